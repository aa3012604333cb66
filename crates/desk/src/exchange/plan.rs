//! Rows of a file into the register: planned row by row, written all or not at all.

use super::rows::{Found, Row, book_rows, json_rows};
use super::shown::{Action, ImportPlan, Preview, Verdict};
use super::table::CellTable;
use super::{AREA_COLUMN, KEY_COLUMN, Kind, ORGAN_COLUMN, tables};
use crate::registers::{Draft, guarded, merged, record_date, register};
use crate::{Desk, all, refused};
use domain::Date;
use domain::ids::{EntryId, UnitId};
use domain::problem::Problem;
use domain::registers::{Data, Mode, Register, editable};
use serde_json::Value;
use sheets::Limits;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use store::people::OrganRow;
use store::registers::{Entry, Write};
use store::{Result, StoreError};

/// How a file is read in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Owner of rows that name none: "085/ubnd".
    pub organ: Option<String>,
    /// New entries stay in the initial state.
    pub draft: bool,
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Entries added.
    pub added: usize,
    /// Entries changed.
    pub changed: usize,
    /// Rows that changed nothing.
    pub same: usize,
}

impl Desk<'_> {
    /// Plans the import of a file. Refused is only what cannot be read as a table of this register at all; what is wrong
    /// with rows stands in the plan.
    pub fn plan_import(&self, slug: &str, file: &str, bytes: &[u8], options: &ImportOptions) -> Result<ImportPlan> {
        let pinned = self.store.pinned()?;
        let register = register(&pinned.catalogue, slug)?;
        let kind = Kind::of(file)?;
        let tables = tables(&pinned.catalogue, register, self.actor.role, options.organ.is_some());
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let found = match kind {
            Kind::Json => json_rows(bytes, name, register),
            Kind::Csv => sheets::read_csv(bytes, name, &tables, &Limits::default())
                .and_then(|book| book_rows(book, register, &tables)),
            Kind::Xlsx => sheets::read_xlsx(bytes, &tables, &Limits::default())
                .and_then(|book| book_rows(book, register, &tables)),
        };
        let found = found.map_err(|list| list.into_iter().map(|p| p.file(file)).collect());
        let found = all(found)?;
        let preview = Preview { register, tables: &tables, found: &found, file, json: kind == Kind::Json };
        self.plan(&preview, options)
    }

    /// Plans the import of a table that was mended in the browser, just as the file it came from.
    pub fn plan_cells(&self, slug: &str, table: &CellTable, options: &ImportOptions) -> Result<ImportPlan> {
        let pinned = self.store.pinned()?;
        let register = register(&pinned.catalogue, slug)?;
        let tables = tables(&pinned.catalogue, register, self.actor.role, options.organ.is_some());
        let found = Found { rows: table.rows(register), columns: table.columns.clone(), problems: Vec::new() };
        let preview = Preview { register, tables: &tables, found: &found, file: "", json: table.json };
        self.plan(&preview, options)
    }

    /// Carries a plan out, in one transaction; refused when a single row is.
    pub fn apply_import(&self, plan: &ImportPlan) -> Result<Imported> {
        if let Some(problems) = plan.refusal() {
            return Err(StoreError::Refused(problems));
        }
        if !plan.writes.is_empty() {
            self.store.apply(self.actor, self.now, "nhập tệp", &plan.writes)?;
        }
        Ok(Imported { added: plan.added, changed: plan.changed, same: plan.same })
    }

    fn plan(&self, preview: &Preview<'_>, options: &ImportOptions) -> Result<ImportPlan> {
        let (register, rows) = (preview.register, &preview.found.rows);
        let date = rows.iter().filter_map(|r| record_date(register, &r.data).ok()).max().unwrap_or(self.today);
        let mut import = Import { desk: self, register, options, date, owner: None, organs: RefCell::default() };
        import.owner = rows.iter().filter(|r| !r.orphan).find_map(|r| import.organ(r, import.date_of(r)).ok());
        let mut keys = BTreeSet::new();
        let mut verdicts = Vec::with_capacity(rows.len());
        for row in rows {
            let again = !row.key.is_empty() && !keys.insert((row.organ.clone(), row.key.clone()));
            verdicts.push(import.verdict(row, again)?);
        }
        import.refuse_twins(&mut verdicts)?;
        Ok(preview.plan(verdicts))
    }
}

