//! Checks a whole entry: every problem at once, each at its field, and the data in canonical form.

use crate::calendar::parse_date;
use crate::problem::Problem;
use crate::text::fold;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

use super::computed::Computing;
use super::condition::Scope;
use super::definition::{Field, FieldKind, Register};
use super::display::{Names, title};
use super::entry::{Checked, Context, Data, Mode};
use super::near::did_you_mean;
use super::value::is_filled;

/// Checks what was given for an entry. `new_id` makes ids for child rows that have none. On refusal all problems are
/// returned, warnings among them. Paths count rows from 1: "y-kien[2].linh-vuc".
pub fn check_entry(
    context: &Context<'_>,
    input: &Data,
    new_id: &mut dyn FnMut() -> String,
) -> Result<Checked, Vec<Problem>> {
    let mut problems = Vec::new();
    let record_date = record_date(context, input, &mut problems);
    let mut checker = Checker { context, on: record_date, problems, search: Vec::new(), seen: Seen::default(), new_id };
    checker.register();
    let data = checker.entry(input);
    let Checker { problems, search, seen, .. } = checker;
    if problems.iter().any(Problem::is_error) {
        return Err(problems);
    }
    let register = context.register;
    Ok(Checked {
        record_date,
        title: title(context.catalogue, register, &data, &seen),
        search: fold(&search.join(" ")),
        identity: identity(register, &data),
        data,
        warnings: problems,
    })
}

/// The record date comes first: choices, units and the validity of fields are judged by it. Without one the entry is
/// judged by today, so that the other problems can be told as well.
fn record_date(context: &Context<'_>, input: &Data, problems: &mut Vec<Problem>) -> Date {
    let slug = &context.register.record_date;
    let given = input.get(slug);
    if !is_filled(given) {
        let name = context.register.field(slug).map_or(slug.as_str(), |f| &f.name);
        problems.push(Problem::error("required", format!("Phải ghi “{name}”")).field(slug));
    }
    // a date that is wrong is told when its field is checked
    given.and_then(Value::as_str).and_then(|s| parse_date(s).ok()).unwrap_or(context.today)
}

fn identity(register: &Register, data: &Data) -> Option<String> {
    if register.identity.is_empty() {
        return None;
    }
    let part = |slug: &String| match data.get(slug)? {
        Value::String(s) => Some(Value::String(fold(s))),
        other => Some(other.clone()),
    };
    let parts: Option<Vec<Value>> = register.identity.iter().map(part).collect();
    parts.map(|p| Value::Array(p).to_string())
}

/// Names of what was looked up, for the title.
#[derive(Default)]
pub(super) struct Seen {
    /// Units by key.
    pub units: BTreeMap<i64, String>,
    /// Organs by key.
    pub organs: BTreeMap<i64, String>,
    /// Entries by key.
    pub entries: BTreeMap<String, String>,
}

impl Names for Seen {
    fn unit(&self, id: i64) -> Option<String> {
        self.units.get(&id).cloned()
    }
    fn organ(&self, id: i64) -> Option<String> {
        self.organs.get(&id).cloned()
    }
    fn entry(&self, id: &str) -> Option<String> {
        self.entries.get(id).cloned()
    }
}

/// One check under way.
pub(super) struct Checker<'a> {
    /// What it is checked against.
    pub context: &'a Context<'a>,
    /// The record date.
    pub on: Date,
    /// Problems so far.
    pub problems: Vec<Problem>,
    /// Searchable text so far.
    pub search: Vec<String>,
    /// Names so far.
    pub seen: Seen,
    new_id: &'a mut dyn FnMut() -> String,
}

/// Fields side by side: of the entry, or of one row.
#[derive(Clone, Copy)]
struct Level<'a> {
    fields: &'a [Field],
    /// What stands before a field's slug in its path: "" or "y-kien[2].".
    prefix: &'a str,
    /// Nothing here may be searched, because the children field is hidden from a role.
    secret: bool,
}

impl<'a> Checker<'a> {
    /// Notes a problem at a field.
    pub fn tell(&mut self, path: &str, problem: Problem) {
        self.problems.push(problem.field(path));
    }

    fn register(&mut self) {
        let Context { register, owner, .. } = self.context;
        if !register.owners.admits(owner) {
            let message = format!(
                "Cơ quan loại “{}” (hệ {}, cấp {}) không giữ sổ “{}”",
                owner.co_quan,
                owner.he.name(),
                owner.cap.name(),
                register.name
            );
            self.problems.push(Problem::error("owner-not-admitted", message));
        }
        let (from, to) = (register.valid_from, register.valid_to);
        if from.is_some_and(|f| self.on < f) || to.is_some_and(|t| t < self.on) {
            let message = format!("Sổ “{}” không dùng cho ngày {}", register.name, vn(self.on));
            self.tell(&register.record_date, Problem::error("register-not-valid", message));
        }
    }

