//! Units in time (đơn vị hành chính): areas with codes, names, kinds and parents that change, end and are succeeded.
//!
//! A unit keeps its identity when it continues or is renamed; a merger or split ends it, and what follows is a new unit
//! even under the same code or name. Codes and names are attributes of a [`Version`], never keys.

mod build;
mod find;
mod restate;
mod scope;
mod story;

#[cfg(test)]
mod tests;

pub use build::Units;
pub use find::{Hit, Match};
pub use restate::{Direction, Restated, Restatement};
pub use scope::{Caveat, Piece, PiecePart, Scope};
pub use story::{NamedUnit, Story, StoryLink, StoryVersion};

use crate::calendar::{BEGINNING, OPEN_END, Period};
use crate::ids::{NATION, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Level of government (cấp). Orders from the top down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The nation.
    TrungUong,
    /// Province or centrally-run city.
    Tinh,
    /// District, town or provincial city: abolished on 1 July 2025 (Law 72/2025/QH15).
    Huyen,
    /// Commune, ward, township, special zone.
    Xa,
}

impl Level {
    /// All levels, from the top down.
    pub const ALL: [Level; 4] = [Level::TrungUong, Level::Tinh, Level::Huyen, Level::Xa];

    /// The slug, as the catalogue and the dimension `cap` write it.
    pub const fn slug(self) -> &'static str {
        match self {
            Level::TrungUong => "trung-uong",
            Level::Tinh => "tinh",
            Level::Huyen => "huyen",
            Level::Xa => "xa",
        }
    }
    /// The Vietnamese name, "cấp huyện".
    pub const fn name(self) -> &'static str {
        match self {
            Level::TrungUong => "Trung ương",
            Level::Tinh => "cấp tỉnh",
            Level::Huyen => "cấp huyện",
            Level::Xa => "cấp xã",
        }
    }
    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.slug() == slug)
    }
}

/// Kind of unit (loại đơn vị hành chính).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The nation, root of the tree.
    Nuoc,
    /// Province.
    Tinh,
    /// City, centrally run or (before July 2025) under a province.
    ThanhPho,
    /// Urban district.
    Quan,
    /// Rural district.
    Huyen,
    /// Town at district level.
    ThiXa,
    /// Commune.
    Xa,
    /// Ward.
    Phuong,
    /// Township.
    ThiTran,
    /// Special zone (island), since July 2025.
    DacKhu,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 10] = [
        Kind::Nuoc,
        Kind::Tinh,
        Kind::ThanhPho,
        Kind::Quan,
        Kind::Huyen,
        Kind::ThiXa,
        Kind::Xa,
        Kind::Phuong,
        Kind::ThiTran,
        Kind::DacKhu,
    ];

    /// The slug, as the catalogue and `units.csv` write it.
    pub const fn slug(self) -> &'static str {
        match self {
            Kind::Nuoc => "nuoc",
            Kind::Tinh => "tinh",
            Kind::ThanhPho => "thanh-pho",
            Kind::Quan => "quan",
            Kind::Huyen => "huyen",
            Kind::ThiXa => "thi-xa",
            Kind::Xa => "xa",
            Kind::Phuong => "phuong",
            Kind::ThiTran => "thi-tran",
            Kind::DacKhu => "dac-khu",
        }
    }
    /// The Vietnamese name as it begins a full name, "Thị trấn".
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Nuoc => "Nước",
            Kind::Tinh => "Tỉnh",
            Kind::ThanhPho => "Thành phố",
            Kind::Quan => "Quận",
            Kind::Huyen => "Huyện",
            Kind::ThiXa => "Thị xã",
            Kind::Xa => "Xã",
            Kind::Phuong => "Phường",
            Kind::ThiTran => "Thị trấn",
            Kind::DacKhu => "Đặc khu",
        }
    }
    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.slug() == slug)
    }
}

/// What a unit was during one stretch of time: no attribute changes within it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Whose version.
    pub unit: UnitId,
    /// First day; `None` = the start is unknown.
    pub from: Option<Date>,
    /// Last day, inclusive; `None` = still open.
    pub to: Option<Date>,
    /// Official code of that time ("085", "02839").
    pub code: String,
    /// Name without its kind ("Bắc Hà").
    pub name: String,
    /// Name with its kind ("Huyện Bắc Hà").
    pub full_name: String,
    /// Kind.
    pub kind: Kind,
    /// Level.
    pub level: Level,
    /// Parent; `None` only for the nation.
    pub parent: Option<UnitId>,
    /// Other official spellings of the full name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alt_names: Vec<String>,
}

