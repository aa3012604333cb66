//! Signing in: a right password may still wait for the second factor; then the session begins.

use super::audit::{About, note};
use super::rows::{account_by_id, assignments_of};
use super::throttle::{anonymous, may_try_factor};
use super::{Actor, hash, instant, ms};
use crate::Store;
use crate::error::{Result, StoreError};
use domain::people::{AccountId, AssignmentId, Deed, SessionId, civil_date, has_rights, network};
use domain::problem::Problem;
use domain::{SignedDuration, Timestamp};

/// How long a right password waits for the second factor.
const PENDING: SignedDuration = SignedDuration::from_mins(10);
/// How many second factors may be tried for one right password.
const TRIES_MAX: i64 = 5;
/// Longest description of a browser kept, in characters.
const AGENT_MAX: usize = 80;

/// What begins a session.
#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    /// Whose.
    pub account: AccountId,
    /// In which assignment; it must be in force.
    pub assignment: AssignmentId,
    /// SHA-256 of the secret in the cookie.
    pub token_hash: &'a [u8; 32],
    /// Browser and system in a few words, "Firefox, Windows".
    pub agent: &'a str,
    /// Network address; only its network is kept.
    pub address: Option<&'a str>,
}

/// A right password that waits for the second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// Whose.
    pub account: AccountId,
    /// When the password was given.
    pub started: Timestamp,
}

impl Store {
    /// Begins a session: notes the sign-in and its time. Refused (`no-assignment`) when the assignment is not the
    /// account's, not in force today, or of a unit that has ended, and for a disabled account (`account-disabled`).
    pub fn new_session(&self, at: Timestamp, new: &NewSession<'_>) -> Result<SessionId> {
        let (units, today) = (self.units(), civil_date(at));
        let agent: String = new.agent.chars().filter(|c| !c.is_control()).take(AGENT_MAX).collect();
        self.write(|conn| {
            let account = account_by_id(conn, new.account)?;
            if account.disabled {
                let problem = Problem::error("account-disabled", "Tài khoản đã ngừng sử dụng");
                return Err(StoreError::refused(problem.hint("liên hệ người quản trị của đơn vị")));
            }
            let mine = assignments_of(conn, account.id)?;
            let Some(assignment) = mine.iter().find(|a| a.id == new.assignment && has_rights(&units, a, today)) else {
                return Err(no_assignment());
            };
            let row = conn.first(
                "INSERT INTO session (token_hash, account, assignment, started_ms, seen_ms, agent, address) \
                 VALUES ($1, $2, $3, $4, $4, $5, $6) RETURNING id",
                &[
                    hash(new.token_hash),
                    account.id.0.into(),
                    assignment.id.0.into(),
                    ms(at),
                    (&agent).into(),
                    new.address.and_then(network).unwrap_or_default().into(),
                ],
            )?;
            let id = row.ok_or_else(|| StoreError::Database("phiên vừa ghi không đọc lại được".into()))?.int(0)?;
            conn.exec("UPDATE account SET last_sign_in_ms = $2 WHERE id = $1", &[account.id.0.into(), ms(at)])?;
            super::handover::move_drafts(conn, Some(account.id), today)?;
            let who = Actor::signed_in(&account, assignment, new.address);
            note(conn, &who, at, Deed::SignIn, About::account(&account), "")?;
            Ok(SessionId(id))
        })
    }

    /// Keeps a right password until the second factor comes, for 10 minutes and 5 tries.
    pub fn new_pending(&self, at: Timestamp, account: AccountId, token_hash: &[u8; 32]) -> Result<()> {
        self.write(|conn| {
            let old = at.checked_sub(PENDING).unwrap_or(at);
            conn.exec("DELETE FROM pending_sign_in WHERE started_ms < $1", &[ms(old)])?;
            conn.exec(
                "INSERT INTO pending_sign_in (token_hash, account, started_ms, tries) VALUES ($1, $2, $3, 0)",
                &[hash(token_hash), account.0.into(), ms(at)],
            )
            .map(|_| ())
        })
    }

    /// The right password behind a token, for one try of the second factor: each call counts as a miss until a factor is
    /// used up ([`Store::use_totp_step`], [`Store::use_recovery_code`]). `None` when it is too old or was tried too often,
    /// when the account has to wait after wrong factors ([`Store::locked_until`]) or was disabled meanwhile.
    pub fn try_pending(&self, token_hash: &[u8; 32], at: Timestamp) -> Result<Option<Pending>> {
        let old = at.checked_sub(PENDING).unwrap_or(at);
        self.write(|conn| {
            let row = conn.first(
                "UPDATE pending_sign_in SET tries = tries + 1 WHERE token_hash = $1 AND started_ms >= $2 AND tries < $3 \
                 RETURNING account, started_ms",
                &[hash(token_hash), ms(old), TRIES_MAX.into()],
            )?;
            let Some(row) = row else { return Ok(None) };
            let account = account_by_id(conn, AccountId(row.int(0)?))?;
            if account.disabled || !may_try_factor(conn, account.id, at)? {
                return Ok(None);
            }
            Ok(Some(Pending { account: account.id, started: instant(row.int(1)?)? }))
        })
    }

    /// The same without counting a try: for showing the page that asks for the second factor.
    pub fn pending(&self, token_hash: &[u8; 32], at: Timestamp) -> Result<Option<Pending>> {
        let old = at.checked_sub(PENDING).unwrap_or(at);
        let row = self.read(|conn| {
            conn.first(
                "SELECT p.account, p.started_ms FROM pending_sign_in p JOIN account c ON c.id = p.account \
                 WHERE p.token_hash = $1 AND p.started_ms >= $2 AND p.tries < $3 AND c.disabled = 0",
                &[hash(token_hash), ms(old), TRIES_MAX.into()],
            )
        })?;
        row.map(|r| Ok(Pending { account: AccountId(r.int(0)?), started: instant(r.int(1)?)? })).transpose()
    }

    /// The second factor was right, or the sign-in was given up.
    pub fn drop_pending(&self, token_hash: &[u8; 32]) -> Result<()> {
        self.write(|conn| {
            conn.exec("DELETE FROM pending_sign_in WHERE token_hash = $1", &[hash(token_hash)]).map(|_| ())
        })
    }

    /// A wrong second factor goes into the log.
    pub fn note_wrong_factor(&self, account: AccountId, address: Option<&str>, at: Timestamp) -> Result<()> {
        self.write(|conn| {
            let account = account_by_id(conn, account)?;
            note(conn, &anonymous(address), at, Deed::SignInFailed, About::account(&account), "bước hai")
        })
    }
}

/// The refusal for an assignment that gives no rights today.
pub(super) fn no_assignment() -> StoreError {
    StoreError::refused(
        Problem::error("no-assignment", "Phân công này không còn hiệu lực, hoặc đơn vị đã kết thúc")
            .hint("liên hệ người quản trị để được phân công lại"),
    )
}
