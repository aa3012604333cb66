//! What is still to be done by a date: by the due rules of a register, from an entry's data alone. Whether it is late is
//! for who asks, on the day they ask.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::condition::Scope;
use super::definition::{Condition, Field, FieldKind, Register};
use super::entry::Data;
use super::value::as_list;

/// A rule by which entries, or their rows, have something to be done by a date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DueRule {
    /// Slug, unique in the register.
    pub slug: String,
    /// Vietnamese name of what is to be done.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Once per row of this children field.
    pub rows: Option<String>,
    /// The date field (in a row the row's, `../x` the entry's): its last day.
    pub date: String,
    /// It is still to be done while this holds.
    pub open_when: Condition,
}

/// Something to be done by a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Slug of the rule.
    pub rule: String,
    /// Id of the row; `None` when the entry as a whole is meant.
    pub row: Option<String>,
    /// The last day.
    pub date: Date,
    /// The first words of the row, as far as every role may see them; empty for the entry as a whole.
    pub text: String,
}

/// Longest text of a due row, in characters.
const TEXT_LENGTH: usize = 160;

/// What an entry has still to be done, in the order of the rules and rows.
pub fn dues(register: &Register, data: &Data) -> Vec<Due> {
    let mut out = Vec::new();
    for rule in &register.dues {
        let due = |row: Option<&Data>, text: String| {
            let scope = Scope { entry: data, row };
            let date = scope.get(&rule.date)?.as_str()?.parse().ok()?;
            let id = row.map(|r| r.get("id").and_then(Value::as_str).unwrap_or_default().to_owned());
            scope.holds(&rule.open_when).then(|| Due { rule: rule.slug.clone(), row: id, date, text })
        };
        match &rule.rows {
            None => out.extend(due(None, String::new())),
            Some(slug) => {
                let rows = data.get(slug).map(as_list).unwrap_or_default();
                let secret = register.field(slug).is_some_and(|f| !f.see.is_empty());
                let fields = if secret { &[] } else { register.child_fields(slug) };
                out.extend(
                    rows.into_iter().filter_map(Value::as_object).filter_map(|r| due(Some(r), first_words(fields, r))),
                );
            }
        }
    }
    out
}

/// The first text of a row that every role may see.
fn first_words(fields: &[Field], row: &Data) -> String {
    let text = fields
        .iter()
        .filter(|f| f.see.is_empty() && matches!(f.kind, FieldKind::Text { .. } | FieldKind::LongText { .. }))
        .find_map(|f| row.get(&f.slug)?.as_str().filter(|t| !t.trim().is_empty()));
    let line = crate::text::tidy(text.unwrap_or_default());
    if line.chars().count() <= TEXT_LENGTH {
        return line;
    }
    line.chars().take(TEXT_LENGTH - 1).chain(['…']).collect()
}
