//! What the reform of units does to an answer: records of split units, of later units, of dissolved districts.

use super::{Asker, Resolved, concerns, note};
use crate::db::Conn;
use crate::error::Result;
use crate::ledger::{key_list, overflow};
use domain::Date;
use domain::calendar::day_number;
use domain::ids::UnitId;
use domain::indicators::{Bound, View};
use domain::ledger::Total;
use domain::units::Direction;
use std::collections::BTreeSet;

/// Dissolved districts that are named at most; of a whole nation they are only counted.
pub(super) const DISSOLVED_NAMED_MAX: usize = 60;

/// The records of a split unit as far as this question goes.
pub(super) struct Split {
    pub(super) area: UnitId,
    pub(super) direction: Direction,
    /// Whether it lived in the days asked about. One that did not may still have records that count in them: an opinion
    /// given before a reform and settled after it.
    pub(super) lived: bool,
    /// Measures that this is about: stocks look further back than flows, and so meet other units.
    pub(super) measures: BTreeSet<i64>,
    /// Measures of which it has records that nobody has assigned.
    pub(super) unassigned: BTreeSet<i64>,
    /// Measures of which it has records, all assigned.
    pub(super) assigned: BTreeSet<i64>,
}

impl Asker<'_> {
    /// Which dissolved districts have records of their own in the answer. Of many (a whole nation) all are taken to.
    pub(super) fn load_dissolved(&mut self, conn: &mut Conn, keys: &[i64]) -> Result<()> {
        let lived = |u: &UnitId| self.units.life(*u).is_some_and(|l| concerns(l, Some(self.q.from), self.q.to));
        let list: Vec<i64> = self.scope.dissolved.iter().filter(|u| lived(u)).map(|u| u.0).collect();
        if self.q.view != View::Restated || list.is_empty() || keys.is_empty() || list.len() > DISSOLVED_NAMED_MAX {
            self.dissolved =
                if self.q.view == View::Restated { list.into_iter().map(UnitId).collect() } else { Vec::new() };
            return Ok(());
        }
        let sql = format!(
            "SELECT DISTINCT area FROM posting WHERE area IN ({}) AND measure IN ({}) AND day BETWEEN $1 AND $2 ORDER BY area",
            key_list(&list),
            key_list(keys)
        );
        let rows = conn.query(&sql, &[day_number(self.q.from).into(), day_number(self.q.to).into()])?;
        self.dissolved = rows.iter().map(|r| r.int(0).map(UnitId)).collect::<Result<_>>()?;
        Ok(())
    }

    /// Records of split units: those assigned by hand to a successor inside are added, the rest is remembered.
    pub(super) fn load_splits(
        &mut self,
        conn: &mut Conn,
        keys: &[i64],
        from: Option<Date>,
        members: bool,
    ) -> Result<()> {
        let caveats = self.scope.caveats.clone();
        for caveat in caveats {
            let Some(life) = self.units.life(caveat.area) else { continue };
            let mut split = Split {
                area: caveat.area,
                lived: concerns(life, from, self.q.to),
                direction: caveat.direction,
                measures: keys.iter().copied().collect(),
                unassigned: BTreeSet::new(),
                assigned: BTreeSet::new(),
            };
            // A constant cannot be grouped by on PostgreSQL; MIN of it is the constant.
            let (member, by_member) = if members { ("x.member", ", x.member") } else { ("MIN('')", "") };
            let known = self.known_at.map_or_else(String::new, |seq| format!(" AND x.tx <= {seq}"));
            let sql = format!(
                "SELECT x.measure, x.dimset, {member}, COALESCE(e.assigned, 0), CAST(SUM(x.qty) AS BIGINT), CAST(SUM(x.n) AS BIGINT), \
                 CAST(SUM(x.n_over) AS BIGINT), CAST(SUM(x.n_under) AS BIGINT), CAST(SUM(x.n_pending) AS BIGINT) \
                 FROM posting x JOIN entry e ON e.id = x.entry WHERE x.area = $1 AND x.measure IN ({}) AND x.day BETWEEN $2 AND $3{known} \
                 GROUP BY x.measure, x.dimset{by_member}, COALESCE(e.assigned, 0)",
                key_list(keys)
            );
            let first = from.map_or(i64::MIN, day_number);
            let rows = conn.query(&sql, &[caveat.area.0.into(), first.into(), day_number(self.q.to).into()])?;
            for row in rows {
                let (measure, dimset, assigned) = (row.int(0)?, row.int(1)?, row.int(3)?);
                let total = Total {
                    scaled: row.int(4)?,
                    postings: row.int(5)?,
                    over: row.int(6)?,
                    under: row.int(7)?,
                    pending: row.int(8)?,
                };
                if total.is_zero() {
                    continue;
                }
                if assigned == 0 {
                    split.unassigned.insert(measure);
                    continue;
                }
                split.assigned.insert(measure);
                if caveat.direction == Direction::Forward && self.lands_inside(UnitId(assigned)) {
                    let slot = self.totals.entry((measure, dimset, row.text(2)?.to_string())).or_default();
                    *slot = slot.plus(total).ok_or_else(overflow)?;
                }
            }
            self.splits.push(split);
        }
        Ok(())
    }

    /// Whether a unit's records count for the unit asked about in the tree asked for.
    pub(super) fn lands_inside(&self, unit: UnitId) -> bool {
        let to = self.units.restate(unit, self.q.tree).to;
        to == self.q.unit || self.units.ancestors_on(to, self.q.tree).contains(&self.q.unit)
    }

    pub(super) fn apply_splits(&self, out: &mut Resolved, key: i64) {
        for split in self.splits.iter().filter(|s| s.measures.contains(&key)) {
            let label = self.units.label(split.area);
            let (open, settled) = (split.unassigned.contains(&key), split.assigned.contains(&key));
            if split.direction == Direction::Backward {
                if !(split.lived || open || settled) {
                    continue;
                }
                out.bound = out.bound.max(Bound::NotComparable);
                let text =
                    format!("Không so sánh được: {label} lập sau ngày của cây đơn vị, gồm cả phần của đơn vị khác");
                out.notes.push(note("not-comparable", text));
            } else if open || (split.lived && !settled) {
                out.bound = out.bound.max(Bound::AtLeast);
                let text = format!("Ít nhất: chưa gồm phần của {label} (bị chia cho nhiều đơn vị)");
                out.notes.push(note("split", text));
            }
        }
        out.notes.sort_by(|a, b| (&a.code, &a.text).cmp(&(&b.code, &b.text)));
        out.notes.dedup();
    }
}
