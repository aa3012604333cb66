//! Figures: what is asked in an address, what stands beside a number, and the records behind each.

use crate::support::{BAC_HA, BAO_NHAI, LAO_CAI, THANH_BA, World, unit};
use axum::http::StatusCode;
use domain::organs::Hierarchy::{ChinhQuyen, Dang};
use domain::registers::Role::{Administrator, Officer, Viewer};

/// Addresses in a page that begin so, as the browser reads them.
fn links(html: &str, begin: &str) -> Vec<String> {
    let all = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.filter(|l| l.starts_with(begin)).map(|l| l.replace("&amp;", "&").replace("&#38;", "&")).collect()
}

/// The first number that opens in the row of a name.
fn number(html: &str, name: &str) -> (String, String) {
    let row = html.split("<tr").skip(1).find(|r| r.contains(name)).unwrap_or_else(|| panic!("no row of {name}"));
    let cell = row.split("class=\"figure\" href=\"").nth(1).expect("a number that opens");
    let (href, rest) = cell.split_once('"').unwrap();
    let text = rest.split_once('>').unwrap().1.split('<').next().unwrap();
    (text.to_string(), href.replace("&amp;", "&").replace("&#38;", "&"))
}

const YEAR: &str = "tu=2026-01-01&den=2026-12-31";

fn world() -> World {
    let world = World::new();
    world.dialogue(BAC_HA, "2026-03-05", "Đường vào bản Hai", 75);
    world.dialogue(BAC_HA, "2026-04-05", "Nước sạch bản Ba", 40);
    world.dialogue(BAO_NHAI, "2026-05-05", "Chợ phiên", 60);
    world.dialogue(BAC_HA, "2025-09-05", "Chuyện năm ngoái", 30);
    world
}

#[tokio::test]
async fn a_number_opens_to_the_records_that_make_it_and_their_sum_is_the_number() {
    let world = world();
    let mut browser = world.signed_in(Officer, Dang, LAO_CAI).await;
    let page = browser.get(&format!("/so-lieu?don-vi=u:{}&{YEAR}", unit(world.store(), LAO_CAI))).await;
    page.is(StatusCode::OK);
    let (text, href) = number(&page.text(), "Số cuộc tiếp xúc, đối thoại");
    assert_eq!(text, "3");
    let records = browser.get(&href).await;
    records.is(StatusCode::OK).shows("Đường vào bản Hai").shows("Nước sạch bản Ba").shows("Chợ phiên");
    records.hides("Chuyện năm ngoái").shows("<td class=\"num\">3</td>");
    assert_eq!(links(&records.text(), "/muc/").len(), 3, "two clicks from the number to each record");
}

#[tokio::test]
async fn records_that_the_viewer_may_not_read_stand_as_register_unit_month_and_count() {
    let world = world();
    let mut browser = world.signed_in(Officer, Dang, BAO_NHAI).await;
    let asked = format!("don-vi=u:{}&{YEAR}&chi-tieu=doi-thoai.so-cuoc", unit(world.store(), LAO_CAI));
    let page = browser.get(&format!("/so-lieu?{asked}")).await;
    assert_eq!(number(&page.text(), "Số cuộc tiếp xúc, đối thoại").0, "3", "sums are for everybody");
    let records = browser.get(&format!("/so-lieu/ho-so?{asked}")).await;
    records.is(StatusCode::OK).shows("Chợ phiên").hides("bản Hai").hides("bản Ba");
    records.shows("class=\"withheld\"").shows("Xã Bắc Hà").shows(">3/2026<").shows(">4/2026<");
    assert_eq!(links(&records.text(), "/muc/").len(), 1);
    for form in ["xlsx", "csv"] {
        let file = browser.get(&format!("/so-lieu/ho-so/xuat.{form}?{asked}")).await;
        file.is(StatusCode::OK);
        assert!(!String::from_utf8_lossy(&file.bytes).contains("bản Hai"));
    }
    let csv = browser.get(&format!("/so-lieu/ho-so/xuat.csv?{asked}")).await;
    csv.shows("Chợ phiên").shows("3/2026");
}

