//! My account: language, assignments, password, second factor, sessions, access codes for programs.

use super::password;
use crate::app::App;
use crate::shell::board::{Ask, Board, Button, Cell, Field, Kind, Part, Table};
use crate::shell::fault::{Fault, Outcome, html, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::{Viewer, fingerprint, hierarchy_name, role_name};
use crate::shell::lang::Lang;
use crate::shell::say;
use axum::extract::State;
use domain::people::{Assignment, SessionId, TokenId};
use domain::problem::Problem;
use store::Store;
use store::people::{NewToken, Session, Token};

/// What was done, in a sentence.
fn flash(t: Lang, query: &Form) -> Option<String> {
    let words = match query.text("da") {
        "mat-khau" => t.say("Đã đổi mật khẩu.", "The password is changed."),
        "bat" => t.say("Đã bật xác thực hai bước.", "The second step is on."),
        "tat" => t.say("Đã tắt xác thực hai bước.", "The second step is off."),
        "phien" => t.say("Đã chấm dứt phiên.", "The session is ended."),
        "phien-khac" => t.say("Đã chấm dứt các phiên khác.", "Your other sessions are ended."),
        "thu-hoi" => t.say("Đã thu hồi mã truy cập.", "The access code is revoked."),
        _ => return None,
    };
    Some(words.to_string())
}

/// Whether a password typed once more is the viewer's own. Wrong ones count as wrong sign-ins do.
pub fn check_password(app: &App, viewer: &Viewer, typed: &str) -> Outcome<Vec<Problem>> {
    let (store, login) = (app.store(), viewer.account.login.as_str());
    let address = viewer.address.as_deref();
    if let Some(until) = store.may_try(login, address, viewer.now)? {
        return Err(Fault::TooOften(until.0.as_second() - viewer.now.as_second()));
    }
    if password::is(store.password_hash(viewer.account.id)?.as_deref(), typed)? {
        store.note_success(login, address, viewer.now)?;
        return Ok(Vec::new());
    }
    store.note_failure(login, address, viewer.now)?;
    let problem = Problem::error("wrong-password", "Mật khẩu hiện tại không đúng").field("current");
    Ok(vec![problem.hint("gõ lại; để ý bộ gõ tiếng Việt và phím Caps Lock")])
}

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer, query: Form) -> Outcome {
    app.work(move |app| html(&page(app, &viewer, &query, None, &[])?)).await
}

fn page(app: &App, viewer: &Viewer, query: &Form, secret: Option<String>, wrong: &[Problem]) -> Outcome<Board> {
    let (t, store) = (viewer.lang, app.store());
    let title = t.say("Tài khoản của tôi", "My account");
    let mut board = Board::new(Frame::of(app, viewer, Page::new(title).flash(flash(t, query)).script("form.js")))
        .tool("/toi/mat-khau", t.say("Đổi mật khẩu", "Change the password"))
        .tool("/toi/xac-thuc", t.say("Xác thực hai bước", "Second step"));
    if let Some(secret) = secret {
        board = board.part(Part::Once(
            t.say("Mã truy cập mới", "New access code").to_string(),
            t.say(
                "Chép ngay vào chương trình sẽ dùng: mã chỉ hiện một lần, hệ thống không giữ lại.",
                "Copy it into the program now: it is shown once, and kept nowhere.",
            )
            .to_string(),
            vec![secret],
        ));
    }
    let second = if viewer.account.second_factor {
        let left = store.recovery_codes_left(viewer.account.id)?;
        t.fill("đang bật; còn {} mã dự phòng", "on; {} recovery codes left", [left])
    } else {
        t.say("chưa bật", "off").to_string()
    };
    let facts = vec![
        (t.say("Họ tên", "Name").to_string(), viewer.account.name.clone()),
        (t.say("Tên đăng nhập", "Login name").to_string(), viewer.account.login.clone()),
        (t.say("Mật khẩu đặt lúc", "Password set").to_string(), say::time(&viewer.account.password_set)),
        (t.say("Xác thực hai bước", "Second step").to_string(), second),
        (
            t.say("Ngôn ngữ", "Language").to_string(),
            t.say("Tiếng Việt (đổi ở đầu trang)", "English (switch at the top)").to_string(),
        ),
    ];
    let all = store.assignments(viewer.account.id)?;
    Ok(board
        .lead(t.say("Sai họ tên thì nhờ quản trị đơn vị sửa.", "If your name is wrong, ask your unit's administrator."))
        .part(Part::Facts(t.say("Thông tin", "About me").to_string(), facts))
        .part(Part::Table(assignments(store, viewer, &all)))
        .part(Part::Table(sessions(viewer, &store.sessions_of(viewer.account.id)?, "/toi/phien")))
        .part(Part::Form(end_others(t)))
        .part(Part::Table(tokens(store, viewer, &store.tokens_of(viewer.account.id)?, "/toi/ma-truy-cap")?))
        .part(Part::Form(new_token(store, viewer, query, wrong)?)))
}

