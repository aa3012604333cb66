//! The beginning of an entry that would post a figure, by the register's own rules for posting.

use desk::proof::ProposedFigure;
use domain::ledger::Approx;
use domain::registers::{AmountSource, Catalogue, Condition, Data, Field, FieldKind, Register};
use serde_json::{Value, json};

/// Letters of a note when its field names no bound.
const NOTE: usize = 1_000;

/// The entry: the figure's number in the field that posts it (of a register that posts by rows, in a first row), what
/// restricts it chosen, and its evidence in the note. None when the register does not post the figure from a field of the
/// same counting unit, or has no place for the evidence.
pub fn entry(catalogue: &Catalogue, register: &Register, figure: &ProposedFigure, note: &str) -> Option<Data> {
    let rule = register.postings.iter().find(|p| p.measure == figure.measure)?;
    let AmountSource::Field(amount) = &rule.amount else { return None };
    let fields = rule.per.as_ref().map_or(register.fields.as_slice(), |children| register.child_fields(children));
    let amount = fields.iter().find(|f| f.slug == *amount && f.computed.is_none())?;
    let measure = catalogue.measures.get(&figure.measure)?;
    if amount.number_unit()?.0.is_some_and(|unit| unit != measure.unit) {
        return None;
    }
    let mut whole = Data::new();
    let mut row = Data::new();
    row.insert(amount.slug.clone(), number(figure, measure.scale));
    // A row's rule names the entry's own fields by "../".
    let by_rows = rule.per.is_some();
    let mut put = |row: &mut Data, path: &str, value: &str| match path.strip_prefix("../") {
        Some(field) if by_rows => whole.insert(field.to_string(), json!(value)),
        _ => row.insert(path.to_string(), json!(value)),
    };
    // Only under this condition is it posted: the first choice that meets it, to be looked at in the form.
    if let Some(Condition::Is(field, values)) = &rule.when
        && let Some(first) = values.first()
    {
        put(&mut row, field, first);
    }
    for (dim, value) in &figure.dims {
        if let Some(field) = rule.dims.get(dim) {
            put(&mut row, field, value);
        }
    }
    let place = note_field(fields);
    let outside = place.is_none().then(|| note_field(&register.fields)).flatten();
    if let Some(field) = place {
        row.insert(field.slug.clone(), json!(fitting(field, note)));
    }
    match &rule.per {
        Some(children) => {
            if let Some(field) = outside {
                whole.insert(field.slug.clone(), json!(fitting(field, note)));
            }
            place.or(outside)?;
            whole.insert(children.clone(), Value::Array(vec![Value::Object(row)]));
            Some(whole)
        }
        None => place.map(|_| row),
    }
}

/// A number as an entry holds it.
fn number(figure: &ProposedFigure, scale: u8) -> Value {
    let approx = match figure.amount.approx {
        Approx::Over => Some("tren"),
        Approx::Under => Some("gan"),
        Approx::About => Some("khoang"),
        Approx::Exact | Approx::Pending => None,
    };
    let number = rust_decimal::Decimal::new(figure.amount.scaled, u32::from(scale)).normalize();
    json!({ "so": number.to_string(), "gan-dung": approx })
}

/// The field in which evidence can stand: the note, else the first long text.
fn note_field(fields: &[Field]) -> Option<&Field> {
    let typed = || fields.iter().filter(|f| f.computed.is_none());
    let text = |f: &&Field| matches!(f.kind, FieldKind::Text { .. } | FieldKind::LongText { .. });
    let long = |f: &&Field| matches!(f.kind, FieldKind::LongText { .. });
    typed().filter(text).find(|f| f.slug == "ghi-chu").or_else(|| typed().find(long))
}

/// The note, as long as its field takes it.
fn fitting(field: &Field, note: &str) -> String {
    let most = match &field.kind {
        FieldKind::Text { max_length, .. } | FieldKind::LongText { max_length } => {
            usize::try_from(*max_length).unwrap_or(NOTE)
        }
        _ => NOTE,
    };
    if note.chars().count() <= most {
        return note.to_string();
    }
    let kept: String = note.chars().take(most.saturating_sub(2)).collect();
    format!("{kept}…”")
}
