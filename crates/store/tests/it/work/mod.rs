//! What officers work with: lists, suggestions, drafts, papers, what is due, the home page, facts of the operator.

mod dues;
mod facts;
mod files;
mod growth;
mod home;
mod kept;
mod lists;
mod papers;
mod suggest;

use domain::Timestamp;
use domain::clock::Clock;
use domain::ids::UnitId;
use std::sync::Arc;
use store::Store;
use store::people::Reach;
use testkit::morning;

/// What a unit's people may read, as things are on the morning of the tests.
pub fn reach(store: &Store, unit: UnitId) -> Arc<Reach> {
    store.reach(Some(unit), morning().today())
}

/// Now.
pub fn now() -> Timestamp {
    morning().now()
}

/// Some hours later.
pub fn later(hours: i64) -> Timestamp {
    now() + domain::Span::new().hours(hours)
}
