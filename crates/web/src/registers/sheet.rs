//! The sheet on which an entry is written, new or changed: its fields, its problems, its buttons.

use super::form::files::Tokens;
use super::form::read;
use super::form::view::{Group, Source, element};
use super::owner::Chosen;
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html_with};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use askama::Template;
use axum::http::StatusCode;
use desk::Desk;
use domain::Timestamp;
use domain::problem::Problem;
use domain::registers::{Data, Field, FieldKind, Register, Transition};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::registers::Entry;

/// A button that saves.
pub struct Save {
    /// Value of `_luu`.
    pub value: String,
    /// Its words.
    pub label: String,
    /// Whether it is the first one.
    pub primary: bool,
}

/// What a sheet is drawn from.
pub struct Sheet<'a> {
    /// Register.
    pub register: &'a Register,
    /// For whom.
    pub chosen: &'a Chosen,
    /// The entry that is changed; `None` for a new one.
    pub entry: Option<&'a Entry>,
    /// The version that the change began from.
    pub given: i64,
    /// Key of the unfinished form.
    pub draft: &'a str,
    /// When the server last kept it.
    pub kept: Option<Timestamp>,
    /// Pairs, tidied.
    pub form: &'a Form,
    /// What is wrong.
    pub problems: &'a [Problem],
    /// A sentence at the top.
    pub flash: Option<String>,
}

#[derive(Template)]
#[template(path = "registers/sheet.html")]
struct SheetPage {
    f: Frame,
    action: String,
    autosave: String,
    autosave_title: String,
    reopens: String,
    kept_at: i64,
    draft: String,
    given: i64,
    organ_text: String,
    organ_name: String,
    change_organ: Option<String>,
    lead: String,
    groups: Vec<Group>,
    problems: Vec<(String, String)>,
    headline: String,
    multipart: bool,
    editing: bool,
    saves: Vec<Save>,
    back: String,
}

/// Whether the register, or one of its rows, has files.
pub fn has_files(register: &Register) -> bool {
    let is = |f: &Field| matches!(f.kind, FieldKind::Attachment { .. });
    register.fields.iter().any(|f| is(f) || register.child_fields(&f.slug).iter().any(is))
}

