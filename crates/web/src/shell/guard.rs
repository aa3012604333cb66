//! Who is asking. The guard stands before each route and asks what the route's [`Access`] demands; a handler takes the
//! [`Viewer`] it found as an argument.

use super::fault::Fault;
use super::lang::Lang;
use crate::app::App;
use crate::routes::Access;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::organs::Hierarchy;
use domain::people::{Account, Assignment, SessionId};
use domain::registers::Role;
use domain::{Date, Timestamp};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use store::Actor;
use store::people::Reach;

/// Name of the session cookie over plain HTTP (on this machine only); over TLS it is `__Host-dv`, which browsers bind to
/// the host.
const COOKIE: &str = "dv";
const COOKIE_SECURE: &str = "__Host-dv";

/// In an answer's extensions: the role in which somebody asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActedAs(pub Role);

/// Another assignment that the viewer could act in.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Key of the assignment.
    pub id: i64,
    /// Name of its unit.
    pub unit: String,
    /// Role and hierarchy, in words.
    pub what: String,
    /// Whether it is the one acted in now.
    pub now: bool,
}

/// A signed-in person, acting in one assignment.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// Session; `None` for a program with a token.
    pub session: Option<SessionId>,
    /// Account.
    pub account: Account,
    /// The assignment acted in.
    pub assignment: Assignment,
    /// What may be read.
    pub reach: Arc<Reach>,
    /// Name of the unit acted for.
    pub unit_name: String,
    /// All assignments in force today, this one among them.
    pub others: Vec<Choice>,
    /// Network that the request came from, for the audit log.
    pub address: Option<String>,
    /// Whether this browser has shown the tour of the role.
    pub toured: bool,
    /// Language.
    pub lang: Lang,
    /// Instant of the request.
    pub now: Timestamp,
    /// Civil date of the request.
    pub today: Date,
}

impl Viewer {
    /// The viewer as the store knows who acts.
    pub fn actor(&self) -> Actor {
        Actor::signed_in(&self.account, &self.assignment, self.address.as_deref())
    }
    /// Role acted in.
    pub fn role(&self) -> Role {
        self.assignment.role
    }
    /// Name of the role.
    pub fn role_name(&self) -> &'static str {
        role_name(self.lang, self.assignment.role)
    }
    /// Name of the hierarchy.
    pub fn hierarchy_name(&self) -> &'static str {
        hierarchy_name(self.lang, self.assignment.he)
    }
    /// An entry that the viewer may read; another is "not there".
    pub fn entry(&self, store: &store::Store, id: &str) -> Result<store::registers::Entry, Fault> {
        let id = domain::ids::EntryId::parse(id).ok_or(Fault::Missing)?;
        let entry = store.entry(&id)?;
        if self.reach.reads(entry.area, entry.record_date) { Ok(entry) } else { Err(Fault::Missing) }
    }
    /// Whether the viewer may write for an organ of an area on a date.
    pub fn may_write(
        &self,
        store: &store::Store,
        area: domain::ids::UnitId,
        he: Hierarchy,
        on: Date,
    ) -> Result<(), Fault> {
        self.actor().may_write(&store.units(), area, he, on, self.today).map_err(Fault::refused).map_err(Fault::denied)
    }
}

/// Name of a role.
pub fn role_name(t: Lang, role: Role) -> &'static str {
    match role {
        Role::Officer => t.say("cán bộ", "officer"),
        Role::Leader => t.say("lãnh đạo", "leader"),
        Role::Viewer => t.say("người xem", "viewer"),
        Role::Administrator => t.say("quản trị", "administrator"),
    }
}

/// Name of a hierarchy.
pub fn hierarchy_name(t: Lang, he: Hierarchy) -> &'static str {
    match he {
        Hierarchy::ChinhQuyen => t.say("chính quyền", "government"),
        Hierarchy::Dang => t.say("Đảng", "Party"),
        Hierarchy::MatTran => t.say("Mặt trận, đoàn thể", "Front and unions"),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Viewer {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Viewer>().cloned().ok_or(Fault::SignedOut)
    }
}

/// The viewer when there is one; for pages open to anyone.
pub struct MaybeViewer(pub Option<Viewer>);

impl<S: Send + Sync> FromRequestParts<S> for MaybeViewer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(MaybeViewer(parts.extensions.get::<Viewer>().cloned()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Viewer>().map_or_else(|| Lang::of(&parts.headers), |v| v.lang))
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(k, _)| *k == name)
        .map(|(_, v)| v)
}

/// A `Set-Cookie` value. `max_age` in seconds; `None` = until the browser closes, 0 = taken back.
pub fn set_cookie(app: &App, name: &str, value: &str, max_age: Option<i64>) -> String {
    let age = max_age.map_or_else(String::new, |s| format!("; Max-Age={s}"));
    let secure = if app.settings().secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

/// Name of the session cookie in this installation.
pub fn session_cookie(app: &App) -> &'static str {
    if app.settings().secure { COOKIE_SECURE } else { COOKIE }
}

