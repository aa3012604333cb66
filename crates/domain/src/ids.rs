//! Identifiers. Names and official codes are never keys: codes are reused and names repeat.

use crate::clock::{Chance, Clock};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Surrogate key of an administrative unit (area), assigned when it is first loaded, never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UnitId(pub i64);

/// The root above all provinces, "Việt Nam".
pub const NATION: UnitId = UnitId(1);

/// Surrogate key of an organ (an authority or body that sits in an area), assigned when it is first used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OrganId(pub i64);

/// Sequence number of a writing transaction. Grows; "as known at" is asked with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TxSeq(pub i64);

/// Key of an entry: a UUIDv7 in its usual hyphenated lower-case form (RFC 9562, section 5.7).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntryId(String);

impl EntryId {
    /// A new id from the clock and chance that were passed in.
    pub fn new(clock: &dyn Clock, chance: &mut dyn Chance) -> Self {
        let mut random = [0u8; 10];
        chance.fill(&mut random);
        let millis = u64::try_from(clock.now().as_millisecond()).unwrap_or(0);
        EntryId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string())
    }
    /// Reads an id as a person or file gives it; `None` when it is not a UUID.
    pub fn parse(text: &str) -> Option<Self> {
        uuid::Uuid::try_parse(text.trim()).ok().map(|u| EntryId(u.to_string()))
    }
    /// The hyphenated text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl fmt::Display for OrganId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
