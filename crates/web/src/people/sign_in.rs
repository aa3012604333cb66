//! Signing in and out: password, then the second factor where there is one.

use super::session::{self, Where};
use super::{password, resume, second_factor, switch};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::{MaybeViewer, Viewer, fingerprint, session_cookie, set_cookie};
use crate::shell::lang::Lang;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::people::AccountId;

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignIn {
    f: Frame,
    login: String,
    back: String,
    error: Option<String>,
}

/// How far a password brings one.
pub enum Entered {
    /// Signed in; the session's cookie.
    In(String),
    /// The second factor is still due; the secret that stands for the right password.
    Half(String),
}

/// A way in that is refused, in words that are the same for known and unknown login names.
pub type Refusal = (&'static str, &'static str);

/// What is wrong with a try to sign in.
pub enum Refused {
    /// In words.
    Words(Refusal),
    /// Not before so many seconds.
    Wait(i64),
    /// Something else went wrong.
    Fault(Fault),
}

impl<E: Into<Fault>> From<E> for Refused {
    fn from(e: E) -> Self {
        Refused::Fault(e.into())
    }
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
    if viewer.is_some() {
        return Ok(to(switch::back(form.text("ve"))));
    }
    // A new installation is set up first; that page asks for the code that the server printed.
    let empty = app.setup_code().is_some() && !app.run(|_, store| store.any_account()).await?;
    if empty { Ok(to("/thiet-lap")) } else { show(&app, t, &form, None) }
}

/// Signs in.
pub async fn submit(State(app): State<App>, t: Lang, headers: HeaderMap, form: Form) -> Outcome {
    let at = Where::of(&app, &headers);
    let (login, secret) = (form.text("login").trim().to_string(), form.text("password").to_string());
    let entered = app.long_work(move |app| Ok(enter(app, &login, &secret, &at))).await?;
    match entered {
        Ok(Entered::In(cookie)) => Ok(session::with_cookie(cookie, onward(&app, t, &form)?)),
        Ok(Entered::Half(pending)) => second_factor::ask(&app, t, &pending, &form, None),
        Err(refused) => again(&app, t, &form, refused),
    }
}

/// Where one goes after signing in: on with a form that was on its way, or to the page wanted.
pub fn onward(app: &App, t: Lang, form: &Form) -> Outcome<Response> {
    match form.get("kept") {
        Some(kept) => resume::go_on(app, t, form.text("path"), kept),
        None => Ok(to(switch::back(form.text("ve")))),
    }
}

/// The page once more, with what was wrong.
fn again(app: &App, t: Lang, form: &Form, refused: Refused) -> Outcome {
    let error = match refused {
        Refused::Words((vi, en)) => t.say(vi, en).to_string(),
        Refused::Wait(seconds) => wait(t, seconds),
        Refused::Fault(Fault::Refused(list)) => list.iter().map(|p| t.problem(p)).collect::<Vec<_>>().join(" "),
        Refused::Fault(other) => return Err(other),
    };
    match form.get("path") {
        Some(path) => resume::show(app, t, path, form.text("kept").to_string(), Some(error)),
        None => show(app, t, form, Some(error)),
    }
}

/// How long to wait, and the way back.
pub fn wait(t: Lang, seconds: i64) -> String {
    let minutes = (seconds + 59) / 60;
    t.fill(
        "Sai nhiều lần, tạm khóa: thử lại sau {} phút, hoặc nhờ quản trị đơn vị mở khóa hay đặt lại mật khẩu.",
        "Too many wrong tries: try again in {} minutes, or ask your unit's administrator to lift the lock or reset the password.",
        [minutes],
    )
}

const WRONG: Refusal = ("Tên đăng nhập hoặc mật khẩu không đúng.", "The login name or the password is wrong.");
const UNASSIGNED: Refusal = (
    "Tài khoản hiện không có phân công nào còn hiệu lực. Liên hệ quản trị đơn vị.",
    "This account has no assignment in force today. Ask your unit's administrator.",
);

fn enter(app: &App, login: &str, secret: &str, at: &Where) -> Result<Entered, Refused> {
    let (store, now) = (app.store(), app.now());
    let address = at.address.as_deref();
    if let Some(until) = store.may_try(login, address, now)? {
        return Err(Refused::Wait(until.0.as_second() - now.as_second()));
    }
    let account = store.account_by_login(login)?.filter(|a| !a.disabled);
    let hash = match &account {
        Some(a) => store.password_hash(a.id)?,
        None => None,
    };
    let right = password::is(hash.as_deref(), secret).map_err(Refused::Fault)?;
    let Some(account) = account.filter(|_| right) else {
        store.note_failure(login, address, now)?;
        return Err(Refused::Words(WRONG));
    };
    store.note_success(login, address, now)?;
    if account.second_factor {
        let pending = session::secret(app);
        store.new_pending(now, account.id, &fingerprint(&pending))?;
        return Ok(Entered::Half(pending));
    }
    begin(app, account.id, at).map(Entered::In)
}

/// Begins the session in the first assignment in force.
pub fn begin(app: &App, account: AccountId, at: &Where) -> Result<String, Refused> {
    let mine = app.store().assignments_on(account, app.today())?;
    let first = mine.first().ok_or(Refused::Words(UNASSIGNED))?;
    session::begin(app, account, first.id, at).map_err(Refused::Fault)
}

/// Signs out.
pub async fn out(State(app): State<App>, viewer: Viewer) -> Outcome<Response> {
    let gone = set_cookie(&app, session_cookie(&app), "", Some(0));
    app.proofs().leave(viewer.account.id);
    if let Some(id) = viewer.session {
        app.run(move |_, store| store.end_session(&viewer.actor(), viewer.now, id, Some(id))).await?;
    }
    Ok(session::with_cookie(gone, to("/dang-nhap")))
}
