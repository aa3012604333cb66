//! What proofing asks of the register of documents, the ledger and the units. The reader never sees a database: whoever has one
//! implements [`Knowledge`].

use super::reading::Family;
use crate::Date;
use crate::problem::Problem;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A reference, as it is looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    /// Shape.
    pub family: Family,
    /// Type in the lexicon's spelling.
    pub kind: Option<String>,
    /// Number without leading zeros.
    pub number: String,
    /// Year, of a normative document.
    pub year: Option<i16>,
    /// Symbol, normalised.
    pub symbol: Option<String>,
    /// Date, when the text gives a possible one.
    pub date: Option<Date>,
    /// Issuer as written.
    pub issuer: Option<String>,
}

/// A document of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDocument {
    /// What opens it.
    pub evidence: Evidence,
    /// How the register cites it: "Nghị quyết 25-NQ/TW, ngày 03/6/2013".
    pub citation: String,
    /// Its date.
    pub date: Option<Date>,
    /// Its issuer.
    pub issuer: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What took its place, and since when: citation and date.
    pub superseded: Option<(String, Option<Date>)>,
}

/// What the text says of a figure that the ledger may know.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The value as written, brought to single units (600 triệu đồng → 600000000).
    pub value: Decimal,
    /// Counting unit as written.
    pub unit: Option<String>,
    /// The words that say what is counted, around the figure; folded.
    pub phrase: String,
    /// Whose: "cấp huyện", "Xã Bắc Hà"; as written.
    pub scope: Option<String>,
    /// First and last day of the period.
    pub period: Option<(Date, Date)>,
}

/// What the ledger says.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownFigure {
    /// What opens its records.
    pub evidence: Evidence,
    /// The indicator's name.
    pub indicator: String,
    /// Unit, period: "Xã Bắc Hà, năm 2021".
    pub context: String,
    /// The value, in single units.
    pub value: Decimal,
    /// Whether it is known to be whole; a figure of a unit whose records are incomplete can be less than the truth.
    pub complete: bool,
}

/// What opens the record behind a finding: an address within the system and words for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Path within the program's pages: "/so/van-ban/12", "/so-lieu?…".
    pub path: String,
    /// What stands there, in Vietnamese.
    pub label: String,
}

/// Answers from the ledger and the registers.
pub trait Knowledge {
    /// The documents that the reference may mean: several when the number was used more than once, none when unknown.
    fn documents(&self, reference: &Reference) -> Result<Vec<KnownDocument>, Problem>;
    /// The ledger's figure for a claim: none when it is not known what is counted, whose, or when. Several when the words fit
    /// several indicators.
    fn figures(&self, claim: &Claim) -> Result<Vec<KnownFigure>, Problem>;
    /// Whether a register of documents stands behind [`Knowledge::documents`]: then a document that it lacks is worth a note.
    fn has_register(&self) -> bool {
        false
    }
}

/// No database: knows nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nothing;

impl Knowledge for Nothing {
    fn documents(&self, _: &Reference) -> Result<Vec<KnownDocument>, Problem> {
        Ok(Vec::new())
    }
    fn figures(&self, _: &Claim) -> Result<Vec<KnownFigure>, Problem> {
        Ok(Vec::new())
    }
}
