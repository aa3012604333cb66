//! What is in the file, read by LibreOffice, by a validator of the format, and part by part.

use crate::common::*;
use crate::long::long;
use report::model::{Block, Run};
use report::{Printer, Report, compose, text};
use report_docx::Docx;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

fn drawn(slug: &str) -> Report {
    let t = shipped(slug);
    let answers = if slug.contains("chuyen-de") { dialogues(&t) } else { year(&t) };
    compose(&t, &params(&t), &answers).unwrap()
}

fn issued(slug: &str) -> Report {
    let t = shipped(slug);
    let mut p = params(&t);
    (p.number, p.date, p.signer_name) = (Some("7".into()), Some(date("2021-12-05")), Some("Nguyễn Văn Mẫu".into()));
    compose(&t, &p, &year(&t)).unwrap()
}

/// One of each of what a report may hold, some of it hostile.
fn odd() -> Report {
    let mut report = drawn("bao-cao-nam-dang");
    let words = |t: &str| vec![Run::Text { text: t.into(), style: Default::default() }];
    let hostile = "</w:t> & <b> \u{1} \u{b} ]]> \"'";
    report.meta.subject = hostile.into();
    let nested = vec![
        Block::Paragraph(words("trong")),
        Block::List { start: Some(2), items: vec![vec![Block::Paragraph(words(hostile))]] },
    ];
    let again = vec![
        Run::Text { text: "lại".into(), style: Default::default() },
        Run::FootnoteRef { number: 1, nth: 3 },
        Run::LineBreak,
        Run::Text { text: "xuống dòng".into(), style: report::model::Style { bold: true, italic: true } },
    ];
    report.footnotes.push(words("Chỉ được gọi từ chú thích khác."));
    report.footnotes[0].push(Run::FootnoteRef { number: 2, nth: 1 });
    let tables = [
        Block::Table { head: vec![words("A")], rows: vec![vec![words("1"), words("2")], Vec::new()] },
        Block::Table { head: Vec::new(), rows: Vec::new() },
    ];
    let before = report.blocks.len() - 1;
    report.blocks.splice(before..before, tables);
    report.blocks.splice(1..1, [Block::List { start: None, items: vec![nested, Vec::new()] }, Block::Paragraph(again)]);
    report
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut file = zip.by_index(i).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().to_string(), text)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no {name}")).1
}

/// A missing tool fails in CI and is told loudly elsewhere.
fn missing(tool: &str) {
    assert!(std::env::var_os("CI").is_none(), "{tool} is missing; run scripts/setup-tests");
    eprintln!("NOT CHECKED: {tool} is missing; scripts/setup-tests installs it");
}

/// The file as LibreOffice reads it and writes it again: as plain text, and as a Word file.
fn by_libreoffice(bytes: &[u8], dir: &Path) -> Option<(String, Vec<u8>)> {
    let (file, profile, again) = (dir.join("bao-cao.docx"), dir.join("profile"), dir.join("again"));
    std::fs::write(&file, bytes).unwrap();
    for (format, out) in [("txt:Text (encoded):UTF8", dir), ("docx", again.as_path())] {
        let done = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}", profile.display()))
            .args(["--headless", "--convert-to", format, "--outdir"])
            .arg(out)
            .arg(&file)
            .output();
        if done.is_err() {
            missing("soffice");
            return None;
        }
    }
    let text = std::fs::read_to_string(dir.join("bao-cao.txt")).unwrap();
    Some((text, std::fs::read(again.join("bao-cao.docx")).unwrap()))
}

/// The words of a part, each paragraph a line.
fn words_of(part: &str) -> String {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(part);
    let (mut out, mut inside) = (String::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) if e.name().as_ref() == "w:t" => inside = true,
            Event::End(e) => match e.name().as_ref() {
                "w:t" => inside = false,
                "w:p" => out.push('\n'),
                _ => {}
            },
            Event::Empty(e) if matches!(e.name().as_ref(), "w:br" | "w:tab") => out.push(' '),
            Event::Text(t) if inside => out.push_str(&t),
            Event::GeneralRef(r) if inside => {
                out.push_str(quick_xml::escape::resolve_predefined_entity(&r).unwrap_or_default());
            }
            Event::Eof => return out,
            _ => {}
        }
    }
}

