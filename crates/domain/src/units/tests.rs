//! Units on small histories, by hand and at random.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A small history, written as it happens; every change takes the date of the day it begins.
#[derive(Default)]
pub(crate) struct History {
    facts: Facts,
    open: BTreeMap<UnitId, usize>,
    next: i64,
}

impl History {
    pub(crate) fn unit(&mut self, from: Option<Date>, level: Level, parent: UnitId) -> UnitId {
        self.next += 1;
        let unit = UnitId(self.next + NATION.0);
        let kind = match level {
            Level::TrungUong => Kind::Nuoc,
            Level::Tinh => Kind::Tinh,
            Level::Huyen => Kind::Huyen,
            Level::Xa => Kind::Xa,
        };
        let (code, name) = (format!("{:03}", self.next), format!("Số {}", self.next));
        let full_name = format!("{} {name}", kind.name());
        let v = Version {
            unit,
            from,
            to: None,
            code,
            name,
            full_name,
            kind,
            level,
            parent: Some(parent),
            alt_names: vec![],
        };
        self.open.insert(unit, self.facts.versions.len());
        self.facts.versions.push(v);
        unit
    }
    fn current(&self, u: UnitId) -> &Version {
        &self.facts.versions[self.open[&u]]
    }
    /// A new version under another parent.
    fn moves(&mut self, u: UnitId, parent: UnitId, on: Date) {
        let i = self.open[&u];
        if self.facts.versions[i].from == Some(on) {
            self.facts.versions[i].parent = Some(parent);
            return;
        }
        let mut v = self.facts.versions[i].clone();
        self.facts.versions[i].to = Some(on.yesterday().unwrap());
        v.from = Some(on);
        v.parent = Some(parent);
        self.open.insert(u, self.facts.versions.len());
        self.facts.versions.push(v);
    }
    /// Ends a unit; what lay below it goes to `heir`.
    pub(crate) fn ends(&mut self, u: UnitId, heir: UnitId, on: Date) {
        let below: Vec<UnitId> = self.open.keys().copied().filter(|c| self.current(*c).parent == Some(u)).collect();
        for c in below {
            self.moves(c, heir, on);
        }
        let i = self.open.remove(&u).unwrap();
        self.facts.versions[i].to = Some(on.yesterday().unwrap());
    }
    pub(crate) fn becomes(&mut self, old: UnitId, new: UnitId, on: Date, kind: SuccessionKind, part: Part) {
        self.facts.successions.push(Succession { old, new, on, kind, part, legal_ref: "NQ".into() });
    }
    /// Units of a level that nothing has happened to on the date yet, so that they may end on it.
    fn settled(&self, level: Level, on: Date) -> Vec<UnitId> {
        let quiet = |u: UnitId| {
            self.current(u).from != Some(on) && !self.facts.successions.iter().any(|s| s.new == u && s.on == on)
        };
        self.open.keys().copied().filter(|u| self.current(*u).level == level && quiet(*u)).collect()
    }
    /// Units that may be a parent for the level.
    fn parents(&self, level: Level) -> Vec<UnitId> {
        let above = self.open.keys().copied().filter(|u| self.current(*u).level < level);
        above.chain((level == Level::Tinh).then_some(NATION)).collect()
    }
    pub(crate) fn build(self) -> Units {
        Units::build(self.facts).unwrap_or_else(|p| panic!("{p:#?}"))
    }
}

#[derive(Debug, Clone)]
struct Change {
    days: i8,
    what: u8,
    level: u8,
    picks: [u8; 3],
}

fn change() -> impl Strategy<Value = Change> {
    (prop_oneof![Just(0i8), 1..60i8], 0..5u8, 0..3u8, any::<[u8; 3]>()).prop_map(|(days, what, level, picks)| Change {
        days,
        what,
        level,
        picks,
    })
}

fn pick(list: &[UnitId], n: u8) -> Option<UnitId> {
    if list.is_empty() { None } else { Some(list[usize::from(n) % list.len()]) }
}

/// Two provinces, four districts, eight communes, then the changes.
fn history(changes: &[Change]) -> (Units, Vec<Date>) {
    let mut h = History::default();
    for _ in 0..2 {
        let province = h.unit(None, Level::Tinh, NATION);
        for _ in 0..2 {
            let district = h.unit(None, Level::Huyen, province);
            h.unit(None, Level::Xa, district);
            h.unit(None, Level::Xa, district);
        }
    }
    let mut on = date(2000, 1, 1);
    let mut dates = vec![on];
    for c in changes {
        on = on.checked_add(jiff::Span::new().days(i64::from(c.days))).unwrap();
        dates.push(on);
        happen(&mut h, c, on);
    }
    (h.build(), dates)
}

