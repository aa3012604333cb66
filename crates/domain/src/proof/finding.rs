//! What the proof rules say of a text.

use super::knowledge::Evidence;
use super::reading::Reading;
use super::text::Span;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

/// How much it matters to whoever signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; often a matter of custom.
    Note,
    /// Probably wrong, or cannot be told from the text alone.
    Warning,
    /// Wrong by the text itself, the calendar, the law or the ledger.
    Error,
}

/// Another place that the finding speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What stands there, when it needs saying.
    pub note: Option<String>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Name of the rule: "impossible-date".
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// The words it is about.
    pub span: Span,
    /// What is wrong, in Vietnamese, with the values.
    pub message: String,
    /// What to do, in Vietnamese.
    pub hint: Option<String>,
    /// What could stand there instead of the span's words; exact, ready to be put in.
    pub suggestion: Option<String>,
    /// Other places.
    pub related: Vec<Related>,
    /// The record or document that contradicts it.
    pub evidence: Option<Evidence>,
}

impl Finding {
    /// A finding with nothing but its words.
    pub fn new(rule: &'static str, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Finding {
            rule,
            severity,
            span,
            message: message.into(),
            hint: None,
            suggestion: None,
            related: Vec::new(),
            evidence: None,
        }
    }
    /// The same with what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    /// The same with what could stand there instead.
    pub fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }
    /// The same with another place.
    pub fn related(mut self, span: Span, note: Option<String>) -> Self {
        self.related.push(Related { span, note });
        self
    }
    /// The same with the record behind it.
    pub fn evidence(mut self, evidence: Evidence) -> Self {
        self.evidence = Some(evidence);
        self
    }
    /// The same, milder; never worse than before.
    pub fn at_most(mut self, severity: Severity) -> Self {
        self.severity = self.severity.min(severity);
        self
    }
}

/// The whole outcome.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proof {
    /// What was read.
    pub reading: Reading,
    /// What was found, in the order of the text, then of the rules.
    pub findings: Vec<Finding>,
    /// What could not be asked or read (a database that did not answer, a footnote that ends nowhere); the rest stands.
    pub problems: Vec<Problem>,
}

impl Proof {
    /// The worst severity found.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|f| f.severity).max()
    }
}
