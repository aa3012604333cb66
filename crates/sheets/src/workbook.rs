//! Reading XLSX workbooks.

use crate::grid::{Grid, Limits};
use crate::header::{BookIn, read_tables};
use crate::package;
use crate::table::{OWN_SHEET, TableOut, sheet_names};
use crate::value::{CellValue, decimal};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Xlsx};
use domain::Date;
use domain::problem::Problem;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a workbook and matches its sheets to the expected tables: by the sheet's name, or else by its columns.
///
/// Hidden sheets and rows are read too; blank rows and sheets whose names begin with `_` are not. A merged cell's value
/// stands in its first cell. A formula counts with the value Excel last stored for it.
///
/// # Errors
/// Everything found wrong with the file, its sheets and headers at once; a file that is no workbook gets one problem.
pub fn read_xlsx(bytes: &[u8], expected: &[TableOut], limits: &Limits) -> Result<BookIn, Vec<Problem>> {
    // The parsers are other people's, the bytes anyone's: a panic in them is a damaged file.
    let grids = catch_unwind(AssertUnwindSafe(|| {
        package::check(bytes, limits)?;
        read_grids(bytes, limits)
    }));
    let grids = grids.unwrap_or_else(|_| Err(package::damaged())).map_err(|p| vec![p])?;
    read_tables(grids, expected, &sheet_names(expected))
}

fn read_grids(bytes: &[u8], limits: &Limits) -> Result<Vec<Grid>, Problem> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| package::damaged())?;
    let is_sheet = |s: &&calamine::Sheet| s.typ == SheetType::WorkSheet && !s.name.starts_with(OWN_SHEET);
    let names: Vec<String> = book.sheets_metadata().iter().filter(is_sheet).map(|s| s.name.clone()).collect();
    if names.len() > limits.sheets {
        let message = format!("Sổ có {} trang, quá giới hạn {} trang.", names.len(), limits.sheets);
        return Err(Problem::error("too-many-sheets", message).hint("chia tệp thành nhiều tệp nhỏ hơn"));
    }
    let mut left = limits.cells;
    let mut grids = Vec::new();
    for name in names {
        let grid = read_grid(&mut book, &name, limits, left)?;
        left = left.saturating_sub(grid.cells());
        if !grid.rows.is_empty() || !grid.problems.is_empty() {
            grids.push(grid);
        }
    }
    Ok(grids)
}

/// Streams a sheet's cells; never the rectangle around them, which one far cell would make huge.
fn read_grid(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, limits: &Limits, left: usize) -> Result<Grid, Problem> {
    let epoch_1904 = book.has_1904_epoch();
    let mut grid = Grid::new(name);
    let damaged = |grid: &Grid| {
        let mut problem = package::damaged();
        problem.message = format!("Trang “{}” bị hỏng hoặc không đúng cấu trúc nên không đọc được.", grid.sheet);
        problem
    };
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| damaged(&grid))?;
    while let Some(cell) = cells.next_cell().map_err(|_| damaged(&grid))? {
        let (row, column) = cell.get_position();
        let value = value(cell.get_value(), epoch_1904);
        grid.put(row.saturating_add(1), column, value, limits, left)?;
    }
    Ok(grid)
}

fn value(value: &DataRef<'_>, epoch_1904: bool) -> CellValue {
    match value {
        DataRef::Empty => CellValue::Empty,
        DataRef::Int(number) => CellValue::Number(number.to_string()),
        DataRef::Float(number) => number_value(*number),
        DataRef::String(text) => CellValue::Text(text.clone()),
        DataRef::SharedString(text) => CellValue::Text((*text).to_string()),
        DataRef::Bool(yes) => CellValue::Bool(*yes),
        DataRef::DateTime(at) => date_value(at, epoch_1904),
        DataRef::DateTimeIso(text) => iso_date(text).map_or_else(|| CellValue::Text(text.clone()), CellValue::Date),
        DataRef::DurationIso(text) => CellValue::Text(text.clone()),
        DataRef::Error(error) => CellValue::Error(error.to_string()),
    }
}

fn number_value(number: f64) -> CellValue {
    decimal(number).map_or_else(|| CellValue::Error("#NUM!".into()), CellValue::Number)
}

/// A cell in a date format: a date, or the bare number when it is a duration, a time of day alone or out of range.
fn date_value(at: &ExcelDateTime, epoch_1904: bool) -> CellValue {
    // Day 0 of the 1900 system is no date (a time of day alone), of the 1904 system it is 1/1/1904.
    let first = if epoch_1904 { 0.0 } else { 1.0 };
    if at.is_duration() || !(first..2_958_466.0).contains(&at.as_f64()) {
        return number_value(at.as_f64());
    }
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
        // Excel's 29/2/1900 does not exist and stays a number.
        (Ok(year), Ok(month), Ok(day)) => {
            Date::new(year, month, day).map_or_else(|_| number_value(at.as_f64()), CellValue::Date)
        }
        _ => number_value(at.as_f64()),
    }
}

fn iso_date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    #[test]
    fn excel_days_become_civil_dates_in_both_systems() {
        let date = |serial, old| date_value(&ExcelDateTime::new(serial, DateTime, old), old);
        let civil = |y, m, d| CellValue::Date(Date::new(y, m, d).unwrap());
        assert_eq!(date(44_286.0, false), civil(2021, 3, 31));
        assert_eq!(date(44_286.75, false), civil(2021, 3, 31), "a time of day is dropped");
        assert_eq!(date(42_824.0, true), civil(2021, 3, 31));
        assert_eq!(date(0.0, true), civil(1904, 1, 1));
        assert_eq!(date(1.0, false), civil(1900, 1, 1));
        assert_eq!(date(59.0, false), civil(1900, 2, 28));
        assert_eq!(date(60.0, false), CellValue::Number("60".into()), "29/2/1900 never was");
        assert_eq!(date(61.0, false), civil(1900, 3, 1));
        assert_eq!(date(2_958_465.0, false), civil(9999, 12, 31));
        assert_eq!(date(0.5, false), CellValue::Number("0.5".into()), "half past eleven is no date");
        assert_eq!(date(-1.0, false), CellValue::Number("-1".into()));
        assert_eq!(date(3e9, false), CellValue::Number("3000000000".into()));
        let hours = date_value(&ExcelDateTime::new(1.5, TimeDelta, false), false);
        assert_eq!(hours, CellValue::Number("1.5".into()));
        assert_eq!(iso_date("2021-03-31T07:00:00"), Date::new(2021, 3, 31).ok());
    }
}
