//! Finding what an entry names: units and organs on its date, other entries.

use crate::Store;
use crate::error::StoreError;
use domain::Date;
use domain::ids::{EntryId, OrganId, UnitId};
use domain::problem::Problem;
use domain::registers::{Found, FoundEntry, Lookup};

/// Looks things up in the store for entries of one owner's area.
pub struct StoreLookup<'a> {
    /// The store.
    pub store: &'a Store,
    /// The owner's area.
    pub area: UnitId,
}

impl StoreLookup<'_> {
    fn found_unit(&self, unit: UnitId, on: Date) -> Result<Found, Problem> {
        let units = self.store.units();
        let Some(version) = units.version_on(unit, on) else {
            if units.exists(unit) {
                return Err(crate::organs::closed_unit(&units, unit, on));
            }
            return Err(Problem::error("unknown-unit", format!("Không có đơn vị số {unit}")));
        };
        let within = unit == self.area || units.ancestors_on(unit, on).contains(&self.area);
        Ok(Found { id: unit.0, name: version.full_name.clone(), within })
    }
}

fn first_problem(e: StoreError) -> Problem {
    e.problems().into_iter().next().unwrap_or_else(|| Problem::error("database-error", "Lỗi cơ sở dữ liệu"))
}

impl Lookup for StoreLookup<'_> {
    fn unit(&self, text: &str, on: Date) -> Result<Found, Problem> {
        let unit = self.store.units().resolve(text, on)?;
        self.found_unit(unit, on)
    }

    fn unit_by_id(&self, id: i64, on: Date) -> Result<Found, Problem> {
        self.found_unit(UnitId(id), on)
    }

    fn organ(&self, text: &str, on: Date) -> Result<Found, Problem> {
        let Some((area, kind)) = text.split_once('/') else {
            return Err(Problem::error("unknown-organ", format!("Không rõ cơ quan “{text}”"))
                .hint("ghi đơn vị/loại cơ quan, ví dụ 085/ubnd"));
        };
        let area = self.store.units().resolve(area.trim(), on)?;
        let organ = self.store.organ(area, kind.trim(), on).map_err(first_problem)?;
        self.organ_by_id(organ.id.0, on)
    }

    fn organ_by_id(&self, id: i64, on: Date) -> Result<Found, Problem> {
        let organ = self.store.organ_by_id(OrganId(id)).map_err(first_problem)?;
        let Some(organ) = organ else {
            return Err(Problem::error("unknown-organ", format!("Không có cơ quan số {id}")));
        };
        let area = self.found_unit(organ.area, on)?;
        let name = self.store.organ_name(&organ, on).map_err(first_problem)?;
        Ok(Found { id, name, within: area.within })
    }

    fn entry(&self, register: &str, text: &str) -> Result<FoundEntry, Problem> {
        let id = EntryId::parse(text).map(|id| id.to_string());
        let rows = self.store.read(|conn| {
            conn.query(
                "SELECT id, title FROM entry WHERE register = $1 AND voided = 0 AND (id = $2 OR title = $3) ORDER BY id LIMIT 2",
                &[register.into(), id.into(), text.trim().into()],
            )
        });
        match &rows.map_err(first_problem)?[..] {
            [row] => Ok(FoundEntry {
                id: row.text(0).map_err(first_problem)?.to_string(),
                title: row.text(1).map_err(first_problem)?.to_string(),
            }),
            [_, ..] => Err(Problem::error("entry-ambiguous", format!("Sổ “{register}” có nhiều mục tên “{text}”"))
                .hint("ghi mã của mục (xem: danvan entry list)")),
            [] => Err(Problem::error("unknown-entry", format!("Sổ “{register}” không có mục “{text}”"))
                .hint("ghi mã của mục, hoặc viện dẫn văn bản nếu chưa có trong sổ")),
        }
    }
}
