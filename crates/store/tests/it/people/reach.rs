//! What a unit may read: by its definition, for any history of units, and by the condition that selects it.

use super::*;
use crate::furniture::{enter, work};
use crate::property::grow;
use domain::calendar::{BEGINNING, OPEN_END};
use domain::people::holds;
use domain::units::{Facts, Units};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;
use store::people::Reach;
use testkit::{Clerk, both, small_catalogue};

#[test]
fn a_unit_reads_what_is_below_it_and_what_came_to_it() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let reach = |unit| store.reach(Some(unit), today());
        let reads = |unit, area, on: &str| reach(unit).reads(area, day(on));
        assert!(reads(u.d, u.d, "2026-01-01") && reads(u.d, u.a, "2021-01-01"));
        assert!(reads(u.d, u.c, "2021-01-01") && reads(u.e, u.c, "2021-01-01"), "both got a part");
        assert!(!reads(u.d, u.e, "2026-01-01") && !reads(u.d, u.h, "2021-01-01") && !reads(u.d, u.t, "2026-01-01"));
        for area in [u.t, u.h, u.a, u.c, u.d] {
            assert!(reads(u.t, area, "2021-01-01"));
        }
        assert!(!reads(u.t, u.x, "2026-01-01"));
        assert!(store.reach(None, today()).reads(u.x, day("2026-01-01")));
        assert!(reach(domain::ids::NATION).is_everything());
        assert!(std::sync::Arc::ptr_eq(&reach(u.t), &reach(u.t)), "worked out once");
    });
}

/// Days on which something may change, and some around them.
fn days_of(facts: &Facts) -> Vec<Date> {
    let mut days: BTreeSet<Date> = [BEGINNING, day("2000-01-01"), day("2026-11-22"), OPEN_END].into();
    for v in &facts.versions {
        for d in [v.from, v.to].into_iter().flatten() {
            days.extend([d.yesterday().ok(), Some(d), d.tomorrow().ok()].into_iter().flatten());
        }
    }
    days.into_iter().collect()
}

/// Entries of all areas at different dates, to try conditions on; whatever the registers' rules would say.
fn rows(units: &Units) -> Vec<(i64, Date)> {
    let days = days_of(units.facts());
    units.ids().flat_map(|u| days.iter().map(move |d| (u.0, *d))).collect()
}

#[test]
fn for_any_history_the_reach_is_its_definition_and_its_condition_selects_it() {
    both(|db| {
        let place = db.empty();
        let store = place.open();
        let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(
            config,
            proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        let words = proptest::collection::vec(any::<u64>(), 1..14);
        let outcome = runner.run(&words, |words| {
            let units = Units::build(grow(&words)).unwrap();
            let rows = rows(&units);
            store.write(|conn| {
                conn.batch("DROP TABLE IF EXISTS tried; CREATE TABLE tried (area BIGINT NOT NULL, record_date TEXT NOT NULL, day BIGINT NOT NULL)")?;
                let values: Vec<store::db::Val> = rows
                    .iter()
                    .flat_map(|(a, d)| [(*a).into(), d.to_string().into(), domain::calendar::day_number(*d).into()])
                    .collect();
                conn.insert_many("INSERT INTO tried (area, record_date, day) VALUES", "", 3, &values)
            }).unwrap();
            for today in [day("2021-01-01"), day("2024-06-01"), day("2026-11-22")] {
                for unit in units.ids() {
                    let reach = Reach::of(&units, Some(unit), today);
                    let mut expected = BTreeSet::new();
                    for (area, on) in &rows {
                        let held = holds(&units, unit, UnitId(*area), *on, today);
                        prop_assert_eq!(reach.reads(UnitId(*area), *on), held, "{} reads {} on {} today {}", unit, area, on, today);
                        if held {
                            expected.insert((*area, on.to_string()));
                        }
                    }
                    for condition in [reach.sql("t.area", "t.record_date"), reach.sql_days("t.area", "t.day")] {
                        let clause = condition.unwrap_or_else(|| "1 = 1".into());
                        let sql = format!("SELECT t.area, t.record_date FROM tried t WHERE {clause}");
                        let found = store.read(|conn| conn.query(&sql, &[])).unwrap();
                        let found: BTreeSet<(i64, String)> =
                            found.iter().map(|r| (r.int(0).unwrap(), r.text(1).unwrap().to_string())).collect();
                        prop_assert_eq!(&found, &expected, "{} today {}: {}", unit, today, clause);
                    }
                }
            }
            Ok(())
        });
        outcome.unwrap_or_else(|e| panic!("{e}"));
    });
}

#[test]
fn entries_of_a_province_are_selected_by_its_reach() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let mut clerk = Clerk::new(&store);
        for (area, date) in [(u.a, "2024-03-05"), (u.c, "2024-03-06"), (u.d, "2026-03-05"), (u.x, "2026-03-05")] {
            enter(&mut clerk, area, &work(date, 1));
        }
        let count = |unit| {
            let clause = store.reach(Some(unit), today()).sql("e.area", "e.record_date").unwrap();
            let sql = format!("SELECT COUNT(*) FROM entry e WHERE {clause}");
            store.read(|conn| conn.first(&sql, &[])).unwrap().unwrap().int(0).unwrap()
        };
        assert_eq!([u.t, u.d, u.e, u.x, u.h].map(count), [3, 3, 1, 1, 2]);
    });
}

#[test]
fn the_reach_of_every_unit_of_the_country_is_worked_out_quickly() {
    let place = Database::Sqlite.empty();
    let store = place.open();
    store.load_units(testkit::shipped(), &root(), now(), &mut |_, _| {}).unwrap();
    store.use_catalogue(small_catalogue(), &root(), now()).unwrap();
    let units = store.units();
    let provinces = units.children_on(domain::ids::NATION, today());
    assert_eq!(provinces.len(), 34);
    let started = std::time::Instant::now();
    let longest =
        provinces.iter().map(|p| store.reach(Some(*p), today()).sql("e.area", "e.record_date").unwrap().len()).max();
    eprintln!("34 tỉnh: {:?}, điều kiện dài nhất {longest:?} byte", started.elapsed());
    let commune = units.children_on(provinces[0], today())[0];
    let started = std::time::Instant::now();
    let reach = store.reach(Some(commune), today());
    eprintln!("một xã: {:?}; {}", started.elapsed(), reach.sql("e.area", "e.record_date").unwrap());
    assert!(reach.reads(commune, today()) && !reach.reads(provinces[1], today()));
}
