//! Exchange: whole files of entries in and out.

mod export;
mod import;
mod jobs;
mod kept;
mod preview;

use crate::routes::{Access, Call, Route, WRITERS, route};
use axum::routing::{get, post};

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    use Access::SignedIn;
    use Call::{Get, Post, Upload};
    vec![
        route(Get, "/so/{register}/xuat.xlsx", SignedIn, "entries as a workbook", get(export::xlsx)),
        route(Get, "/so/{register}/xuat.csv", SignedIn, "entries as CSV", get(export::csv)),
        route(Get, "/so/{register}/xuat.json", SignedIn, "entries as JSON", get(export::json)),
        route(Get, "/so/{register}/mau.xlsx", SignedIn, "an empty workbook to fill in", get(export::template)),
        route(Get, "/so/{register}/nhap-tep", WRITERS, "choose a file to import", get(import::show)),
        route(Upload, "/so/{register}/nhap-tep", WRITERS, "upload a file to import", post(import::submit)),
        route(Get, "/so/{register}/nhap-tep/{draft}", WRITERS, "preview of an import", get(preview::show)),
        route(Post, "/so/{register}/nhap-tep/{draft}", WRITERS, "mend or carry out an import", post(preview::submit)),
        route(Get, "/so/{register}/nhap-tep/{draft}/tien-do", WRITERS, "how far an import is", get(preview::progress)),
        route(Get, "/so/{register}/nhap-tep-xong", WRITERS, "what an import did", get(import::done)),
    ]
}
