//! A sheet as read: the filled cells of each row, before any column has a name; and the limits of reading.

use crate::value::{CellAt, CellValue};
use domain::problem::Problem;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How much is read; beyond it the file is refused with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes of a workbook's parts together when unzipped.
    pub unzipped_bytes: u64,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// Filled rows of a sheet, headers included.
    pub rows: usize,
    /// Columns of a sheet.
    pub columns: u32,
    /// Filled cells of the whole file.
    pub cells: usize,
    /// Characters in a cell.
    pub cell_chars: usize,
}

impl Default for Limits {
    /// 20 MiB, 200 MiB unzipped, 40 sheets, 100 000 rows, 200 columns, 2 million cells, 32 767 characters in a cell.
    fn default() -> Self {
        Limits {
            file_bytes: 20 << 20,
            unzipped_bytes: 200 << 20,
            sheets: 40,
            rows: 100_000,
            columns: 200,
            cells: 2_000_000,
            cell_chars: 32_767,
        }
    }
}

impl Limits {
    /// Refuses an empty or too large file.
    pub(crate) fn check_file(&self, bytes: &[u8]) -> Result<(), Problem> {
        if bytes.is_empty() {
            return Err(Problem::error("empty-file", "Tệp rỗng, không có nội dung.")
                .hint("kiểm tra lại tệp đã chọn, có thể việc tải lên bị ngắt"));
        }
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > self.file_bytes {
            let message =
                format!("Tệp nặng {} MiB, quá giới hạn {} MiB.", size.div_ceil(1 << 20), self.file_bytes >> 20);
            return Err(Problem::error("file-too-large", message).hint("chia tệp thành nhiều tệp nhỏ hơn"));
        }
        Ok(())
    }
}

/// How many cell problems of one sheet are told before the rest is only counted as more.
const MOST_PROBLEMS: usize = 200;

/// The filled cells of one sheet.
#[derive(Debug)]
pub(crate) struct Grid {
    /// Name of the sheet or file.
    pub sheet: Arc<str>,
    /// Row (from 1) → column (from 0) → value, never [`CellValue::Empty`].
    pub rows: BTreeMap<u32, BTreeMap<u32, CellValue>>,
    /// What was wrong with single cells.
    pub problems: Vec<Problem>,
    cells: usize,
}

impl Grid {
    /// A sheet without cells.
    pub fn new(sheet: &str) -> Self {
        Grid { sheet: sheet.into(), rows: BTreeMap::new(), problems: Vec::new(), cells: 0 }
    }

    /// How many cells were put in.
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// The place of a cell.
    pub fn at(&self, row: u32, column: u32) -> CellAt {
        CellAt { sheet: self.sheet.clone(), row, column }
    }

    /// Puts a value in; empty ones are left out. `left` cells may still be put in.
    ///
    /// # Errors
    /// When the sheet is past a limit, so that reading must stop.
    pub fn put(
        &mut self,
        row: u32,
        column: u32,
        value: CellValue,
        limits: &Limits,
        left: usize,
    ) -> Result<(), Problem> {
        match &value {
            CellValue::Empty => return Ok(()),
            CellValue::Text(text) if text.trim().is_empty() => return Ok(()),
            CellValue::Text(text) if text.chars().nth(limits.cell_chars).is_some() => {
                self.too_long(row, column, limits);
                return Ok(());
            }
            _ => {}
        }
        if column >= limits.columns {
            let message = format!("Trang có dữ liệu ở cột quá cột thứ {}.", limits.columns);
            return Err(self
                .at(row, column)
                .on(Problem::error("too-many-columns", message).hint("xóa các cột thừa ở bên phải")));
        }
        if self.cells >= left {
            let message = format!("Tệp có quá {} ô có dữ liệu.", limits.cells);
            return Err(self
                .at(row, column)
                .on(Problem::error("too-many-cells", message).hint("chia tệp thành nhiều tệp nhỏ hơn")));
        }
        if !self.rows.contains_key(&row) && self.rows.len() >= limits.rows {
            let message = format!("Trang có quá {} dòng có dữ liệu.", limits.rows);
            return Err(self
                .at(row, column)
                .on(Problem::error("too-many-rows", message).hint("chia tệp thành nhiều tệp nhỏ hơn")));
        }
        self.cells += 1;
        self.rows.entry(row).or_default().insert(column, value);
        Ok(())
    }

    fn too_long(&mut self, row: u32, column: u32, limits: &Limits) {
        let problem = match self.problems.len() {
            n if n < MOST_PROBLEMS => {
                let message = format!("Ô dài quá {} ký tự.", limits.cell_chars);
                Problem::error("cell-too-long", message).hint("rút gọn nội dung hoặc đính kèm thành tệp")
            }
            MOST_PROBLEMS => {
                Problem::error("cell-too-long", "Còn nhiều ô khác quá dài, từ ô này trở đi không liệt kê.")
            }
            _ => return,
        };
        let problem = self.at(row, column).on(problem);
        self.problems.push(problem);
    }
}
