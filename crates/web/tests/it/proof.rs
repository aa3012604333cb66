//! Proofing a report: it comes in, is marked, decided on, handed out and taken over; and nothing of it stays.

use crate::support::{Answer, BAC_HA, BAO_NHAI, Browser, World, unit};
use axum::http::StatusCode;
use domain::Span;
use domain::organs::Hierarchy::Dang;
use domain::people::AccountId;
use domain::registers::Role::{Administrator, Officer, Viewer};

/// A short report with a day that no month has, a word twice, and a word that stands nowhere else.
const REPORT: &str = "ĐẢNG ỦY XÃ BẮC HÀ\n\nBÁO CÁO\nKết quả công tác dân vận năm 2025\n\n\
    Ngày 31/02/2025, Đảng ủy xã mở hội nghị đối thoại với với Nhân dân thôn Zơnkhuê.\n\
    Trong năm 2025, Đảng ủy xã đã tổ chức 12 cuộc đối thoại với Nhân dân.\n\
    Thực hiện Kế hoạch số 987-KH/TU, ngày 12/8/2025 của Tỉnh ủy Lào Cai về nâng cao chất lượng đối thoại.\n";
/// The word.
const WORD: &str = "Zơnkhuê";

/// Where a proof is, once it is over.
async fn over(browser: &mut Browser, answer: &Answer) -> String {
    let path = answer.location.clone().unwrap_or_else(|| panic!("{} {}", answer.status, answer.text()));
    for _ in 0..1_200 {
        if browser.get(&format!("{path}/tien-do")).await.headers.contains_key("x-go") {
            return path;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{path} is never over");
}

/// Pastes a text and waits for its proof.
async fn pasted(browser: &mut Browser, text: &str) -> String {
    let answer = browser.post("/soat", &[("van-ban", text)]).await;
    over(browser, &answer).await
}

/// What stands between two strings in a page, at the first place.
fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    page.split_once(before).and_then(|(_, rest)| rest.split_once(after)).unwrap_or_else(|| panic!("{before}")).0
}

/// The number, in forms, of the first finding with these words in its list entry.
fn finding(page: &Answer, words: &str) -> String {
    let text = page.text();
    let item =
        text.split("<li class=\"finding").find(|i| i.contains(words)).unwrap_or_else(|| panic!("{words}: {text}"));
    between(item, "data-finding=\"c", "\"").to_string()
}

#[tokio::test]
async fn a_report_comes_back_with_its_findings_marked_in_the_text_and_told_beside_it() {
    let world = World::new();
    let mut browser = world.signed_in(Viewer, Dang, BAC_HA).await;
    browser.get("/soat").await.is(StatusCode::OK).shows("Tệp đi đâu?").shows("52 MiB");
    let answer = browser.upload("/soat", &[], ("tep", "bao-cao.txt", REPORT.as_bytes())).await;
    let path = over(&mut browser, &answer).await;
    let page = browser.get(&path).await;
    page.is(StatusCode::OK).shows("bao-cao.txt").shows(WORD);
    assert_eq!(page.headers["cache-control"], "private, no-store");
    let text = page.text();
    let article = text.split_once("<article").unwrap().1;
    let date = article.split("<mark").find(|m| m.contains("31/02/2025")).expect("the date is marked");
    assert!(date.contains("loi") && date.contains("<span class=\"vh\">lỗi "), "{date}");
    // Each finding leads to its words and back.
    let n = finding(&page, "31/02/2025");
    page.shows(&format!("href=\"#c{n}\""))
        .shows(&format!("id=\"c{n}\""))
        .shows(&format!("href=\"#f{}\"", n.parse::<usize>().unwrap() + 1));
    // By severity and by rule, without any script.
    let errors = browser.get(&format!("{path}?muc=loi")).await;
    errors.shows("data-finding").hides("<li class=\"finding canh-bao").hides("<li class=\"finding ghi-chu");
    browser.get(&format!("{path}?quy-tac=impossible-date")).await.shows("31/02/2025").hides(">với với</a>");
    // Figures and documents are shown by a switch.
    browser.get(&format!("{path}?xem=so-lieu")).await.shows("class=\"read-figure\"").shows("12 cuộc");
    browser.get(&format!("{path}?xem=van-ban")).await.shows("class=\"read-document\"").shows("987-KH/TU");
    page.hides("class=\"read-figure\"").hides("class=\"read-document\"");
}

#[tokio::test]
async fn suggestions_are_taken_and_undone_and_what_is_handed_out_follows() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let path = pasted(&mut browser, REPORT).await;
    let page = browser.get(&path).await;
    let n = finding(&page, "với với");
    let taken = browser.submit(&path, &[("nhan", &n), ("ve", "muc=&phan=")]).await;
    taken.is(StatusCode::OK).shows("đã nhận gợi ý").shows("<del>").shows("<ins>");
    let file = browser.get(&format!("{path}/tai/txt")).await;
    file.is(StatusCode::OK).shows("đối thoại với Nhân dân thôn").hides("với với").shows("31/02/2025");
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(file.headers["cache-control"], "private, no-store");
    browser.submit(&path, &[("lai", &n)]).await.hides("đã nhận gợi ý").hides("<del>");
    assert_eq!(browser.get(&format!("{path}/tai/txt")).await.text(), REPORT);
    // What is set aside is neither marked nor handed out.
    let date = finding(&page, "31/02/2025");
    browser.get(&format!("{path}/tai/json")).await.shows("impossible-date");
    browser.submit(&path, &[("bo", &date)]).await.shows("đã bỏ qua").hides(&format!("id=\"c{date}\""));
    let json = browser.get(&format!("{path}/tai/json")).await;
    json.hides("impossible-date");
    let parsed: serde_json::Value = serde_json::from_slice(&json.bytes).unwrap();
    assert!(parsed["citations"].as_array().is_some_and(|c| !c.is_empty()), "{parsed}");
    browser.get(&format!("{path}/tai/sarif")).await.shows("\"2.1.0\"");
    browser.get(&format!("{path}/tai/html")).await.shows(WORD);
    // There is no Word file to put comments into.
    browser.get(&format!("{path}/tai/docx")).await.is(StatusCode::NOT_FOUND);
    browser.get(&format!("{path}/tai/exe")).await.is(StatusCode::NOT_FOUND);
    // All at once; nonsense changes nothing.
    browser.submit(&path, &[("nhan", "tat-ca")]).await.shows("Đã nhận");
    for nonsense in ["-1", "99999", "x", ""] {
        browser.submit(&path, &[("nhan", nonsense), ("ve", "<script>")]).await.is(StatusCode::OK).hides("<script>&");
    }
}

