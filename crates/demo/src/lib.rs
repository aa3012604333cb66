//! The demonstration's data: real units, invented records. From these records alone the system must compute the figures
//! that [`expected`] lists; the floor's tests assert them one by one.
//!
//! Rooms: one per place (`bac_ha`, `hoa_binh`, `thanh_ba`, `elsewhere`), [`expected`], [`people`], [`recent`] (the last weeks before the
//! day on which the demonstration is made); `book` writes, `records` knows the registers, `spread` divides, `texts` holds the invented words.

mod bac_ha;
mod book;
mod elsewhere;
pub mod expected;
mod hoa_binh;
pub mod people;
pub mod recent;
mod records;
mod spread;
mod texts;
mod thanh_ba;

use domain::Timestamp;
use domain::clock::{Clock, FixedClock};
use domain::problem::Problem;
use std::collections::BTreeMap;
use store::{Actor, Store, StoreError};

pub use expected::{Expected, expected};

/// How many entries the demonstration has in all.
pub const ENTRIES: usize = 6_266;

/// The instant at which everything is written: 22 November 2026, nine o'clock in Việt Nam.
pub const WRITTEN_AT: Timestamp = Timestamp::constant(1_795_312_800, 0);

/// What was prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Administrative units in the database, the added one too.
    pub units: usize,
    /// Entries per register.
    pub entries: BTreeMap<String, usize>,
}

/// Fills an empty, opened database: the shipped units and one historical commune, the built-in catalogue, all entries.
/// The same every time, down to the entries' keys. `progress` is told what is being written, how much of it is done,
/// and how much there is. Errors: the database already holds units; it cannot be written.
pub fn prepare(store: &Store, progress: &mut dyn FnMut(&str, usize, usize)) -> Result<Summary, Vec<Problem>> {
    let clock = FixedClock(WRITTEN_AT);
    let (at, who) = (clock.now(), Actor::administrator("dữ liệu minh họa"));
    let facts = catalogue::units::shipped()?;
    store
        .load_units(facts, &who, at, &mut |done, all| progress("đơn vị hành chính", done, all))
        .map_err(StoreError::problems)?;
    let (catalogue, _) = catalogue::load(&[catalogue::built_in()])?;
    store.use_catalogue(catalogue, &who, at).map_err(StoreError::problems)?;
    bac_ha::add_missing_commune(store, &who, at)?;
    let mut book = book::Book::new(store, who, clock, (2026, ENTRIES), progress)?;
    bac_ha::write(&mut book)?;
    hoa_binh::write(&mut book)?;
    thanh_ba::write(&mut book)?;
    elsewhere::write(&mut book)?;
    let entries = book.finish()?;
    Ok(Summary { units: store.units().ids().count(), entries })
}
