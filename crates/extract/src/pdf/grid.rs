//! Tables by their drawn lines: a letter with a line on each of its four sides stands in a cell.

use super::glyphs::Drawn;
use super::lines::{self, Line};
use super::rules::Rule;
use std::collections::BTreeMap;

/// A table: rows of cells of lines, and where it begins on the page.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) y: f32,
    pub(super) rows: Vec<Vec<Vec<Line>>>,
}

/// How far lines that meet may miss one another, in points.
const NEAR: f32 = 2.5;
/// Letters times lines above which a page is a drawing, in which no table is looked for.
const MOST: usize = 60_000_000;

/// A cell: left, top, bottom.
type Frame = (i32, i32, i32);

/// Parts the tables of a page from its other letters.
pub(super) fn tables(letters: Vec<Drawn>, rules: &[Rule]) -> (Vec<Table>, Vec<Drawn>) {
    let (upright, level): (Vec<Rule>, Vec<Rule>) = rules.iter().partition(|r| r.is_upright());
    if upright.len() < 3 || level.len() < 2 || letters.len().saturating_mul(rules.len()) > MOST {
        return (Vec::new(), letters);
    }
    let mut cells: BTreeMap<Frame, Vec<Drawn>> = BTreeMap::new();
    let mut rest = Vec::new();
    for letter in letters {
        match frame(&letter, &upright, &level) {
            Some(frame) => cells.entry(frame).or_default().push(letter),
            None => rest.push(letter),
        }
    }
    let mut out = Vec::new();
    for group in groups(cells) {
        match table(group) {
            Ok(table) => out.push(table),
            Err(letters) => rest.extend(letters),
        }
    }
    (out, rest)
}

/// The nearest lines around a letter, in steps of [`NEAR`].
fn frame(letter: &Drawn, upright: &[Rule], level: &[Rule]) -> Option<Frame> {
    let (x, y) = ((letter.x + letter.end) / 2.0, letter.y - 0.3 * letter.size);
    let beside = || upright.iter().filter(|r| r.y - NEAR <= y && y <= r.end_y + NEAR).map(|r| r.x);
    let across = || level.iter().filter(|r| r.x - NEAR <= x && x <= r.end_x + NEAR).map(|r| r.y);
    let left = beside().filter(|v| *v <= x).reduce(f32::max)?;
    let _right = beside().filter(|v| *v > x).reduce(f32::min)?;
    let top = across().filter(|v| *v <= y).reduce(f32::max)?;
    let bottom = across().filter(|v| *v > y).reduce(f32::min)?;
    let step = |v: f32| (v / NEAR).round() as i32;
    Some((step(left), step(top), step(bottom)))
}

/// Cells whose rows follow one another without a gap.
fn groups(cells: BTreeMap<Frame, Vec<Drawn>>) -> Vec<Vec<(Frame, Vec<Drawn>)>> {
    let mut cells: Vec<(Frame, Vec<Drawn>)> = cells.into_iter().collect();
    cells.sort_by_key(|((left, top, _), _)| (*top, *left));
    let mut out: Vec<Vec<(Frame, Vec<Drawn>)>> = Vec::new();
    let mut bottom = i32::MIN;
    for cell in cells {
        let (_, top, end) = cell.0;
        // Rows without any letter may lie between: half a line's height is no end of a table, three lines' are.
        let apart = top.saturating_sub(bottom) > 18;
        match out.last_mut().filter(|_| !apart) {
            Some(group) => group.push(cell),
            None => out.push(vec![cell]),
        }
        bottom = bottom.max(end);
    }
    out
}

/// A table of some cells, or their letters when it has not two columns.
fn table(cells: Vec<(Frame, Vec<Drawn>)>) -> Result<Table, Vec<Drawn>> {
    let lefts = distinct(cells.iter().map(|((left, ..), _)| *left));
    let tops = distinct(cells.iter().map(|((_, top, _), _)| *top));
    if lefts.len() < 2 || cells.len() < 3 {
        return Err(cells.into_iter().flat_map(|(_, letters)| letters).collect());
    }
    let place = |all: &[i32], v: i32| all.iter().rposition(|a| *a <= v + 1).unwrap_or(0);
    let mut rows: Vec<Vec<Vec<Drawn>>> = tops.iter().map(|_| lefts.iter().map(|_| Vec::new()).collect()).collect();
    for ((left, top, _), letters) in cells {
        if let Some(cell) = rows.get_mut(place(&tops, top)).and_then(|r| r.get_mut(place(&lefts, left))) {
            cell.extend(letters);
        }
    }
    let y = tops.first().map_or(0.0, |t| *t as f32 * NEAR);
    let rows = rows.into_iter().map(|row| row.into_iter().map(lines::of).collect()).collect();
    Ok(Table { y, rows })
}

/// Places that differ by more than a step, in order.
fn distinct(values: impl Iterator<Item = i32>) -> Vec<i32> {
    let mut all: Vec<i32> = values.collect();
    all.sort_unstable();
    all.dedup_by(|b, a| *b - *a <= 1);
    all
}
