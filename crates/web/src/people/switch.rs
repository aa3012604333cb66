//! Choosing the language and the unit acted for.

use crate::app::App;
use crate::shell::fault::{Fault, Outcome, to};
use crate::shell::form::Form;
use crate::shell::guard::{Viewer, set_cookie};
use crate::shell::lang::{self, Lang};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use domain::people::AssignmentId;

/// A path of this server to go back to; anything else is home.
pub fn back(path: &str) -> &str {
    // Browsers leave out tabs and line ends: "/<tab>/elsewhere" is "//elsewhere" to them.
    let local = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\");
    if local && !path.contains(char::is_control) { path } else { "/" }
}

/// The page that a form was sent from, if it is one of ours.
pub fn referer(headers: &HeaderMap) -> String {
    let from = headers.get(header::REFERER).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let path = from.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|i| rest.get(i..))).unwrap_or("/");
    back(path).to_string()
}

/// A year, in seconds.
const YEAR: i64 = 365 * 24 * 3600;

/// Keeps the language chosen.
pub async fn language(State(app): State<App>, headers: HeaderMap, form: Form) -> Outcome {
    let chosen = Lang::parse(form.text("lang")).unwrap_or_default();
    let cookie = set_cookie(&app, lang::COOKIE, chosen.tag(), Some(YEAR));
    Ok(super::session::with_cookie(cookie, to(&referer(&headers))))
}

/// Acts in another of the viewer's assignments.
pub async fn assignment(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    let id = form.int("assignment").map(AssignmentId).ok_or(Fault::Missing)?;
    if !viewer.others.iter().any(|a| a.id == id.0) {
        return Err(Fault::Missing);
    }
    let session = viewer.session.ok_or(Fault::SignedOut)?;
    app.run(move |_, store| store.switch_assignment(&viewer.actor(), viewer.now, session, id)).await?;
    Ok(to("/"))
}
