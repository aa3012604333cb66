//! The second factor: a sealed TOTP secret, the last step that was used, and recovery codes. RFC 6238, section 5.2: a
//! code must not be taken a second time.

use super::audit::{About, note};
use super::rows::account_by_id;
use super::throttle::forget_factor;
use super::{Actor, hash, ms};
use crate::Store;
use crate::db::Val;
use crate::error::{Result, StoreError};
use domain::Timestamp;
use domain::people::{AccountId, Deed};
use domain::problem::Problem;

impl Store {
    /// Sets a person's own second factor (the sealed secret), or takes it away with its recovery codes. An administrator
    /// may only take it away, from somebody they manage: the way back for a lost phone.
    pub fn set_totp(&self, who: &Actor, at: Timestamp, id: AccountId, sealed: Option<&[u8]>) -> Result<()> {
        self.write(|conn| {
            let own = who.account == Some(id);
            let account = if own { account_by_id(conn, id)? } else { self.managed(conn, who, at, id)? };
            if sealed.is_some() && !own {
                let problem = Problem::error("not-own-account", "Chỉ chủ tài khoản tự bật xác thực hai bước");
                return Err(StoreError::refused(problem.hint("đăng nhập bằng tài khoản ấy rồi bật")));
            }
            conn.exec(
                "UPDATE account SET totp = $2, totp_step = 0 WHERE id = $1",
                &[id.0.into(), sealed.map_or(Val::Null, |s| Val::Bytes(s.to_vec()))],
            )?;
            conn.exec("DELETE FROM recovery_code WHERE account = $1", &[id.0.into()])?;
            let deed = if sealed.is_some() { Deed::SecondFactorSet } else { Deed::SecondFactorRemoved };
            note(conn, who, at, deed, About::account(&account), "")
        })
    }

    /// The sealed secret and the last step that was used; `None` without a second factor.
    pub fn totp(&self, id: AccountId) -> Result<Option<(Vec<u8>, i64)>> {
        let sql = "SELECT totp, totp_step FROM account WHERE id = $1 AND totp IS NOT NULL";
        let row = self.read(|conn| conn.first(sql, &[id.0.into()]))?;
        row.map(|r| Ok((r.bytes(0)?.to_vec(), r.int(1)?))).transpose()
    }

    /// Uses a step (of 30 seconds, since 1970) up: true once, for a step later than any used before.
    pub fn use_totp_step(&self, id: AccountId, step: i64) -> Result<bool> {
        self.write(|conn| {
            let sql = "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp IS NOT NULL AND totp_step < $2";
            let first = conn.exec(sql, &[id.0.into(), step.into()])? == 1;
            if first {
                forget_factor(conn, id)?;
            }
            Ok(first)
        })
    }

    /// Puts new recovery codes (their SHA-256) in place of the old ones: a person's own.
    pub fn set_recovery_codes(&self, id: AccountId, hashes: &[[u8; 32]]) -> Result<()> {
        self.write(|conn| {
            conn.exec("DELETE FROM recovery_code WHERE account = $1", &[id.0.into()])?;
            for code in hashes {
                conn.exec(
                    "INSERT INTO recovery_code (account, code_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                    &[id.0.into(), hash(code)],
                )?;
            }
            Ok(())
        })
    }

    /// How many recovery codes are left.
    pub fn recovery_codes_left(&self, id: AccountId) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM recovery_code WHERE account = $1 AND used_ms IS NULL";
        self.read(|conn| conn.first(sql, &[id.0.into()]))?.map_or(Ok(0), |r| r.int(0))
    }

    /// Uses a recovery code up: true once.
    pub fn use_recovery_code(&self, who: &Actor, at: Timestamp, id: AccountId, code: &[u8; 32]) -> Result<bool> {
        self.write(|conn| {
            let sql = "UPDATE recovery_code SET used_ms = $3 WHERE account = $1 AND code_hash = $2 AND used_ms IS NULL";
            if conn.exec(sql, &[id.0.into(), hash(code), ms(at)])? != 1 {
                return Ok(false);
            }
            forget_factor(conn, id)?;
            let account = account_by_id(conn, id)?;
            note(conn, who, at, Deed::RecoveryCodeUsed, About::account(&account), "")?;
            Ok(true)
        })
    }
}
