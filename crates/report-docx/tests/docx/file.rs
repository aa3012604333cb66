//! What is in the file.

use crate::common::*;
use report::{Printer, compose};
use report_docx::Docx;

#[test]
fn look() {
    for slug in ["bao-cao-nam-dang", "bao-cao-nam-ubnd"] {
        let t = shipped(slug);
        let report = compose(&t, &params(&t), &year(&t)).unwrap();
        let bytes = Docx.print(&report).unwrap();
        std::fs::write(format!("/tmp/look-{slug}.docx"), bytes).unwrap();
    }
}
