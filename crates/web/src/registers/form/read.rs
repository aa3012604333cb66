//! From the pairs that a browser sends to an entry's data, in the shapes that `domain` checks. Nothing is judged here: what
//! cannot be right is passed on as typed, and the check says so at its field.

use super::files::Tokens;
use super::{APPROX, ORGAN, TYPED, row_numbers};
use crate::shell::form::Form;
use domain::Date;
use domain::ids::UnitId;
use domain::problem::Problem;
use domain::registers::{Data, Field, FieldKind, Register, Role};
use serde_json::{Value, json};
use store::Store;

/// The data that a (tidied) form gives: of the fields that the role sees and that are typed.
pub fn data(register: &Register, role: Role, form: &Form, tokens: Tokens<'_>) -> Data {
    let mut out = Data::new();
    let typed = |f: &&Field| f.computed.is_none() && f.seen_by(role);
    for field in register.fields.iter().filter(typed) {
        let FieldKind::Children { fields, .. } = &field.kind else {
            if let Some(value) = value(field, &field.slug, form, tokens) {
                out.insert(field.slug.clone(), value);
            }
            continue;
        };
        let mut rows = Vec::new();
        for number in row_numbers(form, &field.slug) {
            let at = format!("{}[{number}].", field.slug);
            let mut row = Data::new();
            if let Some(id) = form.get(&format!("{at}id")) {
                row.insert("id".into(), id.into());
            }
            for f in fields.iter().filter(typed) {
                if let Some(value) = value(f, &format!("{at}{}", f.slug), form, tokens) {
                    row.insert(f.slug.clone(), value);
                }
            }
            rows.push(Value::Object(row));
        }
        if !rows.is_empty() {
            out.insert(field.slug.clone(), Value::Array(rows));
        }
    }
    out
}

fn value(field: &Field, name: &str, form: &Form, tokens: Tokens<'_>) -> Option<Value> {
    match &field.kind {
        FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Date { .. } => form.get(name).map(Value::from),
        FieldKind::Choice(_) | FieldKind::YesNo => form.get(name).map(Value::from),
        FieldKind::Integer { .. } | FieldKind::Quantity { .. } | FieldKind::Money => number(name, form),
        FieldKind::Choices(_) => list(form.all(name).map(Value::from).collect()),
        FieldKind::Unit { many, .. } => named(name, *many, form, unit),
        FieldKind::Document { many } | FieldKind::Link { many, .. } => named(name, *many, form, link),
        FieldKind::Attachment { .. } => list(form.all(name).filter_map(|t| tokens.read(t)).collect()),
        FieldKind::Children { .. } => None,
    }
}

fn list(values: Vec<Value>) -> Option<Value> {
    (!values.is_empty()).then_some(Value::Array(values))
}

/// A number with the word that says how exact it is, as one would write it: "trên 600".
fn number(name: &str, form: &Form) -> Option<Value> {
    let text = form.get(name).unwrap_or_default();
    let word = match form.get(&format!("{name}{APPROX}")) {
        Some("cho") if text.is_empty() => return Some("đang chờ".into()),
        Some("tren") => "trên ",
        Some("gan") => "gần ",
        Some("khoang") => "khoảng ",
        _ => "",
    };
    // A word typed into the field itself stands.
    let own_word = text.starts_with(|c: char| !c.is_ascii_digit());
    (!text.is_empty()).then(|| if own_word { text.into() } else { format!("{word}{text}").into() })
}

/// What was chosen, and what was typed beside it. In a field of one, what was typed replaces what was chosen.
fn named(name: &str, many: bool, form: &Form, read: fn(&str) -> Value) -> Option<Value> {
    let typed = form.get(&format!("{name}{TYPED}")).map(Value::from);
    let chosen = form.all(name).map(read);
    if many { list(chosen.chain(typed).collect()) } else { typed.or_else(|| chosen.last()) }
}

/// "u:12" an area, "c:5" an organ, "o:12/ubnd" an organ that may not have been used yet, "t:…" a name.
fn unit(chosen: &str) -> Value {
    let key = |id: &str| id.parse::<i64>().ok();
    match chosen.split_once(':') {
        Some(("u", id)) => key(id).map_or_else(|| chosen.into(), |id| json!({ "don-vi": id })),
        Some(("c", id)) => key(id).map_or_else(|| chosen.into(), |id| json!({ "co-quan": id })),
        Some(("o", place)) => json!({ PLACE: place }),
        Some(("t", name)) => json!({ "ten": name }),
        _ => chosen.into(),
    }
}

/// "m:…" an entry's key, "v:…" a citation.
fn link(chosen: &str) -> Value {
    match chosen.split_once(':') {
        Some(("m", id)) => json!({ "muc": id }),
        Some(("v", text)) => json!({ "vien-dan": text }),
        _ => chosen.into(),
    }
}

/// Stands for an organ by its area and kind until [`settle`] has found it.
const PLACE: &str = "o";

/// Puts the keys of organs in place of areas and kinds; an organ is made on its first use. Problems stand at their fields.
pub fn settle(
    store: &Store,
    register: &Register,
    data: &mut Data,
    on: Date,
) -> Result<Vec<Problem>, store::StoreError> {
    let mut problems = Vec::new();
    for field in &register.fields {
        let Some(value) = data.get_mut(&field.slug) else { continue };
        let FieldKind::Children { fields, .. } = &field.kind else {
            settle_value(store, value, on, &field.slug, &mut problems)?;
            continue;
        };
        for (i, row) in value.as_array_mut().into_iter().flatten().enumerate() {
            for f in fields {
                if let Some(value) = row.get_mut(&f.slug) {
                    let path = format!("{}[{}].{}", field.slug, i + 1, f.slug);
                    settle_value(store, value, on, &path, &mut problems)?;
                }
            }
        }
    }
    Ok(problems)
}

fn settle_value(
    store: &Store,
    value: &mut Value,
    on: Date,
    path: &str,
    problems: &mut Vec<Problem>,
) -> Result<(), store::StoreError> {
    if let Value::Array(list) = value {
        for item in list {
            settle_value(store, item, on, path, problems)?;
        }
        return Ok(());
    }
    let Some(place) = value.get(PLACE).and_then(Value::as_str) else { return Ok(()) };
    let (area, kind) = place.split_once('/').unwrap_or((place, ""));
    match store.organ(UnitId(area.parse().unwrap_or(0)), kind, on) {
        Ok(organ) => *value = json!({ "co-quan": organ.id.0 }),
        Err(store::StoreError::Refused(list)) => problems.extend(list.into_iter().map(|p| p.field(path))),
        Err(other) => return Err(other),
    }
    Ok(())
}

/// The organ that the form is for, as text.
pub fn organ(form: &Form) -> &str {
    form.get(ORGAN).unwrap_or_default()
}

/// The record date that the form names, if it can be read.
pub fn record_date(register: &Register, form: &Form) -> Option<Date> {
    domain::calendar::parse_date(form.get(&register.record_date)?).ok()
}