#[tokio::test]
async fn a_period_is_compared_with_the_one_before_and_both_open() {
    let world = world();
    let mut browser = world.signed_in(Viewer, ChinhQuyen, BAC_HA).await;
    let page = browser.get("/so-lieu?ky=nam&nam=2026&chi-tieu=doi-thoai.so-cuoc").await;
    page.is(StatusCode::OK)
        .shows("01/01/2025 – 31/12/2025")
        .shows("<span class=\"change up\">+1</span>")
        .shows("+100 %");
    let before = links(&page.text(), "/so-lieu/ho-so").into_iter().find(|l| l.contains("tu=2025-01-01")).unwrap();
    browser.get(&before).await.is(StatusCode::OK).shows("Chuyện năm ngoái").hides("bản Hai");
}

#[tokio::test]
async fn a_share_opens_to_its_numerator_and_its_denominator() {
    let world = world();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let page = browser.get(&format!("/so-lieu?{YEAR}&chi-tieu=doi-thoai.ty-le-giai-quyet")).await;
    page.is(StatusCode::OK);
    assert!(links(&page.text(), "/so-lieu/ho-so").iter().any(|l| l.contains("phia=mau")));
    let side = browser.get(&format!("/so-lieu/ho-so?{YEAR}&chi-tieu=doi-thoai.ty-le-giai-quyet&phia=mau")).await;
    side.is(StatusCode::OK).shows("Mẫu số");
}

#[tokio::test]
async fn a_part_of_a_breakdown_opens_to_its_own_records() {
    let world = world();
    let mut browser = world.signed_in(Officer, Dang, LAO_CAI).await;
    let asked = format!("don-vi=u:{}&{YEAR}&chi-tieu=doi-thoai.so-cuoc&theo=loai", unit(world.store(), LAO_CAI));
    let page = browser.get(&format!("/so-lieu?{asked}")).await;
    let part = links(&page.text(), "/so-lieu/ho-so").into_iter().find(|l| l.contains("loc=loai")).unwrap();
    browser.get(&part).await.is(StatusCode::OK).shows("Chợ phiên").shows("<td class=\"num\">3</td>");
}

#[tokio::test]
async fn what_is_wrong_in_an_address_is_told_at_its_field_and_the_rest_stands() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    for (query, words) in [
        ("don-vi=kh%C3%B4ng+c%C3%B3", "Không có đơn vị"),
        ("tu=31/02/2026&den=2026-12-31", "không có trong lịch"),
        ("tu=2026-12-31&den=2026-01-01", "ngày cuối trước ngày đầu"),
        ("ky=tuan&nam=2026", "Không hiểu kỳ"),
        ("chi-tieu=doi-thoai.so-cuo", "có phải “doi-thoai.so-cuoc”"),
        ("theo=mau-sac", "Không có chiều"),
        ("loc=loai%3Dxanh", "không có giá trị"),
        ("co-quan=hoi", "Không có hệ hay loại cơ quan"),
    ] {
        for path in ["/so-lieu", "/so-lieu/theo-don-vi", "/so-lieu/theo-thoi-gian"] {
            let page = browser.get(&format!("{path}?{query}")).await;
            page.is(StatusCode::UNPROCESSABLE_ENTITY).shows(words);
        }
        browser.get(&format!("/so-lieu/ho-so?{query}")).await.is(StatusCode::UNPROCESSABLE_ENTITY).shows(words);
    }
}

#[tokio::test]
async fn the_map_shows_34_provinces_with_hoang_sa_and_truong_sa_named() {
    let world = world();
    let mut browser = world.signed_in(Viewer, Dang, LAO_CAI).await;
    let page = browser.get(&format!("/so-lieu/theo-don-vi?don-vi=VN&{YEAR}&chi-tieu=doi-thoai.so-cuoc")).await;
    page.is(StatusCode::OK).shows("Hoàng Sa (Thành phố Đà Nẵng)").shows("Trường Sa (Tỉnh Khánh Hòa)");
    page.shows("CC BY 4.0").shows("data-name=\"Tỉnh Lào Cai\" data-value=\"3 cuộc\"");
    assert_eq!(page.text().matches("<path class=\"area").count(), 34);
    assert!(page.bytes.len() < 150_000, "{} bytes before compression", page.bytes.len());
    let old = "/so-lieu/theo-don-vi?don-vi=VN&ngay=2021-06-01&tu=2021-01-01&den=2021-12-31&chi-tieu=doi-thoai.so-cuoc";
    let old = browser.get(old).await;
    assert_eq!(old.text().matches("<path class=\"area").count(), 63);
}

