//! Who there is: accounts found by key, login name, unit, words and role.

use super::rows::{ACCOUNT_COLUMNS, account_by_id, assignments_of_all, read_account};
use crate::Store;
use crate::db::Val;
use crate::error::Result;
use domain::Date;
use domain::ids::UnitId;
use domain::people::{Account, AccountId, Assignment};
use domain::registers::Role;
use domain::text::fold;

/// An account with all its assignments, in order of their first days.
pub type WithAssignments = (Account, Vec<Assignment>);

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

impl Store {
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
    pub fn accounts(&self, filter: &AccountFilter, today: Date) -> Result<(Vec<WithAssignments>, i64)> {
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
}
