//! Saved views: lists that somebody asks for again and again.

use super::filter;
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, to};
use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use axum::extract::{Path, State};

/// Saves the list that the page shows under a name.
pub async fn save(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, form: Form) -> Outcome {
    app.work(move |app| {
        let store = app.store();
        if !store.pinned()?.catalogue.registers.contains_key(&slug) {
            return Err(Fault::Missing);
        }
        let query = filter::kept(&Form::parse(form.text("loc").as_bytes())?).query();
        store.save_view(viewer.account.id.0, &slug, form.text("ten"), &query)?;
        let join = if query.is_empty() { "" } else { "&" };
        Ok(to(&format!("/so/{slug}?{query}{join}da=luu-danh-sach")))
    })
    .await
}

/// Drops one.
pub async fn discard(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, form: Form) -> Outcome {
    app.work(move |app| {
        let id = form.int("bo").ok_or(Fault::Missing)?;
        if !app.store().drop_view(viewer.account.id.0, id)? {
            return Err(Fault::Missing);
        }
        let register = app.store().pinned()?.catalogue.registers.contains_key(&slug);
        Ok(to(&if register { format!("/so/{slug}?da=bo-danh-sach") } else { "/so".to_string() }))
    })
    .await
}
