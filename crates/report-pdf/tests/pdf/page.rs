//! What stands on the pages, read by poppler's programs.

use crate::common::*;
use crate::long::long;
use report::model::{Block, Run};
use report::{Printer, Report, compose, text};
use report_pdf::Pdf;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a program on a file, or says loudly that it is missing and why that is no success.
fn run(program: &str, args: &[&str], file: &Path) -> Option<String> {
    match Command::new(program).args(args).arg(file).arg("-").stderr(Stdio::inherit()).output() {
        Ok(out) => Some(String::from_utf8(out.stdout).unwrap()),
        Err(_) if std::env::var_os("CI").is_none() => {
            eprintln!("NOT CHECKED: {program} is missing; scripts/setup-tests installs it (poppler-utils)");
            None
        }
        Err(e) => panic!("{program}: {e}; run scripts/setup-tests"),
    }
}

/// The pages' text, page by page.
fn read(bytes: &[u8], layout: bool) -> Option<Vec<String>> {
    let file = tempfile::Builder::new().suffix(".pdf").tempfile().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let args: &[&str] = if layout { &["-layout"] } else { &[] };
    let all = run("pdftotext", args, file.path())?;
    Some(all.split('\u{c}').map(str::to_string).filter(|p| !p.trim().is_empty()).collect())
}

fn drawn(slug: &str) -> Report {
    let t = shipped(slug);
    let answers = if slug.contains("chuyen-de") { dialogues(&t) } else { year(&t) };
    compose(&t, &params(&t), &answers).unwrap()
}

/// Every word that the report says, in the order of the blocks.
fn words(report: &Report) -> Vec<String> {
    fn of(block: &Block, out: &mut Vec<String>) {
        let mut line = |runs: &[Run]| {
            let said = runs.iter().map(|r| match r {
                Run::Text { text, .. } | Run::Figure { text, .. } => text.as_str(),
                Run::FootnoteRef { .. } | Run::LineBreak => " ",
            });
            out.push(said.collect());
        };
        match block {
            Block::Heading { runs, .. } | Block::Paragraph(runs) | Block::Prompt(runs) => line(runs),
            Block::List { items, .. } => items.iter().flatten().for_each(|b| of(b, out)),
            Block::Table { head, rows } => head.iter().chain(rows.iter().flatten()).for_each(|c| line(c)),
            Block::Signature { recipients, signer, .. } => out.extend(recipients.iter().chain(signer).cloned()),
        }
    }
    let mut out = Vec::new();
    report.blocks.iter().for_each(|b| of(b, &mut out));
    out
}

#[test]
fn all_words_can_be_copied_and_searched_with_their_marks() {
    let pdf = Pdf::new();
    for slug in ["bao-cao-nam-dang", "bao-cao-nam-ubnd", "bao-cao-chuyen-de-doi-thoai"] {
        let report = drawn(slug);
        let Some(pages) = read(&pdf.print(&report).unwrap(), false) else { return };
        let page = pages.join(" ");
        assert!(unicode_normalization::is_nfc(&page), "{slug}");
        // numbers of footnotes stand in the text, and page numbers between the pages
        let bare =
            |t: &str| t.split_whitespace().flat_map(|w| w.chars().filter(|c| !c.is_ascii_digit())).collect::<String>();
        let all = bare(&page);
        for said in words(&report) {
            // a line may be cut by the end of a page, where a footnote comes between
            let parts: Vec<&str> = said.split_whitespace().collect();
            for part in parts.chunks(4).map(|c| bare(&c.join(" "))).filter(|p| !p.is_empty()) {
                assert!(all.contains(&part), "{slug}: “{part}” of “{said}” is not on the pages");
            }
        }
        assert!(text(&report).contains("Nơi nhận") && all.contains("Nơinhận:"));
    }
}

