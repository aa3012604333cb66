//! Beginning and ending a session: the cookie's secret and its fingerprint in the store.

use crate::app::App;
use crate::shell::guard::{fingerprint, session_cookie, set_cookie};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use domain::people::{AccountId, AssignmentId};
use std::fmt::Write;
use store::people::NewSession;

/// A new secret: 32 random bytes in hexadecimal.
pub fn secret(app: &App) -> String {
    app.random::<32>().iter().fold(String::with_capacity(64), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// What of a request is kept with its session: the browser's name, shortened, and the address.
pub struct Where {
    /// Browser, at most 120 characters.
    pub agent: String,
    /// Address of the client, if known.
    pub address: Option<String>,
}

impl Where {
    /// Of a request's headers. The address is the one that [`crate::serving`] has put there: it alone knows which proxies
    /// are to be believed; what a client says of itself is not.
    pub fn of(_: &App, headers: &HeaderMap) -> Where {
        let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
        let agent = text("user-agent").unwrap_or_default().chars().take(120).collect();
        Where { agent, address: text(crate::serving::PEER).map(str::to_string) }
    }
}

/// Begins a session and answers with its cookie. Blocking.
pub fn begin(app: &App, account: AccountId, assignment: AssignmentId, at: &Where) -> Result<String, crate::Fault> {
    let secret = secret(app);
    let new = NewSession {
        account,
        assignment,
        token_hash: &fingerprint(&secret),
        agent: &at.agent,
        address: at.address.as_deref(),
    };
    app.store().new_session(app.now(), &new)?;
    Ok(set_cookie(app, session_cookie(app), &secret, None))
}

/// An answer with a cookie.
pub fn with_cookie(cookie: String, response: Response) -> Response {
    (AppendHeaders([(header::SET_COOKIE, cookie)]), response).into_response()
}
