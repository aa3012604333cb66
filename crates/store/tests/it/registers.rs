//! Entries: added, changed, struck out, numbered, remembered.

use crate::furniture::{balanced, codes, enter, figure, open, value, was, work};
use domain::organs::Hierarchy;
use serde_json::json;
use store::StoreError;
use store::registers::Write;
use testkit::{Clerk, both, day, officer};

#[test]
fn a_piece_of_work_counts_from_the_instant_it_is_entered_until_it_is_struck_out() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let year = was(u.t, "2025-01-01", "2024-01-01", "2024-12-31");
        assert_eq!(value(&store, &year, "so-nguoi"), Some(0));
        let done = enter(&mut clerk, u.a, &work("2024-03-05", 60));
        assert_eq!(value(&store, &year, "so-nguoi"), Some(60));
        let day_only = was(u.a, "2025-01-01", "2024-03-05", "2024-03-05");
        assert_eq!(value(&store, &day_only, "so-viec"), Some(1));
        clerk.change(&done.id, &work("2024-03-05", 75), "da-ghi", "edit").unwrap();
        assert_eq!(value(&store, &year, "so-nguoi"), Some(75));
        clerk.change(&done.id, &work("2024-03-05", 75), "du-thao", "mo-lai").unwrap();
        assert_eq!(value(&store, &year, "so-nguoi"), Some(0));
        clerk.change(&done.id, &work("2024-03-05", 75), "da-ghi", "ghi-so").unwrap();
        clerk.void(&done.id, "ghi nhầm").unwrap();
        assert_eq!(value(&store, &year, "so-viec"), Some(0));
        balanced(&store);
    });
}

#[test]
fn a_record_that_moves_to_another_day_counts_there_and_only_there() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let done = enter(&mut clerk, u.a, &work("2024-12-31", 10));
        clerk.change(&done.id, &work("2025-01-01", 10), "da-ghi", "edit").unwrap();
        let [old, new] = ["2024", "2025"].map(|y| was(u.t, "2025-01-01", &format!("{y}-01-01"), &format!("{y}-12-31")));
        assert_eq!((value(&store, &old, "so-viec"), value(&store, &new, "so-viec")), (Some(0), Some(1)));
        balanced(&store);
    });
}

#[test]
fn who_edits_from_an_old_version_is_told_so_and_nothing_is_lost() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let done = enter(&mut clerk, u.a, &work("2024-03-05", 60));
        clerk.change(&done.id, &work("2024-03-05", 61), "da-ghi", "edit").unwrap();
        let void = Write::Void { id: done.id.clone(), given: 1, reason: "cũ".into() };
        let refused = clerk.apply("hủy", &[void]).unwrap_err();
        assert!(matches!(refused, StoreError::Stale { current: 2, given: 1 }));
        assert_eq!(store.entry(&done.id).unwrap().data["so-nguoi"], json!(61));
    });
}

#[test]
fn the_same_change_twice_is_one_change() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let done = enter(&mut clerk, u.a, &work("2024-03-05", 60));
        let again = clerk.change(&done.id, &work("2024-03-05", 60), "da-ghi", "edit").unwrap();
        assert!(!again.changed);
        assert_eq!(store.entry(&done.id).unwrap().version, 1);
    });
}

#[test]
fn a_struck_out_entry_stays_in_its_history_and_cannot_be_edited() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let done = enter(&mut clerk, u.a, &work("2024-03-05", 60));
        clerk.change(&done.id, &work("2024-03-06", 61), "da-ghi", "edit").unwrap();
        clerk.void(&done.id, "ghi nhầm sổ").unwrap();
        assert_eq!(codes(clerk.change(&done.id, &work("2024-03-06", 62), "da-ghi", "edit")), ["entry-void"]);
        let history = store.history(&done.id).unwrap();
        let told: Vec<_> = history.iter().map(|v| (v.version, v.action.as_str(), v.note.as_str())).collect();
        assert_eq!(told, [(1, "add", ""), (2, "edit", ""), (3, "void", "ghi nhầm sổ")]);
        assert_eq!(history[0].data["so-nguoi"], json!(60));
        assert_eq!(history[1].data["ngay"], json!("2024-03-06"));
        balanced(&store);
    });
}

