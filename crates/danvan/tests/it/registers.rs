//! Entries: numbered, edited by version, moved through their steps, by those whose they are.

use crate::desk::{Desk, dialogue, says};
use serde_json::{Value, json};

fn shown(desk: &Desk, id: &str) -> Value {
    desk.json(&["entry", "show", id])
}

fn add_words<'a>(organ: &'a str, data: &'a str) -> Vec<&'a str> {
    vec!["entry", "add", "--register", "doi-thoai", "--organ", organ, "--data", data]
}

#[test]
fn numbers_run_per_register_organ_and_year() {
    let desk = Desk::new();
    let number = |organ: &str, day: &str| {
        let id = desk.add("doi-thoai", organ, &dialogue(day, "10"));
        shown(&desk, &id)["number"].as_i64().unwrap()
    };
    assert_eq!(number("085/ubnd", "2021-05-01"), 1);
    assert_eq!(number("085/ubnd", "2021-02-01"), 2, "in the order in which they were entered");
    assert_eq!(number("085/cap-uy", "2021-02-01"), 1, "each organ has its own");
    assert_eq!(number("085/ubnd", "2022-02-01"), 1, "and each year");
}

#[test]
fn an_entry_as_json_has_what_a_program_needs() {
    let desk = Desk::new();
    let data = dialogue("2021-03-31", "trên 75").to_string();
    let mut words = add_words("huyện Bắc Hà/ubnd", &data);
    words.extend(["--key", "so-giay-7"]);
    let added = desk.json(&words);
    let id = added["id"].as_str().unwrap();
    assert_eq!(added, json!({ "id": id, "version": 1, "number": 1, "state": "da-ghi", "changed": true }));
    assert_eq!(id.as_bytes()[14], b'7', "a UUID of version 7");
    let entry = shown(&desk, id);
    assert_eq!(
        (&entry["register"], &entry["organ"], &entry["key"]),
        (&json!("doi-thoai"), &json!("085/ubnd"), &json!("so-giay-7"))
    );
    assert_eq!((&entry["date"], &entry["year"], &entry["version"]), (&json!("2021-03-31"), &json!(2021), &json!(1)));
    assert_eq!(entry["data"]["so-nguoi"], json!({ "so": 75, "gan-dung": "tren" }));
    assert_eq!((&entry["history"][0]["action"], &entry["history"][0]["version"]), (&json!("add"), &json!(1)));
    says(&desk.refused(&words), &["so-giay-7", id]);
}

#[test]
fn a_new_entry_is_told_all_its_mistakes_at_once() {
    let desk = Desk::new();
    let data = r#"{"ngay": "31/02/2021", "loai": "theo mùa", "hinh-thuc": "tiep-xuc", "chu-tri": "bi thu", "so-nguoi": "12 km", "la": 1}"#;
    let refused = desk.refused(&add_words("02839/ubnd", data));
    says(
        &refused,
        &[
            "ngay: lỗi",
            "31/2/2021",
            "loai: lỗi",
            "theo mùa",
            "so-nguoi: lỗi",
            "la: lỗi",
            "chu-de: lỗi: Phải ghi “Chủ đề”",
        ],
    );
    says(&refused, &["có phải “bi-thu”?"]);
    says(&desk.refused(&add_words("02839/ubnd", "{\"ngay\": ")), &["--data", "JSON"]);
    assert_eq!(desk.json(&["entry", "list"])["total"], 0);
}

#[test]
fn problems_are_json_when_json_was_asked_for() {
    let desk = Desk::new();
    let data = r#"{"ngay": "2021-02-01", "loai": "theo mùa"}"#;
    let mut words = add_words("02839/ubnd", data);
    words.push("--json");
    let told: Value = serde_json::from_str(&desk.refused(&words)).unwrap();
    let list = told["problems"].as_array().unwrap();
    let choice = list.iter().find(|p| p["code"] == "unknown-choice").unwrap();
    assert_eq!((&choice["severity"], &choice["place"]["field"]), (&json!("error"), &json!("loai")));
}

