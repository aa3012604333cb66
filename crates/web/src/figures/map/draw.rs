//! From areas to the paths of an SVG: onto paper, rounded, few bytes.

use super::dissolve::rings;
use super::file::{Area, Chart, Point};
use std::fmt::Write;

/// Width of the paper, in pixels; its height follows from the map, up to as much again.
pub const WIDTH: f64 = 812.0;
/// Steps to a pixel: coordinates are whole tenths.
pub const STEPS: f64 = 10.0;

/// How places of a map lie on paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// Left and top end on the map.
    corner: Point,
    /// Pixels per unit of the map, right and down.
    scale: Point,
    /// Size in pixels.
    pub size: (f64, f64),
}

impl Paper {
    /// Paper for a map that is drawn in pixels already.
    pub fn as_drawn(size: (f64, f64)) -> Paper {
        Paper { corner: (0.0, 0.0), scale: (1.0, 1.0), size }
    }

    /// Paper that holds these places, given in degrees: parallels and meridians are straight lines, true to scale in the
    /// middle. Without any place an empty sheet.
    pub fn around(places: impl Iterator<Item = Point>) -> Paper {
        let start = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        let (x1, y1, x2, y2) = places.fold(start, |(a, b, c, d), (x, y)| (a.min(x), b.min(y), c.max(x), d.max(y)));
        if x1 > x2 {
            return Paper::as_drawn((WIDTH, WIDTH / 2.0));
        }
        let squeeze = ((y1 + y2) / 2.0).to_radians().cos().clamp(0.05, 1.0);
        let (wide, high) = (((x2 - x1) * squeeze).max(1e-6), (y2 - y1).max(1e-6));
        let margin = 8.0;
        let scale = ((WIDTH - 2.0 * margin) / wide).min((1.25 * WIDTH - 2.0 * margin) / high);
        let corner = (x1 - margin / (scale * squeeze), y2 + margin / scale);
        Paper {
            corner,
            scale: (scale * squeeze, -scale),
            size: (wide * scale + 2.0 * margin, high * scale + 2.0 * margin),
        }
    }

    /// A place on paper, in pixels.
    pub fn at(&self, p: &Point) -> Point {
        ((p.0 - self.corner.0) * self.scale.0, (p.1 - self.corner.1) * self.scale.1)
    }

    /// Square units of the map in a square pixel.
    fn square(&self) -> f64 {
        1.0 / (self.scale.0 * self.scale.1).abs().max(1e-12)
    }
}

/// A rounded coordinate, in tenths of a pixel.
#[expect(clippy::cast_possible_truncation, reason = "paper is some thousand tenths wide")]
fn tenth(n: f64) -> i64 {
    (n * STEPS).round() as i64
}

/// The path of areas put together, in tenths of a pixel. Empty when nothing of them is to be seen.
pub fn path(chart: &Chart, areas: &[&Area], paper: &Paper) -> String {
    let mut out = String::new();
    for ring in rings(chart, areas, 2.0 * paper.square()) {
        let mut points: Vec<(i64, i64)> = Vec::with_capacity(ring.len());
        for p in &ring {
            let (x, y) = paper.at(p);
            let next = (tenth(x), tenth(y));
            // Half a pixel is not seen; the first point of a ring always stands.
            let near = |a: &(i64, i64)| (a.0 - next.0).abs() + (a.1 - next.1).abs() < 5;
            if points.len() < 2 || !points.last().is_some_and(near) {
                points.push(next);
            }
        }
        if points.len() < 3 {
            // An islet too small for the paper stays a dot: it is not left out.
            let Some((x, y)) = points.first() else { continue };
            let _ = write!(out, "M{x} {y}h6v6h-6z");
            continue;
        }
        let mut last: Option<(i64, i64)> = None;
        for (x, y) in points {
            let _ = match last {
                None => write!(out, "M{x} {y}l"),
                Some((a, b)) => write!(out, "{}{}", sign(x - a, out.ends_with('l')), sign(y - b, false)),
            };
            last = Some((x, y));
        }
        out.push('z');
    }
    out
}

/// A number with a space before it where it needs one.
fn sign(n: i64, first: bool) -> String {
    if n < 0 || first { n.to_string() } else { format!(" {n}") }
}

/// The middle of the box around areas, on paper in pixels, and its top.
pub fn middle(chart: &Chart, areas: &[&Area], paper: &Paper) -> Option<Point> {
    let lines = areas.iter().flat_map(|a| &a.lines).filter_map(|l| chart.lines.get(*l));
    let points: Vec<Point> = lines.flatten().map(|p| paper.at(p)).collect();
    let (x1, x2) = ends(points.iter().map(|p| p.0))?;
    let (y1, _) = ends(points.iter().map(|p| p.1))?;
    Some(((x1 + x2) / 2.0, y1))
}

/// Least and greatest.
pub fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |found, v| Some(found.map_or((v, v), |(a, b): (f64, f64)| (a.min(v), b.max(v)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_up_and_the_sheet_holds_every_place() {
        let places = [(102.1, 22.4), (109.5, 8.2), (117.8, 12.0)];
        let paper = Paper::around(places.into_iter());
        let [nw, s, e] = places.map(|p| paper.at(&p));
        assert!(nw.1 < s.1 && nw.0 < e.0);
        for (x, y) in [nw, s, e] {
            assert!((0.0..=paper.size.0).contains(&x) && (0.0..=paper.size.1).contains(&y), "{x} {y}");
        }
    }

    #[test]
    fn an_islet_too_small_to_be_seen_is_a_dot() {
        let line = vec![(0.0, 0.0), (0.001, 0.0), (0.0, 0.001), (0.0, 0.0)];
        let area = Area { lines: vec![0], ..Area::default() };
        let chart = Chart { lines: vec![line], areas: vec![area] };
        let drawn = path(&chart, &[&chart.areas[0]], &Paper::as_drawn((100.0, 100.0)));
        assert_eq!(drawn, "M0 0h6v6h-6z");
    }

    #[test]
    fn a_sheet_without_places_is_empty_and_not_broken() {
        let paper = Paper::around(std::iter::empty());
        assert!(paper.size.0 > 0.0 && paper.size.1 > 0.0);
    }
}
