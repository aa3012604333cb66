//! Single days: "ngày 05 tháng 02 năm 2024", "ngày 20/12", "15/15/2022", "ngày … tháng … năm …".

use super::{Key, Parts, Walk, date_of};
use crate::scan::Kind;

/// A place for a number in a date.
#[derive(Debug, Clone, Copy)]
enum Slot {
    /// A number.
    Given(u32),
    /// Dots or underscores.
    Dots,
    /// Nothing.
    Empty,
}

impl Slot {
    fn value(self) -> Option<u32> {
        match self {
            Slot::Given(n) => Some(n),
            _ => None,
        }
    }
    fn open(self) -> bool {
        !matches!(self, Slot::Given(_))
    }
}

impl Walk<'_, '_> {
    /// At "ngày".
    pub(super) fn after_day(&mut self, at: usize) -> Option<usize> {
        let first = if self.key(at + 1) == Some(Key::First) { at + 2 } else { at + 1 };
        self.dotted(at, first)
            .or_else(|| self.days_of_one_month(at, first))
            .or_else(|| self.with_words(at, first))
            .or_else(|| self.with_signs(at, first))
            .or_else(|| self.day_alone(at, first))
    }

    /// What stands at a place for a number, and the index after it.
    fn slot(&self, at: usize) -> (Slot, usize) {
        if let Some(n) = self.number(at, 5) {
            // "năm 20…": the last digits are left open.
            let dots = self.is(at + 1, '…') || (self.is(at + 1, '.') && self.is(at + 2, '.'));
            return if dots && n == 20 { (Slot::Dots, self.after_dots(at + 1)) } else { (Slot::Given(n), at + 1) };
        }
        let end = self.after_dots(at);
        (if end > at { Slot::Dots } else { Slot::Empty }, end)
    }
    fn after_dots(&self, at: usize) -> usize {
        let dot = |i: &usize| ['.', '…', '_'].iter().any(|c| self.is(*i, *c));
        (at..).take_while(dot).last().map_or(at, |i| i + 1)
    }

    /// "ngày 5.6.2023"
    fn dotted(&mut self, from: usize, at: usize) -> Option<usize> {
        let token = self.tokens.get(at).filter(|t| t.kind == Kind::Number)?;
        let (day, month, year) = dotted_parts(token.text(self.text))?;
        Some(self.add(from, at + 1, Parts { day: Some(day), month: Some(month), year: Some(year), blank: false }))
    }

    /// "ngày 05 tháng 02 năm 2024", and with open places.
    fn with_words(&mut self, from: usize, at: usize) -> Option<usize> {
        let (day, next) = self.slot(at);
        if self.key(next) != Some(Key::Month) || (matches!(day, Slot::Given(n) if n > 99)) {
            return None;
        }
        let (month, mut end) = self.slot(next + 1);
        let mut year = Slot::Empty;
        let mut year_word = false;
        let comma = usize::from(self.is(end, ','));
        if self.key(end + comma) == Some(Key::Year) {
            (year, end) = self.slot(end + comma + 1);
            year_word = true;
        } else if self.kind(end) == Some(Kind::Slash) && self.number(end + 1, 4).is_some() {
            (year, end) = self.slot(end + 1);
        }
        let slots = [day, month, year];
        if slots.iter().any(|s| matches!(s, Slot::Given(_) | Slot::Dots)) || self.wide(from, end) {
            let open = day.open() || month.open() || (year_word && year.open());
            let said = self.key_before(from) == Some(Key::Plural);
            // "trong ngày tháng 5 này": without a year nothing was left open.
            if open && (said || (matches!(day, Slot::Empty) && !year_word)) {
                return None;
            }
            let parts = Parts { day: day.value(), month: month.value(), year: full(year.value()), blank: open };
            return Some(self.add(from, end, parts));
        }
        None
    }
    /// Whether room was left between the words, as one leaves it to write in by hand.
    fn wide(&self, from: usize, to: usize) -> bool {
        let pairs = self.tokens.get(from..to).unwrap_or_default().windows(2);
        pairs.filter(|p| matches!(p, [a, b] if b.start.saturating_sub(a.end) > 1)).count() >= 2
    }

