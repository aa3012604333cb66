//! What checking an entry needs and gives.

use crate::problem::Problem;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::catalogue::{Catalogue, Owner};
use super::definition::{Field, Register, Role};

/// An entry's data: field slug → value, in the shapes of the catalogue's README.
pub type Data = serde_json::Map<String, serde_json::Value>;

/// Whether the entry is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// A new entry: a value given for a computed field must be the one that is computed.
    Add,
    /// The data of an entry with changes made to it: values of computed fields are worked out anew.
    Edit,
}

/// A unit or organ that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its key.
    pub id: i64,
    /// Its name on the date, as printed.
    pub name: String,
    /// Whether it lies in the owner's area (or is that area) on the date.
    pub within: bool,
}

/// An entry of another register that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundEntry {
    /// Its key.
    pub id: String,
    /// Its one-line title.
    pub title: String,
}

/// Finds what an entry names outside itself. Refusals carry a message for the user; their place is set by the caller.
/// "Not found" has the code `unknown-unit`, `unknown-organ` or `unknown-entry`; a unit closed on the date, an
/// ambiguous name … have other codes.
pub trait Lookup {
    /// A unit by code or name, as it was on a date.
    fn unit(&self, text: &str, on: Date) -> Result<Found, Problem>;
    /// A unit by key, on a date.
    fn unit_by_id(&self, id: i64, on: Date) -> Result<Found, Problem>;
    /// An organ by "AREA/KIND" or name, as it was on a date.
    fn organ(&self, text: &str, on: Date) -> Result<Found, Problem>;
    /// An organ by key, on a date.
    fn organ_by_id(&self, id: i64, on: Date) -> Result<Found, Problem>;
    /// A live entry of a register by key or running number.
    fn entry(&self, register: &str, text: &str) -> Result<FoundEntry, Problem>;
}

/// What an entry is checked against.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The register.
    pub register: &'a Register,
    /// Who owns the entry.
    pub owner: &'a Owner,
    /// The day of entering.
    pub today: Date,
    /// New or edited.
    pub mode: Mode,
    /// Finds units, organs and entries.
    pub lookup: &'a dyn Lookup,
}

/// An entry that is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Its data in canonical form: checked again, it gives itself.
    pub data: Data,
    /// Its record date.
    pub record_date: Date,
    /// Its one-line title.
    pub title: String,
    /// Folded text of what may be searched (no field that is hidden from a role).
    pub search: String,
    /// Equal for two entries of the register exactly when all identity fields are filled and alike; `None` when the
    /// register has no identity or a part of it is empty.
    pub identity: Option<String>,
    /// What is worth a look.
    pub warnings: Vec<Problem>,
}

impl Register {
    /// The data that a role may see: fields and rows' fields hidden from it are left out.
    pub fn visible(&self, data: &Data, role: Role) -> Data {
        let seen =
            |fields: &[Field], slug: &str| fields.iter().find(|f| f.slug == slug).is_none_or(|f| f.seen_by(role));
        let mut out = Data::new();
        for (slug, value) in data.iter().filter(|(slug, _)| seen(&self.fields, slug)) {
            let below = self.child_fields(slug);
            let mut value = value.clone();
            for row in value.as_array_mut().into_iter().flatten().filter_map(serde_json::Value::as_object_mut) {
                row.retain(|key, _| seen(below, key));
            }
            out.insert(slug.clone(), value);
        }
        out
    }
}
