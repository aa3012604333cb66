use super::*;
use crate::problem::Problem;
use crate::units::{Facts, Kind, Level, Part, Succession, SuccessionKind, Units, Version};
use jiff::SignedDuration;
use jiff::civil::date;
use proptest::prelude::*;

fn version(unit: i64, level: Level, parent: i64, from: Option<Date>, to: Option<Date>) -> Version {
    Version {
        unit: UnitId(unit),
        from,
        to,
        code: format!("{unit:05}"),
        name: format!("Đơn vị {unit}"),
        full_name: format!("Xã Đơn vị {unit}"),
        kind: Kind::Xa,
        level,
        parent: Some(UnitId(parent)),
        alt_names: Vec::new(),
    }
}

/// Province 2 with communes 3 and 4, of which 3 became 5 on 1 July 2025; province 6 with commune 7.
fn units() -> Units {
    let (end, start) = (date(2025, 6, 30), date(2025, 7, 1));
    let versions = vec![
        version(2, Level::Tinh, 1, None, None),
        version(3, Level::Xa, 2, None, Some(end)),
        version(4, Level::Xa, 2, None, None),
        version(5, Level::Xa, 2, Some(start), None),
        version(6, Level::Tinh, 1, None, None),
        version(7, Level::Xa, 6, None, None),
    ];
    let merged = Succession {
        old: UnitId(3),
        new: UnitId(5),
        on: start,
        kind: SuccessionKind::Merged,
        part: Part::Whole,
        legal_ref: "NQ".into(),
    };
    Units::build(Facts { versions, successions: vec![merged], incomplete_before: None }).unwrap()
}

fn assignment(id: i64, unit: i64, role: Role, from: Date, to: Option<Date>) -> Assignment {
    Assignment {
        id: AssignmentId(id),
        account: AccountId(id),
        unit: UnitId(unit),
        he: Hierarchy::ChinhQuyen,
        role,
        from,
        to,
        note: String::new(),
    }
}

const TODAY: Date = Date::constant(2026, 11, 22);
const LONG_AGO: Date = Date::constant(2020, 1, 1);

fn admin(id: i64, unit: i64) -> Assignment {
    assignment(id, unit, Role::Administrator, LONG_AGO, None)
}

fn code<T>(result: Result<T, Problem>) -> String {
    result.err().map_or_else(|| "ok".into(), |p| p.code)
}

#[test]
fn login_names_are_kept_in_one_form() {
    assert_eq!(check_login("  Nguyễn.Văn-Á@BắcHà ").unwrap(), "nguyen.van-a@bacha");
    assert_eq!(check_login("ĐỖ_2").unwrap(), "do_2");
    for bad in ["", "ab", ".abc", "abc.", "có cách", "a;b", "абв", &"x".repeat(65)] {
        assert_eq!(code(check_login(bad)), "bad-login", "{bad}");
    }
}

#[test]
fn names_of_people_are_tidied_and_bounded() {
    assert_eq!(check_name("  Nguyễn   Thị  Mẫu ").unwrap(), "Nguyễn Thị Mẫu");
    assert_eq!(code(check_name("  ")), "bad-name");
    assert_eq!(code(check_name(&"x".repeat(121))), "bad-name");
}

#[test]
fn only_the_network_of_an_address_is_kept() {
    assert_eq!(network("203.0.113.77").unwrap(), "203.0.113.0/24");
    assert_eq!(network("::ffff:203.0.113.77").unwrap(), "203.0.113.0/24");
    assert_eq!(network("2001:db8:1234:5678::9").unwrap(), "2001:db8:1234::/48");
    assert_eq!(exact("2001:db8:1234:5678::9"), exact("2001:db8:1234:5678:aaaa::1"));
    assert_ne!(exact("203.0.113.77"), exact("203.0.113.78"));
    assert_eq!((network("máy nào đó"), exact("")), (None, None));
}

#[test]
fn an_assignment_holds_from_its_first_to_its_last_day() {
    let a = assignment(1, 4, Role::Officer, date(2026, 1, 1), Some(date(2026, 11, 21)));
    assert!(a.in_force(date(2026, 1, 1)) && a.in_force(date(2026, 11, 21)));
    assert!(!a.in_force(date(2025, 12, 31)) && !a.in_force(TODAY));
    assert!(a.open_on(date(2025, 1, 1)) && !a.open_on(TODAY));
    let never = assignment(1, 4, Role::Officer, date(2027, 1, 1), Some(date(2026, 12, 31)));
    assert!(!never.open_on(LONG_AGO) && !never.in_force(date(2026, 12, 31)));
}

#[test]
fn rights_end_with_the_unit() {
    let old = assignment(1, 3, Role::Officer, LONG_AGO, None);
    assert!(has_rights(&units(), &old, date(2025, 6, 30)));
    assert!(!has_rights(&units(), &old, date(2025, 7, 1)));
}

#[test]
fn the_records_of_a_merged_commune_are_its_successors_and_those_above() {
    let units = units();
    let holds = |own, area| holds(&units, UnitId(own), UnitId(area), date(2024, 1, 1), TODAY);
    assert!(holds(5, 3) && holds(2, 3) && holds(1, 3));
    assert!(!holds(4, 3) && !holds(6, 3) && !holds(5, 4) && !holds(5, 2));
}

