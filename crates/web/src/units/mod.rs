//! Units: the tree on a date, and the story of one unit.

mod story;
mod tree;

use crate::routes::{Access, Call, Route, route};
use axum::routing::get;

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    vec![
        route(Call::Get, "/don-vi", Access::SignedIn, "units as a tree", get(tree::show)),
        route(Call::Get, "/don-vi/{unit}", Access::SignedIn, "story of a unit", get(story::show)),
    ]
}
