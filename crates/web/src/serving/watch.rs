//! One log line and one measurement per request: the route's pattern, never the path with its keys, and no query, body,
//! name or address.

use crate::shell::guard::ActedAs;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use std::time::Instant;

/// Tells what the measurements are. Once, after a recorder stands.
pub fn describe() {
    describe_counter!("danvan_requests_total", "requests answered, by route and status");
    describe_histogram!(
        "danvan_request_seconds",
        Unit::Seconds,
        "time from the request to the head of its answer, by route"
    );
    describe_gauge!("danvan_requests_now", "requests being answered");
}

/// A request that is being answered; counted down also when the client goes away.
struct Running;

impl Running {
    fn new() -> Running {
        gauge!("danvan_requests_now").increment(1);
        Running
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        gauge!("danvan_requests_now").decrement(1);
    }
}

/// Middleware.
pub async fn watch(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let running = Running::new();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_string();
    let method = request.method().clone();
    let response = next.run(request).await;
    drop(running);
    let took = begun.elapsed();
    let status = response.status().as_u16();
    counter!("danvan_requests_total", "route" => route.clone(), "method" => word(&method), "status" => status.to_string())
        .increment(1);
    histogram!("danvan_request_seconds", "route" => route.clone()).record(took.as_secs_f64());
    let role = response.extensions().get::<ActedAs>().map_or("-", |ActedAs(role)| role.slug());
    let operation = response.headers().get("x-operation").and_then(|v| v.to_str().ok()).unwrap_or("-");
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    // A server's own failures stand out; what a client did wrong does not.
    if status >= 500 {
        tracing::warn!(operation, method = word(&method), route, status, ms, role, "request");
    } else {
        tracing::info!(operation, method = word(&method), route, status, ms, role, "request");
    }
    response
}

/// A method, one of few words: a client may invent others, and each would be a series of its own.
fn word(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        _ => "other",
    }
}
