//! One account: what an administrator sees of it and may do with it.

use super::{accounts, fields};
use crate::app::App;
use crate::people::account::{assignment_words, days, sessions, tokens};
use crate::people::password;
use crate::shell::board::{Ask, Board, Button, Cell, Field, Kind, Part, Table};
use crate::shell::fault::{Fault, Outcome, html, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::people::{Account, AccountId, Assignment, AssignmentId, SessionId, TokenId};
use domain::problem::Problem;
use store::people::AccountChange;
use store::{Store, StoreError};

fn flash(t: Lang, query: &Form) -> Option<String> {
    let words = match query.text("da") {
        "ghi" => t.say("Đã ghi.", "Saved."),
        "phan-cong" => t.say("Đã phân công.", "Assigned."),
        "ket-thuc" => t.say("Đã kết thúc phân công.", "The assignment is ended."),
        "ngung" => t.say(
            "Đã ngừng tài khoản; các phiên đã bị chấm dứt.",
            "The account is disabled and its sessions are ended.",
        ),
        "dung" => t.say("Tài khoản dùng lại được.", "The account is in use again."),
        "mo-khoa" => t.say("Đã mở khóa.", "The lock is lifted."),
        "buoc-hai" => t.say("Đã gỡ xác thực hai bước.", "The second step is taken away."),
        "phien" => t.say("Đã chấm dứt phiên.", "Sessions are ended."),
        "thu-hoi" => t.say("Đã thu hồi mã truy cập.", "The access code is revoked."),
        _ => return None,
    };
    Some(words.to_string())
}

/// An account that the viewer manages; another is not there.
fn managed(store: &Store, viewer: &Viewer, id: i64) -> Outcome<Account> {
    match store.may_manage(&viewer.actor(), viewer.now, AccountId(id)) {
        Ok(account) => Ok(account),
        Err(StoreError::Refused(_)) => Err(Fault::Missing),
        Err(other) => Err(other.into()),
    }
}

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<i64>, query: Form) -> Outcome {
    app.work(move |app| {
        let account = managed(app.store(), &viewer, id)?;
        html(&page(app, &viewer, &account, &query, &[])?)
    })
    .await
}

fn page(app: &App, viewer: &Viewer, account: &Account, form: &Form, problems: &[Problem]) -> Outcome<Board> {
    let (t, store) = (viewer.lang, app.store());
    let path = format!("/quan-tri/tai-khoan/{}", account.id);
    let page = Page::new(&account.name)
        .room("/quan-tri")
        .crumb("/quan-tri", t.say("Quản trị", "Administration"))
        .crumb("/quan-tri/tai-khoan", t.say("Tài khoản", "Accounts"))
        .flash(flash(t, form))
        .script("form.js");
    let all = store.assignments(account.id)?;
    let list = store.tokens_of(account.id)?;
    let mine = |which: &str| if form.text("viec") == which { problems } else { &[] };
    let filled = if form.text("viec") == "phan-cong" {
        form.clone()
    } else {
        let unit = all.last().map_or(viewer.assignment.unit, |a| a.unit);
        Form(vec![("unit".into(), format!("u:{}", unit.0)), ("from".into(), say::date(&viewer.today))])
    };
    let assign = Ask {
        title: t.say("Phân công thêm", "Assign").to_string(),
        action: path.clone(),
        hidden: vec![("viec", "phan-cong".into())],
        fields: accounts::assignment_fields(store, viewer, &filled),
        submit: t.say("Phân công", "Assign").to_string(),
        ..Ask::default()
    };
    let rename = Ask {
        title: t.say("Sửa họ tên", "Correct the name").to_string(),
        action: path.clone(),
        hidden: vec![("viec", "ten".into())],
        fields: vec![
            Field::new("name", Kind::Line("off"), t.say("Họ tên", "Name"))
                .value(form.get("name").unwrap_or(&account.name)),
        ],
        submit: t.say("Ghi", "Save").to_string(),
        ..Ask::default()
    };
    let mut board = Board::new(Frame::of(app, viewer, page))
        .tool(format!("/quan-tri/nhat-ky?account={}", account.id), t.say("Nhật ký", "Log"))
        .tool(format!("/quan-tri/ban-giao?from={}", account.id), t.say("Bàn giao", "Hand over"));
    if !problems.is_empty() && !matches!(form.text("viec"), "phan-cong" | "ten") {
        let text = problems
            .iter()
            .map(|p| format!("{} {}", t.problem(p), p.hint.as_deref().unwrap_or_default()))
            .collect::<Vec<_>>();
        board = board.part(Part::Note(
            "error",
            t.say("Chưa thực hiện được", "This could not be done").to_string(),
            text.join(" "),
        ));
    }
    Ok(board
        .part(Part::Facts(t.say("Tài khoản", "Account").to_string(), facts(store, viewer, account)?))
        .part(Part::Table(deeds(viewer, account, &path, store.locked_until(account, viewer.now)?.is_some())))
        .part(Part::Table(assignments(store, viewer, &all, &path)))
        .part(Part::Form(assign.problems(t, mine("phan-cong"))))
        .part(Part::Form(rename.problems(t, mine("ten"))))
        .part(Part::Table(sessions(viewer, &store.sessions_of(account.id)?, &path)))
        .part(Part::Table(tokens(store, viewer, &list, &path)?)))
}

