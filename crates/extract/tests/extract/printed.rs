//! PDFs: those that our own printer makes, and those that LibreOffice makes of Word files.

use crate::common::*;
use crate::files::*;
use crate::long::long;
use domain::proof::Role;
use extract::{Extracted, FileKind, Limits, Origin, extract};
use report::{Printer, Report, compose, text};
use report_docx::Docx;
use report_pdf::Pdf;
use std::fmt::Write as _;

fn drawn() -> Report {
    let t = shipped("bao-cao-nam-dang");
    compose(&t, &params(&t), &year(&t)).unwrap()
}

/// Words without what printing adds or changes: space, marks of notes.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"¹²³⁴⁵⁶⁷⁸⁹⁰\u{ad}\u{200b}".contains(*c)).collect()
}

/// The paragraphs of the report that are whole in the text.
fn found_whole(report: &Report, found: &Extracted) -> (usize, Vec<String>) {
    let lines: Vec<String> = found.text.text.split('\n').map(bare).collect();
    let plain = text(report);
    let paragraphs: Vec<&str> =
        plain.split('\n').filter(|l| l.split_whitespace().count() > 12 && !l.contains(['|', '['])).collect();
    let missing = paragraphs.iter().filter(|p| {
        let words = bare(p);
        !lines.iter().any(|l| {
            l.contains(words.trim_end_matches(|c: char| c.is_ascii_digit()))
                || words.contains(l.as_str()) && l.len() * 10 > words.len() * 9
        })
    });
    (paragraphs.len(), missing.map(|p| (*p).to_owned()).collect())
}

#[test]
fn paragraphs_of_our_own_pdf_come_out_whole() {
    let report = drawn();
    let found = read("a.pdf", &Pdf::new().print(&report).unwrap());
    assert_eq!(found.kind, FileKind::Pdf);
    let (all, missing) = found_whole(&report, &found);
    assert!(all > 8, "{all}");
    assert!(missing.is_empty(), "{missing:#?}\n----\n{}", found.text.text);
    let at = found.text.text.find("4.675").expect("the figure");
    let Some(Origin::Pdf { page, bbox: [x, top, end, bottom] }) = found.origin(at) else { panic!() };
    assert!(
        page >= 1 && x > 50.0 && end > x && end < 595.0 && bottom > top && bottom < 842.0,
        "{page} {x} {top} {end} {bottom}"
    );
}

#[test]
fn notes_are_parted_from_the_text_and_page_numbers_dropped() {
    let found = read("a.pdf", &Pdf::new().print(&long(120)).unwrap());
    let notes: Vec<&str> = found
        .text
        .regions
        .iter()
        .filter(|r| matches!(r.role, Role::Footnote { .. }))
        .map(|r| r.span.of(&found.text.text))
        .collect();
    assert!(!notes.is_empty(), "{}", found.text.text);
    let alone = |l: &&str| !l.trim().is_empty() && l.trim().bytes().all(|b| b.is_ascii_digit());
    assert_eq!(found.text.text.lines().filter(alone).count(), 0, "{}", found.text.text);
}

#[test]
fn tables_come_out_as_rows() {
    let found = read("a.pdf", &Pdf::new().print(&long(120)).unwrap());
    let rows: Vec<&str> = found.text.text.lines().filter(|l| l.contains("Xã Quỳnh Lưu")).collect();
    assert!(rows.len() >= 115, "{} rows\n{}", rows.len(), found.text.text);
    let whole = rows.iter().filter(|r| r.contains("vệ sinh môi trường") && r.matches('\t').count() == 3).count();
    assert!(whole >= 110, "{whole}\n{}", rows.join("\n"));
}

#[test]
fn our_own_word_file_comes_out_whole() {
    let report = drawn();
    let found = read("a.docx", &Docx.print(&report).unwrap());
    let (all, missing) = found_whole(&report, &found);
    assert!(all > 8 && missing.is_empty(), "{missing:#?}\n----\n{}", found.text.text);
}

#[test]
fn paragraphs_of_the_pdf_that_libreoffice_makes_come_out_whole() {
    let report = drawn();
    let Some(pdf) = converted(&Docx.print(&report).unwrap(), "pdf", "pdf") else { return };
    let found = read("a.pdf", &pdf);
    let (_, missing) = found_whole(&report, &found);
    assert!(missing.is_empty(), "{missing:#?}\n----\n{}", found.text.text);
}

