//! Days off and days worked in exchange: the shipped list, and what the operator added or corrected, with its basis.

use super::fields;
use crate::app::App;
use crate::shell::board::{Ask, Board, Button, Cell, Field, Kind, Part, Table};
use crate::shell::fault::{Fault, Outcome, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use axum::extract::State;
use axum::http::StatusCode;
use domain::calendar::{DayKind, DayStatus, Holiday};
use domain::problem::Problem;
use std::collections::BTreeMap;
use store::StoreError;

fn kind_name(t: Lang, kind: DayKind) -> &'static str {
    let english = match kind {
        DayKind::Nghi => "day off",
        DayKind::LamBu => "worked in exchange",
        DayKind::Thuong => "like any other day",
    };
    t.say(kind.name(), english)
}

fn status_name(t: Lang, status: DayStatus) -> &'static str {
    let english = match status {
        DayStatus::DaApDung => "in force",
        DayStatus::DuKien => "expected",
        DayStatus::CanXacNhan => "to be confirmed",
    };
    t.say(status.name(), english)
}

/// The page: the days of a year.
pub async fn show(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| {
        fields::keeper(app.store(), &viewer)?;
        page(app, &viewer, &query, &[])
    })
    .await
}

fn page(app: &App, viewer: &Viewer, form: &Form, problems: &[Problem]) -> Outcome {
    let t = viewer.lang;
    let year = form.int("nam").and_then(|y| i16::try_from(y).ok()).unwrap_or_else(|| viewer.today.year());
    let shipped = catalogue::holidays::shipped().map_err(Fault::Refused)?;
    let mut days: BTreeMap<domain::Date, (Holiday, bool)> = shipped.into_iter().map(|d| (d.date, (d, false))).collect();
    days.extend(app.store().holidays()?.into_iter().map(|d| (d.date, (d, true))));
    let row = |(day, own): &(Holiday, bool)| {
        let mut name = Cell::text(day.name.clone())
            .meta(day.basis.clone())
            .badge(if day.status == DayStatus::DaApDung { "good" } else { "warn" }, status_name(t, day.status));
        if *own {
            name = name.badge("info", t.say("do quản trị ghi", "entered here"));
        }
        let back = Button {
            action: "/quan-tri/ngay-nghi".into(),
            fields: vec![("viec", "bo".into()), ("date", say::date(&day.date))],
            label: t.say("Bỏ", "Take back").to_string(),
            of: say::date(&day.date),
            confirm: Some(
                t.say(
                    "Danh sách cài sẵn sẽ lại có hiệu lực cho ngày này. Bỏ?",
                    "The shipped list will count again for this day. Take it back?",
                )
                .to_string(),
            ),
        };
        let act = if *own { Cell::default().button(back) } else { Cell::default() };
        vec![Cell::text(say::date(&day.date)), Cell::text(kind_name(t, day.kind)), name, act]
    };
    let heads =
        [t.say("Ngày", "Day"), t.say("Loại", "Kind"), t.say("Tên, căn cứ", "Name and basis"), t.say("Việc", "Action")];
    let table = Table {
        id: "ngay",
        caption: t.fill("Năm {}", "Year {}", [year]),
        heads: heads.map(str::to_string).into(),
        rows: days.values().filter(|(d, _)| d.date.year() == year).map(row).collect(),
        empty: t.say("Chưa có ngày nào cho năm này.", "No days are known for this year.").to_string(),
    };
    let flash = match form.text("da") {
        "ghi" => Some(
            t.say(
                "Đã ghi; hạn xử lý và kỳ báo cáo tính theo ngày mới.",
                "Saved; due dates and reporting days follow it.",
            )
            .to_string(),
        ),
        "bo" => Some(t.say("Đã bỏ.", "Taken back.").to_string()),
        _ => None,
    };
    let page = Page::new(t.say("Ngày nghỉ", "Holidays"))
        .room("/quan-tri")
        .crumb("/quan-tri", t.say("Quản trị", "Administration"))
        .flash(flash)
        .script("form.js");
    let board = Board::new(Frame::of(app, viewer, page))
        .lead(
            t.say("Ngày làm việc tính hạn theo danh sách này.", "Working days and due dates are counted by this list."),
        )
        .tool(format!("/quan-tri/ngay-nghi?nam={}", year.saturating_sub(1)), &year.saturating_sub(1).to_string())
        .tool(format!("/quan-tri/ngay-nghi?nam={}", year.saturating_add(1)), &year.saturating_add(1).to_string())
        .part(Part::Table(table))
        .part(Part::Form(ask(t, form).problems(t, problems)));
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &board)
}

fn ask(t: Lang, form: &Form) -> Ask {
    let kinds = DayKind::ALL.iter().map(|k| (k.slug().to_string(), kind_name(t, *k).to_string())).collect();
    let statuses = DayStatus::ALL.iter().map(|s| (s.slug().to_string(), status_name(t, *s).to_string())).collect();
    Ask {
        title: t.say("Thêm hoặc sửa một ngày", "Add or correct a day").to_string(),
        action: "/quan-tri/ngay-nghi".into(),
        hidden: vec![("viec", "ghi".into())],
        fields: vec![
            Field::new("date", Kind::Date, t.say("Ngày", "Day")).value(form.text("date")),
            Field::new("kind", Kind::Choice(kinds), t.say("Loại", "Kind")).value(form.text("kind")),
            Field::new("name", Kind::Line("off"), t.say("Tên ngày", "Name")).value(form.text("name")),
            Field::new("basis", Kind::Line("off"), t.say("Căn cứ", "Basis"))
                .hint(t.say("số, ngày của văn bản", "number and date of the document"))
                .value(form.text("basis")),
            Field::new("status", Kind::Choice(statuses), t.say("Hiệu lực", "How sure")).value(form.text("status")),
        ],
        submit: t.say("Ghi", "Save").to_string(),
        ..Ask::default()
    }
}

/// Adds, corrects or takes back a day.
pub async fn submit(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let (store, who, at) = (app.store(), viewer.actor(), viewer.now);
        fields::keeper(store, &viewer)?;
        let date = match fields::needed_date(&form, "date") {
            Ok(date) => date,
            Err(p) => return page(app, &viewer, &form, &[p]),
        };
        if form.text("viec") == "bo" {
            store.drop_holiday(&who, at, date)?;
            return Ok(to(&format!("/quan-tri/ngay-nghi?nam={}&da=bo", date.year())));
        }
        let day = Holiday {
            date,
            kind: DayKind::parse(form.text("kind")).ok_or(Fault::Missing)?,
            name: form.text("name").to_string(),
            basis: form.text("basis").to_string(),
            status: DayStatus::parse(form.text("status")).ok_or(Fault::Missing)?,
        };
        match store.set_holiday(&who, at, &day) {
            Ok(()) => Ok(to(&format!("/quan-tri/ngay-nghi?nam={}&da=ghi", date.year()))),
            Err(StoreError::Refused(list)) => page(app, &viewer, &form, &list),
            Err(other) => Err(other.into()),
        }
    })
    .await
}
