//! A file of an entry. It is handed out only by way of an entry that the viewer may read, in which a field that the role
//! sees holds it, or held it in an earlier version.

use super::values::{media, name_of_file};
use crate::app::App;
use crate::shell::download;
use crate::shell::fault::{Fault, Outcome};
use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};

/// A picture shown in its own window may do nothing; a browser's viewer of PDF does not work in a sandbox.
const PICTURE: &str = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";
const PDF: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// Hands it out; with `tai` as a download.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path((entry, sha256)): Path<(String, String)>,
    query: Form,
) -> Outcome {
    app.work(move |app| {
        let store = app.store();
        let entry = viewer.entry(store, &entry)?;
        let pinned = store.pinned()?;
        let register = pinned.catalogue.registers.get(&entry.register).ok_or(Fault::Missing)?;
        let seen = |data| name_of_file(&register.visible(data, viewer.role()), &sha256);
        let name = match seen(&entry.data) {
            Some(name) => name,
            None => {
                let versions = store.history(&entry.id)?;
                versions.iter().rev().find_map(|v| seen(&v.data)).ok_or(Fault::Missing)?
            }
        };
        let bytes = store.file(&sha256)?.ok_or(Fault::Missing)?;
        let (media, inline) = media(&name, &bytes);
        if !inline || query.ticked("tai") {
            return Ok(download::attachment(&name, media, bytes));
        }
        let policy = if media == "application/pdf" { PDF } else { PICTURE };
        let mut response = download::inline(&name, media, bytes);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
        Ok(response)
    })
    .await
}
