//! Which unit an area of a map is: by code, else by name, in the tree of a date.

use super::file::{Area, Chart};
use domain::Date;
use domain::ids::UnitId;
use domain::text::fold;
use domain::units::{Level, Units};
use std::collections::{BTreeMap, BTreeSet};

/// The unit that holds a unit's people on a later date: itself while it lives, else what all its people went to.
pub fn heir(units: &Units, unit: UnitId, on: Date) -> Option<UnitId> {
    let mut now = unit;
    // Each step goes forward in time; the bound is against successions that were entered by hand in a circle.
    for _ in 0..32 {
        if units.alive(now, on) {
            return Some(now);
        }
        now = units.became(now).iter().find(|s| s.kind.ends() && s.part.takes_all_people())?.new;
    }
    None
}

/// The units of a level on a date, inside a unit.
pub fn units_below(units: &Units, of: UnitId, level: Level, on: Date) -> Vec<UnitId> {
    let at_level = |u: &UnitId| units.version_on(*u, on).is_some_and(|v| v.level == level);
    units.subtree_on(of, on).into_iter().filter(at_level).collect()
}

/// Codes as map files write them: numbers lose their leading zeros.
fn code(text: &str, level: Level) -> Option<String> {
    let digits = text.trim();
    let width = if level == Level::Tinh { 2 } else { 5 };
    let good = !digits.is_empty() && digits.len() <= width && digits.bytes().all(|b| b.is_ascii_digit());
    good.then(|| format!("{digits:0>width$}"))
}

/// For each unit the areas that are it. Of the properties the one that names most units decides, first read as codes, then
/// as names; names that several units bear name none. `old` is the date of the tree that the file's codes are of: areas of
/// units that have ended since go to their heirs.
pub fn areas<'c>(
    chart: &'c Chart,
    units: &Units,
    wanted: &[UnitId],
    level: Level,
    on: Date,
    old: Option<Date>,
) -> BTreeMap<UnitId, Vec<&'c Area>> {
    let inside: BTreeSet<UnitId> = wanted.iter().copied().collect();
    let (mut codes, mut names) = (BTreeMap::new(), BTreeMap::<String, Option<UnitId>>::new());
    let past = old.filter(|d| on > *d);
    let known: Vec<UnitId> = match past {
        Some(date) => units_below(units, domain::ids::NATION, level, date),
        None => wanted.to_vec(),
    };
    for unit in known {
        let Some(v) = units.version_on(unit, past.unwrap_or(on)) else { continue };
        codes.insert(v.code.clone(), unit);
        for name in [&v.name, &v.full_name].into_iter().chain(&v.alt_names) {
            names.entry(fold(name)).and_modify(|u| *u = u.filter(|u| *u == unit)).or_insert(Some(unit));
        }
    }
    let by_code = |t: &String| code(t, level).and_then(|c| codes.get(&c).copied());
    let by_name = |t: &String| names.get(&fold(t)).copied().flatten();
    let unit_of = |key: &str, coded: bool, a: &Area| {
        let text = a.keys.get(key)?;
        if coded { by_code(text) } else { by_name(text) }
    };
    let keys: BTreeSet<&String> = chart.areas.iter().flat_map(|a| a.keys.keys()).collect();
    let tries = keys.iter().flat_map(|k| [(k.as_str(), true), (k.as_str(), false)]);
    let hits = |(key, coded): &(&str, bool)| {
        let found: BTreeSet<UnitId> = chart.areas.iter().filter_map(|a| unit_of(key, *coded, a)).collect();
        (found.len(), *coded)
    };
    let Some((key, coded)) = tries.max_by_key(hits) else { return BTreeMap::new() };
    let mut out: BTreeMap<UnitId, Vec<&Area>> = BTreeMap::new();
    for area in &chart.areas {
        let unit = unit_of(key, coded, area).and_then(|u| heir(units, u, on)).filter(|u| inside.contains(u));
        if let Some(unit) = unit {
            out.entry(unit).or_default().push(area);
        }
    }
    out
}
