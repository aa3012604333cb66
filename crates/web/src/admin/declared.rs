//! Declared figures: the number of a unit that keeps no records yet, and the confirmation that its records are complete:
//! what `danvan declared` does.

use super::fields;
use crate::app::App;
use crate::shell::board::{Ask, Board, Cell, Field, Kind, Part, Table};
use crate::shell::fault::{Fault, Outcome, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::say;
use axum::extract::State;
use axum::http::StatusCode;
use domain::calendar::Period;
use domain::ids::UnitId;
use domain::ledger::{Amount, Approx, Dims};
use domain::problem::Problem;
use domain::registers::{Catalogue, convert, find_unit, parse_number};
use store::StoreError;
use store::declared::{Declaration, Declared};

/// Lines shown at most.
const SHOWN: usize = 200;

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| page(app, &viewer, &query, &[])).await
}

fn page(app: &App, viewer: &Viewer, form: &Form, problems: &[Problem]) -> Outcome {
    let (t, store) = (viewer.lang, app.store());
    let pinned = store.pinned()?;
    let row = |d: &Declared| {
        let slug = pinned.measures.iter().find(|(_, id)| **id == d.measure).map_or("", |(slug, _)| slug.as_str());
        let measure = pinned.catalogue.measures.get(slug);
        let name = measure.map_or_else(|| slug.to_string(), |m| m.name.clone());
        let amount = decimal(d.amount.scaled, measure.map_or(0, |m| m.scale));
        let period = d.from.map_or_else(|| say::date(&d.to), |f| format!("{} – {}", say::date(&f), say::date(&d.to)));
        let mut cell = Cell::text(name).meta(d.note.clone());
        if let Some(why) = &d.closed {
            cell = cell.badge("muted", why.clone());
        } else {
            cell = cell.badge("declared", t.say("đang đứng", "stands"));
        }
        vec![
            Cell::text(fields::unit_name(store, d.unit, d.to)),
            cell,
            Cell::text(period),
            Cell::number(format!("{}{amount}", approx(t, d.amount.approx))),
        ]
    };
    let heads =
        [t.say("Đơn vị", "Unit"), t.say("Số đo", "Measure"), t.say("Kỳ", "Period"), t.say("Số khai", "Declared")];
    let all = store.declared(None, true)?;
    let within = |d: &&Declared| viewer.reach.reads(d.unit, d.to);
    let table = Table {
        id: "tu-khai",
        caption: t.say("Số đã khai", "Declared figures").to_string(),
        heads: heads.map(str::to_string).into(),
        rows: all.iter().filter(within).take(SHOWN).map(row).collect(),
        empty: t.say("Chưa khai số nào.", "None yet.").to_string(),
    };
    let measures = measures(&pinned.catalogue);
    let what = vec![
        ("khai".to_string(), t.say("Khai một số", "Declare a number").to_string()),
        (
            "xac-nhan".to_string(),
            t.say(
                "Xác nhận đã đủ hồ sơ (số khai thôi đứng)",
                "Confirm that records are complete (declared numbers stop counting)",
            )
            .to_string(),
        ),
    ];
    let ask = Ask {
        title: t.say("Khai hoặc xác nhận", "Declare or confirm").to_string(),
        action: "/quan-tri/tu-khai".into(),
        fields: vec![
            Field::new("what", Kind::Choice(what), t.say("Việc", "What")).value(form.text("what")),
            fields::unit_field(store, form, "unit", t.say("Đơn vị", "Unit"), viewer.today),
            Field::new("measure", Kind::Choice(measures), t.say("Số đo", "Measure")).value(form.text("measure")),
            Field::new("from", Kind::Date, t.say("Từ ngày", "From")).value(form.text("from")),
            Field::new("to", Kind::Date, t.say("Đến ngày", "To")).value(form.text("to")),
            Field::new("value", Kind::Line("off"), t.say("Giá trị", "Number"))
                .optional()
                .hint(t.say("khi khai: 61, hoặc “trên 600 triệu đồng”", "when declaring: 61, or “trên 600 triệu đồng”"))
                .value(form.text("value")),
            Field::new("note", Kind::Line("off"), t.say("Nguồn", "Where it comes from")).value(form.text("note")),
        ],
        submit: t.say("Ghi", "Save").to_string(),
        ..Ask::default()
    };
    let flash = match form.text("da") {
        "khai" => Some(
            t.say(
                "Đã khai. Số này đứng, có đánh dấu, cho đến khi đơn vị xác nhận đủ hồ sơ.",
                "Declared. It stands, marked, until the unit confirms that its records are complete.",
            )
            .to_string(),
        ),
        "xac-nhan" => Some(
            t.say("Đã xác nhận; từ nay chỉ hồ sơ được tính.", "Confirmed; only records count from now on.").to_string(),
        ),
        _ => None,
    };
    let page = Page::new(t.say("Số liệu tự khai", "Declared figures"))
        .room("/quan-tri")
        .crumb("/quan-tri", t.say("Quản trị", "Administration"))
        .flash(flash)
        .script("form.js");
    let board =
        Board::new(Frame::of(app, viewer, page)).part(Part::Form(ask.problems(t, problems))).part(Part::Table(table));
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &board)
}

