//! Thanh Ba district, Phú Thọ, the five years from 14 July 2015: a period that no calendar cuts.

use crate::bac_ha::issue;
use crate::book::{Book, Keeper, Outcome, keeper};
use crate::records::{Came, Dialogues, Life, add_inspection, add_model, add_work};
use crate::spread::{dates, later, mixed, parts};
use domain::Date;
use domain::ids::UnitId;
use serde_json::{Value, json};

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

const FIRST: Date = day(2015, 7, 14);
const LAST: Date = day(2020, 7, 13);
const DIRECTIVE: &str = "Kết luận 114-KL/TW, ngày 14/7/2015";

/// Writes all of it.
pub(crate) fn write(book: &mut Book<'_>) -> Outcome {
    book.begin("huyện Thanh Ba")?;
    let district = book.unit("232", LAST)?;
    let communes = book.below(district, LAST);
    dialogues(book, district, &communes)?;
    models(book, &communes)?;
    inspections(book, district, &communes)?;
    documents(book, district, &communes)?;
    workdays(book, district, &communes)?;
    works(book, district)
}

fn dialogues(book: &mut Book<'_>, district: UnitId, communes: &[UnitId]) -> Outcome {
    let mut heads: Vec<(Keeper<'_>, &str)> = Vec::new();
    for area in std::iter::once(&district).chain(communes) {
        heads.extend([(keeper(*area, "ubnd"), "chu-tich-ubnd"), (keeper(*area, "cap-uy"), "bi-thu")]);
    }
    Dialogues {
        keepers: &heads,
        period: (FIRST, LAST),
        kinds: (140, 71),
        people: 18_138,
        opinions: &[(Came::Answered, 905), (Came::Settled, 245), (Came::Passed("tinh"), 21)],
    }
    .add(book)?;
    let mut outside = |from, to, n, people| {
        Dialogues { keepers: &heads, period: (from, to), kinds: (n, 0), people, opinions: &[] }.add(book)
    };
    outside(day(2015, 1, 15), day(2015, 7, 13), 6, 510)?;
    outside(day(2020, 7, 14), day(2020, 12, 31), 5, 402)
}

fn models(book: &mut Book<'_>, communes: &[UnitId]) -> Outcome {
    let keepers: Vec<Keeper<'_>> = communes.iter().map(|c| keeper(*c, "khoi-dan-van")).collect();
    let mut number = 0;
    for (from, to, n) in
        [(day(2015, 1, 10), day(2015, 7, 13), 20), (FIRST, LAST, 667), (day(2020, 7, 14), day(2020, 10, 30), 12)]
    {
        let share = n / 4;
        let kinds = [
            ("kinh-te", n - 3 * share),
            ("van-hoa-xa-hoi", share),
            ("an-ninh-quoc-phong", share),
            ("he-thong-chinh-tri", share),
        ];
        let series = mixed(&kinds).into_iter().zip(dates(from, to, n)).zip(keepers.iter().cycle());
        for ((field, registered), by) in series {
            number += 1;
            let recognised = (number % 4 == 0).then(|| (later(registered, 200), "huyen"));
            add_model(book, *by, field, number, Life { recognised, ..Life::started(registered) })?;
        }
    }
    Ok(())
}

/// 43 inspections at 171 bodies, visits counted: each at one residential area of its own and three communes in turn.
fn inspections(book: &mut Book<'_>, district: UnitId, communes: &[UnitId]) -> Outcome {
    let mut authorities: Vec<Value> = Vec::new();
    for commune in communes {
        authorities.push(json!({ "co-quan": book.organ(*commune, "ubnd", LAST)?.id.0 }));
    }
    let what =
        ("kiem-tra-giam-sat", "cong-tac-dan-van", "Kiểm tra, giám sát việc thực hiện kết luận về công tác dân vận");
    let mut turns = authorities.iter().cycle();
    for (i, date) in dates(FIRST, LAST, 43).into_iter().enumerate() {
        let mut bodies = vec![json!({ "ten": format!("Khu dân cư số {:02} (minh họa)", i + 1) })];
        bodies.extend(turns.by_ref().take(if i == 42 { 2 } else { 3 }).cloned());
        let by = keeper(district, if i % 2 == 0 { "cap-uy" } else { "ubnd" });
        add_inspection(book, by, date, what, &bodies, &[DIRECTIVE])?;
    }
    Ok(())
}

fn documents(book: &mut Book<'_>, district: UnitId, communes: &[UnitId]) -> Outcome {
    let period = (FIRST, LAST);
    let party = [
        ("chuong-trinh", "CTr/HU", 5),
        ("cong-van", "CV/HU", 4),
        ("ke-hoach", "KH/HU", 6),
        ("quyet-dinh", "QĐ/HU", 5),
        ("bao-cao", "BC/HU", 4),
    ];
    issue(book, keeper(district, "cap-uy"), period, "huyen", &party, DIRECTIVE)?;
    let authority = [
        ("chuong-trinh", "CTr-UBND", 3),
        ("cong-van", "UBND-NV", 8),
        ("ke-hoach", "KH-UBND", 10),
        ("quyet-dinh", "QĐ-UBND", 7),
        ("bao-cao", "BC-UBND", 5),
    ];
    issue(book, keeper(district, "ubnd"), period, "huyen", &authority, DIRECTIVE)?;
    for commune in communes {
        issue(book, keeper(*commune, "ubnd"), period, "xa", &[("ke-hoach", "KH-UBND", 1)], DIRECTIVE)?;
    }
    Ok(())
}

fn workdays(book: &mut Book<'_>, district: UnitId, communes: &[UnitId]) -> Outcome {
    let shares = parts(3000, communes.len(), &mut book.chance);
    let what = ("nong-thon-moi", "nhan-dan", "Góp ngày công làm công trình nông thôn mới");
    for ((commune, date), n) in communes.iter().zip(dates(FIRST, LAST, communes.len())).zip(shares) {
        add_work(book, keeper(*commune, "mttq"), date, what, json!([{ "loai": "ngay-cong", "ngay-cong": n }]))?;
    }
    let what = ("den-on-dap-nghia", "quan-doi-dan-quan", "Giúp gia đình có công, sửa trường học");
    let amounts = ["trên 2.400", "1.500", "1.300", "800"];
    for (date, amount) in dates(FIRST, LAST, 4).into_iter().zip(amounts) {
        let items = json!([{ "loai": "ngay-cong", "ngay-cong": amount }]);
        add_work(book, keeper(district, "quan-su"), date, what, items)?;
    }
    Ok(())
}

fn works(book: &mut Book<'_>, district: UnitId) -> Outcome {
    let works: [(&str, Value); 9] = [
        ("Vận động hiến đất mở đường", json!([{ "loai": "hien-dat", "m2": "trên 6.500 m2" }])),
        ("Vận động hiến đất làm nhà văn hóa", json!([{ "loai": "hien-dat", "m2": "3.500 m2" }])),
        ("Tổng dọn vệ sinh khu dân cư", json!([{ "loai": "ve-sinh", "m2": "4.500 m2" }])),
        ("Tổng dọn vệ sinh kênh mương", json!([{ "loai": "ve-sinh", "m2": "0,5 ha" }])),
        ("Làm đường liên thôn", json!([{ "loai": "duong-be-tong", "km": "1,6 km" }])),
        ("Làm đường liên thôn, đợt sau", json!([{ "loai": "duong-be-tong", "km": "1.200 m" }])),
        ("Nạo vét kênh mương nội đồng", json!([{ "loai": "kenh-muong", "km": "2,5 km" }])),
        (
            "Nạo vét kênh mương và chỉnh trang",
            json!([
                { "loai": "kenh-muong", "km": "1,5 km" },
                { "loai": "nghia-trang", "so-cong-trinh": 8 },
                { "loai": "nha-van-hoa", "so-cong-trinh": 4 },
            ]),
        ),
        (
            "Chỉnh trang công trình công cộng",
            json!([
                { "loai": "nghia-trang", "so-cong-trinh": 5 },
                { "loai": "truong-hoc", "so-cong-trinh": 3 },
                { "loai": "nha-van-hoa", "so-cong-trinh": 2 },
            ]),
        ),
    ];
    for ((title, items), date) in works.into_iter().zip(dates(FIRST, LAST, 9)) {
        add_work(book, keeper(district, "quan-su"), date, ("giup-dan", "quan-doi-dan-quan", title), items)?;
    }
    Ok(())
}
