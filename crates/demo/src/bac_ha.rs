//! Bắc Hà district, Lào Cai, mostly 2021: what the yearly report of a district reads from.

use crate::book::{Book, Keeper, Outcome, keeper};
use crate::records::{
    Came, Dialogues, Issued, Life, WRITTEN, add_award, add_briefing, add_inspection, add_model, add_positions, add_work,
};
use crate::spread::{dates, mixed, parts};
use domain::Date;
use domain::ids::UnitId;
use serde_json::{Value, json};
use store::Store;

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// The district and its communes of 2021.
struct Places {
    district: UnitId,
    communes: Vec<UnitId>,
}

impl Places {
    /// One kind of organ of the first `n` communes.
    fn first<'a>(&self, n: usize, organ: &'a str) -> Vec<Keeper<'a>> {
        self.communes.iter().take(n).map(|c| keeper(*c, organ)).collect()
    }

    /// The head of the authority, then the head of the Party committee of every commune.
    fn heads(&self) -> Vec<(Keeper<'static>, &'static str)> {
        let authority = self.communes.iter().map(|c| (keeper(*c, "ubnd"), "chu-tich-ubnd"));
        authority.chain(self.communes.iter().map(|c| (keeper(*c, "cap-uy"), "bi-thu"))).collect()
    }
}

/// Writes all of it.
pub(crate) fn write(book: &mut Book<'_>) -> Outcome {
    book.begin("huyện Bắc Hà")?;
    let district = book.unit("085", day(2021, 6, 30))?;
    let places = Places { district, communes: book.below(district, day(2021, 6, 30)) };
    dialogues(book, &places)?;
    dialogues_of_other_years(book, &places)?;
    documents(book, &places)?;
    briefings(book, &places)?;
    inspections(book, &places)?;
    money(book, &places)?;
    works(book, district)?;
    positions(book, &places)?;
    models(book, &places)?;
    add_award(
        book,
        keeper(district, "ubnd"),
        day(2021, 12, 20),
        by_district("Chủ tịch Ủy ban nhân dân huyện"),
        (6, 9),
    )?;
    add_award(book, keeper(district, "cap-uy"), day(2021, 12, 22), by_district("Ban Thường vụ Huyện ủy"), (3, 4))?;
    Ok(())
}

fn by_district(giver: &str) -> (&'static str, Value, &'static str) {
    ("giay-khen", json!({ "ten": format!("{giver} (minh họa)") }), "huyen")
}

fn dialogues(book: &mut Book<'_>, places: &Places) -> Outcome {
    let before_cut = (day(2021, 1, 1), day(2021, 12, 14));
    Dialogues {
        keepers: &[(keeper(places.district, "ubnd"), "thuong-truc-ubnd")],
        period: before_cut,
        kinds: (5, 1),
        people: 720,
        opinions: &[(Came::Answered, 30), (Came::Settled, 6), (Came::Given, 2), (Came::Passed("tinh"), 2)],
    }
    .add(book)?;
    Dialogues {
        keepers: &[(keeper(places.district, "cap-uy"), "thuong-truc-cap-uy")],
        period: before_cut,
        kinds: (3, 0),
        people: 335,
        opinions: &[(Came::Answered, 12), (Came::Settled, 3), (Came::Passed("tinh"), 1)],
    }
    .add(book)?;
    let heads = places.heads();
    Dialogues {
        keepers: &heads,
        period: before_cut,
        kinds: (42, 5),
        people: 3229,
        opinions: &[(Came::Answered, 90), (Came::Settled, 14), (Came::Given, 9), (Came::Passed("huyen"), 5)],
    }
    .add(book)?;
    // after the cut of Decree 09/2019: in the calendar year, not in the decree's
    Dialogues {
        keepers: &heads,
        period: (day(2021, 12, 15), day(2021, 12, 31)),
        kinds: (4, 1),
        people: 391,
        opinions: &[(Came::Answered, 8), (Came::Given, 3)],
    }
    .add(book)
}

