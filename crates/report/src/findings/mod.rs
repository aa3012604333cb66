//! Findings of a proof, shown: readable text, JSON, SARIF, a page of its own, comments in Word. This room only renders; what is
//! wrong with a text was found by others.

mod excerpt;
mod json;
mod page;
mod sarif;
mod text;

pub use excerpt::{Excerpt, excerpt};
pub use json::{Failed, Proofed, failed, json};
pub use page::page;
pub use sarif::{Run as SarifRun, sarif};
pub use text::{Look, failed_text, text};

use domain::proof::{Finding, Proof, Severity, Span, Text};

/// A text that was proofed, with its ways back into its file.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The file's name as the user gave it.
    pub file: &'a str,
    /// The text.
    pub text: &'a Text,
    /// What was read and found.
    pub proof: &'a Proof,
    /// The text that offsets count in: a plain file as it is, else the extracted text.
    pub original: &'a str,
    /// First code point of a stretch and one past its last, in `original`.
    pub points: &'a dyn Fn(Span) -> (usize, usize),
    /// Where a stretch begins, in words: "trang 3", "dòng 12".
    pub place: &'a dyn Fn(Span) -> String,
}

/// A rule as it is told to other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleInfo<'a> {
    /// "impossible-date".
    pub name: &'a str,
    /// Its severity.
    pub severity: Severity,
    /// One line.
    pub title: &'a str,
    /// Why it matters.
    pub about: &'a str,
}

/// How many findings there are of each severity: errors, warnings, notes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Counts {
    /// Of a proof.
    pub fn of(proof: &Proof) -> Counts {
        let mut counts = Counts::default();
        for finding in &proof.findings {
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
        }
        counts
    }

    /// Both together.
    pub fn and(self, other: Counts) -> Counts {
        Counts {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            notes: self.notes + other.notes,
        }
    }

    /// "2 lỗi, 1 cảnh báo, 0 ghi chú".
    pub fn words(self) -> String {
        format!("{} lỗi, {} cảnh báo, {} ghi chú", self.errors, self.warnings, self.notes)
    }
}

/// A severity for programs: "error".
pub const fn severity_slug(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A severity for people: "Lỗi".
pub const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Lỗi",
        Severity::Warning => "Cảnh báo",
        Severity::Note => "Ghi chú",
    }
}

/// What a comment in a Word file says of a finding.
pub fn comment(finding: &Finding) -> String {
    let mut out = format!("{}: {}", severity_word(finding.severity), finding.message);
    if let Some(hint) = &finding.hint {
        out.push_str(&format!("\n{}", capital(hint)));
    }
    if let Some(suggestion) = &finding.suggestion {
        out.push_str(&format!("\nĐề nghị ghi: “{suggestion}”"));
    }
    if let Some(evidence) = &finding.evidence {
        out.push_str(&format!("\nĐối chiếu: {}", evidence.label));
    }
    out.push_str(&format!("\n({})", finding.rule));
    out
}

/// With a capital letter, as a sentence begins.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}
