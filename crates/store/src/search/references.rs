//! Documents by what a text cites: many references in one question.

use crate::Store;
use crate::error::Result;
use crate::people::Reach;
use crate::registers::{Clause, ENTRY_COLUMNS, Entry, read_entry};
use domain::ids::EntryId;

/// Register that references are looked up in.
const DOCUMENTS: &str = "van-ban";
/// Conditions put into one query.
const AT_ONCE: usize = 100;

impl Store {
    /// The documents whose folded text has one of these, in order of date; each needle is folded already ("25 nq/tw"). As
    /// [`Store::suggest_documents`] beyond what the viewer may open, but drafts for their readers only.
    pub fn documents_with(&self, needles: &[String], reach: &Reach) -> Result<Vec<Entry>> {
        self.documents_like("e.search", needles, reach)
    }

    /// The documents that name one of these entries in their relations or reviews.
    pub fn documents_naming(&self, named: &[EntryId], reach: &Reach) -> Result<Vec<Entry>> {
        let needles: Vec<String> = named.iter().map(|id| format!("\"muc\":\"{id}\"")).collect();
        self.documents_like("e.data", &needles, reach)
    }

    fn documents_like(&self, column: &str, needles: &[String], reach: &Reach) -> Result<Vec<Entry>> {
        let pinned = self.pinned()?;
        let first = pinned.catalogue.registers.get(DOCUMENTS).map_or("", |r| r.initial_state());
        let mut found: Vec<Entry> = Vec::new();
        for part in needles.chunks(AT_ONCE) {
            let mut clause = Clause::default();
            let (register, draft) = (clause.arg(DOCUMENTS), clause.arg(first));
            clause.and(format!("e.register = {register} AND e.voided = 0"));
            let own = reach.sql("e.area", "e.record_date").unwrap_or_else(|| "1 = 1".into());
            clause.and(format!("(e.state <> {draft} OR {own})"));
            let any: Vec<String> = part.iter().map(|needle| clause.like(column, needle)).collect();
            clause.and(format!("({})", any.join(" OR ")));
            let sql = format!("SELECT {ENTRY_COLUMNS} FROM entry e {} ORDER BY e.record_date, e.id", clause.sql());
            for row in self.read(|conn| conn.query(&sql, &clause.args))? {
                let entry = read_entry(&row)?;
                if !found.iter().any(|f| f.id == entry.id) {
                    found.push(entry);
                }
            }
        }
        Ok(found)
    }
}
