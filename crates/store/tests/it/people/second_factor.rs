//! The second factor, and the moment between password and factor.

use super::*;
use crate::furniture::{balanced, codes};
use testkit::both;

#[test]
fn a_code_of_the_second_factor_is_taken_once() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        let me = one.actor(&store);
        assert_eq!(store.totp(one.id).unwrap(), None);
        assert!(!store.use_totp_step(one.id, 5).unwrap(), "there is none");
        store.set_totp(&me, now(), one.id, Some(b"niem phong")).unwrap();
        assert!(store.account(one.id).unwrap().second_factor);
        assert_eq!(store.totp(one.id).unwrap(), Some((b"niem phong".to_vec(), 0)));
        let taken = std::thread::scope(|scope| {
            let (store, id) = (&store, one.id);
            let tries: Vec<_> = (0..8).map(|_| scope.spawn(move || store.use_totp_step(id, 100).unwrap())).collect();
            tries.into_iter().map(|t| t.join().unwrap()).filter(|t| *t).count()
        });
        assert_eq!(taken, 1);
        assert!(!store.use_totp_step(one.id, 99).unwrap(), "an earlier one neither");
        assert!(store.use_totp_step(one.id, 101).unwrap());
        assert_eq!(store.totp(one.id).unwrap().unwrap().1, 101);
    });
}

#[test]
fn recovery_codes_work_once_each_and_an_administrator_is_the_last_way_back() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        let me = one.actor(&store);
        store.set_totp(&me, now(), one.id, Some(b"x")).unwrap();
        store.set_recovery_codes(one.id, &[hash(1), hash(2)]).unwrap();
        assert!(store.use_recovery_code(&me, now(), one.id, &hash(1)).unwrap());
        assert!(!store.use_recovery_code(&me, now(), one.id, &hash(1)).unwrap());
        assert!(!store.use_recovery_code(&me, now(), one.id, &hash(3)).unwrap());
        assert_eq!(store.recovery_codes_left(one.id).unwrap(), 1);
        store.set_recovery_codes(one.id, &[hash(4)]).unwrap();
        assert!(!store.use_recovery_code(&me, now(), one.id, &hash(2)).unwrap(), "replaced");
        let admin = administrator_of(u.d);
        assert_eq!(codes(store.set_totp(&admin, now(), one.id, Some(b"y"))), ["not-own-account"]);
        store.set_totp(&admin, now(), one.id, None).unwrap();
        assert!(!store.account(one.id).unwrap().second_factor);
        assert_eq!(store.recovery_codes_left(one.id).unwrap(), 0);
        assert_eq!(deeds(&store)[..3], [Deed::SecondFactorRemoved, Deed::RecoveryCodeUsed, Deed::SecondFactorSet]);
        balanced(&store);
    });
}

#[test]
fn a_right_password_waits_ten_minutes_and_five_tries_for_the_second_factor() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        store.new_pending(now(), one.id, &hash(1)).unwrap();
        assert_eq!(store.pending(&hash(1), minutes(10)).unwrap().unwrap().account, one.id);
        assert_eq!(store.pending(&hash(2), now()).unwrap(), None);
        assert_eq!(store.try_pending(&hash(1), minutes(11)).unwrap(), None, "too late");
        for _ in 0..5 {
            assert_eq!(store.try_pending(&hash(1), minutes(1)).unwrap().unwrap().started, now());
            store.note_wrong_factor(one.id, Some("203.0.113.1"), minutes(1)).unwrap();
        }
        assert_eq!(store.try_pending(&hash(1), minutes(3)).unwrap(), None, "too often");
        assert_eq!(store.pending(&hash(1), minutes(1)).unwrap(), None);
        store.new_pending(minutes(2), one.id, &hash(3)).unwrap();
        store.drop_pending(&hash(3)).unwrap();
        assert_eq!(store.pending(&hash(3), minutes(2)).unwrap(), None);
        store.new_pending(minutes(2), one.id, &hash(4)).unwrap();
        let disable = store::people::AccountChange { disabled: Some(true), ..Default::default() };
        store.change_account(&root(), minutes(2), one.id, &disable).unwrap();
        assert_eq!(store.try_pending(&hash(4), minutes(2)).unwrap(), None, "disabled meanwhile");
    });
}

#[test]
fn who_knows_the_password_does_not_guess_the_second_factor_for_ever() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        let me = one.actor(&store);
        store.set_totp(&me, now(), one.id, Some(b"x")).unwrap();
        store.set_recovery_codes(one.id, &[hash(9)]).unwrap();
        let account = store.account(one.id).unwrap();
        let mut tried = 0;
        for n in 0..20 {
            store.new_pending(now(), one.id, &hash(n)).unwrap();
            tried += usize::from(store.try_pending(&hash(n), now()).unwrap().is_some());
        }
        assert_eq!(tried, 5, "however often the password is given again");
        assert_eq!(store.locked_until(&account, now()).unwrap(), Some(store::people::Until(minutes(1))));
        assert!(store.try_pending(&hash(19), minutes(1)).unwrap().is_some(), "time lifts it");
        assert!(store.use_totp_step(one.id, 7).unwrap());
        assert_eq!(store.locked_until(&account, minutes(1)).unwrap(), None, "a right one too");
        for n in 20..26 {
            store.new_pending(minutes(1), one.id, &hash(n)).unwrap();
            store.try_pending(&hash(n), minutes(1)).unwrap();
        }
        assert!(store.locked_until(&account, minutes(1)).unwrap().is_some());
        store.lift_lock(&administrator_of(u.d), minutes(1), one.id).unwrap();
        assert!(store.try_pending(&hash(25), minutes(1)).unwrap().is_some(), "and the administrator");
        assert!(store.use_recovery_code(&me, minutes(1), one.id, &hash(9)).unwrap());
    });
}
