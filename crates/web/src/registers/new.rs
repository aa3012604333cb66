//! A new entry: first for whom, then the form.

use super::at_desk::at_desk;
use super::drafts::Unfinished;
use super::filled::Filled;
use super::form::{self, read};
use super::owner::{self, Chosen};
use super::sheet::Sheet;
use super::write::{keep_files, ready};
use crate::app::App;
use crate::shell::fault::{Fault, Outcome, html, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::say;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use desk::registers::{Draft, NewEntry, Owner};
use domain::ids::EntryId;
use domain::problem::Problem;
use domain::registers::{Mode, Register};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::StoreError;

#[derive(Template)]
#[template(path = "registers/choose.html")]
struct Choose {
    f: Frame,
    own: Vec<Chosen>,
    action: String,
    source: String,
    on: String,
    /// What the address goes on with: the date, when it is not today, and what of a proof the form will begin with.
    date: String,
    /// What of a proof the form will begin with.
    proof: String,
    problem: Option<String>,
}

/// Names in the address what of a proof the form begins with ([`crate::proof::filled`]).
const FROM_PROOF: &str = "tu-soat";

fn coded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The page: who keeps the entry, or its form.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, query: Form) -> Outcome {
    app.work(move |app| {
        let pinned = app.store().pinned()?;
        let register = pinned.catalogue.registers.get(&slug).ok_or(Fault::Missing)?;
        let on = query.get("ngay").and_then(|d| domain::calendar::parse_date(d).ok()).unwrap_or(viewer.today);
        let other = query.all("co-quan-khac").last();
        let chosen = other.or_else(|| query.get("co-quan"));
        let mut date = query.get("ngay").map_or_else(String::new, |_| format!("&ngay={on}"));
        if let Some(source) = query.get(FROM_PROOF) {
            date.push_str(&format!("&{FROM_PROOF}={}", coded(source)));
        }
        if let Some(typed) = query.get("co-quan-khac.chu") {
            let found = app.store().suggest_organs(typed, on, Some(viewer.assignment.unit), 2)?;
            return match &found[..] {
                [one] => {
                    let text = crate::find::typeahead::organ_value(one);
                    Ok(to(&format!("/so/{slug}/moi?co-quan={}{date}", coded(&text))))
                }
                _ => choose(app, &viewer, register, &query, on, Some(typed)),
            };
        }
        match (chosen, query.get("nhap")) {
            (Some(text), Some(draft)) => {
                let sheet = begin(app, &viewer, register, text, draft, &query)?;
                Ok(sheet)
            }
            (Some(text), None) => {
                Ok(to(&format!("/so/{slug}/moi?co-quan={}{date}&nhap={}", coded(text), app.new_id())))
            }
            (None, _) => {
                let own = owner::own(app.store(), &viewer, register, on)?;
                match &own[..] {
                    [one] if query.get("chon").is_none() => {
                        Ok(to(&format!("/so/{slug}/moi?co-quan={}{date}&nhap={}", coded(&one.text), app.new_id())))
                    }
                    _ => choose(app, &viewer, register, &query, on, None),
                }
            }
        }
    })
    .await
}

fn choose(
    app: &App,
    viewer: &Viewer,
    register: &Register,
    query: &Form,
    on: domain::Date,
    wrong: Option<&str>,
) -> Outcome {
    let t = viewer.lang;
    let name = t.name(&register.name, &register.name_en);
    let date = if on == viewer.today { String::new() } else { format!("&ngay={on}") };
    let proof = query.get(FROM_PROOF).map_or_else(String::new, |source| format!("&{FROM_PROOF}={}", coded(source)));
    let page = Page::new(t.say("Mục này của cơ quan nào?", "Whose entry is it?"))
        .room("/so")
        .crumb("/so", t.say("Sổ", "Registers"))
        .crumb(format!("/so/{}", register.slug), name)
        .script("form.js");
    html(&Choose {
        own: owner::own(app.store(), viewer, register, on)?,
        action: format!("/so/{}/moi", register.slug),
        source: format!("/tim/co-quan?ngay={on}&trong={}", viewer.assignment.unit),
        on: say::date(&on),
        date: format!("{date}{proof}"),
        proof: query.text(FROM_PROOF).to_string(),
        problem: wrong.map(|w| {
            t.fill(
                "Chưa rõ “{}” là cơ quan nào; hãy chọn trong danh sách gợi ý.",
                "It is not clear which organ “{}” is; choose one of those suggested.",
                [&w],
            )
        }),
        f: Frame::of(app, viewer, page),
    })
}

/// The form, empty or as it was left.
fn begin(app: &App, viewer: &Viewer, register: &Register, organ: &str, draft: &str, query: &Form) -> Outcome {
    let kept = Unfinished::find(app, viewer, draft)?;
    let mut form = kept.as_ref().map_or_else(Form::default, |k| k.form.clone());
    if form.0.is_empty()
        && let Some(day) = query.get("ngay").and_then(|d| domain::calendar::parse_date(d).ok())
    {
        form.0.push((register.record_date.clone(), say::date(&day)));
    }
    let proofed = query.get(FROM_PROOF).filter(|_| kept.is_none());
    if let Some(filled) = proofed.and_then(|source| crate::proof::filled(app, viewer, register, source)) {
        form.0.extend(filled.0);
    }
    let on = read::record_date(register, &form).unwrap_or(viewer.today);
    let chosen = Chosen::find(app.store(), organ, on)?;
    chosen.refuse_stranger(app.store(), viewer, on)?;
    let flash = kept.as_ref().map(|k| {
        let at = say::time(&k.kept);
        viewer.lang.fill("Tiếp tục bản đang nhập dở, giữ lúc {}.", "Going on with what was kept at {}.", [&at])
    });
    at_desk(app, viewer, |desk| {
        let form = form::tidied(register, &form);
        let sheet = Sheet {
            register,
            chosen: &chosen,
            entry: None,
            given: 0,
            draft,
            kept: kept.as_ref().map(|k| k.kept),
            form: &form,
            problems: &[],
            flash,
        };
        sheet.page(app, viewer, desk)
    })
}

