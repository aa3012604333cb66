//! People: signing in and out, one's own account, the unit acted for.

pub mod account;
mod own_factor;
mod own_password;
pub mod password;
pub mod resume;
pub mod rules;
mod second_factor;
mod session;
mod setup;
mod sign_in;
mod switch;

pub use session::{Where, secret};

use crate::routes::{Access, Call, Route, route};
use axum::routing::{get, post};

/// Routes of the room.
pub fn routes() -> Vec<Route> {
    use Access::{Anyone, SignedIn};
    vec![
        route(Call::Get, "/dang-nhap", Anyone, "sign-in page", get(sign_in::page)),
        route(Call::Post, "/dang-nhap", Anyone, "sign in", post(sign_in::submit)),
        route(Call::Post, "/dang-nhap/buoc-hai", Anyone, "second step of signing in", post(second_factor::submit)),
        route(Call::Post, "/dang-xuat", SignedIn, "sign out", post(sign_in::out)),
        route(Call::Post, "/ngon-ngu", Anyone, "choose the language", post(switch::language)),
        route(Call::Post, "/toi/don-vi", SignedIn, "choose the unit acted for", post(switch::assignment)),
        route(Call::Get, "/thiet-lap", Anyone, "first start", get(setup::show)),
        route(Call::Post, "/thiet-lap", Anyone, "make the first administrator", post(setup::submit)),
        route(Call::Get, "/toi", SignedIn, "my account", get(account::show)),
        route(Call::Get, "/toi/mat-khau", SignedIn, "change my password", get(own_password::show)),
        route(Call::Post, "/toi/mat-khau", SignedIn, "set my password", post(own_password::submit)),
        route(Call::Get, "/toi/xac-thuc", SignedIn, "my second factor", get(own_factor::show)),
        route(Call::Post, "/toi/xac-thuc", SignedIn, "change my second factor", post(own_factor::submit)),
        route(Call::Post, "/toi/phien", SignedIn, "end my sessions", post(account::end_sessions)),
        route(Call::Post, "/toi/ma-truy-cap", SignedIn, "make or revoke my access codes", post(account::change_tokens)),
    ]
}
