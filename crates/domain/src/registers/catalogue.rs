//! The whole catalogue, as an entry pins it, and who its parts are for.

use crate::ids::{OrganId, UnitId};
use crate::indicators::Indicator;
use crate::ledger::{CountingUnit, Measure};
use crate::organs::{Hierarchy, OrganKinds};
use crate::units::Level;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::definition::{Choice, ChoiceSource, Field, Register};

/// Everything that the field knows, by slug.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Counting units.
    pub counting_units: BTreeMap<String, CountingUnit>,
    /// Other spellings of counting units, folded → slug.
    pub unit_aliases: BTreeMap<String, String>,
    /// Measures.
    pub measures: BTreeMap<String, Measure>,
    /// Indicators.
    pub indicators: BTreeMap<String, Indicator>,
    /// Dimensions: declared, or made from the fields that post them.
    pub dimensions: BTreeMap<String, Dimension>,
    /// Schemes.
    pub schemes: BTreeMap<String, Scheme>,
    /// Kinds of organs.
    pub organ_kinds: OrganKinds,
    /// Reporting periods.
    pub periods: BTreeMap<String, ReportingPeriod>,
    /// Registers.
    pub registers: BTreeMap<String, Register>,
}

impl Catalogue {
    /// The scheme of a family that holds for this owner on this date: of those that are valid, the one whose owners
    /// are named most exactly.
    pub fn scheme(&self, family: &str, owner: &Owner, on: Date) -> Option<&Scheme> {
        self.schemes
            .values()
            .filter(|s| s.family == family && s.owners.admits(owner))
            .filter(|s| s.valid_from.is_none_or(|f| f <= on) && s.valid_to.is_none_or(|t| on <= t))
            .max_by(|a, b| a.owners.exactness().cmp(&b.owners.exactness()).then_with(|| b.slug.cmp(&a.slug)))
    }

    /// The choices that an owner has in a field on a date; empty when the field is no choice or no scheme holds.
    pub fn choices<'a>(&'a self, source: &'a ChoiceSource, owner: &Owner, on: Date) -> Vec<&'a Choice> {
        let all = match source {
            ChoiceSource::Listed(list) => list.as_slice(),
            ChoiceSource::Scheme(family) => self.scheme(family, owner, on).map_or(&[][..], |s| &s.values),
        };
        all.iter().filter(|c| c.valid_from.is_none_or(|f| f <= on) && c.valid_to.is_none_or(|t| on <= t)).collect()
    }

    /// All choices that a source ever had, of all owners and times.
    pub fn all_choices<'a>(&'a self, source: &'a ChoiceSource) -> Vec<&'a Choice> {
        match source {
            ChoiceSource::Listed(list) => list.iter().collect(),
            ChoiceSource::Scheme(family) => {
                self.schemes.values().filter(|s| &s.family == family).flat_map(|s| &s.values).collect()
            }
        }
    }

    /// The name of a choice of a field, whatever its time; the slug itself when it is unknown.
    pub fn choice_name<'a>(&'a self, source: &'a ChoiceSource, slug: &'a str) -> &'a str {
        self.all_choices(source).into_iter().find(|c| c.slug == slug).map_or(slug, |c| c.name.as_str())
    }

    /// The name of a dimension's value; the slug itself when it is unknown (a unit, a text).
    pub fn value_name<'a>(&'a self, dimension: &str, value: &'a str) -> &'a str {
        let found = self.dimensions.get(dimension).and_then(|d| d.values.iter().find(|v| v.slug == value));
        found.map_or(value, |v| v.name.as_str())
    }

    /// A field by its path: "so-nguoi", or "y-kien.linh-vuc" for a child row's.
    pub fn field<'a>(&self, register: &'a Register, path: &str) -> Option<&'a Field> {
        match path.split_once('.') {
            Some((children, slug)) => register.child_fields(children).iter().find(|f| f.slug == slug),
            None => register.field(path),
        }
    }
}

