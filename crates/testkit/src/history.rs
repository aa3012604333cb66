//! Histories of units, small ones for tests and the shipped one.

use domain::Date;
use domain::ids::{NATION, UnitId};
use domain::units::{Facts, Kind, Level, Part, Succession, SuccessionKind, Version};

/// A date from its ISO text.
pub fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// The shipped units.
pub fn shipped() -> Facts {
    catalogue::units::shipped().expect("the shipped units are right")
}

/// A history in the making. Units are numbered from 2 (1 is the nation), in the order in which they are made.
#[derive(Debug, Clone)]
pub struct History {
    /// What has been said so far.
    pub facts: Facts,
}

impl Default for History {
    fn default() -> Self {
        History { facts: Facts { versions: vec![Version::nation()], ..Facts::default() } }
    }
}

impl History {
    /// A unit of this level from a date (empty = no known start), still open.
    pub fn unit(&mut self, level: Level, name: &str, parent: UnitId, from: &str) -> UnitId {
        let id = UnitId(self.facts.versions.iter().map(|v| v.unit.0).max().unwrap_or(1) + 1);
        let (kind, word) = match level {
            Level::TrungUong | Level::Tinh => (Kind::Tinh, "Tỉnh"),
            Level::Huyen => (Kind::Huyen, "Huyện"),
            Level::Xa => (Kind::Xa, "Xã"),
        };
        self.facts.versions.push(Version {
            unit: id,
            from: (!from.is_empty()).then(|| day(from)),
            to: None,
            code: format!("{:05}", id.0),
            name: name.to_string(),
            full_name: format!("{word} {name}"),
            kind,
            level,
            parent: Some(parent),
            alt_names: Vec::new(),
        });
        id
    }
    /// A province under the nation.
    pub fn province(&mut self, name: &str, from: &str) -> UnitId {
        self.unit(Level::Tinh, name, NATION, from)
    }
    /// A district.
    pub fn district(&mut self, name: &str, parent: UnitId, from: &str) -> UnitId {
        self.unit(Level::Huyen, name, parent, from)
    }
    /// A commune.
    pub fn commune(&mut self, name: &str, parent: UnitId, from: &str) -> UnitId {
        self.unit(Level::Xa, name, parent, from)
    }
    fn last(&mut self, unit: UnitId) -> &mut Version {
        let versions = self.facts.versions.iter_mut().filter(|v| v.unit == unit);
        versions.max_by_key(|v| v.from).expect("the unit was made before")
    }
    /// The unit's last day is the one before `on`.
    pub fn end(&mut self, unit: UnitId, on: &str) {
        self.last(unit).to = day(on).yesterday().ok();
    }
    /// From `on` the unit is another version of itself: moved to a parent, renamed.
    pub fn change(&mut self, unit: UnitId, on: &str, change: impl FnOnce(&mut Version)) {
        let mut version = self.last(unit).clone();
        self.end(unit, on);
        version.from = Some(day(on));
        change(&mut version);
        let kind =
            if self.last(unit).name == version.name { SuccessionKind::Continued } else { SuccessionKind::Renamed };
        self.facts.versions.push(version);
        self.succession(unit, unit, on, kind, Part::Whole);
    }
    /// The unit is under another parent from `on`.
    pub fn move_to(&mut self, unit: UnitId, parent: UnitId, on: &str) {
        self.change(unit, on, |v| v.parent = Some(parent));
    }
    /// The unit has another name from `on`.
    pub fn rename(&mut self, unit: UnitId, name: &str, on: &str) {
        self.change(unit, on, |v| {
            v.full_name = v.full_name.replace(&v.name, name);
            v.name = name.to_string();
        });
    }
    /// One row of succession. Ends of units are not touched.
    pub fn succession(&mut self, old: UnitId, new: UnitId, on: &str, kind: SuccessionKind, part: Part) {
        let legal_ref = format!("NQ {on}");
        self.facts.successions.push(Succession { old, new, on: day(on), kind, part, legal_ref });
    }
    /// All the old units end and become the new one on the day it begins.
    pub fn merge(&mut self, old: &[UnitId], new: UnitId, on: &str) {
        for unit in old {
            self.end(*unit, on);
            self.succession(*unit, new, on, SuccessionKind::Merged, Part::Whole);
        }
    }
    /// The old unit ends; a part of it goes to each of the new ones.
    pub fn split(&mut self, old: UnitId, new: &[UnitId], on: &str) {
        self.end(old, on);
        for unit in new {
            self.succession(old, *unit, on, SuccessionKind::Split, Part::PartOnly);
        }
    }
}