fn facts(store: &Store, viewer: &Viewer, account: &Account) -> Outcome<Vec<(String, String)>> {
    let t = viewer.lang;
    let state = match (account.disabled, store.locked_until(account, viewer.now)?) {
        (true, _) => t.say("đã ngừng", "disabled").to_string(),
        (false, Some(until)) => t.fill("tạm khóa đến {}", "locked until {}", [say::time(&until.0)]),
        (false, None) if account.must_change => {
            t.say("phải đổi mật khẩu khi đăng nhập", "must change the password at sign-in").to_string()
        }
        (false, None) => t.say("đang dùng", "in use").to_string(),
    };
    let seen = account.last_sign_in.as_ref().map_or_else(|| t.say("chưa lần nào", "never").to_string(), say::time);
    let second = if account.second_factor { t.say("đang bật", "on") } else { t.say("chưa bật", "off") };
    Ok(vec![
        (t.say("Tên đăng nhập", "Login name").to_string(), account.login.clone()),
        (t.say("Trạng thái", "State").to_string(), state),
        (t.say("Xác thực hai bước", "Second step").to_string(), second.to_string()),
        (t.say("Đăng nhập lần cuối", "Last sign-in").to_string(), seen),
        (t.say("Mật khẩu đặt lúc", "Password set").to_string(), say::time(&account.password_set)),
        (t.say("Lập lúc", "Made").to_string(), say::time(&account.created)),
    ])
}

/// What can be done, with a button each.
fn deeds(viewer: &Viewer, account: &Account, path: &str, locked: bool) -> Table {
    let t = viewer.lang;
    let row = |what: &str, label: &str, about: &str, confirm: Option<&str>| {
        let button = Button {
            action: path.to_string(),
            fields: vec![("viec", what.to_string())],
            label: label.to_string(),
            of: String::new(),
            confirm: confirm.map(str::to_string),
        };
        vec![Cell::text(about), Cell::default().button(button)]
    };
    let mut rows = vec![row(
        "mat-khau",
        t.say("Đặt lại mật khẩu", "Reset the password"),
        t.say(
            "Quên mật khẩu, hoặc nghi bị lộ: có mật khẩu ban đầu mới, các phiên bị chấm dứt.",
            "Forgotten or perhaps stolen: a new first password; sessions are ended.",
        ),
        Some(t.say("Mật khẩu cũ thôi dùng được ngay. Đặt lại?", "The old password stops working at once. Reset it?")),
    )];
    if locked {
        rows.push(row(
            "mo-khoa",
            t.say("Mở khóa", "Lift the lock"),
            t.say("Đang tạm khóa vì nhập sai nhiều lần.", "Locked after too many wrong tries."),
            None,
        ));
    }
    if account.second_factor {
        rows.push(row(
            "buoc-hai",
            t.say("Gỡ xác thực hai bước", "Take the second step away"),
            t.say(
                "Khi mất điện thoại và không còn mã dự phòng. Xác minh đúng người trước khi gỡ.",
                "When the phone and the recovery codes are lost. Make sure who is asking.",
            ),
            Some(t.say(
                "Sau đó chỉ cần mật khẩu là vào được. Gỡ?",
                "The password alone will then be enough. Take it away?",
            )),
        ));
    }
    rows.push(row(
        "phien-het",
        t.say("Chấm dứt mọi phiên", "End all sessions"),
        t.say("Đăng xuất người này ở mọi máy.", "Signs this person out everywhere."),
        None,
    ));
    if account.disabled {
        rows.push(row(
            "dung",
            t.say("Cho dùng lại", "Enable"),
            t.say("Tài khoản đang ngừng.", "The account is disabled."),
            None,
        ));
    } else if account.id != viewer.account.id {
        rows.push(row(
            "ngung",
            t.say("Ngừng tài khoản", "Disable"),
            t.say(
                "Người này thôi đăng nhập được; hồ sơ đã ghi vẫn còn.",
                "This person can no longer sign in; what they recorded stays.",
            ),
            Some(t.say("Các phiên bị chấm dứt ngay. Ngừng?", "Sessions are ended at once. Disable it?")),
        ));
    }
    Table {
        id: "viec",
        caption: t.say("Việc", "What can be done").to_string(),
        heads: [t.say("Khi nào", "When"), t.say("Việc", "Action")].map(str::to_string).into(),
        rows,
        empty: String::new(),
    }
}

