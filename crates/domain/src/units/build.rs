//! The index over all units: built once from [`Facts`], with every inconsistency told, and immutable.

use super::{Facts, Succession, Version, vn_date};
use crate::calendar::{BEGINNING, OPEN_END, Period};
use crate::ids::{NATION, UnitId};
use crate::problem::Problem;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// All units in time, in memory.
#[derive(Debug, Clone)]
pub struct Units {
    /// Versions sorted by unit and start, successions by old unit, date and new unit.
    facts: Facts,
    /// All units, sorted; a unit's position here is its index in the fields below.
    pub(super) ids: Vec<UnitId>,
    /// Per unit: where its versions start and end in `facts.versions`.
    spans: Vec<(usize, usize)>,
    /// Per unit: versions (indexes) whose parent it is, by code and start.
    pub(super) children: Vec<Vec<usize>>,
    /// Per unit: successions (indexes) of which it is the old side.
    became: Vec<Vec<usize>>,
    /// Per unit: successions (indexes) of which it is the new side.
    came_from: Vec<Vec<usize>>,
    /// Code → versions (indexes).
    pub(super) codes: BTreeMap<String, Vec<usize>>,
    /// Per version: its names, folded for search.
    pub(super) names: Vec<super::find::Names>,
}

impl Units {
    /// Indexes the facts; adds the nation when it is not among them. Errors, all at once: overlapping or torn versions,
    /// parents missing on a date or not of a higher level, one code for two units, successions of unknown units or that
    /// do not meet the units' first and last days.
    pub fn build(mut facts: Facts) -> Result<Units, Vec<Problem>> {
        if !facts.versions.iter().any(|v| v.unit == NATION) {
            facts.versions.push(Version::nation());
        }
        facts.versions.sort_by(|a, b| (a.unit, a.from, &a.code).cmp(&(b.unit, b.from, &b.code)));
        facts.successions.sort_by_key(|s| (s.old, s.on, s.new, s.part));
        let mut units = Units::index(facts);
        let mut problems = units.check_versions();
        units.check_codes(&mut problems);
        units.check_successions(&mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        units.names = units.facts.versions.iter().map(super::find::Names::of).collect();
        Ok(units)
    }

    fn index(facts: Facts) -> Units {
        let mut ids: Vec<UnitId> = Vec::new();
        let mut spans: Vec<(usize, usize)> = Vec::new();
        let mut codes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, v) in facts.versions.iter().enumerate() {
            if ids.last() == Some(&v.unit) {
                if let Some(span) = spans.last_mut() {
                    span.1 = i + 1;
                }
            } else {
                ids.push(v.unit);
                spans.push((i, i + 1));
            }
            codes.entry(v.code.clone()).or_default().push(i);
        }
        let n = ids.len();
        let mut units = Units {
            facts,
            ids,
            spans,
            children: vec![Vec::new(); n],
            became: vec![Vec::new(); n],
            came_from: vec![Vec::new(); n],
            codes,
            names: Vec::new(),
        };
        let mut children = vec![Vec::new(); n];
        for (i, v) in units.facts.versions.iter().enumerate() {
            if let Some(list) = v.parent.and_then(|p| units.position(p)).and_then(|p| children.get_mut(p)) {
                list.push(i);
            }
        }
        for list in &mut children {
            list.sort_by_key(|i| units.facts.versions.get(*i).map(|v| (v.level, v.code.as_str(), v.from)));
        }
        units.children = children;
        for (i, s) in units.facts.successions.iter().enumerate() {
            let (old, new) = (units.ids.binary_search(&s.old), units.ids.binary_search(&s.new));
            if let Some(list) = old.ok().and_then(|p| units.became.get_mut(p)) {
                list.push(i);
            }
            if let Some(list) = new.ok().and_then(|p| units.came_from.get_mut(p)) {
                list.push(i);
            }
        }
        units
    }

    fn check_versions(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for id in &self.ids {
            let versions = self.versions(*id);
            for v in versions {
                if v.period().from > v.period().to {
                    problems.push(at(v, "unit-reversed", "ngày hết hiệu lực trước ngày bắt đầu".into()));
                }
                self.check_parent(v, &mut problems);
            }
            for pair in versions.windows(2) {
                if let [a, b] = pair {
                    let (end, start) = (a.period().to, b.period().from);
                    if end >= start {
                        problems.push(at(b, "unit-overlap", format!("hai thời kỳ trùng nhau từ {}", vn_date(start))));
                    } else if end.tomorrow().ok() != Some(start) {
                        let gap = format!("đứt quãng giữa {} và {}", vn_date(end), vn_date(start));
                        problems.push(at(b, "unit-gap", gap).hint("hai đơn vị khác nhau thì dùng hai mã số nội bộ"));
                    }
                }
            }
        }
        problems
    }

