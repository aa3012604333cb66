//! Migrations: numbered, twins in one folder per step, with the checksum of what ran.

use crate::db::Db;
use crate::error::{Result, StoreError};
use domain::problem::Problem;
use sha2::{Digest, Sha256};

/// One step: number, name, and the same schema in both dialects.
struct Step {
    number: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

const STEPS: &[Step] = &[Step {
    number: 1,
    name: "base",
    sqlite: include_str!("../migrations/0001_base/sqlite.sql"),
    postgres: include_str!("../migrations/0001_base/postgres.sql"),
}];

/// Brings the schema up to date. Returns how many steps ran.
pub(crate) fn migrate(db: &Db) -> Result<usize> {
    db.write(|conn| {
        if conn.is_postgres() {
            // Two programs starting at once: the second waits here.
            conn.batch("SELECT pg_advisory_xact_lock(6476001)")?;
        }
        conn.batch(
            "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)",
        )?;
        let mut ran = 0;
        for step in STEPS {
            let text = if conn.is_postgres() { step.postgres } else { step.sqlite };
            let checksum = hex(&Sha256::digest(text.as_bytes()));
            let row = conn.first("SELECT checksum FROM migration WHERE number = $1", &[step.number.into()])?;
            match row {
                Some(row) if row.text(0)? == checksum => {}
                Some(_) => {
                    let text = format!("Cấu trúc dữ liệu bước {} ({}) khác với bản của chương trình này", step.number, step.name);
                    return Err(StoreError::refused(
                        Problem::error("schema-changed", text).hint("dùng đúng phiên bản chương trình đã tạo tệp này"),
                    ));
                }
                None => {
                    conn.batch(text)?;
                    conn.exec(
                        "INSERT INTO migration (number, name, checksum) VALUES ($1, $2, $3)",
                        &[step.number.into(), step.name.into(), checksum.into()],
                    )?;
                    ran += 1;
                }
            }
        }
        Ok(ran)
    })
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}
