//! Passwords: only their hashes, as strings that say how they were made.

use super::audit::{About, note};
use super::rows::account_by_id;
use super::{Actor, ms};
use crate::Store;
use crate::error::Result;
use domain::Timestamp;
use domain::people::{AccountId, Deed, SessionId};

impl Store {
    /// The password's hash; `None` for an account that is not there.
    pub fn password_hash(&self, id: AccountId) -> Result<Option<String>> {
        let row = self.read(|conn| conn.first("SELECT password_hash FROM account WHERE id = $1", &[id.0.into()]))?;
        row.map(|r| r.text(0).map(str::to_string)).transpose()
    }

    /// Sets a password: a person their own, an administrator that of somebody they manage (then the wait after wrong
    /// passwords is lifted too). Ends all sessions of the account but the one to keep.
    pub fn set_password(
        &self,
        who: &Actor,
        at: Timestamp,
        id: AccountId,
        hash: &str,
        must_change: bool,
        keep: Option<SessionId>,
    ) -> Result<()> {
        self.write(|conn| {
            let own = who.account == Some(id);
            let account = if own { account_by_id(conn, id)? } else { self.managed(conn, who, at, id)? };
            conn.exec(
                "UPDATE account SET password_hash = $2, must_change = $3, password_set_ms = $4 WHERE id = $1",
                &[id.0.into(), hash.into(), must_change.into(), ms(at)],
            )?;
            conn.exec(
                "DELETE FROM session WHERE account = $1 AND id <> $2",
                &[id.0.into(), keep.map_or(0, |s| s.0).into()],
            )?;
            conn.exec("DELETE FROM pending_sign_in WHERE account = $1", &[id.0.into()])?;
            if !own {
                super::throttle::forget_login(conn, &account.login)?;
                super::throttle::forget_factor(conn, id)?;
            }
            let deed = if own { Deed::PasswordChanged } else { Deed::PasswordReset };
            note(conn, who, at, deed, About::account(&account), "")
        })
    }

    /// Puts another hash of the same password in place (of stronger settings), as long as the old one still stands.
    pub fn rehash_password(&self, id: AccountId, old: &str, new: &str) -> Result<()> {
        self.write(|conn| {
            let sql = "UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
            conn.exec(sql, &[id.0.into(), old.into(), new.into()]).map(|_| ())
        })
    }
}
