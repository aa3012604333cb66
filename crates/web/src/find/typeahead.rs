//! What a field suggests while somebody types: JSON that `form.js` reads, at most twenty of a kind.

use crate::app::App;
use crate::shell::fault::{Fault, Outcome};
use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::Date;
use domain::ids::UnitId;
use domain::units::Level;
use serde::Serialize;
use store::search::{OrganSuggestion, Suggestion, UnitSuggestion};

/// Suggestions of one kind at most.
const MOST: usize = 20;

/// One suggestion, as the script reads it.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// What the form sends.
    pub value: String,
    /// What the chip shows.
    pub label: String,
    /// What stands beside it in the list.
    pub note: String,
}

impl From<UnitSuggestion> for Item {
    fn from(s: UnitSuggestion) -> Self {
        Item { value: format!("u:{}", s.unit), label: s.label, note: s.note }
    }
}

impl From<OrganSuggestion> for Item {
    fn from(s: OrganSuggestion) -> Self {
        Item { value: organ_value(&s), label: s.label, note: s.note }
    }
}

impl From<Suggestion> for Item {
    fn from(s: Suggestion) -> Self {
        Item { value: format!("m:{}", s.value), label: s.label, note: s.note }
    }
}

/// How a form names an organ: a body with a name of its own by its key, the others by area and kind, because their codes
/// have meant other areas at other times.
pub fn organ_value(s: &OrganSuggestion) -> String {
    match s.organ {
        Some(id) => format!("c:{id}"),
        None => format!("o:{}/{}", s.area, s.kind),
    }
}

/// What was asked: words, the date, inside which unit, which levels.
struct Asked {
    words: String,
    on: Date,
    within: Option<UnitId>,
    levels: Vec<Level>,
}

impl Asked {
    fn of(query: &Form, today: Date) -> Asked {
        let words: String = query.text("q").chars().take(200).collect();
        let on = query.get("ngay").and_then(|d| domain::calendar::parse_date(d).ok()).unwrap_or(today);
        let levels = query.all("cap").filter_map(Level::parse).collect();
        Asked { words, on, within: query.int("trong").map(UnitId), levels }
    }
}

fn answer(items: Vec<Item>) -> Response {
    Json(items).into_response()
}

/// Units alive on a date.
pub async fn units(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    let asked = Asked::of(&query, viewer.today);
    app.work(move |app| {
        let found = app.store().suggest_units(&asked.words, asked.on, asked.within, &asked.levels, MOST);
        Ok(answer(found.into_iter().map(Item::from).collect()))
    })
    .await
}

/// Organs that exist on a date.
pub async fn organs(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    let asked = Asked::of(&query, viewer.today);
    app.work(move |app| {
        let found = app.store().suggest_organs(&asked.words, asked.on, asked.within, MOST)?;
        Ok(answer(found.into_iter().map(Item::from).collect()))
    })
    .await
}

/// Units and organs, for fields that take either.
pub async fn either(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    let asked = Asked::of(&query, viewer.today);
    app.work(move |app| {
        let units = app.store().suggest_units(&asked.words, asked.on, asked.within, &asked.levels, MOST / 2);
        let organs = app.store().suggest_organs(&asked.words, asked.on, asked.within, MOST - units.len())?;
        Ok(answer(units.into_iter().map(Item::from).chain(organs.into_iter().map(Item::from)).collect()))
    })
    .await
}

/// Documents of the register of documents.
pub async fn documents(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    let asked = Asked::of(&query, viewer.today);
    app.work(move |app| {
        let found = app.store().suggest_documents(&asked.words, &viewer.reach, 20)?;
        Ok(answer(found.into_iter().map(Item::from).collect()))
    })
    .await
}

/// Entries of a register that the viewer may read.
pub async fn entries(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, query: Form) -> Outcome {
    let asked = Asked::of(&query, viewer.today);
    app.work(move |app| {
        if !app.store().pinned()?.catalogue.registers.contains_key(&slug) {
            return Err(Fault::Missing);
        }
        let found = app.store().suggest_entries(&slug, &asked.words, &viewer.reach, 20)?;
        Ok(answer(found.into_iter().map(Item::from).collect()))
    })
    .await
}
