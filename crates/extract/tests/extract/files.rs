//! Files made for the tests: packages of a few parts, and what other programs make of them.

use extract::{Extracted, Limits, extract};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;
use zip::write::SimpleFileOptions;

pub const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                     xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
                     xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
                     xmlns:v=\"urn:schemas-microsoft-com:vml\" \
                     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// A package of parts.
pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A Word file with this body, and further parts related to it: kind and text.
pub fn docx_with(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let document =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<w:document {W}><w:body>{body}</w:body></w:document>");
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations: String = others
        .iter()
        .map(|(kind, _)| format!("<Relationship Id=\"r-{kind}\" Type=\"{base}/{kind}\" Target=\"{kind}.xml\"/>"))
        .collect();
    let types: String = others
        .iter()
        .map(|(kind, _)| {
            format!(
                "<Override PartName=\"/word/{kind}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.\
                 wordprocessingml.{kind}+xml\"/>"
            )
        })
        .collect();
    let types = format!(
        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>{types}</Types>"
    );
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" \
         Type=\"{base}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
    );
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types),
        ("_rels/.rels".to_owned(), root),
        ("word/document.xml".to_owned(), document),
        ("word/_rels/document.xml.rels".to_owned(), relations),
    ];
    for (kind, text) in others {
        parts.push((format!("word/{kind}.xml"), (*text).to_owned()));
    }
    let parts: Vec<(&str, &str)> = parts.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    package(&parts)
}

pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// A paragraph of runs.
pub fn p(runs: &[&str]) -> String {
    let runs: String = runs.iter().map(|r| format!("<w:r><w:t xml:space=\"preserve\">{r}</w:t></w:r>")).collect();
    format!("<w:p>{runs}</w:p>")
}

pub fn read(name: &str, bytes: &[u8]) -> Extracted {
    extract(name, bytes, &Limits::default()).unwrap_or_else(|p| panic!("{p}"))
}

pub fn refused(name: &str, bytes: &[u8]) -> String {
    match extract(name, bytes, &Limits::default()) {
        Ok(found) => panic!("read as {:?}: {}", found.kind, found.text.text),
        Err(problem) => {
            assert!(problem.is_error() && problem.hint.is_some(), "{problem}");
            problem.code
        }
    }
}

/// A part of a package.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// What LibreOffice makes of a file; nothing, said aloud, when it is not installed.
pub fn converted(bytes: &[u8], extension: &str, filter: &str) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let name = if bytes.starts_with(b"PK") { "tep.docx" } else { "tep.html" };
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", filter, "--outdir"])
        .arg(folder.path())
        .arg(&file)
        .output();
    let Ok(done) = run else {
        eprintln!("soffice is not installed: what LibreOffice makes of the file was not looked at");
        return None;
    };
    let out = folder.path().join(Path::new(name).with_extension(extension));
    Some(std::fs::read(&out).unwrap_or_else(|_| panic!("soffice: {}", String::from_utf8_lossy(&done.stderr))))
}
