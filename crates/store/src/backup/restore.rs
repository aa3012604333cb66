//! A backup back into a database: a new file, or an empty PostgreSQL database.

use super::manifest::{self, Manifest, TABLE, check_backup, differences};
use super::{Part, Progress, postgresql, tables};
use crate::db::{Conn, Db, Location};
use crate::error::{Result, StoreError};
use crate::{Actor, begin_tx, migrate};
use domain::Timestamp;
use domain::problem::Problem;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// Restores a backup into a new SQLite file or an empty PostgreSQL database. The backup is checked first; a backup of an
/// older schema is brought up to date on the way. Either everything stands there afterwards or nothing. Nobody is signed
/// in in what was restored. The trial balance is the caller's to ask for ([`crate::Store::verify`]).
pub fn restore(file: &Path, target: &Location, who: &Actor, at: Timestamp, progress: Progress<'_>) -> Result<Manifest> {
    let manifest = check_backup(file, progress)?;
    let what = format!("khôi phục từ bản sao lưu lúc {}", manifest.at);
    match target {
        Location::Sqlite(path) => {
            let path = Path::new(path);
            if std::fs::metadata(path).is_ok_and(|m| m.len() > 0) {
                return Err(not_empty());
            }
            let part = upgraded(file, path)?;
            let mut conn = Conn::Sqlite(Connection::open(&part.path)?);
            conn.batch("PRAGMA secure_delete=ON; BEGIN IMMEDIATE")?;
            sign_out(&mut conn)?;
            begin_tx(&mut conn, who, at, &what)?;
            conn.batch("COMMIT; PRAGMA journal_mode=DELETE")?;
            drop(conn);
            part.rename(path)?;
        }
        Location::Postgres(_) => {
            let db = Db::open(target.clone(), true)?;
            // An older schema is brought up to date in a copy, so that what is read has the columns of what is written.
            let part = match manifest.schema == migrate::schema_checksum() {
                true => None,
                false => Some(upgraded(file, &scratch())?),
            };
            let source = manifest::open(part.as_ref().map_or(file, |p| &p.path))?;
            db.write(|conn| {
                refuse_filled(conn)?;
                migrate::run_steps(conn)?;
                let found = postgresql::into(conn, &source, progress)?;
                if part.is_none() {
                    let faults = differences(&manifest, found);
                    if !faults.is_empty() {
                        return Err(StoreError::Database(faults.join("; ")));
                    }
                }
                begin_tx(conn, who, at, &what).map(|_| ())
            })?;
        }
    }
    Ok(manifest)
}

/// A copy of a backup with the schema of this program and without its manifest.
fn upgraded(file: &Path, beside: &Path) -> Result<Part> {
    let part = Part::new(beside)?;
    part.fill(file)?;
    let db = Db::open(Location::Sqlite(part.path.display().to_string()), true)?;
    migrate::migrate(&db)?;
    db.write(|conn| conn.batch(&format!("DROP TABLE {TABLE}")))?;
    drop(db);
    // One file again, without a log beside it.
    let c = Connection::open(&part.path)?;
    c.execute_batch("PRAGMA journal_mode=DELETE")?;
    Ok(part)
}

/// Nobody is signed in in a copy, even one that was made by other means than [`crate::Store::backup`].
fn sign_out(conn: &mut Conn) -> Result<()> {
    let Conn::Sqlite(c) = conn else { return Ok(()) };
    for table in tables::tables(c)?.iter().filter(|t| t.is_fleeting()) {
        c.execute(&format!("DELETE FROM \"{}\"", table.name), [])?;
    }
    Ok(())
}

/// A database with tables in it is somebody's.
fn refuse_filled(conn: &mut Conn) -> Result<()> {
    let sql = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()";
    let row = conn.first(sql, &[])?;
    if row.map_or(Ok(0), |r| r.int(0))? > 0 { Err(not_empty()) } else { Ok(()) }
}

fn not_empty() -> StoreError {
    let problem = Problem::error("target-not-empty", "Nơi khôi phục đã có dữ liệu; không ghi đè");
    StoreError::refused(problem.hint("ghi tên tệp mới, hoặc tạo một cơ sở dữ liệu PostgreSQL trống"))
}

/// A name for a copy that is needed for a moment.
fn scratch() -> PathBuf {
    std::env::temp_dir().join(format!("danvan-restore-{}", std::process::id()))
}
