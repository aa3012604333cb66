//! Stories of the system's users, told in a real browser before the program itself.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what goes wrong in a test is told by stopping it"
)]

mod access;
mod dialogue;
mod import;
mod proof;
mod report;

use e2e::{Chrome, Server};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One story at a time: the machine has few cores, and a browser takes one.
static TURN: Mutex<()> = Mutex::new(());

/// A server and a browser's driver of one's own.
struct Stage {
    server: Server,
    chrome: Chrome,
    _turn: MutexGuard<'static, ()>,
}

fn stage() -> Stage {
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    Stage { server: Server::start(), chrome: Chrome::start(), _turn: turn }
}
