//! Handover (bàn giao): a person leaves, another takes over what they did.

use super::assignments::{close, insert_assignment};
use super::audit::{About, note};
use super::rows::assignments_of;
use super::{Actor, NewAssignment, ms, one_at_a_time};
use crate::Store;
use crate::db::Conn;
use crate::error::{Result, StoreError};
use domain::people::{Account, AccountId, Assignment, Deed, civil_date};
use domain::problem::Problem;
use domain::{Date, Timestamp};

/// What was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handover {
    /// Assignments that the other has now.
    pub assignments: usize,
    /// Unfinished forms that went along.
    pub drafts: u64,
    /// Sessions that ended.
    pub sessions: u64,
}

impl Store {
    /// Hands over: all assignments of `from` that are open on the day `on` end the day before, and `to` gets the same
    /// from then on. When that day has come, the sessions of `from` end and the unfinished forms go along; for a later
    /// day both happen by then: sessions end with their assignments, the forms are there when `to` signs in. All or
    /// nothing; refused, with every reason, when it is the same person (`same-person`), `to` is disabled, there is
    /// nothing to hand over, or a unit is not there then (`unit-closed`).
    pub fn handover(
        &self,
        who: &Actor,
        at: Timestamp,
        from: AccountId,
        to: AccountId,
        on: Date,
        why: &str,
    ) -> Result<Handover> {
        let today = civil_date(at);
        self.write(|conn| {
            one_at_a_time(conn)?;
            let giver = self.managed(conn, who, at, from)?;
            let taker = self.managed(conn, who, at, to)?;
            let open: Vec<Assignment> = assignments_of(conn, from)?.into_iter().filter(|a| a.open_on(on)).collect();
            let new: Vec<NewAssignment> = open.iter().map(|a| taken_over(a, on, &giver, why)).collect();
            self.refuse_handover(&giver, &taker, &new)?;
            let have = assignments_of(conn, to)?;
            for (a, n) in open.iter().zip(&new) {
                close(conn, a, on.yesterday().unwrap_or(on))?;
                let detail = format!("bàn giao · đơn vị {} · từ {on}", a.unit);
                note(conn, who, at, Deed::AssignmentEnded, About::account(&giver), &detail)?;
                if !have.iter().any(|h| covers(h, n)) {
                    insert_assignment(conn, who, at, &taker, n)?;
                }
            }
            self.lost_by_handover(conn, from, &open, today)?;
            conn.exec(
                "INSERT INTO handover (giver, taker, on_date, at_ms, drafts_moved) VALUES ($1, $2, $3, $4, 0)",
                &[from.0.into(), to.0.into(), on.to_string().into(), ms(at)],
            )?;
            let drafts = move_drafts(conn, Some(to), today)?;
            let sessions =
                if on <= today { conn.exec("DELETE FROM session WHERE account = $1", &[from.0.into()])? } else { 0 };
            let detail = format!("cho {} · {} phân công · từ {on}", taker.login, open.len());
            note(conn, who, at, Deed::HandedOver, About::account(&giver), &detail)?;
            Ok(Handover { assignments: open.len(), drafts, sessions })
        })
    }

    fn refuse_handover(&self, giver: &Account, taker: &Account, new: &[NewAssignment]) -> Result<()> {
        let mut problems = Vec::new();
        if giver.id == taker.id {
            let problem = Problem::error("same-person", "Người nhận bàn giao chính là người bàn giao").field("to");
            problems.push(problem.hint("chọn người khác"));
        }
        if taker.disabled {
            let problem = Problem::error("account-disabled", "Tài khoản nhận bàn giao đã ngừng sử dụng").field("to");
            problems.push(problem.hint("cho dùng lại tài khoản ấy trước, hoặc chọn người khác"));
        }
        if new.is_empty() {
            let text = format!("{} không có phân công nào vào ngày ấy để bàn giao", giver.name);
            problems.push(Problem::error("nothing-to-hand-over", text).field("on").hint("xem lại người và ngày"));
        }
        let units = self.units();
        for n in new.iter().filter(|n| !units.alive(n.unit, n.from)) {
            problems.push(crate::organs::closed_unit(&units, n.unit, n.from).field("on"));
        }
        if problems.is_empty() { Ok(()) } else { Err(StoreError::Refused(problems)) }
    }

    /// Units that lose an administrator by this have the new one, or another.
    fn lost_by_handover(&self, conn: &mut Conn, from: AccountId, lost: &[Assignment], today: Date) -> Result<()> {
        let left = super::accounts::other_administrators(conn, from)?;
        domain::people::still_administered(&self.units(), lost, &left, today).map_err(StoreError::refused)
    }
}

/// What the other gets for an assignment.
fn taken_over(a: &Assignment, on: Date, giver: &Account, why: &str) -> NewAssignment {
    let note =
        if why.trim().is_empty() { format!("nhận bàn giao từ {}", giver.name) } else { why.trim().to_string() };
    NewAssignment { unit: a.unit, he: a.he, role: a.role, from: a.from.max(on), to: a.to, note }
}

/// Whether somebody has all of what they would be given.
fn covers(have: &Assignment, new: &NewAssignment) -> bool {
    (have.unit, have.he, have.role) == (new.unit, new.he, new.role)
        && have.from <= new.from
        && have.to.is_none_or(|to| new.to.is_some_and(|end| end <= to))
}

/// Moves the unfinished forms of handovers whose day has come, to one account or to all. Returns how many moved.
pub(super) fn move_drafts(conn: &mut Conn, taker: Option<AccountId>, today: Date) -> Result<u64> {
    let rows = conn.query(
        "SELECT id, giver, taker FROM handover WHERE drafts_moved = 0 AND on_date <= $1 AND (taker = $2 OR $2 = 0) ORDER BY id",
        &[today.to_string().into(), taker.map_or(0, |t| t.0).into()],
    )?;
    let mut moved = 0;
    for row in rows {
        let [id, giver, taker] = [row.int(0)?, row.int(1)?, row.int(2)?];
        // Whoever handed over once and was assigned anew keeps what they wrote since: this happens once.
        if conn.exec("UPDATE handover SET drafts_moved = 1 WHERE id = $1 AND drafts_moved = 0", &[id.into()])? == 1 {
            moved += conn.exec("UPDATE draft SET account = $2 WHERE account = $1", &[giver.into(), taker.into()])?;
        }
    }
    Ok(moved)
}
