//! PostgreSQL out of and into the SQLite file of a backup.

use super::tables::{self, Sum, Table};
use super::{Progress, TableSum};
use crate::db::{Conn, Val};
use crate::error::{Result, StoreError};
use crate::migrate;
use rusqlite::{Connection, params};
use std::path::Path;

/// Writes what the snapshot holds into a new file of the same schema.
pub(super) fn out(conn: &mut Conn, file: &Path, progress: Progress<'_>) -> Result<Vec<TableSum>> {
    let c = Connection::open(file)?;
    // The file is flushed once, when it is whole.
    c.execute_batch("PRAGMA foreign_keys=OFF; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN")?;
    let mut copy = Conn::Sqlite(c);
    migrate::run_steps(&mut copy)?;
    let Conn::Sqlite(c) = &copy else { return Err(StoreError::Database("không phải SQLite".into())) };
    let all = tables::tables(c)?;
    let mut meter = Meter::new("Chép dữ liệu", count(conn, &all)?);
    let mut sums = Vec::new();
    for table in &all {
        empty(&mut copy, table)?;
        let mut sum = Sum::default();
        if !table.is_fleeting() {
            walk(conn, table, |values| {
                values.chunks(table.columns.len()).for_each(|row| sum.add(row));
                copy.insert_many(&insert(table), "", table.columns.len(), values)?;
                meter.add(values.len() / table.columns.len(), progress);
                Ok(())
            })?;
        }
        if let Some(column) = &table.numbered {
            let last =
                "SELECT CAST(pg_sequence_last_value(CAST(pg_get_serial_sequence($1, $2) AS regclass)) AS BIGINT)";
            let row = conn.first(last, &[(&table.name).into(), column.into()])?;
            set_last(&mut copy, table, row.map_or(Ok(None), |r| r.opt_int(0))?.unwrap_or(0))?;
        }
        sums.push(sum.done(table));
    }
    copy.batch("COMMIT")?;
    Ok(sums)
}

/// The number that SQLite gave last, so that none is given twice.
fn set_last(copy: &mut Conn, table: &Table, last: i64) -> Result<()> {
    let Conn::Sqlite(c) = copy else { return Ok(()) };
    let changed =
        c.execute("UPDATE sqlite_sequence SET seq = MAX(seq, ?2) WHERE name = ?1", params![table.name, last])?;
    if changed == 0 && last > 0 {
        c.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", params![table.name, last])?;
    }
    Ok(())
}

/// Reads the file's rows into the tables of a PostgreSQL database that has the schema. Returns the sums of what stands
/// there afterwards, read back from the server.
pub(super) fn into(conn: &mut Conn, file: &Connection, progress: Progress<'_>) -> Result<Vec<TableSum>> {
    let all = tables::tables(file)?;
    for table in all.iter().rev() {
        empty(conn, table)?;
    }
    let mut total = 0;
    for table in &all {
        let rows = file.query_row(&format!("SELECT COUNT(*) FROM \"{}\"", table.name), [], |r| r.get::<_, i64>(0))?;
        total += usize::try_from(rows).unwrap_or(0);
    }
    let mut meter = Meter::new("Khôi phục", total);
    let mut sums = Vec::new();
    for table in &all {
        let width = table.columns.len();
        if !table.is_fleeting() {
            tables::walk(file, table, |values| {
                conn.insert_many(&insert(table), "", width, values)?;
                meter.add(values.len() / width, progress);
                Ok(())
            })?;
        }
        let mut sum = Sum::default();
        walk(conn, table, |values| {
            values.chunks(width).for_each(|row| sum.add(row));
            Ok(())
        })?;
        sums.push(sum.done(table));
        number_on(conn, file, table)?;
    }
    Ok(sums)
}

/// The next number that the server gives is one above all that were ever given.
fn number_on(conn: &mut Conn, file: &Connection, table: &Table) -> Result<()> {
    let Some(column) = &table.numbered else { return Ok(()) };
    let sql = format!(
        "SELECT MAX(COALESCE((SELECT MAX(\"{column}\") FROM \"{}\"), 0), \
         COALESCE((SELECT seq FROM sqlite_sequence WHERE name = ?1), 0))",
        table.name
    );
    let last: i64 = file.query_row(&sql, params![table.name], |row| row.get(0))?;
    if last > 0 {
        let sql = "SELECT setval(CAST(pg_get_serial_sequence($1, $2) AS regclass), $3)";
        conn.query(sql, &[(&table.name).into(), column.into(), last.into()])?;
    }
    Ok(())
}

/// Takes out what the schema's steps may have put in.
fn empty(conn: &mut Conn, table: &Table) -> Result<()> {
    conn.batch(&format!("DELETE FROM \"{}\"", table.name))
}

fn insert(table: &Table) -> String {
    format!("INSERT INTO \"{}\" ({}) VALUES", table.name, table.list())
}

/// Rows in all tables that are copied.
fn count(conn: &mut Conn, all: &[Table]) -> Result<usize> {
    let mut rows = 0;
    for table in all.iter().filter(|t| !t.is_fleeting()) {
        let row = conn.first(&format!("SELECT COUNT(*) FROM \"{}\"", table.name), &[])?;
        rows += row.map_or(Ok(0), |r| r.int(0))?;
    }
    Ok(usize::try_from(rows).unwrap_or(0))
}

/// Walks a table on the server, some rows at a time, by a cursor of its own.
fn walk(conn: &mut Conn, table: &Table, mut some: impl FnMut(&[Val]) -> Result<()>) -> Result<()> {
    let cursor = format!("\"copy_{}\"", table.name);
    conn.batch(&format!("DECLARE {cursor} NO SCROLL CURSOR FOR SELECT {} FROM \"{}\"", table.list(), table.name))?;
    loop {
        let rows = conn.query(&format!("FETCH {} FROM {cursor}", table.chunk), &[])?;
        if rows.is_empty() {
            return conn.batch(&format!("CLOSE {cursor}"));
        }
        some(&rows.into_iter().flat_map(|row| row.0).collect::<Vec<_>>())?;
    }
}

/// Tells how far the work is, not more than a hundred times.
struct Meter {
    what: &'static str,
    done: usize,
    total: usize,
    told: usize,
}

impl Meter {
    fn new(what: &'static str, total: usize) -> Self {
        Meter { what, done: 0, total: total.max(1), told: 0 }
    }
    fn add(&mut self, rows: usize, progress: Progress<'_>) {
        self.done += rows;
        let percent = self.done * 100 / self.total;
        if percent > self.told {
            self.told = percent;
            progress(self.what, self.done, self.total);
        }
    }
}
