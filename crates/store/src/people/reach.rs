//! What a person who acts for a unit may read: the subtree of the unit in time and what came to it by succession, all
//! hierarchies. It is [`domain::people::holds`] worked out for all areas at once.

use crate::Store;
use domain::Date;
use domain::calendar::{BEGINNING, OPEN_END};
use domain::ids::{NATION, UnitId};
use domain::units::{Restatement, Units};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

/// Reaches kept at most; a commune's is a few areas, a province's about a thousand.
const KEPT_MAX: usize = 4096;

/// Days, inclusive at both ends.
type Days = (Date, Date);

/// What may be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    unit: Option<UnitId>,
    /// Everything, or these areas.
    areas: Option<Areas>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Areas {
    /// Areas whose records may be read whatever their date.
    whole: BTreeSet<UnitId>,
    /// Their keys as SQL lists them: asked for with each question, and a province's are a thousand.
    listed: String,
    /// Areas that lay below the unit for a part of their lives: the days, in order, apart from each other.
    spans: BTreeMap<UnitId, Vec<Days>>,
}

impl Reach {
    /// Everything: the nation, the administrator at the machine.
    pub fn everything() -> Reach {
        Reach { unit: None, areas: None }
    }

    /// The reach of a unit by what has happened up to today; of `None` everything.
    pub fn of(units: &Units, unit: Option<UnitId>, today: Date) -> Reach {
        match unit {
            None => Reach::everything(),
            Some(unit) => Reach::within(units, unit, &units.restatement(today)),
        }
    }

    /// [`Reach::of`] a unit, with the restatement to the tree of today at hand.
    fn within(units: &Units, unit: UnitId, restatement: &Restatement) -> Reach {
        if unit == NATION {
            return Reach { unit: Some(unit), areas: None };
        }
        let mut areas = Areas::default();
        let today = restatement.tree();
        let under: BTreeSet<UnitId> = units.subtree_on(unit, today).into_iter().chain([unit]).collect();
        for (area, now) in restatement.iter() {
            if under.contains(&now.to) || now.candidates.iter().any(|c| under.contains(c)) {
                areas.whole.insert(area);
            }
        }
        areas.whole.insert(unit);
        for (area, spans) in below(units, unit) {
            if areas.whole.contains(&area) {
                continue;
            }
            let spans = stretched(units, area, spans);
            if spans == [(BEGINNING, OPEN_END)] {
                areas.whole.insert(area);
            } else if !spans.is_empty() {
                areas.spans.insert(area, spans);
            }
        }
        areas.listed = listed(areas.whole.iter());
        Reach { unit: Some(unit), areas: Some(areas) }
    }

    /// The unit it is the reach of; `None` at the machine.
    pub fn unit(&self) -> Option<UnitId> {
        self.unit
    }

    /// Whether everything may be read.
    pub fn is_everything(&self) -> bool {
        self.areas.is_none()
    }

    /// Whether records of an area on a date may be read.
    pub fn reads(&self, area: UnitId, on: Date) -> bool {
        let Some(areas) = &self.areas else { return true };
        areas.whole.contains(&area)
            || areas.spans.get(&area).is_some_and(|spans| spans.iter().any(|(from, to)| *from <= on && on <= *to))
    }

    /// The condition, in brackets, that selects exactly the rows of which [`Reach::reads`] is true: the columns (or any
    /// expressions) hold the area's key and a civil date as ISO text. `None`: no condition, everything.
    pub fn sql(&self, area: &str, date: &str) -> Option<String> {
        self.condition(area, |(from, to)| format!("{date} BETWEEN '{from}' AND '{to}'"))
    }

    /// [`Reach::sql`] for a column that holds days since 1970-01-01.
    pub fn sql_days(&self, area: &str, day: &str) -> Option<String> {
        use domain::calendar::day_number;
        self.condition(area, |(from, to)| format!("{day} BETWEEN {} AND {}", day_number(from), day_number(to)))
    }

