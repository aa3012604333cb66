//! PDF of reports, laid out by Typst, with the fonts in the program.
//!
//! Nothing is read from the machine: the page's layout (`layout/report.typ`) and four Times-metric fonts are compiled
//! in, and the report goes in as data, so a writer's words can never become markup.

mod data;
mod world;

use domain::problem::Problem;
use report::{Printer, Report};
use typst::foundations::Datetime;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use world::{Job, Resources};

/// How many later prints may pass before what the layout engine remembers of one is let go. It remembers the parsed
/// page and the shaped words, which makes the next print quick; without a bound a server would only grow.
const REMEMBERED: usize = 3;

/// Prints PDF: PDF/A-2a (tagged, for the archive) whenever the text allows it, plain PDF when it holds a character that
/// the fonts lack.
pub struct Pdf {
    resources: Resources,
}

impl Default for Pdf {
    fn default() -> Self {
        Pdf::new()
    }
}

impl Pdf {
    /// Reads the fonts; about a millisecond. Make one and share it.
    pub fn new() -> Self {
        Pdf { resources: Resources::new() }
    }

    /// The PDF and its number of pages.
    ///
    /// # Errors
    /// As [`Printer::print`].
    pub fn pages(&self, report: &Report) -> Result<(Vec<u8>, usize), Problem> {
        let job = Job::new(&self.resources, data::of(report)?)?;
        let laid_out = typst::compile::<PagedDocument>(&job).output;
        let printed = laid_out.map_err(|found| failed(&found)).and_then(|document| {
            let pages = document.pages().len();
            archival(&document, report).or_else(|_| plain(&document)).map(|bytes| (bytes, pages))
        });
        comemo::evict(REMEMBERED);
        printed
    }
}

impl Printer for Pdf {
    fn print(&self, report: &Report) -> Result<Vec<u8>, Problem> {
        self.pages(report).map(|(bytes, _)| bytes)
    }

    fn media_type(&self) -> &'static str {
        "application/pdf"
    }

    fn extension(&self) -> &'static str {
        "pdf"
    }
}

/// PDF/A wants a date of making. It is the last day that the report is on, since a clock would make other bytes each time.
fn archival(document: &PagedDocument, report: &Report) -> Result<Vec<u8>, Problem> {
    let day = report.meta.to;
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let made = Datetime::from_ymd_hms(i32::from(day.year()), part(day.month()), part(day.day()), 0, 0, 0);
    let timestamp = made.map(Timestamp::new_utc);
    let standards = PdfStandards::new(&[PdfStandard::A_2a])
        .map_err(|e| Problem::error("pdf-standard", format!("Không dùng được chuẩn PDF/A: {e:?}")))?;
    typst_pdf::pdf(document, &PdfOptions { standards, timestamp, ..PdfOptions::default() })
        .map_err(|found| failed(&found))
}

fn plain(document: &PagedDocument) -> Result<Vec<u8>, Problem> {
    typst_pdf::pdf(document, &PdfOptions::default()).map_err(|found| failed(&found))
}

fn failed(found: &[typst::diag::SourceDiagnostic]) -> Problem {
    let said: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
    Problem::error("pdf-layout", format!("Không dàn được trang PDF: {}", said.join("; ")))
        .hint("tải bản Word để dùng trước, và báo người vận hành hệ thống kèm dòng này")
}
