//! What programs are sent.

use domain::indicators::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A problem document (RFC 9457).
#[derive(Serialize, ToSchema)]
pub struct Fault {
    /// Always `about:blank`: the problems say what is wrong.
    pub r#type: String,
    /// What happened, in a few words.
    pub title: String,
    /// The status.
    pub status: u16,
    /// What it means and what to do.
    pub detail: String,
    /// The number to quote to the operator.
    pub instance: String,
    /// Each thing that is wrong.
    pub problems: Vec<FaultLine>,
}

/// One thing that is wrong.
#[derive(Serialize, ToSchema)]
pub struct FaultLine {
    /// `error` or `warning`.
    pub severity: String,
    /// Stable short name.
    pub code: String,
    /// The message, in Vietnamese.
    pub message: String,
    /// What can be done, in Vietnamese.
    #[schema(nullable = false)]
    pub hint: Option<String>,
    /// Where: file, line, sheet, cell, field.
    #[schema(value_type = Object)]
    pub place: Value,
}

/// A unit as it was on a date.
#[derive(Serialize, ToSchema)]
pub struct Unit {
    /// Key; it stays when name and code change.
    pub id: i64,
    /// Official code on the date.
    pub code: String,
    /// Name with its kind on the date.
    pub name: String,
    /// `trung-uong`, `tinh`, `huyen` or `xa`.
    pub level: String,
    /// Key of the unit above it on the date.
    pub parent: Option<i64>,
    /// The date.
    pub on: String,
}

/// Whose token it is.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// Login name.
    pub login: String,
    /// Role acted in.
    pub role: String,
    /// Hierarchy acted for.
    pub hierarchy: String,
    /// Unit acted for.
    pub unit: Unit,
}

/// A register.
#[derive(Serialize, ToSchema)]
pub struct Register {
    /// Slug.
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// What is kept in it.
    pub description: String,
    /// The field by whose date an entry is judged.
    pub record_date: String,
    /// Fields that the role may see, in the order of the form.
    pub fields: Vec<Field>,
    /// States of the workflow.
    pub states: Vec<Word>,
}

/// A field of a register.
#[derive(Serialize, ToSchema)]
pub struct Field {
    /// Key in an entry's data.
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// What values it takes, as the catalogue has it.
    #[schema(value_type = Value)]
    pub kind: Value,
    /// Must always be filled when it is asked.
    pub required: bool,
    /// Never sent: worked out on saving.
    pub computed: bool,
}

/// A slug and its name.
#[derive(Serialize, ToSchema)]
pub struct Word {
    /// Slug.
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
}

/// An entry.
#[derive(Serialize, ToSchema)]
pub struct Entry {
    /// Key.
    pub id: String,
    /// Register slug.
    pub register: String,
    /// Running number in its register, organ and year.
    pub number: i64,
    /// Record date.
    pub record_date: String,
    /// Owner organ.
    pub organ: String,
    /// Area in which it counts.
    pub area: i64,
    /// State slug.
    pub state: String,
    /// Version, from 1; send it back with a change.
    pub version: i64,
    /// One line.
    pub title: String,
    /// Struck out.
    pub voided: bool,
    /// Data, without the fields that the role may not see.
    #[schema(value_type = Object)]
    pub data: Map<String, Value>,
    /// Steps that may be taken now; only when one entry is asked for.
    pub steps: Vec<Word>,
}

/// A page of entries.
#[derive(Serialize, ToSchema)]
pub struct Entries {
    /// The entries.
    pub entries: Vec<Entry>,
    /// How many there are in all, counted up to ten thousand.
    pub count: i64,
    /// There are more than were counted.
    pub more: bool,
}

/// An entry to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEntry {
    /// Owner: `AREA/KIND[@DATE]`, for instance `02839/ubnd`.
    #[schema(example = "02839/ubnd")]
    pub organ: String,
    /// Own name of a body set up on request.
    #[schema(nullable = false)]
    pub organ_name: Option<String>,
    /// Area in which it counts; the owner's when left out.
    #[schema(nullable = false)]
    pub area: Option<String>,
    /// Key under which the sending system knows it; the same one twice is refused.
    #[schema(nullable = false)]
    pub key: Option<String>,
    /// Leave it in the first state.
    #[serde(default)]
    #[schema(default = false)]
    pub draft: bool,
    /// Values by field slug.
    #[schema(value_type = Object)]
    pub data: Map<String, Value>,
}

