//! Which declared figures stand in for records in a question, and which cannot be cut to fit it.

use super::DimFilter;
use crate::declared::Declared;
use domain::Date;
use domain::calendar::{BEGINNING, Period};
use domain::ids::UnitId;
use domain::indicators::{Question, View};
use domain::ledger::Dims;
use domain::units::{Restatement, Units};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How a declared unit's subtree lies to the unit asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Wholly inside for the period; the stretches of tree dates in which it is (all of them = `None`).
    Inside(Option<Vec<Period>>),
    /// Nothing in common.
    Outside,
    /// Partly inside.
    Across,
    /// The declared unit is the larger one.
    Above,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    In,
    Out,
    Part,
    Over,
}

/// The stretches of a unit's life within which no unit anywhere changes its parent.
fn stretches(units: &Units, changes: &BTreeSet<Date>, unit: UnitId) -> Vec<Period> {
    let Some(life) = units.life(unit) else { return Vec::new() };
    let mut starts: BTreeSet<Date> = changes.iter().copied().filter(|d| life.contains(*d)).collect();
    starts.insert(life.from);
    let starts: Vec<Date> = starts.into_iter().collect();
    let ends = starts.iter().skip(1).map(|d| d.yesterday().unwrap_or(*d)).chain(std::iter::once(life.to));
    starts.iter().copied().zip(ends).map(|(from, to)| Period { from, to }).collect()
}

/// Every date on which some unit begins, ends or changes.
fn change_dates(units: &Units) -> BTreeSet<Date> {
    let versions = &units.facts().versions;
    versions.iter().flat_map(|v| [v.from, v.to.and_then(|to| to.tomorrow().ok())]).flatten().collect()
}

fn decide(spans: Vec<(Period, At)>, period: Period) -> Relation {
    let now: Vec<At> =
        spans.iter().filter(|(s, _)| s.from <= period.to && period.from <= s.to).map(|(_, a)| *a).collect();
    let has = |a: At| now.contains(&a);
    if has(At::Part) || (has(At::In) && (has(At::Out) || has(At::Over))) {
        return Relation::Across;
    }
    if has(At::In) {
        let whole = spans.iter().all(|(_, a)| *a == At::In);
        let inside = || spans.iter().filter(|(_, a)| *a == At::In).map(|(s, _)| *s).collect();
        return Relation::Inside((!whole).then(inside));
    }
    if has(At::Over) { Relation::Above } else { Relation::Outside }
}

/// How `declared`'s subtree lies to `unit`'s, each record under its parents on its own date.
fn relation_was(units: &Units, changes: &BTreeSet<Date>, unit: UnitId, declared: UnitId, period: Period) -> Relation {
    let at = |span: &Period| {
        if declared == unit || units.ancestors_on(declared, span.from).contains(&unit) {
            At::In
        } else if units.ancestors_on(unit, span.from).contains(&declared) {
            At::Over
        } else {
            At::Out
        }
    };
    decide(stretches(units, changes, declared).into_iter().map(|s| (s, at(&s))).collect(), period)
}

/// The same with every record mapped to the tree asked for; `tree_units` is the subtree of the unit asked about there.
fn relation_restated(
    units: &Units,
    changes: &BTreeSet<Date>,
    restatement: &Restatement,
    tree_units: &BTreeSet<UnitId>,
    declared: UnitId,
    period: Period,
) -> Relation {
    let lands = |u: UnitId| restatement.get(u).is_some_and(|r| tree_units.contains(&r.to));
    let own = lands(declared);
    let at = |span: &Period| {
        let below = units.subtree_on(declared, span.from);
        let inside = below.iter().filter(|u| lands(**u)).count();
        match inside {
            0 => At::Out,
            n if n == below.len() => At::In,
            _ if own => At::Part,
            _ => At::Over,
        }
    };
    decide(stretches(units, changes, declared).into_iter().map(|s| (s, at(&s))).collect(), period)
}

/// The days that a declared figure covers.
pub(crate) fn period_of(d: &Declared) -> Period {
    Period { from: d.from.unwrap_or(BEGINNING), to: d.to }
}

/// How declared dimensions lie to a question's conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DimRelation {
    Inside,
    Disjoint,
    Partial,
}

fn dim_relation(filter: &DimFilter, dims: &Dims) -> DimRelation {
    let mut inside = true;
    for (dim, values) in filter {
        match dims.get(dim) {
            Some(value) if values.contains(value) => {}
            Some(_) => return DimRelation::Disjoint,
            None => inside = false,
        }
    }
    if inside { DimRelation::Inside } else { DimRelation::Partial }
}

