//! Registers: finding what an entry needs, checking it, writing it.

mod hidden;
mod names;
mod write;

pub(crate) use hidden::guarded;
pub use names::StoreNames;
pub use write::{NewEntry, Owner, Written, merged};

use crate::{Desk, all, each, refused};
use domain::Date;
use domain::calendar::parse_date;
use domain::ids::{EntryId, OrganId};
use domain::problem::Problem;
use domain::registers::{
    Catalogue, Checked, Context, Data, Mode, Register, Transition, check_entry, did_you_mean, editable, steps,
    transition,
};
use serde_json::Value;
use store::people::OrganRow;
use store::registers::{Entry, StoreLookup};
use store::{Result, StoreError};

/// The register with this slug.
pub fn register<'c>(catalogue: &'c Catalogue, slug: &str) -> Result<&'c Register> {
    catalogue.registers.get(slug).ok_or_else(|| {
        let problem = Problem::error("unknown-register", format!("Danh mục không có sổ “{slug}”")).field("register");
        let known: Vec<&str> = catalogue.registers.keys().map(String::as_str).collect();
        refused(match did_you_mean(slug, known.iter().copied()) {
            Some(near) => problem.hint(format!("có phải “{near}”?")),
            None => problem.hint(format!("các sổ: {}", known.join(", "))),
        })
    })
}

/// Refuses a state that the register does not have.
pub fn refuse_state(register: &Register, slug: &str) -> Result<()> {
    if register.state(slug).is_some() {
        return Ok(());
    }
    let known: Vec<&str> = register.states.iter().map(|s| s.slug.as_str()).collect();
    let text = format!("Sổ “{}” không có trạng thái “{slug}”", register.name);
    let problem = Problem::error("unknown-state", text).field("state");
    Err(refused(problem.hint(format!("các trạng thái: {}", known.join(", ")))))
}

/// The name of an entry's state.
pub fn state_name<'c>(catalogue: &'c Catalogue, entry: &'c Entry) -> &'c str {
    let state = catalogue.registers.get(&entry.register).and_then(|r| r.state(&entry.state));
    state.map_or(entry.state.as_str(), |s| s.name.as_str())
}

/// The record date that the data names; checked more closely later.
pub fn record_date(register: &Register, data: &Data) -> Result<Date, Problem> {
    let missing = || {
        let name = register.field(&register.record_date).map_or("", |f| f.name.as_str());
        Problem::error("required", format!("Phải ghi “{name}”")).field(&register.record_date)
    };
    let text = data.get(&register.record_date).and_then(Value::as_str).ok_or_else(missing)?;
    parse_date(text).map_err(|p| p.field(&register.record_date))
}

/// What is checked together: the owner, the data, and how.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    /// Register.
    pub register: &'a Register,
    /// Owner organ.
    pub organ: &'a OrganRow,
    /// Data as given.
    pub data: &'a Data,
    /// New or edited.
    pub mode: Mode,
    /// Record date.
    pub on: Date,
}