    fn entry(&mut self, input: &Data) -> Data {
        let level = Level { fields: &self.context.register.fields, prefix: "", secret: false };
        self.unknown(level, input);
        let mut data = Data::new();
        let plain = |f: &&Field| !matches!(f.kind, FieldKind::Children { .. });
        for field in level.fields.iter().filter(plain) {
            self.given(level, field, input, &mut data);
        }
        // rows may ask for the entry's computed fields, and these for the rows
        self.compute(level, input, &mut data, None, false);
        for field in level.fields.iter().filter(|f| !plain(f)) {
            let rows = self.rows(field, input.get(&field.slug), &data);
            if !rows.is_empty() {
                data.insert(field.slug.clone(), Value::Array(rows));
            }
        }
        self.compute(level, input, &mut data, None, true);
        self.finish(level, &mut data, None);
        data
    }

    /// Brings one given value into canonical form.
    fn given(&mut self, level: Level<'_>, field: &Field, input: &Data, data: &mut Data) {
        let Some(value) = input.get(&field.slug).filter(|v| is_filled(Some(v))) else { return };
        if field.computed.is_some() {
            return;
        }
        let path = format!("{}{}", level.prefix, field.slug);
        let searchable = field.see.is_empty() && !level.secret;
        let mark = self.search.len();
        if let Some(value) = self.value(field, value, &path) {
            data.insert(field.slug.clone(), value);
        }
        if !searchable {
            self.search.truncate(mark);
        }
    }

    fn rows(&mut self, field: &Field, given: Option<&Value>, entry: &Data) -> Vec<Value> {
        let FieldKind::Children { fields, max_rows } = &field.kind else { return Vec::new() };
        let Some(given) = given.filter(|v| is_filled(Some(v))) else { return Vec::new() };
        let Some(list) = given.as_array() else {
            self.tell(&field.slug, wrong_kind("danh sách các dòng", given));
            return Vec::new();
        };
        if list.len() > usize::try_from(*max_rows).unwrap_or(usize::MAX) {
            let message = format!("Có {} dòng, nhiều nhất là {max_rows}", list.len());
            self.tell(&field.slug, Problem::error("too-many-rows", message));
            return Vec::new();
        }
        let mut ids = BTreeSet::new();
        let mut rows = Vec::new();
        for (i, row) in list.iter().enumerate() {
            let path = format!("{}[{}]", field.slug, i + 1);
            match row.as_object() {
                Some(row) => rows.extend(self.row(field, fields, row, &path, entry, &mut ids)),
                None => self.tell(&path, wrong_kind("một dòng gồm các trường", row)),
            }
        }
        rows
    }

    fn row(
        &mut self,
        children: &Field,
        fields: &[Field],
        input: &Data,
        path: &str,
        entry: &Data,
        ids: &mut BTreeSet<String>,
    ) -> Option<Value> {
        let prefix = format!("{path}.");
        let level = Level { fields, prefix: &prefix, secret: !children.see.is_empty() };
        self.unknown(level, input);
        let id = match input.get("id").filter(|v| is_filled(Some(v))) {
            None => (self.new_id)(),
            Some(Value::String(s)) if s.len() <= 64 && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => {
                s.clone()
            }
            Some(_) => {
                self.tell(
                    &format!("{prefix}id"),
                    Problem::error("bad-row-id", "Mã dòng không đúng dạng").hint("bỏ trống để hệ thống tự đặt"),
                );
                return None;
            }
        };
        if !ids.insert(id.clone()) {
            self.tell(&format!("{prefix}id"), Problem::error("duplicate-row", format!("Mã dòng “{id}” bị trùng")));
        }
        let mut data = Data::new();
        for field in fields {
            self.given(level, field, input, &mut data);
        }
        self.compute(level, input, &mut data, Some(entry), true);
        self.finish(level, &mut data, Some(entry));
        data.insert("id".into(), id.into());
        Some(Value::Object(data))
    }

    fn unknown(&mut self, level: Level<'_>, input: &Data) {
        let in_row = !level.prefix.is_empty();
        for key in input.keys() {
            if level.fields.iter().any(|f| &f.slug == key) || (in_row && key == "id") {
                continue;
            }
            let slugs = level.fields.iter().map(|f| f.slug.as_str());
            let named = level.fields.iter().find(|f| fold(&f.name) == fold(key)).map(|f| f.slug.as_str());
            let problem = Problem::error("unknown-field", format!("Sổ không có trường “{key}”"));
            let problem = match named.or_else(|| did_you_mean(key, slugs.clone())) {
                Some(near) => problem.hint(format!("có phải “{near}”?")),
                None => problem.hint(format!("các trường: {}", slugs.collect::<Vec<_>>().join(", "))),
            };
            self.tell(&format!("{}{key}", level.prefix), problem);
        }
    }

