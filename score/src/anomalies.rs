//! Which of the labelled faults the proof finds.

use crate::labels::Labelled;
use crate::table::Tally;
use domain::proof::text::CodePoints;
use domain::proof::{Finding, Proof};
use std::collections::BTreeMap;

/// Kinds of fault that are told apart: slips of the pen.
pub const SLIPS: [&str; 3] = ["typo", "missing_word", "garbled_insertion"];

/// Faults of high severity by kind: found and missed. A fault is found when some finding speaks of its words or of its other places.
pub fn judge(labelled: &Labelled, proof: &Proof) -> BTreeMap<String, Tally> {
    let points = CodePoints::new(&labelled.text);
    let spans: Vec<(usize, usize)> = proof.findings.iter().flat_map(|f| places(f, &points)).collect();
    let mut by_kind: BTreeMap<String, Tally> = BTreeMap::new();
    for fault in labelled.labels.anomalies.iter().filter(|a| a.severity == "high" && !a.optional) {
        let own = std::iter::once((fault.start, fault.end));
        let mut wanted = own.chain(fault.related.iter().map(|r| (r.start, r.end)));
        let found = wanted.any(|(a, b)| spans.iter().any(|(x, y)| *x < b && a < *y));
        let tally = by_kind.entry(fault.kind.clone()).or_default();
        if found {
            tally.hits += 1;
        } else {
            tally.missed += 1;
            tally.notes.push(format!("{}: missed {} “{}”", labelled.name, fault.kind, fault.text));
        }
    }
    by_kind
}

fn places(finding: &Finding, points: &CodePoints<'_>) -> Vec<(usize, usize)> {
    std::iter::once(finding.span).chain(finding.related.iter().map(|r| r.span)).map(|s| points.span(s)).collect()
}