#[test]
fn an_administrator_manages_accounts_within_the_units_subtree_and_none_beyond() {
    let units = units();
    let of = |unit| vec![assignment(9, unit, Role::Officer, LONG_AGO, None)];
    let may = |own: Option<i64>, list: &[Assignment]| {
        code(may_manage(&units, Role::Administrator, own.map(UnitId), list, TODAY))
    };
    assert_eq!(may(Some(2), &of(4)), "ok");
    assert_eq!(may(Some(2), &of(3)), "ok", "of a commune that went into one of its own");
    assert_eq!(may(Some(2), &of(7)), "account-elsewhere");
    assert_eq!(may(Some(4), &of(2)), "account-elsewhere", "the one above");
    assert_eq!(may(Some(2), &[of(4), of(7)].concat()), "account-elsewhere");
    assert_eq!(may(None, &of(7)), "ok", "at the machine");
    let moved = [assignment(9, 7, Role::Officer, LONG_AGO, Some(date(2024, 1, 1))), of(4).remove(0)];
    assert_eq!(may(Some(2), &moved), "ok", "what has ended elsewhere does not count");
    assert_eq!(may(Some(6), &moved[..1]), "ok", "but for somebody who has nothing else");
    assert_eq!(may(Some(2), &moved[..1]), "account-elsewhere");
    assert_eq!((may(Some(2), &[]), may(Some(1), &[])), ("account-elsewhere".into(), "ok".into()));
    for role in [Role::Officer, Role::Leader, Role::Viewer] {
        assert_eq!(code(may_manage(&units, role, Some(UnitId(2)), &of(4), TODAY)), "not-administrator");
    }
}

#[test]
fn nobody_is_raised_beyond_the_unit_of_the_administrator() {
    let units = units();
    let may = |own, unit| code(may_assign(&units, Some(UnitId(own)), UnitId(unit), (TODAY, None), TODAY));
    assert_eq!((may(2, 2), may(2, 5)), ("ok".into(), "ok".into()));
    assert_eq!(
        (may(4, 2), may(2, 1), may(2, 7)),
        ("unit-outside".into(), "unit-outside".into(), "unit-outside".into())
    );
    let reversed = may_assign(&units, None, UnitId(4), (TODAY, Some(LONG_AGO)), TODAY);
    assert_eq!(code(reversed), "period-reversed");
}

#[test]
fn a_unit_keeps_an_administrator_in_it_or_above_it() {
    let units = units();
    let still = |lost: &[Assignment], left: &[Assignment]| code(still_administered(&units, lost, left, TODAY));
    assert_eq!(still(&[admin(1, 2)], &[]), "last-administrator");
    assert_eq!(still(&[admin(1, 2)], &[admin(2, 2)]), "ok");
    assert_eq!(still(&[admin(1, 2)], &[admin(2, 1)]), "ok", "the one above");
    assert_eq!(still(&[admin(1, 1)], &[admin(2, 2), admin(3, 6)]), "last-administrator", "those below do not do");
    let officer = assignment(2, 2, Role::Officer, LONG_AGO, None);
    assert_eq!(still(&[admin(1, 2)], std::slice::from_ref(&officer)), "last-administrator");
    assert_eq!(still(&[officer], &[]), "ok");
    let leaving = assignment(2, 2, Role::Administrator, LONG_AGO, Some(date(2026, 12, 31)));
    assert_eq!(still(&[admin(1, 2)], std::slice::from_ref(&leaving)), "last-administrator", "who will be gone");
    assert_eq!(still(std::slice::from_ref(&leaving), std::slice::from_ref(&leaving)), "ok");
    assert_eq!(still(&[admin(1, 3)], &[]), "ok", "the unit is no more");
}

#[test]
fn waits_grow_from_a_minute_to_an_hour_and_pass() {
    let at = |minutes: i64| Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap();
    let mut misses = Misses::default();
    let mut waits = Vec::new();
    for _ in 0..14 {
        misses = misses.one_more(&PER_LOGIN, at(0));
        waits.push(misses.wait(&PER_LOGIN).map_or(0, |until| until.duration_since(at(0)).as_mins()));
    }
    assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
    assert_eq!(misses.standing(&PER_LOGIN, at(90)).count, 13);
    assert_eq!(misses.standing(&PER_LOGIN, at(90)).standing(&PER_LOGIN, at(120)).count, 12, "no minute is lost");
    assert_eq!(misses.standing(&PER_LOGIN, at(60 * 24 * 30)), Misses { count: 0, last: at(60 * 24 * 30) });
}

#[test]
fn days_begin_at_midnight_in_vietnam() {
    assert_eq!(day_start(date(2026, 11, 22)).to_string(), "2026-11-21T17:00:00Z");
    assert_eq!(civil_date(day_start(TODAY)), TODAY);
    assert_eq!(civil_date(day_start(TODAY).checked_sub(SignedDuration::from_millis(1)).unwrap()), date(2026, 11, 21));
}

#[test]
fn kinds_of_events_have_stable_slugs_and_words_in_both_languages() {
    for deed in Deed::ALL {
        assert!(crate::text::is_slug(deed.slug()) && Deed::parse(deed.slug()) == Some(*deed), "{deed:?}");
        assert!(!deed.name().is_empty() && deed.name_en().is_ascii());
    }
    assert_eq!(Deed::parse("không có"), None);
}

proptest! {
    /// However the tries are spread, no day sees more of them than the free ones and one per hour and wait.
    #[test]
    fn a_guesser_gets_few_tries_a_day(gaps in proptest::collection::vec(0i64..4000, 400)) {
        let mut now = Timestamp::from_second(1_800_000_000).unwrap();
        let (start, mut misses, mut tried) = (now, Misses { count: 0, last: now }, 0);
        for gap in gaps {
            now += SignedDuration::from_secs(gap);
            if now.duration_since(start) > SignedDuration::from_hours(24) {
                break;
            }
            if misses.wait(&PER_LOGIN).is_none_or(|until| now >= until) {
                misses = misses.one_more(&PER_LOGIN, now);
                tried += 1;
            }
        }
        prop_assert!(tried <= 40, "{tried}");
    }
}
