//! The fields of a form as the page draws them: each kind of field with its control, help, problems and conditions.

use super::control::{Control, Kept, Pick, RowView};
use super::files::{Tokens, size_text};
use super::{APPROX, TYPED, row_numbers};
use crate::shell::fault::Fault;
use crate::shell::form::Form;
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use domain::Date;
use domain::ids::UnitId;
use domain::problem::Problem;
use domain::registers::{
    Catalogue, ChoiceSource, Data, Field, FieldKind, Names, Owner, Register, Role, Target, display,
};
use domain::units::Units;
use serde_json::Value;

/// Up to this many choices stand as buttons to tick; more stand in a list to open.
const RADIOS_MAX: usize = 5;
/// From this many choices on a box narrows them.
const FIND_FROM: usize = 13;

/// What the fields are drawn from.
pub struct Source<'a> {
    /// Language.
    pub t: Lang,
    /// Catalogue in use.
    pub catalogue: &'a Catalogue,
    /// Register.
    pub register: &'a Register,
    /// Role of the viewer.
    pub role: Role,
    /// For whom the entry is; choices depend on it.
    pub owner: &'a Owner,
    /// The record date, or the day by which the form is drawn until there is one.
    pub on: Date,
    /// What was typed, tidied.
    pub form: &'a Form,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// Names of what was chosen.
    pub names: &'a dyn Names,
    /// Units, for the names of organs not used yet.
    pub units: &'a Units,
    /// Reads the tokens of files.
    pub tokens: Tokens<'a>,
    /// The entry as it stands: its computed fields.
    pub data: &'a Data,
    /// The entry's address, where its files are; empty for a new one.
    pub entry: &'a str,
}

/// A heading with its fields.
pub struct Group {
    /// Heading.
    pub name: String,
    /// Fields, drawn.
    pub fields: Vec<String>,
}

#[derive(Template)]
#[template(path = "registers/form/field.html")]
struct FieldView {
    t: Lang,
    name: String,
    id: String,
    label: String,
    help: Option<String>,
    required: bool,
    visible_if: Option<String>,
    required_if: Option<String>,
    wide: bool,
    errors: Vec<String>,
    control: Control,
}

#[derive(Template)]
#[template(path = "registers/form/row.html")]
struct Row<'a> {
    t: Lang,
    name: &'a str,
    title: &'a str,
    row: &'a RowView,
}

impl FieldView {
    /// A row of children, drawn.
    fn row(&self, row: &RowView) -> askama::Result<String> {
        Row { t: self.t, name: &self.name, title: &self.label, row }.render()
    }
    /// What the input carries beside its value: its id, what describes it, whether it is wrong or required.
    fn marks(&self) -> String {
        let described = self.described();
        let described = if described.is_empty() { String::new() } else { format!(" aria-describedby=\"{described}\"") };
        let invalid = if self.errors.is_empty() { "" } else { " aria-invalid=\"true\"" };
        let output = matches!(self.control, Control::Computed { .. });
        let required = if self.required && !output { " aria-required=\"true\"" } else { "" };
        format!(" id=\"{}\"{described}{invalid}{required}", self.id)
    }
    /// Ids of what describes the field.
    fn described(&self) -> String {
        let help = self.help.as_ref().map(|_| format!("{}-h", self.id));
        let errors = (!self.errors.is_empty()).then(|| format!("{}-e", self.id));
        help.into_iter().chain(errors).collect::<Vec<_>>().join(" ")
    }
}

/// Where a field stands: the entry itself, or one of its rows.
struct At {
    /// Before the name: "" or "y-kien[0].".
    name: String,
    /// Before the id: "f-" or "f-y-kien-0-".
    id: String,
    /// Before the path of problems: "" or "y-kien[1].".
    path: String,
}

