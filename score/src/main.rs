//! Prints how well texts are read and proofed: precision, recall and F1 against labels made by hand, faults found, and the
//! mutation score. Reads the labels of the shared folder beside the project, when there is one, and those of `score/fixtures`.

use clap::Parser;
use domain::proof::text::CodePoints;
use score::labels::{Labelled, folder};
use score::marks::{Marks, judge};
use score::table::{HEAD, Tally, ratio};
use score::{Failure, anomalies, mutate, proof};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Holds the reader and the proof rules against texts labelled by hand.
#[derive(Debug, Parser)]
struct Arguments {
    /// Lists every miss and every false alarm.
    #[arg(long)]
    list: bool,
    /// Only texts whose set or name contains this.
    #[arg(long, default_value = "")]
    only: String,
    /// Folder with `gold` and `seeds`; beside the project when not given.
    #[arg(long)]
    shared: Option<PathBuf>,
    /// Seed of the corruptions.
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Prints what was read from this text file instead.
    #[arg(long)]
    show: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("score: {e}");
            ExitCode::FAILURE
        }
    }
}

/// A named set of labelled texts.
struct Set {
    name: &'static str,
    texts: Vec<Labelled>,
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let reader = score::reader()?;
    if let Some(path) = &arguments.show {
        return show(&reader, path);
    }
    let sets = sets(arguments)?;
    println!("## Reading\n\n{HEAD}");
    let mut notes = Vec::new();
    for set in &sets {
        let mut all = Marks::default();
        for labelled in &set.texts {
            let marks = judge(labelled, &proof(&reader, &labelled.text).reading);
            rows(&labelled.name, &marks);
            add(&mut all, &marks);
        }
        rows(&format!("**{}, all**", set.name), &all);
        notes.extend([all.citations, all.figures, all.groups].into_iter().flat_map(|t| t.notes));
    }
    notes.extend(faults(&reader, &sets));
    for set in sets.iter().filter(|s| s.name != "gold" && !s.texts.is_empty()) {
        notes.extend(corrupted(&reader, set, arguments.seed));
    }
    if arguments.list {
        println!("\n## Misses\n");
        for note in notes {
            println!("- {note}");
        }
    }
    Ok(())
}

fn sets(arguments: &Arguments) -> Result<Vec<Set>, Failure> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_path_buf();
    let shared = arguments.shared.clone().unwrap_or_else(|| top.join("../shared"));
    let fixtures = top.join("score/fixtures");
    let mut sets = Vec::new();
    if shared.join("gold").is_dir() {
        sets.push(Set { name: "gold", texts: folder(&shared.join("gold"), &shared.join("seeds"))? });
    } else {
        println!(
            "The gold labels are not here ({}): only the project's own texts are scored.\n",
            shared.join("gold").display()
        );
    }
    for name in ["tuned", "held", "fresh"] {
        sets.push(Set { name, texts: folder(&fixtures.join(name), &fixtures.join(name))? });
    }
    for set in &mut sets {
        if !set.name.contains(&arguments.only) {
            set.texts.retain(|t| t.name.contains(&arguments.only));
        }
    }
    Ok(sets)
}

fn rows(name: &str, marks: &Marks) {
    println!("{}", marks.citations.row(name, "citations"));
    println!("{}", marks.numbers.row(name, "numeral and value"));
    println!("{}", marks.figures.row(name, "figures"));
    println!("{}", marks.groups.row(name, "groups"));
}

fn add(all: &mut Marks, marks: &Marks) {
    all.citations.add(&marks.citations);
    all.numbers.add(&marks.numbers);
    all.figures.add(&marks.figures);
    all.groups.add(&marks.groups);
}

