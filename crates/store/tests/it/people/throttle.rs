//! Waits after wrong passwords.

use super::*;
use crate::furniture::codes;
use store::people::Until;
use testkit::both;

/// A wrong password.
fn miss(store: &Store, login: &str, address: &str, at: Timestamp) -> Option<Until> {
    let wait = store.may_try(login, Some(address), at).unwrap();
    if wait.is_none() {
        store.note_failure(login, Some(address), at).unwrap();
    }
    wait
}

#[test]
fn the_sixth_try_waits_a_minute_and_then_twice_as_long_each_time() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        let account = store.account(one.id).unwrap();
        for n in 0..5 {
            assert_eq!(miss(&store, "mot", &format!("203.0.113.{n}"), now()), None);
        }
        assert_eq!(miss(&store, " MỘT ", "198.51.100.1", now()), Some(Until(minutes(1))));
        assert_eq!(store.locked_until(&account, now()).unwrap(), Some(Until(minutes(1))));
        assert_eq!(miss(&store, "mot", "198.51.100.1", minutes(1)), None, "time lifts it");
        assert_eq!(miss(&store, "mot", "198.51.100.1", minutes(2)), Some(Until(minutes(3))));
        assert_eq!(deeds(&store).iter().filter(|d| **d == Deed::Locked).count(), 1);
        assert_eq!(deeds(&store).iter().filter(|d| **d == Deed::SignInFailed).count(), 6);
    });
}

#[test]
fn a_login_name_that_nobody_has_waits_all_the_same_and_is_not_written_down() {
    both(|db| {
        let (_place, store, _) = stage(db);
        for _ in 0..5 {
            assert_eq!(miss(&store, "mat-khau-go-nham", "203.0.113.1", now()), None);
        }
        assert_eq!(miss(&store, "mat-khau-go-nham", "203.0.113.1", now()), Some(Until(minutes(1))));
        let lines = store.audit(&Default::default()).unwrap();
        assert!(lines.iter().all(|l| !format!("{l:?}").contains("nham")));
        let rows = store.read(|c| c.query("SELECT key FROM throttle", &[])).unwrap();
        assert!(rows.iter().all(|r| !r.text(0).unwrap().contains("nham")));
    });
}

#[test]
fn an_address_waits_after_thirty_misses_whatever_the_names() {
    both(|db| {
        let (_place, store, _) = stage(db);
        for n in 0..30 {
            assert_eq!(miss(&store, &format!("ten{n}"), "203.0.113.1", now()), None, "{n}");
        }
        assert_eq!(miss(&store, "ten30", "203.0.113.1", now()), Some(Until(minutes(1))));
        assert_eq!(miss(&store, "ten30", "203.0.113.2", now()), None, "the next address");
    });
}

#[test]
fn a_right_password_takes_its_try_back() {
    both(|db| {
        let (_place, store, u) = stage(db);
        add(&store, "mot", u.d, Role::Officer);
        for n in 0..100 {
            assert_eq!(store.may_try("mot", Some("203.0.113.1"), minutes(n)).unwrap(), None, "{n}");
            store.note_success("mot", Some("203.0.113.1"), minutes(n)).unwrap();
        }
        for _ in 0..4 {
            miss(&store, "mot", "203.0.113.1", minutes(100));
        }
        assert_eq!(store.may_try("mot", Some("203.0.113.1"), minutes(100)).unwrap(), None, "the fifth, right one");
        store.note_success("mot", Some("203.0.113.1"), minutes(100)).unwrap();
        assert_eq!(store.may_try("mot", None, minutes(100)).unwrap(), None);
    });
}

#[test]
fn many_tries_at_once_are_no_more_than_the_free_ones() {
    both(|db| {
        let (_place, store, u) = stage(db);
        add(&store, "mot", u.d, Role::Officer);
        let let_through = std::thread::scope(|scope| {
            let store = &store;
            let tries: Vec<_> = (0..24)
                .map(|_| scope.spawn(move || store.may_try("mot", Some("203.0.113.1"), now()).unwrap()))
                .collect();
            tries.into_iter().filter(|_| true).map(|t| t.join().unwrap()).filter(Option::is_none).count()
        });
        assert_eq!(let_through, 5);
    });
}

#[test]
fn an_administrator_lifts_a_wait() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        let account = store.account(one.id).unwrap();
        for _ in 0..6 {
            miss(&store, "mot", "203.0.113.1", now());
        }
        assert_eq!(codes(store.lift_lock(&administrator_of(u.e), now(), one.id)), ["account-elsewhere"]);
        store.lift_lock(&administrator_of(u.d), now(), one.id).unwrap();
        assert_eq!(store.locked_until(&account, now()).unwrap(), None);
        assert_eq!(miss(&store, "mot", "203.0.113.1", now()), None);
        for _ in 0..6 {
            miss(&store, "mot", "203.0.113.1", now());
        }
        store.set_password(&administrator_of(u.d), now(), one.id, "mới", true, None).unwrap();
        assert_eq!(store.locked_until(&account, now()).unwrap(), None, "a reset lifts it too");
    });
}
