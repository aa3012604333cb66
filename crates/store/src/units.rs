//! Units in time, in the database.

use crate::db::{Conn, Db, Row, Val};
use crate::error::{Result, StoreError};
use crate::{Actor, Store, begin_tx};
use domain::calendar::{BEGINNING, OPEN_END, day_number};
use domain::ids::UnitId;
use domain::problem::Problem;
use domain::units::{Facts, Kind, Level, Part, Succession, SuccessionKind, Units, Version};
use domain::{Date, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

const VERSION_HEAD: &str = "INSERT INTO unit_version (unit, seq, from_date, to_date, code, name, full_name, kind, level, parent, alt_names, added_tx) VALUES";
const SUCCESSION_HEAD: &str =
    "INSERT INTO succession (old_unit, new_unit, on_date, kind, part, legal_ref, added_tx) VALUES";

/// A word stored for a small closed set: the kebab-case slug that serde gives it.
fn word<T: serde::Serialize>(value: &T) -> Result<Val> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(s) => Ok(Val::Text(s)),
        other => Err(StoreError::Database(format!("không phải một từ: {other}"))),
    }
}

/// The value of a stored word.
fn from_word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    Ok(serde_json::from_value(serde_json::Value::String(text.to_string()))?)
}

fn read_date(text: Option<&str>) -> Result<Option<Date>> {
    text.map(|t| t.parse::<Date>().map_err(|e| StoreError::Database(format!("ngày “{t}”: {e}")))).transpose()
}

/// Loads the units; an empty store has none.
pub(crate) fn load(db: &Db) -> Result<Units> {
    let facts = db.read(|conn| {
        let versions = conn.query(
            "SELECT unit, from_date, to_date, code, name, full_name, kind, level, parent, alt_names FROM unit_version ORDER BY unit, seq",
            &[],
        )?;
        let versions = versions.iter().map(read_version).collect::<Result<Vec<_>>>()?;
        let rows = conn.query(
            "SELECT old_unit, new_unit, on_date, kind, part, legal_ref FROM succession ORDER BY on_date, old_unit, new_unit",
            &[],
        )?;
        let successions = rows.iter().map(read_succession).collect::<Result<Vec<_>>>()?;
        let row = conn.first("SELECT value FROM meta WHERE key = 'units.incomplete-before'", &[])?;
        let incomplete_before = read_date(row.as_ref().map(|r| r.text(0)).transpose()?)?;
        Ok(Facts { versions, successions, incomplete_before })
    })?;
    Units::build(facts).map_err(StoreError::Refused)
}

fn read_version(row: &Row) -> Result<Version> {
    Ok(Version {
        unit: UnitId(row.int(0)?),
        from: read_date(row.opt_text(1)?)?,
        to: read_date(row.opt_text(2)?)?,
        code: row.text(3)?.to_string(),
        name: row.text(4)?.to_string(),
        full_name: row.text(5)?.to_string(),
        kind: from_word::<Kind>(row.text(6)?)?,
        level: from_word::<Level>(row.text(7)?)?,
        parent: row.opt_int(8)?.map(UnitId),
        alt_names: row.text(9)?.split('|').filter(|s| !s.is_empty()).map(str::to_string).collect(),
    })
}

fn read_succession(row: &Row) -> Result<Succession> {
    Ok(Succession {
        old: UnitId(row.int(0)?),
        new: UnitId(row.int(1)?),
        on: read_date(Some(row.text(2)?))?.unwrap_or(BEGINNING),
        kind: from_word::<SuccessionKind>(row.text(3)?)?,
        part: from_word::<Part>(row.text(4)?)?,
        legal_ref: row.text(5)?.to_string(),
    })
}

fn version_values(v: &Version, seq: i64, tx: Option<i64>) -> Result<Vec<Val>> {
    let date = |d: Option<Date>| Val::from(d.map(|d| d.to_string()));
    Ok(vec![
        v.unit.0.into(),
        seq.into(),
        date(v.from),
        date(v.to),
        (&v.code).into(),
        (&v.name).into(),
        (&v.full_name).into(),
        word(&v.kind)?,
        word(&v.level)?,
        v.parent.map(|p| p.0).into(),
        v.alt_names.join("|").into(),
        tx.into(),
    ])
}

