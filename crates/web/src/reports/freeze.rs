//! Freezing: the figures are asked once more at one mark of the ledger, every form is printed, and all is kept for good.

use super::paper::{edits_of, find, live};
use super::printing::print;
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::problem::Problem;
use report::{Frozen, edit};
use std::collections::BTreeMap;
use store::papers::{Freeze, Paper, PaperState};

#[derive(Template)]
#[template(path = "reports/freeze.html")]
struct FreezePage {
    f: Frame,
    paper: Paper,
    form: Form,
    symbol: String,
    open_prompts: usize,
    warnings: Vec<Problem>,
    problems: Vec<Problem>,
}

/// The page that asks for number and date.
pub async fn form(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Outcome {
    let page = app.work(move |app| build(app, &viewer, &id, Form::default(), Vec::new())).await?;
    html(&page)
}

fn build(app: &App, viewer: &Viewer, id: &str, form: Form, problems: Vec<Problem>) -> Outcome<FreezePage> {
    let paper = writable(app, viewer, id)?;
    let t = viewer.lang;
    let live = app.at_desk(viewer, |desk| live(desk, &paper, None))?;
    let edits = edits_of(&paper);
    let form = if form.0.is_empty() {
        let date = edits.date.map(|d| crate::shell::say::date(&d)).unwrap_or_default();
        Form(vec![("number".into(), edits.number.unwrap_or_default()), ("date".into(), date)])
    } else {
        form
    };
    let page = Page::new(t.say("Chốt báo cáo", "Freeze the report"))
        .room("/bao-cao")
        .crumb("/bao-cao", t.say("Báo cáo", "Reports"))
        .crumb(format!("/bao-cao/{}", paper.id.0), &paper.title)
        .script("form.js");
    Ok(FreezePage {
        symbol: live.drawn.params.symbol.clone(),
        open_prompts: edit::open_prompts(&live.draft.report),
        warnings: live.draft.warnings,
        f: Frame::of(app, viewer, page),
        paper,
        form,
        problems,
    })
}

/// A draft that the viewer may write. Blocking.
pub fn writable(app: &App, viewer: &Viewer, id: &str) -> Outcome<Paper> {
    let paper = find(app, viewer, id)?;
    if paper.state == PaperState::Frozen {
        let problem = Problem::error("paper-frozen", "Báo cáo này đã chốt, không sửa được nữa");
        return Err(Fault::refused(problem.hint("lập bản mới thay báo cáo này")));
    }
    viewer.may_write(app.store(), paper.unit, paper.he, paper.question.tree)?;
    Ok(paper)
}

/// Freezes it.
pub async fn submit(State(app): State<App>, viewer: Viewer, Path(id): Path<String>, form: Form) -> Outcome {
    let done = {
        let (viewer, form, id) = (viewer.clone(), form.clone(), id.clone());
        app.long_work(move |app| freeze(app, &viewer, &id, &form)).await
    };
    match done {
        Ok(id) => Ok(to(&format!("/bao-cao/{id}?da=chot"))),
        Err(Fault::Refused(problems)) if problems.iter().all(|p| p.code != "paper-frozen") => {
            let page = app.work(move |app| build(app, &viewer, &id, form, problems)).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other),
    }
}

fn freeze(app: &App, viewer: &Viewer, id: &str, form: &Form) -> Outcome<i64> {
    let mut paper = writable(app, viewer, id)?;
    let given = form.int("version").unwrap_or(paper.version);
    if given != paper.version {
        return Err(Fault::Stale(paper.version, given));
    }
    let date = form.get("date").map(|d| desk::question::date(d, "date")).transpose()?;
    let mut edits = edits_of(&paper);
    edits.number = form.get("number").map(str::to_string);
    edits.date = date;
    paper.edits = serde_json::to_value(&edits).map_err(|e| Fault::internal(&e.to_string()))?;
    // A mark first: two numbers of one report are then of the same moment, whoever writes meanwhile.
    let mark = app.store().mark()?;
    let pinned = app.store().pinned()?;
    app.at_desk(viewer, |desk| {
        let live = live(desk, &paper, Some(mark))?;
        let records = desk.provenance(&live.drawn, &paper.question, Some(mark))?;
        let report = live.draft.report;
        let files: Vec<_> =
            super::FORMS.iter().map(|form| print(app, desk, &report, &records, form)).collect::<store::Result<_>>()?;
        let number = edits.number.as_ref().map(|_| report.meta.number.clone()).unwrap_or_default();
        let frozen = Frozen {
            report,
            provenance: records,
            mark,
            catalogue: pinned.hash.clone(),
            program: app.settings().version.clone(),
            at: viewer.now,
            by: viewer.account.name.clone(),
            files: BTreeMap::new(),
        };
        let json = frozen.to_json().map_err(store::StoreError::refused)?;
        let frozen = String::from_utf8_lossy(&json).into_owned();
        let freeze = Freeze { id: paper.id, given, number, dated: date, frozen, mark, files };
        desk.store.freeze(desk.actor, desk.now, &freeze)?;
        Ok(paper.id.0)
    })
}
