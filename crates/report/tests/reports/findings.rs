//! What a proof found, as people and programs are shown it.

use domain::problem::Problem;
use domain::proof::knowledge::Evidence;
use domain::proof::{
    Approx, Citation, DateMention, Family, Figure, FigureKind, Finding, Group, GroupRole, Period, Proof, Reading,
    Severity, Span, Text,
};
use report::findings::{Look, RuleInfo, Sheet, comment, failed, failed_text, json, page, sarif, text};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const TEXT: &str = "Thực hiện Kế hoạch số 12-KH/HU ngày 31/02/2022 của Huyện ủy,\nnăm 2022 đã tổ chức hơn 61 cuộc (9 cuộc cấp huyện, \
                    51 cuộc cấp xã) <b>& nhiều việc</b>, đạt 98,2 % kế hoạch năm.\n\nGhi chú nhieu dấu.";

fn at(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn counted(words: &str, value: Decimal, unit: &str, group: Option<(usize, GroupRole)>) -> Figure {
    Figure {
        span: at(words),
        numeral: at(words),
        value,
        unit: Some(unit.into()),
        of: None,
        kind: FigureKind::Count,
        approx: None,
        what: None,
        scope: None,
        period: None,
        group,
        spelled: false,
        comma_thousands: false,
    }
}

fn reading() -> Reading {
    let citation = Citation {
        span: at("Kế hoạch số 12-KH/HU"),
        reference: at("12-KH/HU"),
        family: Family::Party,
        kind: Some("Kế hoạch".into()),
        code: Some("KH".into()),
        number: Some("12".into()),
        year: None,
        symbol: Some("KH/HU".into()),
        date: Some(0),
        issuer: Some(at("Huyện ủy")),
        title: None,
        title_quoted: false,
        own: false,
        relations: Vec::new(),
    };
    let date = DateMention {
        span: at("ngày 31/02/2022"),
        date: None,
        day: Some(31),
        month: Some(2),
        year: Some(2022),
        blank: false,
        impossible: true,
    };
    let total = Figure {
        approx: Some((at("hơn"), Approx::Above)),
        period: Some(0),
        ..counted("61 cuộc", 61.into(), "cuộc", Some((0, GroupRole::Total)))
    };
    Reading {
        citations: vec![citation],
        dates: vec![date],
        periods: vec![Period { span: at("năm 2022"), from: None, to: None }],
        figures: vec![
            total,
            counted("9 cuộc", 9.into(), "cuộc", Some((0, GroupRole::Part))),
            counted("51 cuộc", 51.into(), "cuộc", Some((0, GroupRole::Part))),
            Figure { kind: FigureKind::Percent, ..counted("98,2 %", Decimal::new(9820, 2), "%", None) },
        ],
        groups: vec![Group { total: Some(0), parts: vec![1, 2], adds_up: Some(false), percent: None, complete: true }],
        ..Reading::default()
    }
}

fn proof() -> Proof {
    let date = Finding::new("impossible-date", Severity::Error, at("31/02/2022"), "Không có ngày 31 tháng 02 năm 2022")
        .hint("xem lại bản gốc");
    let sum = Finding::new("sum-mismatch", Severity::Error, at("61 cuộc"), "Tổng 61 khác 9 + 51 = 60")
        .related(at("9 cuộc"), None)
        .related(at("51 cuộc"), Some("phần thứ hai".into()));
    let ledger = Finding::new("figure-differs", Severity::Warning, at("hơn 61 cuộc (9"), "Sổ cái có 60 cuộc")
        .evidence(Evidence { path: "/so-lieu/ho-so?chi-tieu=x".into(), label: "Hồ sơ <của> chỉ tiêu".into() });
    let word = Finding::new("syllable", Severity::Note, at("nhieu"), "“nhieu” thiếu dấu").suggest("nhiều");
    let problems = vec![Problem::warning("footnote", "Chú thích 3 không có nội dung").hint("xem lại cuối trang")];
    Proof { reading: reading(), findings: vec![date, ledger, sum, word], problems }
}

fn shown<T>(proof: &Proof, show: impl FnOnce(&Sheet<'_>) -> T) -> T {
    let text = Text::plain(TEXT);
    let points = text.code_points();
    let to_points = |span: Span| points.span(span);
    let place = |span: Span| format!("dòng {}", TEXT[..span.start].matches('\n').count() + 1);
    show(&Sheet { file: "báo cáo 1.txt", text: &text, proof, original: TEXT, points: &to_points, place: &place })
}

fn answer(with_text: bool) -> Value {
    shown(&proof(), |s| serde_json::to_value(json(s, with_text)).unwrap())
}

/// The words at an item's offsets, counted as the form says.
fn cut(item: &Value) -> String {
    let at = |key: &str| usize::try_from(item[key].as_u64().unwrap()).unwrap();
    TEXT.chars().skip(at("start")).take(at("end") - at("start")).collect()
}

#[test]
fn offsets_count_code_points_and_numbers_are_as_written() {
    let answer = answer(true);
    for list in ["citations", "figures"] {
        for item in answer[list].as_array().unwrap() {
            assert_eq!(cut(item), item["text"].as_str().unwrap());
        }
    }
    assert_eq!(answer["text"], TEXT);
    let citation = &answer["citations"][0];
    assert_eq!((&citation["number"], &citation["symbol"]), (&json!("12"), &json!("KH/HU")));
    assert_eq!((&citation["date"], &citation["issuer"]), (&Value::Null, &json!("Huyện ủy")), "no such day");
    let figures = &answer["figures"];
    assert_eq!(figures[0]["approx"], "hơn");
    assert_eq!((&figures[0]["period"], &figures[0]["role"]), (&json!("năm 2022"), &json!("total")));
    assert_eq!(figures[3]["value"].to_string(), "98.2");
    assert_eq!(answer["groups"][0], json!({ "id": "g1", "total": 61, "parts": [9, 51], "adds_up": false }));
    let finding = &answer["findings"][2];
    assert_eq!(cut(finding), "61 cuộc");
    assert_eq!(finding["related"].as_array().unwrap().iter().map(cut).collect::<Vec<_>>(), ["9 cuộc", "51 cuộc"]);
}

/// The shape that the schema gives an object: its required keys and all keys.
fn held_to(schema: &Value, name: &str, item: &Value, faults: &mut Vec<String>) {
    let shape = &schema["$defs"][name];
    let keys: BTreeSet<&str> = item.as_object().unwrap().keys().map(String::as_str).collect();
    let known: BTreeSet<&str> = shape["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    for key in shape["required"].as_array().unwrap().iter().map(|k| k.as_str().unwrap()) {
        if !keys.contains(key) {
            faults.push(format!("{name} lacks {key}"));
        }
    }
    faults.extend(keys.difference(&known).map(|key| format!("{name} has {key}, of which the schema knows nothing")));
    for (key, value) in item.as_object().unwrap() {
        let of = shape["properties"][key]["items"]["$ref"].as_str().and_then(|r| r.rsplit('/').next());
        for inner in of.into_iter().flat_map(|_| value.as_array().unwrap()).filter(|v| v.is_object()) {
            held_to(schema, of.unwrap(), inner, faults);
        }
    }
}

#[test]
fn the_form_is_the_one_that_is_documented() {
    let schema: Value = serde_json::from_str(include_str!("../../../../docs/proof.schema.json")).unwrap();
    let failed = serde_json::to_value(failed("a.pdf", &[Problem::error("scanned", "Chỉ có ảnh")])).unwrap();
    for answer in [answer(true), answer(false), failed.clone()] {
        let mut faults = Vec::new();
        held_to(&schema, "proof", &answer, &mut faults);
        assert!(faults.is_empty(), "{faults:#?}");
    }
    assert_eq!((&failed["findings"], &failed["problems"][0]["code"]), (&json!([]), &json!("scanned")));
    let described = include_str!("../../../../docs/proof-json.md");
    let example = described.split("```json").nth(1).unwrap().split("```").next().unwrap();
    let mut faults = Vec::new();
    held_to(&schema, "proof", &serde_json::from_str(example).unwrap(), &mut faults);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_text_marks_the_words_and_says_what_to_do() {
    let plain = shown(&proof(), |s| text(s, Look::default()));
    insta::assert_snapshot!(plain);
    for line in plain.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let lines: Vec<&str> = plain.lines().collect();
    let under = lines.iter().position(|l| l.trim_start().starts_with('^')).unwrap();
    let marked: String =
        lines[under - 1].chars().zip(lines[under].chars()).filter(|(_, m)| *m == '^').map(|(c, _)| c).collect();
    assert_eq!(marked, "31/02/2022");
    let coloured = shown(&proof(), |s| text(s, Look { colour: true, ..Look::default() }));
    assert!(coloured.contains("\u{1b}[1;31m31/02/2022\u{1b}[0m") && !plain.contains('\u{1b}'));
    assert!(shown(&Proof::default(), |s| text(s, Look::default())).contains("không thấy điều gì"));
    assert!(failed_text("a.pdf", &[Problem::error("scanned", "chỉ có ảnh")], Look::default()).contains("Chỉ có ảnh"));
}

#[test]
fn a_comment_for_word_says_it_all_in_a_few_lines() {
    let proof = proof();
    assert_eq!(comment(&proof.findings[3]), "Ghi chú: “nhieu” thiếu dấu\nĐề nghị ghi: “nhiều”\n(syllable)");
    assert!(comment(&proof.findings[0]).contains("\nXem lại bản gốc\n"));
}

const RULES: [RuleInfo<'static>; 2] = [
    RuleInfo {
        name: "impossible-date",
        severity: Severity::Error,
        title: "Ngày không có",
        about: "Lịch không có ngày ấy.",
    },
    RuleInfo {
        name: "sum-mismatch", severity: Severity::Error, title: "Tổng khác phần", about: "Cộng các phần."
    },
];

#[test]
fn sarif_names_rules_levels_and_places() {
    let log = shown(&proof(), |s| {
        let mut run = sarif(&RULES);
        run.add(s);
        run.fail("b.pdf", &[Problem::error("scanned", "Chỉ có ảnh")]);
        run.log(&RULES, "0.1.0")
    });
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&json!("2.1.0"), 1));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["artifacts"][0]["location"]["uri"], "b%C3%A1o%20c%C3%A1o%201.txt");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        if let Some(at) = result["ruleIndex"].as_u64() {
            assert_eq!(rules[usize::try_from(at).unwrap()]["id"], result["ruleId"]);
        }
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(
            run["artifacts"][usize::try_from(place["artifactLocation"]["index"].as_u64().unwrap()).unwrap()]["location"]
                ["uri"],
            place["artifactLocation"]["uri"]
        );
        let region = &place["region"];
        let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
        let by_offset: String = TEXT.chars().skip(number("charOffset")).take(number("charLength")).collect();
        let line = TEXT.lines().nth(number("startLine") - 1).unwrap();
        let by_line: String =
            line.chars().skip(number("startColumn") - 1).take(number("endColumn") - number("startColumn")).collect();
        assert_eq!(
            (by_offset.as_str(), by_line.as_str()),
            (region["snippet"]["text"].as_str().unwrap(), by_offset.as_str())
        );
    }
    let fix = &run["results"][3]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!((&fix["insertedContent"]["text"], &fix["deletedRegion"]["charLength"]), (&json!("nhiều"), &json!(5)));
    assert_eq!(run["invocations"][0]["executionSuccessful"], json!(false));
    let told: Vec<&str> = run["invocations"][0]["toolExecutionNotifications"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n["descriptor"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["footnote", "scanned"]);
}

