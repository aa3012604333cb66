//! Periods out of marks: "từ ngày … đến ngày …", "tính đến ngày …", and what is a stretch by itself. Months and quarters are those
//! of the calendar; whether a report closes them on the 14th is for whoever compares.

use super::{Key, Mark, Walk, date_of, month_of};
use crate::scan::Kind;
use domain::Date;
use domain::proof::Period;

impl Walk<'_, '_> {
    /// Adds the periods of the block.
    pub(super) fn periods(&mut self) {
        let marks = std::mem::take(&mut self.marks);
        let mut at = 0;
        while let Some(mark) = marks.get(at) {
            at += 1;
            if let Some(next) = marks.get(at)
                && let Some(period) = self.between(mark, next)
            {
                self.reading.periods.push(period);
                at += 1;
            } else if let Some(period) = self.alone_or_bounded(mark) {
                self.reading.periods.push(period);
            }
        }
    }

    /// "từ A đến B", "từ A - B"; also days that a dash or "đến" joins.
    fn between(&self, a: &Mark, b: &Mark) -> Option<Period> {
        let mut joined = false;
        for i in a.to..b.from {
            match (self.kind(i), self.key(i)) {
                (Some(Kind::Dash), _) | (_, Some(Key::To)) => joined = true,
                (_, Some(Key::Through | Key::Head | Key::Tail)) => {}
                _ => return None,
            }
        }
        let lead = self.lead(a.from, Key::From);
        if !joined || (lead.is_none() && !(a.day && b.day)) {
            return None;
        }
        let year = b.last.and_then(|d| u32::try_from(d.year()).ok());
        let from = a.first.or_else(|| match (a.open, a.open_month, year) {
            (Some((day, month)), _, Some(y)) => date_of(y, month, day),
            (_, Some(month), Some(y)) => date_of(y, month, 1),
            _ => None,
        });
        let same_year = |d: &Date| b.last.is_none_or(|l| *d <= l);
        Some(Period {
            span: self.span(lead.unwrap_or(a.from), b.to),
            from: from.filter(same_year),
            to: b.last.or_else(|| bound_in(b, a.first)),
        })
    }

    /// What a mark is by itself: a stretch, or all until or since a day.
    fn alone_or_bounded(&self, mark: &Mark) -> Option<Period> {
        let several = mark.first.zip(mark.last).is_some_and(|(a, b)| a.year() != b.year());
        if let Some(lead) = self.lead(mark.from, Key::To).filter(|_| !several) {
            let lead = if lead > 0 && self.key(lead - 1) == Some(Key::Count) { lead - 1 } else { lead };
            return mark.last.map(|to| Period { span: self.span(lead, mark.to), from: None, to: Some(to) });
        }
        if let Some(lead) = self.lead(mark.from, Key::From).filter(|_| !several) {
            return mark.first.map(|from| Period { span: self.span(lead, mark.to), from: Some(from), to: None });
        }
        if self.key_before(mark.from) == Some(Key::Through) {
            return mark.last.map(|to| Period { span: self.span(mark.from - 1, mark.to), from: None, to: Some(to) });
        }
        if mark.day || mark.open_month.is_some() || self.key_before(mark.from) == Some(Key::Beside) {
            return None;
        }
        Some(Period { span: self.span(mark.from, mark.to), from: mark.first, to: mark.last })
    }

    /// The token of this key before a mark, over "hết", "đầu", "cuối".
    fn lead(&self, from: usize, key: Key) -> Option<usize> {
        let mut at = from.checked_sub(1)?;
        while at > 0 && matches!(self.key(at), Some(Key::Through | Key::Head | Key::Tail)) {
            at -= 1;
        }
        (self.key(at) == Some(key)).then_some(at)
    }
}

/// The end of a period whose year only the beginning gives: "từ ngày 01/3/2024 đến 30/6".
fn bound_in(b: &Mark, first: Option<Date>) -> Option<Date> {
    let year = u32::try_from(first?.year()).ok()?;
    match (b.open, b.open_month) {
        (Some((day, month)), _) => date_of(year, month, day),
        (_, Some(month)) => month_of(year, month).1,
        _ => None,
    }
    .filter(|to| Some(*to) >= first)
}
