//! Reports: begun, written, frozen, compared with the ledger afterwards.

use crate::support::{BAC_HA, BAO_NHAI, LAO_CAI, World, unit};
use axum::http::StatusCode;
use domain::organs::Hierarchy::Dang;
use domain::registers::Role::{Officer, Viewer};

async fn begun(world: &World, browser: &mut crate::support::Browser) -> String {
    let key = format!("u:{}", unit(world.store(), LAO_CAI).0);
    let fields = [
        ("mau", "bao-cao-nam-dang"),
        ("don-vi", &*key),
        ("he", "dang"),
        ("ky", "nam"),
        ("nam", "2026"),
        ("goc-nhin", "was"),
    ];
    let answer = browser.post("/bao-cao/moi", &fields).await;
    answer.is(StatusCode::SEE_OTHER);
    answer.location.unwrap().split('?').next().unwrap().to_string()
}

#[tokio::test]
async fn a_report_is_begun_with_the_numbers_of_the_moment() {
    let world = World::new();
    world.dialogue(BAC_HA, "2026-03-10", "Nước sạch cho thôn Na Kim", 40);
    let mut province = world.signed_in(Officer, Dang, LAO_CAI).await;
    let path = begun(&world, &mut province).await;
    province.get(&path).await.is(StatusCode::OK).shows("ĐẢNG CỘNG SẢN VIỆT NAM").shows(&format!("{path}/so/doi-thoai"));
    province.get(&format!("{path}/so/doi-thoai")).await.is(StatusCode::OK).shows("Nước sạch cho thôn Na Kim");
}

#[tokio::test]
async fn what_is_wrong_with_a_beginning_comes_back_with_what_was_chosen() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, LAO_CAI).await;
    let fields =
        [("mau", "bao-cao-nam-dang"), ("don-vi.chu", "xã Không Có"), ("he", "dang"), ("ky", "nam"), ("nam", "2026")];
    let answer = browser.post("/bao-cao/moi", &fields).await;
    answer.is(StatusCode::UNPROCESSABLE_ENTITY).shows("xã Không Có");
}

#[tokio::test]
async fn words_are_written_around_numbers_that_go_on_living_until_the_report_is_frozen() {
    let world = World::new();
    world.dialogue(BAC_HA, "2026-03-10", "Nước sạch cho thôn Na Kim", 40);
    let mut province = world.signed_in(Officer, Dang, LAO_CAI).await;
    let path = begun(&world, &mut province).await;
    let form = province.get(&format!("{path}/viet")).await;
    form.is(StatusCode::OK).shows("[[doi-thoai]]");
    let block = field_with(&form.text(), "[[doi-thoai]]");
    let text = "Trong năm, toàn tỉnh giữ nền nếp với [[doi-thoai]] cuộc.";
    let saved = province.submit(&format!("{path}/viet"), &[("version", "1"), (&block, text)]).await;
    saved.is(StatusCode::OK).shows("giữ nền nếp với");
    province.get(&format!("{path}/so/doi-thoai")).await.shows("<span class=\"figure\">01</span>");

    world.dialogue(BAO_NHAI, "2026-04-02", "Đường vào khu sản xuất", 60);
    province.get(&format!("{path}/so/doi-thoai")).await.shows("<span class=\"figure\">02</span>");

    let frozen =
        province.submit(&format!("{path}/chot"), &[("version", "2"), ("number", "12"), ("date", "20/11/2026")]).await;
    frozen.is(StatusCode::OK).shows("Số 12-BC/TU");
    let mut before = Vec::new();
    for form in ["pdf", "docx", "xlsx", "html", "txt"] {
        let file = province.get(&format!("{path}/tai/{form}")).await;
        assert_eq!(file.status, 200, "{form}");
        before.push(file.bytes);
    }
    province.get(&format!("{path}/thay-doi")).await.shows("Không có gì khác");

    world.dialogue(BAC_HA, "2026-05-05", "Giữ rừng đầu nguồn", 25);
    let since = province.get(&format!("{path}/thay-doi")).await;
    since.shows("<del>02</del> → <ins>03</ins>").shows("Giữ rừng đầu nguồn");
    for (form, bytes) in ["pdf", "docx", "xlsx", "html", "txt"].into_iter().zip(before) {
        assert!(province.get(&format!("{path}/tai/{form}")).await.bytes == bytes, "{form} is another");
    }
    province
        .post(&format!("{path}/viet"), &[("version", "3")])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .shows("đã chốt");
}