fn succession_values(s: &Succession, tx: Option<i64>) -> Result<Vec<Val>> {
    Ok(vec![
        s.old.0.into(),
        s.new.0.into(),
        s.on.to_string().into(),
        word(&s.kind)?,
        word(&s.part)?,
        (&s.legal_ref).into(),
        tx.into(),
    ])
}

/// Who lay under whom, when: one row per ancestor, unit and stretch of days. A unit is under itself.
pub(crate) fn under_rows(units: &Units) -> BTreeMap<(i64, i64, i64), i64> {
    fn rows_of(units: &Units, unit: UnitId, memo: &mut BTreeMap<UnitId, Vec<(UnitId, i64, i64)>>, depth: u8) {
        if memo.contains_key(&unit) || depth > 16 {
            return;
        }
        let mut rows = Vec::new();
        for v in units.versions(unit) {
            let (from, to) = (day_number(v.from.unwrap_or(BEGINNING)), day_number(v.to.unwrap_or(OPEN_END)));
            rows.push((unit, from, to));
            if let Some(parent) = v.parent {
                rows_of(units, parent, memo, depth + 1);
                let above = memo.get(&parent).cloned().unwrap_or_default();
                rows.extend(above.into_iter().filter_map(|(a, f, t)| {
                    let (f, t) = (f.max(from), t.min(to));
                    (f <= t).then_some((a, f, t))
                }));
            }
        }
        memo.insert(unit, rows);
    }
    let mut memo = BTreeMap::new();
    let mut out = BTreeMap::new();
    for unit in units.ids() {
        rows_of(units, unit, &mut memo, 0);
        for (ancestor, from, to) in memo.get(&unit).into_iter().flatten() {
            out.insert((ancestor.0, unit.0, *from), *to);
        }
    }
    out
}

/// How often another program's units are looked for, at most.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Which units are in memory, and when it was last seen whether another program has written others.
pub(crate) struct UnitsSeen {
    generation: String,
    looked: Instant,
}

impl UnitsSeen {
    /// As the database has them now.
    pub fn now(db: &Db) -> Result<Self> {
        Ok(UnitsSeen { generation: db.read(generation)?, looked: Instant::now() })
    }
}

/// Grows whenever units are written.
fn generation(conn: &mut Conn) -> Result<String> {
    let row = conn.first("SELECT value FROM meta WHERE key = 'units.generation'", &[])?;
    row.map_or_else(|| Ok(String::new()), |r| r.text(0).map(str::to_string))
}

fn next_generation(conn: &mut Conn) -> Result<String> {
    conn.exec(
        "INSERT INTO meta (key, value) VALUES ('units.generation', '1') ON CONFLICT (key) DO UPDATE SET \
         value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)",
        &[],
    )?;
    generation(conn)
}

fn write_under(conn: &mut Conn, units: &Units, progress: &mut dyn FnMut(usize, usize)) -> Result<()> {
    conn.exec("DELETE FROM unit_under", &[])?;
    let rows = under_rows(units);
    let total = rows.len();
    let values: Vec<[Val; 4]> =
        rows.into_iter().map(|((a, u, f), t)| [a.into(), u.into(), f.into(), t.into()]).collect();
    for (done, chunk) in values.chunks(4096).enumerate() {
        conn.insert_many("INSERT INTO unit_under (ancestor, unit, from_day, to_day) VALUES", "", 4, &chunk.concat())?;
        progress((done * 4096 + chunk.len()).min(total), total);
    }
    Ok(())
}

