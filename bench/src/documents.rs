//! Printing: the PDF of a ten-page report in this process, and the same report by LibreOffice from its Word file.

use crate::measure::{Times, ms, several, timed};
use crate::table::{Aim, Table, both, show, times};
use domain::indicators::{Bound, Decimal, Figure, Source, View};
use domain::ledger::Approx;
use domain::problem::Problem;
use report::model::{Block, Run};
use report::{Answer, Answers, Cell, Printer, Report, Subject, Template};
use report_docx::Docx;
use report_pdf::Pdf;
use std::path::Path;
use std::process::Command;
use store::{Result, StoreError};

/// Pages of the report that is printed.
const PAGES: usize = 10;

/// What a print may take.
const AIM_MS: f64 = 150.0;

/// The rows about printing.
pub fn rows(table: &mut Table) -> Result<()> {
    let pdf = Pdf::new();
    let (report, pages) = ten_pages(&pdf)?;
    let what = format!("PDF of a report of {pages} pages; LibreOffice printing its DOCX");
    let refuse = |p: Problem| StoreError::Refused(vec![p]);
    // another number each time: the engine remembers what it has laid out, and the very same report would cost nothing
    let mut number = 0;
    let mut changed = report.clone();
    let (ours, bytes) = several(2, 15, || {
        number += 1;
        renumber(&mut changed, number);
        pdf.print(&changed).map_err(refuse)
    })?;
    let (docx, word) = several(1, 15, || Docx.print(&report).map_err(refuse))?;
    let met = ms(ours.median) < AIM_MS;
    let aim = Some(Aim { text: "under 150 ms", met });
    match by_libreoffice(&word)? {
        Some(other) => {
            let ratio = other.median.as_secs_f64() / ours.median.as_secs_f64().max(1e-9);
            table.row("–", &what, both(ours), both(other), times(ratio), aim);
        }
        None => table.row("–", &what, both(ours), "soffice is missing".into(), String::new(), aim),
    }
    let size = |bytes: &[u8]| format!("{} KiB", bytes.len() / 1024);
    table.row("–", "size of the PDF; of the DOCX", size(&bytes), size(&word), String::new(), None);
    table.row("–", "DOCX of the same report", both(docx), String::new(), String::new(), None);
    Ok(())
}

/// Writes another number into every figure of the report.
fn renumber(report: &mut Report, number: usize) {
    for block in &mut report.blocks {
        if let Block::Paragraph(runs) = block {
            for run in runs {
                if let Run::Figure { text, .. } = run {
                    *text = (1000 + number).to_string();
                }
            }
        }
        if let Block::Table { rows, .. } = block {
            for (i, cell) in rows.iter_mut().filter_map(|row| row.last_mut()).enumerate() {
                *cell = vec![Run::Text { text: (number * 100 + i).to_string(), style: Default::default() }];
            }
        }
    }
}

/// The Party committee's yearly report with a table made longer until it fills the pages.
fn ten_pages(pdf: &Pdf) -> Result<(Report, usize)> {
    let mut rows = 0;
    loop {
        let report = made(rows).map_err(StoreError::Refused)?;
        let (_, pages) = pdf.pages(&report).map_err(|p| StoreError::Refused(vec![p]))?;
        if pages >= PAGES {
            return Ok((report, pages));
        }
        rows += 5;
    }
}

fn made(rows: usize) -> std::result::Result<Report, Vec<Problem>> {
    let slug = "bao-cao-nam-dang";
    let files = catalogue::report_files(&catalogue::built_in()).remove(slug).unwrap_or_default();
    let template = Template::parse(&files, slug)?;
    let subject = Subject {
        cap: "xa".into(),
        area_kind: "xa".into(),
        name: "Suối Mơ".into(),
        full_name: "xã Suối Mơ".into(),
        parent_full_name: Some("tỉnh Non Xanh".into()),
    };
    let day = |text: &str| domain::calendar::parse_date(text).map_err(|p| vec![p]);
    let params = template.params(&subject, day("2025-01-01")?, day("2025-12-31")?, View::Was)?;
    let mut answers = Answers::new();
    for (i, request) in (1i64..).zip(template.requests(&params)) {
        let mut figure = number(&request.indicator, i * 137);
        figure.by.extend(request.by.iter().map(|dim| (dim.clone(), "xa".to_string())));
        let label = if request.by.is_some() { "Cấp xã" } else { "" };
        let answer = Answer {
            name: request.indicator.clone(),
            definition: "Số liệu thử.".into(),
            conditions: Vec::new(),
            symbol: "cuộc".into(),
            cells: vec![Cell { label: label.into(), figure }],
        };
        answers.insert(request.id.clone(), answer);
    }
    let mut report = report::compose(&template, &params, &answers)?;
    let at = report.blocks.len().saturating_sub(2);
    report.blocks.insert(at, table(rows));
    Ok(report)
}

fn number(indicator: &str, value: i64) -> Figure {
    Figure {
        indicator: indicator.into(),
        by: Default::default(),
        value: Some(Decimal { scaled: value, scale: 0 }),
        numerator: None,
        denominator: None,
        unit: "cuoc".into(),
        approx: Approx::Exact,
        pending: 0,
        source: Source::Records,
        recorded: None,
        bound: Bound::Exact,
        why: Vec::new(),
    }
}

/// A table as yearly reports hang behind their text: one row a unit.
fn table(rows: usize) -> Block {
    let words = |text: String| vec![Run::Text { text, style: Default::default() }];
    let head = ["STT", "Đơn vị", "Nội dung đối thoại", "Số cuộc", "Số người dự"].map(|w| words(w.into())).to_vec();
    let row = |i: usize| {
        vec![
            words((i + 1).to_string()),
            words(format!("Thôn {}", i + 1)),
            words("Bồi thường, giải phóng mặt bằng; sắp xếp chợ; vệ sinh môi trường".into()),
            words((i % 9 + 1).to_string()),
            words((i * 37 % 400 + 20).to_string()),
        ]
    };
    Block::Table { head, rows: (0..rows).map(row).collect() }
}

/// LibreOffice from the Word file to PDF, its profile made beforehand; `None` when it is not on the machine.
fn by_libreoffice(word: &[u8]) -> Result<Option<Times>> {
    let told = |e: std::io::Error| StoreError::Unavailable(e.to_string());
    let folder = tempfile::tempdir().map_err(told)?;
    let file = folder.path().join("report.docx");
    std::fs::write(&file, word).map_err(told)?;
    if Command::new("soffice").arg("--version").output().is_err() {
        return Ok(None);
    }
    let (first, printed) = timed(&mut || convert(folder.path(), &file))?;
    if !printed {
        eprintln!("LibreOffice printed nothing in {}", show(first));
        return Ok(None);
    }
    several(0, 3, || convert(folder.path(), &file)).map(|(times, _)| Some(times))
}

fn convert(folder: &Path, file: &Path) -> Result<bool> {
    let out = folder.join("report.pdf");
    let _ = std::fs::remove_file(&out);
    Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder)
        .arg(file)
        .output()
        .map_err(|e| StoreError::Unavailable(e.to_string()))?;
    Ok(out.exists())
}
