//! Entries written to a file that reads back the same.

use super::{AREA_COLUMN, KEY_COLUMN, ORGAN_COLUMN, extension, properties, tables, wrong_extension};
use crate::cli::EntryExportArgs;
use crate::edge::{Office, Outcome, one, told, write_file};
use crate::out::say;
use crate::registers::{StoreNames, filter, register};
use domain::Date;
use domain::ids::{OrganId, UnitId};
use domain::problem::Problem;
use domain::registers::{Catalogue, Field, FieldKind, Register, display};
use serde_json::{Value, json};
use sheets::{CellOut, TableOut};
use store::registers::{Entry, Filter};

/// Entries in one file at most.
const EXPORT_MAX: i64 = 100_000;

/// Writes entries to a file.
pub fn export(office: &Office, args: &EntryExportArgs) -> Outcome {
    let pinned = office.store.pinned().map_err(told)?;
    let register = register(&pinned.catalogue, &args.register)?;
    let base = filter(office, Some(&args.register), args.unit.as_deref(), args.from.as_deref(), args.to.as_deref())?;
    let (entries, total) = office.store.entries(&Filter { limit: EXPORT_MAX, ..base }).map_err(told)?;
    let role = office.actor.role;
    let entries: Vec<Entry> =
        entries.into_iter().map(|e| Entry { data: register.visible(&e.data, role), ..e }).collect();
    let bytes = match extension(&args.out).as_str() {
        "json" => {
            let list: Vec<Value> = entries.iter().map(|e| exported(office, e)).collect::<Outcome<_>>()?;
            serde_json::to_vec_pretty(&list).map_err(|e| one(Problem::error("cannot-write", e.to_string())))?
        }
        "csv" => {
            let tables = filled(office, register, &entries)?;
            tables.first().map(sheets::write_csv).unwrap_or_default()
        }
        "xlsx" => {
            sheets::write_xlsx(&filled(office, register, &entries)?, &properties(office, register)).map_err(one)?
        }
        other => return Err(one(wrong_extension(&args.out, other))),
    };
    write_file(&args.out, &bytes)?;
    say!("Đã xuất {} mục ra {}", entries.len(), args.out.display());
    if total > EXPORT_MAX {
        say!("Còn {} mục chưa xuất: chia theo kỳ bằng --from, --to.", total - EXPORT_MAX);
    }
    Ok(())
}

fn organ_text(office: &Office, entry: &Entry) -> Outcome<String> {
    let organ = office.store.organ_by_id(entry.organ).map_err(told)?;
    let units = office.store.units();
    Ok(organ.map_or_else(String::new, |o| {
        let code = units.nearest_version(o.area, entry.record_date).map_or("", |v| v.code.as_str()).to_string();
        format!("{code}/{}", o.kind)
    }))
}

fn key_of(entry: &Entry) -> String {
    entry.import_key.clone().unwrap_or_else(|| entry.id.to_string())
}

fn exported(office: &Office, entry: &Entry) -> Outcome<Value> {
    let mut row = entry.data.clone();
    row.insert(KEY_COLUMN.into(), json!(key_of(entry)));
    row.insert(ORGAN_COLUMN.into(), json!(organ_text(office, entry)?));
    if let Some(area) = area_elsewhere(office, entry)? {
        row.insert(AREA_COLUMN.into(), json!(area));
    }
    Ok(Value::Object(row))
}

/// The code of the entry's area when it is not its owner's.
fn area_elsewhere(office: &Office, entry: &Entry) -> Outcome<Option<String>> {
    let organ = office.store.organ_by_id(entry.organ).map_err(told)?;
    let elsewhere = organ.is_some_and(|o| o.area != entry.area);
    let units = office.store.units();
    Ok(units.nearest_version(entry.area, entry.record_date).filter(|_| elsewhere).map(|v| v.code.clone()))
}

fn filled(office: &Office, register: &Register, entries: &[Entry]) -> Outcome<Vec<TableOut>> {
    let pinned = office.store.pinned().map_err(told)?;
    let mut tables = tables(&pinned.catalogue, register, office.actor.role, false);
    for entry in entries {
        let mut own = vec![CellOut::Text(key_of(entry)), CellOut::Text(organ_text(office, entry)?)];
        own.push(area_elsewhere(office, entry)?.map_or(CellOut::Empty, CellOut::Text));
        for (k, table) in tables.iter_mut().enumerate() {
            let (own, fields, rows) = if k == 0 {
                (&own[..], &register.fields[..], vec![&entry.data])
            } else {
                let rows = entry.data.get(&table.name).and_then(Value::as_array).into_iter().flatten();
                let fields = register.child_fields(&table.name);
                (own.get(..1).unwrap_or_default(), fields, rows.filter_map(Value::as_object).collect())
            };
            let columns = table.columns.iter().skip(own.len());
            let fields: Vec<&Field> = columns.filter_map(|c| fields.iter().find(|f| f.slug == c.key)).collect();
            for row in rows {
                let cell = |f: &&Field| {
                    row.get(&f.slug).map_or(CellOut::Empty, |v| cell_out(office, &pinned.catalogue, f, v, entry))
                };
                let cells = own.iter().cloned().chain(fields.iter().map(cell)).collect();
                table.rows.push(cells);
            }
        }
    }
    Ok(tables)
}

/// A value as a cell that reads back the same.
fn cell_out(office: &Office, catalogue: &Catalogue, field: &Field, value: &Value, entry: &Entry) -> CellOut {
    let each = |text: &dyn Fn(&Value) -> String| {
        let list = value.as_array().map_or_else(|| vec![value], |a| a.iter().collect());
        CellOut::Text(list.into_iter().map(text).collect::<Vec<_>>().join("; "))
    };
    let shown = |v: &Value| display(catalogue, field, v, &StoreNames(office, entry.record_date));
    match (&field.kind, value) {
        (FieldKind::Date { .. }, Value::String(text)) => {
            text.parse::<Date>().map_or(CellOut::Text(text.clone()), CellOut::Date)
        }
        (FieldKind::Integer { .. } | FieldKind::Money, Value::Number(n)) => CellOut::Number(n.to_string()),
        (FieldKind::Unit { .. }, _) => each(&|v| unit_code(office, v, entry.record_date)),
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

fn unit_code(office: &Office, value: &Value, on: Date) -> String {
    let id = |k: &str| value.get(k).and_then(Value::as_i64);
    let units = office.store.units();
    let code = |u| units.nearest_version(u, on).map_or_else(String::new, |v| v.code.clone());
    if let Some(unit) = id("don-vi") {
        return code(UnitId(unit));
    }
    if let Some(organ) = id("co-quan")
        && let Ok(Some(organ)) = office.store.organ_by_id(OrganId(organ))
    {
        return format!("{}/{}", code(organ.area), organ.kind);
    }
    value.get("ten").and_then(Value::as_str).unwrap_or_default().to_string()
}
