//! The preview of an import: what each row would do, what is wrong at which cell, mended right there.

use super::jobs::{self, State as Job};
use super::kept::Kept;
use crate::app::App;
use crate::registers::at_desk;
use crate::shell::fault::{Fault, Outcome, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse;
use desk::exchange::{Action, ImportPlan, Imported, PlanColumn, PlannedCell, PlannedRow};
use domain::ids::EntryId;
use domain::problem::Problem;
use domain::registers::Register;
use std::collections::BTreeSet;

/// Rows shown at most: those that are refused come first.
const SHOWN: usize = 200;

/// A cell.
struct Cell {
    label: String,
    text: String,
    /// Name of its input; empty when it is not to be mended.
    input: String,
    /// Id of its input.
    id: String,
    /// List of what can be chosen; empty when anything can be typed.
    list: String,
    errors: Vec<String>,
    /// What is wrong stops the row; otherwise it is only worth a look.
    bad: bool,
}

/// A row.
struct Line {
    number: String,
    action: &'static str,
    badge: &'static str,
    entry: Option<String>,
    refused: bool,
    cells: Vec<Cell>,
    /// Child rows with something wrong: their name and cells.
    children: Vec<(String, Vec<Cell>)>,
    errors: Vec<String>,
}

/// What can be chosen in a column.
struct Choices {
    id: String,
    values: Vec<String>,
}

#[derive(Template)]
#[template(path = "exchange/preview.html")]
struct Preview {
    f: Frame,
    path: String,
    file: String,
    heads: Vec<String>,
    lists: Vec<Choices>,
    lines: Vec<Line>,
    hidden: usize,
    counts: [(i64, &'static str, &'static str); 4],
    refused: usize,
    file_problems: Vec<String>,
    headline: String,
}

#[derive(Template)]
#[template(path = "exchange/waiting.html")]
struct Waiting {
    f: Frame,
    path: String,
    file: String,
    write: bool,
}

/// The page that waits, for the answer of the job.
fn waiting(app: &App, viewer: &Viewer, register: &Register, draft: &str, kept: &Kept, write: bool) -> Outcome {
    let t = viewer.lang;
    let title = if write {
        t.say("Đang ghi vào sổ", "Writing into the register")
    } else {
        t.say("Đang đọc tệp", "Reading the file")
    };
    let frame = Page::new(title)
        .room("/so")
        .crumb("/so", t.say("Sổ", "Registers"))
        .crumb(format!("/so/{}", register.slug), t.name(&register.name, &register.name_en));
    let path = format!("/so/{}/nhap-tep/{draft}", register.slug);
    let page = Waiting { path, file: kept.file.clone(), write, f: Frame::of(app, viewer, frame) };
    html_with(StatusCode::OK, &page)
}

/// How far it is, asked by the waiting page; when it is over, where to go.
pub async fn progress(
    State(app): State<App>,
    viewer: Viewer,
    Path((slug, draft)): Path<(String, String)>,
    query: Form,
) -> Outcome {
    app.work(move |app| {
        let write = query.ticked("ghi");
        let go = |path: String| {
            let mut response = axum::response::Html(String::from("<div></div>")).into_response();
            if let Ok(value) = HeaderValue::from_str(&path) {
                response.headers_mut().insert("x-go", value);
            }
            response
        };
        let (id, kept) = Kept::find(app, &viewer, &slug, &draft)?;
        let path = format!("/so/{slug}/nhap-tep/{id}");
        let state = match jobs::peek(&viewer, &id, &kept, write)? {
            // Asking how far it is must not write anything.
            None if write => return Ok(go(path)),
            None => jobs::look(app, &viewer, &slug, &id, &kept, false)?,
            Some(state) => state,
        };
        match state {
            Job::Working => html_with(StatusCode::OK, &Going { t: viewer.lang, path, write }),
            // The page tells what came of it, failures as well.
            _ => Ok(go(path)),
        }
    })
    .await
}

#[derive(Template)]
#[template(path = "exchange/going.html")]
struct Going {
    t: Lang,
    path: String,
    write: bool,
}

impl Waiting {
    fn going(&self) -> askama::Result<String> {
        Going { t: self.f.t, path: self.path.clone(), write: self.write }.render()
    }
}

/// The page that says what an import did.
fn finished(slug: &str, done: &Imported) -> String {
    let Imported { added, changed, same } = done;
    format!("/so/{slug}/nhap-tep-xong?them={added}&sua={changed}&giu={same}")
}

/// Shows it; while a long file is being read, the page that waits.
pub async fn show(State(app): State<App>, viewer: Viewer, Path((slug, draft)): Path<(String, String)>) -> Outcome {
    app.work(move |app| {
        let (id, kept) = Kept::find(app, &viewer, &slug, &draft)?;
        let pinned = app.store().pinned()?;
        let register = pinned.catalogue.registers.get(&slug).ok_or(Fault::Missing)?;
        if kept.is_long() {
            if jobs::peek(&viewer, &id, &kept, true)?.is_some() {
                return written(app, &viewer, register, &id, &kept);
            }
            return match jobs::look(app, &viewer, &slug, &id, &kept, false)? {
                Job::Planned(plan) => page(app, &viewer, &draft, &kept, &plan, StatusCode::OK),
                Job::Failed(fault) => Err(fault),
                _ => waiting(app, &viewer, register, &draft, &kept, false),
            };
        }
        at_desk(app, &viewer, |desk| {
            let plan = kept.plan(app, desk, &slug)?;
            page(app, &viewer, &draft, &kept, &plan, StatusCode::OK)
        })
    })
    .await
}

/// Begins, or looks at, the writing of a long file.
fn written(app: &App, viewer: &Viewer, register: &Register, id: &EntryId, kept: &Kept) -> Outcome {
    match jobs::look(app, viewer, &register.slug, id, kept, true)? {
        Job::Written(done) => {
            app.store().drop_draft(viewer.account.id.0, id.as_str())?;
            Ok(to(&finished(&register.slug, &done)))
        }
        Job::Failed(fault) => Err(fault),
        _ => waiting(app, viewer, register, id.as_str(), kept, true),
    }
}

/// Cells that were mended, or the word to write.
pub async fn submit(
    State(app): State<App>,
    viewer: Viewer,
    Path((slug, draft)): Path<(String, String)>,
    form: Form,
) -> Outcome {
    app.long_work(move |app| {
        let (id, mut kept) = Kept::find(app, &viewer, &slug, &draft)?;
        if form.ticked("_discard") {
            app.store().drop_draft(viewer.account.id.0, id.as_str())?;
            return Ok(to(&format!("/so/{slug}?da=bo")));
        }
        let mended = form.0.iter().filter_map(|(name, text)| Some((address(name)?, text)));
        let mut changed = false;
        for ((row, children, number, column), text) in mended {
            kept.mend(row, children, number, column, text);
            changed = true;
        }
        if changed {
            kept.keep(app, &viewer, &slug, &id, None)?;
        }
        if !form.ticked("_ghi") {
            return Ok(to(&format!("/so/{slug}/nhap-tep/{id}")));
        }
        let pinned = app.store().pinned()?;
        let register = pinned.catalogue.registers.get(&slug).ok_or(Fault::Missing)?;
        if kept.is_long() {
            return written(app, &viewer, register, &id, &kept);
        }
        at_desk(app, &viewer, |desk| {
            let plan = kept.plan(app, desk, &slug)?;
            if plan.refusal().is_some() {
                return page(app, &viewer, &draft, &kept, &plan, StatusCode::UNPROCESSABLE_ENTITY);
            }
            let done = desk.apply_import(&plan)?;
            app.store().drop_draft(viewer.account.id.0, id.as_str())?;
            Ok(to(&finished(&slug, &done)))
        })
    })
    .await
}

/// The cell of an input's name: "o[3].so-nguoi", "o[3].y-kien[1].han". Rows count from 0.
fn address(name: &str) -> Option<(usize, &str, usize, &str)> {
    let (row, rest) = name.strip_prefix("o[")?.split_once("].")?;
    let row = row.parse().ok()?;
    match rest.split_once('[') {
        Some((children, rest)) => {
            let (number, column) = rest.split_once("].")?;
            Some((row, children, number.parse().ok()?, column))
        }
        None => Some((row, "", 0, rest)),
    }
}

fn page(app: &App, viewer: &Viewer, draft: &str, kept: &Kept, plan: &ImportPlan, status: StatusCode) -> Outcome {
    let t = viewer.lang;
    let pinned = app.store().pinned()?;
    let register = pinned.catalogue.registers.get(&plan.register).ok_or(Fault::Missing)?;
    let refused: BTreeSet<usize> =
        plan.rows.iter().enumerate().filter(|(_, r)| r.action == Action::Refused).map(|(i, _)| i).collect();
    let others = (0..plan.rows.len()).filter(|i| !refused.contains(i));
    let shown: Vec<usize> = refused.iter().copied().chain(others).take(SHOWN).collect();
    let lines: Vec<Line> =
        shown.iter().filter_map(|i| plan.rows.get(*i).map(|row| line(t, register, plan, *i, row))).collect();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    // What stands at a row is told there; the rest is the file's.
    let at_rows: usize = plan.rows.len();
    let file_problems =
        plan.problems.iter().filter(|p| p.place.cell.is_none() && p.place.line.is_none() && at_rows > 0);
    let title = t.say("Xem trước khi nhập", "Before the import");
    let frame = Page::new(title)
        .room("/so")
        .crumb("/so", t.say("Sổ", "Registers"))
        .crumb(format!("/so/{}", register.slug), t.name(&register.name, &register.name_en))
        .script("form.js");
    let preview = Preview {
        path: format!("/so/{}/nhap-tep/{draft}", register.slug),
        file: kept.file.clone(),
        heads: plan.columns.iter().map(|c| c.title.clone()).collect(),
        lists: lists(plan),
        hidden: plan.rows.len().saturating_sub(lines.len()),
        lines,
        counts: [
            (count(plan.added), t.say("mục mới", "new"), "good"),
            (count(plan.changed), t.say("mục sửa", "changed"), "info"),
            (count(plan.same), t.say("không đổi", "unchanged"), ""),
            (count(plan.refused), t.say("dòng sai", "rows with errors"), "late"),
        ],
        refused: plan.refused,
        file_problems: file_problems.filter(|p| p.is_error()).map(|p| said(t, p)).collect(),
        headline: t.fill(
            "{} dòng còn chỗ sai: sửa các ô viền đỏ rồi bấm “Kiểm tra lại”",
            "{} rows still have errors: mend the marked cells, then check again",
            [&say::thousands(count(plan.refused))],
        ),
        f: Frame::of(app, viewer, frame),
    };
    html_with(status, &preview)
}

fn said(t: Lang, p: &Problem) -> String {
    match &p.hint {
        Some(hint) => format!("{} ({hint})", t.problem(p)),
        None => t.problem(p),
    }
}

/// Lists of what can be chosen, by column.
fn lists(plan: &ImportPlan) -> Vec<Choices> {
    let of = |table: &str, columns: &[PlanColumn]| -> Vec<Choices> {
        let listed = columns.iter().filter(|c| !c.choices.is_empty());
        listed.map(|c| Choices { id: list_id(table, &c.key), values: c.choices.clone() }).collect()
    };
    let children = plan.children.iter().flat_map(|c| of(&c.name, &c.columns));
    of("", &plan.columns).into_iter().chain(children).collect()
}

fn list_id(table: &str, column: &str) -> String {
    format!("ds-{table}-{column}")
}

fn line(t: Lang, register: &Register, plan: &ImportPlan, at: usize, row: &PlannedRow) -> Line {
    let (action, badge) = match row.action {
        Action::Add => (t.say("mới", "new"), "good"),
        Action::Change => (t.say("sửa", "change"), "info"),
        Action::Same => (t.say("không đổi", "same"), "muted"),
        Action::Refused => (t.say("sai", "error"), "bad"),
    };
    let refused = row.action == Action::Refused;
    let at_cells = |cells: &[PlannedCell]| cells.iter().any(|c| c.problems.iter().any(Problem::is_error));
    // Something is wrong with the row as a whole: then any of its cells may be the one to mend.
    let all = refused && !at_cells(&row.cells) && !row.children.iter().any(|c| at_cells(&c.cells));
    let cells = row.cells.iter().zip(&plan.columns).map(|(c, column)| {
        let place = (format!("o[{at}].{}", c.column), format!("o-{at}-{}", c.column), list_id("", &c.column));
        cell(t, c, column, place, refused && all)
    });
    let children = row.children.iter().filter(|c| at_cells(&c.cells) || !c.problems.is_empty()).filter_map(|child| {
        let table = plan.children.iter().find(|x| x.name == child.table)?;
        let number = child.number.saturating_sub(1);
        let cells =
            child.cells.iter().zip(&table.columns).filter(|(c, _)| !c.problems.is_empty()).map(|(c, column)| {
                let name = format!("o[{at}].{}[{number}].{}", child.table, c.column);
                let id = format!("o-{at}-{}-{number}-{}", child.table, c.column);
                cell(t, c, column, (name, id, list_id(&child.table, &c.column)), false)
            });
        let mut cells: Vec<Cell> = cells.collect();
        if let Some(first) = cells.first_mut() {
            first.errors.extend(child.problems.iter().map(|p| said(t, p)));
        }
        Some((format!("{} {}", table.title, child.number), cells))
    });
    let number = row.place.cell.as_deref().map(|c| c.trim_start_matches(|x: char| x.is_ascii_alphabetic()).to_string());
    Line {
        number: number.or(row.place.line.map(|n| n.to_string())).unwrap_or_else(|| (at + 1).to_string()),
        action,
        badge,
        entry: row.entry.as_ref().map(|e| format!("/muc/{e}")),
        refused,
        cells: cells.collect(),
        children: children.collect(),
        errors: row.problems.iter().map(|p| said(t, p)).chain(unplaced(t, register, row)).collect(),
    }
}

/// A row that is refused without a word at any of its places would leave its reader helpless.
fn unplaced(t: Lang, register: &Register, row: &PlannedRow) -> Option<String> {
    let told = !row.problems.is_empty()
        || row.cells.iter().any(|c| !c.problems.is_empty())
        || row.children.iter().any(|c| !c.problems.is_empty() || c.cells.iter().any(|x| !x.problems.is_empty()));
    (row.action == Action::Refused && !told).then(|| {
        t.fill("Dòng này không ghi được vào sổ “{}”", "This row cannot be written into “{}”", [&register.name])
    })
}

fn cell(t: Lang, c: &PlannedCell, column: &PlanColumn, place: (String, String, String), open: bool) -> Cell {
    let bad = c.problems.iter().any(Problem::is_error);
    let (name, id, list) = place;
    Cell {
        label: column.title.clone(),
        text: c.text.clone(),
        input: if bad || open { name } else { String::new() },
        id,
        list: if column.choices.is_empty() { String::new() } else { list },
        errors: c.problems.iter().map(|p| said(t, p)).collect(),
        bad,
    }
}
