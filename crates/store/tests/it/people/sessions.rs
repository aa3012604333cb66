//! Sessions: when they hold, and when they end.

use super::*;
use crate::furniture::{balanced, codes};
use store::people::{AccountChange, SessionLimits};
use testkit::both;

const LIMITS: SessionLimits =
    SessionLimits { idle: SignedDuration::from_mins(120), absolute: SignedDuration::from_hours(12) };

fn holds(store: &Store, secret: u8, at: Timestamp) -> bool {
    store.session(&hash(secret), at, &LIMITS).unwrap().is_some()
}

#[test]
fn a_session_tells_who_acts_for_whom() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        let id = one.sign_in(&store, 1, now());
        let session = store.session(&hash(1), now(), &LIMITS).unwrap().unwrap();
        assert_eq!((session.id, session.account.id, session.assignment.id), (id, one.id, one.assignment));
        assert_eq!((session.agent.as_str(), session.address.as_str()), ("Firefox", "203.0.113.0/24"));
        assert_eq!(session.account.last_sign_in, Some(now()));
        let who = session.actor(Some("203.0.113.77"));
        assert_eq!((who.account, who.acts_for), (Some(one.id), Some((u.d, Hierarchy::ChinhQuyen))));
        assert_eq!(store.session(&hash(2), now(), &LIMITS).unwrap(), None);
        balanced(&store);
    });
}

#[test]
fn a_session_ends_when_it_was_left_alone_and_when_it_is_old() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        one.sign_in(&store, 1, now());
        assert!(holds(&store, 1, minutes(120)));
        assert!(!holds(&store, 1, minutes(241)), "left alone");
        for n in (120..=720).step_by(100) {
            assert!(holds(&store, 1, minutes(n)), "{n}");
        }
        assert!(!holds(&store, 1, minutes(721)), "too old, however busy");
        assert_eq!(store.purge_sessions(minutes(700), &LIMITS).unwrap(), 0);
        assert_eq!(store.purge_sessions(minutes(721), &LIMITS).unwrap(), 1);
    });
}

#[test]
fn the_time_of_the_last_request_is_written_once_a_minute_at_most() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        one.sign_in(&store, 1, now());
        let seen = || store.sessions_of(one.id).unwrap()[0].seen;
        assert!(holds(&store, 1, now() + SignedDuration::from_secs(59)));
        assert_eq!(seen(), now());
        assert!(holds(&store, 1, minutes(1)));
        assert_eq!(seen(), minutes(1));
    });
}

#[test]
fn an_officer_whose_assignment_ended_yesterday_is_signed_out_today() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        let late = at("2026-11-21", 23);
        store.end_assignment(&root(), late, one.assignment, day("2026-11-21")).unwrap();
        one.sign_in(&store, 1, late);
        assert!(holds(&store, 1, late + SignedDuration::from_mins(59)));
        assert!(!holds(&store, 1, late + SignedDuration::from_mins(60)), "midnight in Vietnam");
        let hash = hash(2);
        let new =
            NewSession { account: one.id, assignment: one.assignment, token_hash: &hash, agent: "", address: None };
        assert_eq!(codes(store.new_session(now(), &new)), ["no-assignment"]);
        assert_eq!(store.assignments_on(one.id, today()).unwrap(), []);
    });
}

#[test]
fn an_officer_of_a_commune_that_has_ended_is_signed_out_until_assigned_to_its_successor() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let old = store
            .add_account(
                &root(),
                at("2025-01-01", 8),
                &person("mot", "Một"),
                &[since(u.a, Role::Officer, "2021-01-01")],
            )
            .unwrap();
        let one = Person { id: old, assignment: store.assignments(old).unwrap()[0].id };
        let late = at("2025-06-30", 23);
        one.sign_in(&store, 1, late);
        assert!(holds(&store, 1, late));
        assert!(!holds(&store, 1, at("2025-07-01", 0)));
        assert_eq!(store.assignments_on(old, day("2025-07-01")).unwrap(), []);
        let morning = at("2025-07-01", 7);
        let again =
            store.assign(&administrator_of(u.d), morning, old, &since(u.d, Role::Officer, "2025-07-01")).unwrap();
        Person { assignment: again, ..one }.sign_in(&store, 2, morning);
        assert!(holds(&store, 2, morning));
    });
}

#[test]
fn disabling_an_account_ends_its_sessions_at_once() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        one.sign_in(&store, 1, now());
        let disable = AccountChange { disabled: Some(true), ..AccountChange::default() };
        store.change_account(&administrator_of(u.t), now(), one.id, &disable).unwrap();
        assert!(!holds(&store, 1, now()));
        let hash = hash(2);
        let new =
            NewSession { account: one.id, assignment: one.assignment, token_hash: &hash, agent: "", address: None };
        assert_eq!(codes(store.new_session(now(), &new)), ["account-disabled"]);
        let enable = AccountChange { disabled: Some(false), ..AccountChange::default() };
        store.change_account(&administrator_of(u.t), now(), one.id, &enable).unwrap();
        assert!(!holds(&store, 1, now()), "what has ended stays ended");
        one.sign_in(&store, 2, now());
        balanced(&store);
    });
}

