//! People: signing in and out, one's own account, the unit acted for.

pub mod password;
pub mod resume;
mod session;
mod sign_in;
mod switch;

pub use session::Where;

use crate::routes::{Access, Call, Route, route};
use axum::routing::{get, post};

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    use Access::{Anyone, SignedIn};
    vec![
        route(Call::Get, "/dang-nhap", Anyone, "sign-in page", get(sign_in::page)),
        route(Call::Post, "/dang-nhap", Anyone, "sign in", post(sign_in::submit)),
        route(Call::Post, "/dang-xuat", SignedIn, "sign out", post(sign_in::out)),
        route(Call::Post, "/ngon-ngu", Anyone, "choose the language", post(switch::language)),
        route(Call::Post, "/toi/don-vi", SignedIn, "choose the unit acted for", post(switch::assignment)),
    ]
}
