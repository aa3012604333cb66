//! The hand that writes the demonstration's entries: each is checked and moved through its workflow as an officer's
//! entry is, then written in batches.

use domain::Date;
use domain::clock::{Clock, FixedClock, SeededChance};
use domain::ids::{EntryId, UnitId};
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::registers::{Context, Data, Mode, Role, check_entry, transition};
use domain::units::Units;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::people::OrganRow;
use store::registers::{StoreLookup, Write};
use store::{Actor, Pinned, Store};

/// All that went wrong, as the user is told.
pub(crate) type Outcome<T = ()> = Result<T, Vec<Problem>>;

/// Entries of one transaction.
const BATCH: usize = 500;

/// The owner of an entry: a kind of organ in an area, with a name of its own where it has one.
#[derive(Clone, Copy)]
pub(crate) struct Keeper<'a> {
    /// Area.
    pub area: UnitId,
    /// Kind of organ, as the catalogue calls it.
    pub organ: &'a str,
    /// Own name; empty for a body that exists by rule.
    pub name: &'a str,
}

/// The organ of a kind in an area.
pub(crate) fn keeper(area: UnitId, organ: &str) -> Keeper<'_> {
    Keeper { area, organ, name: "" }
}

/// Writes entries.
pub(crate) struct Book<'a> {
    /// The store written to.
    pub store: &'a Store,
    /// Repeatable chance, for all that may differ from record to record.
    pub chance: SeededChance,
    /// Who writes.
    pub who: Actor,
    /// When everything is written.
    pub clock: FixedClock,
    pinned: Arc<Pinned>,
    units: Arc<Units>,
    waiting: Vec<Write>,
    written: BTreeMap<String, usize>,
    progress: &'a mut dyn FnMut(&str, usize, usize),
    /// How many entries are to be written in all, for the progress.
    pub all: usize,
    what: &'static str,
}

impl<'a> Book<'a> {
    /// A book for a store that has its units and catalogue, for so many entries. `seed` makes the entries' keys.
    pub fn new(
        store: &'a Store,
        who: Actor,
        clock: FixedClock,
        (seed, all): (u64, usize),
        progress: &'a mut dyn FnMut(&str, usize, usize),
    ) -> Outcome<Self> {
        Ok(Book {
            store,
            chance: SeededChance(seed),
            who,
            clock,
            pinned: store.pinned().map_err(store::StoreError::problems)?,
            units: store.units(),
            waiting: Vec::new(),
            written: BTreeMap::new(),
            progress,
            all,
            what: "",
        })
    }

    /// Begins a part of the data, after writing out the one before.
    pub fn begin(&mut self, what: &'static str) -> Outcome {
        self.flush()?;
        self.what = what;
        Ok(())
    }

    /// The unit with a code on a date.
    pub fn unit(&self, code: &str, on: Date) -> Outcome<UnitId> {
        self.units.resolve(code, on).map_err(|p| vec![p])
    }

    /// The units right below one on a date, by code.
    pub fn below(&self, unit: UnitId, on: Date) -> Vec<UnitId> {
        self.units.children_on(unit, on)
    }

    /// The hierarchy that a kind of organ belongs to, by the catalogue.
    pub fn hierarchy(&self, organ: &str) -> Option<Hierarchy> {
        self.pinned.catalogue.organ_kinds.get(organ).map(|kind| kind.he)
    }

    /// The key of an organ, for a field that names one.
    pub fn organ(&self, area: UnitId, kind: &str, on: Date) -> Outcome<OrganRow> {
        self.store.organ(area, kind, on).map_err(store::StoreError::problems)
    }

