//! The report model: blocks and runs. Everything that shows a report (page, plain text, PDF, DOCX)
//! reads this and nothing else; a number in it is a [`Run::Figure`] that keeps its binding.

use domain::indicators::{Figure, View};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Heading and signature layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Party documents (Hướng dẫn 36-HD/VPTW): no quốc hiệu, `Số 12-BC/HU`.
    Party,
    /// State documents (Nghị định 30/2020/NĐ-CP, Phụ lục I): quốc hiệu and tiêu ngữ, `Số: 12/BC-UBND`.
    State,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What stands around the text.
    pub meta: Meta,
    /// The text, in order; the last block is the signature.
    pub blocks: Vec<Block>,
    /// Footnotes in the order of their numbers, from 1.
    pub footnotes: Vec<Vec<Run>>,
    /// What each number in the text stands for, in the order in which they appear.
    pub bindings: Vec<Binding>,
}

/// What stands around the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Slug of the template.
    pub template: String,
    /// Layout.
    pub layout: Layout,
    /// Superior organ, as printed (upper case).
    pub superior: Option<String>,
    /// Issuing organ, as printed (upper case).
    pub organ: String,
    /// The number line: "Số 12-BC/HU"; blank number while a draft.
    pub number: String,
    /// Place and date line.
    pub place_date: String,
    /// Kind of document, "BÁO CÁO".
    pub title: String,
    /// Trích yếu.
    pub subject: String,
    /// Whether number or date are still blank.
    pub draft: bool,
    /// Area reported on, "huyện Bắc Hà".
    pub unit: String,
    /// First day of the period.
    pub from: Date,
    /// Last day of the period.
    pub to: Date,
    /// How records of other times were mapped to the unit.
    pub view: View,
}

impl Meta {
    /// The issuing organ in the lines it is printed in: the area that it belongs to begins a line of its own
    /// ("ỦY BAN NHÂN DÂN" over "HUYỆN BẮC HÀ").
    pub fn organ_lines(&self) -> Vec<String> {
        let area = self.unit.to_uppercase();
        match self.organ.strip_suffix(&area).map(str::trim_end).filter(|body| !body.is_empty() && !area.is_empty()) {
            Some(body) => vec![body.to_string(), area],
            None => vec![self.organ.clone()],
        }
    }
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A heading, level 1 (I.) to 4.
    Heading {
        /// Level from 1.
        level: u8,
        /// Text.
        runs: Vec<Run>,
    },
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A place left for the writer's own words, with what is asked for.
    Prompt(Vec<Run>),
    /// A list.
    List {
        /// First number of a numbered list; `None` = dashes.
        start: Option<u64>,
        /// Items.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table {
        /// Head cells.
        head: Vec<Vec<Run>>,
        /// Rows of cells.
        rows: Vec<Vec<Vec<Run>>>,
    },
    /// Recipients (nơi nhận) and the signer's authority and post; no person's name.
    Signature {
        /// "- Ban Dân vận Tỉnh ủy," without dash and punctuation.
        recipients: Vec<String>,
        /// Lines: "T/M BAN THƯỜNG VỤ", "BÍ THƯ".
        signer: Vec<String>,
        /// Name of the signer, once the writer has put it there; no template has one.
        #[serde(default)]
        name: Option<String>,
    },
}

/// Emphasis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Style {
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
}

/// A run of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Run {
    /// Words.
    Text {
        /// The words.
        text: String,
        /// Emphasis.
        style: Style,
    },
    /// A number bound to its records.
    Figure {
        /// [`Binding::anchor`] of what it stands for.
        anchor: String,
        /// As rendered, with what must be said before it ("trên 600 triệu đồng").
        text: String,
        /// Which occurrence of this anchor it is, from 1.
        nth: usize,
        /// Emphasis.
        style: Style,
    },
    /// A reference to a footnote.
    FootnoteRef {
        /// Number of the footnote, from 1.
        number: usize,
        /// Which reference to this footnote it is, from 1.
        nth: usize,
    },
    /// A forced line break.
    LineBreak,
}

/// What one number stands for: enough to ask again and to open its records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    /// Unique in the report: the figure's key, or `key.dimension.value` for a cell of a breakdown.
    pub anchor: String,
    /// Name of the indicator, with the cell's name for a breakdown.
    pub name: String,
    /// What the indicator counts.
    pub definition: String,
    /// Symbol of the counting unit, "cuộc".
    pub symbol: String,
    /// The conditions in words.
    pub conditions: Vec<String>,
    /// The conditions asked with: dimension → values.
    pub filter: BTreeMap<String, Vec<String>>,
    /// Organ it is restricted to.
    pub organ: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The figure as answered.
    pub figure: Figure,
    /// As rendered where it first appears.
    pub text: String,
    /// How many times it appears.
    pub uses: usize,
}

/// The records behind one number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Records {
    /// The records, in the order to show; may be the first page only.
    pub lines: Vec<RecordLine>,
    /// How many there are in all; at least `lines.len()`.
    pub total: usize,
    /// The records that the reader may not open, as far as they may be told of: counted in `total`, not in `lines`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withheld>,
}

/// Records that a reader may not open: how many of one register, unit and month there are, and what they add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Name of the register.
    pub register: String,
    /// Name of the unit where they count, on the last day of the month.
    pub unit: String,
    /// Year of the records' dates.
    pub year: i16,
    /// Month of the records' dates, from 1.
    pub month: i8,
    /// How many records.
    pub count: usize,
    /// What they add together, as text with its counting unit; empty when the figure is no sum.
    pub amount: String,
}

/// One record behind a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordLine {
    /// Entry id.
    pub entry: String,
    /// Name of the register.
    pub register: String,
    /// Running number in the register, "12/2021".
    pub number: String,
    /// Date on which it counts.
    pub date: Date,
    /// Name of the unit that keeps it.
    pub unit: String,
    /// One-line title.
    pub title: String,
    /// What it adds, as text with its counting unit: "75 người dự", "trên 50 triệu đồng".
    pub amount: String,
    /// What it adds, as a number; `None` when still pending or when the figure is no sum (a ratio, a distinct count).
    pub value: Option<domain::indicators::Decimal>,
}

/// The records behind the numbers of a report, by [`Binding::anchor`].
pub type Provenance = BTreeMap<String, Records>;