fn assignments(store: &Store, viewer: &Viewer, all: &[Assignment], path: &str) -> Table {
    let t = viewer.lang;
    let row = |a: &Assignment| {
        let mut cell = Cell::text(assignment_words(store, t, a, viewer.today)).meta(a.note.clone());
        if !a.open_on(viewer.today) {
            cell = cell.badge("muted", t.say("đã kết thúc", "ended"));
        }
        let end = Button {
            action: path.to_string(),
            fields: vec![("viec", "ket-thuc".into()), ("assignment", a.id.0.to_string())],
            label: t.say("Kết thúc hôm nay", "End today").to_string(),
            of: assignment_words(store, t, a, viewer.today),
            confirm: Some(
                t.say("Hôm nay là ngày cuối của phân công này?", "Is today the last day of this assignment?")
                    .to_string(),
            ),
        };
        let act = if a.open_on(viewer.today) { Cell::default().button(end) } else { Cell::default() };
        vec![cell, Cell::text(days(t, a)), act]
    };
    Table {
        id: "phan-cong",
        caption: t.say("Phân công", "Assignments").to_string(),
        heads: [t.say("Đơn vị, vai trò", "Unit and role"), t.say("Thời hạn", "Days"), t.say("Việc", "Action")]
            .map(str::to_string)
            .into(),
        rows: all.iter().map(row).collect(),
        empty: t.say("Chưa có phân công.", "No assignments.").to_string(),
    }
}

/// Does one of the things.
pub async fn submit(State(app): State<App>, viewer: Viewer, Path(id): Path<i64>, form: Form) -> Outcome {
    app.work(move |app| {
        let account = managed(app.store(), &viewer, id)?;
        let done = if form.text("viec") == "mat-khau" {
            reset(app, &viewer, account.id).map(Err)
        } else {
            carry_out(app.store(), &viewer, account.id, &form).map(Ok)
        };
        match done {
            Ok(Ok(done)) => Ok(to(&format!("/quan-tri/tai-khoan/{id}?da={done}"))),
            Ok(Err(secret)) => html(&accounts::shown(app, &viewer, account.id, secret)?),
            Err(Fault::Refused(problems)) => {
                html_with(StatusCode::UNPROCESSABLE_ENTITY, &page(app, &viewer, &account, &form, &problems)?)
            }
            Err(other) => Err(other),
        }
    })
    .await
}

fn reset(app: &App, viewer: &Viewer, id: AccountId) -> Outcome<String> {
    let secret = accounts::first_password(app);
    let hash = password::hash(app, &secret)?;
    let keep = if viewer.account.id == id { viewer.session } else { None };
    app.store().set_password(&viewer.actor(), viewer.now, id, &hash, true, keep)?;
    Ok(secret)
}

/// Carries out what the form says; answers with the word for the sentence that follows.
fn carry_out(store: &Store, viewer: &Viewer, id: AccountId, form: &Form) -> Outcome<&'static str> {
    let (who, at) = (viewer.actor(), viewer.now);
    let change = |change: AccountChange| store.change_account(&who, at, id, &change);
    let done = match form.text("viec") {
        "ten" => change(AccountChange { name: Some(form.text("name").to_string()), ..AccountChange::default() })
            .map(|()| "ghi")?,
        "ngung" => change(AccountChange { disabled: Some(true), ..AccountChange::default() }).map(|()| "ngung")?,
        "dung" => change(AccountChange { disabled: Some(false), ..AccountChange::default() }).map(|()| "dung")?,
        "mo-khoa" => store.lift_lock(&who, at, id).map(|()| "mo-khoa")?,
        "buoc-hai" => store.set_totp(&who, at, id, None).map(|()| "buoc-hai")?,
        "phien-het" => store.end_sessions(&who, at, id, viewer.session).map(|_| "phien")?,
        "phan-cong" => {
            let new = accounts::assignment(store, viewer, form).map_err(Fault::Refused)?;
            store.assign(&who, at, id, &new).map(|_| "phan-cong")?
        }
        "ket-thuc" => {
            let assignment = form.int("assignment").map(AssignmentId).ok_or(Fault::Missing)?;
            if !store.assignments(id)?.iter().any(|a| a.id == assignment) {
                return Err(Fault::Missing);
            }
            let day = fields::date(form, "to").map_err(Fault::refused)?.unwrap_or(viewer.today);
            store.end_assignment(&who, at, assignment, day).map(|()| "ket-thuc")?
        }
        "phien" => {
            let session = form.int("session").map(SessionId).ok_or(Fault::Missing)?;
            if !store.sessions_of(id)?.iter().any(|s| s.id == session) {
                return Err(Fault::Missing);
            }
            store.end_session(&who, at, session, viewer.session).map(|()| "phien")?
        }
        "thu-hoi" => {
            let token = form.int("token").map(TokenId).ok_or(Fault::Missing)?;
            if !store.tokens_of(id)?.iter().any(|k| k.id == token) {
                return Err(Fault::Missing);
            }
            store.revoke_token(&who, at, token).map(|()| "thu-hoi")?
        }
        _ => return Err(Fault::Missing),
    };
    Ok(done)
}
