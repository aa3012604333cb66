//! Rows as they were read, from whatever kind of file, each value with its place.

use super::{AREA_COLUMN, KEY_COLUMN, ORGAN_COLUMN};
use domain::problem::{Place, Problem};
use domain::registers::{Data, Register};
use serde_json::{Value, json};
use sheets::{BookIn, CellValue, RowIn, TableIn, TableOut};
use std::collections::{BTreeMap, BTreeSet};

/// A row: one entry.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Its key in the file.
    pub key: String,
    /// Owner organ as the file names it.
    pub organ: Option<String>,
    /// Area as the file names it.
    pub area: Option<String>,
    /// Its fields; null where the file has the column and the cell is empty.
    pub data: Data,
    /// What was wrong with single cells when they were read, each at its field.
    pub faults: Vec<Problem>,
    /// It stands for child rows whose key no row has.
    pub orphan: bool,
    /// Where a field (or a child row's field, "y-kien[1].linh-vuc") stands in the file.
    pub places: BTreeMap<String, Place>,
    /// Where the row stands.
    pub place: Place,
    /// What stands before a field's name in a file that has no cells: "[2].".
    pub prefix: String,
}

impl Row {
    /// Puts a problem at its cell, or at the row.
    pub fn at(&self, mut problem: Problem) -> Problem {
        let found = problem.place.field.as_deref().and_then(|f| self.place_of(f)).unwrap_or(&self.place);
        let field = match problem.place.field.take() {
            Some(field) => Some(format!("{}{field}", self.prefix)),
            None => found.field.clone(),
        };
        problem.place = Place { field, ..found.clone() };
        problem
    }

    /// The cell of a field; of a value in a list ("phoi-hop[2]"), the list's cell; of a whole child row, its key's.
    fn place_of(&self, field: &str) -> Option<&Place> {
        let outer = || field.rsplit_once('[').and_then(|(outer, _)| self.places.get(outer));
        self.places.get(field).or_else(outer)
    }
}

/// Rows, and what is wrong with the file beside them.
pub(super) struct Found {
    /// The rows.
    pub rows: Vec<Row>,
    /// Keys of the columns that the file has of each table, by the table's name; of a JSON file those that some row has.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Problems of no row.
    pub problems: Vec<Problem>,
}

/// The entries of a JSON file: a list of objects.
pub(super) fn json_rows(bytes: &[u8], name: &str, register: &Register) -> Result<Found, Vec<Problem>> {
    let list: Vec<Data> = serde_json::from_slice(bytes).map_err(|e| {
        let problem = Problem::error("bad-json", format!("JSON không đọc được: {e}"));
        let line = u32::try_from(e.line()).unwrap_or(1);
        vec![problem.file(name).line(line).hint("tệp phải là một mảng các đối tượng")]
    })?;
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (slug, value) in list.iter().flatten() {
        if register.child_fields(slug).is_empty() {
            columns.entry(register.slug.clone()).or_default().insert(slug.clone());
        }
        for (child, _) in value.as_array().into_iter().flatten().filter_map(Value::as_object).flatten() {
            columns.entry(slug.clone()).or_default().insert(child.clone());
        }
    }
    let rows = list.into_iter().enumerate().map(|(i, mut data)| {
        let mut take = |key: &str| match data.remove(key)? {
            Value::String(text) => Some(text.trim().to_string()).filter(|t| !t.is_empty()),
            Value::Number(n) => Some(n.to_string()),
            _ => None,
        };
        let (key, organ, area) = (take(KEY_COLUMN).unwrap_or_default(), take(ORGAN_COLUMN), take(AREA_COLUMN));
        let prefix = format!("[{}]", i + 1);
        let place = Place { field: Some(prefix.clone()), ..Place::default() };
        Row { key, organ, area, data, place, prefix: format!("{prefix}."), ..Row::default() }
    });
    let columns = columns.into_iter().map(|(table, keys)| (table, keys.into_iter().collect())).collect();
    Ok(Found { rows: rows.collect(), columns, problems: Vec::new() })
}

