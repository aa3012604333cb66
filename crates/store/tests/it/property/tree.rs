//! Random histories of units: a few provinces, and then reforms.

use domain::Date;
use domain::clock::SeededChance;
use domain::ids::UnitId;
use domain::units::{Facts, Level, Part, SuccessionKind};
use std::collections::BTreeSet;
use testkit::{History, day};

/// When reforms happen.
pub const REFORMS: [&str; 6] = ["2022-03-15", "2023-07-01", "2024-02-10", "2025-01-01", "2025-07-01", "2026-01-16"];

/// A history from a word per reform; the first word makes the provinces.
pub fn grow(words: &[u64]) -> Facts {
    let mut dice = SeededChance(words.first().copied().unwrap_or(0));
    let mut history = History::default();
    for p in 0..2 + dice.below(2) {
        let province = history.province(&format!("P{p}"), "");
        for c in 0..dice.below(2) {
            history.commune(&format!("P{p}c{c}"), province, "");
        }
        for d in 0..1 + dice.below(2) {
            let district = history.district(&format!("P{p}D{d}"), province, "");
            for c in 0..dice.below(4) {
                history.commune(&format!("P{p}D{d}c{c}"), district, "");
            }
        }
    }
    let mut reforms: Vec<(usize, u64)> =
        words.iter().skip(1).map(|w| ((*w % REFORMS.len() as u64) as usize, w / REFORMS.len() as u64)).collect();
    reforms.sort_unstable();
    let mut reform = Reform { history, on: "", touched: BTreeSet::new() };
    for (when, word) in reforms {
        if reform.on != REFORMS[when] {
            reform.on = REFORMS[when];
            reform.touched.clear();
        }
        reform.happen(&mut SeededChance(word));
    }
    reform.history.facts
}

/// What happens on one day; a unit takes part in one thing only.
struct Reform {
    history: History,
    on: &'static str,
    touched: BTreeSet<UnitId>,
}

impl Reform {
    fn open(&self, level: Level) -> Vec<UnitId> {
        let versions = self.history.facts.versions.iter();
        versions.filter(|v| v.level == level && v.to.is_none()).map(|v| v.unit).collect()
    }
    /// Open units of a level that nothing has happened to today.
    fn free(&self, level: Level) -> Vec<UnitId> {
        self.open(level).into_iter().filter(|u| !self.touched.contains(u)).collect()
    }
    fn children(&self, parent: UnitId) -> Vec<UnitId> {
        let versions = self.history.facts.versions.iter();
        versions.filter(|v| v.parent == Some(parent) && v.to.is_none()).map(|v| v.unit).collect()
    }
    /// Whether the unit and all right below it are free.
    fn quiet(&self, u: UnitId) -> bool {
        !self.touched.contains(&u) && self.children(u).iter().all(|c| !self.touched.contains(c))
    }
    fn parent(&self, u: UnitId) -> UnitId {
        let version = self.history.facts.versions.iter().find(|v| v.unit == u && v.to.is_none());
        version.and_then(|v| v.parent).unwrap_or(domain::ids::NATION)
    }
    /// A parent for communes: an open district or province.
    fn some_parent(&self, dice: &mut SeededChance) -> UnitId {
        let mut parents = self.open(Level::Tinh);
        parents.extend(self.open(Level::Huyen));
        pick(dice, &parents)
    }

    fn happen(&mut self, dice: &mut SeededChance) {
        match dice.below(12) {
            0..=2 => self.merge_communes(dice),
            3..=5 => self.split_commune(dice),
            6 => self.move_commune(dice),
            7 => self.rename(dice),
            8 => self.dissolve_district(dice),
            9 => self.merge(dice, Level::Huyen),
            10 => self.merge(dice, Level::Tinh),
            _ => self.close_commune(dice),
        }
    }

    fn merge_communes(&mut self, dice: &mut SeededChance) {
        let free = self.free(Level::Xa);
        if free.len() < 2 {
            return;
        }
        let old: BTreeSet<UnitId> = (0..2 + dice.below(2)).map(|_| pick(dice, &free)).collect();
        let old: Vec<UnitId> = old.into_iter().collect();
        let stays = self.open(Level::Xa).into_iter().filter(|u| !old.contains(u)).collect::<Vec<_>>();
        let new = if dice.below(3) == 0 && !stays.is_empty() {
            pick(dice, &stays)
        } else {
            let parent = self.some_parent(dice);
            self.history.commune("gộp", parent, self.on)
        };
        self.history.merge(&old, new, self.on);
        self.touched.extend(old);
        self.touched.insert(new);
    }