impl Store {
    /// Loads the units into an empty store. `progress` is told (done, total) rows.
    pub fn load_units(
        &self,
        facts: Facts,
        who: &Actor,
        at: Timestamp,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<()> {
        let units = Units::build(facts).map_err(StoreError::Refused)?;
        let generation = self.write(|conn| {
            if conn.first("SELECT unit FROM unit_version LIMIT 1", &[])?.is_some() {
                return Err(StoreError::refused(Problem::error(
                    "units-loaded",
                    "Cơ sở dữ liệu này đã có danh sách đơn vị",
                )));
            }
            begin_tx(conn, who, at, "nạp đơn vị hành chính")?;
            let facts = units.facts();
            let mut seq: BTreeMap<UnitId, i64> = BTreeMap::new();
            let mut values = Vec::with_capacity(facts.versions.len() * 12);
            for v in &facts.versions {
                let n = seq.entry(v.unit).or_insert(0);
                *n += 1;
                values.extend(version_values(v, *n, None)?);
            }
            conn.insert_many(VERSION_HEAD, "", 12, &values)?;
            let mut values = Vec::with_capacity(facts.successions.len() * 7);
            for s in &facts.successions {
                values.extend(succession_values(s, None)?);
            }
            conn.insert_many(SUCCESSION_HEAD, "", 7, &values)?;
            if let Some(date) = facts.incomplete_before {
                conn.exec(
                    "INSERT INTO meta (key, value) VALUES ('units.incomplete-before', $1)",
                    &[date.to_string().into()],
                )?;
            }
            write_under(conn, &units, progress)?;
            next_generation(conn)
        })?;
        self.replace_units(units, generation);
        Ok(())
    }

    /// Adds a historical unit that the shipped list lacks, with what it became. Its id is chosen here. Records already
    /// posted keep their places: a unit that is new to the system has none yet.
    pub fn add_unit(
        &self,
        mut version: Version,
        became: Vec<(UnitId, Succession)>,
        who: &Actor,
        at: Timestamp,
    ) -> Result<UnitId> {
        // Another program may have added one since this one looked.
        let before = load(&self.db)?;
        let id = UnitId(before.ids().map(|u| u.0).max().unwrap_or(1) + 1);
        version.unit = id;
        let successions: Vec<Succession> =
            became.into_iter().map(|(new, s)| Succession { old: id, new, ..s }).collect();
        let mut facts = before.facts().clone();
        facts.versions.push(version.clone());
        facts.successions.extend(successions.clone());
        let units = Units::build(facts).map_err(StoreError::Refused)?;
        let generation = self.write(|conn| {
            let tx = begin_tx(conn, who, at, "thêm đơn vị cũ")?;
            if conn.first("SELECT 1 FROM unit_version WHERE unit = $1", &[id.0.into()])?.is_some() {
                let problem = Problem::error("units-changed", "Người khác vừa thêm một đơn vị");
                return Err(StoreError::refused(problem.hint("thử lại")));
            }
            conn.insert_many(VERSION_HEAD, "", 12, &version_values(&version, 1, Some(tx))?)?;
            for s in &successions {
                conn.insert_many(SUCCESSION_HEAD, "", 7, &succession_values(s, Some(tx))?)?;
            }
            write_under(conn, &units, &mut |_, _| {})?;
            next_generation(conn)
        })?;
        self.replace_units(units, generation);
        Ok(id)
    }

    fn replace_units(&self, units: Units, generation: String) {
        *self.units.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(units);
        let mut seen = self.units_seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = UnitsSeen { generation, looked: Instant::now() };
    }

    /// Takes up units that another program has written since; looks at most once a second. Who finds somebody else
    /// looking goes on with what there is, and so does who cannot look now.
    pub(crate) fn refresh_units(&self) {
        let Ok(mut seen) = self.units_seen.try_lock() else { return };
        if seen.looked.elapsed() < LOOK_EVERY {
            return;
        }
        seen.looked = Instant::now();
        let Ok(now) = self.db.read(generation) else { return };
        if now == seen.generation {
            return;
        }
        if let Ok(units) = load(&self.db) {
            *self.units.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(units);
            seen.generation = now;
            self.forget_answers();
        }
    }
}
