//! Accounts: made, found, changed, given passwords.

use super::assignments::{insert_assignment, read_assignment};
use super::audit::{About, note};
use super::{Actor, NewAssignment, blob, instant, ms, one_at_a_time};
use crate::Store;
use crate::db::{Conn, Row, Val};
use crate::error::{Result, StoreError};
use domain::ids::UnitId;
use domain::people::{
    Account, AccountId, Assignment, Deed, SessionId, check_login, check_name, civil_date, may_manage,
    still_administered,
};
use domain::problem::Problem;
use domain::registers::Role;
use domain::text::fold;
use domain::{Date, Timestamp};
use std::collections::BTreeMap;

/// An account to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Login name as typed; kept as [`check_login`] makes it.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The password's hash (a PHC string); the store never sees a password.
    pub password_hash: String,
    /// Whether the password must be changed at the first sign-in.
    pub must_change: bool,
}

/// What of an account is changed; `None` leaves it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountChange {
    /// The person's name.
    pub name: Option<String>,
    /// Disabled or enabled again.
    pub disabled: Option<bool>,
    /// Must change the password at the next sign-in.
    pub must_change: Option<bool>,
}

/// Which accounts to list. Empty parts do not restrict.
#[derive(Debug, Clone, Default)]
pub struct AccountFilter {
    /// With an assignment, present, past or yet to come, within the reach of this unit.
    pub under: Option<UnitId>,
    /// Words of name or login, with or without diacritics.
    pub words: Option<String>,
    /// With an assignment in this role that is open today or yet to come.
    pub role: Option<Role>,
    /// Only disabled ones, or only the others.
    pub disabled: Option<bool>,
    /// How many at most; 0 = 100.
    pub limit: i64,
    /// How many to skip.
    pub offset: i64,
}

pub(super) const ACCOUNT_COLUMNS: &str = "c.id, c.login, c.name, c.lang, c.must_change, c.disabled, \
     CASE WHEN c.totp IS NULL THEN 0 ELSE 1 END, c.password_set_ms, c.last_sign_in_ms, c.created_ms";
/// How many columns [`ACCOUNT_COLUMNS`] are.
pub(super) const ACCOUNT_WIDTH: usize = 10;

/// Reads an account from [`ACCOUNT_COLUMNS`], beginning at a column.
pub(super) fn read_account(row: &Row, k: usize) -> Result<Account> {
    Ok(Account {
        id: AccountId(row.int(k)?),
        login: row.text(k + 1)?.to_string(),
        name: row.text(k + 2)?.to_string(),
        lang: row.opt_text(k + 3)?.map(str::to_string),
        must_change: row.int(k + 4)? != 0,
        disabled: row.int(k + 5)? != 0,
        second_factor: row.int(k + 6)? != 0,
        password_set: instant(row.int(k + 7)?)?,
        last_sign_in: row.opt_int(k + 8)?.map(instant).transpose()?,
        created: instant(row.int(k + 9)?)?,
    })
}

fn no_account() -> StoreError {
    StoreError::refused(Problem::error("unknown-account", "Không có tài khoản này").hint("xem lại danh sách tài khoản"))
}

pub(super) fn account_by_id(conn: &mut Conn, id: AccountId) -> Result<Account> {
    let sql = format!("SELECT {ACCOUNT_COLUMNS} FROM account c WHERE c.id = $1");
    let row = conn.first(&sql, &[id.0.into()])?.ok_or_else(no_account)?;
    read_account(&row, 0)
}

pub(super) fn assignments_of(conn: &mut Conn, account: AccountId) -> Result<Vec<Assignment>> {
    let sql = "SELECT s.id, s.account, s.unit, s.he, s.role, s.from_date, s.to_date, s.note FROM assignment s \
               WHERE s.account = $1 ORDER BY s.from_date, s.id";
    conn.query(sql, &[account.0.into()])?.iter().map(|r| read_assignment(r, 0)).collect()
}

/// All administrators' assignments of enabled accounts, but for those of one account.
pub(super) fn other_administrators(conn: &mut Conn, but: AccountId) -> Result<Vec<Assignment>> {
    let sql = "SELECT s.id, s.account, s.unit, s.he, s.role, s.from_date, s.to_date, s.note FROM assignment s \
               JOIN account c ON c.id = s.account WHERE c.disabled = 0 AND s.role = 'administrator' AND s.account <> $1 \
               ORDER BY s.id";
    conn.query(sql, &[but.0.into()])?.iter().map(|r| read_assignment(r, 0)).collect()
}