#[tokio::test]
async fn a_proof_is_its_owners_alone_and_ends_by_button_by_signing_out_and_by_rest() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let path = pasted(&mut browser, REPORT).await;
    let mut other = world.signed_in(Officer, Dang, BAO_NHAI).await;
    let pages = [path.clone(), format!("{path}/tien-do"), format!("{path}/tai/txt"), format!("{path}/so/0")];
    for page in &pages {
        other.get(page).await.is(StatusCode::NOT_FOUND).shows("Soát báo cáo khác").hides(WORD);
    }
    other.post(&path, &[("xong", "1")]).await.is(StatusCode::NOT_FOUND);
    browser.get(&path).await.is(StatusCode::OK);
    // By the button.
    browser.submit(&path, &[("xong", "1")]).await.shows("Tệp đi đâu?");
    for page in &pages {
        browser.get(page).await.is(StatusCode::NOT_FOUND).shows("Soát báo cáo khác");
    }
    // By signing out.
    let path = pasted(&mut browser, REPORT).await;
    assert_eq!(world.app.proofs().count(), 1);
    browser.post("/dang-xuat", &[]).await;
    assert_eq!(world.app.proofs().count(), 0);
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    browser.get(&path).await.is(StatusCode::NOT_FOUND);
    // By half an hour without a touch; a touch begins it anew.
    let path = pasted(&mut browser, REPORT).await;
    world.clock.turn(Span::new().minutes(29));
    browser.get(&path).await.is(StatusCode::OK);
    world.clock.turn(Span::new().minutes(29));
    browser.get(&path).await.is(StatusCode::OK);
    world.clock.turn(Span::new().minutes(31));
    browser.get(&path).await.is(StatusCode::NOT_FOUND).shows("30 phút");
    assert_eq!(world.app.proofs().count(), 0);
}

