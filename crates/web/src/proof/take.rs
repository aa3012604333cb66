//! A figure of a proof, taken over: as a declared figure of a unit, or as the beginning of an entry. The clause that is kept
//! as its evidence is shown first, so that names can be taken out; only what stands there then is stored.

use super::entry::entry;
use super::job::Proofed;
use super::page::{ended, frame};
use crate::admin::fields;
use crate::app::App;
use crate::registers::at_desk;
use crate::shell::board::{Field, Kind};
use crate::shell::fault::{Fault, Outcome, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::Frame;
use crate::shell::guard::Viewer;
use crate::shell::say;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::proof::{CLAUSE_MAX, ProposedFigure, TakenFigure, evidence};
use domain::calendar::Period;
use domain::problem::Problem;

/// A register in which the figure could be an entry.
struct Book {
    slug: String,
    name: String,
}

#[derive(Template)]
#[template(path = "proof/take.html")]
struct Take {
    f: Frame,
    path: String,
    back: String,
    words: String,
    place: String,
    sha256: String,
    measure: String,
    dims: String,
    books: Vec<Book>,
    unit: Field,
    from: String,
    to: String,
    value: String,
    clause: String,
    clause_max: usize,
    errors: Vec<(&'static str, String)>,
}

impl Take {
    fn error(&self, name: &str) -> Option<&String> {
        self.errors.iter().find(|(field, _)| *field == name).map(|(_, text)| text)
    }
}

/// The fields of the form, as problems name them.
const FIELDS: [&str; 5] = ["unit", "from", "to", "value", "clause"];

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer, Path((token, number)): Path<(String, String)>) -> Outcome {
    app.work(move |app| match found(app, &viewer, &token, &number) {
        Some((proofed, n)) => page(app, &viewer, &token, &proofed, n, None, &[]),
        None => ended(app, &viewer),
    })
    .await
}

fn found(app: &App, viewer: &Viewer, token: &str, number: &str) -> Option<(std::sync::Arc<Proofed>, usize)> {
    let (proofed, _) = app.proofs().ready(viewer, token)?;
    let number: usize = number.parse().ok()?;
    (number < proofed.proposals.figures.len()).then_some((proofed, number))
}

fn page(
    app: &App,
    viewer: &Viewer,
    token: &str,
    proofed: &Proofed,
    number: usize,
    form: Option<&Form>,
    problems: &[Problem],
) -> Outcome {
    let (t, store) = (viewer.lang, app.store());
    let figure = proofed.proposals.figures.get(number).ok_or(Fault::Missing)?;
    let pinned = store.pinned()?;
    let begun = Form(vec![
        ("unit".into(), format!("u:{}", figure.unit)),
        ("from".into(), say::date(&figure.period.from)),
        ("to".into(), say::date(&figure.period.to)),
        ("value".into(), figure.value.clone()),
        ("clause".into(), figure.place.clause.clone()),
    ]);
    let form = form.unwrap_or(&begun);
    let measure = pinned.catalogue.measures.get(&figure.measure);
    let dims = figure.dims.iter().map(|(dim, value)| pinned.catalogue.value_name(dim, value).to_string());
    let books = pinned.catalogue.registers.values().filter(|r| entry(&pinned.catalogue, r, figure, "").is_some());
    let error = |p: &Problem| {
        let field = p.place.field.as_deref().unwrap_or_default();
        let name = FIELDS.into_iter().find(|f| *f == field).unwrap_or("");
        let hint = p.hint.as_deref().map_or_else(String::new, |h| format!(" ({h})"));
        (name, format!("{}{hint}", t.problem(p)))
    };
    let mut f = frame(app, viewer, t.say("Lấy số này", "Take this figure"), None);
    f.page.crumbs.push((format!("/soat/{token}?xem=so-lieu"), proofed.source.file.clone()));
    f.page.scripts.push("form.js");
    let take = Take {
        f,
        path: format!("/soat/{token}/so/{number}"),
        back: format!("/soat/{token}?xem=so-lieu"),
        words: super::side::short(&proofed.extracted.text.text, figure.place.span),
        place: figure.place.place.clone(),
        sha256: proofed.source.sha256.clone(),
        measure: measure.map_or_else(|| figure.measure.clone(), |m| m.name.clone()),
        dims: dims.collect::<Vec<_>>().join(", "),
        books: books.map(|r| Book { slug: r.slug.clone(), name: t.name(&r.name, &r.name_en).to_string() }).collect(),
        unit: fields::unit_field(store, form, "unit", t.say("Đơn vị", "Unit"), figure.period.to),
        from: form.text("from").to_string(),
        to: form.text("to").to_string(),
        value: form.text("value").to_string(),
        clause: form.text("clause").to_string(),
        clause_max: CLAUSE_MAX,
        errors: problems.iter().map(error).collect(),
    };
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &take)
}

/// Stores it, or opens a register's form with it.
pub async fn submit(
    State(app): State<App>,
    viewer: Viewer,
    Path((token, number)): Path<(String, String)>,
    form: Form,
) -> Outcome {
    app.work(move |app| {
        let Some((proofed, n)) = found(app, &viewer, &token, &number) else { return ended(app, &viewer) };
        let figure = proofed.proposals.figures.get(n).ok_or(Fault::Missing)?;
        let again = |problems: &[Problem]| page(app, &viewer, &token, &proofed, n, Some(&form), problems);
        if let Some(register) = form.get("so") {
            if let Err(problem) = evidence(&proofed.source, &figure.place.place, form.text("clause")) {
                return again(&[problem]);
            }
            let pinned = app.store().pinned()?;
            let register = pinned.catalogue.registers.get(register).ok_or(Fault::Missing)?;
            app.proofs().keep_clause(&viewer, &token, n, form.text("clause"));
            let source = super::document::source(&token, "so", n);
            return Ok(to(&format!("/so/{}/moi?tu-soat={source}", register.slug)));
        }
        match declare(app, &viewer, &proofed, figure, &form)? {
            Ok(()) => {
                app.proofs().decide(&viewer, &token, |_, decided| decided.figures.insert(n));
                Ok(to(&format!("/soat/{token}?xem=so-lieu&da=khai")))
            }
            Err(problems) => again(&problems),
        }
    })
    .await
}

/// Declares the figure as the form says; the inner error is what is to be mended.
fn declare(
    app: &App,
    viewer: &Viewer,
    proofed: &Proofed,
    figure: &ProposedFigure,
    form: &Form,
) -> Outcome<Result<(), Vec<Problem>>> {
    let mut problems = Vec::new();
    let mut note = |p: Problem| problems.push(p);
    let from = fields::needed_date(form, "from").map_err(&mut note).ok();
    let until = fields::needed_date(form, "to").map_err(&mut note).ok();
    let unit = fields::unit(app.store(), form, "unit", until.unwrap_or(viewer.today)).map_err(&mut note).ok();
    let (Some(from), Some(until), Some(unit)) = (from, until, unit) else { return Ok(Err(problems)) };
    let period = match Period::new(from, until) {
        Ok(period) => period,
        Err(p) => return Ok(Err(vec![p.field("to")])),
    };
    let taken = TakenFigure {
        unit,
        measure: &figure.measure,
        dims: &figure.dims,
        period,
        value: form.text("value"),
        source: &proofed.source,
        place: &figure.place.place,
        clause: form.text("clause"),
    };
    match at_desk(app, viewer, |desk| Ok(desk.take_figure(&taken)?)) {
        Ok(_) => Ok(Ok(())),
        Err(Fault::Refused(list)) => Ok(Err(list)),
        Err(other) => Err(other),
    }
}