/// Every stretch of words of a report, without the marks of lists.
fn stretches(report: &Report) -> Vec<String> {
    fn runs(runs: &[Run], out: &mut Vec<String>) {
        let mut said = String::new();
        for run in runs {
            match run {
                Run::Text { text, .. } | Run::Figure { text, .. } => said.push_str(text),
                // a mark of a footnote stands between the words, and a break ends the line
                Run::FootnoteRef { .. } | Run::LineBreak => out.push(std::mem::take(&mut said)),
            }
        }
        out.push(said);
    }
    fn of(block: &Block, out: &mut Vec<String>) {
        match block {
            Block::Heading { runs: r, .. } | Block::Paragraph(r) | Block::Prompt(r) => runs(r, out),
            Block::List { items, .. } => items.iter().flatten().for_each(|b| of(b, out)),
            Block::Table { head, rows } => head.iter().chain(rows.iter().flatten()).for_each(|c| runs(c, out)),
            Block::Signature { recipients, signer, name } => {
                out.extend(recipients.iter().chain(signer).chain(name).cloned());
            }
        }
    }
    let mut out = vec![report.meta.title.clone(), report.meta.subject.clone(), report.meta.number.clone()];
    out.extend([report.meta.place_date.clone()]);
    report.blocks.iter().for_each(|b| of(b, &mut out));
    out.iter().map(|t| flat(t)).filter(|t| !t.is_empty()).collect()
}

#[test]
fn libreoffice_reads_every_word_of_it() {
    for report in [issued("bao-cao-nam-dang"), issued("bao-cao-nam-ubnd"), drawn("bao-cao-chuyen-de-doi-thoai")] {
        let dir = tempfile::tempdir().unwrap();
        let Some((read, again)) = by_libreoffice(&Docx.print(&report).unwrap(), dir.path()) else { return };
        assert!(unicode_normalization::is_nfc(&read));
        let read = flat(&read);
        for said in stretches(&report) {
            assert!(read.contains(&said), "“{said}” is not in\n{read}");
        }
        // and after the round trip, footnotes too, which plain text leaves out
        let (body, notes) = (part(&again, "word/document.xml"), part(&again, "word/footnotes.xml"));
        let (body, notes) = (flat(&words_of(&body)), flat(&words_of(&notes)));
        for said in stretches(&report) {
            assert!(body.contains(&said), "“{said}” is not in\n{body}");
        }
        for note in &report.footnotes {
            let Run::Text { text, .. } = &note[0] else { panic!("{note:?}") };
            assert!(notes.contains(text.trim()), "“{text}” is not in {notes}");
        }
        // in the same order as the plain text has them
        let headings: Vec<usize> = report
            .blocks
            .iter()
            .filter_map(|b| match b {
                Block::Heading { runs, .. } => match &runs[0] {
                    Run::Text { text, .. } => Some(read.find(text.as_str()).unwrap()),
                    _ => None,
                },
                _ => None,
            })
            .collect();
        assert!(headings.len() > 3 && headings.is_sorted());
        assert!(text(&report).contains("Nơi nhận:") && read.contains("Nơi nhận:"));
    }
}

#[test]
fn a_validator_of_the_format_finds_no_fault() {
    let own = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools/bin/openxml-audit"));
    let tool = std::env::var_os("DANVAN_OPENXML_AUDIT").map(PathBuf::from).or_else(|| own.exists().then_some(own));
    let tool = tool.unwrap_or_else(|| PathBuf::from("openxml-audit"));
    let dir = tempfile::tempdir().unwrap();
    let reports =
        [drawn("bao-cao-nam-dang"), issued("bao-cao-nam-ubnd"), drawn("bao-cao-chuyen-de-doi-thoai"), odd(), long(200)];
    for (i, report) in reports.iter().enumerate() {
        let file = dir.path().join(format!("{i}.docx"));
        std::fs::write(&file, Docx.print(report).unwrap()).unwrap();
        match Command::new(&tool).args(["--max-errors", "0", "--output", "json"]).arg(&file).output() {
            Ok(out) => assert!(out.status.success(), "{i}: {}", String::from_utf8_lossy(&out.stdout)),
            Err(_) => return missing("openxml-audit"),
        }
    }
}

