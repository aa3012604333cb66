//! The lines drawn on a page, as far as they frame cells: upright and level ones, stroked or filled as thin boxes.

use hayro_font::hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_font::kurbo::{Affine, Point};

/// A drawn line, upright or level: from upper left to lower right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) end_x: f32,
    pub(super) end_y: f32,
}

impl Rule {
    pub(super) fn is_upright(&self) -> bool {
        self.end_y - self.y > self.end_x - self.x
    }
}

/// More than any table of a page has.
const MOST: usize = 20_000;
/// A filled box thinner than this is a line, in points.
const THIN: f64 = 3.0;

/// Follows the operators of paths.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// Corners of the open path's parts.
    parts: Vec<Vec<Point>>,
    pub(super) rules: Vec<Rule>,
}

impl Paths {
    pub(super) fn take(&mut self, op: &Op<'_, '_>, matrix: Affine) {
        match op {
            Op::MoveTo(p) => self.begin(vec![matrix * Point::new(p.0.as_f64(), p.1.as_f64())]),
            Op::LineTo(p) => {
                if let Some(part) = self.parts.last_mut().filter(|p| p.len() < MOST) {
                    part.push(matrix * Point::new(p.0.as_f64(), p.1.as_f64()));
                }
            }
            Op::RectPath(r) => {
                let (x, y, w, h) = (r.0.as_f64(), r.1.as_f64(), r.2.as_f64(), r.3.as_f64());
                let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)];
                self.begin(corners.map(|(x, y)| matrix * Point::new(x, y)).to_vec());
            }
            Op::ClosePath(_) => self.close(),
            Op::StrokePath(_) | Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => self.stroke(),
            Op::CloseAndStrokePath(_) | Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                self.close();
                self.stroke();
            }
            Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) | Op::FillPathEvenOdd(_) => self.fill(),
            Op::EndPath(_) => self.parts.clear(),
            // Curves frame no cells.
            Op::CubicTo(_) | Op::CubicStartTo(_) | Op::CubicEndTo(_) => drop(self.parts.pop()),
            _ => {}
        }
    }

    fn begin(&mut self, part: Vec<Point>) {
        if self.parts.len() < MOST {
            self.parts.push(part);
        }
    }

    fn close(&mut self) {
        if let Some(part) = self.parts.last_mut()
            && let Some(first) = part.first().copied()
        {
            part.push(first);
        }
    }

    fn stroke(&mut self) {
        for part in std::mem::take(&mut self.parts) {
            for pair in part.windows(2) {
                if let [a, b] = pair {
                    self.add(*a, *b, 1.0);
                }
            }
        }
    }

    fn fill(&mut self) {
        for part in std::mem::take(&mut self.parts) {
            let fold = |f: fn(f64, f64) -> f64, v: fn(&Point) -> f64| part.iter().map(v).reduce(f);
            let (Some(x), Some(end_x)) = (fold(f64::min, |p| p.x), fold(f64::max, |p| p.x)) else { continue };
            let (Some(y), Some(end_y)) = (fold(f64::min, |p| p.y), fold(f64::max, |p| p.y)) else { continue };
            self.add(Point::new(x, y), Point::new(end_x, end_y), THIN);
        }
    }

    /// Adds the line between two corners when it is upright or level, and no mere dot.
    fn add(&mut self, a: Point, b: Point, thin: f64) {
        let (w, h) = ((a.x - b.x).abs(), (a.y - b.y).abs());
        let level = h <= thin && w > 4.0;
        let upright = w <= thin && h > 4.0;
        let sane = [a.x, a.y, b.x, b.y].iter().all(|v| v.is_finite() && v.abs() < 100_000.0);
        if !sane || level == upright || self.rules.len() >= MOST {
            return;
        }
        let (middle_x, middle_y) = ((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
        let rule = if level {
            Rule { x: a.x.min(b.x) as f32, end_x: a.x.max(b.x) as f32, y: middle_y as f32, end_y: middle_y as f32 }
        } else {
            Rule { x: middle_x as f32, end_x: middle_x as f32, y: a.y.min(b.y) as f32, end_y: a.y.max(b.y) as f32 }
        };
        self.rules.push(rule);
    }
}
