//! How much a file may ask of the machine.

use std::time::Duration;

/// Bounds on what one file may cost. What is beyond them is refused with a message, never half read in silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Greatest size of the file.
    pub bytes: usize,
    /// Greatest size of all that comes out of its packing.
    pub unpacked_bytes: usize,
    /// How many times larger than its packing a part may be, once it is larger than a mebibyte. Texts of Word files are
    /// ten to thirty times larger; a bomb is a thousand times.
    pub ratio: usize,
    /// Greatest number of files in a package.
    pub parts: usize,
    /// Greatest number of pages of a PDF.
    pub pages: usize,
    /// Greatest depth of nested elements in XML or HTML.
    pub xml_depth: usize,
    /// Greatest time for one file. A PDF is held to it at any moment; the other readers need time in proportion to the
    /// size of what they read, which is bounded.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: 64 << 20,
            unpacked_bytes: 256 << 20,
            ratio: 200,
            parts: 5_000,
            pages: 2_000,
            xml_depth: 512,
            time: Duration::from_secs(30),
        }
    }
}
