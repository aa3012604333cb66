//! Reading: the same indicators from roll-ups and by GROUP BY over the postings, answers held against each other.

use crate::data::YEARS;
use domain::Date;
use domain::calendar::{Period, day_number};
use domain::ids::{NATION, UnitId};
use domain::indicators::{Formula, Indicator, Question, View};
use domain::ledger::{Dims, Nature};
use domain::registers::Catalogue;
use domain::units::{Level, Units};
use std::collections::{BTreeMap, BTreeSet};
use store::db::{Conn, Row};
use store::indicators::Ask;
use store::{Pinned, Result, Store, StoreError};

/// One question of the table.
pub struct Asked {
    /// As the table names it.
    pub name: String,
    /// The question.
    pub question: Question,
    /// The postings that it covers, as plain SQL: joins and a condition.
    pub join: String,
    /// Condition, without AND in front.
    pub condition: String,
}

/// Values by indicator slug.
pub type Values = BTreeMap<String, i64>;

/// The questions.
pub fn questions(units: &Units) -> Result<Vec<Asked>> {
    let none = || StoreError::Database("no such unit to ask about".into());
    let lives = |u: &UnitId, p: Period| units.life(*u).is_some_and(|l| l.covers(&p));
    let before = Period { from: YEARS.from, to: Date::constant(2024, 12, 31) };
    let provinces = units.children_on(NATION, YEARS.to);
    let province = provinces.iter().copied().find(|u| lives(u, YEARS)).ok_or_else(none)?;
    let mut communes = units.subtree_on(province, before.to).into_iter();
    let is_commune = |u: &UnitId| units.version_on(*u, before.to).is_some_and(|v| v.level == Level::Xa);
    let commune = communes.find(|u| is_commune(u) && lives(u, before)).ok_or_else(none)?;
    let merged = |u: &&UnitId| units.came_from(**u).iter().filter(|s| s.kind.ends()).count() > 2;
    let merged = provinces.iter().find(merged).copied().ok_or_else(none)?;
    let decree = Period { from: Date::constant(2022, 12, 15), to: Date::constant(2023, 12, 14) };
    let odd = Period { from: Date::constant(2022, 3, 3), to: Date::constant(2024, 10, 20) };
    let was = |name: &str, unit: UnitId, p: Period, tree: Date| Asked {
        name: name.to_string(),
        question: question(unit, p, tree, View::Was),
        join: format!(
            "JOIN unit_under u ON u.ancestor = {} AND u.unit = x.area AND x.tree_day BETWEEN u.from_day AND u.to_day",
            unit.0
        ),
        condition: "1 = 1".into(),
    };
    let mut list = vec![
        was("nation, 5 years", NATION, YEARS, YEARS.to),
        was("a province, 5 years", province, YEARS, YEARS.to),
        was("a commune, 4 years", commune, before, before.to),
        was("nation, one reporting year 15/12–14/12", NATION, decree, YEARS.to),
        was("nation, odd days 3/3/2022–20/10/2024", NATION, odd, YEARS.to),
    ];
    let restated = question(merged, YEARS, YEARS.to, View::Restated);
    let under: BTreeSet<UnitId> = units.subtree_on(merged, YEARS.to).into_iter().collect();
    let restatement = units.restatement(YEARS.to);
    let areas: Vec<String> =
        restatement.iter().filter(|(_, r)| under.contains(&r.to)).map(|(u, _)| u.to_string()).collect();
    list.push(Asked {
        name: "a merged province restated, 5 years".into(),
        question: restated,
        join: String::new(),
        condition: format!("x.area IN ({})", areas.join(",")),
    });
    Ok(list)
}

fn question(unit: UnitId, p: Period, tree: Date, view: View) -> Question {
    Question { unit, organ: BTreeMap::new(), tree, from: p.from, to: p.to, view }
}

/// From roll-ups, as the program asks.
pub fn ask(store: &Store, asked: &Asked, slugs: &[String]) -> Result<Values> {
    let asks: Vec<Ask> = slugs.iter().map(|s| Ask::plain(s)).collect();
    let answer = store.figures(&asked.question, &asks, None)?;
    let figures = answer.figures.into_iter().flatten();
    Ok(figures.map(|f| (f.indicator, f.value.map_or(0, |v| v.scaled))).collect())
}

/// The GROUP BY that gives the same numbers from the postings: one statement for all indicators together.
pub fn group_by(pinned: &Pinned, asked: &Asked) -> Result<String> {
    let keys = |wanted: &[Nature]| -> Result<Vec<String>> {
        let chosen = pinned.catalogue.measures.values().filter(|m| wanted.contains(&m.nature));
        chosen.map(|m| Ok(pinned.measure(&m.slug)?.to_string())).collect()
    };
    let Asked { join, condition, question, .. } = asked;
    Ok(format!(
        "SELECT x.measure, x.dimset, CAST(SUM(x.qty) AS BIGINT) FROM posting x {join} WHERE {condition} AND x.measure IN ({}) \
         AND x.day <= {to} AND (x.day >= {from} OR x.measure IN ({})) GROUP BY x.measure, x.dimset",
        keys(&[Nature::Flow, Nature::Stock])?.join(","),
        keys(&[Nature::Stock])?.join(","),
        from = day_number(question.from),
        to = day_number(question.to),
    ))
}

