//! Composing reports: what the reader sees.

use crate::common::*;
use domain::indicators::{Bound, Decimal, Figure, Note, Source};
use report::{Answers, compose, text};

/// The text of a one-paragraph body.
fn said(figures: &[(&str, &str)], body: &str, answers: Answers) -> String {
    let t = template(&config(figures), body).unwrap();
    let answers = rest_zero(&t.requests(&params(&t)), answers);
    let page = text(&compose(&t, &params(&t), &answers).unwrap());
    let start = page.find("-----\n\n").unwrap() + 7;
    page[start..page.find("Nơi nhận").unwrap()].split_whitespace().collect::<Vec<_>>().join(" ")
}

fn one(key: &str, symbol: &str, f: Figure) -> Answers {
    Answers::from([(key.to_string(), answer(symbol, f))])
}

#[test]
fn the_district_committees_year_reads_as_its_report_must() {
    let t = shipped("bao-cao-nam-dang");
    let page = text(&compose(&t, &params(&t), &year(&t)).unwrap());
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in [
        "61 cuộc tiếp xúc, đối thoại với Nhân dân (cấp huyện 09 cuộc; cấp xã 52 cuộc), thu hút 4.675 người dự",
        "15 cơ quan, đơn vị",
        "trên 600 triệu đồng",
        "2,5 km đường bê tông",
        "3 km đường được đào đắp, tu sửa",
        "trên 2 km kênh mương",
        "Ủy ban Mặt trận Tổ quốc: chủ tịch 04 chức danh (cấp xã 04 chức danh); phó chủ tịch 03 chức danh",
        "Hội Nông dân: chủ tịch 05 chức danh (cấp xã 05 chức danh); phó chủ tịch 04 chức danh (cấp huyện 01 chức \
         danh; cấp xã 03 chức danh).",
        "Hội Liên hiệp Phụ nữ: chủ tịch 05 chức danh (cấp xã 05 chức danh); phó chủ tịch 01 chức danh",
    ] {
        assert!(flat.contains(sentence), "{sentence}\nnot in\n{page}");
    }
    insta::assert_snapshot!("bao-cao-nam-dang", page);
}

