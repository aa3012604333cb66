//! The organs that have been used, and new names for bodies that have names of their own.

use super::fields;
use crate::app::App;
use crate::shell::board::{Ask, Board, Cell, Field, Kind, Part, Table};
use crate::shell::fault::{Fault, Outcome, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::{Viewer, hierarchy_name};
use crate::shell::say;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::OrganId;
use domain::problem::Problem;
use store::StoreError;
use store::organs::{OrganFilter, OrganLine};

/// Organs on a page.
const PAGE: i64 = 50;

/// The list.
pub async fn show(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| page(app, &viewer, &query, &[])).await
}

fn page(app: &App, viewer: &Viewer, form: &Form, problems: &[Problem]) -> Outcome {
    let (t, store) = (viewer.lang, app.store());
    let number = fields::page_number(form);
    let filter = OrganFilter {
        under: viewer.reach.unit(),
        words: form.get("q").map(str::to_string),
        limit: PAGE,
        offset: (number - 1) * PAGE,
    };
    let (lines, total) = store.organ_list(&filter, viewer.today)?;
    let row = |l: &OrganLine| {
        let mut name = Cell::text(l.name.clone());
        if !l.organ.name.is_empty() {
            name = Cell::link(
                format!("/quan-tri/co-quan?organ={}&q={}", l.organ.id, encoded(form.text("q"))),
                l.name.clone(),
            )
            .badge("info", t.say("tên riêng, đổi được", "own name, may be changed"));
        }
        let he = l.he.map_or("", |he| hierarchy_name(t, he));
        vec![
            name.meta(fields::unit_name(store, l.organ.area, viewer.today)),
            Cell::text(he),
            Cell::number(say::thousands(l.entries)),
        ]
    };
    let heads = [t.say("Cơ quan", "Organ"), t.say("Hệ thống", "Hierarchy"), t.say("Số mục đã ghi", "Entries")];
    let table = Table {
        id: "co-quan",
        caption: t.count(total, "{} cơ quan", "{} organ", "{} organs"),
        heads: heads.map(str::to_string).into(),
        rows: lines.iter().map(row).collect(),
        empty: t.say("Chưa có cơ quan nào như vậy ghi sổ.", "No such organ has records yet.").to_string(),
    };
    let search = Ask {
        action: "/quan-tri/co-quan".into(),
        get: true,
        fields: vec![Field::new("q", Kind::Line("off"), t.say("Tên", "Name")).optional().value(form.text("q"))],
        submit: t.say("Tìm", "Search").to_string(),
        ..Ask::default()
    };
    let flash = (form.text("da") == "ghi").then(|| t.say("Đã đổi tên.", "Renamed.").to_string());
    let page = Page::new(t.say("Cơ quan", "Organs"))
        .room("/quan-tri")
        .crumb("/quan-tri", t.say("Quản trị", "Administration"))
        .flash(flash);
    let mut board = Board::new(Frame::of(app, viewer, page))
        .lead(t.say(
            "Cơ quan có từ lần ghi sổ đầu tiên. Tên phần lớn do danh mục đặt theo đơn vị.",
            "An organ appears with its first record. Most names follow the catalogue and the unit.",
        ))
        .part(Part::Form(search));
    if let Some(organ) = form.int("organ") {
        let organ = store
            .organ_by_id(OrganId(organ))?
            .filter(|o| !o.name.is_empty() && viewer.reach.reads(o.area, viewer.today))
            .ok_or(Fault::Missing)?;
        let ask = Ask {
            title: t.say("Đổi tên", "Rename").to_string(),
            lead: organ.name.clone(),
            action: "/quan-tri/co-quan".into(),
            hidden: vec![("organ", organ.id.to_string())],
            fields: vec![
                Field::new("name", Kind::Line("off"), t.say("Tên mới", "New name"))
                    .value(form.get("name").unwrap_or(&organ.name)),
            ],
            submit: t.say("Đổi tên", "Rename").to_string(),
            ..Ask::default()
        };
        board = board.part(Part::Form(ask.problems(t, problems)));
    }
    let way = |n: i64| format!("/quan-tri/co-quan?{}", form.with("trang", &n.to_string()));
    let pages = Part::Pages(
        (number > 1).then(|| way(number - 1)),
        t.fill("trang {}", "page {}", [number]),
        (number * PAGE < total).then(|| way(number + 1)),
    );
    let board = board.part(Part::Table(table)).part(pages);
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &board)
}

/// Words as a query carries them.
fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Renames a body.
pub async fn submit(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let organ = form.int("organ").map(OrganId).ok_or(Fault::Missing)?;
        match app.store().rename_organ(&viewer.actor(), viewer.now, organ, form.text("name")) {
            Ok(()) => Ok(to("/quan-tri/co-quan?da=ghi")),
            Err(StoreError::Refused(list)) if list.iter().any(|p| p.code == "unknown-organ") => Err(Fault::Missing),
            Err(StoreError::Refused(list)) => page(app, &viewer, &form, &list),
            Err(other) => Err(other.into()),
        }
    })
    .await
}
