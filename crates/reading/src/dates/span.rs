//! Months, quarters and years: "tháng 3/2022", "quý I/2024", "6 tháng đầu năm 2024", "giai đoạn 2021-2025".

use super::{Key, Parts, Walk, date_of, month_of, year_of};
use crate::scan::Kind;
use domain::Date;

impl Walk<'_, '_> {
    /// At "tháng".
    pub(super) fn month(&mut self, at: usize) -> Option<usize> {
        if let Some(end) = self.months_of_a_year(at) {
            return Some(end);
        }
        let before = at.checked_sub(1);
        if before.and_then(|i| self.kind(i)) == Some(Kind::Number) {
            return None;
        }
        if let Some(end) = self.several_months(at) {
            return Some(end);
        }
        if self.is(at + 1, '…') || (self.is(at + 1, '.') && self.is(at + 2, '.')) {
            return self.open_month(at);
        }
        let month = self.number(at + 1, 2)?;
        let (year, end) = self.year_of_a_month(at + 2);
        if !(1..=12).contains(&month) && year.is_none() {
            return None;
        }
        Some(self.add(at, end, Parts { day: None, month: Some(month), year, blank: false }))
    }
    /// The year after the number of a month: "/2022", "-2022", "năm 2022"; and the index after it.
    fn year_of_a_month(&self, at: usize) -> (Option<u32>, usize) {
        if matches!(self.kind(at), Some(Kind::Slash | Kind::Dash)) && self.year_at(at + 1).is_some() {
            return (self.year_at(at + 1), at + 2);
        }
        let comma = usize::from(self.is(at, ','));
        if self.key(at + comma) == Some(Key::Year) && self.year_at(at + comma + 1).is_some() {
            return (self.year_at(at + comma + 1), at + comma + 2);
        }
        (None, at)
    }
    /// "tháng … năm 2024".
    fn open_month(&mut self, at: usize) -> Option<usize> {
        let dots = (at + 1..).take_while(|i| self.is(*i, '…') || self.is(*i, '.')).last()?;
        let (year, end) = self.year_of_a_month(dots + 1);
        year?;
        Some(self.add(at, end, Parts { day: None, month: None, year, blank: true }))
    }
    /// "tháng 10-11/2023", "tháng 11 và 12 năm 2023".
    fn several_months(&mut self, at: usize) -> Option<usize> {
        let first = self.number(at + 1, 2).filter(|m| (1..=12).contains(m))?;
        let parts = self.kind(at + 2) == Some(Kind::Dash) || self.is(at + 2, ',') || self.key(at + 2) == Some(Key::And);
        let last = self.number(at + 3, 2).filter(|m| (first..=12).contains(m))?;
        let (year, end) = self.year_of_a_month(at + 4);
        let year = year?;
        parts.then(|| self.add_stretch(at, end, date_of(year, first, 1), month_of(year, last).1))
    }

    /// "6 tháng đầu năm 2024", "9 tháng năm 2023", "sáu tháng cuối năm": at "tháng", with a number before.
    fn months_of_a_year(&mut self, at: usize) -> Option<usize> {
        let from = at.checked_sub(1)?;
        let spelled = match self.key(from) {
            Some(Key::Spelled(n)) => Some(n),
            _ => None,
        };
        let count = self.number(from, 2).or(spelled).filter(|n| (1..=12).contains(n))?;
        let (which, mut next) = match self.key(at + 1) {
            Some(key @ (Key::Head | Key::Tail)) => (Some(key), at + 2),
            Some(Key::Of) => (None, at + 2),
            _ => (None, at + 1),
        };
        if self.key(next) == Some(Key::Of) {
            next += 1;
        }
        let year = if self.key(next) == Some(Key::Year) { self.year_at(next + 1) } else { None };
        let slash = self.kind(next) == Some(Kind::Slash) && which.is_some();
        let year = year.or_else(|| if slash { self.year_at(next + 1) } else { None });
        match (year, which) {
            (Some(y), Some(Key::Tail)) => {
                Some(self.add_stretch(from, next + 2, date_of(y, 13 - count, 1), year_of(y).1))
            }
            (Some(y), _) => Some(self.add_stretch(from, next + 2, year_of(y).0, month_of(y, count).1)),
            (None, Some(_)) if self.key(next) == Some(Key::Year) => Some(self.add_stretch(from, next + 1, None, None)),
            _ => None,
        }
    }

