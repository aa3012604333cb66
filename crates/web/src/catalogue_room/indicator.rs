//! One indicator: what it counts and does not, by which rules of which registers, in words.

use super::index::page;
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html};
use crate::shell::frame::Frame;
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use askama::Template;
use axum::extract::{Path, State};
use domain::indicators::{Formula, Indicator, Term};
use domain::registers::Catalogue;

/// A part of the explanation: what is added, and the rules that post it.
struct Part {
    head: String,
    rules: Vec<String>,
}

#[derive(Template)]
#[template(path = "catalogue_room/indicator.html")]
struct IndicatorPage {
    f: Frame,
    slug: String,
    kind: &'static str,
    definition: String,
    parts: Vec<Part>,
    dimensions: Vec<String>,
    basis: Vec<String>,
    measures: Vec<(String, String)>,
    registers: Vec<(String, String)>,
    /// Indicators that count the same measures.
    related: Vec<(String, String)>,
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>) -> Outcome {
    app.work(move |app| {
        let pinned = app.store().pinned()?;
        let indicator = pinned.catalogue.indicators.get(&slug).ok_or(Fault::Missing)?;
        html(&draw(app, &viewer, &pinned.catalogue, indicator))
    })
    .await
}

/// The explanation's lines after name and definition: a line that is indented is a rule of the one above.
fn parts(explained: &str) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for line in explained.lines().skip(2) {
        match (line.strip_prefix("  - "), out.last_mut()) {
            (Some(rule), Some(part)) => part.rules.push(rule.to_string()),
            _ => out.push(Part { head: line.trim_end_matches(':').to_string(), rules: Vec::new() }),
        }
    }
    // Dimensions and basis have places of their own on the page.
    out.retain(|p| !p.head.starts_with("Chia được theo") && !p.head.starts_with("Căn cứ"));
    out
}

fn terms<'a>(c: &'a Catalogue, i: &'a Indicator) -> Vec<&'a Term> {
    match &i.formula {
        Formula::Sum(list) => list.iter().collect(),
        Formula::Ratio { num, den } => num.iter().chain(den).collect(),
        Formula::Distinct(term) => vec![term],
        Formula::Growth(base) => match c.indicators.get(base).map(|b| &b.formula) {
            Some(Formula::Sum(list)) => list.iter().collect(),
            _ => Vec::new(),
        },
    }
}

fn kind(t: Lang, formula: &Formula) -> &'static str {
    match formula {
        Formula::Sum(_) => t.say("Cộng số phát sinh hoặc số hiện có", "A sum"),
        Formula::Ratio { .. } => {
            t.say("Tỷ lệ phần trăm: tử số trên mẫu số", "A percentage: numerator over denominator")
        }
        Formula::Distinct(_) => t.say("Đếm không trùng: mỗi đối tượng tính một lần", "How many different ones"),
        Formula::Growth(_) => t.say("Mức tăng, giảm so với kỳ trước cùng độ dài", "Change against the period before"),
    }
}

fn draw(app: &App, viewer: &Viewer, c: &Catalogue, i: &Indicator) -> IndicatorPage {
    let t = viewer.lang;
    let name = |vi: &str, en: &Option<String>| t.name(vi, en).to_string();
    let terms = terms(c, i);
    let counted = |m: &str| terms.iter().any(|t| t.measure == m);
    let dims = desk::question::ALWAYS.into_iter().chain(i.dimensions.iter().map(String::as_str));
    let posts = c.registers.values().filter(|r| r.postings.iter().any(|p| counted(&p.measure)));
    let related = c.indicators.values().filter(|o| o.slug != i.slug);
    let related = related.filter(|o| self::terms(c, o).iter().any(|t| counted(&t.measure)));
    IndicatorPage {
        slug: i.slug.clone(),
        kind: kind(t, &i.formula),
        definition: i.definition.clone(),
        parts: parts(&catalogue::explain(c, &i.slug)),
        dimensions: dims.map(|d| c.dimensions.get(d).map_or(d.to_string(), |d| d.name.clone())).collect(),
        basis: i.basis.clone(),
        measures: c
            .measures
            .values()
            .filter(|m| counted(&m.slug))
            .map(|m| (format!("/danh-muc/so-do#{}", m.slug), m.name.clone()))
            .collect(),
        registers: posts.map(|r| (format!("/danh-muc/so/{}", r.slug), name(&r.name, &r.name_en))).collect(),
        related: related.map(|o| (format!("/danh-muc/chi-tieu/{}", o.slug), name(&o.name, &o.name_en))).collect(),
        f: Frame::of(app, viewer, page(t, &name(&i.name, &i.name_en))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_indicator_is_explained_by_what_it_adds_and_by_which_rule() {
        let catalogue = testkit::built_in();
        for i in catalogue.indicators.values() {
            let parts = parts(&catalogue::explain(&catalogue, &i.slug));
            assert!(!parts.is_empty(), "{}", i.slug);
            let growth = matches!(i.formula, Formula::Growth(_));
            assert!(growth || parts.iter().any(|p| !p.rules.is_empty()), "{}", i.slug);
        }
    }
}
