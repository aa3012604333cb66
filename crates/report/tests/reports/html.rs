//! The page: safe, linked both ways, self-contained.

use crate::common::*;
use report::{Answers, compose, html};
use std::collections::BTreeSet;

/// Values of an attribute in the page.
fn values<'h>(page: &'h str, attribute: &str) -> Vec<&'h str> {
    page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_number_has_a_link_and_every_link_a_target() {
    for slug in ["bao-cao-nam-dang", "bao-cao-nam-ubnd", "bao-cao-chuyen-de-doi-thoai"] {
        let t = shipped(slug);
        let report = compose(&t, &params(&t), &year(&t)).unwrap();
        let page = html(&report, &records(&[("doi-thoai", 61), ("doi-thoai.cap.huyen", 9)])).unwrap();
        let ids = values(&page, " id=\"");
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "ids are unique");
        let links = values(&page, "href=\"#");
        assert!(links.len() > 5);
        for link in links {
            assert!(unique.contains(&link), "#{link} has no target");
        }
        let numbers = page.matches("class=\"so\"").count();
        assert_eq!(numbers, report.bindings.iter().map(|b| b.uses).sum::<usize>());
        if report.bindings.iter().any(|b| b.anchor == "doi-thoai.cap.huyen") {
            assert!(page.contains("href=\"#hs-doi-thoai.cap.huyen\">09</a>"));
        }
        assert!(!page.contains("<script"));
    }
}

#[test]
fn the_records_behind_a_number_are_listed_with_their_sum() {
    let t = shipped("bao-cao-nam-dang");
    let report = compose(&t, &params(&t), &year(&t)).unwrap();
    let page = html(&report, &records(&[("doi-thoai", 61), ("kiem-tra", 2)])).unwrap();
    let section = |id: &str| page.split(&format!("id=\"hs-{id}\"")).nth(1).unwrap().split("</section>").next().unwrap();
    let dialogues = section("doi-thoai");
    assert_eq!(dialogues.matches("<tr id=").count(), 61);
    assert!(dialogues.contains("61 mục trong sổ") && dialogues.contains("data-cot=\"Cộng\">61 cuộc<"));
    assert!(!dialogues.contains("khác số liệu"));
    assert!(section("kiem-tra").contains("Cộng các mục được 2 cuộc, khác số liệu 3 cuộc."));
    assert!(section("mo-hinh").contains("Không có mục nào trong sổ."));
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "<script>alert(1)</script>\"'&";
    let toml = config(&[("a", "so")]) + "[[parameter]]\nkey = \"x\"\nname = \"x\"\n";
    let t = template(&toml, "Chữ {{@x}} và {{a}} cuộc ({{a:cap}})[^n].\n\n[^n]: {{@x}}\n").unwrap();
    let mut p = params(&t);
    p.values.insert("x".into(), hostile.into());
    p.organ = hostile.into();
    p.recipients = vec![hostile.into()];
    p.place = hostile.into();
    let mut total = answer(hostile, figure(61, 0));
    total.name = hostile.into();
    total.definition = hostile.into();
    total.conditions = vec![hostile.into()];
    let by_level = cells(hostile, "cap", &[("xa", hostile, 61)]);
    let answers = Answers::from([("a".to_string(), total), ("a.cap".to_string(), by_level)]);
    let mut behind = records(&[("a", 1)]);
    for line in behind.values_mut().flat_map(|r| &mut r.lines) {
        line.title = hostile.into();
        line.unit = hostile.into();
        line.entry = hostile.into();
        line.amount = hostile.into();
    }
    let page = html(&compose(&t, &p, &answers).unwrap(), &behind).unwrap();
    assert!(!page.contains("<script") && !page.contains("<SCRIPT") && page.matches("alert(1)").count() >= 10);
}

#[test]
fn the_report_alone_links_each_number_to_where_the_page_shows_its_records() {
    let t = shipped("bao-cao-nam-ubnd");
    let report = compose(&t, &params(&t), &year(&t)).unwrap();
    let part = report::article(&report, "/bao-cao/7/so-lieu/", 2).unwrap();
    assert!(part.contains("href=\"/bao-cao/7/so-lieu/doi-thoai.cap.huyen\">09</a>"), "{part}");
    assert!(!part.contains("<h1") && !part.contains("#hs-") && !part.contains("<style"));
    assert!(part.contains("<h2><span class=\"loai\">") && part.contains("<h3>I. "));
}
