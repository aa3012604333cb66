//! The engines that print reports: only the program knows which they are.

use report::Printer;

/// PDF, by Typst.
#[cfg(feature = "pdf")]
pub fn pdf() -> Box<dyn Printer> {
    Box::new(report_pdf::Pdf::new())
}

/// A program that was built without the PDF engine, to be built quickly, says so.
#[cfg(not(feature = "pdf"))]
pub fn pdf() -> Box<dyn Printer> {
    Box::new(without::NoPdf)
}

/// Word.
pub fn docx() -> Box<dyn Printer> {
    Box::new(report_docx::Docx)
}

#[cfg(not(feature = "pdf"))]
mod without {
    use domain::problem::Problem;
    use report::{Printer, Report};

    pub struct NoPdf;

    impl Printer for NoPdf {
        fn print(&self, _: &Report) -> Result<Vec<u8>, Problem> {
            let problem = Problem::error("no-pdf", "Chương trình này được dựng không kèm phần in PDF");
            Err(problem.hint("tải bản Word, hoặc dùng chương trình dựng đầy đủ"))
        }
        fn media_type(&self) -> &'static str {
            "application/pdf"
        }
        fn extension(&self) -> &'static str {
            "pdf"
        }
    }
}