#[tokio::test]
async fn two_writers_are_told_and_lose_nothing() {
    let world = World::new();
    world.dialogue(BAC_HA, "2026-03-10", "Nước sạch cho thôn Na Kim", 40);
    let mut first = world.signed_in(Officer, Dang, LAO_CAI).await;
    let mut second = world.signed_in(Officer, Dang, LAO_CAI).await;
    let path = begun(&world, &mut first).await;
    let block = field_with(&first.get(&format!("{path}/viet")).await.text(), "[[doi-thoai]]");
    first.post(&format!("{path}/viet"), &[("version", "1"), (&block, "Lời của người thứ nhất [[doi-thoai]].")]).await;
    let clash = second
        .post(&format!("{path}/viet"), &[("version", "1"), (&block, "Lời của người thứ hai [[doi-thoai]].")])
        .await;
    clash.is(StatusCode::CONFLICT).shows("Lời của người thứ nhất").shows("Lời của người thứ hai");
}

#[tokio::test]
async fn a_number_that_does_not_exist_is_told_beside_its_paragraph_and_nothing_is_lost() {
    let world = World::new();
    world.dialogue(BAC_HA, "2026-03-10", "Nước sạch cho thôn Na Kim", 40);
    let mut province = world.signed_in(Officer, Dang, LAO_CAI).await;
    let path = begun(&world, &mut province).await;
    let block = field_with(&province.get(&format!("{path}/viet")).await.text(), "[[doi-thoai]]");
    let answer =
        province.post(&format!("{path}/viet"), &[("version", "1"), (&block, "Có [[khong-co-so-nay]] cuộc")]).await;
    answer.is(StatusCode::UNPROCESSABLE_ENTITY).shows("[[khong-co-so-nay]]").shows("class=\"error\"");
}

#[tokio::test]
async fn a_copy_kept_while_writing_comes_back() {
    let world = World::new();
    world.dialogue(BAC_HA, "2026-03-10", "Nước sạch cho thôn Na Kim", 40);
    let mut province = world.signed_in(Officer, Dang, LAO_CAI).await;
    let path = begun(&world, &mut province).await;
    let block = field_with(&province.get(&format!("{path}/viet")).await.text(), "[[doi-thoai]]");
    let kept = province.post(&format!("{path}/nhap"), &[("version", "1"), (&block, "Đang viết dở")]).await;
    kept.is(StatusCode::OK).shows("\"at\"");
    province.get(&format!("{path}/viet")).await.shows("Đang viết dở").shows("bản giữ tự động");
    province.get("/nhap").await.is(StatusCode::OK).shows("Báo cáo “").shows(&format!("href=\"{path}/viet\""));
    province.get(&format!("{path}/viet?bo-ban-giu=1")).await.hides("Đang viết dở");
    province.get(&format!("{path}/viet")).await.hides("Đang viết dở");
    province.get("/nhap").await.hides("Báo cáo “");
}

#[tokio::test]
async fn a_viewer_reads_a_report_and_cannot_write_it_and_another_unit_does_not_see_it() {
    let world = World::new();
    let mut province = world.signed_in(Officer, Dang, LAO_CAI).await;
    let path = begun(&world, &mut province).await;
    let mut viewer = world.signed_in(Viewer, Dang, LAO_CAI).await;
    viewer.get(&path).await.is(StatusCode::OK);
    // The ways to the rooms stay on the page that refuses.
    viewer.get(&format!("{path}/viet")).await.is(StatusCode::FORBIDDEN).shows("class=\"rooms\"");
    let mut commune = world.signed_in(Officer, Dang, BAC_HA).await;
    for way in ["", "/viet", "/chot", "/thay-doi", "/so/doi-thoai", "/tai/pdf"] {
        commune.get(&format!("{path}{way}")).await.is(StatusCode::NOT_FOUND);
    }
}

/// Name of the text field that holds some words.
fn field_with(html: &str, words: &str) -> String {
    let before = html.split(words).next().unwrap();
    let start = before.rfind("name=\"").unwrap() + 6;
    before[start..].split('"').next().unwrap().to_string()
}
