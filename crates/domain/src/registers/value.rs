//! Values in their canonical shapes, as they are kept in an entry's data.

use crate::indicators::Decimal;
use crate::ledger::Approx;
use serde_json::{Map, Value, json};

use super::amount::{parse_plain, write_plain};
use super::definition::FieldKind;

/// Whether something was given: not null, not blank, not an empty list.
pub(super) fn is_filled(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::String(s)) => !s.trim().is_empty(),
        Some(Value::Array(a)) => !a.is_empty(),
        Some(Value::Object(o)) => !o.is_empty(),
        Some(_) => true,
    }
}

/// One value, or each of a list.
pub(super) fn as_list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(list) => list.iter().collect(),
        one => vec![one],
    }
}

/// Slug of an approximation in data; `None` when exact or pending.
pub(super) const fn approx_slug(approx: Approx) -> Option<&'static str> {
    match approx {
        Approx::Over => Some("tren"),
        Approx::Under => Some("gan"),
        Approx::About => Some("khoang"),
        Approx::Exact | Approx::Pending => None,
    }
}

/// The approximation of a slug or word.
pub(super) fn parse_approx(text: &str) -> Option<Approx> {
    match crate::text::fold(text).as_str() {
        "" => Some(Approx::Exact),
        "tren" | "hon" => Some(Approx::Over),
        "gan" | "duoi" => Some(Approx::Under),
        "khoang" => Some(Approx::About),
        _ => None,
    }
}

/// A number in canonical shape. `None` when the value is not one.
pub(super) fn read_number(value: &Value) -> Option<(Decimal, Approx)> {
    match value {
        Value::Number(n) => Some((parse_plain(&n.to_string())?, Approx::Exact)),
        Value::Object(o) if o.get("cho") == Some(&Value::Bool(true)) => {
            Some((Decimal { scaled: 0, scale: 0 }, Approx::Pending))
        }
        Value::Object(o) => {
            let d = match o.get("so")? {
                Value::String(s) => parse_plain(s)?,
                Value::Number(n) => parse_plain(&n.to_string())?,
                _ => return None,
            };
            Some((d, parse_approx(o.get("gan-dung").and_then(Value::as_str).unwrap_or(""))?))
        }
        _ => None,
    }
}

/// Puts a number into canonical shape.
pub(super) fn write_number(kind: &FieldKind, d: Decimal, approx: Approx) -> Value {
    if approx == Approx::Pending {
        return json!({ "cho": true });
    }
    let gan_dung = approx_slug(approx);
    if let FieldKind::Quantity { unit, .. } = kind {
        let mut o = Map::new();
        o.insert("so".into(), write_plain(d).into());
        o.insert("don-vi".into(), unit.as_str().into());
        if let Some(slug) = gan_dung {
            o.insert("gan-dung".into(), slug.into());
        }
        return Value::Object(o);
    }
    match gan_dung {
        Some(slug) => json!({ "so": d.scaled, "gan-dung": slug }),
        None => d.scaled.into(),
    }
}

/// What a unit field's value names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnitRef<'a> {
    /// An area by key.
    Area(i64),
    /// An organ by key.
    Organ(i64),
    /// A body outside the lists, by name.
    Name(&'a str),
}

/// Reads one canonical unit value.
pub(super) fn unit_ref(value: &Value) -> Option<UnitRef<'_>> {
    let o = value.as_object()?;
    let id = |key: &str| o.get(key).and_then(Value::as_i64);
    (id("don-vi").map(UnitRef::Area))
        .or_else(|| id("co-quan").map(UnitRef::Organ))
        .or_else(|| o.get("ten").and_then(Value::as_str).map(UnitRef::Name))
}
