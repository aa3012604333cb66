//! Units, and whose token it is.

use super::input::{Query, limit, once};
use super::shapes;
use crate::app::App;
use crate::shell::fault::{Fault, Outcome};
use crate::shell::guard::Viewer;
use axum::Json;
use axum::extract::{Path, State};
use domain::Date;
use domain::ids::UnitId;
use domain::units::Units;
use serde::Deserialize;
use utoipa::IntoParams;

/// A unit in the shape for programs, as it was on a date or nearest to it.
pub fn shape(units: &Units, unit: UnitId, on: Date) -> Option<shapes::Unit> {
    let version = units.nearest_version(unit, on)?;
    Some(shapes::Unit {
        id: unit.0,
        code: version.code.clone(),
        name: version.full_name.clone(),
        level: version.level.slug().to_string(),
        parent: version.parent.map(|p| p.0),
        on: on.to_string(),
    })
}

/// Whose token it is, and for which unit it acts.
#[utoipa::path(get, path = "/api/v1/me", tag = "units", responses((status = 200, body = shapes::Me)))]
pub async fn me(State(app): State<App>, viewer: Viewer) -> Outcome<Json<shapes::Me>> {
    let unit = shape(&app.store().units(), viewer.assignment.unit, viewer.today).ok_or(Fault::Missing)?;
    Ok(Json(shapes::Me {
        login: viewer.account.login.clone(),
        role: viewer.role().slug().to_string(),
        hierarchy: viewer.assignment.he.slug().to_string(),
        unit,
    }))
}

/// Which units.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Find {
    /// Words of the name, with or without diacritics, or a code; without them what lies directly under the country.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false)]
    words: Option<String>,
    /// Date on which they exist; today when left out.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false, example = "2021-12-31")]
    on: Option<String>,
    /// How many at most, up to 500.
    #[serde(default, deserialize_with = "once::number")]
    #[param(value_type = Option<u32>, nullable = false, minimum = 0, maximum = 4294967295u32)]
    limit: Option<u32>,
}

/// Units by name or code, as they were on a date.
#[utoipa::path(get, path = "/api/v1/units", tag = "units", params(Find), responses((status = 200, body = [shapes::Unit])))]
pub async fn find(State(app): State<App>, viewer: Viewer, Query(q): Query<Find>) -> Outcome<Json<Vec<shapes::Unit>>> {
    let on = match &q.on {
        Some(text) => desk::question::date(text, "on")?,
        None => viewer.today,
    };
    let most = usize::try_from(limit(q.limit, 500)).unwrap_or(100);
    app.run(move |_, store| {
        let units = store.units();
        let found = store.suggest_units(q.words.as_deref().unwrap_or_default(), on, None, &[], most);
        Ok(Json(found.iter().filter_map(|s| shape(&units, s.unit, on)).collect()))
    })
    .await
}

/// On which day.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct On {
    /// The date; today when left out.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false)]
    on: Option<String>,
}

/// A unit by its key, as it was on a date or nearest to it.
#[utoipa::path(get, path = "/api/v1/units/{unit}", tag = "units", params(("unit" = i64, Path), On),
    responses((status = 200, body = shapes::Unit)))]
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(unit): Path<String>,
    Query(q): Query<On>,
) -> Outcome<Json<shapes::Unit>> {
    let unit = UnitId(unit.parse().map_err(|_| Fault::Missing)?);
    let on = match &q.on {
        Some(text) => desk::question::date(text, "on")?,
        None => viewer.today,
    };
    shape(&app.store().units(), unit, on).map(Json).ok_or(Fault::Missing)
}
