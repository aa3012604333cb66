//! What stands on the pages.

use crate::common::*;
use report::{Printer, compose};
use report_pdf::Pdf;

#[test]
fn look() {
    let pdf = Pdf::new();
    for slug in ["bao-cao-nam-dang", "bao-cao-nam-ubnd"] {
        let t = shipped(slug);
        let report = compose(&t, &params(&t), &year(&t)).unwrap();
        let bytes = pdf.print(&report).unwrap();
        std::fs::write(format!("/tmp/look-{slug}.pdf"), bytes).unwrap();
    }
}
