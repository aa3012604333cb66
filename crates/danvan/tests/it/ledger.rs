//! Declared figures, re-posting, the trial balance, and databases that are not there.

use crate::desk::{Desk, dialogue, program, refusal, says};
use serde_json::{Value, json};
use testkit::{Database, both};

const SCOPE: [&str; 8] =
    ["--unit", "085@2021-12-31", "--measure", "doi-thoai.cuoc", "--from", "2021-01-01", "--to", "2021-12-31"];

fn declare<'a>(value: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["declared", "add"], &SCOPE[..], &["--value", value], more].concat()
}

fn figure(desk: &Desk, unit: &str, period: &str) -> Value {
    let words = ["figures", "--unit", unit, "--period", period, "--indicator", "doi-thoai.so-cuoc"];
    desk.json(&words)["figures"][0].clone()
}

fn a_declared_figure_stands(database: Database) {
    let desk = Desk::on(database);
    for day in 1..=12 {
        desk.add("doi-thoai", "02866/ubnd", &dialogue(&format!("2021-03-{day:02}"), "10"));
    }
    desk.ok(&declare("61", &["--note", "báo cáo giấy"]));
    let declared = figure(&desk, "085@2021-12-31", "nam:2021");
    assert_eq!(
        (&declared["value"], &declared["recorded"], &declared["source"]),
        (&json!(61), &json!(12), &json!("declared"))
    );
    says(declared["why"].as_str().unwrap(), &["khai 61, có hồ sơ 12"]);
    let above = figure(&desk, "10@2021-12-31", "nam:2021");
    assert_eq!(above["value"], 61, "above, the one or the other, never both");
    let cut = figure(&desk, "085@2021-12-31", "quy-1:2021");
    assert_eq!((&cut["value"], &cut["comparable"]), (&Value::Null, &json!(false)));
    says(cut["why"].as_str().unwrap(), &["không chia được"]);
    says(&desk.ok(&["declared", "list"]), &["61", "báo cáo giấy", "doi-thoai.cuoc"]);

    desk.ok(&[&["declared", "confirm"], &SCOPE[..], &["--note", "đã rà soát"]].concat());
    let confirmed = figure(&desk, "085@2021-12-31", "nam:2021");
    assert_eq!((&confirmed["value"], &confirmed["source"]), (&json!(12), &json!("records")));
    assert!(!desk.ok(&["declared", "list"]).contains("61"));
    says(&desk.ok(&["declared", "list", "--closed"]), &["61"]);
    says(&desk.refused(&declare("62", &[])), &["đã xác nhận đủ hồ sơ"]);
    desk.balanced();
}

#[test]
fn a_declared_figure_stands_with_its_records_beside_it_until_they_are_confirmed_complete() {
    both(a_declared_figure_stands);
}

#[test]
fn a_declaration_that_cannot_be_right_is_refused() {
    let desk = Desk::new();
    says(&desk.refused(&declare("6 km", &[])), &["--value", "km"]);
    says(&desk.refused(&declare("sáu mốt", &[])), &["--value", "sáu mốt"]);
    says(&desk.refused(&declare("6", &["--where", "loai=dinh-kyy"])), &["có phải “dinh-ky”?"]);
    let words = ["declared", "add", "--unit", "085@2021-12-31", "--measure", "doi-thoai.cuo", "--from", "2021-01-01"];
    let measure = desk.refused(&[&words[..], &["--to", "2021-12-31", "--value", "1"]].concat());
    says(&measure, &["có phải “doi-thoai.cuoc”?"]);
}

/// A register whose one posting can be given a successor.
fn register(postings: &str) -> String {
    format!(
        r#"
[[measure]]
slug = "dot-ra-quan.so"
name = "Đợt ra quân"
unit = "cuoc"
scale = 0
nature = "flow"
definition = "Một đợt."
[[indicator]]
slug = "dot-ra-quan.so-dot"
name = "Số đợt ra quân"
sum = [{{ measure = "dot-ra-quan.so" }}]
definition = "Số đợt."

[register]
slug = "dot-ra-quan"
name = "Đợt ra quân"
description = "Mỗi mục là một đợt ra quân."
record-date = "ngay"
title = ["ngay"]
[[field]]
slug = "ngay"
name = "Ngày"
kind = "date"
required = true
[[field]]
slug = "so-dot"
name = "Số đợt"
kind = "integer"
unit = "cuoc"
[[state]]
slug = "da-ghi"
name = "Đã ghi"
initial = true
{postings}"#
    )
}

