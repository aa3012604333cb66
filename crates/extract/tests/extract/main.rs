//! Files of all kinds, read; comments written into Word files; hostile files.

#[cfg(test)]
mod changes;
#[cfg(test)]
mod comments;
#[cfg(test)]
#[path = "../../../report/tests/reports/common.rs"]
#[expect(dead_code, reason = "shared with the tests of report, which use more of it")]
mod common;
#[cfg(test)]
mod files;
#[cfg(test)]
mod holds;
#[cfg(test)]
mod hostile;
#[cfg(test)]
#[path = "../../../report/tests/reports/long.rs"]
mod long;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod printed;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod words;
