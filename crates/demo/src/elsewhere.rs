//! What the demonstration needs elsewhere: an invented Party body of provincial agencies, the two provinces that became
//! today's Lào Cai, a commune that was split, and a commune that has records of only a part of what it declares.

use crate::book::{Book, Keeper, Outcome, keeper};
use crate::records::{Dialogues, Life, add_model};
use crate::spread::{dates, mixed};
use domain::Date;
use domain::calendar::Period;
use domain::clock::Clock;
use domain::ids::UnitId;
use domain::ledger::{Amount, Dims};

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// Own name of the invented Party body.
const AGENCIES: &str = "Đảng ủy Các cơ quan tỉnh (minh họa)";

/// Writes all of it.
pub(crate) fn write(book: &mut Book<'_>) -> Outcome {
    book.begin("Đảng ủy Các cơ quan tỉnh")?;
    agencies(book)?;
    book.begin("Lào Cai và Yên Bái")?;
    lao_cai(book)?;
    book.begin("đơn vị bị chia và số tự khai")?;
    split(book)?;
    declared(book)
}

/// 112 models recognised by the body's own four fields, 9 of them once more the year after; 16 not recognised.
fn agencies(book: &mut Book<'_>) -> Outcome {
    let province = book.unit("26", day(2019, 6, 30))?;
    let by = Keeper { area: province, organ: "dang-uy-khoi-cac-co-quan", name: AGENCIES };
    let kinds = |n: [usize; 4]| {
        mixed(&[
            ("nong-thon-moi", n[0]),
            ("cai-cach-hanh-chinh-cong-so", n[1]),
            ("mat-tran-doan-the", n[2]),
            ("dong-gop-xay-dung-dang-chinh-quyen", n[3]),
        ])
    };
    let fields = [kinds([40, 33, 5, 34]), kinds([4, 4, 4, 4])].concat();
    let days = dates(day(2019, 1, 15), day(2019, 6, 30), fields.len());
    for (i, (field, registered)) in fields.into_iter().zip(days).enumerate() {
        let life = Life {
            recognised: (i < 112).then_some((day(2019, 12, 10), "tinh")),
            again: (i < 9).then_some(day(2020, 12, 8)),
            ..Life::started(registered)
        };
        add_model(book, by, field, i + 1, life)?;
    }
    Ok(())
}

/// The head of the authority and of the Party committee.
fn heads(area: UnitId) -> [(Keeper<'static>, &'static str); 2] {
    [(keeper(area, "ubnd"), "chu-tich-ubnd"), (keeper(area, "cap-uy"), "bi-thu")]
}

/// Dialogues of the districts of old Lào Cai (but for Bắc Hà) and old Yên Bái, and of today's communes.
fn lao_cai(book: &mut Book<'_>) -> Outcome {
    let on = day(2022, 1, 1);
    for (code, other) in [("10", "085"), ("15", "")] {
        let (province, other) = (book.unit(code, on)?, book.unit(other, on).ok());
        for district in book.below(province, on).into_iter().filter(|d| Some(*d) != other) {
            let communes = book.below(district, on);
            let mut keepers = heads(district).to_vec();
            keepers.extend(communes.iter().take(2).map(|c| (keeper(*c, "ubnd"), "chu-tich-ubnd")));
            for (from, to, n, people) in
                [(day(2021, 1, 1), day(2024, 12, 31), 16, 1280), (day(2025, 1, 1), day(2025, 6, 30), 2, 150)]
            {
                Dialogues { keepers: &keepers, period: (from, to), kinds: (n, 0), people, opinions: &[] }.add(book)?;
            }
        }
    }
    let today = book.clock.today();
    let province = book.unit("15", today)?;
    let keepers: Vec<_> =
        book.below(province, today).into_iter().map(|c| (keeper(c, "ubnd"), "chu-tich-ubnd")).collect();
    let n = keepers.len();
    for (from, to, own) in [(day(2025, 7, 15), day(2025, 12, 20), 2), (day(2026, 1, 15), day(2026, 10, 31), 3)] {
        Dialogues { keepers: &keepers, period: (from, to), kinds: (n, 0), people: 6930, opinions: &[] }.add(book)?;
        let own = (own, 0);
        Dialogues { keepers: &heads(province), period: (from, to), kinds: own, people: 340, opinions: &[] }
            .add(book)?;
    }
    Ok(())
}

/// Thái Bình (Yên Sơn, Tuyên Quang) was split between two units in 2025; Tiến Bộ went to one of them as a whole.
fn split(book: &mut Book<'_>) -> Outcome {
    let (from, to) = (day(2023, 1, 1), day(2023, 12, 31));
    for (code, n, people) in [("02494", 3, 210), ("02500", 2, 140)] {
        let commune = book.unit(code, to)?;
        Dialogues { keepers: &heads(commune), period: (from, to), kinds: (n, 0), people, opinions: &[] }.add(book)?;
    }
    Ok(())
}

/// A ward that says 61 and has records of 12.
fn declared(book: &mut Book<'_>) -> Outcome {
    let (from, to) = (day(2026, 1, 1), day(2026, 6, 30));
    let ward = book.unit("14758", to)?;
    Dialogues { keepers: &heads(ward), period: (from, to), kinds: (12, 0), people: 830, opinions: &[] }.add(book)?;
    book.flush()?;
    let at = book.clock.now();
    let note = "Số liệu đơn vị tự khai (minh họa)";
    let said = Amount::exact(61);
    let declared = book.store.declare(
        &book.who,
        at,
        &store::declared::Declaration {
            unit: ward,
            measure: "doi-thoai.cuoc",
            dims: &Dims::new(),
            period: Period { from, to },
            amount: said,
            note,
        },
    );
    declared.map(|_| ()).map_err(store::StoreError::problems)
}
