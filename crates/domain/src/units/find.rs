//! Finding units by what people type: codes, names with or without diacritics, with or without their kind, shortened
//! ("tx Sơn Tây"), and with the units above after commas ("Bắc Hà, Lào Cai").

use super::{Kind, Units, Version, vn_date};
use crate::calendar::OPEN_END;
use crate::ids::UnitId;
use crate::problem::Problem;
use crate::text::{fold, tidy};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Prefixes by which people name kinds, folded; longer ones first.
const PREFIXES: [(&str, Kind); 18] = [
    ("thanh pho", Kind::ThanhPho),
    ("thi tran", Kind::ThiTran),
    ("dac khu", Kind::DacKhu),
    ("thi xa", Kind::ThiXa),
    ("phuong", Kind::Phuong),
    ("huyen", Kind::Huyen),
    ("quan", Kind::Quan),
    ("tinh", Kind::Tinh),
    ("tp", Kind::ThanhPho),
    ("tx", Kind::ThiXa),
    ("tt", Kind::ThiTran),
    ("dk", Kind::DacKhu),
    ("xa", Kind::Xa),
    ("h", Kind::Huyen),
    ("q", Kind::Quan),
    ("p", Kind::Phuong),
    ("x", Kind::Xa),
    ("t", Kind::Tinh),
];

/// How a unit was found, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Match {
    /// By its code.
    Code,
    /// By its name, diacritics and all.
    Exact,
    /// By its name but for diacritics.
    Folded,
    /// By the beginning of its name.
    Beginning,
    /// By a word inside its name.
    Inside,
}

/// A unit that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The unit.
    pub unit: UnitId,
    /// The version that fits, the latest of the best.
    pub version: Version,
    /// How it was found.
    pub how: Match,
}

/// A version's names in lower case, as written and folded.
#[derive(Debug, Clone)]
pub(super) struct Names {
    lower: Vec<String>,
    name: String,
    full: Vec<String>,
}

impl Names {
    pub fn of(v: &Version) -> Names {
        let full = || std::iter::once(&v.full_name).chain(&v.alt_names);
        Names {
            lower: full().chain([&v.name]).map(|n| n.to_lowercase()).collect(),
            name: fold(&v.name),
            full: full().map(|n| fold(n)).collect(),
        }
    }
    /// The name without its kind, folded.
    pub fn folded(&self) -> &str {
        &self.name
    }
}

/// What a person typed between two commas.
struct Words {
    lower: String,
    folded: String,
    /// Kind and remaining name, when it begins with a kind.
    of_kind: Option<(Kind, String, String)>,
}

impl Words {
    fn new(text: &str) -> Words {
        let text = tidy(&text.replace('.', " "));
        let (lower, folded) = (text.to_lowercase(), fold(&text));
        let of_kind = PREFIXES.iter().find_map(|(prefix, kind)| {
            let rest = folded.strip_prefix(prefix)?.strip_prefix(' ')?;
            let skipped = prefix.split(' ').count();
            Some((*kind, lower.split(' ').skip(skipped).collect::<Vec<_>>().join(" "), rest.to_string()))
        });
        Words { lower, folded, of_kind }
    }

    /// How the words fit a version, if at all.
    fn fit(&self, v: &Version, names: &Names) -> Option<Match> {
        let kind = self.of_kind.as_ref().filter(|(kind, ..)| *kind == v.kind);
        if self.lower == v.code.to_lowercase() {
            Some(Match::Code)
        } else if names.lower.contains(&self.lower) || kind.is_some_and(|(_, l, _)| *l == v.name.to_lowercase()) {
            Some(Match::Exact)
        } else if names.name == self.folded
            || names.full.contains(&self.folded)
            || kind.is_some_and(|(.., f)| *f == names.name)
        {
            Some(Match::Folded)
        } else if names.name.starts_with(&self.folded) || kind.is_some_and(|(.., f)| names.name.starts_with(f)) {
            Some(Match::Beginning)
        } else {
            let inside = |f: &str| names.name.match_indices(f).any(|(i, _)| names.name[..i].ends_with(' '));
            (inside(&self.folded) || kind.is_some_and(|(.., f)| inside(f))).then_some(Match::Inside)
        }
    }
}

impl Units {
    /// Finds units; with a date only as they were on it, else at any time. Best first; the same question always gets the
    /// same answer. Empty text finds nothing.
    pub fn search(&self, text: &str, on: Option<Date>) -> Vec<Hit> {
        let mut parts = text.split(',').map(Words::new);
        let Some(words) = parts.next().filter(|w| !w.folded.is_empty()) else { return Vec::new() };
        let above: Vec<Words> = parts.filter(|w| !w.folded.is_empty()).collect();
        let mut best: BTreeMap<UnitId, (Match, &Version)> = BTreeMap::new();
        for (v, names) in self.facts().versions.iter().zip(&self.names) {
            if on.is_some_and(|d| !v.period().contains(d)) {
                continue;
            }
            let Some(how) = words.fit(v, names) else { continue };
            if !above.is_empty() && !self.lies_in(v, &above, on) {
                continue;
            }
            let slot = best.entry(v.unit).or_insert((how, v));
            if how <= slot.0 {
                *slot = (how, v);
            }
        }
        let mut hits: Vec<(Match, &Version)> = best.into_values().collect();
        hits.sort_by_key(|(how, v)| (*how, v.period().to != OPEN_END, v.level, v.code.as_str(), v.unit));
        hits.into_iter().map(|(how, v)| Hit { unit: v.unit, version: v.clone(), how }).collect()
    }

