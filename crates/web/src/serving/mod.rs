//! The screens as a service for the program's listeners: whose request it is, a log line and a measurement for each.
//!
//! The program opens the sockets, reads certificates and decides when to stop; it knows of HTTP only what it is given
//! here.

mod watch;

pub use watch::describe;

use crate::app::App;
use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// The header in which rooms find the client's address ([`crate::people::Where`]). Whatever a client sends under this
/// name is thrown away.
pub(crate) const PEER: &str = "x-danvan-peer";

/// Who asks: from the address at the other end of the connection, and the lines of `X-Forwarded-For`.
pub type Client = Arc<dyn Fn(IpAddr, &[&str]) -> IpAddr + Send + Sync>;

/// What the program's listeners serve.
pub type Service = IntoMakeServiceWithConnectInfo<Router, SocketAddr>;

/// All screens and the interface for programs, watched.
pub fn service(app: App, client: Client) -> Service {
    let router = crate::router(app).layer(from_fn(watch::watch)).layer(from_fn_with_state(client, name_client));
    router.into_make_service_with_connect_info()
}

/// The page that Prometheus reads.
pub fn measurements(render: Arc<dyn Fn() -> String + Send + Sync>) -> Service {
    let page = move || {
        let text = render();
        async move { (StatusCode::OK, [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text) }
    };
    Router::new().route("/metrics", get(page)).into_make_service_with_connect_info()
}

/// Middleware: puts the client's address where rooms look for it.
async fn name_client(
    axum::extract::State(client): axum::extract::State<Client>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok()).collect();
    let address = client(peer.ip(), &lines).to_string();
    match HeaderValue::from_str(&address) {
        Ok(value) => drop(request.headers_mut().insert(PEER, value)),
        Err(_) => return StatusCode::BAD_REQUEST.into_response(),
    }
    next.run(request).await
}
