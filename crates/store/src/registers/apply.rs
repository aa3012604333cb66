//! Writing entries: everything of one call in one transaction, entries, history, postings and roll-ups together.

use super::holders::{files_in, remember_files};
use super::post::{Head, desired, standing};
use super::{Entry, entry_by_id, no_entry};
use crate::db::{Conn, Val};
use crate::due::{self, DueHead};
use crate::error::{Result, StoreError};
use crate::ledger::{Batch, Posting, take_shard};
use crate::organs::closed_unit;
use crate::people::{Actor, OrganRow};
use crate::{Pinned, Store, begin_tx};
use domain::ids::{EntryId, UnitId};
use domain::ledger::Total;
use domain::problem::Problem;
use domain::registers::{Checked, Data};
use domain::units::Units;
use domain::{Date, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// One thing to write.
#[derive(Debug, Clone)]
pub enum Write {
    /// A new entry.
    Add {
        /// Key, chosen by the caller: sending the same one twice adds nothing.
        id: EntryId,
        /// Register slug.
        register: String,
        /// Owner.
        organ: OrganRow,
        /// Area in which it counts: the owner's, or one inside it.
        area: UnitId,
        /// Checked data.
        checked: Checked,
        /// State to begin in.
        state: String,
        /// Key of the import row.
        import_key: Option<String>,
    },
    /// New data or a new state for an entry.
    Change {
        /// Entry.
        id: EntryId,
        /// The version the change was made from; refused when it is not the present one.
        given: i64,
        /// Checked data.
        checked: Checked,
        /// State after the change.
        state: String,
        /// "edit" or the transition's slug.
        action: String,
        /// Reason or note.
        note: String,
    },
    /// Strikes an entry out: its postings are reversed, its history stays.
    Void {
        /// Entry.
        id: EntryId,
        /// The version it was seen in.
        given: i64,
        /// Reason.
        reason: String,
    },
    /// Assigns an entry of a split unit to one successor, or takes that back.
    Assign {
        /// Entry.
        id: EntryId,
        /// The version it was seen in.
        given: i64,
        /// Successor.
        unit: Option<UnitId>,
        /// Reason.
        reason: String,
    },
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Entry.
    pub id: EntryId,
    /// Version that stands now.
    pub version: i64,
    /// Running number in its register, organ and year.
    pub number: i64,
    /// Whether anything changed.
    pub changed: bool,
}

/// What the writing of one call shares.
struct Work<'a> {
    conn: &'a mut Conn,
    units: &'a Units,
    pinned: &'a Pinned,
    tx: i64,
    batch: Batch,
    entries: Vec<Val>,
    versions: Vec<Val>,
    dues: Vec<Val>,
    held: Vec<(String, EntryId)>,
    identities: HashSet<(String, String)>,
    /// Entries whose postings were settled; a second time would not see what the first has gathered.
    settled: HashSet<EntryId>,
}

const ENTRY_HEAD: &str = "INSERT INTO entry (id, register, organ, area, record_date, year, number, state, version, catalogue, title, \
     search, identity, import_key, voided, data, created_tx, updated_tx) VALUES";
const VERSION_HEAD: &str = "INSERT INTO entry_version (entry, version, tx, action, state, data, note) VALUES";

type CounterKey = (String, i64, i64);

impl Store {
    /// Writes all or nothing. `what` names the call in the transaction log.
    pub fn apply(&self, who: &Actor, at: Timestamp, what: &str, writes: &[Write]) -> Result<Vec<Done>> {
        let pinned = self.pinned()?;
        let units = self.units();
        self.refuse_early(&units, &pinned, writes)?;
        self.write(|conn| {
            let tx = begin_tx(conn, who, at, what)?;
            let shard = take_shard(conn)?;
            let mut numbers = take_numbers(conn, writes)?;
            let mut work = Work {
                conn,
                units: &units,
                pinned: &pinned,
                tx,
                batch: Batch::new(tx, shard),
                entries: Vec::new(),
                versions: Vec::new(),
                dues: Vec::new(),
                held: Vec::new(),
                identities: HashSet::new(),
                settled: HashSet::new(),
            };
            let mut done = Vec::with_capacity(writes.len());
            for write in writes {
                done.push(work.one(self, write, &mut numbers)?);
            }
            let Work { conn, batch, entries, versions, dues, held, .. } = work;
            conn.insert_many(ENTRY_HEAD, "", 18, &entries).map_err(on_constraint)?;
            conn.insert_many(VERSION_HEAD, "", 7, &versions)?;
            due::write(conn, &dues)?;
            remember_files(conn, &held)?;
            batch.flush(conn)?;
            Ok(done)
        })
    }

