//! A plan's table as texts: what a browser shows, lets be mended, and sends back.

use super::rows::Row;
use super::{AREA_COLUMN, KEY_COLUMN, ORGAN_COLUMN, is_child};
use domain::Date;
use domain::problem::Place;
use domain::registers::{Data, Field, FieldKind, Register};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Texts by column key.
pub type Cells = BTreeMap<String, String>;

/// A table of entries as texts. It can be kept as JSON while it is being mended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellTable {
    /// Keys of the columns that the file has, by the name of the table (the register's slug; a child field's slug). In
    /// these an empty cell clears the field; in others an empty cell says nothing.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Rows.
    pub rows: Vec<CellRow>,
    /// Texts that begin with "{" or "[" are JSON: the table was made from a JSON file.
    #[serde(default)]
    pub json: bool,
}

/// A row of such a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellRow {
    /// Texts of the row: `khoa-dong`, `co-quan-giu-so`, `dia-ban-so-lieu` and the fields.
    pub cells: Cells,
    /// Rows of its child tables, by the child field's slug.
    #[serde(default)]
    pub children: BTreeMap<String, Vec<Cells>>,
    /// Row of the file that it was, from 1, to tell people where to look.
    #[serde(default)]
    pub line: Option<u32>,
}

/// A value as the text of a cell that reads back the same.
pub(super) fn text_of(field: Option<&Field>, value: &Value) -> String {
    let is_number = field.is_some_and(|f| f.kind.is_number());
    match value {
        Value::Null => String::new(),
        Value::Bool(b) => if *b { "có" } else { "không" }.to_string(),
        // The decimal point of a program is the comma of a reader.
        Value::Number(n) if is_number => n.to_string().replace('.', ","),
        Value::Number(n) => n.to_string(),
        Value::String(s) if field.is_some_and(|f| matches!(f.kind, FieldKind::Date { .. })) => {
            s.parse::<Date>().map_or_else(|_| s.clone(), |d| d.strftime("%d/%m/%Y").to_string())
        }
        Value::String(s) => s.clone(),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// The line of a file in a cell's address: 7 of "C7".
fn line_of(place: &Place) -> Option<u32> {
    place.line.or_else(|| place.cell.as_deref()?.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok())
}

/// A row as texts.
pub(super) fn cell_row(row: &Row, register: &Register) -> CellRow {
    let texts = |data: &Data, fields: &[Field]| -> Cells {
        let shown = data.iter().filter(|(k, _)| k.as_str() != "id");
        shown.map(|(k, v)| (k.clone(), text_of(fields.iter().find(|f| f.slug == *k), v))).collect()
    };
    let is_rows = |slug: &String| register.field(slug).is_some_and(is_child);
    let plain: Data = row.data.iter().filter(|(k, _)| !is_rows(k)).map(|(k, v)| (k.clone(), v.clone())).collect();
    let mut cells = texts(&plain, &register.fields);
    cells.insert(KEY_COLUMN.into(), row.key.clone());
    cells.insert(ORGAN_COLUMN.into(), row.organ.clone().unwrap_or_default());
    cells.insert(AREA_COLUMN.into(), row.area.clone().unwrap_or_default());
    let rows = row.data.iter().filter(|(k, _)| is_rows(k)).filter_map(|(k, v)| Some((k, v.as_array()?)));
    let children = rows
        .map(|(slug, list)| {
            let fields = register.child_fields(slug);
            (slug.clone(), list.iter().filter_map(Value::as_object).map(|r| texts(r, fields)).collect())
        })
        .collect();
    CellRow { cells, children, line: line_of(&row.place) }
}

impl CellTable {
    /// The rows to plan with.
    pub(super) fn rows(&self, register: &Register) -> Vec<Row> {
        self.rows.iter().enumerate().map(|(i, row)| self.row(register, i, row)).collect()
    }

    fn value(&self, text: &str) -> Value {
        let text = text.trim();
        if self.json
            && text.starts_with(['{', '['])
            && let Ok(value) = serde_json::from_str(text)
        {
            return value;
        }
        json!(text)
    }

    fn has(&self, table: &str, key: &str) -> bool {
        !self.json && self.columns.get(table).is_some_and(|list| list.iter().any(|k| k == key))
    }

    fn row(&self, register: &Register, i: usize, row: &CellRow) -> Row {
        let own = [KEY_COLUMN, ORGAN_COLUMN, AREA_COLUMN];
        let text = |key: &str| row.cells.get(key).map(|t| t.trim().to_string()).filter(|t| !t.is_empty());
        let mut data = Data::new();
        for (key, text) in row.cells.iter().filter(|(k, _)| !own.contains(&k.as_str())) {
            if !text.trim().is_empty() {
                data.insert(key.clone(), self.value(text));
            } else if self.has(&register.slug, key) {
                data.insert(key.clone(), Value::Null);
            }
        }
        for (slug, rows) in &row.children {
            let filled = |cells: &Cells| -> Map<String, Value> {
                let filled = cells.iter().filter(|(k, t)| k.as_str() != KEY_COLUMN && !t.trim().is_empty());
                filled.map(|(k, t)| (k.clone(), self.value(t))).collect()
            };
            let rows = rows.iter().map(filled).filter(|r| !r.is_empty()).map(Value::Object);
            data.insert(slug.clone(), Value::Array(rows.collect()));
        }
        let line = row.line.or_else(|| u32::try_from(i + 1).ok());
        let place = Place { line, ..Place::default() };
        Row {
            key: text(KEY_COLUMN).unwrap_or_default(),
            organ: text(ORGAN_COLUMN),
            area: text(AREA_COLUMN),
            data,
            place,
            ..Row::default()
        }
    }
}
