//! The table of rules as a page of Markdown for officers.

use super::{RULES, Rule};
use domain::proof::Severity;
use std::fmt::Write as _;

/// What stands between these lines of the guide is made by [`document`].
pub const BEGIN: &str = "<!-- bảng quy tắc: bắt đầu -->";
/// End of what [`document`] makes.
pub const END: &str = "<!-- bảng quy tắc: kết thúc -->";

/// The severity in Vietnamese.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "lỗi",
        Severity::Warning => "cảnh báo",
        Severity::Note => "ghi chú",
    }
}

/// All rules: a table of name, severity and what it says, then each with its reason and example.
pub fn document() -> String {
    let mut out = String::from("| Quy tắc | Mức | Nói gì |\n| --- | --- | --- |\n");
    for rule in RULES {
        let _ = writeln!(out, "| `{}` | {} | {} |", rule.name, severity(rule.severity), rule.title);
    }
    for rule in RULES {
        out.push('\n');
        out.push_str(&one(rule));
    }
    out
}

fn one(rule: &Rule) -> String {
    let example = |text: &str| {
        text.lines()
            .map(|l| if l.is_empty() { ">".to_owned() } else { format!("> {l}") })
            .collect::<Vec<_>>()
            .join("\n")
    };
    format!(
        "### {}: {}\n\n{}\n\nBị báo:\n\n{}\n\nKhông bị báo:\n\n{}\n",
        rule.name,
        rule.title,
        rule.about,
        example(rule.example),
        example(rule.mended)
    )
}
