//! The records behind one number of a report: now, or as they were when it was frozen.

use super::paper::{find, live, snapshot};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use askama::Template;
use axum::extract::{Path, State};
use desk::Desk;
use domain::ids::EntryId;
use report::model::Binding;
use report::{Records, Report};
use std::collections::BTreeSet;
use store::papers::{Paper, PaperState};

#[derive(Template)]
#[template(path = "reports/numbers.html")]
struct Numbers {
    f: Frame,
    paper: Paper,
    binding: Binding,
    notes: String,
    records: Records,
    /// Entries of the list that can be opened: those that still lie within the viewer's reach.
    open: BTreeSet<String>,
}

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer, Path((id, anchor)): Path<(String, String)>) -> Outcome {
    let page = app.work(move |app| build(app, &viewer, &id, &anchor)).await?;
    html(&page)
}

fn build(app: &App, viewer: &Viewer, id: &str, anchor: &str) -> Outcome<Numbers> {
    let paper = find(app, viewer, id)?;
    let (binding, records) = match paper.state {
        PaperState::Frozen => {
            let mut frozen = snapshot(app, &paper)?;
            (binding(frozen.report, anchor)?, frozen.provenance.remove(anchor).unwrap_or_default())
        }
        PaperState::Draft => {
            let live = app.at_desk(viewer, |desk| live(desk, &paper, None))?;
            let binding = binding(live.draft.report, anchor)?;
            let found = app.at_desk(viewer, |desk| records(desk, &paper, &live.drawn, anchor))?;
            (binding, found)
        }
    };
    let open = app.at_desk(viewer, |desk| Ok(readable(desk, &records)))?;
    let t = viewer.lang;
    let title = format!("{}: {}", binding.name, binding.text);
    let page = Page::new(&title)
        .room("/bao-cao")
        .crumb("/bao-cao", t.say("Báo cáo", "Reports"))
        .crumb(format!("/bao-cao/{}", paper.id.0), &paper.title);
    let notes = desk::indicators::notes_text(&binding.figure.why);
    Ok(Numbers { f: Frame::of(app, viewer, page), paper, binding, notes, records, open })
}

fn binding(report: Report, anchor: &str) -> Outcome<Binding> {
    report.bindings.into_iter().find(|b| b.anchor == anchor).ok_or(Fault::Missing)
}

/// The records of one number alone.
fn records(desk: &Desk<'_>, paper: &Paper, drawn: &desk::reports::Drawn, anchor: &str) -> store::Result<Records> {
    for request in drawn.template.requests(&drawn.params) {
        for cell in drawn.answers.get(&request.id).into_iter().flat_map(|a| &a.cells) {
            if request.anchor(&cell.figure) == anchor {
                return desk.records_of(&paper.question, &request, cell, None);
            }
        }
    }
    Ok(Records::default())
}

fn readable(desk: &Desk<'_>, records: &Records) -> BTreeSet<String> {
    let may = |id: &&String| {
        let entry = EntryId::parse(id).and_then(|id| desk.store.entry(&id).ok());
        entry.is_some_and(|e| desk.reads(e.area, e.record_date))
    };
    records.lines.iter().map(|l| &l.entry).filter(may).cloned().collect()
}