    /// "quý I/2024", "Quý 3 năm 2023", "quý I, II năm 2024".
    pub(super) fn quarter(&mut self, at: usize) -> Option<usize> {
        let first = self.quarter_number(at + 1)?;
        let (mut last, mut next) = (first, at + 2);
        while self.is(next, ',') || self.kind(next) == Some(Kind::Dash) || self.key(next) == Some(Key::And) {
            let word = usize::from(self.key(next + 1) == Some(Key::Quarter));
            let Some(n) = self.quarter_number(next + 1 + word).filter(|n| *n > last) else { break };
            (last, next) = (n, next + 2 + word);
        }
        let (year, end) = self.year_of_a_month(next);
        let Some(year) = year else {
            // "quý 1 khách": only a Roman numeral makes a quarter without its year.
            let roman = self.kind(at + 1) == Some(Kind::Word);
            return roman.then(|| self.add_stretch(at, next, None, None));
        };
        Some(self.add_stretch(at, end, date_of(year, 3 * first - 2, 1), month_of(year, 3 * last).1))
    }
    fn quarter_number(&self, at: usize) -> Option<u32> {
        match self.key(at) {
            Some(Key::Roman(n)) => Some(n),
            _ => self.number(at, 1).filter(|n| (1..=4).contains(n)),
        }
    }

    /// At "năm": "năm 2021", "năm 2021, 2022 và 2023", "năm 2021-2022".
    pub(super) fn year(&mut self, at: usize) -> Option<usize> {
        let year = self.year_at(at + 1)?;
        if let Some(end) = self.years(at + 1) {
            return Some(end);
        }
        let mut end = self.add(at, at + 2, Parts { day: None, month: None, year: Some(year), blank: false });
        while self.is(end, ',') || self.is(end, ';') || self.key(end) == Some(Key::And) {
            let Some(more) = self.year_at(end + 1) else { break };
            // "năm 2021, 2022 lượt người": a number that counts something is no year.
            let counts = self.kind(end + 2) == Some(Kind::Word) && self.key(end + 2) != Some(Key::And);
            if counts || self.is(end + 2, '%') {
                break;
            }
            end = self.add(end + 1, end + 2, Parts { day: None, month: None, year: Some(more), blank: false });
        }
        Some(end)
    }

    /// "2021-2025" with the words before it that say what it is: "giai đoạn", "nhiệm kỳ", "năm học". A term is taken by its years.
    pub(super) fn years(&mut self, at: usize) -> Option<usize> {
        let (first, last) = (self.year_at(at)?, self.year_at(at + 2)?);
        let joined = self.kind(at + 1) == Some(Kind::Dash)
            || (self.key(at + 1) == Some(Key::To) && self.key_before(at) == Some(Key::Stage));
        let follows = matches!(self.kind(at + 3), Some(Kind::Dash | Kind::Slash)) && self.glued(at + 3);
        if !joined || follows || !self.alone(at) || !(first..=first + 60).contains(&last) {
            return None;
        }
        let mut from = at;
        while from > 0 && at - from < 2 && matches!(self.key(from - 1), Some(Key::Stage | Key::Year)) {
            from -= 1;
        }
        Some(self.add_stretch(from, at + 3, year_of(first).0, year_of(last).1))
    }

    /// "từ 2021", "đến 2023", "đến 6/2023": a bound without "năm" or "tháng".
    pub(super) fn bare_bound(&mut self, at: usize) -> Option<usize> {
        let next = if self.key(at + 1) == Some(Key::Through) { at + 2 } else { at + 1 };
        if let Some(end) = self.bound_month(next) {
            return Some(end);
        }
        let year = self.year_at(next)?;
        let more = matches!(self.kind(next + 1), Some(Kind::Slash | Kind::Dash));
        let pair = match self.key(at) {
            Some(Key::From) => self.key(next + 1) == Some(Key::To),
            _ => !more && self.marks.last().is_some_and(|m| m.to == at && !m.day),
        };
        let (first, last): (Option<Date>, Option<Date>) = year_of(year);
        pair.then(|| self.add_stretch(next, next + 1, first, last))
    }
    fn bound_month(&mut self, at: usize) -> Option<usize> {
        let (month, year) = (self.number(at, 2)?, self.year_at(at + 2)?);
        let slash = self.kind(at + 1) == Some(Kind::Slash) && self.glued(at + 1);
        let more = matches!(self.kind(at + 3), Some(Kind::Slash | Kind::Dash)) && self.glued(at + 3);
        let fits = slash && !more && (1..=12).contains(&month);
        fits.then(|| self.add(at, at + 3, Parts { day: None, month: Some(month), year: Some(year), blank: false }))
    }
}