/// An assignment in words.
pub fn assignment_words(store: &Store, t: Lang, a: &Assignment, today: domain::Date) -> String {
    let unit = store.units().nearest_version(a.unit, today).map_or_else(String::new, |v| v.full_name.clone());
    format!("{unit} · {} · {}", role_name(t, a.role), hierarchy_name(t, a.he))
}

/// The days of an assignment.
pub fn days(t: Lang, a: &Assignment) -> String {
    match a.to {
        Some(to) => format!("{} – {}", say::date(&a.from), say::date(&to)),
        None => t.fill("từ {}", "since {}", [say::date(&a.from)]),
    }
}

fn assignments(store: &Store, viewer: &Viewer, all: &[Assignment]) -> Table {
    let t = viewer.lang;
    let row = |a: &Assignment| {
        let mut cell = Cell::text(assignment_words(store, t, a, viewer.today)).meta(a.note.clone());
        if a.id == viewer.assignment.id {
            cell = cell.badge("info", t.say("đang dùng", "in use"));
        }
        if !a.in_force(viewer.today) {
            cell = cell.badge("muted", t.say("không hiệu lực", "not in force"));
        }
        vec![cell, Cell::text(days(t, a))]
    };
    Table {
        id: "phan-cong",
        caption: t.say("Phân công của tôi", "My assignments").to_string(),
        heads: [t.say("Đơn vị, vai trò", "Unit and role"), t.say("Thời hạn", "Days")].map(str::to_string).into(),
        rows: all.iter().map(row).collect(),
        empty: t.say("Chưa có phân công.", "No assignments.").to_string(),
    }
}

/// Sessions of an account, each with a button that ends it.
pub fn sessions(viewer: &Viewer, list: &[Session], action: &str) -> Table {
    let t = viewer.lang;
    let row = |s: &Session| {
        let agent = if s.agent.is_empty() { t.say("không rõ", "unknown") } else { &s.agent };
        let own = Some(s.id) == viewer.session;
        let cell = Cell::text(agent).meta(s.address.clone());
        let end = Button {
            action: action.to_string(),
            fields: vec![("viec", "phien".into()), ("session", s.id.0.to_string())],
            label: t.say("Chấm dứt", "End").to_string(),
            of: say::time(&s.started),
            confirm: None,
        };
        vec![
            if own { cell.badge("info", t.say("phiên này", "this one")) } else { cell },
            Cell::text(say::time(&s.started)),
            Cell::text(say::time(&s.seen)),
            if own { Cell::default() } else { Cell::default().button(end) },
        ]
    };
    let heads = [
        t.say("Trình duyệt", "Browser"),
        t.say("Bắt đầu", "Began"),
        t.say("Lần cuối", "Last seen"),
        t.say("Việc", "Action"),
    ];
    Table {
        id: "phien",
        caption: t.say("Phiên đăng nhập", "Sessions").to_string(),
        heads: heads.map(str::to_string).into(),
        rows: list.iter().map(row).collect(),
        empty: t.say("Không có phiên nào.", "No sessions.").to_string(),
    }
}