#[test]
fn the_peoples_committees_year_has_the_state_heading_and_its_own_part() {
    let t = shipped("bao-cao-nam-ubnd");
    let page = text(&compose(&t, &params(&t), &year(&t)).unwrap());
    assert!(page.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") && page.contains("/BC-UBND"));
    insta::assert_snapshot!("bao-cao-nam-ubnd", page);
}

#[test]
fn the_report_on_dialogues_alone_names_its_period_and_compares_with_the_year_before() {
    let t = shipped("bao-cao-chuyen-de-doi-thoai");
    let half = t.params(&district(), date("2021-01-01"), date("2021-06-30"), Default::default()).unwrap();
    let page = flat(&text(&compose(&t, &half, &dialogues(&t)).unwrap()));
    for said in [
        "Kết quả tiếp xúc, đối thoại với Nhân dân 6 tháng đầu năm 2021",
        "đã tổ chức 61 cuộc tiếp xúc, đối thoại (cấp huyện 09 cuộc; cấp xã 52 cuộc), với 4.675 người dự[1].",
        "- Theo tính chất: thường xuyên 50 cuộc; đột xuất 11 cuộc.",
        "- Theo hình thức: hội nghị đối thoại 40 cuộc; gặp gỡ, tiếp xúc 21 cuộc.",
        "đã trả lời, giải quyết 290 ý kiến; đang xem xét 22 ý kiến.",
        "Cuộc tiếp xúc, đối thoại | cuộc | 61 | 48",
    ] {
        assert!(page.contains(said), "{said}\nnot in\n{page}");
    }
}

#[test]
fn a_year_without_any_record_still_reads_as_prose() {
    for slug in ["bao-cao-nam-dang", "bao-cao-nam-ubnd", "bao-cao-chuyen-de-doi-thoai"] {
        let t = shipped(slug);
        let nothing = rest_zero(&t.requests(&params(&t)), Answers::new());
        let page = text(&compose(&t, &params(&t), &nothing).unwrap());
        for hole in ["( )", "()", " ,", " .", "..", ": .", ": ;", "; ;"] {
            assert!(!page.contains(&format!("{hole} ")) && !page.contains(&format!("{hole}\n")), "{hole} in\n{page}");
        }
    }
}

#[test]
fn a_zero_figure_drops_its_sentence_and_may_say_another() {
    let figures = [("a", "so-0")];
    let body = "Trước. {{#if a}}Có {{a}} cuộc.{{else}}Chưa có cuộc nào.{{/if}} Sau.";
    assert_eq!(said(&figures, body, one("a", "cuộc", figure(0, 0))), "Trước. Chưa có cuộc nào. Sau.");
    assert_eq!(said(&figures, body, one("a", "cuộc", figure(9, 0))), "Trước. Có 09 cuộc. Sau.");
}

#[test]
fn parts_of_a_list_in_a_sentence_fall_away_with_their_separators() {
    let figures = [("a", "so"), ("b", "so"), ("c", "so")];
    let body = "Gồm {{#join}}{{a}} bằng khen{{&}}{{b}} giấy khen{{&}}{{c}} thư khen{{/join}}.";
    let answers =
        Answers::from([("a".to_string(), answer("cái", figure(2, 0))), ("c".to_string(), answer("cái", figure(5, 0)))]);
    assert_eq!(said(&figures, body, answers), "Gồm 2 bằng khen; 5 thư khen.");
}

#[test]
fn what_is_missing_or_declared_is_said_behind_the_counting_unit() {
    let waiting = Figure { pending: 2, ..figure(61, 0) };
    let said_waiting = said(&[("a", "so")], "Tổ chức {{a}} cuộc đối thoại.", one("a", "cuộc", waiting));
    assert_eq!(said_waiting, "Tổ chức 61 cuộc (còn 2 mục chưa có số) đối thoại.");
    let declared =
        Figure { source: Source::Declared, recorded: Some(Decimal { scaled: 12, scale: 0 }), ..figure(61, 0) };
    let t = template(&config(&[("a", "so")]), "Tổ chức {{a}} cuộc đối thoại.").unwrap();
    let page = text(&compose(&t, &params(&t), &one("a", "cuộc", declared)).unwrap());
    assert!(page.contains("Tổ chức 61 cuộc[1] đối thoại."), "{page}");
    assert!(page.contains("[1] Số liệu tự khai; có hồ sơ 12."), "{page}");
}

#[test]
fn at_least_and_not_comparable_are_said_with_their_reason() {
    let why = vec![Note { code: "split".into(), text: "chưa kể xã Mây Trắng (chia tách)".into() }];
    let least = Figure { bound: Bound::AtLeast, why, ..figure(12, 0) };
    let none = Figure { bound: Bound::NotComparable, value: None, ..figure(0, 0) };
    let t = template(
        &config(&[("a", "so"), ("b", "so")]),
        "{{#if}}Có {{a}} cuộc{{/if}}; trước đó {{#if b}}{{b}} cuộc{{/if}}.",
    )
    .unwrap();
    let answers = Answers::from([("a".to_string(), answer("cuộc", least)), ("b".to_string(), answer("cuộc", none))]);
    let page = text(&compose(&t, &params(&t), &answers).unwrap());
    assert!(page.contains("Có ít nhất 12 cuộc[1]; trước đó — cuộc[2]."), "{page}");
    assert!(page.contains("[1] Chưa kể xã Mây Trắng (chia tách)."), "{page}");
    assert!(page.contains("[2] Không so sánh được qua lần sắp xếp đơn vị hành chính."), "{page}");
}

#[test]
fn questions_left_open_are_told_all_at_once() {
    let t = template(&config(&[("a", "so"), ("b", "so")]), "{{a}} {{b}}").unwrap();
    let mut p = params(&t);
    p.values.insert("la".into(), "x".into());
    let problems = compose(&t, &p, &Answers::new()).unwrap_err();
    let codes: Vec<_> = problems.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(codes, ["missing-answer", "missing-answer", "unknown-parameter"]);
}

#[test]
fn a_draft_has_a_blank_number_and_day_and_an_issued_report_has_both() {
    let t = shipped("bao-cao-nam-dang");
    let mut p = params(&t);
    let draft = compose(&t, &p, &year(&t)).unwrap().meta;
    let squeezed = |s: &str| s.replace('\u{a0}', "");
    assert_eq!((squeezed(&draft.number).as_str(), draft.draft), ("Số -BC/HU", true));
    assert_eq!(squeezed(&draft.place_date), "Suối Mơ, ngàythángnăm 2021");
    assert_eq!((draft.organ.as_str(), draft.superior.as_deref()), ("HUYỆN ỦY SUỐI MƠ", Some("ĐẢNG BỘ TỈNH NON XANH")));
    p.number = Some("127".into());
    p.date = Some(date("2022-02-05"));
    let issued = compose(&t, &p, &year(&t)).unwrap().meta;
    assert_eq!((issued.number.as_str(), issued.draft), ("Số 127-BC/HU", false));
    assert_eq!(issued.place_date, "Suối Mơ, ngày 05 tháng 02 năm 2022");
}
