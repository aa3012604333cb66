//! Entries written to a file that reads back the same.

use super::{AREA_COLUMN, KEY_COLUMN, Kind, ORGAN_COLUMN, tables};
use crate::registers::register;
use crate::{Desk, refused};
use domain::Date;
use domain::ids::{OrganId, UnitId};
use domain::problem::Problem;
use domain::registers::{Catalogue, Field, FieldKind, Register, display};
use serde_json::{Value, json};
use sheets::{CellOut, TableOut};
use std::collections::BTreeMap;
use store::Result;
use store::people::OrganRow;
use store::registers::{Entry, Filter};

/// Entries in one file at most.
pub const EXPORT_MAX: i64 = 100_000;

/// A file of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many entries it holds.
    pub entries: usize,
    /// How many more there are than one file takes.
    pub left: i64,
}

/// What the rows of one export share.
struct Exporter<'a> {
    desk: &'a Desk<'a>,
    catalogue: &'a Catalogue,
    register: &'a Register,
    organs: BTreeMap<OrganId, OrganRow>,
}

impl Desk<'_> {
    /// Writes the entries of a filter to a file: those that the actor may read, without the fields hidden from their role.
    /// The filter's register, reach and limit are set here.
    pub fn export(&self, slug: &str, filter: &Filter, kind: Kind) -> Result<Export> {
        let pinned = self.store.pinned()?;
        let register = register(&pinned.catalogue, slug)?;
        let filter = Filter {
            register: Some(slug.to_string()),
            reach: self.reach.clone(),
            limit: EXPORT_MAX,
            offset: 0,
            ..filter.clone()
        };
        let (entries, total) = self.store.entries(&filter)?;
        let role = self.actor.role;
        let entries: Vec<Entry> =
            entries.into_iter().map(|e| Entry { data: register.visible(&e.data, role), ..e }).collect();
        let exporter = Exporter { desk: self, catalogue: &pinned.catalogue, register, organs: self.organs()? };
        let bytes = match kind {
            Kind::Json => {
                let list: Vec<Value> = entries.iter().map(|e| exporter.exported(e)).collect();
                serde_json::to_vec_pretty(&list)
                    .map_err(|e| refused(Problem::error("cannot-write", format!("Không ghi được JSON: {e}"))))?
            }
            Kind::Csv => exporter.filled(&entries).first().map(sheets::write_csv).unwrap_or_default(),
            Kind::Xlsx => {
                sheets::write_xlsx(&exporter.filled(&entries), &self.properties(register)).map_err(refused)?
            }
        };
        Ok(Export { bytes, entries: entries.len(), left: (total - EXPORT_MAX).max(0) })
    }
}

fn key_of(entry: &Entry) -> String {
    entry.import_key.clone().unwrap_or_else(|| entry.id.to_string())
}

impl Exporter<'_> {
    fn code(&self, unit: UnitId, on: Date) -> String {
        self.desk.store.units().nearest_version(unit, on).map_or_else(String::new, |v| v.code.clone())
    }

    fn organ_text(&self, id: OrganId, on: Date) -> String {
        self.organs.get(&id).map_or_else(String::new, |o| format!("{}/{}", self.code(o.area, on), o.kind))
    }

    /// The code of the entry's area when it is not its owner's.
    fn area_elsewhere(&self, entry: &Entry) -> Option<String> {
        let elsewhere = self.organs.get(&entry.organ).is_some_and(|o| o.area != entry.area);
        elsewhere.then(|| self.code(entry.area, entry.record_date)).filter(|c| !c.is_empty())
    }

    fn exported(&self, entry: &Entry) -> Value {
        let mut row = entry.data.clone();
        row.insert(KEY_COLUMN.into(), json!(key_of(entry)));
        row.insert(ORGAN_COLUMN.into(), json!(self.organ_text(entry.organ, entry.record_date)));
        if let Some(area) = self.area_elsewhere(entry) {
            row.insert(AREA_COLUMN.into(), json!(area));
        }
        Value::Object(row)
    }

    fn filled(&self, entries: &[Entry]) -> Vec<TableOut> {
        let mut tables = tables(self.catalogue, self.register, self.desk.actor.role, false);
        for entry in entries {
            let organ = self.organ_text(entry.organ, entry.record_date);
            let mut own = vec![CellOut::Text(key_of(entry)), CellOut::Text(organ)];
            own.push(self.area_elsewhere(entry).map_or(CellOut::Empty, CellOut::Text));
            for (k, table) in tables.iter_mut().enumerate() {
                let (own, fields, rows) = if k == 0 {
                    (&own[..], &self.register.fields[..], vec![&entry.data])
                } else {
                    let rows = entry.data.get(&table.name).and_then(Value::as_array).into_iter().flatten();
                    let fields = self.register.child_fields(&table.name);
                    (own.get(..1).unwrap_or_default(), fields, rows.filter_map(Value::as_object).collect())
                };
                let columns = table.columns.iter().skip(own.len());
                let fields: Vec<&Field> = columns.filter_map(|c| fields.iter().find(|f| f.slug == c.key)).collect();
                for row in rows {
                    let cell = |f: &&Field| row.get(&f.slug).map_or(CellOut::Empty, |v| self.cell(f, v, entry));
                    let cells = own.iter().cloned().chain(fields.iter().map(cell)).collect();
                    table.rows.push(cells);
                }
            }
        }
        tables
    }

    /// A value as a cell that reads back the same.
    fn cell(&self, field: &Field, value: &Value, entry: &Entry) -> CellOut {
        let each = |text: &dyn Fn(&Value) -> String| {
            let list = value.as_array().map_or_else(|| vec![value], |a| a.iter().collect());
            CellOut::Text(list.into_iter().map(text).collect::<Vec<_>>().join("; "))
        };
        let shown = |v: &Value| display(self.catalogue, field, v, &self.desk.names(entry.record_date));
        match (&field.kind, value) {
            (FieldKind::Date { .. }, Value::String(text)) => {
                text.parse::<Date>().map_or(CellOut::Text(text.clone()), CellOut::Date)
            }
            (FieldKind::Integer { .. } | FieldKind::Money, Value::Number(n)) => CellOut::Number(n.to_string()),
            (FieldKind::Unit { .. }, _) => each(&|v| self.unit_text(v, entry.record_date)),
            // A title may fit several entries; the key fits one.
            (FieldKind::Document { .. } | FieldKind::Link { .. }, _) => {
                each(&|v| v.get("muc").and_then(Value::as_str).map_or_else(|| shown(v), str::to_string))
            }
            // A name with a semicolon would read back as two.
            (FieldKind::Choices(_), _) => each(&|v| {
                Some(shown(v)).filter(|t| !t.contains(';')).unwrap_or_else(|| v.as_str().unwrap_or_default().into())
            }),
            (_, v) => CellOut::Text(shown(v)),
        }
    }

    fn unit_text(&self, value: &Value, on: Date) -> String {
        let id = |k: &str| value.get(k).and_then(Value::as_i64);
        if let Some(unit) = id("don-vi") {
            return self.code(UnitId(unit), on);
        }
        if let Some(organ) = id("co-quan") {
            return self.organ_text(OrganId(organ), on);
        }
        value.get("ten").and_then(Value::as_str).unwrap_or_default().to_string()
    }
}