#[tokio::test]
async fn one_persons_proofs_are_few_and_the_oldest_makes_room() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let mut paths = Vec::new();
    for n in 0..5 {
        paths.push(pasted(&mut browser, &format!("Báo cáo số {n}, ngày 31/02/2025.")).await);
        world.clock.turn(Span::new().seconds(1));
    }
    browser.get(&paths[0]).await.is(StatusCode::NOT_FOUND);
    for path in &paths[1..] {
        browser.get(path).await.is(StatusCode::OK);
    }
    assert_eq!(world.app.proofs().count(), 4);
}

#[tokio::test]
async fn what_cannot_be_read_is_told_on_the_page_where_another_file_can_be_chosen() {
    let settings = web::Settings { upload_bytes_max: 1 << 20, ..web::Settings::default() };
    let world = World::on(testkit::Database::Sqlite, settings);
    let mut browser = world.signed_in(Administrator, Dang, BAC_HA).await;
    let unread = StatusCode::UNPROCESSABLE_ENTITY;
    browser.post("/soat", &[("van-ban", "  ")]).await.is(unread).shows("Chưa chọn tệp").shows("id=\"f-tep\"");
    let both = browser.upload("/soat", &[("van-ban", "Chữ đã dán")], ("tep", "a.txt", b"x")).await;
    both.is(unread).shows("chọn một trong hai").shows("Chữ đã dán");
    for (name, bytes) in [
        ("anh.png", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..]),
        ("hong.docx", b"PK\x03\x04 day khong phai zip"),
        ("rong.txt", b" \n "),
        ("hong.pdf", b"%PDF-1.7\nkhong co gi"),
    ] {
        let answer = browser.upload("/soat", &[], ("tep", name, bytes)).await;
        let answer = if let Some(to) = answer.location.clone() {
            over(&mut browser, &answer).await;
            browser.get(&to).await
        } else {
            answer
        };
        answer.is(unread).shows("Chưa soát được").shows("id=\"f-tep\"");
    }
    let big = browser.upload("/soat", &[], ("tep", "to.txt", &vec![b'a'; 2 << 20])).await;
    big.is(StatusCode::PAYLOAD_TOO_LARGE).shows("1 MiB").shows("id=\"f-tep\"");
    assert_eq!(world.app.proofs().count(), 0, "what was refused is not kept");
}

fn events(world: &World) -> usize {
    let filter = store::people::AuditFilter { limit: 500, ..Default::default() };
    world.store().audit(&filter).unwrap().len()
}

#[tokio::test]
async fn nothing_of_a_text_reaches_the_database() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let before = events(&world);
    let path = pasted(&mut browser, REPORT).await;
    let n = finding(&browser.get(&path).await, "với với");
    browser.post(&path, &[("nhan", &n)]).await;
    browser.get(&format!("{path}/tai/txt")).await.shows(WORD);
    browser.get(&format!("{path}?xem=so-lieu")).await;
    browser.get("/so/van-ban/moi").await;
    let file = browser.upload("/soat", &[], ("tep", "Zơnkhuê.html", format!("<p>{REPORT}</p>").as_bytes())).await;
    over(&mut browser, &file).await;
    let bytes = world.database();
    assert!(bytes.len() > 100_000, "the database was not found");
    let found = |words: &str| bytes.windows(words.len()).any(|w| w == words.as_bytes());
    assert!(found("officer-dang-02839"), "what is in the database is not seen");
    assert!(!found(WORD) && !found("Zơnkhu"), "a word of the text is in the database");
    let after = events(&world);
    assert_eq!(after, before, "a proof is an event of the log");
}

/// The page of figures, and the way to the first that can be taken over.
async fn takeable(browser: &mut Browser, path: &str) -> String {
    let page = browser.get(&format!("{path}?xem=so-lieu")).await;
    let text = page.text();
    let list = text.split_once("proof-side").map_or("", |(_, rest)| rest.split_once("<article").map_or("", |(l, _)| l));
    let number = list.split_once(&format!("href=\"{path}/so/")).and_then(|(_, rest)| rest.split_once('"'));
    format!("{path}/so/{}", number.unwrap_or_else(|| panic!("no figure can be taken over: {list}")).0)
}

