//! Handing over when somebody leaves: what will move is shown before anything does.

use super::fields;
use crate::app::App;
use crate::people::account::{assignment_words, days};
use crate::shell::board::{Ask, Board, Cell, Field, Kind, Part, Table};
use crate::shell::fault::{Fault, Outcome, html_with};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::say;
use axum::extract::State;
use axum::http::StatusCode;
use domain::people::AccountId;
use domain::problem::Problem;
use store::StoreError;
use store::people::{AccountFilter, Handover};

/// People to choose from at most.
const PEOPLE: i64 = 1_000;

/// The page; with both persons and the day in the query it shows what will move.
pub async fn show(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| page(app, &viewer, &query, &[], None)).await
}

fn page(app: &App, viewer: &Viewer, form: &Form, problems: &[Problem], done: Option<Handover>) -> Outcome {
    let (t, store) = (viewer.lang, app.store());
    let filter = AccountFilter { under: Some(viewer.assignment.unit), limit: PEOPLE, ..AccountFilter::default() };
    let (people, _) = store.accounts(&filter, viewer.today)?;
    let nobody = || (String::new(), t.say("chọn một người", "choose somebody").to_string());
    let choices = |but_disabled: bool| -> Vec<(String, String)> {
        let known = people
            .iter()
            .filter(|(a, _)| !but_disabled || !a.disabled)
            .map(|(a, _)| (a.id.to_string(), format!("{} ({})", a.name, a.login)));
        std::iter::once(nobody()).chain(known).collect()
    };
    let on = form.get("on").map_or_else(|| say::date(&viewer.today), str::to_string);
    let page = Page::new(t.say("Bàn giao công việc", "Hand work over"))
        .room("/quan-tri")
        .crumb("/quan-tri", t.say("Quản trị", "Administration"))
        .crumb("/quan-tri/tai-khoan", t.say("Tài khoản", "Accounts"))
        .script("form.js");
    let mut board = Board::new(Frame::of(app, viewer, page)).lead(t.say(
        "Người nhận có các phân công của người bàn giao từ ngày ấy; nháp đang làm dở chuyển theo. Hồ sơ không đổi: hồ sơ thuộc cơ quan, không thuộc người.",
        "The other gets the same assignments from that day on, and the unfinished forms. Records stay as they are: they belong to the office.",
    ));
    if let Some(done) = done {
        let text = t.fill(
            "Đã bàn giao {} phân công, {} nháp; chấm dứt {} phiên.",
            "Handed over. Assignments: {}; unfinished forms: {}; sessions ended: {}.",
            [done.assignments.to_string(), done.drafts.to_string(), done.sessions.to_string()],
        );
        return html_with(StatusCode::OK, &board.part(Part::Note("success", String::new(), text)));
    }
    let begin = Ask {
        title: t.say("Ai bàn giao cho ai", "Who to whom").to_string(),
        action: "/quan-tri/ban-giao".into(),
        get: true,
        fields: vec![
            Field::new("from", Kind::Choice(choices(false)), t.say("Người bàn giao", "From")).value(form.text("from")),
            Field::new("to", Kind::Choice(choices(true)), t.say("Người nhận", "To")).value(form.text("to")),
            Field::new("on", Kind::Date, t.say("Từ ngày", "From the day")).value(on),
        ],
        submit: t.say("Xem trước", "Preview").to_string(),
        ..Ask::default()
    };
    // Only the form itself sends a day; the way from an account's page names the person alone.
    let asked = form.get("on").is_some();
    let mut problems = problems.to_vec();
    if asked && problems.is_empty() {
        problems = unchosen(form);
    }
    board = board.part(Part::Form(begin.problems(t, &problems)));
    if asked && unchosen(form).is_empty() {
        for part in preview(app, viewer, form)? {
            board = board.part(part);
        }
    }
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &board)
}

/// What is wrong with the choice of persons.
fn unchosen(form: &Form) -> Vec<Problem> {
    let mut problems: Vec<Problem> = ["from", "to"]
        .into_iter()
        .filter(|name| form.int(name).is_none())
        .map(|name| Problem::error("required", "Phải chọn một người").field(name))
        .collect();
    if problems.is_empty() && form.int("from") == form.int("to") {
        problems.push(Problem::error("same-person", "Người nhận bàn giao chính là người bàn giao").field("to"));
    }
    problems
}

/// What will move, and the button that moves it.
fn preview(app: &App, viewer: &Viewer, form: &Form) -> Outcome<Vec<Part>> {
    let (t, store) = (viewer.lang, app.store());
    let (Some(from), Some(to)) = (form.int("from").map(AccountId), form.int("to").map(AccountId)) else {
        return Err(Fault::Missing);
    };
    let on = match fields::needed_date(form, "on") {
        Ok(on) => on,
        Err(p) => {
            return Ok(vec![Part::Note("error", t.say("Ngày chưa đúng", "Check the day").to_string(), t.problem(&p))]);
        }
    };
    let (who, at) = (viewer.actor(), viewer.now);
    let mine = |id| {
        store.may_manage(&who, at, id).map_err(|e| match e {
            StoreError::Refused(_) => Fault::Missing,
            other => other.into(),
        })
    };
    let (giver, taker) = (mine(from)?, mine(to)?);
    let moving: Vec<_> = store.assignments(from)?.into_iter().filter(|a| a.open_on(on)).collect();
    let drafts = store.drafts(from.0)?.len();
    let rows = moving
        .iter()
        .map(|a| vec![Cell::text(assignment_words(store, t, a, viewer.today)), Cell::text(days(t, a))])
        .collect();
    let table = Table {
        id: "chuyen",
        caption: t.fill("Chuyển từ {} sang {}", "From {} to {}", [&giver.name, &taker.name]),
        heads: [t.say("Phân công", "Assignment"), t.say("Thời hạn", "Days")].map(str::to_string).into(),
        rows,
        empty: t
            .say("Người bàn giao không còn phân công nào từ ngày ấy.", "Nothing is left to hand over from that day on.")
            .to_string(),
    };
    let ask = Ask {
        title: t.say("Bàn giao", "Hand over").to_string(),
        lead: t.count(
            drafts,
            "{} nháp đang làm dở chuyển theo.",
            "{} unfinished form goes along.",
            "{} unfinished forms go along.",
        ),
        action: "/quan-tri/ban-giao".into(),
        hidden: vec![("from", from.to_string()), ("to", to.to_string()), ("on", say::date(&on))],
        fields: vec![Field::new("why", Kind::Line("off"), t.say("Căn cứ", "By which decision")).optional()],
        submit: t.say("Bàn giao", "Hand over").to_string(),
        confirm: Some(t.say("Bàn giao như trên?", "Hand over as shown?").to_string()),
        ..Ask::default()
    };
    Ok(if moving.is_empty() { vec![Part::Table(table)] } else { vec![Part::Table(table), Part::Form(ask)] })
}

/// Hands over.
pub async fn submit(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let (Some(from), Some(to)) = (form.int("from").map(AccountId), form.int("to").map(AccountId)) else {
            return Err(Fault::Missing);
        };
        let on = match fields::needed_date(&form, "on") {
            Ok(on) => on,
            Err(p) => return page(app, &viewer, &form, &[p], None),
        };
        match app.store().handover(&viewer.actor(), viewer.now, from, to, on, form.text("why")) {
            Ok(done) => page(app, &viewer, &form, &[], Some(done)),
            Err(StoreError::Refused(list)) => page(app, &viewer, &form, &list, None),
            Err(other) => Err(other.into()),
        }
    })
    .await
}
