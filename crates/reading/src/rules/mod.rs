//! The proof rules: one table, each rule named, with its severity, what it says and an example. A rule looks at what was read
//! and adds findings; it never reads files, asks no clock, and knows of ledger and registers only what
//! [`domain::proof::Knowledge`] answers.

use crate::Reader;
use domain::Date;
use domain::problem::Problem;
use domain::proof::{Finding, Knowledge, Proof, Reading, Severity, Text};
use std::collections::BTreeSet;

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Name, stable: "impossible-date". Programs switch rules by it.
    pub name: &'static str,
    /// Its severity as a rule; a finding may be milder, never worse.
    pub severity: Severity,
    /// What it looks for, in Vietnamese, one line.
    pub title: &'static str,
    /// Why it matters and when it stays silent, in Vietnamese.
    pub about: &'static str,
    /// A short text that it finds fault with (our own words).
    pub example: &'static str,
    /// Looks at the text.
    pub check: fn(&Seen<'_>, &mut Found),
}

/// All rules, in the order in which they are told.
pub const RULES: &[Rule] = &[];

/// What a proof is asked with.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The day of the proof: later dates are in the future.
    pub today: Date,
    /// Names of rules that are switched off.
    pub off: BTreeSet<String>,
}

/// What rules look at.
pub struct Seen<'a> {
    /// The text.
    pub text: &'a Text,
    /// What was read out of it.
    pub reading: &'a Reading,
    /// The reader, for its lexicon and words.
    pub reader: &'a Reader,
    /// Ledger and registers.
    pub knowledge: &'a dyn Knowledge,
    /// The day of the proof.
    pub today: Date,
}

/// What rules have found.
#[derive(Debug, Default)]
pub struct Found {
    /// Findings.
    pub findings: Vec<Finding>,
    /// What could not be asked.
    pub problems: Vec<Problem>,
}

/// Reads and proofs a text.
pub fn proof(reader: &Reader, text: &Text, knowledge: &dyn Knowledge, asked: &Asked) -> Proof {
    let reading = reader.read(text);
    let mut found = Found::default();
    let seen = Seen { text, reading: &reading, reader, knowledge, today: asked.today };
    for rule in RULES.iter().filter(|r| !asked.off.contains(r.name)) {
        (rule.check)(&seen, &mut found);
    }
    let Found { mut findings, problems } = found;
    findings.sort_by_key(|f| (f.span.start, f.span.end));
    findings.dedup_by(|a, b| a.rule == b.rule && a.span == b.span);
    Proof { reading, findings, problems }
}
