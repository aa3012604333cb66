//! The records behind a figure for one viewer: what they may read, line by line, and of the others how many and how much.

use super::{Proved, Truth};
use domain::Date;
use domain::clock::Clock;
use domain::ids::UnitId;
use domain::indicators::{Formula, Question, Term};
use domain::ledger::Amount;
use proptest::{prop_assert, prop_assert_eq};
use std::collections::BTreeMap;
use store::Store;
use store::indicators::{Ask, Side};
use store::people::Reach;
use testkit::brute::{Filter, both, total};
use testkit::morning;

/// A record as the truth has it.
struct Told {
    area: UnitId,
    on: Date,
    amounts: Vec<Amount>,
}

/// Register, area, year and month.
type Group = (String, UnitId, i16, i8);

fn behind<'t>(truth: &'t Truth, q: &Question, terms: &[&Term], filter: &Filter) -> BTreeMap<&'t str, Told> {
    let mut out: BTreeMap<&str, Told> = BTreeMap::new();
    for term in terms {
        for line in truth.lines(q, &term.measure, &both(&term.filter, filter)) {
            let told = || Told { area: line.area, on: line.recorded_on, amounts: Vec::new() };
            out.entry(&line.entry).or_insert_with(told).amounts.push(line.amount);
        }
    }
    out
}

/// For a viewer of a unit: the lines are those that they may read, the rest is told by register, area and month, and both
/// together are the records behind the figure.
pub fn compare_readable(store: &Store, truth: &Truth, q: &Question, ask: &Ask, viewer: UnitId) -> Proved {
    let indicator = store.indicator(&ask.indicator).unwrap();
    let reach: std::sync::Arc<Reach> = store.reach(Some(viewer), morning().today());
    let filter = both(&ask.filter, &q.organ);
    for side in [Side::Numerator, Side::Denominator] {
        let terms: Vec<&Term> = match (&indicator.formula, side) {
            (Formula::Sum(terms), _) => terms.iter().collect(),
            (Formula::Distinct(term), _) => vec![term],
            (Formula::Ratio { num, .. }, Side::Numerator) => num.iter().collect(),
            (Formula::Ratio { den, .. }, Side::Denominator) => den.iter().collect(),
            (Formula::Growth(_), _) => Vec::new(),
        };
        let all = behind(truth, q, &terms, &filter);
        let found = store.records_for(q, ask, side, &reach, 10_000, 0, None).unwrap_or_else(|e| panic!("{e}"));
        let (may, not): (Vec<_>, Vec<_>) = all.iter().partition(|(_, t)| reach.reads(t.area, t.on));
        let lines: BTreeMap<&str, _> = found.lines.iter().map(|l| (l.id.as_str(), l.total)).collect();
        let readable: BTreeMap<&str, _> = may.iter().map(|(id, t)| (**id, total(t.amounts.iter().copied()))).collect();
        prop_assert_eq!(lines, readable, "{:?} of {} of {:?} seen from {}", side, ask.indicator, q, viewer);
        let mut withheld: BTreeMap<Group, (i64, Vec<Amount>)> = BTreeMap::new();
        for (id, told) in not {
            let register = store.entry(&domain::ids::EntryId::parse(id).unwrap()).unwrap().register;
            let slot = withheld.entry((register, told.area, told.on.year(), told.on.month())).or_default();
            slot.0 += 1;
            slot.1.extend(&told.amounts);
        }
        let told: BTreeMap<_, _> =
            found.withheld.iter().map(|w| ((w.register.clone(), w.area, w.year, w.month), (w.count, w.sum))).collect();
        prop_assert_eq!(told.len(), found.withheld.len(), "each register, area and month once");
        let expected: BTreeMap<_, _> = withheld.into_iter().map(|(k, (n, a))| (k, (n, total(a.into_iter())))).collect();
        prop_assert_eq!(told, expected);
        prop_assert_eq!(found.count as usize, all.len());
        prop_assert_eq!(found.sum, total(all.values().flat_map(|t| t.amounts.iter().copied())));
        let together = found.withheld.iter().try_fold(found.readable_sum, |sum, w| sum.plus(w.sum));
        prop_assert_eq!(together, Some(found.sum), "what is read and what is withheld are the whole");
        prop_assert_eq!(found.readable_count + found.withheld.iter().map(|w| w.count).sum::<i64>(), found.count);
        if matches!(indicator.formula, Formula::Distinct(_)) {
            let members = store.figures(q, std::slice::from_ref(ask), None).unwrap().figures[0][0].value;
            prop_assert!(found.members == members.map(|m| m.scaled));
        }
    }
    Ok(())
}
