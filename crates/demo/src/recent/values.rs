//! Data of entries as an officer of today fills them in. Days are given; every text says that it is an illustration.

use crate::spread::later;
use domain::Date;
use serde_json::{Value, json};

/// Registers that are simply written up.
pub(super) const WRITTEN: &[&str] = &["ghi-so"];
/// Left as a draft.
pub(super) const DRAFT: &[&str] = &[];

fn say(text: &str) -> String {
    format!("{text} (minh họa)")
}

/// Lays more fields over the data of an entry.
pub(super) fn with(mut data: Value, more: Value) -> Value {
    if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
        data.extend(more);
    }
    data
}

/// A dialogue: subject, kind, who chairs, people, opinions. Announced eight days before.
pub(super) fn dialogue(
    day: Date,
    (subject, kind, chair): (&str, &str, &str),
    people: impl Into<Value>,
    opinions: Vec<Value>,
) -> Value {
    let head = ["bi-thu", "chu-tich-ubnd"].contains(&chair);
    json!({
        "ngay": day.to_string(),
        "chu-de": say(subject),
        "loai": kind,
        "hinh-thuc": "hoi-nghi-doi-thoai",
        "chu-tri": chair,
        "nguoi-dung-dau": head,
        "doi-tuong": ["nhan-dan"],
        "ngay-thong-bao": later(day, -8).to_string(),
        "so-nguoi": people.into(),
        "ket-luan": say("Chủ trì tiếp thu các ý kiến, giao bộ phận liên quan trả lời đúng hạn."),
        "y-kien": opinions,
    })
}

/// An opinion answered on the spot.
pub(super) fn answered(field: &str, text: &str, answer: &str) -> Value {
    json!({ "linh-vuc": field, "noi-dung": say(text), "ket-qua": "giai-dap-tai-cho", "tra-loi": say(answer) })
}

/// An opinion handed to a body, to be settled by a day.
pub(super) fn handed(field: &str, text: &str, body: &str, due: Date) -> Value {
    json!({
        "linh-vuc": field, "noi-dung": say(text), "ket-qua": "giao-giai-quyet",
        "co-quan-giai-quyet": { "ten": say(body) }, "han": due.to_string(),
    })
}

/// An opinion passed to the province.
pub(super) fn passed(field: &str, text: &str, on: Date) -> Value {
    json!({
        "linh-vuc": field, "noi-dung": say(text), "ket-qua": "chuyen-cap-tren", "cap-chuyen": "tinh",
        "ngay-chuyen": on.to_string(),
    })
}

/// A model of a field: registered, and carried out from ten days later when `started`.
pub(super) fn model(area: i64, day: Date, (name, field): (&str, &str), started: bool) -> Value {
    let data = json!({
        "ten": say(name),
        "ngay-dang-ky": day.to_string(),
        "linh-vuc": field,
        "chu-the": "tap-the",
        "don-vi-thuc-hien": { "don-vi": area },
        "muc-tieu": say("Làm xong trong quý, có sổ theo dõi từng việc, người dân cùng chấm điểm."),
    });
    if started { with(data, json!({ "ngay-bat-dau": later(day, 10).to_string() })) } else { data }
}

/// A document that the organ itself issues.
pub(super) fn issued(
    organ: i64,
    day: Date,
    (kind, number, symbol, level): (&str, u32, &str, &str),
    subject: &str,
) -> Value {
    json!({
        "chieu": "di",
        "loai": kind,
        "so": format!("{number:02}"),
        "ky-hieu": symbol,
        "ngay": day.to_string(),
        "co-quan-ban-hanh": { "co-quan": organ },
        "cap-ban-hanh": level,
        "trich-yeu": say(subject),
    })
}

