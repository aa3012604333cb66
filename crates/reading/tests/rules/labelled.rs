//! The faults labelled by hand in the reports that stand beside the project. Where those are missing the tests say so and pass.

use crate::{asked, reader};
use domain::proof::{Nothing, Proof, Severity, Span, Text};
use reading::proof;
use reading::rules::{RULES, examine};
use std::path::{Path, PathBuf};

fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder);
    if !path.is_dir() {
        eprintln!("no ../shared/{folder} beside the project: nothing measured");
        return None;
    }
    Some(path)
}

fn proofed(path: &Path) -> (String, Proof) {
    let text = std::fs::read_to_string(path).expect("a shared report can be read");
    let proof = proof(reader(), &Text::plain(text.clone()), &Nothing, &asked());
    (text, proof)
}

/// All reports beside the project, by their number.
fn reports() -> Vec<PathBuf> {
    let Some(folder) = shared("seeds") else { return Vec::new() };
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    all.sort();
    all
}

/// Spans of the labels of one file: kind, severity, all places; in code points as labelled, turned into bytes.
fn labels(text: &str, path: &Path) -> Vec<(String, String, Vec<Span>)> {
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("labels can be read")).expect("labels are JSON");
    let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let span = |v: &serde_json::Value| {
        let at = |k: &str| v[k].as_u64().and_then(|n| bytes.get(n as usize).copied());
        at("start").zip(at("end")).map(|(a, b)| Span::new(a, b))
    };
    let anomalies = json["anomalies"].as_array().cloned().unwrap_or_default();
    anomalies
        .iter()
        .map(|a| {
            let related = a["related"].as_array().cloned().unwrap_or_default();
            let places = std::iter::once(a).chain(&related).filter_map(&span).collect();
            let word = |k: &str| a[k].as_str().unwrap_or("").to_owned();
            (word("kind"), word("severity"), places)
        })
        .collect()
}

#[test]
fn nine_in_ten_of_the_grave_faults_are_found() {
    let Some(folder) = shared("gold") else { return };
    let (mut found, mut all, mut missed) = (0, 0, Vec::new());
    for path in reports() {
        let label = folder.join(path.file_name().expect("a file has a name")).with_extension("json");
        if !label.is_file() {
            continue;
        }
        let (text, proof) = proofed(&path);
        for (kind, severity, places) in labels(&text, &label) {
            if severity != "high" {
                continue;
            }
            all += 1;
            // Only what a finding itself points at counts, not the other places that it mentions.
            let hit = proof.findings.iter().any(|f| places.iter().any(|p| p.touches(f.span)));
            found += usize::from(hit);
            if !hit {
                missed.push(format!("{kind}: {}", places.first().map_or("", |p| p.of(&text))));
            }
        }
    }
    assert!(found * 10 >= all * 9, "{found} of {all}; missed: {missed:#?}");
}

#[test]
fn sums_that_hold_are_left_in_peace_and_errors_are_few() {
    let (mut words, mut errors) = (0, Vec::new());
    for path in reports() {
        let (text, proof) = proofed(&path);
        words += text.split_whitespace().count();
        assert!(proof.findings.iter().all(|f| f.rule != "sum-mismatch"), "{path:?}");
        let wrong = proof.findings.iter().filter(|f| f.severity == Severity::Error);
        errors.extend(wrong.map(|f| format!("{}: {}", f.rule, f.span.of(&text))));
    }
    // The five reports have a dozen true errors; the rest would be false ones.
    assert!(errors.len() <= 12 + words / 1000, "{errors:#?}");
}

/// `SAY=file cargo test -p reading --test rules say -- --ignored --nocapture` prints what is read and found in a text of one's own.
#[test]
#[ignore = "prints; asks for a file in SAY"]
fn say() {
    let path = std::env::var_os("SAY").map(PathBuf::from).expect("SAY names a file");
    let (text, proof) = proofed(&path);
    if std::env::var_os("SAY_ALL").is_some() {
        let reading = &proof.reading;
        for f in &reading.figures {
            let of = |s: Option<Span>| s.map(|s| s.of(&text));
            println!(
                "figure {:?} {:?} {} of {:?} unit {:?} what {:?} scope {:?} period {:?} group {:?}",
                f.span.of(&text),
                f.kind,
                f.value,
                f.of,
                f.unit,
                of(f.what),
                of(f.scope),
                f.period.and_then(|i| reading.periods.get(i)).map(|p| p.span.of(&text)),
                f.group
            );
        }
        for g in &reading.groups {
            println!(
                "group {:?} = {:?} adds {:?} complete {}",
                g.total.map(|i| reading.figures[i].span.of(&text)),
                g.parts.iter().map(|i| reading.figures[*i].span.of(&text)).collect::<Vec<_>>(),
                g.adds_up,
                g.complete
            );
        }
        for c in &reading.citations {
            println!(
                "citation {:?} {:?} issuer {:?} title {:?}",
                c.span.of(&text),
                c.family,
                c.issuer.map(|s| s.of(&text)),
                c.title.map(|s| s.of(&text))
            );
        }
        for p in &reading.outline.parts {
            println!("part {:?} {:?}", p.kind, p.span.of(&text).chars().take(60).collect::<String>());
        }
    }
    for f in &proof.findings {
        let words = f.span.of(&text).replace('\n', "⏎");
        println!("{:?} {} «{words}» {} | {:?} | {:?}", f.severity, f.rule, f.message, f.hint, f.suggestion);
    }
}

/// `SAY=file cargo test -p reading --test rules pace -- --ignored --nocapture` prints how long each rule takes on a text of one's own.
#[test]
#[ignore = "prints; asks for a file in SAY"]
fn pace() {
    let path = std::env::var_os("SAY").map(PathBuf::from).expect("SAY names a file");
    let text = Text::plain(std::fs::read_to_string(path).expect("the file can be read"));
    let begun = std::time::Instant::now();
    let reading = reader().read(&text);
    println!("{:>8.1} ms reading", begun.elapsed().as_secs_f64() * 1e3);
    for rule in RULES {
        let mut asked = asked();
        asked.off = RULES.iter().filter(|r| r.name != rule.name).map(|r| r.name.to_owned()).collect();
        let read = reading.clone();
        let begun = std::time::Instant::now();
        let proof = examine(reader(), &text, read, &Nothing, &asked);
        println!("{:>8.1} ms {} ({})", begun.elapsed().as_secs_f64() * 1e3, rule.name, proof.findings.len());
    }
}