#[tokio::test]
async fn communes_are_tiles_until_an_operator_loads_their_boundaries() {
    let world = world();
    let mut browser = world.signed_in(Viewer, Dang, LAO_CAI).await;
    let asked = format!("/so-lieu/theo-don-vi?{YEAR}&chi-tieu=doi-thoai.so-cuoc");
    let tiles = browser.get(&asked).await;
    tiles.is(StatusCode::OK).shows("class=\"tile q").hides("<path class=\"area");
    let file = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"ma":"{BAC_HA}"}},"geometry":{{"type":"Polygon","coordinates":[[[104,22],[104.3,22],[104.3,22.3],[104,22]]]}}}}]}}"#
    );
    let who = store::Actor::administrator("quản trị");
    let now = world.app.now();
    world.store().keep_boundary(&who, now, domain::units::Level::Xa, "xã.geojson", file.as_bytes()).unwrap();
    let drawn = browser.get(&asked).await;
    drawn.is(StatusCode::OK).shows("xã.geojson").shows("<path class=\"area").shows("class=\"tile q");
    assert_eq!(drawn.text().matches("<path class=\"area").count(), 1, "the others stay tiles");
}

#[tokio::test]
async fn a_year_over_time_is_its_months_and_they_hold_every_record() {
    let world = world();
    let mut browser = world.signed_in(Officer, Dang, LAO_CAI).await;
    let page = browser.get(&format!("/so-lieu/theo-thoi-gian?{YEAR}&chi-tieu=doi-thoai.so-cuoc")).await;
    page.is(StatusCode::OK).shows(">3/2026<").shows(">12/2026<");
    assert_eq!(page.text().matches("class=\"bar-fill\"").count(), 12);
}

#[tokio::test]
async fn figures_are_handed_out_with_what_they_mean() {
    let world = world();
    let mut browser = world.signed_in(Viewer, Dang, LAO_CAI).await;
    let csv = browser.get(&format!("/so-lieu/xuat.csv?{YEAR}&chi-tieu=doi-thoai.so-cuoc")).await;
    csv.is(StatusCode::OK).shows("Số cuộc tiếp xúc, đối thoại");
    let xlsx = browser.get(&format!("/so-lieu/xuat.xlsx?{YEAR}&chi-tieu=doi-thoai.so-cuoc")).await;
    xlsx.is(StatusCode::OK);
    assert_eq!(&xlsx.bytes[..2], b"PK");
}

#[tokio::test]
async fn a_figure_has_risen_when_the_page_is_next_loaded() {
    let world = world();
    let mut browser = world.signed_in(Administrator, Dang, LAO_CAI).await;
    let asked = format!("/so-lieu?{YEAR}&chi-tieu=doi-thoai.so-cuoc");
    assert_eq!(number(&browser.get(&asked).await.text(), "Số cuộc tiếp xúc, đối thoại").0, "3");
    world.dialogue(BAO_NHAI, "2026-06-06", "Vệ sinh môi trường", 20);
    assert_eq!(number(&browser.get(&asked).await.text(), "Số cuộc tiếp xúc, đối thoại").0, "4");
    world.dialogue(THANH_BA, "2026-06-06", "Của tỉnh khác", 20);
    assert_eq!(number(&browser.get(&asked).await.text(), "Số cuộc tiếp xúc, đối thoại").0, "4");
}

#[tokio::test]
async fn the_pages_of_figures_speak_english_too() {
    let world = world();
    let mut browser = world.signed_in(Viewer, Dang, LAO_CAI).await;
    browser.post("/ngon-ngu", &[("lang", "en")]).await;
    for path in ["/so-lieu", "/so-lieu/theo-don-vi", "/so-lieu/theo-thoi-gian", "/so-lieu/ho-so"] {
        browser
            .get(&format!("{path}?{YEAR}&chi-tieu=doi-thoai.so-cuoc"))
            .await
            .is(StatusCode::OK)
            .shows("Dialogues held");
    }
}
