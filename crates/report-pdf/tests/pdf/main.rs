//! The printed page, read back by other programs.

#[path = "../../../report/tests/reports/common.rs"]
#[expect(dead_code, reason = "shared with the tests of report, which use more of it")]
mod common;
mod page;