#[test]
fn the_parts_of_the_state_form_are_in_their_places() {
    let Some(pages) = read(&Pdf::new().print(&drawn("bao-cao-nam-ubnd")).unwrap(), true) else { return };
    let lines: Vec<&str> = pages[0].lines().filter(|l| !l.trim().is_empty()).collect();
    assert_eq!(flat(lines[0]), "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    assert_eq!(flat(lines[1]), "HUYỆN SUỐI MƠ Độc lập - Tự do - Hạnh phúc");
    assert_eq!(flat(lines[2]), "Số: /BC-UBND Suối Mơ, ngày tháng năm 2021");
    assert_eq!(flat(lines[3]), "BÁO CÁO");
    assert!(flat(lines[4]).starts_with("Kết quả công tác dân vận của chính quyền năm 2021"));
    // no number on the first page; on the others it stands first, in the middle
    assert_eq!(pages[1].lines().next().unwrap().trim(), "2");
    let last = pages.last().unwrap();
    let row = last.lines().find(|l| l.contains("Nơi nhận:")).unwrap();
    assert_eq!(flat(row), "Nơi nhận: TM. ỦY BAN NHÂN DÂN");
    assert!(last.contains("- Lưu: VT.") && last.contains("CHỦ TỊCH"));
}

#[test]
fn the_parts_of_the_party_form_are_in_their_places() {
    let Some(pages) = read(&Pdf::new().print(&drawn("bao-cao-nam-dang")).unwrap(), true) else { return };
    let lines: Vec<String> = pages[0].lines().filter(|l| !l.trim().is_empty()).map(flat).take(8).collect();
    assert!(lines[0].starts_with("ĐẢNG BỘ TỈNH NON XANH") && lines[0].ends_with("ĐẢNG CỘNG SẢN VIỆT NAM"), "{lines:?}");
    assert_eq!(&lines[1..4], ["HUYỆN ỦY SUỐI MƠ", "*", "Số -BC/HU Suối Mơ, ngày tháng năm 2021"]);
    assert_eq!(lines[4], "BÁO CÁO");
    assert!(lines[5].starts_with("Kết quả công tác dân vận") && lines[7] == "-----", "{lines:?}");
    assert!(!pages.join("").contains("CỘNG HÒA"));
}

#[test]
fn an_issued_report_bears_its_number_date_and_name() {
    let t = shipped("bao-cao-nam-ubnd");
    let mut p = params(&t);
    (p.number, p.date, p.signer_name) = (Some("7".into()), Some(date("2021-12-05")), Some("Nguyễn Văn Mẫu".into()));
    let report = compose(&t, &p, &year(&t)).unwrap();
    let Some(pages) = read(&Pdf::new().print(&report).unwrap(), true) else { return };
    assert!(flat(&pages[0]).contains("Số: 07/BC-UBND Suối Mơ, ngày 05 tháng 12 năm 2021"));
    assert!(flat(pages.last().unwrap()).ends_with("Nguyễn Văn Mẫu"));
}

#[test]
fn a_table_goes_on_over_pages_with_its_head_on_each_and_loses_no_row() {
    let report = long(120);
    let Some(pages) = read(&Pdf::new().print(&report).unwrap(), true) else { return };
    let with_rows: Vec<&String> = pages.iter().filter(|p| p.contains("Quỳnh Lưu")).collect();
    assert!(with_rows.len() > 3);
    for page in with_rows {
        assert!(flat(page).contains("STT Đơn vị Nội dung Số cuộc"), "{page}");
    }
    let all = flat(&pages.join(" "));
    for i in 0..120 {
        assert!(all.contains(&format!("Xã Quỳnh Lưu {i}")) || all.contains(&format!("Quỳnh Lưu {i} ")), "row {i}");
    }
}

#[test]
fn the_same_report_is_the_same_bytes_in_any_thread_and_after_others() {
    let pdf = Pdf::new();
    let report = drawn("bao-cao-nam-ubnd");
    let first = pdf.print(&report).unwrap();
    for other in ["bao-cao-nam-dang", "bao-cao-chuyen-de-doi-thoai"] {
        pdf.print(&drawn(other)).unwrap();
    }
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| assert!(pdf.print(&report).unwrap() == first));
        }
    });
    assert!(Pdf::new().print(&report).unwrap() == first);
    assert!(first.windows(16).any(|w| w == b"pdfaid:part>2</p"), "it is PDF/A-2");
    assert_eq!((pdf.media_type(), pdf.extension()), ("application/pdf", "pdf"));
}

#[test]
fn words_are_never_markup_and_any_character_is_printed() {
    let mut report = drawn("bao-cao-nam-ubnd");
    let hostile = "#panic() *đậm* $x$ @a <b> \\ `m` // [c] = d ~ \u{7f} \u{1f600} 漢字 \u{0301}";
    report.meta.subject = hostile.to_string();
    report.blocks.insert(0, Block::Paragraph(vec![Run::Text { text: hostile.into(), style: Default::default() }]));
    let Some(pages) = read(&Pdf::new().print(&report).unwrap(), false) else { return };
    assert!(flat(&pages[0]).contains("#panic() *đậm* $x$ @a <b> \\ `m` // [c] = d ~"), "{}", pages[0]);
}

#[test]
fn a_table_of_ragged_rows_and_an_empty_list_are_printed() {
    let mut report = drawn("bao-cao-nam-dang");
    let cell = |t: &str| vec![Run::Text { text: t.into(), style: Default::default() }];
    report.blocks.insert(1, Block::Table { head: vec![cell("A")], rows: vec![vec![cell("1"), cell("2")], Vec::new()] });
    report.blocks.insert(1, Block::Table { head: Vec::new(), rows: Vec::new() });
    report
        .blocks
        .insert(1, Block::List { start: Some(3), items: vec![vec![Block::Paragraph(cell("ba"))], Vec::new()] });
    assert!(Pdf::new().print(&report).is_ok());
}
