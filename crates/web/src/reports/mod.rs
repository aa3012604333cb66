//! Reports: listing, beginning, writing around the live numbers, printing, freezing, and what has changed since.

mod begin;
mod edit_form;
mod freeze;
mod list;
mod numbers;
mod paper;
mod printing;
mod since;
mod write;

pub use paper::{FORMS, find, form_name};
pub use printing::download;

use crate::routes::{Access, Call, Route, WRITERS, route};
use axum::routing::{get, post};

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    use Access::SignedIn;
    use Call::{Get, Post};
    vec![
        route(Get, "/bao-cao", SignedIn, "reports", get(list::show)),
        route(Get, "/bao-cao/moi", WRITERS, "begin a report", get(begin::form)),
        route(Post, "/bao-cao/moi", WRITERS, "begin a report", post(begin::submit)),
        route(Get, "/bao-cao/{paper}", SignedIn, "a report as it reads", get(paper::show)),
        route(Get, "/bao-cao/{paper}/viet", WRITERS, "write a report", get(write::form)),
        route(Post, "/bao-cao/{paper}/viet", WRITERS, "keep what was written", post(write::submit)),
        route(Post, "/bao-cao/{paper}/nhap", WRITERS, "keep a copy while writing", post(write::keep)),
        route(Get, "/bao-cao/{paper}/so/{anchor}", SignedIn, "records behind a report's number", get(numbers::show)),
        route(Get, "/bao-cao/{paper}/tai/{form}", SignedIn, "download a report", get(printing::download)),
        route(Get, "/bao-cao/{paper}/chot", WRITERS, "freeze a report", get(freeze::form)),
        route(Post, "/bao-cao/{paper}/chot", WRITERS, "freeze a report", post(freeze::submit)),
        route(Post, "/bao-cao/{paper}/bo", WRITERS, "drop a draft", post(begin::discard)),
        route(Post, "/bao-cao/{paper}/ban-moi", WRITERS, "a new version of a frozen report", post(begin::again)),
        route(Get, "/bao-cao/{paper}/thay-doi", SignedIn, "what has changed since freezing", get(since::show)),
    ]
}
