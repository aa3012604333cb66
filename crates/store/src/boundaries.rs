//! Boundaries: the official map files that an operator loads. None is shipped: none carries an open licence.

use crate::db::Row;
use crate::error::{Result, StoreError};
use crate::files::keep;
use crate::{Actor, Store, begin_tx};
use domain::Timestamp;
use domain::problem::Problem;
use domain::registers::Role;
use domain::units::Level;

/// Largest map file, in bytes (20 MiB).
pub const BOUNDARY_BYTES_MAX: usize = 20 << 20;

/// A map file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boundary {
    /// Of which level its areas are: provinces or communes.
    pub level: Level,
    /// Name of the file as it was given, with its origin.
    pub name: String,
    /// SHA-256 of its content.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: i64,
    /// When it was loaded.
    pub at: Timestamp,
}

const SELECT: &str = "SELECT b.level, b.name, b.sha256, f.bytes, t.at FROM boundary b JOIN file f ON f.sha256 = b.sha256 \
                      JOIN tx t ON t.seq = b.tx";

fn read_boundary(row: &Row) -> Result<Boundary> {
    let bad = |what: &str| StoreError::Database(format!("bản đồ hỏng: {what}"));
    Ok(Boundary {
        level: Level::parse(row.text(0)?).ok_or_else(|| bad("cấp"))?,
        name: row.text(1)?.to_string(),
        sha256: row.text(2)?.to_string(),
        bytes: row.int(3)?,
        at: row.text(4)?.parse().map_err(|_| bad("giờ"))?,
    })
}

/// Of a map file only what tells whether it is one.
#[derive(serde::Deserialize)]
struct Sniffed {
    #[serde(rename = "type")]
    kind: String,
}

impl Store {
    /// Keeps the map file of a level, in place of the one before; returns its SHA-256. Refused when it is larger than
    /// 20 MiB or is neither GeoJSON nor TopoJSON, for another level than province and commune, and to who is not an
    /// administrator. What is in it is read by who draws the map.
    pub fn keep_boundary(
        &self,
        who: &Actor,
        at: Timestamp,
        level: Level,
        name: &str,
        content: &[u8],
    ) -> Result<String> {
        refuse_others(who)?;
        if content.len() > BOUNDARY_BYTES_MAX {
            let text = format!("Tệp bản đồ lớn hơn {} MiB", BOUNDARY_BYTES_MAX >> 20);
            let problem = Problem::error("boundary-too-large", text);
            return Err(StoreError::refused(problem.hint("đơn giản hóa đường biên rồi nạp lại")));
        }
        if !matches!(level, Level::Tinh | Level::Xa) {
            return Err(StoreError::refused(Problem::error("boundary-level", "Chỉ nạp bản đồ cấp tỉnh hoặc cấp xã")));
        }
        let kind = serde_json::from_slice::<Sniffed>(content).map(|s| s.kind);
        if !kind.is_ok_and(|k| k == "FeatureCollection" || k == "Topology") {
            let problem =
                Problem::error("not-a-boundary", "Tệp không phải GeoJSON (FeatureCollection) hay TopoJSON (Topology)");
            return Err(StoreError::refused(problem.hint("xuất bản đồ ra GeoJSON hoặc TopoJSON, bảng mã UTF-8")));
        }
        self.write(|conn| {
            let tx = begin_tx(conn, who, at, "nạp bản đồ")?;
            let sha256 = keep(conn, tx, content)?;
            conn.exec(
                "INSERT INTO boundary (level, name, sha256, tx) VALUES ($1, $2, $3, $4) ON CONFLICT (level) DO UPDATE SET \
                 name = excluded.name, sha256 = excluded.sha256, tx = excluded.tx",
                &[level.slug().into(), name.into(), (&sha256).into(), tx.into()],
            )?;
            Ok(sha256)
        })
    }

    /// The map files that were loaded.
    pub fn boundaries(&self) -> Result<Vec<Boundary>> {
        let sql = format!("{SELECT} ORDER BY b.level");
        self.read(|conn| conn.query(&sql, &[]))?.iter().map(read_boundary).collect()
    }

    /// The map file of a level with its content; `None` when none was loaded.
    pub fn boundary(&self, level: Level) -> Result<Option<(Boundary, Vec<u8>)>> {
        let row = self.read(|conn| conn.first(&format!("{SELECT} WHERE b.level = $1"), &[level.slug().into()]))?;
        let Some(boundary) = row.as_ref().map(read_boundary).transpose()? else { return Ok(None) };
        let content = self.file(&boundary.sha256)?;
        Ok(content.map(|content| (boundary, content)))
    }

    /// Takes the map file of a level out of use; its content stays among the files. Whether there was one.
    pub fn drop_boundary(&self, who: &Actor, at: Timestamp, level: Level) -> Result<bool> {
        refuse_others(who)?;
        self.write(|conn| {
            begin_tx(conn, who, at, "bỏ bản đồ")?;
            Ok(conn.exec("DELETE FROM boundary WHERE level = $1", &[level.slug().into()])? > 0)
        })
    }
}

/// Facts of the whole installation are an administrator's.
pub(crate) fn refuse_others(who: &Actor) -> Result<()> {
    if who.role == Role::Administrator {
        return Ok(());
    }
    let problem = Problem::error("administrator-only", "Việc này chỉ dành cho quản trị");
    Err(StoreError::refused(problem.hint("nhờ người quản trị hệ thống")))
}
