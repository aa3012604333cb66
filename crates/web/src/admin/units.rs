//! A former unit that the shipped list lacks, with what it became: what `danvan unit-add` does.

use super::fields;
use crate::app::App;
use crate::shell::board::{Ask, Board, Field, Kind as Filled, Part};
use crate::shell::fault::{Fault, Outcome, html_with};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::{NATION, UnitId};
use domain::problem::Problem;
use domain::units::{Kind, Level, Part as Share, Succession, SuccessionKind, Version};
use store::{Store, StoreError};

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| {
        fields::keeper(app.store(), &viewer)?;
        page(app, &viewer, &query, &[], None)
    })
    .await
}

fn page(app: &App, viewer: &Viewer, form: &Form, problems: &[Problem], added: Option<UnitId>) -> Outcome {
    let (t, store) = (viewer.lang, app.store());
    let page = Page::new(t.say("Thêm đơn vị cũ", "Add a former unit"))
        .room("/quan-tri")
        .crumb("/quan-tri", t.say("Quản trị", "Administration"))
        .script("form.js");
    let mut board = Board::new(Frame::of(app, viewer, page)).lead(t.say(
        "Khi hồ sơ cũ nêu một đơn vị mà danh sách cài sẵn chưa có. Đơn vị hiện nay không thêm ở đây: danh sách ấy theo nghị quyết, có trong bản cập nhật.",
        "For old records of a unit that the shipped list lacks. Present units are not added here: their list follows resolutions and comes with updates.",
    ));
    if let Some(unit) = added {
        let text = t.fill("Đã thêm {}.", "Added: {}.", [store.units().label(unit)]);
        board = board.part(Part::Note("success", String::new(), text)).part(Part::Ways(
            t.say("Xem", "See").to_string(),
            vec![(format!("/don-vi/{unit}"), t.say("Lịch sử đơn vị", "Its story").to_string(), String::new())],
        ));
    }
    let kinds =
        Kind::ALL.iter().filter(|k| **k != Kind::Nuoc).map(|k| (k.slug().to_string(), k.name().to_string())).collect();
    let day = fields::date(form, "to").ok().flatten().unwrap_or(viewer.today);
    let ask = Ask {
        title: t.say("Đơn vị", "Unit").to_string(),
        action: "/quan-tri/don-vi".into(),
        fields: vec![
            Field::new("kind", Filled::Choice(kinds), t.say("Loại", "Kind")).value(form.text("kind")),
            Field::new("name", Filled::Line("off"), t.say("Tên, không kèm loại", "Name, without its kind"))
                .value(form.text("name")),
            Field::new("code", Filled::Line("off"), t.say("Mã", "Code")).value(form.text("code")),
            Field::new("from", Filled::Date, t.say("Ngày đầu", "First day"))
                .optional()
                .hint(t.say("bỏ trống nếu không rõ", "empty if not known"))
                .value(form.text("from")),
            Field::new("to", Filled::Date, t.say("Ngày cuối", "Last day")).value(form.text("to")),
            fields::unit_field(
                store,
                form,
                "parent",
                t.say("Đơn vị cấp trên vào ngày cuối", "The unit above it on the last day"),
                day,
            )
            .hint(t.say("gõ tên hoặc mã của thời ấy", "its name or code at that time")),
            fields::unit_field(store, form, "into", t.say("Đã nhập vào", "Merged into"), day),
            Field::new("basis", Filled::Line("off"), t.say("Văn bản pháp lý", "Legal instrument"))
                .value(form.text("basis")),
        ],
        submit: t.say("Thêm đơn vị", "Add the unit").to_string(),
        ..Ask::default()
    };
    let board = board.part(Part::Form(ask.problems(t, problems)));
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &board)
}

/// Level of a unit of a kind under a parent.
fn level(kind: Kind, parent: UnitId) -> Level {
    match kind {
        Kind::Nuoc => Level::TrungUong,
        Kind::Tinh => Level::Tinh,
        Kind::Quan | Kind::Huyen | Kind::ThiXa => Level::Huyen,
        Kind::ThanhPho if parent == NATION => Level::Tinh,
        Kind::ThanhPho => Level::Huyen,
        Kind::Xa | Kind::Phuong | Kind::ThiTran | Kind::DacKhu => Level::Xa,
    }
}

fn read(store: &Store, form: &Form) -> Result<(Version, UnitId, Succession), Vec<Problem>> {
    let mut problems = Vec::new();
    let required = |name: &'static str, text: &str| Problem::error("required", text).field(name).hint("ghi vào ô này");
    let from = fields::date(form, "from").map_err(|p| problems.push(p)).ok().flatten();
    let to = fields::needed_date(form, "to").map_err(|p| problems.push(p)).ok();
    let kind = Kind::parse(form.text("kind")).filter(|k| *k != Kind::Nuoc);
    if kind.is_none() {
        problems.push(required("kind", "Chưa chọn loại đơn vị"));
    }
    for (name, text) in
        [("name", "Chưa ghi tên đơn vị"), ("code", "Chưa ghi mã đơn vị"), ("basis", "Chưa ghi văn bản pháp lý")]
    {
        if form.get(name).is_none() {
            problems.push(required(name, text));
        }
    }
    let next = to.and_then(|d| d.tomorrow().ok());
    let parent =
        to.map(|on| fields::unit(store, form, "parent", on)).and_then(|r| r.map_err(|p| problems.push(p)).ok());
    let heir = next.map(|on| fields::unit(store, form, "into", on)).and_then(|r| r.map_err(|p| problems.push(p)).ok());
    let (Some(to), Some(on), Some(kind), Some(parent), Some(heir), []) = (to, next, kind, parent, heir, &problems[..])
    else {
        return Err(problems);
    };
    let name = domain::text::tidy(form.text("name"));
    let version = Version {
        unit: UnitId(0),
        from,
        to: Some(to),
        code: form.text("code").trim().to_string(),
        full_name: format!("{} {name}", kind.name()),
        name,
        kind,
        level: level(kind, parent),
        parent: Some(parent),
        alt_names: Vec::new(),
    };
    let legal_ref = domain::text::tidy(form.text("basis"));
    let succession =
        Succession { old: UnitId(0), new: heir, on, kind: SuccessionKind::Merged, part: Share::Whole, legal_ref };
    Ok((version, heir, succession))
}

/// Adds it.
pub async fn submit(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let store = app.store();
        fields::keeper(store, &viewer)?;
        let (version, heir, succession) = match read(store, &form) {
            Ok(read) => read,
            Err(problems) => return page(app, &viewer, &form, &problems, None),
        };
        match store.add_unit(version, vec![(heir, succession)], &viewer.actor(), viewer.now) {
            Ok(unit) => page(app, &viewer, &Form::default(), &[], Some(unit)),
            Err(StoreError::Refused(list)) => page(app, &viewer, &form, &list, None),
            Err(other) => Err(Fault::from(other)),
        }
    })
    .await
}