    fn check_parent(&self, v: &Version, problems: &mut Vec<Problem>) {
        let Some(parent) = v.parent else {
            if v.unit != NATION {
                problems.push(at(v, "unit-no-parent", "thiếu đơn vị cấp trên".into()));
            }
            return;
        };
        let Some(life) = self.life(parent) else {
            problems.push(at(v, "unit-unknown-parent", format!("không có đơn vị cấp trên số {parent}")));
            return;
        };
        if !life.covers(&v.period()) {
            problems.push(
                at(
                    v,
                    "unit-parent-closed",
                    format!("đơn vị cấp trên {} không có trong cả thời kỳ", self.label(parent)),
                )
                .hint(format!("cấp trên có từ {} đến {}", vn_date(life.from), vn_date(life.to))),
            );
        }
        for p in self.versions(parent).iter().filter(|p| p.period().intersection(&v.period()).is_some()) {
            if p.level >= v.level {
                problems.push(at(v, "unit-parent-level", format!("cấp trên “{}” không ở cấp cao hơn", p.full_name)));
            }
        }
    }

    fn check_codes(&self, problems: &mut Vec<Problem>) {
        for list in self.codes.values() {
            let mut versions: Vec<&Version> = list.iter().filter_map(|i| self.facts.versions.get(*i)).collect();
            versions.sort_by_key(|v| (v.period().from, v.unit));
            for pair in versions.windows(2) {
                if let [a, b] = pair
                    && a.unit != b.unit
                    && a.period().intersection(&b.period()).is_some()
                {
                    problems.push(at(b, "unit-code-taken", format!("mã {} cũng là mã của {}", b.code, a.full_name)));
                }
            }
        }
    }

    fn check_successions(&self, problems: &mut Vec<Problem>) {
        for s in &self.facts.successions {
            let (Some(old), Some(new)) = (self.life(s.old), self.life(s.new)) else {
                let message = format!("chuyển tiếp {} → {}: có đơn vị không tồn tại", s.old, s.new);
                problems.push(Problem::error("succession-unknown-unit", message).field(s.legal_ref.as_str()));
                continue;
            };
            let (on, names) = (vn_date(s.on), format!("{} → {}", self.label(s.old), self.label(s.new)));
            let mut wrong = |code, message: String| problems.push(Problem::error(code, message).field(names.as_str()));
            if s.kind.ends() == (s.old == s.new) {
                let what = if s.old == s.new { "là một đơn vị" } else { "là hai đơn vị khác nhau" };
                wrong("succession-identity", format!("chuyển tiếp “{}” nhưng hai bên {what}", s.kind.slug()));
            } else if s.kind.ends() && old.to.tomorrow().ok() != Some(s.on) {
                wrong("succession-end", format!("đơn vị cũ phải kết thúc ngay trước ngày {on}"));
            }
            if !new.contains(s.on) {
                wrong("succession-start", format!("đơn vị mới chưa có hoặc không còn vào ngày {on}"));
            }
        }
    }

