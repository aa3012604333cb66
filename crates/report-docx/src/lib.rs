//! Word files (DOCX, transitional OOXML) of reports: text, styles and footnotes as Word itself would have made them, so
//! that an officer can go on working in the file. No picture stands for words.
//!
//! The parts that are the same in each file are in `parts/`; the text is written by [`body`], the footnotes by
//! [`notes`]. Each number is a content control whose tag is its anchor, so that a program can find the numbers of a
//! file again.

mod body;
mod head;
mod notes;
mod package;
mod runs;
mod table;
mod xml;

use domain::problem::Problem;
use report::model::Layout;
use report::{Printer, Report};

/// Prints DOCX.
#[derive(Debug, Clone, Copy, Default)]
pub struct Docx;

impl Printer for Docx {
    fn print(&self, report: &Report) -> Result<Vec<u8>, Problem> {
        package::bytes(report)
            .map_err(|e| Problem::error("docx-package", format!("Không đóng được tệp Word: {e}")).hint("thử lại"))
    }

    fn media_type(&self) -> &'static str {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    }

    fn extension(&self) -> &'static str {
        "docx"
    }
}

/// Sizes in twentieths of a point (twips) and half points, as OOXML counts.
pub(crate) struct Page {
    /// Margins in twips.
    pub(crate) top: u32,
    pub(crate) bottom: u32,
    pub(crate) left: u32,
    pub(crate) right: u32,
    /// Width of the heading's left column, twips.
    pub(crate) organ: u32,
    /// Half points: country and motto, organ, title, subject, number and place, "Nơi nhận", its list.
    pub(crate) nation: u32,
    pub(crate) names: u32,
    pub(crate) title: u32,
    pub(crate) number: u32,
    pub(crate) to: u32,
    pub(crate) copies: u32,
}

/// Decree 30/2020/NĐ-CP, Appendix I.
const STATE: Page = Page {
    top: 1134,
    bottom: 1134,
    left: 1701,
    right: 851,
    organ: 3700,
    nation: 26,
    names: 26,
    title: 28,
    number: 26,
    to: 24,
    copies: 22,
};

/// Guideline 36-HD/VPTW; margins of the Party offices' handbook.
const PARTY: Page = Page {
    top: 1417,
    bottom: 1417,
    left: 1984,
    right: 851,
    organ: 4200,
    nation: 30,
    names: 28,
    title: 32,
    number: 28,
    to: 28,
    copies: 24,
};

impl Page {
    /// A4, twips.
    pub(crate) const WIDTH: u32 = 11906;
    /// A4, twips.
    pub(crate) const HEIGHT: u32 = 16838;

    pub(crate) fn of(layout: Layout) -> &'static Page {
        match layout {
            Layout::State => &STATE,
            Layout::Party => &PARTY,
        }
    }

    /// Width of the text, twips.
    pub(crate) fn text(&self) -> u32 {
        Page::WIDTH - self.left - self.right
    }
}
