//! The form of an entry, generated from its register. One shape carries it everywhere: the pairs that a browser sends. An
//! entry's data is written as such pairs ([`write`]), pairs are read as data ([`read`]), and the fields on the page are
//! drawn from pairs ([`view`]), so that a form that comes back holds just what was typed, whoever kept it meanwhile.

pub mod control;
pub mod files;
pub mod read;
pub mod view;
pub mod write;

#[cfg(test)]
mod tests;

use crate::shell::form::Form;
use domain::registers::{FieldKind, Register};
use std::collections::BTreeSet;

/// Name of the hidden pair that says which organ the entry is for; no field of a register is called so.
pub const ORGAN: &str = "co-quan-giu-so";
/// Ending of the pair with what was typed beside the chosen ones.
pub const TYPED: &str = ".chu";
/// Ending of the pair with how exact a number is.
pub const APPROX: &str = ".gan-dung";
/// Ending of the pair with new files.
pub const NEW_FILES: &str = ".moi";

/// The numbers of the rows that the pairs name, in order.
pub fn row_numbers(form: &Form, children: &str) -> Vec<usize> {
    let number = |name: &str| name.strip_prefix(children)?.strip_prefix('[')?.split_once(']')?.0.parse().ok();
    form.0.iter().filter_map(|(name, _)| number(name)).collect::<BTreeSet<usize>>().into_iter().collect()
}

/// The pairs of one row, without what stands before the field's name.
fn row<'a>(form: &'a Form, children: &str, number: usize) -> impl Iterator<Item = (&'a str, &'a str)> {
    let prefix = format!("{children}[{number}].");
    form.0.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix.as_str())?, value.as_str())))
}

/// The form with its rows counted from 0 without a gap. Rows in which nothing was written go, unless they stood in the entry
/// already (they have an id).
pub fn tidied(register: &Register, form: &Form) -> Form {
    let mut out = Form(Vec::new());
    let children: Vec<&str> = register
        .fields
        .iter()
        .filter(|f| matches!(f.kind, FieldKind::Children { .. }))
        .map(|f| f.slug.as_str())
        .collect();
    let in_rows = |name: &str| children.iter().any(|c| name.strip_prefix(c).is_some_and(|r| r.starts_with('[')));
    out.0.extend(form.0.iter().filter(|(name, _)| !in_rows(name)).cloned());
    for slug in &children {
        let filled = |n: &usize| row(form, slug, *n).any(|(name, v)| !v.trim().is_empty() && !name.ends_with(APPROX));
        for (at, number) in row_numbers(form, slug).into_iter().filter(filled).enumerate() {
            out.0.extend(row(form, slug, number).map(|(name, v)| (format!("{slug}[{at}].{name}"), v.to_string())));
        }
    }
    out
}

/// Carries out what a button without script asks: one more row, or one less. Says whether it asked for that.
pub fn rows_changed(form: &mut Form) -> bool {
    if let Some(children) = form.get("_add").map(str::to_string) {
        let next = row_numbers(form, &children).last().map_or(0, |n| n + 1);
        form.0.push((format!("{children}[{next}].id"), String::new()));
        return true;
    }
    if let Some(row) = form.get("_remove").map(|r| format!("{r}.")) {
        form.0.retain(|(name, _)| !name.starts_with(&row));
        return true;
    }
    false
}