    /// "ngày 03/6/2013", "ngày 20-12-2022", "ngày 20/12", "ngày /02/2024", "ngày .../.../2024".
    fn with_signs(&mut self, from: usize, at: usize) -> Option<usize> {
        let (day, next) = self.slot(at);
        let sign = self.kind(next).filter(|k| matches!(k, Kind::Slash | Kind::Dash))?;
        if sign == Kind::Dash && day.open() {
            return None;
        }
        let (month, end) = self.slot(next + 1);
        if day.value().is_some_and(|n| n > 99)
            || (day.open() && matches!(month, Slot::Empty) && self.kind(end) != Some(Kind::Slash))
        {
            return None;
        }
        if let (Slot::Given(d), Slot::Given(y)) = (day, month)
            && (1900..=2100).contains(&y)
        {
            // "ngày 02/2024": the day was forgotten.
            return Some(self.add(from, end, Parts { day: None, month: Some(d), year: Some(y), blank: true }));
        }
        if month.value().is_some_and(|n| n > 99) {
            return None;
        }
        let said = self.key(end) == Some(Key::Year) && self.year_at(end + 1).is_some();
        let third = said || self.kind(end) == Some(sign);
        let (year, end) = if third { self.slot(end + 1) } else { (Slot::Empty, end) };
        if sign == Kind::Dash && !third && month.value().is_none_or(|m| m > 12) {
            return None;
        }
        let blank = day.open() || month.open() || (third && year.open());
        Some(self.add(from, end, Parts { day: day.value(), month: month.value(), year: full(year.value()), blank }))
    }

    /// "ngày 15, 16/7/2023", "ngày 15-16 tháng 7", "ngày 5 và 6/8": the last has the month for all.
    fn days_of_one_month(&mut self, from: usize, at: usize) -> Option<usize> {
        let mut days = Vec::new();
        let mut next = at;
        loop {
            let day = self.number(next, 2).filter(|d| (1..=31).contains(d))?;
            let parter = self.tokens.get(next + 1)?;
            let parts = parter.kind == Kind::Dash
                || parter.is(',')
                || parter.is(';')
                || matches!(self.keys.of(parter), Some(Key::And | Key::To));
            if !parts {
                break;
            }
            days.push((next, day));
            next += 2;
            if self.key(next) == Some(Key::Day) {
                return None;
            }
        }
        let last = self.number(next, 2)?;
        let month = match self.tokens.get(next + 1)?.kind {
            Kind::Slash => self.number(next + 2, 2),
            Kind::Word if self.key(next + 1) == Some(Key::Month) => self.number(next + 2, 2),
            _ => None,
        }?;
        let (year, end) = match self.kind(next + 3) {
            Some(Kind::Slash) if self.number(next + 4, 4).is_some() => (self.number(next + 4, 4), next + 5),
            _ if self.key(next + 3) == Some(Key::Year) && self.year_at(next + 4).is_some() => {
                (self.year_at(next + 4), next + 5)
            }
            _ => (None, next + 3),
        };
        let fits = |d: u32| date_of(year.unwrap_or(2000), month, d).is_some();
        if days.is_empty() || !days.iter().all(|(_, d)| fits(*d)) || !fits(last) {
            return None;
        }
        for (n, (place, day)) in days.iter().enumerate() {
            let start = if n == 0 { from } else { *place };
            self.add(start, place + 1, Parts { day: Some(*day), month: Some(month), year, blank: false });
        }
        Some(self.add(next, end, Parts { day: Some(last), month: Some(month), year, blank: false }))
    }