/// A dimension: by what figures may be broken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// Slug.
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// Known values, in order; others may be posted by unit fields ("unit:123").
    pub values: Vec<DimensionValue>,
}

/// A value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DimensionValue {
    /// Slug, as posted.
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
}

/// A set of choices that differs by owner or time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    /// Slug.
    pub slug: String,
    /// The family that choice fields name.
    pub family: String,
    /// Vietnamese name.
    pub name: String,
    /// First record date; `None` = open.
    pub valid_from: Option<Date>,
    /// Last record date; `None` = open.
    pub valid_to: Option<Date>,
    /// Whose entries it is for.
    pub owners: Owners,
    /// Citations.
    pub basis: Vec<String>,
    /// Its choices.
    pub values: Vec<Choice>,
}

/// Whom a register or scheme is for; an empty list admits all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owners {
    /// Hierarchies.
    pub he: Vec<Hierarchy>,
    /// Levels of the owner's area.
    pub cap: Vec<Level>,
    /// Kinds of organ.
    pub co_quan: Vec<String>,
}

impl Owners {
    /// Whether the owner is one of them.
    pub fn admits(&self, owner: &Owner) -> bool {
        (self.he.is_empty() || self.he.contains(&owner.he))
            && (self.cap.is_empty() || self.cap.contains(&owner.cap))
            && (self.co_quan.is_empty() || self.co_quan.contains(&owner.co_quan))
    }
    /// How exactly owners are named: the kind of organ says more than the level, the level more than the hierarchy.
    pub fn exactness(&self) -> u8 {
        4 * u8::from(!self.co_quan.is_empty()) + 2 * u8::from(!self.cap.is_empty()) + u8::from(!self.he.is_empty())
    }
    /// Whether some owner could be admitted by both.
    pub fn overlaps(&self, other: &Owners) -> bool {
        fn meet<T: PartialEq>(a: &[T], b: &[T]) -> bool {
            a.is_empty() || b.is_empty() || a.iter().any(|x| b.contains(x))
        }
        meet(&self.he, &other.he) && meet(&self.cap, &other.cap) && meet(&self.co_quan, &other.co_quan)
    }
}

/// The organ that owns an entry: whose rights, hierarchy and area the entry has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Its hierarchy.
    pub he: Hierarchy,
    /// Level of its area.
    pub cap: Level,
    /// Kind of organ, a slug of the catalogue.
    pub co_quan: String,
    /// The organ.
    pub organ: OrganId,
    /// Its area.
    pub area: UnitId,
}

/// A day of a year counted from the year asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearDay {
    /// Month, 1–12.
    pub month: i8,
    /// Day of the month; 31 in a shorter month is its last day.
    pub day: i8,
    /// Years to add to the one asked for: 0 or −1.
    pub year: i16,
}

/// How a reporting year is cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportingPeriod {
    /// Slug, "nam-nd09".
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// First day.
    pub from: YearDay,
    /// Last day.
    pub to: YearDay,
    /// First date on which this cut is in force.
    pub valid_from: Option<Date>,
    /// Last date on which this cut is in force.
    pub valid_to: Option<Date>,
    /// Citations.
    pub basis: Vec<String>,
}

impl ReportingPeriod {
    /// The period of a year; an error when the year is outside the calendar.
    pub fn of_year(&self, year: i16) -> Result<crate::calendar::Period, crate::problem::Problem> {
        let at = |d: YearDay| {
            let year = year.checked_add(d.year)?;
            let first = Date::new(year, d.month, 1).ok()?;
            Date::new(year, d.month, d.day.min(first.last_of_month().day())).ok()
        };
        match (at(self.from), at(self.to)) {
            (Some(from), Some(to)) => crate::calendar::Period::new(from, to),
            _ => Err(crate::problem::Problem::error("bad-year", format!("Không có kỳ {} của năm {year}", self.slug))),
        }
    }
}
