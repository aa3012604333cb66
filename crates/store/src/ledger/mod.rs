//! Postings and roll-ups, kept together in one transaction.
//!
//! A posting adds its total to the *own* cells of its area and to the *below* cells of each ancestor on the record's tree
//! date, per half month and per year. Nothing else is stored: restated views are put together from these cells by
//! [`domain::units::Units::scope_restated`].
//!
//! Writers never wait for each other's cells. On PostgreSQL every cell exists once per *shard*; a writing transaction
//! holds one shard by an advisory lock until it ends and touches no other. Readers add the shards up. SQLite has one
//! writer and so one shard.

mod batch;
mod totals;

pub(crate) use batch::{AMOUNT_MAX, Batch, Posting, Standing, overflow};
pub(crate) use totals::{CellTotals, PieceFilter, Range, cell_totals, key_list, totals};
pub use totals::{MemberTotals, Totals};

use crate::Store;
use crate::db::Conn;
use crate::error::{Result, StoreError};
use domain::ledger::Dims;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

/// Shards on PostgreSQL: more than writers that can usefully run at once.
pub(crate) const SHARDS: i64 = 32;
/// First key of the advisory locks of shards.
const SHARD_LOCKS: i64 = 6_476_100;

/// First key of the advisory locks of units that declare figures.
const DECLARED_LOCKS: i64 = 6_477_000;

/// Lets one transaction at a time declare or confirm for a unit: neither sees what the other has not committed.
pub(crate) fn take_declarations(conn: &mut Conn, unit: i64) -> Result<()> {
    if conn.is_postgres() {
        let key = (DECLARED_LOCKS + unit).into();
        conn.query("SELECT 1 FROM (SELECT pg_advisory_xact_lock($1)) AS waited", &[key])?;
    }
    Ok(())
}

/// Takes a free shard until the transaction ends: each connection tries one of its own first, so that a cell is in as
/// many shards as there were writers at once, not in all.
pub(crate) fn take_shard(conn: &mut Conn) -> Result<i64> {
    if !conn.is_postgres() {
        return Ok(0);
    }
    let hint = conn.slot();
    for k in 0..SHARDS {
        let shard = (hint + k).rem_euclid(SHARDS);
        let row = conn.first("SELECT pg_try_advisory_xact_lock($1)", &[(SHARD_LOCKS + shard).into()])?;
        if row.is_some_and(|r| r.int(0).is_ok_and(|got| got == 1)) {
            return Ok(shard);
        }
    }
    let shard = hint.rem_euclid(SHARDS);
    conn.query("SELECT 1 FROM (SELECT pg_advisory_xact_lock($1)) AS waited", &[(SHARD_LOCKS + shard).into()])?;
    Ok(shard)
}

impl Store {
    /// The dimensions of the dimension sets given, from memory or the database.
    pub(crate) fn dims_of(&self, conn: &mut Conn, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, Arc<Dims>>> {
        let mut out = BTreeMap::new();
        let mut missing = Vec::new();
        {
            let known = self.dimsets.read().unwrap_or_else(PoisonError::into_inner);
            for id in ids {
                match known.get(id) {
                    Some(dims) => {
                        out.insert(*id, dims.clone());
                    }
                    None => missing.push(id.to_string()),
                }
            }
        }
        for chunk in missing.chunks(500) {
            let rows = conn.query(&format!("SELECT id, dims FROM dimset WHERE id IN ({})", chunk.join(",")), &[])?;
            for row in rows {
                out.insert(row.int(0)?, Arc::new(serde_json::from_str(row.text(1)?)?));
            }
        }
        if out.len() != ids.len() {
            return Err(StoreError::Database("thiếu bộ chiều của bút toán".into()));
        }
        let mut known = self.dimsets.write().unwrap_or_else(PoisonError::into_inner);
        known.extend(out.iter().map(|(id, dims)| (*id, dims.clone())));
        Ok(out)
    }
}