    /// What can be refused without a transaction: units and organs that were not there on the record's date.
    fn refuse_early(&self, units: &Units, pinned: &Pinned, writes: &[Write]) -> Result<()> {
        let mut problems = BTreeMap::new();
        for write in writes {
            if let Write::Add { organ, area, checked, register, .. } = write {
                let on = checked.record_date;
                let key = (organ.id, *area, on);
                if problems.contains_key(&key) {
                    continue;
                }
                problems.insert(key, refuse_place(units, pinned, register, organ, *area, on));
            }
        }
        let problems: Vec<Problem> = problems.into_values().flatten().collect();
        if problems.is_empty() { Ok(()) } else { Err(StoreError::Refused(problems)) }
    }
}

/// Whether an organ may own an entry of this date in this area.
fn refuse_place(
    units: &Units,
    pinned: &Pinned,
    register: &str,
    organ: &OrganRow,
    area: UnitId,
    on: Date,
) -> Option<Problem> {
    let Some(version) = units.version_on(organ.area, on) else { return Some(closed_unit(units, organ.area, on)) };
    if let Err(problem) = pinned.catalogue.organ_kinds.exists_at(&organ.kind, version, on) {
        return Some(problem);
    }
    if !units.alive(area, on) {
        return Some(closed_unit(units, area, on));
    }
    if area != organ.area && !units.ancestors_on(area, on).contains(&organ.area) {
        return Some(
            Problem::error("area-outside", format!("{} không thuộc {}", units.label(area), units.label(organ.area)))
                .hint("chọn địa bàn của cơ quan hoặc một đơn vị nằm trong đó"),
        );
    }
    if !pinned.catalogue.registers.contains_key(register) {
        return Some(Problem::error("unknown-register", format!("Danh mục không có sổ “{register}”")));
    }
    None
}

/// Reserves running numbers for all new entries, in key order so that two writers never wait for each other crosswise.
fn take_numbers(conn: &mut Conn, writes: &[Write]) -> Result<BTreeMap<CounterKey, i64>> {
    let mut wanted: BTreeMap<CounterKey, i64> = BTreeMap::new();
    for write in writes {
        if let Write::Add { register, organ, checked, .. } = write {
            *wanted.entry((register.clone(), organ.id.0, checked.record_date.year().into())).or_default() += 1;
        }
    }
    let mut next = BTreeMap::new();
    for ((register, organ, year), n) in wanted {
        let last = next_number(conn, &register, organ, year, n)?;
        next.insert((register, organ, year), last - n + 1);
    }
    Ok(next)
}

/// Takes `n` running numbers; returns the last of them.
fn next_number(conn: &mut Conn, register: &str, organ: i64, year: i64, n: i64) -> Result<i64> {
    let row = conn.first(
        "INSERT INTO counter (register, organ, year, last) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (register, organ, year) DO UPDATE SET last = counter.last + excluded.last RETURNING last",
        &[register.into(), organ.into(), year.into(), n.into()],
    )?;
    row.ok_or_else(|| StoreError::Database("không cấp được số thứ tự".into()))?.int(0)
}

