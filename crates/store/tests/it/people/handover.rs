//! Handover: somebody leaves, somebody else takes over.

use super::*;
use crate::furniture::{balanced, codes};
use store::people::{AccountChange, SessionLimits};
use testkit::both;

#[test]
fn who_leaves_has_no_rights_from_that_day_and_the_other_has_them() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let (old, new) = (add(&store, "mot", u.d, Role::Officer), add(&store, "hai", u.e, Role::Officer));
        store.assign(&root(), now(), old.id, &since(u.t, Role::Leader, "2027-01-01")).unwrap();
        old.sign_in(&store, 1, now());
        let done = store.handover(&administrator_of(u.t), now(), old.id, new.id, today(), "QĐ 15").unwrap();
        assert_eq!((done.assignments, done.sessions), (2, 1));
        assert_eq!(store.session(&hash(1), now(), &SessionLimits::default()).unwrap(), None);
        assert_eq!(store.assignments_on(old.id, day("2026-11-21")).unwrap().len(), 1);
        assert_eq!(store.assignments_on(old.id, today()).unwrap(), []);
        assert_eq!(store.assignments_on(old.id, day("2027-01-01")).unwrap(), [], "nor what was yet to come");
        let units =
            |on: &str| store.assignments_on(new.id, day(on)).unwrap().iter().map(|a| a.unit).collect::<Vec<_>>();
        assert_eq!(units("2026-11-21"), [u.e]);
        assert_eq!(units(TODAY), [u.e, u.d]);
        assert_eq!(units("2027-01-01"), [u.e, u.d, u.t]);
        assert_eq!(store.assignments(new.id).unwrap()[1].note, "QĐ 15");
        assert_eq!(deeds(&store)[0], Deed::HandedOver);
        balanced(&store);
    });
}

#[test]
fn a_handover_from_a_later_day_leaves_the_days_until_then() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let (old, new) = (add(&store, "mot", u.d, Role::Officer), add(&store, "hai", u.d, Role::Viewer));
        old.sign_in(&store, 1, now());
        let done = store.handover(&root(), now(), old.id, new.id, day("2026-12-01"), "").unwrap();
        assert_eq!(done.sessions, 0);
        assert!(store.session(&hash(1), now(), &SessionLimits::default()).unwrap().is_some());
        assert_eq!(store.assignments_on(old.id, day("2026-11-30")).unwrap().len(), 1);
        assert_eq!(store.assignments_on(old.id, day("2026-12-01")).unwrap(), []);
        assert_eq!(store.assignments_on(new.id, day("2026-12-01")).unwrap().len(), 2);
    });
}

/// An unfinished form of an account.
fn draft(store: &Store, of: &Person, id: &str) {
    let draft = store::drafts::Draft {
        id: format!("0190a3b4-0000-7000-8000-{id:0>12}"),
        account: of.id.0,
        register: "viec".into(),
        entry: None,
        given_version: None,
        organ: None,
        form: "ten=".into(),
        updated: now(),
    };
    store.keep_draft(&draft).unwrap();
}

#[test]
fn unfinished_forms_go_along_on_the_day_and_not_before() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let [old, new, other] = ["mot", "hai", "bon"].map(|n| add(&store, n, u.d, Role::Officer));
        draft(&store, &old, "1");
        draft(&store, &other, "2");
        let count = |p: &Person| store.drafts(p.id.0).unwrap().len();
        let done = store.handover(&root(), now(), old.id, new.id, day("2026-12-01"), "").unwrap();
        assert_eq!((done.drafts, count(&old), count(&new)), (0, 1, 0));
        draft(&store, &old, "3");
        new.sign_in(&store, 1, at("2026-11-30", 8));
        assert_eq!((count(&old), count(&new)), (2, 0));
        new.sign_in(&store, 2, at("2026-12-01", 8));
        assert_eq!((count(&old), count(&new), count(&other)), (0, 2, 1));
        let done = store.handover(&root(), at("2026-12-01", 9), new.id, other.id, day("2026-12-01"), "").unwrap();
        assert_eq!((done.drafts, count(&other)), (2, 3));
        balanced(&store);
    });
}

#[test]
fn the_job_moves_the_forms_of_who_does_not_sign_in() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let [old, new] = ["mot", "hai"].map(|n| add(&store, n, u.d, Role::Officer));
        draft(&store, &old, "1");
        store.handover(&root(), now(), old.id, new.id, day("2026-12-01"), "").unwrap();
        for (on, moved) in [("2026-11-30", 0), ("2026-12-01", 1)] {
            store.purge_sessions(at(on, 0), &SessionLimits::default()).unwrap();
            assert_eq!(store.drafts(new.id.0).unwrap().len(), moved);
        }
    });
}

#[test]
fn a_handover_that_cannot_be_is_refused_with_every_reason() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let (old, new) = (add(&store, "mot", u.d, Role::Officer), add(&store, "hai", u.d, Role::Officer));
        let hand = |who: &Actor, to: AccountId, on: &str| codes(store.handover(who, now(), old.id, to, day(on), ""));
        assert_eq!(hand(&root(), old.id, TODAY), ["same-person"]);
        assert_eq!(hand(&administrator_of(u.e), new.id, TODAY), ["account-elsewhere"]);
        let disable = AccountChange { disabled: Some(true), ..AccountChange::default() };
        store.change_account(&root(), now(), new.id, &disable).unwrap();
        store.end_assignment(&root(), now(), old.assignment, day("2026-11-30")).unwrap();
        assert_eq!(hand(&root(), new.id, "2026-12-01"), ["account-disabled", "nothing-to-hand-over"]);
        let before = store
            .add_account(&root(), at("2025-01-01", 8), &person("bon", "Ba"), &[since(u.a, Role::Officer, "2021-01-01")])
            .unwrap();
        let closed = store.handover(&root(), now(), before, old.id, today(), "").unwrap_err().problems().remove(0);
        assert_eq!(closed.code, "unit-closed");
        assert!(closed.hint.unwrap().contains("Đê"), "what the unit became");
        assert_eq!(store.assignments(before).unwrap()[0].to, None, "nothing was half written");
    });
}

#[test]
fn the_last_administrator_hands_over_to_the_next() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let (old, new) =
            (add(&store, "mot", domain::ids::NATION, Role::Administrator), add(&store, "hai", u.d, Role::Officer));
        store.handover(&old.actor(&store), now(), old.id, new.id, today(), "").unwrap();
        let units: Vec<UnitId> = store.assignments_on(new.id, today()).unwrap().iter().map(|a| a.unit).collect();
        assert_eq!(units, [u.d, domain::ids::NATION]);
        balanced(&store);
    });
}

#[test]
fn who_has_the_same_assignment_already_does_not_get_it_twice() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let (old, new) = (add(&store, "mot", u.d, Role::Officer), add(&store, "hai", u.d, Role::Officer));
        store.handover(&root(), now(), old.id, new.id, today(), "").unwrap();
        assert_eq!(store.assignments(new.id).unwrap().len(), 1);
    });
}
