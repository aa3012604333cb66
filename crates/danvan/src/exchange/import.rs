//! Rows of a file into the register: all or nothing.

use super::rows::{Row, book_rows, json_rows};
use super::{AREA_COLUMN, KEY_COLUMN, ORGAN_COLUMN, extension, tables, wrong_extension};
use crate::cli::EntryImportArgs;
use crate::edge::{Office, Outcome, SystemChance, SystemClock, one, read_file, told};
use crate::out::{self, say};
use crate::registers::{Draft, check, first_state, merged, organ, record_date, register};
use domain::Date;
use domain::ids::{EntryId, UnitId};
use domain::problem::Problem;
use domain::registers::{Data, Mode, Register, editable};
use serde_json::{Value, json};
use sheets::Limits;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use store::people::OrganRow;
use store::registers::{Entry, Write};

/// What all rows of one import share.
struct Import<'a> {
    office: &'a Office,
    register: &'a Register,
    args: &'a EntryImportArgs,
    /// By what a row is judged whose own date cannot be read: the latest of the others, else today.
    date: Date,
    /// Against what the fields of a row are checked whose owner is not to be found: the owner of another row.
    owner: Option<OrganRow>,
    /// Owners found so far, by what names them on which date: a file names few, in many rows.
    organs: RefCell<BTreeMap<(String, Date), OrganRow>>,
}

/// Reads a file into the register.
pub fn import(office: &Office, args: &EntryImportArgs) -> Outcome {
    let pinned = office.store.pinned().map_err(told)?;
    let register = register(&pinned.catalogue, &args.register)?;
    let name = args.file.display().to_string();
    let with_file = |list: Vec<Problem>| -> Vec<Problem> { list.into_iter().map(|p| p.file(name.clone())).collect() };
    let (rows, mut problems) = read(office, register, args).map_err(with_file)?;
    let date = rows.iter().filter_map(|r| record_date(register, &r.data).ok()).max().unwrap_or(office.today);
    let mut shared = Import { office, register, args, date, owner: None, organs: RefCell::default() };
    shared.owner = rows.iter().find_map(|r| shared.organ(r, shared.date_of(r)).ok());
    let mut writes = Vec::new();
    let (mut keys, mut identities) = (BTreeSet::new(), BTreeSet::new());
    for row in &rows {
        if !row.key.is_empty() && !keys.insert((row.organ.clone(), row.key.clone())) {
            let text = format!("Khóa “{}” có hai dòng trong tệp", row.key);
            problems.push(row.at(Problem::error("duplicate-key", text).field(KEY_COLUMN)));
            continue;
        }
        match shared.plan(row) {
            Ok((write, warnings)) => {
                let identity = write.as_ref().and_then(|w| match w {
                    Write::Add { checked, .. } => checked.identity.clone(),
                    _ => None,
                });
                if identity.is_some_and(|i| !identities.insert(i)) {
                    let text = "Dòng này là cùng một mục với một dòng trên";
                    problems.push(row.at(Problem::error("duplicate-entry", text).hint("bỏ một trong hai dòng")));
                }
                problems.extend(warnings.into_iter().map(|p| row.at(p)));
                writes.extend(write);
            }
            Err(list) => problems.extend(list.into_iter().map(|p| row.at(p))),
        }
    }
    let problems = with_file(problems);
    let errors = problems.iter().filter(|p| p.is_error()).count();
    if errors > 0 {
        let text = format!("{errors} lỗi trong {} dòng; chưa có gì được ghi", rows.len());
        let last = Problem::error("import-refused", text).hint("sửa các chỗ trên rồi nhập lại cả tệp");
        return Err(problems.into_iter().chain([last]).collect());
    }
    out::problems(&problems);
    if !args.preview && !writes.is_empty() {
        office.store.apply(&office.actor, office.now, "nhập tệp", &writes).map_err(told).map_err(with_file)?;
    }
    tell(args, rows.len(), &writes);
    Ok(())
}

