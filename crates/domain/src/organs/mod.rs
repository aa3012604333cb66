//! Organs (cơ quan): authorities and bodies that sit in areas, in three hierarchies, made by dated rules of the
//! catalogue from a kind and an area on first use.

#[cfg(test)]
mod tests;

use crate::ids::{OrganId, UnitId};
use crate::problem::Problem;
use crate::units::{Kind, Level, Units, Version, vn_date};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The hierarchy that an organ belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hierarchy {
    /// Government (chính quyền).
    ChinhQuyen,
    /// Party.
    Dang,
    /// Fatherland Front and unions (Mặt trận Tổ quốc, các đoàn thể).
    MatTran,
}

impl Hierarchy {
    /// All hierarchies.
    pub const ALL: [Hierarchy; 3] = [Hierarchy::ChinhQuyen, Hierarchy::Dang, Hierarchy::MatTran];

    /// The slug, as the catalogue and the dimension `he` write it.
    pub const fn slug(self) -> &'static str {
        match self {
            Hierarchy::ChinhQuyen => "chinh-quyen",
            Hierarchy::Dang => "dang",
            Hierarchy::MatTran => "mat-tran",
        }
    }
    /// The Vietnamese name.
    pub const fn name(self) -> &'static str {
        match self {
            Hierarchy::ChinhQuyen => "chính quyền",
            Hierarchy::Dang => "Đảng",
            Hierarchy::MatTran => "Mặt trận Tổ quốc và đoàn thể",
        }
    }
    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|h| h.slug() == slug)
    }
}

/// A rule for an organ's name; the first that fits the area is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct NameRule {
    /// Only in areas of this level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Level>,
    /// Only in areas of these kinds; empty = any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub area_kinds: Vec<Kind>,
    /// `{ten}` stands for the area's name, `{don-vi}` for its full name inside a sentence ("huyện Bắc Hà").
    pub text: String,
}

/// How a kind of organ went over into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BecomesKind {
    /// Merged with another (hợp nhất, sáp nhập).
    Merged,
    /// The same under another name.
    Renamed,
    /// Its work was divided.
    Split,
    /// It ended, and the other took its work over.
    Ended,
}

/// What a kind of organ became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Becomes {
    /// Slug of the later kind.
    pub organ_kind: String,
    /// First day of the later kind.
    pub on: Date,
    /// How.
    pub kind: BecomesKind,
}

/// A kind of organ: by these rules one such organ exists in each fitting area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OrganKind {
    /// Slug, "ban-dan-van".
    pub slug: String,
    /// Hierarchy.
    pub he: Hierarchy,
    /// Levels of area at which it exists.
    pub cap: Vec<Level>,
    /// Only in areas of these kinds; empty = any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub area_kinds: Vec<Kind>,
    /// Organ kind in the same area that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Organ kind in the area above that it reports to; `None` = its own kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up: Option<String>,
    /// First day; `None` = no known start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last day; `None` = open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// Exists only where an administrator has set it up.
    #[serde(default)]
    pub on_request: bool,
    /// Rules for its name.
    #[serde(default)]
    pub names: Vec<NameRule>,
    /// What it became.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub becomes: Vec<Becomes>,
    /// Citations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<String>,
}

/// All kinds of organs, by slug.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrganKinds(pub BTreeMap<String, OrganKind>);

/// An organ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organ {
    /// Key.
    pub id: OrganId,
    /// Area in which it sits.
    pub area: UnitId,
    /// Slug of its kind.
    pub kind: String,
    /// Its own name where one was given (organs on request); otherwise the kind's rules name it.
    pub name: Option<String>,
}

impl OrganKinds {
    /// The kind with this slug.
    pub fn get(&self, kind: &str) -> Option<&OrganKind> {
        self.0.get(kind)
    }

