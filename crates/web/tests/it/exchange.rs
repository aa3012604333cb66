//! Files of entries in and out.

use crate::support::{BAC_HA, Browser, THANH_BA, World};
use axum::http::StatusCode;
use domain::organs::Hierarchy::Dang;
use domain::registers::Role::{Officer, Viewer};
use store::registers::Filter;

/// Five dialogues, three of them wrong: a date that is none, a choice that is none, a number that is none.
const WRONG: &str = "khoa-dong;ngay;chu-de;loai;hinh-thuc;chu-tri;so-nguoi\n\
    1;05/03/2026;Cuộc một;Đột xuất;Hội nghị đối thoại;Bí thư cấp ủy;40\n\
    2;31/02/2026;Cuộc hai;Đột xuất;Hội nghị đối thoại;Bí thư cấp ủy;41\n\
    3;06/03/2026;Cuộc ba;Bất thường;Hội nghị đối thoại;Bí thư cấp ủy;42\n\
    4;07/03/2026;Cuộc bốn;Đột xuất;Hội nghị đối thoại;Bí thư cấp ủy;nhiều\n\
    5;08/03/2026;Cuộc năm;Đột xuất;Hội nghị đối thoại;Bí thư cấp ủy;44\n";

async fn organ(browser: &mut Browser) -> String {
    let page = browser.get("/so/doi-thoai/nhap-tep").await;
    page.is(StatusCode::OK);
    let text = page.text();
    let value = text.split("<option value=\"").find(|s| s.contains("/cap-uy@")).unwrap();
    value.split('"').next().unwrap().to_string()
}

/// Asks until the work beside the requests is over.
async fn over(browser: &mut Browser, path: &str) {
    for _ in 0..1200 {
        let answer = browser.get(path).await;
        answer.is(StatusCode::OK);
        if answer.headers.contains_key("x-go") {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{path} is never over");
}

fn count(world: &World) -> i64 {
    world.store().entries(&Filter::default()).unwrap().1
}

#[tokio::test]
async fn three_bad_rows_are_mended_on_the_page_and_then_all_are_written() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let organ = organ(&mut browser).await;
    let file = ("tep", "đối thoại.csv", WRONG.as_bytes());
    let answer = browser.upload("/so/doi-thoai/nhap-tep", &[("co-quan", &organ)], file).await;
    let at = answer.location.clone().unwrap_or_else(|| panic!("{}", answer.text()));
    let page = browser.get(&at).await;
    page.is(StatusCode::OK).shows("3 dòng còn chỗ sai").shows("31/02/2026").shows("Bất thường");
    page.shows("name=\"o[1].ngay\"").shows("name=\"o[2].loai\"").shows("name=\"o[3].so-nguoi\"").hides("name=\"o[0].");
    // Nothing can be written yet, and nothing is.
    browser.post(&at, &[("_ghi", "1")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&world), 0);
    // One is mended; the mending is kept between the steps.
    browser.submit(&at, &[("o[1].ngay", "28/02/2026"), ("_kiem", "1")]).await.shows("2 dòng còn chỗ sai");
    browser.get("/nhap").await.shows("nhập từ tệp");
    let page = browser.submit(&at, &[("o[2].loai", "Đột xuất"), ("o[3].so-nguoi", "trên 43"), ("_kiem", "1")]).await;
    page.shows("Mọi dòng đều đúng").shows("Ghi vào sổ").hides("name=\"o[");
    let done = browser.submit(&at, &[("_ghi", "1")]).await;
    done.is(StatusCode::OK).shows("<b>5</b>").shows("mục mới");
    assert_eq!(count(&world), 5);
    browser.get(&at).await.is(StatusCode::NOT_FOUND);
    browser.get("/so/doi-thoai").await.shows("Cuộc bốn").shows("trên 43").shows("Đã ghi sổ");
    // The same file again, mended in the file: nothing changes.
    let mended = WRONG.replace("31/02", "28/02").replace("Bất thường", "Đột xuất").replace("nhiều", "trên 43");
    let file = ("tep", "lần hai.csv", mended.as_bytes());
    let at = browser.upload("/so/doi-thoai/nhap-tep", &[("co-quan", &organ)], file).await.location.unwrap();
    browser.get(&at).await.shows("không đổi");
    browser.submit(&at, &[("_ghi", "1")]).await.shows("<b>0</b>");
    assert_eq!(count(&world), 5);
}

#[tokio::test]
async fn a_file_that_is_none_is_told_in_clear_words() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    for (name, bytes) in [
        ("bao-cao.docx", &b"PK\x03\x04abc"[..]),
        ("hong.xlsx", b"PK\x03\x04 day khong phai zip"),
        ("rong.csv", b""),
        ("khac.csv", b"a;b\n1;2\n"),
    ] {
        let page = browser.upload("/so/doi-thoai/nhap-tep", &[], ("tep", name, bytes)).await;
        page.is(StatusCode::UNPROCESSABLE_ENTITY).shows("Chưa đọc được tệp");
    }
    browser.post("/so/doi-thoai/nhap-tep", &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).shows("Chưa chọn tệp");
}

