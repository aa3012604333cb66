//! The page of an entry: what it says, what it counts, what can be done with it, its story.

use super::at_desk::at_desk;
use super::history::{self, Told};
use super::posted::{self, Posted};
use super::values::{self, FileView, GroupShown, Preview, Shown};
use crate::app::App;
use crate::routes::{Access, WRITERS};
use crate::shell::fault::{Fault, Outcome, html_with};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::Desk;
use domain::problem::Problem;
use domain::registers::{Data, FieldKind, Register, Transition, dues, personal_numbers};
use serde_json::Value;
use store::StoreError;
use store::registers::Entry;

/// A step that may be taken.
struct Step {
    slug: String,
    name: String,
    /// Asks for a reason.
    reason: bool,
    /// Asks for a date: the field's name.
    date: Option<String>,
    /// Fields that must be filled first.
    missing: String,
    /// What was typed when it was tried.
    said: Typed,
}

/// What was typed with a step.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The reason.
    pub reason: String,
    /// The date.
    pub date: String,
}

/// Something to be done.
struct DueShown {
    name: String,
    text: String,
    date: String,
    late: bool,
}

/// A successor to which the entry can be assigned.
struct Heir {
    value: String,
    name: String,
    on: bool,
}

/// What came of trying a step.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    /// The step's slug, "huy" or "phan".
    pub what: String,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Status of the answer.
    pub status: u16,
}

#[derive(Template)]
#[template(path = "registers/show.html")]
struct Show {
    f: Frame,
    path: String,
    version: i64,
    number: String,
    register: String,
    register_path: String,
    state: String,
    voided: bool,
    organ: String,
    area: String,
    area_path: String,
    date: String,
    groups: Vec<GroupShown>,
    posted: Vec<Posted>,
    dues: Vec<DueShown>,
    warnings: Vec<String>,
    may_edit: bool,
    unfinished: Option<String>,
    may_void: bool,
    steps: Vec<Step>,
    heirs: Vec<Heir>,
    assigned: Option<String>,
    tried: Tried,
    problems: Vec<String>,
    history: Vec<Told>,
}

#[derive(Template)]
#[template(path = "registers/file.html")]
struct FileShown<'a> {
    t: Lang,
    file: &'a FileView,
}

impl Show {
    /// A file with its preview, drawn.
    fn file(&self, file: &FileView) -> askama::Result<String> {
        FileShown { t: self.f.t, file }.render()
    }
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>, query: Form) -> Outcome {
    app.work(move |app| {
        let entry = viewer.entry(app.store(), &id)?;
        page(app, &viewer, &entry, Tried::default(), flash(viewer.lang, &query))
    })
    .await
}

fn flash(t: Lang, query: &Form) -> Option<String> {
    let text = match query.get("da")? {
        "ghi" => t.say("Đã ghi.", "Saved."),
        "buoc" => t.say("Đã chuyển trạng thái.", "The step was taken."),
        "huy" => t.say(
            "Đã hủy mục. Số liệu đã trừ mục này; lịch sử vẫn còn.",
            "The entry was struck out. Figures no longer count it; its history stays.",
        ),
        "phan" => t.say("Đã phân mục.", "The entry was assigned."),
        _ => return None,
    };
    Some(text.to_string())
}

/// Draws it, after a step was tried or without.
pub fn page(app: &App, viewer: &Viewer, entry: &Entry, tried: Tried, flash: Option<String>) -> Outcome {
    at_desk(app, viewer, |desk| {
        let (store, t) = (app.store(), viewer.lang);
        let pinned = store.pinned()?;
        let register = pinned.catalogue.registers.get(&entry.register).ok_or(Fault::Missing)?;
        let units = store.units();
        let names = desk.names(entry.record_date);
        let data = register.visible(&entry.data, viewer.role());
        let organ = desk.organ_of(entry.organ)?;
        let register_name = t.name(&register.name, &register.name_en);
        let writer = matches!(WRITERS, Access::Roles(roles) if roles.contains(&viewer.role()));
        let mine = writer && refusal(desk.refuse_stranger(entry))?.is_none();
        let may_edit = mine && refusal(desk.refuse_edit(entry))?.is_none();
        let frame = Page::new(&entry.title)
            .room("/so")
            .crumb("/so", t.say("Sổ", "Registers"))
            .crumb(format!("/so/{}", register.slug), register_name)
            .script("form.js")
            .flash(flash);
        let shown = Show {
            path: format!("/muc/{}", entry.id),
            version: entry.version,
            number: format!("{}/{}", entry.number, entry.record_date.year()),
            register: register_name.to_string(),
            register_path: format!("/so/{}", register.slug),
            state: register.state(&entry.state).map_or(entry.state.clone(), |s| s.name.clone()),
            voided: entry.voided,
            organ: store.organ_name(&organ, entry.record_date)?,
            area: units
                .nearest_version(entry.area, entry.record_date)
                .map_or_else(String::new, |v| v.full_name.clone()),
            area_path: format!("/don-vi/{}", entry.area),
            date: say::date(&entry.record_date),
            groups: values::groups(viewer, desk, &pinned.catalogue, register, &data, &entry.id, &names),
            posted: posted::of(store, viewer, register, entry)?,
            dues: due_lines(viewer, register, entry),
            warnings: if may_edit { warnings(t, register, &data) } else { Vec::new() },
            unfinished: if may_edit { unfinished(app, viewer, entry)? } else { None },
            may_void: may_edit && !entry.voided,
            may_edit,
            steps: if mine { step_forms(viewer, desk, register, entry, &tried)? } else { Vec::new() },
            heirs: if mine && !entry.voided { heirs(app, entry) } else { Vec::new() },
            assigned: entry.assigned.map(|u| units.label(u)),
            problems: tried.problems.iter().map(|p| said(t, p)).collect(),
            history: history::tell(viewer, &pinned.catalogue, register, &store.history(&entry.id)?, &names),
            f: Frame::of(app, viewer, frame),
            tried,
        };
        let status = StatusCode::from_u16(shown.tried.status).unwrap_or(StatusCode::OK);
        html_with(if shown.tried.status == 0 { StatusCode::OK } else { status }, &shown)
    })
}

