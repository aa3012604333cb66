//! Official boundary files for the map of figures: loaded, replaced, taken out of use.

use super::fields;
use crate::app::App;
use crate::registers::Filled;
use crate::shell::board::{Ask, Board, Button, Cell, Field, Kind, Part, Table};
use crate::shell::fault::{Fault, Outcome, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use axum::extract::State;
use axum::http::StatusCode;
use domain::problem::Problem;
use domain::units::Level;
use store::StoreError;
use store::boundaries::{BOUNDARY_BYTES_MAX, Boundary};

/// Half a thousandth of a degree, some 50 m: enough to know whether a file can be drawn.
const GRID: f64 = 0.0005;

fn level_name(t: Lang, level: Level) -> &'static str {
    if level == Level::Tinh { t.say("cấp tỉnh", "provinces") } else { t.say("cấp xã", "communes") }
}

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| {
        fields::keeper(app.store(), &viewer)?;
        page(app, &viewer, &query, &[])
    })
    .await
}

fn page(app: &App, viewer: &Viewer, form: &Form, problems: &[Problem]) -> Outcome {
    let t = viewer.lang;
    let row = |(b, unread): &(Boundary, Option<Problem>)| {
        let drop = Button {
            action: "/quan-tri/ban-do/bo".into(),
            fields: vec![("level", b.level.slug().to_string())],
            label: t.say("Thôi dùng", "Stop using").to_string(),
            of: level_name(t, b.level).to_string(),
            confirm: Some(
                t.say(
                    "Trang số liệu sẽ lại dùng bản đồ phác hoặc ô vuông. Thôi dùng?",
                    "Figures will be shown on the sketch map or as tiles again. Stop using it?",
                )
                .to_string(),
            ),
        };
        vec![
            Cell::text(level_name(t, b.level)),
            file_cell(t, b, unread.as_ref()),
            Cell::text(format!("{} KiB", say::thousands(b.bytes / 1024))).meta(say::time(&b.at)),
            Cell::default().button(drop),
        ]
    };
    let files = in_use(app)?;
    let heads = [
        t.say("Cấp", "Level"),
        t.say("Tệp", "File"),
        t.say("Dung lượng, lúc nạp", "Size and time"),
        t.say("Việc", "Action"),
    ];
    let table = Table {
        id: "tep",
        caption: t.say("Tệp đang dùng", "Files in use").to_string(),
        heads: heads.map(str::to_string).into(),
        rows: files.iter().map(row).collect(),
        empty: t
            .say(
                "Chưa nạp tệp nào: cấp tỉnh dùng bản đồ phác, cấp xã dùng ô vuông.",
                "None: provinces are on the sketch map, communes are tiles.",
            )
            .to_string(),
    };
    let levels = [Level::Tinh, Level::Xa].map(|l| (l.slug().to_string(), level_name(t, l).to_string())).into();
    let ask = Ask {
        title: t.say("Nạp tệp", "Load a file").to_string(),
        lead: t.say("GeoJSON hoặc TopoJSON, WGS 84, do cơ quan có thẩm quyền cấp; mỗi vùng có mã đơn vị. Tệp cùng cấp nạp trước bị thay.", "GeoJSON or TopoJSON in WGS 84 from the competent authority, each area with its unit's code. It replaces the one of the same level.").to_string(),
        action: "/quan-tri/ban-do".into(),
        upload: true,
        fields: vec![
            Field::new("level", Kind::Choice(levels), t.say("Cấp", "Level")).value(form.text("level")),
            Field::new("name", Kind::Line("off"), t.say("Nguồn", "Origin"))
                .hint(t.say("cơ quan cấp, số và ngày văn bản; hiện dưới bản đồ", "who issued it, by which document; shown under the map"))
                .value(form.text("name")),
            Field::new("file", Kind::File(".json,.geojson,.topojson"), t.say("Tệp", "File")).hint(&t.fill("không quá {} MiB", "at most {} MiB", [BOUNDARY_BYTES_MAX >> 20])),
        ],
        submit: t.say("Nạp", "Load").to_string(),
        ..Ask::default()
    };
    let flash = match form.text("da") {
        "ghi" => Some(t.say("Đã nạp; mở Số liệu, Bản đồ để xem.", "Loaded; open Figures, Map to see it.").to_string()),
        "bo" => Some(t.say("Đã thôi dùng tệp.", "The file is no longer used.").to_string()),
        _ => None,
    };
    let page = Page::new(t.say("Bản đồ", "Maps"))
        .room("/quan-tri")
        .crumb("/quan-tri", t.say("Quản trị", "Administration"))
        .flash(flash)
        .script("form.js");
    let board =
        Board::new(Frame::of(app, viewer, page)).part(Part::Table(table)).part(Part::Form(ask.problems(t, problems)));
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &board)
}