impl Store {
    /// Whether there is any account at all: without one the first start's set-up is due.
    pub fn any_account(&self) -> Result<bool> {
        Ok(self.read(|conn| conn.first("SELECT id FROM account LIMIT 1", &[]))?.is_some())
    }

    /// Makes an account with its assignments. Refused: a login name that is taken or malformed (`login-taken`,
    /// `bad-login`), a unit that the actor does not administrate or that is not there on the first day; all at once.
    pub fn add_account(
        &self,
        who: &Actor,
        at: Timestamp,
        new: &NewAccount,
        assignments: &[NewAssignment],
    ) -> Result<AccountId> {
        let today = civil_date(at);
        let mut problems = Vec::new();
        let login = check_login(&new.login).map_err(|p| problems.push(p)).ok();
        let name = check_name(&new.name).map_err(|p| problems.push(p)).ok();
        if let Err(p) = may_manage(&self.units(), who.role, None, &[], today) {
            problems.push(p);
        }
        if assignments.is_empty() && who.unit().is_some() {
            let problem = Problem::error("no-assignment", "Tài khoản chưa được phân công ở đơn vị nào").field("unit");
            problems.push(problem.hint("chọn đơn vị, hệ thống và vai trò"));
        }
        for a in assignments {
            problems.extend(self.assignable(who, a, today).err());
        }
        let (Some(login), Some(name), []) = (login, name, &problems[..]) else {
            return Err(StoreError::Refused(problems));
        };
        self.write(|conn| {
            one_at_a_time(conn)?;
            insert_account(conn, who, at, (&login, &name), new, assignments)
        })
    }

    /// Makes the first account, an administrator of everything, at the first start; refused (`accounts-exist`) when
    /// there is one already, however close together two tries come.
    pub fn add_first_account(&self, at: Timestamp, new: &NewAccount, first: &NewAssignment) -> Result<AccountId> {
        let login = check_login(&new.login).map_err(StoreError::refused)?;
        let name = check_name(&new.name).map_err(StoreError::refused)?;
        let who = Actor::administrator(&name);
        self.assignable(&who, first, civil_date(at)).map_err(StoreError::refused)?;
        self.write(|conn| {
            one_at_a_time(conn)?;
            if conn.first("SELECT id FROM account LIMIT 1", &[])?.is_some() {
                return Err(StoreError::refused(
                    Problem::error("accounts-exist", "Hệ thống đã có tài khoản").hint("đăng nhập bằng tài khoản đã có"),
                ));
            }
            insert_account(conn, &who, at, (&login, &name), new, std::slice::from_ref(first))
        })
    }

    /// Changes an account. Disabling ends its sessions at once; its tokens rest. Refused for an account outside the
    /// actor's units, for one's own disabling, and for the last administrator of a unit.
    pub fn change_account(&self, who: &Actor, at: Timestamp, id: AccountId, change: &AccountChange) -> Result<()> {
        let name = change.name.as_deref().map(check_name).transpose().map_err(StoreError::refused)?;
        self.write(|conn| {
            one_at_a_time(conn)?;
            let account = self.managed(conn, who, at, id)?;
            if let Some(name) = name.as_deref().filter(|n| *n != account.name) {
                let search = fold(&format!("{name} {}", account.login));
                conn.exec(
                    "UPDATE account SET name = $2, search = $3 WHERE id = $1",
                    &[id.0.into(), name.into(), search.into()],
                )?;
                note(conn, who, at, Deed::AccountChanged, About::account(&account), "")?;
            }
            if let Some(must) = change.must_change.filter(|m| *m != account.must_change) {
                conn.exec("UPDATE account SET must_change = $2 WHERE id = $1", &[id.0.into(), must.into()])?;
                note(conn, who, at, Deed::AccountChanged, About::account(&account), "")?;
            }
            match change.disabled.filter(|d| *d != account.disabled) {
                Some(true) => self.disable(conn, who, at, &account),
                Some(false) => {
                    conn.exec("UPDATE account SET disabled = 0 WHERE id = $1", &[id.0.into()])?;
                    note(conn, who, at, Deed::AccountEnabled, About::account(&account), "")
                }
                None => Ok(()),
            }
        })
    }

