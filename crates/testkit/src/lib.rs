//! For tests: both databases, small catalogues and histories of units, people who act, entries made as the program
//! makes them, and [`brute`], the slow and simple definition of every figure.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "only tests use this crate: what goes wrong here is told by stopping the test"
)]

pub mod brute;
mod clerk;
mod database;
mod history;
mod postgresql;
mod toml;

pub use clerk::{Clerk, days, morning, officer};
pub use database::{Database, Place, both, on_postgresql};
pub use history::{History, day, shipped};
pub use postgresql::Server;
pub use toml::{built_in, catalogue_of, small_catalogue};
