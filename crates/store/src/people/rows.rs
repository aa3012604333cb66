//! Rows of accounts and assignments, as every part of this room reads them.

use super::instant;
use crate::db::{Conn, Row};
use crate::error::{Result, StoreError};
use domain::Date;
use domain::ids::UnitId;
use domain::organs::Hierarchy;
use domain::people::{Account, AccountId, Assignment, AssignmentId};
use domain::problem::Problem;
use domain::registers::Role;
use std::collections::BTreeMap;

/// Columns of an account, in a question that calls its table `c`.
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

/// An account by its key; refused when there is none.
pub(super) fn account_by_id(conn: &mut Conn, id: AccountId) -> Result<Account> {
    let sql = format!("SELECT {ACCOUNT_COLUMNS} FROM account c WHERE c.id = $1");
    let row = conn.first(&sql, &[id.0.into()])?.ok_or_else(no_account)?;
    read_account(&row, 0)
}

/// The assignments of an account, in order of their first days.
pub(super) fn assignments_of(conn: &mut Conn, account: AccountId) -> Result<Vec<Assignment>> {
    let sql = format!("SELECT {ASSIGNMENT_COLUMNS} FROM assignment s WHERE s.account = $1 ORDER BY s.from_date, s.id");
    conn.query(&sql, &[account.0.into()])?.iter().map(|r| read_assignment(r, 0)).collect()
}

/// Columns of an assignment, in a question that calls its table `s`.
pub(super) const ASSIGNMENT_COLUMNS: &str = "s.id, s.account, s.unit, s.he, s.role, s.from_date, s.to_date, s.note";

/// How many columns [`ASSIGNMENT_COLUMNS`] are.
pub(super) const ASSIGNMENT_WIDTH: usize = 8;

/// Reads an assignment from [`ASSIGNMENT_COLUMNS`], beginning at a column.
pub(super) fn read_assignment(row: &Row, k: usize) -> Result<Assignment> {
    let bad = |what: &str| StoreError::Database(format!("phân công hỏng: {what}"));
    let date = |text: &str| text.parse::<Date>().map_err(|_| bad("ngày"));
    Ok(Assignment {
        id: AssignmentId(row.int(k)?),
        account: AccountId(row.int(k + 1)?),
        unit: UnitId(row.int(k + 2)?),
        he: Hierarchy::parse(row.text(k + 3)?).ok_or_else(|| bad("hệ thống"))?,
        role: Role::parse(row.text(k + 4)?).ok_or_else(|| bad("vai trò"))?,
        from: date(row.text(k + 5)?)?,
        to: row.opt_text(k + 6)?.map(date).transpose()?,
        note: row.text(k + 7)?.to_string(),
    })
}

/// An assignment by its key; refused when there is none.
pub(super) fn assignment_by_id(conn: &mut Conn, id: AssignmentId) -> Result<Assignment> {
    let sql = format!("SELECT {ASSIGNMENT_COLUMNS} FROM assignment s WHERE s.id = $1");
    let row = conn.first(&sql, &[id.0.into()])?.ok_or_else(|| {
        StoreError::refused(Problem::error("unknown-assignment", "Không có phân công này").hint("tải lại trang"))
    })?;
    read_assignment(&row, 0)
}

/// The assignments of some accounts, in one question.
pub(super) fn assignments_of_all(
    conn: &mut Conn,
    accounts: &[Account],
) -> Result<BTreeMap<AccountId, Vec<Assignment>>> {
    let mut theirs: BTreeMap<AccountId, Vec<Assignment>> = BTreeMap::new();
    if accounts.is_empty() {
        return Ok(theirs);
    }
    let ids: Vec<String> = accounts.iter().map(|a| a.id.to_string()).collect();
    let sql = format!(
        "SELECT {ASSIGNMENT_COLUMNS} FROM assignment s \
         WHERE s.account IN ({}) ORDER BY s.from_date, s.id",
        ids.join(",")
    );
    for row in conn.query(&sql, &[])? {
        let a = read_assignment(&row, 0)?;
        theirs.entry(a.account).or_default().push(a);
    }
    Ok(theirs)
}
