//! Beginning a report: template, unit, period, view. Also a new version of a frozen one, and dropping a draft.

use super::paper::{find, title_of};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::{Viewer, hierarchy_name};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::question::{PeriodText, QuestionText};
use desk::reports::TemplateHead;
use domain::indicators::View;
use domain::organs::Hierarchy;
use domain::problem::Problem;
use std::collections::BTreeMap;
use store::papers::{NewPaper, PaperId, PaperState};

struct Period {
    slug: String,
    name: String,
}

#[derive(Template)]
#[template(path = "reports/begin.html")]
struct Begin {
    f: Frame,
    templates: Vec<TemplateHead>,
    /// Slug of the template that is chosen at first.
    first: String,
    hierarchies: Vec<(&'static str, &'static str)>,
    periods: Vec<Period>,
    form: Form,
    /// The unit in the form: its key for the combobox, and its name.
    unit: (String, String),
    year: i16,
    problems: Vec<Problem>,
}

impl Begin {
    fn problem(&self, field: &str) -> Option<&Problem> {
        self.problems.iter().find(|p| p.place.field.as_deref() == Some(field))
    }
    /// Whether a field holds a value, or begins with it.
    fn is(&self, name: &str, first: &str, value: &str) -> bool {
        self.form.get(name).unwrap_or(first) == value
    }
}

/// The form.
pub async fn form(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    let page = app.work(move |app| build(app, &viewer, form, Vec::new())).await?;
    html(&page)
}

fn build(app: &App, viewer: &Viewer, form: Form, problems: Vec<Problem>) -> Outcome<Begin> {
    let t = viewer.lang;
    let (templates, _) = app.at_desk(viewer, |desk| Ok(desk.templates()))?;
    let pinned = app.store().pinned()?;
    let periods = pinned.catalogue.periods.iter().map(|(slug, p)| Period { slug: slug.clone(), name: p.name.clone() });
    let hierarchies = Hierarchy::ALL.map(|he| (he.slug(), hierarchy_name(t, he)));
    let page = Page::new(t.say("Lập báo cáo", "Begin a report"))
        .room("/bao-cao")
        .crumb("/bao-cao", t.say("Báo cáo", "Reports"))
        .script("form.js");
    let chosen = form.get("don-vi").unwrap_or_default().to_string();
    let unit = if chosen.is_empty() && form.get("don-vi.chu").is_none() {
        (format!("u:{}", viewer.assignment.unit.0), viewer.unit_name.clone())
    } else {
        let key = chosen.strip_prefix("u:").and_then(|k| k.parse().ok()).map(domain::ids::UnitId);
        (chosen, key.map_or_else(String::new, |u| app.store().units().label(u)))
    };
    Ok(Begin {
        first: templates.first().map_or_else(String::new, |m| m.slug.clone()),
        templates,
        hierarchies: hierarchies.to_vec(),
        periods: periods.collect(),
        form,
        unit,
        year: viewer.today.year(),
        problems,
        f: Frame::of(app, viewer, page),
    })
}

/// Begins it; what is wrong comes back with everything chosen.
pub async fn submit(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    let made = {
        let (viewer, form) = (viewer.clone(), form.clone());
        app.work(move |app| make(app, &viewer, &form)).await
    };
    match made {
        Ok(id) => Ok(to(&format!("/bao-cao/{}?da=lap", id.0))),
        Err(Fault::Refused(problems)) => {
            let page = app.work(move |app| build(app, &viewer, form, problems)).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

fn make(app: &App, viewer: &Viewer, form: &Form) -> Outcome<PaperId> {
    let units = app.store().units();
    let key = form.get("don-vi").and_then(|v| v.strip_prefix("u:")).and_then(|k| k.parse().ok());
    let typed = form.get("don-vi.chu");
    let tree = match form.get("cay") {
        Some(text) => desk::question::date(text, "cay")?,
        None => viewer.today,
    };
    app.at_desk(viewer, |desk| {
        let place = match (typed, key.map(domain::ids::UnitId)) {
            (Some(text), _) => format!("{text}@{tree}"),
            (None, Some(unit)) => {
                // A unit that ended before the tree's date is asked for as it was at its end.
                let on = units.clamp(unit, tree);
                let version = units.nearest_version(unit, on);
                format!("{}@{on}", version.map_or("", |v| v.code.as_str()))
            }
            (None, None) => String::new(),
        };
        let rule = format!("{}:{}", form.text("ky"), form.text("nam"));
        let period = match form.get("ky") {
            Some("tu-den") | None => PeriodText::Days(form.text("tu"), form.text("den")),
            Some(_) => PeriodText::Rule(&rule),
        };
        let view = if form.text("goc-nhin") == "restated" { View::Restated } else { View::Was };
        let (question, _) = desk.question(&QuestionText { unit: &place, period, view, wheres: &[] })?;
        let he = form.get("he").and_then(Hierarchy::parse).unwrap_or(viewer.assignment.he);
        let drawn = desk.compose_report(form.text("mau"), &question, BTreeMap::new(), None)?;
        let new = NewPaper {
            template: form.text("mau").to_string(),
            title: title_of(&drawn.report),
            unit: question.unit,
            question,
            values: serde_json::json!({}),
            edits: serde_json::json!({}),
            he,
            supersedes: None,
        };
        desk.store.add_paper(desk.actor, desk.now, &new)
    })
}

/// A new version of a frozen paper: same questions, same words, the numbers of today.
pub async fn again(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Outcome {
    let made = app.work(move |app| {
        let old = find(app, &viewer, &id)?;
        if old.state != PaperState::Frozen {
            return Err(Fault::Missing);
        }
        let mut edits = super::paper::edits_of(&old);
        (edits.number, edits.date) = (None, None);
        let new = NewPaper {
            template: old.template,
            question: old.question,
            values: old.values,
            edits: serde_json::to_value(&edits).unwrap_or_default(),
            title: old.title,
            unit: old.unit,
            he: old.he,
            supersedes: Some(old.id),
        };
        app.store().add_paper(&viewer.actor(), viewer.now, &new).map_err(|e| Fault::from(e).denied())
    });
    Ok(to(&format!("/bao-cao/{}?da=lap", made.await?.0)))
}

/// Drops a draft.
pub async fn discard(State(app): State<App>, viewer: Viewer, Path(id): Path<String>, form: Form) -> Outcome {
    let work = app.work(move |app| {
        let paper = find(app, &viewer, &id)?;
        let given = form.int("version").unwrap_or(0);
        app.store().drop_paper(&viewer.actor(), viewer.now, paper.id, given).map_err(|e| Fault::from(e).denied())
    });
    work.await?;
    Ok(to("/bao-cao?da=bo"))
}
