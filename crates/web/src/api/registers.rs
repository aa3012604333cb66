//! What registers there are, and their fields.

use super::shapes::{self, Word};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome};
use crate::shell::guard::Viewer;
use axum::Json;
use axum::extract::{Path, State};
use domain::registers::{Register, Role};
use serde_json::Value;

fn shape(register: &Register, role: Role) -> shapes::Register {
    let seen = register.fields.iter().filter(|f| f.see.is_empty() || f.see.contains(&role));
    let field = |f: &domain::registers::Field| shapes::Field {
        slug: f.slug.clone(),
        name: f.name.clone(),
        name_en: f.name_en.clone(),
        kind: serde_json::to_value(&f.kind).unwrap_or(Value::Null),
        required: f.required,
        computed: f.computed.is_some(),
    };
    shapes::Register {
        slug: register.slug.clone(),
        name: register.name.clone(),
        name_en: register.name_en.clone(),
        description: register.description.clone(),
        record_date: register.record_date.clone(),
        fields: seen.map(field).collect(),
        states: register.states.iter().map(|s| Word { slug: s.slug.clone(), name: s.name.clone() }).collect(),
    }
}

/// All registers, with their fields.
#[utoipa::path(get, path = "/api/v1/registers", tag = "registers", responses((status = 200, body = [shapes::Register])))]
pub async fn list(State(app): State<App>, viewer: Viewer) -> Outcome<Json<Vec<shapes::Register>>> {
    let pinned = app.store().pinned()?;
    Ok(Json(pinned.catalogue.registers.values().map(|r| shape(r, viewer.role())).collect()))
}

/// A register, with its fields.
#[utoipa::path(get, path = "/api/v1/registers/{register}", tag = "registers",
    params(("register" = String, Path, example = "doi-thoai")), responses((status = 200, body = shapes::Register)))]
pub async fn show(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>) -> Outcome<Json<shapes::Register>> {
    let pinned = app.store().pinned()?;
    pinned.catalogue.registers.get(&slug).map(|r| Json(shape(r, viewer.role()))).ok_or(Fault::Missing)
}
