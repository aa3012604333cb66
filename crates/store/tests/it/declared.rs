//! Declared figures (số liệu tự khai): they stand in for records, are never added to them, and cannot be cut.

use crate::furniture::{Small, balanced, codes, enter, figure, open, records, restated, value, was, work};
use domain::clock::Clock;
use domain::ids::UnitId;
use domain::indicators::{Bound, Figure, Question, Source};
use domain::ledger::{Amount, Dims};
use store::declared::Declaration;
use store::{Result, Store};
use testkit::{Clerk, both, day, days, morning};

const TODAY: &str = "2026-11-22";

fn declare(
    store: &Store,
    unit: UnitId,
    measure: &str,
    dims: &[(&str, &str)],
    from: &str,
    to: &str,
    n: i64,
) -> Result<i64> {
    let dims: Dims = dims.iter().map(|(d, v)| ((*d).to_string(), (*v).to_string())).collect();
    let declaration = Declaration {
        unit,
        measure,
        dims: &dims,
        period: days(day(from), day(to)),
        amount: Amount::exact(n),
        note: "báo cáo giấy",
    };
    store.declare(&store::Actor::administrator("thử"), morning().now(), &declaration)
}

fn year(unit: UnitId) -> Question {
    was(unit, "2025-01-01", "2024-01-01", "2024-12-31")
}

fn shown(f: &Figure) -> (Option<i64>, Option<i64>, Source) {
    (f.value.map(|v| v.scaled), f.recorded.map(|v| v.scaled), f.source)
}

/// Twelve pieces of work in commune a, one in b.
fn recorded(store: &Store, u: &Small) {
    let mut clerk = Clerk::new(store);
    for d in 1..=12 {
        enter(&mut clerk, u.a, &work(&format!("2024-03-{d:02}"), 1));
    }
    enter(&mut clerk, u.b, &work("2024-03-01", 1));
}

#[test]
fn sixty_one_declared_and_twelve_recorded_are_sixty_one_until_the_records_are_complete() {
    both(|db| {
        let (_place, store, u) = open(db);
        recorded(&store, &u);
        declare(&store, u.a, "viec.so", &[], "2024-01-01", "2024-12-31", 61).unwrap();
        let f = figure(&store, &year(u.a), "so-viec");
        assert_eq!(shown(&f), (Some(61), Some(12), Source::Declared));
        assert!(f.why.iter().any(|n| n.text.contains("khai 61, có hồ sơ 12")), "{:?}", f.why);
        let f = figure(&store, &year(u.t), "so-viec");
        assert_eq!(shown(&f), (Some(62), Some(13), Source::Mixed), "61 declared in a, 1 recorded in b");
        let behind = records(&store, &year(u.t), "so-viec");
        assert_eq!((behind.sum.scaled, behind.declared.len()), (13, 1));

        let clerk = Clerk::new(&store);
        let period = days(day("2024-01-01"), day("2024-12-31"));
        let closed = store.confirm_records(&clerk.who, clerk.now(), u.a, "viec.so", period, "đã nhập đủ").unwrap();
        assert_eq!(closed, 1);
        assert_eq!(shown(&figure(&store, &year(u.a), "so-viec")), (Some(12), None, Source::Records));
        assert_eq!(codes(declare(&store, u.a, "viec.so", &[], "2024-01-01", "2024-06-30", 5)), ["records-complete"]);
        assert!(declare(&store, u.a, "viec.so", &[], "2025-01-01", "2025-06-30", 5).is_ok());
        balanced(&store);
    });
}

#[test]
fn of_a_unit_and_one_above_it_the_one_above_is_taken_and_never_both() {
    both(|db| {
        let (_place, store, u) = open(db);
        recorded(&store, &u);
        declare(&store, u.a, "viec.so", &[], "2024-01-01", "2024-12-31", 61).unwrap();
        declare(&store, u.h, "viec.so", &[], "2024-01-01", "2024-12-31", 100).unwrap();
        assert_eq!(value(&store, &year(u.a), "so-viec"), Some(61));
        assert_eq!(shown(&figure(&store, &year(u.h), "so-viec")), (Some(100), Some(13), Source::Declared));
        assert_eq!(value(&store, &year(u.t), "so-viec"), Some(100));
        assert_eq!(value(&store, &year(domain::ids::NATION), "so-viec"), Some(100));
        let f = figure(&store, &year(u.b), "so-viec");
        assert_eq!(shown(&f), (Some(1), None, Source::Records), "the district's figure is not b's");
        assert!(f.why.iter().any(|n| n.code == "declared-above"));
    });
}

