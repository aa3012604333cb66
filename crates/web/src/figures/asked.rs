//! What a query string asks: unit, period, view, indicators, breakdown, conditions. Whatever is missing has a sensible
//! value; whatever is wrong is told at its field, and the rest still stands, so that the form comes back filled.

use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use desk::Desk;
use desk::question::{ALWAYS, PeriodText};
use domain::Date;
use domain::calendar::{Period, parse_date};
use domain::ids::UnitId;
use domain::indicators::{Formula, Indicator, Question, View};
use domain::problem::Problem;
use domain::registers::Catalogue;
use store::indicators::{Ask, DimFilter, Side};
use store::{Result, StoreError};

/// Indicators that one page answers at most.
pub const INDICATORS_MAX: usize = 80;
/// Indicators of each subject on the page that nobody has chosen any for.
const OF_EACH: usize = 2;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Unit, tree, period, view, and the condition on the owner.
    pub question: Question,
    /// Slug of a reporting period and year, when the period was chosen so.
    pub rule: Option<(String, i16)>,
    /// Indicators, at least one.
    pub indicators: Vec<String>,
    /// Whether they were chosen.
    pub chosen: bool,
    /// Dimension to break down by.
    pub by: Option<String>,
    /// Hierarchy or kind of organ whose records alone count; "" = all.
    pub organ: String,
    /// Further conditions, as written: "loai=dinh-ky".
    pub wheres: Vec<String>,
    /// The same, read.
    pub filter: DimFilter,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// The refusals of a step go to the list; other errors end the work.
