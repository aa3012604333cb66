//! Accounts and assignments: who may make them, change them and end them.

use super::*;
use crate::furniture::{balanced, codes};
use store::people::{AccountChange, AccountFilter};
use testkit::both;

#[test]
fn the_first_account_is_made_once_however_close_two_tries_come() {
    both(|db| {
        let (_place, store, u) = stage(db);
        assert!(!store.any_account().unwrap());
        let first = since(domain::ids::NATION, Role::Administrator, "2026-01-01");
        let tries = std::thread::scope(|scope| {
            let names = ["mot", "hai", "bon"];
            let (store, first) = (&store, &first);
            let tries = names.map(|n| scope.spawn(move || store.add_first_account(now(), &person(n, n), first)));
            tries.map(|t| t.join().unwrap())
        });
        assert_eq!(tries.iter().filter(|t| t.is_ok()).count(), 1);
        for refused in tries.into_iter().filter(Result::is_err) {
            assert_eq!(codes(refused), ["accounts-exist"]);
        }
        assert!(store.any_account().unwrap());
        add(&store, "can-bo", u.d, Role::Officer);
        balanced(&store);
    });
}

#[test]
fn a_login_name_is_one_persons_in_any_spelling() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "Nguyen.Van.A", u.d, Role::Officer);
        assert_eq!(store.account_by_login(" nguyễn.văn.A ").unwrap().unwrap().id, one.id);
        assert_eq!(store.account_by_login("nguyen.van.b").unwrap(), None);
        let again = store.add_account(
            &root(),
            now(),
            &person("NGUYỄN.văn.a", "Người khác"),
            &[since(u.d, Role::Officer, "2026-01-01")],
        );
        assert_eq!(codes(again), ["login-taken"]);
        let account = store.account(one.id).unwrap();
        assert_eq!((account.login.as_str(), account.disabled, account.last_sign_in), ("nguyen.van.a", false, None));
        assert_eq!(store.password_hash(one.id).unwrap().unwrap(), "$argon2id$mẫu");
        assert_eq!(codes(store.account(AccountId(999))), ["unknown-account"]);
    });
}

#[test]
fn everything_wrong_with_a_new_account_is_told_at_once() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let mut beyond = since(u.x, Role::Officer, "2026-01-01");
        let ended = since(u.a, Role::Officer, "2026-01-01");
        let refused = store.add_account(&administrator_of(u.t), now(), &person("a b", " "), &[beyond.clone(), ended]);
        assert_eq!(codes(refused), ["bad-login", "bad-name", "unit-outside", "unit-closed"]);
        beyond.unit = UnitId(99_999);
        assert_eq!(codes(store.add_account(&root(), now(), &person("abc", "Ai đó"), &[beyond])), ["unknown-unit"]);
        assert_eq!(
            codes(store.add_account(&administrator_of(u.t), now(), &person("abc", "Ai đó"), &[])),
            ["no-assignment"]
        );
        let officer = Actor::local("cán bộ", Role::Officer, Some((u.t, Hierarchy::ChinhQuyen)));
        let new = [since(u.d, Role::Officer, "2026-01-01")];
        assert_eq!(codes(store.add_account(&officer, now(), &person("abc", "Ai đó"), &new)), ["not-administrator"]);
        assert!(!store.any_account().unwrap(), "nothing was half written");
    });
}

#[test]
fn an_administrator_manages_their_own_subtree_and_nobody_beyond() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let (mine, other, above) = (
            add(&store, "mot", u.d, Role::Officer),
            add(&store, "hai", u.e, Role::Officer),
            add(&store, "bon", u.t, Role::Leader),
        );
        let who = administrator_of(u.d);
        let change = AccountChange { name: Some("Tên Mới".into()), ..AccountChange::default() };
        store.change_account(&who, now(), mine.id, &change).unwrap();
        assert_eq!(store.account(mine.id).unwrap().name, "Tên Mới");
        for outside in [other.id, above.id] {
            assert_eq!(codes(store.change_account(&who, now(), outside, &change)), ["account-elsewhere"]);
            assert_eq!(codes(store.set_password(&who, now(), outside, "x", true, None)), ["account-elsewhere"]);
            assert_eq!(codes(store.lift_lock(&who, now(), outside)), ["account-elsewhere"]);
            assert_eq!(codes(store.set_totp(&who, now(), outside, None)), ["account-elsewhere"]);
            assert_eq!(codes(store.end_sessions(&who, now(), outside, None)), ["account-elsewhere"]);
            assert_eq!(codes(store.may_manage(&who, now(), outside)), ["account-elsewhere"]);
            let new = since(u.d, Role::Officer, "2026-01-01");
            assert_eq!(codes(store.assign(&who, now(), outside, &new)), ["account-elsewhere"]);
        }
        assert_eq!(codes(store.end_assignment(&who, now(), other.assignment, today())), ["account-elsewhere"]);
        let raised = since(u.t, Role::Administrator, "2026-01-01");
        assert_eq!(codes(store.assign(&who, now(), mine.id, &raised)), ["unit-outside"]);
        balanced(&store);
    });
}

