//! Figures: their shape for programs, their breakdowns, both views, the records behind them.

use crate::desk::{Desk, dialogue, says};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Five dialogues of Lào Cai: a commune's, a district's, its Party committee's of the year's last days by Decree
/// 09/2019, old Yên Bái's, and one of today's province.
fn five_dialogues() -> Desk {
    let desk = Desk::new();
    for (organ, day, people) in [
        ("02866/ubnd", "2021-03-31", "10"),
        ("085/ubnd", "2021-04-30", "20"),
        ("085/cap-uy", "2020-12-20", "30"),
        ("15/ubnd", "2021-05-31", "40"),
        ("15/ubnd", "2026-01-05", "50"),
    ] {
        desk.add("doi-thoai", organ, &dialogue(day, people));
    }
    desk
}

fn ask<'a>(unit: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["figures", "--indicator", "doi-thoai.so-cuoc", "--unit", unit], more].concat()
}

const YEAR: [&str; 2] = ["--period", "nam:2021"];

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn figures_are_one_json_object_with_the_agreed_keys_and_numbers_as_numbers() {
    let desk = five_dialogues();
    let answer = desk.json(&ask(
        "085@2021-12-31",
        &["--period", "nam:2021", "--by", "cap", "--indicator", "doi-thoai.ty-le-giai-quyet"],
    ));
    for key in ["unit", "from", "to", "view", "figures"] {
        assert!(keys(&answer).contains(key), "{key}");
    }
    assert_eq!(
        (&answer["from"], &answer["to"], &answer["view"]),
        (&json!("2021-01-01"), &json!("2021-12-31"), &json!("was"))
    );
    assert_eq!((&answer["unit"]["code"], &answer["unit"]["level"]), (&json!("085"), &json!("huyen")));
    let figures = answer["figures"].as_array().unwrap();
    for figure in figures {
        for key in ["indicator", "by", "value", "numerator", "denominator", "unit", "source", "comparable", "why"] {
            assert!(keys(figure).contains(key), "{key}");
        }
    }
    let counts: Vec<_> = figures.iter().filter(|f| f["indicator"] == "doi-thoai.so-cuoc").collect();
    assert_eq!((&counts[0]["by"], &counts[0]["value"]), (&json!({}), &json!(2)), "the total comes first, by nothing");
    assert_eq!(
        (&counts[0]["source"], &counts[0]["comparable"], &counts[0]["why"]),
        (&json!("records"), &json!(true), &json!(""))
    );
    let parts: BTreeSet<_> =
        counts[1..].iter().map(|f| (f["by"]["cap"].as_str().unwrap(), f["value"].as_i64().unwrap())).collect();
    assert_eq!(parts, BTreeSet::from([("huyen", 1), ("xa", 1)]));
    let ratio = figures.iter().find(|f| f["indicator"] == "doi-thoai.ty-le-giai-quyet").unwrap();
    assert_eq!((&ratio["value"], &ratio["denominator"]), (&Value::Null, &json!(0)), "a share of nothing is no number");
}

#[test]
fn every_indicator_answers_when_none_is_named() {
    let desk = five_dialogues();
    let all = desk.json(&["figures", "--unit", "085@2021-12-31", "--period", "nam:2021"]);
    assert!(all["figures"].as_array().unwrap().len() > 40);
    let by = desk.json(&["figures", "--unit", "085@2021-12-31", "--period", "nam:2021", "--by", "linh-vuc"]);
    let named: BTreeSet<_> =
        by["figures"].as_array().unwrap().iter().map(|f| f["indicator"].as_str().unwrap()).collect();
    assert!(named.contains("mo-hinh.cong-nhan") && !named.contains("doi-thoai.so-cuoc"), "{named:?}");
}

