//! The shipped list of days off and swapped days (`data/holidays.csv`) to domain types.

use crate::units::{Check, records};
use domain::calendar::{DayKind, DayStatus, Holiday};
use domain::problem::Problem;
use serde::Deserialize;

/// The list as shipped.
const HOLIDAYS: (&str, &str) = ("data/holidays.csv", include_str!("../../../data/holidays.csv"));

/// A line of `holidays.csv`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayRow {
    date: String,
    kind: String,
    name: String,
    basis: String,
    status: String,
}

/// All days as shipped, by date. Problems (file and lines) arise only when somebody edited the file wrongly.
pub fn shipped() -> Result<Vec<Holiday>, Vec<Problem>> {
    from_csv(HOLIDAYS)
}

/// Reads days, a file name and its text, in the format of `data/README.md`. All problems at once: a line that is no row,
/// an unknown kind or status, a date that is none, a date given twice.
pub fn from_csv(file: (&str, &str)) -> Result<Vec<Holiday>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut days: Vec<Holiday> = Vec::new();
    for (line, row) in records::<HolidayRow>(file, &mut problems) {
        let mut check = Check { file: file.0, line, problems: &mut problems };
        let date = check.date("date", &row.date).flatten();
        let kind = check.slug("kind", &row.kind, DayKind::parse);
        let status = check.slug("status", &row.status, DayStatus::parse);
        let (Some(date), Some(kind), Some(status)) = (date, kind, status) else { continue };
        if days.iter().any(|d| d.date == date) {
            check.problem("duplicate", "date", format!("ngày {date} có hai dòng"));
        }
        days.push(Holiday { date, kind, name: row.name, basis: row.basis, status });
    }
    days.sort_by_key(|d| d.date);
    if problems.is_empty() { Ok(days) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::WorkingDays;

    #[test]
    fn the_shipped_days_are_read_and_each_swapped_day_off_has_its_day_worked() {
        let days = shipped().unwrap();
        assert_eq!(days.len(), 132);
        let swapped = days.iter().filter(|d| d.name.starts_with("Nghỉ, đổi")).count();
        assert_eq!(swapped, 5);
        // the sixth is for a Monday of 2018, before the list begins
        assert_eq!(days.iter().filter(|d| d.kind == DayKind::LamBu).count(), swapped + 1);
    }

    #[test]
    fn a_time_limit_over_tet_2026_leaves_out_the_days_off() {
        let working = WorkingDays::new(shipped().unwrap());
        let day = |text: &str| text.parse().unwrap();
        // Friday 13 February; off from Saturday 14 to Sunday 22
        assert_eq!(working.add_working_days(day("2026-02-13"), 1), day("2026-02-23"));
        assert!(working.working_day(day("2026-08-22")), "a Saturday worked for Monday the 31st");
        assert!(!working.working_day(day("2026-08-31")));
    }

    #[test]
    fn wrong_rows_are_told_all_at_once_with_their_lines() {
        let text = "date,kind,name,basis,status\n2026-01-01,le,a,b,da-ap-dung\n31/2/2026,nghi,a,b,xong\n2026-05-01,nghi,a,b,du-kien\n2026-05-01,nghi,a,b,du-kien\n";
        let told: Vec<_> = from_csv(("x.csv", text)).unwrap_err().into_iter().map(|p| (p.place.line, p.code)).collect();
        let told: Vec<_> = told.iter().map(|(line, code)| (line.unwrap_or(0), code.as_str())).collect();
        assert_eq!(told, [(2, "unknown-choice"), (3, "no-such-date"), (3, "unknown-choice"), (5, "duplicate")]);
    }
}
