//! SQLite, embedded: one file, WAL, synchronous=FULL (a commit that returned is on the disk).

use super::{Row, Val};
use crate::error::{Result, StoreError};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, types::ValueRef};

/// Prepared statements kept per connection. One that lists a province's areas takes about 100 KiB.
const STATEMENTS_MAX: usize = 64;

/// Opens the file, makes it when missing.
///
/// What is read twice is found in the system's cache of the file. A mapping would save the calls, but each connection's
/// counts as memory of this process, and so does its own cache: 4 MiB hold the upper pages of all trees.
pub(super) fn open(path: &str) -> Result<Connection> {
    let c = Connection::open(path)?;
    c.execute_batch(
        "PRAGMA busy_timeout=20000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
         PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY",
    )?;
    // A plan is made once, whatever is asked with it later. Without this SQLite makes most plans anew each time that other
    // values are bound, in search of a better one, which it has no statistics to find: a quarter of the time of a page.
    c.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    c.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    Ok(c)
}

/// SQLite takes `$1` for a name, numbered by first appearance; `?1` is the numbered form.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

pub(super) fn query(c: &Connection, sql: &str, args: &[Val]) -> Result<Vec<Row>> {
    let mut statement = c.prepare_cached(&numbered(sql))?;
    let columns = statement.column_count();
    let mut rows = statement.query(rusqlite::params_from_iter(args))?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(columns);
        for k in 0..columns {
            values.push(match row.get_ref(k)? {
                ValueRef::Null => Val::Null,
                ValueRef::Integer(i) => Val::Int(i),
                ValueRef::Text(t) => Val::Text(String::from_utf8_lossy(t).into_owned()),
                ValueRef::Blob(b) => Val::Bytes(b.to_vec()),
                other => return Err(StoreError::Database(format!("kiểu không dùng: {:?}", other.data_type()))),
            });
        }
        out.push(Row(values));
    }
    Ok(out)
}

pub(super) fn exec(c: &Connection, sql: &str, args: &[Val]) -> Result<u64> {
    let mut statement = c.prepare_cached(&numbered(sql))?;
    // `RETURNING` is read with `query`; here rows are stepped over so that both forms work.
    Ok(statement.execute(rusqlite::params_from_iter(args))? as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    #[test]
    fn a_statement_is_planned_once_however_often_it_is_asked() {
        let place = tempfile::tempdir().unwrap();
        let c = open(&place.path().join("a.db").display().to_string()).unwrap();
        c.execute_batch(
            "CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER, c TEXT); CREATE TABLE b (id INTEGER PRIMARY KEY, c TEXT);
             CREATE INDEX a_b ON a (b); INSERT INTO b VALUES (1, 'x'), (2, 'y'); INSERT INTO a VALUES (1, 1, 'x'), (2, 2, 'y')",
        )
        .unwrap();
        let sql = "SELECT a.id FROM a JOIN b ON b.id = a.b WHERE a.c = ?1 AND b.c = ?1 ORDER BY a.id";
        for (asked, found) in [("x", 1), ("y", 2), ("x", 1)] {
            assert_eq!(query(&c, sql, &[asked.into()]).unwrap().first().unwrap().int(0).unwrap(), found);
        }
        assert_eq!(c.prepare_cached(sql).unwrap().get_status(StatementStatus::RePrepare), 0);
    }
}
