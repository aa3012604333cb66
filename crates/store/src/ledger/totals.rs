//! Sums over the ledger: from roll-up cells where a period ends on cuts, from postings for the odd days.

use crate::db::{Conn, Row, Val};
use crate::error::Result;
use crate::ledger::batch::overflow;
use domain::Date;
use domain::calendar::{Cover, cover, day_number};
use domain::ledger::Total;
use domain::units::{Piece, PiecePart};
use std::collections::{BTreeMap, HashMap};

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

/// What the cells of many units hold over one range, read together for many questions.
#[derive(Debug, Default)]
pub(crate) struct CellTotals(HashMap<(i64, i64), MemberTotals>);

/// Units whose cells one statement asks for.
const UNITS_AT_ONCE: usize = 400;

/// The cells of these pieces in a statement per stretch of buckets, and not one per piece. Pieces within a stretch of tree
/// dates are not in cells; whoever asks for them reads postings.
pub(crate) fn cell_totals(
    conn: &mut Conn,
    pieces: &[Piece],
    measures: &[i64],
    range: Range,
    members: bool,
) -> Result<CellTotals> {
    let mut out = CellTotals::default();
    let mut units: Vec<i64> = pieces.iter().filter(|p| p.during.is_none()).map(|p| p.unit.0).collect();
    units.sort_unstable();
    units.dedup();
    if measures.is_empty() || range.known_at.is_some() {
        return Ok(out);
    }
    let (keys, member) = (key_list(measures), if members { ", x.member" } else { "" });
    for chunk in units.chunks(UNITS_AT_ONCE) {
        let sql = format!(
            "SELECT x.unit, x.part, x.measure, x.dimset{member}, {SUMS} FROM cell x WHERE x.unit IN ({}) AND x.part IN (0, 1) \
             AND x.measure IN ({keys}) AND x.level = $1 AND x.bucket BETWEEN $2 AND $3 \
             GROUP BY x.unit, x.part, x.measure, x.dimset{member}",
            key_list(chunk)
        );
        for (level, (first, last), taken_away) in buckets(&cover(range.from, range.to)) {
            for row in conn.query(&sql, &[level.into(), first.into(), last.into()])? {
                let piece = out.0.entry((row.int(0)?, row.int(1)?)).or_default();
                add_row(&row, 2, members, taken_away, piece)?;
            }
        }
    }
    Ok(out)
}

/// The stretches of buckets of a cover: level, first and last bucket, and whether they are taken away again.
fn buckets(covered: &Cover) -> impl Iterator<Item = (i64, (i64, i64), bool)> + '_ {
    let years = covered.years.iter().map(|r| (1i64, *r, false));
    let halves = covered.halves.iter().map(|r| (0i64, *r, false));
    years.chain(halves).chain(covered.without.iter().map(|r| (0i64, *r, true)))
}

/// The totals of measures over pieces and a range, by dimension set and (when `members`) by member; with what was already
/// read of their cells, if it was.
pub(crate) fn totals(
    conn: &mut Conn,
    pieces: &[Piece],
    measures: &[i64],
    range: Range,
    members: bool,
    read: Option<&CellTotals>,
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
        if let Some(read) = read {
            for (key, total) in read.0.get(&(piece.unit.0, part)).into_iter().flatten() {
                let slot = out.entry(key.clone()).or_default();
                *slot = slot.plus(*total).ok_or_else(overflow)?;
            }
        } else {
            for (level, (first, last), taken_away) in buckets(&covered) {
                let args: [Val; 5] = [piece.unit.0.into(), part.into(), level.into(), first.into(), last.into()];
                let rows = conn.query(&sql, &args)?;
                add_rows(&rows, members, taken_away, &mut out)?;
            }
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
    rows.iter().try_for_each(|row| add_row(row, 0, members, taken_away, out))
}

/// Adds a row of measure, dimension set, member (when asked for) and sums, which begin at a column.
fn add_row(row: &Row, at: usize, members: bool, taken_away: bool, out: &mut MemberTotals) -> Result<()> {
    let (member, k) = if members { (row.text(at + 2)?.to_string(), at + 3) } else { (String::new(), at + 2) };
    let slot = out.entry((row.int(at)?, row.int(at + 1)?, member)).or_default();
    let total = read_total(row, k)?;
    *slot = slot.plus(if taken_away { total.negated() } else { total }).ok_or_else(overflow)?;
    Ok(())
}
