//! Accounts: made, changed, disabled.

use super::assignments::insert_assignment;
use super::audit::{About, note};
use super::rows::{ASSIGNMENT_COLUMNS, account_by_id, assignments_of, read_assignment};
use super::{Actor, NewAssignment, ms, one_at_a_time};
use crate::Store;
use crate::db::{Conn, Val};
use crate::error::{Result, StoreError};
use domain::Timestamp;
use domain::people::{
    Account, AccountId, Assignment, Deed, check_login, check_name, civil_date, may_manage, still_administered,
};
use domain::problem::Problem;
use domain::registers::Role;
use domain::text::fold;

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

/// All administrators' assignments of enabled accounts, but for those of one account.
pub(super) fn other_administrators(conn: &mut Conn, but: AccountId) -> Result<Vec<Assignment>> {
    let sql = format!(
        "SELECT {ASSIGNMENT_COLUMNS} FROM assignment s JOIN account c ON c.id = s.account WHERE c.disabled = 0 AND s.role = 'administrator' AND s.account <> $1 \
               ORDER BY s.id"
    );
    conn.query(&sql, &[but.0.into()])?.iter().map(|r| read_assignment(r, 0)).collect()
}
