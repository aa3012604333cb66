//! The faults labelled by hand in the reports that stand beside the project. Where those are missing the tests say so and pass.

use crate::{asked, reader};
use domain::proof::{Nothing, Proof, Severity, Span, Text};
use reading::proof;
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
