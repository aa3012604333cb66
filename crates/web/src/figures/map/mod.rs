//! Maps: the sketch that is shipped, or the file that an operator has loaded; which unit each area is; how it is drawn.
//!
//! Hoàng Sa and Trường Sa are always on the map of the nation and named, whatever the file holds.

pub mod classes;
mod dissolve;
pub mod draw;
pub mod file;
mod place;

pub use place::{heir, units_below};

use domain::Date;
use domain::ids::{NATION, UnitId};
use domain::units::{Level, Units};
use draw::Paper;
use file::{Area, Chart, Point};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The sketch of the 63 provinces before 1 July 2025 with both archipelagos; see `data/README.md`.
const SHIPPED: &str = include_str!("../../../../../data/map/vietnam.json");

/// What the shipped file says of itself.
#[derive(Deserialize)]
struct Head {
    /// Date of the tree that its codes are of.
    on: Date,
    /// Size in pixels.
    size: (f64, f64),
}

static SKETCH: LazyLock<Option<(Head, Chart)>> = LazyLock::new(|| {
    let head = serde_json::from_str(SHIPPED).ok()?;
    Some((head, file::read(SHIPPED.as_bytes(), 0.1).ok()?))
});

/// Width of the grid that a loaded file is held to, in degrees: some hundred metres for provinces, a hundred for communes.
const fn grid(level: Level) -> f64 {
    match level {
        Level::Tinh => 0.005,
        _ => 0.001,
    }
}

/// A map file as it was loaded, read once.
#[derive(Default)]
pub struct Kept(Mutex<BTreeMap<String, Arc<Chart>>>);

/// Files kept read at most: one for provinces, one for communes, and one that has just been replaced.
const KEPT_MAX: usize = 3;

impl Kept {
    /// The file with this SHA-256, read now if it was not before.
    pub fn chart(&self, sha256: &str, level: Level, bytes: &[u8]) -> Result<Arc<Chart>, domain::problem::Problem> {
        if let Some(found) = self.known(sha256) {
            return Ok(found);
        }
        let chart = Arc::new(file::read(bytes, grid(level))?);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(sha256.to_string(), chart.clone());
        Ok(chart)
    }

    /// The file with this SHA-256, if it has been read.
    pub fn known(&self, sha256: &str) -> Option<Arc<Chart>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(sha256).cloned()
    }
}

/// A text on a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Where, in pixels.
    pub at: (i64, i64),
    /// What.
    pub text: String,
    /// Whether a dot is drawn under it: the file has nothing there.
    pub dot: bool,
}

/// A drawn map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Map {
    /// Size in pixels.
    pub size: (i64, i64),
    /// Path of each unit that is on the map, in tenths of a pixel.
    pub paths: BTreeMap<UnitId, String>,
    /// Outlines of the archipelagos, in tenths of a pixel, drawn once more above all: their islets are small.
    pub isles: String,
    /// Names on it.
    pub labels: Vec<Label>,
}

/// An archipelago: its name, the code of its province before 1 July 2025, and its middle in degrees.
struct Archipelago {
    name: &'static str,
    code: &'static str,
    middle: Point,
    /// Half width and height of the box that it lies in, in degrees.
    half: Point,
}

/// Both belong on every map of the country.
const ARCHIPELAGOS: [Archipelago; 2] = [
    Archipelago { name: "Hoàng Sa", code: "48", middle: (112.0, 16.5), half: (1.5, 1.5) },
    Archipelago { name: "Trường Sa", code: "56", middle: (114.0, 9.5), half: (3.5, 3.5) },
];

