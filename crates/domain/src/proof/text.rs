//! A text to be proofed, with what its file told of it.

use serde::{Deserialize, Serialize};

/// A stretch of a text: bytes of its UTF-8 form, start inclusive, end exclusive, on character borders. What is handed out to
/// other programs counts code points instead; see [`Text::code_points`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` to before `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }
    /// The words there; empty when the span is not of this text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
    /// Whether the other lies wholly within.
    pub fn holds(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
    /// Whether they share a byte.
    pub fn touches(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }
    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// What a stretch of the text is in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A paragraph of the body.
    Body,
    /// A heading, by style or by markup.
    Heading,
    /// A cell of a table: table, row and column from 0. In the text, cells of a row are parted by tabs, rows by line ends.
    Cell {
        /// Which table of the text.
        table: u32,
        /// Which row.
        row: u32,
        /// Which column.
        column: u32,
    },
    /// A footnote or endnote, set after the paragraph that refers to it; with the mark as printed.
    Footnote {
        /// "1", "¹" or "*".
        mark: String,
    },
    /// Running head or foot.
    Running,
    /// Furniture of a web page: menus, counters, buttons.
    Furniture,
}

/// A stretch and its role. Regions are in the order of the text, do not overlap, and need not cover it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Where.
    pub span: Span,
    /// What.
    pub role: Role,
}

/// A text ready to be read: NFC, line ends `\n`, paragraphs parted by `\n` or blank lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The words.
    pub text: String,
    /// What the file said of them; empty for plain text, whose footnotes and headings the reader finds by their look.
    pub regions: Vec<Region>,
}

impl Text {
    /// Plain text, without regions.
    pub fn plain(text: impl Into<String>) -> Self {
        Text { text: text.into(), regions: Vec::new() }
    }
    /// The region that holds a byte.
    pub fn role_at(&self, byte: usize) -> Option<&Role> {
        let next = self.regions.partition_point(|r| r.span.start <= byte);
        let region = self.regions.get(next.checked_sub(1)?)?;
        (byte < region.span.end).then_some(&region.role)
    }
    /// A table that turns byte offsets into code points.
    pub fn code_points(&self) -> CodePoints<'_> {
        CodePoints::new(&self.text)
    }
}

/// Turns byte offsets of a text into numbers of code points, in steps of 256 bytes.
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before byte 256·i (rounded up to the next character border).
    marks: Vec<(usize, usize)>,
}

impl<'a> CodePoints<'a> {
    const STEP: usize = 256;

    /// The table of a text; reads it once.
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / Self::STEP + 1);
        let (mut points, mut next) = (0, 0);
        for (at, _) in text.char_indices() {
            if at >= next {
                marks.push((at, points));
                next = at + Self::STEP;
            }
            points += 1;
        }
        CodePoints { text, marks }
    }
    /// Code points before a byte.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let next = self.marks.partition_point(|(at, _)| *at <= byte);
        let (at, points) = next.checked_sub(1).and_then(|i| self.marks.get(i)).copied().unwrap_or((0, 0));
        points + self.text.get(at..byte).map_or(0, |s| s.chars().count())
    }
    /// A span in code points.
    pub fn span(&self, span: Span) -> (usize, usize) {
        (self.at(span.start), self.at(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_for_other_programs_count_letters_not_bytes() {
        let text = Text::plain("Đối thoại ".repeat(100));
        let points = text.code_points();
        for (n, (byte, _)) in text.text.char_indices().enumerate() {
            assert_eq!(points.at(byte), n);
        }
        assert_eq!(points.at(text.text.len()), 1000);
    }
}
