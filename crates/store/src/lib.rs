//! The store: the only crate that knows SQL. SQLite embedded or PostgreSQL, one text for both.
//!
//! Rooms: [`units`], [`organs`], [`catalogue`] (pinned versions), [`registers`] (entries), [`ledger`] (postings and
//! roll-ups), [`declared`], [`indicators`] (figures, records behind them), [`people`] (accounts, rights, sessions, the
//! audit log), [`papers`] (reports being written and frozen), [`due`], [`drafts`], [`views`], [`search`], [`home`],
//! [`holidays`], [`boundaries`], [`verify`].

pub mod backup;
pub mod boundaries;
pub mod catalogue;
mod counters;
pub mod db;
pub mod declared;
pub mod drafts;
pub mod due;
mod error;
pub mod files;
pub mod holidays;
pub mod home;
pub mod indicators;
pub mod ledger;
mod migrate;
pub mod organs;
pub mod papers;
pub mod people;
pub mod registers;
pub mod search;
pub mod units;
pub mod verify;
pub mod views;

pub use db::Location;
pub use error::{Result, StoreError};
pub use people::Actor;

use db::{Conn, Db};
use domain::ledger::Dims;
use domain::registers::Catalogue;
use domain::units::{Restatement, Units};
use domain::{Date, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Trees of which the restatement is kept, at most; each takes about a megabyte.
const RESTATEMENTS_MAX: usize = 16;

/// Restatements by the date of their tree, and the units that they were worked out from.
type Restatements = (Arc<Units>, BTreeMap<Date, Arc<Restatement>>);

/// The open store. Cheap to share by reference; safe to use from many threads.
pub struct Store {
    db: Db,
    units: RwLock<Arc<Units>>,
    units_seen: Mutex<units::UnitsSeen>,
    pinned: RwLock<Option<Arc<Pinned>>>,
    /// Dimension sets never change once written; only what has been read back from the database is kept here.
    dimsets: RwLock<HashMap<i64, Arc<Dims>>>,
    /// Where all units' records count in the trees asked for lately; of the units they were worked out from.
    restatements: Mutex<Restatements>,
    /// Catalogue versions that entries were posted with, as read back.
    versions: Mutex<HashMap<String, Arc<Catalogue>>>,
    /// What people acting for a unit may read, as worked out today.
    reaches: Mutex<people::Reaches>,
    /// Answers to questions, until something is written.
    kept: indicators::KeptAnswers,
    /// For whoever watches the server.
    counted: counters::Counted,
}

/// The catalogue in use, with what the database calls it.
pub struct Pinned {
    /// The catalogue.
    pub catalogue: Catalogue,
    /// SHA-256 of its canonical JSON.
    pub hash: String,
    /// Measure slug → key in the database.
    pub measures: HashMap<String, i64>,
}

impl Store {
    /// Opens the store and brings its schema up to date. With `create` a missing SQLite file is made.
    pub fn open(location: Location, create: bool) -> Result<Self> {
        let db = Db::open(location, create)?;
        migrate::migrate(&db)?;
        let seen = units::UnitsSeen::now(&db)?;
        let units = Arc::new(units::load(&db)?);
        Ok(Store {
            db,
            units_seen: Mutex::new(seen),
            restatements: Mutex::new((units.clone(), BTreeMap::new())),
            units: RwLock::new(units),
            pinned: RwLock::new(None),
            dimsets: RwLock::new(HashMap::new()),
            versions: Mutex::new(HashMap::new()),
            reaches: Mutex::default(),
            kept: indicators::KeptAnswers::default(),
            counted: counters::Counted::default(),
        })
    }

    /// Where the data is.
    pub fn location(&self) -> &Location {
        self.db.location()
    }

    /// The units in time. What another program adds is seen a second later at the latest.
    pub fn units(&self) -> Arc<Units> {
        self.refresh_units();
        self.units.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Where all units' records count in the tree of a date, kept for the next question.
    pub(crate) fn restatement(&self, units: &Arc<Units>, tree: Date) -> Arc<Restatement> {
        let mut kept = self.restatements.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&kept.0, units) || kept.1.len() >= RESTATEMENTS_MAX {
            *kept = (units.clone(), BTreeMap::new());
        }
        kept.1.entry(tree).or_insert_with(|| Arc::new(units.restatement(tree))).clone()
    }

    /// The catalogue in use; an error when none has been put to use yet ([`Store::use_catalogue`]).
    pub fn pinned(&self) -> Result<Arc<Pinned>> {
        let guard = self.pinned.read().unwrap_or_else(PoisonError::into_inner);
        guard.clone().ok_or_else(|| StoreError::Database("chưa nạp danh mục".into()))
    }

    /// Reads in one snapshot. For the rooms of this crate and for the benchmark's bare queries.
    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.db.read(work)
    }

    /// Writes in one transaction. See [`Store::read`].
    pub fn write<T>(&self, work: impl FnMut(&mut Conn) -> Result<T>) -> Result<T> {
        self.db.write(work)
    }
}

/// Advisory lock on PostgreSQL: shared by every writing transaction before it gets its number, taken alone by a mark.
const WRITERS_LOCK: i64 = 6_476_000;

/// Records the writing transaction and returns its sequence number.
pub(crate) fn begin_tx(conn: &mut Conn, who: &Actor, at: Timestamp, what: &str) -> Result<i64> {
    // On PostgreSQL the lock comes before the number, so that no transaction with a number below a mark is still open.
    let sql = if conn.is_postgres() {
        format!(
            "WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared({WRITERS_LOCK})) \
             INSERT INTO tx (at, actor, what, account) SELECT $1, $2, $3, $4 FROM held RETURNING seq"
        )
    } else {
        "INSERT INTO tx (at, actor, what, account) VALUES ($1, $2, $3, $4) RETURNING seq".to_string()
    };
    let account = who.account.map(|a| a.0).into();
    let row = conn.first(&sql, &[at.to_string().into(), who.name.as_str().into(), what.into(), account])?;
    row.ok_or_else(|| StoreError::Database("không cấp được số giao dịch".into()))?.int(0)
}

impl Store {
    /// A mark in the ledger: everything with a number up to it is written, and nothing with such a number will be written
    /// later. Asking figures "as known at" a mark gives the same answer for ever. Waits for writers at work, a moment.
    pub fn mark(&self) -> Result<i64> {
        self.write(|conn| {
            if conn.is_postgres() {
                conn.batch(&format!("SELECT pg_advisory_xact_lock({WRITERS_LOCK})"))?;
            }
            let row = conn.first("SELECT COALESCE(MAX(seq), 0) FROM tx", &[])?;
            row.map_or(Ok(0), |r| r.int(0))
        })
    }
}
