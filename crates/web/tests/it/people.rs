//! One's own account: password, second factor, sessions, access codes; the first start.

use crate::support::{BAC_HA, Browser, PASSWORD, World, login, unit};
use axum::http::StatusCode;
use domain::Span;
use domain::organs::Hierarchy::Dang;
use domain::registers::Role::{Administrator, Officer};

const NEW: &str = "suối chảy qua vườn mận tháng ba";

async fn enter(browser: &mut Browser, login: &str, password: &str) -> crate::support::Answer {
    browser.post("/dang-nhap", &[("login", login), ("password", password)]).await
}

/// What stands between two texts on a page.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("“{before}” is not on the page:\n{text}")).1;
    rest.split_once(after).unwrap().0
}

#[tokio::test]
async fn a_password_is_changed_with_the_old_one_and_ends_the_other_sessions() {
    let world = World::new();
    let mut here = world.signed_in(Officer, Dang, BAC_HA).await;
    let mut there = world.signed_in(Officer, Dang, BAC_HA).await;
    let wrong = [("current", "sai"), ("password", NEW), ("again", NEW)];
    here.post("/toi/mat-khau", &wrong).await.is(StatusCode::UNPROCESSABLE_ENTITY).shows("Mật khẩu hiện tại không đúng");
    let weak = [("current", PASSWORD), ("password", "123456789012"), ("again", "123456789012")];
    here.post("/toi/mat-khau", &weak).await.is(StatusCode::UNPROCESSABLE_ENTITY).shows("bị đoán trước tiên");
    let right = [("current", PASSWORD), ("password", NEW), ("again", NEW)];
    here.submit("/toi/mat-khau", &right).await.is(StatusCode::OK).shows("Đã đổi mật khẩu");
    assert!(there.get("/").await.location.unwrap().starts_with("/dang-nhap"));
    let name = login(Officer, Dang, BAC_HA);
    enter(&mut there, &name, PASSWORD).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    enter(&mut there, &name, NEW).await.is(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn guessing_the_password_from_a_session_waits_as_guessing_at_the_door_does() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let wrong = [("current", "sai"), ("password", NEW), ("again", NEW)];
    for _ in 0..5 {
        browser.post("/toi/mat-khau", &wrong).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    }
    browser.post("/toi/mat-khau", &wrong).await.is(StatusCode::TOO_MANY_REQUESTS);
}

/// The code that an authenticator shows for the secret on the page.
fn shown_code(page: &str, at: u64) -> String {
    let key: String = between(page, "gõ khóa:</p><p>", "</p>").split(' ').collect();
    let secret = totp_rs::Secret::try_from_base32(&key).unwrap();
    totp_rs::Builder::new().with_secret(secret).with_account_name("a").build().unwrap().generate(at).to_string()
}

#[tokio::test]
async fn a_second_factor_is_set_up_with_a_code_and_asked_for_from_then_on() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let page = browser.get("/toi/xac-thuc").await.text();
    assert!(page.contains("<path d=\"M"), "no QR code");
    let sealed = between(&page, "name=\"sealed\" value=\"", "\"").to_string();
    let now = |world: &World| u64::try_from(world.app.now().as_second()).unwrap();
    let code = shown_code(&page, now(&world));
    let form = |code: &str| {
        [
            ("viec", "bat".to_string()),
            ("sealed", sealed.clone()),
            ("code", code.to_string()),
            ("current", PASSWORD.to_string()),
        ]
    };
    let send = |form: &[(&'static str, String)]| form.iter().map(|(k, v)| (*k, v.clone())).collect::<Vec<_>>();
    let wrong = send(&form("000000"));
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(k, v)| (*k, v.as_str())).collect();
    browser
        .post("/toi/xac-thuc", &wrong)
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .shows("Mã 6 số không đúng")
        .shows(&sealed);
    let right = send(&form(&code));
    let right: Vec<(&str, &str)> = right.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let kept = browser.post("/toi/xac-thuc", &right).await;
    kept.is(StatusCode::OK).shows("Mã dự phòng");
    let text = kept.text();
    let recovery: Vec<&str> = text.split("<code>").skip(1).map(|r| r.split_once('<').unwrap().0).collect();
    assert_eq!(recovery.len(), 10);

    let mut next = world.browser();
    let name = login(Officer, Dang, BAC_HA);
    let asked = enter(&mut next, &name, PASSWORD).await;
    asked.is(StatusCode::OK).shows("Xác thực hai bước");
    let pending = between(&asked.text(), "name=\"pending\" value=\"", "\"").to_string();
    // The code that set it up has been used; a recovery code lets in, once.
    next.post("/dang-nhap/buoc-hai", &[("pending", &pending), ("code", &code)])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY);
    next.post("/dang-nhap/buoc-hai", &[("pending", &pending), ("code", recovery[0])]).await.is(StatusCode::SEE_OTHER);
    next.get("/toi").await.is(StatusCode::OK).shows("còn 9 mã dự phòng");

    world.clock.turn(Span::new().minutes(5));
    let mut third = world.browser();
    let pending =
        between(&enter(&mut third, &name, PASSWORD).await.text(), "name=\"pending\" value=\"", "\"").to_string();
    third
        .post("/dang-nhap/buoc-hai", &[("pending", &pending), ("code", recovery[0])])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY);
    let fresh = shown_code(&page, now(&world));
    third.post("/dang-nhap/buoc-hai", &[("pending", &pending), ("code", &fresh)]).await.is(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn sessions_elsewhere_are_listed_and_ended_and_those_of_others_are_not_there() {
    let world = World::new();
    let mut here = world.signed_in(Officer, Dang, BAC_HA).await;
    let mut there = world.signed_in(Officer, Dang, BAC_HA).await;
    let page = here.get("/toi").await.text();
    let id = between(&page, "name=\"session\" value=\"", "\"").to_string();
    let mut stranger = world.signed_in(Administrator, Dang, BAC_HA).await;
    stranger.post("/toi/phien", &[("viec", "phien"), ("session", &id)]).await.is(StatusCode::NOT_FOUND);
    there.get("/").await.is(StatusCode::OK);
    here.submit("/toi/phien", &[("viec", "phien"), ("session", &id)]).await.shows("Đã chấm dứt phiên");
    assert!(there.get("/").await.location.unwrap().starts_with("/dang-nhap"));
    here.get("/").await.is(StatusCode::OK);
}

#[tokio::test]
async fn an_access_code_is_shown_once_and_works_until_it_is_revoked() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let page = browser.get("/toi").await.text();
    let assignment = between(&page, "name=\"assignment\" value=\"", "\"").to_string();
    let made = [
        ("viec", "tao"),
        ("name", "phần mềm của xã"),
        ("assignment", &*assignment),
        ("expires", "31/12/2026"),
        ("current", PASSWORD),
    ];
    let shown = browser.post("/toi/ma-truy-cap", &made).await;
    shown.is(StatusCode::OK).shows("Mã truy cập mới");
    let secret = between(&shown.text(), "<code>", "</code>").to_string();
    assert_eq!(secret.len(), 64);
    let page = browser.get("/toi").await;
    page.shows("phần mềm của xã").hides(&secret);
    let holds =
        || world.store().token(&web::shell::guard::fingerprint(&secret), world.app.now(), None).unwrap().is_some();
    assert!(holds());
    let token = between(&page.text(), "name=\"token\" value=\"", "\"").to_string();
    browser.submit("/toi/ma-truy-cap", &[("viec", "thu-hoi"), ("token", &token)]).await.shows("Đã thu hồi mã truy cập");
    assert!(!holds());
    let without = [
        ("viec", "tao"),
        ("name", "khác"),
        ("assignment", &*assignment),
        ("expires", "31/12/2026"),
        ("current", "sai"),
    ];
    browser.post("/toi/ma-truy-cap", &without).await.is(StatusCode::UNPROCESSABLE_ENTITY).shows("khác");
}