#[test]
fn the_validator_does_find_a_fault_where_there_is_one() {
    let tool = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools/bin/openxml-audit"));
    let tool = std::env::var_os("DANVAN_OPENXML_AUDIT").map_or(tool, PathBuf::from);
    if !tool.exists() {
        return missing("openxml-audit");
    }
    let good = Docx.print(&drawn("bao-cao-nam-dang")).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts(&good) {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        // properties of a paragraph stand before its runs, never behind them
        let text = text.replacen("<w:keepNext/>", "<w:jc w:val=\"middle\"/><w:keepNext/>", 1);
        std::io::Write::write_all(&mut out, text.as_bytes()).unwrap();
    }
    let file = tempfile::Builder::new().suffix(".docx").tempfile().unwrap();
    std::fs::write(file.path(), out.finish().unwrap().into_inner()).unwrap();
    assert!(!Command::new(tool).args(["--output", "json"]).arg(file.path()).output().unwrap().status.success());
}

#[test]
fn every_part_is_xml_and_none_holds_the_machines_clock() {
    for report in [drawn("bao-cao-nam-dang"), odd()] {
        let bytes = Docx.print(&report).unwrap();
        for (name, text) in parts(&bytes) {
            let mut reader = quick_xml::Reader::from_str(&text);
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(e) => panic!("{name}: {e}"),
                }
            }
        }
        assert!(Docx.print(&report).unwrap() == bytes);
    }
}

#[test]
fn headings_are_headings_and_the_number_of_a_page_is_a_field_from_the_second_on() {
    let bytes = Docx.print(&drawn("bao-cao-nam-dang")).unwrap();
    let document = part(&bytes, "word/document.xml");
    for style in ["Title", "Subtitle", "Heading1", "Heading2", "ListParagraph", "TableHead"] {
        assert!(document.contains(&format!("<w:pStyle w:val=\"{style}\"/>")), "{style}");
    }
    let styles = part(&bytes, "word/styles.xml");
    assert!(styles.contains("w:val=\"heading 1\"") && styles.contains("<w:outlineLvl w:val=\"0\"/>"));
    assert!(styles.contains("w:ascii=\"Times New Roman\"") && styles.contains("<w:lang w:val=\"vi-VN\""));
    assert!(document.contains("<w:titlePg/>"));
    assert!(part(&bytes, "word/header1.xml").contains(" PAGE "));
    assert!(!part(&bytes, "word/header2.xml").contains("PAGE"));
    assert!(document.contains("<w:tblHeader/>"));
    assert!(!document.contains("<w:drawing") && !document.contains("<w:pict"));
}

#[test]
fn each_number_is_a_control_tagged_with_its_anchor() {
    let report = drawn("bao-cao-nam-dang");
    let document = part(&Docx.print(&report).unwrap(), "word/document.xml");
    for binding in &report.bindings {
        let in_notes: usize = report
            .footnotes
            .iter()
            .flatten()
            .filter(|r| matches!(r, Run::Figure { anchor, .. } if *anchor == binding.anchor))
            .count();
        let tag = format!("<w:tag w:val=\"{}\"/>", binding.anchor);
        assert_eq!(document.matches(&tag).count() + in_notes, binding.uses, "{tag}");
    }
}

#[test]
fn a_footnote_hangs_once_and_other_places_refer_to_it() {
    let bytes = Docx.print(&odd()).unwrap();
    let document = part(&bytes, "word/document.xml");
    assert_eq!(document.matches("<w:footnoteReference w:id=\"1\"/>").count(), 1);
    assert_eq!(document.matches(" NOTEREF chu_thich_1 ").count(), 2);
    let notes = part(&bytes, "word/footnotes.xml");
    assert_eq!(notes.matches("<w:footnote w:id=").count(), 1);
    assert!(notes.contains("Chỉ được gọi từ chú thích khác."), "its words stand where it was called");
    assert_eq!(Docx.extension(), "docx");
}