fn faults(reader: &reading::Reader, sets: &[Set]) -> Vec<String> {
    let mut by_kind: BTreeMap<String, Tally> = BTreeMap::new();
    for labelled in sets.iter().filter(|s| s.name == "gold").flat_map(|s| &s.texts) {
        for (kind, tally) in anomalies::judge(labelled, &proof(reader, &labelled.text)) {
            by_kind.entry(kind).or_default().add(&tally);
        }
    }
    if by_kind.is_empty() {
        return Vec::new();
    }
    println!("\n## Faults of high severity\n\n| kind | found | of | share |\n|---|--:|--:|--:|");
    let (mut slips, mut others) = (Tally::default(), Tally::default());
    for (kind, tally) in &by_kind {
        println!("| {kind} | {} | {} | {:.2} |", tally.hits, tally.hits + tally.missed, tally.recall());
        let sum = if anomalies::SLIPS.contains(&kind.as_str()) { &mut slips } else { &mut others };
        sum.add(tally);
    }
    for (name, tally) in [("slips of the pen", &slips), ("all other kinds", &others)] {
        println!("| **{name}** | {} | {} | {:.2} |", tally.hits, tally.hits + tally.missed, tally.recall());
    }
    slips.notes.into_iter().chain(others.notes).collect()
}

fn corrupted(reader: &reading::Reader, set: &Set, seed: u64) -> Vec<String> {
    let outcome = mutate::run(reader, &set.texts, seed);
    println!("\n## Corruptions of the {} texts\n\n| corrupted | reported | of | share |\n|---|--:|--:|--:|", set.name);
    let mut all = Tally::default();
    for (kind, tally) in &outcome.by_kind {
        println!("| {kind} | {} | {} | {:.2} |", tally.hits, tally.hits + tally.missed, tally.recall());
        all.add(tally);
    }
    println!("| **all** | {} | {} | {:.2} |", all.hits, all.hits + all.missed, all.recall());
    let per_thousand = |n: usize| 1000.0 * ratio(n, outcome.words.max(1));
    println!(
        "\nOn the clean texts ({} words): {} false errors ({:.2} per 1,000 words), {} warnings ({:.2} per 1,000 words).",
        outcome.words,
        outcome.false_errors.len(),
        per_thousand(outcome.false_errors.len()),
        outcome.false_warnings.len(),
        per_thousand(outcome.false_warnings.len())
    );
    let errors = outcome.false_errors.iter().map(|e| format!("error on a clean text: {e}"));
    let warnings = outcome.false_warnings.iter().map(|e| format!("warning on a clean text: {e}"));
    all.notes.iter().cloned().chain(errors).chain(warnings).collect()
}

/// Prints the figures, groups, citations and findings of one file.
fn show(reader: &reading::Reader, path: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let proof = proof(reader, &text);
    let points = CodePoints::new(&text);
    for f in &proof.reading.figures {
        let words = |s: Option<domain::proof::Span>| s.map_or("-", |s| s.of(&text)).replace('\n', " ");
        println!(
            "{:>6} {:?} = {} {:?} of {:?} {:?} | what: {} | scope: {} | period: {:?}",
            points.at(f.span.start),
            f.span.of(&text),
            f.value,
            f.unit,
            f.of,
            f.kind,
            words(f.what),
            words(f.scope),
            f.period
        );
    }
    for g in &proof.reading.groups {
        let words = |n: &usize| proof.reading.figures.get(*n).map_or("?", |f| f.span.of(&text));
        println!(
            "group {:?} = {:?} adds {:?} complete {} percent {:?}",
            g.total.as_ref().map(words),
            g.parts.iter().map(words).collect::<Vec<_>>(),
            g.adds_up,
            g.complete,
            g.percent.as_ref().map(words)
        );
    }
    for c in &proof.reading.citations {
        println!(
            "citation {:?} date {:?}",
            c.span.of(&text),
            c.date.and_then(|d| proof.reading.dates.get(d)).map(|d| d.span.of(&text))
        );
    }
    for f in &proof.findings {
        println!("{:?} {} {:?} {}", f.severity, f.rule, f.span.of(&text), f.message);
    }
    Ok(())
}
