//! The description of the interface, made from the handlers themselves.

use super::{entries, figures, registers, reports, shapes, units};
use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(title = "Dân Vận", description = "Registers, figures and reports of people-relations work. Sổ, số liệu và báo cáo công tác dân vận."),
    paths(
        units::me, units::find, units::show, registers::list, registers::show, entries::list, entries::add, entries::show,
        entries::change, entries::transition, entries::void, figures::indicators, figures::figures, figures::records,
        reports::list, reports::show, reports::download
    ),
    components(schemas(shapes::Fault)),
    tags(
        (name = "units", description = "administrative units in time"),
        (name = "registers", description = "what is kept, and in which fields"),
        (name = "entries", description = "records"),
        (name = "figures", description = "figures and the records behind them"),
        (name = "reports", description = "reports and their files")
    )
)]
struct Description;

/// Faults that any call may end with, besides its own answer.
const FAULTS: &[(&str, &str)] = &[
    ("401", "no token, or one that is no longer valid"),
    ("403", "the role may not do this"),
    ("404", "there is no such thing, or it may not be read"),
    ("409", "somebody else has changed it meanwhile"),
    ("413", "the body is larger than is taken"),
    ("422", "it cannot be carried out as it stands; each problem is listed"),
    ("429", "too many tries"),
    ("503", "the database is away; try again in a moment"),
];

/// The description, with what all calls have in common: the token, and the problem document of every fault.
pub fn document() -> Value {
    let mut document = serde_json::to_value(Description::openapi()).unwrap_or_default();
    let fault = |about: &str| {
        let schema = json!({ "$ref": "#/components/schemas/Fault" });
        json!({ "description": about, "content": { "application/problem+json": { "schema": schema } } })
    };
    if let Some(info) = document.get_mut("info").and_then(Value::as_object_mut) {
        info.insert("version".into(), env!("CARGO_PKG_VERSION").into());
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for operation in
        paths.into_iter().flat_map(|p| p.values_mut()).filter_map(Value::as_object_mut).flat_map(|o| o.values_mut())
    {
        let Some(operation) = operation.as_object_mut() else { continue };
        operation.insert("security".into(), json!([{ "token": [] }]));
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            for (status, about) in FAULTS {
                responses.entry(*status).or_insert_with(|| fault(about));
            }
        }
    }
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.insert("securitySchemes".into(), json!({ "token": { "type": "http", "scheme": "bearer" } }));
    }
    document
}

/// The description.
pub async fn show() -> Response {
    ([(header::CACHE_CONTROL, "no-cache")], Json(document())).into_response()
}
