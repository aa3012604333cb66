//! Home: what waits for me, what is late, what is new below me.

mod page;

use crate::routes::{Access, Call, Route, route};
use axum::routing::get;

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    vec![route(Call::Get, "/", Access::SignedIn, "home", get(page::show))]
}
