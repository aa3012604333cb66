//! A small catalogue and world for the tests of this room.

mod checking;
mod dues;
mod numbers;
mod posting;
mod workflow;

use super::*;
use crate::ids::{OrganId, UnitId};
use crate::indicators::Decimal;
use crate::ledger::{CountingUnit, Measure, Nature};
use crate::organs::Hierarchy;
use crate::problem::Problem;
use crate::units::Level;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

fn field(slug: &str, kind: FieldKind) -> Field {
    Field {
        slug: slug.into(),
        name: format!("Trường {slug}"),
        name_en: None,
        kind,
        help: None,
        required: false,
        required_if: None,
        visible_if: None,
        valid_from: None,
        valid_to: None,
        see: Vec::new(),
        group: None,
        min: None,
        max: None,
        approx: false,
        pending: false,
        computed: None,
    }
}

fn choice(slug: &str, name: &str) -> Choice {
    Choice { slug: slug.into(), name: name.into(), valid_from: None, valid_to: None }
}

fn text() -> FieldKind {
    FieldKind::Text { max_length: 20, pattern: None }
}

fn day() -> FieldKind {
    FieldKind::Date { not_after: Some(DateLimit::Today), not_before: None }
}

fn is(name: &str, value: &str) -> Condition {
    Condition::Is(name.into(), vec![value.into()])
}

fn rule(slug: &str, measure: &str, amount: AmountSource) -> PostingRule {
    PostingRule {
        slug: slug.into(),
        measure: measure.into(),
        amount,
        per: None,
        date: "ngay".into(),
        states: vec!["da-ghi".into()],
        dims: [("loai".to_owned(), "loai".to_owned())].into(),
        member: None,
        when: None,
        ends: false,
        valid_from: None,
        valid_to: None,
    }
}

fn by(slug: &str) -> AmountSource {
    AmountSource::Field(slug.into())
}

/// Fields of the register, one of nearly every kind.
fn fields() -> Vec<Field> {
    let listed = ChoiceSource::Listed(vec![
        choice("dinh-ky", "Định kỳ"),
        choice("dot-xuat", "Đột xuất"),
        Choice { valid_to: Some(date(2020, 12, 31)), ..choice("cu", "Loại cũ") },
    ]);
    let unit = |many, within, other| FieldKind::Unit { target: Target::Either, many, within, other };
    let row = vec![
        Field { required: true, ..field("noi-dung", text()) },
        Field {
            required_if: Some(is("../loai", "dot-xuat")),
            ..field("so-luong", FieldKind::Integer { unit: Some("y-kien".into()) })
        },
        field("ngay-xong", FieldKind::Date { not_after: None, not_before: Some(DateLimit::Field("../ngay".into())) }),
    ];
    let count = Computed::Count { of: "y-kien".into(), when: None };
    let sum = Computed::Sum { of: "y-kien".into(), field: "so-luong".into(), when: None };
    vec![
        Field { required: true, ..field("ngay", day()) },
        Field { required: true, ..field("loai", FieldKind::Choice(listed)) },
        field("linh-vuc", FieldKind::Choice(ChoiceSource::Scheme("linh-vuc".into()))),
        field("chu-de", text()),
        field("so-vb", FieldKind::Text { max_length: 50, pattern: Some(Pattern::SoKyHieu) }),
        field("ket-luan", FieldKind::LongText { max_length: 1000 }),
        Field {
            approx: true,
            pending: true,
            max: Some(Decimal { scaled: 100_000, scale: 0 }),
            ..field("so-nguoi", FieldKind::Integer { unit: Some("nguoi".into()) })
        },
        Field { approx: true, ..field("duong", FieldKind::Quantity { unit: "km".into(), scale: 3 }) },
        Field { approx: true, ..field("tien", FieldKind::Money) },
        field("cong-khai", FieldKind::YesNo),
        Field {
            visible_if: Some(is("cong-khai", "co")),
            required_if: Some(is("cong-khai", "co")),
            ..field("noi-cong-khai", text())
        },
        field("dia-ban", unit(false, true, false)),
        field("phoi-hop", unit(true, false, true)),
        field("can-cu", FieldKind::Document { many: true }),
        field("tep", FieldKind::Attachment { max_files: 2, max_mib: 1 }),
        Field { valid_from: Some(date(2025, 7, 1)), ..field("moi", text()) },
        Field { see: vec![Role::Leader], ..field("nguoi", text()) },
        field("y-kien", FieldKind::Children { fields: row, max_rows: 3 }),
        Field { computed: Some(count), ..field("so-y-kien", FieldKind::Integer { unit: None }) },
        Field { computed: Some(sum), ..field("tong", FieldKind::Integer { unit: Some("y-kien".into()) }) },
    ]
}