fn happen(h: &mut History, c: &Change, on: Date) {
    let level = [Level::Tinh, Level::Huyen, Level::Xa][usize::from(c.level)];
    let [a, b, p] = c.picks;
    let settled = h.settled(level, on);
    let Some(first) = pick(&settled, a) else { return };
    match c.what {
        0 => {
            let second = pick(&settled, b).filter(|s| *s != first);
            let parents: Vec<UnitId> =
                h.parents(level).into_iter().filter(|u| *u != first && Some(*u) != second).collect();
            let Some(parent) = pick(&parents, p) else { return };
            let new = h.unit(Some(on), level, parent);
            for old in std::iter::once(first).chain(second) {
                h.ends(old, new, on);
                h.becomes(old, new, on, SuccessionKind::Merged, Part::Whole);
            }
        }
        1 => {
            let Some(parent) = pick(&h.parents(level), p) else { return };
            let one = h.unit(Some(on), level, parent);
            let other = pick(&h.settled(level, on), b).filter(|o| *o != first);
            let other = other.unwrap_or_else(|| h.unit(Some(on), level, parent));
            h.ends(first, one, on);
            let (x, y) = [
                (Part::PartOnly, Part::PartOnly),
                (Part::AllPeople, Part::AreaWithoutPeople),
                (Part::PartOnly, Part::AreaWithoutPeople),
            ][usize::from(a) % 3];
            h.becomes(first, one, on, SuccessionKind::Split, x);
            h.becomes(first, other, on, SuccessionKind::Split, y);
        }
        2 if level != Level::Tinh => {
            let up = h.current(first).parent.unwrap();
            h.ends(first, up, on);
        }
        3 if level != Level::Tinh => {
            if let Some(parent) = pick(&h.parents(level), p) {
                h.moves(first, parent, on);
            }
        }
        _ => {
            let Some(parent) = pick(&h.parents(level), p) else { return };
            h.unit(Some(on), level, parent);
        }
    }
}