/// Different members of the distinct indicators, by GROUP BY.
pub fn group_by_distinct(pinned: &Pinned, asked: &Asked) -> Result<String> {
    let distinct = pinned.catalogue.measures.values().filter(|m| m.nature == Nature::Distinct);
    let keys = distinct.map(|m| Ok(pinned.measure(&m.slug)?.to_string())).collect::<Result<Vec<_>>>()?;
    let Asked { join, condition, question, .. } = asked;
    Ok(format!(
        "SELECT x.measure, x.dimset, x.member, CAST(SUM(x.n) AS BIGINT) FROM posting x {join} WHERE {condition} \
         AND x.measure IN ({}) AND x.day BETWEEN {} AND {} GROUP BY x.measure, x.dimset, x.member",
        keys.join(","),
        day_number(question.from),
        day_number(question.to),
    ))
}

/// What the dimension sets of the database mean.
pub fn dimsets(conn: &mut Conn) -> Result<BTreeMap<i64, Dims>> {
    let rows = conn.query("SELECT id, dims FROM dimset", &[])?;
    let read = |r: &Row| Ok((r.int(0)?, serde_json::from_str::<Dims>(r.text(1)?)?));
    rows.iter().map(read).collect()
}

fn fits(indicator: &Indicator, measure: &str, dims: &Dims) -> bool {
    let terms = match &indicator.formula {
        Formula::Sum(terms) => terms.as_slice(),
        Formula::Distinct(term) => std::slice::from_ref(term),
        _ => &[],
    };
    terms.iter().any(|t| {
        t.measure == measure && t.filter.iter().all(|(d, values)| dims.get(d).is_some_and(|v| values.contains(v)))
    })
}

/// The indicators' values out of sums by measure and dimension set.
pub fn values(pinned: &Pinned, dims: &BTreeMap<i64, Dims>, slugs: &[String], sums: &[(i64, i64, i64)]) -> Values {
    let names = measure_names(pinned);
    let mut out = Values::new();
    for indicator in slugs.iter().filter_map(|s| indicator(&pinned.catalogue, s)) {
        let fit = sums.iter().filter(|(m, d, _)| match (names.get(m), dims.get(d)) {
            (Some(measure), Some(dims)) => fits(indicator, measure, dims),
            _ => false,
        });
        out.insert(indicator.slug.clone(), fit.map(|s| s.2).sum());
    }
    out
}

/// How many different members each distinct indicator has.
pub fn members(pinned: &Pinned, dims: &BTreeMap<i64, Dims>, slugs: &[String], rows: &[Row]) -> Result<Values> {
    let names = measure_names(pinned);
    let mut out = Values::new();
    for indicator in slugs.iter().filter_map(|s| indicator(&pinned.catalogue, s)) {
        let mut count: BTreeMap<&str, i64> = BTreeMap::new();
        for row in rows {
            let (Some(measure), Some(dims)) = (names.get(&row.int(0)?), dims.get(&row.int(1)?)) else { continue };
            if fits(indicator, measure, dims) {
                *count.entry(row.text(2)?).or_default() += row.int(3)?;
            }
        }
        out.insert(indicator.slug.clone(), count.values().filter(|n| **n > 0).count() as i64);
    }
    Ok(out)
}

fn indicator<'a>(catalogue: &'a Catalogue, slug: &str) -> Option<&'a Indicator> {
    catalogue.indicators.get(slug)
}

fn measure_names(pinned: &Pinned) -> BTreeMap<i64, &str> {
    pinned.measures.iter().map(|(slug, key)| (*key, slug.as_str())).collect()
}

/// Rows of a GROUP BY over measure and dimension set.
pub fn sums(rows: &[Row]) -> Result<Vec<(i64, i64, i64)>> {
    rows.iter().map(|r| Ok((r.int(0)?, r.int(1)?, r.int(2)?))).collect()
}

/// Fails, with the first difference, when two answers are not the same.
pub fn same(what: &str, ours: &Values, other: &Values) -> Result<()> {
    for (slug, value) in ours {
        if other.get(slug) != Some(value) {
            let text = format!("{what}: {slug} is {value} from roll-ups and {:?} otherwise", other.get(slug));
            return Err(StoreError::Database(text));
        }
    }
    if ours.len() == other.len() {
        Ok(())
    } else {
        Err(StoreError::Database(format!("{what}: not the same indicators")))
    }
}
