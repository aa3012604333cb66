//! The last weeks before the day on which the demonstration is made, so that a newcomer's first page lives: records of the
//! present communes and provinces, some of this month, some waiting as drafts, some due soon, some late, a few with files,
//! one with a history. The day is given: the same day gives the same records.
//!
//! All of them lie in the last [`DAYS`] days, so no figure of a past year that [`crate::expected`] lists can change by them.

mod communes;
mod diary;
mod files;
mod provinces;
mod values;

use crate::book::Outcome;
use diary::Diary;
use domain::calendar::{date_of, day_number};
use domain::clock::{Clock, FixedClock};
use domain::{Date, Timestamp};
use std::collections::BTreeMap;
use store::Store;

/// How far back the records lie, in days.
pub const DAYS: i64 = 75;

/// From this day on the communes of the two-level model are at work; before it there is no recent life to show.
const FIRST: Date = Date::constant(2025, 7, 15);

/// The first day of the recent records for a demonstration made on a day; `None` when the present communes did not exist yet.
pub fn first_day(today: Date) -> Option<Date> {
    let first = date_of(day_number(today) - DAYS);
    (first >= FIRST).then_some(first)
}

/// Adds the recent records to a prepared demonstration that has its people, as of an instant. Returns how many entries each
/// register got: none when the day is too early for the present communes. Errors: the store cannot be written.
pub fn add(
    store: &Store,
    now: Timestamp,
    progress: &mut dyn FnMut(&str, usize, usize),
) -> Outcome<BTreeMap<String, usize>> {
    if first_day(FixedClock(now).today()).is_none() {
        return Ok(BTreeMap::new());
    }
    let mut diary = Diary::new(store, now, progress)?;
    communes::bac_ha(&mut diary)?;
    communes::bao_nhai(&mut diary)?;
    communes::others(&mut diary)?;
    provinces::lao_cai(&mut diary)?;
    provinces::phu_tho(&mut diary)?;
    diary.finish()
}
