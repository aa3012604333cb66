//! Map files: TopoJSON (RFC-less, topojson-specification 1.0) and GeoJSON (RFC 7946), to lines and areas made of them.
//! Bounded in points and areas; coordinates are held to a grid, so that neighbours keep running along the same points.

use domain::problem::Problem;
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// Most points of a file.
const POINTS_MAX: usize = 3_000_000;
/// Most areas of a file.
const AREAS_MAX: usize = 20_000;
/// Longest property value that may name an area, in characters.
const KEY_MAX: usize = 120;

/// A place: of a world map longitude and latitude in degrees, of one already on paper right and down.
pub type Point = (f64, f64);

/// An area of a map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Area {
    /// What the file says of it: property → text.
    pub keys: BTreeMap<String, String>,
    /// The lines (indexes) that bound it; one that is there twice bounds nothing.
    pub lines: Vec<usize>,
}

/// A map: lines, and areas bounded by them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chart {
    /// Lines; neighbours share them in TopoJSON, in GeoJSON each ring is one.
    pub lines: Vec<Vec<Point>>,
    /// Areas.
    pub areas: Vec<Area>,
}

fn wrong(message: impl Into<String>) -> Problem {
    Problem::error("bad-boundary", message)
        .hint("xuất lại từ phần mềm bản đồ ra GeoJSON hoặc TopoJSON (WGS 84), lược bớt điểm")
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    features: Vec<Feature>,
    #[serde(default)]
    objects: BTreeMap<String, Shape>,
    #[serde(default)]
    arcs: Vec<Vec<Nest>>,
    transform: Option<Transform>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Feature {
    geometry: Option<Shape>,
    #[serde(default)]
    properties: Option<BTreeMap<String, Value>>,
}

/// A geometry of either format.
#[derive(Deserialize)]
struct Shape {
    #[serde(rename = "type")]
    kind: Option<String>,
    coordinates: Option<Nest>,
    #[serde(default)]
    arcs: Numbers,
    #[serde(default)]
    geometries: Vec<Shape>,
    #[serde(default)]
    properties: Option<BTreeMap<String, Value>>,
}

/// Coordinates at whatever depth, without a heap cell per number.
enum Nest {
    Number(f64),
    Point(Point),
    Ring(Vec<Point>),
    List(Vec<Nest>),
}

impl<'de> Deserialize<'de> for Nest {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Nest;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("coordinates")
            }
            fn visit_f64<E>(self, n: f64) -> Result<Nest, E> {
                Ok(Nest::Number(n))
            }
            #[expect(clippy::cast_precision_loss, reason = "coordinates are far below 2^52")]
            fn visit_i64<E>(self, n: i64) -> Result<Nest, E> {
                Ok(Nest::Number(n as f64))
            }
            #[expect(clippy::cast_precision_loss, reason = "coordinates are far below 2^52")]
            fn visit_u64<E>(self, n: u64) -> Result<Nest, E> {
                Ok(Nest::Number(n as f64))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Nest, A::Error> {
                let (mut numbers, mut points, mut rest) = (Vec::new(), Vec::new(), Vec::new());
                while let Some(next) = seq.next_element::<Nest>()? {
                    match next {
                        Nest::Number(n) if numbers.len() < 2 => numbers.push(n),
                        Nest::Number(_) => {}
                        Nest::Point(p) => points.push(p),
                        other => rest.push(other),
                    }
                }
                Ok(match (numbers.as_slice(), points.is_empty()) {
                    ([x, y], _) => Nest::Point((*x, *y)),
                    (_, false) => Nest::Ring(points),
                    _ => Nest::List(rest),
                })
            }
        }
        d.deserialize_any(Reads)
    }
}

impl Nest {
    fn rings(self, out: &mut Vec<Vec<Point>>) {
        match self {
            Nest::Ring(ring) => out.push(ring),
            Nest::List(list) => list.into_iter().for_each(|n| n.rings(out)),
            Nest::Number(_) | Nest::Point(_) => {}
        }
    }
}

/// Whole numbers at whatever depth, in their order.
#[derive(Default)]
struct Numbers(Vec<i64>);

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Numbers;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("arc numbers")
            }
            fn visit_i64<E>(self, n: i64) -> Result<Numbers, E> {
                Ok(Numbers(vec![n]))
            }
            fn visit_u64<E>(self, n: u64) -> Result<Numbers, E> {
                Ok(Numbers(vec![i64::try_from(n).unwrap_or(i64::MAX)]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Numbers, A::Error> {
                let mut all = Vec::new();
                while let Some(Numbers(mut next)) = seq.next_element()? {
                    all.append(&mut next);
                }
                Ok(Numbers(all))
            }
        }
        d.deserialize_any(Reads)
    }
}

fn keys(properties: Option<BTreeMap<String, Value>>) -> BTreeMap<String, String> {
    let text = |v: Value| match v {
        Value::String(s) => Some(s),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    };
    let pairs = properties.unwrap_or_default().into_iter().filter_map(|(k, v)| text(v).map(|v| (k, v)));
    pairs.filter(|(k, v)| k.chars().count() <= KEY_MAX && v.chars().count() <= KEY_MAX).collect()
}

