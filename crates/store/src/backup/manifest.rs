//! The manifest of a backup: what made it, when, and what it holds; and the check against it.

use super::{Progress, tables};
use crate::error::{Result, StoreError};
use crate::migrate;
use domain::Timestamp;
use domain::problem::Problem;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The table that holds it, in backups only.
pub(super) const TABLE: &str = "backup_manifest";
/// Format of backups that this program writes and reads.
const FORMAT: i64 = 1;
/// Faults of the file that are told at most.
const TOLD_MAX: usize = 20;

/// What a table holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSum {
    /// Its name.
    pub name: String,
    /// Number of rows.
    pub rows: u64,
    /// The SHA-256 of each row, added up as numbers of 256 bits; in hexadecimal, lowest byte first.
    pub sha256: String,
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Format of the file.
    pub format: i64,
    /// Version of the program that wrote it.
    pub program: String,
    /// Checksum over the steps of the schema.
    pub schema: String,
    /// When it was taken.
    pub at: Timestamp,
    /// Every table with content.
    pub tables: Vec<TableSum>,
    /// SHA-256 over the tables' names, rows and sums, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    pub(super) fn of(program: &str, at: Timestamp, mut tables: Vec<TableSum>) -> Self {
        tables.sort_by(|a, b| a.name.cmp(&b.name));
        let mut hash = Sha256::new();
        for t in &tables {
            hash.update(format!("{} {} {}\n", t.name, t.rows, t.sha256));
        }
        let sha256 = migrate::hex(&hash.finalize());
        Manifest { format: FORMAT, program: program.into(), schema: migrate::schema_checksum(), at, tables, sha256 }
    }

    /// Rows in all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|t| t.rows).sum()
    }
}

/// Writes the manifest into the file.
pub(super) fn seal(file: &Path, manifest: &Manifest) -> Result<()> {
    let c = Connection::open(file)?;
    c.execute_batch(&format!("PRAGMA synchronous=FULL; CREATE TABLE {TABLE} (body TEXT NOT NULL) STRICT"))?;
    c.execute(&format!("INSERT INTO {TABLE} (body) VALUES (?1)"), params![serde_json::to_string(manifest)?])?;
    Ok(())
}

/// Checks a backup from its first page to its last: that the file is whole, that references lead somewhere, and that each
/// table holds what the manifest says. Reads only.
pub fn check_backup(file: &Path, progress: Progress<'_>) -> Result<Manifest> {
    let c = open(file)?;
    let manifest = read(&c, file)?;
    progress("Kiểm tra tệp", 0, 1);
    let mut faults = lines(&c, "PRAGMA integrity_check").unwrap_or_else(|e| vec![e.to_string()]);
    faults.retain(|line| line != "ok");
    faults.extend(lines(&c, "PRAGMA foreign_key_check")?.into_iter().map(|t| format!("bảng {t}: dòng tham chiếu lạc")));
    progress("Kiểm tra tệp", 1, 1);
    if faults.is_empty() {
        let all = tables::tables(&c)?;
        let found = tables::sums(&c, &all, "So với bản kê", progress)?;
        faults.extend(differences(&manifest, found));
    }
    if faults.is_empty() {
        return Ok(manifest);
    }
    let problem = |text| Problem::error("backup-damaged", text).file(file.display().to_string());
    let told = faults
        .into_iter()
        .take(TOLD_MAX)
        .map(|t| problem(format!("Bản sao lưu đã hỏng: {t}")).hint("dùng bản sao lưu khác"));
    Err(StoreError::Refused(told.collect()))
}

/// What is not as the manifest says.
pub(super) fn differences(manifest: &Manifest, found: Vec<TableSum>) -> Vec<String> {
    let again = Manifest::of(&manifest.program, manifest.at, found);
    let mut faults = Vec::new();
    for want in &manifest.tables {
        match again.tables.iter().find(|t| t.name == want.name) {
            None => faults.push(format!("thiếu bảng {}", want.name)),
            Some(t) if t.rows != want.rows => {
                faults.push(format!("bảng {} có {} dòng, bản kê ghi {}", t.name, t.rows, want.rows));
            }
            Some(t) if t.sha256 != want.sha256 => faults.push(format!("nội dung bảng {} khác với bản kê", t.name)),
            Some(_) => {}
        }
    }
    let extra = again.tables.iter().filter(|t| t.rows > 0 && !manifest.tables.iter().any(|w| w.name == t.name));
    faults.extend(extra.map(|t| format!("bảng {} không có trong bản kê", t.name)));
    if faults.is_empty() && again.sha256 != manifest.sha256 {
        faults.push("bản kê không khớp với chính nó".into());
    }
    faults
}

/// Opens a backup for reading only.
pub(super) fn open(file: &Path) -> Result<Connection> {
    if !file.is_file() {
        let problem = Problem::error("no-backup", format!("Không có tệp “{}”", file.display()));
        return Err(StoreError::refused(problem.hint("xem lại đường dẫn")));
    }
    Ok(Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?)
}

fn read(c: &Connection, file: &Path) -> Result<Manifest> {
    let no = |text: &str| {
        let problem = Problem::error("not-a-backup", text).file(file.display().to_string());
        StoreError::refused(problem.hint("bản sao lưu được tạo bằng: danvan backup TỆP"))
    };
    let body: Option<String> = c
        .query_row(&format!("SELECT body FROM {TABLE}"), [], |row| row.get(0))
        .optional()
        .map_err(|_| no("Tệp này không phải bản sao lưu của Dân Vận, hoặc đã hỏng"))?;
    let manifest: Option<Manifest> = body.and_then(|b| serde_json::from_str(&b).ok());
    let manifest = manifest.ok_or_else(|| no("Không đọc được bản kê trong bản sao lưu"))?;
    if manifest.format != FORMAT {
        return Err(no("Bản sao lưu do một phiên bản khác của chương trình ghi, phiên bản này không đọc được"));
    }
    Ok(manifest)
}

/// The first column of what a pragma answers, as text.
fn lines(c: &Connection, pragma: &str) -> Result<Vec<String>> {
    let mut statement = c.prepare(pragma)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.take(TOLD_MAX).collect::<Result<_, _>>()?)
}
