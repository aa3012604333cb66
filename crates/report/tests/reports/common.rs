//! The shipped templates and made-up answers.

use domain::Date;
use domain::indicators::{Bound, Decimal, Figure, Source, View};
use domain::ledger::Approx;
use report::{Answer, Answers, Cell, Provenance, RecordLine, Records, ReportParams, Request, Subject, Template};
use std::collections::BTreeMap;

/// A template of the catalogue.
pub fn shipped(slug: &str) -> Template {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/reports/");
    let read = |name: &str| std::fs::read_to_string(format!("{dir}{slug}/{name}")).unwrap();
    let files = ["report.toml", "body.md"].map(|name| (format!("reports/{slug}/{name}"), read(name)));
    Template::parse(&BTreeMap::from(files), slug)
        .unwrap_or_else(|p| panic!("{}", p.iter().map(|p| format!("{p}\n")).collect::<String>()))
}

/// A template from two texts.
pub fn template(toml: &str, body: &str) -> Result<Template, Vec<domain::problem::Problem>> {
    let files = [("report.toml".to_string(), toml.to_string()), ("body.md".to_string(), body.to_string())];
    Template::parse(&BTreeMap::from(files), "thu")
}

/// A small report.toml with the figures given as (key, format).
pub fn config(figures: &[(&str, &str)]) -> String {
    let head = "slug = \"thu\"\nname = \"Thử\"\nlayout = \"party\"\ntitle = \"BÁO CÁO\"\nsubject = \"Thử {{@nam}}\"\n\
                [[issuer]]\norgan = \"Huyện ủy {ten}\"\nsymbol = \"BC/HU\"\n";
    let figures = figures.iter().map(|(key, format)| {
        format!("[[figure]]\nkey = \"{key}\"\nindicator = \"thu.{key}\"\nformat = \"{format}\"\n")
    });
    head.to_string() + &figures.collect::<String>()
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// An invented district.
pub fn district() -> Subject {
    Subject {
        cap: "huyen".into(),
        area_kind: "huyen".into(),
        name: "Suối Mơ".into(),
        full_name: "huyện Suối Mơ".into(),
        parent_full_name: Some("tỉnh Non Xanh".into()),
    }
}

pub fn params(template: &Template) -> ReportParams {
    template.params(&district(), date("2021-01-01"), date("2021-12-31"), View::Was).unwrap()
}

/// An exact figure from records.
pub fn figure(scaled: i64, scale: u8) -> Figure {
    Figure {
        indicator: "thu".into(),
        by: BTreeMap::new(),
        value: Some(Decimal { scaled, scale }),
        numerator: None,
        denominator: None,
        unit: "cuoc".into(),
        approx: Approx::Exact,
        pending: 0,
        source: Source::Records,
        recorded: None,
        bound: Bound::Exact,
        why: Vec::new(),
    }
}

/// The answer to a total.
pub fn answer(symbol: &str, figure: Figure) -> Answer {
    Answer {
        name: "Chỉ tiêu thử".into(),
        definition: "Đếm để thử.".into(),
        conditions: Vec::new(),
        symbol: symbol.into(),
        cells: vec![Cell { label: String::new(), figure }],
    }
}

/// The answer to a breakdown: (value, label, number).
pub fn cells(symbol: &str, dim: &str, values: &[(&str, &str, i64)]) -> Answer {
    let cell = |(value, label, n): &(&str, &str, i64)| Cell {
        label: label.to_string(),
        figure: Figure { by: BTreeMap::from([(dim.to_string(), value.to_string())]), ..figure(*n, 0) },
    };
    Answer { cells: values.iter().map(cell).collect(), ..answer(symbol, figure(0, 0)) }
}

/// Zero for everything that is not answered yet.
pub fn rest_zero(requests: &[Request], mut answers: Answers) -> Answers {
    for r in requests {
        let zero = match &r.by {
            Some(_) => cells("cuộc", "x", &[]),
            None => answer("cuộc", figure(0, 0)),
        };
        answers.entry(r.id.clone()).or_insert(zero);
    }
    answers
}

/// The year of the district: the figures a district's yearly report must show.
pub fn year(template: &Template) -> Answers {
    let n = |value: i64, symbol: &str| answer(symbol, figure(value, 0));
    let km = |thousandths: i64| answer("km", figure(thousandths, 3));
    let money = Figure { approx: Approx::Over, ..figure(600_000_000, 0) };
    let canal = Figure { approx: Approx::Over, ..figure(2000, 3) };
    let posts = |values: &[(&str, &str, i64)]| cells("chức danh", "cap-to-chuc", values);
    let (h, x) = (("huyen", "Cấp huyện"), ("xa", "Cấp xã"));
    let answers: [(&str, Answer); 24] = [
        ("doi-thoai", n(61, "cuộc")),
        ("doi-thoai.cap", cells("cuộc", "cap", &[("huyen", "cấp huyện", 9), ("xa", "cấp xã", 52)])),
        ("doi-thoai-chung", n(61, "cuộc")),
        ("nguoi-du", n(4675, "người")),
        ("kiem-tra", n(3, "cuộc")),
        ("don-vi-kiem-tra", n(15, "đơn vị")),
        ("luot-kiem-tra", n(15, "lượt đơn vị")),
        ("tien", answer("đồng", money)),
        ("duong-be-tong", km(2500)),
        ("sua-duong", km(3000)),
        ("kenh-muong", answer("km", canal)),
        ("kien-toan", n(21, "chức danh")),
        ("mttq-chu-tich", n(4, "chức danh")),
        ("mttq-chu-tich.cap-to-chuc", posts(&[(x.0, x.1, 4)])),
        ("mttq-pho", n(3, "chức danh")),
        ("mttq-pho.cap-to-chuc", posts(&[(x.0, x.1, 3)])),
        ("nong-dan-chu-tich", n(5, "chức danh")),
        ("nong-dan-chu-tich.cap-to-chuc", posts(&[(h.0, h.1, 0), (x.0, x.1, 5)])),
        ("nong-dan-pho", n(4, "chức danh")),
        ("nong-dan-pho.cap-to-chuc", posts(&[(h.0, h.1, 1), (x.0, x.1, 3)])),
        ("phu-nu-chu-tich", n(5, "chức danh")),
        ("phu-nu-chu-tich.cap-to-chuc", posts(&[(x.0, x.1, 5)])),
        ("phu-nu-pho", n(1, "chức danh")),
        ("phu-nu-pho.cap-to-chuc", posts(&[(h.0, h.1, 1)])),
    ];
    let requests = template.requests(&params(template));
    let asked = |id: &str| requests.iter().any(|r| r.id == id);
    let answers = answers.into_iter().filter(|(id, _)| asked(id)).map(|(id, a)| (id.to_string(), a)).collect();
    rest_zero(&requests, answers)
}

/// The district's year on dialogues alone, for the template about them.
pub fn dialogues(template: &Template) -> Answers {
    let n = |value: i64, symbol: &str| answer(symbol, figure(value, 0));
    let asked = template.requests(&params(template));
    let given = Answers::from([
        ("cuoc".to_string(), n(61, "cuộc")),
        ("cuoc-truoc".to_string(), n(48, "cuộc")),
        ("cuoc.cap".to_string(), cells("cuộc", "cap", &[("huyen", "Cấp huyện", 9), ("xa", "Cấp xã", 52)])),
        (
            "cuoc.hinh-thuc".to_string(),
            cells("cuộc", "hinh-thuc", &[("a", "Hội nghị đối thoại", 40), ("b", "Gặp gỡ, tiếp xúc", 21)]),
        ),
        ("dinh-ky".to_string(), n(50, "cuộc")),
        ("dot-xuat".to_string(), n(11, "cuộc")),
        ("nguoi-du".to_string(), n(4675, "người")),
        ("y-kien".to_string(), n(312, "ý kiến")),
        ("giai-quyet".to_string(), n(290, "ý kiến")),
        ("dang-giai-quyet".to_string(), n(22, "ý kiến")),
    ]);
    let given = given.into_iter().filter(|(id, _)| asked.iter().any(|r| r.id == *id)).collect();
    rest_zero(&asked, given)
}

/// Words in their order: white space of any kind is one space.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Records: `n` lines of one each for every anchor given.
pub fn records(anchors: &[(&str, usize)]) -> Provenance {
    let line = |i: usize| RecordLine {
        entry: format!("0190-{i}"),
        register: "Tiếp xúc, đối thoại".into(),
        number: format!("{}/2021", i + 1),
        date: date("2021-03-31"),
        unit: "xã Mây Trắng".into(),
        title: "Đối thoại định kỳ về xây dựng nông thôn mới".into(),
        amount: "1 cuộc".into(),
        value: Some(Decimal { scaled: 1, scale: 0 }),
    };
    anchors
        .iter()
        .map(|(anchor, n)| {
            (anchor.to_string(), Records { lines: (0..*n).map(line).collect(), total: *n, ..Records::default() })
        })
        .collect()
}
