//! The desk: what an officer does with records and figures, whatever the officer sits at. The command line and the screens
//! both call it; it knows neither of them, no HTTP and no clock.
//!
//! Rooms: [`registers`] (checking and writing entries), [`files`] (attachments), [`exchange`] (whole files in and out),
//! [`question`] (what the words of a question mean), [`indicators`] (figures and records in words), [`declared`] (figures
//! that a unit states), [`reports`], [`proof`] (reading and proofing somebody's text, and what of it is kept).
//!
//! Errors are the store's: [`StoreError::Refused`] carries every problem at once, each at its field; that somebody else has
//! changed an entry, and that the database is away, stay what they are. The fields of problems that belong to no register are
//! named `organ`, `area`, `unit`, `from`, `to`, `period`, `where`, `by`, `state`, `register`, `key`, `kind`, `template`.

pub mod declared;
pub mod exchange;
pub mod files;
pub mod indicators;
pub mod proof;
pub mod question;
pub mod registers;
pub mod reports;

use domain::ids::EntryId;
use domain::problem::Problem;
use domain::{Date, Timestamp};
use std::sync::Arc;
use store::people::Reach;
use store::{Actor, Result, Store, StoreError};

/// Who works, with what, and when.
pub struct Desk<'a> {
    /// The open store with the catalogue in use.
    pub store: &'a Store,
    /// Who acts.
    pub actor: &'a Actor,
    /// The instant of the call.
    pub now: Timestamp,
    /// The civil date of the call.
    pub today: Date,
    /// Catalogue layers, for the reports' templates.
    pub sources: &'a [catalogue::Source],
    /// Makes the keys of new entries and rows.
    pub new_id: &'a dyn Fn() -> EntryId,
    /// What the actor may read; `None` for the administrator at the machine.
    pub reach: Option<Arc<Reach>>,
}

impl Desk<'_> {
    /// Whether the actor may read records of an area on a date.
    pub fn reads(&self, area: domain::ids::UnitId, on: Date) -> bool {
        self.reach.as_ref().is_none_or(|r| r.reads(area, on))
    }
}

/// One refusal.
pub(crate) fn refused(problem: Problem) -> StoreError {
    StoreError::refused(problem)
}

/// All refusals at once.
pub(crate) fn all<T>(found: Result<T, Vec<Problem>>) -> Result<T> {
    found.map_err(StoreError::Refused)
}

/// The problems of a refusal, changed by a function; other errors stay what they are.
pub(crate) fn each(e: StoreError, change: impl Fn(Problem) -> Problem) -> StoreError {
    match e {
        StoreError::Refused(list) => StoreError::Refused(list.into_iter().map(change).collect()),
        other => other,
    }
}
