//! The story of a unit: what it was and when, what it came from and became, and who else bears its name or code.

use super::{Level, Part, Succession, SuccessionKind, Units, Version, vn_date};
use crate::calendar::{BEGINNING, OPEN_END};
use crate::ids::UnitId;
use crate::text::fold;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How many namesakes the text names; some names are borne by a hundred units.
const NAMESAKES: usize = 12;

/// A unit as it is named in another's story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedUnit {
    /// The unit.
    pub unit: UnitId,
    /// Code at that time.
    pub code: String,
    /// Full name at that time.
    pub full_name: String,
    /// Full names of the units above it, nearest first, without the nation.
    pub above: Vec<String>,
    /// First day of its life; `None` = unknown.
    pub from: Option<Date>,
    /// Last day of its life; `None` = open.
    pub to: Option<Date>,
}

/// One version with the units above it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryVersion {
    /// The version.
    pub version: Version,
    /// Units above on its first day, nearest first, without the nation.
    pub above_first: Vec<NamedUnit>,
    /// Units above on its last day.
    pub above_last: Vec<NamedUnit>,
    /// The instrument by which this version began, when it continues the one before.
    pub legal_ref: Option<String>,
}

/// One succession seen from the unit of the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryLink {
    /// The unit on the other side.
    pub other: NamedUnit,
    /// First day of the new unit.
    pub on: Date,
    /// How.
    pub kind: SuccessionKind,
    /// How much of the old unit.
    pub part: Part,
    /// Legal instrument.
    pub legal_ref: String,
}

/// The story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// The unit.
    pub unit: UnitId,
    /// Versions, oldest first; empty when there is no such unit.
    pub versions: Vec<StoryVersion>,
    /// What it came from.
    pub came_from: Vec<StoryLink>,
    /// What it became.
    pub became: Vec<StoryLink>,
    /// Former districts that it, or the communes it came from, lay in.
    pub districts: Vec<NamedUnit>,
    /// For a unit that ended without successor: the units that what lay below it became.
    pub area_now: Vec<NamedUnit>,
    /// Other units that bear or bore one of its codes.
    pub same_code: Vec<NamedUnit>,
    /// Other units, of any level, that bear or bore one of its names (diacritics aside).
    pub same_name: Vec<NamedUnit>,
    /// Gaps in what is known, in Vietnamese.
    pub notes: Vec<String>,
}

impl Units {
    /// The story of a unit.
    pub fn story(&self, u: UnitId) -> Story {
        let links = |rows: Vec<&Succession>, new: bool| -> Vec<StoryLink> {
            rows.into_iter().filter(|s| s.kind.ends()).filter_map(|s| self.link(s, new)).collect()
        };
        Story {
            unit: u,
            versions: self.versions(u).iter().map(|v| self.told(v)).collect(),
            came_from: links(self.came_from(u), false),
            became: links(self.became(u), true),
            districts: self.former_districts(u),
            area_now: self.area_now(u),
            same_code: self.same_code(u),
            same_name: self.same_name(u),
            notes: self.gaps(u),
        }
    }

    /// A unit as named on a date (held within its life).
    fn named(&self, u: UnitId, on: Date) -> Option<NamedUnit> {
        let date = self.clamp(u, on);
        let v = self.version_on(u, date)?;
        let above = self.above(u, date).into_iter().map(|p| p.full_name.clone()).collect();
        let (from, to) = (self.first_version(u)?.from, self.last_version(u)?.to);
        Some(NamedUnit { unit: u, code: v.code.clone(), full_name: v.full_name.clone(), above, from, to })
    }

    fn above(&self, u: UnitId, date: Date) -> Vec<&Version> {
        let all = self.ancestors_on(u, date).into_iter().filter_map(|a| self.version_on(a, date));
        all.filter(|v| v.parent.is_some()).collect()
    }

