//! The postings of an entry: what should stand by the rules, and what stands in the ledger.

use super::Entry;
use crate::Pinned;
use crate::db::{Conn, Row};
use crate::error::{Result, StoreError};
use crate::ledger::{Batch, Posting, Standing, overflow};
use domain::Date;
use domain::ids::{EntryId, UnitId};
use domain::ledger::{Dims, Total};
use domain::problem::Problem;
use domain::registers::{Catalogue, Data, Owner, Register, postings};
use domain::units::Units;
use std::collections::BTreeMap;

/// What the postings of an entry have in common.
pub(crate) struct Head<'a> {
    pub id: &'a EntryId,
    pub register: &'a str,
    pub owner: &'a Owner,
    pub area: UnitId,
    pub record_date: Date,
}

/// The postings that should stand for an entry in this state, by a catalogue.
pub(crate) fn desired(
    catalogue: &Catalogue,
    pinned: &Pinned,
    units: &Units,
    batch: &mut Batch,
    head: &Head<'_>,
    data: &Data,
    state: &str,
) -> Result<BTreeMap<Posting, Total>> {
    let register: &Register = catalogue.registers.get(head.register).ok_or_else(|| {
        StoreError::refused(Problem::error("unknown-register", format!("Danh mục không có sổ “{}”", head.register)))
    })?;
    let drafts = postings(catalogue, register, head.owner, data, state).map_err(StoreError::Refused)?;
    let mut wanted: BTreeMap<Posting, Total> = BTreeMap::new();
    for draft in drafts {
        let mut dims: Dims = draft.dims;
        dims.insert("cap".into(), head.owner.cap.slug().into());
        dims.insert("he".into(), head.owner.he.slug().into());
        dims.insert("co-quan".into(), head.owner.co_quan.clone());
        let posting = Posting {
            entry: head.id.as_str().to_string(),
            line: draft.child.map_or(draft.rule.clone(), |row| format!("{}#{row}", draft.rule)),
            measure: pinned.measure(&draft.measure)?,
            area: head.area,
            tree: units.clamp(head.area, head.record_date),
            date: draft.date,
            dimset: batch.dimset(&dims)?,
            member: draft.member,
        };
        let total = Total::of(draft.amount, 1);
        let slot = wanted.entry(posting).or_default();
        *slot = slot.plus(total).ok_or_else(overflow)?;
    }
    Ok(wanted)
}

/// The postings that should stand for an entry as it is, by the catalogue it was posted with.
pub(crate) fn desired_postings(
    catalogue: &Catalogue,
    pinned: &Pinned,
    units: &Units,
    batch: &mut Batch,
    entry: &Entry,
    owner: &Owner,
) -> Result<BTreeMap<Posting, Total>> {
    let head =
        Head { id: &entry.id, register: &entry.register, owner, area: entry.area, record_date: entry.record_date };
    desired(catalogue, pinned, units, batch, &head, &entry.data, &entry.state)
}

const POSTING_COLUMNS: &str =
    "id, entry, line, measure, area, tree_day, day, dimset, member, qty, n, n_over, n_under, n_pending";

fn read_posting(row: &Row) -> Result<(Posting, Standing)> {
    let posting = Posting {
        entry: row.text(1)?.to_string(),
        line: row.text(2)?.to_string(),
        measure: row.int(3)?,
        area: UnitId(row.int(4)?),
        tree: domain::calendar::date_of(row.int(5)?),
        date: domain::calendar::date_of(row.int(6)?),
        dimset: row.int(7)?,
        member: row.text(8)?.to_string(),
    };
    let total = Total {
        scaled: row.int(9)?,
        postings: row.int(10)?,
        over: row.int(11)?,
        under: row.int(12)?,
        pending: row.int(13)?,
    };
    Ok((posting, Standing { total, row: row.int(0)? }))
}

fn net(rows: &[Row]) -> Result<BTreeMap<Posting, Standing>> {
    let mut out: BTreeMap<Posting, Standing> = BTreeMap::new();
    for row in rows {
        let (posting, one) = read_posting(row)?;
        let slot = out.entry(posting).or_insert(Standing { total: Total::default(), row: 0 });
        slot.total = slot.total.plus(one.total).ok_or_else(overflow)?;
        slot.row = one.row;
    }
    out.retain(|_, s| !s.total.is_zero());
    Ok(out)
}

/// The postings of an entry that stand.
pub(crate) fn standing(conn: &mut Conn, id: &str) -> Result<BTreeMap<Posting, Standing>> {
    net(&conn.query(&format!("SELECT {POSTING_COLUMNS} FROM posting WHERE entry = $1 ORDER BY id"), &[id.into()])?)
}

/// The postings that stand of the entries between two keys, both included, by entry.
pub(crate) fn standing_postings(
    conn: &mut Conn,
    first: &str,
    last: &str,
) -> Result<BTreeMap<String, BTreeMap<Posting, Total>>> {
    let sql = format!("SELECT {POSTING_COLUMNS} FROM posting WHERE entry >= $1 AND entry <= $2 ORDER BY id");
    let rows = conn.query(&sql, &[first.into(), last.into()])?;
    let mut out: BTreeMap<String, BTreeMap<Posting, Total>> = BTreeMap::new();
    for (posting, standing) in net(&rows)? {
        out.entry(posting.entry.clone()).or_default().insert(posting, standing.total);
    }
    Ok(out)
}
