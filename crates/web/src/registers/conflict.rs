//! Two people have changed one entry: both versions side by side, nothing lost. For each field that differs one chooses; what
//! only one of the two has changed is chosen already.

use super::edit::Editing;
use super::form::files::Tokens;
use super::form::view::label;
use super::form::{ORGAN, read, write as pairs};
use crate::shell::fault::{Outcome, html_with};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::say;
use askama::Template;
use axum::http::StatusCode;
use domain::registers::{Catalogue, Data, Field, FieldKind, Names, Register};
use std::collections::BTreeSet;

/// A field that differs.
struct Differs {
    slug: String,
    label: String,
    mine: Vec<String>,
    theirs: Vec<String>,
    /// Whether mine is chosen to begin with.
    keep_mine: bool,
    /// Both have changed it.
    both: bool,
}

#[derive(Template)]
#[template(path = "registers/conflict.html")]
struct Conflict {
    f: Frame,
    action: String,
    back: String,
    draft: String,
    current: i64,
    who: String,
    at: String,
    save: String,
    hidden: Vec<(String, String)>,
    fields: Vec<Differs>,
}

/// The pairs of one field, its rows and endings included.
fn of_field<'a>(form: &'a Form, slug: &str) -> Vec<&'a (String, String)> {
    let belongs = |name: &str| {
        name.strip_prefix(slug).is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
    };
    form.0.iter().filter(|(name, value)| belongs(name) && !value.trim().is_empty()).collect()
}

/// The form in which, field by field, mine or theirs was chosen; by itself, what stands wins.
pub(super) fn merged(editing: &Editing<'_>, form: &Form) -> Form {
    let tokens = Tokens(editing.app.seal());
    let theirs = pairs::form(editing.register, editing.viewer.role(), &editing.entry.data, tokens);
    let all_mine = form.text("_luu-tat-ca") == "toi";
    let mut out: Vec<(String, String)> =
        form.0.iter().filter(|(n, _)| n.starts_with('_') || n == ORGAN).cloned().collect();
    for field in &editing.register.fields {
        let mine = all_mine || form.text(&format!("_giu.{}", field.slug)) != "ho";
        let from = if mine { form } else { &theirs };
        out.extend(of_field(from, &field.slug).into_iter().cloned());
    }
    Form(out)
}

/// The page on which one chooses.
pub(super) fn page(editing: &Editing<'_>, mine: &Form, given: i64, save: &str) -> Outcome {
    let (app, viewer, register, entry) = (editing.app, editing.viewer, editing.register, editing.entry);
    let (store, t) = (app.store(), viewer.lang);
    let tokens = Tokens(app.seal());
    let drawn = |data: &Data| pairs::form(register, viewer.role(), data, tokens);
    let history = store.history(&entry.id)?;
    let base = history.iter().find(|v| v.version == given).map_or_else(Form::default, |v| drawn(&v.data));
    let theirs = drawn(&entry.data);
    let last = history.last();
    let (pinned, units) = (store.pinned()?, store.units());
    let names = editing.desk.names(entry.record_date);
    let telling = Telling { catalogue: &pinned.catalogue, names: &names, units: &units, on: entry.record_date, tokens };
    let values = |form: &Form, field: &Field| read_alike(register, form, field, viewer, tokens);
    let mut fields = Vec::new();
    for field in register.fields.iter().filter(|f| f.computed.is_none() && f.seen_by(viewer.role())) {
        let (m, o, b) = (values(mine, field), values(&theirs, field), values(&base, field));
        if m == o {
            continue;
        }
        fields.push(Differs {
            slug: field.slug.clone(),
            label: t.name(&field.name, &field.name_en).to_string(),
            mine: telling.lines(t, field, mine),
            theirs: telling.lines(t, field, &theirs),
            keep_mine: m != b,
            both: m != b && o != b,
        });
    }
    let title = t.say("Hai người cùng sửa mục này", "Two people have changed this entry");
    let path = format!("/muc/{}", entry.id);
    let frame = Page::new(title)
        .room("/so")
        .crumb("/so", t.say("Sổ", "Registers"))
        .crumb(format!("/so/{}", register.slug), t.name(&register.name, &register.name_en))
        .crumb(&path, entry.title.clone());
    let page = Conflict {
        action: format!("{path}/sua"),
        back: path,
        draft: editing.draft.to_string(),
        current: entry.version,
        who: last.map_or_else(String::new, |v| v.actor.clone()),
        at: last.map_or_else(String::new, |v| say::time_of(&v.at)),
        save: if save.is_empty() { "luu".into() } else { save.to_string() },
        hidden: mine.0.iter().filter(|(name, _)| !name.starts_with('_')).cloned().collect(),
        fields,
        f: Frame::of(app, viewer, frame),
    };
    html_with(StatusCode::CONFLICT, &page)
}

