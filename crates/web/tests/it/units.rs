//! Units: the tree on a date, and stories.

use crate::support::{BAC_HA, LAO_CAI, World, unit};
use axum::http::StatusCode;
use domain::organs::Hierarchy::Dang;
use domain::registers::Role::{Officer, Viewer};

#[tokio::test]
async fn the_tree_of_a_date_shows_the_units_of_that_date() {
    let world = World::new();
    let mut browser = world.signed_in(Viewer, Dang, BAC_HA).await;
    let today = browser.get("/don-vi").await;
    today.is(StatusCode::OK).shows("34 tỉnh").shows("Tỉnh Lào Cai").hides("Tỉnh Yên Bái");
    let then = browser.get("/don-vi?ngay=2021-06-01").await;
    then.is(StatusCode::OK).shows("63 tỉnh").shows("Tỉnh Yên Bái").shows("chưa đầy đủ");
    let open = browser.get(&format!("/don-vi?mo={}", unit(world.store(), LAO_CAI))).await;
    open.is(StatusCode::OK).shows("Xã Bắc Hà");
    browser.get("/don-vi?ngay=31/02/2026").await.is(StatusCode::OK).shows("không có trong lịch");
}

#[tokio::test]
async fn a_unit_is_found_without_diacritics_and_by_its_code_at_any_time() {
    let world = World::new();
    let mut browser = world.signed_in(Viewer, Dang, BAC_HA).await;
    browser.get("/don-vi?q=bac+ha,+lao+cai").await.is(StatusCode::OK).shows("Xã Bắc Hà (02839)");
    browser.get("/don-vi?q=yen+bai&moi-luc=1").await.shows("Tỉnh Yên Bái").shows("đã hết hiệu lực");
    browser.get("/don-vi?q=khong+co+dau").await.shows("Không có đơn vị nào như vậy");
}

#[tokio::test]
async fn the_story_of_a_unit_names_what_it_came_from_and_by_which_instrument() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let story = browser.get(&format!("/don-vi/{}", unit(world.store(), LAO_CAI))).await;
    story.is(StatusCode::OK).shows("Hình thành từ").shows("Tỉnh Yên Bái").shows("202/2025/QH15");
    story.shows("Đơn vị khác mang cùng mã").shows("/so-lieu?don-vi=u:");
    let own = browser.get(&format!("/don-vi/{}", unit(world.store(), BAC_HA))).await;
    own.is(StatusCode::OK).shows("Cơ quan, tổ chức trên địa bàn").shows("/so/doi-thoai?don-vi=u:");
    story.hides("/so/doi-thoai?don-vi=u:");
    browser.get("/don-vi/99999999").await.is(StatusCode::NOT_FOUND);
    browser.get("/don-vi/abc").await.is(StatusCode::NOT_FOUND);
}
