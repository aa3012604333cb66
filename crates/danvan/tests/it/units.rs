//! Units in time, as one asks for them by name or code.

use crate::desk::{Desk, program, says, texts};
use serde_json::json;

#[test]
fn a_database_is_made_with_the_real_units_in_one_command() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mới.db");
    let init = || program().arg("init").arg("--database").arg(&path).output().unwrap();
    let made = init();
    assert!(made.status.success(), "{}", texts(&made).1);
    says(&texts(&made).1, &["Nạp đơn vị hành chính: 100 %"]);
    let found = program().args(["unit", "bac ha", "--database"]).arg(&path).output().unwrap();
    says(&texts(&found).0, &["Huyện Bắc Hà (mã 085)"]);
    init();
    let list = program()
        .args(["figures", "--unit", "085@2021-12-31", "--period", "nam:2021", "--database"])
        .arg(&path)
        .output()
        .unwrap();
    assert!(list.status.success(), "making it again harms nothing");
}

#[test]
fn a_unit_tells_its_story_by_name_with_and_without_diacritics_and_by_code() {
    let desk = Desk::new();
    let story = desk.ok(&["unit", "Bắc Hà"]);
    says(
        &story,
        &["Xã Bắc Hà (mã 02839)", "Hình thành từ:", "Xã Bản Phố (02866)", "Thị trấn Bắc Hà", "1673/NQ-UBTVQH15"],
    );
    says(&story, &["Huyện Bắc Hà (mã 085)", "Giải thể, không có đơn vị kế thừa", "chưa đầy đủ"]);
    assert_eq!(story, desk.ok(&["unit", "bac ha"]));
    says(&desk.ok(&["unit", "085"]), &["Huyện Bắc Hà"]);
    let fifteen = desk.ok(&["unit", "15"]);
    says(&fifteen, &["Tỉnh Yên Bái", "Tỉnh Lào Cai"]);
    says(&desk.ok(&["unit", "Tân Lập"]), &["đơn vị khác; ghi rõ hơn"]);
    says(&desk.refused(&["unit", "Không Có"]), &["Không tìm thấy đơn vị “Không Có”", "chưa đầy đủ"]);
}

#[test]
fn a_story_as_json_names_what_came_before_and_after() {
    let desk = Desk::new();
    let found = desk.json(&["unit", "xã Bắc Hà, Lào Cai"]);
    let unit = &found["units"][0];
    assert_eq!((&unit["versions"][0]["code"], &unit["versions"][0]["from"]), (&json!("02839"), &json!("2025-07-01")));
    assert_eq!(unit["came_from"].as_array().unwrap().len(), 6);
    let old = desk.json(&["unit", "02866", "--date", "2021-12-31"]);
    assert_eq!(old["units"].as_array().unwrap().len(), 1);
    assert_eq!(old["units"][0]["became"][0]["unit"]["code"], "02839");
}

#[test]
fn the_tree_of_a_day_is_printed_with_what_the_list_lacks() {
    let desk = Desk::new();
    let old = desk.ok(&["unit", "085", "--date", "2021-01-01", "--tree"]);
    says(&old, &["Cây đơn vị ngày 01/01/2021", "02866 Xã Bản Phố", "chưa đầy đủ"]);
    let new = desk.ok(&["unit", "15", "--date", "2026-01-01", "--tree"]);
    says(&new, &["02839 Xã Bắc Hà"]);
    assert!(!new.split("Cây đơn vị").nth(1).unwrap().contains("chưa đầy đủ"));
    says(&desk.refused(&["unit", "085", "--date", "2026-01-01"]), &["Huyện Bắc Hà", "30/06/2025"]);
    says(&desk.refused(&["unit", "085", "--date", "2026-02-30"]), &["--date", "30/2/2026"]);
}

#[test]
fn an_administrator_adds_a_unit_that_the_list_lacks() {
    let desk = Desk::new();
    let add = |code: &str, into: &str| {
        let words = [
            "unit-add",
            "--code",
            code,
            "--name",
            "Suối Minh Họa",
            "--kind",
            "xa",
            "--parent",
            "085@2019-01-01",
            "--to",
            "2020-02-29",
        ];
        [&words[..], &["--into", into, "--basis", "Nghị quyết minh họa"]]
            .concat()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let run = |words: Vec<String>| desk.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let added = run(add("02999", "02842@2020-03-01"));
    assert!(added.status.success(), "{}", texts(&added).1);
    says(&desk.ok(&["unit", "suoi minh hoa"]), &["Xã Suối Minh Họa", "Trở thành:", "Nghị quyết minh họa"]);
    desk.add("doi-thoai", "02999/ubnd", &crate::desk::dialogue("2019-05-05", "10"));
    assert_eq!(desk.value("doi-thoai.so-cuoc", "085@2019-12-31", "nam:2019"), 1);
    let late = crate::desk::refusal(&run(add("02998", "02842@2021-01-01")));
    says(&late, &["phải kết thúc ngay trước ngày 01/01/2021"]);
    says(&crate::desk::refusal(&run(add("02866", "02842@2020-03-01"))), &["02866"]);
    desk.balanced();
}
