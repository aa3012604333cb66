//! The engines that print reports: only the program knows which they are.

use report::Printer;

/// PDF, by Typst.
pub fn pdf() -> Box<dyn Printer> {
    Box::new(report_pdf::Pdf::new())
}

/// Word.
pub fn docx() -> Box<dyn Printer> {
    Box::new(report_docx::Docx)
}