fn end_others(t: Lang) -> Ask {
    Ask {
        title: t.say("Đăng xuất ở nơi khác", "Sign out elsewhere").to_string(),
        lead: t
            .say(
                "Dùng khi quên đăng xuất ở máy khác, hoặc thấy phiên lạ.",
                "For a machine you forgot to sign out of, or a session you do not know.",
            )
            .to_string(),
        action: "/toi/phien".into(),
        hidden: vec![("viec", "tat-ca".into())],
        submit: t.say("Chấm dứt các phiên khác", "End the other sessions").to_string(),
        ..Ask::default()
    }
}

/// Tokens of an account, each with a button that revokes it.
pub fn tokens(store: &Store, viewer: &Viewer, list: &[Token], action: &str) -> Outcome<Table> {
    let t = viewer.lang;
    let mine = list.first().map_or_else(|| Ok(Vec::new()), |k| store.assignments(k.account))?;
    let row = |k: &Token| {
        let held = mine.iter().find(|a| a.id == k.assignment);
        let words = held.map_or_else(String::new, |a| assignment_words(store, t, a, viewer.today));
        let mut cell = Cell::text(k.name.clone()).meta(words);
        let gone = k.revoked.is_some() || k.expires < viewer.today;
        if k.revoked.is_some() {
            cell = cell.badge("muted", t.say("đã thu hồi", "revoked"));
        } else if gone {
            cell = cell.badge("muted", t.say("hết hạn", "expired"));
        }
        let revoke = Button {
            action: action.to_string(),
            fields: vec![("viec", "thu-hoi".into()), ("token", k.id.0.to_string())],
            label: t.say("Thu hồi", "Revoke").to_string(),
            of: k.name.clone(),
            confirm: Some(
                t.say(
                    "Chương trình đang dùng mã này sẽ không vào được nữa. Thu hồi?",
                    "The program that uses this code will be shut out. Revoke it?",
                )
                .to_string(),
            ),
        };
        let used = k.last_used.as_ref().map_or_else(|| t.say("chưa dùng", "never").to_string(), say::time);
        let act = if gone { Cell::default() } else { Cell::default().button(revoke) };
        vec![cell, Cell::text(say::date(&k.expires)), Cell::text(used), act]
    };
    let heads = [
        t.say("Mã", "Code"),
        t.say("Hết hạn", "Expires"),
        t.say("Dùng lần cuối", "Last used"),
        t.say("Việc", "Action"),
    ];
    Ok(Table {
        id: "ma",
        caption: t.say("Mã truy cập cho chương trình", "Access codes for programs").to_string(),
        heads: heads.map(str::to_string).into(),
        rows: list.iter().map(row).collect(),
        empty: t.say("Chưa có mã nào.", "None.").to_string(),
    })
}

fn new_token(store: &Store, viewer: &Viewer, query: &Form, wrong: &[Problem]) -> Outcome<Ask> {
    let t = viewer.lang;
    let mine = store.assignments_on(viewer.account.id, viewer.today)?;
    let options = mine.iter().map(|a| (a.id.0.to_string(), assignment_words(store, t, a, viewer.today))).collect();
    let ahead = viewer.today.checked_add(domain::Span::new().days(180)).unwrap_or(viewer.today);
    let expires = query.get("expires").map_or_else(|| say::date(&ahead), str::to_string);
    let ask = Ask {
        title: t.say("Tạo mã truy cập", "Make an access code").to_string(),
        lead: t
            .say(
                "Chương trình khác dùng mã để đọc, ghi thay tôi trong một phân công, với đúng quyền của phân công ấy.",
                "Another program uses it to read and write for me in one assignment, with exactly that assignment's rights.",
            )
            .to_string(),
        action: "/toi/ma-truy-cap".into(),
        hidden: vec![("viec", "tao".into())],
        fields: vec![
            Field::new("name", Kind::Line("off"), t.say("Dùng cho", "What for")).value(query.text("name")),
            Field::new("assignment", Kind::Choice(options), t.say("Phân công", "Assignment")).value(query.text("assignment")),
            Field::new("expires", Kind::Date, t.say("Ngày cuối", "Last day"))
                .hint(t.say("nhiều nhất một năm", "a year at most"))
                .value(expires),
            Field::new("current", Kind::Secret("current-password"), t.say("Mật khẩu hiện tại", "Present password")),
        ],
        submit: t.say("Tạo mã", "Make it").to_string(),
        ..Ask::default()
    };
    Ok(ask.problems(t, wrong))
}

