use super::*;
use crate::calendar::{date_of, day_number};
use jiff::civil::date;
use proptest::prelude::*;

fn day(on: Date, kind: DayKind, status: DayStatus) -> Holiday {
    Holiday { date: on, kind, name: "ngày thử".into(), basis: "văn bản thử".into(), status }
}

fn some(list: &[(Date, DayKind)]) -> WorkingDays {
    WorkingDays::new(list.iter().map(|(on, kind)| day(*on, *kind, DayStatus::DaApDung)))
}

#[test]
fn a_swapped_saturday_is_worked_and_its_monday_is_off() {
    let working = some(&[(date(2026, 8, 31), DayKind::Nghi), (date(2026, 8, 22), DayKind::LamBu)]);
    assert!(working.working_day(date(2026, 8, 22)) && !working.working_day(date(2026, 8, 31)));
    assert_eq!(working.add_working_days(date(2026, 8, 21), 1), date(2026, 8, 22));
    assert_eq!(working.add_working_days(date(2026, 8, 28), 1), date(2026, 9, 1));
    assert_eq!(working.add_working_days(date(2026, 9, 1), -1), date(2026, 8, 28));
}

#[test]
fn an_operator_takes_a_day_of_the_list_back_and_it_is_like_any_other() {
    let shipped = [day(date(2027, 2, 10), DayKind::Nghi, DayStatus::DuKien)];
    let taken_back = [day(date(2027, 2, 10), DayKind::Thuong, DayStatus::DaApDung)];
    assert!(!WorkingDays::new(shipped.clone()).working_day(date(2027, 2, 10)));
    assert!(WorkingDays::new(shipped.into_iter().chain(taken_back)).working_day(date(2027, 2, 10)));
}

#[test]
fn a_day_that_nobody_has_confirmed_is_worked() {
    let working = WorkingDays::new([day(date(2026, 11, 24), DayKind::Nghi, DayStatus::CanXacNhan)]);
    assert!(working.working_day(date(2026, 11, 24)));
}

#[test]
fn no_days_after_a_sunday_is_the_monday() {
    assert_eq!(WorkingDays::default().add_working_days(date(2026, 11, 22), 0), date(2026, 11, 23));
    assert_eq!(WorkingDays::default().add_working_days(date(2026, 11, 23), 0), date(2026, 11, 23));
}

#[test]
fn the_end_of_the_calendar_is_held() {
    assert_eq!(WorkingDays::default().add_working_days(Date::MAX, 5), Date::MAX);
    assert_eq!(WorkingDays::default().add_working_days(Date::MIN, -5), Date::MIN);
}

/// Any list of off and swapped days in two years.
fn lists() -> impl Strategy<Value = WorkingDays> {
    let kind = prop_oneof![Just(DayKind::Nghi), Just(DayKind::LamBu), Just(DayKind::Thuong)];
    prop::collection::vec((20_000i64..20_700, kind), 0..60)
        .prop_map(|list| WorkingDays::new(list.into_iter().map(|(d, k)| day(date_of(d), k, DayStatus::DaApDung))))
}

proptest! {
    #[test]
    fn the_day_reached_is_a_working_day_and_as_many_lie_between(working in lists(), start in 20_000i64..20_700, n in 1i64..90) {
        let from = date_of(start);
        let to = working.add_working_days(from, n);
        prop_assert!(working.working_day(to));
        prop_assert_eq!(working.working_days_between(from, to), n);
        let counted = (start + 1..=day_number(to)).filter(|d| working.working_day(date_of(*d))).count();
        prop_assert_eq!(counted as i64, n);
    }

    #[test]
    fn forth_and_back_from_a_working_day_is_where_one_began(working in lists(), start in 20_000i64..20_700, n in 1i64..90) {
        let from = working.add_working_days(date_of(start), 0);
        let to = working.add_working_days(from, n);
        prop_assert_eq!(working.add_working_days(to, -n), from);
        prop_assert_eq!(working.working_days_between(to, from), -n);
    }
}
