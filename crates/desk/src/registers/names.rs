//! Names of what an entry refers to by key.

use crate::Desk;
use domain::Date;
use domain::ids::{EntryId, OrganId, UnitId};
use domain::registers::Names;

/// What stands for the title of an entry that the actor may not read.
const OUT_OF_REACH: &str = "(mục ngoài phạm vi được xem)";

/// Names of units, organs and entries for display, as of a date.
pub struct StoreNames<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) on: Date,
}

impl Names for StoreNames<'_> {
    fn unit(&self, id: i64) -> Option<String> {
        self.desk.store.units().nearest_version(UnitId(id), self.on).map(|v| v.full_name.clone())
    }
    fn organ(&self, id: i64) -> Option<String> {
        let organ = self.desk.store.organ_by_id(OrganId(id)).ok()??;
        self.desk.store.organ_name(&organ, self.on).ok()
    }
    fn entry(&self, id: &str) -> Option<String> {
        let entry = self.desk.store.entry(&EntryId::parse(id)?).ok()?;
        let readable = self.desk.reads(entry.area, entry.record_date);
        Some(if readable { entry.title } else { OUT_OF_REACH.to_string() })
    }
}
