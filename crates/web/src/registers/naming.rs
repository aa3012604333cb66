//! Which entries name an entry: a document's uses, a model's contributions.

use crate::app::App;
use crate::shell::fault::{Outcome, html};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::say;
use askama::Template;
use axum::extract::{Path, State};

/// Entries shown at most.
const MOST: i64 = 200;

struct Line {
    path: String,
    title: String,
    register: String,
    date: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "registers/naming.html")]
struct Naming {
    f: Frame,
    title: String,
    path: String,
    lines: Vec<Line>,
}

/// Shows them.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Outcome {
    app.work(move |app| {
        let (store, t) = (app.store(), viewer.lang);
        let entry = viewer.entry(store, &id)?;
        let (pinned, units) = (store.pinned()?, store.units());
        let name = |slug: &str| {
            pinned.catalogue.registers.get(slug).map_or(slug.to_string(), |r| t.name(&r.name, &r.name_en).to_string())
        };
        let found = store.entries_naming(&entry, &viewer.reach, MOST)?;
        let lines = found.into_iter().map(|e| Line {
            path: format!("/muc/{}", e.id),
            register: name(&e.register),
            date: say::date(&e.date),
            unit: units.nearest_version(e.area, e.date).map_or_else(String::new, |v| v.full_name.clone()),
            title: e.title,
        });
        let path = format!("/muc/{}", entry.id);
        let frame = Page::new(t.say("Các mục nêu mục này", "Entries that name this one"))
            .room("/so")
            .crumb("/so", t.say("Sổ", "Registers"))
            .crumb(format!("/so/{}", entry.register), name(&entry.register))
            .crumb(&path, entry.title.clone());
        html(&Naming { lines: lines.collect(), title: entry.title, path, f: Frame::of(app, &viewer, frame) })
    })
    .await
}
