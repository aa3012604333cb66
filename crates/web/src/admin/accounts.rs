//! The accounts that an administrator keeps: the list, and a new one.

use super::fields;
use crate::app::App;
use crate::people::account::{assignment_words, days};
use crate::people::password;
use crate::shell::board::{Ask, Board, Cell, Field, Kind, Part, Table};
use crate::shell::fault::{Fault, Outcome, html, html_with};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use crate::shell::say;
use axum::extract::State;
use axum::http::StatusCode;
use domain::people::AccountId;
use domain::problem::Problem;
use domain::registers::Role;
use store::Store;
use store::people::{AccountFilter, NewAccount, NewAssignment, WithAssignments};

/// Accounts on a page.
const PAGE: i64 = 50;

/// The list.
pub async fn list(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| {
        let (t, store) = (viewer.lang, app.store());
        let number = fields::page_number(&query);
        let filter = AccountFilter {
            under: Some(viewer.assignment.unit),
            words: query.get("q").map(str::to_string),
            role: query.get("role").and_then(Role::parse),
            disabled: query.get("state").map(|s| s == "ngung"),
            limit: PAGE,
            offset: (number - 1) * PAGE,
        };
        let (found, total) = store.accounts(&filter, viewer.today)?;
        let states = vec![
            ("dung".to_string(), t.say("đang dùng", "in use").to_string()),
            ("ngung".to_string(), t.say("đã ngừng", "disabled").to_string()),
        ];
        let any = t.say("tất cả", "all");
        let ask = Ask {
            action: "/quan-tri/tai-khoan".into(),
            get: true,
            fields: vec![
                Field::new("q", Kind::Line("off"), t.say("Tên hoặc tên đăng nhập", "Name or login"))
                    .optional()
                    .value(query.text("q")),
                Field::new("role", Kind::Choice(fields::with_any(any, fields::roles(t))), t.say("Vai trò", "Role"))
                    .optional()
                    .value(query.text("role")),
                Field::new("state", Kind::Choice(fields::with_any(any, states)), t.say("Trạng thái", "State"))
                    .optional()
                    .value(query.text("state")),
            ],
            submit: t.say("Lọc", "Filter").to_string(),
            ..Ask::default()
        };
        let heads =
            [t.say("Họ tên", "Name"), t.say("Phân công", "Assignments"), t.say("Đăng nhập lần cuối", "Last sign-in")];
        let table = Table {
            id: "tai-khoan",
            caption: t.count(total, "{} tài khoản", "{} account", "{} accounts"),
            heads: heads.map(str::to_string).into(),
            rows: found.iter().map(|a| row(store, &viewer, a)).collect(),
            empty: t.say("Không có tài khoản nào như vậy.", "No such accounts.").to_string(),
        };
        let way = |n: i64| format!("/quan-tri/tai-khoan?{}", query.with("trang", &n.to_string()));
        let pages = Part::Pages(
            (number > 1).then(|| way(number - 1)),
            t.fill("trang {}", "page {}", [number]),
            (number * PAGE < total).then(|| way(number + 1)),
        );
        let page = Page::new(t.say("Tài khoản", "Accounts"))
            .room("/quan-tri")
            .crumb("/quan-tri", t.say("Quản trị", "Administration"));
        html(
            &Board::new(Frame::of(app, &viewer, page))
                .lead(t.fill("Của {} và các đơn vị trực thuộc.", "Of {} and the units below it.", [&viewer.unit_name]))
                .tool("/quan-tri/tai-khoan/moi", t.say("Lập tài khoản", "New account"))
                .tool("/quan-tri/ban-giao", t.say("Bàn giao", "Hand over"))
                .part(Part::Form(ask))
                .part(Part::Table(table))
                .part(pages),
        )
    })
    .await
}

