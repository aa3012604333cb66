//! All that the catalogue holds, by kind, and finding in it.

use crate::app::App;
use crate::figures::subject_name;
use crate::shell::fault::{Outcome, html};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use askama::Template;
use axum::extract::State;
use domain::registers::Catalogue;
use domain::text::fold;
use std::collections::BTreeMap;

/// A thing of the catalogue.
pub struct Item {
    /// Its page.
    pub path: String,
    /// Name.
    pub name: String,
    /// One line on what it is.
    pub about: String,
}

#[derive(Template)]
#[template(path = "catalogue_room/index.html")]
struct Index {
    f: Frame,
    words: String,
    found: bool,
    registers: Vec<Item>,
    /// Indicators by subject.
    indicators: Vec<(String, Vec<Item>)>,
    measures: Vec<Item>,
    version: String,
}

/// Whether all words are in one of the texts, diacritics aside.
fn holds(words: &[String], texts: &[&str]) -> bool {
    let all = texts.iter().map(|t| fold(t)).collect::<Vec<_>>().join(" ");
    words.iter().all(|w| all.contains(w.as_str()))
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let pinned = app.store().pinned()?;
        html(&draw(app, &viewer, &pinned.catalogue, &pinned.hash, form.text("q")))
    })
    .await
}

fn draw(app: &App, viewer: &Viewer, c: &Catalogue, hash: &str, typed: &str) -> Index {
    let t = viewer.lang;
    let typed: String = typed.chars().take(200).collect();
    let words: Vec<String> = fold(&typed).split_whitespace().map(str::to_string).collect();
    let name = |vi: &str, en: &Option<String>| t.name(vi, en).to_string();
    let registers = c.registers.values().filter(|r| holds(&words, &[&r.slug, &r.name, &r.description])).map(|r| Item {
        path: format!("/danh-muc/so/{}", r.slug),
        name: name(&r.name, &r.name_en),
        about: r.description.clone(),
    });
    let mut indicators: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    for i in c.indicators.values().filter(|i| holds(&words, &[&i.slug, &i.name, &i.definition])) {
        let subject = i.slug.split_once('.').map_or(i.slug.as_str(), |(s, _)| s);
        let path = format!("/danh-muc/chi-tieu/{}", i.slug);
        let item = Item { path, name: name(&i.name, &i.name_en), about: i.definition.clone() };
        indicators.entry(subject).or_default().push(item);
    }
    let measures =
        c.measures.values().filter(|m| !words.is_empty() && holds(&words, &[&m.slug, &m.name, &m.definition]));
    Index {
        found: !words.is_empty(),
        registers: registers.collect(),
        indicators: indicators.into_iter().map(|(s, list)| (subject_name(t, c, s), list)).collect(),
        measures: measures
            .map(|m| Item {
                path: format!("/danh-muc/so-do#{}", m.slug),
                name: m.name.clone(),
                about: m.definition.clone(),
            })
            .collect(),
        version: hash.chars().take(12).collect(),
        words: typed,
        f: Frame::of(app, viewer, Page::new(t.say("Danh mục", "Catalogue")).room("/danh-muc")),
    }
}

/// The way from the catalogue's first page.
pub fn page(t: Lang, title: &str) -> Page {
    Page::new(title).room("/danh-muc").crumb("/danh-muc", t.say("Danh mục", "Catalogue"))
}
