//! The interface for programs: whether the server is well, and the registers, figures and reports as JSON.

mod health;

use crate::routes::{Access, Call, Route, route};
use axum::routing::get;

/// Routes of this room.
pub fn routes() -> Vec<Route> {
    vec![
        route(Call::Get, "/suc-khoe", Access::Anyone, "the program is alive", get(health::alive)),
        route(Call::Get, "/san-sang", Access::Anyone, "the database answers", get(health::ready)),
    ]
}
