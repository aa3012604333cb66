//! Tables: a row "Tổng cộng" is the total of each of its columns. Rows come from the cells that the file tells of, or, in plain
//! text, from lines with tabs or upright strokes.

use super::evidence::one_slip;
use super::spread::taken;
use super::{Grammar, push};
use domain::proof::{FigureKind, Group, Reading, Role, Span, Text};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Most columns and rows that are looked at.
const COLUMNS: usize = 60;
const ROWS: usize = 5_000;

/// The cells of one row, in their columns.
type Row = Vec<Span>;

impl Grammar {
    /// Adds a group for each column of a table that has a row of totals.
    pub(super) fn tables(&self, text: &Text, reading: &mut Reading) {
        let tables = if text.regions.iter().any(|r| matches!(r.role, Role::Cell { .. })) {
            told(text)
        } else {
            drawn(&text.text)
        };
        for rows in tables.into_iter().filter(|rows| (3..=ROWS).contains(&rows.len())) {
            for group in columns(&text.text, &rows, reading) {
                if !taken(reading, &group) {
                    push(reading, 0, group);
                }
            }
        }
    }
}

/// Tables by the regions of the text.
fn told(text: &Text) -> Vec<Vec<Row>> {
    let mut tables: BTreeMap<u32, BTreeMap<u32, Row>> = BTreeMap::new();
    for region in &text.regions {
        if let Role::Cell { table, row, column } = region.role {
            let cells = tables.entry(table).or_default().entry(row).or_default();
            let column = column as usize;
            if column < COLUMNS {
                cells.resize(cells.len().max(column + 1), Span::default());
                if let Some(cell) = cells.get_mut(column) {
                    *cell = region.span;
                }
            }
        }
    }
    tables.into_values().map(|rows| rows.into_values().collect()).collect()
}

/// Tables by the look of lines: neighbours with the same number of tabs or strokes.
fn drawn(text: &str) -> Vec<Vec<Row>> {
    let mut tables: Vec<Vec<Row>> = Vec::new();
    if !text.contains('\t') && !text.contains('|') {
        return tables;
    }
    let (mut at, mut open) = (0, false);
    for line in text.split_inclusive('\n') {
        let sign = if line.contains('\t') { '\t' } else { '|' };
        let cells: Row =
            if line.contains(sign) { cells(line.trim_end_matches(['\n', '\r']), sign, at) } else { Vec::new() };
        if cells.len() >= 2 {
            match tables.last_mut().filter(|_| open) {
                Some(table) => table.push(cells),
                None => tables.push(vec![cells]),
            }
            open = true;
        } else {
            open = false;
        }
        at += line.len();
    }
    tables
}

fn cells(line: &str, sign: char, start: usize) -> Row {
    let mut at = start;
    let mut row = Vec::new();
    for cell in line.split(sign).take(COLUMNS) {
        row.push(Span::new(at, at + cell.len()));
        at += cell.len() + sign.len_utf8();
    }
    row
}

/// The groups of a table's columns.
fn columns(text: &str, rows: &[Row], reading: &Reading) -> Vec<Group> {
    let Some(total_row) = rows.iter().position(|row| is_total(text, row)) else { return Vec::new() };
    // Rows under Roman numbers are themselves sums of the rows below them: then only these are parts.
    let romans: Vec<&Row> = rows.iter().filter(|row| first_is_roman(text, row)).collect();
    let parts_rows: Vec<&Row> = if romans.len() >= 2 {
        romans
    } else {
        rows.iter().enumerate().filter(|(n, row)| *n != total_row && !is_total(text, row)).map(|(_, row)| row).collect()
    };
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut groups = Vec::new();
    for column in 1..width {
        let at = |row: &Row| row.get(column).and_then(|cell| figure_in(reading, *cell));
        let Some(total) = rows.get(total_row).and_then(at) else { continue };
        let parts: Vec<usize> = parts_rows.iter().filter_map(|row| at(row)).collect();
        let value = |n: &usize| reading.figures.get(*n).map_or(Decimal::ZERO, |f| f.value);
        let values: Vec<Decimal> = parts.iter().map(value).collect();
        let Some(sum) = values.iter().try_fold(Decimal::ZERO, |sum, v| sum.checked_add(*v)) else { continue };
        let holds = sum == value(&total);
        if parts.len() >= 2 && (holds || one_slip(value(&total), &values)) {
            groups.push(Group { total: Some(total), parts, adds_up: Some(holds), percent: None, complete: true });
        }
    }
    groups
}

/// The only figure of a cell that can be added.
fn figure_in(reading: &Reading, cell: Span) -> Option<usize> {
    let first = reading.figures.partition_point(|f| f.span.start < cell.start);
    let adds = |n: usize| {
        reading.figures.get(n).is_some_and(|f| {
            cell.holds(f.span) && matches!(f.kind, FigureKind::Count | FigureKind::Measure | FigureKind::Money)
        })
    };
    (adds(first) && !adds(first + 1)).then_some(first)
}

/// "Tổng cộng", "Cộng", "Tổng số" in one of the first two cells.
fn is_total(text: &str, row: &Row) -> bool {
    row.iter().take(3).any(|cell| {
        let words = cell.of(text).trim().trim_matches(['*', ':', '_']).to_lowercase();
        matches!(
            words.as_str(),
            "tổng"
                | "cộng"
                | "tổng cộng"
                | "tổng số"
                | "tổng cộng:"
                | "toàn huyện"
                | "toàn tỉnh"
                | "toàn xã"
                | "tổng cộng chung"
        )
    })
}

fn first_is_roman(text: &str, row: &Row) -> bool {
    row.iter()
        .map(|cell| cell.of(text).trim())
        .find(|c| !c.is_empty())
        .is_some_and(|c| c.chars().all(|c| "IVX".contains(c)))
}
