//! Registers: lists, entries, the form generated from the catalogue, what is half typed.

mod at_desk;
mod conflict;
mod drafts;
mod edit;
mod file;
mod filled;
pub mod filter;
pub mod form;
mod history;
mod index;
mod list;
mod naming;
mod new;
mod owner;
mod posted;
mod sheet;
mod show;
mod steps;
pub mod values;
mod views;
mod write;

pub use at_desk::at_desk;
pub use filled::Filled;
pub use owner::own_organs;

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
        route(Get, "/muc/{entry}", SignedIn, "an entry", get(show::show)),
        route(Get, "/muc/{entry}/neu-o", SignedIn, "entries that name an entry", get(naming::show)),
        route(Get, "/muc/{entry}/tep/{file}", SignedIn, "a file of an entry", get(file::show)),
        route(Get, "/muc/{entry}/sua", WRITERS, "form of an entry", get(edit::show)),
        route(Upload, "/muc/{entry}/sua", WRITERS, "change an entry", post(edit::submit)),
        route(Post, "/muc/{entry}/buoc", WRITERS, "take a step with an entry", post(steps::step)),
        route(Post, "/muc/{entry}/huy", WRITERS, "strike an entry out", post(steps::void)),
        route(Post, "/muc/{entry}/phan", WRITERS, "assign an entry to a successor", post(steps::assign)),
        route(Get, "/nhap", WRITERS, "own unfinished forms", get(drafts::list)),
        route(Get, "/nhap/{draft}", WRITERS, "go on with an unfinished form", get(drafts::open)),
        route(Post, "/nhap/{draft}", WRITERS, "keep an unfinished form", post(drafts::keep)),
        route(Post, "/nhap/{draft}/bo", WRITERS, "drop an unfinished form", post(drafts::discard)),
    ]
}
