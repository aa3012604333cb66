//! Somebody's texts proofed on the command line, with no database at all.

use crate::desk::{Desk, dialogue, program, says, texts};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Output;

/// A report with a day that does not exist and a total that its parts do not make.
const WRONG: &str = "ỦY BAN NHÂN DÂN XÃ HÒA AN\n\nBÁO CÁO\nCông tác dân vận năm 2023\n\nThực hiện Kế hoạch số 12-KH/HU, ngày 31/02/2023 của Huyện ủy.\n\
                     Trong năm đã tổ chức 61 cuộc đối thoại, gồm: cấp huyện 9 cuộc, cấp xã 51 cuộc.\n";
/// The same set right.
const RIGHT: &str = "ỦY BAN NHÂN DÂN XÃ HÒA AN\n\nBÁO CÁO\nCông tác dân vận năm 2023\n\nThực hiện Kế hoạch số 12-KH/HU, ngày 28/02/2023 của Huyện ủy.\n\
                     Trong năm đã tổ chức 60 cuộc đối thoại, gồm: cấp huyện 9 cuộc, cấp xã 51 cuộc.\n";

/// A folder of texts.
struct Folder(tempfile::TempDir);

impl Folder {
    fn of(files: &[(&str, &[u8])]) -> Folder {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        Folder(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn proof(&self, words: &[&str]) -> Output {
        program().arg("proof").args(words).current_dir(self.0.path()).output().unwrap()
    }

    /// The answer as JSON, whatever the exit code.
    #[track_caller]
    fn json(&self, words: &[&str]) -> (Value, i32) {
        let done = self.proof(&[words, &["--format", "json"]].concat());
        let (out, err) = texts(&done);
        let answer = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{words:?}: {e}\n{out}\n{err}"));
        (answer, done.status.code().unwrap())
    }
}

fn findings<'a>(answer: &'a Value, rule: &str) -> Vec<&'a Value> {
    answer["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == rule).collect()
}

/// The words at an item's offsets.
fn cut(text: &str, item: &Value) -> String {
    let at = |key: &str| usize::try_from(item[key].as_u64().unwrap()).unwrap();
    text.chars().skip(at("start")).take(at("end") - at("start")).collect()
}

#[test]
fn the_exit_code_says_how_bad_it_is_and_the_text_what_to_do() {
    let folder = Folder::of(&[("sai.txt", WRONG.as_bytes()), ("dung.txt", RIGHT.as_bytes())]);
    let done = folder.proof(&["sai.txt"]);
    let (out, _) = texts(&done);
    assert_eq!(done.status.code(), Some(2), "{out}");
    says(&out, &["sai.txt: ", "impossible-date", "31/02/2023", "sum-mismatch", "dòng 7", "^^^"]);
    assert!(out.lines().all(|l| l.chars().count() <= 100), "{out}");
    let (right, code) = folder.json(&["dung.txt"]);
    let errors: Vec<_> = right["findings"].as_array().unwrap().iter().filter(|f| f["severity"] == "error").collect();
    assert!(code < 2 && errors.is_empty(), "{errors:#?}");
    let (_, both) = folder.json(&["sai.txt", "--off", "impossible-date,sum-mismatch"]);
    assert!(both < 2, "what is switched off is not counted");
    assert!(!folder.path("danvan.db").exists(), "no database was made");
}

#[test]
fn offsets_count_in_the_file_as_it_is() {
    let odd = format!("\u{feff}{}", WRONG.replace('\n', "\r\n"));
    let folder = Folder::of(&[("bom.txt", odd.as_bytes()), ("tham.txt", WRONG.as_bytes())]);
    for (name, text) in [("bom.txt", odd.as_str()), ("tham.txt", WRONG)] {
        let (answer, code) = folder.json(&[name, "--with-text"]);
        assert_eq!((code, &answer["file"]), (2, &Value::from(name)));
        assert_eq!(answer["text"], text);
        let [date] = findings(&answer, "impossible-date")[..] else { panic!("{answer:#}") };
        assert!(cut(text, date).contains("31/02/2023"), "{}", cut(text, date));
        for list in ["citations", "figures"] {
            let list = answer[list].as_array().unwrap();
            assert!(!list.is_empty());
            for item in list {
                assert_eq!(cut(text, item), item["text"].as_str().unwrap(), "{name}");
            }
        }
        assert_eq!(answer["citations"][0]["date"], Value::Null, "no such day");
        assert_eq!(answer["groups"][0]["adds_up"], false, "{:#}", answer["groups"]);
    }
}

#[test]
fn a_folder_is_one_list_and_a_broken_file_stops_nothing() {
    let folder = Folder::of(&[
        ("a/sai.txt", WRONG.as_bytes()),
        ("b/rach.docx", b"PK\x03\x04 broken"),
        ("c.md", RIGHT.as_bytes()),
        ("anh.png", b"\x89PNG"),
    ]);
    let (answer, code) = folder.json(&["."]);
    assert_eq!(code, 3, "a file could not be read");
    let files: Vec<&str> = answer.as_array().unwrap().iter().map(|f| f["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["./a/sai.txt", "./b/rach.docx", "./c.md"]);
    assert_eq!(answer[1]["findings"], Value::Array(Vec::new()));
    let problem = &answer[1]["problems"][0];
    assert!(!problem["message"].as_str().unwrap().is_empty() && problem["hint"].is_string(), "{problem:#}");
    let done = folder.proof(&["."]);
    assert!(texts(&done).1.contains("2/3"), "progress: {}", texts(&done).1);
    says(&texts(&done).0, &["không đọc được", "3 tệp: "]);
    let (missing, code) = folder.json(&["khong-co.txt"]);
    assert_eq!((code, missing["problems"][0]["code"].as_str()), (3, Some("cannot-read")));
}

#[test]
fn rules_are_listed_and_unknown_ones_refused() {
    let folder = Folder::of(&[("sai.txt", WRONG.as_bytes())]);
    let done = folder.proof(&["--rules"]);
    assert!(done.status.success());
    says(&texts(&done).0, &["impossible-date", "sum-mismatch", "repeated-word"]);
    let done = folder.proof(&["sai.txt", "--off", "imposible-date"]);
    assert_eq!(done.status.code(), Some(3));
    says(&texts(&done).1, &["có phải “impossible-date”?"]);
    assert_eq!(texts(&done).0, "");
}

#[test]
fn the_day_of_the_proof_can_be_said() {
    let text = "Thực hiện Kế hoạch số 12-KH/HU, ngày 05/6/2024 của Huyện ủy.\n";
    let folder = Folder::of(&[("t.txt", text.as_bytes())]);
    let on = |day: &str| findings(&folder.json(&["t.txt", "--today", day]).0, "future-date").len();
    assert_eq!((on("2024-06-01"), on("06/6/2024")), (1, 0));
}

#[test]
fn sarif_and_a_page_are_given_whole() {
    let folder = Folder::of(&[("sai.txt", WRONG.as_bytes()), ("dung.txt", RIGHT.as_bytes())]);
    let done = folder.proof(&["sai.txt", "dung.txt", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&texts(&done).0).unwrap();
    assert_eq!((done.status.code(), log["runs"][0]["artifacts"].as_array().unwrap().len()), (Some(2), 2));
    assert!(log["runs"][0]["results"].as_array().unwrap().iter().any(|r| r["ruleId"] == "sum-mismatch"));
    let (page, _) = texts(&folder.proof(&["sai.txt", "--format", "html"]));
    assert!(page.starts_with("<!doctype html>") && page.contains("31/02/2023") && !page.contains("<script"));
    let many = folder.proof(&["sai.txt", "dung.txt", "--format", "html"]);
    says(&texts(&many).1, &["--out"]);
    folder.proof(&["sai.txt", "dung.txt", "--format", "html", "--out", "trang"]);
    assert!(folder.path("trang/sai.soat.html").exists() && folder.path("trang/dung.soat.html").exists());
}

#[test]
fn a_word_file_comes_back_with_comments_and_a_text_file_does_not() {
    let folder = Folder::of(&[("bao cao.docx", &docx(WRONG)), ("sai.txt", WRONG.as_bytes())]);
    let (answer, code) = folder.json(&["bao cao.docx", "--with-text"]);
    assert_eq!(code, 2, "{answer:#}");
    let text = answer["text"].as_str().unwrap();
    assert!(cut(text, findings(&answer, "impossible-date")[0]).contains("31/02/2023"));
    let done = folder.proof(&["bao cao.docx", "--format", "docx"]);
    assert_eq!(done.status.code(), Some(2), "{:?}", texts(&done));
    let made = std::fs::read(folder.path("bao cao.soat.docx")).unwrap();
    assert!(holds(&made, b"word/comments.xml"));
    let (again, _) = folder.json(&["bao cao.soat.docx", "--with-text"]);
    assert_eq!(again["text"], text, "the words are the same");
    folder.proof(&["bao cao.docx", "--format", "docx", "--out", "ra"]);
    assert!(folder.path("ra/bao cao.soat.docx").exists());
    let done = folder.proof(&["sai.txt", "--format", "docx"]);
    assert_eq!(done.status.code(), Some(3));
    says(&texts(&done).1, &[".docx"]);
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

/// A Word file with these lines, packed without compression.
fn docx(text: &str) -> Vec<u8> {
    let paragraphs: String =
        text.lines().map(|l| format!("<w:p><w:r><w:t xml:space=\"preserve\">{l}</w:t></w:r></w:p>")).collect();
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default \
                 Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
                 ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.\
                 wordprocessingml.document.main+xml\"/></Types>";
    let rels = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship \
                Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
                Target=\"word/document.xml\"/></Relationships>";
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
         {paragraphs}</w:body></w:document>"
    );
    stored(&[("[Content_Types].xml", types), ("_rels/.rels", rels), ("word/document.xml", &document)])
}

/// A ZIP package of stored parts (PKWARE APPNOTE 4.3).
fn stored(parts: &[(&str, &str)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let offset = u32::try_from(out.len()).unwrap();
        let size = u32::try_from(text.len()).unwrap().to_le_bytes();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let mut head = Vec::new();
        head.extend([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x50]);
        head.extend(crc32(text.as_bytes()).to_le_bytes());
        head.extend(size);
        head.extend(size);
        head.extend(length);
        head.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let start = u32::try_from(out.len()).unwrap();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| (c >> 1) ^ (0xedb8_8320 & (c & 1).wrapping_neg()))
    };
    !bytes.iter().fold(!0, step)
}

/// The folder of texts beside the project, when it is there.
fn seeds() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let there = folder.is_dir();
    if !there {
        eprintln!("the texts beside the project ({}) are not there: nothing is tried on them", folder.display());
    }
    there.then_some(folder)
}

/// The proofs of the texts, in order of their names, each with its text.
fn of_seeds() -> Vec<Value> {
    let Some(folder) = seeds() else { return Vec::new() };
    let done = program().arg("proof").arg(&folder).args(["--format", "json", "--with-text"]).output().unwrap();
    let list: Vec<Value> = serde_json::from_str(&texts(&done).0).unwrap();
    assert_eq!(done.status.code(), Some(2), "there are errors among them");
    list
}

/// Some finding over these words, or speaking of them as related.
#[track_caller]
fn found(answer: &Value, words: &str, rules: &[&str]) {
    let text = answer["text"].as_str().unwrap();
    let about = |f: &Value| {
        let related = f["related"].as_array().unwrap().iter().map(|r| cut(text, r));
        related.chain([cut(text, f)]).any(|c| c.contains(words) || (words.contains(&c) && c.chars().count() > 3))
    };
    let list = answer["findings"].as_array().unwrap();
    let fits = list.iter().any(|f| about(f) && (rules.is_empty() || rules.contains(&f["rule"].as_str().unwrap())));
    let told: Vec<String> = list.iter().map(|f| format!("{} “{}” {}", f["rule"], cut(text, f), f["message"])).collect();
    assert!(fits, "nothing of {rules:?} about “{words}”:\n{}", told.join("\n"));
}

#[test]
fn what_is_wrong_in_five_published_texts_is_found() {
    let list = of_seeds();
    let [first, second, third, _, fifth] = &list[..] else { return };
    found(first, "với với", &["repeated-word"]);
    let unclosed = findings(first, "unclosed-quote");
    assert!(unclosed.len() >= 2, "{unclosed:#?}");
    let remainder = findings(third, "unexplained-remainder");
    assert!(remainder.iter().any(|f| f["message"].as_str().unwrap().contains('5')), "{remainder:#?}");
    found(second, "15/15/2022", &["impossible-date"]);
    assert!(!findings(fifth, "blank-number").is_empty() && !findings(fifth, "blank-date").is_empty());
    found(fifth, "Năm năm", &["repeated-word"]);
    found(fifth, "53-KH-HU", &["symbol-variants"]);
    found(fifth, "SIPAS", &["trend-mismatch"]);
}

#[test]
fn no_error_is_raised_on_sums_that_hold() {
    for answer in of_seeds() {
        let text = answer["text"].as_str().unwrap();
        for f in answer["findings"].as_array().unwrap() {
            let sums = ["sum-mismatch", "percent-mismatch", "percents-not-100", "fraction-over-one"];
            let wrong = f["severity"] == "error" && sums.contains(&f["rule"].as_str().unwrap());
            assert!(!wrong, "{}: {} “{}”: {}", answer["file"], f["rule"], cut(text, f), f["message"]);
        }
        for group in answer["groups"].as_array().unwrap() {
            assert_ne!(group["adds_up"], false, "{}: {group:#}", answer["file"]);
        }
    }
}

/// A commune's report of its dialogues of 2021.
const COMMUNE: &str = "ỦY BAN NHÂN DÂN XÃ BẢN PHỐ\n\nBÁO CÁO\nCông tác dân vận năm 2021\n\nThực hiện Kế hoạch số 12-KH/HU, ngày 05/3/2021 của Huyện \
                       ủy Bắc Hà về thực hiện quy chế dân chủ.\nNăm 2021, đã tổ chức 5 cuộc đối thoại với Nhân dân.\n";

#[test]
fn with_a_database_a_figure_is_held_against_the_records_and_opens_them() {
    let desk = Desk::new();
    for day in ["2021-03-31", "2021-06-30"] {
        desk.add("doi-thoai", "02866/ubnd", &dialogue(day, "10"));
    }
    let file = desk.file("xa.txt", COMMUNE);
    let done = desk.run(&["proof", &file, "--format", "json"]);
    let answer: Value = serde_json::from_str(&texts(&done).0).unwrap();
    let [finding] = findings(&answer, "figure-differs")[..] else { panic!("{:#}", answer["findings"]) };
    assert_eq!(cut(COMMUNE, finding), "5 cuộc");
    says(finding["message"].as_str().unwrap(), &["5", "2", "Bản Phố"]);
    let path = finding["evidence"]["path"].as_str().unwrap();
    assert!(path.starts_with("/so-lieu/ho-so?") && path.contains("chi-tieu=doi-thoai.so-cuoc"), "{path}");
    let stranger = desk.run(&[
        "proof",
        &file,
        "--format",
        "json",
        "--role",
        "viewer",
        "--acting-for",
        "085@2021-12-31/chinh-quyen",
    ]);
    assert!(!texts(&stranger).1.contains("panicked"));
    let plain = program().args(["proof", &file, "--format", "json"]).output().unwrap();
    let alone: Value = serde_json::from_str(&texts(&plain).0).unwrap();
    assert!(findings(&alone, "figure-differs").is_empty(), "without a database nothing is known");
}

#[test]
fn past_reports_are_read_into_a_workbook_and_nothing_is_written_that_was_not_marked() {
    let desk = Desk::new();
    desk.file("cu/xa.txt", COMMUNE);
    desk.file(
        "cu/don.txt",
        "ĐƠN KHIẾU NẠI\nKính gửi: Ủy ban nhân dân xã\nTôi tên là Người Thử, số CCCD 001099000123\n",
    );
    let done = desk.run(&["learn", "read", &desk.path("cu"), "--out", &desk.path("xem.xlsx")]);
    let (out, err) = texts(&done);
    assert!(done.status.success(), "{err}");
    says(&out, &["Đã đọc 1 tệp, để lại 1: 1 văn bản", "1 số liệu có thể khai", "danvan learn keep"]);
    says(&err, &["don.txt", "giống một lá đơn"]);
    assert!(!err.contains("Người Thử") && !err.contains("001099000123"));
    says(&desk.ok(&["learn", "keep", &desk.path("xem.xlsx")]), &["Đã ghi 0 văn bản mới", "Đã khai 0 số liệu"]);
    assert!(desk.refused(&["learn", "keep", &desk.path("cu/xa.txt")]).contains("xa.txt"));
    desk.balanced();
}
