//! What is still to be done by a date: a list derived from the entries, kept in the transaction that changes them. Late is
//! what lies before the day on which somebody looks; it is never stored.
//!
//! An entry's dues are those of the catalogue that it was last written with, like its postings: rules that came later
//! reach it when it is changed or posted again ([`Store::repost`]).

use crate::Store;
use crate::db::{Conn, Row, Val};
use crate::error::{Result, StoreError};
use crate::people::Reach;
use crate::registers::{Clause, Entry};
use domain::Date;
use domain::calendar::{date_of, day_number};
use domain::ids::{EntryId, OrganId, UnitId};
use domain::registers::{Catalogue, Data, dues};
use std::collections::BTreeSet;

/// What the dues of an entry have in common.
pub(crate) struct DueHead<'a> {
    pub id: &'a EntryId,
    pub register: &'a str,
    pub organ: OrganId,
    pub area: UnitId,
    pub record_date: Date,
}

/// Something to be done by a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLine {
    /// Entry.
    pub entry: EntryId,
    /// Register slug.
    pub register: String,
    /// Running number of the entry.
    pub number: i64,
    /// One line of the entry.
    pub title: String,
    /// Area in which the entry counts.
    pub area: UnitId,
    /// Owner organ.
    pub organ: OrganId,
    /// Slug of the due rule in the register.
    pub rule: String,
    /// What is to be done, as the rule names it.
    pub rule_name: String,
    /// The same in English.
    pub rule_name_en: Option<String>,
    /// Id of the row; `None` when the entry as a whole is meant.
    pub row: Option<String>,
    /// The row's first words that every role may see.
    pub text: String,
    /// The last day.
    pub day: Date,
}

const WIDTH: usize = 7;

/// The rows of the table for an entry's data, as values; `line` is the row's id, or nothing.
pub(crate) fn values(catalogue: &Catalogue, head: &DueHead<'_>, data: &Data) -> Vec<Val> {
    let Some(register) = catalogue.registers.get(head.register) else { return Vec::new() };
    let rows = dues(register, data).into_iter().map(|due| {
        [
            head.id.as_str().into(),
            due.row.unwrap_or_default().into(),
            due.rule.into(),
            day_number(due.date).into(),
            head.area.0.into(),
            head.organ.0.into(),
            head.record_date.to_string().into(),
        ]
    });
    rows.flatten().collect()
}

/// Writes rows.
pub(crate) fn write(conn: &mut Conn, values: &[Val]) -> Result<()> {
    let head = "INSERT INTO due (entry, line, slug, day, area, organ, record_date) VALUES";
    conn.insert_many(head, "", WIDTH, values)
}

/// Takes away the rows of an entry.
pub(crate) fn clear(conn: &mut Conn, id: &EntryId) -> Result<()> {
    conn.exec("DELETE FROM due WHERE entry = $1", &[id.as_str().into()])?;
    Ok(())
}

/// The rows that should stand for an entry, and those that stand for the entries between two keys, as texts to compare.
pub(crate) fn wanted(catalogue: &Catalogue, entry: &Entry) -> BTreeSet<String> {
    let head = DueHead {
        id: &entry.id,
        register: &entry.register,
        organ: entry.organ,
        area: entry.area,
        record_date: entry.record_date,
    };
    let values = if entry.voided { Vec::new() } else { values(catalogue, &head, &entry.data) };
    values.chunks(WIDTH).map(|row| format!("{row:?}")).collect()
}

/// See [`wanted`].
pub(crate) fn standing(conn: &mut Conn, first: &str, last: &str) -> Result<Vec<(String, String)>> {
    let sql = "SELECT entry, line, slug, day, area, organ, record_date FROM due WHERE entry >= $1 AND entry <= $2";
    let rows = conn.query(sql, &[first.into(), last.into()])?;
    rows.iter().map(|r| Ok((r.text(0)?.to_string(), format!("{:?}", r.0.as_slice())))).collect()
}

