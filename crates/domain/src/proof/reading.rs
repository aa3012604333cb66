//! What one pass of the reader takes out of a text. Every item keeps its place.

use super::text::Span;
use crate::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Everything read. Lists are in the order of the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// References to documents.
    pub citations: Vec<Citation>,
    /// Numbers that count or measure something.
    pub figures: Vec<Figure>,
    /// Totals and their parts.
    pub groups: Vec<Group>,
    /// Dates, whole or in part, also impossible ones. The date right after a citation is also here.
    pub dates: Vec<DateMention>,
    /// Stretches of time: "năm 2021", "giai đoạn 2021-2025", "6 tháng đầu năm 2024".
    pub periods: Vec<Period>,
    /// Units and organs named.
    pub names: Vec<Name>,
    /// The parts of the document.
    pub outline: Outline,
}

/// The shape of a reference (grammar: Nghị định 30/2020/NĐ-CP, Phụ lục I and III; Party documents: Hướng dẫn 36-HD/VPTW).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// `25-NQ/TW`: number, dash, type.
    Party,
    /// `763/KH-UBND`: number, slash, type.
    State,
    /// `505/UBND-NV`: a letter (công văn), no type in the symbol.
    Letter,
    /// `59/2023/NĐ-CP`: with the year.
    Normative,
    /// `/BC-UBND`: number still blank.
    Draft,
    /// `Kết luận số 114`: number without symbol.
    Bare,
    /// `Nghị quyết Đại hội Đảng bộ huyện lần thứ XXIV`, `Luật Thực hiện dân chủ ở cơ sở`: no number at all.
    Numberless,
}

/// A reference to a document. A reference is not a key: `25-NQ/TW` is two documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// From the type word (or the number, when there is none) to the end of the symbol.
    pub span: Span,
    /// Number and symbol as written, quirks kept: "16 -CT/TU". Empty for a numberless one.
    pub reference: Span,
    /// Shape.
    pub family: Family,
    /// Type in the lexicon's spelling ("Nghị quyết"), from the type word, else from the code.
    pub kind: Option<String>,
    /// The code of the type in the symbol ("NQ"), when the symbol has one.
    pub code: Option<String>,
    /// Number as written: "05", "168a".
    pub number: Option<String>,
    /// Year inside a normative reference.
    pub year: Option<i16>,
    /// Symbol without the number, normalised: no spaces, `-` for every dash ("NQ/TW", "KH-UBND", "NĐ-CP").
    pub symbol: Option<String>,
    /// The date that stands right after it, as an index into [`Reading::dates`].
    pub date: Option<usize>,
    /// The issuer as the sentence states it, never guessed from the symbol.
    pub issuer: Option<Span>,
    /// Title or subject, without "về" and without the outer quotes.
    pub title: Option<Span>,
    /// Whether the text sets the title in quotes.
    pub title_quoted: bool,
    /// The document's own number in its head.
    pub own: bool,
    /// What the sentence says of this and another citation (index into [`Reading::citations`]).
    pub relations: Vec<(Relation, usize)>,
}

/// What one document does to another, as the sentence states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// "Kế hoạch … thực hiện Nghị quyết …"
    Implements,
    /// "Kết luận … về tiếp tục thực hiện Nghị quyết …"
    Continues,
    /// "… sửa đổi, bổ sung …", "… thay thế …"
    Amends,
}

/// A date as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMention {
    /// From "ngày" or the first digit to the last digit of the year; of a blank date the blank too.
    pub span: Span,
    /// The day, when it is a whole date that exists.
    pub date: Option<Date>,
    /// Day as written; none when blank or not given.
    pub day: Option<u32>,
    /// Month as written.
    pub month: Option<u32>,
    /// Year as written.
    pub year: Option<u32>,
    /// "ngày   tháng 02 năm 2024": the day is left open.
    pub blank: bool,
    /// Day and month are given but no such day exists.
    pub impossible: bool,
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Where.
    pub span: Span,
    /// First day, when known.
    pub from: Option<Date>,
    /// Last day, when known.
    pub to: Option<Date>,
}

/// What kind of number a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureKind {
    /// 61 cuộc.
    Count,
    /// 2,5 km; 9.500 m2; 80 ha.
    Measure,
    /// 98,2 %.
    Percent,
    /// 12/18 xã: value 12, of 18.
    Ratio,
    /// hạng 7; đứng thứ 3.
    Rank,
    /// 95,5/100 điểm.
    Score,
    /// 600 triệu đồng.
    Money,
    /// 2 lần/tháng.
    Frequency,
    /// 03 năm.
    Duration,
    /// liên thông 3 cấp.
    Structure,
    /// Lượt xem: 169.
    SiteCounter,
}

