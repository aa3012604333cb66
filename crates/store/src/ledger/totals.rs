//! Sums over the ledger: from roll-up cells where a period ends on cuts, from postings for the odd days.

use crate::db::{Conn, Row, Val};
use crate::error::Result;
use crate::ledger::batch::overflow;
use domain::Date;
use domain::calendar::{cover, day_number};
use domain::ledger::Total;
use domain::units::{Piece, PiecePart};
use std::collections::BTreeMap;

/// Totals by measure key and dimension set key.
pub type Totals = BTreeMap<(i64, i64), Total>;
/// Totals by measure key, dimension set key and member.
pub type MemberTotals = BTreeMap<(i64, i64, String), Total>;

const SUMS: &str = "CAST(SUM(x.qty) AS BIGINT), CAST(SUM(x.n) AS BIGINT), CAST(SUM(x.n_over) AS BIGINT), \
                    CAST(SUM(x.n_under) AS BIGINT), CAST(SUM(x.n_pending) AS BIGINT)";

/// Which days and which transactions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    /// First day; `None` from the beginning.
    pub from: Option<Date>,
    /// Last day.
    pub to: Date,
    /// Only what had been written by this transaction; roll-ups cannot answer that, postings can.
    pub known_at: Option<i64>,
}

/// The SQL condition that picks a piece's postings, `p` being the posting table: a join and a where clause.
pub(crate) struct PieceFilter {
    /// `JOIN …` or nothing.
    pub join: String,
    /// Condition without AND in front.
    pub condition: String,
}

impl PieceFilter {
    pub fn of(piece: &Piece) -> Self {
        let unit = piece.unit.0;
        let during = piece.during.map_or_else(String::new, |p| {
            format!(" AND x.tree_day BETWEEN {} AND {}", day_number(p.from), day_number(p.to))
        });
        match piece.part {
            PiecePart::Own => PieceFilter { join: String::new(), condition: format!("x.area = {unit}{during}") },
            PiecePart::Below => PieceFilter {
                join: format!(
                    "JOIN unit_under u ON u.ancestor = {unit} AND u.unit = x.area AND u.unit <> {unit} \
                     AND x.tree_day BETWEEN u.from_day AND u.to_day"
                ),
                condition: format!("1 = 1{during}"),
            },
        }
    }
}

/// A comma list of keys for `IN (…)`; the keys are our own integers.
pub(crate) fn key_list(keys: &[i64]) -> String {
    keys.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
}

fn read_total(row: &Row, k: usize) -> Result<Total> {
    Ok(Total {
        scaled: row.int(k)?,
        postings: row.int(k + 1)?,
        over: row.int(k + 2)?,
        under: row.int(k + 3)?,
        pending: row.int(k + 4)?,
    })
}

/// The totals of measures over pieces and a range, by dimension set and (when `members`) by member.
pub(crate) fn totals(
    conn: &mut Conn,
    pieces: &[Piece],
    measures: &[i64],
    range: Range,
    members: bool,
) -> Result<MemberTotals> {
    let mut out = MemberTotals::new();
    if measures.is_empty() {
        return Ok(out);
    }
    let keys = key_list(measures);
    let member = if members { ", x.member" } else { "" };
    let covered = cover(range.from, range.to);
    for piece in pieces {
        if piece.during.is_some() || range.known_at.is_some() {
            let from = range.from.map_or(i64::MIN, day_number);
            add_postings(conn, piece, &keys, member, (from, day_number(range.to)), range.known_at, &mut out)?;
            continue;
        }
        let part = i64::from(piece.part == PiecePart::Below);
        let sql = format!(
            "SELECT x.measure, x.dimset{member}, {SUMS} FROM cell x WHERE x.unit = $1 AND x.part = $2 AND x.measure IN ({keys}) \
             AND x.level = $3 AND x.bucket BETWEEN $4 AND $5 GROUP BY x.measure, x.dimset{member}"
        );
        let years = covered.years.iter().map(|r| (1i64, *r, false));
        let halves = covered.halves.iter().map(|r| (0i64, *r, false));
        let without = covered.without.iter().map(|r| (0i64, *r, true));
        for (level, (first, last), taken_away) in years.chain(halves).chain(without) {
            let args: [Val; 5] = [piece.unit.0.into(), part.into(), level.into(), first.into(), last.into()];
            let rows = conn.query(&sql, &args)?;
            add_rows(&rows, members, taken_away, &mut out)?;
        }
        for (first, last) in &covered.days {
            add_postings(conn, piece, &keys, member, (day_number(*first), day_number(*last)), None, &mut out)?;
        }
    }
    Ok(out)
}

fn add_postings(
    conn: &mut Conn,
    piece: &Piece,
    keys: &str,
    member: &str,
    days: (i64, i64),
    known_at: Option<i64>,
    out: &mut MemberTotals,
) -> Result<()> {
    let PieceFilter { join, condition } = PieceFilter::of(piece);
    let known = known_at.map_or_else(String::new, |seq| format!(" AND x.tx <= {seq}"));
    let sql = format!(
        "SELECT x.measure, x.dimset{member}, {SUMS} FROM posting x {join} WHERE {condition} AND x.measure IN ({keys}) \
         AND x.day BETWEEN $1 AND $2{known} GROUP BY x.measure, x.dimset{member}"
    );
    let rows = conn.query(&sql, &[days.0.into(), days.1.into()])?;
    add_rows(&rows, !member.is_empty(), false, out)
}

fn add_rows(rows: &[Row], members: bool, taken_away: bool, out: &mut MemberTotals) -> Result<()> {
    for row in rows {
        let (member, k) = if members { (row.text(2)?.to_string(), 3) } else { (String::new(), 2) };
        let slot = out.entry((row.int(0)?, row.int(1)?, member)).or_default();
        let total = read_total(row, k)?;
        *slot = slot.plus(if taken_away { total.negated() } else { total }).ok_or_else(overflow)?;
    }
    Ok(())
}