    fn disable(&self, conn: &mut Conn, who: &Actor, at: Timestamp, account: &Account) -> Result<()> {
        if who.account == Some(account.id) {
            return Err(StoreError::refused(
                Problem::error("own-account", "Không thể tự ngừng tài khoản của chính mình")
                    .hint("nhờ người quản trị khác"),
            ));
        }
        self.still_administered(conn, account.id, at, &[])?;
        conn.exec("UPDATE account SET disabled = 1 WHERE id = $1", &[account.id.0.into()])?;
        conn.exec("DELETE FROM session WHERE account = $1", &[account.id.0.into()])?;
        conn.exec("DELETE FROM pending_sign_in WHERE account = $1", &[account.id.0.into()])?;
        note(conn, who, at, Deed::AccountDisabled, About::account(account), "")
    }

    /// Refuses when an account's loss of its assignments, but for those that stay, leaves a unit without administrator.
    pub(super) fn still_administered(
        &self,
        conn: &mut Conn,
        of: AccountId,
        at: Timestamp,
        stay: &[Assignment],
    ) -> Result<()> {
        let today = civil_date(at);
        let stays = |a: &Assignment| stay.iter().any(|s| s.id == a.id);
        let lost: Vec<Assignment> =
            assignments_of(conn, of)?.into_iter().filter(|a| a.open_on(today) && !stays(a)).collect();
        if lost.iter().all(|a| a.role != Role::Administrator) {
            return Ok(());
        }
        let mut left = other_administrators(conn, of)?;
        left.extend(stay.iter().cloned());
        still_administered(&self.units(), &lost, &left, today).map_err(StoreError::refused)
    }

    /// The account, when the actor may manage it.
    pub(super) fn managed(&self, conn: &mut Conn, who: &Actor, at: Timestamp, id: AccountId) -> Result<Account> {
        let account = account_by_id(conn, id)?;
        let assignments = assignments_of(conn, id)?;
        may_manage(&self.units(), who.role, who.unit(), &assignments, civil_date(at)).map_err(StoreError::refused)?;
        Ok(account)
    }

    /// Whether the actor may manage an account; the refusal says why not.
    pub fn may_manage(&self, who: &Actor, at: Timestamp, id: AccountId) -> Result<Account> {
        self.read(|conn| self.managed(conn, who, at, id))
    }

    /// A person's own choice of language for the screens: "vi", "en" or as the browser asks.
    pub fn set_lang(&self, id: AccountId, lang: Option<&str>) -> Result<()> {
        if lang.is_some_and(|l| !matches!(l, "vi" | "en")) {
            let problem = Problem::error("bad-language", "Chỉ có tiếng Việt và tiếng Anh").field("lang");
            return Err(StoreError::refused(problem.hint("chọn vi hoặc en")));
        }
        self.write(|conn| {
            conn.exec("UPDATE account SET lang = $2 WHERE id = $1", &[id.0.into(), lang.into()]).map(|_| ())
        })
    }

    /// An account by its key; refused (`unknown-account`) when there is none.
    pub fn account(&self, id: AccountId) -> Result<Account> {
        self.read(|conn| account_by_id(conn, id))
    }

    /// An account by its login name, typed in any case.
    pub fn account_by_login(&self, login: &str) -> Result<Option<Account>> {
        let sql = format!("SELECT {ACCOUNT_COLUMNS} FROM account c WHERE c.login = $1");
        self.read(|conn| conn.first(&sql, &[fold(login).into()]))?.as_ref().map(|r| read_account(r, 0)).transpose()
    }

