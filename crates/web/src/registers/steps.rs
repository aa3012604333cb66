//! What is done with an entry as it stands: its steps, striking out, assigning to a successor.

use super::at_desk::{at_desk, not_mine};
use super::show::{self, Tried, Typed};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, to};
use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use axum::extract::{Path, State};
use desk::Desk;
use domain::ids::UnitId;
use domain::problem::Problem;
use domain::registers::Data;
use store::StoreError;
use store::registers::Entry;

/// Takes a step.
pub async fn step(State(app): State<App>, viewer: Viewer, Path(id): Path<String>, form: Form) -> Outcome {
    act(app, viewer, id, form, "buoc", |desk, entry, given, form| {
        let step = form.text("buoc");
        let pinned = desk.store.pinned()?;
        let register = desk::registers::register(&pinned.catalogue, &entry.register)?;
        let sets = register.transitions.iter().find(|t| t.slug == step).and_then(|t| t.sets.clone());
        let changes = match (sets, form.get("ngay")) {
            (Some(field), Some(day)) => Data::from_iter([(field, day.into())]),
            _ => Data::new(),
        };
        desk.change(entry, given, changes, Some(step), form.get("ly-do").unwrap_or_default()).map(|_| ())
    })
    .await
}

/// Strikes the entry out.
pub async fn void(State(app): State<App>, viewer: Viewer, Path(id): Path<String>, form: Form) -> Outcome {
    act(app, viewer, id, form, "huy", |desk, entry, given, form| {
        let reason = form.get("ly-do").ok_or_else(|| {
            StoreError::refused(Problem::error("reason-required", "Hủy mục phải nêu lý do").field("ly-do"))
        })?;
        desk.void(entry, given, reason).map(|_| ())
    })
    .await
}

/// Assigns the entry to a successor of its area, or takes that back.
pub async fn assign(State(app): State<App>, viewer: Viewer, Path(id): Path<String>, form: Form) -> Outcome {
    act(app, viewer, id, form, "phan", |desk, entry, given, form| {
        let unit = form.get("don-vi").and_then(|v| v.strip_prefix("u:")?.parse().ok()).map(UnitId);
        desk.assign(entry, given, unit, form.get("ly-do").unwrap_or_default()).map(|_| ())
    })
    .await
}

/// Does it and goes to the entry; what was refused, or what somebody else changed meanwhile, is told on the entry's page,
/// with what was typed.
async fn act(
    app: App,
    viewer: Viewer,
    id: String,
    form: Form,
    done: &'static str,
    work: impl FnOnce(&Desk<'_>, &Entry, i64, &Form) -> store::Result<()> + Send + 'static,
) -> Outcome {
    app.work(move |app| {
        let entry = viewer.entry(app.store(), &id)?;
        let given = form.int("ban").unwrap_or(0);
        let result = at_desk(app, &viewer, |desk| {
            desk.refuse_stranger(&entry).map_err(not_mine)?;
            if given != entry.version {
                return Ok(Err(StoreError::Stale { current: entry.version, given }));
            }
            Ok(work(desk, &entry, given, &form))
        })?;
        let (problems, status) = match result {
            Ok(()) => return Ok(to(&format!("/muc/{}?da={done}", entry.id))),
            Err(StoreError::Refused(list)) => (list, 422),
            Err(StoreError::Stale { current, given }) => {
                let text = format!("Bản đang có là {current}, bản đã xem là {given}");
                (vec![Problem::error("stale", text).hint("chưa có gì bị mất; xem lịch sử bên dưới rồi làm lại")], 409)
            }
            Err(other) => return Err(Fault::from(other)),
        };
        let what = if done == "buoc" { form.text("buoc") } else { done }.to_string();
        let typed = Typed { reason: form.text("ly-do").to_string(), date: form.text("ngay").to_string() };
        let now = viewer.entry(app.store(), &id)?;
        show::page(app, &viewer, &now, Tried { what, typed, problems, status }, None)
    })
    .await
}
