//! The printed page, read back by other programs.

#[cfg(test)]
#[path = "../../../report/tests/reports/common.rs"]
#[expect(dead_code, reason = "shared with the tests of report, which use more of it")]
mod common;
#[cfg(test)]
#[path = "../../../report/tests/reports/long.rs"]
mod long;
#[cfg(test)]
mod page;