impl Sheet<'_> {
    /// Draws it; with problems the status says that nothing was written.
    pub fn page(&self, app: &App, viewer: &Viewer, desk: &Desk<'_>) -> Outcome {
        let t = viewer.lang;
        let (pinned, units) = (app.store().pinned()?, app.store().units());
        let on = read::record_date(self.register, self.form).unwrap_or(viewer.today);
        let none = Data::new();
        let names = desk.names(on);
        let path = self.entry.map_or_else(String::new, |e| format!("/muc/{}", e.id));
        let source = Source {
            t,
            catalogue: &pinned.catalogue,
            register: self.register,
            role: viewer.role(),
            owner: &self.chosen.owner,
            on,
            form: self.form,
            problems: self.problems,
            names: &names,
            units: &units,
            tokens: Tokens(app.seal()),
            data: self.entry.map_or(&none, |e| &e.data),
            entry: &path,
        };
        let register_name = t.name(&self.register.name, &self.register.name_en);
        let title = match self.entry {
            Some(e) => t.fill("Sửa mục số {}", "Change entry no. {}", [&e.number]),
            None => t.say("Mục mới", "New entry").to_string(),
        };
        let mut frame = Page::new(&title)
            .room("/so")
            .crumb("/so", t.say("Sổ", "Registers"))
            .crumb(format!("/so/{}", self.register.slug), register_name)
            .script("form.js")
            .flash(self.flash.clone());
        if let Some(e) = self.entry {
            frame = frame.crumb(&path, e.title.clone());
        }
        let errors: Vec<&Problem> = self.problems.iter().collect();
        let page = SheetPage {
            action: self.action(),
            autosave: self.autosave(),
            autosave_title: format!("{register_name}: {title}"),
            reopens: self.reopens(),
            kept_at: self.kept.map_or(0, |k| k.as_millisecond()),
            draft: self.draft.to_string(),
            given: self.given,
            organ_text: self.chosen.text.clone(),
            organ_name: self.chosen.name.clone(),
            change_organ: self.entry.is_none().then(|| format!("/so/{}/moi?chon=1", self.register.slug)),
            lead: register_name.to_string(),
            groups: source.groups()?,
            problems: errors.iter().map(|p| (self.anchor(p), self.line(&source, p))).collect(),
            headline: t.count(
                errors.len(),
                "Chưa ghi được: có {} chỗ cần xem lại",
                "Not saved: {} point to look at",
                "Not saved: {} points to look at",
            ),
            multipart: has_files(self.register),
            editing: self.entry.is_some(),
            saves: self.saves(viewer, desk)?,
            back: if path.is_empty() { format!("/so/{}", self.register.slug) } else { path.clone() },
            f: Frame::of(app, viewer, frame),
        };
        let status = if self.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        html_with(status, &page)
    }

    /// Where it is sent.
    fn action(&self) -> String {
        match self.entry {
            Some(e) => format!("/muc/{}/sua", e.id),
            None => format!("/so/{}/moi", self.register.slug),
        }
    }

    /// Where it is kept while it is being written. What names start with an underscore is not kept, so what the draft must
    /// know of the form stands in the address.
    fn autosave(&self) -> String {
        match self.entry {
            Some(e) => format!("/nhap/{}?muc={}&ban={}", self.draft, e.id, self.given),
            None => format!("/nhap/{}?so={}", self.draft, self.register.slug),
        }
    }

    /// The address that opens this form again as it was left; the script makes it the page's own, so that reloading the
    /// answer of a refused submit leads back here.
    fn reopens(&self) -> String {
        match self.entry {
            Some(e) => format!("/muc/{}/sua?nhap={}", e.id, self.draft),
            None => {
                let organ = utf8_percent_encode(&self.chosen.text, NON_ALPHANUMERIC);
                format!("/so/{}/moi?co-quan={organ}&nhap={}", self.register.slug, self.draft)
            }
        }
    }

    /// The element of a problem; of one that is at no field of the form, its top.
    fn anchor(&self, p: &Problem) -> String {
        let field = p.place.field.as_deref().unwrap_or_default();
        let top = field.split(['[', '.']).next().unwrap_or(field);
        if self.register.field(top).is_some() { element(field) } else { "main".into() }
    }

    /// A problem with the name of its field before it, as a list of problems needs it.
    fn line(&self, source: &Source<'_>, p: &Problem) -> String {
        let path = p.place.field.as_deref().unwrap_or_default();
        let (top, rest) = path.split_once('[').unwrap_or((path, ""));
        let Some(field) = self.register.field(top) else { return source.said(p) };
        let name = source.t.name(&field.name, &field.name_en);
        match rest.split_once("].") {
            Some((number, inner)) => {
                let inner = inner.split('[').next().unwrap_or(inner);
                let below = self.register.child_fields(top).iter().find(|f| f.slug == inner);
                let below = below.map_or(inner, |f| source.t.name(&f.name, &f.name_en));
                format!("{name} {number}, {below}: {}", source.said(p))
            }
            None => format!("{name}: {}", source.said(p)),
        }
    }

    /// The buttons that save: a new entry may be left in its first state or take a step at once; a change may go with a step.
    fn saves(&self, viewer: &Viewer, desk: &Desk<'_>) -> Result<Vec<Save>, Fault> {
        let t = viewer.lang;
        let without_reason = |list: Vec<Transition>| list.into_iter().filter(|s| !s.reason).collect::<Vec<_>>();
        let step =
            |s: &Transition, primary: bool| Save { value: format!("buoc:{}", s.slug), label: s.name.clone(), primary };
        let initial = self.register.initial_state();
        match self.entry {
            None => {
                let ways = domain::registers::steps(self.register, initial, viewer.role());
                let ways = without_reason(ways.into_iter().cloned().collect());
                let mut out: Vec<Save> = ways.iter().enumerate().map(|(i, s)| step(s, i == 0)).collect();
                let name = self.register.state(initial).map_or("", |s| s.name.as_str());
                let label = t.fill("Lưu là “{}”", "Save as “{}”", [&name]);
                out.push(Save { value: "giu".into(), label, primary: out.is_empty() });
                Ok(out)
            }
            Some(entry) => {
                let mut out =
                    vec![Save { value: "luu".into(), label: t.say("Lưu", "Save").to_string(), primary: true }];
                let ways = without_reason(desk.steps(entry)?);
                let label = |s: &Transition| t.fill("Lưu và “{}”", "Save and “{}”", [&s.name]);
                out.extend(ways.iter().map(|s| Save { label: label(s), ..step(s, false) }));
                Ok(out)
            }
        }
    }
}