#[test]
fn numbers_run_per_register_organ_and_year_without_gaps() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let numbers =
            [(u.a, "2024-03-05"), (u.a, "2024-01-05"), (u.b, "2024-03-05"), (u.a, "2023-03-05"), (u.a, "2024-12-31")]
                .map(|(area, date)| enter(&mut clerk, area, &work(date, 1)).number);
        assert_eq!(numbers, [1, 2, 1, 1, 3]);
        let organ = clerk.organ(u.a, "ubnd", day("2024-05-01"));
        let writes: Vec<Write> = ["2024-05-01", "2023-05-01", "2024-05-02"]
            .map(|d| clerk.adding("viec", &organ, u.a, "da-ghi", &work(d, 1)).unwrap())
            .into();
        let done = clerk.apply("nhập tệp", &writes).unwrap();
        assert_eq!(done.iter().map(|d| d.number).collect::<Vec<_>>(), [4, 2, 5]);
    });
}

#[test]
fn one_bad_row_of_many_leaves_nothing_behind() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let organ = clerk.organ(u.a, "ubnd", day("2024-05-01"));
        let mut writes: Vec<Write> = (1..=9)
            .map(|d| clerk.adding("viec", &organ, u.a, "da-ghi", &work(&format!("2024-05-0{d}"), 5)).unwrap())
            .collect();
        writes.push(Write::Void { id: clerk.new_id(), given: 1, reason: String::new() });
        assert_eq!(codes(clerk.apply("nhập tệp", &writes)), ["unknown-entry"]);
        let year = was(u.t, "2025-01-01", "2024-01-01", "2024-12-31");
        assert_eq!(value(&store, &year, "so-viec"), Some(0));
        assert_eq!(enter(&mut clerk, u.a, &work("2024-06-01", 1)).number, 1, "the numbers were not used up");
        balanced(&store);
    });
}

#[test]
fn an_imported_row_is_found_again_by_its_key_and_the_key_is_taken_once() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let organ = clerk.organ(u.a, "ubnd", day("2024-05-01"));
        let keyed = |clerk: &mut Clerk<'_>| {
            let mut write = clerk.adding("viec", &organ, u.a, "da-ghi", &work("2024-05-01", 5)).unwrap();
            if let Write::Add { import_key, .. } = &mut write {
                *import_key = Some("tep.xlsx#7".into());
            }
            write
        };
        let write = keyed(&mut clerk);
        let done = clerk.apply("nhập", &[write]).unwrap().remove(0);
        let found = store.entry_by_key("viec", organ.id, "tep.xlsx#7").unwrap().unwrap();
        assert_eq!((found.id, found.import_key.as_deref()), (done.id, Some("tep.xlsx#7")));
        let write = keyed(&mut clerk);
        assert_eq!(codes(clerk.apply("nhập", &[write])), ["key-taken"]);
        assert_eq!(store.entry_by_key("viec", organ.id, "tep.xlsx#8").unwrap(), None);
        balanced(&store);
    });
}

#[test]
fn the_same_key_sent_twice_is_refused_as_already_written() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let organ = clerk.organ(u.a, "ubnd", day("2024-05-01"));
        let write = clerk.adding("viec", &organ, u.a, "da-ghi", &work("2024-05-01", 5)).unwrap();
        clerk.apply("ghi", std::slice::from_ref(&write)).unwrap();
        assert_eq!(codes(clerk.apply("ghi", &[write])), ["entry-exists"]);
        balanced(&store);
    });
}