/// Turns a constraint's name into what the user did.
fn on_constraint(e: StoreError) -> StoreError {
    match &e {
        StoreError::Database(why) if why.contains("entry_identity") || why.contains("entry.identity") => {
            // Somebody wrote the twin between our look and our write.
            StoreError::refused(twin(None))
        }
        StoreError::Database(why) if why.contains("import_key") => StoreError::refused(
            Problem::error("key-taken", "Khóa dòng nhập đã có mục khác dùng")
                .hint("nhập lại tệp: dòng đã có sẽ được cập nhật"),
        ),
        StoreError::Database(why) if why.contains("entry.id") || why.contains("entry_pkey") => {
            StoreError::refused(Problem::error("entry-exists", "Mục này đã được ghi rồi"))
        }
        _ => e,
    }
}

/// The refusal for an entry that the register has already.
fn twin(which: Option<&str>) -> Problem {
    let which = which.map_or_else(String::new, |w| format!(": {w}"));
    Problem::error("duplicate-entry", format!("Sổ đã có mục này{which}"))
        .hint("mở mục đã có để bổ sung, không ghi lần nữa")
}

impl Work<'_> {
    fn one(&mut self, store: &Store, write: &Write, numbers: &mut BTreeMap<CounterKey, i64>) -> Result<Done> {
        match write {
            Write::Add { id, register, organ, area, checked, state, import_key } => {
                let year = i64::from(checked.record_date.year());
                let slot = numbers.get_mut(&(register.clone(), organ.id.0, year));
                let number = slot.map_or(0, |n| std::mem::replace(n, *n + 1));
                let owner = store.owner(organ, checked.record_date)?;
                self.refuse_twin(register, checked.identity.as_deref(), id)?;
                self.push_entry(id, register, organ, *area, checked, state, import_key.as_deref(), number)?;
                self.push_version(id, 1, "add", state, &checked.data, "")?;
                let due = DueHead { id, register, organ: organ.id, area: *area, record_date: checked.record_date };
                self.dues.extend(due::values(&self.pinned.catalogue, &due, &checked.data));
                let head = Head { id, register, owner: &owner, area: *area, record_date: checked.record_date };
                let wanted = desired(
                    &self.pinned.catalogue,
                    self.pinned,
                    self.units,
                    &mut self.batch,
                    &head,
                    &checked.data,
                    state,
                )?;
                for (posting, total) in wanted {
                    self.batch.post(self.units, &posting, total, None)?;
                }
                Ok(Done { id: id.clone(), version: 1, number, changed: true })
            }
            Write::Change { id, given, checked, state, action, note } => {
                let old = self.lock(id, *given)?;
                if old.data == checked.data && old.state == *state && old.catalogue == self.pinned.hash {
                    return Ok(Done { id: id.clone(), version: old.version, number: old.number, changed: false });
                }
                self.refuse_twin(&old.register, checked.identity.as_deref(), id)?;
                let number = self.renumber(&old, checked.record_date)?;
                self.update(&old, checked, state, number)?;
                self.push_version(id, old.version + 1, action, state, &checked.data, note)?;
                self.redue(&old, checked)?;
                self.repost(store, &old, checked.record_date, &checked.data, state)?;
                Ok(Done { id: id.clone(), version: old.version + 1, number, changed: true })
            }
            Write::Void { id, given, reason } => {
                let old = self.lock(id, *given)?;
                self.conn.exec(
                    "UPDATE entry SET version = version + 1, voided = 1, updated_tx = $2 WHERE id = $1",
                    &[id.as_str().into(), self.tx.into()],
                )?;
                self.push_version(id, old.version + 1, "void", &old.state, &old.data, reason)?;
                due::clear(self.conn, id)?;
                self.settle(id, BTreeMap::new())?;
                Ok(Done { id: id.clone(), version: old.version + 1, number: old.number, changed: true })
            }
            Write::Assign { id, given, unit, reason } => {
                let old = self.lock(id, *given)?;
                self.refuse_assignment(&old, *unit)?;
                self.conn.exec(
                    "UPDATE entry SET version = version + 1, assigned = $2, updated_tx = $3 WHERE id = $1",
                    &[id.as_str().into(), unit.map(|u| u.0).into(), self.tx.into()],
                )?;
                // The history says where to: the entry itself holds only the last assignment.
                let note = unit.map_or_else(|| reason.clone(), |u| format!("→ {}: {reason}", self.units.label(u)));
                self.push_version(id, old.version + 1, "assign", &old.state, &old.data, &note)?;
                Ok(Done { id: id.clone(), version: old.version + 1, number: old.number, changed: true })
            }
        }
    }

    /// Reads the entry under a lock and refuses a stale or struck-out one.
    fn lock(&mut self, id: &EntryId, given: i64) -> Result<Entry> {
        // The update takes the row's lock on PostgreSQL; on SQLite the transaction is the only writer anyway.
        let touched = self.conn.exec("UPDATE entry SET version = version WHERE id = $1", &[id.as_str().into()])?;
        if touched == 0 {
            return Err(no_entry(id.as_str()));
        }
        let entry = entry_by_id(self.conn, id.as_str())?;
        if entry.version != given {
            return Err(StoreError::Stale { current: entry.version, given });
        }
        if entry.voided {
            return Err(StoreError::refused(Problem::error("entry-void", "Mục này đã bị hủy, không sửa được")));
        }
        Ok(entry)
    }

    fn refuse_twin(&mut self, register: &str, identity: Option<&str>, id: &EntryId) -> Result<()> {
        let Some(identity) = identity else { return Ok(()) };
        let found = self.conn.first(
            "SELECT title FROM entry WHERE register = $1 AND identity = $2 AND voided = 0 AND id <> $3",
            &[register.into(), identity.into(), id.as_str().into()],
        )?;
        let title = found.map(|r| r.text(0).map(str::to_string)).transpose()?;
        if title.is_none() && self.identities.insert((register.to_string(), identity.to_string())) {
            return Ok(());
        }
        Err(StoreError::refused(twin(Some(title.as_deref().unwrap_or("ghi hai lần trong cùng một tệp")))))
    }

    fn refuse_assignment(&self, old: &Entry, unit: Option<UnitId>) -> Result<()> {
        let Some(unit) = unit else { return Ok(()) };
        // Where its people went, as restating sees it: to one, and then there is nothing to decide; or to several.
        let rows: Vec<_> = self.units.became(old.area).into_iter().filter(|s| s.kind.ends()).collect();
        let whole = rows.iter().any(|s| s.part.takes_all_people());
        let people = rows.iter().any(|s| s.part.takes_people());
        let heirs: BTreeSet<UnitId> =
            rows.iter().filter(|s| !whole && (s.part.takes_people() || !people)).map(|s| s.new).collect();
        if heirs.len() > 1 && heirs.contains(&unit) {
            return Ok(());
        }
        let names: Vec<String> = heirs.iter().map(|u| self.units.label(*u)).collect();
        let text =
            format!("{} không phải nơi nhận một phần của {}", self.units.label(unit), self.units.label(old.area));
        let hint = if heirs.len() > 1 {
            format!("chọn một trong: {}", names.join(", "))
        } else {
            "đơn vị này không bị chia".into()
        };
        Err(StoreError::refused(Problem::error("bad-assignment", text).hint(hint)))
    }

    #[expect(clippy::too_many_arguments, reason = "one call per row, each argument a column")]
    fn push_entry(
        &mut self,
        id: &EntryId,
        register: &str,
        organ: &OrganRow,
        area: UnitId,
        checked: &Checked,
        state: &str,
        import_key: Option<&str>,
        number: i64,
    ) -> Result<()> {
        self.entries.extend([
            id.as_str().into(),
            register.into(),
            organ.id.0.into(),
            area.0.into(),
            checked.record_date.to_string().into(),
            i64::from(checked.record_date.year()).into(),
            number.into(),
            state.into(),
            1i64.into(),
            (&self.pinned.hash).into(),
            (&checked.title).into(),
            (&checked.search).into(),
            checked.identity.as_ref().into(),
            import_key.into(),
            0i64.into(),
            serde_json::to_string(&checked.data)?.into(),
            self.tx.into(),
            self.tx.into(),
        ]);
        Ok(())
    }

    fn push_version(
        &mut self,
        id: &EntryId,
        version: i64,
        action: &str,
        state: &str,
        data: &Data,
        note: &str,
    ) -> Result<()> {
        self.versions.extend([
            id.as_str().into(),
            version.into(),
            self.tx.into(),
            action.into(),
            state.into(),
            serde_json::to_string(data)?.into(),
            note.into(),
        ]);
        self.held.extend(files_in(data).into_keys().map(|sha256| (sha256, id.clone())));
        Ok(())
    }

    /// What was to be done by a date goes, and what is now comes in its place.
    fn redue(&mut self, old: &Entry, checked: &Checked) -> Result<()> {
        due::clear(self.conn, &old.id)?;
        let (id, register) = (&old.id, old.register.as_str());
        let head = DueHead { id, register, organ: old.organ, area: old.area, record_date: checked.record_date };
        self.dues.extend(due::values(&self.pinned.catalogue, &head, &checked.data));
        Ok(())
    }

    /// An entry that moves to another year takes a new number there.
    fn renumber(&mut self, old: &Entry, record_date: Date) -> Result<i64> {
        if old.record_date.year() == record_date.year() {
            return Ok(old.number);
        }
        next_number(self.conn, &old.register, old.organ.0, record_date.year().into(), 1)
    }

    fn update(&mut self, old: &Entry, checked: &Checked, state: &str, number: i64) -> Result<()> {
        self.conn.exec(
            "UPDATE entry SET version = version + 1, record_date = $2, year = $3, number = $4, state = $5, catalogue = $6, title = $7, \
             search = $8, identity = $9, data = $10, updated_tx = $11 WHERE id = $1",
            &[
                old.id.as_str().into(),
                checked.record_date.to_string().into(),
                i64::from(checked.record_date.year()).into(),
                number.into(),
                state.into(),
                (&self.pinned.hash).into(),
                (&checked.title).into(),
                (&checked.search).into(),
                checked.identity.as_ref().into(),
                serde_json::to_string(&checked.data)?.into(),
                self.tx.into(),
            ],
        )
        .map_err(on_constraint)?;
        Ok(())
    }

    fn repost(&mut self, store: &Store, old: &Entry, record_date: Date, data: &Data, state: &str) -> Result<()> {
        let organ = store.organ_by_id(old.organ)?.ok_or_else(|| StoreError::Database("mất cơ quan của mục".into()))?;
        if let Some(problem) = refuse_place(self.units, self.pinned, &old.register, &organ, old.area, record_date) {
            return Err(StoreError::refused(problem));
        }
        let owner = store.owner(&organ, record_date)?;
        let head = Head { id: &old.id, register: &old.register, owner: &owner, area: old.area, record_date };
        let wanted = desired(&self.pinned.catalogue, self.pinned, self.units, &mut self.batch, &head, data, state)?;
        self.settle(&old.id, wanted)
    }

    /// Makes exactly these postings stand for the entry: what stands otherwise is reversed, what is missing is posted.
    fn settle(&mut self, id: &EntryId, mut wanted: BTreeMap<Posting, Total>) -> Result<()> {
        if !self.settled.insert(id.clone()) {
            return Err(StoreError::refused(
                Problem::error("entry-twice", format!("Mục {id} được sửa hai lần trong cùng một lượt ghi"))
                    .hint("gộp hai lần sửa làm một, hoặc ghi thành hai lượt"),
            ));
        }
        for (posting, standing) in standing(self.conn, id.as_str())? {
            if wanted.get(&posting) == Some(&standing.total) {
                wanted.remove(&posting);
            } else {
                self.batch.post(self.units, &posting, standing.total.negated(), Some(standing.row))?;
            }
        }
        for (posting, total) in wanted {
            self.batch.post(self.units, &posting, total, None)?;
        }
        Ok(())
    }
}
