//! Spreadsheets: workbooks (XLSX) and CSV files to plain rows with their places, and plain tables to workbooks.
//!
//! This floor keeps the heavy spreadsheet libraries apart. It knows no database and no register: the caller describes
//! each table by its columns ([`TableOut`]); the same description makes an empty template, an export, and what an
//! import is matched against ([`read_xlsx`], [`read_csv`]).
//!
//! Layout of a sheet: row 1 holds the titles for people (required ones marked `*`, help as notes), row 2 the
//! machine keys in small grey type, data from row 3. In reading, the header is the row among the first ten that matches
//! most columns by key or by title (case and diacritics do not matter), so that a banner above it or a file without the
//! key row is read too. Child rows lie on their own sheet and name their parent in the column [`KEY_COLUMN`].
//!
//! Reading is bounded by [`Limits`] and never panics, whatever the bytes.

mod delimited;
mod grid;
mod header;
mod package;
mod table;
mod value;
mod workbook;
mod write;

pub use delimited::{read_csv, write_csv};
pub use grid::Limits;
pub use header::{BookIn, RowIn, TableIn};
pub use table::{CellOut, ColumnKind, ColumnOut, Properties, TableOut};
pub use value::{Cell, CellAt, CellValue};
pub use workbook::read_xlsx;
pub use write::write_xlsx;

/// Key of the column by which a child row names its parent's row.
pub const KEY_COLUMN: &str = "khoa-dong";
