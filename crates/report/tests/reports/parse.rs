//! Reading templates: all mistakes at once, each at its place.

use crate::common::{config, date, params, shipped, template};
use domain::problem::Problem;

fn codes(problems: &[Problem]) -> Vec<(&str, Option<&str>, u32)> {
    problems.iter().map(|p| (p.code.as_str(), p.place.file.as_deref(), p.place.line.unwrap_or(0))).collect()
}

#[test]
fn shipped_templates_have_neither_errors_nor_warnings() {
    for slug in ["bao-cao-nam-dang", "bao-cao-nam-ubnd", "bao-cao-chuyen-de-doi-thoai"] {
        let warnings = shipped(slug).warnings;
        assert!(warnings.is_empty(), "{slug}: {warnings:#?}");
    }
}

#[test]
fn every_mistake_of_a_template_is_told_at_once_with_file_and_line() {
    let toml = config(&[("a", "so"), ("b", "sai-dang")]) + "[[figure]]\nkey = \"a\"\nindicator = \"x\"\nngay = 1\n";
    let body = "Có {{a}} cuộc.\n\nCó {{khong-co}} và {{a|la}}.\n\n{{#if a}}mở mà không đóng\n\n{{/join}} {{@la}} {{hở\n\n\
                Chú thích[^thieu].\n\n<b>đậm</b>\n";
    let problems = template(&toml, body).unwrap_err();
    let found = codes(&problems);
    let (t, b) = (Some("report.toml"), Some("body.md"));
    for expected in [
        ("unknown-format", t, 16),
        ("unknown-key", t, 20),
        ("duplicate-key", t, 17),
        ("unknown-binding", b, 3),
        ("unknown-format", b, 3),
        ("unclosed-block", b, 5),
        ("stray-tag", b, 7),
        ("unknown-parameter", b, 7),
        ("unclosed-tag", b, 7),
        ("unknown-note", b, 9),
        ("unsupported-markdown", b, 11),
    ] {
        assert!(found.contains(&expected), "{expected:?} not in {found:#?}");
    }
    assert!(problems.iter().all(|p| !p.message.is_empty()));
}

#[test]
fn a_missing_file_and_a_broken_file_are_told() {
    let missing = report::Template::parse(&Default::default(), "thu").unwrap_err();
    assert_eq!(missing.len(), 2);
    let broken = template("slug = \nname = \"x\"\n", "x").unwrap_err();
    assert!(broken.iter().any(|p| p.code == "bad-toml" && p.place.line == Some(1)), "{broken:?}");
}

#[test]
fn an_unused_binding_and_a_bare_number_are_warnings() {
    let toml = config(&[("a", "so"), ("thua", "so")]);
    let body = "Theo Nghị quyết số 25-NQ/TW, ngày 03/6/2013, có {{a}} cuộc.\n\nĐã tổ chức 61 cuộc.\n";
    let t = template(&toml, body).unwrap();
    let found = codes(&t.warnings);
    assert_eq!(found, [("bare-number", Some("body.md"), 3), ("unused-binding", Some("report.toml"), 13)]);
}

#[test]
fn a_figure_is_asked_once_for_its_total_and_once_per_breakdown() {
    let toml = config(&[("a", "so")])
        .replace("format = \"so\"", "where = { cap = [\"huyen\"] }\norgan = \"ubnd\"\nperiod = \"previous\"");
    let t = template(&toml, "{{a}} {{a|chu}} ({{a:cap}}) {{#if a}}có{{/if}}").unwrap();
    let requests = t.requests(&params(&t));
    let ids: Vec<_> = requests.iter().map(|r| (r.id.as_str(), r.by.as_deref())).collect();
    assert_eq!(ids, [("a", None), ("a.cap", Some("cap"))]);
    assert_eq!(
        (requests[0].from, requests[0].to),
        (crate::common::date("2020-01-01"), crate::common::date("2020-12-31"))
    );
    assert_eq!(requests[0].organ.as_deref(), Some("ubnd"));
    assert_eq!(requests[0].filter["cap"], ["huyen"]);
}

#[test]
fn a_unit_without_issuer_rule_is_refused_in_words() {
    let t = shipped("bao-cao-nam-dang");
    let late = t.params(
        &crate::common::district(),
        crate::common::date("2026-01-01"),
        crate::common::date("2026-12-31"),
        Default::default(),
    );
    assert_eq!(late.unwrap_err()[0].code, "no-issuer");
}

#[test]
fn the_year_of_the_decree_is_named_by_its_last_day_and_keeps_its_dates() {
    let t = shipped("bao-cao-nam-ubnd");
    let p = t.params(&crate::common::district(), date("2020-12-15"), date("2021-12-14"), Default::default()).unwrap();
    assert_eq!((p.period.as_str(), p.next_period.as_str()), ("năm 2021", "năm 2022"));
    let half =
        t.params(&crate::common::district(), date("2021-01-01"), date("2021-06-30"), Default::default()).unwrap();
    assert_eq!(half.period, "6 tháng đầu năm 2021");
}
