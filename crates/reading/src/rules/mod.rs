//! The proof rules: one table, each rule named, with its severity, what it says and an example. A rule looks at what was read
//! and adds findings; it never reads files, asks no clock, and knows of ledger and registers only what
//! [`domain::proof::Knowledge`] answers.
//!
//! A file per subject: [`dates`], [`sums`], [`percents`], [`claims`] (the same thing said twice), [`trends`], [`numbers`] (how
//! numbers are written), [`references`] and [`symbols`] (documents cited), [`bodies`], [`quotes`], [`words`], [`names`],
//! [`spelling`], [`form`] (parts of the document), [`ledger`] (what ledger and registers know better).

mod bodies;
mod claims;
mod dates;
mod document;
mod form;
mod ledger;
mod names;
mod numbers;
mod percents;
mod quotes;
mod references;
mod seen;
mod spelling;
mod sums;
mod symbols;
mod trends;
mod words;

pub use document::{BEGIN, END, document};
pub use seen::Seen;

use crate::Reader;
use domain::Date;
use domain::problem::Problem;
use domain::proof::{Finding, Knowledge, Proof, Reading, Severity, Span, Text};
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
    /// The same text set right: the rule says nothing of it.
    pub mended: &'static str,
    /// Looks at the text.
    pub check: fn(&Seen<'_>, &mut Found),
}

impl Rule {
    /// A finding of this rule.
    fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(self.name, self.severity, span, message)
    }
}

/// All rules, in the order in which they are told.
pub const RULES: &[Rule] = &[
    dates::IMPOSSIBLE,
    dates::FUTURE,
    dates::AGAINST_YEAR,
    dates::NO_DATE,
    sums::MISMATCH,
    sums::REMAINDER,
    sums::UNITS_MIXED,
    percents::MISMATCH,
    percents::NOT_HUNDRED,
    percents::OVER_ONE,
    claims::SAID_TWICE,
    trends::CHANGE,
    trends::CLAIM,
    trends::DURATION,
    numbers::FORMATS,
    numbers::PADDING,
    numbers::APPROX_EXACT,
    numbers::SCORES,
    references::DATES_DIFFER,
    references::ISSUERS_DIFFER,
    references::TITLES_DIFFER,
    references::NUMBERS_DIFFER,
    references::AMBIGUOUS,
    symbols::VARIANTS,
    symbols::SPACING,
    symbols::ISSUER,
    symbols::KIND,
    symbols::NO_ISSUER,
    symbols::NO_OF,
    bodies::NOT_EXISTING,
    names::INCONSISTENT,
    names::CUT,
    quotes::UNCLOSED,
    quotes::MIXED,
    quotes::NESTED,
    words::REPEATED,
    words::ACRONYMS,
    spelling::IMPOSSIBLE,
    spelling::UNMARKED,
    spelling::SLIP,
    spelling::WRONG,
    spelling::CONFUSED,
    form::BLANK_NUMBER,
    form::BLANK_DATE,
    form::MISSING,
    form::ORDER,
    ledger::UNKNOWN,
    ledger::DATE,
    ledger::ISSUER,
    ledger::SUPERSEDED,
    ledger::FIGURE,
];

/// What a proof is asked with.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The day of the proof: later dates are in the future.
    pub today: Date,
    /// Names of rules that are switched off.
    pub off: BTreeSet<String>,
}

/// What rules have found.
#[derive(Debug, Default)]
pub struct Found {
    /// Findings.
    pub findings: Vec<Finding>,
    /// What could not be asked.
    pub problems: Vec<Problem>,
}

impl Found {
    fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// Reads and proofs a text.
pub fn proof(reader: &Reader, text: &Text, knowledge: &dyn Knowledge, asked: &Asked) -> Proof {
    examine(reader, text, reader.read(text), knowledge, asked)
}

/// Proofs a text that has been read.
pub fn examine(reader: &Reader, text: &Text, reading: Reading, knowledge: &dyn Knowledge, asked: &Asked) -> Proof {
    let mut found = Found::default();
    let seen = Seen::new(reader, text, &reading, knowledge, asked.today);
    for rule in RULES.iter().filter(|r| !asked.off.contains(r.name)) {
        (rule.check)(&seen, &mut found);
    }
    let Found { mut findings, problems } = found;
    findings.sort_by_key(|f| (f.span.start, f.span.end));
    findings.dedup_by(|a, b| a.rule == b.rule && a.span == b.span);
    Proof { reading, findings, problems }
}
