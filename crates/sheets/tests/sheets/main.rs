//! What goes out to a spreadsheet comes back, and nothing that comes in can do harm.
#![expect(clippy::unwrap_used, reason = "a test may fail by it, in its helpers too")]

mod common;
mod csv_files;
mod workbooks;