fn dialogues_of_other_years(book: &mut Book<'_>, places: &Places) -> Outcome {
    let mut heads = places.heads();
    heads.push((keeper(places.district, "ubnd"), "thuong-truc-ubnd"));
    heads.push((keeper(places.district, "cap-uy"), "thuong-truc-cap-uy"));
    let mut series = |keepers: &[(Keeper<'_>, &str)], from, to, kinds, people| {
        Dialogues { keepers, period: (from, to), kinds, people, opinions: &[] }.add(book)
    };
    series(&heads, day(2020, 1, 1), day(2020, 12, 14), (40, 4), 3264)?;
    series(&heads, day(2020, 12, 15), day(2020, 12, 31), (4, 0), 296)?;
    let first = heads.get(..12).unwrap_or(&heads);
    // one of the communes ended in 2024, so later dialogues are the district's
    let last: Vec<_> = heads.iter().rev().take(2).copied().collect();
    series(first, day(2022, 1, 1), day(2022, 12, 31), (12, 0), 900)?;
    series(first, day(2023, 1, 1), day(2023, 12, 31), (11, 1), 900)?;
    series(&last, day(2024, 1, 1), day(2024, 12, 31), (12, 0), 900)?;
    series(&last, day(2025, 1, 1), day(2025, 6, 30), (6, 0), 430)
}

/// How many documents of a kind, with their symbol.
type Kinds<'a> = &'a [(&'a str, &'a str, usize)];

/// Documents of one organ, numbered per kind, each carrying out a directive.
pub(crate) fn issue(
    book: &mut Book<'_>,
    by: Keeper<'_>,
    (from, to): (Date, Date),
    level: &str,
    kinds: Kinds<'_>,
    directive: &str,
) -> Outcome {
    for (kind, symbol, n) in kinds {
        for (i, date) in dates(from, to, *n).into_iter().enumerate() {
            let document = Issued {
                kind,
                number: format!("{:02}", 10 + i),
                symbol,
                date,
                level,
                subject: "Lãnh đạo, chỉ đạo công tác dân vận trên địa bàn",
                relations: vec![("thuc-hien", json!({ "vien-dan": directive }))],
            };
            document.add(book, by)?;
        }
    }
    Ok(())
}

fn documents(book: &mut Book<'_>, places: &Places) -> Outcome {
    const DIRECTIVE: &str = "25-NQ/TW, ngày 03/6/2013, Ban Chấp hành Trung ương khóa XI";
    let year = (day(2021, 1, 4), day(2021, 12, 10));
    let party: Kinds<'_> =
        &[("chuong-trinh", "CTr/HU", 2), ("ke-hoach", "KH/HU", 4), ("cong-van", "CV/HU", 3), ("bao-cao", "BC/HU", 2)];
    issue(book, keeper(places.district, "cap-uy"), year, "huyen", party, DIRECTIVE)?;
    let authority: Kinds<'_> = &[
        ("ke-hoach", "KH-UBND", 5),
        ("quyet-dinh", "QĐ-UBND", 2),
        ("cong-van", "UBND-NV", 6),
        ("bao-cao", "BC-UBND", 3),
    ];
    let ubnd = keeper(places.district, "ubnd");
    issue(book, ubnd, year, "huyen", authority, DIRECTIVE)?;
    for by in places.first(19, "ubnd") {
        issue(book, by, year, "xa", &[("ke-hoach", "KH-UBND", 1)], DIRECTIVE)?;
    }
    let document = |kind, number: &str, symbol, date, subject, relations| Issued {
        kind,
        number: number.into(),
        symbol,
        date,
        level: "huyen",
        subject,
        relations,
    };
    let subject = "Thực hiện công tác dân vận của chính quyền";
    let old = document("ke-hoach", "05", "KH-UBND", day(2020, 2, 14), subject, vec![]).add(book, ubnd)?;
    book.flush()?;
    let relations = vec![("thay-the", json!({ "muc": old.as_str() })), ("can-cu", json!({ "vien-dan": DIRECTIVE }))];
    let new = document("ke-hoach", "90", "KH-UBND", day(2021, 2, 18), subject, relations).add(book, ubnd)?;
    book.flush()?;
    let review = vec![("so-ket", json!({ "muc": new.as_str() }))];
    let subject = "Sơ kết kế hoạch dân vận của chính quyền";
    document("bao-cao", "91", "BC-UBND", day(2021, 12, 8), subject, review).add(book, ubnd)?;
    directives(book, keeper(places.district, "cap-uy"))
}

/// Directives of the province whose reviews fall due in 2021: three were done, one is still open.
fn directives(book: &mut Book<'_>, by: Keeper<'_>) -> Outcome {
    let reviews = [
        (101, day(2018, 3, 12), "so-ket", 3, true),
        (102, day(2016, 5, 20), "so-ket", 5, true),
        (103, day(2014, 9, 15), "bao-cao-ket-qua", 7, true),
        (104, day(2013, 11, 8), "bao-cao-ket-qua", 8, false),
    ];
    for (number, date, kind, years, done) in reviews {
        let mut review = json!({ "loai-moc": kind, "so-nam": years, "han": "2021-10-30" });
        if let Some(review) = review.as_object_mut().filter(|_| done) {
            review.insert("ngay-xong".into(), "2021-10-15".into());
        }
        let data = json!({
            "chieu": "den",
            "loai": "chi-thi",
            "so": number.to_string(),
            "ky-hieu": "CT/TU",
            "ngay": date.to_string(),
            "co-quan-ban-hanh": { "ten": "Ban Thường vụ Tỉnh ủy" },
            "cap-ban-hanh": "tinh",
            "trich-yeu": "Tăng cường lãnh đạo công tác dân vận (minh họa)",
            "moc": [review],
        });
        book.add(by, "van-ban", &WRITTEN, data)?;
    }
    Ok(())
}

