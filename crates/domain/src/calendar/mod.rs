//! Periods and the reporting calendar.
//!
//! Roll-ups are kept per half month, cut after the 14th and after the last day, because these are the cuts of both
//! calendars in use: calendar months, and Decree 09/2019/NĐ-CP, Article 12 (15th to 14th); and per calendar year.

mod working;

pub use working::{DayKind, DayStatus, Holiday, WorkingDays};

use crate::problem::Problem;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The first date the system can name; stands for "start unknown".
pub const BEGINNING: Date = Date::constant(1, 1, 1);
/// The last date the system can name; stands for "still open".
pub const OPEN_END: Date = Date::constant(9999, 12, 31);

/// A closed interval of civil dates, `from` ≤ `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Period {
    /// A period; an error when it ends before it starts.
    pub fn new(from: Date, to: Date) -> Result<Self, Problem> {
        if from > to {
            return Err(Problem::error("period-reversed", format!("Kỳ từ {from} đến {to}: ngày cuối trước ngày đầu"))
                .hint("đổi chỗ hai ngày"));
        }
        Ok(Period { from, to })
    }
    /// Whether the date lies inside.
    pub fn contains(&self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }
    /// Whether the other period lies wholly inside.
    pub fn covers(&self, other: &Period) -> bool {
        self.from <= other.from && other.to <= self.to
    }
    /// The common part, if any.
    pub fn intersection(&self, other: &Period) -> Option<Period> {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        (from <= to).then_some(Period { from, to })
    }
}

/// Days since 1970-01-01; how the ledger stores dates.
pub fn day_number(date: Date) -> i64 {
    (date - Date::constant(1970, 1, 1)).get_days().into()
}

/// The date of a day number; dates outside the calendar are held at its ends.
pub fn date_of(day: i64) -> Date {
    let span = jiff::Span::new().try_days(day).unwrap_or_default();
    Date::constant(1970, 1, 1).checked_add(span).unwrap_or(if day < 0 { BEGINNING } else { OPEN_END })
}

/// Reads a civil date as ISO "2021-03-31" or Vietnamese "31/3/2021"; a date that does not exist is an error.
pub fn parse_date(text: &str) -> Result<Date, Problem> {
    let t = text.trim();
    let parts: Vec<&str> = t.split(['/', '.', '-']).map(str::trim).collect();
    let bad = || {
        Problem::error("bad-date", format!("“{t}” không phải là ngày"))
            .hint("ghi ngày/tháng/năm, ví dụ 31/03/2021, hoặc 2021-03-31")
    };
    let [a, b, c] = parts[..] else { return Err(bad()) };
    let number = |s: &str| if s.bytes().all(|c| c.is_ascii_digit()) { s.parse::<i16>().ok() } else { None };
    let (Some(x), Some(month), Some(z)) = (number(a), number(b), number(c)) else { return Err(bad()) };
    let (year, day) = if a.len() == 4 { (x, z) } else { (z, x) };
    if !(1000..=9999).contains(&year) {
        return Err(bad());
    }
    let small = |n: i16| i8::try_from(n).unwrap_or(0);
    Date::new(year, small(month), small(day)).map_err(|_| {
        Problem::error("no-such-date", format!("Ngày {day}/{month}/{year} không có trong lịch"))
            .hint("xem lại ngày, tháng")
    })
}

/// Number of the half month that holds the date: `year * 24 + (month - 1) * 2`, plus 1 from the 15th on.
pub fn half_month(date: Date) -> i64 {
    i64::from(date.year()) * 24 + (i64::from(date.month()) - 1) * 2 + i64::from(date.day() >= 15)
}

/// First day of a half month.
pub fn half_month_start(bucket: i64) -> Date {
    let (year, rest) = (bucket.div_euclid(24), bucket.rem_euclid(24));
    let month = i8::try_from(rest / 2 + 1).unwrap_or(1);
    let year = i16::try_from(year).unwrap_or(if year < 0 { 1 } else { 9999 });
    Date::new(year, month, if rest % 2 == 0 { 1 } else { 15 }).unwrap_or(BEGINNING)
}

/// How a period is covered by roll-up buckets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover {
    /// Whole calendar years, inclusive, if any.
    pub years: Option<(i64, i64)>,
    /// Ranges of half months, inclusive, to add.
    pub halves: Vec<(i64, i64)>,
    /// Ranges of half months, inclusive, to take away again: a period that leaves out less than half of a year is that
    /// year without them. The year of Decree 09/2019 is a calendar year, one half month more and one less.
    pub without: Vec<(i64, i64)>,
    /// Ranges of days, inclusive, that no bucket covers: only when an end is not on a cut.
    pub days: Vec<(Date, Date)>,
}

/// Half months of a year.
const HALVES: i64 = 24;