/// A change of an entry.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The version that was read.
    pub version: i64,
    /// New values by field slug; null clears a field, what is left out stays.
    #[schema(value_type = Object)]
    pub data: Map<String, Value>,
    /// Why.
    #[serde(default)]
    #[schema(default = "")]
    pub note: String,
}

/// A step of the workflow.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The version that was read.
    pub version: i64,
    /// Slug of the step.
    pub step: String,
    /// Why; some steps ask for it.
    #[serde(default)]
    #[schema(default = "")]
    pub note: String,
}

/// Striking out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Void {
    /// The version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

/// What was written.
#[derive(Serialize, ToSchema)]
pub struct Written {
    /// Key.
    pub id: String,
    /// Version now.
    pub version: i64,
    /// Running number.
    pub number: i64,
    /// State now.
    pub state: String,
    /// What is worth a look.
    pub warnings: Vec<String>,
}

/// An indicator.
#[derive(Serialize, ToSchema)]
pub struct Indicator {
    /// Slug.
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// What it counts and what not, in plain Vietnamese.
    pub definition: String,
    /// Dimensions it may be broken down by, besides `cap`, `he`, `co-quan`.
    pub dimensions: Vec<String>,
}

/// Figures.
#[derive(Serialize, ToSchema)]
pub struct Figures {
    /// The unit.
    pub unit: Unit,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// `was` or `restated`.
    pub view: String,
    /// The figures: for each indicator the total, then its parts.
    pub figures: Vec<Figure>,
    /// What must be said about the whole.
    pub notes: Vec<String>,
}

/// A figure.
#[derive(Serialize, ToSchema)]
pub struct Figure {
    /// Indicator.
    pub indicator: String,
    /// Values of the dimensions of this part; empty for the total.
    pub by: BTreeMap<String, String>,
    /// The value; null when there is none.
    pub value: Option<f64>,
    /// Numerator of a ratio.
    pub numerator: Option<f64>,
    /// Denominator of a ratio.
    pub denominator: Option<f64>,
    /// Counting unit; `%` for ratios.
    pub unit: String,
    /// `exact`, `at-least`, `not-divisible` or `not-comparable`.
    pub bound: String,
    /// How exact the parts were stated.
    pub approx: String,
    /// From records, declared, or both.
    pub source: String,
    /// Postings whose value is still pending.
    pub pending: i64,
    /// What must be said beside it.
    pub notes: Vec<String>,
}

/// The records behind a figure.
#[derive(Serialize, ToSchema)]
pub struct Records {
    /// A page of those that may be read.
    pub records: Vec<Record>,
    /// How many may be read in all.
    pub readable: i64,
    /// The others: register, area, month, how many and how much.
    pub withheld: Vec<Withheld>,
    /// How many there are, readable or not.
    pub count: i64,
    /// Their sum: the figure, unless something else was declared.
    pub sum: f64,
}

/// A record behind a figure.
#[derive(Serialize, ToSchema)]
pub struct Record {
    /// Key of the entry.
    pub id: String,
    /// Register.
    pub register: String,
    /// Running number.
    pub number: i64,
    /// Record date.
    pub date: String,
    /// Area.
    pub area: i64,
    /// One line.
    pub title: String,
    /// What it adds; null when that comes from a field that the role may not see.
    pub adds: Option<f64>,
}

/// Records that may not be read.
#[derive(Serialize, ToSchema)]
pub struct Withheld {
    /// Register.
    pub register: String,
    /// Area.
    pub area: i64,
    /// Month, `2021-03`.
    pub month: String,
    /// How many.
    pub count: i64,
    /// What they add.
    pub adds: f64,
}

/// A report.
#[derive(Serialize, ToSchema)]
pub struct Report {
    /// Key.
    pub id: i64,
    /// Template.
    pub template: String,
    /// Title.
    pub title: String,
    /// Area of the organ that issues it.
    pub unit: i64,
    /// Hierarchy of that organ.
    pub hierarchy: String,
    /// `draft` or `frozen`.
    pub state: String,
    /// First day of its period.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Number and symbol; empty while it has none.
    pub number: String,
    /// Date that it bears.
    pub dated: Option<String>,
    /// Forms in which it can be downloaded.
    pub forms: Vec<String>,
}

/// A decimal as JSON has it. Amounts that need more than 15 digits do not occur in a ledger of people and dong.
#[expect(clippy::cast_precision_loss, reason = "JSON's numbers are doubles")]
pub fn number(d: Decimal) -> f64 {
    d.scaled as f64 / 10f64.powi(i32::from(d.scale))
}
