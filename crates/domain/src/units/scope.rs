//! Scopes: which cells of the roll-up make up a unit, so that a figure is a handful of look-ups.
//!
//! The ledger keeps two cells per unit V: *own* (records whose area is V) and *below* (records whose area lies strictly
//! under V in the tree of the record's own date, held within the area's life).

use super::{Direction, Restatement, Units, Version};
use crate::calendar::Period;
use crate::ids::UnitId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which cell of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PiecePart {
    /// Records whose area is the unit itself.
    Own,
    /// Records whose area lies strictly below it on the record's own date.
    Below,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Piece {
    /// The unit.
    pub unit: UnitId,
    /// Own or below.
    pub part: PiecePart,
    /// Only records whose tree date lies in it; `None` = all (the rule).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub during: Option<Period>,
}

/// Records of `area` may belong to the unit in part, and are not in the pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Caveat {
    /// Whose records.
    pub area: UnitId,
    /// Forward: a part of a split unit ("at least"); backward: a later unit that holds more ("not comparable").
    pub direction: Direction,
}

/// What makes up a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The unit.
    pub unit: UnitId,
    /// The cells; each record belongs to at most one of them.
    pub pieces: Vec<Piece>,
    /// What may be missing.
    pub caveats: Vec<Caveat>,
    /// Units dissolved without successor (districts) whose own records are counted here because of restating.
    pub dissolved: Vec<UnitId>,
    /// Units that this one came from, not counted in the view "was".
    pub predecessors: Vec<UnitId>,
}

impl Units {
    /// The scope of the view "was": the unit's own records and those of what lay below it on their own dates.
    pub fn scope_was(&self, u: UnitId) -> Scope {
        let pieces = [PiecePart::Own, PiecePart::Below].map(|part| Piece { unit: u, part, during: None }).to_vec();
        Scope { unit: u, pieces, caveats: Vec::new(), dissolved: Vec::new(), predecessors: self.predecessors(u) }
    }

    /// The scope of the view "restated": every unit whose records count, in the tree of the date, for `u` or below it.
    pub fn scope_restated(&self, u: UnitId, tree: Date) -> Scope {
        self.scope_in(u, &self.restatement(tree))
    }

    /// [`Units::scope_restated`] with the restatement at hand.
    pub fn scope_in(&self, u: UnitId, restatement: &Restatement) -> Scope {
        let under: BTreeSet<UnitId> = self.subtree_on(u, restatement.tree()).into_iter().collect();
        let inside: Vec<bool> = restatement.iter().map(|(_, r)| under.contains(&r.to)).collect();
        let pieces = Fullness { units: self, inside: &inside, full: vec![None; inside.len()] }.pieces();
        let mut caveats = Vec::new();
        let mut dissolved = Vec::new();
        for ((area, r), inside) in restatement.iter().zip(&inside) {
            if !inside && r.candidates.iter().any(|c| under.contains(c)) {
                caveats.push(Caveat { area, direction: r.direction });
            }
            if *inside && r.dissolved {
                dissolved.push(area);
            }
        }
        Scope { unit: u, pieces, caveats, dissolved, predecessors: self.predecessors(u) }
    }

    fn predecessors(&self, u: UnitId) -> Vec<UnitId> {
        let rows = self.came_from(u).into_iter().filter(|s| s.kind.ends() && s.part.takes_people());
        rows.map(|s| s.old).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Works out which units are full: whatever has ever been below them counts, so that their *below* may be taken whole.
struct Fullness<'a> {
    units: &'a Units,
    /// Per unit (by index): whether its own records count.
    inside: &'a [bool],
    /// What is already worked out.
    full: Vec<Option<bool>>,
}

impl Fullness<'_> {
    /// Every record that counts lies, on its date, either under a chain of full units, and then the *below* of the
    /// topmost of them holds it, or directly under a unit that is not full, and then its area's *own* holds it.
    fn pieces(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (position, unit) in self.units.ids.iter().copied().enumerate() {
            let inside = self.inside.get(position).copied().unwrap_or(false);
            let full = self.is_full(position);
            if !inside && !full {
                continue;
            }
            let parts = [inside.then_some(PiecePart::Own), full.then_some(PiecePart::Below)];
            let versions = self.units.versions_at(position);
            let free: Vec<&Version> = versions.iter().filter(|v| !self.parent_is_full(v)).collect();
            let whole = free.len() == versions.len();
            for part in parts.into_iter().flatten() {
                if whole {
                    pieces.push(Piece { unit, part, during: None });
                } else {
                    pieces.extend(free.iter().map(|v| Piece { unit, part, during: Some(v.period()) }));
                }
            }
        }
        pieces
    }

    fn parent_is_full(&mut self, v: &Version) -> bool {
        v.parent.and_then(|p| self.units.position(p)).is_some_and(|p| self.is_full(p))
    }

    /// Whether the unit has had children, all of which count and are themselves full or childless.
    fn is_full(&mut self, position: usize) -> bool {
        if let Some(known) = self.full.get(position).copied().flatten() {
            return known;
        }
        // Should units ever have changed places above and below each other, none of them is full.
        self.set(position, false);
        let units = self.units;
        let children: Vec<usize> = units.child_positions(position).collect();
        let full = !children.is_empty()
            && children
                .into_iter()
                .all(|c| self.inside.get(c).copied().unwrap_or(false) && (units.is_childless(c) || self.is_full(c)));
        self.set(position, full);
        full
    }

    fn set(&mut self, position: usize, full: bool) {
        if let Some(slot) = self.full.get_mut(position) {
            *slot = Some(full);
        }
    }
}
