//! Indicators (chỉ tiêu): what a figure means, and a figure with all that must be said beside it.

use crate::ledger::{Approx, Dims};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A measure under conditions: each dimension named must have one of the values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Measure slug.
    pub measure: String,
    /// Dimension slug → allowed values; empty = no condition.
    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub filter: BTreeMap<String, Vec<String>>,
}

/// How the figure is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Formula {
    /// The sum of terms; all in one counting unit.
    Sum(Vec<Term>),
    /// A part of a whole, kept as numerator and denominator, shown as a percentage.
    Ratio {
        /// Numerator.
        num: Vec<Term>,
        /// Denominator.
        den: Vec<Term>,
    },
    /// How many different members a distinct measure has.
    Distinct(Term),
    /// Change of another indicator (a sum) against the period before, of the same length: numerator is the change,
    /// denominator the former value.
    Growth(String),
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Slug, "doi-thoai.so-cuoc".
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Formula.
    pub formula: Formula,
    /// Dimensions it may be broken down by (besides cap, he, co-quan).
    pub dimensions: Vec<String>,
    /// What it counts and does not count, in plain Vietnamese.
    pub definition: String,
    /// Citations that order it.
    pub basis: Vec<String>,
}

/// How records of other times are mapped to units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// Each record under its parents on its own date.
    #[default]
    Was,
    /// Every record mapped to the tree on the date asked for.
    Restated,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Records only.
    #[default]
    Records,
    /// One declared figure only (số liệu tự khai).
    Declared,
    /// Records of some units, declared figures of others.
    Mixed,
}

/// How far the value can be trusted as a number for exactly this unit and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// Exact.
    #[default]
    Exact,
    /// At least this: records of a split unit could not be assigned.
    AtLeast,
    /// A declared figure's period is cut by the question; no value.
    NotDivisible,
    /// Restating backwards over a merger; no value.
    NotComparable,
}

/// One thing that must be said beside a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Stable short name: "split", "dissolved-district", "incomplete-tree", "predecessor", "declared", "pending".
    pub code: String,
    /// In Vietnamese.
    pub text: String,
}

/// A decimal number as an integer and its scale: value = scaled / 10^scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Decimal {
    /// The scaled integer.
    pub scaled: i64,
    /// Decimal places.
    pub scale: u8,
}

/// A figure: the answer to one indicator for one unit, period, view and set of dimension values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Indicator slug.
    pub indicator: String,
    /// Dimension values of this cell; empty for the total.
    pub by: Dims,
    /// The value: a sum or count; for a ratio the percentage (scale 1, rounded half up). `None` when there is none.
    pub value: Option<Decimal>,
    /// Numerator of a ratio.
    pub numerator: Option<Decimal>,
    /// Denominator of a ratio.
    pub denominator: Option<Decimal>,
    /// Counting unit slug; "%" for ratios.
    pub unit: String,
    /// How exact the parts were stated.
    pub approx: Approx,
    /// Postings whose value is still pending.
    pub pending: i64,
    /// Records, declared, or both.
    pub source: Source,
    /// The part that has records, when a declared figure stands.
    pub recorded: Option<Decimal>,
    /// Exact, at least, not divisible, not comparable.
    pub bound: Bound,
    /// Notes.
    pub why: Vec<Note>,
}

/// A question: which unit, when, how seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The unit.
    pub unit: crate::ids::UnitId,
    /// Condition on the owner organ: dims `he` or `co-quan` (from `AREA/ORGAN`); empty = all organs.
    pub organ: BTreeMap<String, Vec<String>>,
    /// Date of the tree that `unit` was found in and that the restated view maps to.
    pub tree: Date,
    /// First day; stocks ignore it.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The view.
    pub view: View,
}
