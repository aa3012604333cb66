//! Entries that say the same as ones to be written.

use super::{ENTRY_COLUMNS, Entry, read_entry};
use crate::Store;
use crate::db::Val;
use crate::error::Result;
use std::collections::BTreeMap;

/// Identities asked for in one query.
const AT_ONCE: usize = 400;

impl Store {
    /// The live entries of a register that have one of these identities ([`domain::registers::Checked::identity`]), by
    /// identity. For a preview: writing refuses them again, inside its transaction.
    pub fn twins(&self, register: &str, identities: &[String]) -> Result<BTreeMap<String, Entry>> {
        let mut found = BTreeMap::new();
        for part in identities.chunks(AT_ONCE) {
            let places: Vec<String> = (0..part.len()).map(|i| format!("${}", i + 2)).collect();
            let sql = format!(
                "SELECT {ENTRY_COLUMNS}, e.identity FROM entry e WHERE e.register = $1 AND e.voided = 0 AND e.identity IN ({})",
                places.join(", ")
            );
            let args: Vec<Val> = std::iter::once(register.into()).chain(part.iter().map(Val::from)).collect();
            for row in self.read(|conn| conn.query(&sql, &args))? {
                found.insert(row.text(15)?.to_string(), read_entry(&row)?);
            }
        }
        Ok(found)
    }
}