/// Reads a map file; every coordinate is held to a grid of this width, and what a file can claim is bounded.
pub fn read(bytes: &[u8], grid: f64) -> Result<Chart, Problem> {
    let file: File = serde_json::from_slice(bytes).map_err(|e| wrong(format!("Tệp bản đồ không đọc được: {e}")))?;
    let mut chart = match file.kind.as_str() {
        "FeatureCollection" => geojson(file.features),
        "Topology" => topology(file)?,
        other => return Err(wrong(format!("Tệp bản đồ ghi loại “{other}”"))),
    };
    let points: usize = chart.lines.iter().map(Vec::len).sum();
    if points > POINTS_MAX || chart.areas.len() > AREAS_MAX {
        return Err(wrong(format!("Bản đồ có {} vùng, {points} điểm: quá lớn", chart.areas.len())));
    }
    if chart.areas.is_empty() {
        return Err(wrong("Bản đồ không có vùng nào"));
    }
    for line in &mut chart.lines {
        line.retain(|(x, y)| x.is_finite() && y.is_finite());
        for (x, y) in line.iter_mut() {
            (*x, *y) = ((*x / grid).round() * grid, (*y / grid).round() * grid);
        }
        line.dedup();
    }
    Ok(chart)
}

fn geojson(features: Vec<Feature>) -> Chart {
    let mut chart = Chart::default();
    for feature in features {
        let mut rings = Vec::new();
        let mut shapes: Vec<Shape> = feature.geometry.into_iter().collect();
        while let Some(shape) = shapes.pop() {
            shapes.extend(shape.geometries);
            if matches!(shape.kind.as_deref(), Some("Polygon" | "MultiPolygon"))
                && let Some(nest) = shape.coordinates
            {
                nest.rings(&mut rings);
            }
        }
        let first = chart.lines.len();
        chart.lines.extend(rings);
        chart.areas.push(Area { keys: keys(feature.properties), lines: (first..chart.lines.len()).collect() });
    }
    chart
}

fn topology(file: File) -> Result<Chart, Problem> {
    let mut chart = Chart::default();
    for arc in file.arcs {
        let (mut x, mut y) = (0.0, 0.0);
        let line = arc.into_iter().filter_map(|p| match (p, &file.transform) {
            (Nest::Point((dx, dy)), Some(t)) => {
                let ([sx, sy], [tx, ty]) = (t.scale, t.translate);
                (x, y) = (x + dx, y + dy);
                Some((x * sx + tx, y * sy + ty))
            }
            (Nest::Point(p), None) => Some(p),
            _ => None,
        });
        chart.lines.push(line.collect());
    }
    let mut shapes: Vec<Shape> = file.objects.into_values().rev().collect();
    while let Some(shape) = shapes.pop() {
        shapes.extend(shape.geometries.into_iter().rev());
        if !matches!(shape.kind.as_deref(), Some("Polygon" | "MultiPolygon")) {
            continue;
        }
        // A line that is walked backwards is written as the complement of its number.
        let number = |n: &i64| usize::try_from(if *n < 0 { !*n } else { *n }).ok().filter(|n| *n < chart.lines.len());
        let lines: Option<Vec<usize>> = shape.arcs.0.iter().map(number).collect();
        let lines = lines.ok_or_else(|| wrong("Bản đồ nêu một đường không có trong tệp"))?;
        chart.areas.push(Area { keys: keys(shape.properties), lines });
    }
    Ok(chart)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARES: &str = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"ma":"01","so":7},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0,5],[1,1],[0,1],[0,0]]]}},
        {"type":"Feature","properties":null,"geometry":{"type":"MultiPolygon","coordinates":[[[[1,0],[2,0],[2,1],[1,1],[1,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[3,3]}}]}"#;

    #[test]
    fn a_geojson_file_is_areas_and_their_rings() {
        let chart = read(SQUARES.as_bytes(), 0.001).unwrap();
        assert_eq!(chart.areas.iter().map(|a| a.lines.len()).collect::<Vec<_>>(), [1, 2, 0]);
        assert_eq!(chart.areas[0].keys, [("ma", "01"), ("so", "7")].map(|(k, v)| (k.into(), v.into())).into());
        assert_eq!(chart.lines[0][1], (1.0, 0.0));
    }

    #[test]
    fn a_topology_is_areas_that_share_lines() {
        let text = r#"{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[10,20]},
            "objects":{"x":{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[[0,1]]},{"type":"Polygon","arcs":[[-2,2]]}]}},
            "arcs":[[[0,0],[2,0]],[[2,0],[0,2],[-2,-2]],[[0,0],[0,4],[2,-2]]]}"#;
        let chart = read(text.as_bytes(), 0.001).unwrap();
        assert_eq!(chart.areas.iter().map(|a| a.lines.clone()).collect::<Vec<_>>(), [vec![0, 1], vec![1, 2]]);
        assert_eq!(chart.lines[1], [(11.0, 20.0), (11.0, 21.0), (10.0, 20.0)]);
    }

    #[test]
    fn what_is_no_map_is_told_and_never_drawn() {
        for text in [
            "",
            "[]",
            r#"{"type":"FeatureCollection","features":[]}"#,
            r#"{"type":"Topology","objects":{"x":{"type":"Polygon","arcs":[[7]]}},"arcs":[]}"#,
            r#"{"type":"Sphere"}"#,
            r#"{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":"x"}}]}"#,
        ] {
            assert_eq!(read(text.as_bytes(), 0.001).unwrap_err().code, "bad-boundary", "{text}");
        }
        let deep = format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{{\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{}",
            "[".repeat(100_000)
        );
        assert_eq!(read(deep.as_bytes(), 0.001).unwrap_err().code, "bad-boundary");
    }
}