/// "Hoàng Sa (Thành phố Đà Nẵng)", by the province that it belongs to on the date.
fn named(units: &Units, archipelago: &Archipelago, then: Date, on: Date) -> String {
    let old = units.search(archipelago.code, Some(then)).into_iter().find(|h| h.version.code == archipelago.code);
    let now = old.and_then(|h| if on <= then { Some(h.unit) } else { heir(units, h.unit, on) });
    match now.and_then(|u| units.nearest_version(u, on)) {
        Some(v) => format!("{} ({})", archipelago.name, v.full_name),
        None => archipelago.name.to_string(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "paper is some thousand pixels wide")]
fn pixel(p: Point) -> (i64, i64) {
    (p.0.round() as i64, p.1.round() as i64)
}

fn drawn(chart: &Chart, areas: &BTreeMap<UnitId, Vec<&Area>>, paper: &Paper) -> Map {
    let path = |(unit, areas): (&UnitId, &Vec<&Area>)| (*unit, draw::path(chart, areas, paper));
    let paths = areas.iter().map(path).filter(|(_, p)| !p.is_empty()).collect();
    Map { size: pixel((paper.size.0.ceil(), paper.size.1.ceil())), paths, isles: String::new(), labels: Vec::new() }
}

/// The sketch of the provinces on a date.
pub fn sketch(units: &Units, on: Date) -> Map {
    let Some((head, chart)) = SKETCH.as_ref() else { return Map::default() };
    let paper = Paper::as_drawn(head.size);
    let wanted = units_below(units, NATION, Level::Tinh, on);
    // Before the reform the codes are those of the date itself; a list of units before that is incomplete anyway.
    let old = if on > head.on { Some(head.on) } else { None };
    let areas = place::areas(chart, units, &wanted, Level::Tinh, on, old);
    let mut map = drawn(chart, &areas, &paper);
    for archipelago in &ARCHIPELAGOS {
        let its = |a: &&Area| a.keys.get("name").is_some_and(|n| n == archipelago.name);
        let parts: Vec<&Area> = chart.areas.iter().filter(its).collect();
        map.isles.push_str(&draw::path(chart, &parts, &paper));
        if let Some((x, top)) = draw::middle(chart, &parts, &paper) {
            let text = named(units, archipelago, head.on, on);
            map.labels.push(Label { at: pixel((x.min(head.size.0 - 185.0), top - 12.0)), text, dot: false });
        }
    }
    map
}

/// The map of an operator's file: the units of a level inside a unit. Of the nation it always holds both archipelagos. Areas
/// that lie far from all others (islands of a province on the mainland) are left to the list beside the map.
pub fn loaded(chart: &Chart, units: &Units, of: UnitId, level: Level, on: Date) -> Map {
    let wanted = units_below(units, of, level, on);
    let mut areas = place::areas(chart, units, &wanted, level, on, None);
    let places = |areas: &[&Area]| -> Vec<Point> {
        areas.iter().flat_map(|a| &a.lines).filter_map(|l| chart.lines.get(*l)).flatten().copied().collect()
    };
    if of != NATION {
        let centres: BTreeMap<UnitId, Point> =
            areas.iter().filter_map(|(u, a)| Some((*u, centre(&places(a))?))).collect();
        areas.retain(|u, _| centres.get(u).is_some_and(|c| near(c, centres.values())));
    }
    let mut all: Vec<Point> = areas.values().flat_map(|a| places(a)).collect();
    let missing: Vec<&Archipelago> = ARCHIPELAGOS.iter().filter(|a| of == NATION && !covers(&all, a)).collect();
    for a in ARCHIPELAGOS.iter().filter(|_| of == NATION) {
        all.extend([(a.middle.0 - a.half.0, a.middle.1 - a.half.1), (a.middle.0 + a.half.0, a.middle.1 + a.half.1)]);
    }
    let paper = Paper::around(all.into_iter());
    let mut map = drawn(chart, &areas, &paper);
    let then = SKETCH.as_ref().map_or(on, |(head, _)| head.on);
    for a in ARCHIPELAGOS.iter().filter(|_| of == NATION) {
        let dot = missing.iter().any(|m| m.name == a.name);
        let (x, y) = paper.at(&a.middle);
        let label = (x.min(paper.size.0 - 185.0), if dot { y } else { y - 30.0 });
        map.labels.push(Label { at: pixel(label), text: named(units, a, then, on), dot });
    }
    map
}

/// Whether a map has something where the archipelago lies.
fn covers(places: &[Point], a: &Archipelago) -> bool {
    places.iter().any(|p| (p.0 - a.middle.0).abs() <= a.half.0 && (p.1 - a.middle.1).abs() <= a.half.1)
}

fn centre(points: &[Point]) -> Option<Point> {
    let (x1, x2) = draw::ends(points.iter().map(|p| p.0))?;
    let (y1, y2) = draw::ends(points.iter().map(|p| p.1))?;
    Some(((x1 + x2) / 2.0, (y1 + y2) / 2.0))
}

/// Whether a centre lies within four times the usual distance from the middle of all.
fn near<'a>(c: &Point, all: impl Iterator<Item = &'a Point>) -> bool {
    let all: Vec<&Point> = all.collect();
    let median = |mut v: Vec<f64>| {
        v.sort_by(f64::total_cmp);
        v.get(v.len() / 2).copied().unwrap_or_default()
    };
    let middle = (median(all.iter().map(|p| p.0).collect()), median(all.iter().map(|p| p.1).collect()));
    let far = |p: &Point| (p.0 - middle.0).hypot(p.1 - middle.1);
    far(c) <= 4.0 * median(all.iter().map(|p| far(p)).collect()).max(0.01)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::units::Units;

    fn units() -> Units {
        Units::build(testkit::shipped()).unwrap()
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_sketch_draws_each_of_the_34_provinces_and_before_the_reform_each_of_the_63() {
        let units = units();
        for (on, many) in [("2026-11-22", 34), ("2025-07-01", 34), ("2025-06-30", 63), ("2021-01-01", 63)] {
            let map = sketch(&units, date(on));
            assert_eq!(map.paths.len(), many, "{on}");
            assert_eq!(units_below(&units, NATION, Level::Tinh, date(on)).len(), many);
            let bytes: usize = map.paths.values().map(String::len).sum();
            assert!(bytes < 60_000, "{bytes} bytes");
        }
    }

    #[test]
    fn hoang_sa_and_truong_sa_are_named_with_the_province_of_the_day() {
        let units = units();
        let told = |on: &str| sketch(&units, date(on)).labels.into_iter().map(|l| l.text).collect::<Vec<_>>();
        assert_eq!(told("2026-11-22"), ["Hoàng Sa (Thành phố Đà Nẵng)", "Trường Sa (Tỉnh Khánh Hòa)"]);
        assert_eq!(told("2021-01-01"), ["Hoàng Sa (Thành phố Đà Nẵng)", "Trường Sa (Tỉnh Khánh Hòa)"]);
    }

    #[test]
    fn a_file_without_the_archipelagos_is_drawn_with_them() {
        let units = units();
        let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ma":1,"ten":"Ha Noi"},
            "geometry":{"type":"Polygon","coordinates":[[[105.3,20.6],[106,20.6],[106,21.4],[105.3,21.4],[105.3,20.6]]]}}]}"#;
        let chart = file::read(text.as_bytes(), grid(Level::Tinh)).unwrap();
        let map = loaded(&chart, &units, NATION, Level::Tinh, date("2026-11-22"));
        assert_eq!(map.paths.len(), 1, "found by its code, which lost its zero");
        assert!(map.labels.iter().all(|l| l.dot) && map.labels.len() == 2);
        assert!(map.labels.iter().all(|l| (0..=map.size.0).contains(&l.at.0) && (0..=map.size.1).contains(&l.at.1)));
    }

    #[test]
    fn a_province_of_a_file_may_be_named_instead_of_coded() {
        let units = units();
        let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"x1","NAME":"lao cai"},
            "geometry":{"type":"Polygon","coordinates":[[[103,21],[104,21],[104,22],[103,21]]]}}]}"#;
        let chart = file::read(text.as_bytes(), grid(Level::Tinh)).unwrap();
        let map = loaded(&chart, &units, NATION, Level::Tinh, date("2026-11-22"));
        let lao_cai = units.resolve("15", date("2026-11-22")).unwrap();
        assert_eq!(map.paths.keys().copied().collect::<Vec<_>>(), [lao_cai]);
    }
}