#[test]
fn a_new_password_ends_all_other_sessions() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        let other = add(&store, "hai", u.d, Role::Officer);
        let kept = one.sign_in(&store, 1, now());
        one.sign_in(&store, 2, now());
        other.sign_in(&store, 3, now());
        store.set_password(&one.actor(&store), minutes(1), one.id, "mới", false, Some(kept)).unwrap();
        assert_eq!([1, 2, 3].map(|n| holds(&store, n, minutes(1))), [true, false, true]);
        let account = store.account(one.id).unwrap();
        assert_eq!((account.password_set, account.must_change), (minutes(1), false));
        store.set_password(&administrator_of(u.t), minutes(2), one.id, "đặt lại", true, None).unwrap();
        assert!(!holds(&store, 1, minutes(2)));
        assert!(store.account(one.id).unwrap().must_change);
        assert_eq!(store.password_hash(one.id).unwrap().unwrap(), "đặt lại");
        let stranger = other.actor(&store);
        assert_eq!(codes(store.set_password(&stranger, now(), one.id, "x", false, None)), ["not-administrator"]);
        store.rehash_password(one.id, "cũ", "sai").unwrap();
        assert_eq!(store.password_hash(one.id).unwrap().unwrap(), "đặt lại");
        store.rehash_password(one.id, "đặt lại", "mạnh hơn").unwrap();
        assert_eq!(store.password_hash(one.id).unwrap().unwrap(), "mạnh hơn");
    });
}

#[test]
fn a_person_sees_their_sessions_and_ends_them() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let (one, other) = (add(&store, "mot", u.d, Role::Officer), add(&store, "hai", u.d, Role::Officer));
        let sessions = [1, 2, 3].map(|n| one.sign_in(&store, n, minutes(n.into())));
        let listed: Vec<SessionId> = store.sessions_of(one.id).unwrap().iter().map(|s| s.id).collect();
        assert_eq!(listed, [sessions[2], sessions[1], sessions[0]]);
        let me = one.actor(&store);
        assert_eq!(codes(store.end_session(&other.actor(&store), now(), sessions[0], None)), ["not-administrator"]);
        store.end_session(&me, minutes(4), sessions[0], Some(sessions[2])).unwrap();
        store.end_session(&me, minutes(4), sessions[0], Some(sessions[2])).unwrap();
        assert_eq!(store.end_sessions(&me, minutes(5), one.id, Some(sessions[2])).unwrap(), 1);
        assert_eq!([1, 2, 3].map(|n| holds(&store, n, minutes(5))), [false, false, true]);
        store.end_session(&me, minutes(6), sessions[2], Some(sessions[2])).unwrap();
        assert_eq!(deeds(&store)[..3], [Deed::SignOut, Deed::SessionEnded, Deed::SessionEnded]);
        let session = one.sign_in(&store, 4, now());
        store.end_session(&administrator_of(u.d), now(), session, None).unwrap();
        assert!(!holds(&store, 4, now()));
    });
}

#[test]
fn a_person_acts_in_another_of_their_own_assignments() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let (one, other) = (add(&store, "mot", u.d, Role::Officer), add(&store, "hai", u.d, Role::Officer));
        let leads = store.assign(&root(), now(), one.id, &since(u.t, Role::Leader, "2026-01-01")).unwrap();
        let later = store.assign(&root(), now(), one.id, &since(u.e, Role::Leader, "2027-01-01")).unwrap();
        let id = one.sign_in(&store, 1, now());
        let me = one.actor(&store);
        store.switch_assignment(&me, now(), id, leads).unwrap();
        let session = store.session(&hash(1), now(), &LIMITS).unwrap().unwrap();
        assert_eq!((session.assignment.unit, session.assignment.role), (u.t, Role::Leader));
        for not_mine in [later, other.assignment, AssignmentId(999)] {
            assert_eq!(codes(store.switch_assignment(&me, now(), id, not_mine)), ["no-assignment"]);
        }
        let hash9 = hash(9);
        let new =
            NewSession { account: one.id, assignment: other.assignment, token_hash: &hash9, agent: "", address: None };
        assert_eq!(codes(store.new_session(now(), &new)), ["no-assignment"], "somebody else's");
        store.elevate(id, minutes(3)).unwrap();
        assert_eq!(store.session(&hash(1), minutes(3), &LIMITS).unwrap().unwrap().elevated, Some(minutes(3)));
        store.set_lang(one.id, Some("en")).unwrap();
        assert_eq!(store.account(one.id).unwrap().lang.as_deref(), Some("en"));
        assert_eq!(codes(store.set_lang(one.id, Some("fr"))), ["bad-language"]);
        balanced(&store);
    });
}