/// Dates on which the unit existed: its versions' first and last days.
fn days_of(units: &Units, u: UnitId) -> BTreeSet<Date> {
    let periods = units.versions(u).iter().map(Version::period);
    periods.flat_map(|p| [p.from, p.to]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_restated_scope_holds_each_record_that_counts_once_and_no_other(
        changes in prop::collection::vec(change(), 0..14), which in any::<u8>()
    ) {
        let (units, dates) = history(&changes);
        let tree = dates[usize::from(which) % dates.len()];
        let restatement = units.restatement(tree);
        for asked in units.subtree_on(NATION, tree) {
            let inside: BTreeSet<UnitId> = units.subtree_on(asked, tree).into_iter().collect();
            let scope = units.scope_in(asked, &restatement);
            for area in units.ids() {
                let counts = usize::from(inside.contains(&restatement.get(area).unwrap().to));
                for day in days_of(&units, area) {
                    let above = units.ancestors_on(area, day);
                    let holding = scope.pieces.iter().filter(|p| p.during.is_none_or(|d| d.contains(day)));
                    let n = holding.filter(|p| match p.part {
                        PiecePart::Own => p.unit == area,
                        PiecePart::Below => above.contains(&p.unit),
                    });
                    prop_assert_eq!(n.count(), counts, "{} on {} for {}: {:?}", area, day, asked, scope);
                }
            }
        }
    }

    #[test]
    fn restating_is_total_and_every_candidate_lies_within_the_answer(
        changes in prop::collection::vec(change(), 0..14), which in any::<u8>()
    ) {
        let (units, dates) = history(&changes);
        let tree = dates[usize::from(which) % dates.len()];
        for (u, r) in units.restatement(tree).iter() {
            prop_assert_eq!(r, &units.restate(u, tree));
            prop_assert!(units.alive(r.to, tree));
            prop_assert_eq!(r.direction == Direction::Same, units.alive(u, tree));
            prop_assert!(r.candidates.len() != 1 || !r.candidates.contains(&r.to));
            let below = units.subtree_on(r.to, tree);
            prop_assert!(r.candidates.iter().all(|c| below.contains(c)));
        }
    }

    #[test]
    fn whoever_may_hold_records_that_are_not_counted_says_so(
        changes in prop::collection::vec(change(), 0..14)
    ) {
        let (units, dates) = history(&changes);
        let tree = *dates.last().unwrap();
        for (u, r) in units.restatement(tree).iter() {
            for c in &r.candidates {
                let scope = units.scope_restated(*c, tree);
                let counted = units.subtree_on(*c, tree).contains(&r.to);
                prop_assert_eq!(scope.caveats.iter().any(|x| x.area == u), !counted);
            }
        }
    }
}

#[test]
fn a_unit_dissolved_before_the_list_ends_can_be_added_and_its_records_restate_to_where_its_people_went() {
    let mut h = History::default();
    let province = h.unit(None, Level::Tinh, NATION);
    let district = h.unit(None, Level::Huyen, province);
    let heir = h.unit(None, Level::Xa, district);
    let nineteenth = h.unit(None, Level::Xa, district);
    let on = date(2024, 12, 1);
    h.ends(nineteenth, district, on);
    h.becomes(nineteenth, heir, on, SuccessionKind::Merged, Part::Whole);
    let units = h.build();
    assert_eq!(units.children_on(district, date(2021, 12, 31)).len(), 2);
    assert_eq!(units.restate(nineteenth, date(2026, 1, 1)).to, heir);
    assert_eq!(units.restate(heir, date(2021, 1, 1)).direction, Direction::Same, "it took another in and lives on");
}

#[test]
fn parts_of_a_split_unit_that_meet_again_are_certain() {
    let mut h = History::default();
    let province = h.unit(None, Level::Tinh, NATION);
    let old = h.unit(None, Level::Xa, province);
    let (on, later) = (date(2010, 1, 1), date(2020, 1, 1));
    h.ends(old, province, on);
    let halves = [h.unit(Some(on), Level::Xa, province), h.unit(Some(on), Level::Xa, province)];
    let whole = h.unit(Some(later), Level::Xa, province);
    for half in halves {
        h.becomes(old, half, on, SuccessionKind::Split, Part::PartOnly);
        h.ends(half, province, later);
        h.becomes(half, whole, later, SuccessionKind::Merged, Part::Whole);
    }
    let units = h.build();
    assert_eq!(units.restate(old, date(2015, 1, 1)).candidates, halves);
    assert_eq!(units.restate(old, date(2015, 1, 1)).to, province);
    let met = units.restate(old, later);
    assert_eq!((met.to, met.candidates.len()), (whole, 0));
    assert_eq!(units.restate(whole, date(2000, 1, 1)).to, old, "and back again");
}

#[test]
fn everything_wrong_with_the_facts_is_told_at_once() {
    let mut h = History::default();
    let province = h.unit(None, Level::Tinh, NATION);
    let commune = h.unit(None, Level::Xa, province);
    let orphan = h.unit(None, Level::Xa, UnitId(99));
    let on = date(2020, 1, 1);
    h.becomes(commune, UnitId(77), on, SuccessionKind::Merged, Part::Whole);
    h.becomes(commune, orphan, on, SuccessionKind::Merged, Part::Whole);
    h.becomes(commune, orphan, on, SuccessionKind::Renamed, Part::Whole);
    let mut facts = h.facts;
    let mut twice = facts.versions[1].clone();
    twice.from = Some(on);
    facts.versions.push(twice.clone());
    (twice.unit, twice.parent, twice.code) = (UnitId(50), Some(commune), "001".into());
    facts.versions.push(twice);
    let mut codes: Vec<String> = Units::build(facts).unwrap_err().into_iter().map(|p| p.code).collect();
    codes.sort();
    codes.dedup();
    let expected = [
        "succession-end",
        "succession-identity",
        "succession-unknown-unit",
        "unit-code-taken",
        "unit-overlap",
        "unit-parent-level",
        "unit-unknown-parent",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_date_outside_a_units_life_is_held_within_it() {
    let mut h = History::default();
    let province = h.unit(None, Level::Tinh, NATION);
    let commune = h.unit(Some(date(2010, 1, 1)), Level::Xa, province);
    h.ends(commune, province, date(2020, 1, 1));
    let units = h.build();
    assert_eq!(units.clamp(commune, date(2025, 5, 5)), date(2019, 12, 31));
    assert_eq!(units.clamp(commune, date(2000, 5, 5)), date(2010, 1, 1));
    assert!(!units.alive(commune, date(2020, 1, 1)) && units.version_on(commune, date(2020, 1, 1)).is_none());
    assert_eq!(units.ancestors_on(commune, date(2015, 1, 1)), [province, NATION]);
}

#[test]
fn what_a_unit_took_in_later_is_not_where_it_came_from() {
    let mut h = History::default();
    let province = h.unit(None, Level::Tinh, NATION);
    let [origin, other] = [h.unit(None, Level::Xa, province), h.unit(None, Level::Xa, province)];
    let (born, took) = (date(2010, 1, 1), date(2020, 1, 1));
    h.ends(origin, province, born);
    let unit = h.unit(Some(born), Level::Xa, province);
    h.becomes(origin, unit, born, SuccessionKind::Merged, Part::Whole);
    h.ends(other, province, took);
    h.becomes(other, unit, took, SuccessionKind::Merged, Part::Whole);
    let units = h.build();
    assert_eq!(units.restate(unit, date(2005, 1, 1)).to, origin);
    assert_eq!(units.restate(other, date(2021, 1, 1)).to, unit);
    assert_eq!(units.restate(origin, date(2021, 1, 1)).to, unit);
}
