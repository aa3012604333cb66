//! Lists of entries: what to list, in which order, how many there are.

use super::{ENTRY_COLUMNS, Entry, no_entry, read_entry};
use crate::Store;
use crate::db::{Conn, Val};
use crate::error::Result;
use crate::people::Reach;
use domain::Date;
use domain::calendar::{date_of, day_number};
use domain::ids::{EntryId, OrganId, UnitId};
use domain::organs::Hierarchy;
use domain::text::fold;
use std::collections::BTreeMap;
use std::sync::Arc;

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OrderBy {
    /// The record date.
    #[default]
    RecordDate,
    /// When an entry was last changed.
    Updated,
    /// Year and running number.
    Number,
}

/// The order of a list; entries that are alike in it follow by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// By what.
    pub by: OrderBy,
    /// The latest, or the greatest, first.
    pub desc: bool,
}

impl Order {
    /// With `sorted` the rows are gathered first and then sorted, whatever index has them in order.
    fn sql(self, sorted: bool) -> String {
        let way = if self.desc { " DESC" } else { "" };
        let first = match (self.by, sorted) {
            (OrderBy::RecordDate, true) => "e.record_date || ''",
            (OrderBy::RecordDate, false) => "e.record_date",
            (OrderBy::Updated, true) => "+e.updated_tx",
            (OrderBy::Updated, false) => "e.updated_tx",
            (OrderBy::Number, true) => "+e.year",
            (OrderBy::Number, false) => "e.year",
        };
        let number = if self.by == OrderBy::Number { format!(", e.number{way}") } else { String::new() };
        format!("{first}{way}{number}, e.id{way}")
    }
}

/// Which entries to list. Empty parts do not restrict.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Register slug.
    pub register: Option<String>,
    /// Area and everything under it on the record's date.
    pub under: Option<UnitId>,
    /// What the viewer may read; `None` only where nobody's reading is limited (command line, exports of everything).
    pub reach: Option<Arc<Reach>>,
    /// Owner organ.
    pub organ: Option<OrganId>,
    /// Hierarchy of the owner organ.
    pub he: Option<Hierarchy>,
    /// Choice and yes-no fields of the entry (not of its rows): slug → values of which it has one; "co" and "khong".
    pub choices: BTreeMap<String, Vec<String>>,
    /// First record date.
    pub from: Option<Date>,
    /// Last record date.
    pub to: Option<Date>,
    /// State slugs, any of them.
    pub states: Vec<String>,
    /// Words to find, with or without diacritics.
    pub words: Option<String>,
    /// Struck-out entries too.
    pub voided: bool,
    /// Order.
    pub order: Order,
    /// How many at most; 100 when not positive.
    pub limit: i64,
    /// How many to skip.
    pub offset: i64,
}

/// Entries are counted up to this many for a screen.
pub const COUNTED_MAX: i64 = 10_000;

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryPage {
    /// The entries.
    pub entries: Vec<Entry>,
    /// How many there are in all, counted up to [`COUNTED_MAX`].
    pub count: i64,
    /// There are more than were counted.
    pub more: bool,
}

/// A condition with its parameters, put together bit by bit.
#[derive(Default)]
pub(crate) struct Clause {
    join: String,
    parts: Vec<String>,
    /// Parameters, `$1` first.
    pub args: Vec<Val>,
}

impl Clause {
    /// A parameter's place in the text.
    pub fn arg(&mut self, value: impl Into<Val>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len())
    }
    /// One more condition.
    pub fn and(&mut self, part: String) {
        self.parts.push(part);
    }
    /// The column is one of these; nothing when there are none to choose from.
    pub fn among(&mut self, column: &str, values: &[String]) {
        if !values.is_empty() {
            let list: Vec<String> = values.iter().map(|v| self.arg(v)).collect();
            self.and(format!("{column} IN ({})", list.join(",")));
        }
    }
    /// Each word stands somewhere in the column, which is folded already. "25-NQ/TW" is also found where number and symbol
    /// stand apart, as registers of documents keep them.
    pub fn words(&mut self, column: &str, words: &str) {
        for word in fold(words).split(' ').filter(|w| !w.is_empty()) {
            let whole = self.like(column, word);
            let apart = word.split_once('-').filter(|(number, _)| number.starts_with(|c: char| c.is_ascii_digit()));
            match apart {
                Some((number, symbol)) if !symbol.is_empty() => {
                    let (number, symbol) = (self.like(column, number), self.like(column, symbol));
                    self.and(format!("({whole} OR ({number} AND {symbol}))"));
                }
                _ => self.and(whole),
            }
        }
    }
    /// The column has the text somewhere.
    pub fn like(&mut self, column: &str, word: &str) -> String {
        // With an escape of our own: without one PostgreSQL takes the backslash, SQLite none.
        let literal = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let word = self.arg(format!("%{literal}%"));
        format!("{column} LIKE {word} ESCAPE '!'")
    }
    /// What a viewer may read of the rows with this area and record date.
    pub fn reach(&mut self, reach: &Reach, area: &str, date: &str) {
        if let Some(sql) = readable(reach, area, date) {
            self.and(sql);
        }
    }
    /// `WHERE …`, with the join before it.
    pub fn sql(&self) -> String {
        let all = if self.parts.is_empty() { "1 = 1".to_string() } else { self.parts.join(" AND ") };
        format!("{} WHERE {all}", self.join)
    }
}