#[test]
fn lao_cai_today_is_both_old_provinces_restated_and_itself_alone_as_it_was() {
    let desk = five_dialogues();
    let all_years = ["--from", "2020-12-01", "--to", "2026-11-22"];
    let restated = desk.json(&ask("15@2026-11-22", &[&all_years[..], &["--view", "restated"]].concat()));
    assert_eq!((&restated["view"], &restated["figures"][0]["value"]), (&json!("restated"), &json!(5)));
    assert!(restated["notes"].to_string().contains("Huyện Bắc Hà"), "the dissolved district is named");
    let was = desk.json(&ask("15@2026-11-22", &all_years));
    assert_eq!(was["figures"][0]["value"], 1);
    says(&was["notes"].to_string(), &["Tỉnh Lào Cai (10)", "Tỉnh Yên Bái (15)"]);
    let old = desk.json(&ask("10@2021-12-31", &["--from", "2020-12-01", "--to", "2021-12-31"]));
    assert_eq!(old["figures"][0]["value"], 3, "old Lào Cai alone");
    let commune = desk.json(&ask("02839@2026-11-22", &[&all_years[..], &["--view", "restated"]].concat()));
    assert_eq!(commune["figures"][0]["value"], 1, "Bản Phố's, which went to it; not the district's");
}

#[test]
fn communes_that_became_one_commune_are_one_when_restated_and_two_as_they_were() {
    let desk = Desk::new();
    for (area, day) in [("02839", "2021-03-01"), ("02866", "2021-03-02"), ("02866", "2021-03-03")] {
        desk.add("doi-thoai", &format!("{area}/ubnd"), &dialogue(day, "10"));
    }
    let held = |unit: &str, more: &[&str]| {
        let words = ["figures", "--unit", unit, "--period", "nam:2021", "--indicator", "doi-thoai.so-don-vi-to-chuc"];
        desk.json(&[&words[..], more].concat())["figures"][0]["value"].clone()
    };
    assert_eq!(held("085@2021-12-31", &[]), 2);
    assert_eq!(held("02839@2026-11-22", &["--view", "restated"]), 1);
    assert_eq!(held("15@2026-11-22", &["--view", "restated"]), 1);
}

#[test]
fn a_hierarchy_or_a_kind_of_organ_narrows_the_unit() {
    let desk = five_dialogues();
    let count = |unit: &str| desk.json(&ask(unit, &["--period", "nam-nd09:2021"]))["figures"][0]["value"].clone();
    assert_eq!((count("085@2021-12-31"), count("085/dang@2021-12-31")), (json!(3), json!(1)));
    assert_eq!((count("085/ubnd@2021-12-31"), count("085/ban-dan-van@2021-12-31")), (json!(2), json!(0)));
    assert_eq!(count("Huyện Bắc Hà, Lào Cai@31/12/2021"), 3);
    says(&desk.refused(&ask("085/ban-dan-va@2021-12-31", &YEAR)), &["--unit", "có phải “ban-dan-van”?"]);
}

#[test]
fn periods_of_the_catalogue_are_cut_by_its_rules() {
    let desk = five_dialogues();
    let by_decree = desk.json(&ask("085@2021-12-31", &["--period", "nam-nd09:2021"]));
    assert_eq!((&by_decree["from"], &by_decree["to"]), (&json!("2020-12-15"), &json!("2021-12-14")));
    assert_eq!(by_decree["figures"][0]["value"], 3);
    assert_eq!(desk.value("doi-thoai.so-cuoc", "085@2021-12-31", "quy-2:2021"), 1);
    says(&desk.refused(&ask("085@2021-12-31", &["--period", "nm:2021"])), &["--period", "nam:2021", "nam-nd09"]);
    says(&desk.refused(&ask("085@2021-12-31", &["--period", "nam-nd09:2010"])), &["--period", "2010"]);
}

#[test]
fn conditions_narrow_and_what_cannot_be_asked_is_told_with_what_can() {
    let desk = five_dialogues();
    let one = desk.json(&ask(
        "085@2021-12-31",
        &["--period", "nam-nd09:2021", "--where", "cap=xa,tinh", "--where", "loai=dinh-ky"],
    ));
    assert_eq!(one["figures"][0]["value"], 1);
    let bad = ["--period", "nam:2021", "--where", "cop=xa", "--where", "cap=huyn", "--where", "xa"];
    let told = desk.refused(&ask("085@2021-12-31", &bad));
    says(&told, &["có phải “cap”?", "có phải “huyen”?", "“xa” không phải CHIỀU=GIÁ-TRỊ"]);
    says(&desk.refused(&ask("085@2021-12-31", &["--period", "nam:2021", "--by", "cup"])), &["--by", "“cup”"]);
    let told = desk.refused(&ask("085@2021-12-31", &["--period", "nam:2021", "--by", "linh-vuc"]));
    says(&told, &["không chia theo chiều “linh-vuc”", "chu-tri"]);
    let unknown = ["figures", "--unit", "085@2021-12-31", "--period", "nam:2021", "--indicator", "doi-thoai.so-cuo"];
    says(&desk.refused(&unknown), &["có phải “doi-thoai.so-cuoc”?"]);
}

