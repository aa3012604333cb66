//! Each request has a number that a user can quote and an operator can find in the log.

use crate::app::App;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;

/// The number of a request: eight letters and digits without those that are mistaken for others.
#[derive(Debug, Clone)]
pub struct Operation(pub String);

const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A new number.
pub fn new(app: &App) -> Operation {
    let bytes: [u8; 8] = app.random();
    Operation(bytes.iter().map(|b| char::from(*LETTERS.get(usize::from(b % 32)).unwrap_or(&b'2'))).collect())
}

/// Middleware: numbers the request and says the number in `x-operation`.
pub async fn number(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let operation = new(&app);
    let value = HeaderValue::from_str(&operation.0).ok();
    request.extensions_mut().insert(operation);
    let mut response = next.run(request).await;
    if let Some(value) = value {
        response.headers_mut().insert("x-operation", value);
    }
    response
}