#[test]
fn a_question_that_cuts_a_declared_period_or_kind_has_no_number() {
    both(|db| {
        let (_place, store, u) = open(db);
        recorded(&store, &u);
        declare(&store, u.a, "viec.so", &[], "2024-01-01", "2024-12-31", 61).unwrap();
        let half = was(u.t, "2025-01-01", "2024-01-01", "2024-06-30");
        let f = figure(&store, &half, "so-viec");
        assert_eq!((f.value, f.bound), (None, Bound::NotDivisible));
        assert_eq!(value(&store, &half, "so-nguoi"), Some(13), "another measure is not touched");
        let two = was(u.t, "2025-01-01", "2023-01-01", "2024-12-31");
        assert_eq!(value(&store, &two, "so-viec"), Some(62), "two whole years hold it");
        let parts = store::indicators::Ask { by: vec!["loai".into()], ..store::indicators::Ask::plain("so-viec") };
        let figures = store.figures(&year(u.t), &[parts], None).unwrap().figures.remove(0);
        assert_eq!(figures[0].value.map(|v| v.scaled), Some(62));
        assert!(figures[1..].iter().all(|f| f.bound == Bound::NotDivisible), "61 were not declared by kind");
    });
}

#[test]
fn a_figure_declared_by_kind_shows_among_the_parts_even_without_records() {
    both(|db| {
        let (_place, store, u) = open(db);
        recorded(&store, &u);
        declare(&store, u.a, "viec.so", &[("loai", "lon")], "2024-01-01", "2024-12-31", 5).unwrap();
        let parts = store::indicators::Ask { by: vec!["loai".into()], ..store::indicators::Ask::plain("so-viec") };
        let figures = store.figures(&year(u.t), &[parts], None).unwrap().figures.remove(0);
        let told: Vec<_> = figures.iter().map(|f| (f.by.get("loai").cloned(), f.value.map(|v| v.scaled))).collect();
        assert_eq!(told, [(None, Some(18)), (Some(String::new()), Some(13)), (Some("lon".into()), Some(5))]);
    });
}

#[test]
fn a_second_declaration_replaces_the_first_and_the_first_is_remembered() {
    both(|db| {
        let (_place, store, u) = open(db);
        declare(&store, u.a, "viec.so", &[], "2024-01-01", "2024-12-31", 61).unwrap();
        let seq = store.declared(Some(u.a), false).unwrap()[0].tx;
        declare(&store, u.a, "viec.so", &[], "2024-01-01", "2024-12-31", 64).unwrap();
        assert_eq!(value(&store, &year(u.t), "so-viec"), Some(64));
        let (standing, all) = (store.declared(Some(u.a), false).unwrap(), store.declared(Some(u.a), true).unwrap());
        assert_eq!((standing.len(), all.len()), (1, 2));
        assert!(all[1].closed.is_some());
        let before = store.figures(&year(u.t), &[store::indicators::Ask::plain("so-viec")], Some(seq)).unwrap();
        assert_eq!(before.figures[0][0].value.map(|v| v.scaled), Some(61), "as known then");
        balanced(&store);
    });
}

#[test]
fn different_things_and_dead_units_cannot_be_declared() {
    both(|db| {
        let (_place, store, u) = open(db);
        assert_eq!(codes(declare(&store, u.a, "viec.noi", &[], "2024-01-01", "2024-12-31", 3)), ["declared-distinct"]);
        assert_eq!(codes(declare(&store, u.a, "viec.so", &[], "2025-07-01", "2025-12-31", 3)), ["unit-closed"]);
        assert!(declare(&store, u.a, "viec.so", &[], "2025-01-01", "2025-12-31", 3).is_ok(), "half of it was its own");
    });
}

#[test]
fn a_declared_figure_follows_its_unit_into_the_tree_of_today() {
    both(|db| {
        let (_place, store, u) = open(db);
        recorded(&store, &u);
        declare(&store, u.a, "viec.so", &[], "2024-01-01", "2024-12-31", 61).unwrap();
        let q = restated(u.d, TODAY, "2024-01-01", "2024-12-31");
        assert_eq!(shown(&figure(&store, &q, "so-viec")), (Some(62), Some(13), Source::Mixed));
        declare(&store, u.h, "viec.so", &[], "2024-01-01", "2024-12-31", 100).unwrap();
        let f = figure(&store, &restated(u.t, TODAY, "2024-01-01", "2024-12-31"), "so-viec");
        assert_eq!(f.value.map(|v| v.scaled), Some(100), "the whole district came to the province");
    });
}

#[test]
fn a_declared_stock_speaks_of_its_day_only() {
    both(|db| {
        let (_place, store, u) = open(db);
        recorded(&store, &u);
        declare(&store, u.a, "viec.dang-lam", &[], "2024-12-31", "2024-12-31", 40).unwrap();
        let at = |to: &str| value(&store, &was(u.t, "2025-01-01", to, to), "dang-lam");
        assert_eq!((at("2024-12-30"), at("2024-12-31"), at("2025-01-01")), (Some(13), Some(41), Some(13)));
    });
}

#[test]
fn a_sum_of_two_terms_counts_what_is_recorded_once() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let data = serde_json::json!({"ngay": "2024-03-01", "ten": "việc", "loai": "lon",
            "phan": [{"so": 4, "ngay-phan": "2024-03-02"}]});
        enter(&mut clerk, u.a, &data);
        declare(&store, u.a, "viec.phan", &[], "2024-01-01", "2024-12-31", 9).unwrap();
        let f = figure(&store, &year(u.a), "viec-va-phan");
        assert_eq!(shown(&f), (Some(10), Some(5), Source::Mixed));
    });
}