    /// Accounts by name, with all their assignments, and how many fit in all.
    pub fn accounts(&self, filter: &AccountFilter, today: Date) -> Result<(Vec<(Account, Vec<Assignment>)>, i64)> {
        let mut clauses = vec!["1 = 1".to_string()];
        let mut args: Vec<Val> = Vec::new();
        let mut arg = |v: Val| {
            args.push(v);
            format!("${}", args.len())
        };
        if let Some(within) = filter.under.and_then(|u| self.reach(Some(u), today).sql("s.unit", &format!("'{today}'")))
        {
            clauses.push(format!("EXISTS (SELECT 1 FROM assignment s WHERE s.account = c.id AND {within})"));
        }
        if let Some(role) = filter.role {
            clauses.push(format!(
                "EXISTS (SELECT 1 FROM assignment s WHERE s.account = c.id AND s.role = {} AND (s.to_date IS NULL OR s.to_date >= {}))",
                arg(role.slug().into()),
                arg(today.to_string().into())
            ));
        }
        if let Some(disabled) = filter.disabled {
            clauses.push(format!("c.disabled = {}", arg(disabled.into())));
        }
        for word in filter.words.as_deref().map(fold).unwrap_or_default().split(' ').filter(|w| !w.is_empty()) {
            let literal = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
            clauses.push(format!("c.search LIKE {} ESCAPE '!'", arg(format!("%{literal}%").into())));
        }
        let clause = clauses.join(" AND ");
        let limit = if filter.limit > 0 { filter.limit } else { 100 };
        self.read(|conn| {
            let count = conn.first(&format!("SELECT COUNT(*) FROM account c WHERE {clause}"), &args)?;
            let total = count.map_or(Ok(0), |r| r.int(0))?;
            let sql = format!(
                "SELECT {ACCOUNT_COLUMNS} FROM account c WHERE {clause} ORDER BY c.search, c.id LIMIT {limit} OFFSET {}",
                filter.offset.max(0)
            );
            let rows = conn.query(&sql, &args)?;
            let accounts = rows.iter().map(|r| read_account(r, 0)).collect::<Result<Vec<_>>>()?;
            let mut theirs = assignments_of_all(conn, &accounts)?;
            let with = |a: Account| {
                let list = theirs.remove(&a.id).unwrap_or_default();
                (a, list)
            };
            Ok((accounts.into_iter().map(with).collect(), total))
        })
    }

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

fn insert_account(
    conn: &mut Conn,
    who: &Actor,
    at: Timestamp,
    (login, name): (&str, &str),
    new: &NewAccount,
    assignments: &[NewAssignment],
) -> Result<AccountId> {
    let row = conn.first(
        "INSERT INTO account (login, name, search, must_change, disabled, password_hash, password_set_ms, totp, totp_step, created_ms) \
         VALUES ($1, $2, $3, $4, 0, $5, $6, $7, 0, $6) ON CONFLICT DO NOTHING RETURNING id",
        &[
            login.into(),
            name.into(),
            fold(&format!("{name} {login}")).into(),
            new.must_change.into(),
            (&new.password_hash).into(),
            ms(at),
            Val::Null,
        ],
    )?;
    let Some(row) = row else {
        return Err(StoreError::refused(
            Problem::error("login-taken", format!("Tên đăng nhập “{login}” đã có người dùng"))
                .field("login")
                .hint("chọn tên khác"),
        ));
    };
    let id = AccountId(row.int(0)?);
    let account = account_by_id(conn, id)?;
    note(conn, who, at, Deed::AccountAdded, About::account(&account), "")?;
    for a in assignments {
        insert_assignment(conn, who, at, &account, a)?;
    }
    Ok(id)
}

/// The assignments of some accounts, in one question.
fn assignments_of_all(conn: &mut Conn, accounts: &[Account]) -> Result<BTreeMap<AccountId, Vec<Assignment>>> {
    let mut theirs: BTreeMap<AccountId, Vec<Assignment>> = BTreeMap::new();
    if accounts.is_empty() {
        return Ok(theirs);
    }
    let ids: Vec<String> = accounts.iter().map(|a| a.id.to_string()).collect();
    let sql = format!(
        "SELECT s.id, s.account, s.unit, s.he, s.role, s.from_date, s.to_date, s.note FROM assignment s \
         WHERE s.account IN ({}) ORDER BY s.from_date, s.id",
        ids.join(",")
    );
    for row in conn.query(&sql, &[])? {
        let a = read_assignment(&row, 0)?;
        theirs.entry(a.account).or_default().push(a);
    }
    Ok(theirs)
}

/// A hash as an argument; here so that every room of people writes it the same way.
pub(super) fn hash(bytes: &[u8; 32]) -> Val {
    blob(bytes)
}