/// Covers a period by few buckets; with `from` = `None` from the beginning (stocks).
pub fn cover(from: Option<Date>, to: Date) -> Cover {
    let mut out = Cover::default();
    // halves h1..=h2 lie wholly inside the period
    let mut h1 = i64::MIN;
    if let Some(from) = from {
        h1 = half_month(from);
        if half_month_start(h1) != from {
            let end = half_month_start(h1 + 1).yesterday().unwrap_or(from);
            out.days.push((from, end.min(to)));
            h1 += 1;
        }
    }
    let mut h2 = half_month(to);
    if to != OPEN_END && half_month_start(h2 + 1).yesterday().ok() != Some(to) {
        if h2 >= h1 {
            out.days.push((half_month_start(h2), to));
        }
        h2 -= 1;
    }
    if h1 <= h2 {
        cover_halves(h1, h2, &mut out);
    }
    out
}

/// Covers a range of half months by years, and by what the years have too little or too much.
fn cover_halves(h1: i64, h2: i64, out: &mut Cover) {
    let year_of = |h: i64| h.div_euclid(HALVES);
    let open = h1 == i64::MIN;
    // the first and last year that are taken whole; a year at the edge counts when most of it lies inside
    let (y1, y2) = (if open { i64::MIN } else { year_of(h1) }, year_of(h2));
    if !open && y1 == y2 {
        if h2 - h1 < HALVES / 2 {
            out.halves.push((h1, h2));
            return;
        }
        out.years = Some((y1, y2));
        push(&mut out.without, y1 * HALVES, h1 - 1);
        push(&mut out.without, h2 + 1, y2 * HALVES + HALVES - 1);
        return;
    }
    let (mut first, mut last) = (y1, y2);
    if !open {
        let (start, end) = (y1 * HALVES, y1 * HALVES + HALVES - 1);
        if end - h1 < HALVES / 2 {
            push(&mut out.halves, h1, end);
            first += 1;
        } else {
            push(&mut out.without, start, h1 - 1);
        }
    }
    let (start, end) = (y2 * HALVES, y2 * HALVES + HALVES - 1);
    if h2 - start < HALVES / 2 {
        push(&mut out.halves, start, h2);
        last -= 1;
    } else {
        push(&mut out.without, h2 + 1, end);
    }
    out.years = (first <= last).then_some((first, last));
}

fn push(list: &mut Vec<(i64, i64)>, first: i64, last: i64) {
    if first <= last {
        list.push((first, last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_calendar_year_is_one_bucket_and_the_year_of_the_decree_is_three() {
        let c = cover(Some(date(2021, 1, 1)), date(2021, 12, 31));
        assert_eq!(c, Cover { years: Some((2021, 2021)), ..Cover::default() });
        let c = cover(Some(date(2020, 12, 15)), date(2021, 12, 14));
        assert_eq!(c.years, Some((2021, 2021)));
        assert_eq!(c.halves, [(2020 * 24 + 23, 2020 * 24 + 23)]);
        assert_eq!(c.without, [(2021 * 24 + 23, 2021 * 24 + 23)]);
        assert!(c.days.is_empty());
    }

    #[test]
    fn a_date_that_does_not_exist_is_told_apart_from_what_is_no_date() {
        assert_eq!(parse_date("31/3/2021").unwrap(), date(2021, 3, 31));
        assert_eq!(parse_date("2021-03-31").unwrap(), date(2021, 3, 31));
        assert_eq!(parse_date("15/15/2022").unwrap_err().code, "no-such-date");
        assert_eq!(parse_date("29/2/2021").unwrap_err().code, "no-such-date");
        assert_eq!(parse_date("hôm qua").unwrap_err().code, "bad-date");
        assert_eq!(parse_date("1/2/21").unwrap_err().code, "bad-date");
    }

    proptest! {
        #[test]
        fn a_cover_holds_each_day_of_the_period_once(a in 18_000i64..20_000, len in 0i64..2500, open in proptest::bool::weighted(0.2)) {
            let (from, to) = (date_of(a), date_of(a + len));
            let c = cover((!open).then_some(from), to);
            for d in (a - 400)..(a + len + 400) {
                let day = date_of(d);
                let h = half_month(day);
                let n = i32::from(c.years.is_some_and(|(x, y)| (x..=y).contains(&i64::from(day.year()))))
                    + c.halves.iter().filter(|(x, y)| (*x..=*y).contains(&h)).count() as i32
                    - c.without.iter().filter(|(x, y)| (*x..=*y).contains(&h)).count() as i32
                    + c.days.iter().filter(|(x, y)| (*x..=*y).contains(&day)).count() as i32;
                let inside = (open || day >= from) && day <= to;
                prop_assert_eq!(n, i32::from(inside), "{}", day);
            }
        }
    }
}