/// Ends sessions.
pub async fn end_sessions(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    let own = viewer.session.ok_or(Fault::SignedOut)?;
    app.work(move |app| {
        let (store, who) = (app.store(), viewer.actor());
        if form.text("viec") == "tat-ca" {
            store.end_sessions(&who, viewer.now, viewer.account.id, Some(own))?;
            return Ok(to("/toi?da=phien-khac"));
        }
        let id = form.int("session").map(SessionId).ok_or(Fault::Missing)?;
        if !store.sessions_of(viewer.account.id)?.iter().any(|s| s.id == id) {
            return Err(Fault::Missing);
        }
        store.end_session(&who, viewer.now, id, Some(own))?;
        Ok(to("/toi?da=phien"))
    })
    .await
}

/// Makes or revokes an access code. A new one needs the password, and its secret is shown once.
pub async fn change_tokens(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    // A password that somebody else knows must not beget a code that outlives it.
    if viewer.account.must_change {
        return Ok(to("/toi/mat-khau"));
    }
    app.work(move |app| {
        let (store, who) = (app.store(), viewer.actor());
        if form.text("viec") == "thu-hoi" {
            let id = form.int("token").map(TokenId).ok_or(Fault::Missing)?;
            if !store.tokens_of(viewer.account.id)?.iter().any(|k| k.id == id) {
                return Err(Fault::Missing);
            }
            store.revoke_token(&who, viewer.now, id)?;
            return Ok(to("/toi?da=thu-hoi"));
        }
        match make_token(app, &viewer, &form)? {
            Ok(secret) => html(&page(app, &viewer, &Form::default(), Some(secret), &[])?),
            Err(problems) => {
                let board = page(app, &viewer, &form, None, &problems)?;
                crate::shell::fault::html_with(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &board)
            }
        }
    })
    .await
}

fn make_token(app: &App, viewer: &Viewer, form: &Form) -> Outcome<Result<String, Vec<Problem>>> {
    let store = app.store();
    let mut problems = check_password(app, viewer, form.text("current"))?;
    let expires =
        domain::calendar::parse_date(form.text("expires")).map_err(|p| problems.push(p.field("expires"))).ok();
    let mine = store.assignments_on(viewer.account.id, viewer.today)?;
    let chosen = form.int("assignment").and_then(|id| mine.iter().find(|a| a.id.0 == id));
    if chosen.is_none() {
        let problem = Problem::error("no-assignment", "Chưa chọn phân công đang có hiệu lực").field("assignment");
        problems.push(problem.hint("chọn trong danh sách"));
    }
    let (Some(expires), Some(assignment), []) = (expires, chosen, &problems[..]) else { return Ok(Err(problems)) };
    let secret = super::session::secret(app);
    let new = NewToken {
        account: viewer.account.id,
        assignment: assignment.id,
        name: form.text("name"),
        token_hash: &fingerprint(&secret),
        expires,
    };
    match store.new_token(&viewer.actor(), viewer.now, &new) {
        Ok(_) => Ok(Ok(secret)),
        Err(store::StoreError::Refused(list)) => Ok(Err(list)),
        Err(other) => Err(other.into()),
    }
}
