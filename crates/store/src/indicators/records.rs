//! The records behind a figure, paged; their sum is the figure's recorded part.

use super::ask::{Asker, terms};
use super::{Ask, both, previous};
use crate::Store;
use crate::db::{Conn, Row};
use crate::declared::Declared;
use crate::error::{Result, StoreError};
use crate::ledger::{PieceFilter, key_list, overflow};
use domain::Date;
use domain::calendar::{Period, day_number};
use domain::ids::{EntryId, OrganId, UnitId};
use domain::indicators::{Formula, Indicator, Question};
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

/// Which part of an indicator's formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// The numerator of a ratio; of growth, the period asked about. Of any other formula, all of it.
    #[default]
    Numerator,
    /// The denominator of a ratio; of growth, the period before. Of any other formula, all of it.
    Denominator,
}

/// The postings behind a figure.
pub(super) struct Behind {
    /// The query of what each entry adds; `None` when there is nothing.
    net: Option<String>,
    /// Declared figures that stand in the place of some of them.
    pub declared: Vec<Declared>,
    /// Decimal places of the amounts.
    pub scale: u8,
}

/// The indicator whose records are meant, and the question that they answer: of growth the base, in one period or the
/// one before.
pub(super) fn meant(store: &Store, question: &Question, ask: &Ask, side: Side) -> Result<(Indicator, Question)> {
    let indicator = store.indicator(&ask.indicator)?;
    let Formula::Growth(base) = &indicator.formula else { return Ok((indicator, question.clone())) };
    let mut question = question.clone();
    if side == Side::Denominator {
        let before = previous(Period { from: question.from, to: question.to })?;
        (question.from, question.to) = (before.from, before.to);
    }
    Ok((store.indicator(base)?, question))
}

impl Behind {
    /// Of an indicator that is no growth, with the asker that has loaded it.
    pub fn of(
        asker: &Asker<'_>,
        indicator: &Indicator,
        question: &Question,
        ask: &Ask,
        side: Side,
        known_at: Option<i64>,
    ) -> Result<Self> {
        let list = match (&indicator.formula, side) {
            (Formula::Ratio { num, .. }, Side::Numerator) => num.iter().collect(),
            (Formula::Ratio { den, .. }, Side::Denominator) => den.iter().collect(),
            _ => terms(indicator),
        };
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
                wanted
                    .push(format!("(x.measure = {key} AND x.day BETWEEN {first} AND {last} AND x.dimset IN ({keys}))"));
            }
        }
        let branches = asker.branches();
        let known = known_at.map_or_else(String::new, |seq| format!(" AND x.tx <= {seq}"));
        let net = (!wanted.is_empty() && !branches.is_empty())
            .then(|| net_query(&branches, &format!("({}){known}", wanted.join(" OR "))));
        Ok(Behind { net, declared, scale })
    }

    /// How many records there are and what they add up to, in groups. `group` is three expressions over the entry `e`: a
    /// register, an area, a month; equal ones are one group.
    pub fn groups(&self, conn: &mut Conn, group: [&str; 3]) -> Result<Vec<Group>> {
        let Some(net) = &self.net else { return Ok(Vec::new()) };
        let [register, area, month] = group;
        let sums = ["qty", "n", "o", "u", "p"].map(|c| format!("CAST(SUM(g.{c}) AS BIGINT)")).join(", ");
        let sql = format!(
            "SELECT g.a, g.b, g.c, COUNT(DISTINCT g.entry), {sums} FROM (SELECT {register} AS a, {area} AS b, {month} AS c, \
             w.entry AS entry, w.qty AS qty, w.n AS n, w.o AS o, w.u AS u, w.p AS p FROM ({net}) w JOIN entry e ON e.id = w.entry) g \
             GROUP BY g.a, g.b, g.c ORDER BY g.a, g.b, g.c"
        );
        let read = |row: &Row| {
            Ok(Group {
                register: row.text(0)?.to_string(),
                area: UnitId(row.int(1)?),
                month: row.text(2)?.to_string(),
                count: row.int(3)?,
                sum: read_total(row, 4)?,
            })
        };
        conn.query(&sql, &[])?.iter().map(read).collect()
    }

    /// A page of the records that meet a condition on the entry `f`, ordered by date.
    pub fn page(&self, conn: &mut Conn, condition: &str, limit: i64, offset: i64) -> Result<Vec<RecordLine>> {
        let Some(net) = &self.net else { return Ok(Vec::new()) };
        let page = format!(
            "SELECT e.id, e.register, e.number, e.record_date, e.area, e.organ, e.title, w.member, w.qty, w.n, w.o, w.u, w.p \
             FROM ({net}) w JOIN entry e ON e.id = w.entry \
             WHERE e.id IN (SELECT v.entry FROM (SELECT DISTINCT y.entry AS entry, f.record_date AS d FROM ({net}) y \
             JOIN entry f ON f.id = y.entry WHERE {condition}) v \
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
        Ok(lines)
    }
}

/// Records of one kind together.
pub(super) struct Group {
    pub register: String,
    pub area: UnitId,
    /// "2025-03".
    pub month: String,
    pub count: i64,
    pub sum: Total,
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
        let (indicator, question) = meant(self, question, ask, Side::Numerator)?;
        self.read(|conn| {
            let mut asker = Asker::new(self, question.clone(), known_at)?;
            asker.load(conn, std::slice::from_ref(&indicator))?;
            let behind = Behind::of(&asker, &indicator, &question, ask, Side::Numerator, known_at)?;
            let all = behind.groups(conn, ["''", "0", "''"])?.pop();
            let (count, sum) = all.map_or((0, Total::default()), |g| (g.count, g.sum));
            let lines = behind.page(conn, "1 = 1", limit, offset)?;
            Ok(Records { lines, count, sum, declared: behind.declared, scale: behind.scale })
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

fn read_total(row: &Row, k: usize) -> Result<Total> {
    Ok(Total {
        scaled: row.int(k)?,
        postings: row.int(k + 1)?,
        over: row.int(k + 2)?,
        under: row.int(k + 3)?,
        pending: row.int(k + 4)?,
    })
}

fn read_line(row: &Row) -> Result<RecordLine> {
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
        total: read_total(row, 8)?,
        members: if member.is_empty() { Vec::new() } else { vec![member.to_string()] },
    })
}
