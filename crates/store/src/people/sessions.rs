//! Sessions: looked up at every request, listed, ended.

use super::audit::{About, note};
use super::rows::{
    ACCOUNT_COLUMNS, ACCOUNT_WIDTH, ASSIGNMENT_COLUMNS, ASSIGNMENT_WIDTH, account_by_id, assignments_of, read_account,
    read_assignment,
};
use super::sign_in::no_assignment;
use super::{Actor, hash, instant, ms};
use crate::Store;
use crate::db::Row;
use crate::error::{Result, StoreError};
use domain::people::{Account, AccountId, Assignment, AssignmentId, Deed, SessionId, civil_date, has_rights};
use domain::problem::Problem;
use domain::{SignedDuration, Timestamp};

/// How often at most the time of the last request is written.
const SEEN_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without any request.
    pub idle: SignedDuration,
    /// In all, from the sign-in on.
    pub absolute: SignedDuration,
}

impl Default for SessionLimits {
    /// Two hours without a request, half a day in all: a working day with its noon break takes one sign-in or two.
    fn default() -> Self {
        SessionLimits { idle: SignedDuration::from_hours(2), absolute: SignedDuration::from_hours(12) }
    }
}

/// A session, with the person and the assignment they act in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Key.
    pub id: SessionId,
    /// Who.
    pub account: Account,
    /// In which assignment.
    pub assignment: Assignment,
    /// Since when.
    pub started: Timestamp,
    /// Last request, to the minute.
    pub seen: Timestamp,
    /// When the password was last asked again, before something delicate.
    pub elevated: Option<Timestamp>,
    /// Browser and system in a few words.
    pub agent: String,
    /// Network; empty when unknown.
    pub address: String,
}

impl Session {
    /// Who acts in it, with the address of the request.
    pub fn actor(&self, address: Option<&str>) -> Actor {
        Actor::signed_in(&self.account, &self.assignment, address)
    }
}

fn select(condition: &str) -> String {
    format!(
        "SELECT {ACCOUNT_COLUMNS}, {ASSIGNMENT_COLUMNS}, n.id, n.started_ms, n.seen_ms, n.elevated_ms, n.agent, n.address \
         FROM session n JOIN account c ON c.id = n.account JOIN assignment s ON s.id = n.assignment WHERE {condition}"
    )
}

fn read_session(row: &Row) -> Result<Session> {
    let k = ACCOUNT_WIDTH + ASSIGNMENT_WIDTH;
    Ok(Session {
        account: read_account(row, 0)?,
        assignment: read_assignment(row, ACCOUNT_WIDTH)?,
        id: SessionId(row.int(k)?),
        started: instant(row.int(k + 1)?)?,
        seen: instant(row.int(k + 2)?)?,
        elevated: row.opt_int(k + 3)?.map(instant).transpose()?,
        agent: row.text(k + 4)?.to_string(),
        address: row.text(k + 5)?.to_string(),
    })
}

impl Store {
    /// The session behind a cookie, if it still holds: within both limits, the account enabled, the assignment in force
    /// on the civil date of `at` and its unit alive. Writes the time of the request, at most once a minute.
    pub fn session(&self, token_hash: &[u8; 32], at: Timestamp, limits: &SessionLimits) -> Result<Option<Session>> {
        let row = self.read(|conn| conn.first(&select("n.token_hash = $1"), &[hash(token_hash)]))?;
        let Some(mut session) = row.as_ref().map(read_session).transpose()? else { return Ok(None) };
        let holds = at.duration_since(session.seen) <= limits.idle
            && at.duration_since(session.started) <= limits.absolute
            && !session.account.disabled
            && has_rights(&self.units(), &session.assignment, civil_date(at));
        if !holds {
            return Ok(None);
        }
        if at.duration_since(session.seen) >= SEEN_EVERY {
            self.write(|conn| {
                conn.exec(
                    "UPDATE session SET seen_ms = $2 WHERE id = $1 AND seen_ms < $2",
                    &[session.id.0.into(), ms(at)],
                )
            })?;
            session.seen = at;
        }
        Ok(Some(session))
    }