    /// Works computed fields out, in the order of definition; `last` when all they are made from is known.
    fn compute(&mut self, level: Level<'_>, input: &Data, data: &mut Data, entry: Option<&Data>, last: bool) {
        for field in level.fields {
            let Some(computed) = &field.computed else { continue };
            let computing =
                Computing { catalogue: self.context.catalogue, fields: level.fields, scope: scope(data, entry) };
            let value = match computing.value(field, computed) {
                Ok(value) => value,
                Err(problem) => {
                    if last {
                        self.tell(&format!("{}{}", level.prefix, field.slug), problem);
                    }
                    None
                }
            };
            if last && self.context.mode == Mode::Add {
                self.compare_computed(level, field, input.get(&field.slug), value.as_ref());
            }
            match value {
                Some(value) => data.insert(field.slug.clone(), value),
                None => data.remove(&field.slug),
            };
        }
    }

    /// A computed field is never typed; the very value that is computed may stand in data that is checked again.
    fn compare_computed(&mut self, level: Level<'_>, field: &Field, given: Option<&Value>, value: Option<&Value>) {
        let Some(given) = given.filter(|v| is_filled(Some(v))) else { return };
        let path = format!("{}{}", level.prefix, field.slug);
        let read = self.value(field, given, &path);
        if read.is_some() && read.as_ref() != value {
            let message = format!("“{}” do hệ thống tính; số đã ghi khác với kết quả tính", field.name);
            self.tell(&path, Problem::error("computed-field", message).hint("bỏ trống trường này"));
        }
    }

    /// What can be judged only when all values are known: hidden and required fields, limits.
    fn finish(&mut self, level: Level<'_>, data: &mut Data, entry: Option<&Data>) {
        let mut hidden_computed = Vec::new();
        for field in level.fields {
            let path = format!("{}{}", level.prefix, field.slug);
            let here = scope(data, entry);
            let filled = here.get(&field.slug);
            let visible = field.visible_if.as_ref().is_none_or(|c| here.holds(c));
            if !visible || !field.valid_on(self.on) {
                if field.computed.is_some() {
                    hidden_computed.push(field.slug.clone());
                } else if filled.is_some() {
                    self.tell(&path, not_asked(field, visible, self.on));
                }
                continue;
            }
            let required = field.required || field.required_if.as_ref().is_some_and(|c| here.holds(c));
            // the record date has been asked for already
            let asked = level.prefix.is_empty() && field.slug == self.context.register.record_date;
            let told = self.problems.iter().any(|p| p.is_error() && at_or_under(p, &path));
            if required && filled.is_none() && !asked && !told {
                self.tell(&path, Problem::error("required", format!("Phải ghi “{}”", field.name)));
            }
            if let Some(value) = filled {
                for problem in self.limits(field, value, here) {
                    self.tell(&path, problem);
                }
            }
        }
        for slug in hidden_computed {
            data.remove(&slug);
        }
    }
}

fn scope<'a>(data: &'a Data, entry: Option<&'a Data>) -> Scope<'a> {
    match entry {
        Some(entry) => Scope { entry, row: Some(data) },
        None => Scope { entry: data, row: None },
    }
}

/// Whether a problem was told at the field or inside it, so that an unreadable value is not also called missing.
fn at_or_under(problem: &Problem, path: &str) -> bool {
    let rest = problem.place.field.as_deref().and_then(|f| f.strip_prefix(path));
    rest.is_some_and(|r| r.is_empty() || r.starts_with(['[', '.']))
}

fn not_asked(field: &Field, visible: bool, on: Date) -> Problem {
    if visible {
        return Problem::error("field-not-valid", format!("“{}” không dùng cho ngày {}", field.name, vn(on)))
            .hint("bỏ trống trường này");
    }
    Problem::error("hidden-field", format!("“{}” không áp dụng với các giá trị đã ghi ở trường khác", field.name))
        .hint("bỏ trống trường này, hoặc xem lại các trường kia")
}

/// "31/03/2021".
pub(super) fn vn(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// A value of the wrong kind.
pub(super) fn wrong_kind(wanted: &str, given: &Value) -> Problem {
    let is = match given {
        Value::Null => "để trống",
        Value::Bool(_) => "có/không",
        Value::Number(_) => "số",
        Value::String(_) => "chữ",
        Value::Array(_) => "danh sách",
        Value::Object(_) => "nhóm giá trị",
    };
    Problem::error("wrong-kind", format!("Cần {wanted}, đã ghi {is}"))
}
