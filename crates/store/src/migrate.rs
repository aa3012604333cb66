//! Migrations: numbered, twins in one folder per step, with the checksum of what ran.

use crate::db::{Conn, Db};
use crate::error::{Result, StoreError};
use crate::registers::find_files;
use domain::problem::Problem;
use sha2::{Digest, Sha256};

/// One step: number, name, and the same schema in both dialects.
struct Step {
    number: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    /// What is derived for entries that are there already.
    fill: Option<fn(&mut Conn) -> Result<()>>,
}

const STEPS: &[Step] = &[
    Step {
        number: 1,
        name: "base",
        sqlite: include_str!("../migrations/0001_base/sqlite.sql"),
        postgres: include_str!("../migrations/0001_base/postgres.sql"),
        fill: None,
    },
    Step {
        number: 2,
        name: "people",
        sqlite: include_str!("../migrations/0002_people/sqlite.sql"),
        postgres: include_str!("../migrations/0002_people/postgres.sql"),
        fill: None,
    },
    Step {
        number: 3,
        name: "work",
        sqlite: include_str!("../migrations/0003_work/sqlite.sql"),
        postgres: include_str!("../migrations/0003_work/postgres.sql"),
        fill: Some(find_files),
    },
];

/// Brings the schema up to date. Returns how many steps ran.
pub(crate) fn migrate(db: &Db) -> Result<usize> {
    // Who only reads must not wait for somebody's long import; without the table this is an error and means "no".
    if db.read(up_to_date).unwrap_or(false) {
        return Ok(0);
    }
    db.write(run_steps)
}

/// Runs the steps that the database lacks, in the transaction that is open. Returns how many ran.
pub(crate) fn run_steps(conn: &mut Conn) -> Result<usize> {
    if conn.is_postgres() {
        // Two programs starting at once: the second waits here.
        conn.batch("SELECT pg_advisory_xact_lock(6476001)")?;
    }
    conn.batch(
        "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)",
    )?;
    refuse_newer(conn)?;
    let mut ran = 0;
    for step in STEPS {
        let (text, checksum) = text_of(conn, step);
        let row = conn.first("SELECT checksum FROM migration WHERE number = $1", &[step.number.into()])?;
        match row {
            Some(row) if row.text(0)? == checksum => {}
            Some(_) => {
                let text =
                    format!("Cấu trúc dữ liệu bước {} ({}) khác với bản của chương trình này", step.number, step.name);
                return Err(StoreError::refused(
                    Problem::error("schema-changed", text).hint("dùng đúng phiên bản chương trình đã tạo tệp này"),
                ));
            }
            None => {
                conn.batch(text)?;
                step.fill.map_or(Ok(()), |fill| fill(conn))?;
                conn.exec(
                    "INSERT INTO migration (number, name, checksum) VALUES ($1, $2, $3)",
                    &[step.number.into(), step.name.into(), checksum.into()],
                )?;
                ran += 1;
            }
        }
    }
    Ok(ran)
}

/// Checksum over all steps, the same on both databases.
pub(crate) fn schema_checksum() -> String {
    let mut hash = Sha256::new();
    STEPS.iter().for_each(|s| hash.update(Sha256::digest(s.sqlite.as_bytes())));
    hex(&hash.finalize())
}

/// The step's schema in the connection's dialect, with its checksum.
fn text_of(conn: &Conn, step: &Step) -> (&'static str, String) {
    let text = if conn.is_postgres() { step.postgres } else { step.sqlite };
    (text, hex(&Sha256::digest(text.as_bytes())))
}

/// Whether exactly these steps ran, with these texts.
fn up_to_date(conn: &mut Conn) -> Result<bool> {
    let rows = conn.query("SELECT checksum FROM migration ORDER BY number", &[])?;
    let ran: Vec<&str> = rows.iter().map(|r| r.text(0)).collect::<Result<_>>()?;
    Ok(ran.into_iter().eq(STEPS.iter().map(|s| text_of(conn, s).1)))
}

/// A database that a later program has changed is left alone.
fn refuse_newer(conn: &mut Conn) -> Result<()> {
    let last = STEPS.last().map_or(0, |s| s.number);
    match conn.first("SELECT number FROM migration WHERE number > $1 ORDER BY number", &[last.into()])? {
        None => Ok(()),
        Some(_) => {
            let text = "Cơ sở dữ liệu này đã được một phiên bản mới hơn của chương trình nâng cấp";
            Err(StoreError::refused(Problem::error("schema-newer", text).hint("dùng phiên bản chương trình mới hơn")))
        }
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}
