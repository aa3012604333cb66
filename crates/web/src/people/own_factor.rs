//! Setting up one's own second factor: a code to scan, recovery codes shown once.

use super::account;
use super::second_factor::{open, seal, totp};
use crate::app::App;
use crate::shell::board::{Ask, Board, Field, Kind, Part};
use crate::shell::fault::{Fault, Outcome, html, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::{Viewer, fingerprint};
use crate::shell::say;
use axum::extract::State;
use axum::http::StatusCode;
use domain::problem::Problem;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;
/// Letters of a recovery code, without those that are mistaken for others.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The page: what stands, or the first step of setting it up.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Outcome {
    app.work(
        move |app| {
            if viewer.account.second_factor { manage(app, &viewer, &[]) } else { begin(app, &viewer, None, &[]) }
        },
    )
    .await
}

fn frame(app: &App, viewer: &Viewer) -> Frame {
    let t = viewer.lang;
    let page = Page::new(t.say("Xác thực hai bước", "Second step"));
    Frame::of(app, viewer, page.crumb("/toi", t.say("Tài khoản của tôi", "My account")))
}

fn answer(board: &Board, problems: &[Problem]) -> Outcome {
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, board)
}

/// Setting up. The new secret waits, sealed, in the form itself: nothing is kept until a code of it was right.
fn begin(app: &App, viewer: &Viewer, sealed: Option<Vec<u8>>, problems: &[Problem]) -> Outcome {
    let t = viewer.lang;
    let account = viewer.account.id;
    let sealed = match sealed {
        Some(sealed) => sealed,
        None => seal(app, account, &app.random::<20>())?,
    };
    let generator = totp(open(app, account, &sealed)?, &viewer.account.login)?;
    let url = generator.to_url().map_err(|e| Fault::internal(&e.to_string()))?;
    let (side, path) = drawn(&url)?;
    let lead = t.say(
        "Ngoài mật khẩu, mỗi lần đăng nhập nhập thêm 6 số hiện trên điện thoại. Mất mật khẩu vẫn chưa mất tài khoản.",
        "Besides the password you type 6 digits that your phone shows. A stolen password alone opens nothing.",
    );
    let ask = Ask {
        title: t.say("Xác nhận", "Confirm").to_string(),
        action: "/toi/xac-thuc".into(),
        hidden: vec![("viec", "bat".into()), ("sealed", hex(&sealed))],
        fields: vec![
            Field::new("code", Kind::Line("one-time-code"), t.say("6 số trong ứng dụng", "The 6 digits in the app")),
            Field::new("current", Kind::Secret("current-password"), t.say("Mật khẩu hiện tại", "Present password")),
        ],
        submit: t.say("Bật xác thực hai bước", "Turn on the second step").to_string(),
        ..Ask::default()
    };
    let words =
        t.say("Mã QR để thêm tài khoản vào ứng dụng xác thực", "QR code that adds the account to an authenticator");
    let manual = vec![
        t.say(
            "1. Cài một ứng dụng xác thực (TOTP) trên điện thoại.",
            "1. Install an authenticator app (TOTP) on your phone.",
        )
        .to_string(),
        t.say(
            "2. Quét mã dưới đây; không quét được thì gõ khóa:",
            "2. Scan the code below; if you cannot, type the key:",
        )
        .to_string(),
        grouped(&generator.secret().to_base32()),
        t.say("3. Nhập 6 số mà ứng dụng hiện ra.", "3. Type the 6 digits that the app shows.").to_string(),
    ];
    let board = Board::new(frame(app, viewer))
        .lead(lead)
        .part(Part::Words(t.say("Các bước", "Steps").to_string(), manual))
        .part(Part::Code(words.to_string(), side, path))
        .part(Part::Form(ask.problems(t, problems)));
    answer(&board, problems)
}

/// What stands: new recovery codes, turning it off.
fn manage(app: &App, viewer: &Viewer, problems: &[Problem]) -> Outcome {
    let t = viewer.lang;
    let left = app.store().recovery_codes_left(viewer.account.id)?;
    let password =
        || Field::new("current", Kind::Secret("current-password"), t.say("Mật khẩu hiện tại", "Present password"));
    // Two forms on one page must not share ids; the choice is a field of one form.
    let options = vec![
        (
            "ma-moi".to_string(),
            t.say("Tạo mã dự phòng mới; mã cũ thôi dùng được", "Make new recovery codes; the old ones stop working")
                .to_string(),
        ),
        ("tat".to_string(), t.say("Tắt xác thực hai bước", "Turn the second step off").to_string()),
    ];
    let ask = Ask {
        title: t.say("Thay đổi", "Change").to_string(),
        action: "/toi/xac-thuc".into(),
        fields: vec![Field::new("viec", Kind::Choice(options), t.say("Việc", "What")), password()],
        submit: t.say("Thực hiện", "Do it").to_string(),
        ..Ask::default()
    };
    let facts = vec![
        (t.say("Trạng thái", "State").to_string(), t.say("đang bật", "on").to_string()),
        (t.say("Mã dự phòng còn lại", "Recovery codes left").to_string(), left.to_string()),
    ];
    let board = Board::new(frame(app, viewer))
        .part(Part::Facts(t.say("Hiện tại", "At present").to_string(), facts))
        .part(Part::Form(ask.problems(t, problems)));
    answer(&board, problems)
}

