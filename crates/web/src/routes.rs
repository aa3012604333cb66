//! The table of routes. Each room gives its lines; the router and the tests that try every route with every role are made
//! from them, so that no route can be without a decision on who may use it.

use crate::app::App;
use crate::shell::{assets, fault, form, guard, headers, operation};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::MethodRouter;
use domain::registers::Role;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

/// Who may use a route. What a person may see of the thing that the path names is asked by the handler
/// ([`guard::Viewer::entry`], [`guard::Viewer::may_write`]); the tests of every route hold it to that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone, signed in or not.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is signed in and acts in one of these roles.
    Roles(&'static [Role]),
    /// A program with a bearer token.
    Token,
}

/// Those who write records.
pub const WRITERS: Access = Access::Roles(&[Role::Officer, Role::Leader]);
/// Those who keep the system.
pub const ADMINISTRATORS: Access = Access::Roles(&[Role::Administrator]);

/// How a route is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// Reads; changes nothing.
    Get,
    /// Writes a form.
    Post,
    /// Writes a form with files: the body may be as large as an upload.
    Upload,
    /// Changes a thing by the interface for programs.
    Put,
    /// Takes a thing back by the interface for programs.
    Delete,
}

/// One route.
#[derive(Clone)]
pub struct Route {
    /// How it is called.
    pub call: Call,
    /// Path, with parameters in braces: `{register}`, `{entry}`, `{file}`, `{unit}`, `{paper}`, `{account}`, `{form}` …
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What it is for, in a few English words, for the tests' messages.
    pub about: &'static str,
    /// The handler.
    pub handler: MethodRouter<App>,
}

/// A line of a room's table.
pub fn route(call: Call, path: &'static str, access: Access, about: &'static str, handler: MethodRouter<App>) -> Route {
    Route { call, path, access, about, handler }
}

/// All routes of the system.
pub fn table() -> Vec<Route> {
    let rooms = [
        crate::admin::routes(),
        crate::api::routes(),
        crate::exchange::routes(),
        crate::catalogue_room::routes(),
        crate::figures::routes(),
        crate::find::routes(),
        crate::help::routes(),
        crate::home::routes(),
        crate::people::routes(),
        crate::proof::routes(),
        crate::registers::routes(),
        crate::reports::routes(),
        crate::units::routes(),
    ];
    rooms.into_iter().flatten().collect()
}

/// The router made of the table.
pub fn router(app: App) -> Router {
    let upload = app.settings().upload_bytes_max;
    let mut router = Router::new();
    for line in table() {
        let limit = if line.call == Call::Upload { upload } else { form::FORM_BYTES_MAX };
        let guard = from_fn_with_state((app.clone(), line.access), guard::admit);
        router = router.route(line.path, line.handler.layer(DefaultBodyLimit::max(limit)).layer(guard));
    }
    router
        .route("/static/{stamp}/{*name}", axum::routing::get(assets::serve))
        .fallback(async || fault::Fault::Missing)
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), fault::pages))
        .layer(from_fn_with_state(app.clone(), operation::number))
        .layer(from_fn(headers::set))
        // gzip only: an encoder of brotli holds megabytes, and a hundred of them at once a gigabyte.
        .layer(CompressionLayer::new().no_br())
        .with_state(app)
}

/// A panic is a defect of ours; the user sees the page for that.
#[expect(clippy::needless_pass_by_value, reason = "the signature is the library's")]
fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> axum::response::Response {
    let text = cause.downcast_ref::<&str>().copied().or_else(|| cause.downcast_ref::<String>().map(String::as_str));
    axum::response::IntoResponse::into_response(fault::Fault::internal(text.unwrap_or("panic")))
}
