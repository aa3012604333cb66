//! Whether a condition holds for an entry or a child row.

use serde_json::Value;

use super::amount::compare;
use super::definition::Condition;
use super::entry::Data;
use super::value::{is_filled, read_number};

/// Where names are looked up: in a row, with `../x` in the entry; or in the entry.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The entry's data.
    pub entry: &'a Data,
    /// The child row's data.
    pub row: Option<&'a Data>,
}

impl<'a> Scope<'a> {
    /// The value that a name stands for, if it is filled.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        let value = match (name.strip_prefix("../"), self.row) {
            (Some(name), _) => self.entry.get(name),
            (None, Some(row)) => row.get(name),
            (None, None) => self.entry.get(name),
        };
        value.filter(|v| is_filled(Some(v)))
    }

    /// Whether the condition holds.
    pub fn holds(&self, condition: &Condition) -> bool {
        let number = |name: &str| match self.get(name).and_then(read_number) {
            Some((_, crate::ledger::Approx::Pending)) | None => None,
            Some((d, _)) => Some(d),
        };
        match condition {
            Condition::Is(name, values) => match self.get(name) {
                Some(Value::String(s)) => values.contains(s),
                Some(Value::Bool(b)) => values.iter().any(|v| v == yes_no_slug(*b)),
                Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).any(|s| values.iter().any(|v| v == s)),
                _ => false,
            },
            Condition::AtLeast(name, least) => number(name).is_some_and(|d| compare(d, *least).is_ge()),
            Condition::AtMost(name, most) => number(name).is_some_and(|d| compare(d, *most).is_le()),
            Condition::Set(name, wanted) => self.get(name).is_some() == *wanted,
            Condition::All(list) => list.iter().all(|c| self.holds(c)),
            Condition::Any(list) => list.iter().any(|c| self.holds(c)),
            Condition::Not(c) => !self.holds(c),
        }
    }
}

/// Slug of yes and no, in conditions and dimensions.
pub(super) const fn yes_no_slug(yes: bool) -> &'static str {
    if yes { "co" } else { "khong" }
}
