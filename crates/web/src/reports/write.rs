//! Writing the words around the numbers.

use super::edit_form::{Particulars, field, read, shown};
use super::freeze::writable;
use super::paper::{edits_of, live, values_of};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ids::EntryId;
use domain::problem::Problem;
use report::ReportParams;
use report::edit::{self, EditBlock, Edits, Kind};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::drafts::Draft;
use store::papers::{Paper, PaperChange};

/// A block as the form shows it.
struct Shown {
    id: String,
    name: String,
    text: String,
    label: String,
    ask: Option<String>,
    edited: bool,
    /// What stands in the store, when it is not what was typed (another writer came in between).
    theirs: Option<String>,
    problems: Vec<Problem>,
}

struct Parameter {
    key: String,
    name: String,
    value: String,
}

#[derive(Template)]
#[template(path = "reports/write.html")]
struct Write {
    f: Frame,
    paper: Paper,
    given: i64,
    blocks: Vec<Shown>,
    particulars: Particulars,
    parameters: Vec<Parameter>,
    tokens: Vec<(String, String, String)>,
    figures: String,
    loose: Vec<(String, String)>,
    orphans: Vec<(String, String)>,
    problems: Vec<Problem>,
    stale: bool,
    restored: Option<String>,
}

/// What is needed to show or read the form.
struct Table {
    paper: Paper,
    params: ReportParams,
    subject: String,
    blocks: Vec<EditBlock>,
    edits: Edits,
    tokens: Vec<edit::Token>,
    draft: edit::Draft,
    parameters: Vec<Parameter>,
}

fn lay(app: &App, viewer: &Viewer, id: &str) -> Outcome<Table> {
    let paper = writable(app, viewer, id)?;
    let edits = edits_of(&paper);
    app.at_desk(viewer, |desk| {
        let live = live(desk, &paper, None)?;
        let drawn = &live.drawn;
        let refused = store::StoreError::Refused;
        let blocks = edit::blocks(&drawn.template, &drawn.params, &drawn.answers, &edits).map_err(refused)?;
        let tokens = edit::tokens(&drawn.template, &drawn.params, &drawn.answers).map_err(refused)?;
        let values = values_of(&paper);
        let parameters = drawn.template.config.parameters.iter().map(|p| Parameter {
            key: p.key.clone(),
            name: p.name.clone(),
            value: values.get(&p.key).unwrap_or(&p.default).clone(),
        });
        Ok(Table {
            parameters: parameters.collect(),
            params: drawn.params.clone(),
            subject: drawn.report.meta.subject.clone(),
            blocks,
            tokens,
            draft: live.draft,
            edits,
            paper,
        })
    })
}

/// The page.
pub async fn form(State(app): State<App>, viewer: Viewer, Path(id): Path<String>, query: Form) -> Outcome {
    let page = app.work(move |app| {
        let table = lay(app, &viewer, &id)?;
        let copy = app.store().draft(viewer.account.id.0, &copy_id(&table.paper, &viewer))?;
        // A copy kept while writing is newer than the report, or it would have been dropped when the report was saved.
        match copy.filter(|_| query.get("bo-ban-giu").is_none()) {
            Some(copy) => {
                let form = Form::parse(copy.form.as_bytes())?;
                let mut page = page(app, &viewer, table, Some(&form), Vec::new())?;
                page.restored = Some(crate::shell::say::time(&copy.updated));
                Ok(page)
            }
            None => {
                app.store().drop_draft(viewer.account.id.0, &copy_id(&table.paper, &viewer))?;
                page(app, &viewer, table, None, Vec::new())
            }
        }
    });
    html(&page.await?)
}

