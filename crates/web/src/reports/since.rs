//! What the ledger says differently since a report was frozen.

use super::paper::{find, live, snapshot};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use askama::Template;
use axum::extract::{Path, State};
use report::{Difference, RecordLine, differences};
use store::papers::{Paper, PaperState};

#[derive(Template)]
#[template(path = "reports/since.html")]
struct Since {
    f: Frame,
    paper: Paper,
    differences: Vec<Difference>,
}

/// One record of a difference, as the page shows it.
struct Row<'a> {
    /// Class of its mark: "good", "bad" or "warn".
    mark: &'static str,
    what: &'a str,
    line: &'a RecordLine,
    /// What it added before, when that is another amount.
    before: Option<&'a str>,
}

impl Since {
    /// All records of a difference: new ones, gone ones, changed ones.
    fn rows<'a>(&'a self, d: &'a Difference) -> Vec<Row<'a>> {
        let f = &self.f;
        let new = f.say("thêm", "added");
        let gone = f.say("bớt", "taken out");
        let other = f.say("đổi", "changed");
        let added = d.added.iter().map(|line| Row { mark: "good", what: new, line, before: None });
        let removed = d.removed.iter().map(|line| Row { mark: "bad", what: gone, line, before: None });
        let changed = d.changed.iter().map(|c| Row {
            mark: "warn",
            what: other,
            line: &c.after,
            before: (c.before.amount != c.after.amount).then_some(c.before.amount.as_str()),
        });
        added.chain(removed).chain(changed).collect()
    }
}

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Outcome {
    let page = app.work(move |app| build(app, &viewer, &id)).await?;
    html(&page)
}

fn build(app: &App, viewer: &Viewer, id: &str) -> Outcome<Since> {
    let paper = find(app, viewer, id)?;
    if paper.state != PaperState::Frozen {
        return Err(Fault::Missing);
    }
    let frozen = snapshot(app, &paper)?;
    let differences = app.at_desk(viewer, |desk| {
        let live = live(desk, &paper, None)?;
        let records = desk.provenance(&live.drawn, &paper.question, None)?;
        Ok(differences(&frozen, &live.draft.report, &records))
    })?;
    let t = viewer.lang;
    let page = Page::new(t.say("Thay đổi từ lúc chốt", "Changes since freezing"))
        .room("/bao-cao")
        .crumb("/bao-cao", t.say("Báo cáo", "Reports"))
        .crumb(format!("/bao-cao/{}", paper.id.0), &paper.title);
    Ok(Since { f: Frame::of(app, viewer, page), paper, differences })
}
