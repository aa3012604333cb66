//! Files handed out: their name in both spellings that browsers understand.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::text::slug;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// An attachment with this name (RFC 6266: plain letters for old browsers, UTF-8 for the others).
pub fn attachment(name: &str, media: &str, bytes: Vec<u8>) -> Response {
    respond("attachment", name, media, bytes)
}

/// A file to look at in the browser.
pub fn inline(name: &str, media: &str, bytes: Vec<u8>) -> Response {
    respond("inline", name, media, bytes)
}

fn respond(how: &str, name: &str, media: &str, bytes: Vec<u8>) -> Response {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let plain = format!("{}.{}", slug(stem), slug(extension));
    let full = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let disposition = format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{full}");
    ([(header::CONTENT_TYPE, media.to_string()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}