/// The refusal of a check that refuses or passes.
fn refusal(checked: store::Result<()>) -> Result<Option<Vec<Problem>>, Fault> {
    match checked {
        Ok(()) => Ok(None),
        Err(StoreError::Refused(list)) => Ok(Some(list)),
        Err(other) => Err(other.into()),
    }
}

fn said(t: Lang, p: &Problem) -> String {
    match &p.hint {
        Some(hint) => format!("{} ({hint})", t.problem(p)),
        None => t.problem(p),
    }
}

fn due_lines(viewer: &Viewer, register: &Register, entry: &Entry) -> Vec<DueShown> {
    if entry.voided {
        return Vec::new();
    }
    let rule = |slug: &str| register.dues.iter().find(|r| r.slug == slug);
    dues(register, &entry.data)
        .into_iter()
        .map(|d| DueShown {
            name: rule(&d.rule).map_or(String::new(), |r| viewer.lang.name(&r.name, &r.name_en).to_string()),
            late: d.date < viewer.today,
            date: say::date(&d.date),
            text: d.text,
        })
        .collect()
}

/// Numbers in what may be seen that look like those of a person.
fn warnings(t: Lang, register: &Register, data: &Data) -> Vec<String> {
    let text = |name: &str, value: &str| -> Vec<String> {
        let told = |n: String| {
            t.fill(
                "{}: “{}” giống số định danh cá nhân hoặc số điện thoại. Nếu đúng là số của một người thì sửa mục, bỏ số ấy đi.",
                "{}: “{}” looks like an identity or telephone number. If it is a person's, change the entry and take it out.",
                [&name as &dyn std::fmt::Display, &n],
            )
        };
        personal_numbers(value).into_iter().map(told).collect()
    };
    let mut out = Vec::new();
    for field in &register.fields {
        let Some(value) = data.get(&field.slug) else { continue };
        let name = t.name(&field.name, &field.name_en);
        match (&field.kind, value) {
            (FieldKind::Text { pattern: None, .. } | FieldKind::LongText { .. }, Value::String(s)) => {
                out.extend(text(name, s))
            }
            (FieldKind::Children { fields, .. }, rows) => {
                for row in values::rows_of(rows) {
                    let plain =
                        fields.iter().filter(|f| matches!(f.kind, FieldKind::Text { .. } | FieldKind::LongText { .. }));
                    out.extend(plain.filter_map(|f| row.get(&f.slug)?.as_str()).flat_map(|s| text(name, s)));
                }
            }
            _ => {}
        }
    }
    out
}

/// The change of this entry that the viewer has begun and not finished.
fn unfinished(app: &App, viewer: &Viewer, entry: &Entry) -> Result<Option<String>, Fault> {
    let drafts = app.store().drafts(viewer.account.id.0)?;
    Ok(drafts.into_iter().find(|d| d.entry.as_ref() == Some(&entry.id)).map(|d| say::time(&d.updated)))
}

fn step_forms(
    viewer: &Viewer,
    desk: &Desk<'_>,
    register: &Register,
    entry: &Entry,
    tried: &Tried,
) -> Result<Vec<Step>, Fault> {
    let t = viewer.lang;
    let name = |slug: &String| register.field(slug).map_or(slug.clone(), |f| t.name(&f.name, &f.name_en).to_string());
    let filled = |slug: &String| entry.data.get(slug).is_some_and(|v| !v.is_null());
    let form = |s: Transition| {
        let missing: Vec<String> =
            s.requires.iter().filter(|r| Some(*r) != s.sets.as_ref() && !filled(r)).map(name).collect();
        let stands = s.sets.as_ref().and_then(|f| entry.data.get(f)?.as_str()?.parse().ok()).map(|d| say::date(&d));
        let said = if tried.what == s.slug {
            tried.typed.clone()
        } else {
            Typed { date: stands.unwrap_or_default(), ..Typed::default() }
        };
        Step {
            missing: missing.join(", "),
            date: s.sets.as_ref().map(name),
            slug: s.slug,
            name: s.name,
            reason: s.reason,
            said,
        }
    };
    Ok(desk.steps(entry)?.into_iter().map(form).collect())
}

/// The units among which the entry's area was split.
fn heirs(app: &App, entry: &Entry) -> Vec<Heir> {
    let units = app.store().units();
    let became = units.became(entry.area);
    if became.len() < 2 && entry.assigned.is_none() {
        return Vec::new();
    }
    let heir = |u| Heir { value: format!("u:{u}"), name: units.label(u), on: entry.assigned == Some(u) };
    became.into_iter().map(|s| heir(s.new)).collect()
}