fn briefings(book: &mut Book<'_>, places: &Places) -> Outcome {
    let (from, to) = (day(2021, 1, 11), day(2021, 11, 29));
    let office = keeper(places.district, "ban-dan-van");
    let people = parts(840, 6, &mut book.chance);
    for (date, people) in dates(from, to, 6).into_iter().zip(people) {
        let what = ("hoc-tap-quan-triet", "hoi-nghi", "Quán triệt văn bản mới về công tác dân vận");
        add_briefing(book, office, date, what, (1, people))?;
    }
    for date in dates(from, to, 2) {
        let what = ("tap-huan", "lop-tap-huan", "Kỹ năng vận động, đối thoại ở cơ sở");
        add_briefing(book, office, date, what, (1, 95))?;
    }
    for (date, items) in dates(from, to, 2).into_iter().zip([48, 38]) {
        let what = ("tuyen-truyen", "phuong-tien-thong-tin", "Chuyên mục về công tác dân vận trên đài truyền thanh");
        add_briefing(book, office, date, what, (items, 120))?;
    }
    let (sessions, people) = (parts(58, 19, &mut book.chance), parts(3280, 19, &mut book.chance));
    let communes = places.first(19, "khoi-dan-van");
    for (((by, date), n), people) in communes.into_iter().zip(dates(from, to, 19)).zip(sessions).zip(people) {
        let what = ("tuyen-truyen", "hop-thon", "Vận động thực hiện nếp sống văn minh");
        add_briefing(book, by, date, what, (n, people))?;
    }
    Ok(())
}

fn inspections(book: &mut Book<'_>, places: &Places) -> Outcome {
    let mut bodies: Vec<Value> = Vec::new();
    for commune in places.communes.iter().take(10) {
        bodies.push(json!({ "co-quan": book.organ(*commune, "ubnd", day(2021, 3, 1))?.id.0 }));
    }
    bodies.extend((1..=5).map(|i| json!({ "ten": format!("Phòng chuyên môn số {i} của huyện (minh họa)") })));
    let what = ("thanh-tra-cong-vu", "cong-vu", "Kiểm tra kỷ luật, kỷ cương hành chính");
    let again = bodies.first().cloned();
    for (i, (chunk, date)) in bodies.chunks(3).zip(dates(day(2021, 3, 1), day(2021, 10, 31), 5)).enumerate() {
        let mut chunk = chunk.to_vec();
        // one body is visited a second time: 16 visits, 15 bodies
        chunk.extend(again.clone().filter(|_| i == 4));
        add_inspection(book, keeper(places.district, "ubnd"), date, what, &chunk, &[])?;
    }
    Ok(())
}

fn money(book: &mut Book<'_>, places: &Places) -> Outcome {
    let fund = ("quyen-gop-quy", "mat-tran-doan-the", "Ủng hộ quỹ phòng, chống dịch");
    let row = |amount: Value| json!([{ "loai": "tien", "so-tien": amount, "nguon": "nhieu-nguon" }]);
    let front = keeper(places.district, "mttq");
    add_work(book, front, day(2020, 8, 20), fund, row("412 triệu đồng".into()))?;
    add_work(book, front, day(2021, 8, 25), fund, row("trên 245 triệu đồng".into()))?;
    let amounts = parts(355_000, 19, &mut book.chance);
    let days = dates(day(2021, 6, 1), day(2021, 9, 30), 19);
    for ((by, date), thousands) in places.first(19, "mttq").into_iter().zip(days).zip(amounts) {
        add_work(book, by, date, fund, row((thousands * 1000).into()))?;
    }
    Ok(())
}

