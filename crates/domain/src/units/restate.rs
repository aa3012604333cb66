//! Restating: where a record of a unit counts in the tree of another date.
//!
//! Records follow the people. A unit whose people all went to one successor restates there; one that was split restates
//! to the lowest unit above all its parts, and the parts are told as candidates. Backwards is the mirror image.

use super::{Part, Succession, Units};
use crate::ids::{NATION, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which way in time a record was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The unit exists in the tree; nothing moved.
    Same,
    /// The unit had ended; its successors are in the tree.
    Forward,
    /// The unit was not yet there; its predecessors are in the tree.
    Backward,
}

/// Where a unit's records count in the tree of a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restated {
    /// The lowest unit, alive on the tree's date, that surely holds them all.
    pub to: UnitId,
    /// Which way.
    pub direction: Direction,
    /// Units below (or at) `to` that may each hold a part; empty when `to` is certain.
    pub candidates: Vec<UnitId>,
    /// Whether the unit, or what it became, was dissolved without successor, so that its parent answers for it.
    pub dissolved: bool,
}

/// [`Restated`] for all units at once.
#[derive(Debug, Clone)]
pub struct Restatement {
    tree: Date,
    units: Vec<UnitId>,
    /// By the index of the unit.
    to: Vec<Restated>,
}

impl Restatement {
    /// The tree's date.
    pub fn tree(&self) -> Date {
        self.tree
    }
    /// Where the unit's records count; `None` when there is no such unit.
    pub fn get(&self, u: UnitId) -> Option<&Restated> {
        self.units.binary_search(&u).ok().and_then(|i| self.to.get(i))
    }
    /// All units with where their records count, in order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Restated)> {
        self.units.iter().copied().zip(&self.to)
    }
}

/// What is already worked out, by index of the unit.
type Memo = Vec<Option<Restated>>;

impl Units {
    /// Where the unit's records count in the tree of the date. Total: a unit that is not known counts for the nation.
    pub fn restate(&self, u: UnitId, tree: Date) -> Restated {
        self.restate_with(u, tree, &mut vec![None; self.ids.len()])
    }

    /// [`Units::restate`] for all units; keep it as long as the units do not change.
    pub fn restatement(&self, tree: Date) -> Restatement {
        let mut memo = vec![None; self.ids.len()];
        let to = self.ids.iter().map(|u| self.restate_with(*u, tree, &mut memo)).collect();
        Restatement { tree, units: self.ids.clone(), to }
    }

    /// Each step moves in time towards the tree's date, or up the tree, so this ends.
    fn restate_with(&self, u: UnitId, tree: Date, memo: &mut Memo) -> Restated {
        let (Some(position), Some(life)) = (self.position(u), self.life(u)) else {
            return certain(NATION, Direction::Same);
        };
        if life.contains(tree) {
            return certain(u, Direction::Same);
        }
        if let Some(known) = memo.get(position).and_then(Option::as_ref) {
            return known.clone();
        }
        let restated = if life.to < tree { self.forward(u, tree, memo) } else { self.backward(u, tree, memo) };
        if let Some(slot) = memo.get_mut(position) {
            *slot = Some(restated.clone());
        }
        restated
    }

    fn forward(&self, u: UnitId, tree: Date, memo: &mut Memo) -> Restated {
        let rows: Vec<&Succession> = self.became(u).into_iter().filter(|s| s.kind.ends()).collect();
        let heirs = match rows.iter().find(|s| s.part.takes_all_people()) {
            Some(all) => vec![all.new],
            None => with_people(&rows, |s| s.new),
        };
        let orphan = heirs.is_empty();
        let mut restated = self.join(heirs, self.last_version(u).and_then(|v| v.parent), tree, memo);
        restated.direction = Direction::Forward;
        restated.dissolved |= orphan;
        restated
    }

    fn backward(&self, u: UnitId, tree: Date, memo: &mut Memo) -> Restated {
        let start = self.life(u).map(|l| l.from);
        let rows: Vec<&Succession> =
            self.came_from(u).into_iter().filter(|s| s.kind.ends() && Some(s.on) == start).collect();
        let parent = self.first_version(u).and_then(|v| v.parent);
        let mut restated = self.join(with_people(&rows, |s| s.old), parent, tree, memo);
        restated.direction = Direction::Backward;
        restated
    }

    /// Restates the relatives and joins the outcomes: one place when they agree, else the lowest unit above them all.
    /// Without relatives the parent answers.
    fn join(&self, relatives: Vec<UnitId>, parent: Option<UnitId>, tree: Date, memo: &mut Memo) -> Restated {
        if relatives.is_empty() {
            let mut restated = self.restate_with(parent.unwrap_or(NATION), tree, memo);
            restated.candidates.clear();
            return restated;
        }
        let mut all = relatives.into_iter().map(|r| self.restate_with(r, tree, memo));
        let Some(mut joined) = all.next() else { return certain(NATION, Direction::Same) };
        let mut candidates: BTreeSet<UnitId> = places(&joined).collect();
        for next in all {
            candidates.extend(places(&next));
            joined.to = self.common_ancestor(joined.to, next.to, tree);
            joined.dissolved |= next.dissolved;
        }
        joined.candidates = if candidates.len() == 1 && candidates.contains(&joined.to) {
            Vec::new()
        } else {
            candidates.into_iter().collect()
        };
        joined
    }

    /// The lowest unit that has both in its subtree on the date.
    fn common_ancestor(&self, a: UnitId, b: UnitId, date: Date) -> UnitId {
        let mut above_a = vec![a];
        above_a.extend(self.ancestors_on(a, date));
        let mut above_b = std::iter::once(b).chain(self.ancestors_on(b, date));
        above_b.find(|u| above_a.contains(u)).unwrap_or(NATION)
    }
}

fn certain(to: UnitId, direction: Direction) -> Restated {
    Restated { to, direction, candidates: Vec::new(), dissolved: false }
}

/// Units that may hold records restated thus.
fn places(restated: &Restated) -> impl Iterator<Item = UnitId> + '_ {
    let certain = restated.candidates.is_empty().then_some(restated.to);
    restated.candidates.iter().copied().chain(certain)
}

/// The other sides of the rows by which people moved; of all rows when none says so.
fn with_people(rows: &[&Succession], side: impl Fn(&Succession) -> UnitId) -> Vec<UnitId> {
    let moved = |any: bool| -> BTreeSet<UnitId> {
        rows.iter().filter(|s| any || Part::takes_people(s.part)).map(|s| side(s)).collect()
    };
    let people = moved(false);
    (if people.is_empty() { moved(true) } else { people }).into_iter().collect()
}