/// A document received that asks for a report by a day.
pub(super) fn received(
    issuer: Value,
    day: Date,
    (kind, number, symbol, level): (&str, u32, &str, &str),
    subject: &str,
    due: Date,
) -> Value {
    json!({
        "chieu": "den",
        "loai": kind,
        "so": number.to_string(),
        "ky-hieu": symbol,
        "ngay": day.to_string(),
        "co-quan-ban-hanh": issuer,
        "cap-ban-hanh": level,
        "trich-yeu": say(subject),
        "yeu-cau-bao-cao": true,
        "han-bao-cao": due.to_string(),
    })
}

/// Sessions of one subject with their people.
pub(super) fn briefing(day: Date, (kind, form, title): (&str, &str, &str), sessions: i64, people: i64) -> Value {
    json!({
        "ngay": day.to_string(),
        "loai": kind,
        "hinh-thuc": form,
        "chu-de": say(title),
        "so-cuoc": sessions,
        "so-nguoi": people,
    })
}

/// Items on the loudspeakers of the commune.
pub(super) fn broadcast(day: Date, title: &str, items: i64, times: i64) -> Value {
    json!({
        "ngay": day.to_string(),
        "loai": "tuyen-truyen",
        "hinh-thuc": "phuong-tien-thong-tin",
        "chu-de": say(title),
        "kenh": ["truyen-thanh"],
        "so-tin-bai": items,
        "so-luot-phat": times,
    })
}

/// A work or a drive, with its items as an officer types them.
pub(super) fn work(day: Date, (kind, force, title): (&str, &str, &str), items: Value) -> Value {
    json!({ "ngay": day.to_string(), "loai": kind, "ten": say(title), "luc-luong": force, "hang-muc": items })
}

/// Money collected for the poor.
pub(super) fn drive(day: Date, title: &str, amount: &str) -> Value {
    let items = json!([{ "loai": "tien", "so-tien": amount, "nguon": "nhieu-nguon" }]);
    with(work(day, ("quyen-gop-quy", "mat-tran-doan-the", title), items), json!({ "quy": "vi-nguoi-ngheo" }))
}

/// An inspection of several bodies.
pub(super) fn inspection(leader: i64, day: Date, (subject, title): (&str, &str), bodies: Vec<Value>) -> Value {
    json!({
        "ngay": day.to_string(),
        "ten": say(title),
        "loai": "kiem-tra",
        "che-do": "theo-ke-hoach",
        "noi-dung": subject,
        "chu-tri": { "co-quan": leader },
        "don-vi": bodies,
    })
}

/// A body that has something to put right by a day.
pub(super) fn to_put_right(organ: i64, what: &str, due: Date) -> Value {
    json!({
        "don-vi": { "co-quan": organ }, "khac-phuc": "dang-khac-phuc", "noi-dung-khac-phuc": say(what),
        "han-khac-phuc": due.to_string(),
    })
}

/// A body with nothing to put right.
pub(super) fn in_order(organ: i64) -> Value {
    json!({ "don-vi": { "co-quan": organ }, "khac-phuc": "khong-phai-khac-phuc" })
}

/// An award of an organ's own for collectives and persons.
pub(super) fn award(giver: i64, day: Date, (form, level): (&str, &str), (collectives, persons): (u32, u32)) -> Value {
    json!({
        "ngay": day.to_string(),
        "hinh-thuc": form,
        "co-quan-khen": { "co-quan": giver },
        "cap-khen": level,
        "ly-do": "dan-van-kheo",
        "so-tap-the": collectives,
        "so-ca-nhan": persons,
        "danh-sach": [{ "loai": "tap-the", "ten": say("Thôn được khen") }],
    })
}

/// A position of the commune's Front, renewed by consultation.
pub(super) fn position(area: i64, day: Date, position: &str) -> Value {
    json!({
        "ngay": day.to_string(),
        "to-chuc": "mttq",
        "cap-to-chuc": "xa",
        "don-vi": { "don-vi": area },
        "chuc-danh": position,
        "cach": "hiep-thuong",
        "nguoi": say("Người giữ chức danh"),
        "nhiem-ky": "2025 - 2030",
    })
}