impl Store {
    /// What a viewer's units have still to do up to a day, soonest first.
    pub fn dues(&self, reach: &Reach, until: Date, limit: i64) -> Result<Vec<DueLine>> {
        self.due_lines(&until_day(reach, until), "", limit)
    }

    /// What a viewer's units have still to do from a day up to another, soonest first.
    pub fn dues_ahead(&self, reach: &Reach, from: Date, until: Date, limit: i64) -> Result<Vec<DueLine>> {
        let mut clause = until_day(reach, until);
        let from = clause.arg(day_number(from));
        clause.and(format!("d.day >= {from}"));
        self.due_lines(&clause, "", limit)
    }

    /// What a viewer's units had to do before a day and have not done, the latest first: what was due lately is what
    /// somebody can still mend.
    pub fn dues_behind(&self, reach: &Reach, before: Date, limit: i64) -> Result<Vec<DueLine>> {
        self.due_lines(&until_day(reach, before.yesterday().unwrap_or(before)), "DESC", limit)
    }

    fn due_lines(&self, clause: &Clause, way: &str, limit: i64) -> Result<Vec<DueLine>> {
        let sql = format!(
            "SELECT d.entry, d.line, d.slug, d.day, e.register, e.number, e.title, e.area, e.organ, e.catalogue, e.data \
             FROM due d JOIN entry e ON e.id = d.entry {} ORDER BY d.day {way}, d.entry, d.line, d.slug LIMIT {}",
            clause.sql(),
            limit.max(1)
        );
        let rows = self.read(|conn| conn.query(&sql, &clause.args))?;
        rows.iter().map(|row| self.due_line(row)).collect()
    }

    /// How much a viewer's units had to do before a day and have not done: what is late on that day.
    pub fn count_dues(&self, reach: &Reach, before: Date) -> Result<i64> {
        let clause = until_day(reach, before.yesterday().unwrap_or(before));
        let sql = format!("SELECT COUNT(*) FROM due d {}", clause.sql());
        let row = self.read(|conn| conn.first(&sql, &clause.args))?;
        row.map_or(Ok(0), |r| r.int(0))
    }

    fn due_line(&self, row: &Row) -> Result<DueLine> {
        let (line, rule) = (row.text(1)?, row.text(2)?);
        let register = row.text(4)?;
        let catalogue = self.catalogue_version(row.text(9)?)?;
        let definition = catalogue.registers.get(register);
        let data: Data = serde_json::from_str(row.text(10)?)?;
        let found = definition.map(|r| dues(r, &data)).unwrap_or_default();
        let found = found.into_iter().find(|d| d.rule == rule && d.row.as_deref().unwrap_or_default() == line);
        let rule = definition.and_then(|r| r.dues.iter().find(|d| d.slug == rule));
        Ok(DueLine {
            entry: EntryId::parse(row.text(0)?).ok_or_else(|| StoreError::Database("khóa của việc có hạn".into()))?,
            register: register.to_string(),
            number: row.int(5)?,
            title: row.text(6)?.to_string(),
            area: UnitId(row.int(7)?),
            organ: OrganId(row.int(8)?),
            rule: row.text(2)?.to_string(),
            rule_name: rule.map_or_else(|| row.text(2).unwrap_or_default().to_string(), |r| r.name.clone()),
            rule_name_en: rule.and_then(|r| r.name_en.clone()),
            row: found.as_ref().and_then(|d| d.row.clone()),
            text: found.map(|d| d.text).unwrap_or_default(),
            day: date_of(row.int(3)?),
        })
    }
}

fn until_day(reach: &Reach, until: Date) -> Clause {
    let mut clause = Clause::default();
    let until = clause.arg(day_number(until));
    clause.and(format!("d.day <= {until}"));
    clause.reach(reach, "d.area", "d.record_date");
    clause
}