    /// Adds an entry and takes it through the steps of its workflow, as a leader who may take all of them.
    pub fn add(&mut self, by: Keeper<'_>, register: &str, steps: &[&str], data: Value) -> Outcome<EntryId> {
        let at = |problems: Vec<Problem>| -> Vec<Problem> {
            problems.into_iter().map(|p| p.file(format!("dữ liệu minh họa, {}, sổ “{register}”", self.what))).collect()
        };
        let catalogue = &self.pinned.catalogue;
        let Some(register) = catalogue.registers.get(register) else {
            return Err(at(vec![Problem::error("unknown-register", format!("Danh mục không có sổ “{register}”"))]));
        };
        let Value::Object(input) = data else {
            return Err(at(vec![Problem::error("wrong-kind", "Dữ liệu của mục phải là một đối tượng")]));
        };
        let on = record_date(&input, &register.record_date).unwrap_or_else(|| self.clock.today());
        let organ = self.store.organ_named(by.area, by.organ, by.name, on).map_err(|e| at(e.problems()))?;
        let owner = self.store.owner(&organ, on).map_err(|e| at(e.problems()))?;
        let lookup = StoreLookup { store: self.store, area: by.area };
        let context =
            Context { catalogue, register, owner: &owner, today: self.clock.today(), mode: Mode::Add, lookup: &lookup };
        let (clock, chance) = (self.clock, &mut self.chance);
        let checked = check_entry(&context, &input, &mut || EntryId::new(&clock, chance).to_string()).map_err(at)?;
        if let Some(warning) = checked.warnings.first() {
            return Err(at(vec![warning.clone()]));
        }
        let mut state = register.initial_state().to_string();
        for step in steps {
            state = transition(register, &state, step, Role::Leader, &checked.data, None).map_err(|p| at(vec![p]))?;
        }
        let id = EntryId::new(&self.clock, &mut self.chance);
        *self.written.entry(register.slug.clone()).or_default() += 1;
        let write = Write::Add {
            id: id.clone(),
            register: register.slug.clone(),
            organ,
            area: by.area,
            checked,
            state,
            import_key: None,
        };
        self.waiting.push(write);
        if self.waiting.len() >= BATCH {
            self.flush()?;
        }
        Ok(id)
    }

    /// Changes an entry that stands as its officer would: some fields, and a step of its workflow.
    pub fn change(&mut self, id: &EntryId, changes: Data, step: Option<&str>, note: &str) -> Outcome {
        self.flush()?;
        let old = self.store.entry(id).map_err(store::StoreError::problems)?;
        let catalogue = &self.pinned.catalogue;
        let Some(register) = catalogue.registers.get(&old.register) else {
            return Err(vec![Problem::error("unknown-register", format!("Danh mục không có sổ “{}”", old.register))]);
        };
        let owner = self.store.owner_of(&old).map_err(store::StoreError::problems)?;
        let lookup = StoreLookup { store: self.store, area: old.area };
        let context = Context {
            catalogue,
            register,
            owner: &owner,
            today: self.clock.today(),
            mode: Mode::Edit,
            lookup: &lookup,
        };
        let mut data = old.data.clone();
        data.extend(changes);
        let (clock, chance) = (self.clock, &mut self.chance);
        let checked = check_entry(&context, &data, &mut || EntryId::new(&clock, chance).to_string())?;
        let reason = Some(note).filter(|n| !n.is_empty());
        let state = match step {
            Some(step) => transition(register, &old.state, step, self.who.role, &checked.data, reason),
            None => Ok(old.state.clone()),
        };
        let write = Write::Change {
            id: id.clone(),
            given: old.version,
            checked,
            state: state.map_err(|p| vec![p])?,
            action: step.unwrap_or("edit").into(),
            note: note.into(),
        };
        self.waiting.push(write);
        self.flush()
    }

    /// Keeps a file and gives the value by which an entry holds it.
    pub fn attachment(&self, name: &str, content: &[u8]) -> Outcome<Value> {
        let digest = self.store.keep_file(&self.who, self.clock.now(), content);
        let digest = digest.map_err(store::StoreError::problems)?;
        Ok(json!({ "ten": name, "sha256": digest, "bytes": content.len() }))
    }

    /// Writes out what waits. An entry can be named by others only after this.
    pub fn flush(&mut self) -> Outcome {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let what = format!("dữ liệu minh họa: {}", self.what);
        let at = self.clock.now();
        self.store.apply(&self.who, at, &what, &self.waiting).map_err(store::StoreError::problems)?;
        self.waiting.clear();
        let done = self.written.values().sum();
        (self.progress)(self.what, done, self.all);
        Ok(())
    }

    /// Writes out the rest; how many entries each register got.
    pub fn finish(mut self) -> Outcome<BTreeMap<String, usize>> {
        self.flush()?;
        Ok(self.written)
    }
}

fn record_date(data: &Data, field: &str) -> Option<Date> {
    data.get(field)?.as_str()?.parse().ok()
}
