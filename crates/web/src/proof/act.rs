//! What a user decides on a proof: a suggestion is taken, a finding set aside, a decision taken back, the proof ended.

use super::page::ended;
use super::query::Query;
use crate::app::App;
use crate::shell::fault::{Outcome, to};
use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use axum::extract::{Path, State};

/// What came of it: words for the flash, and the finding to go back to.
struct Done {
    said: String,
    at: Option<usize>,
}

/// Carries it out.
pub async fn submit(State(app): State<App>, viewer: Viewer, Path(token): Path<String>, form: Form) -> Outcome {
    let room = app.proofs();
    if form.ticked("xong") {
        if room.end(&viewer, &token) {
            return Ok(to("/soat"));
        }
        return app.work(move |app| ended(app, &viewer)).await;
    }
    let number = |name: &str| form.int(name).and_then(|n| usize::try_from(n).ok());
    let done = room.decide(&viewer, &token, |proofed, decided| {
        let findings = &proofed.proof.findings;
        if form.get("nhan") == Some("tat-ca") {
            let taken = decided.take_all(findings);
            return Done { said: format!("da=nhan&so={taken}"), at: None };
        }
        if let Some(at) = number("nhan") {
            let said = if decided.take(findings, at) { "" } else { "da=vuong" };
            return Done { said: said.to_string(), at: Some(at) };
        }
        let at = number("bo").or_else(|| number("lai"));
        match (number("bo"), number("lai")) {
            (Some(at), _) => decided.set_aside(findings, at),
            (None, Some(at)) => decided.undo(at),
            (None, None) => false,
        };
        Done { said: String::new(), at }
    });
    let Some(Done { said, at }) = done else {
        return app.work(move |app| ended(app, &viewer)).await;
    };
    // Only what a question may hold goes back into the address.
    let back = Query::read(&Form::parse(form.text("ve").as_bytes())?).text();
    let query: Vec<&str> = [back.as_str(), said.as_str()].into_iter().filter(|q| !q.is_empty()).collect();
    let anchor = at.map_or_else(String::new, |n| format!("#f{}", n.saturating_add(1)));
    Ok(to(&format!("/soat/{token}?{}{anchor}", query.join("&"))))
}
