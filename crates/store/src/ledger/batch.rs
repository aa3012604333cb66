//! What one transaction posts, gathered so that each cell is touched once.

use crate::db::{Conn, Val};
use crate::error::{Result, StoreError};
use domain::Date;
use domain::calendar::{day_number, half_month};
use domain::ids::UnitId;
use domain::ledger::{Dims, Total};
use domain::problem::Problem;
use domain::units::Units;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Key of a dimension set: 62 bits of the SHA-256 of its canonical JSON, so that no writer has to ask another for it.
pub(crate) fn dimset_key(dims: &Dims) -> Result<(i64, String)> {
    let text = serde_json::to_string(dims)?;
    let digest = Sha256::digest(text.as_bytes());
    let word = digest.iter().take(8).fold(0u64, |word, byte| word << 8 | u64::from(*byte));
    Ok(((word >> 2).cast_signed(), text))
}

/// What a posting stands for, without how much.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Posting {
    /// Entry.
    pub entry: String,
    /// Rule, and "#row" for a child row.
    pub line: String,
    /// Measure key.
    pub measure: i64,
    /// Area.
    pub area: UnitId,
    /// Date by which the area's parents are judged, inside the area's life.
    pub tree: Date,
    /// Date on which it counts.
    pub date: Date,
    /// Dimension set key.
    pub dimset: i64,
    /// Distinct member.
    pub member: String,
}

/// A posting that stands (its rows so far do not cancel), with the row it was last made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Sum.
    pub total: Total,
    /// Latest row.
    pub row: i64,
}

type CellKey = (i64, i64, i64, i64, i64, i64, String);

/// Everything that one transaction adds to the ledger.
pub(crate) struct Batch {
    tx: i64,
    shard: i64,
    rows: Vec<Val>,
    cells: BTreeMap<CellKey, Total>,
    dimsets: BTreeMap<i64, String>,
}

/// Greatest amount of one posting, in units of its measure's scale. Far beyond any real one, and small enough that
/// thousands of them stay inside 64 bits: a sum that leaves them is told by PostgreSQL but not by SQLite.
pub(crate) const AMOUNT_MAX: u64 = 1_000_000_000_000_000;

const ROW_WIDTH: usize = 16;
const CELL_WIDTH: usize = 13;

impl Batch {
    /// An empty batch of a transaction that holds this shard.
    pub fn new(tx: i64, shard: i64) -> Self {
        Batch { tx, shard, rows: Vec::new(), cells: BTreeMap::new(), dimsets: BTreeMap::new() }
    }

    /// The key of a dimension set, which is written with the batch.
    pub fn dimset(&mut self, dims: &Dims) -> Result<i64> {
        let (key, text) = dimset_key(dims)?;
        self.dimsets.insert(key, text);
        Ok(key)
    }

    /// Adds a posting, or with a negated total and the row it reverses, a reversal.
    pub fn post(&mut self, units: &Units, p: &Posting, total: Total, reverses: Option<i64>) -> Result<()> {
        if reverses.is_none() && total.scaled.unsigned_abs() > AMOUNT_MAX {
            return Err(overflow());
        }
        let half = half_month(p.date);
        self.rows.extend([
            self.tx.into(),
            (&p.entry).into(),
            (&p.line).into(),
            p.measure.into(),
            p.area.0.into(),
            day_number(p.tree).into(),
            day_number(p.date).into(),
            half.into(),
            p.dimset.into(),
            (&p.member).into(),
            total.scaled.into(),
            total.postings.into(),
            total.over.into(),
            total.under.into(),
            total.pending.into(),
            reverses.into(),
        ]);
        let own = std::iter::once((p.area, 0));
        let below = units.ancestors_on(p.area, p.tree).into_iter().map(|a| (a, 1));
        for (unit, part) in own.chain(below) {
            for (level, bucket) in [(0, half), (1, i64::from(p.date.year()))] {
                let key = (unit.0, part, p.measure, level, bucket, p.dimset, p.member.clone());
                let cell = self.cells.entry(key).or_default();
                *cell = cell.plus(total).ok_or_else(overflow)?;
            }
        }
        Ok(())
    }

    /// Writes everything.
    pub fn flush(self, conn: &mut Conn) -> Result<()> {
        let values: Vec<Val> = self.dimsets.into_iter().flat_map(|(id, dims)| [id.into(), dims.into()]).collect();
        conn.insert_many("INSERT INTO dimset (id, dims) VALUES", " ON CONFLICT DO NOTHING", 2, &values)?;
        conn.insert_many(
            "INSERT INTO posting (tx, entry, line, measure, area, tree_day, day, half, dimset, member, qty, n, n_over, n_under, n_pending, reverses) VALUES",
            "",
            ROW_WIDTH,
            &self.rows,
        )?;
        let mut values = Vec::with_capacity(self.cells.len() * CELL_WIDTH);
        for ((unit, part, measure, level, bucket, dimset, member), t) in self.cells {
            if t.is_zero() {
                continue;
            }
            for v in [unit, part, measure, level, bucket, dimset] {
                values.push(Val::Int(v));
            }
            values.push(member.into());
            for v in [self.shard, t.scaled, t.postings, t.over, t.under, t.pending] {
                values.push(Val::Int(v));
            }
        }
        conn.insert_many(
            "INSERT INTO cell (unit, part, measure, level, bucket, dimset, member, shard, qty, n, n_over, n_under, n_pending) VALUES",
            " ON CONFLICT (unit, part, measure, level, bucket, dimset, member, shard) DO UPDATE SET qty = cell.qty + excluded.qty, \
             n = cell.n + excluded.n, n_over = cell.n_over + excluded.n_over, n_under = cell.n_under + excluded.n_under, \
             n_pending = cell.n_pending + excluded.n_pending",
            CELL_WIDTH,
            &values,
        )
    }
}

/// The refusal when a sum leaves 64 bits.
pub(crate) fn overflow() -> StoreError {
    StoreError::refused(
        Problem::error("too-large", "Số quá lớn, không cộng được").hint("xem lại số đã nhập và đơn vị tính"),
    )
}
