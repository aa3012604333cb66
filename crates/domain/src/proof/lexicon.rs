//! The words of the field that reading and proofing go by: kinds of documents and their codes, issuers, counting units, bodies
//! and when they existed, set phrases, acronyms. Filled from `catalogue/proof/*.toml`, a file per section.

use crate::Date;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// All sections.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lexicon {
    /// `documents.toml`
    pub documents: Documents,
    /// `counting.toml`
    pub counting: Counting,
    /// `bodies.toml`
    pub bodies: Bodies,
    /// `spelling.toml`
    pub spelling: Spelling,
    /// `measures.toml`
    pub measures: Measures,
}

/// Kinds of documents, codes and issuers.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Documents {
    /// Kinds: "Nghị quyết" with the codes NQ.
    pub kind: Vec<DocumentKind>,
    /// Issuers' codes: TW, TU, HU, UBND, TTg …
    pub issuer: Vec<IssuerCode>,
    /// Acts known by name; a name may hold commas, so that only a list tells where it ends.
    pub act: Vec<Act>,
}

/// A law, ordinance or charter that texts cite by name.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Act {
    /// With the kind: "Luật Thực hiện dân chủ ở cơ sở".
    pub name: String,
    /// Reference of the act of this name now in force, when it is sure: "10/2022/QH15".
    pub reference: String,
    /// First day in force of the act of this reference.
    #[serde(deserialize_with = "day")]
    pub from: Option<Date>,
    /// Last day in force, when an act of another name took its place.
    #[serde(deserialize_with = "day")]
    pub to: Option<Date>,
}

/// A kind of document.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DocumentKind {
    /// "Nghị quyết".
    pub name: String,
    /// Codes in symbols: ["NQ"]; "Quy định" has ["QĐi", "QyĐ", "QĐ"].
    pub codes: Vec<String>,
    /// Whether documents of this kind are named by their title in quotes, without a number: "Quy chế …".
    pub numberless: bool,
    /// Whether documents of this kind are named by the congress or plenum that passed them: "Nghị quyết Đại hội …".
    pub congress: bool,
    /// Whether the name follows the kind at once, without quotes: "Luật Đất đai", "Điều lệ Đảng".
    pub act: bool,
    /// Whether a number alone may follow the name, without "số" and symbol: "Đề án 06", but "Báo cáo 6 tháng".
    pub bare: bool,
    /// Whether it has no code of its own: letters (công văn) carry the codes of issuer and unit instead.
    pub letter: bool,
}

/// A code of an issuer.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct IssuerCode {
    /// "TU".
    pub code: String,
    /// Names that may issue under it, as a sentence states them, beginnings suffice: ["Tỉnh ủy", "Thành ủy", "Ban Thường vụ Tỉnh ủy"].
    pub names: Vec<String>,
}

/// Counting units and the words around numbers.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Counting {
    /// Units: nouns that are counted, and units of measure.
    pub unit: Vec<CountingUnit>,
    /// "hơn" and the like.
    pub approximator: Vec<Approximator>,
    /// Words before a number that only names something: "tiểu đoàn", "điều", "quốc lộ".
    pub designation: Vec<String>,
    /// Words of the same sort before which a number may count as well: "tổ 3" is a name, "tổ 03 người" counts.
    pub loose_designation: Vec<String>,
    /// Words that end in a designation but do not name: "tổng số" before a number counts though "số" would name.
    pub not_designation: Vec<String>,
    /// Words before or between which a number is a place in an order: "xếp thứ", "hạng".
    pub rank: Vec<String>,
    /// Labels of counters in the furniture of a web page: "lượt xem", "đang online".
    pub counter: Vec<String>,
    /// Sets of labels that divide a whole: levels, women and men, solved and unsolved.
    pub partition: Vec<Partition>,
}

/// Labels of which each takes a share of the whole, so that a list that bears only such labels claims to be complete.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Partition {
    /// The labels; spellings of one label are parted by `|`: ["cấp tỉnh|tỉnh", "cấp huyện|huyện", "cấp xã|xã"].
    pub labels: Vec<String>,
}

/// A counting unit.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CountingUnit {
    /// As written: "cuộc", "lượt người", "km", "triệu đồng".
    pub name: String,
    /// count, measure, money, duration, percent, score, rank, structure; see [`super::reading::FigureKind`].
    pub kind: String,
    /// What it is added up with: units of one class may be added ("cuộc" and "hội nghị" are events). Empty: only with itself.
    pub class: String,
    /// How many single units one is, for money and measures: 1000000 for "triệu đồng". 0 or absent: 1.
    pub factor: u64,
}

/// A word before a number that makes it inexact.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Approximator {
    /// "hơn".
    pub word: String,
    /// above, below, about, at-least, at-most.
    pub sense: String,
}