/// Saves what was written.
pub async fn submit(State(app): State<App>, viewer: Viewer, Path(id): Path<String>, form: Form) -> Outcome {
    let saved = {
        let (viewer, form, id) = (viewer.clone(), form.clone(), id.clone());
        app.work(move |app| save(app, &viewer, &id, &form)).await
    };
    let (problems, status) = match saved {
        Ok(id) => return Ok(to(&format!("/bao-cao/{id}?da=ghi"))),
        Err(Fault::Refused(problems)) if problems.iter().all(|p| p.code != "paper-frozen") => {
            (problems, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(Fault::Stale(..)) => (Vec::new(), StatusCode::CONFLICT),
        Err(other) => return Err(other),
    };
    let page = app.work(move |app| {
        let table = lay(app, &viewer, &id)?;
        page(app, &viewer, table, Some(&form), problems)
    });
    html_with(status, &page.await?)
}

fn save(app: &App, viewer: &Viewer, id: &str, form: &Form) -> Outcome<i64> {
    let table = lay(app, viewer, id)?;
    let given = form.int("version").unwrap_or(0);
    if given != table.paper.version {
        return Err(Fault::Stale(table.paper.version, given));
    }
    let edits = read(form, &table.blocks, &table.edits, &table.params, &table.subject).map_err(Fault::Refused)?;
    let mut values = values_of(&table.paper);
    for p in &table.parameters {
        values.insert(p.key.clone(), form.text(&format!("value[{}]", p.key)).trim().to_string());
    }
    let mut paper = table.paper;
    paper.edits = serde_json::to_value(&edits).map_err(|e| Fault::internal(&e.to_string()))?;
    paper.values = json!(values);
    // Composed before it is kept: a token that does not exist is told now, not when the report is next opened.
    let report = app.at_desk(viewer, |desk| live(desk, &paper, None))?.draft.report;
    let change = PaperChange {
        title: super::paper::title_of(&report),
        question: paper.question.clone(),
        values: paper.values.clone(),
        edits: paper.edits.clone(),
    };
    app.store().change_paper(&viewer.actor(), viewer.now, paper.id, given, &change)?;
    app.store().drop_draft(viewer.account.id.0, &copy_id(&paper, viewer))?;
    Ok(paper.id.0)
}

/// Keeps a copy of the form while it is being written.
pub async fn keep(State(app): State<App>, viewer: Viewer, Path(id): Path<String>, form: Form) -> Outcome<Response> {
    let at = crate::shell::say::time(&viewer.now);
    app.work(move |app| {
        let paper = writable(app, &viewer, &id)?;
        let draft = Draft {
            id: copy_id(&paper, &viewer),
            account: viewer.account.id.0,
            register: format!("bao-cao/{}", paper.id.0),
            entry: None,
            given_version: Some(paper.version),
            organ: None,
            form: form.query_with_empty(),
            updated: viewer.now,
        };
        Ok(app.store().keep_draft(&draft)?)
    })
    .await?;
    let time = at.rsplit(' ').next().unwrap_or_default().to_string();
    Ok(axum::Json(json!({ "at": time })).into_response())
}

/// The key of a writer's copy of a paper: the same each time, so that one copy is kept.
fn copy_id(paper: &Paper, viewer: &Viewer) -> String {
    let sum = Sha256::digest(format!("paper {} of {}", paper.id.0, viewer.account.id.0).as_bytes());
    let hex: String = sum.iter().take(16).map(|b| format!("{b:02x}")).collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default().to_string();
    let id = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-");
    EntryId::parse(&id).map_or(id.clone(), |e| e.to_string())
}

fn page(app: &App, viewer: &Viewer, table: Table, form: Option<&Form>, problems: Vec<Problem>) -> Outcome<Write> {
    let t = viewer.lang;
    let given = form.and_then(|f| f.int("version")).unwrap_or(table.paper.version);
    let stale = given != table.paper.version;
    let warnings = &table.draft.warnings;
    let blocks = table.blocks.iter().enumerate().map(|(i, b)| {
        let stands = shown(&b.text);
        let typed =
            form.and_then(|f| f.0.iter().find(|(k, _)| *k == field(&b.id))).map(|(_, v)| v.replace("\r\n", "\n"));
        let theirs = typed.as_ref().filter(|typed| stale && **typed != stands).map(|_| stands.clone());
        let here = |p: &&Problem| p.place.field.as_deref() == Some(&b.id);
        Shown {
            name: field(&b.id),
            label: t.fill(kind_vi(b.kind), kind_en(b.kind), [&(i + 1)]),
            ask: b.ask.clone(),
            edited: b.edited,
            text: typed.unwrap_or(stands),
            theirs,
            problems: problems.iter().chain(warnings).filter(here).cloned().collect(),
            id: b.id.clone(),
        }
    });
    let figures: BTreeMap<String, serde_json::Value> = table
        .tokens
        .iter()
        .map(|k| (inside(&k.token), json!({ "text": k.text, "title": k.name, "href": format!("/bao-cao/{}/so/{}", table.paper.id.0, inside(&k.token).replace(':', ".")) })))
        .collect();
    let page = Page::new(t.say("Viết báo cáo", "Write the report"))
        .room("/bao-cao")
        .crumb("/bao-cao", t.say("Báo cáo", "Reports"))
        .crumb(format!("/bao-cao/{}", table.paper.id.0), &table.paper.title)
        .script("form.js")
        .script("editor.js");
    let parameters = table.parameters.into_iter().map(|p| match form {
        Some(f) => Parameter { value: f.text(&format!("value[{}]", p.key)).to_string(), ..p },
        None => p,
    });
    let loose = edit::loose_numbers(&table.draft.report);
    Ok(Write {
        blocks: blocks.collect(),
        particulars: form
            .map_or_else(|| Particulars::of(&table.params, &table.edits, &table.subject), Particulars::from_form),
        parameters: parameters.collect(),
        tokens: table.tokens.iter().map(|k| (inside(&k.token), k.name.clone(), k.text.clone())).collect(),
        // "</" would end the script element that carries it, and "<!--" hide its end.
        figures: serde_json::to_string(&figures).unwrap_or_default().replace('<', "\\u003c"),
        loose: loose.into_iter().map(|n| (n.number, n.around)).collect(),
        orphans: table.draft.orphans.iter().map(|o| (o.id.clone(), shown(&o.change.text))).collect(),
        f: Frame::of(app, viewer, page),
        // After a clash the next save is made from what stands now.
        given: table.paper.version,
        paper: table.paper,
        problems,
        stale,
        restored: None,
    })
}

fn inside(token: &str) -> String {
    token.trim_start_matches("{{").trim_end_matches("}}").to_string()
}

const fn kind_vi(kind: Kind) -> &'static str {
    match kind {
        Kind::Heading => "Đề mục ({})",
        Kind::Paragraph => "Đoạn văn ({})",
        Kind::Prompt => "Chỗ người viết bổ sung ({})",
        Kind::List => "Danh sách ({})",
        Kind::Table => "Bảng ({})",
        Kind::Footnote => "Chú thích ({})",
    }
}

const fn kind_en(kind: Kind) -> &'static str {
    match kind {
        Kind::Heading => "Heading ({})",
        Kind::Paragraph => "Paragraph ({})",
        Kind::Prompt => "To be written ({})",
        Kind::List => "List ({})",
        Kind::Table => "Table ({})",
        Kind::Footnote => "Footnote ({})",
    }
}
