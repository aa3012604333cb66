//! Values of cells and their places.

use domain::Date;
use domain::problem::{Place, Problem};
use std::sync::Arc;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CellValue {
    /// Nothing, or white space only.
    #[default]
    Empty,
    /// Text as typed; not trimmed.
    Text(String),
    /// A number as exact decimal text with a point and without exponent: "75", "2.5", "-0.001".
    Number(String),
    /// A civil date; a time of day is dropped.
    Date(Date),
    /// True or false.
    Bool(bool),
    /// A formula's error: "#REF!".
    Error(String),
}

/// Where a cell is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellAt {
    /// Name of the sheet, or of the CSV file.
    pub sheet: Arc<str>,
    /// Row from 1, as Excel shows it.
    pub row: u32,
    /// Column from 0 (A).
    pub column: u32,
}

impl CellAt {
    /// The cell's name: "C7".
    pub fn cell(&self) -> String {
        format!("{}{}", column_letters(self.column), self.row)
    }
    /// The place for a [`Problem`].
    pub fn place(&self) -> Place {
        Place { sheet: Some(self.sheet.to_string()), cell: Some(self.cell()), ..Place::default() }
    }
    /// Puts the place on a problem; a field already named stays.
    pub fn on(&self, problem: Problem) -> Problem {
        problem.cell(&*self.sheet, self.cell())
    }
}

/// A cell with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Where.
    pub at: CellAt,
    /// What.
    pub value: CellValue,
}

/// Letters of a column from 0: 0 → "A", 26 → "AA".
pub(crate) fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Decimal text of a number with the 15 significant digits that Excel keeps, without float noise; `None` for NaN and
/// infinities.
pub(crate) fn decimal(number: f64) -> Option<String> {
    if !number.is_finite() {
        return None;
    }
    let scientific = format!("{:.14e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e')?;
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return Some("0".into());
    }
    // The point stands after `point` digits; it may lie before the first or after the last.
    let point = exponent.parse::<i32>().ok()? + 1;
    let sign = if number < 0.0 { "-" } else { "" };
    let text = match usize::try_from(point) {
        Ok(point) if point >= digits.len() => format!("{digits}{}", "0".repeat(point - digits.len())),
        Ok(point) if point > 0 => {
            let (whole, part) = digits.split_at_checked(point)?;
            format!("{whole}.{part}")
        }
        _ => format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
    };
    Some(format!("{sign}{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_excel() {
        let names: Vec<_> = [0, 2, 25, 26, 701, 702, 16_383].map(column_letters).into();
        assert_eq!(names, ["A", "C", "Z", "AA", "ZZ", "AAA", "XFD"]);
        assert!(!column_letters(u32::MAX).is_empty());
    }

    #[test]
    fn numbers_lose_the_noise_of_floats_and_keep_their_digits() {
        let cases = [
            (75.0, "75"),
            (2.5, "2.5"),
            (0.1 + 0.2, "0.3"),
            (-0.001, "-0.001"),
            (1_234_567_890_123.0, "1234567890123"),
            (4675.0, "4675"),
            (1e18, "1000000000000000000"),
            (1e-7, "0.0000001"),
            (0.0, "0"),
            (-0.0, "0"),
            (98.2, "98.2"),
            (999_999_999_999_999.0, "999999999999999"),
        ];
        for (number, text) in cases {
            assert_eq!(decimal(number).as_deref(), Some(text));
        }
        assert_eq!(decimal(f64::NAN), None);
        assert_eq!(decimal(f64::INFINITY), None);
    }

    #[test]
    fn a_place_names_sheet_and_cell() {
        let at = CellAt { sheet: "Đối thoại".into(), row: 7, column: 2 };
        assert_eq!(at.cell(), "C7");
        let problem = at.on(Problem::error("x", "sai"));
        assert_eq!(problem.to_string(), "[Đối thoại!C7] lỗi: sai");
        assert_eq!(at.place().sheet.as_deref(), Some("Đối thoại"));
    }
}
