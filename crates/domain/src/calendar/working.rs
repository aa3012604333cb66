//! Working days: Monday to Friday but for days off, and the Saturdays and Sundays worked in exchange for them.
//!
//! Which days are off is dated fact, not code: the Labour Code 45/2019/QH14, Article 112, names the occasions, and each
//! year a notice says on which days they fall and which days are swapped.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a day of the list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayKind {
    /// A day off: a holiday, one given for a holiday on a Sunday, or one swapped.
    Nghi,
    /// A day worked in exchange for another.
    LamBu,
    /// A day like any other of its weekday: takes back what an earlier list says.
    Thuong,
}

impl DayKind {
    /// All kinds.
    pub const ALL: [DayKind; 3] = [DayKind::Nghi, DayKind::LamBu, DayKind::Thuong];
    /// Slug, as `data/holidays.csv` writes it.
    pub const fn slug(self) -> &'static str {
        match self {
            DayKind::Nghi => "nghi",
            DayKind::LamBu => "lam-bu",
            DayKind::Thuong => "thuong",
        }
    }
    /// Vietnamese name.
    pub const fn name(self) -> &'static str {
        match self {
            DayKind::Nghi => "nghỉ",
            DayKind::LamBu => "làm bù",
            DayKind::Thuong => "như ngày thường",
        }
    }
    /// The kind of a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.slug() == slug)
    }
}

/// How sure a day of the list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayStatus {
    /// Ordered, and kept or to be kept.
    DaApDung,
    /// Expected by rule; no notice has been seen yet.
    DuKien,
    /// Announced, but the legal text was not seen: an operator confirms or takes it back.
    CanXacNhan,
}

impl DayStatus {
    /// All of them.
    pub const ALL: [DayStatus; 3] = [DayStatus::DaApDung, DayStatus::DuKien, DayStatus::CanXacNhan];
    /// Slug, as `data/holidays.csv` writes it.
    pub const fn slug(self) -> &'static str {
        match self {
            DayStatus::DaApDung => "da-ap-dung",
            DayStatus::DuKien => "du-kien",
            DayStatus::CanXacNhan => "can-xac-nhan",
        }
    }
    /// Vietnamese name.
    pub const fn name(self) -> &'static str {
        match self {
            DayStatus::DaApDung => "đã áp dụng",
            DayStatus::DuKien => "dự kiến",
            DayStatus::CanXacNhan => "cần xác nhận",
        }
    }
    /// The status of a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.slug() == slug)
    }
}

/// A day that is not like others of its weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// Off, worked, or like any other.
    pub kind: DayKind,
    /// Vietnamese name of the occasion.
    pub name: String,
    /// The document or source that says so.
    pub basis: String,
    /// How sure it is.
    pub status: DayStatus,
}

/// The working days, by weekday and list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingDays(BTreeMap<Date, Holiday>);

impl WorkingDays {
    /// From lists of days; of two for one date the later list counts.
    pub fn new(days: impl IntoIterator<Item = Holiday>) -> Self {
        WorkingDays(days.into_iter().map(|d| (d.date, d)).collect())
    }

    /// What the list says of a day, if anything.
    pub fn holiday(&self, date: Date) -> Option<&Holiday> {
        self.0.get(&date)
    }

    /// All days of the list in order, those that take another back too.
    pub fn days(&self) -> impl Iterator<Item = &Holiday> {
        self.0.values()
    }

    /// Whether offices work on the day.
    pub fn working_day(&self, date: Date) -> bool {
        // What nobody has confirmed is not off: a limit that falls on it would pass unseen.
        let sure = self.0.get(&date).filter(|d| d.status != DayStatus::CanXacNhan);
        match sure.map(|d| d.kind) {
            Some(DayKind::Nghi) => false,
            Some(DayKind::LamBu) => true,
            Some(DayKind::Thuong) | None => !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// The `n`-th working day after a date (before it when `n` is negative); with 0 the date itself, or the first working
    /// day after it when it is none. Time limits in working days are counted from the day after the event (Civil Code
    /// 91/2015/QH13, Article 147). Held at the ends of the calendar.
    pub fn add_working_days(&self, date: Date, n: i64) -> Date {
        let mut day = date;
        if n == 0 {
            while !self.working_day(day) {
                let Ok(next) = day.tomorrow() else { return day };
                day = next;
            }
            return day;
        }
        let mut left = n.unsigned_abs();
        while left > 0 {
            let Ok(next) = (if n > 0 { day.tomorrow() } else { day.yesterday() }) else { return day };
            day = next;
            left -= u64::from(self.working_day(day));
        }
        day
    }

    /// How many working days lie after `from` up to and with `to`; negative when `to` is the earlier one.
    pub fn working_days_between(&self, from: Date, to: Date) -> i64 {
        let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let mut day = first;
        let mut count = 0;
        while day < last {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            // Backwards the first day counts and the last does not.
            let counted = if sign > 0 { day } else { day.yesterday().unwrap_or(day) };
            count += i64::from(self.working_day(counted));
        }
        sign * count
    }
}

#[cfg(test)]
mod tests;
