//! People who act, and entries made the way the program makes them.

use domain::clock::{Chance, Clock, FixedClock, SeededChance};
use domain::ids::{EntryId, UnitId};
use domain::organs::Hierarchy;
use domain::registers::{Checked, Context, Data, Mode, Role, check_entry};
use domain::{Date, Timestamp};
use serde_json::Value;
use store::people::OrganRow;
use store::registers::{Done, StoreLookup, Write};
use store::{Actor, Store, StoreError};

/// The instant at which tests are done unless they turn the clock: 22 November 2026, 8 o'clock in Vietnam.
pub fn morning() -> FixedClock {
    FixedClock("2026-11-22T01:00:00Z".parse().expect("an instant"))
}

/// All days from one to another.
pub fn days(from: Date, to: Date) -> domain::calendar::Period {
    domain::calendar::Period::new(from, to).expect("a period")
}

/// An officer who acts for an area in a hierarchy.
pub fn officer(name: &str, area: UnitId, he: Hierarchy) -> Actor {
    Actor::local(name, Role::Officer, Some((area, he)))
}

/// Somebody who keeps registers in a store, with a clock that stands still and chance that repeats itself.
pub struct Clerk<'a> {
    /// The store.
    pub store: &'a Store,
    /// Who it is.
    pub who: Actor,
    /// The clock.
    pub clock: FixedClock,
    /// Chance.
    pub chance: SeededChance,
}

impl<'a> Clerk<'a> {
    /// The administrator of a store, on [`morning`].
    pub fn new(store: &'a Store) -> Self {
        Clerk { store, who: Actor::administrator("quản trị"), clock: morning(), chance: SeededChance(1) }
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new key.
    pub fn new_id(&mut self) -> EntryId {
        EntryId::new(&self.clock, &mut self.chance)
    }

    /// Checks data for an entry of an organ's register.
    pub fn check(&mut self, register: &str, organ: &OrganRow, mode: Mode, data: &Value) -> Result<Checked, StoreError> {
        let pinned = self.store.pinned()?;
        let input: Data = data.as_object().cloned().expect("an entry's data is an object");
        let register = pinned.catalogue.registers.get(register).expect("the catalogue has the register");
        let date = input.get(&register.record_date).and_then(Value::as_str);
        let on = date.and_then(|d| d.parse().ok()).unwrap_or_else(|| self.clock.today());
        let owner = self.store.owner(organ, on)?;
        let lookup = StoreLookup { store: self.store, area: organ.area };
        let context = Context {
            catalogue: &pinned.catalogue,
            register,
            owner: &owner,
            today: self.clock.today(),
            mode,
            lookup: &lookup,
        };
        let mut row = 0u64;
        let chance = &mut self.chance;
        let mut new_id = || {
            row += 1;
            let mut bytes = [0u8; 8];
            chance.fill(&mut bytes);
            format!("{row}-{:016x}", u64::from_le_bytes(bytes))
        };
        check_entry(&context, &input, &mut new_id).map_err(StoreError::Refused)
    }

    /// The write that adds an entry in a state, counted in an area.
    pub fn adding(
        &mut self,
        register: &str,
        organ: &OrganRow,
        area: UnitId,
        state: &str,
        data: &Value,
    ) -> Result<Write, StoreError> {
        let checked = self.check(register, organ, Mode::Add, data)?;
        Ok(Write::Add {
            id: self.new_id(),
            register: register.into(),
            organ: organ.clone(),
            area,
            checked,
            state: state.into(),
            import_key: None,
        })
    }

    /// Writes some writes at once.
    pub fn apply(&mut self, what: &str, writes: &[Write]) -> Result<Vec<Done>, StoreError> {
        self.store.apply(&self.who, self.clock.now(), what, writes)
    }

    /// Adds an entry that counts at once (in the state `da-ghi`), in its organ's own area.
    pub fn enter(&mut self, register: &str, organ: &OrganRow, data: &Value) -> Result<Done, StoreError> {
        let write = self.adding(register, organ, organ.area, "da-ghi", data)?;
        self.one(write)
    }

    /// The organ of a kind in an area on a date.
    pub fn organ(&self, area: UnitId, kind: &str, on: Date) -> OrganRow {
        self.store.organ(area, kind, on).unwrap_or_else(|e| panic!("{e}"))
    }

    /// Changes an entry's data and state, as it stands now.
    pub fn change(&mut self, id: &EntryId, data: &Value, state: &str, action: &str) -> Result<Done, StoreError> {
        let entry = self.store.entry(id)?;
        let organ = self.store.organ_by_id(entry.organ)?.expect("the entry's organ");
        let checked = self.check(&entry.register, &organ, Mode::Edit, data)?;
        self.one(Write::Change {
            id: id.clone(),
            given: entry.version,
            checked,
            state: state.into(),
            action: action.into(),
            note: String::new(),
        })
    }

    /// Strikes an entry out, as it stands now.
    pub fn void(&mut self, id: &EntryId, reason: &str) -> Result<Done, StoreError> {
        let given = self.store.entry(id)?.version;
        self.one(Write::Void { id: id.clone(), given, reason: reason.into() })
    }

    /// Assigns an entry of a split unit, as it stands now.
    pub fn assign(&mut self, id: &EntryId, unit: Option<UnitId>) -> Result<Done, StoreError> {
        let given = self.store.entry(id)?.version;
        self.one(Write::Assign { id: id.clone(), given, unit, reason: "biên bản bàn giao".into() })
    }

    fn one(&mut self, write: Write) -> Result<Done, StoreError> {
        Ok(self.apply("kiểm thử", &[write])?.remove(0))
    }
}