/// A declared figure that takes the place of records.
#[derive(Debug, Clone)]
pub(crate) struct Stand<'a> {
    pub declared: &'a Declared,
    /// Tree dates to which its unit's records are restricted, if not all.
    pub spans: Option<Vec<Period>>,
}

/// What declared figures do to a question.
#[derive(Debug, Clone, Default)]
pub(crate) struct Effect<'a> {
    /// Those that stand, none inside another.
    pub stand: Vec<Stand<'a>>,
    /// One that the question cuts.
    pub cut: Option<&'a Declared>,
    /// Those of a unit above, which say nothing about this one alone.
    pub above: Vec<&'a Declared>,
}

/// Who is asking: the unit, and its subtree when restating.
pub(crate) struct Seen {
    units: Arc<Units>,
    question: Question,
    restated: Option<(Restatement, BTreeSet<UnitId>)>,
    changes: BTreeSet<Date>,
}

impl Seen {
    pub fn new(units: Arc<Units>, question: Question) -> Self {
        let restated = (question.view == View::Restated).then(|| {
            (units.restatement(question.tree), units.subtree_on(question.unit, question.tree).into_iter().collect())
        });
        let changes = change_dates(&units);
        Seen { units, question, restated, changes }
    }

    fn relation(&self, declared: UnitId, period: Period) -> Relation {
        match &self.restated {
            None => relation_was(&self.units, &self.changes, self.question.unit, declared, period),
            Some((map, below)) => relation_restated(&self.units, &self.changes, map, below, declared, period),
        }
    }

    /// What the declared figures of one measure do to a question about it. `from` is `None` for a stock.
    pub fn effect<'d>(&self, all: &'d [Declared], measure: i64, filter: &DimFilter, from: Option<Date>) -> Effect<'d> {
        let query = Period { from: from.unwrap_or(BEGINNING), to: self.question.to };
        let mut effect = Effect::default();
        let mut cut: Vec<&Declared> = Vec::new();
        for d in all.iter().filter(|d| d.measure == measure) {
            let period = period_of(d);
            let dims = dim_relation(filter, &d.dims);
            // A declared stock speaks of its own day only.
            if (from.is_none() && d.to != query.to)
                || period.intersection(&query).is_none()
                || dims == DimRelation::Disjoint
            {
                continue;
            }
            match self.relation(d.unit, period) {
                Relation::Outside => {}
                Relation::Above => effect.above.push(d),
                Relation::Inside(spans) if query.covers(&period) && dims == DimRelation::Inside => {
                    effect.stand.push(Stand { declared: d, spans });
                }
                _ => cut.push(d),
            }
        }
        let all_standing = effect.stand.clone();
        effect.stand.retain(|s| {
            !all_standing.iter().any(|o| {
                o.declared.id != s.declared.id && self.within(s.declared, o.declared, &query, &DimFilter::new())
            })
        });
        effect.cut = cut
            .into_iter()
            .find(|d| !effect.stand.iter().any(|s| self.within(d, s.declared, &query, filter)))
            .or_else(|| self.clash(&effect.stand));
        effect
    }

    /// Whether the part of `d` that lies in the query lies wholly in `o`; of two alike the later one is the outer.
    fn within(&self, d: &Declared, o: &Declared, query: &Period, filter: &DimFilter) -> bool {
        let (dp, op) = (period_of(d), period_of(o));
        let Some(part) = dp.intersection(query) else { return true };
        let single =
            |dim: &String, value: &String| filter.get(dim).is_some_and(|v| v.len() == 1 && v.first() == Some(value));
        let dims = o.dims.iter().all(|(dim, value)| d.dims.get(dim) == Some(value) || single(dim, value));
        let units = matches!(relation_was(&self.units, &self.changes, o.unit, d.unit, part), Relation::Inside(_));
        let alike = d.unit == o.unit && dp == op && d.dims == o.dims;
        op.covers(&part) && dims && units && (!alike || d.id < o.id)
    }

    /// Two standing figures that overlap without one holding the other: their sum would count something twice.
    fn clash<'d>(&self, stand: &[Stand<'d>]) -> Option<&'d Declared> {
        for (i, a) in stand.iter().enumerate() {
            for b in stand.iter().skip(i + 1) {
                let (a, b) = (a.declared, b.declared);
                let Some(common) = period_of(a).intersection(&period_of(b)) else { continue };
                let apart = a.dims.iter().any(|(dim, v)| b.dims.get(dim).is_some_and(|w| w != v));
                let meet = |x: &Declared, y: &Declared| {
                    relation_was(&self.units, &self.changes, x.unit, y.unit, common) != Relation::Outside
                };
                if !apart && meet(a, b) {
                    return Some(b);
                }
            }
        }
        None
    }
}
