//! Waits after wrong passwords, per login name and per network address. Login names that no account has are treated the
//! same, so that nothing tells which ones exist.
//!
//! Second factors are counted too, per account: who knows the password could else guess six digits for ever.
//!
//! A try is counted as a miss *before* the password is looked at and taken back when it was right: however many tries
//! come at once, no more than the free ones are looked at.

use super::audit::{About, note};
use super::rows::{ACCOUNT_COLUMNS, read_account};
use super::{Actor, instant, ms};
use crate::Store;
use crate::db::Conn;
use crate::error::Result;
use crate::migrate::hex;
use domain::Timestamp;
use domain::people::{Account, AccountId, Deed, Limits, Misses, PER_ADDRESS, PER_LOGIN, exact, network};
use domain::text::fold;
use sha2::{Digest, Sha256};

/// Nothing may be tried before this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Until(pub Timestamp);

/// Under which key the misses of a login name or address are kept: hashed, for what people type into the field for
/// the name is at times their password.
fn key(kind: &str, of: &str) -> String {
    format!("{kind}:{}", hex(&Sha256::digest(of.as_bytes())))
}

fn login_key(login: &str) -> String {
    key("login", &fold(login))
}

fn factor_key(account: AccountId) -> String {
    key("factor", &account.to_string())
}

/// What is counted for a try: the login name, and the address if it is known.
fn counted(login: &str, address: Option<&str>) -> Vec<(String, &'static Limits)> {
    let mut all = vec![(login_key(login), &PER_LOGIN)];
    all.extend(address.and_then(exact).map(|a| (key("address", &a), &PER_ADDRESS)));
    all
}

fn standing(conn: &mut Conn, key: &str) -> Result<(Misses, i64)> {
    let row = conn.first("SELECT misses, last_ms, until_ms FROM throttle WHERE key = $1", &[key.into()])?;
    match row {
        None => Ok((Misses::default(), 0)),
        Some(row) => Ok((Misses { count: row.int(0)?, last: instant(row.int(1)?)? }, row.int(2)?)),
    }
}

fn keep(conn: &mut Conn, key: &str, misses: Misses, until: Option<Timestamp>) -> Result<()> {
    conn.exec(
        "UPDATE throttle SET misses = $2, last_ms = $3, until_ms = $4 WHERE key = $1",
        &[key.into(), misses.count.into(), ms(misses.last), until.map_or(0, Timestamp::as_millisecond).into()],
    )
    .map(|_| ())
}

/// Makes the row of a key, and by that holds it until the transaction ends: tries wait for each other.
fn hold(conn: &mut Conn, key: &str, at: Timestamp) -> Result<()> {
    conn.exec(
        "INSERT INTO throttle (key, misses, last_ms, until_ms) VALUES ($1, 0, $2, 0) \
         ON CONFLICT (key) DO UPDATE SET misses = throttle.misses",
        &[key.into(), ms(at)],
    )
    .map(|_| ())
}

/// Counts one more miss.
fn count(conn: &mut Conn, key: &str, limits: &Limits, at: Timestamp) -> Result<()> {
    let misses = standing(conn, key)?.0.one_more(limits, at);
    keep(conn, key, misses, misses.wait(limits))
}

/// Asks for a try of the second factor, counted as a miss; false: it has to wait.
pub(super) fn may_try_factor(conn: &mut Conn, account: AccountId, at: Timestamp) -> Result<bool> {
    let key = factor_key(account);
    hold(conn, &key, at)?;
    if standing(conn, &key)?.1 > at.as_millisecond() {
        return Ok(false);
    }
    count(conn, &key, &PER_LOGIN, at)?;
    Ok(true)
}

/// Forgets the misses of an account's second factor: one was right.
pub(super) fn forget_factor(conn: &mut Conn, account: AccountId) -> Result<()> {
    conn.exec("DELETE FROM throttle WHERE key = $1", &[factor_key(account).into()]).map(|_| ())
}