/// What all rows of one import share.
struct Import<'a> {
    desk: &'a Desk<'a>,
    register: &'a Register,
    options: &'a ImportOptions,
    /// By what a row is judged whose own date cannot be read: the latest of the others, else today.
    date: Date,
    /// Against what the fields of a row are checked whose owner is not to be found: the owner of another row.
    owner: Option<OrganRow>,
    /// Owners found so far, by what names them on which date: a file names few, in many rows.
    organs: RefCell<BTreeMap<(String, Date), OrganRow>>,
}

/// What a row asks to write, if anything.
struct Step {
    write: Option<Write>,
    entry: Option<EntryId>,
    title: String,
    warnings: Vec<Problem>,
}

impl Import<'_> {
    fn verdict(&self, row: &Row, again: bool) -> Result<Verdict> {
        let refused =
            |problems| Verdict { action: Action::Refused, title: String::new(), entry: None, write: None, problems };
        if row.orphan {
            return Ok(refused(row.faults.clone()));
        }
        if again {
            let text = format!("Khóa “{}” có hai dòng trong tệp", row.key);
            let problem = Problem::error("duplicate-key", text).field(KEY_COLUMN);
            return Ok(refused(row.faults.iter().cloned().chain([problem]).collect()));
        }
        match self.step(row) {
            Ok(step) if row.faults.is_empty() => Ok(Verdict {
                action: match step.write {
                    Some(Write::Add { .. }) => Action::Add,
                    Some(_) => Action::Change,
                    None => Action::Same,
                },
                title: step.title,
                entry: step.entry,
                write: step.write,
                problems: step.warnings,
            }),
            Ok(step) => {
                let problems = row.faults.iter().cloned().chain(step.warnings).collect();
                Ok(Verdict { title: step.title, entry: step.entry, ..refused(problems) })
            }
            Err(StoreError::Refused(list)) => Ok(refused(row.faults.iter().cloned().chain(list).collect())),
            Err(other) => Err(other),
        }
    }

    /// The row's date. Of one that cannot be read the year may still be told.
    fn date_of(&self, row: &Row) -> Date {
        let slug = &self.register.record_date;
        let text = || row.data.get(slug).and_then(Value::as_str).unwrap_or_default();
        let year = || text().split(|c: char| !c.is_ascii_digit()).find(|p| p.len() == 4)?.parse().ok();
        let end_of_year = || Date::new(year()?, 12, 31).ok().map(|d| d.min(self.desk.today));
        record_date(self.register, &row.data).ok().or_else(end_of_year).unwrap_or(self.date)
    }

    fn organ(&self, row: &Row, on: Date) -> Result<OrganRow> {
        let place = row.organ.as_deref().or(self.options.organ.as_deref()).ok_or_else(|| {
            refused(
                Problem::error("no-organ", "Dòng không ghi cơ quan giữ sổ")
                    .field(ORGAN_COLUMN)
                    .hint("ghi cột co-quan-giu-so, hoặc chọn cơ quan cho cả tệp"),
            )
        })?;
        let named = (place.to_string(), on);
        if let Some(known) = self.organs.borrow().get(&named) {
            return Ok(known.clone());
        }
        let found = self.desk.organ(place, None, on).map_err(|e| crate::each(e, |p| p.field(ORGAN_COLUMN)))?;
        self.organs.borrow_mut().insert(named, found.clone());
        Ok(found)
    }

    /// What a row asks to write, if anything, and what is worth a look; or everything that is wrong with it.
    fn step(&self, row: &Row) -> Result<Step> {
        if row.key.is_empty() {
            return Err(refused(
                Problem::error("no-key", "Dòng không có khóa")
                    .field(KEY_COLUMN)
                    .hint("ghi một khóa riêng cho mỗi dòng, ví dụ số thứ tự"),
            ));
        }
        let on = self.date_of(row);
        match self.organ(row, on) {
            Ok(organ) => match self.earlier(row, &organ)? {
                Some(old) => self.change(row, &organ, old, on),
                None => self.addition(row, organ, on),
            },
            Err(StoreError::Refused(problems)) => Err(self.ownerless(row, problems, on)),
            Err(other) => Err(other),
        }
    }

    /// The problems of a row whose owner is not to be found: those, and what is wrong with its fields.
    fn ownerless(&self, row: &Row, mut problems: Vec<Problem>, on: Date) -> StoreError {
        if let Err(of_date) = record_date(self.register, &row.data) {
            // The date by which the owner was sought is not the row's own.
            problems.retain(|p| p.code == "no-organ" || p.code == "bad-organ");
            problems.extend(Some(of_date).filter(|_| self.owner.is_none()));
        }
        if let Some(organ) = &self.owner {
            let data = filled(&row.data);
            let draft = Draft { register: self.register, organ, data: &data, mode: Mode::Add, on };
            let of_owner = ["owner-not-admitted", "not-yours", "unit-outside"];
            match self.desk.check(&draft) {
                Err(StoreError::Refused(more)) => {
                    problems.extend(more.into_iter().filter(|p| !of_owner.contains(&p.code.as_str())));
                }
                Err(other) => return other,
                Ok(_) => {}
            }
        }
        StoreError::Refused(problems)
    }

    /// The entry that this row made earlier, or was exported from.
    fn earlier(&self, row: &Row, organ: &OrganRow) -> Result<Option<Entry>> {
        let slug = &self.register.slug;
        let by_key = self.desk.store.entry_by_key(slug, organ.id, &row.key)?;
        let by_id = || EntryId::parse(&row.key).and_then(|id| self.desk.store.entry(&id).ok());
        let Some(old) = by_key.or_else(by_id).filter(|e| e.register == *slug) else { return Ok(None) };
        if old.organ != organ.id {
            let text = "Mục mang khóa này thuộc cơ quan khác; nhập tệp không chuyển mục giữa các cơ quan";
            return Err(refused(Problem::error("organ-fixed", text).field(ORGAN_COLUMN)));
        }
        if old.voided {
            let text = format!("Mục số {}/{} đã bị hủy, không sửa được", old.number, old.record_date.year());
            return Err(refused(Problem::error("entry-void", text).field(KEY_COLUMN).hint("bỏ dòng này khỏi tệp")));
        }
        Ok(Some(old))
    }

    /// The area that the row names, inside the owner's.
    fn area(&self, row: &Row, organ: &OrganRow, on: Date) -> Result<Option<UnitId>, Problem> {
        let Some(text) = row.area.as_deref() else { return Ok(None) };
        let units = self.desk.store.units();
        let area = units.resolve(text, on).map_err(|p| p.field(AREA_COLUMN))?;
        if area != organ.area && !units.ancestors_on(area, on).contains(&organ.area) {
            let text = format!("{} không thuộc {}", units.label(area), units.label(organ.area));
            return Err(Problem::error("area-outside", text)
                .field(AREA_COLUMN)
                .hint("chọn địa bàn của cơ quan hoặc một đơn vị nằm trong đó"));
        }
        Ok(Some(area))
    }

    fn addition(&self, row: &Row, organ: OrganRow, on: Date) -> Result<Step> {
        let data = all(guarded(self.register, self.desk.actor.role, &Data::new(), filled(&row.data)))?;
        let draft = Draft { register: self.register, organ: &organ, data: &data, mode: Mode::Add, on };
        let (checked, area) = match (self.desk.check(&draft), self.area(row, &organ, on)) {
            (Ok(checked), Ok(area)) => (checked, area),
            (Ok(_), Err(problem)) => return Err(refused(problem)),
            (Err(StoreError::Refused(list)), area) => {
                return Err(StoreError::Refused(list.into_iter().chain(area.err()).collect()));
            }
            (Err(other), _) => return Err(other),
        };
        let state = self.desk.first_state(self.register, &checked.data, self.options.draft)?;
        let (title, warnings) = (checked.title.clone(), checked.warnings.clone());
        let write = Write::Add {
            id: (self.desk.new_id)(),
            register: self.register.slug.clone(),
            area: area.unwrap_or(organ.area),
            organ,
            checked,
            state,
            import_key: Some(row.key.clone()),
        };
        Ok(Step { write: Some(write), entry: None, title, warnings })
    }

    fn change(&self, row: &Row, organ: &OrganRow, old: Entry, on: Date) -> Result<Step> {
        if self.area(row, organ, on).map_err(refused)?.is_some_and(|a| a != old.area) {
            let text = "Mục mang khóa này tính ở địa bàn khác; nhập tệp không đổi địa bàn";
            return Err(refused(Problem::error("area-fixed", text).field(AREA_COLUMN)));
        }
        let with_ids = row.data.iter().map(|(key, value)| (key.clone(), keep_row_ids(old.data.get(key), value)));
        let data = merged(&old.data, with_ids.collect());
        let data = all(guarded(self.register, self.desk.actor.role, &old.data, data))?;
        let draft = Draft { register: self.register, organ, data: &data, mode: Mode::Edit, on };
        let checked = self.desk.check(&draft)?;
        let (title, entry) = (checked.title.clone(), Some(old.id.clone()));
        if checked.data == old.data {
            return Ok(Step { write: None, entry, title, warnings: Vec::new() });
        }
        editable(self.register, &old.state, self.desk.actor.role).map_err(refused)?;
        let warnings = checked.warnings.clone();
        let write = Write::Change {
            id: old.id,
            given: old.version,
            checked,
            state: old.state,
            action: "edit".into(),
            note: "nhập từ tệp".into(),
        };
        Ok(Step { write: Some(write), entry, title, warnings })
    }

    /// Refuses rows that are the same entry as a row before them, or as another entry of the register.
    fn refuse_twins(&self, verdicts: &mut [Verdict]) -> Result<()> {
        let identity = |v: &Verdict| match &v.write {
            Some(Write::Add { checked, .. } | Write::Change { checked, .. }) => checked.identity.clone(),
            _ => None,
        };
        let wanted: Vec<String> = verdicts.iter().filter_map(identity).collect();
        let twins = self.desk.store.twins(&self.register.slug, &wanted)?;
        let mut seen = BTreeSet::new();
        for verdict in verdicts {
            let Some(identity) = identity(verdict) else { continue };
            let problem = if let Some(twin) = twins.get(&identity).filter(|t| Some(&t.id) != verdict.entry.as_ref()) {
                let which = if self.desk.reads(twin.area, twin.record_date) {
                    format!(": số {}/{} – {}", twin.number, twin.record_date.year(), twin.title)
                } else {
                    String::new()
                };
                Problem::error("duplicate-entry", format!("Sổ đã có mục này{which}"))
                    .hint("mở mục đã có để bổ sung, rồi bỏ dòng này")
            } else if !seen.insert(identity) {
                let text = "Dòng này là cùng một mục với một dòng trên";
                Problem::error("duplicate-entry", text).hint("bỏ một trong hai dòng")
            } else {
                continue;
            };
            verdict.problems.insert(0, problem);
            verdict.action = Action::Refused;
            verdict.write = None;
        }
        Ok(())
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
