//! Periods in words.

use crate::format::long_date;
use jiff::ToSpan;
use jiff::civil::Date;

/// A period in words: "năm 2021", "quý III năm 2025", "6 tháng đầu năm 2025", "9 tháng đầu năm 2025", "tháng 5 năm
/// 2025"; the dates for any other. A period that runs from the 15th to the 14th (Decree 09/2019/NĐ-CP, Article 12) bears
/// the name of the months that it closes.
pub fn period_words(from: Date, to: Date) -> String {
    match Named::of(from, to) {
        Some(named) => named.words(),
        None => format!("từ {} đến {}", long_date(from), long_date(to)),
    }
}

/// The period after it in words; "thời gian tới" when it has no name.
pub(super) fn next_period_words(from: Date, to: Date) -> String {
    Named::of(from, to).map_or_else(|| "thời gian tới".to_string(), |named| named.next().words())
}

/// A period with a name, by its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Year(i16),
    FirstHalf(i16),
    SecondHalf(i16),
    NineMonths(i16),
    /// Quarter, 1 to 4.
    Quarter(i16, i8),
    /// Month, 1 to 12.
    Month(i16, i8),
}

impl Named {
    fn of(from: Date, to: Date) -> Option<Named> {
        if from.checked_add(1.year()).and_then(|d| d.yesterday()).is_ok_and(|end| end == to) {
            return Some(Named::Year(to.year()));
        }
        let (from, to) = if from.day() == 15 && to.day() == 14 {
            (from.last_of_month().tomorrow().ok()?, to.last_of_month())
        } else {
            (from, to)
        };
        if from.day() != 1 || to != to.last_of_month() || from.year() != to.year() {
            return None;
        }
        let year = to.year();
        match (from.month(), to.month()) {
            (1, 6) => Some(Named::FirstHalf(year)),
            (7, 12) => Some(Named::SecondHalf(year)),
            (1, 9) => Some(Named::NineMonths(year)),
            (first, last) if first == last => Some(Named::Month(year, first)),
            (first, last) if first % 3 == 1 && last == first + 2 => Some(Named::Quarter(year, last / 3)),
            _ => None,
        }
    }

    /// What follows: after half a year the other half, after nine months the last quarter, after a quarter the next.
    fn next(self) -> Named {
        match self {
            Named::Year(year) => Named::Year(year.saturating_add(1)),
            Named::FirstHalf(year) => Named::SecondHalf(year),
            Named::SecondHalf(year) => Named::Year(year.saturating_add(1)),
            Named::NineMonths(year) => Named::Quarter(year, 4),
            Named::Quarter(year, 4) => Named::Quarter(year.saturating_add(1), 1),
            Named::Quarter(year, quarter) => Named::Quarter(year, quarter + 1),
            Named::Month(year, 12) => Named::Month(year.saturating_add(1), 1),
            Named::Month(year, month) => Named::Month(year, month + 1),
        }
    }

    fn words(self) -> String {
        match self {
            Named::Year(year) => format!("năm {year}"),
            Named::FirstHalf(year) => format!("6 tháng đầu năm {year}"),
            Named::SecondHalf(year) => format!("6 tháng cuối năm {year}"),
            Named::NineMonths(year) => format!("9 tháng đầu năm {year}"),
            Named::Quarter(year, quarter) => {
                let roman = ["I", "II", "III", "IV"];
                let index = usize::try_from(quarter - 1).unwrap_or(0);
                format!("quý {} năm {year}", roman.get(index).copied().unwrap_or("I"))
            }
            Named::Month(year, month) if month < 3 => format!("tháng {month:02} năm {year}"),
            Named::Month(year, month) => format!("tháng {month} năm {year}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_bear_the_names_that_officers_call_them_by() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (from, to, name, next) in [
            ("2021-01-01", "2021-12-31", "năm 2021", "năm 2022"),
            ("2024-12-15", "2025-12-14", "năm 2025", "năm 2026"),
            ("2025-01-01", "2025-06-30", "6 tháng đầu năm 2025", "6 tháng cuối năm 2025"),
            ("2024-12-15", "2025-06-14", "6 tháng đầu năm 2025", "6 tháng cuối năm 2025"),
            ("2025-06-15", "2025-12-14", "6 tháng cuối năm 2025", "năm 2026"),
            ("2025-01-01", "2025-09-30", "9 tháng đầu năm 2025", "quý IV năm 2025"),
            ("2024-12-15", "2025-03-14", "quý I năm 2025", "quý II năm 2025"),
            ("2025-10-01", "2025-12-31", "quý IV năm 2025", "quý I năm 2026"),
            ("2025-02-01", "2025-02-28", "tháng 02 năm 2025", "tháng 3 năm 2025"),
            ("2025-11-15", "2025-12-14", "tháng 12 năm 2025", "tháng 01 năm 2026"),
            ("2025-03-05", "2025-03-20", "từ ngày 05 tháng 3 năm 2025 đến ngày 20 tháng 3 năm 2025", "thời gian tới"),
        ] {
            assert_eq!(period_words(day(from), day(to)), name);
            assert_eq!(next_period_words(day(from), day(to)), next);
        }
    }
}
