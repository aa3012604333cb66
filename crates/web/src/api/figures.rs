//! Figures, the indicators that can be asked, and the records behind a figure.

use super::input::{Query, limit, once};
use super::shapes::{self, number};
use super::units::shape;
use crate::app::App;
use crate::shell::fault::{Fault, Outcome};
use crate::shell::guard::Viewer;
use axum::Json;
use axum::extract::State;
use desk::Desk;
use desk::question::{PeriodText, QuestionText};
use domain::indicators::{Decimal, Figure, Question, View};
use domain::problem::Problem;
use serde::Deserialize;
use serde_json::Value;
use store::StoreError;
use store::indicators::{Ask, DimFilter, Side};
use utoipa::IntoParams;

/// Indicators asked at once, at most.
const ASKS_MAX: usize = 50;

/// All indicators.
#[utoipa::path(get, path = "/api/v1/indicators", tag = "figures", responses((status = 200, body = [shapes::Indicator])))]
pub async fn indicators(State(app): State<App>, _viewer: Viewer) -> Outcome<Json<Vec<shapes::Indicator>>> {
    let pinned = app.store().pinned()?;
    let shape = |i: &domain::indicators::Indicator| shapes::Indicator {
        slug: i.slug.clone(),
        name: i.name.clone(),
        name_en: i.name_en.clone(),
        definition: i.definition.clone(),
        dimensions: i.dimensions.clone(),
    };
    Ok(Json(pinned.catalogue.indicators.values().map(shape).collect()))
}

/// What is asked.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `AREA[/ORGAN][@DATE]`: the unit, in the tree of a date.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = String, required = true, example = "085@2021-12-31")]
    unit: Option<String>,
    /// First day, with `to`; or give `period`.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false, example = "2021-01-01")]
    from: Option<String>,
    /// Last day.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false, example = "2021-12-31")]
    to: Option<String>,
    /// Reporting period of the catalogue, `nam:2021`.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false)]
    period: Option<String>,
    /// `was` (each record under its parents on its own date; so when left out) or `restated`.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false)]
    view: Option<String>,
    /// Indicator slugs; up to 50 for figures, one for records.
    #[serde(default)]
    #[param(value_type = Vec<String>, required = true, example = json!(["doi-thoai.so-cuoc"]))]
    indicator: Vec<String>,
    /// Dimensions to break the figures down by.
    #[serde(default)]
    #[param(value_type = Vec<String>)]
    by: Vec<String>,
    /// Conditions, `DIM=VALUE,VALUE`.
    #[serde(default)]
    #[param(value_type = Vec<String>)]
    r#where: Vec<String>,
    /// As known after this transaction of the ledger.
    #[serde(default, deserialize_with = "once::number")]
    #[param(value_type = Option<u32>, nullable = false, minimum = 0, maximum = 4294967295u32)]
    known_at: Option<u32>,
    /// Of a ratio: `numerator` (so when left out) or `denominator`. For records only.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false)]
    side: Option<String>,
    /// Records at most, up to 500.
    #[serde(default, deserialize_with = "once::number")]
    #[param(value_type = Option<u32>, nullable = false, minimum = 0, maximum = 4294967295u32)]
    limit: Option<u32>,
    /// Records to skip.
    #[serde(default, deserialize_with = "once::number")]
    #[param(value_type = Option<u32>, nullable = false, minimum = 0, maximum = 4294967295u32)]
    offset: Option<u32>,
}

fn wrong(code: &str, text: &str, field: &str) -> StoreError {
    StoreError::refused(Problem::error(code, text).field(field).hint("xem mô tả ở /api/v1/openapi.json"))
}