#[tokio::test]
async fn a_file_beyond_the_limit_is_told_so() {
    let settings = web::Settings { upload_bytes_max: 1 << 20, ..web::Settings::default() };
    let world = World::on(testkit::Database::Sqlite, settings);
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let big = vec![b'a'; 2 << 20];
    let page = browser.upload("/so/doi-thoai/nhap-tep", &[], ("tep", "to.csv", &big)).await;
    page.is(StatusCode::PAYLOAD_TOO_LARGE).shows("1 MiB");
}

#[tokio::test]
async fn an_import_belongs_to_who_began_it() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let organ = organ(&mut browser).await;
    let file = ("tep", "a.csv", WRONG.as_bytes());
    let at = browser.upload("/so/doi-thoai/nhap-tep", &[("co-quan", &organ)], file).await.location.unwrap();
    let mut other = world.signed_in(Officer, Dang, THANH_BA).await;
    other.get(&at).await.is(StatusCode::NOT_FOUND);
    other.post(&at, &[("_ghi", "1")]).await.is(StatusCode::NOT_FOUND);
    world.signed_in(Viewer, Dang, BAC_HA).await.get("/so/doi-thoai/nhap-tep").await.is(StatusCode::FORBIDDEN);
    browser.post(&at, &[("_discard", "1")]).await;
    browser.get(&at).await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_long_file_is_kept_as_a_file_and_mended_all_the_same() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let organ = organ(&mut browser).await;
    let filler = "nội dung dài ".repeat(35);
    let mut text = String::from("khoa-dong;ngay;chu-de;loai;hinh-thuc;chu-tri;so-nguoi\n");
    for i in 0..2500 {
        let day = if i == 7 { "31/02/2026" } else { "05/03/2026" };
        text.push_str(&format!("{i};{day};{filler} {i};Đột xuất;Hội nghị đối thoại;Bí thư cấp ủy;40\n"));
    }
    let answer =
        browser.upload("/so/doi-thoai/nhap-tep", &[("co-quan", &organ)], ("tep", "dai.csv", text.as_bytes())).await;
    let at = answer.location.clone().unwrap_or_else(|| panic!("{}", answer.text()));
    // Asking how far the writing is writes nothing.
    let asked = browser.get(&format!("{at}/tien-do?ghi=1")).await;
    assert!(asked.headers.contains_key("x-go"));
    browser.get(&at).await.is(StatusCode::OK).shows("Đang đọc tệp").shows("data-poll");
    over(&mut browser, &format!("{at}/tien-do")).await;
    browser.get(&at).await.is(StatusCode::OK).shows("name=\"o[7].ngay\"");
    browser.submit(&at, &[("o[7].ngay", "28/02/2026"), ("_kiem", "1")]).await.is(StatusCode::OK);
    over(&mut browser, &format!("{at}/tien-do")).await;
    browser.get(&at).await.shows("Mọi dòng đều đúng");
    assert_eq!(count(&world), 0);
    browser.post(&at, &[("_ghi", "1")]).await.is(StatusCode::OK).shows("Đang ghi");
    over(&mut browser, &format!("{at}/tien-do?ghi=1")).await;
    browser.open(&at).await.shows("<b>2.500</b>");
    assert_eq!(count(&world), 2500);
}

#[tokio::test]
async fn what_is_exported_is_what_the_list_shows_and_reads_back() {
    let world = World::new();
    world.dialogue(BAC_HA, "2026-03-05", "Cuộc của Bắc Hà", 40);
    world.dialogue(BAC_HA, "2026-05-05", "Cuộc tháng năm", 41);
    world.dialogue(THANH_BA, "2026-03-06", "Cuộc của Thanh Ba", 42);
    let mut browser = world.signed_in(Viewer, Dang, BAC_HA).await;
    let csv = browser.get("/so/doi-thoai/xuat.csv?den=01/04/2026").await;
    csv.is(StatusCode::OK).shows("Cuộc của Bắc Hà").hides("Cuộc tháng năm").hides("Thanh Ba");
    let xlsx = browser.get("/so/doi-thoai/xuat.xlsx").await;
    assert!(xlsx.media.contains("spreadsheetml") && xlsx.bytes.starts_with(b"PK"));
    browser.get("/so/doi-thoai/xuat.json").await.shows("Cuộc tháng năm").hides("Thanh Ba");
    let template = browser.get("/so/doi-thoai/mau.xlsx?rieng=1").await;
    assert!(
        template.bytes.starts_with(b"PK") && template.headers["content-disposition"].to_str().unwrap().contains("xlsx")
    );
    // The workbook goes back in and changes nothing.
    let mut officer = world.signed_in(Officer, Dang, BAC_HA).await;
    let at = officer.upload("/so/doi-thoai/nhap-tep", &[], ("tep", "xuat.xlsx", &xlsx.bytes)).await;
    let at = at.location.clone().unwrap_or_else(|| panic!("{}", at.text()));
    officer.get(&at).await.shows("Mọi dòng đều đúng").shows("không đổi");
}