    /// "ngày 10", "ngày 10, 20 hằng tháng".
    fn day_alone(&mut self, from: usize, at: usize) -> Option<usize> {
        let day = self.number(at, 2).filter(|d| (1..=31).contains(d))?;
        let counted = from.checked_sub(1).and_then(|i| self.kind(i)) == Some(Kind::Number);
        if counted || self.is(at + 1, '%') {
            return None;
        }
        let mut days = vec![(from, at, day)];
        let mut next = at + 1;
        while self.is(next, ',') || self.key(next) == Some(Key::And) {
            let Some(day) = self.number(next + 1, 2).filter(|d| (1..=31).contains(d)) else { break };
            days.push((next + 1, next + 1, day));
            next += 2;
        }
        if self.key(next) != Some(Key::Every) {
            days.truncate(1);
        }
        let mut end = at + 1;
        for (start, place, day) in days {
            end = self.add(start, place + 1, Parts { day: Some(day), ..Parts::default() });
        }
        Some(end)
    }

    /// A date without "ngày": "03/6/2013", "20-12-2022", "20.12.2022".
    pub(super) fn bare(&mut self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at)?;
        if let Some((day, month, year)) = dotted_parts(token.text(self.text)) {
            let parts = Parts { day: Some(day), month: Some(month), year: Some(year), blank: false };
            return (!parts.impossible()).then(|| self.add(at, at + 1, parts));
        }
        let sign = self.kind(at + 1)?;
        if let Some(end) = self.years(at) {
            return Some(end);
        }
        if !matches!(sign, Kind::Slash | Kind::Dash) || self.kind(at + 3) != Some(sign) || !self.alone(at) {
            return None;
        }
        let (day, month, year) = (self.number(at, 2)?, self.number(at + 2, 2)?, self.year_at(at + 4)?);
        let glued = (at + 1..at + 5).all(|i| self.glued(i));
        let more = matches!(self.kind(at + 5), Some(Kind::Slash)) && self.glued(at + 5);
        let parts = Parts { day: Some(day), month: Some(month), year: Some(year), blank: false };
        if !glued || more || (sign == Kind::Dash && parts.impossible()) {
            return None;
        }
        Some(self.add(at, at + 5, parts))
    }
    /// Whether nothing is glued to the front of a number.
    pub(super) fn alone(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|i| self.kind(i));
        !self.glued(at) || !matches!(before, Some(Kind::Slash | Kind::Dash | Kind::Word | Kind::Number))
    }

    /// "sáng 20/12", "dịp 30/4 và 01/5".
    pub(super) fn occasion(&mut self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        let mut end = None;
        loop {
            let day_month = |i: usize| {
                let (day, month) = (self.number(i, 2)?, self.number(i + 2, 2)?);
                (self.kind(i + 1) == Some(Kind::Slash) && self.glued(i + 1) && date_of(2000, month, day).is_some())
                    .then_some((day, month))
            };
            let Some((day, month)) = day_month(next) else { return end };
            if self.kind(next + 3) == Some(Kind::Slash) {
                return end;
            }
            let parts = Parts { day: Some(day), month: Some(month), ..Parts::default() };
            let after = self.add(next, next + 3, parts);
            end = Some(after);
            let joined =
                self.kind(after) == Some(Kind::Dash) || self.key(after) == Some(Key::And) || self.is(after, ',');
            if !joined {
                return end;
            }
            next = after + 1;
        }
    }
}

/// A year of two digits is of this century.
fn full(year: Option<u32>) -> Option<u32> {
    year.map(|y| if y < 100 { 2000 + y } else { y })
}

/// "20.12.2022" in one token.
fn dotted_parts(raw: &str) -> Option<(u32, u32, u32)> {
    let mut parts = raw.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let fits = day.len() <= 2 && month.len() <= 2 && year.len() == 4 && parts.next().is_none();
    if !fits {
        return None;
    }
    let year = year.parse().ok().filter(|y| (1900..=2100).contains(y))?;
    Some((day.parse().ok()?, month.parse().ok()?, year))
}