    /// The facts, sorted.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }
    /// All units in order of their keys, with the nation.
    pub fn ids(&self) -> impl Iterator<Item = UnitId> + '_ {
        self.ids.iter().copied()
    }
    /// A unit's index.
    pub(super) fn position(&self, u: UnitId) -> Option<usize> {
        // Keys are dense as shipped, so the guess nearly always holds.
        let guess = u.0.checked_sub(1).and_then(|n| usize::try_from(n).ok());
        guess.filter(|g| self.ids.get(*g) == Some(&u)).or_else(|| self.ids.binary_search(&u).ok())
    }
    /// Versions of the unit at an index.
    pub(super) fn versions_at(&self, position: usize) -> &[Version] {
        self.spans.get(position).and_then(|(a, b)| self.facts.versions.get(*a..*b)).unwrap_or_default()
    }
    /// Indexes of the units that the one at an index has ever been the parent of; one that came twice is there twice.
    pub(super) fn child_positions(&self, position: usize) -> impl Iterator<Item = usize> + '_ {
        let versions = self.children.get(position).into_iter().flatten().filter_map(|i| self.facts.versions.get(*i));
        versions.filter_map(|v| self.position(v.unit))
    }
    /// Whether the unit at an index has never had a child.
    pub(super) fn is_childless(&self, position: usize) -> bool {
        self.children.get(position).is_none_or(Vec::is_empty)
    }
    /// All versions of a unit, oldest first; empty when there is no such unit.
    pub fn versions(&self, u: UnitId) -> &[Version] {
        self.position(u).map(|i| self.versions_at(i)).unwrap_or_default()
    }
    /// Whether there is such a unit at any time.
    pub fn exists(&self, u: UnitId) -> bool {
        self.position(u).is_some()
    }
    /// The unit's whole life, with the calendar's ends for "unknown" and "open".
    pub fn life(&self, u: UnitId) -> Option<Period> {
        let versions = self.versions(u);
        Some(Period { from: versions.first()?.period().from, to: versions.last()?.period().to })
    }
    /// Whether the unit exists on the date.
    pub fn alive(&self, u: UnitId, date: Date) -> bool {
        self.life(u).is_some_and(|l| l.contains(date))
    }
    /// The unit as it is on the date.
    pub fn version_on(&self, u: UnitId, date: Date) -> Option<&Version> {
        self.versions(u).iter().find(|v| v.period().contains(date))
    }
    /// The unit as it was first known.
    pub fn first_version(&self, u: UnitId) -> Option<&Version> {
        self.versions(u).first()
    }
    /// The unit as it is or was last.
    pub fn last_version(&self, u: UnitId) -> Option<&Version> {
        self.versions(u).last()
    }
    /// The unit on the date, or as near to the date as it existed.
    pub fn nearest_version(&self, u: UnitId, date: Date) -> Option<&Version> {
        self.version_on(u, self.clamp(u, date))
    }
    /// The date held within the unit's life; unchanged for a unit that is not known.
    pub fn clamp(&self, u: UnitId, date: Date) -> Date {
        self.life(u).map_or(date, |l| date.max(l.from).min(l.to))
    }
    /// The parent on the date; `None` for the nation, and for a unit that does not exist then.
    pub fn parent_on(&self, u: UnitId, date: Date) -> Option<UnitId> {
        self.version_on(u, date)?.parent
    }
    /// The ancestors on the date without the unit itself, nearest first, the nation last.
    pub fn ancestors_on(&self, u: UnitId, date: Date) -> Vec<UnitId> {
        std::iter::successors(self.parent_on(u, date), |p| self.parent_on(*p, date)).collect()
    }
    /// The units directly below on the date, by code.
    pub fn children_on(&self, u: UnitId, date: Date) -> Vec<UnitId> {
        let list = self.position(u).and_then(|p| self.children.get(p));
        let versions = list.into_iter().flatten().filter_map(|i| self.facts.versions.get(*i));
        versions.filter(|v| v.period().contains(date)).map(|v| v.unit).collect()
    }
    /// The unit and all below it on the date, parents before children; empty when it does not exist then.
    pub fn subtree_on(&self, u: UnitId, date: Date) -> Vec<UnitId> {
        let mut found = Vec::new();
        let mut next = if self.alive(u, date) { vec![u] } else { Vec::new() };
        while let Some(unit) = next.pop() {
            found.push(unit);
            next.extend(self.children_on(unit, date).into_iter().rev());
        }
        found
    }
    /// What the unit became: successions of which it is the old side, by date.
    pub fn became(&self, u: UnitId) -> Vec<&Succession> {
        self.successions(self.became.get(self.position(u).unwrap_or(usize::MAX)))
    }
    /// What the unit came from: successions of which it is the new side.
    pub fn came_from(&self, u: UnitId) -> Vec<&Succession> {
        self.successions(self.came_from.get(self.position(u).unwrap_or(usize::MAX)))
    }
    fn successions(&self, list: Option<&Vec<usize>>) -> Vec<&Succession> {
        list.into_iter().flatten().filter_map(|i| self.facts.successions.get(*i)).collect()
    }
    /// Whether the list of units is known to be incomplete on the date.
    pub fn incomplete_on(&self, date: Date) -> bool {
        self.facts.incomplete_before.is_some_and(|d| date < d)
    }
    /// Full name and code, as messages name a unit: "Huyện Bắc Hà (085)".
    pub fn label(&self, u: UnitId) -> String {
        self.last_version(u).map_or_else(|| format!("đơn vị số {u}"), |v| format!("{} ({})", v.full_name, v.code))
    }
}

/// An error about a version.
fn at(v: &Version, code: &str, message: String) -> Problem {
    let life = match (v.period().from, v.period().to) {
        (BEGINNING, OPEN_END) => String::new(),
        (BEGINNING, to) => format!(", đến {}", vn_date(to)),
        (from, OPEN_END) => format!(", từ {}", vn_date(from)),
        (from, to) => format!(", {}–{}", vn_date(from), vn_date(to)),
    };
    Problem::error(code, format!("{} ({}{life}): {message}", v.full_name, v.code)).field(v.code.as_str())
}