#[test]
fn an_administrator_withdraws_rights_in_their_own_unit_from_somebody_who_has_others() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let both_units = add(&store, "mot", u.d, Role::Officer);
        store.assign(&root(), now(), both_units.id, &since(u.x, Role::Officer, "2026-01-01")).unwrap();
        let who = administrator_of(u.d);
        assert_eq!(
            codes(store.change_account(&who, now(), both_units.id, &AccountChange::default())),
            ["account-elsewhere"]
        );
        store.end_assignment(&who, now(), both_units.assignment, day("2026-11-21")).unwrap();
        let left: Vec<UnitId> =
            store.assignments_on(both_units.id, today()).unwrap().into_iter().map(|a| a.unit).collect();
        assert_eq!(left, [u.x]);
    });
}

#[test]
fn the_same_assignment_is_not_given_twice_at_a_time() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        let again = since(u.d, Role::Officer, "2026-05-01");
        assert_eq!(codes(store.assign(&root(), now(), one.id, &again)), ["already-assigned"]);
        store.end_assignment(&root(), now(), one.assignment, today()).unwrap();
        let later = since(u.d, Role::Officer, "2026-11-23");
        store.assign(&root(), now(), one.id, &later).unwrap();
        store.assign(&root(), now(), one.id, &since(u.d, Role::Leader, "2026-05-01")).unwrap();
        let roles: Vec<Role> = store.assignments_on(one.id, today()).unwrap().iter().map(|a| a.role).collect();
        assert_eq!(roles, [Role::Officer, Role::Leader]);
        balanced(&store);
    });
}

#[test]
fn an_assignment_ended_before_it_began_never_comes_into_force() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        let next = store.assign(&root(), now(), one.id, &since(u.t, Role::Officer, "2027-01-01")).unwrap();
        store.end_assignment(&root(), now(), next, today()).unwrap();
        assert_eq!(store.assignments_on(one.id, day("2027-01-01")).unwrap().len(), 1);
        assert_eq!(store.assignments_on(one.id, day("2026-12-31")).unwrap().len(), 1);
        assert_eq!(codes(store.end_assignment(&root(), now(), next, today())), ["assignment-ended"]);
        let extended = store.end_assignment(&root(), now(), one.assignment, day("2026-12-31"));
        assert!(extended.is_ok());
        assert_eq!(
            codes(store.end_assignment(&root(), now(), one.assignment, day("2027-12-31"))),
            ["assignment-ended"]
        );
        balanced(&store);
    });
}

#[test]
fn the_last_administrator_is_neither_disabled_nor_ended() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let nation = domain::ids::NATION;
        let one = add(&store, "mot", nation, Role::Administrator);
        let disable = AccountChange { disabled: Some(true), ..AccountChange::default() };
        assert_eq!(codes(store.change_account(&root(), now(), one.id, &disable)), ["last-administrator"]);
        assert_eq!(codes(store.end_assignment(&root(), now(), one.assignment, today())), ["last-administrator"]);
        let province = add(&store, "hai", u.t, Role::Administrator);
        assert_eq!(
            codes(store.change_account(&root(), now(), one.id, &disable)),
            ["last-administrator"],
            "one below does not do"
        );
        store.change_account(&root(), now(), province.id, &disable).unwrap();
        let other = add(&store, "bon", nation, Role::Administrator);
        assert_eq!(codes(store.change_account(&one.actor(&store), now(), one.id, &disable)), ["own-account"]);
        store.change_account(&other.actor(&store), now(), one.id, &disable).unwrap();
        assert_eq!(
            codes(store.end_assignment(&root(), now(), other.assignment, today())),
            ["last-administrator"],
            "the disabled one does not count"
        );
        store.change_account(&root(), now(), one.id, &AccountChange { disabled: Some(false), ..disable }).unwrap();
        store.end_assignment(&root(), now(), other.assignment, today()).unwrap();
        balanced(&store);
    });
}

