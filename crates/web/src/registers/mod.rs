//! Registers: lists, entries, the form generated from the catalogue, what is half typed.

mod at_desk;
mod drafts;
mod filled;
pub mod filter;
pub mod form;
mod index;
mod list;
mod new;
mod owner;
mod sheet;
mod views;
mod write;

pub use at_desk::at_desk;

use crate::routes::{Access, Call, Route, WRITERS, route};
use axum::routing::{get, post};

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    use Access::SignedIn;
    use Call::{Get, Post, Upload};
    vec![
        route(Get, "/so", SignedIn, "all registers", get(index::show)),
        route(Get, "/so/{register}", SignedIn, "entries of a register", get(list::show)),
        route(Post, "/so/{register}/danh-sach", SignedIn, "save a view", post(views::save)),
        route(Post, "/so/{register}/danh-sach/bo", SignedIn, "drop a saved view", post(views::discard)),
        route(Get, "/so/{register}/moi", WRITERS, "form of a new entry", get(new::show)),
        route(Upload, "/so/{register}/moi", WRITERS, "add an entry", post(new::submit)),
        route(Get, "/nhap", WRITERS, "own unfinished forms", get(drafts::list)),
        route(Get, "/nhap/{draft}", WRITERS, "go on with an unfinished form", get(drafts::open)),
        route(Post, "/nhap/{draft}", WRITERS, "keep an unfinished form", post(drafts::keep)),
        route(Post, "/nhap/{draft}/bo", WRITERS, "drop an unfinished form", post(drafts::discard)),
    ]
}