#[test]
fn an_edit_from_an_old_version_is_refused_and_changes_nothing() {
    let desk = Desk::new();
    let id = desk.add("doi-thoai", "085/ubnd", &dialogue("2021-03-31", "75"));
    let edit = |version: &str, data: &str| {
        ["entry", "edit", &id, "--version", version, "--data", data, "--reason", "đếm lại"].map(str::to_string)
    };
    let first = edit("1", r#"{"so-nguoi": 80, "dia-diem": "Hội trường"}"#);
    assert!(desk.ok(&first.each_ref().map(String::as_str)).contains("bản 2"));
    let late = desk.refused(&edit("1", r#"{"so-nguoi": 90}"#).each_ref().map(String::as_str));
    says(&late, &["người khác sửa", "2", "entry show"]);
    desk.ok(&edit("2", r#"{"dia-diem": null}"#).each_ref().map(String::as_str));
    let entry = shown(&desk, &id);
    assert_eq!((&entry["data"]["so-nguoi"], &entry["data"]["dia-diem"]), (&json!(80), &Value::Null));
    assert_eq!(entry["history"].as_array().unwrap().len(), 3);
    assert_eq!(desk.value("doi-thoai.nguoi-du", "085@2021-12-31", "nam:2021"), 80);
    let same = edit("3", r#"{"so-nguoi": 80}"#);
    assert!(desk.ok(&same.each_ref().map(String::as_str)).contains("Không có gì đổi"));
}

#[test]
fn drafts_do_not_count_recorded_entries_do_and_locked_ones_are_not_edited() {
    let desk = Desk::new();
    let data = dialogue("2021-03-31", "75").to_string();
    let mut words = add_words("085/ubnd", &data);
    words.push("--draft");
    let id = desk.json(&words)["id"].as_str().unwrap().to_string();
    let count = || desk.value("doi-thoai.so-cuoc", "085@2021-12-31", "nam:2021");
    let step = |step: &str, version: &str, role: &str| {
        ["entry", "step", &id, step, "--version", version, "--role", role].map(str::to_string)
    };
    assert_eq!((shown(&desk, &id)["state"].clone(), count()), (json!("du-thao"), json!(0)));
    desk.ok(&step("ghi-so", "1", "officer").each_ref().map(String::as_str));
    assert_eq!(count(), 1);
    says(&desk.refused(&step("khoa", "2", "officer").each_ref().map(String::as_str)), &["Khóa", "chỉ dành cho"]);
    desk.ok(&step("khoa", "2", "leader").each_ref().map(String::as_str));
    let edit = ["entry", "edit", &id, "--version", "3", "--data", r#"{"so-nguoi": 80}"#];
    says(&desk.refused(&edit), &["đã khóa"]);
    says(&desk.refused(&step("mo-khoa", "3", "leader").each_ref().map(String::as_str)), &["phải nêu lý do"]);
    assert_eq!(count(), 1, "a locked entry counts");
    says(&desk.refused(&step("ghi-nho", "3", "leader").each_ref().map(String::as_str)), &["không có bước “ghi-nho”"]);
}

#[test]
fn what_a_step_needs_is_asked_for_and_a_draft_may_wait_for_it() {
    let desk = Desk::new();
    let mut data = dialogue("2021-03-31", "75");
    data.as_object_mut().unwrap().remove("so-nguoi");
    let data = data.to_string();
    says(&desk.refused(&add_words("085/ubnd", &data)), &["so-nguoi", "--draft"]);
    let mut words = add_words("085/ubnd", &data);
    words.push("--draft");
    let id = desk.json(&words)["id"].as_str().unwrap().to_string();
    desk.ok(&["entry", "step", &id, "ghi-so", "--version", "1", "--data", r#"{"so-nguoi": "đang chờ"}"#]);
    assert_eq!(shown(&desk, &id)["data"]["so-nguoi"], json!({ "cho": true }));
}

#[test]
fn a_struck_out_entry_counts_no_more_and_keeps_its_history() {
    let desk = Desk::new();
    let id = desk.add("doi-thoai", "085/ubnd", &dialogue("2021-03-31", "75"));
    desk.ok(&["entry", "void", &id, "--version", "1", "--reason", "ghi trùng"]);
    assert_eq!(desk.value("doi-thoai.so-cuoc", "085@2021-12-31", "nam:2021"), 0);
    assert_eq!(desk.json(&["entry", "list"])["total"], 0);
    assert_eq!(desk.json(&["entry", "list", "--voided"])["entries"][0]["voided"], true);
    assert_eq!(shown(&desk, &id)["history"][1]["note"], "ghi trùng");
    says(&desk.refused(&["entry", "edit", &id, "--version", "2", "--data", "{\"so-nguoi\": 1}"]), &["đã bị hủy"]);
    desk.balanced();
}

#[test]
fn numbers_of_persons_in_free_text_are_warned_about() {
    let desk = Desk::new();
    let mut data = dialogue("2021-03-31", "75");
    data["ket-luan"] = json!("Liên hệ 0912 345 678, căn cước 010203004567.");
    let data = data.to_string();
    let warned = desk.warned(&add_words("085/ubnd", &data));
    says(&warned, &["ket-luan: lưu ý", "0912 345 678", "010203004567"]);
}

#[test]
fn a_dissolved_district_takes_no_record_of_a_later_day() {
    let desk = Desk::new();
    let data = dialogue("2026-03-31", "75").to_string();
    let refused = desk.refused(&add_words("085/ubnd", &data));
    says(&refused, &["Huyện Bắc Hà", "30/06/2025", "không có đơn vị kế thừa"]);
    let last_day = dialogue("2025-06-30", "75").to_string();
    desk.ok(&add_words("085/ubnd", &last_day));
    let closed_commune = dialogue("2026-03-31", "75").to_string();
    says(&desk.refused(&add_words("02866/ubnd", &closed_commune)), &["Bản Phố", "Xã Bắc Hà"]);
    says(&desk.refused(&add_words("Huyện Không Có/ubnd", &last_day)), &["Huyện Không Có"]);
    says(&desk.refused(&add_words("085/uban", &last_day)), &["uban"]);
    says(&desk.refused(&add_words("085", &last_day)), &["ĐƠN-VỊ/CƠ-QUAN"]);
}

#[test]
fn the_officer_of_a_successor_enters_and_corrects_the_predecessors_records_and_no_one_elses() {
    let desk = Desk::new();
    let data = dialogue("2021-03-31", "75").to_string();
    // Bản Phố went whole to today's commune Bắc Hà, 02839.
    let as_officer =
        |words: &[&str], of: &str| desk.run(&[words, &["--acting-for", of, "--actor", "cán bộ xã"]].concat());
    let add = add_words("02866/cap-uy", &data);
    assert!(as_officer(&add, "02839/dang").status.success());
    let id = desk.json(&["entry", "list"])["entries"][0]["id"].as_str().unwrap().to_string();
    let edit = ["entry", "edit", &id, "--version", "1", "--data", r#"{"so-nguoi": 80}"#];
    for other in ["02842/dang", "02839/chinh-quyen"] {
        says(&crate::desk::refusal(&as_officer(&add, other)), &["không được ghi hồ sơ của", "Bản Phố"]);
        says(&crate::desk::refusal(&as_officer(&edit, other)), &["không được ghi hồ sơ của"]);
        let void = ["entry", "void", &id, "--version", "1", "--reason", "x"];
        says(&crate::desk::refusal(&as_officer(&void, other)), &["không được ghi hồ sơ của"]);
    }
    assert!(as_officer(&edit, "02839/dang").status.success());
    assert!(
        as_officer(&["entry", "edit", &id, "--version", "2", "--data", r#"{"so-nguoi": 81}"#], "15/dang")
            .status
            .success()
    );
    assert_eq!(shown(&desk, &id)["history"][1]["actor"], "cán bộ xã");
    says(&crate::desk::refusal(&as_officer(&add, "02839")), &["ĐƠN-VỊ/HỆ"]);
}

#[test]
fn lists_are_searched_without_diacritics_and_paged() {
    let desk = Desk::new();
    for (day, subject) in [("2021-03-31", "Chợ phiên"), ("2021-04-30", "Đường liên thôn"), ("2021-05-31", "Đường điện")]
    {
        let mut data = dialogue(day, "10");
        data["chu-de"] = json!(subject);
        desk.add("doi-thoai", "02866/ubnd", &data);
    }
    let list = |words: &[&str]| desk.json(&[&["entry", "list"], words].concat());
    assert_eq!(list(&["--search", "duong"])["total"], 2);
    assert_eq!(list(&["--search", "ĐƯỜNG thôn"])["total"], 1);
    assert_eq!(list(&["--from", "1/4/2021", "--to", "30/4/2021"])["total"], 1);
    assert_eq!(list(&["--unit", "085@2021-12-31"])["total"], 3);
    assert_eq!(list(&["--unit", "02839@2021-12-31"])["total"], 0);
    assert_eq!(list(&["--state", "da-ghi", "--register", "doi-thoai"])["total"], 3);
    let page = list(&["--limit", "2", "--page", "2"]);
    assert_eq!((&page["total"], page["entries"].as_array().unwrap().len()), (&json!(3), 1));
    says(&desk.ok(&["entry", "list", "--search", "duong dien"]), &["Đường điện", "3/2021", "Đã ghi sổ", "1 mục"]);
    says(&desk.refused(&["entry", "list", "--register", "doi-thoai", "--state", "da-ghii"]), &["--state", "da-ghi,"]);
    says(&desk.refused(&["entry", "list", "--from", "31/4/2021"]), &["--from", "31/4/2021"]);
    says(&desk.refused(&["entry", "show", "không-phải-mã"]), &["không phải mã mục"]);
    says(&desk.refused(&["entry", "show", "01a20252-524b-79e8-b153-7aca805959e0"]), &["Không có mục"]);
}

#[test]
fn an_entry_is_shown_with_its_rows_and_history() {
    let desk = Desk::new();
    let mut data = dialogue("2021-03-31", "75");
    data["y-kien"] = json!([{ "linh-vuc": "dat-dai", "noi-dung": "Cấp giấy", "ket-qua": "giai-dap-tai-cho" }]);
    let id = desk.add("doi-thoai", "085/ubnd", &data);
    let text = desk.ok(&["entry", "show", &id]);
    says(
        &text,
        &[
            "số 1/2021",
            "Ủy ban nhân dân huyện Bắc Hà",
            "Trạng thái: Đã ghi sổ",
            "– Lĩnh vực: Đất đai",
            "Lịch sử:",
            "bản 1",
        ],
    );
}

#[test]
fn files_are_kept_with_their_entry() {
    let desk = Desk::new();
    let id = desk.add("doi-thoai", "085/ubnd", &dialogue("2021-03-31", "75"));
    let file = desk.file("biên bản.txt", "Nội dung biên bản");
    desk.ok(&["entry", "attach", &id, &file, "--version", "1"]);
    let kept = shown(&desk, &id)["data"]["tep"][0].clone();
    assert_eq!((&kept["ten"], &kept["bytes"]), (&json!("biên bản.txt"), &json!("Nội dung biên bản".len())));
    desk.ok(&["entry", "file", kept["sha256"].as_str().unwrap(), "--out", "ra.txt"]);
    assert_eq!(std::fs::read_to_string(desk.path("ra.txt")).unwrap(), "Nội dung biên bản");
    says(&desk.refused(&["entry", "attach", &id, "không-có.txt", "--version", "2"]), &["không-có.txt"]);
}

#[test]
fn an_entry_of_a_split_unit_is_assigned_with_a_reason_and_counts_there() {
    let desk = Desk::new();
    let split = split_commune(&desk);
    let (old, heirs) = (&split.0, &split.1);
    let id = desk.add("doi-thoai", &format!("{old}/ubnd"), &dialogue("2021-03-31", "75"));
    let words = |heir: &str| {
        let unit = format!("{heir}@2026-11-22");
        let figure = [
            "figures",
            "--from",
            "2021-01-01",
            "--to",
            "2021-12-31",
            "--view",
            "restated",
            "--indicator",
            "doi-thoai.so-cuoc",
        ];
        desk.json(&[&figure[..], &["--unit", &unit]].concat())["figures"][0].clone()
    };
    let before = words(&heirs[0]);
    assert_eq!((&before["value"], &before["comparable"]), (&json!(0), &json!(false)));
    says(before["why"].as_str().unwrap(), &["chia"]);
    let unit = format!("{}@2026-11-22", heirs[0]);
    let assign = ["entry", "assign", &id, "--version", "1", "--unit", &unit, "--reason", "theo biên bản bàn giao"];
    desk.ok(&assign);
    assert_eq!(words(&heirs[0])["value"], 1);
    assert_eq!(words(&heirs[1])["value"], 0);
    says(
        &desk.refused(&["entry", "assign", &id, "--version", "2", "--unit", "085@2021-12-31", "--reason", "x"]),
        &["lỗi"],
    );
    desk.balanced();
}

/// A commune whose people went to more than one, and those: by the shipped list.
fn split_commune(desk: &Desk) -> (String, Vec<String>) {
    let facts = testkit::shipped();
    let part = |u| {
        let rows = facts.successions.iter().filter(|s| s.old == u && s.kind.ends() && s.part.takes_people());
        rows.map(|s| s.new).collect::<Vec<_>>()
    };
    let old = facts.successions.iter().map(|s| s.old).find(|u| part(*u).len() > 1).expect("a split");
    let code = |u| facts.versions.iter().rfind(|v| v.unit == u).unwrap().code.clone();
    assert!(desk.ok(&["unit", &code(old)]).contains("Trở thành"));
    (code(old), part(old).into_iter().map(code).collect())
}