/// The form comes in.
pub async fn submit(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, filled: Filled) -> Outcome {
    app.work(move |app| {
        let pinned = app.store().pinned()?;
        let register = pinned.catalogue.registers.get(&slug).ok_or(Fault::Missing)?;
        let draft = EntryId::parse(filled.form.text("_nhap")).unwrap_or_else(|| app.new_id());
        if filled.form.ticked("_discard") {
            app.store().drop_draft(viewer.account.id.0, draft.as_str())?;
            return Ok(to(&format!("/so/{slug}?da=bo")));
        }
        at_desk(app, &viewer, |desk| save(app, &viewer, desk, register, &draft, filled))
    })
    .await
}

fn save(
    app: &App,
    viewer: &Viewer,
    desk: &Desk<'_>,
    register: &Register,
    draft: &EntryId,
    filled: Filled,
) -> Outcome<Response> {
    let day = read::record_date(register, &filled.form).unwrap_or(viewer.today);
    let chosen = Chosen::find(app.store(), read::organ(&filled.form), day)?;
    chosen.refuse_stranger(app.store(), viewer, day)?;
    let (mut form, wrong_files) = keep_files(app, desk, register, filled)?;
    let unfinished = Unfinished { id: draft.to_string(), register: register.slug.clone(), ..Unfinished::default() };
    let drawn = |form: &Form, problems: &[Problem]| {
        let kept = unfinished.keep(app, viewer, form)?;
        let sheet = Sheet {
            register,
            chosen: &chosen,
            entry: None,
            given: 0,
            draft: draft.as_str(),
            kept,
            form,
            problems,
            flash: None,
        };
        sheet.page(app, viewer, desk)
    };
    if form.ticked("_de-sau") {
        unfinished.keep_or_refuse(app, viewer, &form::tidied(register, &form))?;
        return Ok(to("/nhap?da=giu"));
    }
    let added = form.ticked("_add");
    if form::rows_changed(&mut form) || form.ticked("_lam-moi") {
        let form = if added { form } else { form::tidied(register, &form) };
        return drawn(&form, &wrong_files);
    }
    let ready = ready(app, viewer, register, &form, wrong_files)?;
    match write(desk, register, &chosen, draft, &ready, form.text("_luu")) {
        Ok(id) => {
            app.store().drop_draft(viewer.account.id.0, draft.as_str())?;
            Ok(to(&format!("/muc/{id}?da=ghi")))
        }
        // The same form sent twice: the first one was written.
        Err(StoreError::Refused(list)) if list.iter().any(|p| p.code == "entry-exists") => {
            Ok(to(&format!("/muc/{draft}")))
        }
        Err(StoreError::Refused(list)) => drawn(&ready.form, &list),
        Err(other) => Err(other.into()),
    }
}

/// Writes the entry, unless something is wrong with what came: then all that is wrong is told.
fn write(
    desk: &Desk<'_>,
    register: &Register,
    chosen: &Chosen,
    draft: &EntryId,
    ready: &super::write::Ready,
    how: &str,
) -> store::Result<EntryId> {
    let organ = match chosen.row(desk.store, ready.on) {
        Ok(organ) => organ,
        Err(StoreError::Refused(list)) => {
            let at = |p: Problem| p.field(&register.record_date);
            return Err(StoreError::Refused(ready.problems.iter().cloned().chain(list.into_iter().map(at)).collect()));
        }
        Err(other) => return Err(other),
    };
    if !ready.problems.is_empty() {
        let check = Draft { register, organ: &organ, data: &ready.data, mode: Mode::Add, on: ready.on };
        let more = match desk.check(&check) {
            Ok(_) => Vec::new(),
            Err(StoreError::Refused(list)) => list,
            Err(other) => return Err(other),
        };
        let known = |p: &Problem| ready.problems.iter().any(|k| k.place.field == p.place.field);
        let more = more.into_iter().filter(|p| !known(p));
        return Err(StoreError::Refused(ready.problems.iter().cloned().chain(more).collect()));
    }
    let step = how.strip_prefix("buoc:");
    let initial = register.initial_state();
    let ways = domain::registers::steps(register, initial, desk.actor.role);
    let posts = register.postings.iter().any(|p| p.states.iter().any(|s| s == initial));
    // The step that the desk itself takes with a new entry is taken in the same transaction.
    let at_once = !posts && matches!((&ways[..], step), ([only], Some(step)) if only.slug == step);
    let new = NewEntry {
        register: &register.slug,
        owner: Owner::Known(organ),
        area: None,
        data: ready.data.clone(),
        key: None,
        draft: !at_once,
        id: Some(draft.clone()),
    };
    let written = desk.add(&new)?;
    if let (Some(step), false) = (step, at_once) {
        let entry = desk.store.entry(&written.done.id)?;
        desk.change(&entry, entry.version, domain::registers::Data::new(), Some(step), "")?;
    }
    Ok(written.done.id)
}
