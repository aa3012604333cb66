//! The domain: pure types and rules of Dân Vận. No I/O, no SQL, no HTTP, no clock and no chance of its own.
//!
//! Rooms (a room has the same name on every floor): [`units`] in time, [`registers`], [`ledger`], [`indicators`],
//! [`calendar`], [`people`], [`proof`]. Shared furniture: [`ids`], [`clock`], [`text`], [`problem`].

pub mod calendar;
pub mod clock;
pub mod ids;
pub mod indicators;
pub mod ledger;
pub mod organs;
pub mod people;
pub mod problem;
pub mod proof;
pub mod registers;
pub mod text;
pub mod units;

pub use jiff::civil::Date;
pub use jiff::{SignedDuration, Span, Timestamp};