impl Asked {
    fn question(&self, desk: &Desk<'_>) -> store::Result<(Question, DimFilter)> {
        let unit = self.unit.as_deref().ok_or_else(|| wrong("no-unit", "Phải ghi đơn vị", "unit"))?;
        let period = match (&self.period, &self.from, &self.to) {
            (Some(rule), None, None) => PeriodText::Rule(rule),
            (None, Some(from), Some(to)) => PeriodText::Days(from, to),
            _ => return Err(wrong("no-period", "Ghi “period”, hoặc cả “from” và “to”", "period")),
        };
        let view = match self.view.as_deref() {
            None | Some("was") => View::Was,
            Some("restated") => View::Restated,
            Some(_) => return Err(wrong("bad-view", "“view” là was hoặc restated", "view")),
        };
        desk.question(&QuestionText { unit, period, view, wheres: &self.r#where })
    }

    /// Problems with indicators and dimensions, all at once.
    fn refuse(&self, desk: &Desk<'_>, filter: &DimFilter) -> store::Result<()> {
        if self.indicator.is_empty() || self.indicator.len() > ASKS_MAX {
            return Err(wrong("bad-indicators", "Ghi từ 1 đến 50 chỉ tiêu", "indicator"));
        }
        let pinned = desk.store.pinned()?;
        let mut problems = Vec::new();
        for slug in &self.indicator {
            match pinned.catalogue.indicators.get(slug) {
                Some(_) => problems.extend(desk.indivisible(slug, filter, &self.by)?),
                None => problems.push(
                    Problem::error("unknown-indicator", format!("Không có chỉ tiêu “{slug}”")).field("indicator"),
                ),
            }
        }
        for dim in &self.by {
            problems.extend(desk.unknown_dimension(dim, "by")?);
        }
        if problems.is_empty() { Ok(()) } else { Err(StoreError::Refused(problems)) }
    }
}

/// Slug of a word that serde knows.
fn word<T: serde::Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

fn figure(f: &Figure) -> shapes::Figure {
    shapes::Figure {
        indicator: f.indicator.clone(),
        by: f.by.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        value: f.value.map(number),
        numerator: f.numerator.map(number),
        denominator: f.denominator.map(number),
        unit: f.unit.clone(),
        bound: word(f.bound),
        approx: word(f.approx),
        source: word(f.source),
        pending: f.pending,
        notes: f.why.iter().map(|n| n.text.clone()).collect(),
    }
}

/// Figures of a unit and period. Sums may be asked of any unit.
#[utoipa::path(get, path = "/api/v1/figures", tag = "figures", params(Asked), responses((status = 200, body = shapes::Figures)))]
pub async fn figures(State(app): State<App>, viewer: Viewer, Query(q): Query<Asked>) -> Outcome<Json<shapes::Figures>> {
    app.work(move |app| {
        let found = app.at_desk(&viewer, |desk| {
            let (question, filter) = q.question(desk)?;
            q.refuse(desk, &filter)?;
            let ask = |slug: &String| Ask { indicator: slug.clone(), filter: filter.clone(), by: q.by.clone() };
            let asks: Vec<Ask> = q.indicator.iter().map(ask).collect();
            let answer = desk.store.figures(&question, &asks, q.known_at.map(i64::from))?;
            let unit = shape(&desk.store.units(), question.unit, question.tree);
            Ok((question, answer, unit))
        })?;
        let (question, answer, unit) = found;
        Ok(Json(shapes::Figures {
            unit: unit.ok_or(Fault::Missing)?,
            from: question.from.to_string(),
            to: question.to.to_string(),
            view: word(question.view),
            figures: answer.figures.iter().flatten().map(figure).collect(),
            notes: answer.notes.iter().map(|n| n.text.clone()).collect(),
        }))
    })
    .await
}

/// The records behind one figure: those that may be read, and of the others how many and how much.
#[utoipa::path(get, path = "/api/v1/records", tag = "figures", params(Asked), responses((status = 200, body = shapes::Records)))]
pub async fn records(State(app): State<App>, viewer: Viewer, Query(q): Query<Asked>) -> Outcome<Json<shapes::Records>> {
    app.work(move |app| {
        app.at_desk(&viewer, |desk| {
            let (question, filter) = q.question(desk)?;
            q.refuse(desk, &filter)?;
            let [indicator] = &q.indicator[..] else {
                return Err(wrong("bad-indicators", "Hỏi hồ sơ của một chỉ tiêu mỗi lần", "indicator"));
            };
            let side = match q.side.as_deref() {
                None | Some("numerator") => Side::Numerator,
                Some("denominator") => Side::Denominator,
                Some(_) => return Err(wrong("bad-side", "“side” là numerator hoặc denominator", "side")),
            };
            let ask = Ask { indicator: indicator.clone(), filter, by: Vec::new() };
            let (most, skip) = (limit(q.limit, 500), q.offset.map_or(0, i64::from));
            let known = q.known_at.map(i64::from);
            let r = desk.store.records_for(&question, &ask, side, &viewer.reach, most, skip, known)?;
            let amount = |scaled| number(Decimal { scaled, scale: r.scale });
            let (pinned, meant) = (desk.store.pinned()?, desk.store.indicator(indicator)?);
            let told = |register: &str| crate::figures::tells(&pinned.catalogue, &meant, side, register, viewer.role());
            let records = r.lines.iter().map(|l| shapes::Record {
                id: l.id.to_string(),
                register: l.register.clone(),
                number: l.number,
                date: l.date.to_string(),
                area: l.area.0,
                title: l.title.clone(),
                adds: told(&l.register).then(|| amount(l.total.scaled)),
            });
            let withheld = r.withheld.iter().map(|w| shapes::Withheld {
                register: w.register.clone(),
                area: w.area.0,
                month: format!("{:04}-{:02}", w.year, w.month),
                count: w.count,
                adds: amount(w.sum.scaled),
            });
            Ok(Json(shapes::Records {
                records: records.collect(),
                readable: r.readable_count,
                withheld: withheld.collect(),
                count: r.count,
                sum: amount(r.sum.scaled),
            }))
        })
    })
    .await
}