/// The entries of a workbook or CSV file.
pub(super) fn book_rows(book: BookIn, register: &Register, tables: &[TableOut]) -> Result<Found, Vec<Problem>> {
    let (Some(expected), Some(main)) = (tables.first(), book.table(&register.slug)) else {
        let problem = Problem::error("no-table", format!("Tệp không có trang “{}”", register.name));
        return Err(vec![problem.hint("lấy tệp mẫu của sổ và điền vào đó")]);
    };
    let mut problems = book.warnings.clone();
    problems.extend(main.missing_columns(expected));
    let mut rows: Vec<Row> = main.rows.iter().map(|row| main_row(row, expected, main)).collect();
    for table in tables.iter().skip(1) {
        if let Some(children) = book.table(&table.name) {
            add_children(&mut rows, table, children, register);
        }
    }
    let columns = book.tables.iter().map(|t| (t.name.clone(), t.columns.clone())).collect();
    Ok(Found { rows, columns, problems })
}

fn main_row(row: &RowIn, expected: &TableOut, found: &TableIn) -> Row {
    let own = [KEY_COLUMN, ORGAN_COLUMN, AREA_COLUMN];
    let text = |key: &str| Some(text_of(row, key)).filter(|t| !t.is_empty());
    let mut faults = Vec::new();
    Row {
        key: text_of(row, KEY_COLUMN),
        organ: text(ORGAN_COLUMN),
        area: text(AREA_COLUMN),
        data: fields_of(row, found, &own, "", &mut faults),
        faults,
        places: expected.columns.iter().map(|c| (c.key.clone(), row.place(&c.key))).collect(),
        place: row.place(KEY_COLUMN),
        ..Row::default()
    }
}

/// Hangs the rows of a child sheet on the entries whose keys they name. An entry that none of them names has none; rows
/// that name none stay together under a row that is not in the file.
fn add_children(rows: &mut Vec<Row>, table: &TableOut, children: &TableIn, register: &Register) {
    let mut index: BTreeMap<String, usize> = rows.iter().enumerate().map(|(i, r)| (r.key.clone(), i)).collect();
    let named: BTreeSet<String> = children.rows.iter().map(|r| text_of(r, KEY_COLUMN)).collect();
    for row in rows.iter_mut().filter(|r| !named.contains(&r.key)) {
        row.data.insert(table.name.clone(), json!([]));
    }
    for child in &children.rows {
        let key = text_of(child, KEY_COLUMN);
        let at = *index.entry(key.clone()).or_insert(rows.len());
        if at == rows.len() {
            let place = child.place(KEY_COLUMN);
            rows.push(Row { key: key.clone(), orphan: true, place, ..Row::default() });
        }
        let Some(parent) = rows.get_mut(at) else { continue };
        let list = parent.data.entry(table.name.clone()).or_insert_with(|| json!([]));
        let path = format!("{}[{}]", table.name, list.as_array().map_or(0, Vec::len) + 1);
        if parent.orphan {
            let text = format!("Không có dòng “{key}” ở trang “{}”", register.name);
            parent.faults.push(Problem::error("no-parent-row", text).field(&path));
        }
        let mut data = fields_of(child, children, &[KEY_COLUMN], &format!("{path}."), &mut parent.faults);
        data.retain(|_, value| !value.is_null());
        parent.places.insert(path.clone(), child.place(KEY_COLUMN));
        for column in table.columns.iter().skip(1) {
            parent.places.insert(format!("{path}.{}", column.key), child.place(&column.key));
        }
        if let Some(list) = list.as_array_mut() {
            list.push(Value::Object(data));
        }
    }
}

fn text_of(row: &RowIn, key: &str) -> String {
    match row.value(key) {
        CellValue::Text(t) => t.trim().to_string(),
        CellValue::Number(n) => n.clone(),
        CellValue::Date(d) => d.to_string(),
        CellValue::Empty | CellValue::Bool(_) | CellValue::Error(_) => String::new(),
    }
}

/// The cells of a row as an entry's data; null for the empty cells of columns that the sheet has.
fn fields_of(row: &RowIn, found: &TableIn, skip: &[&str], prefix: &str, faults: &mut Vec<Problem>) -> Data {
    let mut data = Data::new();
    for key in found.columns.iter().filter(|k| !skip.contains(&k.as_str())) {
        let value = match row.value(key) {
            CellValue::Empty => Value::Null,
            CellValue::Text(t) => json!(t),
            CellValue::Number(n) => serde_json::from_str(n).unwrap_or_else(|_| json!(n)),
            CellValue::Date(d) => json!(d.to_string()),
            CellValue::Bool(b) => json!(b),
            CellValue::Error(e) => {
                let problem = Problem::error("cell-error", format!("Ô có lỗi công thức {e}"));
                faults.push(problem.field(format!("{prefix}{key}")));
                continue;
            }
        };
        data.insert(key.clone(), value);
    }
    data
}
