//! The story of an entry: who changed what, when and why, of the fields that the role sees.

use super::values::rows_of;
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use domain::registers::{Catalogue, Data, Field, FieldKind, Names, Register, display};
use serde_json::Value;
use std::collections::BTreeSet;
use store::registers::EntryVersion;

/// One field before and after.
pub struct Change {
    /// Its name.
    pub label: String,
    /// Before; empty when there was nothing.
    pub before: String,
    /// After; empty when it was taken out.
    pub after: String,
}

/// One version.
pub struct Told {
    /// Its number.
    pub version: i64,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// What was done.
    pub what: String,
    /// State after it, when it changed.
    pub state: Option<String>,
    /// Reason or note.
    pub note: String,
    /// Fields that changed; none for the first version.
    pub changes: Vec<Change>,
}

/// All versions, the latest first.
pub fn tell(
    viewer: &Viewer,
    catalogue: &Catalogue,
    register: &Register,
    versions: &[EntryVersion],
    names: &dyn Names,
) -> Vec<Told> {
    let t = viewer.lang;
    let seen = |v: &EntryVersion| register.visible(&v.data, viewer.role());
    let mut before: Option<(&EntryVersion, Data)> = None;
    let mut out = Vec::new();
    for version in versions {
        let now = seen(version);
        let changes = match &before {
            Some((_, old)) => changes(t, catalogue, register, viewer, old, &now, names),
            None => Vec::new(),
        };
        let moved = before.as_ref().is_none_or(|(v, _)| v.state != version.state);
        let state = register.state(&version.state).map_or(version.state.clone(), |s| s.name.clone());
        out.push(Told {
            version: version.version,
            at: say::time_of(&version.at),
            who: version.actor.clone(),
            what: action(t, register, &version.action),
            state: moved.then_some(state),
            note: version.note.clone(),
            changes,
        });
        before = Some((version, now));
    }
    out.reverse();
    out
}

/// What was done, in words.
pub fn action(t: Lang, register: &Register, action: &str) -> String {
    match action {
        "add" => t.say("thêm mục", "entered").to_string(),
        "edit" => t.say("sửa", "changed").to_string(),
        "void" => t.say("hủy mục", "struck out").to_string(),
        "assign" => t.say("phân về đơn vị mới", "assigned to a successor").to_string(),
        step => register
            .transitions
            .iter()
            .find(|s| s.slug == step)
            .map_or_else(|| step.to_string(), |s| s.name.to_lowercase()),
    }
}

/// The fields in which two (visible) versions differ.
pub fn changes(
    t: Lang,
    catalogue: &Catalogue,
    register: &Register,
    viewer: &Viewer,
    old: &Data,
    new: &Data,
    names: &dyn Names,
) -> Vec<Change> {
    let mut out = Vec::new();
    for field in register.fields.iter().filter(|f| f.seen_by(viewer.role())) {
        let (was, is) = (old.get(&field.slug), new.get(&field.slug));
        if was == is {
            continue;
        }
        let label = t.name(&field.name, &field.name_en);
        match &field.kind {
            FieldKind::Children { fields, .. } => rows(t, catalogue, label, fields, was, is, names, &mut out),
            _ => {
                let text = |v: Option<&Value>| v.map_or_else(String::new, |v| display(catalogue, field, v, names));
                let (before, after) = (text(was), text(is));
                if before != after {
                    out.push(Change { label: label.to_string(), before, after });
                }
            }
        }
    }
    out
}

#[expect(clippy::too_many_arguments, reason = "what is compared, by what it is named, and where it is told")]
fn rows(
    t: Lang,
    catalogue: &Catalogue,
    label: &str,
    fields: &[Field],
    was: Option<&Value>,
    is: Option<&Value>,
    names: &dyn Names,
    out: &mut Vec<Change>,
) {
    let (old, new) = (was.map(rows_of).unwrap_or_default(), is.map(rows_of).unwrap_or_default());
    let id = |row: &Data| row.get("id").and_then(Value::as_str).unwrap_or_default().to_string();
    let text = |f: &Field, row: &Data| row.get(&f.slug).map_or_else(String::new, |v| display(catalogue, f, v, names));
    let whole = |row: &Data| {
        let said: Vec<String> = fields.iter().map(|f| text(f, row)).filter(|t| !t.is_empty()).collect();
        said.join("; ")
    };
    for (at, row) in new.iter().enumerate() {
        let name = format!("{label} {}", at + 1);
        let Some(before) = old.iter().find(|r| id(r) == id(row)) else {
            out.push(Change { label: name, before: String::new(), after: whole(row) });
            continue;
        };
        for field in fields {
            let (before, after) = (text(field, before), text(field, row));
            if before != after {
                let label = format!("{name}, {}", t.name(&field.name, &field.name_en));
                out.push(Change { label, before, after });
            }
        }
    }
    let kept: BTreeSet<String> = new.iter().map(|r| id(r)).collect();
    for (at, row) in old.iter().enumerate().filter(|(_, r)| !kept.contains(&id(r))) {
        out.push(Change { label: format!("{label} {}", at + 1), before: whole(row), after: String::new() });
    }
}
