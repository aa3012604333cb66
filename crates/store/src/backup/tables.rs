//! What tables there are, read from the schema of a SQLite file, and sums over their rows.

use super::{FLEETING, Progress, TableSum};
use crate::db::Val;
use crate::error::{Result, StoreError};
use crate::migrate::hex;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

/// Tables that say how the file came about, not what it holds.
const ABOUT: &[&str] = &["migration", super::manifest::TABLE];

/// A table.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    /// The column that the database numbers itself.
    pub(super) numbered: Option<String>,
    /// How many rows are held in memory at once: few where a row holds a file.
    pub(super) chunk: usize,
    /// Tables whose rows these rows name.
    needs: Vec<String>,
}

impl Table {
    /// Whether its rows stay behind.
    pub(super) fn is_fleeting(&self) -> bool {
        FLEETING.contains(&self.name.as_str())
    }
    /// Its columns, quoted.
    pub(super) fn list(&self) -> String {
        self.columns.iter().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", ")
    }
}

/// All tables with content, each after those that it refers to.
pub(super) fn tables(c: &Connection) -> Result<Vec<Table>> {
    let mut found = Vec::new();
    let names = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    let mut statement = c.prepare(names)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (name, sql): (String, String) = (row.get(0)?, row.get(1)?);
        if !ABOUT.contains(&name.as_str()) {
            found.push(table(c, name, &sql)?);
        }
    }
    in_order(found)
}

fn table(c: &Connection, name: String, sql: &str) -> Result<Table> {
    let mut columns = Vec::new();
    let (mut numbered, mut blobs) = (None, false);
    let mut statement = c.prepare("SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let mut rows = statement.query([&name])?;
    while let Some(row) = rows.next()? {
        let (column, kind, key): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        blobs |= kind.eq_ignore_ascii_case("blob");
        if key == 1 && sql.to_uppercase().contains("AUTOINCREMENT") {
            numbered = Some(column.clone());
        }
        columns.push(column);
    }
    let mut statement = c.prepare("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?1)")?;
    let needs = statement.query_map([&name], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    Ok(Table { name, columns, numbered, chunk: if blobs { 8 } else { 1024 }, needs })
}

/// Each table after those that it names; itself aside.
fn in_order(mut left: Vec<Table>) -> Result<Vec<Table>> {
    let mut done: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let ready = |t: &Table| t.needs.iter().all(|n| *n == t.name || done.iter().any(|d| d.name == *n));
        let Some(next) = left.iter().position(ready) else {
            return Err(StoreError::Database("các bảng tham chiếu vòng quanh nhau".into()));
        };
        let next = left.remove(next);
        done.push(next);
    }
    Ok(done)
}

/// A sum over rows, whatever their order: the SHA-256 of each row, added up as numbers of 256 bits. Two databases that
/// sort differently give the same sum for the same rows.
#[derive(Default)]
pub(super) struct Sum {
    rows: u64,
    total: [u8; 32],
}

impl Sum {
    /// Adds a row.
    pub(super) fn add(&mut self, row: &[Val]) {
        let mut hash = Sha256::new();
        for value in row {
            let (kind, bytes): (u8, &[u8]) = match value {
                Val::Null => (0, &[]),
                Val::Int(i) => {
                    hash.update([1]);
                    hash.update(i.to_le_bytes());
                    continue;
                }
                Val::Text(t) => (2, t.as_bytes()),
                Val::Bytes(b) => (3, b),
            };
            hash.update([kind]);
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
        let mut carry = 0u16;
        for (byte, new) in self.total.iter_mut().zip(hash.finalize()) {
            carry += u16::from(*byte) + u16::from(new);
            *byte = carry.to_le_bytes()[0];
            carry >>= 8;
        }
        self.rows += 1;
    }

    /// The sum of a table.
    pub(super) fn done(self, table: &Table) -> TableSum {
        TableSum { name: table.name.clone(), rows: self.rows, sha256: hex(&self.total) }
    }
}

/// Walks the rows of a table in its own order, some at a time: their values one after another.
pub(super) fn walk(c: &Connection, table: &Table, mut some: impl FnMut(&[Val]) -> Result<()>) -> Result<()> {
    let mut statement = c.prepare(&format!("SELECT {} FROM \"{}\"", table.list(), table.name))?;
    let mut rows = statement.query([])?;
    let width = table.columns.len();
    let mut values = Vec::new();
    while let Some(row) = rows.next()? {
        for k in 0..width {
            values.push(match row.get_ref(k)? {
                ValueRef::Null => Val::Null,
                ValueRef::Integer(i) => Val::Int(i),
                ValueRef::Text(t) => Val::Text(String::from_utf8_lossy(t).into_owned()),
                ValueRef::Blob(b) => Val::Bytes(b.to_vec()),
                ValueRef::Real(_) => return Err(StoreError::Database(format!("bảng {}: có số thực", table.name))),
            });
        }
        if values.len() >= table.chunk * width {
            some(&values)?;
            values.clear();
        }
    }
    if values.is_empty() { Ok(()) } else { some(&values) }
}

/// The sums of all tables of a SQLite database, as the connection sees them.
pub(super) fn sums(c: &Connection, all: &[Table], what: &str, progress: Progress<'_>) -> Result<Vec<TableSum>> {
    let mut out = Vec::new();
    for (n, table) in all.iter().enumerate() {
        let mut sum = Sum::default();
        if !table.is_fleeting() {
            walk(c, table, |values| {
                values.chunks(table.columns.len()).for_each(|row| sum.add(row));
                Ok(())
            })?;
        }
        out.push(sum.done(table));
        progress(what, n + 1, all.len());
    }
    Ok(out)
}
