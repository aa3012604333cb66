//! Entries: listing, reading, adding, changing, steps of the workflow, striking out.

use super::attached;
use super::input::{Json as Body, Query, limit, once};
use super::shapes::{self, Word};
use crate::app::App;
use crate::routes::{Access, WRITERS};
use crate::shell::fault::{Fault, Outcome};
use crate::shell::guard::Viewer;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::Desk;
use desk::registers::{NewEntry, Owner, Written};
use domain::registers::Data;
use serde::Deserialize;
use store::registers::{Entry, Filter, Order, OrderBy};
use utoipa::IntoParams;

/// An entry as the actor's role may see it.
fn shape(desk: &Desk<'_>, entry: &Entry) -> store::Result<shapes::Entry> {
    let organ = desk.organ_of(entry.organ)?;
    Ok(shapes::Entry {
        id: entry.id.to_string(),
        register: entry.register.clone(),
        number: entry.number,
        record_date: entry.record_date.to_string(),
        organ: desk.store.organ_name(&organ, entry.record_date)?,
        area: entry.area.0,
        state: entry.state.clone(),
        version: entry.version,
        title: entry.title.clone(),
        voided: entry.voided,
        data: desk.visible(&entry.register, &entry.data)?.into_iter().collect(),
        steps: Vec::new(),
    })
}

/// Refuses who does not write records on the screens either: viewers and administrators.
fn refuse_reader(viewer: &Viewer) -> Result<(), Fault> {
    match WRITERS {
        Access::Roles(roles) if !roles.contains(&viewer.role()) => Err(Fault::Forbidden(
            "Vai trò của mã truy cập này chỉ được đọc hồ sơ.",
            "The role of this token may read records only.",
        )),
        _ => Ok(()),
    }
}

fn written(w: Written) -> shapes::Written {
    shapes::Written {
        id: w.done.id.to_string(),
        version: w.done.version,
        number: w.done.number,
        state: w.state,
        warnings: w.warnings.iter().map(ToString::to_string).collect(),
    }
}

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Words to find, with or without diacritics.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false)]
    words: Option<String>,
    /// State slugs; several may be given.
    #[serde(default)]
    #[param(value_type = Vec<String>)]
    state: Vec<String>,
    /// First record date.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false, example = "2021-01-01")]
    from: Option<String>,
    /// Last record date.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false)]
    to: Option<String>,
    /// `AREA[@DATE]`: only what lies in it on the record's date.
    #[serde(default, deserialize_with = "once::text")]
    #[param(value_type = Option<String>, nullable = false)]
    unit: Option<String>,
    /// Struck-out entries too.
    #[serde(default, deserialize_with = "once::flag")]
    #[param(value_type = Option<bool>, nullable = false)]
    voided: Option<bool>,
    /// How many at most, up to 500.
    #[serde(default, deserialize_with = "once::number")]
    #[param(value_type = Option<u32>, nullable = false, minimum = 0, maximum = 4294967295u32)]
    limit: Option<u32>,
    /// How many to skip.
    #[serde(default, deserialize_with = "once::number")]
    #[param(value_type = Option<u32>, nullable = false, minimum = 0, maximum = 4294967295u32)]
    offset: Option<u32>,
}

/// Entries of a register that may be read, the latest first.
#[utoipa::path(get, path = "/api/v1/registers/{register}/entries", tag = "entries",
    params(("register" = String, Path, example = "doi-thoai"), Which), responses((status = 200, body = shapes::Entries)))]
pub async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Path(register): Path<String>,
    Query(q): Query<Which>,
) -> Outcome<Json<shapes::Entries>> {
    app.work(move |app| {
        if !app.store().pinned()?.catalogue.registers.contains_key(&register) {
            return Err(Fault::Missing);
        }
        app.at_desk(&viewer, |desk| {
            let day =
                |text: &Option<String>, field| text.as_deref().map(|t| desk::question::date(t, field)).transpose();
            let filter = Filter {
                register: Some(register),
                under: q.unit.as_deref().map(|u| desk.unit(u)).transpose()?.map(|(unit, _)| unit),
                reach: desk.reach.clone(),
                from: day(&q.from, "from")?,
                to: day(&q.to, "to")?,
                states: q.state,
                words: q.words.filter(|w| !w.trim().is_empty()),
                voided: q.voided.unwrap_or(false),
                order: Order { by: OrderBy::RecordDate, desc: true },
                limit: limit(q.limit, 500),
                offset: q.offset.map_or(0, i64::from),
                ..Filter::default()
            };
            let page = desk.store.entries_page(&filter)?;
            let entries = page.entries.iter().map(|e| shape(desk, e)).collect::<store::Result<_>>()?;
            Ok(Json(shapes::Entries { entries, count: page.count, more: page.more }))
        })
    })
    .await
}