fn measures(catalogue: &Catalogue) -> Vec<(String, String)> {
    catalogue.measures.iter().map(|(slug, m)| (slug.clone(), m.name.clone())).collect()
}

fn approx(t: crate::Lang, approx: Approx) -> &'static str {
    match approx {
        Approx::Exact => "",
        Approx::Over => t.say("trên ", "over "),
        Approx::Under => t.say("gần ", "nearly "),
        Approx::About => t.say("khoảng ", "about "),
        Approx::Pending => t.say("đang chờ ", "pending "),
    }
}

/// A scaled integer as people in Việt Nam write it: "1.234,5".
fn decimal(scaled: i64, scale: u8) -> String {
    let one = 10_i64.checked_pow(u32::from(scale)).unwrap_or(1);
    let (whole, rest) = (scaled / one, (scaled % one).unsigned_abs());
    if rest == 0 {
        return say::thousands(whole);
    }
    let digits = format!("{rest:0width$}", width = usize::from(scale));
    format!("{},{}", say::thousands(whole), digits.trim_end_matches('0'))
}

/// The amount of a measure as a person writes it.
fn amount(catalogue: &Catalogue, measure: &str, text: &str) -> Result<Amount, Problem> {
    let bad = |hint: &str| {
        Problem::error("bad-number", format!("“{text}” không phải số của số đo này")).field("value").hint(hint)
    };
    let measure = catalogue
        .measures
        .get(measure)
        .ok_or_else(|| Problem::error("unknown-measure", "Danh mục không có số đo này").field("measure"))?;
    let number = parse_number(text).map_err(|p| p.field("value"))?;
    let given = match number.unit.as_str() {
        "" => measure.unit.clone(),
        unit => find_unit(catalogue, unit).ok_or_else(|| bad("đơn vị tính không có trong danh mục"))?.slug.clone(),
    };
    let scaled =
        convert(catalogue, number.value, &given, &measure.unit, measure.scale).map_err(|p| p.field("value"))?;
    if scaled < 0 || number.approx == Approx::Pending {
        return Err(bad("khai một số đã có, không âm; chưa có số thì chưa khai"));
    }
    Ok(Amount { scaled, approx: number.approx })
}

/// What a form asks for: the unit and the period.
fn read(app: &App, viewer: &Viewer, form: &Form) -> Result<(UnitId, Period), Vec<Problem>> {
    let mut problems = Vec::new();
    let from = fields::needed_date(form, "from").map_err(|p| problems.push(p)).ok();
    let to = fields::needed_date(form, "to").map_err(|p| problems.push(p)).ok();
    let unit = fields::unit(app.store(), form, "unit", viewer.today).map_err(|p| problems.push(p)).ok();
    let (Some(from), Some(to), Some(unit)) = (from, to, unit) else { return Err(problems) };
    let period = Period::new(from, to).map_err(|p| vec![p.field("to")])?;
    let may = viewer.actor().may_write(&app.store().units(), unit, viewer.assignment.he, period.to, viewer.today);
    may.map_err(|p| vec![p.field("unit")])?;
    Ok((unit, period))
}

/// Declares or confirms.
pub async fn submit(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let (store, who, at) = (app.store(), viewer.actor(), viewer.now);
        let (unit, period) = match read(app, &viewer, &form) {
            Ok(read) => read,
            Err(problems) => return page(app, &viewer, &form, &problems),
        };
        let (measure, note) = (form.text("measure"), form.text("note"));
        let done = if form.text("what") == "xac-nhan" {
            store.confirm_records(&who, at, unit, measure, period, note).map(|_| "xac-nhan")
        } else {
            match amount(&store.pinned()?.catalogue, measure, form.text("value")) {
                Ok(amount) => store
                    .declare(&who, at, &Declaration { unit, measure, dims: &Dims::new(), period, amount, note })
                    .map(|_| "khai"),
                Err(p) => return page(app, &viewer, &form, &[p]),
            }
        };
        match done {
            Ok(done) => Ok(to(&format!("/quan-tri/tu-khai?da={done}"))),
            Err(StoreError::Refused(list)) => page(app, &viewer, &form, &list),
            Err(other) => Err(Fault::from(other)),
        }
    })
    .await
}
