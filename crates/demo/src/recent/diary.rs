//! Who writes what on which day: notes are gathered in any order and written day by day, each by the officer who keeps
//! that register, so that the lists of what is new read like a real week.

use crate::WRITTEN_AT;
use crate::book::{Book, Keeper, Outcome};
use crate::people::PEOPLE;
use domain::calendar::{date_of, day_number};
use domain::clock::{Clock, FixedClock, TIME_ZONE};
use domain::ids::{EntryId, UnitId};
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::registers::{Data, Role};
use domain::{Date, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;
use store::{Actor, Store};

/// Hour of the day at which an officer writes up what was done.
const HOUR: i8 = 16;
/// Seed of the entries' keys; another than that of the older records.
const SEED: u64 = 75;

/// A change made to an entry later on: days before today, changed fields, step, reason.
pub(super) struct Later {
    /// Days before today.
    pub ago: i64,
    /// Fields with their new values.
    pub changes: Value,
    /// Step of the workflow, if one is taken.
    pub step: Option<&'static str>,
    /// Taken by a leader, not by the officer.
    pub leader: bool,
    /// Reason or note.
    pub note: &'static str,
}

/// An entry to be written.
struct Note {
    by: Keeper<'static>,
    register: &'static str,
    steps: &'static [&'static str],
    data: Value,
    later: Vec<Later>,
}

/// Gathers notes, then writes them.
pub(super) struct Diary<'a> {
    /// The hand that writes.
    pub book: Book<'a>,
    now: Timestamp,
    today: Date,
    /// By day, the oldest first; within a day in the order of noting.
    notes: BTreeMap<Date, Vec<Note>>,
    people: BTreeMap<(UnitId, Hierarchy, Role), Actor>,
}

impl<'a> Diary<'a> {
    /// An empty diary for a demonstration that has its people.
    pub fn new(store: &'a Store, now: Timestamp, progress: &'a mut dyn FnMut(&str, usize, usize)) -> Outcome<Self> {
        let who = Actor::administrator("dữ liệu minh họa");
        let clock = FixedClock(now);
        let today = clock.today();
        let mut book = Book::new(store, who, clock, (SEED, 0), progress)?;
        book.begin("những tuần gần đây")?;
        Ok(Diary { book, now, today, notes: BTreeMap::new(), people: people(store, today)? })
    }

    /// The day some days ago; a negative number lies ahead.
    pub fn day(&self, ago: i64) -> Date {
        date_of(day_number(self.today) - ago)
    }

    /// The unit that bears a code today.
    pub fn unit(&self, code: &str) -> Outcome<UnitId> {
        self.book.unit(code, self.today)
    }

    /// Notes an entry of some days ago that goes through steps of its workflow at once; no step leaves it a draft.
    pub fn note(
        &mut self,
        ago: i64,
        by: Keeper<'static>,
        register: &'static str,
        steps: &'static [&'static str],
        data: Value,
    ) {
        self.note_with(ago, by, (register, steps), data, Vec::new());
    }

    /// The same, for an entry that is changed later.
    pub fn note_with(
        &mut self,
        ago: i64,
        by: Keeper<'static>,
        (register, steps): (&'static str, &'static [&'static str]),
        data: Value,
        later: Vec<Later>,
    ) {
        let note = Note { by, register, steps, data, later };
        self.notes.entry(self.day(ago)).or_default().push(note);
    }

    /// Writes everything, day by day; how many entries each register got.
    pub fn finish(mut self) -> Outcome<BTreeMap<String, usize>> {
        let notes = std::mem::take(&mut self.notes);
        self.book.all = notes.values().map(Vec::len).sum();
        // Changes wait for their day among the entries.
        let mut changes: BTreeMap<Date, Vec<(EntryId, Keeper<'static>, Later)>> = BTreeMap::new();
        let first = notes.keys().next().copied().unwrap_or(self.today);
        let mut notes = notes;
        for number in day_number(first)..=day_number(self.today) {
            let day = date_of(number);
            for note in notes.remove(&day).unwrap_or_default() {
                self.sit_down(note.by, Role::Officer, day)?;
                let id = self.book.add(note.by, note.register, note.steps, note.data)?;
                for later in note.later {
                    changes.entry(self.day(later.ago)).or_default().push((id.clone(), note.by, later));
                }
            }
            for (id, by, later) in changes.remove(&day).unwrap_or_default() {
                self.sit_down(by, if later.leader { Role::Leader } else { Role::Officer }, day)?;
                let fields: Data = later.changes.as_object().cloned().unwrap_or_default();
                self.book.change(&id, fields, later.step, later.note)?;
            }
        }
        self.book.finish()
    }

    /// Who writes for an organ, and when: in the afternoon of the day, but never before the older records were written and
    /// never after now, for what was written later stands later in the log.
    fn sit_down(&mut self, by: Keeper<'static>, role: Role, day: Date) -> Outcome {
        let he = self.book.hierarchy(by.organ).unwrap_or(Hierarchy::ChinhQuyen);
        let units = self.book.store.units();
        let stranger = || {
            let name = units.last_version(by.area).map_or("", |v| v.full_name.as_str());
            Actor::local(&format!("{} {name} (minh họa)", role.name()), role, Some((by.area, he)))
        };
        let who = self.people.get(&(by.area, he, role)).cloned().unwrap_or_else(stranger);
        let afternoon = day.at(HOUR, 20, 0, 0).in_tz(TIME_ZONE).map_or(self.now, |at| at.timestamp());
        let clock = FixedClock(afternoon.max(WRITTEN_AT).min(self.now));
        if self.book.who != who || self.book.clock.0 != clock.0 {
            self.book.flush()?;
            (self.book.who, self.book.clock) = (who, clock);
        }
        Ok(())
    }
}

/// The demonstration's people by the place, hierarchy and role in which they act.
fn people(store: &Store, today: Date) -> Outcome<BTreeMap<(UnitId, Hierarchy, Role), Actor>> {
    let mut out = BTreeMap::new();
    for person in PEOPLE {
        let account = store.account_by_login(person.login).map_err(store::StoreError::problems)?;
        let Some(account) = account else {
            let text = format!("Bản minh họa chưa có tài khoản “{}”", person.login);
            return Err(vec![Problem::error("no-people", text).hint("thêm tài khoản trước hồ sơ gần đây")]);
        };
        for assignment in store.assignments_on(account.id, today).map_err(store::StoreError::problems)? {
            let actor = Actor::signed_in(&account, &assignment, None);
            out.insert((assignment.unit, assignment.he, assignment.role), actor);
        }
    }
    Ok(out)
}