/// Forgets the misses of a login name.
pub(super) fn forget_login(conn: &mut Conn, login: &str) -> Result<()> {
    conn.exec("DELETE FROM throttle WHERE key = $1", &[login_key(login).into()]).map(|_| ())
}

impl Store {
    /// Asks for a try to sign in. `Some`: not before then. `None`: the try may be made, and is already counted as a
    /// miss; [`Store::note_success`] takes it back, [`Store::note_failure`] puts it into the log.
    pub fn may_try(&self, login: &str, address: Option<&str>, at: Timestamp) -> Result<Option<Until>> {
        let counted = counted(login, address);
        self.write(|conn| {
            // In one order, before any is read.
            let mut keys: Vec<&String> = counted.iter().map(|(key, _)| key).collect();
            keys.sort();
            for key in keys {
                hold(conn, key, at)?;
            }
            let now = at.as_millisecond();
            let mut until = 0;
            for (key, _) in &counted {
                until = until.max(standing(conn, key)?.1);
            }
            if until > now {
                return Ok(Some(Until(instant(until)?)));
            }
            for (key, limits) in &counted {
                count(conn, key, limits, at)?;
            }
            Ok(None)
        })
    }

    /// The password was wrong: it goes into the log, with the account if there is one and never with what was typed.
    /// The first wait that follows is logged too.
    pub fn note_failure(&self, login: &str, address: Option<&str>, at: Timestamp) -> Result<()> {
        let who = anonymous(address);
        self.write(|conn| {
            let sql = format!("SELECT {ACCOUNT_COLUMNS} FROM account c WHERE c.login = $1");
            let account = conn.first(&sql, &[fold(login).into()])?.map(|r| read_account(&r, 0)).transpose()?;
            let about = || account.as_ref().map_or_else(About::nobody, About::account);
            note(conn, &who, at, Deed::SignInFailed, about(), "")?;
            let (misses, until) = standing(conn, &login_key(login))?;
            if account.is_some() && until > at.as_millisecond() && misses.count == PER_LOGIN.free {
                note(conn, &who, at, Deed::Locked, about(), "")?;
            }
            Ok(())
        })
    }

    /// The password was right: the login name's misses are forgotten, and the address has this try back.
    pub fn note_success(&self, login: &str, address: Option<&str>, at: Timestamp) -> Result<()> {
        self.write(|conn| {
            forget_login(conn, login)?;
            let Some(address) = address.and_then(exact) else { return Ok(()) };
            let key = key("address", &address);
            let misses = standing(conn, &key)?.0.standing(&PER_ADDRESS, at);
            let misses = Misses { count: (misses.count - 1).max(0), ..misses };
            keep(conn, &key, misses, misses.wait(&PER_ADDRESS).filter(|_| misses.count > PER_ADDRESS.free))
        })
    }

    /// Until when an account has to wait after wrong passwords or second factors, if it has.
    pub fn locked_until(&self, account: &Account, at: Timestamp) -> Result<Option<Until>> {
        let until = self.read(|conn| {
            let (_, login) = standing(conn, &login_key(&account.login))?;
            let (_, factor) = standing(conn, &factor_key(account.id))?;
            Ok(login.max(factor))
        })?;
        Ok(if until > at.as_millisecond() { Some(Until(instant(until)?)) } else { None })
    }

    /// An administrator ends an account's wait.
    pub fn lift_lock(&self, who: &Actor, at: Timestamp, id: AccountId) -> Result<()> {
        self.write(|conn| {
            let account = self.managed(conn, who, at, id)?;
            forget_login(conn, &account.login)?;
            forget_factor(conn, account.id)?;
            note(conn, who, at, Deed::LockLifted, About::account(&account), "")
        })
    }
}

/// Nobody yet: somebody at an address who has not signed in.
pub(super) fn anonymous(address: Option<&str>) -> Actor {
    let mut who = Actor::local("", domain::registers::Role::Viewer, None);
    who.address = address.and_then(network).unwrap_or_default();
    who
}