#[test]
fn a_twin_by_identity_is_refused_until_the_first_is_struck_out() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let named = |number: &str| json!({"ngay": "2024-05-01", "ten": "việc", "so-hieu": number});
        let first = enter(&mut clerk, u.a, &named("12/KH"));
        let organ = clerk.organ(u.b, "ubnd", day("2024-05-01"));
        assert_eq!(codes(clerk.enter("viec", &organ, &named("12/kh"))), ["duplicate-entry"]);
        let other = clerk.enter("viec", &organ, &named("13/KH")).unwrap();
        assert_eq!(codes(clerk.change(&other.id, &named("12/KH"), "da-ghi", "edit")), ["duplicate-entry"]);
        let twins = [0, 1].map(|_| clerk.adding("viec", &organ, u.b, "da-ghi", &named("14/KH")).unwrap());
        assert_eq!(codes(clerk.apply("nhập", &twins)), ["duplicate-entry"]);
        clerk.void(&first.id, "trùng").unwrap();
        clerk.enter("viec", &organ, &named("12/KH")).unwrap();
        clerk.enter("viec", &organ, &work("2024-05-01", 1)).unwrap();
        clerk.enter("viec", &organ, &work("2024-05-01", 1)).unwrap();
        balanced(&store);
    });
}

#[test]
fn a_closed_unit_takes_no_record_and_its_successors_are_named() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let old = clerk.organ(u.c, "ubnd", day("2025-06-30"));
        let refused = clerk.enter("viec", &old, &work("2025-07-01", 1)).unwrap_err().problems().remove(0);
        assert_eq!(refused.code, "unit-closed");
        let hint = refused.hint.unwrap();
        assert!(hint.contains("Xã Đê") && hint.contains("Xã E"), "{hint}");
        let refused = store.organ(u.d, "ubnd", day("2025-06-30")).unwrap_err().problems().remove(0);
        assert_eq!(refused.code, "unit-closed");
        assert!(refused.hint.unwrap().contains("Xã Bê"));
        let entry = enter(&mut clerk, u.c, &work("2025-06-30", 1));
        assert_eq!(codes(clerk.change(&entry.id, &work("2025-07-02", 1), "da-ghi", "edit")), ["unit-closed"]);
        let new = clerk.organ(u.d, "ubnd", day("2025-07-01"));
        assert_eq!(
            codes(
                clerk
                    .adding("viec", &new, u.x, "da-ghi", &work("2025-07-01", 1))
                    .and_then(|w| clerk.apply("ghi", &[w]))
            ),
            ["area-outside"]
        );
        balanced(&store);
    });
}

#[test]
fn organs_exist_on_their_dates_and_say_what_they_became() {
    both(|db| {
        let (_place, store, u) = open(db);
        assert!(store.organ(u.t, "ban-cu", day("2025-02-28")).is_ok());
        let refused = store.organ(u.t, "ban-cu", day("2025-03-01")).unwrap_err().problems().remove(0);
        assert_eq!(refused.code, "organ-ended");
        assert!(refused.hint.unwrap().contains("Ban mới"));
        assert_eq!(codes(store.organ(u.t, "ban-moi", day("2025-02-28"))), ["organ-not-yet"]);
        assert_eq!(codes(store.organ(u.a, "ban-cu", day("2024-01-01"))), ["organ-level"]);
        let one = store.organ(u.t, "ubnd", day("2020-01-01")).unwrap();
        assert_eq!(store.organ(u.t, "ubnd", day("2026-01-01")).unwrap(), one, "the same organ, made once");
    });
}

#[test]
fn officers_write_their_own_records_those_below_and_those_of_their_predecessors() {
    both(|db| {
        let (_place, store, u) = open(db);
        let units = store.units();
        let may = |who: &store::Actor, area, he, on: &str| {
            who.may_write(&units, area, he, day(on), day("2026-11-22")).map_err(|p| p.code)
        };
        let party = Hierarchy::Dang;
        let commune = officer("cán bộ xã Đê", u.d, party);
        assert_eq!(may(&commune, u.d, party, "2026-01-01"), Ok(()));
        assert_eq!(may(&commune, u.a, party, "2021-01-01"), Ok(()), "merged into it");
        assert_eq!(may(&commune, u.c, party, "2021-01-01"), Ok(()), "a part came to it");
        assert_eq!(may(&commune, u.h, party, "2021-01-01"), Err("not-yours".into()));
        assert_eq!(may(&commune, u.e, party, "2026-01-01"), Err("not-yours".into()));
        assert_eq!(may(&commune, u.d, Hierarchy::ChinhQuyen, "2026-01-01"), Err("not-yours".into()));
        let province = officer("cán bộ tỉnh", u.t, party);
        for (area, on) in [(u.h, "2021-01-01"), (u.a, "2021-01-01"), (u.d, "2026-01-01")] {
            assert_eq!(may(&province, area, party, on), Ok(()));
        }
        assert_eq!(may(&province, u.x, party, "2026-01-01"), Err("not-yours".into()));
    });
}

