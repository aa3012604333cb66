//! Settings of the installation: a few words under stable keys, "session.idle-minutes", "authority.name".

use super::Actor;
use super::audit::{About, note};
use crate::Store;
use crate::error::{Result, StoreError};
use domain::Timestamp;
use domain::people::Deed;
use domain::problem::Problem;
use domain::registers::Role;
use domain::text::is_slug;
use std::collections::BTreeMap;

/// Longest value, in bytes.
const VALUE_MAX: usize = 4096;

impl Store {
    /// A setting; `None` when it was never set.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        let row = self.read(|conn| conn.first("SELECT value FROM setting WHERE key = $1", &[key.into()]))?;
        row.map(|r| r.text(0).map(str::to_string)).transpose()
    }

    /// All settings.
    pub fn settings(&self) -> Result<BTreeMap<String, String>> {
        let rows = self.read(|conn| conn.query("SELECT key, value FROM setting ORDER BY key", &[]))?;
        rows.iter().map(|r| Ok((r.text(0)?.to_string(), r.text(1)?.to_string()))).collect()
    }

    /// Sets a setting, or with `None` takes it away, and notes it. What values make sense is for the rooms that use it;
    /// here an administrator is needed, a slug as key, and a value of 4 KiB at most. Its value is not put into the log.
    pub fn set_setting(&self, who: &Actor, at: Timestamp, key: &str, value: Option<&str>) -> Result<()> {
        if who.role != Role::Administrator {
            let problem = Problem::error("not-administrator", "Chỉ người quản trị được đổi thiết lập");
            return Err(StoreError::refused(problem.hint("nhờ người quản trị")));
        }
        if !is_slug(key) || value.is_some_and(|v| v.len() > VALUE_MAX) {
            let problem = Problem::error("bad-setting", format!("Thiết lập “{key}” không hợp lệ")).field(key);
            return Err(StoreError::refused(problem.hint("giá trị không quá 4096 ký tự")));
        }
        self.write(|conn| {
            match value {
                Some(value) => conn.exec(
                    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    &[key.into(), value.into()],
                )?,
                None => conn.exec("DELETE FROM setting WHERE key = $1", &[key.into()])?,
            };
            note(conn, who, at, Deed::SettingChanged, About::nobody(), key)
        })
    }
}
