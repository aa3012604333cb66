//! The reports that the viewer may read.

use super::paper::state_name;
use crate::app::App;
use crate::shell::fault::{Outcome, html};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use askama::Template;
use axum::extract::State;
use domain::registers::Role;
use store::papers::{Paper, PaperFilter, PaperState};

/// Reports on one page.
const PAGE: i64 = 50;

struct Line {
    paper: Paper,
    state: &'static str,
    unit: String,
}

#[derive(Template)]
#[template(path = "reports/list.html")]
struct List {
    f: Frame,
    lines: Vec<Line>,
    total: i64,
    state: String,
    may_begin: bool,
    page: i64,
    last: i64,
}

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    let page = app.work(move |app| build(app, viewer, &form)).await?;
    html(&page)
}

fn build(app: &App, viewer: Viewer, form: &Form) -> Outcome<List> {
    let t = viewer.lang;
    let state = match form.text("tt") {
        "viet" => Some(PaperState::Draft),
        "chot" => Some(PaperState::Frozen),
        _ => None,
    };
    let page = form.int("trang").unwrap_or(1).clamp(1, 100_000);
    let filter = PaperFilter {
        reach: Some(viewer.reach.clone()),
        state,
        template: form.get("mau").map(str::to_string),
        limit: PAGE,
        offset: (page - 1) * PAGE,
    };
    let (papers, total) = app.store().papers(&filter)?;
    let units = app.store().units();
    let lines = papers.into_iter().map(|paper| Line {
        state: state_name(t, paper.state),
        unit: units.placed(paper.unit, paper.question.tree),
        paper,
    });
    let flash = (form.text("da") == "bo").then(|| t.say("Đã bỏ bản đang viết.", "The draft was dropped.").to_string());
    Ok(List {
        lines: lines.collect(),
        total,
        state: form.text("tt").to_string(),
        may_begin: [Role::Officer, Role::Leader].contains(&viewer.role()),
        page,
        last: ((total + PAGE - 1) / PAGE).max(1),
        f: Frame::of(app, &viewer, Page::new(t.say("Báo cáo", "Reports")).room("/bao-cao").flash(flash)),
    })
}
