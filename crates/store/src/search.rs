//! Finding entries by words, with or without diacritics, over all registers; and what a form suggests while somebody types.

mod references;
mod suggest;

pub use suggest::{OrganSuggestion, Suggestion, UnitSuggestion};

use crate::Store;
use crate::db::Row;
use crate::error::{Result, StoreError};
use crate::people::Reach;
use crate::registers::{Clause, live, rows_of};
use domain::Date;
use domain::ids::{EntryId, OrganId, UnitId};
use domain::text::tidy;

/// An entry that was found, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundEntry {
    /// Entry.
    pub id: EntryId,
    /// Register slug.
    pub register: String,
    /// Running number in its register, organ and year.
    pub number: i64,
    /// The year of its number.
    pub year: i64,
    /// Record date.
    pub date: Date,
    /// Area in which it counts.
    pub area: UnitId,
    /// Owner organ.
    pub organ: OrganId,
    /// State slug.
    pub state: String,
    /// One line.
    pub title: String,
}

pub(crate) const FOUND_COLUMNS: &str =
    "e.id, e.register, e.number, e.year, e.record_date, e.area, e.organ, e.state, e.title";

/// Reads the columns of [`FOUND_COLUMNS`] at the beginning of a row.
pub(crate) fn read_found(row: &Row) -> Result<FoundEntry> {
    let bad = |what: &str| StoreError::Database(format!("mục hỏng: {what}"));
    Ok(FoundEntry {
        id: EntryId::parse(row.text(0)?).ok_or_else(|| bad("khóa"))?,
        register: row.text(1)?.to_string(),
        number: row.int(2)?,
        year: row.int(3)?,
        date: row.text(4)?.parse().map_err(|_| bad("ngày"))?,
        area: UnitId(row.int(5)?),
        organ: OrganId(row.int(6)?),
        state: row.text(7)?.to_string(),
        title: row.text(8)?.to_string(),
    })
}

/// Entries looked at for their rank, the latest that have all the words.
const RANKED_MAX: i64 = 300;

impl Store {
    /// The entries of all registers that have all the words and that a viewer may read: those first whose title has them
    /// with their diacritics, then the latest. Without words nothing is found.
    pub fn search_all(&self, words: &str, reach: &Reach, limit: i64) -> Result<Vec<FoundEntry>> {
        let mut clause = Clause::default();
        clause.and(live(true).into());
        clause.reach(reach, "e.area", "e.record_date");
        self.ranked(clause, words, limit)
    }

    /// The entries that meet a condition and have all the words, ranked.
    fn ranked(&self, mut clause: Clause, words: &str, limit: i64) -> Result<Vec<FoundEntry>> {
        let given = clause.args.len();
        clause.words("e.search", words);
        if clause.args.len() == given {
            return Ok(Vec::new());
        }
        // Sorted, as the words are looked for in all entries: in order of date each row would be read for them.
        let newest = "e.record_date || '' DESC, e.id DESC";
        let sql = rows_of(FOUND_COLUMNS, &clause, newest, "e.record_date DESC, e.id DESC", RANKED_MAX, 0);
        let rows = self.read(|conn| conn.query(&sql, &clause.args))?;
        let mut found: Vec<FoundEntry> = rows.iter().map(read_found).collect::<Result<_>>()?;
        let asked: Vec<String> = tidy(words).to_lowercase().split(' ').map(str::to_string).collect();
        found.sort_by_key(|e| {
            let title = e.title.to_lowercase();
            asked.iter().filter(|w| !title.contains(w.as_str())).count()
        });
        found.truncate(usize::try_from(limit.max(1)).unwrap_or(usize::MAX));
        Ok(found)
    }
}