    /// Name of the organ of this kind in an area, by the rules; the slug with the area's name where no rule fits.
    pub fn name_of(&self, kind: &str, area: &Version) -> String {
        let rule = self.get(kind).and_then(|k| k.names.iter().find(|r| r.fits(area)));
        match rule {
            Some(rule) => rule.text.replace("{ten}", &area.name).replace("{don-vi}", &area.in_sentence()),
            None => format!("{kind} {}", area.in_sentence()),
        }
    }

    /// Whether the organ of this kind exists in the area (in its version of the date) on the date. The refusal says
    /// since or until when and what it became. Kinds on request may exist; whether they do, only the store knows.
    pub fn exists_at(&self, kind: &str, area: &Version, date: Date) -> Result<(), Problem> {
        let Some(rules) = self.get(kind) else {
            return Err(Problem::error("unknown-organ-kind", format!("Không có loại cơ quan “{kind}” trong danh mục"))
                .hint("xem danh sách loại cơ quan trong thư mục catalogue"));
        };
        let name = self.name_of(kind, area);
        if !area.period().contains(date) {
            return Err(Problem::error(
                "unit-closed",
                format!("{name}: không có {} vào ngày {}", area.in_sentence(), vn_date(date)),
            ));
        }
        if !rules.cap.contains(&area.level) {
            let levels: Vec<_> = rules.cap.iter().map(|l| l.name()).collect();
            return Err(Problem::error(
                "organ-level",
                format!("Loại cơ quan “{kind}” không có ở {}; chỉ có ở {}", area.level.name(), levels.join(", ")),
            ));
        }
        if !rules.area_kinds.is_empty() && !rules.area_kinds.contains(&area.kind) {
            let kinds: Vec<_> = rules.area_kinds.iter().map(|k| k.name().to_lowercase()).collect();
            return Err(Problem::error(
                "organ-area-kind",
                format!("Loại cơ quan “{kind}” chỉ có ở {}, không có ở {}", kinds.join(", "), area.in_sentence()),
            ));
        }
        if let Some(from) = rules.valid_from.filter(|from| date < *from) {
            return Err(Problem::error(
                "organ-not-yet",
                format!("{name} có từ ngày {}, chưa có vào ngày {}", vn_date(from), vn_date(date)),
            ));
        }
        if let Some(to) = rules.valid_to.filter(|to| date > *to) {
            return Err(self.ended(rules, &name, area, date, to));
        }
        Ok(())
    }

    /// The refusal for an organ that is no more.
    fn ended(&self, rules: &OrganKind, name: &str, area: &Version, date: Date, to: Date) -> Problem {
        let later: Vec<String> = rules
            .becomes
            .iter()
            .filter(|b| b.on <= date)
            .map(|b| format!("từ ngày {} là {}", vn_date(b.on), self.name_of(&b.organ_kind, area)))
            .collect();
        let problem = Problem::error(
            "organ-ended",
            format!("{name} chỉ có đến ngày {}, không còn vào ngày {}", vn_date(to), vn_date(date)),
        );
        if later.is_empty() { problem } else { problem.hint(later.join("; ")) }
    }

    /// Area and kind of the organ that the one in `area` reports to on the date: of the kind that `up` names (by
    /// default its own), in the nearest area above that has one.
    pub fn superior(&self, kind: &str, area: UnitId, date: Date, units: &Units) -> Option<(UnitId, String)> {
        let up = self.get(kind).map(|k| k.up.as_deref().unwrap_or(kind))?;
        units
            .ancestors_on(area, date)
            .into_iter()
            .find(|a| units.version_on(*a, date).is_some_and(|v| self.exists_at(up, v, date).is_ok()))
            .map(|a| (a, up.to_string()))
    }
}

impl NameRule {
    /// Whether the rule's conditions hold for the area.
    fn fits(&self, area: &Version) -> bool {
        self.cap.is_none_or(|c| c == area.level) && (self.area_kinds.is_empty() || self.area_kinds.contains(&area.kind))
    }
}
