//! What turns a report into a file. The engines (Typst for PDF, OOXML for Word) are crates of their own, so that their
//! weight stays out of everything that only reads or edits reports.

use crate::Report;
use domain::problem::Problem;

/// A file format that a report can be printed in.
///
/// A printing depends on the report alone: the same [`Report`] gives the same bytes, on any machine and on any day.
/// So there is no clock, no chance and no installed font in it, and what was frozen can be printed again ever after.
pub trait Printer: Send + Sync {
    /// The file's bytes.
    ///
    /// # Errors
    /// When the engine cannot lay the report out; the message is for the user and says what to do.
    fn print(&self, report: &Report) -> Result<Vec<u8>, Problem>;

    /// Its media type, `application/pdf`.
    fn media_type(&self) -> &'static str;

    /// Its file name extension without the dot, `pdf`.
    fn extension(&self) -> &'static str;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_printers_can_be_shared_between_threads() {
        fn shared<T: Send + Sync + ?Sized>() {}
        shared::<dyn Printer>();
        shared::<Vec<Box<dyn Printer>>>();
    }
}