#[test]
fn two_administrators_who_disable_each_other_at_once_do_not_both_succeed() {
    both(|db| {
        let (_place, store, _) = stage(db);
        let pair = ["mot", "hai"].map(|n| add(&store, n, domain::ids::NATION, Role::Administrator));
        let change = |disabled| AccountChange { disabled: Some(disabled), ..AccountChange::default() };
        let deeds = [(&pair[0], &pair[1]), (&pair[1], &pair[0])].map(|(who, whom)| (who.actor(&store), whom.id));
        // Several times: the two must meet between looking and writing.
        for _ in 0..20 {
            let together = std::sync::Barrier::new(2);
            let run = |(who, whom): &(Actor, AccountId)| {
                together.wait();
                store.change_account(who, now(), *whom, &change(true)).is_ok()
            };
            let done = std::thread::scope(|scope| {
                let (one, other) = (scope.spawn(|| run(&deeds[0])), scope.spawn(|| run(&deeds[1])));
                [one, other].map(|t| t.join().unwrap())
            });
            assert_eq!(done.iter().filter(|d| **d).count(), 1);
            for person in &pair {
                store.change_account(&root(), now(), person.id, &change(false)).unwrap();
            }
        }
    });
}

#[test]
fn accounts_are_found_by_unit_words_and_role() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let old = NewAssignment { to: Some(day("2025-06-30")), ..since(u.a, Role::Officer, "2021-01-01") };
        store.add_account(&root(), now(), &person("cuu", "Trần Thị Đào"), &[old]).unwrap();
        store
            .add_account(&root(), now(), &person("len", "Lê Văn Đê"), &[since(u.d, Role::Leader, "2026-01-01")])
            .unwrap();
        store
            .add_account(&root(), now(), &person("ich", "Phạm Ích"), &[since(u.x, Role::Officer, "2026-01-01")])
            .unwrap();
        let list = |filter: AccountFilter| {
            let (list, total) = store.accounts(&filter, today()).unwrap();
            assert_eq!(list.len() as i64, total);
            list.into_iter().map(|(a, theirs)| (a.login, theirs.len())).collect::<Vec<_>>()
        };
        let all = AccountFilter::default;
        assert_eq!(list(all()), [("len".into(), 1), ("ich".into(), 1), ("cuu".into(), 1)]);
        assert_eq!(list(AccountFilter { under: Some(u.t), ..all() }), [("len".into(), 1), ("cuu".into(), 1)]);
        assert_eq!(list(AccountFilter { under: Some(u.d), ..all() }), [("len".into(), 1), ("cuu".into(), 1)]);
        assert_eq!(list(AccountFilter { under: Some(u.e), ..all() }), []);
        assert_eq!(list(AccountFilter { words: Some("tran dao".into()), ..all() }), [("cuu".into(), 1)]);
        assert_eq!(list(AccountFilter { words: Some("100%".into()), ..all() }), []);
        assert_eq!(list(AccountFilter { role: Some(Role::Officer), ..all() }), [("ich".into(), 1)], "open ones only");
        assert_eq!(list(AccountFilter { disabled: Some(true), ..all() }), []);
        let (page, total) = store.accounts(&AccountFilter { limit: 1, offset: 1, ..all() }, today()).unwrap();
        assert_eq!((page[0].0.login.as_str(), page.len(), total), ("ich", 1, 3));
    });
}

#[test]
fn settings_are_an_administrators_to_change() {
    both(|db| {
        let (_place, store, u) = stage(db);
        assert_eq!(store.setting("authority.name").unwrap(), None);
        store.set_setting(&root(), now(), "authority.name", Some("UBND xã Đê")).unwrap();
        store.set_setting(&root(), now(), "authority.name", Some("UBND xã E")).unwrap();
        assert_eq!(store.setting("authority.name").unwrap().unwrap(), "UBND xã E");
        assert_eq!(store.settings().unwrap().len(), 1);
        let officer = Actor::local("cán bộ", Role::Officer, Some((u.d, Hierarchy::ChinhQuyen)));
        assert_eq!(codes(store.set_setting(&officer, now(), "authority.name", None)), ["not-administrator"]);
        assert_eq!(codes(store.set_setting(&root(), now(), "Khóa lạ", None)), ["bad-setting"]);
        store.set_setting(&root(), now(), "authority.name", None).unwrap();
        assert_eq!(store.setting("authority.name").unwrap(), None);
    });
}
