//! Re-posting: entries posted with an older catalogue are posted again with the one in use. Always previewed first.

use super::post::{Head, desired, standing};
use super::{ENTRY_COLUMNS, Entry, Write, read_entry};
use crate::error::Result;
use crate::ledger::Batch;
use crate::people::Actor;
use crate::{Store, StoreError};
use domain::Timestamp;
use domain::ledger::Total;
use domain::registers::Checked;
use std::collections::BTreeMap;

/// What re-posting would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepostPreview {
    /// Entries posted with another catalogue than the one in use.
    pub entries: i64,
    /// Those whose postings would change.
    pub changed: i64,
    /// Per measure slug: total that stands, total that would stand (scaled), over all units and dates.
    pub measures: BTreeMap<String, (i64, i64)>,
}

impl Store {
    fn outdated(&self) -> Result<Vec<Entry>> {
        let hash = self.pinned()?.hash.clone();
        self.read(|conn| {
            let sql =
                format!("SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.catalogue <> $1 AND e.voided = 0 ORDER BY e.id");
            conn.query(&sql, &[(&hash).into()])?.iter().map(read_entry).collect()
        })
    }

    /// What re-posting with the catalogue in use would change. Writes nothing.
    pub fn repost_preview(&self) -> Result<RepostPreview> {
        let pinned = self.pinned()?;
        let units = self.units();
        let slugs: BTreeMap<i64, &str> = pinned.measures.iter().map(|(slug, id)| (*id, slug.as_str())).collect();
        let mut preview = RepostPreview::default();
        for entry in self.outdated()? {
            preview.entries += 1;
            let owner = self.owner_of(&entry)?;
            let head = Head {
                id: &entry.id,
                register: &entry.register,
                owner: &owner,
                area: entry.area,
                record_date: entry.record_date,
            };
            let mut batch = Batch::new(0, 0);
            let wanted = desired(&pinned.catalogue, &pinned, &units, &mut batch, &head, &entry.data, &entry.state)?;
            let stands = self.read(|conn| standing(conn, entry.id.as_str()))?;
            let stands: BTreeMap<_, Total> = stands.into_iter().map(|(p, s)| (p, s.total)).collect();
            if stands == wanted {
                continue;
            }
            preview.changed += 1;
            for (posting, total) in &stands {
                let slug = slugs.get(&posting.measure).map_or_else(|| posting.measure.to_string(), ToString::to_string);
                preview.measures.entry(slug).or_default().0 += total.scaled;
            }
            for (posting, total) in &wanted {
                let slug = slugs.get(&posting.measure).map_or_else(|| posting.measure.to_string(), ToString::to_string);
                preview.measures.entry(slug).or_default().1 += total.scaled;
            }
        }
        preview.measures.retain(|_, (was, will)| was != will);
        Ok(preview)
    }

    /// Posts all outdated entries again; returns how many. Reversals and new postings, history kept.
    pub fn repost(&self, who: &Actor, at: Timestamp) -> Result<i64> {
        let mut done = 0;
        // In bounded transactions: an interruption leaves each entry wholly on the old or wholly on the new catalogue.
        for chunk in self.outdated()?.chunks(500) {
            let writes: Vec<Write> = chunk.iter().map(|e| self.repost_write(e)).collect::<Result<_>>()?;
            done += self.apply(who, at, "ghi lại bút toán", &writes)?.iter().filter(|d| d.changed).count() as i64;
        }
        Ok(done)
    }

    fn repost_write(&self, entry: &Entry) -> Result<Write> {
        let row = self
            .read(|conn| conn.first("SELECT search, identity FROM entry WHERE id = $1", &[entry.id.as_str().into()]))?;
        let row = row.ok_or_else(|| super::no_entry(entry.id.as_str()))?;
        let checked = Checked {
            data: entry.data.clone(),
            record_date: entry.record_date,
            title: entry.title.clone(),
            search: row.text(0)?.to_string(),
            identity: row.opt_text(1)?.map(str::to_string),
            warnings: Vec::new(),
        };
        Ok(Write::Change {
            id: entry.id.clone(),
            given: entry.version,
            checked,
            state: entry.state.clone(),
            action: "repost".into(),
            note: "danh mục đổi quy tắc bút toán".into(),
        })
    }

    /// The owner of an entry on its record date.
    pub fn owner_of(&self, entry: &Entry) -> Result<domain::registers::Owner> {
        let organ = self.organ_by_id(entry.organ)?.ok_or_else(|| StoreError::Database("mất cơ quan của mục".into()))?;
        self.owner(&organ, entry.record_date)
    }
}