    /// Whether units above the version (on the date, or else on its first or last day) answer to all the names.
    fn lies_in(&self, v: &Version, above: &[Words], on: Option<Date>) -> bool {
        let dates = on.map_or_else(|| vec![v.period().from, v.period().to], |d| vec![d]);
        let named = |w: &Words, a: UnitId, d: Date| {
            self.version_on(a, d).is_some_and(|p| w.fit(p, &Names::of(p)).is_some_and(|m| m <= Match::Folded))
        };
        dates.into_iter().any(|d| {
            let ancestors = self.ancestors_on(v.unit, d);
            above.iter().all(|w| ancestors.iter().any(|a| named(w, *a, d)))
        })
    }

    /// The one unit that the text names on the date: by code, or by a name that only one unit has then. Problems:
    /// `unit-ambiguous` lists the candidates, `unit-closed` says what it became or came from, `unknown-unit` suggests.
    pub fn resolve(&self, text: &str, on: Date) -> Result<UnitId, Problem> {
        let typed = tidy(text);
        let plain = fold(&typed) == typed.to_lowercase();
        let mut hits = self.search(&typed, Some(on));
        hits.retain(|h| h.how <= Match::Folded);
        // "Bắc Hà" with its marks means exactly that; "bac ha" means all that fold to it.
        let best = hits.first().map_or(Match::Folded, |h| h.how);
        hits.retain(|h| h.how == best || (plain && best == Match::Exact));
        match &hits[..] {
            [one] => Ok(one.unit),
            [] => Err(self.not_there(&typed, on)),
            many => {
                let list: Vec<String> = many.iter().take(10).map(|h| self.placed(h.unit, on)).collect();
                let more =
                    if many.len() > 10 { format!("; và {} đơn vị khác", many.len() - 10) } else { String::new() };
                let message =
                    format!("“{typed}” vào ngày {} có {} đơn vị: {}{more}", vn_date(on), many.len(), list.join("; "));
                Err(Problem::error("unit-ambiguous", message)
                    .hint("ghi mã, hoặc ghi rõ loại và cấp trên, ví dụ “xã Bắc Hà, Lào Cai”"))
            }
        }
    }

    fn not_there(&self, typed: &str, on: Date) -> Problem {
        let day = vn_date(on);
        let mut other = self.search(typed, None);
        let best = other.first().map_or(Match::Folded, |h| h.how.min(Match::Folded));
        other.retain(|h| h.how == best);
        if other.is_empty() {
            let near: Vec<String> =
                self.search(typed, Some(on)).iter().take(5).map(|h| self.placed(h.unit, on)).collect();
            let hint = if near.is_empty() {
                "xem lại cách viết, hoặc ghi mã đơn vị".to_string()
            } else {
                format!("có phải: {}", near.join("; "))
            };
            let gap = if self.incomplete_on(on) { " (danh sách trước ngày này chưa đầy đủ)" } else { "" };
            return Problem::error("unknown-unit", format!("Không có đơn vị “{typed}”{gap}")).hint(hint);
        }
        let told: Vec<String> = other.iter().take(6).map(|h| self.when_and_whither(h.unit, on)).collect();
        Problem::error("unit-closed", format!("“{typed}” không có vào ngày {day}: {}", told.join("; ")))
            .hint("chọn đơn vị có vào ngày đó, hoặc sửa ngày")
    }

    /// "Huyện Bắc Hà (085), Tỉnh Lào Cai chỉ có đến ngày 30/06/2025, …": when a unit existed and what followed or
    /// preceded it.
    fn when_and_whither(&self, u: UnitId, on: Date) -> String {
        let (Some(life), placed) = (self.life(u), self.placed(u, on)) else { return self.label(u) };
        let names = |list: Vec<UnitId>| list.into_iter().map(|n| self.label(n)).collect::<Vec<_>>().join(", ");
        if on > life.to {
            let heirs: Vec<UnitId> = self.became(u).iter().filter(|s| s.kind.ends()).map(|s| s.new).collect();
            let after = if heirs.is_empty() {
                "không có đơn vị kế thừa".into()
            } else {
                format!("sau đó là {}", names(heirs))
            };
            format!("{placed} chỉ có đến ngày {}, {after}", vn_date(life.to))
        } else if on < life.from {
            let before: Vec<UnitId> = self.came_from(u).iter().filter(|s| s.kind.ends()).map(|s| s.old).collect();
            let from = if before.is_empty() { String::new() } else { format!(", hình thành từ {}", names(before)) };
            format!("{placed} có từ ngày {}{from}", vn_date(life.from))
        } else {
            format!("{} khi đó là {placed}", self.label(u))
        }
    }

    /// "Xã Bắc Hà (02839), Tỉnh Lào Cai": the unit as on the date, with the units above it but for the nation.
    pub fn placed(&self, u: UnitId, on: Date) -> String {
        let Some(v) = self.nearest_version(u, on) else { return self.label(u) };
        let date = self.clamp(u, on);
        let mut text = format!("{} ({})", v.full_name, v.code);
        for above in self.ancestors_on(u, date) {
            if let Some(p) = self.version_on(above, date).filter(|p| p.parent.is_some()) {
                text.push_str(", ");
                text.push_str(&p.full_name);
            }
        }
        text
    }
}
