//! Which declared figures stand in for records in a question, and which cannot be cut to fit it.

use super::DimFilter;
use crate::declared::Declared;
use domain::Date;
use domain::calendar::{BEGINNING, Period};
use domain::ids::UnitId;
use domain::indicators::Question;
use domain::ledger::Dims;
use domain::units::{Restatement, Units};
use std::collections::{BTreeMap, BTreeSet};
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
    restated: Option<(Arc<Restatement>, BTreeSet<UnitId>)>,
    changes: BTreeSet<Date>,
}

impl Seen {
    /// `restatement` is that of the question's tree, in the restated view.
    pub fn new(units: Arc<Units>, question: Question, restatement: Option<Arc<Restatement>>) -> Self {
        let restated =
            restatement.map(|map| (map, units.subtree_on(question.unit, question.tree).into_iter().collect()));
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
        // One figure lies in another only where the other's unit is its own or was once above it: a whole nation's
        // communes may declare at once, and not every pair of them is worth a look.
        let all_standing = ByUnit::of(&effect.stand);
        let none = DimFilter::new();
        effect.stand.retain(|s| {
            let mut others = all_standing.near(&self.units, s.declared.unit).map(|(_, o)| o);
            !others.any(|o| o.id != s.declared.id && self.within(s.declared, o, &query, &none))
        });
        let standing = ByUnit::of(&effect.stand);
        effect.cut = cut
            .into_iter()
            .find(|d| !standing.near(&self.units, d.unit).any(|(_, o)| self.within(d, o, &query, filter)))
            .or_else(|| self.clash(&effect.stand, &standing));
        effect
    }

    /// The dimensions of the declared figures that bear on a question about a measure, whether they stand or are cut.
    pub fn declared_dims<'d>(
        &self,
        all: &'d [Declared],
        measure: i64,
        filter: &DimFilter,
        from: Option<Date>,
    ) -> Vec<&'d Dims> {
        let query = Period { from: from.unwrap_or(BEGINNING), to: self.question.to };
        let bears = |d: &&Declared| {
            d.measure == measure
                && (from.is_some() || d.to == query.to)
                && period_of(d).intersection(&query).is_some()
                && dim_relation(filter, &d.dims) != DimRelation::Disjoint
                && matches!(self.relation(d.unit, period_of(d)), Relation::Inside(_) | Relation::Across)
        };
        all.iter().filter(bears).map(|d| &d.dims).collect()
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
    fn clash<'d>(&self, stand: &[Stand<'d>], by_unit: &ByUnit<'d>) -> Option<&'d Declared> {
        let mut pairs = BTreeMap::new();
        for (i, a) in stand.iter().enumerate() {
            for (k, b) in by_unit.near(&self.units, a.declared.unit).filter(|(k, _)| *k != i) {
                let (first, second) = if i < k { (a.declared, b) } else { (b, a.declared) };
                pairs.insert((i.min(k), i.max(k)), (first, second));
            }
        }
        let clashes = |(a, b): &(&Declared, &Declared)| {
            let apart = a.dims.iter().any(|(dim, v)| b.dims.get(dim).is_some_and(|w| w != v));
            let common = period_of(a).intersection(&period_of(b)).filter(|_| !apart);
            common.is_some_and(|c| relation_was(&self.units, &self.changes, a.unit, b.unit, c) != Relation::Outside)
        };
        pairs.into_values().find(clashes).map(|(_, b)| b)
    }
}

/// Standing figures with their places in the list, by unit.
struct ByUnit<'d>(BTreeMap<UnitId, Vec<(usize, &'d Declared)>>);

impl<'d> ByUnit<'d> {
    fn of(stand: &[Stand<'d>]) -> Self {
        let mut by_unit: BTreeMap<UnitId, Vec<(usize, &'d Declared)>> = BTreeMap::new();
        for (i, s) in stand.iter().enumerate() {
            by_unit.entry(s.declared.unit).or_default().push((i, s.declared));
        }
        ByUnit(by_unit)
    }

    /// Those of the unit itself and of every unit that was ever above it.
    fn near(&self, units: &Units, unit: UnitId) -> impl Iterator<Item = (usize, &'d Declared)> {
        let mut above = BTreeSet::from([unit]);
        let mut next = vec![unit];
        while let Some(u) = next.pop() {
            next.extend(units.versions(u).iter().filter_map(|v| v.parent).filter(|p| above.insert(*p)));
        }
        above.into_iter().filter_map(|u| self.0.get(&u)).flatten().copied()
    }
}
