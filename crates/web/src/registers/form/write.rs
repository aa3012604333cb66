//! From an entry's data to the pairs that a browser would send for it.

use super::APPROX;
use super::files::Tokens;
use crate::shell::form::Form;
use crate::shell::say;
use domain::registers::{Data, Field, FieldKind, Register, Role, format_number, parse_plain};
use serde_json::Value;

/// The pairs of the fields that the role sees and that are typed.
pub fn form(register: &Register, role: Role, data: &Data, tokens: Tokens<'_>) -> Form {
    let mut out = Form(Vec::new());
    let typed = |f: &&Field| f.computed.is_none() && f.seen_by(role);
    for field in register.fields.iter().filter(typed) {
        let Some(value) = data.get(&field.slug) else { continue };
        let FieldKind::Children { fields, .. } = &field.kind else {
            pairs(field, &field.slug, value, tokens, &mut out);
            continue;
        };
        for (i, row) in value.as_array().into_iter().flatten().enumerate() {
            let at = format!("{}[{i}].", field.slug);
            let id = row.get("id").and_then(Value::as_str).unwrap_or_default();
            out.0.push((format!("{at}id"), id.to_string()));
            for f in fields.iter().filter(typed) {
                if let Some(value) = row.get(&f.slug) {
                    pairs(f, &format!("{at}{}", f.slug), value, tokens, &mut out);
                }
            }
        }
    }
    out
}

fn pairs(field: &Field, name: &str, value: &Value, tokens: Tokens<'_>, out: &mut Form) {
    let one = std::slice::from_ref(value);
    for value in value.as_array().map_or(one, Vec::as_slice) {
        let text = || value.as_str().unwrap_or_default().to_string();
        let key = |k: &str| value.get(k);
        let said = match &field.kind {
            FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Choice(_) | FieldKind::Choices(_) => {
                Some(text())
            }
            FieldKind::Date { .. } => Some(text().parse().map_or_else(|_| text(), |d| say::date(&d))),
            FieldKind::YesNo => Some(if value == &Value::Bool(true) { "co" } else { "khong" }.to_string()),
            FieldKind::Integer { .. } | FieldKind::Quantity { .. } | FieldKind::Money => {
                if let Some(approx) = approx_of(value) {
                    out.0.push((format!("{name}{APPROX}"), approx.to_string()));
                }
                number_text(value)
            }
            FieldKind::Unit { .. } => key("don-vi")
                .map(|id| format!("u:{id}"))
                .or_else(|| key("co-quan").map(|id| format!("c:{id}")))
                .or_else(|| key("ten").and_then(Value::as_str).map(|name| format!("t:{name}"))),
            FieldKind::Document { .. } | FieldKind::Link { .. } => key("muc")
                .and_then(Value::as_str)
                .map(|id| format!("m:{id}"))
                .or_else(|| key("vien-dan").and_then(Value::as_str).map(|text| format!("v:{text}"))),
            FieldKind::Attachment { .. } => tokens.write(value),
            FieldKind::Children { .. } => None,
        };
        out.0.extend(said.map(|text| (name.to_string(), text)));
    }
}

fn approx_of(value: &Value) -> Option<&str> {
    if value.get("cho") == Some(&Value::Bool(true)) {
        return Some("cho");
    }
    value.get("gan-dung").and_then(Value::as_str)
}

/// "4.675", "2,5": without its unit, which stands beside the field.
fn number_text(value: &Value) -> Option<String> {
    let plain = match value.get("so").unwrap_or(value) {
        Value::Number(n) => n.to_string(),
        Value::String(s) => s.clone(),
        _ => return None,
    };
    parse_plain(&plain).map(format_number)
}