fn row(store: &Store, viewer: &Viewer, (account, assignments): &WithAssignments) -> Vec<Cell> {
    let t = viewer.lang;
    let mut name =
        Cell::link(format!("/quan-tri/tai-khoan/{}", account.id), account.name.clone()).meta(account.login.clone());
    if account.disabled {
        name = name.badge("muted", t.say("đã ngừng", "disabled"));
    }
    if account.must_change {
        name = name.badge("warn", t.say("chưa đặt mật khẩu riêng", "password not yet their own"));
    }
    if account.second_factor {
        name = name.badge("good", t.say("hai bước", "two steps"));
    }
    let open: Vec<_> = assignments.iter().filter(|a| a.open_on(viewer.today)).collect();
    let mut work = match &open[..] {
        [] => Cell::default().badge("warn", t.say("không còn phân công", "no assignment in force")),
        [first, rest @ ..] => {
            let cell = Cell::text(assignment_words(store, t, first, viewer.today));
            if rest.is_empty() { cell } else { cell.badge("muted", format!("+{}", rest.len())) }
        }
    };
    if let Some(first) = open.first() {
        work = work.meta(days(t, first));
    }
    let seen = account.last_sign_in.as_ref().map_or_else(|| t.say("chưa lần nào", "never").to_string(), say::time);
    vec![name, work, Cell::text(seen)]
}

/// The form for a new one.
pub async fn new(State(app): State<App>, viewer: Viewer) -> Outcome {
    app.work(move |app| {
        let form = Form(vec![
            ("unit".into(), format!("u:{}", viewer.assignment.unit.0)),
            ("from".into(), say::date(&viewer.today)),
        ]);
        page(app, &viewer, &form, &[])
    })
    .await
}

/// Fields of an assignment, filled as the form was.
pub fn assignment_fields(store: &Store, viewer: &Viewer, form: &Form) -> Vec<Field> {
    let t = viewer.lang;
    let he = form.get("he").unwrap_or(viewer.assignment.he.slug());
    vec![
        fields::unit_field(store, form, "unit", t.say("Đơn vị", "Unit"), viewer.today)
            .hint(t.say("gõ vài chữ của tên, không cần dấu", "type some letters of its name")),
        Field::new("he", Kind::Choice(fields::hierarchies(t)), t.say("Hệ thống", "Hierarchy")).value(he),
        Field::new("role", Kind::Choice(fields::roles(t)), t.say("Vai trò", "Role")).value(form.text("role")),
        Field::new("from", Kind::Date, t.say("Từ ngày", "From")).value(form.text("from")),
        Field::new("to", Kind::Date, t.say("Đến hết ngày", "To the end of"))
            .optional()
            .hint(t.say("bỏ trống nếu chưa định", "empty if not fixed"))
            .value(form.text("to")),
        Field::new("note", Kind::Line("off"), t.say("Căn cứ", "By which decision")).optional().value(form.text("note")),
    ]
}

/// The assignment that a form describes.
pub fn assignment(store: &Store, viewer: &Viewer, form: &Form) -> Result<NewAssignment, Vec<Problem>> {
    let mut problems = Vec::new();
    let from = fields::needed_date(form, "from").map_err(|p| problems.push(p)).ok();
    let to = fields::date(form, "to").map_err(|p| problems.push(p)).ok().flatten();
    let unit = fields::unit(store, form, "unit", viewer.today).map_err(|p| problems.push(p)).ok();
    let he = domain::organs::Hierarchy::parse(form.text("he"));
    let role = Role::parse(form.text("role"));
    if he.is_none() || role.is_none() {
        let name = if he.is_none() { "he" } else { "role" };
        problems.push(
            Problem::error("required", "Chưa chọn hệ thống hoặc vai trò").field(name).hint("chọn trong danh sách"),
        );
    }
    match (from, unit, he, role, &problems[..]) {
        (Some(from), Some(unit), Some(he), Some(role), []) => {
            Ok(NewAssignment { unit, he, role, from, to, note: form.text("note").to_string() })
        }
        _ => Err(problems),
    }
}

