//! Hòa Bình province up to 30 November 2022: a stock of models that nets, awards, inspections, dialogues.

use crate::book::{Book, Keeper, Outcome, keeper};
use crate::records::{Came, Dialogues, Life, add_award, add_inspection, add_model};
use crate::spread::{dates, later, mixed};
use domain::Date;
use domain::ids::UnitId;
use serde_json::{Value, json};

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// Writes all of it.
pub(crate) fn write(book: &mut Book<'_>) -> Outcome {
    book.begin("tỉnh Hòa Bình")?;
    let on = day(2022, 11, 30);
    let province = book.unit("17", on)?;
    let districts = book.below(province, on);
    models(book, &districts, on)?;
    awards(book, province)?;
    inspections(book, province, &districts)?;
    let mut heads = vec![(keeper(province, "ubnd"), "chu-tich-ubnd"), (keeper(province, "cap-uy"), "bi-thu")];
    for district in &districts {
        heads.extend([(keeper(*district, "ubnd"), "chu-tich-ubnd"), (keeper(*district, "cap-uy"), "bi-thu")]);
    }
    Dialogues {
        keepers: &heads,
        period: (day(2022, 1, 1), on),
        kinds: (88, 16),
        people: 9360,
        opinions: &[(Came::Answered, 260), (Came::Settled, 60), (Came::Given, 20)],
    }
    .add(book)
}

/// 3.851 in being on the day; 149 that ended before it, 45 begun after it, 30 only registered; 60 ended later.
fn models(book: &mut Book<'_>, districts: &[UnitId], on: Date) -> Outcome {
    let mut keepers: Vec<Keeper<'static>> = Vec::new();
    for district in districts {
        keepers.extend(book.below(*district, on).into_iter().map(|c| keeper(c, "khoi-dan-van")));
        keepers.push(keeper(*district, "ban-dan-van"));
    }
    let fields = ["kinh-te", "van-hoa-xa-hoi", "an-ninh-quoc-phong", "he-thong-chinh-tri"];
    let kinds = |n: [usize; 4]| -> Vec<(&str, usize)> { fields.into_iter().zip(n).collect() };
    let mut keepers = keepers.iter().cycle();
    let mut number = 0;
    let mut series = |n: [usize; 4], (from, to): (Date, Date), life: &dyn Fn(usize, Date) -> Life| -> Outcome {
        let list = mixed(&kinds(n));
        for (i, (date, field)) in dates(from, to, list.len()).into_iter().zip(list).enumerate() {
            number += 1;
            if let Some(by) = keepers.next() {
                add_model(book, *by, field, number, life(i, date))?;
            }
        }
        Ok(())
    };
    series([690, 1647, 1126, 388], (day(2016, 3, 1), day(2022, 10, 31)), &|i, date| Life {
        recognised: i.is_multiple_of(5).then(|| (later(date, 300), "xa")),
        ended: (i % 64 == 3 && i < 3840).then_some(day(2023, 9, 30)),
        ..Life::started(date)
    })?;
    series([40, 60, 30, 19], (day(2015, 2, 1), day(2020, 6, 30)), &|_, date| Life {
        ended: Some(day(2021, 12, 31)),
        ..Life::started(date)
    })?;
    series([10, 15, 12, 8], (day(2022, 11, 25), day(2022, 11, 28)), &|_, date| Life::started(date))?;
    series([8, 10, 8, 4], (day(2022, 6, 1), day(2022, 11, 20)), &|_, date| Life::registered(date))
}

fn awards(book: &mut Book<'_>, province: UnitId) -> Outcome {
    let by = keeper(province, "ban-dan-van");
    let medal = || ("ky-niem-chuong", json!({ "ten": "Ban Dân vận Trung ương" }), "trung-uong");
    add_award(book, by, day(2022, 10, 10), medal(), (0, 22))?;
    add_award(book, by, day(2022, 10, 14), medal(), (0, 18))?;
    let own = book.organ(province, "ban-dan-van", day(2022, 7, 20))?;
    let merit = || ("giay-khen", json!({ "co-quan": own.id.0 }), "tinh");
    add_award(book, by, day(2022, 7, 20), merit(), (9, 6))?;
    add_award(book, by, day(2022, 11, 18), merit(), (8, 7))?;
    Ok(())
}

/// Six inspections of twenty bodies; three bodies are visited twice.
fn inspections(book: &mut Book<'_>, province: UnitId, districts: &[UnitId]) -> Outcome {
    let on = day(2022, 3, 1);
    let mut bodies: Vec<Value> = Vec::new();
    for district in districts {
        bodies.push(json!({ "co-quan": book.organ(*district, "ubnd", on)?.id.0 }));
    }
    for district in districts.iter().take(6) {
        bodies.push(json!({ "co-quan": book.organ(*district, "cap-uy", on)?.id.0 }));
    }
    bodies.extend((1..=4).map(|i| json!({ "ten": format!("Sở, ngành số {i} của tỉnh (minh họa)") })));
    let what = ("kiem-tra-giam-sat", "cong-tac-dan-van", "Kiểm tra việc thực hiện công tác dân vận và dân chủ ở cơ sở");
    for (k, date) in dates(on, day(2022, 10, 31), 6).into_iter().enumerate() {
        let own = bodies.iter().skip(k).step_by(6);
        let again = bodies.iter().skip(k + 1).take(usize::from(k < 3));
        let visited: Vec<Value> = own.chain(again).cloned().collect();
        add_inspection(book, keeper(province, "cap-uy"), date, what, &visited, &[])?;
    }
    Ok(())
}
