//! The system as people meet it: the program serving its demonstration, a real browser before it.
//!
//! Needs Chromium with its driver, and axe-core in `e2e/node_modules` (`scripts/setup-tests` installs them). The server and
//! the driver listen on 127.0.0.1 and end with the value that holds them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "only tests and house work use this crate: what goes wrong is told by stopping"
)]

mod browser;
mod pages;
mod server;

pub use browser::{Chrome, Person};
pub use pages::{Samples, paths, proof, samples};
pub use server::{PASSWORD, Server};
