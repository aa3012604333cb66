//! Static files: read from the folder while developing, embedded in the released program.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "static/"]
#[exclude = "*.md"]
struct Static;

/// A short name of all the files' contents: part of their address, so that a browser may keep them for ever.
static STAMP: LazyLock<String> = LazyLock::new(|| {
    let mut sum = Sha256::new();
    let mut names: Vec<_> = Static::iter().collect();
    names.sort();
    for name in names {
        sum.update(name.as_bytes());
        if let Some(file) = Static::get(&name) {
            sum.update(file.metadata.sha256_hash());
        }
    }
    sum.finalize().iter().take(5).map(|b| format!("{b:02x}")).collect()
});

/// The address of a static file.
pub fn address(name: &str) -> String {
    format!("/static/{}/{name}", *STAMP)
}

/// The content of a static file, for tests and for pages that carry it.
pub fn content(name: &str) -> Option<Vec<u8>> {
    Static::get(name).map(|f| f.data.into_owned())
}

/// Serves a file. An old stamp gets today's content, without the promise that it never changes.
pub async fn serve(Path((stamp, name)): Path<(String, String)>) -> Response {
    let Some(file) = Static::get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keep = if stamp == *STAMP { "public, max-age=31536000, immutable" } else { "no-cache" };
    let media = file.metadata.mimetype().to_string();
    let media = if media.starts_with("text/") { format!("{media}; charset=utf-8") } else { media };
    ([(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, keep.to_string())], file.data.into_owned()).into_response()
}