/// Turns it on or off, or makes new recovery codes.
pub async fn submit(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let (store, who, id) = (app.store(), viewer.actor(), viewer.account.id);
        let on = viewer.account.second_factor;
        let mut problems = account::check_password(app, &viewer, form.text("current"))?;
        match form.text("viec") {
            "bat" if !on => {
                let sealed = unhex(form.text("sealed")).ok_or(Fault::Missing)?;
                let step = step_of(app, &viewer, &sealed, form.text("code"))?;
                let Some(step) = step.filter(|_| problems.is_empty()) else {
                    if step.is_none() {
                        let problem = Problem::error("wrong-code", "Mã 6 số không đúng").field("code");
                        problems.push(problem.hint("chờ mã tiếp theo; xem lại giờ của điện thoại"));
                    }
                    return begin(app, &viewer, Some(sealed), &problems);
                };
                store.set_totp(&who, viewer.now, id, Some(&sealed))?;
                store.use_totp_step(id, step)?;
                codes(app, &viewer)
            }
            _ if !problems.is_empty() => manage(app, &viewer, &problems),
            "ma-moi" if on => codes(app, &viewer),
            "tat" if on => {
                store.set_totp(&who, viewer.now, id, None)?;
                Ok(to("/toi?da=tat"))
            }
            _ => Ok(to("/toi/xac-thuc")),
        }
    })
    .await
}

/// The step for which a code of a secret is right.
fn step_of(app: &App, viewer: &Viewer, sealed: &[u8], code: &str) -> Outcome<Option<i64>> {
    // A secret that was sealed for another account, or not here, does not open: the form was tampered with.
    let secret = open(app, viewer.account.id, sealed).map_err(|_| Fault::Missing)?;
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let seconds = u64::try_from(viewer.now.as_second()).unwrap_or(0);
    let step = if code.len() == 6 { totp(secret, "")?.check(&code, seconds) } else { None };
    Ok(step.and_then(|s| i64::try_from(s).ok()))
}

/// Makes recovery codes and shows them, once.
fn codes(app: &App, viewer: &Viewer) -> Outcome {
    let t = viewer.lang;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| code(app)).collect();
    let hashes: Vec<[u8; 32]> = codes.iter().map(|c| fingerprint(&c.replace('-', ""))).collect();
    app.store().set_recovery_codes(viewer.account.id, &hashes)?;
    let advice = t.fill(
        "In hoặc chép ra giấy, cất nơi an toàn. Mất điện thoại thì mỗi mã thay được một lần 6 số. Các mã chỉ hiện lần này ({}).",
        "Print them or write them down and keep them safe. If the phone is lost, each replaces the 6 digits once. They are shown only now ({}).",
        [say::time(&viewer.now)],
    );
    let board = Board::new(frame(app, viewer))
        .tool("/toi", t.say("Đã cất mã, quay lại", "I have kept them, go back"))
        .part(Part::Note(
            "success",
            String::new(),
            t.say("Xác thực hai bước đang bật.", "The second step is on.").to_string(),
        ))
        .part(Part::Once(t.say("Mã dự phòng", "Recovery codes").to_string(), advice, codes));
    html(&board)
}

/// A recovery code: 60 random bits in three groups of four.
fn code(app: &App) -> String {
    let bytes: [u8; 12] = app.random();
    let letters: String =
        bytes.iter().map(|b| char::from(*LETTERS.get(usize::from(b % 32)).unwrap_or(&b'2'))).collect();
    grouped(&letters).replace(' ', "-")
}

/// In groups of four.
fn grouped(text: &str) -> String {
    text.chars().enumerate().fold(String::new(), |mut out, (i, c)| {
        if i > 0 && i % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
        out
    })
}

/// A QR code as path data, with the quiet zone of four modules that scanners ask for (ISO/IEC 18004).
fn drawn(text: &str) -> Outcome<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|e| Fault::internal(&e.to_string()))?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{},{}h1v1h-1z", x + 4, y + 4);
        }
    }
    Ok((code.size() + 8, path))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// At most 200 bytes: a sealed secret has 60.
fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() > 400 || !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok()).collect()
}
