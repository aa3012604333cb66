//! Writing entries: adding, changing, saving a form, moving through the workflow, striking out, assigning.

use super::{Draft, guarded, record_date, register};
use crate::{Desk, all, refused};
use domain::ids::{EntryId, UnitId};
use domain::problem::Problem;
use domain::registers::{Data, Mode, editable, transition};
use store::people::OrganRow;
use store::registers::{Done, Entry, Write};
use store::{Result, StoreError};

/// The organ that is to own a new entry.
#[derive(Debug, Clone)]
pub enum Owner<'a> {
    /// One that is known.
    Known(OrganRow),
    /// "AREA/KIND[@DATE]", found as of the record's date.
    Text {
        /// The text.
        text: &'a str,
        /// Own name of a body set up on request.
        name: Option<&'a str>,
    },
}

/// An entry to be added.
#[derive(Debug, Clone)]
pub struct NewEntry<'a> {
    /// Register slug.
    pub register: &'a str,
    /// Owner.
    pub owner: Owner<'a>,
    /// Area in which it counts, as text; the owner's when not given.
    pub area: Option<&'a str>,
    /// Data as given.
    pub data: Data,
    /// Key under which a file or another system knows it.
    pub key: Option<&'a str>,
    /// Left in the initial state.
    pub draft: bool,
    /// Its own key, when the caller has made it already: the same one twice is refused (`entry-exists`).
    pub id: Option<EntryId>,
}

/// An entry that was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// Key, version, number.
    pub done: Done,
    /// Its one-line title.
    pub title: String,
    /// State that it is in.
    pub state: String,
    /// What is worth a look.
    pub warnings: Vec<Problem>,
}

/// Lays changes over an entry's data; null clears a field. A computed field is worked out again.
pub fn merged(old: &Data, changes: Data) -> Data {
    let mut data = old.clone();
    for (key, value) in changes {
        if value.is_null() {
            data.remove(&key);
        } else {
            data.insert(key, value);
        }
    }
    data
}

impl Desk<'_> {
    fn write_one(&self, what: &str, write: Write) -> Result<Done> {
        let done = self.store.apply(self.actor, self.now, what, &[write])?;
        done.into_iter().next().ok_or_else(|| refused(Problem::error("nothing-written", "Không ghi được mục")))
    }

    /// Adds an entry. Without a record date the rest is judged by today, so that all problems are told at once.
    pub fn add(&self, new: &NewEntry<'_>) -> Result<Written> {
        let pinned = self.store.pinned()?;
        let register = register(&pinned.catalogue, new.register)?;
        let dated = record_date(register, &new.data);
        let on = dated.as_ref().copied().unwrap_or(self.today);
        let organ = match &new.owner {
            Owner::Known(organ) => organ.clone(),
            Owner::Text { text, name } => {
                self.organ(text, *name, on).map_err(|e| dated.err().map_or(e, StoreError::refused))?
            }
        };
        let area = new.area.map(|a| self.area(a, on)).transpose()?.unwrap_or(organ.area);
        if let Some(key) = new.key
            && let Some(old) = self.store.entry_by_key(&register.slug, organ.id, key)?
        {
            let problem = Problem::error("key-taken", format!("Khóa “{key}” đã có mục {}", old.id));
            return Err(refused(problem.field("key").hint("sửa mục ấy")));
        }
        let data = all(guarded(register, self.actor.role, &Data::new(), new.data.clone()))?;
        let checked = self.check(&Draft { register, organ: &organ, data: &data, mode: Mode::Add, on })?;
        let state = self.first_state(register, &checked.data, new.draft)?;
        let (title, warnings) = (checked.title.clone(), checked.warnings.clone());
        let write = Write::Add {
            id: new.id.clone().unwrap_or_else(|| (self.new_id)()),
            register: register.slug.clone(),
            organ,
            area,
            checked,
            state: state.clone(),
            import_key: new.key.map(str::to_string),
        };
        Ok(Written { done: self.write_one("thêm mục", write)?, title, state, warnings })
    }

    /// Changes fields of an entry (null clears one) and, with a step, its state. `given` is the version that the actor saw.
    pub fn change(&self, entry: &Entry, given: i64, changes: Data, step: Option<&str>, note: &str) -> Result<Written> {
        self.save(entry, given, merged(&entry.data, changes), step, note)
    }

    /// Saves an entry whole, as a form gives it: a field that is not given is cleared, except those that the actor's role
    /// may not see: they stay as they were. With a step, its state changes too.
    pub fn save(&self, entry: &Entry, given: i64, data: Data, step: Option<&str>, note: &str) -> Result<Written> {
        if entry.version != given {
            return Err(StoreError::Stale { current: entry.version, given });
        }
        let pinned = self.store.pinned()?;
        let register = register(&pinned.catalogue, &entry.register)?;
        let organ = self.organ_of(entry.organ)?;
        let role = self.actor.role;
        let data = all(guarded(register, role, &entry.data, data))?;
        let on = record_date(register, &data).map_err(refused)?;
        let checked = self.check(&Draft { register, organ: &organ, data: &data, mode: Mode::Edit, on })?;
        let state = match step {
            Some(step) => {
                let reason = Some(note).filter(|n| !n.is_empty());
                transition(register, &entry.state, step, role, &checked.data, reason).map_err(refused)?
            }
            None => {
                editable(register, &entry.state, role).map_err(refused)?;
                entry.state.clone()
            }
        };
        let (title, warnings) = (checked.title.clone(), checked.warnings.clone());
        let write = Write::Change {
            id: entry.id.clone(),
            given,
            checked,
            state: state.clone(),
            action: step.unwrap_or("edit").to_string(),
            note: note.to_string(),
        };
        Ok(Written { done: self.write_one("sửa mục", write)?, title, state, warnings })
    }

    /// Strikes an entry out: its postings are reversed, its history stays.
    pub fn void(&self, entry: &Entry, given: i64, reason: &str) -> Result<Done> {
        self.refuse_stranger(entry)?;
        let pinned = self.store.pinned()?;
        editable(register(&pinned.catalogue, &entry.register)?, &entry.state, self.actor.role).map_err(refused)?;
        self.write_one("hủy mục", Write::Void { id: entry.id.clone(), given, reason: reason.to_string() })
    }

    /// Assigns an entry of a split unit to one successor, or takes that back.
    pub fn assign(&self, entry: &Entry, given: i64, unit: Option<UnitId>, reason: &str) -> Result<Done> {
        self.refuse_stranger(entry)?;
        let write = Write::Assign { id: entry.id.clone(), given, unit, reason: reason.to_string() };
        self.write_one("phân mục", write)
    }
}