impl Source<'_> {
    /// All fields that the role sees, under their headings.
    pub fn groups(&self) -> Result<Vec<Group>, Fault> {
        let mut groups: Vec<Group> = Vec::new();
        let top = At { name: String::new(), id: "f-".into(), path: String::new() };
        for field in self.register.fields.iter().filter(|f| self.asked(f, "")) {
            let name = field.group.clone().unwrap_or_else(|| self.t.say("Nội dung khác", "Other").to_string());
            let drawn = self.field(field, &top)?;
            match groups.iter_mut().find(|g| g.name == name) {
                Some(group) => group.fields.push(drawn),
                None => groups.push(Group { name, fields: vec![drawn] }),
            }
        }
        Ok(groups)
    }

    /// A field that is not asked on the date is shown only when something stands in it.
    fn asked(&self, field: &Field, before: &str) -> bool {
        let name = format!("{before}{}", field.slug);
        field.seen_by(self.role) && (field.valid_on(self.on) || self.form.get(&name).is_some())
    }

    fn field(&self, field: &Field, at: &At) -> Result<String, Fault> {
        let json = |c: &Option<domain::registers::Condition>| c.as_ref().and_then(|c| serde_json::to_string(c).ok());
        let name = format!("{}{}", at.name, field.slug);
        let id = format!("{}{}", at.id, field.slug);
        let control = self.control(field, &name, at)?;
        let wide = matches!(
            control,
            Control::Long { .. } | Control::Rows { .. } | Control::Files { .. } | Control::Ticks { many: true, .. }
        ) || matches!(field.kind, FieldKind::Text { max_length, .. } if max_length > 120);
        let rows = matches!(control, Control::Rows { .. });
        let view = FieldView {
            t: self.t,
            errors: self.errors(&format!("{}{}", at.path, field.slug), !rows),
            label: self.t.name(&field.name, &field.name_en).to_string(),
            help: field.help.clone(),
            required: field.required,
            visible_if: json(&field.visible_if),
            required_if: json(&field.required_if),
            name,
            id,
            wide,
            control,
        };
        view.render().map_err(|e| Fault::internal(&e.to_string()))
    }

    /// What is wrong at a path, or also at the items of the list there.
    fn errors(&self, path: &str, with_items: bool) -> Vec<String> {
        let here = |p: &&Problem| {
            let rest = p.place.field.as_deref().and_then(|f| f.strip_prefix(path));
            rest.is_some_and(|r| r.is_empty() || (with_items && r.starts_with('[')))
        };
        self.problems.iter().filter(here).map(|p| self.said(p)).collect()
    }

    /// A problem with what to do about it.
    pub fn said(&self, p: &Problem) -> String {
        match &p.hint {
            Some(hint) => format!("{} ({hint})", self.t.problem(p)),
            None => self.t.problem(p),
        }
    }

    fn control(&self, field: &Field, name: &str, at: &At) -> Result<Control, Fault> {
        let value = || self.form.text(name).to_string();
        if field.computed.is_some() {
            let known = if at.name.is_empty() { self.data.get(&field.slug) } else { None };
            let value = known.map(|v| display(self.catalogue, field, v, self.names)).unwrap_or_default();
            return Ok(Control::Computed { value });
        }
        Ok(match &field.kind {
            FieldKind::Text { max_length, .. } => Control::Line { value: value(), max: *max_length },
            FieldKind::LongText { max_length } => Control::Long { value: value(), max: *max_length },
            FieldKind::Date { .. } => Control::Day { value: value() },
            FieldKind::Integer { .. } | FieldKind::Quantity { .. } | FieldKind::Money => self.number(field, name),
            FieldKind::YesNo => {
                let said = self.form.get(name).unwrap_or_default();
                let pick = |value: &str, label: &str| Pick {
                    on: said == value,
                    value: value.to_string(),
                    label: label.to_string(),
                };
                let mut picks = vec![pick("co", self.t.say("Có", "Yes")), pick("khong", self.t.say("Không", "No"))];
                if !field.required {
                    picks.push(pick("", self.t.say("Chưa ghi", "Not stated")));
                }
                Control::Ticks { many: false, find: false, picks }
            }
            FieldKind::Choice(source) => {
                let mut picks = self.picks(source, name);
                if picks.len() > RADIOS_MAX {
                    Control::List { picks }
                } else {
                    if !field.required {
                        let on = self.form.get(name).is_none();
                        picks.push(Pick {
                            value: String::new(),
                            label: self.t.say("Chưa ghi", "Not stated").into(),
                            on,
                        });
                    }
                    Control::Ticks { many: false, find: false, picks }
                }
            }
            FieldKind::Choices(source) => {
                let picks = self.picks(source, name);
                Control::Ticks { many: true, find: picks.len() >= FIND_FROM, picks }
            }
            FieldKind::Unit { many, other, .. } => self.combo(name, self.unit_source(field), *many, *other),
            FieldKind::Document { many } => self.combo(name, "/tim/van-ban".into(), *many, true),
            FieldKind::Link { register, many } => self.combo(name, format!("/tim/muc/{register}"), *many, false),
            FieldKind::Attachment { max_files, max_mib } => {
                Control::Files { kept: self.kept(name), max_mib: *max_mib, max_files: *max_files }
            }
            FieldKind::Children { fields, max_rows } => self.rows(field, fields, *max_rows)?,
        })
    }

    fn number(&self, field: &Field, name: &str) -> Control {
        let (unit, decimals) = field.number_unit().unwrap_or((None, 0));
        let symbol = unit.map(|u| self.catalogue.counting_units.get(u).map_or(u, |u| u.symbol.as_str()));
        let said = self.form.get(&format!("{name}{APPROX}")).unwrap_or_default();
        let words = [
            ("", self.t.say("đúng", "exactly"), true),
            ("tren", self.t.say("trên", "over"), field.approx),
            ("gan", self.t.say("gần", "nearly"), field.approx),
            ("khoang", self.t.say("khoảng", "about"), field.approx),
            ("cho", self.t.say("đang chờ", "not known yet"), field.pending),
        ];
        let approx = words
            .into_iter()
            .filter(|(slug, _, may)| *may || *slug == said)
            .map(|(slug, label, _)| Pick { value: slug.into(), label: label.into(), on: slug == said })
            .collect::<Vec<_>>();
        Control::Number {
            value: self.form.text(name).to_string(),
            decimals,
            unit: symbol.unwrap_or_default().to_string(),
            approx: if approx.len() > 1 { approx } else { Vec::new() },
        }
    }

    /// The choices of the owner on the date, and whatever else stands in the form.
    fn picks(&self, source: &ChoiceSource, name: &str) -> Vec<Pick> {
        let said: Vec<&str> = self.form.all(name).collect();
        let allowed = self.catalogue.choices(source, self.owner, self.on);
        let mut picks: Vec<Pick> = allowed
            .iter()
            .map(|c| Pick { value: c.slug.clone(), label: c.name.clone(), on: said.contains(&c.slug.as_str()) })
            .collect();
        for other in said.iter().filter(|s| !allowed.iter().any(|c| c.slug == **s)) {
            let label = self.catalogue.choice_name(source, other).to_string();
            picks.push(Pick { value: (*other).to_string(), label, on: true });
        }
        picks
    }

    fn unit_source(&self, field: &Field) -> String {
        let FieldKind::Unit { target, within, .. } = field.kind else { return String::new() };
        let path = match target {
            Target::Area => "/tim/don-vi",
            Target::Organ => "/tim/co-quan",
            Target::Either => "/tim/noi",
        };
        let inside = if within { format!("&trong={}", self.owner.area) } else { String::new() };
        format!("{path}?ngay={}{inside}", self.on)
    }

    fn combo(&self, name: &str, source: String, many: bool, free: bool) -> Control {
        let pick = |value: &str| Pick { value: value.to_string(), label: self.label(value), on: true };
        let picks = self.form.all(name).map(pick).collect();
        Control::Combo { source, many, free, picks, typed: self.form.text(&format!("{name}{TYPED}")).to_string() }
    }

    /// The name of what was chosen.
    fn label(&self, value: &str) -> String {
        label(value, self.names, self.catalogue, self.units, self.on)
    }

    fn kept(&self, name: &str) -> Vec<Kept> {
        let file = |token: &str| {
            let file = self.tokens.read(token)?;
            let sha256 = file.get("sha256")?.as_str()?;
            let path = if self.in_entry(sha256) { format!("{}/tep/{sha256}", self.entry) } else { String::new() };
            Some(Kept {
                name: file.get("ten")?.as_str()?.to_string(),
                size: size_text(file.get("bytes")?.as_u64()?),
                token: token.to_string(),
                path,
            })
        };
        self.form.all(name).filter_map(file).collect()
    }

    fn in_entry(&self, sha256: &str) -> bool {
        !self.entry.is_empty() && Value::Object(self.data.clone()).to_string().contains(sha256)
    }

    fn rows(&self, field: &Field, fields: &[Field], max: u32) -> Result<Control, Fault> {
        let row = |number: String, shown: String, path: String| -> Result<RowView, Fault> {
            let before = format!("{}[{number}].", field.slug);
            let at = At { id: format!("f-{}-{number}-", field.slug), path: format!("{path}."), name: before };
            let asked = fields.iter().filter(|f| f.computed.is_none() && self.asked(f, &at.name));
            Ok(RowView {
                id: self.form.text(&format!("{}id", at.name)).to_string(),
                fields: asked.map(|f| self.field(f, &at)).collect::<Result<_, _>>()?,
                errors: if path.is_empty() { Vec::new() } else { self.row_errors(&path) },
                number,
                shown,
            })
        };
        let numbers = row_numbers(self.form, &field.slug);
        let numbered = numbers.into_iter();
        let rows = numbered.map(|n| row(n.to_string(), (n + 1).to_string(), format!("{}[{}]", field.slug, n + 1)));
        Ok(Control::Rows {
            rows: rows.collect::<Result<_, _>>()?,
            template: row("__i__".into(), String::new(), String::new())?,
            max,
            adds: self.t.say("Thêm dòng", "Add a row").to_string(),
        })
    }

    fn row_errors(&self, path: &str) -> Vec<String> {
        let id = format!("{path}.id");
        let here = |p: &&Problem| p.place.field.as_deref().is_some_and(|f| f == path || f == id);
        self.problems.iter().filter(here).map(|p| self.said(p)).collect()
    }
}

