//! Changing one's own password.

use super::{account, password, rules};
use crate::app::App;
use crate::shell::board::{Ask, Board, Field, Kind, Part};
use crate::shell::fault::{Fault, Outcome, html_with, to};
use crate::shell::form::Form;
use crate::shell::frame::{Frame, Page};
use crate::shell::guard::Viewer;
use axum::extract::State;
use axum::http::StatusCode;
use domain::problem::Problem;

/// The page.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Outcome {
    page(&app, &viewer, &[])
}

fn page(app: &App, viewer: &Viewer, problems: &[Problem]) -> Outcome {
    let t = viewer.lang;
    let forced = viewer.account.must_change;
    let page = Page::new(t.say("Đổi mật khẩu", "Change the password"));
    let page = if forced { page } else { page.crumb("/toi", t.say("Tài khoản của tôi", "My account")) };
    let mut board = Board::new(Frame::of(app, viewer, page));
    if forced {
        let text = t.say(
            "Mật khẩu hiện tại do người khác đặt. Đặt mật khẩu của riêng mình rồi tiếp tục.",
            "Your present password was set by somebody else. Choose one of your own to go on.",
        );
        board = board.part(Part::Note("info", String::new(), text.to_string()));
    }
    let hint = t.fill(
        "Ít nhất {} ký tự; một câu vài từ dễ nhớ và khó đoán hơn chữ lẫn số.",
        "At least {} characters; a few words together are easier to remember and harder to guess than letters mixed with digits.",
        [rules::SHORTEST],
    );
    let ask = Ask {
        title: t.say("Mật khẩu", "Password").to_string(),
        lead: t.say("Các phiên khác sẽ bị đăng xuất.", "Your other sessions are signed out.").to_string(),
        action: "/toi/mat-khau".into(),
        fields: vec![
            Field::new("current", Kind::Secret("current-password"), t.say("Mật khẩu hiện tại", "Present password")),
            Field::new("password", Kind::Secret("new-password"), t.say("Mật khẩu mới", "New password")).hint(&hint),
            Field::new("again", Kind::Secret("new-password"), t.say("Gõ lại mật khẩu mới", "New password again")),
        ],
        submit: t.say("Đổi mật khẩu", "Change the password").to_string(),
        ..Ask::default()
    };
    let board = board.part(Part::Form(ask.problems(t, problems)));
    html_with(if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &board)
}

/// Changes it.
pub async fn submit(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    app.work(move |app| {
        let (new, store) = (form.text("password"), app.store());
        let mut problems = account::check_password(app, &viewer, form.text("current"))?;
        let known = [viewer.account.login.as_str(), viewer.account.name.as_str(), viewer.unit_name.as_str()];
        problems.extend(rules::check(new, form.text("again"), &known));
        if problems.is_empty() && new == form.text("current") {
            let problem = Problem::error("weak-password", "Mật khẩu mới giống mật khẩu cũ").field("password");
            problems.push(problem.hint("chọn mật khẩu khác"));
        }
        if !problems.is_empty() {
            return page(app, &viewer, &problems);
        }
        let hash = password::hash(app, new)?;
        let keep = viewer.session.ok_or(Fault::SignedOut)?;
        store.set_password(&viewer.actor(), viewer.now, viewer.account.id, &hash, false, Some(keep))?;
        Ok(to(if viewer.account.must_change { "/" } else { "/toi?da=mat-khau" }))
    })
    .await
}