/// Units' levels, organs, and when they existed.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Bodies {
    /// Organs and levels.
    pub body: Vec<Body>,
}

/// A kind of body.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Body {
    /// Slug: "ubnd-huyen".
    pub slug: String,
    /// How it is named: ["Ủy ban nhân dân huyện", "UBND huyện"].
    pub names: Vec<String>,
    /// Whether it is a kind of administrative unit, after which its proper name stands: "huyện".
    #[serde(default)]
    pub unit: bool,
    /// First day, when it has one worth knowing.
    #[serde(default, deserialize_with = "day")]
    pub from: Option<Date>,
    /// Last day of its existence.
    #[serde(default, deserialize_with = "day")]
    pub to: Option<Date>,
    /// What orders it.
    #[serde(default)]
    pub basis: String,
    /// What does its work since.
    #[serde(default)]
    pub successor: String,
}

/// Spelling: phrases of the field and acronyms.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Spelling {
    /// Set phrases of two syllables and more, in their right spelling: "dân vận", "đặc biệt", "sách nhiễu". A text that is one
    /// letter or tone away from one of them has slipped.
    pub phrases: Vec<String>,
    /// Right words that are one letter or tone away from a set phrase ("công tắc" beside "công tác"): left in peace.
    pub also: Vec<String>,
    /// What is never right, with what is meant: "nhửng" → "những", "bổ xung" → "bổ sung".
    pub wrong: Vec<Wrong>,
    /// Syllables that live in a few words only and are mistaken for another: "đề" (đề án, vấn đề …) for "để".
    pub bound: Vec<Bound>,
    /// Names that are cut when their first word is missing: "Chấp hành Đảng bộ" lacks "Ban".
    pub partial: Vec<Partial>,
    /// Words of grammar: never written twice in a row, never taken for a slip of another word.
    pub function_words: Vec<String>,
    /// Words that may be said twice: "dần dần", "người người".
    pub doubled: Vec<String>,
    /// Names in full, of which a word is easily left out: "Luật Thực hiện dân chủ ở cơ sở".
    pub names: Vec<String>,
    /// Known acronyms and what they stand for.
    pub acronym: Vec<Acronym>,
    /// Syllables that are right though no Vietnamese syllable: foreign words, names of ethnic places.
    pub foreign: Vec<String>,
}

/// A spelling that is never right.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Wrong {
    /// As it is miswritten, one or more syllables.
    pub text: String,
    /// What is meant.
    pub right: String,
}

/// A syllable that stands in few words.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Bound {
    /// The syllable.
    pub syllable: String,
    /// Syllables that may stand right before it.
    pub before: Vec<String>,
    /// Syllables that may stand right after it.
    pub after: Vec<String>,
    /// What is meant everywhere else.
    pub meant: String,
}

/// A name without its first word.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Partial {
    /// What is left: "Chấp hành Đảng bộ".
    pub phrase: String,
    /// What has to stand before it: "Ban".
    pub lacks: String,
}

/// An acronym.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Acronym {
    /// "MTTQ".
    pub short: String,
    /// "Mặt trận Tổ quốc".
    pub long: String,
}

/// Words by which a text speaks of an indicator.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Measures {
    /// One or more per indicator.
    pub measure: Vec<MeasurePhrase>,
    /// Levels of issuers by the words of their names, in the order in which they are tried.
    pub level: Vec<IssuerLevel>,
}

/// At which level an issuer stands, by its name: what the register of documents asks for.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct IssuerLevel {
    /// A choice of the register's field `cap-ban-hanh`: "trung-uong".
    pub level: String,
    /// Words of which one stands in the name: ["Bộ Chính trị", "Chính phủ"].
    pub words: Vec<String>,
}

/// How a text speaks of an indicator.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct MeasurePhrase {
    /// The indicator's slug.
    pub indicator: String,
    /// Counting units it is counted in: ["cuộc", "hội nghị"].
    pub units: Vec<String>,
    /// Words of which all must stand near: each entry a set of alternatives parted by `|`: ["đối thoại|tiếp xúc"].
    pub words: Vec<String>,
    /// Words that must not stand near: ["cử tri"].
    pub without: Vec<String>,
}

/// A day as text, or as TOML writes it without quotes (which its reader hands over as a map of one text).
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    struct Day;
    impl<'de> Visitor<'de> for Day {
        type Value = Option<Date>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("ngày dạng 2025-06-30")
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            text.parse().map(Some).map_err(|_| E::custom("phải là ngày dạng 2025-06-30"))
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let Some((_, text)) = map.next_entry::<String, String>()? else { return Ok(None) };
            self.visit_str(&text)
        }
    }
    deserializer.deserialize_any(Day)
}
