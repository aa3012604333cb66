//! Signing in.

use crate::support::{BAC_HA, LAO_CAI, PASSWORD, World, login};
use axum::http::StatusCode;
use domain::Span;
use domain::organs::Hierarchy::Dang;
use domain::registers::Role::{Administrator, Officer};

#[tokio::test]
async fn who_is_not_signed_in_is_asked_to_and_comes_back_to_the_page_wanted() {
    let world = World::new();
    let mut browser = world.browser();
    let answer = browser.get("/?x=1").await;
    assert_eq!(answer.location.as_deref(), Some("/dang-nhap?ve=%2F%3Fx%3D1"));
    let fields = [("login", &*login(Officer, Dang, BAC_HA)), ("password", PASSWORD), ("ve", "/?x=1")];
    let answer = browser.post("/dang-nhap", &fields).await;
    assert_eq!(answer.location.as_deref(), Some("/?x=1"));
    browser.get("/").await.is(StatusCode::OK).shows("Xã Bắc Hà");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_are_told_in_the_same_words() {
    let world = World::new();
    let known = login(Officer, Dang, BAC_HA);
    let wrong = world.browser().post("/dang-nhap", &[("login", &known), ("password", "sai")]).await;
    let unknown = world.browser().post("/dang-nhap", &[("login", "khong-co"), ("password", "sai")]).await;
    wrong.is(StatusCode::UNPROCESSABLE_ENTITY).shows("không đúng");
    assert_eq!(wrong.text().replace(&known, ""), unknown.text().replace("khong-co", ""));
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    browser.site = "cross-site";
    browser.post("/dang-xuat", &[]).await.is(StatusCode::FORBIDDEN);
    browser.site = "same-origin";
    browser.get("/").await.is(StatusCode::OK);
}

#[tokio::test]
async fn a_session_ends_after_two_hours_of_rest() {
    let world = World::new();
    let mut browser = world.signed_in(Administrator, Dang, LAO_CAI).await;
    world.clock.turn(Span::new().minutes(119));
    browser.get("/").await.is(StatusCode::OK);
    world.clock.turn(Span::new().minutes(121));
    assert!(browser.get("/").await.location.unwrap().starts_with("/dang-nhap"));
}

#[tokio::test]
async fn a_form_that_arrives_after_the_session_has_ended_is_carried_through_signing_in() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    world.clock.turn(Span::new().hours(3));
    let asked = browser.post("/so/doi-thoai/danh-sach", &[("name", "Đối thoại quý bốn"), ("q", "a b")]).await;
    asked.is(StatusCode::UNAUTHORIZED).shows("Điều vừa nhập được giữ lại").shows("%C4%90%E1%BB%91i+tho%E1%BA%A1i");
    let kept = "name=%C4%90%E1%BB%91i+tho%E1%BA%A1i+qu%C3%BD+b%E1%BB%91n&q=a+b";
    let login = login(Officer, Dang, BAC_HA);
    let wrong = [("login", &*login), ("password", "sai"), ("path", "/so/doi-thoai/danh-sach"), ("kept", kept)];
    browser.post("/dang-nhap", &wrong).await.shows("không đúng").shows("%C4%90%E1%BB%91i+tho%E1%BA%A1i");
    let right = [("login", &*login), ("password", PASSWORD), ("path", "/so/doi-thoai/danh-sach"), ("kept", kept)];
    let again = browser.post("/dang-nhap", &right).await;
    again.is(StatusCode::OK).shows("action=\"/so/doi-thoai/danh-sach\"").shows("value=\"Đối thoại quý bốn\"");
    browser.get("/").await.is(StatusCode::OK);
}

#[tokio::test]
async fn a_form_that_holds_a_password_is_not_carried_through_signing_in() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    world.clock.turn(Span::new().hours(3));
    let form = [("current", PASSWORD), ("password", "nước chảy đá mòn mãi"), ("again", "nước chảy đá mòn mãi")];
    for (path, fields) in
        [("/toi/mat-khau", &form[..]), ("/toi/xac-thuc", &form[..1]), ("/toi/ma-truy-cap", &form[..1])]
    {
        let asked = browser.post(path, fields).await;
        asked.is(StatusCode::SEE_OTHER).hides(PASSWORD).hides("m%C3%B2n");
        assert!(asked.location.unwrap().starts_with("/dang-nhap?ve="), "{path}");
    }
}

#[tokio::test]
async fn five_wrong_passwords_make_one_wait_and_time_is_a_way_back() {
    let world = World::new();
    let mut browser = world.browser();
    let login = login(Officer, Dang, BAC_HA);
    for _ in 0..6 {
        browser
            .post("/dang-nhap", &[("login", &login), ("password", "sai")])
            .await
            .is(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = [("login", &*login), ("password", PASSWORD)];
    browser.post("/dang-nhap", &right).await.is(StatusCode::UNPROCESSABLE_ENTITY).shows("thử lại sau");
    world.clock.turn(Span::new().hours(1));
    browser.post("/dang-nhap", &right).await.is(StatusCode::SEE_OTHER);
}
