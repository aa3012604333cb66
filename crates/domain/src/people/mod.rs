//! People who use the system (người dùng): accounts, the assignments that give them rights, and the rules about both.
//!
//! A person has no rights of their own: rights come from an *assignment* (phân công) to a unit, in a hierarchy, in a
//! role, from a day to a day. They follow the subtree of the unit and end with the assignment or with the unit.

mod address;
mod deed;
mod manage;
mod rights;
mod throttle;

#[cfg(test)]
mod tests;

pub use address::{exact, network};
pub use deed::Deed;
pub use manage::{check_login, check_name, may_assign, may_manage, still_administered};
pub use rights::{has_rights, holds};
pub use throttle::{Limits, Misses, PER_ADDRESS, PER_LOGIN};

use crate::clock::{Clock, FixedClock, TIME_ZONE};
use crate::ids::UnitId;
use crate::organs::Hierarchy;
use crate::registers::Role;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Key of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AccountId(pub i64);

/// Key of an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AssignmentId(pub i64);

/// Key of a session; not the secret in the cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SessionId(pub i64);

/// Key of an API token; not the secret itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TokenId(pub i64);

macro_rules! shown {
    ($($id:ty),*) => {$(
        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}
shown!(AccountId, AssignmentId, SessionId, TokenId);

/// A person's account (tài khoản).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Key.
    pub id: AccountId,
    /// Login name as [`check_login`] makes it: lower case, no diacritics; no two accounts share one.
    pub login: String,
    /// The person's name, as it is shown.
    pub name: String,
    /// Language of the screens, "vi" or "en"; `None` = as the browser asks.
    pub lang: Option<String>,
    /// The password must be changed before anything else: it was given by somebody else.
    pub must_change: bool,
    /// Cannot sign in.
    pub disabled: bool,
    /// A second factor is set up.
    pub second_factor: bool,
    /// When the password was last set.
    pub password_set: Timestamp,
    /// When this person last signed in.
    pub last_sign_in: Option<Timestamp>,
    /// When the account was made.
    pub created: Timestamp,
}

/// For whom, in which role and how long a person acts (phân công).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Key.
    pub id: AssignmentId,
    /// Whose.
    pub account: AccountId,
    /// Unit acted for.
    pub unit: UnitId,
    /// Hierarchy acted for.
    pub he: Hierarchy,
    /// Role.
    pub role: Role,
    /// First day.
    pub from: Date,
    /// Last day, inclusive; `None` = open. One that was ended before it began has its last day before its first.
    pub to: Option<Date>,
    /// Why: the decision, the handover.
    pub note: String,
}

impl Assignment {
    /// Whether the day lies in it. Rights also need the unit to be alive: [`has_rights`].
    pub fn in_force(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
    /// Whether it is in force on the day, or will be later.
    pub fn open_on(&self, day: Date) -> bool {
        self.to.is_none_or(|to| day <= to && self.from <= to)
    }
}

/// The civil date of an instant in Vietnam: the day by which assignments are judged.
pub fn civil_date(at: Timestamp) -> Date {
    FixedClock(at).today()
}

/// The instant at which a civil date begins in Vietnam.
pub fn day_start(day: Date) -> Timestamp {
    let zone = TimeZone::get(TIME_ZONE).unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(7)));
    day.to_zoned(zone).map_or(if day.year() < 1970 { Timestamp::MIN } else { Timestamp::MAX }, |z| z.timestamp())
}
