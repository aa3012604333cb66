//! Declared figures (số liệu tự khai): a unit that keeps no records says its number. It stands, marked as such, until the
//! unit confirms that its records are complete; then only records count.

use crate::db::Row;
use crate::error::{Result, StoreError};
use crate::ledger::{AMOUNT_MAX, overflow, take_declarations};
use crate::{Actor, Store, begin_tx};
use domain::calendar::Period;
use domain::ids::UnitId;
use domain::ledger::{Amount, Approx, Dims, Nature};
use domain::problem::Problem;
use domain::{Date, Timestamp};

/// A declared figure. It covers the unit with its subtree, the dimensions named, and exactly the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Key.
    pub id: i64,
    /// Unit, with everything below it.
    pub unit: UnitId,
    /// Measure key.
    pub measure: i64,
    /// Dimension values it is restricted to.
    pub dims: Dims,
    /// First day; `None` for a stock.
    pub from: Option<Date>,
    /// Last day.
    pub to: Date,
    /// How much.
    pub amount: Amount,
    /// Where it comes from.
    pub note: String,
    /// Transaction that wrote it.
    pub tx: i64,
    /// Why it no longer stands.
    pub closed: Option<String>,
}

/// What a unit declares.
#[derive(Debug, Clone, Copy)]
pub struct Declaration<'a> {
    /// Unit, with everything below it.
    pub unit: UnitId,
    /// Measure slug.
    pub measure: &'a str,
    /// Dimension values it is restricted to; none = all.
    pub dims: &'a Dims,
    /// Exactly this period; of a stock only its last day.
    pub period: Period,
    /// How much.
    pub amount: Amount,
    /// Where it comes from.
    pub note: &'a str,
}

const COLUMNS: &str = "id, unit, measure, dims, from_date, to_date, qty, approx, note, tx, closed_why";

fn approx_word(approx: Approx) -> &'static str {
    match approx {
        Approx::Exact => "exact",
        Approx::Over => "over",
        Approx::Under => "under",
        Approx::About => "about",
        Approx::Pending => "pending",
    }
}

fn read_declared(row: &Row) -> Result<Declared> {
    let date = |t: &str| t.parse::<Date>().map_err(|_| StoreError::Database(format!("ngày “{t}”")));
    let approx = match row.text(7)? {
        "over" => Approx::Over,
        "under" => Approx::Under,
        "about" => Approx::About,
        "pending" => Approx::Pending,
        _ => Approx::Exact,
    };
    Ok(Declared {
        id: row.int(0)?,
        unit: UnitId(row.int(1)?),
        measure: row.int(2)?,
        dims: serde_json::from_str(row.text(3)?)?,
        from: row.opt_text(4)?.map(date).transpose()?,
        to: date(row.text(5)?)?,
        amount: Amount { scaled: row.int(6)?, approx },
        note: row.text(8)?.to_string(),
        tx: row.int(9)?,
        closed: row.opt_text(10)?.map(str::to_string),
    })
}

impl Store {
    /// Declares a figure. For a stock the period's first day is left out of account. A second one for the same region
    /// replaces the first; one for a region whose records were confirmed complete is refused.
    pub fn declare(&self, who: &Actor, at: Timestamp, declaration: &Declaration<'_>) -> Result<i64> {
        let Declaration { unit, measure, dims, period, amount, note } = *declaration;
        let pinned = self.pinned()?;
        let key = pinned.measure(measure)?;
        let nature = pinned.catalogue.measures.get(measure).map(|m| m.nature);
        if nature == Some(Nature::Distinct) {
            return Err(StoreError::refused(
                Problem::error("declared-distinct", "Số đơn vị khác nhau không tự khai được: phải đếm từ hồ sơ")
                    .hint("khai số lượt, hoặc ghi hồ sơ"),
            ));
        }
        if amount.scaled.unsigned_abs() > AMOUNT_MAX {
            return Err(overflow());
        }
        let from = (nature != Some(Nature::Stock)).then_some(period.from);
        self.refuse_dead(unit, period)?;
        let dims_text = serde_json::to_string(dims)?;
        self.write(|conn| {
            take_declarations(conn, unit.0)?;
            let from_text = from.map(|d| d.to_string());
            let confirmed = conn.query(
                "SELECT from_date, to_date FROM confirmation WHERE unit = $1 AND measure = $2",
                &[unit.0.into(), key.into()],
            )?;
            for row in confirmed {
                let covers = row.opt_text(0)?.is_none_or(|f| from_text.as_deref().is_none_or(|d| f <= d))
                    && row.text(1)? >= period.to.to_string().as_str();
                if covers {
                    return Err(StoreError::refused(
                        Problem::error("records-complete", "Đơn vị đã xác nhận đủ hồ sơ cho kỳ này, không khai số được nữa")
                            .hint("sửa hoặc bổ sung hồ sơ"),
                    ));
                }
            }
            let tx = begin_tx(conn, who, at, "khai số liệu")?;
            conn.exec(
                "UPDATE declared SET closed_tx = $1, closed_why = 'thay bằng số khai sau' WHERE unit = $2 AND measure = $3 \
                 AND dims = $4 AND to_date = $5 AND COALESCE(from_date, '') = $6 AND closed_tx IS NULL",
                &[
                    tx.into(),
                    unit.0.into(),
                    key.into(),
                    (&dims_text).into(),
                    period.to.to_string().into(),
                    from_text.clone().unwrap_or_default().into(),
                ],
            )?;
            let row = conn.first(
                "INSERT INTO declared (unit, measure, dims, from_date, to_date, qty, approx, note, tx) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
                &[
                    unit.0.into(),
                    key.into(),
                    (&dims_text).into(),
                    from_text.into(),
                    period.to.to_string().into(),
                    amount.scaled.into(),
                    approx_word(amount.approx).into(),
                    note.into(),
                    tx.into(),
                ],
            )?;
            row.ok_or_else(|| StoreError::Database("không ghi được số khai".into()))?.int(0)
        })
    }

