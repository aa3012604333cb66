//! Reports: listing, reading, downloading.

use super::input::{Query, limit, once};
use super::shapes;
use crate::app::App;
use crate::shell::fault::{Fault, Outcome};
use crate::shell::guard::Viewer;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use store::papers::{Paper, PaperFilter, PaperId, PaperState};
use utoipa::IntoParams;

fn shape(paper: &Paper) -> shapes::Report {
    shapes::Report {
        id: paper.id.0,
        template: paper.template.clone(),
        title: paper.title.clone(),
        unit: paper.unit.0,
        hierarchy: paper.he.slug().to_string(),
        state: match paper.state {
            PaperState::Draft => "draft".into(),
            PaperState::Frozen => "frozen".into(),
        },
        from: paper.question.from.to_string(),
        to: paper.question.to.to_string(),
        number: paper.number.clone(),
        dated: paper.dated.map(|d| d.to_string()),
        forms: crate::reports::FORMS.into_iter().map(str::to_string).collect(),
    }
}

/// Which reports.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// How many at most, up to 500.
    #[serde(default, deserialize_with = "once::number")]
    #[param(value_type = Option<u32>, nullable = false, minimum = 0, maximum = 4294967295u32)]
    limit: Option<u32>,
    /// How many to skip.
    #[serde(default, deserialize_with = "once::number")]
    #[param(value_type = Option<u32>, nullable = false, minimum = 0, maximum = 4294967295u32)]
    offset: Option<u32>,
}

/// Reports that may be read, the latest change first.
#[utoipa::path(get, path = "/api/v1/reports", tag = "reports", params(Which), responses((status = 200, body = [shapes::Report])))]
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(q): Query<Which>,
) -> Outcome<Json<Vec<shapes::Report>>> {
    let filter = PaperFilter {
        reach: Some(viewer.reach.clone()),
        limit: limit(q.limit, 500),
        offset: q.offset.map_or(0, i64::from),
        ..PaperFilter::default()
    };
    app.run(move |_, store| Ok(Json(store.papers(&filter)?.0.iter().map(shape).collect()))).await
}

/// A report.
#[utoipa::path(get, path = "/api/v1/reports/{paper}", tag = "reports", params(("paper" = i64, Path)),
    responses((status = 200, body = shapes::Report)))]
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Outcome<Json<shapes::Report>> {
    let id = PaperId(id.parse().map_err(|_| Fault::Missing)?);
    app.run(move |_, store| store.paper(id, &viewer.reach)).await.map(|p| Json(shape(&p)))
}

/// The file of a report: `pdf`, `docx`, `xlsx`, `html` or `txt`. A frozen one is the file of its freezing, byte for byte.
#[utoipa::path(get, path = "/api/v1/reports/{paper}/{form}", tag = "reports",
    params(("paper" = i64, Path), ("form" = String, Path, example = "txt")),
    responses((status = 200, description = "the file", content(
        (Vec<u8> = "application/pdf"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "text/html"),
        (String = "text/plain"),
    ))))]
pub async fn download(app: State<App>, viewer: Viewer, path: Path<(String, String)>) -> Outcome<Response> {
    crate::reports::download(app, viewer, path).await
}
