//! The catalogue's versions: entries pin the one they were posted with, so that the trial balance can be proved later.

use crate::db::Conn;
use crate::error::{Result, StoreError};
use crate::migrate::hex;
use crate::{Actor, Pinned, Store, begin_tx};
use domain::Timestamp;
use domain::ledger::Measure;
use domain::problem::Problem;
use domain::registers::Catalogue;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError};

impl Store {
    /// Puts a catalogue to use: its canonical JSON is kept under its hash, its measures get keys. Doing it again with the
    /// same catalogue changes nothing. Refused when a measure that an earlier catalogue had is now counted in another
    /// unit or scale, or adds up in another way: what was posted would be read as something else.
    pub fn use_catalogue(&self, catalogue: Catalogue, who: &Actor, at: Timestamp) -> Result<Arc<Pinned>> {
        let body = serde_json::to_string(&catalogue)?;
        let hash = hex(&Sha256::digest(body.as_bytes()));
        let known = self.read(|conn| {
            let row = conn.first("SELECT tx FROM catalogue_version WHERE hash = $1", &[(&hash).into()])?;
            Ok(row.is_some())
        })?;
        if !known {
            self.write(|conn| {
                refuse_changed_measures(conn, &catalogue)?;
                let tx = begin_tx(conn, who, at, "nạp danh mục")?;
                conn.exec(
                    "INSERT INTO catalogue_version (hash, tx, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    &[(&hash).into(), tx.into(), (&body).into()],
                )?;
                for slug in catalogue.measures.keys() {
                    conn.exec("INSERT INTO measure (slug) VALUES ($1) ON CONFLICT DO NOTHING", &[slug.into()])?;
                }
                Ok(())
            })?;
        }
        let measures = self.read(|conn| {
            let rows = conn.query("SELECT slug, id FROM measure", &[])?;
            rows.iter().map(|r| Ok((r.text(0)?.to_string(), r.int(1)?))).collect::<Result<HashMap<_, _>>>()
        })?;
        let pinned = Arc::new(Pinned { catalogue, hash, measures });
        *self.pinned.write().unwrap_or_else(PoisonError::into_inner) = Some(pinned.clone());
        Ok(pinned)
    }

    /// A catalogue version by its hash.
    pub fn catalogue_version(&self, hash: &str) -> Result<Arc<Catalogue>> {
        let mut versions = self.versions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = versions.get(hash) {
            return Ok(found.clone());
        }
        let row = self.read(|conn| conn.first("SELECT body FROM catalogue_version WHERE hash = $1", &[hash.into()]))?;
        let row = row.ok_or_else(|| StoreError::Database(format!("thiếu bản danh mục {hash}")))?;
        let catalogue: Arc<Catalogue> = Arc::new(serde_json::from_str(row.text(0)?)?);
        versions.insert(hash.to_string(), catalogue.clone());
        Ok(catalogue)
    }
}

/// Of a stored catalogue only what is asked here, so that a catalogue of an older program can be read as well.
#[derive(serde::Deserialize)]
struct Counted {
    measures: BTreeMap<String, Measure>,
}

/// Every measure that is in the ledger means what it meant when it was posted.
fn refuse_changed_measures(conn: &mut Conn, catalogue: &Catalogue) -> Result<()> {
    let mut problems: BTreeMap<String, Problem> = BTreeMap::new();
    let hashes = conn.query("SELECT hash FROM catalogue_version ORDER BY tx", &[])?;
    for hash in &hashes {
        let row = conn.first("SELECT body FROM catalogue_version WHERE hash = $1", &[hash.text(0)?.into()])?;
        let Some(row) = row else { continue };
        let before: Counted = serde_json::from_str(row.text(0)?)?;
        for (slug, old) in &before.measures {
            let Some(new) = catalogue.measures.get(slug) else { continue };
            if (old.unit.as_str(), old.scale, old.nature) == (new.unit.as_str(), new.scale, new.nature) {
                continue;
            }
            let text = format!(
                "Số đo “{slug}” ({}) đã có trong cơ sở dữ liệu này với đơn vị tính, số chữ số thập phân hay cách cộng khác",
                new.name
            );
            let hint =
                format!("giữ như cũ (đơn vị tính “{}”, {} chữ số thập phân), hoặc đặt số đo mới", old.unit, old.scale);
            problems.insert(slug.clone(), Problem::error("measure-changed", text).field(slug.as_str()).hint(hint));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(StoreError::Refused(problems.into_values().collect())) }
}

impl Pinned {
    /// The database's key of a measure.
    pub fn measure(&self, slug: &str) -> Result<i64> {
        self.measures
            .get(slug)
            .copied()
            .ok_or_else(|| StoreError::Database(format!("danh mục không có số đo “{slug}”")))
    }
}
