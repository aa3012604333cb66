//! What the words of a question mean: units, dates, periods, conditions, as the command line and the screens take them.

use crate::{Desk, all, refused};
use domain::Date;
use domain::calendar::{Period, parse_date};
use domain::ids::UnitId;
use domain::indicators::{Question, View};
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::registers::did_you_mean;
use std::collections::BTreeMap;
use store::Result;
use store::indicators::DimFilter;

/// Dimensions that every posting has, whatever its register says: level, hierarchy and kind of the owner.
pub const ALWAYS: [&str; 3] = ["cap", "he", "co-quan"];

/// A period in words: "RULE:YEAR" ("nam:2021"), or two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodText<'a> {
    /// A reporting period of the catalogue and a year.
    Rule(&'a str),
    /// First and last day.
    Days(&'a str, &'a str),
}

/// A question in words.
#[derive(Debug, Clone, Copy)]
pub struct QuestionText<'a> {
    /// "AREA[/ORGAN][@DATE]"; without a date today's tree.
    pub unit: &'a str,
    /// Period.
    pub period: PeriodText<'a>,
    /// How records of other times are mapped to the unit.
    pub view: View,
    /// Conditions, each "DIM=VALUE,VALUE".
    pub wheres: &'a [String],
}

/// A date as a person writes it; problems are at the field.
pub fn date(text: &str, field: &str) -> Result<Date> {
    parse_date(text).map_err(|p| refused(p.field(field)))
}

