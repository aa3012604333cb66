//! What was handed in, and what the ledger says since.

use crate::common::*;
use report::{Answers, Frozen, Provenance, RecordLine, Records, Report, TableCell, Withheld, compose, differences};
use std::collections::BTreeMap;

fn drawn(answers: &Answers) -> Report {
    let t = shipped("bao-cao-nam-ubnd");
    compose(&t, &params(&t), answers).unwrap()
}

fn with(key: &str, symbol: &str, value: i64) -> Answers {
    let mut answers = year(&shipped("bao-cao-nam-ubnd"));
    answers.insert(key.into(), answer(symbol, figure(value, 0)));
    answers
}

fn line(entry: &str, number: &str, day: &str, amount: i64) -> RecordLine {
    RecordLine {
        entry: entry.into(),
        register: "Tiếp xúc, đối thoại".into(),
        number: number.into(),
        date: date(day),
        unit: "xã Mây Trắng".into(),
        title: format!("Đối thoại {number}"),
        amount: format!("{amount} người dự"),
        value: Some(domain::indicators::Decimal { scaled: amount, scale: 0 }),
    }
}

fn behind(anchor: &str, lines: Vec<RecordLine>) -> Provenance {
    let total = lines.len();
    BTreeMap::from([(anchor.to_string(), Records { lines, total, withheld: Vec::new() })])
}

fn frozen(report: Report, provenance: Provenance) -> Frozen {
    Frozen {
        report,
        provenance,
        mark: 41,
        catalogue: "c0ffee".into(),
        program: "0.1.0".into(),
        at: "2022-01-05T08:00:00+07:00".parse().unwrap(),
        by: "can-bo".into(),
        files: BTreeMap::from([("pdf".to_string(), "ab12".to_string())]),
    }
}

#[test]
fn nothing_has_changed_when_the_ledger_says_the_same() {
    let answers = with("nguoi-du", "người", 100);
    let records =
        behind("nguoi-du", vec![line("e1", "1/2021", "2021-03-01", 60), line("e2", "2/2021", "2021-04-01", 40)]);
    let kept = frozen(drawn(&answers), records.clone());
    assert_eq!(differences(&kept, &drawn(&answers), &records), []);
}

#[test]
fn a_corrected_record_an_added_and_a_removed_one_are_each_told_behind_their_number() {
    let before = behind(
        "nguoi-du",
        vec![
            line("e1", "1/2021", "2021-03-01", 60),
            line("e2", "2/2021", "2021-04-01", 40),
            line("e3", "3/2021", "2021-05-01", 5),
        ],
    );
    let after = behind(
        "nguoi-du",
        vec![
            line("e4", "4/2021", "2021-06-01", 7),
            line("e2", "2/2021", "2021-04-01", 45),
            line("e1", "1/2021", "2021-03-01", 60),
        ],
    );
    let kept = frozen(drawn(&with("nguoi-du", "người", 105)), before);
    let found = differences(&kept, &drawn(&with("nguoi-du", "người", 112)), &after);
    let [d] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!((d.anchor.as_str(), d.before.as_deref(), d.after.as_deref()), ("nguoi-du", Some("105"), Some("112")));
    assert!(d.value_changed && d.complete);
    assert_eq!(d.added.iter().map(|l| l.entry.as_str()).collect::<Vec<_>>(), ["e4"]);
    assert_eq!(d.removed.iter().map(|l| l.entry.as_str()).collect::<Vec<_>>(), ["e3"]);
    assert_eq!(d.changed.len(), 1);
    assert_eq!(
        (d.changed[0].before.amount.as_str(), d.changed[0].after.amount.as_str()),
        ("40 người dự", "45 người dự")
    );
}

#[test]
fn records_that_changed_places_under_the_same_sum_are_told_though_the_number_stands() {
    let answers = with("nguoi-du", "người", 60);
    let kept = frozen(drawn(&answers), behind("nguoi-du", vec![line("e1", "1/2021", "2021-03-01", 60)]));
    let found = differences(&kept, &drawn(&answers), &behind("nguoi-du", vec![line("e2", "2/2021", "2021-03-02", 60)]));
    assert_eq!((found.len(), found[0].value_changed), (1, false));
}

