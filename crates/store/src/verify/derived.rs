//! Lists derived from entries: what is to be done by a date, who holds which file.

use super::{Breach, Told};
use crate::Store;
use crate::db::Conn;
use crate::due;
use crate::error::Result;
use crate::registers::{Entry, entries_page, files_in};
use std::collections::{BTreeMap, BTreeSet};

impl Store {
    /// Each entry's dues are those that its catalogue finds in its data, and each file that it names is known to be held
    /// by it.
    pub(super) fn verify_derived(&self) -> Result<Vec<Breach>> {
        let (mut dues, mut files) = (Told::new("due"), Told::new("files"));
        let mut after = String::new();
        loop {
            // One snapshot for all, so that nobody's writing meanwhile looks like a breach.
            let found = self.read(|conn| {
                let page = entries_page(conn, &after, 500)?;
                let (Some((first, _)), Some((last, _))) = (page.first(), page.last()) else { return Ok(None) };
                let (standing, held) = (due::standing(conn, first, last)?, held(conn, first, last)?);
                Ok(Some((page, standing, held)))
            })?;
            let Some((page, standing, held)) = found else { break };
            let mut have: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for (id, row) in standing {
                have.entry(id).or_default().insert(row);
            }
            for (id, entry) in page {
                after.clone_from(&id);
                let standing = have.remove(&id).unwrap_or_default();
                // What cannot be read is told with the postings.
                let Ok(entry) = entry else { continue };
                if self.wanted_dues(&entry)? != standing {
                    dues.say(format!("mục {id} (“{}”): việc có hạn khác với dữ liệu của mục", entry.title));
                }
                let lost = |sha256: &String| !held.contains(&(sha256.clone(), id.clone()));
                if let Some(sha256) = files_in(&entry.data).into_keys().find(lost) {
                    files.say(format!("mục {id} (“{}”): không ghi nhận đang giữ tệp {sha256}", entry.title));
                }
            }
            for id in have.into_keys() {
                dues.say(format!("việc có hạn của mục không có trong sổ: {id}"));
            }
        }
        let mut breaches = dues.done();
        breaches.extend(files.done());
        Ok(breaches)
    }

    fn wanted_dues(&self, entry: &Entry) -> Result<BTreeSet<String>> {
        Ok(due::wanted(&*self.catalogue_version(&entry.catalogue)?, entry))
    }
}

/// Which files the entries between two keys hold or held.
fn held(conn: &mut Conn, first: &str, last: &str) -> Result<BTreeSet<(String, String)>> {
    let sql = "SELECT sha256, entry FROM entry_file WHERE entry >= $1 AND entry <= $2";
    let rows = conn.query(sql, &[first.into(), last.into()])?;
    rows.iter().map(|r| Ok((r.text(0)?.to_string(), r.text(1)?.to_string()))).collect()
}