/// What a form says in a field, in a shape in which two forms can be compared: what was typed in another spelling of the same
/// (a date, a number with its points) is told apart only when it cannot be helped.
fn read_alike(
    register: &Register,
    form: &Form,
    field: &Field,
    viewer: &crate::shell::guard::Viewer,
    tokens: Tokens<'_>,
) -> Option<String> {
    let one = Form(of_field(form, &field.slug).into_iter().cloned().collect());
    let data = read::data(register, viewer.role(), &one, tokens);
    let value = data.get(&field.slug)?;
    let text = value.to_string();
    let plain =
        matches!(field.kind, FieldKind::Date { .. }).then(|| domain::calendar::parse_date(value.as_str()?).ok());
    Some(plain.flatten().map_or(text, |d| d.to_string()))
}

/// Says in words what pairs hold.
struct Telling<'a> {
    catalogue: &'a Catalogue,
    names: &'a dyn Names,
    units: &'a domain::units::Units,
    on: domain::Date,
    tokens: Tokens<'a>,
}

impl Telling<'_> {
    /// What a field holds, a line for each value or row.
    fn lines(&self, t: crate::Lang, field: &Field, form: &Form) -> Vec<String> {
        let FieldKind::Children { fields, .. } = &field.kind else { return self.values(t, field, &field.slug, form) };
        let numbers: BTreeSet<usize> = super::form::row_numbers(form, &field.slug).into_iter().collect();
        let row = |n: usize| {
            let cells = fields.iter().flat_map(|f| self.values(t, f, &format!("{}[{n}].{}", field.slug, f.slug), form));
            format!("{}. {}", n + 1, cells.collect::<Vec<_>>().join("; "))
        };
        numbers.into_iter().map(row).collect()
    }

    fn values(&self, t: crate::Lang, field: &Field, name: &str, form: &Form) -> Vec<String> {
        let typed = form.get(&format!("{name}{}", super::form::TYPED)).map(str::to_string);
        let approx = match form.get(&format!("{name}{}", super::form::APPROX)) {
            Some("cho") => return vec![t.say("đang chờ", "not known yet").to_string()],
            Some("tren") => t.say("trên ", "over "),
            Some("gan") => t.say("gần ", "nearly "),
            Some("khoang") => t.say("khoảng ", "about "),
            _ => "",
        };
        let one = |value: &str| match &field.kind {
            FieldKind::Choice(source) | FieldKind::Choices(source) => {
                self.catalogue.choice_name(source, value).to_string()
            }
            FieldKind::YesNo if value == "co" => t.say("có", "yes").to_string(),
            FieldKind::YesNo => t.say("không", "no").to_string(),
            FieldKind::Unit { .. } | FieldKind::Document { .. } | FieldKind::Link { .. } => {
                label(value, self.names, self.catalogue, self.units, self.on)
            }
            FieldKind::Attachment { .. } => {
                let name = self.tokens.read(value).and_then(|v| v.get("ten")?.as_str().map(str::to_string));
                name.unwrap_or_default()
            }
            _ => format!("{approx}{value}"),
        };
        form.all(name).map(one).chain(typed).collect()
    }
}
