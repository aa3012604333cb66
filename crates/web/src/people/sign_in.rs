//! Signing in and out.

use super::session::{self, Where};
use super::{password, switch};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::{MaybeViewer, Viewer, session_cookie, set_cookie};
use crate::shell::lang::Lang;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignIn {
    f: Frame,
    login: String,
    back: String,
    error: Option<String>,
}

fn show(app: &App, t: Lang, form: &Form, error: Option<String>) -> Outcome {
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = SignIn {
        f: Frame::bare(app, t, Page::new(t.say("Đăng nhập", "Sign in"))),
        login: form.text("login").to_string(),
        back: form.text("ve").to_string(),
        error,
    };
    html_with(status, &page)
}

/// The page.
pub async fn page(State(app): State<App>, MaybeViewer(viewer): MaybeViewer, t: Lang, form: Form) -> Outcome {
    match viewer {
        Some(_) => Ok(to(switch::back(form.text("ve")))),
        None => show(&app, t, &form, None),
    }
}

/// Signs in.
pub async fn submit(State(app): State<App>, t: Lang, headers: HeaderMap, form: Form) -> Outcome {
    let at = Where::of(&app, &headers);
    let (login, secret) = (form.text("login").trim().to_string(), form.text("password").to_string());
    let entered = app.work(move |app| enter(app, &login, &secret, &at)).await;
    match entered {
        Ok(cookie) => Ok(session::with_cookie(cookie, to(switch::back(form.text("ve"))))),
        Err(Fault::Forbidden(vi, en)) => show(&app, t, &form, Some(t.say(vi, en).to_string())),
        Err(other) => Err(other),
    }
}

const WRONG: Fault =
    Fault::Forbidden("Tên đăng nhập hoặc mật khẩu không đúng.", "The login name or the password is wrong.");

fn enter(app: &App, login: &str, secret: &str, at: &Where) -> Result<String, Fault> {
    let store = app.store();
    let account = store.account_by_login(login)?.filter(|a| !a.disabled);
    let hash = match &account {
        Some(a) => store.password_hash(a.id)?,
        None => None,
    };
    if !password::is(hash.as_deref(), secret)? {
        return Err(WRONG);
    }
    let account = account.ok_or(WRONG)?;
    let mine = store.assignments_on(account.id, app.today())?;
    let first = mine.first().ok_or(Fault::Forbidden(
        "Tài khoản hiện không có phân công nào còn hiệu lực. Liên hệ quản trị đơn vị.",
        "This account has no assignment in force today. Ask your unit's administrator.",
    ))?;
    session::begin(app, account.id, first.id, at)
}

/// Signs out.
pub async fn out(State(app): State<App>, viewer: Viewer) -> Outcome<Response> {
    let gone = set_cookie(&app, session_cookie(&app), "", Some(0));
    if let Some(id) = viewer.session {
        app.run(move |_, store| store.end_session(&viewer.actor(), viewer.now, id, Some(id))).await?;
    }
    Ok(session::with_cookie(gone, to("/dang-nhap")))
}
