//! Findings as one reads them in a terminal or a letter.

use super::{Counts, Sheet, capital, excerpt, severity_word};
use domain::problem::Problem;
use domain::proof::{Finding, Severity};

/// How the text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Letters in a line.
    pub width: usize,
    /// With colours: for a terminal only.
    pub colour: bool,
}

impl Default for Look {
    fn default() -> Self {
        Look { width: 100, colour: false }
    }
}

/// Indentation of what belongs to a finding.
const INDENT: &str = "    ";

/// All findings of a text in its order: where, the words marked, what is wrong, what to do; then how many of each severity.
pub fn text(sheet: &Sheet<'_>, look: Look) -> String {
    let counts = Counts::of(sheet.proof);
    let mut out = look.strong(sheet.file);
    if sheet.proof.findings.is_empty() {
        out.push_str(": không thấy điều gì cần xem lại\n");
    } else {
        out.push_str(&format!(": {}\n", counts.words()));
    }
    for finding in &sheet.proof.findings {
        out.push('\n');
        of_finding(sheet, finding, look, &mut out);
    }
    problems(&sheet.proof.problems, look, &mut out);
    out
}

/// A file that could not be read.
pub fn failed_text(file: &str, list: &[Problem], look: Look) -> String {
    let mut out = format!("{}: không đọc được\n", look.strong(file));
    problems(list, look, &mut out);
    out
}

fn of_finding(sheet: &Sheet<'_>, f: &Finding, look: Look, out: &mut String) {
    let place = (sheet.place)(f.span);
    let word = look.severity(f.severity, severity_word(f.severity));
    out.push_str(&format!("  {word} · {place} · {}\n", f.rule));
    let cut = excerpt(&sheet.text.text, f.span, look.width.saturating_sub(INDENT.len()));
    if look.colour {
        let words = look.severity(f.severity, &cut.words);
        out.push_str(&format!("{INDENT}{}{words}{}\n", cut.before, cut.after));
    } else {
        out.push_str(&format!("{INDENT}{}{}{}\n", cut.before, cut.words, cut.after));
        let spaces = " ".repeat(cut.before.chars().count());
        out.push_str(&format!("{INDENT}{spaces}{}\n", "^".repeat(cut.words.chars().count())));
    }
    wrapped(&f.message, "", look, out);
    if let Some(hint) = &f.hint {
        wrapped(&capital(hint), "→ ", look, out);
    }
    if let Some(suggestion) = &f.suggestion {
        wrapped(&format!("Đề nghị ghi: “{suggestion}”"), "→ ", look, out);
    }
    for related in &f.related {
        let words = excerpt(&sheet.text.text, related.span, 60).words;
        let note = related.note.as_ref().map(|n| format!(" ({n})")).unwrap_or_default();
        wrapped(&format!("Liên quan, {}: “{words}”{note}", (sheet.place)(related.span)), "· ", look, out);
    }
    if let Some(evidence) = &f.evidence {
        let path = if evidence.path.is_empty() { String::new() } else { format!(" ({})", evidence.path) };
        wrapped(&format!("Đối chiếu: {}{path}", evidence.label), "· ", look, out);
    }
}

fn problems(list: &[Problem], look: Look, out: &mut String) {
    if !list.is_empty() {
        out.push('\n');
    }
    for problem in list {
        wrapped(&capital(&problem.message), "! ", look, out);
        if let Some(hint) = &problem.hint {
            wrapped(&capital(hint), "→ ", look, out);
        }
    }
}

/// A sentence in lines of the look's width; those after the first stand under its words.
fn wrapped(sentence: &str, before: &str, look: Look, out: &mut String) {
    let hanging = " ".repeat(before.chars().count());
    let room = look.width.saturating_sub(INDENT.len() + hanging.len()).max(20);
    let mut line = String::new();
    let mut first = true;
    let mut put = |line: &str| {
        out.push_str(&format!("{INDENT}{}{line}\n", if first { before } else { &hanging }));
        first = false;
    };
    for word in sentence.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            put(&line);
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    put(&line);
}

impl Look {
    fn strong(self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_string() }
    }
    fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }
}
