//! A table's description: what is written to a sheet, and what an import is matched against.

use domain::{Date, Timestamp, text};

/// What a column mostly holds; it sets the number format, never what may be typed ("trên 600" stays possible).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, kept as typed: "01" stays "01".
    Text,
    /// A number.
    Number {
        /// Decimal places.
        decimals: u8,
    },
    /// A date, shown as day/month/year.
    Date,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnOut {
    /// Machine key, a slug: "so-nguoi".
    pub key: String,
    /// Title for people: "Số người dự".
    pub title: String,
    /// Explanation, shown as a note on the title.
    pub help: Option<String>,
    /// Width in characters.
    pub width: u16,
    /// Values offered as a drop-down; others may still be typed after a warning.
    pub choices: Vec<String>,
    /// Whether each row must fill it; marked with `*`.
    pub required: bool,
    /// What it holds.
    pub kind: ColumnKind,
}

impl ColumnOut {
    /// A text column of the usual width, without help, choices or duty to fill it.
    pub fn text(key: impl Into<String>, title: impl Into<String>) -> Self {
        ColumnOut {
            key: key.into(),
            title: title.into(),
            help: None,
            width: 20,
            choices: Vec::new(),
            required: false,
            kind: ColumnKind::Text,
        }
    }
}

/// A value to write.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CellOut {
    /// Nothing.
    #[default]
    Empty,
    /// Text; never taken for a formula.
    Text(String),
    /// A number as decimal text with a point: "2.5". Written as text when Excel could not keep all its digits.
    Number(String),
    /// A civil date.
    Date(Date),
}

/// A table: one sheet of a workbook, or one CSV file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableOut {
    /// Machine name: "doi-thoai", "doi-thoai.y-kien".
    pub name: String,
    /// Name for people; the sheet's name as far as Excel allows it.
    pub title: String,
    /// Columns, left to right; keys are unique.
    pub columns: Vec<ColumnOut>,
    /// Rows, each with a cell per column; missing cells are empty. No rows: a template to fill in.
    pub rows: Vec<Vec<CellOut>>,
}

/// A workbook's properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Properties {
    /// Title of the document.
    pub title: String,
    /// Author, usually the organ or system.
    pub author: String,
    /// Instant of making, so that the same input gives the same bytes.
    pub created: Timestamp,
}

/// Names beginning so are the workbook's own and are not read as data.
pub(crate) const OWN_SHEET: char = '_';

/// Most characters Excel allows in a sheet's name.
const SHEET_NAME_CHARS: usize = 31;

/// The sheets' names of these tables, in their order: what Excel allows of each title, made unique.
pub(crate) fn sheet_names(tables: &[TableOut]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(tables.len());
    for table in tables {
        let base = allowed_name(&table.title, &table.name);
        let taken = |name: &str| names.iter().any(|n| text::fold(n) == text::fold(name));
        let mut name = base.clone();
        let mut number = 2;
        while taken(&name) {
            let suffix = format!(" ({number})");
            name = base.chars().take(SHEET_NAME_CHARS - suffix.chars().count()).collect::<String>() + &suffix;
            number += 1;
        }
        names.push(name);
    }
    names
}

/// A title without the characters Excel forbids in sheet names, cut to length; `otherwise` when nothing remains.
fn allowed_name(title: &str, otherwise: &str) -> String {
    let clean = |text: &str| {
        let text = text.replace(['[', ']', ':', '*', '?', '/', '\\'], "-").replace(char::is_control, " ");
        let own = |c: char| c == OWN_SHEET || c == '\'' || c.is_whitespace();
        let cut: String = text::tidy(text.trim_matches(own)).chars().take(SHEET_NAME_CHARS).collect();
        cut.trim_end_matches(own).to_string()
    };
    match (clean(title), clean(otherwise)) {
        // "History" is Excel's own name.
        (name, _) if !name.is_empty() && name.to_lowercase() != "history" => name,
        (_, name) if !name.is_empty() && name.to_lowercase() != "history" => name,
        _ => "Trang".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> TableOut {
        TableOut { name: "so".into(), title: title.into(), ..TableOut::default() }
    }

    #[test]
    fn sheet_names_are_what_excel_allows_and_unique() {
        let long = "Tiếp xúc, đối thoại với Nhân dân ở cơ sở";
        let tables =
            [titled(long), titled(long), titled("Ý kiến / kiến nghị: [2021]"), titled("  "), titled("_'History'_")];
        let names = sheet_names(&tables);
        assert_eq!(
            names,
            [
                "Tiếp xúc, đối thoại với Nhân dâ",
                "Tiếp xúc, đối thoại với Nhâ (2)",
                "Ý kiến - kiến nghị- -2021-",
                "so",
                "so (2)"
            ]
        );
        assert!(names.iter().all(|n| n.chars().count() <= 31));
    }
}
