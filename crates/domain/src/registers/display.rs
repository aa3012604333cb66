//! Values as people read them: for titles, lists and sheets.

use crate::ledger::Approx;
use serde_json::Value;

use super::amount::format_number;
use super::catalogue::Catalogue;
use super::definition::{Field, FieldKind, Register};
use super::entry::Data;
use super::value::{UnitRef, as_list, read_number, unit_ref};

/// Names of what values refer to by key. `None` when it is not known; the key is shown then.
pub trait Names {
    /// A unit's name.
    fn unit(&self, id: i64) -> Option<String>;
    /// An organ's name.
    fn organ(&self, id: i64) -> Option<String>;
    /// An entry's title.
    fn entry(&self, id: &str) -> Option<String>;
}

/// A canonical value as people read it; lists are joined by "; ", child rows by their number, files by their names.
pub fn display(catalogue: &Catalogue, field: &Field, value: &Value, names: &dyn Names) -> String {
    match &field.kind {
        FieldKind::Children { .. } => format!("{} dòng", as_list(value).len()),
        _ => as_list(value).into_iter().map(|v| one(catalogue, field, v, names)).collect::<Vec<_>>().join("; "),
    }
}

fn one(catalogue: &Catalogue, field: &Field, value: &Value, names: &dyn Names) -> String {
    let text = || value.as_str().unwrap_or_default().to_owned();
    let key = |k: &str| value.get(k).and_then(Value::as_str).unwrap_or_default().to_owned();
    match &field.kind {
        FieldKind::Text { .. } | FieldKind::LongText { .. } => text(),
        FieldKind::Date { .. } => match text().parse::<jiff::civil::Date>() {
            Ok(d) => format!("{:02}/{:02}/{}", d.day(), d.month(), d.year()),
            Err(_) => text(),
        },
        FieldKind::Choice(source) | FieldKind::Choices(source) => catalogue.choice_name(source, &text()).to_owned(),
        FieldKind::YesNo => if value == &Value::Bool(true) { "có" } else { "không" }.to_owned(),
        FieldKind::Integer { .. } | FieldKind::Quantity { .. } | FieldKind::Money => number(catalogue, field, value),
        FieldKind::Unit { .. } => match unit_ref(value) {
            Some(UnitRef::Area(id)) => names.unit(id).unwrap_or_else(|| format!("đơn vị {id}")),
            Some(UnitRef::Organ(id)) => names.organ(id).unwrap_or_else(|| format!("cơ quan {id}")),
            Some(UnitRef::Name(name)) => name.to_owned(),
            None => String::new(),
        },
        FieldKind::Document { .. } | FieldKind::Link { .. } => match key("muc") {
            id if id.is_empty() => key("vien-dan"),
            id => names.entry(&id).unwrap_or(id),
        },
        FieldKind::Attachment { .. } => key("ten"),
        FieldKind::Children { .. } => String::new(),
    }
}

fn number(catalogue: &Catalogue, field: &Field, value: &Value) -> String {
    let Some((d, approx)) = read_number(value) else { return String::new() };
    let word = match approx {
        Approx::Exact => "",
        Approx::Over => "trên ",
        Approx::Under => "gần ",
        Approx::About => "khoảng ",
        Approx::Pending => return "đang chờ".to_owned(),
    };
    let symbol = match &field.kind {
        FieldKind::Quantity { unit, .. } => catalogue.counting_units.get(unit).map(|u| u.symbol.as_str()),
        FieldKind::Money => Some("đồng"),
        _ => None,
    };
    match symbol {
        Some(symbol) => format!("{word}{} {symbol}", format_number(d)),
        None => format!("{word}{}", format_number(d)),
    }
}

/// Longest title in characters.
const TITLE_LENGTH: usize = 200;

/// The one-line title of an entry.
pub fn title(catalogue: &Catalogue, register: &Register, data: &Data, names: &dyn Names) -> String {
    let part = |slug: &String| Some(display(catalogue, register.field(slug)?, data.get(slug)?, names));
    let parts: Vec<_> = register.title.iter().filter_map(part).filter(|p| !p.is_empty()).collect();
    let line = crate::text::tidy(&parts.join(" – "));
    if line.chars().count() <= TITLE_LENGTH {
        return line;
    }
    line.chars().take(TITLE_LENGTH - 1).chain(['…']).collect()
}