/// Values of an attribute in a page.
fn values<'h>(page: &'h str, attribute: &str) -> Vec<&'h str> {
    page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_page_shows_the_whole_text_and_links_marks_and_findings_both_ways() {
    let page = shown(&proof(), |s| page(s).unwrap());
    let ids = values(&page, " id=\"");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "ids are unique");
    for link in values(&page, "href=\"#") {
        assert!(unique.contains(link), "#{link} has no target");
    }
    for n in 1..=4 {
        assert!(unique.contains(format!("t{n}").as_str()) && unique.contains(format!("f{n}").as_str()), "{n}");
    }
    assert!(!page.contains("<script") && !page.contains("<b>& nhiều"), "what the text says is text");
    assert!(page.contains("&#60;b&#62;") || page.contains("&lt;b&gt;"));
    let main = page.split("<main>").nth(1).unwrap().split("</main>").next().unwrap();
    let mut bare = String::new();
    let mut tag = false;
    for c in main.replace("<h2>Văn bản</h2>", "").replace("</p>", "\n").chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag => bare.push(c),
            _ => {}
        }
    }
    let words = |t: &str| {
        t.replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#38;", "&")
            .split_whitespace()
            .map(str::to_string)
            .collect::<Vec<_>>()
    };
    // The marks' own numbers stand in the text as well; without findings it is the text alone.
    assert!(words(&bare).len() >= words(TEXT).len());
    let clean = shown(&Proof::default(), |s| report::findings::page(s).unwrap());
    let clean = clean.split("<main>").nth(1).unwrap().split("</main>").next().unwrap().to_string();
    for line in TEXT.lines().filter(|l| !l.is_empty()) {
        let escaped = line.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;");
        assert!(clean.contains(&format!("<p class=\"body\">{escaped}</p>")), "{escaped}\n{clean}");
    }
}

#[test]
fn a_finding_at_a_place_without_words_is_marked_beside_it() {
    let missing = |at: usize| Finding::new("blank-number", Severity::Warning, Span::new(at, at), "Chưa có số");
    for place in [0, TEXT.len(), TEXT.find('\n').unwrap()] {
        let proof = Proof { findings: vec![missing(place)], ..Proof::default() };
        let page = shown(&proof, |s| page(s).unwrap());
        assert!(page.contains("id=\"t1\"") && page.contains("href=\"#f1\""), "{place}");
        assert!(shown(&proof, |s| text(s, Look::default())).contains("⟨…⟩"));
    }
}