fn page(app: &App, viewer: &Viewer, form: &Form, problems: &[Problem]) -> Outcome {
    let t = viewer.lang;
    let mut list = vec![
        Field::new("name", Kind::Line("off"), t.say("Họ tên", "Name")).value(form.text("name")),
        Field::new("login", Kind::Line("off"), t.say("Tên đăng nhập", "Login name"))
            .hint(t.say(
                "chữ không dấu, chữ số, có thể có . _ - @ ở giữa",
                "letters without marks, digits, and . _ - @ between them",
            ))
            .value(form.text("login")),
    ];
    list.extend(assignment_fields(app.store(), viewer, form));
    let ask = Ask {
        title: t.say("Người dùng và phân công", "Person and assignment").to_string(),
        lead: t
            .say(
                "Hệ thống đặt mật khẩu ban đầu, hiện một lần; người dùng phải đổi khi đăng nhập lần đầu.",
                "A first password is made and shown once; the person must change it at the first sign-in.",
            )
            .to_string(),
        action: "/quan-tri/tai-khoan/moi".into(),
        fields: list,
        submit: t.say("Lập tài khoản", "Make the account").to_string(),
        ..Ask::default()
    };
    let page = Page::new(t.say("Lập tài khoản", "New account"))
        .room("/quan-tri")
        .crumb("/quan-tri", t.say("Quản trị", "Administration"))
        .crumb("/quan-tri/tai-khoan", t.say("Tài khoản", "Accounts"))
        .script("form.js");
    let board = Board::new(Frame::of(app, viewer, page)).part(Part::Form(ask.problems(t, problems)));
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &board)
}

/// Makes it.
pub async fn make(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let store = app.store();
        let mut problems = Vec::new();
        for check in [
            domain::people::check_login(form.text("login")).err().map(|p| p.field("login")),
            domain::people::check_name(form.text("name")).err().map(|p| p.field("name")),
        ] {
            problems.extend(check);
        }
        let assignment = assignment(store, &viewer, &form).map_err(|list| problems.extend(list)).ok();
        let Some(assignment) = assignment.filter(|_| problems.is_empty()) else {
            return page(app, &viewer, &form, &problems);
        };
        let secret = first_password(app);
        let new = NewAccount {
            login: form.text("login").to_string(),
            name: form.text("name").to_string(),
            password_hash: password::hash(app, &secret)?,
            must_change: true,
        };
        match store.add_account(&viewer.actor(), viewer.now, &new, &[assignment]) {
            Ok(id) => html(&shown(app, &viewer, id, secret)?),
            Err(store::StoreError::Refused(list)) => page(app, &viewer, &form, &list),
            Err(other) => Err(other.into()),
        }
    })
    .await
}

/// A password for somebody else: 80 random bits in four groups of four letters and digits.
pub fn first_password(app: &App) -> String {
    const LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz7";
    let bytes: [u8; 16] = app.random();
    let letters: Vec<String> = bytes
        .chunks(4)
        .map(|four| four.iter().map(|b| char::from(*LETTERS.get(usize::from(b % 32)).unwrap_or(&b'2'))).collect())
        .collect();
    letters.join("-")
}

/// The page that shows a password given to somebody, once.
pub fn shown(app: &App, viewer: &Viewer, id: AccountId, secret: String) -> Result<Board, Fault> {
    let t = viewer.lang;
    let account = app.store().account(id)?;
    let page = Page::new(t.say("Mật khẩu ban đầu", "First password"))
        .room("/quan-tri")
        .crumb("/quan-tri/tai-khoan", t.say("Tài khoản", "Accounts"))
        .crumb(format!("/quan-tri/tai-khoan/{id}"), account.name.clone());
    let facts = vec![
        (t.say("Họ tên", "Name").to_string(), account.name.clone()),
        (t.say("Tên đăng nhập", "Login name").to_string(), account.login.clone()),
    ];
    let advice = t.say(
        "Trao tận tay hoặc đọc qua điện thoại; không gửi cùng tên đăng nhập. Trang này không mở lại được; mất thì đặt lại mật khẩu.",
        "Hand it over in person or read it over the telephone, never together with the login name. This page cannot be opened again; if it is lost, reset the password.",
    );
    Ok(Board::new(Frame::of(app, viewer, page))
        .tool(format!("/quan-tri/tai-khoan/{id}"), t.say("Mở tài khoản", "Open the account"))
        .part(Part::Facts(t.say("Tài khoản", "Account").to_string(), facts))
        .part(Part::Once(t.say("Mật khẩu ban đầu", "First password").to_string(), advice.to_string(), vec![secret])))
}
