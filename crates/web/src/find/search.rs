//! The search over all registers, with or without diacritics.

use crate::app::App;
use crate::shell::fault::{Outcome, html};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::say;
use askama::Template;
use axum::extract::State;

/// Entries shown at most.
const MOST: i64 = 100;

struct Found {
    path: String,
    title: String,
    register: String,
    number: String,
    date: String,
    unit: String,
    state: String,
}

#[derive(Template)]
#[template(path = "find/search.html")]
struct Search {
    f: Frame,
    words: String,
    found: Vec<Found>,
    full: bool,
}

/// Shows what was found.
pub async fn show(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| {
        let (store, t) = (app.store(), viewer.lang);
        let words: String = query.get("q").unwrap_or_default().chars().take(200).collect();
        let (pinned, units) = (store.pinned()?, store.units());
        let list = store.search_all(&words, &viewer.reach, MOST)?;
        let full = i64::try_from(list.len()).unwrap_or(MOST) >= MOST;
        let found = list
            .into_iter()
            .map(|e| {
                let register = pinned.catalogue.registers.get(&e.register);
                let state = register.and_then(|r| r.state(&e.state)).map_or(e.state.clone(), |s| s.name.clone());
                Found {
                    path: format!("/muc/{}", e.id),
                    register: register.map_or(e.register.clone(), |r| t.name(&r.name, &r.name_en).to_string()),
                    number: format!("{}/{}", e.number, e.year),
                    date: say::date(&e.date),
                    unit: units.nearest_version(e.area, e.date).map_or_else(String::new, |v| v.full_name.clone()),
                    title: e.title,
                    state,
                }
            })
            .collect();
        let title = if words.is_empty() {
            t.say("Tìm trong các sổ", "Search the registers").to_string()
        } else {
            t.fill("Tìm “{}”", "Search for “{}”", [&words])
        };
        let page = Page::new(&title).room("/so").crumb("/so", t.say("Sổ", "Registers"));
        html(&Search { f: Frame::of(app, &viewer, page), words, found, full })
    })
    .await
}
