//! Entries out of and into files: XLSX with a sheet per kind of child row, CSV, JSON.
//!
//! Every row carries a key (`khoa`); a file that is read twice changes nothing the second time. All problems of a file are
//! told at once, each at its cell, and nothing is written unless all is well.

use crate::cli::{EntryExportArgs, EntryImportArgs};
use crate::edge::{Office, Outcome, SystemChance, SystemClock, one, read_file, told, write_file};
use crate::out::{self, say};
use crate::registers::{Draft, StoreNames, check, filter, first_state, organ, record_date, register};
use domain::Date;
use domain::ids::EntryId;
use domain::problem::{Place, Problem};
use domain::registers::{Catalogue, Data, Field, FieldKind, Mode, Register, display, editable};
use serde_json::{Value, json};
use sheets::{BookIn, CellOut, CellValue, ColumnKind, ColumnOut, KEY_COLUMN, Limits, Properties, RowIn, TableOut};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use store::registers::{Entry, Filter, Write};

/// Column that names the owner organ, "085/ubnd".
const ORGAN_COLUMN: &str = "co-quan";
/// Column that names the area when it is not the owner's.
const AREA_COLUMN: &str = "dia-ban-so-lieu";
/// Entries in one file at most.
const EXPORT_MAX: i64 = 100_000;

/// A row as it was read, from whatever kind of file.
struct Row {
    key: String,
    organ: Option<String>,
    area: Option<String>,
    data: Data,
    /// Where a field (or a child row's field, "y-kien[0].linh-vuc") stands in the file.
    places: BTreeMap<String, Place>,
    place: Place,
}

impl Row {
    /// Puts a problem at its cell, or at the row.
    fn at(&self, mut problem: Problem) -> Problem {
        let field = problem.place.field.clone();
        let found = field.as_ref().and_then(|f| self.places.get(f)).unwrap_or(&self.place);
        problem.place = Place { field: field.or_else(|| found.field.clone()), ..found.clone() };
        problem
    }
}

fn typed(field: &Field) -> bool {
    field.computed.is_none() && !matches!(field.kind, FieldKind::Attachment { .. })
}

fn column(catalogue: &Catalogue, field: &Field) -> ColumnOut {
    let unit = field.number_unit().and_then(|(u, _)| u.map(str::to_string));
    let symbol =
        unit.and_then(|u| catalogue.counting_units.get(&u)).map(|u| format!(" ({})", u.symbol)).unwrap_or_default();
    let choices = match &field.kind {
        FieldKind::Choice(source) | FieldKind::Choices(source) => {
            catalogue.all_choices(source).iter().map(|c| c.name.clone()).collect()
        }
        FieldKind::YesNo => vec!["có".into(), "không".into()],
        _ => Vec::new(),
    };
    ColumnOut {
        help: field.help.clone(),
        choices,
        required: field.required,
        width: if matches!(field.kind, FieldKind::LongText { .. }) { 50 } else { 20 },
        kind: if matches!(field.kind, FieldKind::Date { .. }) { ColumnKind::Date } else { ColumnKind::Text },
        ..ColumnOut::text(field.slug.clone(), format!("{}{symbol}", field.name))
    }
}

/// The tables of a register: its entries, and one for each kind of child rows.
fn tables(catalogue: &Catalogue, register: &Register, own_organ: bool) -> Vec<TableOut> {
    let key = || ColumnOut {
        required: true,
        help: Some("Khóa của dòng, không trùng nhau; nhập lại cùng khóa là sửa, không thêm.".into()),
        ..ColumnOut::text(KEY_COLUMN, "Khóa dòng")
    };
    let organ = ColumnOut {
        required: !own_organ,
        help: Some("Đơn vị/cơ quan, ví dụ 085/ubnd".into()),
        ..ColumnOut::text(ORGAN_COLUMN, "Cơ quan giữ sổ")
    };
    let area = ColumnOut {
        help: Some("Để trống nếu là địa bàn của cơ quan".into()),
        ..ColumnOut::text(AREA_COLUMN, "Địa bàn tính số liệu")
    };
    let is_child = |f: &&Field| matches!(f.kind, FieldKind::Children { .. });
    let mut columns = vec![key(), organ, area];
    columns.extend(register.fields.iter().filter(|f| typed(f) && !is_child(f)).map(|f| column(catalogue, f)));
    let mut out =
        vec![TableOut { name: register.slug.clone(), title: register.name.clone(), columns, rows: Vec::new() }];
    for field in register.fields.iter().filter(is_child) {
        let mut columns = vec![key()];
        columns.extend(register.child_fields(&field.slug).iter().filter(|f| typed(f)).map(|f| column(catalogue, f)));
        out.push(TableOut { name: field.slug.clone(), title: field.name.clone(), columns, rows: Vec::new() });
    }
    out
}

