//! Entries: reading them. Writing is in `apply`, lists are in `list`, finding what an entry names in `lookup`, who holds
//! what in `holders`.

mod apply;
mod holders;
mod list;
mod lookup;
mod post;
mod repost;
mod twins;

pub use apply::{Done, Write};
pub use holders::FileHolder;
pub(crate) use holders::{files_in, find_files};
pub use list::{COUNTED_MAX, EntryPage, Filter, Order, OrderBy};
pub(crate) use list::{Clause, live, readable, reads_few, rows_of};
pub use lookup::StoreLookup;
pub(crate) use post::{desired_postings, standing_postings};
pub use repost::RepostPreview;

use crate::Store;
use crate::db::{Conn, Row};
use crate::error::{Result, StoreError};
use crate::people::OrganRow;
use domain::Date;
use domain::ids::{EntryId, OrganId, TxSeq, UnitId};
use domain::problem::Problem;
use domain::registers::{Data, Owner};

/// An entry as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Key.
    pub id: EntryId,
    /// Register slug.
    pub register: String,
    /// Owner organ.
    pub organ: OrganId,
    /// Area in which it counts.
    pub area: UnitId,
    /// Record date.
    pub record_date: Date,
    /// Running number in its register, organ and year.
    pub number: i64,
    /// State slug.
    pub state: String,
    /// Version, from 1; every change adds one.
    pub version: i64,
    /// Hash of the catalogue it was last posted with.
    pub catalogue: String,
    /// One line.
    pub title: String,
    /// Key of the row it was imported from.
    pub import_key: Option<String>,
    /// Successor it was assigned to by hand, when its area was split.
    pub assigned: Option<UnitId>,
    /// Struck out.
    pub voided: bool,
    /// Data in canonical form.
    pub data: Data,
    /// Transaction that last changed it.
    pub updated: TxSeq,
}

/// One version of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryVersion {
    /// Version number.
    pub version: i64,
    /// When (UTC) and who.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What was done: "add", "edit", a transition's slug, "void", "assign".
    pub action: String,
    /// State after it.
    pub state: String,
    /// Data after it.
    pub data: Data,
    /// Reason or note.
    pub note: String,
}

pub(crate) const ENTRY_COLUMNS: &str = "e.id, e.register, e.organ, e.area, e.record_date, e.number, e.state, e.version, e.catalogue, \
     e.title, e.import_key, e.assigned, e.voided, e.data, e.updated_tx";

pub(crate) fn read_entry(row: &Row) -> Result<Entry> {
    let bad = |what: &str| StoreError::Database(format!("mục hỏng: {what}"));
    Ok(Entry {
        id: EntryId::parse(row.text(0)?).ok_or_else(|| bad("khóa"))?,
        register: row.text(1)?.to_string(),
        organ: OrganId(row.int(2)?),
        area: UnitId(row.int(3)?),
        record_date: row.text(4)?.parse().map_err(|_| bad("ngày"))?,
        number: row.int(5)?,
        state: row.text(6)?.to_string(),
        version: row.int(7)?,
        catalogue: row.text(8)?.to_string(),
        title: row.text(9)?.to_string(),
        import_key: row.opt_text(10)?.map(str::to_string),
        assigned: row.opt_int(11)?.map(UnitId),
        voided: row.int(12)? != 0,
        data: serde_json::from_str(row.text(13)?)?,
        updated: TxSeq(row.int(14)?),
    })
}

/// The refusal for an entry that is not there.
pub(crate) fn no_entry(id: &str) -> StoreError {
    StoreError::refused(
        Problem::error("unknown-entry", format!("Không có mục “{id}”")).hint("xem lại mã: danvan entry list"),
    )
}

pub(crate) fn entry_by_id(conn: &mut Conn, id: &str) -> Result<Entry> {
    let row = conn.first(&format!("SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.id = $1"), &[id.into()])?;
    read_entry(&row.ok_or_else(|| no_entry(id))?)
}

impl Store {
    /// An entry by its key.
    pub fn entry(&self, id: &EntryId) -> Result<Entry> {
        self.read(|conn| entry_by_id(conn, id.as_str()))
    }

    /// The entry that a row of an import made earlier.
    pub fn entry_by_key(&self, register: &str, organ: OrganId, key: &str) -> Result<Option<Entry>> {
        self.read(|conn| {
            let sql = format!(
                "SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.register = $1 AND e.organ = $2 AND e.import_key = $3"
            );
            conn.first(&sql, &[register.into(), organ.0.into(), key.into()])?.as_ref().map(read_entry).transpose()
        })
    }

    /// All versions of an entry, oldest first.
    pub fn history(&self, id: &EntryId) -> Result<Vec<EntryVersion>> {
        let rows = self.read(|conn| {
            conn.query(
                "SELECT v.version, t.at, t.actor, v.action, v.state, v.data, v.note FROM entry_version v JOIN tx t ON t.seq = v.tx \
                 WHERE v.entry = $1 ORDER BY v.version",
                &[id.as_str().into()],
            )
        })?;
        rows.iter()
            .map(|r| {
                Ok(EntryVersion {
                    version: r.int(0)?,
                    at: r.text(1)?.to_string(),
                    actor: r.text(2)?.to_string(),
                    action: r.text(3)?.to_string(),
                    state: r.text(4)?.to_string(),
                    data: serde_json::from_str(r.text(5)?)?,
                    note: r.text(6)?.to_string(),
                })
            })
            .collect()
    }

    /// The owner of an organ's entries on a record date, as the catalogue's rules speak of it.
    pub fn owner(&self, organ: &OrganRow, on: Date) -> Result<Owner> {
        let units = self.units();
        let pinned = self.pinned()?;
        let kind = pinned.catalogue.organ_kinds.get(&organ.kind);
        let version = units.nearest_version(organ.area, on);
        match (kind, version) {
            (Some(kind), Some(version)) => Ok(Owner {
                he: kind.he,
                cap: version.level,
                co_quan: organ.kind.clone(),
                organ: organ.id,
                area: organ.area,
            }),
            _ => Err(StoreError::refused(Problem::error(
                "unknown-organ-kind",
                format!("Danh mục không có loại cơ quan “{}”", organ.kind),
            ))),
        }
    }
}

/// A page of all entries in key order, struck-out ones too, for the trial balance: each key with its entry, or with why
/// it cannot be read.
pub(crate) fn entries_page(conn: &mut Conn, after: &str, limit: i64) -> Result<Vec<(String, Result<Entry>)>> {
    let sql = format!("SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.id > $1 ORDER BY e.id LIMIT {limit}");
    conn.query(&sql, &[after.into()])?.iter().map(|row| Ok((row.text(0)?.to_string(), read_entry(row)))).collect()
}