/// The secret in a session cookie or bearer token is kept nowhere: the store knows its SHA-256.
pub fn fingerprint(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Finds the session of a request's cookie. Blocking.
fn find(app: &App, secret: &str, lang: Lang, address: Option<String>) -> Result<Option<Viewer>, Fault> {
    let settings = app.settings();
    let Some(session) = app.store().session(&fingerprint(secret), app.now(), &settings.limits)? else {
        return Ok(None);
    };
    viewer_of(app, Some(session.id), session.account, session.assignment, lang, address).map(Some)
}

/// The secret of an `Authorization: Bearer` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// The viewer that a program's token stands for. Blocking.
fn token_viewer(app: &App, secret: &str, lang: Lang, address: Option<String>) -> Result<Viewer, Fault> {
    let holder = app.store().token(&fingerprint(secret), app.now(), address.as_deref())?.ok_or(Fault::SignedOut)?;
    viewer_of(app, None, holder.account, holder.assignment, lang, address)
}

/// The viewer that a session or token stands for. Blocking.
fn viewer_of(
    app: &App,
    session: Option<SessionId>,
    account: Account,
    assignment: Assignment,
    lang: Lang,
    address: Option<String>,
) -> Result<Viewer, Fault> {
    let (store, today) = (app.store(), app.today());
    let units = store.units();
    let reach = store.reach(Some(assignment.unit), today);
    let name = |unit| units.nearest_version(unit, today).map_or_else(String::new, |v| v.full_name.clone());
    let others = store.assignments_on(account.id, today)?;
    let others = others
        .into_iter()
        .map(|a| Choice {
            id: a.id.0,
            unit: name(a.unit),
            what: format!("{} · {}", role_name(lang, a.role), hierarchy_name(lang, a.he)),
            now: a.id == assignment.id,
        })
        .collect();
    Ok(Viewer {
        session,
        unit_name: name(assignment.unit),
        account,
        assignment,
        reach,
        others,
        address,
        toured: true,
        lang,
        now: app.now(),
        today,
    })
}

/// Middleware of each route: lets through whom its access admits.
pub async fn admit(State((app, access)): State<(App, Access)>, request: Request, next: Next) -> Response {
    let lang = Lang::of(request.headers());
    if access == Access::Token {
        let secret = bearer(request.headers()).map(str::to_string);
        let address = crate::people::Where::of(&app, request.headers()).address;
        let found = match secret {
            Some(secret) => app.work(move |app| token_viewer(app, &secret, lang, address)).await,
            None => Err(Fault::SignedOut),
        };
        return match found {
            Ok(viewer) => run_as(viewer, request, next).await,
            Err(fault) => fault.into_response(),
        };
    }
    let secret = cookie(request.headers(), session_cookie(&app)).map(str::to_string);
    let address = crate::people::Where::of(&app, request.headers()).address;
    let found = match secret {
        None => Ok(None),
        Some(secret) => app.work(move |app| find(app, &secret, lang, address)).await,
    };
    let viewer = match (found, access) {
        // A page for anyone is shown even when the database is away.
        (Err(_), Access::Anyone) => None,
        (Err(fault), _) => return fault.into_response(),
        (Ok(viewer), _) => viewer,
    };
    match (&viewer, access) {
        (_, Access::Anyone) => {}
        (None, _) => return signed_out(&app, request, lang).await,
        (Some(v), Access::Roles(roles)) if !roles.contains(&v.role()) => {
            let mut refused = Fault::Forbidden(
                "Vai trò đang dùng không được mở trang này. Chuyển sang vai trò khác ở đầu trang nếu có.",
                "Your present role may not open this page. Switch to another role at the top of the page, if you have one.",
            )
            .into_response();
            refused.extensions_mut().insert(v.clone());
            return refused;
        }
        (Some(v), _)
            if v.account.must_change
                && !request.uri().path().starts_with("/toi/")
                && request.uri().path() != "/dang-xuat" =>
        {
            return super::fault::to("/toi/mat-khau");
        }
        _ => {}
    }
    match viewer {
        Some(viewer) => run_as(viewer, request, next).await,
        None => next.run(request).await,
    }
}

/// Lets the viewer's request through; the answer carries the role, for the log, which names nobody.
async fn run_as(viewer: Viewer, mut request: Request, next: Next) -> Response {
    let role = viewer.role();
    request.extensions_mut().insert(viewer.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(ActedAs(role));
    if response.status().is_client_error() || response.status().is_server_error() {
        // A fault's page keeps the ways to the rooms and the choice of unit that its advice speaks of.
        response.extensions_mut().insert(viewer);
    }
    response
}

/// Who is not signed in is sent to sign in and comes back; what a form held is kept.
async fn signed_out(app: &App, request: Request, lang: Lang) -> Response {
    let wants_page =
        request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"));
    let path = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_string();
    if request.method() == Method::GET || request.method() == Method::HEAD {
        if !wants_page && request.headers().contains_key("x-requested-with") {
            return Fault::SignedOut.into_response();
        }
        let back = form_urlencoded::Serializer::new(String::new()).append_pair("ve", &path).finish();
        return super::fault::to(&format!("/dang-nhap?{back}"));
    }
    if !wants_page {
        return Fault::SignedOut.into_response();
    }
    crate::people::resume::ask(app, &path, request, lang).await
}
