//! The catalogue's versions: entries pin the one they were posted with, so that the trial balance can be proved later.

use crate::error::{Result, StoreError};
use crate::migrate::hex;
use crate::{Actor, Pinned, Store, begin_tx};
use domain::Timestamp;
use domain::registers::Catalogue;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

impl Store {
    /// Puts a catalogue to use: its canonical JSON is kept under its hash, its measures get keys. Doing it again with the
    /// same catalogue changes nothing.
    pub fn use_catalogue(&self, catalogue: Catalogue, who: &Actor, at: Timestamp) -> Result<Arc<Pinned>> {
        let body = serde_json::to_string(&catalogue)?;
        let hash = hex(&Sha256::digest(body.as_bytes()));
        let known = self.read(|conn| {
            let row = conn.first("SELECT tx FROM catalogue_version WHERE hash = $1", &[(&hash).into()])?;
            Ok(row.is_some())
        })?;
        if !known {
            self.write(|conn| {
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

impl Pinned {
    /// The database's key of a measure.
    pub fn measure(&self, slug: &str) -> Result<i64> {
        self.measures
            .get(slug)
            .copied()
            .ok_or_else(|| StoreError::Database(format!("danh mục không có số đo “{slug}”")))
    }
}
