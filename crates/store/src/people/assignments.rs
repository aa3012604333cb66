//! Assignments: given, ended, asked for on a day.

use super::audit::{About, note};
use super::rows::{account_by_id, assignment_by_id, assignments_of};
use super::{Actor, one_at_a_time};
use crate::Store;
use crate::db::Conn;
use crate::error::{Result, StoreError};
use domain::ids::UnitId;
use domain::organs::Hierarchy;
use domain::people::{
    Account, AccountId, Assignment, AssignmentId, Deed, civil_date, has_rights, may_assign, may_manage,
};
use domain::problem::Problem;
use domain::registers::Role;
use domain::{Date, Timestamp};

/// An assignment to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssignment {
    /// Unit acted for.
    pub unit: UnitId,
    /// Hierarchy acted for.
    pub he: Hierarchy,
    /// Role.
    pub role: Role,
    /// First day.
    pub from: Date,
    /// Last day, inclusive; `None` = open.
    pub to: Option<Date>,
    /// Why: number and date of the decision.
    pub note: String,
}

/// Writes an assignment that was found right.
pub(super) fn insert_assignment(
    conn: &mut Conn,
    who: &Actor,
    at: Timestamp,
    account: &Account,
    new: &NewAssignment,
) -> Result<AssignmentId> {
    let row = conn.first(
        "INSERT INTO assignment (account, unit, he, role, from_date, to_date, note) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        &[
            account.id.0.into(),
            new.unit.0.into(),
            new.he.slug().into(),
            new.role.slug().into(),
            new.from.to_string().into(),
            new.to.map(|d| d.to_string()).into(),
            (&new.note).into(),
        ],
    )?;
    let id = row.ok_or_else(|| StoreError::Database("phân công vừa ghi không đọc lại được".into()))?.int(0)?;
    let detail = format!("{} · {} · đơn vị {} · từ {}", new.role.name(), new.he.name(), new.unit, new.from);
    note(conn, who, at, Deed::Assigned, About::account(account), &detail)?;
    Ok(AssignmentId(id))
}

/// Sets an assignment's last day; one that has not begun by then never comes into force.
pub(super) fn close(conn: &mut Conn, a: &Assignment, last_day: Date) -> Result<()> {
    let to = last_day.max(a.from.yesterday().unwrap_or(a.from));
    conn.exec("UPDATE assignment SET to_date = $2 WHERE id = $1", &[a.id.0.into(), to.to_string().into()])?;
    Ok(())
}

impl Store {
    /// Whether the actor may give this assignment: it lies in their units, and the unit is there on its first day.
    pub(super) fn assignable(&self, who: &Actor, new: &NewAssignment, today: Date) -> Result<(), Problem> {
        let units = self.units();
        may_assign(&units, who.unit(), new.unit, (new.from, new.to), today)?;
        if !units.exists(new.unit) {
            return Err(Problem::error("unknown-unit", "Không có đơn vị này").field("unit").hint("chọn lại đơn vị"));
        }
        if !units.alive(new.unit, new.from) {
            return Err(crate::organs::closed_unit(&units, new.unit, new.from).field("unit"));
        }
        Ok(())
    }

    /// Gives an account an assignment. Refused: an account or unit outside the actor's, a unit that is not there, the
    /// same unit, hierarchy and role twice at a time (`already-assigned`).
    pub fn assign(&self, who: &Actor, at: Timestamp, id: AccountId, new: &NewAssignment) -> Result<AssignmentId> {
        let today = civil_date(at);
        self.assignable(who, new, today).map_err(StoreError::refused)?;
        self.write(|conn| {
            one_at_a_time(conn)?;
            let account = self.managed(conn, who, at, id)?;
            let have = assignments_of(conn, id)?;
            if have.iter().any(|a| overlaps(a, new)) {
                return Err(StoreError::refused(
                    Problem::error("already-assigned", "Người này đã có phân công như vậy trong thời gian ấy")
                        .hint("kết thúc phân công cũ trước, hoặc đổi ngày"),
                ));
            }
            insert_assignment(conn, who, at, &account, new)
        })
    }

    /// Ends an assignment: its last day is `last_day`; given a day before its first, it never comes into force. Sessions
    /// and tokens that act in it end by themselves with that day. Refused for the last administrator of a unit.
    pub fn end_assignment(&self, who: &Actor, at: Timestamp, id: AssignmentId, last_day: Date) -> Result<()> {
        let today = civil_date(at);
        self.write(|conn| {
            one_at_a_time(conn)?;
            let a = assignment_by_id(conn, id)?;
            let account = account_by_id(conn, a.account)?;
            // The account may be assigned elsewhere as well: this assignment must be the actor's to end.
            may_manage(&self.units(), who.role, who.unit(), std::slice::from_ref(&a), today)
                .map_err(StoreError::refused)?;
            if !a.open_on(today) || a.to.is_some_and(|to| to < last_day) {
                let text = "Phân công này đã kết thúc, hoặc kết thúc trước ngày ấy";
                return Err(StoreError::refused(
                    Problem::error("assignment-ended", text).hint("tải lại trang, chọn ngày sớm hơn"),
                ));
            }
            let stay: Vec<Assignment> =
                assignments_of(conn, a.account)?.into_iter().filter(|s| s.id != id && !account.disabled).collect();
            if !account.disabled {
                self.still_administered(conn, a.account, at, &stay)?;
            }
            close(conn, &a, last_day)?;
            let detail = format!("{} · đơn vị {} · hết ngày {last_day}", a.role.name(), a.unit);
            note(conn, who, at, Deed::AssignmentEnded, About::account(&account), &detail)
        })
    }

    /// All assignments of an account, in order of their first days.
    pub fn assignments(&self, account: AccountId) -> Result<Vec<Assignment>> {
        self.read(|conn| assignments_of(conn, account))
    }

    /// The assignments that give rights on a day: in force, of units that are alive.
    pub fn assignments_on(&self, account: AccountId, day: Date) -> Result<Vec<Assignment>> {
        let units = self.units();
        let all = self.assignments(account)?;
        Ok(all.into_iter().filter(|a| has_rights(&units, a, day)).collect())
    }
}

/// Whether the same unit, hierarchy and role would be held twice on some day.
fn overlaps(a: &Assignment, new: &NewAssignment) -> bool {
    (a.unit, a.he, a.role) == (new.unit, new.he, new.role)
        && a.to.is_none_or(|to| to >= new.from && to >= a.from)
        && new.to.is_none_or(|to| to >= a.from)
}
