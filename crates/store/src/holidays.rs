//! Days off and swapped days that an operator adds to the shipped list or corrects in it, with their basis.

use crate::boundaries::refuse_others;
use crate::db::Row;
use crate::error::{Result, StoreError};
use crate::{Actor, Store, begin_tx};
use domain::calendar::{DayKind, DayStatus, Holiday};
use domain::problem::Problem;
use domain::text::tidy;
use domain::{Date, Timestamp};

/// Longest name or basis, in characters.
const TEXT_MAX: usize = 300;

fn read_holiday(row: &Row) -> Result<Holiday> {
    let bad = |what: &str| StoreError::Database(format!("ngày nghỉ hỏng: {what}"));
    Ok(Holiday {
        date: row.text(0)?.parse().map_err(|_| bad("ngày"))?,
        kind: DayKind::parse(row.text(1)?).ok_or_else(|| bad("loại"))?,
        name: row.text(2)?.to_string(),
        basis: row.text(3)?.to_string(),
        status: DayStatus::parse(row.text(4)?).ok_or_else(|| bad("hiệu lực"))?,
    })
}

impl Store {
    /// What the operator added or corrected, by date.
    pub fn holidays(&self) -> Result<Vec<Holiday>> {
        let sql = "SELECT day, kind, name, basis, status FROM holiday ORDER BY day";
        self.read(|conn| conn.query(sql, &[]))?.iter().map(read_holiday).collect()
    }

    /// Says what a day is, in place of what the shipped list or an earlier correction says. Refused without a name or the
    /// document it rests on, and to who is not an administrator.
    pub fn set_holiday(&self, who: &Actor, at: Timestamp, day: &Holiday) -> Result<()> {
        refuse_others(who)?;
        let (name, basis) = (tidy(&day.name), tidy(&day.basis));
        let mut problems = Vec::new();
        for (field, text, what) in [("name", &name, "tên ngày"), ("basis", &basis, "văn bản làm căn cứ")] {
            if text.is_empty() || text.chars().count() > TEXT_MAX {
                let message = format!("Phải ghi {what}, không quá {TEXT_MAX} ký tự");
                problems.push(Problem::error("required", message).field(field));
            }
        }
        if !problems.is_empty() {
            return Err(StoreError::Refused(problems));
        }
        self.write(|conn| {
            let tx = begin_tx(conn, who, at, "ghi ngày nghỉ")?;
            conn.exec(
                "INSERT INTO holiday (day, kind, name, basis, status, tx) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (day) \
                 DO UPDATE SET kind = excluded.kind, name = excluded.name, basis = excluded.basis, status = excluded.status, \
                 tx = excluded.tx",
                &[
                    day.date.to_string().into(),
                    day.kind.slug().into(),
                    (&name).into(),
                    (&basis).into(),
                    day.status.slug().into(),
                    tx.into(),
                ],
            )?;
            Ok(())
        })
    }

    /// Takes back what the operator said about a day: the shipped list counts again. Whether there was anything.
    pub fn drop_holiday(&self, who: &Actor, at: Timestamp, date: Date) -> Result<bool> {
        refuse_others(who)?;
        self.write(|conn| {
            begin_tx(conn, who, at, "bỏ ngày nghỉ đã ghi")?;
            Ok(conn.exec("DELETE FROM holiday WHERE day = $1", &[date.to_string().into()])? > 0)
        })
    }
}
