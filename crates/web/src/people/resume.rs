//! A form that arrives when the session has ended: nothing typed is lost. The page that asks to sign in again carries the
//! form's fields; after signing in they are shown once more, to be sent by the person.

use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html, html_with, to};
use crate::shell::form::{FORM_BYTES_MAX, Form};
use crate::shell::frame::{Frame, Page};
use crate::shell::lang::Lang;
use askama::Template;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

#[derive(Template)]
#[template(path = "people/resume.html")]
struct Resume {
    f: Frame,
    /// Where the form was going.
    path: String,
    /// The form as it was sent, urlencoded.
    kept: String,
    /// Its fields, once signed in again.
    fields: Vec<(String, String)>,
    signed_in: bool,
    error: Option<String>,
}

/// Names of the fields that take a password, on all pages of ours.
const SECRETS: [&str; 3] = ["current", "password", "again"];

/// Whether a form holds a password. It is not carried along: the page would show it to whoever signs in next.
fn secret(kept: &[u8]) -> bool {
    let held = |form: Form| form.0.iter().any(|(name, _)| SECRETS.contains(&name.as_str()));
    // What cannot be read is not carried either.
    Form::parse(kept).map_or(true, held)
}

/// Asks to sign in again, keeping the form; one with a password in it is begun anew on its page.
pub async fn ask(app: &App, path: &str, request: Request, t: Lang) -> Response {
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.starts_with("application/x-www-form-urlencoded"));
    let from = super::switch::referer(request.headers());
    let kept = match to_bytes(request.into_body(), FORM_BYTES_MAX).await {
        Ok(body) if is_form && secret(&body) => {
            let back = form_urlencoded::Serializer::new(String::new()).append_pair("ve", &from).finish();
            return to(&format!("/dang-nhap?{back}"));
        }
        Ok(body) if is_form => String::from_utf8_lossy(&body).into_owned(),
        // Files cannot be carried along; the browser still has the page with what was typed.
        _ => return Fault::SignedOut.into_response(),
    };
    show(app, t, path, kept, None).unwrap_or_else(IntoResponse::into_response)
}

/// The page, with what was wrong with the last try.
pub fn show(app: &App, t: Lang, path: &str, kept: String, error: Option<String>) -> Outcome {
    let title = t.say("Phiên làm việc đã hết", "Your session has ended");
    let page = Resume {
        f: Frame::bare(app, t, Page::new(title)),
        path: super::switch::back(path).to_string(),
        kept,
        fields: Vec::new(),
        signed_in: false,
        error,
    };
    html_with(StatusCode::UNAUTHORIZED, &page)
}

/// After signing in: the form once more, to be sent by the person and not by itself.
pub fn go_on(app: &App, t: Lang, path: &str, kept: &str) -> Outcome {
    html(&Resume {
        path: super::switch::back(path).to_string(),
        fields: Form::parse(kept.as_bytes())?.0,
        f: Frame::bare(app, t, Page::new(t.say("Gửi tiếp điều đã nhập", "Send what you had typed"))),
        kept: String::new(),
        signed_in: true,
        error: None,
    })
}
