//! The page of figures: one unit, one period, many indicators, each number open to its records.

use super::asked::{Asked, view_slug};
use super::choices::{self, Group, Pick};
use super::row::{Maker, Notes, Row, note_text};
use crate::app::App;
use crate::shell::fault::{Outcome, html_with};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use desk::Desk;
use domain::calendar::Period;
use domain::indicators::{Question, View};
use domain::problem::Problem;
use std::sync::Arc;
use store::indicators::{Answer, previous};

/// The form's fields that every page of figures has.
pub struct Fields {
    /// Unit chosen: key and name.
    pub unit: (String, String),
    /// Date of the tree, if one was asked for.
    pub day: String,
    /// Reporting periods.
    pub periods: Vec<Group>,
    /// Year.
    pub year: String,
    /// First and last day, when they were given.
    pub days: (String, String),
    /// Kinds of organs.
    pub organs: Vec<Group>,
    /// View: slug.
    pub view: &'static str,
    /// Conditions: as sent, in words, and the query without it.
    pub wheres: Vec<(String, String, String)>,
    /// Problems: field and text.
    pub problems: Vec<(String, String)>,
}

impl Fields {
    /// The fields, filled with what was asked.
    pub fn of(t: Lang, desk: &Desk<'_>, asked: &Asked, form: &Form) -> store::Result<Fields> {
        let pinned = desk.store.pinned()?;
        let (catalogue, q) = (&pinned.catalogue, &asked.question);
        let units = desk.store.units();
        let name = units.version_on(q.unit, q.tree).map_or_else(|| units.label(q.unit), |v| v.full_name.clone());
        let wheres = asked.wheres.iter().map(|w| {
            let (dim, value) = w.split_once('=').unwrap_or((w, ""));
            let words = format!("{}: {}", choices::dimension_name(catalogue, dim), value_name(t, desk, dim, value));
            let rest = form.0.iter().filter(|(k, v)| !(k == "loc" && v == w)).cloned().collect();
            (w.clone(), words, Form(rest).query())
        });
        let chosen = asked.rule.is_none();
        let year = asked.rule.as_ref().map_or(q.to.year(), |r| r.1);
        let day = |d: &domain::Date| if chosen { say::date(d) } else { String::new() };
        let problem = |p: &Problem| (p.place.field.clone().unwrap_or_default(), words_of(t, p));
        Ok(Fields {
            unit: (format!("u:{}", q.unit), name),
            day: form.get("ngay").map_or(String::new(), |_| say::date(&q.tree)),
            periods: choices::periods(t, catalogue, asked),
            year: year.to_string(),
            days: (day(&q.from), day(&q.to)),
            organs: choices::organs(t, catalogue, asked),
            view: view_slug(q.view),
            wheres: wheres.collect(),
            problems: asked.problems.iter().map(problem).collect(),
        })
    }
}

fn words_of(t: Lang, p: &Problem) -> String {
    match &p.hint {
        Some(hint) => format!("{} ({hint})", t.problem(p)),
        None => t.problem(p),
    }
}

/// Name of a dimension's value, units by their names.
pub fn value_name(t: Lang, desk: &Desk<'_>, dim: &str, value: &str) -> String {
    if value.is_empty() {
        return t.say("không ghi", "not given").to_string();
    }
    if value.contains(':') {
        return desk.member_names(&[value.to_string()]);
    }
    match desk.store.pinned() {
        Ok(p) if dim == "co-quan" => choices::kind_name(&p.catalogue, value),
        Ok(p) => p.catalogue.value_name(dim, value).to_string(),
        Err(_) => value.to_string(),
    }
}

/// "Tỉnh Lào Cai (15), 01/01/2026 – 31/12/2026".
pub fn heading(t: Lang, desk: &Desk<'_>, q: &Question) -> String {
    let units = desk.store.units();
    let view = match q.view {
        View::Was => t.say("như khi ấy", "as it was").to_string(),
        View::Restated => t.fill("quy về cây đơn vị ngày {}", "restated to the units of {}", [&say::date(&q.tree)]),
    };
    format!("{}, {} – {}, {view}", units.placed(q.unit, q.tree), say::date(&q.from), say::date(&q.to))
}

/// Indicators of one subject.
struct Section {
    name: String,
    slug: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "figures/page.html")]
struct Figures {
    f: Frame,
    fields: Fields,
    lead: String,
    now: String,
    before: String,
    indicators: Vec<Group>,
    dimensions: Vec<Pick>,
    sections: Vec<Section>,
    notes: Vec<(String, String)>,
    about: Vec<String>,
    query: String,
}

/// A period in words.
pub fn days(from: &domain::Date, to: &domain::Date) -> String {
    format!("{} – {}", say::date(from), say::date(to))
}

/// Both periods answered: of this one and of the one before.
pub fn answered(desk: &Desk<'_>, asked: &Asked) -> store::Result<(Question, Arc<Vec<Answer>>)> {
    let q = &asked.question;
    let past = previous(Period { from: q.from, to: q.to })?;
    let before = Question { from: past.from, to: past.to, ..q.clone() };
    let answers = desk.store.figures_now(&[q.clone(), before.clone()], &asked.asks())?;
    Ok((before, answers))
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let page = app.at_desk(&viewer, |desk| draw(app, &viewer, desk, &form))?;
        let status = if page.fields.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        html_with(status, &page)
    })
    .await
}

fn draw(app: &App, viewer: &Viewer, desk: &Desk<'_>, form: &Form) -> store::Result<Figures> {
    let t = viewer.lang;
    let asked = Asked::read(desk, viewer, form)?;
    let pinned = desk.store.pinned()?;
    let catalogue = &pinned.catalogue;
    let (before, answers) = answered(desk, &asked)?;
    let mut notes = Notes::default();
    let name = |dim: &str, value: &str| value_name(t, desk, dim, value);
    let maker = Maker { t, catalogue, asked: &asked, before: &before, value_name: &name };
    let mut sections: Vec<Section> = Vec::new();
    if let [now, then] = answers.as_slice() {
        for ((slug, figures), past) in asked.indicators.iter().zip(&now.figures).zip(&then.figures) {
            let rows = maker.rows(figures, past, &mut notes);
            let subject = super::asked::subject(slug);
            match sections.last_mut().filter(|s| s.slug == subject) {
                Some(section) => section.rows.extend(rows),
                None => {
                    let name = choices::subject_name(t, catalogue, subject);
                    sections.push(Section { name, slug: subject.into(), rows });
                }
            }
        }
    }
    let q = &asked.question;
    let about = answers.first().map(|a| a.notes.iter().map(|n| note_text(t, n)).collect()).unwrap_or_default();
    Ok(Figures {
        f: Frame::of(app, viewer, Page::new(t.say("Số liệu", "Figures")).room("/so-lieu").script("form.js")),
        fields: Fields::of(t, desk, &asked, form)?,
        lead: heading(t, desk, q),
        now: days(&q.from, &q.to),
        before: days(&before.from, &before.to),
        indicators: choices::indicators(t, catalogue, &asked),
        dimensions: choices::dimensions(catalogue, &asked),
        sections,
        notes: notes.0,
        about,
        query: asked.link(),
    })
}
