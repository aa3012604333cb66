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