#[tokio::test]
async fn a_figure_is_declared_with_the_clause_as_its_officer_left_it() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let path = pasted(&mut browser, REPORT).await;
    let form = takeable(&mut browser, &path).await;
    let page = browser.get(&form).await;
    page.is(StatusCode::OK)
        .shows("đã tổ chức 12 cuộc đối thoại")
        .shows("SHA-256")
        .shows("Xã Bắc Hà")
        .shows("01/01/2025");
    let key = format!("u:{}", unit(world.store(), BAC_HA));
    let fields = |clause: &'static str| {
        [
            ("unit", key.clone()),
            ("from", "01/07/2025".into()),
            ("to", "31/12/2025".into()),
            ("value", "12".into()),
            ("clause", clause.into()),
        ]
    };
    let send = |fields: [(&'static str, String); 5]| fields;
    // A number that names a person is not kept; nothing is stored.
    let bad = send(fields("gọi 0912 345 678"));
    let bad: Vec<(&str, &str)> = bad.iter().map(|(k, v)| (*k, v.as_str())).collect();
    browser.post(&form, &bad).await.is(StatusCode::UNPROCESSABLE_ENTITY).shows("số căn cước");
    assert!(world.store().declared(None, true).unwrap().is_empty());
    let good = send(fields("đã tổ chức 12 cuộc đối thoại"));
    let good: Vec<(&str, &str)> = good.iter().map(|(k, v)| (*k, v.as_str())).collect();
    browser.submit(&form, &good).await.is(StatusCode::OK).shows("Đã khai số này").shows("đã khai");
    let declared = world.store().declared(None, true).unwrap();
    assert_eq!(declared.len(), 1);
    let note = &declared[0].note;
    assert!(note.contains("SHA-256") && note.contains("“đã tổ chức 12 cuộc đối thoại”"), "{note}");
    assert!(!note.contains("Nhân dân") && !note.contains("Văn bản dán"), "{note}");
    // Whoever may only read takes nothing over; their page does not offer it.
    let mut viewer = world.signed_in(Viewer, Dang, BAC_HA).await;
    let path = pasted(&mut viewer, REPORT).await;
    viewer.get(&format!("{path}?xem=so-lieu")).await.is(StatusCode::OK).hides("Lấy số này");
    viewer.get(&format!("{path}/so/0")).await.is(StatusCode::FORBIDDEN);
    viewer.post(&format!("{path}/so/0"), &good).await.is(StatusCode::FORBIDDEN);
    assert_eq!(world.store().declared(None, true).unwrap().len(), 1);
}

/// The form at the end of a way, past the choice of one's own organ.
async fn form(browser: &mut Browser, path: &str, field: &str) -> Answer {
    let page = browser.open(path).await;
    if page.text().contains(field) {
        return page;
    }
    let to = between(&page.text(), "worklist\"><li><a href=\"", "\"").replace("&#38;", "&");
    browser.open(&to).await
}

#[tokio::test]
async fn a_figure_begins_an_entry_of_the_register_that_posts_it_with_its_evidence_in_the_note() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let text =
        "ĐẢNG ỦY XÃ BẮC HÀ\n\nBÁO CÁO năm 2025\n\nNăm 2025, Nhân dân toàn xã đóng góp hơn 412 triệu đồng làm đường.";
    let path = pasted(&mut browser, text).await;
    let take = takeable(&mut browser, &path).await;
    browser.get(&take).await.shows("value=\"trên 412 triệu đồng\"").shows("name=\"so\" value=\"dong-gop\"");
    let sent = [("so", "dong-gop"), ("clause", "Nhân dân góp hơn 412 triệu đồng")];
    let way = browser.post(&take, &sent).await.location.unwrap();
    assert!(way.starts_with("/so/dong-gop/moi?tu-soat=") && !way.contains("412"), "{way}");
    let page = form(&mut browser, &way, "hang-muc[0]").await;
    page.is(StatusCode::OK).shows("name=\"hang-muc[0].so-tien\" value=\"412.000.000\"");
    page.shows("value=\"tren\" selected")
        .shows("SHA-256")
        .shows("“Nhân dân góp hơn 412 triệu đồng”")
        .hides("làm đường.");
    assert_eq!(world.store().entries(&store::registers::Filter::default()).unwrap().1, 0);
}