    fn refuse_dead(&self, unit: UnitId, period: Period) -> Result<()> {
        let units = self.units();
        let life = units.life(unit);
        if life.is_some_and(|l| l.intersection(&period).is_some()) {
            return Ok(());
        }
        Err(StoreError::refused(crate::organs::closed_unit(&units, unit, period.to)))
    }

    /// The unit confirms that its records of a measure are complete for a period: declared figures that lie in it stand no
    /// longer. Returns how many were closed.
    pub fn confirm_records(
        &self,
        who: &Actor,
        at: Timestamp,
        unit: UnitId,
        measure: &str,
        period: Period,
        note: &str,
    ) -> Result<u64> {
        let pinned = self.pinned()?;
        let key = pinned.measure(measure)?;
        let stock = pinned.catalogue.measures.get(measure).is_some_and(|m| m.nature == Nature::Stock);
        let from = (!stock).then(|| period.from.to_string());
        self.write(|conn| {
            take_declarations(conn, unit.0)?;
            let tx = begin_tx(conn, who, at, "xác nhận đủ hồ sơ")?;
            conn.exec(
                "INSERT INTO confirmation (unit, measure, from_date, to_date, note, tx) VALUES ($1, $2, $3, $4, $5, $6)",
                &[unit.0.into(), key.into(), from.clone().into(), period.to.to_string().into(), note.into(), tx.into()],
            )?;
            conn.exec(
                "UPDATE declared SET closed_tx = $1, closed_why = 'đơn vị xác nhận đủ hồ sơ' WHERE unit = $2 AND measure = $3 \
                 AND closed_tx IS NULL AND COALESCE(from_date, '0001-01-01') >= $4 AND to_date <= $5",
                &[
                    tx.into(),
                    unit.0.into(),
                    key.into(),
                    from.clone().unwrap_or_else(|| "0001-01-01".into()).into(),
                    period.to.to_string().into(),
                ],
            )
        })
    }

    /// Whether a unit has confirmed that its records of a measure are complete for all of a period (of a stock: up to its
    /// last day).
    pub fn records_confirmed(&self, unit: UnitId, measure: &str, period: Period) -> Result<bool> {
        let key = self.pinned()?.measure(measure)?;
        let row = self.read(|conn| {
            conn.first(
                "SELECT 1 FROM confirmation WHERE unit = $1 AND measure = $2 AND COALESCE(from_date, '0001-01-01') <= $3 \
                 AND to_date >= $4 LIMIT 1",
                &[unit.0.into(), key.into(), period.from.to_string().into(), period.to.to_string().into()],
            )
        })?;
        Ok(row.is_some())
    }

    /// Declared figures, newest first; those that no longer stand too when `closed`.
    pub fn declared(&self, unit: Option<UnitId>, closed: bool) -> Result<Vec<Declared>> {
        let mut sql = format!("SELECT {COLUMNS} FROM declared WHERE 1 = 1");
        if let Some(unit) = unit {
            sql.push_str(&format!(" AND unit = {}", unit.0));
        }
        if !closed {
            sql.push_str(" AND closed_tx IS NULL");
        }
        sql.push_str(" ORDER BY id DESC");
        self.read(|conn| conn.query(&sql, &[]))?.iter().map(read_declared).collect()
    }
}

/// The declared figures of some measures that stood at a transaction (or stand now).
pub(crate) fn standing(conn: &mut crate::db::Conn, measures: &[i64], known_at: Option<i64>) -> Result<Vec<Declared>> {
    if measures.is_empty() {
        return Ok(Vec::new());
    }
    let keys = crate::ledger::key_list(measures);
    let when = match known_at {
        None => "closed_tx IS NULL".to_string(),
        Some(seq) => format!("tx <= {seq} AND (closed_tx IS NULL OR closed_tx > {seq})"),
    };
    let sql = format!("SELECT {COLUMNS} FROM declared WHERE measure IN ({keys}) AND {when} ORDER BY id");
    conn.query(&sql, &[])?.iter().map(read_declared).collect()
}