fn take<T>(found: Result<T>, field: &str, problems: &mut Vec<Problem>) -> Result<Option<T>> {
    match found {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Refused(list)) => {
            problems.extend(list.into_iter().map(|p| p.field(field)));
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

/// The unit of "u:12", of a code or of a name on a date.
pub fn unit_of(desk: &Desk<'_>, text: &str, on: Date) -> std::result::Result<UnitId, Problem> {
    let units = desk.store.units();
    match text.strip_prefix("u:").and_then(|id| id.parse().ok()).map(UnitId).filter(|u| units.exists(*u)) {
        Some(unit) => Ok(unit),
        None => units.resolve(text, on),
    }
}

/// How the query writes a view.
pub const fn view_slug(view: View) -> &'static str {
    match view {
        View::Was => "khi-ay",
        View::Restated => "quy-ve",
    }
}

impl Asked {
    /// Reads a query.
    pub fn read(desk: &Desk<'_>, viewer: &Viewer, form: &Form) -> Result<Asked> {
        let mut problems = Vec::new();
        let pinned = desk.store.pinned()?;
        let catalogue = &pinned.catalogue;
        let (unit, tree) = place(desk, viewer, form, &mut problems);
        let (period, rule) = period(desk, viewer, form, &mut problems)?;
        let organ = form.get("co-quan").unwrap_or_default().to_string();
        let organ_filter = match organ.as_str() {
            "" => DimFilter::new(),
            text => take(desk.organ_filter(text), "co-quan", &mut problems)?.unwrap_or_default(),
        };
        let wheres: Vec<String> = form.all("loc").map(str::to_string).collect();
        let filter = take(desk.conditions(&wheres), "loc", &mut problems)?.unwrap_or_default();
        let (mut indicators, chosen) = indicators(catalogue, form, &mut problems);
        let by = form.get("theo").map(str::to_string);
        let by = match by {
            Some(dim) => match desk.unknown_dimension(&dim, "theo")? {
                Some(problem) => {
                    problems.push(problem);
                    None
                }
                None => Some(dim),
            },
            None => None,
        };
        // Of a choice of several those that know the dimension are shown; of one alone it must.
        let dims: Vec<&str> = by.iter().map(String::as_str).chain(filter.keys().map(String::as_str)).collect();
        let fits = |slug: &String| catalogue.indicators.get(slug).is_some_and(|i| dims.iter().all(|d| knows(i, d)));
        if indicators.iter().any(fits) {
            indicators.retain(fits);
        } else if let Some(slug) = indicators.first() {
            problems.extend(desk.indivisible(slug, &filter, by.as_slice())?.into_iter().map(|p| p.field("theo")));
        }
        let view = if form.get("xem") == Some("quy-ve") { View::Restated } else { View::Was };
        let question = Question { unit, organ: organ_filter, tree, from: period.from, to: period.to, view };
        Ok(Asked { question, rule, indicators, chosen, by, organ, wheres, filter, problems })
    }

    /// What the store is asked.
    pub fn asks(&self) -> Vec<Ask> {
        let by: Vec<String> = self.by.iter().cloned().collect();
        let ask = |slug: &String| Ask { indicator: slug.clone(), filter: self.filter.clone(), by: by.clone() };
        self.indicators.iter().map(ask).collect()
    }

    /// The question of this unit and period as a query, without indicators and breakdown. It says each day, so that it
    /// means the same for ever.
    pub fn query(&self) -> Vec<(String, String)> {
        query_of(&self.question, &self.organ, &self.wheres)
    }

    /// The whole question as a query that can be kept and shared.
    pub fn link(&self) -> String {
        let mut pairs = self.query();
        if let Some((slug, year)) = &self.rule {
            pairs.retain(|(k, _)| k != "tu" && k != "den");
            pairs.push(("ky".into(), slug.clone()));
            pairs.push(("nam".into(), year.to_string()));
        }
        if self.chosen {
            pairs.extend(self.indicators.iter().map(|i| ("chi-tieu".to_string(), i.clone())));
        }
        pairs.extend(self.by.iter().map(|b| ("theo".to_string(), b.clone())));
        Form(pairs).query()
    }
}

/// A question as a query.
pub fn query_of(q: &Question, organ: &str, wheres: &[String]) -> Vec<(String, String)> {
    let mut pairs = vec![
        ("don-vi".to_string(), format!("u:{}", q.unit)),
        ("ngay".to_string(), q.tree.to_string()),
        ("tu".to_string(), q.from.to_string()),
        ("den".to_string(), q.to.to_string()),
    ];
    if q.view == View::Restated {
        pairs.push(("xem".into(), view_slug(q.view).into()));
    }
    if !organ.is_empty() {
        pairs.push(("co-quan".into(), organ.into()));
    }
    pairs.extend(wheres.iter().map(|w| ("loc".to_string(), w.clone())));
    pairs
}

/// The address of the records behind a number: of one indicator, one side of it, in one cell of a breakdown.
pub fn records_link(q: &Question, asked: &Asked, slug: &str, by: &domain::ledger::Dims, side: Side) -> String {
    let mut pairs = query_of(q, &asked.organ, &asked.wheres);
    pairs.push(("chi-tieu".into(), slug.into()));
    pairs.extend(by.iter().map(|(dim, value)| ("loc".to_string(), format!("{dim}={value}"))));
    if side == Side::Denominator {
        pairs.push(("phia".into(), "mau".into()));
    }
    format!("/so-lieu/ho-so?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

/// Whether an indicator can be divided by a dimension.
pub fn knows(indicator: &Indicator, dim: &str) -> bool {
    ALWAYS.contains(&dim) || indicator.dimensions.iter().any(|d| d == dim)
}

/// The subject of an indicator: what stands before the first point of its slug, a register as a rule.
pub fn subject(slug: &str) -> &str {
    slug.split_once('.').map_or(slug, |(head, _)| head)
}

fn place(desk: &Desk<'_>, viewer: &Viewer, form: &Form, problems: &mut Vec<Problem>) -> (UnitId, Date) {
    let mut read = |text: &str| parse_date(text).map_err(|p| problems.push(p.field("ngay"))).ok();
    let day = form.get("ngay").and_then(&mut read);
    let on = day.unwrap_or(viewer.today);
    let units = desk.store.units();
    let typed = form.get("don-vi.chu").or_else(|| form.get("don-vi"));
    let unit = match typed.map(|text| unit_of(desk, text, on)) {
        Some(Ok(unit)) => unit,
        Some(Err(problem)) => {
            problems.push(problem.field("don-vi"));
            return (viewer.assignment.unit, units.clamp(viewer.assignment.unit, on));
        }
        None => viewer.assignment.unit,
    };
    // Without a date a unit that has ended is asked for in the last tree that it stood in.
    if day.is_some() && !units.alive(unit, on) {
        let text = format!("{} không có vào ngày {}", units.label(unit), crate::shell::say::date(&on));
        problems.push(Problem::error("unit-closed", text).field("ngay").hint("để trống ngày, hoặc chọn ngày khác"));
    }
    (unit, units.clamp(unit, on))
}

type Rule = Option<(String, i16)>;

fn period(desk: &Desk<'_>, viewer: &Viewer, form: &Form, problems: &mut Vec<Problem>) -> Result<(Period, Rule)> {
    let (from, to) = (form.get("tu"), form.get("den"));
    if from.is_some() || to.is_some() {
        let today = viewer.today.to_string();
        let first = from.unwrap_or("2000-01-01");
        let days = desk.period(PeriodText::Days(first, to.unwrap_or(&today)));
        if let Some(period) = take(days, "tu", problems)? {
            return Ok((period, rule_of(&desk.store.pinned()?.catalogue, period)));
        }
    }
    let year = form.int("nam").and_then(|y| i16::try_from(y).ok()).unwrap_or_else(|| viewer.today.year());
    let slug = form.get("ky").unwrap_or("nam");
    if let Some(period) = take(desk.period(PeriodText::Rule(&format!("{slug}:{year}"))), "ky", problems)? {
        return Ok((period, Some((slug.to_string(), year))));
    }
    let (first, last) = (viewer.today.first_of_year(), viewer.today.last_of_year());
    Ok((Period { from: first, to: last }, None))
}

/// The reporting period that just these days are, so that the form can name it.
fn rule_of(catalogue: &Catalogue, period: Period) -> Rule {
    let year = period.to.year();
    let valid = |p: &&domain::registers::ReportingPeriod| {
        p.valid_from.is_none_or(|f| f <= period.to) && p.valid_to.is_none_or(|t| period.from <= t)
    };
    let mut fit = catalogue.periods.values().filter(|p| p.of_year(year).is_ok_and(|days| days == period)).filter(valid);
    fit.next().map(|p| (p.slug.clone(), year))
}

fn indicators(catalogue: &Catalogue, form: &Form, problems: &mut Vec<Problem>) -> (Vec<String>, bool) {
    let mut chosen = Vec::new();
    for slug in form.all("chi-tieu") {
        if !catalogue.indicators.contains_key(slug) {
            let near = domain::registers::did_you_mean(slug, catalogue.indicators.keys().map(String::as_str));
            let hint = near.map_or("xem danh mục".to_string(), |n| format!("có phải “{n}”?"));
            let text = format!("Danh mục không có chỉ tiêu “{slug}”");
            problems.push(Problem::error("unknown-indicator", text).field("chi-tieu").hint(hint));
        } else if !chosen.iter().any(|c| c == slug) && chosen.len() < INDICATORS_MAX {
            chosen.push(slug.to_string());
        }
    }
    if !chosen.is_empty() {
        return (chosen, true);
    }
    let wanted = form.get("chu-de");
    let mut of_subject: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    let usual = catalogue.indicators.values().filter(|i| {
        let count = of_subject.entry(subject(&i.slug)).or_default();
        let take = match wanted {
            Some(wanted) => subject(&i.slug) == wanted,
            None => *count < OF_EACH && matches!(i.formula, Formula::Sum(_)),
        };
        *count += usize::from(take);
        take
    });
    let all: Vec<String> = usual.map(|i| i.slug.clone()).take(INDICATORS_MAX).collect();
    if all.is_empty() { (catalogue.indicators.keys().take(1).cloned().collect(), false) } else { (all, false) }
}
