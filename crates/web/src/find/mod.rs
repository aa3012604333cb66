//! Finding: the search over all registers, and what forms suggest while somebody types.

mod search;
pub mod typeahead;

use crate::routes::{Access, Call, Route, route};
use axum::routing::get;

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    use Access::SignedIn;
    use Call::Get;
    vec![
        route(Get, "/tim", SignedIn, "search the registers", get(search::show)),
        route(Get, "/tim/don-vi", SignedIn, "suggest units", get(typeahead::units)),
        route(Get, "/tim/co-quan", SignedIn, "suggest organs", get(typeahead::organs)),
        route(Get, "/tim/noi", SignedIn, "suggest units and organs", get(typeahead::either)),
        route(Get, "/tim/van-ban", SignedIn, "suggest documents", get(typeahead::documents)),
        route(Get, "/tim/muc/{register}", SignedIn, "suggest entries of a register", get(typeahead::entries)),
    ]
}
