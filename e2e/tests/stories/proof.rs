//! A report written in Word, and one printed as PDF, are dropped; a figure that the ledger contradicts is followed to its
//! records, the one that agrees is left alone, and the Word file comes back with its comment.

use crate::stage;
use e2e::Person;
use fantoccini::Locator;
use fantoccini::wd::PrintConfiguration;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The report: the demonstration's ledger has 61 dialogues of the district in 2021, and 4.675 people at them.
const PARAGRAPHS: [&str; 7] = [
    "ỦY BAN NHÂN DÂN HUYỆN BẮC HÀ",
    "Bắc Hà, ngày 10 tháng 12 năm 2021",
    "BÁO CÁO",
    "Kết quả công tác dân vận năm 2021",
    "Năm 2021, toàn huyện tổ chức 61 cuộc đối thoại với Nhân dân.",
    "Năm 2021, toàn huyện có 4.756 người dự các cuộc đối thoại.",
    "Các tổ dân vận ở thôn giữ nền nếp sinh hoạt, gần gũi với từng hộ.",
];

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

/// The report as a Word file.
fn docx() -> Vec<u8> {
    let paragraphs: String =
        PARAGRAPHS.iter().map(|p| format!("<w:p><w:r><w:t xml:space=\"preserve\">{p}</w:t></w:r></w:p>")).collect();
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraphs}</w:body></w:document>"#
    );
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in
        [("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document.as_str())]
    {
        package.start_file(name, SimpleFileOptions::default()).unwrap();
        package.write_all(text.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// The report as a browser prints it.
async fn pdf(person: &Person) -> Vec<u8> {
    let paragraphs: String = PARAGRAPHS.iter().map(|p| format!("<p>{p}</p>")).collect();
    let page = format!("<!doctype html><meta charset=utf-8><title>in</title><body>{paragraphs}");
    let address = format!("data:text/html;charset=utf-8,{}", utf8_percent_encode(&page, NON_ALPHANUMERIC));
    person.client.goto(&address).await.unwrap();
    person.client.print(PrintConfiguration::builder().build().unwrap()).await.unwrap()
}

/// Drops a file on the page, as a hand would with a mouse.
async fn drop(person: &Person, name: &str, bytes: &[u8]) {
    let dropped = person
        .script(&format!(
            "const data = new DataTransfer(); data.items.add(new File([new Uint8Array({})], {})); \
             document.querySelector('[data-files]').dispatchEvent(new DragEvent('drop', {{dataTransfer: data, bubbles: true, cancelable: true}})); \
             return document.querySelector('#f-tep').files.length",
            Value::from(bytes),
            Value::from(name),
        ))
        .await;
    assert_eq!(dropped, 1, "the file was not taken");
}

/// Follows the figure that the ledger contradicts, from its mark in the text to its records.
async fn follow(person: &Person) {
    person.wait(".proof-text").await;
    let text = person.text(".proof-text").await;
    assert!(text.contains("61 cuộc đối thoại") && text.contains("gần gũi với từng hộ"), "{text}");
    let marks: Vec<String> = texts(person, ".proof-text mark").await;
    assert!(marks.iter().any(|m| m.contains("4.756")), "what the ledger contradicts is not marked: {marks:?}");
    assert!(!marks.iter().any(|m| m.contains("61")), "what agrees with the ledger is marked: {marks:?}");
    let mark = "//mark//a[contains(., '4.756')]";
    person.client.find(Locator::XPath(mark)).await.unwrap().click().await.unwrap();
    person.wait(".finding:target .evidence a").await;
    let told = person.text(".finding:target").await;
    assert!(told.contains("4.675"), "{told}");
    person.press(".finding:target .evidence a").await;
    person.wait("main table").await;
    assert!(person.path().await.starts_with("/so-lieu/ho-so"), "{}", person.path().await);
    assert!(person.sees("4.675").await, "the ledger's figure:\n{}", person.text("main").await);
    assert!(person.client.find(Locator::Css("main a[href^='/muc/']")).await.is_ok(), "no record is listed");
}

async fn texts(person: &Person, css: &str) -> Vec<String> {
    let list = person
        .script(&format!("return Array.from(document.querySelectorAll({})).map(m => m.textContent)", Value::from(css)))
        .await;
    list.as_array().unwrap().iter().map(|t| t.as_str().unwrap_or_default().to_string()).collect()
}

/// What a path gives, as bytes.
async fn bytes(person: &Person, path: &str) -> Vec<u8> {
    let list = person
        .script(&format!(
            "return fetch({}).then(r => r.arrayBuffer()).then(b => Array.from(new Uint8Array(b)))",
            Value::from(path)
        ))
        .await;
    list.as_array().unwrap().iter().map(|b| u8::try_from(b.as_u64().unwrap()).unwrap()).collect()
}

fn part(package: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|e| panic!("{name}: {e}")).read_to_string(&mut text).unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_of_a_dropped_report_is_followed_to_the_ledger_record_that_contradicts_it() {
    let stage = stage();
    let officer = stage.chrome.person(&stage.server.address, 1280, 900).await;
    officer.sign_in("can-bo.lao-cai").await;

    officer.open("/soat").await;
    drop(&officer, "Báo cáo năm 2021.docx", &docx()).await;
    officer.press(".actions button.primary").await;
    officer.wait(".proof-text").await;
    let proof = officer.path().await.split(['?', '#']).next().unwrap().to_string();
    follow(&officer).await;

    // The Word file comes back with the comment, at the words, and all else as it was.
    let word = bytes(&officer, &format!("{proof}/tai/docx")).await;
    let comments = part(&word, "word/comments.xml");
    assert!(comments.contains("4.675"), "{comments}");
    let document = part(&word, "word/document.xml");
    let marked = document.split_once("<w:commentRangeStart").map_or("", |(_, rest)| rest);
    let marked = marked.split_once("<w:commentRangeEnd").map_or("", |(words, _)| words);
    assert!(marked.contains("4.756") && !marked.contains("toàn huyện"), "{document}");

    // The keyboard goes from finding to finding.
    officer.open(&proof).await;
    officer
        .script("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true})); return true")
        .await;
    assert_eq!(officer.script("return document.activeElement.className.includes('finding')").await, true);

    // The same report as a printed page.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bao-cao-2021.pdf");
    std::fs::write(&file, pdf(&officer).await).unwrap();
    officer.open("/soat").await;
    officer.client.find(Locator::Css("#f-tep")).await.unwrap().send_keys(file.to_str().unwrap()).await.unwrap();
    officer.press(".actions button.primary").await;
    follow(&officer).await;

    // Done: it is gone.
    officer.open(&proof).await;
    officer.press("button[name=xong]").await;
    officer.press("dialog button[value=yes]").await;
    officer.wait("#f-tep").await;
    assert_eq!(officer.fetch(&proof).await.0, 404);
    officer.close().await;
}