fn tell(args: &EntryImportArgs, rows: usize, writes: &[Write]) {
    let added = writes.iter().filter(|w| matches!(w, Write::Add { .. })).count();
    let changed = writes.len() - added;
    let same = rows - writes.len();
    if args.json {
        let written = !args.preview;
        out::json(&json!({ "rows": rows, "added": added, "changed": changed, "unchanged": same, "written": written }));
    } else {
        let what = if args.preview { "Xem trước, chưa ghi" } else { "Đã nhập" };
        say!("{what}: {added} mục mới, {changed} mục sửa, {same} mục không đổi.");
    }
}

/// The rows of the file, and what was wrong with single cells.
fn read(office: &Office, register: &Register, args: &EntryImportArgs) -> Outcome<(Vec<Row>, Vec<Problem>)> {
    let pinned = office.store.pinned().map_err(told)?;
    let kind = extension(&args.file);
    if !["json", "csv", "xlsx"].contains(&kind.as_str()) {
        return Err(one(wrong_extension(&args.file, &kind)));
    }
    let bytes = read_file(&args.file)?;
    let name = args.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if kind == "json" {
        return Ok((json_rows(&bytes, &name)?, Vec::new()));
    }
    let tables = tables(&pinned.catalogue, register, office.actor.role, args.organ.is_some());
    let book = if kind == "csv" {
        sheets::read_csv(&bytes, &name, &tables, &Limits::default())?
    } else {
        sheets::read_xlsx(&bytes, &tables, &Limits::default())?
    };
    let (rows, problems) = book_rows(&book, register, &tables)?;
    Ok((rows, book.warnings.into_iter().chain(problems).collect()))
}