    fn condition(&self, area: &str, within: impl Fn(Days) -> String) -> Option<String> {
        let areas = self.areas.as_ref()?;
        let mut parts = Vec::new();
        if !areas.whole.is_empty() {
            parts.push(format!("{area} IN ({})", areas.listed));
        }
        // Few different spans: a reform moves many areas on one day.
        let mut by_span: BTreeMap<Days, Vec<UnitId>> = BTreeMap::new();
        for (unit, spans) in &areas.spans {
            for span in spans {
                by_span.entry(*span).or_default().push(*unit);
            }
        }
        parts.extend(
            by_span.iter().map(|(days, ids)| format!("({area} IN ({}) AND {})", listed(ids.iter()), within(*days))),
        );
        Some(format!("({})", parts.join(" OR ")))
    }
}

/// Keys as a list in SQL.
fn listed<'a>(units: impl Iterator<Item = &'a UnitId>) -> String {
    units.map(UnitId::to_string).collect::<Vec<_>>().join(",")
}

/// The areas that were ever strictly below the unit, with the days.
fn below(units: &Units, unit: UnitId) -> BTreeMap<UnitId, Vec<Days>> {
    let mut children: BTreeMap<UnitId, Vec<(UnitId, Days)>> = BTreeMap::new();
    for v in &units.facts().versions {
        if let Some(parent) = v.parent {
            let life = v.period();
            children.entry(parent).or_default().push((v.unit, (life.from, life.to)));
        }
    }
    let mut found: BTreeMap<UnitId, Vec<Days>> = BTreeMap::new();
    let mut next = vec![(unit, (BEGINNING, OPEN_END))];
    while let Some((parent, days)) = next.pop() {
        for (child, life) in children.get(&parent).into_iter().flatten() {
            let common = (days.0.max(life.0), days.1.min(life.1));
            if common.0 <= common.1 {
                found.entry(*child).or_default().push(common);
                next.push((*child, common));
            }
        }
    }
    found
}

/// Spans in order, joined where they touch, and stretched beyond the area's life: a record dated outside it counts by
/// the nearest day of it.
fn stretched(units: &Units, area: UnitId, mut spans: Vec<Days>) -> Vec<Days> {
    spans.sort_unstable();
    let Some(life) = units.life(area) else { return Vec::new() };
    let mut joined: Vec<Days> = Vec::new();
    for (from, to) in spans {
        let from = if from == life.from { BEGINNING } else { from };
        let to = if to == life.to { OPEN_END } else { to };
        match joined.last_mut() {
            Some(last) if last.1 >= from || last.1.tomorrow().ok() == Some(from) => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// Reaches that were worked out, of the units and the day that they were worked out for.
#[derive(Default)]
pub(crate) struct Reaches {
    of: Option<(Arc<Units>, Date)>,
    kept: BTreeMap<Option<UnitId>, Arc<Reach>>,
}

impl Store {
    /// What a person acting for a unit (`None` = at the machine) may read today; kept for the next question.
    pub fn reach(&self, unit: Option<UnitId>, today: Date) -> Arc<Reach> {
        let units = self.units();
        let fits = |r: &Reaches| r.of.as_ref().is_some_and(|(u, day)| Arc::ptr_eq(u, &units) && *day == today);
        let lock = || self.reaches.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = Some(lock()).filter(|r| fits(r)).and_then(|r| r.kept.get(&unit).cloned()) {
            return known;
        }
        // Worked out without the lock: others need not wait for it.
        let reach = Arc::new(match unit {
            None => Reach::everything(),
            Some(unit) => Reach::within(&units, unit, &self.restatement(&units, today)),
        });
        let mut kept = lock();
        if !fits(&kept) || kept.kept.len() >= KEPT_MAX {
            *kept = Reaches { of: Some((units, today)), kept: BTreeMap::new() };
        }
        kept.kept.insert(unit, reach.clone());
        reach
    }
}
