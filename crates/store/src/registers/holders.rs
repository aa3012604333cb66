//! Who holds what: the organ that owns an entry, and the entries that hold a file.

use super::{Clause, ENTRY_COLUMNS, Entry, read_entry};
use crate::Store;
use crate::db::{Conn, Val};
use crate::error::{Result, StoreError};
use crate::people::{OrganRow, Reach};
use crate::search::{FOUND_COLUMNS, FoundEntry, read_found};
use domain::ids::EntryId;
use domain::organs::Hierarchy;
use domain::registers::{Data, Field, FieldKind, Register};
use serde_json::Value;
use std::collections::BTreeMap;

/// Register that document fields name entries of.
const DOCUMENTS: &str = "van-ban";

/// An entry that holds a file, or held it in an earlier version.
#[derive(Debug, Clone, PartialEq)]
pub struct FileHolder {
    /// The entry as it stands.
    pub entry: Entry,
    /// The attachment field in which the file is, or last was: "tep"; of a row "tai-lieu.tep".
    pub field: String,
    /// The file's name there.
    pub name: String,
    /// Whether the entry holds it now.
    pub current: bool,
}

/// The files that data names: SHA-256 → the field (of a row: "rows.field") and the file's name.
pub(crate) fn files_in(data: &Data) -> BTreeMap<String, (String, String)> {
    let mut out = BTreeMap::new();
    collect(data, "", &mut out);
    out
}

fn collect(data: &Data, before: &str, out: &mut BTreeMap<String, (String, String)>) {
    for (slug, value) in data {
        for item in value.as_array().into_iter().flatten().filter_map(Value::as_object) {
            let text = |key: &str| item.get(key).and_then(Value::as_str).map(str::to_string);
            match text("sha256") {
                Some(sha256) => {
                    let place = (format!("{before}{slug}"), text("ten").unwrap_or_default());
                    out.entry(sha256).or_insert(place);
                }
                None if before.is_empty() => collect(item, &format!("{slug}."), out),
                None => {}
            }
        }
    }
}

const FILE_HEAD: &str = "INSERT INTO entry_file (sha256, entry) VALUES";

/// Remembers that entries hold the files that their data names.
pub(crate) fn remember_files(conn: &mut Conn, held: &[(String, EntryId)]) -> Result<()> {
    let values: Vec<Val> =
        held.iter().flat_map(|(sha256, entry)| [Val::from(sha256), Val::from(entry.as_str())]).collect();
    conn.insert_many(FILE_HEAD, " ON CONFLICT DO NOTHING", 2, &values)
}

/// Finds the files in all versions of all entries: for a database from before they were remembered.
pub(crate) fn find_files(conn: &mut Conn) -> Result<()> {
    let mut after = (String::new(), 0);
    loop {
        let rows = conn.query(
            "SELECT entry, version, data FROM entry_version WHERE (entry > $1 OR (entry = $1 AND version > $2)) \
             AND data LIKE '%\"sha256\"%' ORDER BY entry, version LIMIT 500",
            &[(&after.0).into(), after.1.into()],
        )?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = (last.text(0)?.to_string(), last.int(1)?);
        let mut held = Vec::new();
        for row in &rows {
            let Some(id) = EntryId::parse(row.text(0)?) else { continue };
            let data: Data = serde_json::from_str(row.text(2)?)?;
            held.extend(files_in(&data).into_keys().map(|sha256| (sha256, id.clone())));
        }
        held.sort();
        held.dedup();
        remember_files(conn, &held)?;
    }
}

impl Store {
    /// The organ that owns an entry, and the hierarchy it belongs to: what rights to write ask for.
    pub fn entry_owner(&self, entry: &Entry) -> Result<(OrganRow, Hierarchy)> {
        let organ = self.organ_by_id(entry.organ)?.ok_or_else(|| StoreError::Database("mất cơ quan của mục".into()))?;
        let he = self.owner(&organ, entry.record_date)?.he;
        Ok((organ, he))
    }

    /// The live entries that name an entry (as a document or by a link) and that a viewer may read, the latest first. Only
    /// registers whose fields can name its register are looked through.
    pub fn entries_naming(&self, named: &Entry, reach: &Reach, limit: i64) -> Result<Vec<FoundEntry>> {
        let pinned = self.pinned()?;
        let names = |f: &Field| match &f.kind {
            FieldKind::Document { .. } => named.register == DOCUMENTS,
            FieldKind::Link { register, .. } => *register == named.register,
            _ => false,
        };
        let can = |r: &&Register| r.fields.iter().any(|f| names(f) || r.child_fields(&f.slug).iter().any(names));
        let registers: Vec<String> = pinned.catalogue.registers.values().filter(can).map(|r| r.slug.clone()).collect();
        if registers.is_empty() {
            return Ok(Vec::new());
        }
        let mut clause = Clause::default();
        clause.among("e.register", &registers);
        let id = clause.arg(format!("%\"muc\":\"{}\"%", named.id));
        clause.and(format!("e.voided = 0 AND e.data LIKE {id}"));
        clause.reach(reach, "e.area", "e.record_date");
        let sql = format!(
            "SELECT {FOUND_COLUMNS} FROM entry e {} ORDER BY e.record_date DESC, e.id DESC LIMIT {}",
            clause.sql(),
            limit.max(1)
        );
        self.read(|conn| conn.query(&sql, &clause.args))?.iter().map(read_found).collect()
    }

    /// The entries that hold a file now or held it in an earlier version, by key. A file is served only to who may read
    /// one of them, and whose role may see the field.
    pub fn file_holders(&self, sha256: &str) -> Result<Vec<FileHolder>> {
        self.read(|conn| {
            let sql = format!(
                "SELECT {ENTRY_COLUMNS} FROM entry_file f JOIN entry e ON e.id = f.entry WHERE f.sha256 = $1 ORDER BY e.id"
            );
            let rows = conn.query(&sql, &[sha256.into()])?;
            let mut holders = Vec::new();
            for entry in rows.iter().map(read_entry) {
                let entry = entry?;
                let now = files_in(&entry.data).remove(sha256);
                let current = now.is_some();
                let place = match now {
                    Some(place) => Some(place),
                    None => last_place(conn, &entry.id, sha256)?,
                };
                holders.extend(place.map(|(field, name)| FileHolder { entry, field, name, current }));
            }
            Ok(holders)
        })
    }
}

/// Where a file was in the latest version of an entry that had it.
fn last_place(conn: &mut Conn, id: &EntryId, sha256: &str) -> Result<Option<(String, String)>> {
    let rows =
        conn.query("SELECT data FROM entry_version WHERE entry = $1 ORDER BY version DESC", &[id.as_str().into()])?;
    for row in &rows {
        let data: Data = serde_json::from_str(row.text(0)?)?;
        if let Some(place) = files_in(&data).remove(sha256) {
            return Ok(Some(place));
        }
    }
    Ok(None)
}
