//! Lines that stand side by side: the two-column heads and signatures of official letters, and tables.

use super::grid::Table;
use super::lines::{Line, Segment};

/// What follows on a page.
#[derive(Debug)]
pub(super) enum Block {
    /// A line of running text.
    Line(Line),
    /// Columns to be read one after the other, as lines.
    Columns(Vec<Vec<Line>>),
    /// Rows of cells; a cell has lines.
    Table(Vec<Vec<Vec<Line>>>),
}

/// Most lines of a two-column head or signature.
const HEAD: usize = 12;

/// Finds them among the lines of a page, and sets the tables that are known in their places.
pub(super) fn blocks(lines: Vec<Line>, tables: Vec<Table>) -> Vec<Block> {
    let mut out = Vec::new();
    let mut lines = lines.into_iter().peekable();
    let mut tables = tables.into_iter().peekable();
    while let Some(line) = lines.next() {
        while let Some(table) = tables.next_if(|t| t.y < line.y) {
            out.push(Block::Table(table.rows));
        }
        if line.segments.len() < 2 {
            out.push(Block::Line(line));
            continue;
        }
        let mut group = Group::begun(line);
        while let Some(next) = lines.next_if(|l| group.takes(l) && tables.peek().is_none_or(|t| t.y > l.y)) {
            group.add(next);
        }
        out.push(group.into_block());
    }
    out.extend(tables.map(|t| Block::Table(t.rows)));
    out
}

/// Lines that share the white columns between their segments.
struct Group {
    lines: Vec<Line>,
    /// The white columns.
    white: Vec<(f32, f32)>,
}

impl Group {
    fn begun(line: Line) -> Self {
        let white = gaps(&line.segments);
        Group { lines: vec![line], white }
    }

    /// The white columns that are left when the line is added.
    fn left(&self, line: &Line) -> Vec<(f32, f32)> {
        let mut white = self.white.clone();
        for segment in &line.segments {
            white = white
                .into_iter()
                .flat_map(|gap| without(gap, segment))
                .filter(|(a, b)| b - a > 0.8 * line.size)
                .collect();
        }
        white
    }

    fn takes(&self, line: &Line) -> bool {
        let Some(last) = self.lines.last() else { return false };
        let near = line.y - last.y < 2.6 * line.size.max(last.size);
        let left = self.left(line);
        if left.is_empty() || !near {
            return false;
        }
        if line.segments.len() > 1 {
            return true;
        }
        // A single stretch belongs to a column when it begins, ends or is centred where the column's others do.
        let close = line.y - last.y < 1.9 * line.size.max(last.size);
        let fits = |s: &Segment| {
            let t = 1.2 * line.size;
            let centre = |x: f32, end: f32| (x + end) / 2.0;
            let same_side =
                !left.iter().any(|(a, b)| (s.end <= *a) != (line.end() <= *a) || (s.x >= *b) != (line.x() >= *b));
            same_side
                && ((s.x - line.x()).abs() < t
                    || (s.end - line.end()).abs() < t
                    || (centre(s.x, s.end) - centre(line.x(), line.end())).abs() < t)
        };
        close && self.lines.iter().rev().take(6).flat_map(|l| &l.segments).any(fits)
    }

    fn add(&mut self, line: Line) {
        self.white = self.left(&line);
        self.lines.push(line);
    }

    fn into_block(self) -> Block {
        let columns = self.white.len() + 1;
        let full = self.lines.iter().filter(|l| l.segments.len() >= columns).count();
        let head = columns == 2
            && self.lines.len() <= HEAD
            && (self.lines.len() < 3 || full * 2 <= self.lines.len() + 1 || !self.has_numbers());
        let rows: Vec<Vec<Option<Line>>> = self.lines.iter().map(|l| self.parted(l, columns)).collect();
        if head || columns < 2 {
            let mut out: Vec<Vec<Line>> = (0..columns).map(|_| Vec::new()).collect();
            for row in rows {
                for (column, line) in out.iter_mut().zip(row) {
                    column.extend(line);
                }
            }
            return Block::Columns(out);
        }
        Block::Table(self.merged(rows, columns))
    }

    /// Whether cells are numbers, as they are in tables.
    fn has_numbers(&self) -> bool {
        let cells = || self.lines.iter().flat_map(|l| &l.segments);
        let number = |s: &&Segment| s.letters.iter().all(|l| l.letter.is_ascii_digit() || " .,%-/".contains(l.letter));
        cells().filter(number).count() * 4 >= cells().count()
    }

    /// The line's segments by column.
    fn parted(&self, line: &Line, columns: usize) -> Vec<Option<Line>> {
        let mut out: Vec<Option<Line>> = (0..columns).map(|_| None).collect();
        for segment in &line.segments {
            let column = self.white.iter().filter(|(a, b)| segment.x >= (*a + *b) / 2.0).count();
            if let Some(cell) = out.get_mut(column) {
                match cell {
                    Some(cell) => cell.segments.push(segment.clone()),
                    None => *cell = Some(Line { segments: vec![segment.clone()], ..*line }),
                }
            }
        }
        out
    }

    /// Rows of a table: a line with fewer cells than the one before, close under it, goes on in its row.
    fn merged(&self, lines: Vec<Vec<Option<Line>>>, columns: usize) -> Vec<Vec<Vec<Line>>> {
        let pitch = self.pitch();
        let mut rows: Vec<Vec<Vec<Line>>> = Vec::new();
        let mut before = f32::MIN;
        for line in lines {
            let y = line.iter().flatten().map(|l| l.y).next().unwrap_or(before);
            let filled = line.iter().flatten().count();
            let first = line.first().is_some_and(Option::is_some);
            let goes_on = (!first || filled == 1) && filled < columns && y - before < 1.35 * pitch;
            if !goes_on || rows.is_empty() {
                rows.push((0..columns).map(|_| Vec::new()).collect());
            }
            if let Some(row) = rows.last_mut() {
                for (cell, line) in row.iter_mut().zip(line) {
                    cell.extend(line);
                }
            }
            before = y;
        }
        rows
    }

    /// Usual distance of lines: the smallest that is no overlap.
    fn pitch(&self) -> f32 {
        let steps = self.lines.windows(2).filter_map(|w| if let [a, b] = w { Some(b.y - a.y) } else { None });
        let least = steps.fold(f32::MAX, f32::min);
        let size = self.lines.first().map_or(12.0, |l| l.size);
        least.clamp(size, 1.6 * size)
    }
}

fn gaps(segments: &[Segment]) -> Vec<(f32, f32)> {
    segments.windows(2).filter_map(|w| if let [a, b] = w { Some((a.end, b.x)) } else { None }).collect()
}

/// What a segment leaves of a gap.
fn without((from, to): (f32, f32), segment: &Segment) -> Vec<(f32, f32)> {
    if segment.end <= from || segment.x >= to {
        return vec![(from, to)];
    }
    [(from, segment.x.min(to)), (segment.end.max(from), to)].into_iter().filter(|(a, b)| b > a).collect()
}