/// The name of what a form names by "u:12", "c:5", "o:12/ubnd", "m:…"; the text itself of a name or citation.
pub fn label(value: &str, names: &dyn Names, catalogue: &Catalogue, units: &Units, on: Date) -> String {
    let Some((kind, rest)) = value.split_once(':') else { return value.to_string() };
    let id = rest.parse::<i64>().ok();
    let named = match kind {
        "u" => id.and_then(|id| names.unit(id)),
        "c" => id.and_then(|id| names.organ(id)),
        "o" => rest.split_once('/').and_then(|(area, organ)| {
            let version = units.nearest_version(UnitId(area.parse().ok()?), on)?;
            Some(catalogue.organ_kinds.name_of(organ, version))
        }),
        "m" => names.entry(rest),
        _ => Some(rest.to_string()),
    };
    named.unwrap_or_else(|| rest.to_string())
}

/// The element at which a problem stands, for the list of problems above the form.
pub fn element(path: &str) -> String {
    let Some((children, rest)) = path.split_once('[') else { return format!("f-{path}") };
    match rest.split_once("].") {
        Some((number, field)) => {
            let number = number.parse::<usize>().map_or(0, |n| n.saturating_sub(1));
            format!("f-{children}-{number}-{}", field.split('[').next().unwrap_or(field))
        }
        None => format!("f-{children}"),
    }
}

/// A date as a form shows it.
pub fn day(on: Date) -> String {
    say::date(&on)
}