impl Desk<'_> {
    /// "AREA/KIND[@DATE]" ("085/ubnd", "xã Bản Phố/cap-uy"): the organ as of a record's date.
    pub fn organ(&self, text: &str, name: Option<&str>, on: Date) -> Result<OrganRow> {
        let bad = || {
            refused(
                Problem::error("bad-organ", format!("“{text}” không phải ĐƠN-VỊ/CƠ-QUAN"))
                    .field("organ")
                    .hint("ví dụ 085/ubnd, “xã Bản Phố/cap-uy”; các loại cơ quan xem trong danh mục"),
            )
        };
        let at = |p: Problem| refused(p.field("organ"));
        let (area, kind) = text.rsplit_once('/').ok_or_else(bad)?;
        let (kind, on_tree) = match kind.split_once('@') {
            Some((kind, date)) => (kind, parse_date(date).map_err(at)?),
            None => (kind, on),
        };
        let area = self.store.units().resolve(area.trim(), on_tree).map_err(at)?;
        let found = match name {
            Some(name) => self.store.organ_named(area, kind.trim(), name, on),
            None => self.store.organ(area, kind.trim(), on),
        };
        found.map_err(|e| each(e, |p| p.field("organ")))
    }

    /// An organ by its key.
    pub fn organ_of(&self, id: OrganId) -> Result<OrganRow> {
        let missing = || refused(Problem::error("unknown-organ", format!("Không có cơ quan số {id}")));
        self.store.organ_by_id(id)?.ok_or_else(missing)
    }

    /// An entry by what the user typed; one that the actor may not read is refused as if it were not there.
    pub fn entry(&self, id: &str) -> Result<Entry> {
        let parsed = EntryId::parse(id).ok_or_else(|| {
            refused(
                Problem::error("bad-id", format!("“{id}” không phải mã mục"))
                    .hint("mã mục hiện khi thêm mục, và trong danh sách các mục"),
            )
        })?;
        match &self.reach {
            Some(reach) => self.store.entry_readable(&parsed, reach),
            None => self.store.entry(&parsed),
        }
    }

    /// Checks an entry's data and the right to write it. What the role may not see is told of without its content.
    pub fn check(&self, draft: &Draft<'_>) -> Result<Checked> {
        let pinned = self.store.pinned()?;
        let units = self.store.units();
        let owner = self.store.owner(draft.organ, draft.on)?;
        let may = self.actor.may_write(&units, draft.organ.area, owner.he, draft.on, self.today);
        may.map_err(refused)?;
        let lookup = StoreLookup { store: self.store, area: draft.organ.area };
        let context = Context {
            catalogue: &pinned.catalogue,
            register: draft.register,
            owner: &owner,
            today: self.today,
            mode: draft.mode,
            lookup: &lookup,
        };
        let mut new_id = || (self.new_id)().to_string();
        let seen = |list| hidden::covered(draft.register, self.actor.role, list);
        match check_entry(&context, draft.data, &mut new_id) {
            Ok(checked) => Ok(Checked { warnings: seen(checked.warnings), ..checked }),
            Err(problems) => Err(StoreError::Refused(seen(problems))),
        }
    }

    /// The state a new entry is recorded in: the initial one for a draft; otherwise, when the initial state posts nothing
    /// and there is just one way on for this role, the state it leads to.
    pub fn first_state(&self, register: &Register, data: &Data, draft: bool) -> Result<String> {
        let initial = register.initial_state();
        let posts = register.postings.iter().any(|p| p.states.iter().any(|s| s == initial));
        let role = self.actor.role;
        match &steps(register, initial, role)[..] {
            [way] if !draft && !posts => transition(register, initial, &way.slug, role, data, None)
                .map_err(|p| refused(p.hint("bổ sung các trường ấy, hoặc giữ làm bản nháp"))),
            _ => Ok(initial.to_string()),
        }
    }

    /// Refuses whoever may not write this entry's records.
    pub fn refuse_stranger(&self, entry: &Entry) -> Result<()> {
        let organ = self.organ_of(entry.organ)?;
        let owner = self.store.owner(&organ, entry.record_date)?;
        let units = self.store.units();
        self.actor.may_write(&units, organ.area, owner.he, entry.record_date, self.today).map_err(refused)
    }

    /// Refuses when the actor may not edit the entry as it stands: a stranger's, a locked or a struck-out one.
    pub fn refuse_edit(&self, entry: &Entry) -> Result<()> {
        self.refuse_stranger(entry)?;
        if entry.voided {
            return Err(refused(Problem::error("entry-void", "Mục này đã bị hủy, không sửa được")));
        }
        let pinned = self.store.pinned()?;
        editable(register(&pinned.catalogue, &entry.register)?, &entry.state, self.actor.role).map_err(refused)
    }

    /// The steps that the actor may take with an entry now; none with a stranger's or a struck-out one.
    pub fn steps(&self, entry: &Entry) -> Result<Vec<Transition>> {
        match self.refuse_stranger(entry) {
            Ok(()) if entry.voided => return Ok(Vec::new()),
            Ok(()) => {}
            Err(StoreError::Refused(_)) => return Ok(Vec::new()),
            Err(other) => return Err(other),
        }
        let pinned = self.store.pinned()?;
        let register = register(&pinned.catalogue, &entry.register)?;
        Ok(steps(register, &entry.state, self.actor.role).into_iter().cloned().collect())
    }

    /// The data of an entry of a register as the actor's role may see it.
    pub fn visible(&self, slug: &str, data: &Data) -> Result<Data> {
        let pinned = self.store.pinned()?;
        Ok(register(&pinned.catalogue, slug)?.visible(data, self.actor.role))
    }

    /// The names of what entries refer to, as of a date.
    pub fn names(&self, on: Date) -> StoreNames<'_> {
        StoreNames { desk: self, on }
    }

    /// A unit by code or name as it was on a date.
    pub(crate) fn area(&self, text: &str, on: Date) -> Result<domain::ids::UnitId> {
        all(self.store.units().resolve(text, on).map_err(|p| vec![p.field("area")]))
    }
}
