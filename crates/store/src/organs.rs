//! Organs, made on first use from the catalogue's dated rules.

use crate::error::{Result, StoreError};
use crate::people::OrganRow;
use crate::{Store, db::Row};
use domain::Date;
use domain::ids::{OrganId, UnitId};
use domain::problem::Problem;
use domain::units::Version;
use std::collections::{BTreeMap, BTreeSet};

mod list;

pub use list::{OrganFilter, OrganLine};

pub(crate) fn read_organ(row: &Row) -> Result<OrganRow> {
    Ok(OrganRow {
        id: OrganId(row.int(0)?),
        area: UnitId(row.int(1)?),
        kind: row.text(2)?.to_string(),
        name: row.text(3)?.to_string(),
    })
}

impl Store {
    /// The organ of a kind in an area, for a record of this date: refused when it did not exist then (the refusal says
    /// since when, until when, and what came after). It is written to the database on first use.
    pub fn organ(&self, area: UnitId, kind: &str, on: Date) -> Result<OrganRow> {
        self.organ_named(area, kind, "", on)
    }

    /// As [`Store::organ`], for a body with a name of its own (an organ kind that exists on request only).
    pub fn organ_named(&self, area: UnitId, kind: &str, name: &str, on: Date) -> Result<OrganRow> {
        let units = self.units();
        let pinned = self.pinned()?;
        let Some(version) = units.version_on(area, on) else {
            return Err(StoreError::refused(closed_unit(&units, area, on)));
        };
        pinned.catalogue.organ_kinds.exists_at(kind, version, on).map_err(StoreError::refused)?;
        let on_request = pinned.catalogue.organ_kinds.get(kind).is_some_and(|k| k.on_request);
        if on_request && name.is_empty() {
            return self.organ_set_up(area, kind);
        }
        let select = "SELECT id, area, kind, name FROM organ WHERE area = $1 AND kind = $2 AND name = $3";
        let args = [area.0.into(), kind.into(), name.into()];
        if let Some(row) = self.read(|c| c.first(select, &args))? {
            return read_organ(&row);
        }
        // A transaction of its own: a writer of entries never waits for another writer's new organ.
        self.write(|conn| {
            conn.exec("INSERT INTO organ (area, kind, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", &args)?;
            let row = conn.first(select, &args)?;
            read_organ(&row.ok_or_else(|| StoreError::Database("cơ quan vừa tạo không đọc lại được".into()))?)
        })
    }

    /// The one body of a kind that exists only where an administrator has set it up.
    fn organ_set_up(&self, area: UnitId, kind: &str) -> Result<OrganRow> {
        let rows = self.read(|c| {
            c.query(
                "SELECT id, area, kind, name FROM organ WHERE area = $1 AND kind = $2 ORDER BY id",
                &[area.0.into(), kind.into()],
            )
        })?;
        match &rows[..] {
            [one] => read_organ(one),
            [] => Err(StoreError::refused(
                Problem::error(
                    "organ-not-set-up",
                    format!("Chưa có cơ quan loại “{kind}” ở {}", self.units().label(area)),
                )
                .hint("loại này chỉ có khi được lập: ghi mục đầu tiên kèm --organ-name \"TÊN CƠ QUAN\""),
            )),
            many => {
                let names: Vec<String> = many.iter().map(|r| r.text(3).map(str::to_string)).collect::<Result<_>>()?;
                Err(StoreError::refused(
                    Problem::error(
                        "organ-ambiguous",
                        format!("Có {} cơ quan loại “{kind}”: {}", names.len(), names.join("; ")),
                    )
                    .hint("ghi rõ --organ-name"),
                ))
            }
        }
    }

    /// An organ by its key.
    pub fn organ_by_id(&self, id: OrganId) -> Result<Option<OrganRow>> {
        let row = self.read(|c| c.first("SELECT id, area, kind, name FROM organ WHERE id = $1", &[id.0.into()]))?;
        row.as_ref().map(read_organ).transpose()
    }

    /// All organs that have been used, by key.
    pub fn organs(&self) -> Result<Vec<OrganRow>> {
        self.read(|c| c.query("SELECT id, area, kind, name FROM organ ORDER BY id", &[]))?
            .iter()
            .map(read_organ)
            .collect()
    }

    /// The organs with these keys, in one question.
    pub fn organs_among(&self, ids: &BTreeSet<OrganId>) -> Result<BTreeMap<OrganId, OrganRow>> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let list: Vec<String> = ids.iter().map(OrganId::to_string).collect();
        let sql = format!("SELECT id, area, kind, name FROM organ WHERE id IN ({})", list.join(","));
        let rows = self.read(|c| c.query(&sql, &[]))?;
        rows.iter().map(|r| read_organ(r).map(|o| (o.id, o))).collect()
    }

    /// What an organ was called on a date.
    pub fn organ_name(&self, organ: &OrganRow, on: Date) -> Result<String> {
        if !organ.name.is_empty() {
            return Ok(organ.name.clone());
        }
        let units = self.units();
        let pinned = self.pinned()?;
        let version: Option<&Version> = units.nearest_version(organ.area, on);
        Ok(version.map_or_else(String::new, |v| pinned.catalogue.organ_kinds.name_of(&organ.kind, v)))
    }
}

/// The refusal for a unit that is not there on the record's date: what it became, or what it came from.
pub(crate) fn closed_unit(units: &domain::units::Units, unit: UnitId, on: Date) -> Problem {
    let name = |u: UnitId| {
        units.nearest_version(u, on).map_or_else(|| format!("số {u}"), |v| format!("{} ({})", v.full_name, v.code))
    };
    let ended = units.last_version(unit).and_then(|v| v.to).is_some_and(|to| to < on);
    let (what, kin): (_, Vec<UnitId>) = if ended {
        ("đã kết thúc trước ngày", units.became(unit).iter().filter(|s| s.kind.ends()).map(|s| s.new).collect())
    } else {
        ("chưa có vào ngày", units.came_from(unit).iter().filter(|s| s.kind.ends()).map(|s| s.old).collect())
    };
    let mut names: Vec<String> = kin.into_iter().map(name).collect();
    names.dedup();
    let problem = Problem::error("unit-closed", format!("{} {what} {}", name(unit), on.strftime("%d/%m/%Y")));
    match (names.is_empty(), ended) {
        (true, true) => problem.hint("đơn vị này không có đơn vị kế tiếp; ghi vào cấp trên"),
        (true, false) => problem.hint("xem lại ngày"),
        (false, true) => problem.hint(format!("đơn vị kế tiếp: {}", names.join(", "))),
        (false, false) => problem.hint(format!("ngày ấy là: {}", names.join(", "))),
    }
}
