//! The screens, tried as people use them: one binary, a module per room.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what goes wrong in a test is told by stopping it"
)]

mod admin;
mod api;
mod catalogue_room;
mod exchange;
mod figures;
mod look;
mod matrix;
mod people;
mod proof;
mod registers;
mod reports;
mod signing_in;
mod support;
mod units;
mod words;