#[tokio::test]
async fn the_first_start_makes_an_administrator_with_the_printed_code_and_closes_for_ever() {
    let world = World::new_installation("K7Q2-M4PX");
    let mut browser = world.browser();
    assert_eq!(browser.get("/dang-nhap").await.location.as_deref(), Some("/thiet-lap"));
    browser.get("/thiet-lap").await.is(StatusCode::OK).shows("Người quản trị đầu tiên");
    let unit = unit(world.store(), crate::support::LAO_CAI).0.to_string();
    let form = |code: &'static str| {
        vec![
            ("code", code),
            ("unit", &*unit),
            ("he", "chinh-quyen"),
            ("name", "Nguyễn Thị Mới"),
            ("login", "moi"),
            ("password", NEW),
            ("again", NEW),
        ]
    };
    browser
        .post("/thiet-lap", &form("doan-mo"))
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .shows("Mã thiết lập không đúng")
        .shows("Nguyễn Thị Mới")
        .hides(NEW);
    assert!(!world.store().any_account().unwrap());
    let done = browser.post("/thiet-lap", &form("K7Q2-M4PX")).await;
    assert_eq!(done.location.as_deref(), Some("/quan-tri"));
    browser.get("/quan-tri").await.is(StatusCode::OK).shows("Toàn hệ thống");
    let mut second = world.browser();
    second.get("/thiet-lap").await.is(StatusCode::OK).shows("Đã thiết lập xong").hides("name=\"password\"");
    let mut again = form("K7Q2-M4PX");
    again[4] = ("login", "khac");
    second.post("/thiet-lap", &again).await.shows("Đã thiết lập xong");
    assert!(world.store().account_by_login("khac").unwrap().is_none());
}
