//! The catalogue in plain words.

use crate::support::{BAC_HA, World};
use axum::http::StatusCode;
use domain::organs::Hierarchy::Dang;
use domain::registers::Role::Viewer;

#[tokio::test]
async fn everything_in_the_catalogue_has_a_page_that_explains_it() {
    let world = World::new();
    let mut browser = world.signed_in(Viewer, Dang, BAC_HA).await;
    let pinned = world.store().pinned().unwrap();
    for i in pinned.catalogue.indicators.values() {
        let page = browser.get(&format!("/danh-muc/chi-tieu/{}", i.slug)).await;
        page.is(StatusCode::OK).shows("Tính thế nào");
    }
    for r in pinned.catalogue.registers.values() {
        browser.get(&format!("/danh-muc/so/{}", r.slug)).await.is(StatusCode::OK).shows("Ghi vào sổ cái");
    }
    for path in ["so-do", "co-quan", "ky", "mau-bao-cao"] {
        browser.get(&format!("/danh-muc/{path}")).await.is(StatusCode::OK);
    }
    browser.get("/danh-muc/ky").await.shows("Nghị định 09/2019/NĐ-CP").shows("năm trước");
    browser.get("/danh-muc/chi-tieu/khong-co").await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_indicator_says_by_which_rule_of_which_register_it_counts() {
    let world = World::new();
    let mut browser = world.signed_in(Viewer, Dang, BAC_HA).await;
    let page = browser.get("/danh-muc/chi-tieu/doi-thoai.so-cuoc").await;
    page.is(StatusCode::OK)
        .shows("sổ “Tiếp xúc, đối thoại")
        .shows("/danh-muc/so/doi-thoai")
        .shows("/so-lieu?chi-tieu=doi-thoai.so-cuoc");
    page.shows("khi ở trạng thái");
}

#[tokio::test]
async fn the_catalogue_is_searched_without_diacritics() {
    let world = World::new();
    let mut browser = world.signed_in(Viewer, Dang, BAC_HA).await;
    let page = browser.get("/danh-muc?q=doi+thoai").await;
    page.is(StatusCode::OK).shows("/danh-muc/chi-tieu/doi-thoai.so-cuoc").hides("/danh-muc/chi-tieu/khen-thuong");
    browser.get("/danh-muc?q=khongcogi").await.is(StatusCode::OK).shows("không có gì hợp");
}
