//! The records behind a figure, paged; their sum is the figure's recorded part.

use super::ask::{Asker, terms};
use super::{Ask, both};
use crate::Store;
use crate::declared::Declared;
use crate::error::{Result, StoreError};
use crate::ledger::{PieceFilter, key_list, overflow};
use domain::Date;
use domain::calendar::day_number;
use domain::ids::{EntryId, OrganId, UnitId};
use domain::indicators::{Formula, Question};
use domain::ledger::Total;
use domain::problem::Problem;

/// One record behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLine {
    /// Entry.
    pub id: EntryId,
    /// Register slug.
    pub register: String,
    /// Running number.
    pub number: i64,
    /// Record date.
    pub date: Date,
    /// Area.
    pub area: UnitId,
    /// Owner organ.
    pub organ: OrganId,
    /// One line.
    pub title: String,
    /// What it adds to the figure (to the numerator of a ratio).
    pub total: Total,
    /// What it counts once, for a distinct measure: members, joined.
    pub members: Vec<String>,
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    /// The page.
    pub lines: Vec<RecordLine>,
    /// How many records there are in all.
    pub count: i64,
    /// The sum over all of them, not only this page.
    pub sum: Total,
    /// Declared figures that stand in the place of some of them.
    pub declared: Vec<Declared>,
    /// Decimal places of the amounts.
    pub scale: u8,
}

impl Store {
    /// The records behind the total of an ask (of a ratio: behind its numerator), ordered by date.
    pub fn records(&self, question: &Question, ask: &Ask, limit: i64, offset: i64) -> Result<Records> {
        self.records_known_at(question, ask, limit, offset, None)
    }

    /// As [`Store::records`], with what each record added as the ledger stood after a transaction.
    pub fn records_known_at(
        &self,
        question: &Question,
        ask: &Ask,
        limit: i64,
        offset: i64,
        known_at: Option<i64>,
    ) -> Result<Records> {
        let indicator = self.indicator(&ask.indicator)?;
        if let Formula::Growth(base) = &indicator.formula {
            let base = Ask { indicator: base.clone(), ..ask.clone() };
            return self.records_known_at(question, &base, limit, offset, known_at);
        }
        let list = match &indicator.formula {
            Formula::Ratio { num, .. } => num.iter().collect(),
            _ => terms(&indicator),
        };
        self.read(|conn| {
            let mut asker = Asker::new(self, question.clone(), known_at)?;
            asker.load(conn, std::slice::from_ref(&indicator))?;
            let base = both(&ask.filter, &question.organ);
            let mut wanted = Vec::new();
            let mut declared = Vec::new();
            let mut scale = 0;
            for term in list {
                let key = asker.pinned().measure(&term.measure)?;
                let filter = both(&term.filter, &base);
                let dimsets = asker.dimsets(key, &filter);
                scale = asker.pinned().catalogue.measures.get(&term.measure).map_or(0, |m| m.scale);
                declared.extend(asker.standing_declared(key, &term.measure, &filter));
                if !dimsets.is_empty() {
                    let first = asker.first_day(&term.measure);
                    let (keys, last) = (key_list(&dimsets), day_number(question.to));
                    wanted.push(format!("(x.measure = {key} AND x.day BETWEEN {first} AND {last} AND x.dimset IN ({keys}))"));
                }
            }
            let empty = Records { lines: Vec::new(), count: 0, sum: Total::default(), declared, scale };
            let branches = asker.branches();
            if wanted.is_empty() || branches.is_empty() {
                return Ok(empty);
            }
            let known = known_at.map_or_else(String::new, |seq| format!(" AND x.tx <= {seq}"));
            let net = net_query(&branches, &format!("({}){known}", wanted.join(" OR ")));
            let row = conn.first(
                &format!(
                    "SELECT COUNT(DISTINCT entry), CAST(COALESCE(SUM(qty), 0) AS BIGINT), CAST(COALESCE(SUM(n), 0) AS BIGINT), \
                     CAST(COALESCE(SUM(o), 0) AS BIGINT), CAST(COALESCE(SUM(u), 0) AS BIGINT), CAST(COALESCE(SUM(p), 0) AS BIGINT) FROM ({net}) w"
                ),
                &[],
            )?;
            let row = row.ok_or_else(|| StoreError::Database("không đếm được hồ sơ".into()))?;
            let sum = Total { scaled: row.int(1)?, postings: row.int(2)?, over: row.int(3)?, under: row.int(4)?, pending: row.int(5)? };
            let page = format!(
                "SELECT e.id, e.register, e.number, e.record_date, e.area, e.organ, e.title, w.member, w.qty, w.n, w.o, w.u, w.p \
                 FROM ({net}) w JOIN entry e ON e.id = w.entry \
                 WHERE e.id IN (SELECT v.entry FROM (SELECT DISTINCT y.entry AS entry, f.record_date AS d FROM ({net}) y JOIN entry f ON f.id = y.entry) v \
                 ORDER BY v.d, v.entry LIMIT {} OFFSET {}) ORDER BY e.record_date, e.id, w.member",
                limit.max(1),
                offset.max(0)
            );
            let mut lines: Vec<RecordLine> = Vec::new();
            for row in conn.query(&page, &[])? {
                let line = read_line(&row)?;
                match lines.last_mut() {
                    Some(last) if last.id == line.id => {
                        last.total = last.total.plus(line.total).ok_or_else(overflow)?;
                        last.members.extend(line.members);
                    }
                    _ => lines.push(line),
                }
            }
            Ok(Records { lines, count: row.int(0)?, sum, ..empty })
        })
    }
}

/// The query of what each entry adds, per member: a member taken back leaves no trace.
fn net_query(branches: &[PieceFilter], wanted: &str) -> String {
    let parts: Vec<String> = branches
        .iter()
        .map(|b| {
            format!(
                "SELECT x.entry AS entry, x.member AS member, x.qty AS qty, x.n AS n, x.n_over AS o, x.n_under AS u, x.n_pending AS p \
                 FROM posting x {} WHERE {} AND {wanted}",
                b.join, b.condition
            )
        })
        .collect();
    format!(
        "SELECT entry, member, CAST(SUM(qty) AS BIGINT) AS qty, CAST(SUM(n) AS BIGINT) AS n, CAST(SUM(o) AS BIGINT) AS o, \
         CAST(SUM(u) AS BIGINT) AS u, CAST(SUM(p) AS BIGINT) AS p FROM ({}) z GROUP BY entry, member \
         HAVING SUM(n) <> 0 OR SUM(qty) <> 0",
        parts.join(" UNION ALL ")
    )
}

fn read_line(row: &crate::db::Row) -> Result<RecordLine> {
    let bad = |what: &str| StoreError::refused(Problem::error("damaged-entry", format!("mục hỏng: {what}")));
    let member = row.text(7)?;
    Ok(RecordLine {
        id: EntryId::parse(row.text(0)?).ok_or_else(|| bad("khóa"))?,
        register: row.text(1)?.to_string(),
        number: row.int(2)?,
        date: row.text(3)?.parse().map_err(|_| bad("ngày"))?,
        area: UnitId(row.int(4)?),
        organ: OrganId(row.int(5)?),
        title: row.text(6)?.to_string(),
        total: Total {
            scaled: row.int(8)?,
            postings: row.int(9)?,
            over: row.int(10)?,
            under: row.int(11)?,
            pending: row.int(12)?,
        },
        members: if member.is_empty() { Vec::new() } else { vec![member.to_string()] },
    })
}
