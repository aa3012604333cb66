//! The first start: whoever has the code that the server printed makes the first administrator. Closed for ever once there
//! is an account; there is no default password anywhere.

use super::session::{self, Where};
use super::{password, rules};
use crate::admin::fields;
use crate::app::App;
use crate::shell::board::{Ask, Board, Field, Kind, Part};
use crate::shell::fault::{Fault, Outcome, html, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::{fingerprint, hierarchy_name};
use crate::shell::lang::Lang;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::registers::Role;
use store::StoreError;
use store::people::{NewAccount, NewAssignment};

/// Under which name tries of the code are counted; no login name has blanks.
const TRIES: &str = "thiet lap";

/// The page, or the way to sign in once there are accounts.
pub async fn show(State(app): State<App>, t: Lang, query: Form) -> Outcome {
    app.work(move |app| {
        if app.setup_code().is_none() || app.store().any_account()? {
            return closed(app, t);
        }
        let form = Form(vec![("code".into(), query.text("ma").to_string())]);
        page(app, t, &form, &[])
    })
    .await
}

fn closed(app: &App, t: Lang) -> Outcome {
    let title = t.say("Đã thiết lập xong", "Already set up");
    let text = t.say(
        "Hệ thống đã có tài khoản, nên trang này đóng lại hẳn. Quên mật khẩu thì nhờ quản trị; không còn quản trị nào vào được thì người giữ máy chủ dùng lệnh danvan account.",
        "There are accounts, so this page is closed for good. Ask an administrator for a new password; if none can sign in, whoever keeps the server uses the command danvan account.",
    );
    html(
        &Board::new(Frame::bare(app, t, Page::new(title)))
            .tool("/dang-nhap", t.say("Đăng nhập", "Sign in"))
            .part(Part::Note("info", String::new(), text.to_string())),
    )
}

fn page(app: &App, t: Lang, form: &Form, problems: &[Problem]) -> Outcome {
    let title = t.say("Thiết lập lần đầu", "First start");
    let levels = [("", t.say("Cả nước", "The whole country"))];
    let provinces = fields::provinces(app.store(), app.today());
    let units: Vec<(String, String)> =
        levels.iter().map(|(v, n)| ((*v).to_string(), (*n).to_string())).chain(provinces).collect();
    let hint = t.fill(
        "Ít nhất {} ký tự; ghép vài từ không liên quan là tốt nhất.",
        "At least {} characters; a few unrelated words are best.",
        [rules::SHORTEST],
    );
    let value = |name: &str| form.text(name).to_string();
    let hierarchies =
        Hierarchy::ALL.iter().map(|h| (h.slug().to_string(), hierarchy_name(t, *h).to_string())).collect();
    let ask = Ask {
        title: t.say("Người quản trị đầu tiên", "The first administrator").to_string(),
        action: "/thiet-lap".into(),
        fields: vec![
            Field::new("code", Kind::Line("off"), t.say("Mã thiết lập", "Set-up code"))
                .hint(t.say("máy chủ in ra khi khởi động", "the server printed it when it started"))
                .value(value("code")),
            Field::new("unit", Kind::Choice(units), t.say("Hệ thống này của", "This installation is of"))
                .hint(t.say(
                    "người quản trị này quản lý đơn vị ấy và mọi đơn vị trực thuộc",
                    "this administrator keeps that unit and all below it",
                ))
                .value(value("unit")),
            Field::new("he", Kind::Choice(hierarchies), t.say("Hệ thống cơ quan", "Hierarchy")).value(value("he")),
            Field::new("name", Kind::Line("name"), t.say("Họ tên", "Name")).value(value("name")),
            Field::new("login", Kind::Line("username"), t.say("Tên đăng nhập", "Login name"))
                .hint(t.say(
                    "chữ không dấu, chữ số, có thể có . _ - @ ở giữa",
                    "letters without marks, digits, and . _ - @ between them",
                ))
                .value(value("login")),
            Field::new("password", Kind::Secret("new-password"), t.say("Mật khẩu", "Password")).hint(&hint),
            Field::new("again", Kind::Secret("new-password"), t.say("Gõ lại mật khẩu", "Password again")),
        ],
        submit: t.say("Tạo tài khoản và vào hệ thống", "Make the account and enter").to_string(),
        ..Ask::default()
    };
    let board = Board::new(Frame::bare(app, t, Page::new(title)))
        .lead(t.say(
            "Chưa có tài khoản nào. Tạo người quản trị đầu tiên; các tài khoản khác do người ấy lập.",
            "There are no accounts yet. Make the first administrator, who makes the others.",
        ))
        .part(Part::Form(ask.problems(t, problems)));
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &board)
}

/// Makes the first administrator and signs in.
pub async fn submit(State(app): State<App>, t: Lang, headers: HeaderMap, form: Form) -> Outcome {
    let at = Where::of(&app, &headers);
    app.work(move |app| {
        let (store, now) = (app.store(), app.now());
        let Some(code) = app.setup_code() else { return closed(app, t) };
        if store.any_account()? {
            return closed(app, t);
        }
        let address = at.address.as_deref();
        if let Some(until) = store.may_try(TRIES, address, now)? {
            return Err(Fault::TooOften(until.0.as_second() - now.as_second()));
        }
        // Fingerprints are compared, so the time tells nothing of the code.
        if fingerprint(form.text("code").trim()) != fingerprint(code) {
            store.note_failure(TRIES, address, now)?;
            let problem = Problem::error("wrong-setup-code", "Mã thiết lập không đúng").field("code");
            return page(app, t, &form, &[problem.hint("xem lại dòng mà máy chủ in ra lúc khởi động")]);
        }
        store.note_success(TRIES, address, now)?;
        match make(app, &form) {
            Ok(account) => {
                let mine = store.assignments_on(account, app.today())?;
                let first = mine.first().ok_or(Fault::Missing)?;
                Ok(session::with_cookie(session::begin(app, account, first.id, &at)?, to("/quan-tri")))
            }
            Err(Fault::Refused(problems)) => page(app, t, &form, &problems),
            Err(other) => Err(other),
        }
    })
    .await
}

fn make(app: &App, form: &Form) -> Outcome<domain::people::AccountId> {
    let (store, today) = (app.store(), app.today());
    let unit = fields::unit_of_choice(store, form.text("unit"), today).ok_or_else(|| {
        Fault::refused(Problem::error("unknown-unit", "Không có đơn vị này").field("unit").hint("chọn trong danh sách"))
    })?;
    let he = Hierarchy::parse(form.text("he")).unwrap_or(Hierarchy::ChinhQuyen);
    let unit_name = store.units().nearest_version(unit, today).map_or_else(String::new, |v| v.full_name.clone());
    let problems =
        rules::check(form.text("password"), form.text("again"), &[form.text("login"), form.text("name"), &unit_name]);
    if !problems.is_empty() {
        return Err(Fault::Refused(problems));
    }
    let new = NewAccount {
        login: form.text("login").to_string(),
        name: form.text("name").to_string(),
        password_hash: password::hash(app, form.text("password"))?,
        must_change: false,
    };
    let from = today;
    let first = NewAssignment {
        unit, he, role: Role::Administrator, from, to: None, note: "thiết lập lần đầu".into()
    };
    let account = store.add_first_account(app.now(), &new, &first)?;
    let who = store::Actor::administrator(&new.name);
    store
        .set_setting(&who, app.now(), fields::INSTALLATION, Some(&unit.0.to_string()))
        .map_err(|e: StoreError| e.into())
        .map(|()| account)
}