/// "hơn", "trên", "gần" …
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Approx {
    /// hơn, trên, quá: more than.
    Above,
    /// gần, dưới, xấp xỉ dưới: less than.
    Below,
    /// khoảng, ước, chừng: about.
    About,
    /// ít nhất, tối thiểu.
    AtLeast,
    /// tối đa, không quá.
    AtMost,
}

/// A number that counts or measures something.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Number and unit: "61 cuộc", "12/18 xã", "Hạng 7", "Lượt xem: 169". Words like "hơn" stay outside.
    pub span: Span,
    /// The bare numeral: "61", "12/18", "7".
    pub numeral: Span,
    /// As written: 600 for "600 triệu đồng", 98.2 for "98,2 %".
    pub value: Decimal,
    /// Counting unit as written, lower case: "cuộc", "%", "km", "triệu đồng", "hạng", "lần/tháng"; none when the text gives none.
    pub unit: Option<String>,
    /// The whole of a fraction: 18 in 12/18, 100 in 95,5/100.
    pub of: Option<Decimal>,
    /// Kind.
    pub kind: FigureKind,
    /// "hơn", "gần": the word and its sense.
    pub approx: Option<(Span, Approx)>,
    /// What is counted: the words that say it.
    pub what: Option<Span>,
    /// Whose or where: "cấp huyện", "toàn tỉnh", a unit's name.
    pub scope: Option<Span>,
    /// Index into [`Reading::periods`] of the period it speaks of.
    pub period: Option<usize>,
    /// Its group (index into [`Reading::groups`]) and its place in it. A figure in two groups has the one where it is a part.
    pub group: Option<(usize, GroupRole)>,
    /// Whether the number is spelled out ("một đồng chí").
    pub spelled: bool,
    /// Written with comma for thousands ("1,271"), against Vietnamese custom.
    pub comma_thousands: bool,
}

/// Place of a figure in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupRole {
    /// The whole.
    Total,
    /// One of what makes it up.
    Part,
}

/// A total and its parts, as the text sets them beside each other. Indices are into [`Reading::figures`].
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The whole; none when only a part and its percentage are given.
    pub total: Option<usize>,
    /// The parts, in order.
    pub parts: Vec<usize>,
    /// Whether the parts add up to the total; none when it cannot be said (no total, different units that may not be added).
    pub adds_up: Option<bool>,
    /// The percentage a part is given with, when that is all that ties it to a total ("2.384 hồ sơ, đạt 50,43 %").
    pub percent: Option<usize>,
    /// The words say the list is complete ("gồm", "trong đó: a, b, c" whose parts name every level) rather than picks from it.
    pub complete: bool,
}

/// What is named.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameKind {
    /// An administrative unit: the kind word as written, lower case ("huyện", "xã", "thành phố").
    Unit {
        /// "huyện".
        kind: String,
    },
    /// An organ or organisation: the lexicon's slug of its kind ("ubnd-huyen", "huyen-uy").
    Organ {
        /// Slug in the lexicon.
        slug: String,
    },
}

/// A unit or organ named in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: NameKind,
    /// The proper name without the kind word ("Bắc Hà"), when there is one.
    pub proper: Option<Span>,
}

/// The parts of the document, in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// The parts that were found.
    pub parts: Vec<Part>,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Where.
    pub span: Span,
}

/// Parts of a document: Nghị định 30/2020/NĐ-CP, Phụ lục I; Party form: Hướng dẫn 36-HD/VPTW.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM, Độc lập - Tự do - Hạnh phúc.
    Motto,
    /// ĐẢNG CỘNG SẢN VIỆT NAM.
    PartyHead,
    /// Name of the issuing organ in the head.
    Issuer,
    /// Số: …/BC-UBND.
    Number,
    /// Place and date.
    PlaceDate,
    /// BÁO CÁO and other type names on a line of their own.
    Type,
    /// The subject under the type.
    Subject,
    /// Kính gửi.
    Addressee,
    /// A numbered heading: depth from 0 ("I.") on, and its label ("II", "3", "a").
    Heading {
        /// 0 for Roman, 1 for Arabic, 2 for a letter.
        depth: u8,
        /// "II".
        label: String,
    },
    /// A footnote at the foot of a page.
    Footnote {
        /// The mark.
        mark: String,
    },
    /// ./.
    End,
    /// Nơi nhận.
    Recipients,
    /// TM., KT., TL. and the office.
    Authority,
    /// Name of the signer.
    Signer,
}
