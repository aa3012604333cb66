//! People: who acts and on whose records, their accounts and assignments, sessions, tokens, waits after wrong passwords,
//! and the log of it all. Secrets come in as hashes or sealed; nothing here computes them.

mod accounts;
mod actor;
mod assignments;
mod audit;
mod directory;
mod handover;
mod passwords;
mod reach;
mod rows;
mod second_factor;
mod sessions;
mod settings;
mod sign_in;
mod throttle;
mod tokens;
pub(crate) mod verify;

pub use accounts::{AccountChange, NewAccount};
pub use actor::{Actor, OrganRow};
pub use assignments::NewAssignment;
pub use audit::{AuditFilter, AuditLine};
pub use directory::{AccountFilter, WithAssignments};
pub use domain::people::{
    Account, AccountId, Assignment, AssignmentId, Deed, SessionId, TokenId, civil_date, has_rights,
};
pub use handover::Handover;
pub use reach::Reach;
pub use sessions::{Session, SessionLimits};
pub use sign_in::{NewSession, Pending};
pub use throttle::Until;
pub use tokens::{NewToken, Token, TokenHolder};

pub(crate) use reach::Reaches;

use crate::db::{Conn, Val};
use crate::error::{Result, StoreError};
use domain::Timestamp;

/// An instant as the database keeps it.
fn ms(at: Timestamp) -> Val {
    at.as_millisecond().into()
}

/// An instant that the database kept.
fn instant(ms: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(ms).map_err(|e| StoreError::Database(format!("thời điểm {ms}: {e}")))
}

/// The SHA-256 of a secret as the database keeps it.
fn hash(bytes: &[u8; 32]) -> Val {
    Val::Bytes(bytes.to_vec())
}

/// Whoever changes accounts or assignments goes one after another: rules about several accounts at once (the last
/// administrator) hold only so.
fn one_at_a_time(conn: &mut Conn) -> Result<()> {
    conn.exec("UPDATE meta SET value = value WHERE key = 'people.changes'", &[]).map(|_| ())
}
