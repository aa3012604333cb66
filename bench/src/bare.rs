//! The alternative without roll-ups: the same transaction, entry, history and postings as the store writes, but no cell.
//! A database written to in this way does not balance any more; it is measured last and thrown away.

use domain::calendar::{day_number, half_month};
use domain::ledger::{Dims, Total};
use domain::registers::{Checked, Owner, postings};
use std::collections::BTreeMap;
use store::db::{Conn, Val};
use store::people::OrganRow;
use store::registers::Write;
use store::{Pinned, Result, Store, StoreError};

/// The rows of one transaction.
#[derive(Default)]
struct Rows {
    entries: Vec<Val>,
    versions: Vec<Val>,
    postings: Vec<Val>,
    dimsets: BTreeMap<i64, String>,
}

/// Keys of dimension sets by their JSON, as the database has them.
pub type DimsetKeys = BTreeMap<String, i64>;

/// Reads the keys.
pub fn dimset_keys(store: &Store) -> Result<DimsetKeys> {
    let rows = store.read(|conn| conn.query("SELECT dims, id FROM dimset", &[]))?;
    rows.iter().map(|r| Ok((r.text(0)?.to_string(), r.int(1)?))).collect()
}

/// Writes new entries in one transaction, without roll-ups.
pub fn apply(store: &Store, keys: &DimsetKeys, writes: &[Write]) -> Result<()> {
    let pinned = store.pinned()?;
    store.write(|conn| {
        let tx = conn.first(
            "INSERT INTO tx (at, actor, what) VALUES ($1, $2, $3) RETURNING seq",
            &["1970-01-01T00:00:00Z".into(), "đo tốc độ".into(), "ghi để đo".into()],
        )?;
        let tx = tx.ok_or_else(|| StoreError::Database("no transaction number".into()))?.int(0)?;
        let mut numbers = numbers(conn, writes)?;
        let mut rows = Rows::default();
        for write in writes {
            if let Write::Add { id, register, organ, area, checked, state, .. } = write {
                let year = i64::from(checked.record_date.year());
                let number = numbers.entry((register.clone(), organ.id.0, year)).or_default();
                *number += 1;
                let head: [Val; 8] = [
                    id.as_str().into(),
                    register.into(),
                    organ.id.0.into(),
                    area.0.into(),
                    checked.record_date.to_string().into(),
                    year.into(),
                    (*number).into(),
                    state.into(),
                ];
                rows.entry(&pinned, tx, head, id.as_str(), checked, state)?;
                let owner = store.owner(organ, checked.record_date)?;
                rows.post(&pinned, keys, tx, (id.as_str(), register, organ, state), &owner, checked)?;
            }
        }
        rows.write(conn)
    })
}

/// Reserves running numbers; returns the last number before them.
fn numbers(conn: &mut Conn, writes: &[Write]) -> Result<BTreeMap<(String, i64, i64), i64>> {
    let mut wanted: BTreeMap<(String, i64, i64), i64> = BTreeMap::new();
    for write in writes {
        if let Write::Add { register, organ, checked, .. } = write {
            *wanted.entry((register.clone(), organ.id.0, checked.record_date.year().into())).or_default() += 1;
        }
    }
    for ((register, organ, year), n) in &mut wanted {
        let last = conn.first(
            "INSERT INTO counter (register, organ, year, last) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (register, organ, year) DO UPDATE SET last = counter.last + excluded.last RETURNING last",
            &[register.as_str().into(), (*organ).into(), (*year).into(), (*n).into()],
        )?;
        *n = last.ok_or_else(|| StoreError::Database("no running number".into()))?.int(0)? - *n;
    }
    Ok(wanted)
}

impl Rows {
    fn entry(
        &mut self,
        pinned: &Pinned,
        tx: i64,
        head: [Val; 8],
        id: &str,
        checked: &Checked,
        state: &str,
    ) -> Result<()> {
        let data = serde_json::to_string(&checked.data)?;
        self.entries.extend(head);
        self.entries.extend([
            1i64.into(),
            (&pinned.hash).into(),
            (&checked.title).into(),
            (&checked.search).into(),
            Val::Null,
            Val::Null,
            0i64.into(),
            (&data).into(),
            tx.into(),
            tx.into(),
        ]);
        self.versions.extend([id.into(), 1i64.into(), tx.into(), "add".into(), state.into(), data.into(), "".into()]);
        Ok(())
    }

    fn post(
        &mut self,
        pinned: &Pinned,
        keys: &DimsetKeys,
        tx: i64,
        (id, register, organ, state): (&str, &str, &OrganRow, &str),
        owner: &Owner,
        checked: &Checked,
    ) -> Result<()> {
        let catalogue = &pinned.catalogue;
        let definition = catalogue.registers.get(register);
        let definition = definition.ok_or_else(|| StoreError::Database(format!("no register {register}")))?;
        for draft in postings(catalogue, definition, owner, &checked.data, state).map_err(StoreError::Refused)? {
            let mut dims: Dims = draft.dims;
            dims.insert("cap".into(), owner.cap.slug().into());
            dims.insert("he".into(), owner.he.slug().into());
            dims.insert("co-quan".into(), owner.co_quan.clone());
            let text = serde_json::to_string(&dims)?;
            let key = *keys.get(&text).ok_or_else(|| StoreError::Database(format!("a new dimension set {text}")))?;
            self.dimsets.insert(key, text);
            let total = Total::of(draft.amount, 1);
            self.postings.extend([
                tx.into(),
                id.into(),
                draft.rule.into(),
                pinned.measure(&draft.measure)?.into(),
                organ.area.0.into(),
                day_number(checked.record_date).into(),
                day_number(draft.date).into(),
                half_month(draft.date).into(),
                key.into(),
                draft.member.into(),
                total.scaled.into(),
                total.postings.into(),
                total.over.into(),
                total.under.into(),
                total.pending.into(),
                Val::Null,
            ]);
        }
        Ok(())
    }

    fn write(self, conn: &mut Conn) -> Result<()> {
        conn.insert_many(
            "INSERT INTO entry (id, register, organ, area, record_date, year, number, state, version, catalogue, title, search, \
             identity, import_key, voided, data, created_tx, updated_tx) VALUES",
            "",
            18,
            &self.entries,
        )?;
        let head = "INSERT INTO entry_version (entry, version, tx, action, state, data, note) VALUES";
        conn.insert_many(head, "", 7, &self.versions)?;
        let dimsets: Vec<Val> = self.dimsets.into_iter().flat_map(|(id, dims)| [id.into(), dims.into()]).collect();
        conn.insert_many("INSERT INTO dimset (id, dims) VALUES", " ON CONFLICT DO NOTHING", 2, &dimsets)?;
        conn.insert_many(
            "INSERT INTO posting (tx, entry, line, measure, area, tree_day, day, half, dimset, member, qty, n, n_over, n_under, \
             n_pending, reverses) VALUES",
            "",
            16,
            &self.postings,
        )
    }
}