/// The files in use, each with what is wrong with it when the map cannot read it: one that another program put into the
/// database, or that an earlier version took.
fn in_use(app: &App) -> Outcome<Vec<(Boundary, Option<Problem>)>> {
    let mut out = Vec::new();
    for head in app.store().boundaries()? {
        let unread = match (app.maps().known(&head.sha256), app.store().boundary(head.level)?) {
            (Some(_), _) => None,
            (None, Some((_, bytes))) => app.maps().chart(&head.sha256, head.level, &bytes).err(),
            (None, None) => Some(Problem::error("bad-boundary", "Tệp bản đồ không còn trong cơ sở dữ liệu")),
        };
        out.push((head, unread));
    }
    Ok(out)
}

fn file_cell(t: Lang, boundary: &Boundary, unread: Option<&Problem>) -> Cell {
    let cell = Cell::text(boundary.name.clone());
    let Some(problem) = unread else { return cell.meta(format!("SHA-256 {}", boundary.sha256)) };
    let about = t.say(
        "Trang số liệu đang dùng bản đồ phác hoặc ô vuông thay tệp này.",
        "The sketch map or tiles stand in for this file.",
    );
    cell.badge("late", t.say("không đọc được", "cannot be read")).meta(format!("{} {about}", t.problem(problem)))
}

/// Loads a file, after reading it as the map does.
pub async fn submit(State(app): State<App>, viewer: Viewer, filled: Filled) -> Outcome {
    app.work(move |app| {
        fields::keeper(app.store(), &viewer)?;
        let Filled { form, files } = filled;
        let mut problems = Vec::new();
        let level =
            Level::parse(form.text("level")).filter(|l| matches!(l, Level::Tinh | Level::Xa)).ok_or(Fault::Missing)?;
        let name = domain::text::tidy(form.text("name"));
        if name.is_empty() || name.chars().count() > 300 {
            problems.push(Problem::error("required", "Phải ghi nguồn của bản đồ, không quá 300 ký tự").field("name"));
        }
        let file = files.into_iter().find(|f| f.field == "file");
        let Some(file) = file else {
            problems.push(
                Problem::error("no-file", "Chưa chọn tệp").field("file").hint("chọn một tệp .json hoặc .geojson"),
            );
            return page(app, &viewer, &form, &problems);
        };
        if problems.is_empty() && file.bytes.len() <= BOUNDARY_BYTES_MAX {
            problems.extend(crate::figures::map::file::read(&file.bytes, GRID).err().map(|p| p.field("file")));
        }
        if !problems.is_empty() {
            return page(app, &viewer, &form, &problems);
        }
        match app.store().keep_boundary(&viewer.actor(), viewer.now, level, &name, &file.bytes) {
            Ok(_) => Ok(to("/quan-tri/ban-do?da=ghi")),
            Err(StoreError::Refused(list)) => {
                page(app, &viewer, &form, &list.into_iter().map(|p| p.field("file")).collect::<Vec<_>>())
            }
            Err(other) => Err(other.into()),
        }
    })
    .await
}

/// Takes the file of a level out of use.
pub async fn drop(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        fields::keeper(app.store(), &viewer)?;
        let level = Level::parse(form.text("level")).ok_or(Fault::Missing)?;
        app.store().drop_boundary(&viewer.actor(), viewer.now, level)?;
        Ok(to("/quan-tri/ban-do?da=bo"))
    })
    .await
}