/// A Word file of one paragraph.
fn docx(words: &str) -> Vec<u8> {
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>"
    );
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in
        [("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", document.as_str())]
    {
        package.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut package, text.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// A part of a package.
fn part(package: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
    text
}

#[tokio::test]
async fn a_word_file_comes_back_with_comments_on_what_is_open_and_changes_where_suggestions_were_taken() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let file = docx("Ngày 31/02/2025 mở hội nghị đối thoại với với Nhân dân.");
    let answer = browser.upload("/soat", &[], ("tep", "Báo cáo.docx", &file)).await;
    let path = over(&mut browser, &answer).await;
    let page = browser.get(&path).await;
    page.shows("đoạn 1");
    let word = browser.get(&format!("{path}/tai/docx")).await;
    word.is(StatusCode::OK);
    assert!(part(&word.bytes, "word/comments.xml").contains("31/02/2025"));
    assert!(!part(&word.bytes, "word/document.xml").contains("w:del"));
    let n = finding(&page, "với với");
    browser.post(&path, &[("nhan", &n)]).await;
    let word = browser.get(&format!("{path}/tai/docx")).await;
    let document = part(&word.bytes, "word/document.xml");
    assert!(document.contains("delText") && document.contains("w:author=\"cán bộ officer-dang-02839\""), "{document}");
    assert!(document.contains("w:date=\"2026-11-22T"), "{document}");
    let comments = part(&word.bytes, "word/comments.xml");
    assert!(comments.contains("31/02/2025") && !comments.contains("với với"), "{comments}");
}

#[tokio::test]
async fn a_document_that_the_register_lacks_begins_as_its_filled_form_and_is_not_stored() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let path = pasted(&mut browser, REPORT).await;
    let page = browser.get(&format!("{path}?xem=van-ban")).await;
    let way = between(&page.text(), "href=\"/so/van-ban/moi?", "\"").replace("&#38;", "&");
    assert!(!way.contains("987"), "no word of the text is in the address: {way}");
    let form_of = format!("/so/van-ban/moi?{way}");
    let page = form(&mut browser, &form_of, "f-trich-yeu").await;
    page.is(StatusCode::OK).shows("value=\"987\"").shows("value=\"KH/TU\"").shows("12/08/2025");
    page.shows("nâng cao chất lượng đối thoại").shows("Tỉnh ủy Lào Cai");
    let store = world.store();
    assert_eq!(store.entries(&store::registers::Filter::default()).unwrap().1, 0);
    let mine = store.account_by_login("officer-dang-02839").unwrap().unwrap().id;
    assert!(store.drafts(AccountId(mine.0).0).unwrap().is_empty(), "the form was kept though nobody typed");
    // Of somebody else's proof nothing comes.
    let mut other = world.signed_in(Officer, Dang, BAO_NHAI).await;
    let page = form(&mut other, &form_of, "f-trich-yeu").await;
    page.is(StatusCode::OK).hides("987").hides("nâng cao chất lượng");
}

#[tokio::test]
async fn a_long_text_is_shown_in_parts_and_each_finding_stands_in_its_own() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let filler =
        "Các chi bộ đã tổ chức học tập, trao đổi kinh nghiệm và phân công đảng viên phụ trách hộ.\n".repeat(6_000);
    let text = format!("Ngày 31/02/2025 mở hội nghị.\n{filler}Ngày 30/02/2025 tổng kết.\n");
    let path = pasted(&mut browser, &text).await;
    let first = browser.get(&path).await;
    first.is(StatusCode::OK).shows("Phần 1 trên").shows("31/02/2025").hides("30/02/2025").shows("rel=\"next\"");
    assert!(first.bytes.len() < 400_000, "{} bytes", first.bytes.len());
    let parts: usize = between(&first.text(), "Phần 1 trên ", "<").parse().unwrap();
    let last = browser.get(&format!("{path}?phan={parts}")).await;
    last.is(StatusCode::OK).shows("30/02/2025").hides("31/02/2025").shows("rel=\"prev\"");
    browser.get(&format!("{path}?phan=99999")).await.is(StatusCode::OK).shows("30/02/2025");
}

#[tokio::test]
async fn a_petition_is_proofed_and_nothing_is_taken_from_it() {
    let world = World::new();
    let mut browser = world.signed_in(Officer, Dang, BAC_HA).await;
    let text = "ĐƠN KIẾN NGHỊ\nKính gửi: Ủy ban nhân dân xã\nTôi tên là Nguyễn Thị Thử, làm đơn này đề nghị mở 12 cuộc đối thoại năm 2025.";
    let path = pasted(&mut browser, text).await;
    let page = browser.get(&format!("{path}?xem=so-lieu")).await;
    page.is(StatusCode::OK).shows("giống đơn của công dân").hides("Lấy số này");
}