impl Desk<'_> {
    /// "AREA@DATE" or "AREA" (today): the unit and the date.
    pub fn unit(&self, text: &str) -> Result<(UnitId, Date)> {
        let (area, on) = match text.rsplit_once('@') {
            Some((area, on)) => (area, date(on, "unit")?),
            None => (text, self.today),
        };
        let unit = self.store.units().resolve(area, on).map_err(|p| refused(p.field("unit")))?;
        Ok((unit, on))
    }

    /// The question that the words ask, and its further conditions.
    pub fn question(&self, text: &QuestionText<'_>) -> Result<(Question, DimFilter)> {
        let (place, tree) = match text.unit.rsplit_once('@') {
            Some((place, on)) => (place, date(on, "unit")?),
            None => (text.unit, self.today),
        };
        let (area, organ) = place.split_once('/').map_or((place, None), |(a, o)| (a, Some(o)));
        let unit = self.store.units().resolve(area, tree).map_err(|p| refused(p.field("unit")))?;
        let organ = organ.map_or(Ok(DimFilter::new()), |o| self.organ_filter(o))?;
        let period = self.period(text.period)?;
        let question = Question { unit, organ, tree, from: period.from, to: period.to, view: text.view };
        Ok((question, self.conditions(text.wheres)?))
    }

    /// The days of a period.
    pub fn period(&self, text: PeriodText<'_>) -> Result<Period> {
        let text = match text {
            PeriodText::Days(from, to) => {
                return Period::new(date(from, "from")?, date(to, "to")?).map_err(refused);
            }
            PeriodText::Rule(text) => text,
        };
        let pinned = self.store.pinned()?;
        let periods = &pinned.catalogue.periods;
        let bad = || {
            let list: Vec<&str> = periods.keys().map(String::as_str).collect();
            refused(
                Problem::error("bad-period", format!("Không hiểu kỳ “{text}”"))
                    .field("period")
                    .hint(format!("ghi KỲ:NĂM, ví dụ nam:2021; các kỳ: {}", list.join(", "))),
            )
        };
        let (slug, year) = text.split_once(':').ok_or_else(bad)?;
        let year: i16 = year.parse().map_err(|_| bad())?;
        let rule = periods.get(slug).ok_or_else(bad)?;
        let period = rule.of_year(year).map_err(refused)?;
        if rule.valid_from.is_some_and(|f| period.to < f) || rule.valid_to.is_some_and(|t| t < period.from) {
            let text = format!("Kỳ “{}” chưa có hoặc không còn dùng cho năm {year}", rule.name);
            let problem = Problem::error("period-not-valid", text).field("period");
            return Err(refused(problem.hint("ghi ngày đầu và ngày cuối của kỳ")));
        }
        Ok(period)
    }

    /// The condition that an organ in "AREA/ORGAN" stands for: a hierarchy or a kind of organ.
    pub fn organ_filter(&self, organ: &str) -> Result<DimFilter> {
        let pinned = self.store.pinned()?;
        let kinds = &pinned.catalogue.organ_kinds;
        let dim = if Hierarchy::parse(organ).is_some() {
            "he"
        } else if kinds.get(organ).is_some() {
            "co-quan"
        } else {
            let known = kinds.0.keys().map(String::as_str).chain(["chinh-quyen", "dang", "mat-tran"]);
            let problem = Problem::error("unknown-organ-kind", format!("Không có hệ hay loại cơ quan “{organ}”"));
            let hint = did_you_mean(organ, known)
                .map_or("các hệ và loại cơ quan xem trong danh mục".into(), |n| format!("có phải “{n}”?"));
            return Err(refused(problem.field("unit").hint(hint)));
        };
        Ok(BTreeMap::from([(dim.to_string(), vec![organ.to_string()])]))
    }

    /// Conditions, each "DIM=VALUE,VALUE"; unknown dimensions and values are told, all at once.
    pub fn conditions(&self, list: &[String]) -> Result<DimFilter> {
        let mut out = DimFilter::new();
        let mut problems = Vec::new();
        for item in list {
            let Some((dim, values)) = item.split_once('=') else {
                let text = format!("“{item}” không phải CHIỀU=GIÁ-TRỊ");
                problems.push(Problem::error("bad-condition", text).field("where"));
                continue;
            };
            problems.extend(self.unknown_dimension(dim, "where")?);
            let values = values.split(',').map(str::trim);
            for value in values.clone() {
                problems.extend(self.unknown_value(dim, value)?);
            }
            out.entry(dim.to_string()).or_default().extend(values.map(str::to_string));
        }
        all(if problems.is_empty() { Ok(out) } else { Err(problems) })
    }

    /// The problem with a dimension that the catalogue does not have.
    pub fn unknown_dimension(&self, dim: &str, field: &str) -> Result<Option<Problem>> {
        let pinned = self.store.pinned()?;
        let dimensions = &pinned.catalogue.dimensions;
        if dimensions.contains_key(dim) || ALWAYS.contains(&dim) {
            return Ok(None);
        }
        let known: Vec<&str> = dimensions.keys().map(String::as_str).collect();
        let hint = did_you_mean(dim, known.iter().copied())
            .map_or_else(|| format!("các chiều: {}", known.join(", ")), |n| format!("có phải “{n}”?"));
        let problem = Problem::error("unknown-dimension", format!("Không có chiều “{dim}”"));
        Ok(Some(problem.field(field).hint(hint)))
    }

    /// The problem with a value that the dimension does not have. A dimension without listed values takes any.
    fn unknown_value(&self, dim: &str, value: &str) -> Result<Option<Problem>> {
        let pinned = self.store.pinned()?;
        let Some(dimension) = pinned.catalogue.dimensions.get(dim) else { return Ok(None) };
        let mut known: Vec<&str> = dimension.values.iter().map(|v| v.slug.as_str()).collect();
        if dim == "co-quan" {
            known.extend(pinned.catalogue.organ_kinds.0.keys().map(String::as_str));
        }
        // Units stand as their keys, and an empty value asks for what has none.
        if known.is_empty() || known.contains(&value) || value.is_empty() || value.contains(':') {
            return Ok(None);
        }
        let hint = did_you_mean(value, known.iter().copied())
            .map_or_else(|| format!("các giá trị: {}", known.join(", ")), |n| format!("có phải “{n}”?"));
        let problem = Problem::error("unknown-value", format!("Chiều “{dim}” không có giá trị “{value}”"));
        Ok(Some(problem.field("where").hint(hint)))
    }

    /// The problems with what an indicator is to be restricted to (`where`) and divided by (`by`).
    pub fn indivisible(&self, indicator: &str, filter: &DimFilter, by: &[String]) -> Result<Vec<Problem>> {
        let pinned = self.store.pinned()?;
        let Some(found) = pinned.catalogue.indicators.get(indicator) else { return Ok(Vec::new()) };
        let known: Vec<&str> = ALWAYS.into_iter().chain(found.dimensions.iter().map(String::as_str)).collect();
        let problem = |dim: &String, field: &str| {
            let text = format!("Chỉ tiêu “{indicator}” không chia theo chiều “{dim}”");
            let hint = format!("chia được theo: {}", known.join(", "));
            let unknown = !known.contains(&dim.as_str());
            unknown.then(|| Problem::error("indivisible", text).field(field).hint(hint))
        };
        let wheres = filter.keys().filter_map(|d| problem(d, "where"));
        Ok(wheres.chain(by.iter().filter_map(|d| problem(d, "by"))).collect())
    }
}
