//! Entries of each register, as the demonstration needs them.

use crate::book::{Book, Keeper, Outcome};
use crate::spread::{dates, later, mixed, parts};
use crate::texts::{OPINIONS, SUBJECTS, model};
use domain::Date;
use domain::ids::EntryId;
use serde_json::{Value, json};

/// The one step of registers that are simply written up.
pub(crate) const WRITTEN: [&str; 1] = ["ghi-so"];

/// What came of an opinion.
#[derive(Clone, Copy)]
pub(crate) enum Came {
    /// Answered at the dialogue.
    Answered,
    /// Settled some weeks after.
    Settled,
    /// Given to a body, not yet settled.
    Given,
    /// Passed to a level above.
    Passed(&'static str),
}

/// A series of dialogues.
pub(crate) struct Dialogues<'a> {
    /// Who holds and enters them, one after another, and who chairs.
    pub keepers: &'a [(Keeper<'a>, &'a str)],
    /// First and last day.
    pub period: (Date, Date),
    /// How many are scheduled, how many extraordinary.
    pub kinds: (usize, usize),
    /// Attendances of all together.
    pub people: i64,
    /// Opinions of all together, by outcome.
    pub opinions: &'a [(Came, usize)],
}

impl Dialogues<'_> {
    /// Adds them.
    pub fn add(&self, book: &mut Book<'_>) -> Outcome {
        let kinds = mixed(&[("dinh-ky", self.kinds.0), ("dot-xuat", self.kinds.1)]);
        let n = kinds.len();
        let days = dates(self.period.0, self.period.1, n);
        let people = parts(self.people, n, &mut book.chance);
        let came = mixed(self.opinions);
        let shares = parts(i64::try_from(came.len()).unwrap_or(0), n, &mut book.chance);
        let mut came = came.into_iter().zip(OPINIONS.iter().cycle());
        let keepers = self.keepers.iter().cycle();
        let subjects = SUBJECTS.iter().cycle();
        let all = kinds.into_iter().zip(days).zip(people).zip(shares).zip(keepers).zip(subjects);
        for (((((kind, day), people), share), (keeper, chair)), subject) in all {
            let opinions: Vec<Value> = came
                .by_ref()
                .take(usize::try_from(share).unwrap_or(0))
                .map(|(came, (field, text))| opinion(came, field, text, day))
                .collect();
            let data = json!({
                "ngay": day.to_string(),
                "chu-de": subject,
                "loai": kind,
                "hinh-thuc": "hoi-nghi-doi-thoai",
                "chu-tri": chair,
                "nguoi-dung-dau": true,
                "doi-tuong": ["nhan-dan"],
                "so-nguoi": people,
                "ket-luan": "Chủ trì tiếp thu, giao các bộ phận trả lời đúng hạn (minh họa).",
                "y-kien": opinions,
            });
            book.add(*keeper, "doi-thoai", &WRITTEN, data)?;
        }
        Ok(())
    }
}

fn opinion(came: Came, field: &str, text: &str, day: Date) -> Value {
    let body = json!({ "ten": "Bộ phận chuyên môn được giao (minh họa)" });
    match came {
        Came::Answered => json!({
            "linh-vuc": field, "noi-dung": text, "ket-qua": "giai-dap-tai-cho", "tra-loi": "Đã trả lời tại cuộc (minh họa).",
        }),
        Came::Settled => json!({
            "linh-vuc": field, "noi-dung": text, "ket-qua": "da-giai-quyet", "co-quan-giai-quyet": body,
            "han": later(day, 30).to_string(), "ngay-xong": later(day, 21).to_string(),
        }),
        Came::Given => json!({
            "linh-vuc": field, "noi-dung": text, "ket-qua": "giao-giai-quyet", "co-quan-giai-quyet": body,
            "han": later(day, 30).to_string(),
        }),
        Came::Passed(level) => json!({
            "linh-vuc": field, "noi-dung": text, "ket-qua": "chuyen-cap-tren", "cap-chuyen": level,
            "ngay-chuyen": later(day, 7).to_string(),
        }),
    }
}

/// How far a model has come, and when. Each step needs the one before it.
#[derive(Clone, Copy)]
pub(crate) struct Life {
    /// Registered.
    pub registered: Date,
    /// Carried out from.
    pub started: Option<Date>,
    /// Recognised, at which level.
    pub recognised: Option<(Date, &'static str)>,
    /// Recognised once more.
    pub again: Option<Date>,
    /// Taken up elsewhere from.
    pub replicated: Option<Date>,
    /// Ended.
    pub ended: Option<Date>,
}

impl Life {
    /// Only registered.
    pub const fn registered(on: Date) -> Self {
        Life { registered: on, started: None, recognised: None, again: None, replicated: None, ended: None }
    }

