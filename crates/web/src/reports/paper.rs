//! A report as it reads: a draft with the numbers of the moment, a frozen one as it was handed in.

use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use askama::Template;
use askama::filters::HtmlSafe;
use axum::extract::{Path, State};
use desk::Desk;
use desk::reports::Drawn;
use domain::problem::Problem;
use report::edit::{self, Draft, Edits};
use report::model::{Block, Layout, Run};
use report::{Frozen, Report};
use std::collections::BTreeMap;
use store::Result as StoreResult;
use store::papers::{Paper, PaperFileHead, PaperId, PaperState};

/// The paper of a path, if the viewer may read it. Blocking.
pub fn find(app: &App, viewer: &Viewer, id: &str) -> Outcome<Paper> {
    let id = id.parse().map(PaperId).map_err(|_| Fault::Missing)?;
    app.store().paper(id, &viewer.reach).map_err(|e| match Fault::from(e) {
        Fault::Refused(list) if list.iter().any(|p| p.code == "unknown-paper") => Fault::Missing,
        other => other,
    })
}

/// The writer's changes of a paper.
pub fn edits_of(paper: &Paper) -> Edits {
    serde_json::from_value(paper.edits.clone()).unwrap_or_default()
}

/// The values of the template's parameters.
pub fn values_of(paper: &Paper) -> BTreeMap<String, String> {
    serde_json::from_value(paper.values.clone()).unwrap_or_default()
}

/// A draft drawn from the ledger, with the writer's changes laid over it.
pub struct Live {
    /// Template, particulars and answers.
    pub drawn: Drawn,
    /// The report as it would be printed.
    pub draft: Draft,
}

/// Draws a draft, as the ledger stands now or stood at a mark.
pub fn live(desk: &Desk<'_>, paper: &Paper, known_at: Option<i64>) -> StoreResult<Live> {
    let drawn = desk.compose_report(&paper.template, &paper.question, values_of(paper), known_at)?;
    let draft = edit::compose(&drawn.template, &drawn.params, &drawn.answers, &edits_of(paper))
        .map_err(store::StoreError::Refused)?;
    Ok(Live { drawn, draft })
}

/// The snapshot of a frozen paper. Blocking.
pub fn snapshot(app: &App, paper: &Paper) -> Outcome<Frozen> {
    let text = app.store().frozen(paper.id)?.ok_or(Fault::Missing)?;
    Frozen::from_json(text.as_bytes()).map_err(Fault::refused)
}

/// Name of a state.
pub fn state_name(t: Lang, state: PaperState) -> &'static str {
    match state {
        PaperState::Draft => t.say("đang viết", "being written"),
        PaperState::Frozen => t.say("đã chốt", "frozen"),
    }
}

/// Name of a form of output.
pub fn form_name(form: &str) -> &'static str {
    match form {
        "pdf" => "PDF",
        "docx" => "Word",
        "xlsx" => "Excel",
        "html" => "HTML",
        _ => "TXT",
    }
}

/// Title of a paper: its report's type and subject, with the unit.
pub fn title_of(report: &Report) -> String {
    format!("{} – {}", report.meta.subject, report.meta.unit)
}

#[derive(Template)]
#[template(path = "reports/blocks.html")]
struct Blocks<'a> {
    blocks: &'a [Block],
    base: &'a str,
}

#[derive(Template)]
#[template(path = "reports/runs.html")]
struct Runs<'a> {
    runs: &'a [Run],
    base: &'a str,
}

// Both are made by templates that escape what is put into them.
impl HtmlSafe for Blocks<'_> {}
impl HtmlSafe for Runs<'_> {}

#[derive(Template)]
#[template(path = "reports/paper.html")]
struct PaperPage {
    f: Frame,
    paper: Paper,
    report: Report,
    party: bool,
    base: String,
    state: &'static str,
    may_write: bool,
    warnings: Vec<Problem>,
    open_prompts: usize,
    loose: usize,
    files: Vec<PaperFileHead>,
    frozen_by: Option<String>,
}

/// The forms in which a report can be downloaded, in the order of the buttons.
pub const FORMS: [&str; 5] = ["pdf", "docx", "xlsx", "html", "txt"];

/// The page.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    form: crate::shell::form::Form,
) -> Outcome {
    let page = app.work(move |app| build(app, viewer, &id, form.text("da"))).await?;
    html(&page)
}

fn build(app: &App, viewer: Viewer, id: &str, done: &str) -> Outcome<PaperPage> {
    let paper = find(app, &viewer, id)?;
    let t = viewer.lang;
    let (report, warnings, files, frozen_by) = match paper.state {
        PaperState::Draft => {
            let live = app.at_desk(&viewer, |desk| live(desk, &paper, None))?;
            (live.draft.report, live.draft.warnings, Vec::new(), None)
        }
        PaperState::Frozen => {
            let frozen = snapshot(app, &paper)?;
            (frozen.report, Vec::new(), app.store().paper_files(paper.id)?, Some(frozen.by))
        }
    };
    let flash = match done {
        "ghi" => Some(t.say("Đã ghi lời văn của báo cáo.", "The report's text was saved.")),
        "chot" => Some(t.say(
            "Đã chốt báo cáo. Từ nay các tệp tải về giống nhau từng byte.",
            "The report is frozen. From now on its files are the same, byte for byte.",
        )),
        "lap" => Some(t.say(
            "Đã lập báo cáo: số liệu lấy từ sổ, viết tiếp lời văn rồi chốt.",
            "The report was begun: its numbers come from the registers; write the text, then freeze it.",
        )),
        _ => None,
    };
    let may_write = viewer.may_write(app.store(), paper.unit, paper.he, paper.question.tree).is_ok();
    let page = Page::new(&paper.title)
        .room("/bao-cao")
        .crumb("/bao-cao", t.say("Báo cáo", "Reports"))
        .flash(flash.map(str::to_string));
    Ok(PaperPage {
        party: report.meta.layout == Layout::Party,
        base: format!("/bao-cao/{}", paper.id.0),
        state: state_name(t, paper.state),
        may_write,
        warnings,
        open_prompts: edit::open_prompts(&report),
        loose: edit::loose_numbers(&report).len(),
        files,
        frozen_by,
        f: Frame::of(app, &viewer, page),
        paper,
        report,
    })
}