fn works(book: &mut Book<'_>, district: UnitId) -> Outcome {
    let by = keeper(district, "quan-su");
    let mut work =
        |date, title, items| add_work(book, by, date, ("giup-dan", "quan-doi-dan-quan", title), items).map(|_| ());
    let road = "Giúp dân làm đường bê tông liên thôn";
    work(day(2020, 10, 12), road, json!([{ "loai": "duong-be-tong", "km": "1,6 km" }]))?;
    let days = |n: i64| json!({ "loai": "ngay-cong", "ngay-cong": n });
    work(day(2021, 3, 20), road, json!([{ "loai": "duong-be-tong", "km": "1,2 km" }, days(240)]))?;
    work(day(2021, 5, 15), road, json!([{ "loai": "duong-be-tong", "km": "800 m" }]))?;
    work(day(2021, 9, 10), road, json!([{ "loai": "duong-be-tong", "km": "0,5 km" }, days(120)]))?;
    let mending = "Đào đắp, tu sửa đường liên thôn";
    work(day(2021, 4, 12), mending, json!([{ "loai": "sua-duong", "km": "1,8 km" }]))?;
    work(day(2021, 10, 5), mending, json!([{ "loai": "sua-duong", "km": "1.200 m" }]))?;
    let canal = "Nạo vét kênh mương nội đồng";
    work(day(2021, 2, 25), canal, json!([{ "loai": "kenh-muong", "km": "hơn 1,1 km" }]))?;
    work(day(2021, 11, 12), canal, json!([{ "loai": "kenh-muong", "km": "0,9 km" }]))
}

fn positions(book: &mut Book<'_>, places: &Places) -> Outcome {
    let year = (day(2021, 2, 1), day(2021, 11, 30));
    let mut renew = |keepers: &[Keeper<'_>], what| add_positions(book, keepers, year, what);
    renew(&places.first(4, "mttq"), ("mttq", "xa", "chu-tich"))?;
    renew(&places.first(3, "mttq"), ("mttq", "xa", "pho-chu-tich"))?;
    renew(&[keeper(places.district, "hoi-nong-dan")], ("hoi-nong-dan", "huyen", "pho-chu-tich"))?;
    renew(&places.first(5, "hoi-nong-dan"), ("hoi-nong-dan", "xa", "chu-tich"))?;
    renew(&places.first(3, "hoi-nong-dan"), ("hoi-nong-dan", "xa", "pho-chu-tich"))?;
    renew(&[keeper(places.district, "hoi-phu-nu")], ("hoi-phu-nu", "huyen", "pho-chu-tich"))?;
    renew(&places.first(5, "hoi-phu-nu"), ("hoi-phu-nu", "xa", "chu-tich"))
}

/// 22 models of 2020 and 38 of 2021: recognised, recognised again, taken up elsewhere, ended, only registered.
fn models(book: &mut Book<'_>, places: &Places) -> Outcome {
    let kinds = [("kinh-te", 20), ("van-hoa-xa-hoi", 22), ("an-ninh-quoc-phong", 10), ("he-thong-chinh-tri", 8)];
    let mut days = dates(day(2020, 1, 10), day(2020, 11, 30), 22);
    days.extend(dates(day(2021, 1, 10), day(2021, 11, 30), 38));
    let keepers = places.first(19, "khoi-dan-van");
    for (i, ((field, registered), by)) in mixed(&kinds).into_iter().zip(days).zip(keepers.iter().cycle()).enumerate() {
        let mut life = if i < 55 { Life::started(registered) } else { Life::registered(registered) };
        let year_end = day(2021, 12, 18);
        life.recognised = match i {
            0..12 => Some((day(2020, 12, 20), "huyen")),
            22..46 => Some((year_end, "huyen")),
            _ => None,
        };
        life.again = (i < 5).then_some(year_end);
        life.replicated = (i < 3).then_some(day(2021, 3, 15));
        life.ended = (12..16).contains(&i).then_some(day(2021, 10, 30));
        // every tenth is the district authority's own
        let by = if i % 10 == 3 { keeper(places.district, "ubnd") } else { *by };
        add_model(book, by, field, i + 1, life)?;
    }
    Ok(())
}

/// The commune that the shipped list lacks, as an administrator adds it: it was joined with Lùng Phình in 2024.
pub(crate) fn add_missing_commune(store: &Store, who: &store::Actor, at: domain::Timestamp) -> Outcome<UnitId> {
    use domain::units::{Kind, Level, Part, Succession, SuccessionKind, Version};
    let units = store.units();
    let find = |code| units.resolve(code, day(2021, 6, 30)).map_err(|p| vec![p]);
    let (district, heir) = (find("085")?, find("02848")?);
    let version = Version {
        unit: district,
        from: None,
        to: Some(day(2024, 10, 31)),
        code: "02860".into(),
        name: "Lầu Thí Ngài".into(),
        full_name: "Xã Lầu Thí Ngài".into(),
        kind: Kind::Xa,
        level: Level::Xa,
        parent: Some(district),
        alt_names: Vec::new(),
    };
    let succession = Succession {
        old: district,
        new: heir,
        on: day(2024, 11, 1),
        kind: SuccessionKind::Merged,
        part: Part::Whole,
        legal_ref: "Sắp xếp đơn vị hành chính cấp xã giai đoạn 2023 - 2025".into(),
    };
    store.add_unit(version, vec![(heir, succession)], who, at).map_err(store::StoreError::problems)
}
