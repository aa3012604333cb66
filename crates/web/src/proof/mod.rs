//! Proofing somebody's report: a file or a text comes in, is read and proofed beside the request, and is looked through on a
//! page; what is worth keeping goes to the register of documents or to the declared figures, by hand.
//!
//! What comes in stays in this process's memory ([`kept`]), keyed by the account and a token that cannot be guessed: it is
//! bounded in number and bytes, and ends with the button, with signing out, or after half an hour without a touch. Nothing of
//! it goes to the database, the log or the disk, and no address holds a word of it.

mod act;
mod document;
mod download;
mod edits;
mod entry;
mod job;
pub mod kept;
mod layout;
mod marks;
mod page;
mod query;
mod side;
mod take;
mod upload;

pub use document::filled;
pub use kept::Room;

use crate::routes::{Access, Call, Route, WRITERS, route};
use axum::routing::{get, post};

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    use Access::SignedIn;
    use Call::{Get, Post, Upload};
    vec![
        route(Get, "/soat", SignedIn, "where a report to proof comes in", get(upload::show)),
        route(Upload, "/soat", SignedIn, "a report to proof", post(upload::submit)),
        route(Get, "/soat/{token}", SignedIn, "a proof", get(page::show)),
        route(Post, "/soat/{token}", SignedIn, "decide on findings, or end the proof", post(act::submit)),
        route(Get, "/soat/{token}/tien-do", SignedIn, "how far a proof is", get(page::progress)),
        route(Get, "/soat/{token}/tai/{form}", SignedIn, "a proof as a file", get(download::give)),
        route(Get, "/soat/{token}/so/{figure}", WRITERS, "form for a figure of a proof", get(take::show)),
        route(Post, "/soat/{token}/so/{figure}", WRITERS, "take a figure of a proof over", post(take::submit)),
    ]
}
