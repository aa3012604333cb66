//! Many writers at once.

use crate::furniture::{balanced, codes, open, value, was, work};
use std::sync::atomic::{AtomicI64, Ordering};
use store::StoreError;
use store::registers::{Filter, Write};
use testkit::{Clerk, both, day};

const TODAY: &str = "2026-11-22";

#[test]
fn sixteen_officers_write_in_one_province_at_once_and_every_figure_is_right() {
    both(|db| {
        let (_place, store, u) = open(db);
        let (store, areas) = (&store, [u.a, u.b, u.c, u.h]);
        let people = AtomicI64::new(0);
        std::thread::scope(|scope| {
            for n in 0..16u64 {
                let people = &people;
                scope.spawn(move || {
                    let mut clerk = Clerk::new(store);
                    clerk.chance.0 = 1000 + n;
                    let area = areas[(n % 4) as usize];
                    let organ = clerk.organ(area, "ubnd", day("2024-01-01"));
                    for i in 0..12i64 {
                        let date = format!("2024-{:02}-{:02}", 1 + i, 1 + n);
                        let done = clerk.enter("viec", &organ, &work(&date, i)).unwrap();
                        match i % 4 {
                            0 => drop(clerk.void(&done.id, "nhầm").unwrap()),
                            1 => {
                                clerk.change(&done.id, &work(&date, i + 100), "da-ghi", "edit").unwrap();
                                people.fetch_add(i + 100, Ordering::Relaxed);
                            }
                            _ => drop(people.fetch_add(i, Ordering::Relaxed)),
                        }
                    }
                });
            }
        });
        let year = was(u.t, TODAY, "2024-01-01", "2024-12-31");
        assert_eq!(value(store, &year, "so-viec"), Some(16 * 9));
        assert_eq!(value(store, &year, "so-nguoi"), Some(people.into_inner()));
        for area in areas {
            let filter = Filter { under: Some(area), voided: true, limit: 1000, ..Filter::default() };
            let own = store.entries(&filter).unwrap().0.into_iter().filter(|e| e.area == area);
            let mut numbers: Vec<i64> = own.map(|e| e.number).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, (1..=48).collect::<Vec<_>>(), "no number twice, none left out");
        }
        balanced(store);
    });
}

#[test]
fn two_officers_who_lock_the_same_entries_crosswise_never_see_a_deadlock() {
    both(|db| {
        let (_place, store, u) = open(db);
        let store = &store;
        let mut clerk = Clerk::new(store);
        let organ = clerk.organ(u.a, "ubnd", day("2024-01-01"));
        let ids: Vec<_> =
            (1..=6).map(|d| clerk.enter("viec", &organ, &work(&format!("2024-01-0{d}"), 1)).unwrap().id).collect();
        let changed = AtomicI64::new(0);
        std::thread::scope(|scope| {
            for n in 0..4u64 {
                let (ids, organ, changed) = (&ids, &organ, &changed);
                scope.spawn(move || {
                    let mut clerk = Clerk::new(store);
                    clerk.chance.0 = 50 + n;
                    let mut order = ids.clone();
                    if n % 2 == 1 {
                        order.reverse();
                    }
                    for round in 0..12i64 {
                        let writes: Vec<Write> = order
                            .iter()
                            .map(|id| {
                                let entry = store.entry(id).unwrap();
                                let data = work(&entry.record_date.to_string(), round * 10 + n as i64);
                                let checked = clerk.check("viec", organ, domain::registers::Mode::Edit, &data).unwrap();
                                let (state, action) = ("da-ghi".to_string(), "edit".to_string());
                                let (id, given) = (id.clone(), entry.version);
                                Write::Change { id, given, checked, state, action, note: String::new() }
                            })
                            .collect();
                        match clerk.apply("sửa", &writes) {
                            Ok(_) => drop(changed.fetch_add(1, Ordering::Relaxed)),
                            Err(StoreError::Stale { .. }) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                });
            }
        });
        assert!(changed.into_inner() > 0);
        balanced(store);
    });
}

#[test]
fn of_officers_who_enter_the_same_document_at_once_one_succeeds() {
    both(|db| {
        let (_place, store, u) = open(db);
        let store = &store;
        let entered = AtomicI64::new(0);
        std::thread::scope(|scope| {
            for n in 0..8u64 {
                let entered = &entered;
                scope.spawn(move || {
                    let mut clerk = Clerk::new(store);
                    clerk.chance.0 = 90 + n;
                    let organ = clerk.organ(if n % 2 == 0 { u.a } else { u.b }, "ubnd", day("2024-01-01"));
                    for i in 0..8 {
                        let mut data = work("2024-01-01", 1);
                        data["so-hieu"] = format!("{i}/KH").into();
                        match clerk.enter("viec", &organ, &data) {
                            Ok(_) => drop(entered.fetch_add(1, Ordering::Relaxed)),
                            refused => assert_eq!(codes(refused), ["duplicate-entry"]),
                        }
                    }
                });
            }
        });
        assert_eq!(entered.into_inner(), 8);
        let year = was(u.t, TODAY, "2024-01-01", "2024-12-31");
        assert_eq!(value(store, &year, "so-viec"), Some(8));
        balanced(store);
    });
}
