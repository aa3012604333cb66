//! The second factor: six digits of an authenticator (RFC 6238) or a recovery code.

use super::session::{self, Where};
use super::sign_in::{Refused, begin, onward, wait};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html_with};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::fingerprint;
use crate::shell::lang::Lang;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use domain::people::AccountId;
use store::Actor;
use totp_rs::{Builder, Totp};

#[derive(Template)]
#[template(path = "people/second_factor.html")]
struct Ask {
    f: Frame,
    pending: String,
    back: String,
    path: String,
    kept: String,
    error: Option<String>,
}

/// The page that asks for it. What a form on its way held goes along.
pub fn ask(app: &App, t: Lang, pending: &str, form: &Form, error: Option<String>) -> Outcome {
    let page = Ask {
        f: Frame::bare(app, t, Page::new(t.say("Xác thực hai bước", "Second step"))),
        pending: pending.to_string(),
        back: form.text("ve").to_string(),
        path: form.text("path").to_string(),
        kept: form.text("kept").to_string(),
        error,
    };
    html_with(if page.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// Takes the code.
pub async fn submit(State(app): State<App>, t: Lang, headers: HeaderMap, form: Form) -> Outcome {
    let at = Where::of(&app, &headers);
    let (pending, code) = (form.text("pending").to_string(), form.text("code").to_string());
    let entered = app.work(move |app| Ok(enter(app, &pending, &code, &at))).await?;
    let error = match entered {
        Ok(cookie) => return Ok(session::with_cookie(cookie, onward(&app, t, &form)?)),
        Err(Refused::Words((vi, en))) => t.say(vi, en).to_string(),
        Err(Refused::Wait(seconds)) => wait(t, seconds),
        Err(Refused::Fault(fault)) => return Err(fault),
    };
    ask(&app, t, form.text("pending"), &form, Some(error))
}

fn enter(app: &App, pending: &str, code: &str, at: &Where) -> Result<String, Refused> {
    let (store, now) = (app.store(), app.now());
    let hash = fingerprint(pending);
    let Some(found) = store.try_pending(&hash, now)? else {
        return Err(Refused::Words((
            "Đã quá thời gian hoặc sai quá nhiều lần. Đăng nhập lại từ đầu.",
            "Too late, or too many wrong codes. Please sign in from the beginning.",
        )));
    };
    if !is_right(app, found.account, code, at)? {
        store.note_wrong_factor(found.account, at.address.as_deref(), now)?;
        return Err(Refused::Words((
            "Mã không đúng hoặc đã dùng. Lấy mã mới trong ứng dụng, hoặc dùng một mã dự phòng.",
            "The code is wrong or was used before. Take a fresh one, or use a recovery code.",
        )));
    }
    store.drop_pending(&hash)?;
    begin(app, found.account, at)
}

/// Whether a code is right for an account, and uses it up.
fn is_right(app: &App, account: AccountId, code: &str, at: &Where) -> Result<bool, Refused> {
    let (store, now) = (app.store(), app.now());
    let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    if code.len() == 6 {
        let Some((sealed, _)) = store.totp(account)? else { return Ok(false) };
        let secret = open(app, account, &sealed).map_err(Refused::Fault)?;
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let Some(step) = totp(secret, "").map_err(Refused::Fault)?.check(&code, seconds) else { return Ok(false) };
        return Ok(store.use_totp_step(account, i64::try_from(step).unwrap_or(0))?);
    }
    let mut who = Actor::local("", domain::registers::Role::Viewer, None);
    who.address = at.address.clone().unwrap_or_default();
    Ok(store.use_recovery_code(&who, now, account, &fingerprint(&code.to_uppercase()))?)
}

/// The generator of a secret, named for the login it belongs to.
pub fn totp(secret: Vec<u8>, login: &str) -> Outcome<Totp> {
    let built = Builder::new().with_secret(secret).with_account_name(login).with_issuer(Some("Dan Van")).build();
    built.map_err(|e| Fault::internal(&e.to_string()))
}

fn cipher(app: &App) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(app.seal().into())
}

/// What binds a sealed secret to its account: moved to another row it does not open.
fn context(account: AccountId) -> String {
    format!("account/{account}/totp")
}

/// Seals a secret for the database: nonce, then ciphertext.
pub fn seal(app: &App, account: AccountId, secret: &[u8]) -> Outcome<Vec<u8>> {
    let nonce: [u8; 24] = app.random();
    let context = context(account);
    let payload = Payload { msg: secret, aad: context.as_bytes() };
    let sealed = cipher(app).encrypt(&XNonce::from(nonce), payload).map_err(|_| Fault::internal("seal"))?;
    Ok([&nonce[..], &sealed].concat())
}

/// Opens what [`seal`] made.
pub fn open(app: &App, account: AccountId, sealed: &[u8]) -> Outcome<Vec<u8>> {
    let (nonce, text) = sealed.split_first_chunk::<24>().ok_or_else(|| Fault::internal("sealed secret is cut"))?;
    let context = context(account);
    let payload = Payload { msg: text, aad: context.as_bytes() };
    let opened = cipher(app).decrypt(&XNonce::from(*nonce), payload);
    opened.map_err(|_| Fault::internal("sealed secret does not open: another key?"))
}