#[test]
fn units_and_dates_that_do_not_fit_are_told_in_words() {
    let desk = Desk::new();
    let told = |unit: &str| desk.refused(&ask(unit, &YEAR));
    says(&told("Tân Lập@2021-12-31"), &["Tân Lập", "24 đơn vị", "ghi mã"]);
    says(&told("Tân Lậpp@2021-12-31"), &["Không có đơn vị"]);
    says(&told("085@2026-01-01"), &["Huyện Bắc Hà", "chỉ có đến ngày 30/06/2025"]);
    says(&told("085@2021-02-30"), &["--unit", "30/2/2021"]);
    let reversed = ask("085@2021-12-31", &["--from", "2021-12-31", "--to", "2021-01-01"]);
    says(&desk.refused(&reversed), &["ngày cuối trước ngày đầu"]);
    let half = desk.run(&ask("085@2021-12-31", &["--from", "2021-12-31"]));
    assert_eq!(half.status.code(), Some(2));
    says(&crate::desk::texts(&half).1, &["câu lệnh chưa đúng", "--to"]);
}

#[test]
fn the_ledger_answers_as_it_was_known_at_a_mark() {
    let desk = Desk::new();
    let id = desk.add("doi-thoai", "085/ubnd", &dialogue("2021-03-31", "75"));
    let mark = desk.ok(&["mark"]);
    desk.ok(&["entry", "edit", &id, "--version", "1", "--data", r#"{"so-nguoi": 80}"#]);
    desk.add("doi-thoai", "085/ubnd", &dialogue("2021-04-30", "100"));
    let words = ["figures", "--unit", "085@2021-12-31", "--period", "nam:2021", "--indicator", "doi-thoai.nguoi-du"];
    assert_eq!(desk.json(&words)["figures"][0]["value"], 180);
    let known = desk.json(&[&words[..], &["--known-at", mark.trim()]].concat());
    assert_eq!(known["figures"][0]["value"], 75);
}

#[test]
fn the_records_of_a_figure_are_listed_in_pages_and_add_up_to_it() {
    let desk = Desk::new();
    for day in 1..=7 {
        desk.add("doi-thoai", "02866/ubnd", &dialogue(&format!("2021-03-{day:02}"), &format!("{}", day * 10)));
    }
    let words = [
        "records",
        "--unit",
        "085@2021-12-31",
        "--period",
        "nam:2021",
        "--indicator",
        "doi-thoai.nguoi-du",
        "--limit",
        "3",
    ];
    let mut ids = BTreeSet::new();
    let mut sum = 0;
    for page in ["1", "2", "3"] {
        let answer = desk.json(&[&words[..], &["--page", page]].concat());
        assert_eq!((&answer["count"], &answer["sum"]), (&json!(7), &json!(280)));
        for record in answer["records"].as_array().unwrap() {
            sum += record["amount"].as_i64().unwrap();
            assert_eq!(record["organ"], "Ủy ban nhân dân xã Bản Phố");
            ids.insert(record["id"].as_str().unwrap().to_string());
        }
    }
    assert_eq!((ids.len(), sum), (7, 280));
    says(&desk.ok(&words), &["7 hồ sơ; tổng 280", "Trang 1/3"]);
    assert_eq!(desk.value("doi-thoai.nguoi-du", "085@2021-12-31", "nam:2021"), 280);
}

#[test]
fn figures_are_printed_as_vietnamese_reads_them() {
    let desk = Desk::new();
    desk.add("doi-thoai", "085/ubnd", &dialogue("2021-03-31", "trên 4.675"));
    let words = ["figures", "--unit", "085@2021-12-31", "--period", "nam:2021", "--indicator", "doi-thoai.nguoi-du"];
    says(&desk.ok(&words), &["Huyện Bắc Hà (085), Tỉnh Lào Cai, từ 01/01/2021 đến 31/12/2021", "trên 4.675", "người"]);
    says(&desk.ok(&ask("085@2021-12-31", &["--period", "nam:2021", "--by", "cap"])), &["– cấp huyện"]);
}