/// Adds an entry and, unless it is a draft, records it.
#[utoipa::path(post, path = "/api/v1/registers/{register}/entries", tag = "entries",
    params(("register" = String, Path, example = "doi-thoai")), request_body = shapes::NewEntry,
    responses((status = 201, body = shapes::Written)))]
pub async fn add(
    State(app): State<App>,
    viewer: Viewer,
    Path(register): Path<String>,
    Body(new): Body<shapes::NewEntry>,
) -> Outcome<(StatusCode, Json<shapes::Written>)> {
    refuse_reader(&viewer)?;
    app.work(move |app| {
        if !app.store().pinned()?.catalogue.registers.contains_key(&register) {
            return Err(Fault::Missing);
        }
        let data = new.data.into_iter().collect();
        attached::refuse_new(&data, &Data::new())?;
        let done = app.at_desk(&viewer, |desk| {
            desk.add(&NewEntry {
                register: &register,
                owner: Owner::Text { text: &new.organ, name: new.organ_name.as_deref() },
                area: new.area.as_deref(),
                data,
                key: new.key.as_deref(),
                draft: new.draft,
                id: None,
            })
        });
        let done = done.map_err(Fault::denied)?;
        Ok((StatusCode::CREATED, Json(written(done))))
    })
    .await
}

/// An entry, with the steps that may be taken now.
#[utoipa::path(get, path = "/api/v1/entries/{entry}", tag = "entries", params(("entry" = String, Path)),
    responses((status = 200, body = shapes::Entry)))]
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Outcome<Json<shapes::Entry>> {
    app.work(move |app| {
        let entry = viewer.entry(app.store(), &id)?;
        app.at_desk(&viewer, |desk| {
            let steps = desk.steps(&entry)?.into_iter().map(|s| Word { slug: s.slug, name: s.name }).collect();
            Ok(Json(shapes::Entry { steps, ..shape(desk, &entry)? }))
        })
    })
    .await
}

/// Changes fields of an entry. Refused with 409 when somebody else has changed it since it was read.
#[utoipa::path(put, path = "/api/v1/entries/{entry}", tag = "entries", params(("entry" = String, Path)),
    request_body = shapes::Change, responses((status = 200, body = shapes::Written)))]
pub async fn change(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Body(c): Body<shapes::Change>,
) -> Outcome<Json<shapes::Written>> {
    refuse_reader(&viewer)?;
    app.work(move |app| {
        let entry = viewer.entry(app.store(), &id)?;
        let data = c.data.into_iter().collect();
        attached::refuse_new(&data, &entry.data)?;
        let done = app.at_desk(&viewer, |desk| desk.change(&entry, c.version, data, None, &c.note));
        done.map(|w| Json(written(w))).map_err(Fault::denied)
    })
    .await
}

/// Takes a step of the workflow.
#[utoipa::path(post, path = "/api/v1/entries/{entry}/transition", tag = "entries", params(("entry" = String, Path)),
    request_body = shapes::Step, responses((status = 200, body = shapes::Written)))]
pub async fn transition(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Body(s): Body<shapes::Step>,
) -> Outcome<Json<shapes::Written>> {
    refuse_reader(&viewer)?;
    app.work(move |app| {
        let entry = viewer.entry(app.store(), &id)?;
        let done = app.at_desk(&viewer, |desk| desk.change(&entry, s.version, Data::new(), Some(&s.step), &s.note));
        done.map(|w| Json(written(w))).map_err(Fault::denied)
    })
    .await
}

/// Strikes an entry out: what it counted is taken back, its history stays.
#[utoipa::path(post, path = "/api/v1/entries/{entry}/void", tag = "entries", params(("entry" = String, Path)),
    request_body = shapes::Void, responses((status = 200, body = shapes::Written)))]
pub async fn void(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Body(v): Body<shapes::Void>,
) -> Outcome<Json<shapes::Written>> {
    refuse_reader(&viewer)?;
    app.work(move |app| {
        let entry = viewer.entry(app.store(), &id)?;
        let done = app.at_desk(&viewer, |desk| desk.void(&entry, v.version, &v.reason)).map_err(Fault::denied)?;
        Ok(Json(shapes::Written {
            id: done.id.to_string(),
            version: done.version,
            number: done.number,
            state: entry.state,
            warnings: Vec::new(),
        }))
    })
    .await
}