    /// Acts in another of the person's assignments from now on. Refused (`no-assignment`) when it gives no rights today.
    pub fn switch_assignment(&self, who: &Actor, at: Timestamp, id: SessionId, to: AssignmentId) -> Result<()> {
        let (units, today) = (self.units(), civil_date(at));
        self.write(|conn| {
            let row = conn.first(&select("n.id = $1"), &[id.0.into()])?;
            let Some(session) = row.as_ref().map(read_session).transpose()? else { return Err(gone()) };
            let mine = assignments_of(conn, session.account.id)?;
            if !mine.iter().any(|a| a.id == to && has_rights(&units, a, today)) {
                return Err(no_assignment());
            }
            conn.exec("UPDATE session SET assignment = $2 WHERE id = $1", &[id.0.into(), to.0.into()])?;
            note(conn, who, at, Deed::ActsFor, About::account(&session.account), &format!("phân công {to}"))
        })
    }

    /// The password (or second factor) was asked again and was right.
    pub fn elevate(&self, id: SessionId, at: Timestamp) -> Result<()> {
        self.write(|conn| {
            conn.exec("UPDATE session SET elevated_ms = $2 WHERE id = $1", &[id.0.into(), ms(at)]).map(|_| ())
        })
    }

    /// The sessions of an account that have not been ended, the latest first; those that timed out too, until purged.
    pub fn sessions_of(&self, account: AccountId) -> Result<Vec<Session>> {
        let sql = format!("{} ORDER BY n.seen_ms DESC, n.id DESC", select("n.account = $1"));
        self.read(|conn| conn.query(&sql, &[account.0.into()]))?.iter().map(read_session).collect()
    }

    /// Ends a session: one's own, as signing out (`own` is the session that asks) or from another device; or that of
    /// somebody the actor manages. Ending what has ended is no error.
    pub fn end_session(&self, who: &Actor, at: Timestamp, id: SessionId, own: Option<SessionId>) -> Result<()> {
        self.write(|conn| {
            let row = conn.first("SELECT account FROM session WHERE id = $1", &[id.0.into()])?;
            let Some(row) = row else { return Ok(()) };
            let account = AccountId(row.int(0)?);
            let account = if who.account == Some(account) {
                account_by_id(conn, account)?
            } else {
                self.managed(conn, who, at, account)?
            };
            conn.exec("DELETE FROM session WHERE id = $1", &[id.0.into()])?;
            let deed = if own == Some(id) { Deed::SignOut } else { Deed::SessionEnded };
            note(conn, who, at, deed, About::account(&account), "")
        })
    }

    /// Ends all sessions of an account but one. Returns how many ended.
    pub fn end_sessions(
        &self,
        who: &Actor,
        at: Timestamp,
        account: AccountId,
        except: Option<SessionId>,
    ) -> Result<u64> {
        self.write(|conn| {
            let account = if who.account == Some(account) {
                account_by_id(conn, account)?
            } else {
                self.managed(conn, who, at, account)?
            };
            let ended = conn.exec(
                "DELETE FROM session WHERE account = $1 AND id <> $2",
                &[account.id.0.into(), except.map_or(0, |s| s.0).into()],
            )?;
            if ended > 0 {
                note(conn, who, at, Deed::SessionEnded, About::account(&account), &format!("{ended} phiên"))?;
            }
            Ok(ended)
        })
    }

    /// Removes sessions past their limits, sign-ins that nobody finished, and misses that are forgiven; moves the drafts
    /// of handovers whose day has come. For a job that runs now and then; nothing depends on it. Returns how many
    /// sessions went.
    pub fn purge_sessions(&self, at: Timestamp, limits: &SessionLimits) -> Result<u64> {
        let before = |d: SignedDuration| ms(at.checked_sub(d).unwrap_or(Timestamp::MIN));
        self.write(|conn| {
            super::handover::move_drafts(conn, None, civil_date(at))?;
            conn.exec("DELETE FROM pending_sign_in WHERE started_ms < $1", &[before(SignedDuration::from_hours(1))])?;
            conn.exec(
                "DELETE FROM throttle WHERE last_ms < $1 AND until_ms < $2",
                &[before(SignedDuration::from_hours(24)), ms(at)],
            )?;
            conn.exec(
                "DELETE FROM session WHERE seen_ms < $1 OR started_ms < $2",
                &[before(limits.idle), before(limits.absolute)],
            )
        })
    }
}

fn gone() -> StoreError {
    StoreError::refused(Problem::error("session-ended", "Phiên làm việc đã kết thúc").hint("đăng nhập lại"))
}
