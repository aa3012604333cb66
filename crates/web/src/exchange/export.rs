//! Entries as files: those of the list's filter that the viewer may read, without the fields hidden from the role.

use crate::app::App;
use crate::registers::{at_desk, filter};
use crate::shell::download::attachment;
use crate::shell::fault::{Fault, Outcome};
use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use desk::exchange::Kind;

async fn export(app: App, viewer: Viewer, slug: String, query: Form, kind: Kind) -> Outcome {
    app.long_work(move |app| {
        let pinned = app.store().pinned()?;
        let register = pinned.catalogue.registers.get(&slug).ok_or(Fault::Missing)?;
        let wanted = filter::read(app.store(), &viewer, register, &query);
        at_desk(app, &viewer, |desk| {
            let file = desk.export(&slug, &wanted, kind)?;
            let (ending, media) = kind.names();
            let name = format!("{slug} {}.{ending}", viewer.today);
            let mut response = attachment(&name, media, file.bytes);
            // What did not fit is said where a program can read it; a screen's list says how many there are.
            for (header, count) in
                [("x-entries", i64::try_from(file.entries).unwrap_or(i64::MAX)), ("x-left", file.left)]
            {
                if let Ok(value) = HeaderValue::from_str(&count.to_string()) {
                    response.headers_mut().insert(header, value);
                }
            }
            Ok(response)
        })
    })
    .await
}

/// As a workbook.
pub async fn xlsx(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, query: Form) -> Outcome {
    export(app, viewer, slug, query, Kind::Xlsx).await
}

/// As CSV.
pub async fn csv(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, query: Form) -> Outcome {
    export(app, viewer, slug, query, Kind::Csv).await
}

/// As JSON.
pub async fn json(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, query: Form) -> Outcome {
    export(app, viewer, slug, query, Kind::Json).await
}

/// An empty workbook to fill in; with `rieng` for one organ, so that its rows need not name it.
pub async fn template(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, query: Form) -> Outcome {
    app.work(move |app| {
        if !app.store().pinned()?.catalogue.registers.contains_key(&slug) {
            return Err(Fault::Missing);
        }
        let bytes = at_desk(app, &viewer, |desk| Ok(desk.template(&slug, query.ticked("rieng"))?))?;
        Ok(attachment(&format!("mẫu {slug}.xlsx"), Kind::Xlsx.names().1, bytes))
    })
    .await
}
