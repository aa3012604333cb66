//! The interface for programs: registers, entries, figures, reports and units as JSON under `/api/v1`, described by
//! OpenAPI at `/api/v1/openapi.json`; and whether the server is well.
//!
//! A program acts by a bearer token that a person made, in one of their assignments: what it reads and writes is what
//! they may read and write, by the same calls at the desk as the screens. Faults are problem documents (RFC 9457).

mod attached;
mod describe;
mod entries;
mod figures;
mod health;
mod input;
mod registers;
mod reports;
mod shapes;
mod units;

pub use describe::document;

use crate::routes::{Access, Call, Route, route};
use axum::routing::{get, post, put};

/// Routes of this room.
pub fn routes() -> Vec<Route> {
    use Access::{Anyone, Token};
    use Call::{Get, Post, Put};
    vec![
        route(Get, "/suc-khoe", Anyone, "the program is alive", get(health::alive)),
        route(Get, "/san-sang", Anyone, "the database answers", get(health::ready)),
        route(Get, "/api/v1/openapi.json", Anyone, "description of the interface", get(describe::show)),
        route(Get, "/api/v1/me", Token, "whose token it is", get(units::me)),
        route(Get, "/api/v1/units", Token, "find units", get(units::find)),
        route(Get, "/api/v1/units/{unit}", Token, "a unit", get(units::show)),
        route(Get, "/api/v1/registers", Token, "registers", get(registers::list)),
        route(Get, "/api/v1/registers/{register}", Token, "a register", get(registers::show)),
        route(Get, "/api/v1/registers/{register}/entries", Token, "entries of a register", get(entries::list)),
        route(Post, "/api/v1/registers/{register}/entries", Token, "add an entry", post(entries::add)),
        route(Get, "/api/v1/entries/{entry}", Token, "an entry", get(entries::show)),
        route(Put, "/api/v1/entries/{entry}", Token, "change an entry", put(entries::change)),
        route(Post, "/api/v1/entries/{entry}/transition", Token, "a step of the workflow", post(entries::transition)),
        route(Post, "/api/v1/entries/{entry}/void", Token, "strike an entry out", post(entries::void)),
        route(Get, "/api/v1/indicators", Token, "indicators", get(figures::indicators)),
        route(Get, "/api/v1/figures", Token, "figures", get(figures::figures)),
        route(Get, "/api/v1/records", Token, "the records behind a figure", get(figures::records)),
        route(Get, "/api/v1/reports", Token, "reports", get(reports::list)),
        route(Get, "/api/v1/reports/{paper}", Token, "a report", get(reports::show)),
        route(Get, "/api/v1/reports/{paper}/{form}", Token, "download a report", get(reports::download)),
    ]
}
