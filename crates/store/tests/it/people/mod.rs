//! People: accounts, assignments, sessions, waits, tokens, the second factor, the log, and what a unit may read.

mod accounts;
mod audit;
mod handover;
mod reach;
mod second_factor;
mod sessions;
mod throttle;
mod tokens;

use crate::furniture::{Small, open};
use domain::ids::UnitId;
use domain::organs::Hierarchy;
use domain::registers::Role;
use domain::{Date, SignedDuration, Timestamp};
use store::people::{AccountId, AssignmentId, Deed, NewAccount, NewAssignment, NewSession, SessionId};
use store::{Actor, Store};
use testkit::{Database, Place, day};

/// The day on which these tests happen.
pub const TODAY: &str = "2026-11-22";

/// An instant of a day in Vietnam: `at("2026-11-22", 8)` is 8 o'clock in the morning.
pub fn at(date: &str, hour: i64) -> Timestamp {
    domain::people::day_start(day(date)) + SignedDuration::from_hours(hour)
}

/// 8 o'clock today.
pub fn now() -> Timestamp {
    at(TODAY, 8)
}

/// So many minutes after 8 o'clock.
pub fn minutes(n: i64) -> Timestamp {
    now() + SignedDuration::from_mins(n)
}

/// A secret's hash.
pub fn hash(n: u8) -> [u8; 32] {
    [n; 32]
}

/// The administrator at the machine.
pub fn root() -> Actor {
    Actor::administrator("gốc")
}

/// An administrator who acts for a unit, without an account of their own.
pub fn administrator_of(unit: UnitId) -> Actor {
    Actor::local("quản trị", Role::Administrator, Some((unit, Hierarchy::ChinhQuyen)))
}

/// An open assignment since the beginning of 2026.
pub fn since(unit: UnitId, role: Role, from: &str) -> NewAssignment {
    NewAssignment { unit, he: Hierarchy::ChinhQuyen, role, from: day(from), to: None, note: "QĐ số 01".into() }
}

/// An account to be made.
pub fn person(login: &str, name: &str) -> NewAccount {
    NewAccount { login: login.into(), name: name.into(), password_hash: "$argon2id$mẫu".into(), must_change: false }
}

/// Somebody with one open assignment.
pub struct Person {
    pub id: AccountId,
    pub assignment: AssignmentId,
}

/// Makes somebody, by the administrator at the machine.
pub fn add(store: &Store, login: &str, unit: UnitId, role: Role) -> Person {
    let new = person(login, &format!("Người {login}"));
    let id = store.add_account(&root(), now(), &new, &[since(unit, role, "2026-01-01")]).unwrap();
    Person { id, assignment: store.assignments(id).unwrap()[0].id }
}

impl Person {
    /// Signs in with a secret.
    pub fn sign_in(&self, store: &Store, secret: u8, at: Timestamp) -> SessionId {
        let hash = hash(secret);
        let new = NewSession {
            account: self.id,
            assignment: self.assignment,
            token_hash: &hash,
            agent: "Firefox",
            address: Some("203.0.113.9"),
        };
        store.new_session(at, &new).unwrap_or_else(|e| panic!("{e}"))
    }
    /// Acts in the one assignment.
    pub fn actor(&self, store: &Store) -> Actor {
        let account = store.account(self.id).unwrap();
        let assignment = store.assignments(self.id).unwrap().remove(0);
        Actor::signed_in(&account, &assignment, None)
    }
}

/// What the log says, latest first: kinds of events only.
pub fn deeds(store: &Store) -> Vec<Deed> {
    let filter = store::people::AuditFilter { ledger: Some(false), ..Default::default() };
    store.audit(&filter).unwrap().into_iter().filter_map(|l| l.deed).collect()
}

/// A store with the small province.
pub fn stage(db: Database) -> (Place, Store, Small) {
    open(db)
}

/// Today as a date.
pub fn today() -> Date {
    day(TODAY)
}