#[test]
fn an_entry_of_a_split_commune_is_assigned_by_hand_to_one_that_took_a_part() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let whole = enter(&mut clerk, u.a, &work("2024-05-01", 1));
        let parted = enter(&mut clerk, u.c, &work("2024-05-01", 1));
        assert_eq!(codes(clerk.assign(&whole.id, Some(u.d))), ["bad-assignment"], "all of it went to one");
        assert_eq!(codes(clerk.assign(&parted.id, Some(u.x))), ["bad-assignment"]);
        clerk.assign(&parted.id, Some(u.e)).unwrap();
        assert_eq!(store.entry(&parted.id).unwrap().assigned, Some(u.e));
        clerk.assign(&parted.id, None).unwrap();
        assert_eq!(store.entry(&parted.id).unwrap().assigned, None);
        assert_eq!(store.history(&parted.id).unwrap().len(), 3);
        balanced(&store);
    });
}

#[test]
fn entries_are_found_by_register_area_date_state_and_words() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let named = |date: &str, name: &str| json!({"ngay": date, "ten": name});
        enter(&mut clerk, u.a, &named("2024-05-01", "Đường bê tông"));
        enter(&mut clerk, u.d, &named("2025-08-01", "Nạo vét mương"));
        let gone = enter(&mut clerk, u.x, &named("2024-06-01", "Đường đất"));
        clerk.void(&gone.id, "nhầm").unwrap();
        let titles = |filter: &store::registers::Filter| {
            store.entries(filter).unwrap().0.into_iter().map(|e| e.title).collect::<Vec<_>>()
        };
        let all = store::registers::Filter::default();
        assert_eq!(titles(&all), ["Đường bê tông", "Nạo vét mương"]);
        assert_eq!(
            titles(&store::registers::Filter { words: Some("duong BE".into()), ..all.clone() }),
            ["Đường bê tông"]
        );
        assert_eq!(titles(&store::registers::Filter { under: Some(u.h), ..all.clone() }), ["Đường bê tông"]);
        assert_eq!(
            titles(&store::registers::Filter { from: Some(day("2025-01-01")), ..all.clone() }),
            ["Nạo vét mương"]
        );
        assert_eq!(titles(&store::registers::Filter { voided: true, ..all.clone() }).len(), 3);
        assert_eq!(titles(&store::registers::Filter { states: vec!["du-thao".into()], ..all.clone() }).len(), 0);
        let (page, count) = store.entries(&store::registers::Filter { limit: 1, offset: 1, ..all }).unwrap();
        assert_eq!((page[0].title.as_str(), count), ("Nạo vét mương", 2));
    });
}

#[test]
fn a_sum_beyond_sixty_four_bits_is_refused_and_nothing_of_it_is_written() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let organ = clerk.organ(u.a, "ubnd", day("2024-05-01"));
        let huge = [0, 1].map(|_| {
            clerk.adding("viec", &organ, u.a, "da-ghi", &work("2024-05-01", 9_000_000_000_000_000_000)).unwrap()
        });
        assert_eq!(codes(clerk.apply("ghi", &huge)), ["too-large"]);
        let year = was(u.a, "2025-01-01", "2024-01-01", "2024-12-31");
        assert_eq!(figure(&store, &year, "so-nguoi").value.map(|v| v.scaled), Some(0));
        balanced(&store);
    });
}
