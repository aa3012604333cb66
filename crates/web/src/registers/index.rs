//! All registers, with what is in them.

use crate::app::App;
use crate::routes::{Access, WRITERS};
use crate::shell::fault::{Outcome, html};
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use askama::Template;
use axum::extract::State;
use std::collections::BTreeMap;

/// Things to be done that are looked at for the counts.
const DUES_MAX: i64 = 2_000;

struct Line {
    slug: String,
    name: String,
    description: String,
    this_month: i64,
    last_month: i64,
    drafts: i64,
    due: i64,
    late: i64,
}

#[derive(Template)]
#[template(path = "registers/index.html")]
struct Index {
    f: Frame,
    lines: Vec<Line>,
    may_add: bool,
    unfinished: usize,
}

/// Shows them.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Outcome {
    app.work(move |app| {
        let (store, t) = (app.store(), viewer.lang);
        let pinned = store.pinned()?;
        let months: BTreeMap<String, (i64, i64)> = store
            .counts_by_month(&viewer.reach, viewer.today)?
            .into_iter()
            .map(|c| (c.register, (c.this_month, c.last_month)))
            .collect();
        let mut dues: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for due in store.dues(&viewer.reach, domain::Date::MAX, DUES_MAX)? {
            let slot = dues.entry(due.register).or_default();
            slot.0 += 1;
            slot.1 += i64::from(due.day < viewer.today);
        }
        let mut lines = Vec::new();
        for register in pinned.catalogue.registers.values() {
            let (this_month, last_month) = months.get(&register.slug).copied().unwrap_or_default();
            let (due, late) = dues.get(&register.slug).copied().unwrap_or_default();
            let states = store.counts_by_state(&register.slug, &viewer.reach)?;
            lines.push(Line {
                name: t.name(&register.name, &register.name_en).to_string(),
                description: register.description.clone(),
                drafts: states.get(register.initial_state()).copied().unwrap_or_default(),
                slug: register.slug.clone(),
                this_month,
                last_month,
                due,
                late,
            });
        }
        let page = Page::new(t.say("Sổ", "Registers")).room("/so");
        html(&Index {
            lines,
            may_add: matches!(WRITERS, Access::Roles(roles) if roles.contains(&viewer.role())),
            unfinished: store.drafts(viewer.account.id.0)?.len(),
            f: Frame::of(app, &viewer, page),
        })
    })
    .await
}
