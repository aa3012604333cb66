//! What of a proof is looked at: which findings, what is marked beside them, which part of a long text.

use crate::shell::form::Form;
use domain::proof::{Finding, Severity};

/// What stands beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// Findings.
    #[default]
    Findings,
    /// The documents cited.
    Documents,
    /// The figures read.
    Figures,
}

impl Shown {
    /// All of them.
    pub const ALL: [Shown; 3] = [Shown::Findings, Shown::Documents, Shown::Figures];

    /// As the address says it; "" for findings.
    pub const fn slug(self) -> &'static str {
        match self {
            Shown::Findings => "",
            Shown::Documents => "van-ban",
            Shown::Figures => "so-lieu",
        }
    }
}

/// A severity as the address says it.
pub const fn severity_slug(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "loi",
        Severity::Warning => "canh-bao",
        Severity::Note => "ghi-chu",
    }
}

/// The severities, worst first.
pub const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// A question to a proof's page. No word of a text is ever in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Only findings of this severity.
    pub severity: Option<Severity>,
    /// Only findings of this rule.
    pub rule: Option<String>,
    /// What stands beside the text.
    pub shown: Shown,
    /// Number of the part, from 0.
    pub part: usize,
}

impl Query {
    /// Reads it; what is not understood is left out.
    pub fn read(form: &Form) -> Query {
        let named = |name: &str| form.get(name).unwrap_or_default();
        Query {
            severity: SEVERITIES.into_iter().find(|s| severity_slug(*s) == named("muc")),
            rule: form
                .get("quy-tac")
                .filter(|r| reading::rules::RULES.iter().any(|x| x.name == *r))
                .map(str::to_string),
            shown: Shown::ALL.into_iter().find(|s| s.slug() == named("xem")).unwrap_or_default(),
            part: form.int("phan").and_then(|n| usize::try_from(n).ok()).unwrap_or(1).saturating_sub(1),
        }
    }

    /// Writes it.
    pub fn text(&self) -> String {
        let pairs = [
            ("muc", self.severity.map_or("", severity_slug).to_string()),
            ("quy-tac", self.rule.clone().unwrap_or_default()),
            ("xem", self.shown.slug().to_string()),
            ("phan", if self.part == 0 { String::new() } else { (self.part + 1).to_string() }),
        ];
        Form(pairs.into_iter().map(|(k, v)| (k.to_string(), v)).collect()).query()
    }

    /// Whether a finding is asked for.
    pub fn asks(&self, finding: &Finding) -> bool {
        self.severity.is_none_or(|s| s == finding.severity) && self.rule.as_ref().is_none_or(|r| r == finding.rule)
    }

    /// The same of another part.
    pub fn at_part(&self, part: usize) -> Query {
        Query { part, ..self.clone() }
    }
}
