//! Tokens of programs: the same rights as the person in the assignment, and no longer.

use super::*;
use crate::furniture::{balanced, codes};
use store::people::{AccountChange, NewToken};
use testkit::both;

fn new<'a>(of: &Person, hash: &'a [u8; 32], name: &'a str, expires: &str) -> NewToken<'a> {
    NewToken { account: of.id, assignment: of.assignment, name, token_hash: hash, expires: day(expires) }
}

#[test]
fn a_token_acts_for_its_person_until_its_last_day() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        let me = one.actor(&store);
        let id = store.new_token(&me, now(), &new(&one, &hash(1), "  phần mềm  tỉnh ", "2026-12-31")).unwrap();
        let use_it = |at| store.token(&hash(1), at, Some("203.0.113.9")).unwrap();
        let holder = use_it(now()).unwrap();
        assert_eq!((holder.token.id, holder.token.name.as_str()), (id, "phần mềm tỉnh"));
        assert_eq!(holder.actor(None).acts_for, Some((u.d, Hierarchy::ChinhQuyen)));
        assert!(use_it(minutes(5)).is_some());
        assert!(use_it(at("2026-12-31", 23)).is_some() && use_it(at("2027-01-01", 0)).is_none());
        assert_eq!(store.token(&hash(2), now(), None).unwrap(), None);
        let used = deeds(&store).into_iter().filter(|d| *d == Deed::TokenUsed).count();
        assert_eq!(used, 2, "once a day goes into the log");
        store.revoke_token(&me, now(), id).unwrap();
        store.revoke_token(&me, now(), id).unwrap();
        assert_eq!(use_it(now()), None);
        assert_eq!(deeds(&store).into_iter().filter(|d| *d == Deed::TokenRevoked).count(), 1);
        assert_eq!(store.tokens_of(one.id).unwrap()[0].revoked, Some(now()));
        balanced(&store);
    });
}

#[test]
fn a_token_ends_with_the_assignment_and_rests_with_the_account() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        store.new_token(&one.actor(&store), now(), &new(&one, &hash(1), "tỉnh", "2027-01-31")).unwrap();
        let works = |at| store.token(&hash(1), at, None).unwrap().is_some();
        for disabled in [true, false] {
            let change = AccountChange { disabled: Some(disabled), ..AccountChange::default() };
            store.change_account(&root(), now(), one.id, &change).unwrap();
            assert_eq!(works(now()), !disabled);
        }
        store.end_assignment(&root(), now(), one.assignment, today()).unwrap();
        assert!(works(now()) && !works(at("2026-11-23", 0)));
    });
}

#[test]
fn tokens_are_ones_own_named_and_not_for_ever() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let (one, other) = (add(&store, "mot", u.d, Role::Officer), add(&store, "hai", u.d, Role::Officer));
        let me = one.actor(&store);
        let hash = hash(1);
        let make = |t: &NewToken<'_>| codes(store.new_token(&me, now(), t));
        assert_eq!(make(&new(&one, &hash, " ", "2026-11-21")), ["bad-name", "bad-expiry"]);
        assert_eq!(make(&new(&one, &hash, "x", "2027-11-24")), ["bad-expiry"]);
        assert_eq!(make(&new(&other, &hash, "x", "2026-12-31")), ["not-administrator"]);
        let theirs = NewToken { assignment: other.assignment, ..new(&one, &hash, "x", "2026-12-31") };
        assert_eq!(make(&theirs), ["no-assignment"]);
        let id = store.new_token(&me, now(), &new(&one, &hash, "x", "2026-12-31")).unwrap();
        assert_eq!(codes(store.revoke_token(&other.actor(&store), now(), id)), ["not-administrator"]);
        store.revoke_token(&administrator_of(u.t), now(), id).unwrap();
        assert_eq!(codes(store.revoke_token(&me, now(), domain::people::TokenId(99))), ["unknown-token"]);
    });
}