const ONE_EACH: &str =
    "[[posting]]\nslug = \"dot\"\nmeasure = \"dot-ra-quan.so\"\ndate = \"ngay\"\nstates = [\"da-ghi\"]\n";
const AS_COUNTED: &str = "valid-to = 2021-12-31\n[[posting]]\nslug = \"dot-theo-so\"\nmeasure = \"dot-ra-quan.so\"\namount = \"so-dot\"\n\
    date = \"ngay\"\nstates = [\"da-ghi\"]\nvalid-from = 2022-01-01\n";

fn a_changed_rule_is_reposted(database: Database) {
    let mut desk = Desk::on(database);
    desk.file("dm/so.toml", &register(ONE_EACH));
    desk.use_catalogue("dm");
    for day in ["2021-05-01", "2022-05-01"] {
        desk.add("dot-ra-quan", "085/ubnd", &json!({ "ngay": day, "so-dot": 3 }));
    }
    let value = |desk: &Desk, year: &str| desk.value("dot-ra-quan.so-dot", "085@2022-12-31", &format!("nam:{year}"));
    assert_eq!((value(&desk, "2021"), value(&desk, "2022")), (json!(1), json!(1)));

    desk.file("dm/so.toml", &register(&format!("{ONE_EACH}{AS_COUNTED}")));
    assert_eq!(value(&desk, "2022"), 1, "a new rule alone changes no figure");
    let preview = desk.ok(&["repost"]);
    says(&preview, &["2 mục ghi theo danh mục cũ", "của 1 mục sẽ đổi", "dot-ra-quan.so", "Chưa ghi gì"]);
    assert_eq!(value(&desk, "2022"), 1);
    let mark = desk.ok(&["mark"]);
    desk.ok(&["repost", "--apply"]);
    assert_eq!((value(&desk, "2021"), value(&desk, "2022")), (json!(1), json!(3)));
    let words = ["figures", "--unit", "085@2022-12-31", "--period", "nam:2022", "--indicator", "dot-ra-quan.so-dot"];
    let before = desk.json(&[&words[..], &["--known-at", mark.trim()]].concat());
    assert_eq!(before["figures"][0]["value"], 1, "what was known before stays known");
    says(&desk.ok(&["repost"]), &["0 mục"]);
    desk.balanced();
}

#[test]
fn a_changed_posting_rule_counts_from_its_date_when_it_is_applied_and_not_before() {
    both(a_changed_rule_is_reposted);
}

fn verify(database: &str) -> String {
    refusal(&program().args(["verify", "--database", database]).output().unwrap())
}

#[test]
fn databases_that_are_absent_damaged_or_of_another_kind_are_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    says(&verify(&path("không-có.db")), &["không-có.db", "danvan init"]);
    says(&verify(&folder.path().display().to_string()), &["là thư mục"]);
    std::fs::write(path("rác.db"), "không phải cơ sở dữ liệu").unwrap();
    says(&verify(&path("rác.db")), &["Lỗi cơ sở dữ liệu", "giữ nguyên tệp"]);
    let desk = Desk::new();
    let whole = std::fs::read(desk.database()).unwrap();
    std::fs::write(path("cụt.db"), &whole[..whole.len() / 3]).unwrap();
    says(&verify(&path("cụt.db")), &["Lỗi cơ sở dữ liệu"]);
    says(&verify("mysql://ai@ở-đâu/gì"), &["mysql://", "postgres://"]);
    says(&verify("postgres://ai@127.0.0.1:1/gi"), &["Không nối được cơ sở dữ liệu"]);
}

#[test]
fn an_unknown_role_is_told_with_the_known_ones() {
    let desk = Desk::new();
    says(&desk.refused(&["verify", "--role", "vua"]), &["vua", "officer, leader, viewer"]);
}
