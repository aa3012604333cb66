//! For those who watch the server: is it alive, is it ready.

use crate::app::App;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// Longest wait for the database's answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The program runs. Asks nobody else, so that a database that is away does not get the program restarted.
pub async fn alive() -> Response {
    text(StatusCode::OK, "sống\n")
}

/// Requests can be served: the database answers.
pub async fn ready(State(app): State<App>) -> Response {
    match tokio::time::timeout(PATIENCE, app.run(|_, store| store.ping())).await {
        Ok(Ok(())) => text(StatusCode::OK, "sẵn sàng\n"),
        Ok(Err(_)) | Err(_) => text(StatusCode::SERVICE_UNAVAILABLE, "chưa sẵn sàng: cơ sở dữ liệu không trả lời\n"),
    }
}

fn text(status: StatusCode, words: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, words).into_response()
}