    fn split_commune(&mut self, dice: &mut SeededChance) {
        let free = self.free(Level::Xa);
        if free.is_empty() {
            return;
        }
        let old = pick(dice, &free);
        self.touched.insert(old);
        let mut new = BTreeSet::new();
        for _ in 0..2 + dice.below(2) {
            let others: Vec<UnitId> = self.open(Level::Xa).into_iter().filter(|u| *u != old).collect();
            if dice.below(2) == 0 && !others.is_empty() {
                new.insert(pick(dice, &others));
            } else {
                let parent = self.some_parent(dice);
                new.insert(self.history.commune("tách", parent, self.on));
            }
        }
        self.history.end(old, self.on);
        for (i, unit) in new.into_iter().enumerate() {
            self.touched.insert(unit);
            let part = match dice.below(8) {
                0 => Part::AreaWithoutPeople,
                1 if i == 0 => Part::AllPeople,
                2 => Part::SomePeople,
                3 => Part::WholeArea,
                _ => Part::PartOnly,
            };
            self.history.succession(old, unit, self.on, SuccessionKind::Split, part);
        }
    }

    fn move_commune(&mut self, dice: &mut SeededChance) {
        let free = self.free(Level::Xa);
        if free.is_empty() {
            return;
        }
        let (unit, parent) = (pick(dice, &free), self.some_parent(dice));
        self.touched.extend([unit, parent]);
        self.history.move_to(unit, parent, self.on);
    }

    fn rename(&mut self, dice: &mut SeededChance) {
        let mut free = self.free(Level::Xa);
        free.extend(self.free(Level::Huyen));
        if !free.is_empty() {
            let unit = pick(dice, &free);
            self.touched.insert(unit);
            self.history.rename(unit, "tên mới", self.on);
        }
    }

    fn dissolve_district(&mut self, dice: &mut SeededChance) {
        let free: Vec<UnitId> = self.free(Level::Huyen).into_iter().filter(|u| self.quiet(*u)).collect();
        if free.is_empty() {
            return;
        }
        let unit = pick(dice, &free);
        let province = self.parent(unit);
        let provinces = self.open(Level::Tinh);
        for child in self.children(unit) {
            // Mostly to the province above; sometimes a commune goes elsewhere.
            let parent = if dice.below(4) == 0 { pick(dice, &provinces) } else { province };
            self.history.move_to(child, parent, self.on);
            self.touched.extend([child, parent]);
        }
        self.history.end(unit, self.on);
        self.touched.extend([unit, province]);
    }

    fn merge(&mut self, dice: &mut SeededChance, level: Level) {
        let free: Vec<UnitId> = self.free(level).into_iter().filter(|u| self.quiet(*u)).collect();
        if free.len() < 2 {
            return;
        }
        let old: BTreeSet<UnitId> = [pick(dice, &free), pick(dice, &free)].into();
        let old: Vec<UnitId> = old.into_iter().collect();
        let parent = if level == Level::Tinh { domain::ids::NATION } else { self.parent(old[0]) };
        let new = self.history.unit(level, "hợp nhất", parent, self.on);
        for unit in &old {
            for child in self.children(*unit) {
                self.history.move_to(child, new, self.on);
                self.touched.insert(child);
            }
        }
        self.history.merge(&old, new, self.on);
        self.touched.extend(old);
        self.touched.extend([new, parent]);
    }

    fn close_commune(&mut self, dice: &mut SeededChance) {
        let free = self.free(Level::Xa);
        if !free.is_empty() {
            let unit = pick(dice, &free);
            self.touched.insert(unit);
            self.history.end(unit, self.on);
        }
    }
}

/// One of them.
pub fn pick<T: Clone>(dice: &mut SeededChance, list: &[T]) -> T {
    list[dice.below(list.len() as u64) as usize].clone()
}

/// A date on which tests ask or record: often on a cut of the calendar or of a reform.
pub fn some_date(dice: &mut SeededChance) -> Date {
    let (year, month) = (2021 + dice.below(6) as i16, 1 + dice.below(12) as i8);
    let reform = day(REFORMS[dice.below(REFORMS.len() as u64) as usize]);
    let date = match dice.below(8) {
        0 => reform,
        1 => reform.yesterday().unwrap(),
        2 => Date::new(year, month, 1).unwrap(),
        3 => Date::new(year, month, 1).unwrap().last_of_month(),
        4 => Date::new(year, month, 14).unwrap(),
        5 => Date::new(year, month, 15).unwrap(),
        _ => Date::new(year, month, 1 + dice.below(28) as i8).unwrap(),
    };
    date.min(day("2026-11-22"))
}