    fn told(&self, v: &Version) -> StoryVersion {
        let above =
            |date| self.above(v.unit, date).into_iter().filter_map(|p| self.named(p.unit, date)).collect::<Vec<_>>();
        let rows = self.came_from(v.unit);
        let began = rows.into_iter().find(|s| !s.kind.ends() && Some(s.on) == v.from);
        StoryVersion {
            version: v.clone(),
            above_first: above(v.period().from),
            above_last: above(v.period().to),
            legal_ref: began.map(|s| s.legal_ref.clone()),
        }
    }

    fn link(&self, s: &Succession, new: bool) -> Option<StoryLink> {
        let day = if new { s.on } else { s.on.yesterday().unwrap_or(s.on) };
        let other = self.named(if new { s.new } else { s.old }, day)?;
        Some(StoryLink { other, on: s.on, kind: s.kind, part: s.part, legal_ref: s.legal_ref.clone() })
    }

    fn former_districts(&self, u: UnitId) -> Vec<NamedUnit> {
        if self.last_version(u).is_none_or(|v| v.level != Level::Xa) {
            return Vec::new();
        }
        let origins = self.came_from(u).into_iter().map(|s| s.old).chain([u]);
        let parents = origins.flat_map(|o| self.versions(o)).filter_map(|v| Some((v.parent?, v.period().to)));
        let districts: BTreeSet<(UnitId, Date)> =
            parents.filter(|(p, day)| self.version_on(*p, *day).is_some_and(|v| v.level == Level::Huyen)).collect();
        districts.into_iter().filter_map(|(p, day)| self.named(p, day)).collect()
    }

    fn area_now(&self, u: UnitId) -> Vec<NamedUnit> {
        let Some(end) = self.last_version(u).and_then(|v| v.to) else { return Vec::new() };
        if self.became(u).iter().any(|s| s.kind.ends()) {
            return Vec::new();
        }
        let Ok(after) = end.tomorrow() else { return Vec::new() };
        let children = self.children_on(u, end);
        let followed = |c: UnitId| -> Vec<UnitId> {
            if self.alive(c, after) {
                return vec![c];
            }
            self.became(c).into_iter().filter(|s| s.kind.ends() && s.part.takes_people()).map(|s| s.new).collect()
        };
        let now: BTreeSet<UnitId> = children.into_iter().flat_map(followed).collect();
        now.into_iter().filter_map(|n| self.named(n, after)).collect()
    }

    fn same_code(&self, u: UnitId) -> Vec<NamedUnit> {
        let lists = self.versions(u).iter().filter_map(|v| self.codes.get(&v.code));
        let versions = lists.flatten().filter_map(|i| self.facts().versions.get(*i));
        self.others(u, versions)
    }

    fn same_name(&self, u: UnitId) -> Vec<NamedUnit> {
        let own: BTreeSet<String> = self.versions(u).iter().map(|v| fold(&v.name)).collect();
        let named = self.facts().versions.iter().zip(&self.names).filter(|(_, n)| own.contains(n.folded()));
        self.others(u, named.map(|(v, _)| v))
    }

    fn others<'a>(&self, u: UnitId, versions: impl Iterator<Item = &'a Version>) -> Vec<NamedUnit> {
        let mut seen = BTreeSet::from([u]);
        versions.filter(|v| seen.insert(v.unit)).filter_map(|v| self.named(v.unit, v.period().to)).collect()
    }

    fn gaps(&self, u: UnitId) -> Vec<String> {
        let mut notes = Vec::new();
        let Some(first) = self.first_version(u).filter(|v| v.parent.is_some()) else { return notes };
        if first.from.is_none() {
            notes.push(format!("Không rõ {} có từ ngày nào.", first.in_sentence()));
        }
        if let Some(date) = self.facts().incomplete_before.filter(|d| first.period().from < *d) {
            notes.push(format!(
                "Danh sách đơn vị trước ngày {} chưa đầy đủ: thiếu các đơn vị đã giải thể, nhập trước đó.",
                vn_date(date)
            ));
        }
        notes
    }
}

