//! The catalogue in plain words: registers, indicators, measures, organs, periods, report templates.

mod index;
mod indicator;
mod lists;
mod register;

use crate::routes::{Access, Call, Route, route};
use axum::routing::get;

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    use Access::SignedIn;
    use Call::Get;
    vec![
        route(Get, "/danh-muc", SignedIn, "the catalogue", get(index::show)),
        route(Get, "/danh-muc/so/{register}", SignedIn, "a register explained", get(register::show)),
        route(Get, "/danh-muc/chi-tieu/{indicator}", SignedIn, "an indicator explained", get(indicator::show)),
        route(Get, "/danh-muc/so-do", SignedIn, "measures and counting units", get(lists::measures)),
        route(Get, "/danh-muc/co-quan", SignedIn, "kinds of organs", get(lists::organs)),
        route(Get, "/danh-muc/ky", SignedIn, "reporting periods", get(lists::periods)),
        route(Get, "/danh-muc/mau-bao-cao", SignedIn, "report templates", get(lists::templates)),
    ]
}
