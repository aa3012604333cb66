//! What was wrong, where, and what to do: the one shape in which bad input is told to a user, in Vietnamese.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth a look; does not stop the work.
    Warning,
    /// Must be mended first; nothing is written.
    Error,
}

/// Where it is. Only the parts that are known are set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// File name or path as the user gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Cell of a workbook, as "C7".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// Field or key, as "y-kien[2].linh-vuc" or "posting[0].measure".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// How bad.
    pub severity: Severity,
    /// Stable short name of the kind of problem, for tests and programs: "unknown-choice".
    pub code: String,
    /// The message in Vietnamese, complete without the place.
    pub message: String,
    /// What the user can do, in Vietnamese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Where.
    pub place: Place,
}

impl Problem {
    /// An error.
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Problem {
            severity: Severity::Error,
            code: code.into(),
            message: message.into(),
            hint: None,
            place: Place::default(),
        }
    }
    /// A warning.
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Problem { severity: Severity::Warning, ..Problem::error(code, message) }
    }
    /// Adds what the user can do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    /// Names the field.
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.place.field = Some(field.into());
        self
    }
    /// Names the file.
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.place.file = Some(file.into());
        self
    }
    /// Names the line, from 1.
    pub fn line(mut self, line: u32) -> Self {
        self.place.line = Some(line);
        self
    }
    /// Names the sheet and cell.
    pub fn cell(mut self, sheet: impl Into<String>, cell: impl Into<String>) -> Self {
        self.place.sheet = Some(sheet.into());
        self.place.cell = Some(cell.into());
        self
    }
    /// Whether this stops the work.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Problem {
    /// One line: `tệp:dòng [trang!ô] trường: lỗi: lời (cách sửa)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let p = &self.place;
        if let Some(file) = &p.file {
            write!(f, "{file}")?;
            if let Some(line) = p.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        } else if let Some(line) = p.line {
            write!(f, "dòng {line}: ")?;
        }
        if let Some(cell) = &p.cell {
            write!(f, "[{}!{cell}] ", p.sheet.as_deref().unwrap_or(""))?;
        }
        if let Some(field) = &p.field {
            write!(f, "{field}: ")?;
        }
        write!(f, "{}: {}", if self.is_error() { "lỗi" } else { "lưu ý" }, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}