/// Areas beyond which a list is read in its own order and sifted, rather than gathered area by area and sorted.
const FEW_AREAS: usize = 40;

/// Whether a viewer reads so few areas that their entries are best gathered area by area.
pub(crate) fn reads_few(reach: &Reach) -> bool {
    reach.sql("a", "d").is_some_and(|sql| sql.matches(',').count() < FEW_AREAS)
}

/// That an entry is not struck out. With `apart` the databases do not look for it in an index.
pub(crate) const fn live(apart: bool) -> &'static str {
    if apart { "+e.voided = 0" } else { "e.voided = 0" }
}

/// The rows of the keys that a query picks. Keys are picked from indexes alone, and only their rows are then read.
pub(crate) fn rows_of(columns: &str, clause: &Clause, pick: &str, order: &str, limit: i64, offset: i64) -> String {
    format!(
        "SELECT {columns} FROM entry e WHERE e.id IN (SELECT e.id FROM entry e {} ORDER BY {pick} LIMIT {limit} OFFSET {offset}) \
         ORDER BY {order}",
        clause.sql()
    )
}

/// The condition on what a viewer may read. Of many areas the plus sign keeps the databases from looking each one up.
pub(crate) fn readable(reach: &Reach, area: &str, date: &str) -> Option<String> {
    let sql = reach.sql(area, date)?;
    if sql.matches(',').count() < FEW_AREAS { Some(sql) } else { reach.sql(&format!("+{area}"), date) }
}

/// A choice or yes-no field of the entry has one of these values. Each database takes JSON apart in its own way.
fn choice_is(clause: &mut Clause, postgres: bool, field: &str, values: &[String]) {
    let of = if postgres { clause.arg(field) } else { clause.arg(format!("$.\"{field}\"")) };
    let list: Vec<String> = values.iter().map(|v| clause.arg(v)).collect();
    let from = if postgres {
        format!(
            "(SELECT CAST(e.data AS jsonb) -> {of} AS v) d CROSS JOIN LATERAL (SELECT CASE WHEN jsonb_typeof(d.v) = 'array' \
             THEN d.v ELSE jsonb_build_array(d.v) END AS a) l CROSS JOIN LATERAL jsonb_array_elements_text(l.a) AS j(value)"
        )
    } else {
        format!(
            "(SELECT CASE type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE value END AS value \
             FROM json_each(e.data, {of})) j"
        )
    };
    clause.and(format!(
        "EXISTS (SELECT 1 FROM {from} WHERE CASE j.value WHEN 'true' THEN 'co' WHEN 'false' THEN 'khong' ELSE j.value END \
         IN ({}))",
        list.join(",")
    ));
}

impl Store {
    /// Entries in the order asked for, with how many there are in all.
    pub fn entries(&self, filter: &Filter) -> Result<(Vec<Entry>, i64)> {
        self.read(|conn| {
            let clause = self.clause(conn, filter)?;
            let sql = format!("SELECT COUNT(*) FROM entry e {}", clause.sql());
            let count = conn.first(&sql, &clause.args)?.map_or(Ok(0), |r| r.int(0))?;
            Ok((page(conn, filter, &clause)?, count))
        })
    }

    /// As [`Store::entries`] for a screen: counted up to [`COUNTED_MAX`] only, so that a long list comes as quickly.
    pub fn entries_page(&self, filter: &Filter) -> Result<EntryPage> {
        self.read(|conn| {
            let clause = self.clause(conn, filter)?;
            let sql =
                format!("SELECT COUNT(*) FROM (SELECT 1 FROM entry e {} LIMIT {}) c", clause.sql(), COUNTED_MAX + 1);
            let count = conn.first(&sql, &clause.args)?.map_or(Ok(0), |r| r.int(0))?;
            let entries = page(conn, filter, &clause)?;
            Ok(EntryPage { entries, count: count.min(COUNTED_MAX), more: count > COUNTED_MAX })
        })
    }

    /// An entry that a viewer may read. One that they may not is refused like one that is not there.
    pub fn entry_readable(&self, id: &EntryId, reach: &Reach) -> Result<Entry> {
        let entry = self.entry(id)?;
        if reach.reads(entry.area, entry.record_date) { Ok(entry) } else { Err(no_entry(id.as_str())) }
    }