fn properties(office: &Office, register: &Register) -> Properties {
    Properties { title: register.name.clone(), author: "Dân Vận".into(), created: office.now }
}

/// An empty workbook to fill in.
pub fn template(office: &Office, slug: &str, organ: Option<&str>, path: &Path) -> Outcome {
    let pinned = office.store.pinned().map_err(told)?;
    let register = register(&pinned.catalogue, slug)?;
    let tables = tables(&pinned.catalogue, register, organ.is_some());
    write_file(path, &sheets::write_xlsx(&tables, &properties(office, register)).map_err(one)?)?;
    say!("Đã tạo {}: điền từ dòng 3, mỗi dòng một mục.", path.display());
    Ok(())
}

/// Writes entries to a file.
pub fn export(office: &Office, args: &EntryExportArgs) -> Outcome {
    let pinned = office.store.pinned().map_err(told)?;
    let register = register(&pinned.catalogue, &args.register)?;
    let base = filter(office, Some(&args.register), args.unit.as_deref(), args.from.as_deref(), args.to.as_deref())?;
    let (entries, total) = office.store.entries(&Filter { limit: EXPORT_MAX, ..base }).map_err(told)?;
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

fn extension(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn wrong_extension(path: &Path, found: &str) -> Problem {
    Problem::error("wrong-file-type", format!("Không nhận tệp “.{found}”"))
        .file(path.display().to_string())
        .hint("dùng .xlsx, .csv hoặc .json")
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
    Ok(Value::Object(row))
}

fn filled(office: &Office, register: &Register, entries: &[Entry]) -> Outcome<Vec<TableOut>> {
    let pinned = office.store.pinned().map_err(told)?;
    let units = office.store.units();
    let mut tables = tables(&pinned.catalogue, register, false);
    for entry in entries {
        let names = StoreNames(office, entry.record_date);
        let organ = office.store.organ_by_id(entry.organ).map_err(told)?;
        let elsewhere = organ.is_some_and(|o| o.area != entry.area);
        let area = units.nearest_version(entry.area, entry.record_date).filter(|_| elsewhere).map(|v| v.code.clone());
        for (k, table) in tables.iter_mut().enumerate() {
            let fields: Vec<&Field> = if k == 0 {
                table.columns.iter().skip(3).filter_map(|c| register.field(&c.key)).collect()
            } else {
                let below = register.child_fields(&table.name);
                table.columns.iter().skip(1).filter_map(|c| below.iter().find(|f| f.slug == c.key)).collect()
            };
            let rows: Vec<&Data> = if k == 0 {
                vec![&entry.data]
            } else {
                entry
                    .data
                    .get(&table.name)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_object)
                    .collect()
            };
            for row in rows {
                let mut cells = vec![CellOut::Text(key_of(entry))];
                if k == 0 {
                    cells.push(CellOut::Text(organ_text(office, entry)?));
                    cells.push(area.clone().map_or(CellOut::Empty, CellOut::Text));
                }
                cells.extend(fields.iter().map(|f| {
                    row.get(&f.slug).map_or(CellOut::Empty, |v| cell_out(office, &pinned.catalogue, f, v, &names))
                }));
                table.rows.push(cells);
            }
        }
    }
    Ok(tables)
}

/// A value as a cell that reads back the same.
fn cell_out(office: &Office, catalogue: &Catalogue, field: &Field, value: &Value, names: &StoreNames<'_>) -> CellOut {
    match (&field.kind, value) {
        (FieldKind::Date { .. }, Value::String(text)) => {
            text.parse::<Date>().map_or(CellOut::Text(text.clone()), CellOut::Date)
        }
        (FieldKind::Integer { .. } | FieldKind::Money, Value::Number(n)) => CellOut::Number(n.to_string()),
        (FieldKind::Unit { .. }, v) => {
            let list: Vec<String> = v
                .as_array()
                .map_or_else(|| vec![v], |a| a.iter().collect())
                .into_iter()
                .map(|u| unit_code(office, u, names.1))
                .collect();
            CellOut::Text(list.join("; "))
        }
        _ => CellOut::Text(display(catalogue, field, value, names)),
    }
}

fn unit_code(office: &Office, value: &Value, on: Date) -> String {
    let id = |k: &str| value.get(k).and_then(Value::as_i64);
    let units = office.store.units();
    let code = |u| units.nearest_version(u, on).map_or_else(String::new, |v| v.code.clone());
    if let Some(unit) = id("don-vi") {
        return code(domain::ids::UnitId(unit));
    }
    if let Some(organ) = id("co-quan")
        && let Ok(Some(organ)) = office.store.organ_by_id(domain::ids::OrganId(organ))
    {
        return format!("{}/{}", code(organ.area), organ.kind);
    }
    value.get("ten").and_then(Value::as_str).unwrap_or_default().to_string()
}

/// Reads a file into the register.
pub fn import(office: &Office, args: &EntryImportArgs) -> Outcome {
    let pinned = office.store.pinned().map_err(told)?;
    let register = register(&pinned.catalogue, &args.register)?;
    let name = args.file.display().to_string();
    let bytes = read_file(&args.file)?;
    let tables = tables(&pinned.catalogue, register, args.organ.is_some());
    let with_file = |list: Vec<Problem>| -> Vec<Problem> { list.into_iter().map(|p| p.file(name.clone())).collect() };
    let rows = match extension(&args.file).as_str() {
        "json" => json_rows(&bytes, &name)?,
        "csv" => book_rows(sheets::read_csv(&bytes, &name, &tables, &Limits::default()), register, &tables)
            .map_err(with_file)?,
        "xlsx" => {
            book_rows(sheets::read_xlsx(&bytes, &tables, &Limits::default()), register, &tables).map_err(with_file)?
        }
        other => return Err(one(wrong_extension(&args.file, other))),
    };
    let mut problems = Vec::new();
    let mut writes = Vec::new();
    let mut counts = [0usize; 3];
    let mut keys = BTreeSet::new();
    for row in &rows {
        if !keys.insert((row.organ.clone(), row.key.clone())) {
            problems.push(row.at(
                Problem::error("duplicate-key", format!("Khóa “{}” có hai dòng trong tệp", row.key)).field(KEY_COLUMN),
            ));
            continue;
        }
        match plan(office, register, row, args) {
            Ok((write, warnings)) => {
                problems.extend(warnings.into_iter().map(|p| row.at(p)));
                match write {
                    Some(w @ Write::Add { .. }) => {
                        counts[0] += 1;
                        writes.push(w);
                    }
                    Some(w) => {
                        counts[1] += 1;
                        writes.push(w);
                    }
                    None => counts[2] += 1,
                }
            }
            Err(list) => problems.extend(list.into_iter().map(|p| row.at(p))),
        }
    }
    let problems = with_file(problems);
    if problems.iter().any(Problem::is_error) {
        let errors = problems.iter().filter(|p| p.is_error()).count();
        let last =
            Problem::error("import-refused", format!("{errors} lỗi trong {} dòng; chưa có gì được ghi", rows.len()));
        return Err(problems.into_iter().chain([last.hint("sửa các ô trên rồi nhập lại cả tệp")]).collect());
    }
    out::problems(&problems);
    if !args.preview && !writes.is_empty() {
        office.store.apply(&office.actor, office.now, "nhập tệp", &writes).map_err(told)?;
    }
    let [added, changed, same] = counts;
    if args.json {
        out::json(
            &json!({ "rows": rows.len(), "added": added, "changed": changed, "unchanged": same, "written": !args.preview }),
        );
    } else {
        let what = if args.preview { "Xem trước, chưa ghi" } else { "Đã nhập" };
        say!("{what}: {added} mục mới, {changed} mục sửa, {same} mục không đổi.");
    }
    Ok(())
}

/// What a row asks to write, and what is worth a look.
fn plan(
    office: &Office,
    register: &Register,
    row: &Row,
    args: &EntryImportArgs,
) -> Outcome<(Option<Write>, Vec<Problem>)> {
    if row.key.is_empty() {
        return Err(one(Problem::error("no-key", "Dòng không có khóa")
            .field(KEY_COLUMN)
            .hint("ghi một khóa riêng cho mỗi dòng, ví dụ số thứ tự")));
    }
    let on = record_date(register, &row.data)?;
    let place = row.organ.as_deref().or(args.organ.as_deref()).ok_or_else(|| {
        one(Problem::error("no-organ", "Dòng không ghi cơ quan giữ sổ")
            .field(ORGAN_COLUMN)
            .hint("ghi cột co-quan, hoặc thêm --organ"))
    })?;
    let organ = organ(office, place, None, on)
        .map_err(|list| list.into_iter().map(|p| p.field(ORGAN_COLUMN)).collect::<Vec<_>>())?;
    let by_key = office.store.entry_by_key(&register.slug, organ.id, &row.key).map_err(told)?;
    let old = match by_key {
        Some(old) => Some(old),
        None => {
            EntryId::parse(&row.key).and_then(|id| office.store.entry(&id).ok()).filter(|e| e.register == register.slug)
        }
    };
    let Some(old) = old else {
        let checked = check(office, &Draft { register, organ: &organ, data: &row.data, mode: Mode::Add, on })?;
        let state = first_state(office, register, &checked.data, args.draft)?;
        let area = row
            .area
            .as_deref()
            .map(|a| office.store.units().resolve(a, on).map_err(|p| one(p.field(AREA_COLUMN))))
            .transpose()?;
        let (warnings, id) = (checked.warnings.clone(), EntryId::new(&SystemClock, &mut SystemChance));
        let write = Write::Add {
            id,
            register: register.slug.clone(),
            area: area.unwrap_or(organ.area),
            organ,
            checked,
            state,
            import_key: Some(row.key.clone()),
        };
        return Ok((Some(write), warnings));
    };
    let mut data = old.data.clone();
    for (key, value) in &row.data {
        data.insert(key.clone(), keep_row_ids(old.data.get(key), value));
    }
    let checked = check(office, &Draft { register, organ: &organ, data: &data, mode: Mode::Edit, on })?;
    if checked.data == old.data {
        return Ok((None, Vec::new()));
    }
    editable(register, &old.state, office.actor.role).map_err(one)?;
    let warnings = checked.warnings.clone();
    let write = Write::Change {
        id: old.id,
        given: old.version,
        checked,
        state: old.state,
        action: "edit".into(),
        note: "nhập từ tệp".into(),
    };
    Ok((Some(write), warnings))
}

/// Child rows of a file have no ids: a row keeps the id of the one that stood in its place.
fn keep_row_ids(old: Option<&Value>, new: &Value) -> Value {
    let (Some(Value::Array(old)), Value::Array(rows)) = (old, new) else { return new.clone() };
    let rows = rows.iter().enumerate().map(|(i, row)| {
        let mut row = row.clone();
        let id = old.get(i).and_then(|o| o.get("id"));
        if let (Some(object), Some(id)) = (row.as_object_mut(), id) {
            object.entry("id").or_insert_with(|| id.clone());
        }
        row
    });
    Value::Array(rows.collect())
}

fn json_rows(bytes: &[u8], name: &str) -> Outcome<Vec<Row>> {
    let list: Vec<Data> = serde_json::from_slice(bytes).map_err(|e| {
        one(Problem::error("bad-json", format!("JSON không đọc được: {e}"))
            .file(name)
            .line(u32::try_from(e.line()).unwrap_or(1))
            .hint("tệp phải là một mảng các đối tượng"))
    })?;
    let rows = list.into_iter().enumerate().map(|(i, mut data)| {
        let mut take = |key: &str| data.remove(key).and_then(|v| v.as_str().map(str::to_string));
        let (key, organ, area) = (take(KEY_COLUMN).unwrap_or_default(), take(ORGAN_COLUMN), take(AREA_COLUMN));
        let place = Place { file: Some(name.to_string()), field: Some(format!("[{i}]")), ..Place::default() };
        let places =
            data.keys().map(|k| (k.clone(), Place { field: Some(format!("[{i}].{k}")), ..place.clone() })).collect();
        Row { key, organ, area, data, places, place }
    });
    Ok(rows.collect())
}

fn book_rows(book: Result<BookIn, Vec<Problem>>, register: &Register, tables: &[TableOut]) -> Outcome<Vec<Row>> {
    let book = book?;
    let (Some(expected), Some(main)) = (tables.first(), book.table(&register.slug)) else {
        return Err(one(Problem::error("no-table", format!("Tệp không có trang “{}”", register.name))
            .hint("lấy tệp mẫu: danvan entry template")));
    };
    let mut problems = main.missing_columns(expected);
    let mut rows: Vec<Row> = Vec::new();
    for row in &main.rows {
        let mut read = Row {
            key: text_of(row, KEY_COLUMN),
            organ: Some(text_of(row, ORGAN_COLUMN)).filter(|t| !t.is_empty()),
            area: Some(text_of(row, AREA_COLUMN)).filter(|t| !t.is_empty()),
            data: Data::new(),
            places: BTreeMap::new(),
            place: row.place(KEY_COLUMN),
        };
        for column in expected.columns.iter().skip(1) {
            read.places.insert(column.key.clone(), row.place(&column.key));
        }
        fields_of(row, &[KEY_COLUMN, ORGAN_COLUMN, AREA_COLUMN], &mut read.data, &mut problems);
        rows.push(read);
    }
    for table in tables.iter().skip(1) {
        let Some(children) = book.table(&table.name) else { continue };
        let with_rows: BTreeSet<String> = children.rows.iter().map(|r| text_of(r, KEY_COLUMN)).collect();
        let index: BTreeMap<String, usize> = rows.iter().enumerate().map(|(i, r)| (r.key.clone(), i)).collect();
        for (key, i) in &index {
            if let (Some(row), false) = (rows.get_mut(*i), with_rows.contains(key)) {
                row.data.insert(table.name.clone(), json!([]));
            }
        }
        for child in &children.rows {
            let key = text_of(child, KEY_COLUMN);
            let Some(parent) = index.get(&key).and_then(|i| rows.get_mut(*i)) else {
                let problem =
                    Problem::error("no-parent-row", format!("Không có dòng “{key}” ở trang “{}”", register.name));
                problems.push(Problem { place: child.place(KEY_COLUMN), ..problem });
                continue;
            };
            let mut data = Data::new();
            fields_of(child, &[KEY_COLUMN], &mut data, &mut problems);
            let list = parent.data.entry(table.name.clone()).or_insert_with(|| json!([]));
            let n = list.as_array().map_or(0, Vec::len);
            for column in table.columns.iter().skip(1) {
                parent.places.insert(format!("{}[{}].{}", table.name, n + 1, column.key), child.place(&column.key));
            }
            if let Some(list) = list.as_array_mut() {
                list.push(Value::Object(data));
            }
        }
    }
    if problems.iter().any(Problem::is_error) { Err(problems) } else { Ok(rows) }
}

fn text_of(row: &RowIn, key: &str) -> String {
    match row.value(key) {
        CellValue::Text(t) => t.trim().to_string(),
        CellValue::Number(n) => n.clone(),
        _ => String::new(),
    }
}

/// The cells of a row as an entry's data.
fn fields_of(row: &RowIn, skip: &[&str], data: &mut Data, problems: &mut Vec<Problem>) {
    for (key, cell) in &row.cells {
        if skip.contains(&key.as_ref()) {
            continue;
        }
        let value = match &cell.value {
            CellValue::Empty => continue,
            CellValue::Text(t) => json!(t),
            CellValue::Number(n) => serde_json::from_str(n).unwrap_or_else(|_| json!(n)),
            CellValue::Date(d) => json!(d.to_string()),
            CellValue::Bool(b) => json!(b),
            CellValue::Error(e) => {
                let problem = Problem::error("cell-error", format!("Ô có lỗi công thức {e}")).field(key.to_string());
                problems.push(cell.at.on(problem));
                continue;
            }
        };
        data.insert(key.to_string(), value);
    }
}