fn register() -> Register {
    let state = |slug: &str, initial, locked| State { slug: slug.into(), name: slug.into(), initial, locked };
    let step = |slug: &str, from: &str, to: &str, who, requires: &[&str], reason| Transition {
        slug: slug.into(),
        name: format!("Bước {slug}"),
        from: vec![from.into()],
        to: to.into(),
        who,
        requires: requires.iter().map(|s| (*s).to_owned()).collect(),
        reason,
        sets: None,
    };
    Register {
        slug: "so".into(),
        name: "Sổ thử".into(),
        name_en: None,
        description: String::new(),
        record_date: "ngay".into(),
        title: vec!["loai".into(), "chu-de".into(), "dia-ban".into()],
        owners: Owners::default(),
        identity: vec!["loai".into(), "chu-de".into()],
        valid_from: Some(date(2013, 1, 1)),
        valid_to: None,
        basis: Vec::new(),
        fields: fields(),
        states: vec![state("nhap", true, false), state("da-ghi", false, false), state("khoa", false, true)],
        transitions: vec![
            step("ghi", "nhap", "da-ghi", vec![Role::Officer], &["so-nguoi"], false),
            step("tra", "da-ghi", "nhap", vec![Role::Officer, Role::Leader], &[], true),
            step("khoa", "da-ghi", "khoa", vec![Role::Leader], &[], false),
        ],
        dues: Vec::new(),
        postings: vec![
            rule("cuoc", "cuoc", AmountSource::Fixed(1)),
            rule("nguoi", "nguoi", by("so-nguoi")),
            rule("duong", "duong", by("duong")),
            rule("phoi-hop", "luot", by("phoi-hop")),
            PostingRule {
                per: Some("y-kien".into()),
                date: "../ngay".into(),
                dims: [("loai".to_owned(), "../loai".to_owned())].into(),
                ..rule("y-kien", "y-kien", by("so-luong"))
            },
            PostingRule {
                per: Some("y-kien".into()),
                date: "ngay-xong".into(),
                dims: crate::ledger::Dims::new(),
                ends: true,
                ..rule("xong", "ton", AmountSource::Fixed(1))
            },
            PostingRule {
                member: Some(Member::Field("phoi-hop".into())),
                ..rule("co", "don-vi", AmountSource::Fixed(1))
            },
            PostingRule {
                member: Some(Member::OwnerArea),
                when: Some(is("cong-khai", "co")),
                ..rule("xa", "don-vi", AmountSource::Fixed(1))
            },
        ],
    }
}

fn catalogue() -> Catalogue {
    let mut c = Catalogue::default();
    let units = [
        ("nguoi", "người", None::<(&str, i64, i64)>),
        ("y-kien", "ý kiến", None),
        ("cuoc", "cuộc", None),
        ("km", "km", None),
        ("m", "m", Some(("km", 1, 1000))),
        ("dong", "đồng", None),
        ("trieu-dong", "triệu đồng", Some(("dong", 1_000_000, 1))),
        ("ty-dong", "tỷ đồng", Some(("dong", 1_000_000_000, 1))),
    ];
    for (slug, symbol, base) in units {
        let base = base.map(|(b, n, d)| (b.to_owned(), n, d));
        let unit = CountingUnit { slug: slug.into(), symbol: symbol.into(), name: symbol.into(), base };
        c.counting_units.insert(slug.into(), unit);
    }
    let measures = [
        ("cuoc", "cuoc", 0, Nature::Flow),
        ("nguoi", "nguoi", 0, Nature::Flow),
        ("duong", "km", 3, Nature::Flow),
        ("luot", "cuoc", 0, Nature::Flow),
        ("y-kien", "y-kien", 0, Nature::Flow),
        ("ton", "y-kien", 0, Nature::Stock),
        ("don-vi", "cuoc", 0, Nature::Distinct),
    ];
    for (slug, unit, scale, nature) in measures {
        let measure = Measure {
            slug: slug.into(),
            name: slug.into(),
            unit: unit.into(),
            scale,
            nature,
            definition: String::new(),
        };
        c.measures.insert(slug.into(), measure);
    }
    let scheme = |slug: &str, owners, from: Option<Date>, to: Option<Date>, values: &[(&str, &str)]| Scheme {
        slug: slug.into(),
        family: "linh-vuc".into(),
        name: slug.into(),
        valid_from: from,
        valid_to: to,
        owners,
        basis: Vec::new(),
        values: values.iter().map(|(s, n)| choice(s, n)).collect(),
    };
    let special = Owners { co_quan: vec!["dang-uy-khoi".into()], ..Owners::default() };
    let schemes = [
        scheme("cu", Owners::default(), None, Some(date(2019, 12, 31)), &[("chung", "Chung")]),
        scheme(
            "moi",
            Owners::default(),
            Some(date(2020, 1, 1)),
            None,
            &[("kinh-te", "Kinh tế"), ("van-hoa", "Văn hóa")],
        ),
        scheme("rieng", special, None, None, &[("chuyen-mon", "Chuyên môn")]),
    ];
    c.schemes = schemes.into_iter().map(|s| (s.slug.clone(), s)).collect();
    let register = register();
    c.registers.insert(register.slug.clone(), register);
    c
}