#[test]
fn a_long_letter_set_by_libreoffice_keeps_its_paragraphs() {
    let sentence = |n: usize| {
        format!(
            "Trong tháng {n}, các tổ công tác của xã đã gặp gỡ {} hộ dân ở các thôn, tiếp thu {} ý kiến về đất đai, giao thông và \
             vệ sinh môi trường, chuyển cơ quan chức năng xem xét, giải quyết theo Kế hoạch số {n}/KH-UBND ngày 15/{}/2024 của \
             Ủy ban nhân dân xã.",
            n * 37,
            n * 3,
            n % 12 + 1
        )
    };
    let note = |n: usize| {
        format!(
            "<w:footnote w:id=\"{}\"><w:p><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val=\"20\"/></w:rPr><w:t xml:space=\"preserve\"> Chú thích thứ {n} nói rõ thêm về các hộ của thôn.</w:t></w:r></w:p></w:footnote>",
            n + 1
        )
    };
    let mut body = String::new();
    let mut notes = format!(
        "<w:footnotes {W}><w:footnote w:type=\"separator\" w:id=\"0\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"1\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
    );
    for n in 1..=30 {
        let mark = if n % 5 == 0 {
            notes.push_str(&note(n / 5));
            format!(
                "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteReference w:id=\"{}\"/></w:r>",
                n / 5 + 1
            )
        } else {
            String::new()
        };
        let size =
            "<w:rPr><w:rFonts w:ascii=\"Liberation Serif\" w:hAnsi=\"Liberation Serif\"/><w:sz w:val=\"28\"/></w:rPr>";
        write!(
            body,
            "<w:p><w:pPr><w:ind w:firstLine=\"720\"/><w:spacing w:before=\"60\" w:after=\"60\"/><w:jc w:val=\"both\"/></w:pPr>\
             <w:r>{size}<w:t>{}</w:t></w:r>{mark}</w:p>",
            sentence(n)
        )
        .unwrap();
    }
    notes.push_str("</w:footnotes>");
    let file = docx_with(&body, &[("footnotes", &notes)]);
    let Some(pdf) = converted(&file, "pdf", "pdf") else { return };
    let found = read("a.pdf", &pdf);
    let flat: Vec<String> =
        found.text.text.split('\n').map(|l| l.trim_end_matches(|c: char| "¹²³⁴⁵⁶".contains(c)).to_owned()).collect();
    for n in 1..=30 {
        assert!(flat.contains(&sentence(n)), "{n}: {}\n----\n{}", sentence(n), found.text.text);
    }
    let notes = found.text.regions.iter().filter(|r| matches!(r.role, Role::Footnote { .. })).count();
    assert_eq!(notes, 6, "{}", found.text.text);
}

/// A PDF of one page with these operators and this font.
fn small(operators: &str, font: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>\nstream\n{operators}\nendstream", operators.len()),
        font.to_owned(),
    ];
    objects.extend_from_slice(more);
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer\n<</Root 1 0 R/Size {}>>\nstartxref\n{table}\n%%EOF", objects.len() + 1).bytes());
    out
}

const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

#[test]
fn scanned_pages_are_refused_and_say_so() {
    let picture = "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>\nstream\nx\nendstream";
    assert_eq!(refused("a.pdf", &small("q 500 0 0 700 0 0 cm /X1 Do Q", HELVETICA, &[picture.into()])), "scanned-pdf");
    assert_eq!(refused("a.pdf", &small("q Q", HELVETICA, &[])), "no-words");
    let nameless = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2\
                    /BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>]>>";
    let words = "BT /F1 12 Tf 50 700 Td <000100020003000400050006> Tj ET";
    assert_eq!(refused("a.pdf", &small(words, nameless, &[])), "pdf-without-letters");
}

#[test]
fn fonts_of_before_unicode_are_converted() {
    let font =
        "<</Type/Font/Subtype/TrueType/BaseFont/.VnTime/FirstChar 0/LastChar 255/Encoding/WinAnsiEncoding/Widths[WW]>>"
            .replace("WW", &"500 ".repeat(256));
    let octal = |t: &str| t.chars().map(|c| format!("\\{:03o}", c as u32)).collect::<String>();
    let words = octal("ñy ban nh©n d©n huyÖn b¸o c¸o kÕt qu¶ c«ng t¸c d©n vËn n¨m 2004");
    let found = read("a.pdf", &small(&format!("BT /F1 12 Tf 50 700 Td ({words}) Tj ET"), &font, &[]));
    assert_eq!(found.text.text, "ủy ban nhân dân huyện báo cáo kết quả công tác dân vận năm 2004");
    assert_eq!(found.problems[0].code, "converted-encoding");
}

#[test]
fn hostile_structures_end_in_an_answer() {
    let limits = Limits { time: std::time::Duration::from_secs(3), ..Limits::default() };
    let answer = |bytes: &[u8]| extract("a.pdf", bytes, &limits).map(|e| e.text.text).map_err(|p| p.code);
    // Forms that draw the next one eleven times each, and one that draws itself.
    let form = |next: usize| {
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X1 {next} 0 R>>>>/Length 77>>\nstream\n{}\nendstream",
            "/X1 Do ".repeat(11)
        )
    };
    let layers: Vec<String> = (7..20).map(form).collect();
    assert_eq!(answer(&small("/X1 Do", HELVETICA, &layers)).unwrap_err(), "unzipped-too-large");
    assert!(answer(&small("/X1 Do", HELVETICA, &[form(6)])).is_err());
    // A page tree that bites its tail.
    let ring = String::from_utf8(small("BT /F1 12 Tf (Co 5 cuoc) Tj ET", HELVETICA, &[])).unwrap();
    let ring = ring.replace("/Kids[3 0 R]", "/Kids[2 0 R]");
    assert!(answer(ring.as_bytes()).is_err());
    // Brackets within brackets.
    let deep = small(&format!("{} BT /F1 12 Tf 9 9 Td (Co 5 cuoc) Tj ET", "[".repeat(3_000_000)), HELVETICA, &[]);
    drop(answer(&deep));
    let deep = small("q Q", &"[".repeat(1_000_000), &[]);
    assert!(answer(&deep).is_err());
    // An endless content.
    let long = small(&"q ".repeat(10_000_000), HELVETICA, &[]);
    assert!(answer(&long).is_err());
}

#[test]
fn pages_beyond_the_bound_are_refused() {
    let limits = Limits { pages: 0, ..Limits::default() };
    let file = small("BT /F1 12 Tf (Co 5 cuoc) Tj ET", HELVETICA, &[]);
    assert_eq!(extract("a.pdf", &file, &limits).unwrap_err().code, "too-many-pages");
    assert_eq!(read("a.pdf", &file).text.text, "Co 5 cuoc");
}
