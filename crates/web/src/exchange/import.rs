//! Choosing the file to import, and what came of it.

use super::kept::Kept;
use crate::app::App;
use crate::registers::{Filled, at_desk, own_organs};
use crate::shell::fault::{Fault, Outcome, html, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::problem::Problem;
use domain::registers::Register;

/// Files up to this many bytes are read while the browser waits; longer ones beside the request.
const AT_ONCE: usize = 1 << 20;

/// Problems of a file shown at most.
const SHOWN: usize = 50;

struct Owner {
    value: String,
    name: String,
    on: bool,
}

#[derive(Template)]
#[template(path = "exchange/upload.html")]
struct Upload {
    f: Frame,
    slug: String,
    owners: Vec<Owner>,
    none: bool,
    draft: bool,
    problems: Vec<String>,
    initial: String,
    max_mib: usize,
}

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>) -> Outcome {
    app.work(move |app| {
        let pinned = app.store().pinned()?;
        let register = pinned.catalogue.registers.get(&slug).ok_or(Fault::Missing)?;
        page(app, &viewer, register, &Form::default(), &[])
    })
    .await
}

fn page(app: &App, viewer: &Viewer, register: &Register, form: &Form, problems: &[Problem]) -> Outcome {
    let t = viewer.lang;
    let said = form.get("co-quan");
    let first_time = form.0.is_empty();
    let owners: Vec<Owner> = own_organs(app.store(), viewer, register)?
        .into_iter()
        .enumerate()
        .map(|(i, (value, name))| Owner {
            on: if first_time { i == 0 } else { said == Some(value.as_str()) },
            value,
            name,
        })
        .collect();
    let line = |p: &Problem| {
        let place = p.place.cell.as_deref().map(|c| format!("{}!{c}: ", p.place.sheet.as_deref().unwrap_or_default()));
        let line = p.place.line.map(|n| t.fill("dòng {}: ", "line {}: ", [&n]));
        let hint = p.hint.as_deref().map_or_else(String::new, |h| format!(" ({h})"));
        format!("{}{}{hint}", place.or(line).unwrap_or_default(), t.problem(p))
    };
    let title = t.say("Nhập từ tệp", "Import a file");
    let frame = Page::new(title)
        .room("/so")
        .crumb("/so", t.say("Sổ", "Registers"))
        .crumb(format!("/so/{}", register.slug), t.name(&register.name, &register.name_en))
        .script("form.js");
    let upload = Upload {
        slug: register.slug.clone(),
        none: !owners.iter().any(|o| o.on),
        owners,
        draft: form.ticked("du-thao"),
        problems: problems.iter().take(SHOWN).map(line).collect(),
        initial: register.state(register.initial_state()).map_or_else(String::new, |s| s.name.clone()),
        max_mib: app.settings().upload_bytes_max >> 20,
        f: Frame::of(app, viewer, frame),
    };
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &upload)
}

/// The file comes in: it is read, kept and shown before anything is written.
pub async fn submit(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, filled: Filled) -> Outcome {
    app.long_work(move |app| {
        let pinned = app.store().pinned()?;
        let register = pinned.catalogue.registers.get(&slug).ok_or(Fault::Missing)?;
        let Filled { form, files } = filled;
        let Some(file) = files.into_iter().find(|f| f.field == "tep") else {
            let problem = Problem::error("no-file", "Chưa chọn tệp").hint("chọn một tệp .xlsx, .csv hoặc .json");
            return page(app, &viewer, register, &form, &[problem]);
        };
        let name = desk::files::file_name(&file.name);
        let organ = form.get("co-quan").map(str::to_string);
        let mut kept = Kept { file: name.clone(), organ, draft: form.ticked("du-thao"), ..Kept::default() };
        if file.bytes.len() > AT_ONCE {
            let id = app.new_id();
            desk::exchange::Kind::of(&name)?;
            kept.keep(app, &viewer, &slug, &id, Some(&file.bytes))?;
            return Ok(to(&format!("/so/{slug}/nhap-tep/{id}")));
        }
        let planned = at_desk(app, &viewer, |desk| Ok(desk.plan_import(&slug, &name, &file.bytes, &kept.options())))?;
        match planned {
            Ok(plan) if plan.rows.is_empty() => {
                let problem = Problem::error("no-rows", format!("Tệp “{name}” không có dòng nào"));
                page(app, &viewer, register, &form, &[problem.hint("điền từ dòng 3 của tệp mẫu rồi gửi lại")])
            }
            Ok(plan) => {
                kept.table = Some(plan.table);
                let id = app.new_id();
                kept.keep(app, &viewer, &slug, &id, Some(&file.bytes))?;
                Ok(to(&format!("/so/{slug}/nhap-tep/{id}")))
            }
            Err(store::StoreError::Refused(list)) => page(app, &viewer, register, &form, &list),
            Err(other) => Err(other.into()),
        }
    })
    .await
}

#[derive(Template)]
#[template(path = "exchange/done.html")]
struct Done {
    f: Frame,
    slug: String,
    counts: [(i64, &'static str); 3],
}

/// What an import did.
pub async fn done(State(app): State<App>, viewer: Viewer, Path(slug): Path<String>, query: Form) -> Outcome {
    app.work(move |app| {
        let pinned = app.store().pinned()?;
        let register = pinned.catalogue.registers.get(&slug).ok_or(Fault::Missing)?;
        let t = viewer.lang;
        let count = |name: &str| query.int(name).unwrap_or(0).clamp(0, 1_000_000);
        let frame = Page::new(t.say("Đã nhập xong", "The import is done"))
            .room("/so")
            .crumb("/so", t.say("Sổ", "Registers"))
            .crumb(format!("/so/{slug}"), t.name(&register.name, &register.name_en));
        html(&Done {
            counts: [
                (count("them"), t.say("mục mới", "new entries")),
                (count("sua"), t.say("mục sửa", "entries changed")),
                (count("giu"), t.say("mục không đổi", "entries unchanged")),
            ],
            f: Frame::of(app, &viewer, frame),
            slug,
        })
    })
    .await
}