    /// Carried out since some days after it was registered.
    pub fn started(on: Date) -> Self {
        Life { started: Some(later(on, 10)), ..Life::registered(on) }
    }
}

/// Adds a model. `number` makes its name; every tenth is a single person's example.
pub(crate) fn add_model(
    book: &mut Book<'_>,
    by: Keeper<'_>,
    field: &str,
    number: usize,
    life: Life,
) -> Outcome<EntryId> {
    let mut data = json!({
        "ten": model(field, number),
        "ngay-dang-ky": life.registered.to_string(),
        "linh-vuc": field,
        "chu-the": if number % 10 == 9 { "ca-nhan" } else { "tap-the" },
        "don-vi-thuc-hien": { "don-vi": by.area.0 },
        "muc-tieu": "Việc làm cụ thể, đếm được, người dân thấy được (minh họa).",
    });
    let mut steps = vec!["dang-ky"];
    let mut set = |key: &str, value: Value| {
        if let Some(data) = data.as_object_mut() {
            data.insert(key.into(), value);
        }
    };
    if let Some(date) = life.started {
        steps.push("bat-dau");
        set("ngay-bat-dau", date.to_string().into());
    }
    if let Some((date, level)) = life.recognised {
        steps.extend(["tham-dinh", "cong-nhan"]);
        set("ket-qua", "Đạt mục tiêu đã đăng ký (minh họa).".into());
        set("ngay-cong-nhan", date.to_string().into());
        set("cap-cong-nhan", level.into());
    }
    if let Some(date) = life.again {
        set("cong-nhan-lai", json!([{ "ngay": date.to_string() }]));
    }
    if let Some(date) = life.replicated {
        steps.push("nhan-rong");
        set("ngay-nhan-rong", date.to_string().into());
        let place = json!({ "don-vi": { "ten": "Thôn bên cạnh (minh họa)" }, "ngay": date.to_string() });
        set("noi-nhan-rong", json!([place]));
    }
    if let Some(date) = life.ended {
        steps.push("ket-thuc");
        set("ngay-ket-thuc", date.to_string().into());
        set("ly-do-ket-thuc", "hoan-thanh".into());
    }
    book.add(by, "mo-hinh", &steps, data)
}

/// A document that an organ issues.
pub(crate) struct Issued<'a> {
    /// Kind.
    pub kind: &'a str,
    /// Number.
    pub number: String,
    /// Symbol after the number.
    pub symbol: &'a str,
    /// Date.
    pub date: Date,
    /// Level of the issuer.
    pub level: &'a str,
    /// Subject.
    pub subject: &'a str,
    /// Relations: kind, the other document.
    pub relations: Vec<(&'a str, Value)>,
}

impl Issued<'_> {
    /// Adds it; the issuer is the organ that enters it.
    pub fn add(self, book: &mut Book<'_>, by: Keeper<'_>) -> Outcome<EntryId> {
        let issuer = book.organ(by.area, by.organ, self.date)?;
        let relations: Vec<Value> =
            self.relations.iter().map(|(kind, other)| json!({ "loai-quan-he": kind, "van-ban": other })).collect();
        let data = json!({
            "chieu": "di",
            "loai": self.kind,
            "so": self.number,
            "ky-hieu": self.symbol,
            "ngay": self.date.to_string(),
            "co-quan-ban-hanh": { "co-quan": issuer.id.0 },
            "cap-ban-hanh": self.level,
            "trich-yeu": format!("{} (minh họa)", self.subject),
            "quan-he": relations,
        });
        book.add(by, "van-ban", &WRITTEN, data)
    }
}

/// Adds a drive or a work: its items are as an officer types them.
pub(crate) fn add_work(
    book: &mut Book<'_>,
    by: Keeper<'_>,
    date: Date,
    (kind, force, title): (&str, &str, &str),
    items: Value,
) -> Outcome<EntryId> {
    let mut data = json!({
        "ngay": date.to_string(),
        "loai": kind,
        "ten": format!("{title} (minh họa)"),
        "luc-luong": force,
        "hang-muc": items,
    });
    if kind == "quyen-gop-quy"
        && let Some(data) = data.as_object_mut()
    {
        data.insert("quy".into(), "phong-chong-dich".into());
    }
    book.add(by, "dong-gop", &WRITTEN, data)
}

