//! Files attached to entries: kept once by their SHA-256, in the same database, so that one backup holds everything.

use crate::db::{Conn, Val};
use crate::error::{Result, StoreError};
use crate::migrate::hex;
use crate::{Actor, Store, begin_tx};
use domain::Timestamp;
use domain::problem::Problem;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Largest file that is kept, in bytes (50 MiB).
pub const FILE_BYTES_MAX: usize = 50 << 20;

impl Store {
    /// Keeps a file; returns its SHA-256 in hexadecimal. Keeping the same content again changes nothing.
    pub fn keep_file(&self, who: &Actor, at: Timestamp, content: &[u8]) -> Result<String> {
        if content.is_empty() || content.len() > FILE_BYTES_MAX {
            let text = format!("Tệp đính kèm phải có nội dung và không quá {} MiB", FILE_BYTES_MAX >> 20);
            return Err(StoreError::refused(Problem::error("file-size", text).hint("nén hoặc chia tệp")));
        }
        let sha256 = hex(&Sha256::digest(content));
        self.write(|conn| {
            if conn.first("SELECT 1 FROM file WHERE sha256 = $1", &[(&sha256).into()])?.is_some() {
                return Ok(());
            }
            let tx = begin_tx(conn, who, at, "giữ tệp đính kèm")?;
            keep(conn, tx, content).map(|_| ())
        })?;
        Ok(sha256)
    }

    /// The content of a file; `None` when it is not here. Content that no longer has its SHA-256 is refused.
    pub fn file(&self, sha256: &str) -> Result<Option<Vec<u8>>> {
        let row = self.read(|conn| conn.first("SELECT content FROM file WHERE sha256 = $1", &[sha256.into()]))?;
        let Some(row) = row else { return Ok(None) };
        let content = row.bytes(0)?;
        if hex(&Sha256::digest(content)) != sha256 {
            return Err(StoreError::Database(format!("tệp {sha256} đã hỏng")));
        }
        Ok(Some(content.to_vec()))
    }
}

/// Keeps a file in a transaction that is open; returns its SHA-256. Content that is here already is not written again.
pub(crate) fn keep(conn: &mut Conn, tx: i64, content: &[u8]) -> Result<String> {
    let sha256 = hex(&Sha256::digest(content));
    let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
    if conn.first("SELECT 1 FROM file WHERE sha256 = $1", &[(&sha256).into()])?.is_none() {
        conn.exec(
            "INSERT INTO file (sha256, bytes, content, tx) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            &[(&sha256).into(), size.into(), Val::Bytes(content.to_vec()), tx.into()],
        )?;
    }
    Ok(sha256)
}

/// Which of these files are here.
pub(crate) fn present(conn: &mut Conn, wanted: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    let mut out = BTreeSet::new();
    for sha256 in wanted {
        if conn.first("SELECT 1 FROM file WHERE sha256 = $1", &[sha256.into()])?.is_some() {
            out.insert(sha256.clone());
        }
    }
    Ok(out)
}
