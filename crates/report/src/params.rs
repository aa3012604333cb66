//! Who reports, on what, to whom: the particulars a template is composed with.

use domain::indicators::{Figure, View};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The unit a report is made for, as the tree of units knows it; from it and the template's `[[issuer]]` rules come the
/// names in the heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Level: trung-uong, tinh, huyen, xa.
    pub cap: String,
    /// Kind of area: tinh, thanh-pho, quan, huyen, thi-xa, xa, phuong, thi-tran, dac-khu.
    pub area_kind: String,
    /// Name, "Bắc Hà".
    pub name: String,
    /// Full name, "huyện Bắc Hà".
    pub full_name: String,
    /// Full name of the area above on the last day of the period, "tỉnh Lào Cai".
    pub parent_full_name: Option<String>,
}

/// The particulars of one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportParams {
    /// Area reported on, in full: "huyện Bắc Hà".
    pub unit: String,
    /// Its bare name: "Bắc Hà".
    pub unit_name: String,
    /// Level: trung-uong, tinh, huyen, xa.
    pub cap: String,
    /// Issuing organ: "Huyện ủy Bắc Hà"; upper case in the heading.
    pub organ: String,
    /// Superior organ named above it.
    pub superior: Option<String>,
    /// Place in the date line: "Bắc Hà".
    pub place: String,
    /// Symbol after the number: "BC/HU", "BC-UBND".
    pub symbol: String,
    /// Number; `None` while a draft.
    pub number: Option<String>,
    /// Date of issue; `None` while a draft.
    pub date: Option<Date>,
    /// Lines over the signature: authority and post, no person's name.
    pub signer: Vec<String>,
    /// Name of the signer; `None` until the writer puts it there.
    #[serde(default)]
    pub signer_name: Option<String>,
    /// Nơi nhận.
    pub recipients: Vec<String>,
    /// First day of the period.
    pub from: Date,
    /// Last day of the period.
    pub to: Date,
    /// The period in words: "năm 2021".
    pub period: String,
    /// The coming period in words: "năm 2022".
    pub next_period: String,
    /// How records of other times are mapped to the unit.
    pub view: View,
    /// The template's own parameters; those not given take their defaults.
    pub values: BTreeMap<String, String>,
}

/// One question of a report: the caller answers it from the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Unique in the template: the figure's key, or `key.dimension` for a breakdown.
    pub id: String,
    /// Key of the `[[figure]]`.
    pub key: String,
    /// Indicator slug.
    pub indicator: String,
    /// Conditions: dimension → allowed values.
    pub filter: BTreeMap<String, Vec<String>>,
    /// Organ kind (or hierarchy) that the figure is restricted to.
    pub organ: Option<String>,
    /// Dimension to break down by; `None` asks for the total.
    pub by: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Request {
    /// The anchor of one answered cell, under which its records are given: the id itself for the total.
    pub fn anchor(&self, figure: &Figure) -> String {
        match self.by.as_ref().and_then(|dim| figure.by.get(dim)) {
            Some(value) => format!("{}.{value}", self.id),
            None => self.id.clone(),
        }
    }
}

/// The answer to one [`Request`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Name of the indicator.
    pub name: String,
    /// What it counts, in plain words.
    pub definition: String,
    /// The conditions of the request in words, for the reader: "tổ chức: Hội Nông dân". May be empty.
    pub conditions: Vec<String>,
    /// Symbol of its counting unit as printed after a number: "cuộc"; "%" for a ratio.
    pub symbol: String,
    /// The total alone, or the cells of the breakdown in the order to print.
    pub cells: Vec<Cell>,
}

/// One figure of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Name of the dimension's value ("cấp huyện"); empty for the total.
    pub label: String,
    /// The figure.
    pub figure: Figure,
}

/// All answers, by [`Request::id`].
pub type Answers = BTreeMap<String, Answer>;
