//! Help: a short tour for each role, pages of help.

mod pages;
mod tours;

pub use tours::with_tour;

use crate::app::App;
use crate::routes::{Access, Call, Route, route};
use crate::shell::guard::{Viewer, cookie, set_cookie};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

/// Name of the cookie that keeps which roles' tours this browser has shown, joined by points.
pub const TOURS: &str = "dv_tour";

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    use Access::SignedIn;
    vec![
        route(Call::Post, "/toi/huong-dan", SignedIn, "the tour was seen", post(toured)),
        route(Call::Get, "/tro-giup", SignedIn, "help", get(pages::index)),
        route(Call::Get, "/tro-giup/{topic}", SignedIn, "a subject of help", get(pages::topic)),
    ]
}

/// Notes in the browser that the tour of the role was seen.
async fn toured(State(app): State<App>, viewer: Viewer, headers: HeaderMap) -> Response {
    let before = cookie(&headers, TOURS).unwrap_or_default();
    let role = viewer.role().slug();
    let known = before.split('.').filter(|r| domain::registers::Role::parse(r).is_some() && *r != role);
    let value = known.chain([role]).collect::<Vec<_>>().join(".");
    // A year, in seconds.
    let set = set_cookie(&app, TOURS, &value, Some(365 * 24 * 3600));
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, set)]).into_response()
}