/// Adds an inspection of several bodies.
pub(crate) fn add_inspection(
    book: &mut Book<'_>,
    by: Keeper<'_>,
    date: Date,
    (kind, subject, title): (&str, &str, &str),
    bodies: &[Value],
    cited: &[&str],
) -> Outcome<EntryId> {
    let leader = book.organ(by.area, by.organ, date)?;
    let rows: Vec<Value> = bodies
        .iter()
        .enumerate()
        .map(|(i, body)| match i % 3 {
            0 => json!({
                "don-vi": body, "khac-phuc": "da-khac-phuc", "noi-dung-khac-phuc": "Bổ sung hồ sơ theo dõi (minh họa).",
                "han-khac-phuc": later(date, 30).to_string(), "ngay-khac-phuc": later(date, 25).to_string(),
            }),
            _ => json!({ "don-vi": body, "khac-phuc": "khong-phai-khac-phuc" }),
        })
        .collect();
    let cited: Vec<Value> = cited.iter().map(|text| json!({ "vien-dan": text })).collect();
    let data = json!({
        "ngay": date.to_string(),
        "ten": format!("{title} (minh họa)"),
        "loai": kind,
        "che-do": "theo-ke-hoach",
        "noi-dung": subject,
        "chu-tri": { "co-quan": leader.id.0 },
        "can-cu": cited,
        "don-vi": rows,
    });
    book.add(by, "kiem-tra", &WRITTEN, data)
}

/// Adds an award for collectives and persons; either may be none.
pub(crate) fn add_award(
    book: &mut Book<'_>,
    by: Keeper<'_>,
    date: Date,
    (form, giver, level): (&str, Value, &str),
    (collectives, persons): (u32, u32),
) -> Outcome<EntryId> {
    let list: Vec<Value> = (1..=persons.min(3))
        .map(|i| json!({ "loai": "ca-nhan", "ten": format!("Người được khen số {i:02} (minh họa)") }))
        .collect();
    let mut data = json!({
        "ngay": date.to_string(),
        "hinh-thuc": form,
        "co-quan-khen": giver,
        "cap-khen": level,
        "ly-do": "cong-tac-dan-van",
        "danh-sach": list,
    });
    if let Some(data) = data.as_object_mut() {
        if form == "ky-niem-chuong" {
            data.insert("ten-khen-thuong".into(), "Kỷ niệm chương về công tác dân vận (minh họa)".into());
        }
        for (key, n) in [("so-tap-the", collectives), ("so-ca-nhan", persons)] {
            if n > 0 {
                data.insert(key.into(), n.into());
            }
        }
    }
    book.add(by, "khen-thuong", &WRITTEN, data)
}

/// Adds positions renewed in one organisation of each keeper.
pub(crate) fn add_positions(
    book: &mut Book<'_>,
    keepers: &[Keeper<'_>],
    period: (Date, Date),
    (organisation, level, position): (&str, &str, &str),
) -> Outcome {
    for (i, (by, day)) in keepers.iter().zip(dates(period.0, period.1, keepers.len())).enumerate() {
        let data = json!({
            "ngay": day.to_string(),
            "to-chuc": organisation,
            "cap-to-chuc": level,
            "don-vi": { "don-vi": by.area.0 },
            "chuc-danh": position,
            "cach": if organisation == "mttq" { "hiep-thuong" } else { "bau" },
            "nguoi": format!("Người giữ chức danh số {:02} (minh họa)", i + 1),
            "nhiem-ky": "2019 - 2024",
        });
        book.add(*by, "kien-toan", &WRITTEN, data)?;
    }
    Ok(())
}

/// Adds a briefing, a drive of briefings, or broadcasts.
pub(crate) fn add_briefing(
    book: &mut Book<'_>,
    by: Keeper<'_>,
    date: Date,
    (kind, form, title): (&str, &str, &str),
    (sessions, people): (i64, i64),
) -> Outcome<EntryId> {
    let mut data = json!({
        "ngay": date.to_string(),
        "loai": kind,
        "hinh-thuc": form,
        "chu-de": format!("{title} (minh họa)"),
    });
    let counts: Value = if form == "phuong-tien-thong-tin" {
        json!({ "kenh": ["truyen-thanh"], "so-tin-bai": sessions, "so-luot-phat": people })
    } else {
        json!({ "so-cuoc": sessions, "so-nguoi": people })
    };
    if let (Some(data), Value::Object(counts)) = (data.as_object_mut(), counts) {
        data.extend(counts);
    }
    book.add(by, "quan-triet", &WRITTEN, data)
}