impl Story {
    /// The story as lines of Vietnamese text.
    pub fn lines(&self) -> Vec<String> {
        let Some(last) = self.versions.last() else {
            return vec![format!("Không có đơn vị số {}.", self.unit)];
        };
        let mut lines = vec![format!("{} (mã {})", last.version.full_name, last.version.code)];
        lines.extend(self.versions.iter().map(StoryVersion::line));
        section(&mut lines, "Hình thành từ:", self.came_from.iter().map(StoryLink::line));
        section(&mut lines, "Trở thành:", self.became.iter().map(StoryLink::line));
        if self.became.is_empty() && last.version.to.is_some() {
            lines.push("  Giải thể, không có đơn vị kế thừa; hồ sơ của đơn vị tính từ cấp trên trở lên.".into());
        }
        section(&mut lines, "Địa bàn sau đó thuộc:", self.area_now.iter().map(NamedUnit::line));
        section(&mut lines, "Đơn vị cấp huyện trước đây:", self.districts.iter().map(NamedUnit::line));
        section(&mut lines, "Đơn vị khác mang cùng mã:", self.same_code.iter().map(NamedUnit::line));
        let namesakes = self.same_name.iter().take(NAMESAKES).map(NamedUnit::line);
        let rest = self.same_name.len().saturating_sub(NAMESAKES);
        let more = (rest > 0).then(|| format!("và {rest} đơn vị khác"));
        section(&mut lines, "Đơn vị khác trùng tên:", namesakes.chain(more));
        lines.extend(self.notes.iter().map(|n| format!("Lưu ý: {n}")));
        lines
    }
}

fn section(lines: &mut Vec<String>, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if !items.is_empty() {
        lines.push(format!("  {title}"));
        lines.extend(items.into_iter().map(|i| format!("    - {i}")));
    }
}

/// "từ 01/07/2025", "đến 30/06/2025", "từ … đến …"; empty when neither end is known.
fn span(from: Option<Date>, to: Option<Date>) -> String {
    let from = from.filter(|d| *d != BEGINNING).map(|d| format!("từ {}", vn_date(d)));
    let to = to.filter(|d| *d != OPEN_END).map(|d| format!("đến {}", vn_date(d)));
    from.into_iter().chain(to).collect::<Vec<_>>().join(" ")
}

impl StoryVersion {
    fn line(&self) -> String {
        let v = &self.version;
        let when = span(v.from, v.to);
        let when = if when.is_empty() { String::new() } else { format!("{when}: ") };
        let names = |list: &[NamedUnit]| list.iter().map(|n| n.full_name.as_str()).collect::<Vec<_>>().join(", ");
        let (first, last) = (names(&self.above_first), names(&self.above_last));
        let mut text = format!("  {when}{} (mã {})", v.full_name, v.code);
        if !last.is_empty() {
            text.push_str(&format!(", thuộc {last}"));
        }
        if first != last && !first.is_empty() {
            text.push_str(&format!(" (lúc đầu thuộc {first})"));
        }
        if let Some(legal) = &self.legal_ref {
            text.push_str(&format!(" [{legal}]"));
        }
        text
    }
}

impl StoryLink {
    fn line(&self) -> String {
        let mut text = self.other.place();
        if self.part != Part::Whole {
            text.push_str(&format!(" – {}", self.part.name()));
        }
        text.push_str(&format!(", ngày {}", vn_date(self.on)));
        if !self.legal_ref.is_empty() {
            text.push_str(&format!(" [{}]", self.legal_ref));
        }
        text
    }
}

impl NamedUnit {
    /// "Xã Bắc Hà (02839), Tỉnh Lào Cai".
    pub fn place(&self) -> String {
        let mut text = format!("{} ({})", self.full_name, self.code);
        for above in &self.above {
            text.push_str(", ");
            text.push_str(above);
        }
        text
    }
    fn line(&self) -> String {
        let when = span(self.from, self.to);
        if when.is_empty() { self.place() } else { format!("{}, {when}", self.place()) }
    }
}
