//! The organs that have been used, for who keeps their list; and bodies with names of their own.

use super::read_organ;
use crate::error::{Result, StoreError};
use crate::people::OrganRow;
use crate::{Actor, Store, begin_tx};
use domain::clock::{Clock, FixedClock};
use domain::ids::{OrganId, UnitId};
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::text::{fold, tidy};
use domain::{Date, Timestamp};
use std::collections::BTreeMap;

/// Longest name of a body, in characters.
const NAME_MAX: usize = 200;

/// Which organs to list. Empty parts do not restrict.
#[derive(Debug, Clone, Default)]
pub struct OrganFilter {
    /// Area and everything that ever lay under it.
    pub under: Option<UnitId>,
    /// Words of its name, with or without diacritics.
    pub words: Option<String>,
    /// How many at most; 100 when not positive.
    pub limit: i64,
    /// How many to skip.
    pub offset: i64,
}

/// An organ with how much it has written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganLine {
    /// The organ.
    pub organ: OrganRow,
    /// What it is called on the date asked about, or was last called.
    pub name: String,
    /// Its hierarchy; `None` when the catalogue in use no longer has its kind.
    pub he: Option<Hierarchy>,
    /// Entries that it owns, struck-out ones too.
    pub entries: i64,
}

impl Store {
    /// Organs that have been used, by area and name, with how many there are in all.
    pub fn organ_list(&self, filter: &OrganFilter, on: Date) -> Result<(Vec<OrganLine>, i64)> {
        let under = filter.under.map_or_else(String::new, |unit| {
            format!("WHERE area IN (SELECT unit FROM unit_under WHERE ancestor = {unit})")
        });
        let (rows, counts) = self.read(|conn| {
            let rows = conn.query(&format!("SELECT id, area, kind, name FROM organ {under} ORDER BY id"), &[])?;
            Ok((rows, conn.query("SELECT organ, COUNT(*) FROM entry GROUP BY organ", &[])?))
        })?;
        let counts = counts.iter().map(|r| Ok((r.int(0)?, r.int(1)?))).collect::<Result<BTreeMap<_, _>>>()?;
        let pinned = self.pinned()?;
        let words = fold(filter.words.as_deref().unwrap_or_default());
        let mut lines = Vec::new();
        for row in &rows {
            let organ = read_organ(row)?;
            let name = self.organ_name(&organ, on)?;
            let folded = fold(&name);
            if words.split(' ').all(|w| folded.contains(w)) {
                let he = pinned.catalogue.organ_kinds.get(&organ.kind).map(|k| k.he);
                let entries = counts.get(&organ.id.0).copied().unwrap_or(0);
                lines.push(OrganLine { organ, name, he, entries });
            }
        }
        let units = self.units();
        let level = |area| units.nearest_version(area, on).map(|v| (v.level, v.code.clone()));
        lines.sort_by_cached_key(|l| (level(l.organ.area), l.name.clone(), l.organ.id));
        let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let skip = usize::try_from(filter.offset.max(0)).unwrap_or(usize::MAX);
        let take = if filter.limit > 0 { usize::try_from(filter.limit).unwrap_or(usize::MAX) } else { 100 };
        Ok((lines.into_iter().skip(skip).take(take).collect(), count))
    }

    /// The bodies that have names of their own, by key.
    pub fn own_name_organs(&self) -> Result<Vec<OrganRow>> {
        let sql = "SELECT id, area, kind, name FROM organ WHERE name <> '' ORDER BY id";
        self.read(|conn| conn.query(sql, &[]))?.iter().map(read_organ).collect()
    }

    /// Gives a body with a name of its own another one. Refused for an organ that the catalogue's rules name, for a name
    /// that is taken, and to who may not write for it.
    pub fn rename_organ(&self, who: &Actor, at: Timestamp, id: OrganId, name: &str) -> Result<()> {
        let name = tidy(name);
        let organ = self
            .organ_by_id(id)?
            .ok_or_else(|| StoreError::refused(Problem::error("unknown-organ", format!("Không có cơ quan số {id}"))))?;
        if organ.name.is_empty() {
            let problem =
                Problem::error("organ-named-by-rule", "Tên cơ quan này do danh mục đặt, không đổi riêng được");
            return Err(StoreError::refused(problem.hint("sửa quy tắc đặt tên trong danh mục")));
        }
        if name.is_empty() || name.chars().count() > NAME_MAX {
            let problem = Problem::error("bad-organ-name", format!("Tên cơ quan phải có từ 1 đến {NAME_MAX} ký tự"));
            return Err(StoreError::refused(problem.field("name")));
        }
        let pinned = self.pinned()?;
        if let Some(kind) = pinned.catalogue.organ_kinds.get(&organ.kind) {
            let today = FixedClock(at).today();
            let units = self.units();
            let on = units.clamp(organ.area, today);
            who.may_write(&units, organ.area, kind.he, on, today).map_err(StoreError::refused)?;
        }
        self.write(|conn| {
            begin_tx(conn, who, at, "đổi tên cơ quan")?;
            conn.exec("UPDATE organ SET name = $2 WHERE id = $1", &[id.0.into(), (&name).into()])
                .map_err(|e| taken(e, &name))?;
            Ok(())
        })
    }
}

/// The refusal for a name that another body of the area has.
fn taken(e: StoreError, name: &str) -> StoreError {
    match &e {
        StoreError::Database(why) if why.contains("UNIQUE") || why.contains("(23505)") => StoreError::refused(
            Problem::error("organ-name-taken", format!("Địa bàn này đã có cơ quan tên “{name}”")).hint("đặt tên khác"),
        ),
        _ => e,
    }
}
