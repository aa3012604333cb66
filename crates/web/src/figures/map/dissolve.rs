//! Areas put together: the lines that bound several areas as one, and closed rings made of them.

use super::file::{Area, Chart, Point};
use std::collections::{BTreeMap, BTreeSet};

/// A point on the grid, for finding where lines meet.
type Knot = (i64, i64);

#[expect(clippy::cast_possible_truncation, reason = "map coordinates are small; a bounded file cannot leave 64 bits")]
fn knot(p: &Point) -> Knot {
    ((p.0 * 1e5).round() as i64, (p.1 * 1e5).round() as i64)
}

/// Twice the area that a ring encloses, without sign.
fn doubled(ring: &[Point]) -> f64 {
    ring.windows(2).map(|w| if let [a, b] = w { a.0 * b.1 - b.0 * a.1 } else { 0.0 }).sum::<f64>().abs()
}

/// The rings that bound all these areas as one. A line that an even number of them have lies inside and is left out. Rings
/// smaller than `crumb` (in square units) that had to be put together are gaps between borders that do not quite meet, and
/// are dropped; an island that is drawn as one line is kept whatever its size. To be filled by the even-odd rule.
pub fn rings(chart: &Chart, areas: &[&Area], crumb: f64) -> Vec<Vec<Point>> {
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    for line in areas.iter().flat_map(|a| &a.lines) {
        *times.entry(*line).or_default() += 1;
    }
    let mut out = Vec::new();
    let mut open: BTreeMap<usize, &[Point]> = BTreeMap::new();
    for line in times.into_iter().filter(|(_, n)| n % 2 == 1).map(|(line, _)| line) {
        let Some(points) = chart.lines.get(line).filter(|l| l.len() > 1) else { continue };
        match (points.first(), points.last()) {
            (Some(a), Some(b)) if knot(a) == knot(b) => out.push(points.clone()),
            _ => {
                open.insert(line, points);
            }
        }
    }
    out.extend(joined(&open).into_iter().filter(|r| doubled(r) > 2.0 * crumb));
    out
}

/// Closed rings of lines that meet. Walking on from a line's end, a ring is cut off whenever the walk comes back to where it
/// has been.
fn joined(open: &BTreeMap<usize, &[Point]>) -> Vec<Vec<Point>> {
    let mut at: BTreeMap<Knot, BTreeSet<usize>> = BTreeMap::new();
    for (line, points) in open {
        for end in points.first().into_iter().chain(points.last()) {
            at.entry(knot(end)).or_default().insert(*line);
        }
    }
    let mut rings = Vec::new();
    let mut left: BTreeSet<usize> = open.keys().copied().collect();
    while let Some(start) = left.first().and_then(|l| open.get(l)).and_then(|p| p.first()).map(knot) {
        let before = left.len();
        let mut here = start;
        let mut been = BTreeMap::from([(here, 0)]);
        let mut walk: Vec<Vec<Point>> = Vec::new();
        while let Some(line) = at.get(&here).and_then(|l| l.iter().find(|l| left.contains(l))).copied() {
            left.remove(&line);
            let mut points = open.get(&line).map(|p| p.to_vec()).unwrap_or_default();
            if points.first().map(knot) != Some(here) {
                points.reverse();
            }
            here = points.last().map_or(here, knot);
            walk.push(points);
            match been.get(&here).copied() {
                Some(from) => {
                    let mut ring: Vec<Point> = walk.drain(from..).flatten().collect();
                    ring.dedup_by_key(|p| knot(p));
                    rings.push(ring);
                    been.retain(|_, n| *n <= from);
                }
                None => {
                    been.insert(here, walk.len());
                }
            }
        }
        if left.len() == before {
            break;
        }
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::super::file::read;
    use super::*;

    /// Two squares side by side with a common border, and an islet.
    const TWO: &str = r#"{"type":"Topology","objects":{"x":{"type":"GeometryCollection","geometries":[
        {"type":"Polygon","arcs":[[0,1]]},{"type":"Polygon","arcs":[[-2,2]]},{"type":"Polygon","arcs":[[3]]}]}},
        "arcs":[[[10,10],[0,10],[0,0],[10,0]],[[10,0],[10,10]],[[10,0],[20,0],[20,10],[10,10]],[[30,30],[30.1,30],[30,30.1],[30,30]]]}"#;

    #[test]
    fn two_areas_together_are_bounded_by_what_they_do_not_share() {
        let chart = read(TWO.as_bytes(), 0.01).unwrap();
        let alone = rings(&chart, &[&chart.areas[0]], 1.0);
        assert_eq!((alone.len(), doubled(&alone[0])), (1, 200.0));
        let both = rings(&chart, &[&chart.areas[0], &chart.areas[1]], 1.0);
        assert_eq!((both.len(), doubled(&both[0])), (1, 400.0));
        assert!(both[0].iter().all(|p| !(p.0 == 10.0 && p.1 > 0.0 && p.1 < 10.0)));
    }

    #[test]
    fn an_islet_is_kept_and_a_crumb_between_borders_is_not() {
        let chart = read(TWO.as_bytes(), 0.01).unwrap();
        assert_eq!(rings(&chart, &[&chart.areas[2]], 1.0).len(), 1);
        assert_eq!(rings(&chart, &[&chart.areas[0]], 1000.0).len(), 0);
    }

    #[test]
    fn lines_that_never_close_end_the_walk() {
        let chart = Chart {
            lines: vec![vec![(0.0, 0.0), (1.0, 0.0)], vec![(1.0, 0.0), (2.0, 0.0)]],
            areas: vec![Area { lines: vec![0, 1, 9], ..Area::default() }],
        };
        assert!(rings(&chart, &[&chart.areas[0]], 0.0).is_empty());
    }
}