    /// How many entries of a register a viewer may read in each state, struck-out ones left out.
    pub fn counts_by_state(&self, register: &str, reach: &Reach) -> Result<BTreeMap<String, i64>> {
        let mut clause = Clause::default();
        let register = clause.arg(register);
        clause.and(format!("e.register = {register} AND {}", live(reads_few(reach))));
        clause.reach(reach, "e.area", "e.record_date");
        let sql = format!("SELECT e.state, COUNT(*) FROM entry e {} GROUP BY e.state", clause.sql());
        let rows = self.read(|conn| conn.query(&sql, &clause.args))?;
        rows.iter().map(|r| Ok((r.text(0)?.to_string(), r.int(1)?))).collect()
    }

    /// The conditions of a filter.
    fn clause(&self, conn: &mut Conn, filter: &Filter) -> Result<Clause> {
        let mut clause = Clause::default();
        let few = filter.reach.as_ref().is_some_and(|r| reads_few(r));
        let by_change = filter.order.by == OrderBy::Updated && !few;
        if let Some(register) = &filter.register {
            let register = clause.arg(register);
            // A whole register in order of change: the index of changes is read, and the register sifted out.
            clause.and(format!("e.register{} = {register}", if by_change { " || ''" } else { "" }));
        }
        clause.among("e.state", &filter.states);
        if let Some(from) = filter.from {
            let from = clause.arg(from.to_string());
            clause.and(format!("e.record_date >= {from}"));
        }
        if let Some(to) = filter.to {
            let to = clause.arg(to.to_string());
            clause.and(format!("e.record_date <= {to}"));
        }
        if let Some(organ) = filter.organ {
            clause.and(format!("e.organ = {organ}"));
        }
        if let Some(he) = filter.he {
            let sql = self.organs_of(&mut clause, he)?;
            clause.and(sql);
        }
        if let Some(unit) = filter.under {
            clause.join =
                format!("JOIN (SELECT DISTINCT unit FROM unit_under WHERE ancestor = {}) u ON u.unit = e.area", unit.0);
            clause.parts.extend(self.under_for_a_while(conn, unit)?);
        }
        if let Some(reach) = &filter.reach {
            clause.reach(reach, "e.area", "e.record_date");
        }
        clause.words("e.search", filter.words.as_deref().unwrap_or_default());
        if !filter.voided {
            clause.and(live(few || by_change).into());
        }
        let postgres = conn.is_postgres();
        for (field, values) in &filter.choices {
            choice_is(&mut clause, postgres, field, values);
        }
        Ok(clause)
    }

    /// The condition that an entry's organ belongs to a hierarchy.
    pub(crate) fn organs_of(&self, clause: &mut Clause, he: Hierarchy) -> Result<String> {
        let pinned = self.pinned()?;
        let kinds = pinned.catalogue.organ_kinds.0.values().filter(|k| k.he == he);
        let kinds: Vec<String> = kinds.map(|k| clause.arg(&k.slug)).collect();
        Ok(match &kinds[..] {
            [] => "1 = 0".into(),
            kinds => format!("e.organ IN (SELECT id FROM organ WHERE kind IN ({}))", kinds.join(",")),
        })
    }

    /// The condition on entries of areas that lay under a unit for a part of their lives only; `None` when all lay
    /// under it as long as they were.
    fn under_for_a_while(&self, conn: &mut Conn, unit: UnitId) -> Result<Option<String>> {
        let units = self.units();
        let sql = "SELECT unit, from_day, to_day FROM unit_under WHERE ancestor = $1 ORDER BY unit, from_day";
        let rows = conn.query(sql, &[unit.0.into()])?;
        let mut spans: BTreeMap<UnitId, Vec<(Date, Date)>> = BTreeMap::new();
        for row in &rows {
            let span = (date_of(row.int(1)?), date_of(row.int(2)?));
            spans.entry(UnitId(row.int(0)?)).or_default().push(span);
        }
        let days = |list: &[(Date, Date)]| list.iter().map(|(a, b)| day_number(*b) - day_number(*a) + 1).sum::<i64>();
        spans.retain(|u, list| units.life(*u).is_some_and(|l| days(list) < days(&[(l.from, l.to)])));
        let some: Vec<String> = spans.keys().map(UnitId::to_string).collect();
        let then = spans.iter().flat_map(|(u, list)| {
            list.iter().map(move |(a, b)| format!(" OR (e.area = {u} AND e.record_date BETWEEN '{a}' AND '{b}')"))
        });
        let then: String = then.collect();
        Ok((!some.is_empty()).then(|| format!("(e.area NOT IN ({}){then})", some.join(","))))
    }
}

fn page(conn: &mut Conn, filter: &Filter, clause: &Clause) -> Result<Vec<Entry>> {
    let few = filter.reach.as_ref().is_some_and(|r| reads_few(r));
    let limit = if filter.limit > 0 { filter.limit } else { 100 };
    let order = filter.order;
    let sql = rows_of(ENTRY_COLUMNS, clause, &order.sql(few), &order.sql(false), limit, filter.offset.max(0));
    conn.query(&sql, &clause.args)?.iter().map(read_entry).collect()
}