impl Import<'_> {
    /// The row's date. Of one that cannot be read the year may still be told.
    fn date_of(&self, row: &Row) -> Date {
        let slug = &self.register.record_date;
        let text = || row.data.get(slug).and_then(Value::as_str).unwrap_or_default();
        let year = || text().split(|c: char| !c.is_ascii_digit()).find(|p| p.len() == 4)?.parse().ok();
        let end_of_year = || Date::new(year()?, 12, 31).ok().map(|d| d.min(self.office.today));
        record_date(self.register, &row.data).ok().or_else(end_of_year).unwrap_or(self.date)
    }

    fn organ(&self, row: &Row, on: Date) -> Outcome<OrganRow> {
        let place = row.organ.as_deref().or(self.args.organ.as_deref()).ok_or_else(|| {
            one(Problem::error("no-organ", "Dòng không ghi cơ quan giữ sổ")
                .field(ORGAN_COLUMN)
                .hint("ghi cột co-quan-giu-so, hoặc thêm --organ"))
        })?;
        let named = (place.to_string(), on);
        if let Some(known) = self.organs.borrow().get(&named) {
            return Ok(known.clone());
        }
        let found = organ(self.office, place, None, on)
            .map_err(|list| list.into_iter().map(|p| p.field(ORGAN_COLUMN)).collect::<Vec<_>>())?;
        self.organs.borrow_mut().insert(named, found.clone());
        Ok(found)
    }

    /// What a row asks to write, if anything, and what is worth a look; or everything that is wrong with it.
    fn plan(&self, row: &Row) -> Outcome<(Option<Write>, Vec<Problem>)> {
        if row.key.is_empty() {
            return Err(one(Problem::error("no-key", "Dòng không có khóa")
                .field(KEY_COLUMN)
                .hint("ghi một khóa riêng cho mỗi dòng, ví dụ số thứ tự")));
        }
        let on = self.date_of(row);
        match self.organ(row, on) {
            Ok(organ) => match self.earlier(row, &organ)? {
                Some(old) => self.change(row, &organ, old, on),
                None => self.addition(row, organ, on),
            },
            Err(problems) => Err(self.ownerless(row, problems, on)),
        }
    }

    /// The problems of a row whose owner is not to be found: those, and what is wrong with its fields.
    fn ownerless(&self, row: &Row, mut problems: Vec<Problem>, on: Date) -> Vec<Problem> {
        if let Err(of_date) = record_date(self.register, &row.data) {
            // The date by which the owner was sought is not the row's own.
            problems.retain(|p| p.code == "no-organ" || p.code == "bad-organ");
            problems.extend(of_date.into_iter().filter(|_| self.owner.is_none()));
        }
        if let Some(organ) = &self.owner {
            let data = filled(&row.data);
            let draft = Draft { register: self.register, organ, data: &data, mode: Mode::Add, on };
            let of_owner = ["owner-not-admitted", "not-yours", "unit-outside"];
            let more = check(self.office, &draft).err().unwrap_or_default();
            problems.extend(more.into_iter().filter(|p| !of_owner.contains(&p.code.as_str())));
        }
        problems
    }

    /// The entry that this row made earlier, or was exported from.
    fn earlier(&self, row: &Row, organ: &OrganRow) -> Outcome<Option<Entry>> {
        let slug = &self.register.slug;
        let by_key = self.office.store.entry_by_key(slug, organ.id, &row.key).map_err(told)?;
        let by_id = || EntryId::parse(&row.key).and_then(|id| self.office.store.entry(&id).ok());
        let Some(old) = by_key.or_else(by_id).filter(|e| e.register == *slug) else { return Ok(None) };
        if old.voided {
            let text = format!("Mục số {}/{} đã bị hủy, không sửa được", old.number, old.record_date.year());
            return Err(one(Problem::error("entry-void", text).field(KEY_COLUMN).hint("bỏ dòng này khỏi tệp")));
        }
        if old.organ != organ.id {
            let text = "Mục mang khóa này thuộc cơ quan khác; nhập tệp không chuyển mục giữa các cơ quan";
            return Err(one(Problem::error("organ-fixed", text).field(ORGAN_COLUMN)));
        }
        Ok(Some(old))
    }

    /// The area that the row names, inside the owner's.
    fn area(&self, row: &Row, organ: &OrganRow, on: Date) -> Outcome<Option<UnitId>> {
        let Some(text) = row.area.as_deref() else { return Ok(None) };
        let units = self.office.store.units();
        let area = units.resolve(text, on).map_err(|p| one(p.field(AREA_COLUMN)))?;
        if area != organ.area && !units.ancestors_on(area, on).contains(&organ.area) {
            let text = format!("{} không thuộc {}", units.label(area), units.label(organ.area));
            return Err(one(Problem::error("area-outside", text)
                .field(AREA_COLUMN)
                .hint("chọn địa bàn của cơ quan hoặc một đơn vị nằm trong đó")));
        }
        Ok(Some(area))
    }

    fn addition(&self, row: &Row, organ: OrganRow, on: Date) -> Outcome<(Option<Write>, Vec<Problem>)> {
        let data = filled(&row.data);
        let draft = Draft { register: self.register, organ: &organ, data: &data, mode: Mode::Add, on };
        let (checked, area) = match (check(self.office, &draft), self.area(row, &organ, on)) {
            (Ok(checked), Ok(area)) => (checked, area),
            (checked, area) => {
                return Err([checked.err(), area.err()].into_iter().flatten().flatten().collect());
            }
        };
        let state = first_state(self.office, self.register, &checked.data, self.args.draft)?;
        let warnings = checked.warnings.clone();
        let write = Write::Add {
            id: EntryId::new(&SystemClock, &mut SystemChance),
            register: self.register.slug.clone(),
            area: area.unwrap_or(organ.area),
            organ,
            checked,
            state,
            import_key: Some(row.key.clone()),
        };
        Ok((Some(write), warnings))
    }

    fn change(&self, row: &Row, organ: &OrganRow, old: Entry, on: Date) -> Outcome<(Option<Write>, Vec<Problem>)> {
        if self.area(row, organ, on)?.is_some_and(|a| a != old.area) {
            let text = "Mục mang khóa này tính ở địa bàn khác; nhập tệp không đổi địa bàn";
            return Err(one(Problem::error("area-fixed", text).field(AREA_COLUMN)));
        }
        let with_ids = row.data.iter().map(|(key, value)| (key.clone(), keep_row_ids(old.data.get(key), value)));
        let data = merged(&old.data, with_ids.collect());
        let draft = Draft { register: self.register, organ, data: &data, mode: Mode::Edit, on };
        let checked = check(self.office, &draft)?;
        if checked.data == old.data {
            return Ok((None, Vec::new()));
        }
        editable(self.register, &old.state, self.office.actor.role).map_err(one)?;
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
}

/// The fields of a new entry: empty cells say nothing.
fn filled(data: &Data) -> Data {
    data.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect()
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