#[test]
fn a_number_that_fell_to_zero_has_left_the_text_and_is_told() {
    let kept = frozen(drawn(&with("nguoi-du", "người", 60)), Provenance::new());
    let found = differences(&kept, &drawn(&with("nguoi-du", "người", 0)), &Provenance::new());
    assert_eq!((found.len(), found[0].before.as_deref(), found[0].after.as_deref()), (1, Some("60"), None));
    let back =
        differences(&frozen(drawn(&with("nguoi-du", "người", 0)), Provenance::new()), &kept.report, &Provenance::new());
    assert_eq!((back.len(), back[0].before.as_deref(), back[0].after.as_deref()), (1, None, Some("60")));
}

#[test]
fn withheld_records_are_told_by_their_counts_and_a_list_cut_short_says_so() {
    let report = drawn(&with("nguoi-du", "người", 60));
    let one = |count: usize| Withheld {
        register: "Tiếp xúc, đối thoại".into(),
        unit: "xã Suối Trong".into(),
        year: 2021,
        month: 3,
        count,
        amount: String::new(),
    };
    let of = |withheld: Vec<Withheld>, total: usize| {
        BTreeMap::from([("nguoi-du".to_string(), Records { lines: Vec::new(), total, withheld })])
    };
    let found = differences(&frozen(report.clone(), of(vec![one(2)], 2)), &report, &of(vec![one(3)], 3));
    assert_eq!((found[0].withheld[0].before.count, found[0].withheld[0].after.count), (2, 3));
    assert!(found[0].complete);
    let found = differences(&frozen(report.clone(), of(vec![one(2)], 9)), &report, &of(vec![one(3)], 9));
    assert!(!found[0].complete);
}

#[test]
fn a_snapshot_is_the_same_bytes_each_time_and_an_older_one_without_newer_fields_is_read() {
    let kept =
        frozen(drawn(&with("nguoi-du", "người", 60)), behind("nguoi-du", vec![line("e1", "1/2021", "2021-03-01", 60)]));
    let bytes = kept.to_json().unwrap();
    let again = Frozen::from_json(&bytes).unwrap();
    assert_eq!(again, kept);
    assert_eq!(again.to_json().unwrap(), bytes);
    let mut older: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let object = older.as_object_mut().unwrap();
    for newer in ["files", "program", "catalogue"] {
        object.remove(newer).unwrap();
    }
    let last = object["report"]["blocks"].as_array_mut().unwrap().last_mut().unwrap();
    last["signature"].as_object_mut().unwrap().remove("name").unwrap();
    let read = Frozen::from_json(&serde_json::to_vec(&older).unwrap()).unwrap();
    assert_eq!(read.report, kept.report);
    assert_eq!(Frozen::from_json(b"{}").unwrap_err().code, "frozen-json");
}

#[test]
fn the_table_of_figures_says_of_each_number_where_it_stands_and_what_it_counts() {
    let report = drawn(&year(&shipped("bao-cao-nam-ubnd")));
    let table = report::figures_table(&report, &records(&[("doi-thoai", 61)]));
    assert_eq!(table.rows.len(), report.bindings.len());
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    let column = |key: &str| table.columns.iter().position(|(k, _)| *k == key).unwrap();
    let of = |anchor: &str| &table.rows[report.bindings.iter().position(|b| b.anchor == anchor).unwrap()];
    let talks = of("doi-thoai");
    assert_eq!(talks[column("gia-tri")].words(), "61");
    assert_eq!(talks[column("so-muc")], TableCell::Count(61));
    assert_eq!(
        talks[column("cho-dung")].words(),
        "II. KẾT QUẢ THỰC HIỆN / 1. Tiếp xúc, đối thoại, giải quyết ý kiến của Nhân dân"
    );
    let money = of("tien");
    assert_eq!(
        (money[column("gia-tri")].words(), money[column("viet-la")].words()),
        ("600.000.000".into(), "trên 600 triệu đồng".into())
    );
    assert_eq!(money[column("muc-chinh-xac")].words(), "trên");
    assert_eq!(money[column("tu-ngay")], TableCell::Date(date("2021-01-01")));
}
