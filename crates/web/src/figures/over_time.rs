//! One indicator over time: months or years of the period, as columns and as a table.

use super::asked::{Asked, records_link};
use super::choices::{self, Group};
use super::page::{Fields, days, heading};
use super::row::{Notes, value_text};
use crate::app::App;
use crate::shell::fault::{Outcome, html_with};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::say;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use desk::Desk;
use domain::Span;
use domain::calendar::Period;
use domain::indicators::Question;
use domain::ledger::Dims;
use store::indicators::{Ask, Side};

/// Months up to which the steps are months; longer periods go by years.
const MONTHS_MAX: usize = 24;
/// Steps at most.
const STEPS_MAX: usize = 60;

/// A column.
struct Step {
    name: String,
    days: String,
    value: String,
    href: String,
    marks: Vec<String>,
    /// Left edge and width of the column, its top and height, in the chart's pixels.
    x: i64,
    width: i64,
    y: i64,
    height: i64,
    /// Middle, for its texts.
    middle: i64,
    /// Whether its name is printed under it.
    named: bool,
}

#[derive(Template)]
#[template(path = "figures/over_time.html")]
struct OverTime {
    f: Frame,
    fields: Fields,
    lead: String,
    name: String,
    slug: String,
    unit: String,
    indicators: Vec<Group>,
    steps: Vec<Step>,
    notes: Vec<(String, String)>,
    query: String,
    by_year: bool,
    /// Height of the whole drawing and of the line on which the columns stand.
    size: (i64, i64),
    floor: i64,
}

/// The stretches of a period: each a month or a year from its first day on, the last as long as it lasts.
pub fn steps(period: Period, years: bool) -> Vec<Period> {
    let months = if years { 12 } else { 1 };
    let mut out = Vec::new();
    for k in 0..STEPS_MAX {
        let ahead = |k: usize| {
            let span = Span::new().try_months(i64::try_from(k).ok()? * months).ok()?;
            period.from.checked_add(span).ok()
        };
        let Some(from) = ahead(k).filter(|f| *f <= period.to) else { break };
        let end = ahead(k + 1).and_then(|d| d.yesterday().ok()).unwrap_or(period.to);
        out.push(Period { from, to: end.min(period.to) });
    }
    out
}

/// Whether a period is shown by years: it has more than two years of months.
fn by_year(period: Period, wanted: Option<&str>) -> bool {
    match wanted {
        Some("nam") => true,
        Some("thang") => steps(period, false).len() >= STEPS_MAX,
        _ => steps(period, false).len() > MONTHS_MAX,
    }
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let page = app.at_desk(&viewer, |desk| draw(app, &viewer, desk, &form))?;
        let status = if page.fields.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        html_with(status, &page)
    })
    .await
}

const WIDTH: i64 = 800;
const HEIGHT: i64 = 260;
const FLOOR: i64 = 225;
const CEILING: i64 = 24;

fn draw(app: &App, viewer: &Viewer, desk: &Desk<'_>, form: &Form) -> store::Result<OverTime> {
    let t = viewer.lang;
    let mut asked = Asked::read(desk, viewer, form)?;
    let pinned = desk.store.pinned()?;
    let catalogue = &pinned.catalogue;
    let slug = asked.indicators.first().cloned().unwrap_or_default();
    (asked.indicators, asked.chosen, asked.by) = (vec![slug.clone()], true, None);
    let q = &asked.question;
    let period = Period { from: q.from, to: q.to };
    let years = by_year(period, form.get("buoc"));
    let each = steps(period, years).into_iter();
    let questions: Vec<Question> = each.map(|p| Question { from: p.from, to: p.to, ..q.clone() }).collect();
    let ask = Ask { filter: asked.filter.clone(), ..Ask::plain(&slug) };
    let answers = desk.store.figures_now(&questions, &[ask])?;
    let figures: Vec<_> = answers.iter().filter_map(|a| a.figures.first()?.first()).collect();
    let most = figures.iter().filter_map(|f| f.value).map(|v| v.scaled).max().unwrap_or(0).max(1);
    let mut notes = Notes::default();
    let many = i64::try_from(questions.len()).unwrap_or(1).max(1);
    let (slot, every) = (WIDTH / many, (many + 11) / 12);
    let mut made = Vec::new();
    for (k, (question, f)) in (0i64..).zip(questions.iter().zip(&figures)) {
        let value = f.value.map_or(0, |v| v.scaled).max(0);
        let height = i64::try_from(i128::from(value) * i128::from(FLOOR - CEILING) / i128::from(most)).unwrap_or(0);
        let (first, whole) = (question.from, question.from.day() == 1);
        made.push(Step {
            name: match (years, whole) {
                (true, true) => first.year().to_string(),
                (false, true) => say::month(&first),
                _ => format!("{}/{}", first.day(), say::month(&first)),
            },
            days: days(&question.from, &question.to),
            value: value_text(t, f),
            href: records_link(question, &asked, &slug, &Dims::new(), Side::Numerator),
            marks: f.why.iter().map(|n| notes.letter(t, n)).collect(),
            x: k * slot + slot / 8,
            width: (slot * 3 / 4).max(2),
            y: FLOOR - height,
            height,
            middle: k * slot + slot / 2,
            named: k % every == 0,
        });
    }
    let name = catalogue.indicators.get(&slug).map_or(slug.clone(), |i| t.name(&i.name, &i.name_en).to_string());
    let unit = figures
        .first()
        .map_or(String::new(), |f| catalogue.counting_units.get(&f.unit).map_or(f.unit.clone(), |u| u.symbol.clone()));
    let page = Page::new(t.say("Số liệu theo thời gian", "Figures over time")).room("/so-lieu").script("form.js");
    Ok(OverTime {
        f: Frame::of(app, viewer, page.crumb("/so-lieu", t.say("Số liệu", "Figures"))),
        fields: Fields::of(t, desk, &asked, form)?,
        lead: heading(t, desk, q),
        name,
        unit,
        indicators: choices::indicators(t, catalogue, &asked),
        steps: made,
        notes: notes.0,
        query: asked.link(),
        by_year: years,
        size: (WIDTH, HEIGHT),
        floor: FLOOR,
        slug,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn the_steps_of_a_period_hold_each_of_its_days_once() {
        for (p, years, many) in [
            (period("2021-01-01", "2021-12-31"), false, 12),
            (period("2020-12-15", "2021-12-14"), false, 12),
            (period("2021-01-31", "2021-04-10"), false, 3),
            (period("2016-03-01", "2021-02-28"), true, 5),
        ] {
            let all = steps(p, years);
            assert_eq!(all.len(), many, "{p:?}");
            assert_eq!((all[0].from, all[many - 1].to), (p.from, p.to));
            for pair in all.windows(2) {
                assert_eq!(pair[0].to.tomorrow().unwrap(), pair[1].from);
            }
        }
    }

    #[test]
    fn a_long_period_goes_by_years() {
        assert!(by_year(period("2016-01-01", "2021-12-31"), None));
        assert!(!by_year(period("2020-01-01", "2021-12-31"), None));
        assert!(by_year(period("2021-01-01", "2021-12-31"), Some("nam")));
    }
}