fn owner() -> Owner {
    Owner { he: Hierarchy::Dang, cap: Level::Huyen, co_quan: "cap-uy".into(), organ: OrganId(900), area: UnitId(5) }
}

const TODAY: Date = Date::constant(2026, 11, 22);

/// Two units and an organ; "Cũ" closed in 2025.
struct World;

impl Lookup for World {
    fn unit(&self, text: &str, on: Date) -> Result<Found, Problem> {
        match text {
            "Bản Phố" | "02923" => self.unit_by_id(7, on),
            "Xa Lạ" => self.unit_by_id(8, on),
            "Cũ" => self.unit_by_id(9, on),
            _ => Err(Problem::error("unknown-unit", format!("Không có đơn vị “{text}”"))),
        }
    }
    fn unit_by_id(&self, id: i64, on: Date) -> Result<Found, Problem> {
        match id {
            7 => Ok(Found { id, name: "xã Bản Phố".into(), within: true }),
            8 => Ok(Found { id, name: "xã Xa Lạ".into(), within: false }),
            9 if on < date(2025, 7, 1) => Ok(Found { id, name: "xã Cũ".into(), within: true }),
            9 => Err(Problem::error("unit-closed", "Xã Cũ đã giải thể")),
            _ => Err(Problem::error("unknown-unit", "Không có đơn vị")),
        }
    }
    fn organ(&self, text: &str, on: Date) -> Result<Found, Problem> {
        if text == "10/ubnd" {
            self.organ_by_id(31, on)
        } else {
            Err(Problem::error("unknown-organ", "Không có cơ quan"))
        }
    }
    fn organ_by_id(&self, id: i64, _: Date) -> Result<Found, Problem> {
        match id {
            31 => Ok(Found { id, name: "UBND tỉnh".into(), within: false }),
            _ => Err(Problem::error("unknown-organ", "Không có cơ quan")),
        }
    }
    fn entry(&self, register: &str, text: &str) -> Result<FoundEntry, Problem> {
        let id = "0190a1b2-0000-7000-8000-000000000001";
        if register == "van-ban" && text == id {
            return Ok(FoundEntry { id: id.into(), title: "Nghị quyết 25".into() });
        }
        Err(Problem::error("unknown-entry", format!("Không có mục “{text}”")))
    }
}

fn check_as(owner: &Owner, mode: Mode, input: &Value) -> Result<Checked, Vec<Problem>> {
    let catalogue = catalogue();
    let register = register();
    let context = Context { catalogue: &catalogue, register: &register, owner, today: TODAY, mode, lookup: &World };
    let mut n = 0;
    check_entry(&context, input.as_object().unwrap(), &mut || {
        n += 1;
        format!("r{n}")
    })
}

fn check(input: &Value) -> Result<Checked, Vec<Problem>> {
    check_as(&owner(), Mode::Add, input)
}

/// A sound entry with more fields.
fn with(more: &Value) -> Value {
    let mut input = json!({ "ngay": "31/3/2021", "loai": "dinh-ky" });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

/// "field code" of each problem.
fn codes(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|p| format!("{} {}", p.place.field.as_deref().unwrap_or(""), p.code)).collect()
}
