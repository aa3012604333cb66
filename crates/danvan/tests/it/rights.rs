//! Who may see and do what: roles, hidden fields, one's own unit.

use crate::desk::{Desk, dialogue, says};
use serde_json::json;

const NAME: &str = "Người giữ chức số 01 (minh họa)";

fn renewed(desk: &Desk) -> String {
    let data = json!({
        "ngay": "2021-05-10", "to-chuc": "mttq", "cap-to-chuc": "xa", "chuc-danh": "chu-tich",
        "cach": "hiep-thuong", "nguoi": NAME,
    });
    desk.add("kien-toan", "02866/mttq", &data)
}

#[test]
fn a_viewer_never_sees_the_name_that_only_officers_and_leaders_see() {
    let desk = Desk::new();
    let id = renewed(&desk);
    assert!(desk.ok(&["entry", "show", &id]).contains(NAME), "an officer sees it");
    let viewer = ["--role", "viewer"];
    for words in [
        vec!["entry", "show", &id],
        vec!["entry", "show", &id, "--json"],
        vec!["entry", "list", "--register", "kien-toan"],
        vec!["entry", "list", "--register", "kien-toan", "--json"],
    ] {
        assert!(!desk.ok(&[&words[..], &viewer].concat()).contains(NAME), "{words:?}");
    }
    assert!(
        desk.ok(&["entry", "list", "--search", "nguoi giu chuc"]).contains("0 mục"),
        "a name is no key to search by"
    );
    let file = desk.path("xuat.json");
    desk.ok(&["entry", "export", "--register", "kien-toan", "--out", &file, "--role", "viewer"]);
    assert!(!std::fs::read_to_string(&file).unwrap().contains(NAME));
    desk.ok(&["entry", "export", "--register", "kien-toan", "--out", &file]);
    assert!(std::fs::read_to_string(&file).unwrap().contains(NAME));
}

#[test]
fn a_viewer_writes_nothing() {
    let desk = Desk::new();
    let data = dialogue("2021-03-01", "10").to_string();
    let words = ["entry", "add", "--register", "doi-thoai", "--organ", "02866/ubnd", "--data", &data];
    desk.refused(&[&words[..], &["--role", "viewer"]].concat());
    assert_eq!(desk.value("doi-thoai.so-cuoc", "085@2021-12-31", "nam:2021"), 0);
}

#[test]
fn a_unit_declares_for_itself_and_those_below_it_and_for_no_other() {
    let desk = Desk::new();
    let declare = |unit: &str, acting: &str| {
        let words = ["declared", "add", "--unit", unit, "--measure", "doi-thoai.cuoc", "--from", "2026-01-01"];
        let more = ["--to", "2026-06-30", "--value", "5", "--acting-for", acting];
        [&words[..], &more].concat().into_iter().map(str::to_string).collect::<Vec<_>>()
    };
    let run = |words: Vec<String>| desk.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(run(declare("02839@2026-06-30", "02839/dang")).status.success());
    assert!(run(declare("02842@2026-06-30", "15/dang")).status.success(), "the province for its commune");
    let other = run(declare("02842@2026-06-30", "02839/dang"));
    assert_eq!(other.status.code(), Some(1));
    says(&String::from_utf8_lossy(&other.stderr), &["không được ghi hồ sơ"]);
}

#[test]
fn a_locked_entry_is_not_struck_out() {
    let desk = Desk::new();
    let id = desk.add("doi-thoai", "02866/ubnd", &dialogue("2021-03-01", "10"));
    desk.ok(&["entry", "step", &id, "khoa", "--version", "1", "--role", "leader"]);
    says(&desk.refused(&["entry", "void", &id, "--version", "2", "--reason", "nhầm"]), &["đã khóa"]);
}