impl Version {
    /// The stretch of time, with the calendar's ends for "unknown" and "open".
    pub fn period(&self) -> Period {
        Period { from: self.from.unwrap_or(BEGINNING), to: self.to.unwrap_or(OPEN_END) }
    }
    /// Full name as it stands inside a sentence: "huyện Bắc Hà".
    pub fn in_sentence(&self) -> String {
        let mut chars = self.full_name.chars();
        match chars.next() {
            Some(first) if self.kind != Kind::Nuoc => first.to_lowercase().chain(chars).collect(),
            _ => self.full_name.clone(),
        }
    }
    /// The root of every tree.
    pub fn nation() -> Version {
        Version {
            unit: NATION,
            from: None,
            to: None,
            code: "VN".into(),
            name: "Việt Nam".into(),
            full_name: "Việt Nam".into(),
            kind: Kind::Nuoc,
            level: Level::TrungUong,
            parent: None,
            alt_names: Vec::new(),
        }
    }
}

/// How one unit follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuccessionKind {
    /// The whole old unit joins others in a new one; ends the old unit.
    Merged,
    /// Parts of the old unit go to several new ones; ends the old unit.
    Split,
    /// The same unit under another name or kind; `old` and `new` are the same.
    Renamed,
    /// The same unit, not rearranged; `old` and `new` are the same.
    Continued,
}

impl SuccessionKind {
    /// Whether the old unit ends and the new one is another unit.
    pub const fn ends(self) -> bool {
        matches!(self, SuccessionKind::Merged | SuccessionKind::Split)
    }
    /// The slug, as `successions.csv` writes it.
    pub const fn slug(self) -> &'static str {
        match self {
            SuccessionKind::Merged => "merged",
            SuccessionKind::Split => "split",
            SuccessionKind::Renamed => "renamed",
            SuccessionKind::Continued => "continued",
        }
    }
    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        use SuccessionKind::{Continued, Merged, Renamed, Split};
        [Merged, Split, Renamed, Continued].into_iter().find(|k| k.slug() == slug)
    }
}

/// How much of the old unit went into the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// All area and people (toàn bộ).
    Whole,
    /// A part of area and people (một phần).
    PartOnly,
    /// A part of the area, nobody living there (một phần diện tích).
    AreaWithoutPeople,
    /// A part of the area with all the people (một phần diện tích, toàn bộ dân số).
    AllPeople,
    /// A part of the people (một phần dân số).
    SomePeople,
    /// All the area; not all the people (toàn bộ diện tích).
    WholeArea,
}

impl Part {
    /// The slug, as `successions.csv` writes it.
    pub const fn slug(self) -> &'static str {
        match self {
            Part::Whole => "toan-bo",
            Part::PartOnly => "mot-phan",
            Part::AreaWithoutPeople => "mot-phan-dien-tich",
            Part::AllPeople => "mot-phan-dien-tich+toan-bo-dan-so",
            Part::SomePeople => "mot-phan-dan-so",
            Part::WholeArea => "toan-bo-dien-tich",
        }
    }
    /// The Vietnamese words.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Whole => "toàn bộ",
            Part::PartOnly => "một phần",
            Part::AreaWithoutPeople => "một phần diện tích, không có dân",
            Part::AllPeople => "một phần diện tích, toàn bộ dân số",
            Part::SomePeople => "một phần dân số",
            Part::WholeArea => "toàn bộ diện tích",
        }
    }
    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        use Part::{AllPeople, AreaWithoutPeople, PartOnly, SomePeople, Whole, WholeArea};
        [Whole, PartOnly, AreaWithoutPeople, AllPeople, SomePeople, WholeArea].into_iter().find(|p| p.slug() == slug)
    }
    /// Whether people, and so records, went along.
    pub const fn takes_people(self) -> bool {
        !matches!(self, Part::AreaWithoutPeople)
    }
    /// Whether all the people went along: decisive for where records belong.
    pub const fn takes_all_people(self) -> bool {
        matches!(self, Part::Whole | Part::AllPeople)
    }
}

/// One unit, or a part of it, becomes or joins another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    /// The unit that was.
    pub old: UnitId,
    /// The unit that is; the same as `old` for renamed and continued.
    pub new: UnitId,
    /// First day of the new state.
    pub on: Date,
    /// How.
    pub kind: SuccessionKind,
    /// How much.
    pub part: Part,
    /// The legal instrument, "1673/NQ-UBTVQH15 Đ1 k73".
    pub legal_ref: String,
}

/// All that is known of units; what a database keeps and [`Units`] indexes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Versions of all units, with the nation.
    pub versions: Vec<Version>,
    /// Successions.
    pub successions: Vec<Succession>,
    /// Before this date the list is known to be incomplete.
    pub incomplete_before: Option<Date>,
}

/// A date as Vietnamese text: "01/07/2025".
pub(crate) fn vn_date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}
