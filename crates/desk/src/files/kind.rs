//! What kind of file an attachment is, by its first bytes and not by its name alone.
//!
//! Taken are the documents, tables and pictures that offices exchange. Programs, pages and drawings that can carry scripts
//! (HTML, SVG), archives and documents with macros are not: whoever opens an attachment opens somebody else's file.

use domain::problem::Problem;

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKind {
    /// Its name for people.
    pub name: &'static str,
    /// Media type under which it is served.
    pub media: &'static str,
    /// Endings that its name may have; the first is the usual one.
    pub endings: &'static [&'static str],
}

impl FileKind {
    /// Whether a browser may show it in its own window: pictures and PDF.
    pub fn shown_inline(&self) -> bool {
        self.media == "application/pdf" || self.media.starts_with("image/")
    }
}

const fn kind(name: &'static str, media: &'static str, endings: &'static [&'static str]) -> FileKind {
    FileKind { name, media, endings }
}

const PDF: FileKind = kind("PDF", "application/pdf", &["pdf"]);
const RTF: FileKind = kind("RTF", "application/rtf", &["rtf"]);
const TEXT: FileKind = kind("văn bản thuần", "text/plain; charset=utf-8", &["txt", "csv", "md"]);

/// Pictures by their first bytes.
const PICTURES: &[(&[u8], FileKind)] = &[
    (b"\x89PNG\r\n\x1a\n", kind("ảnh PNG", "image/png", &["png"])),
    (b"\xff\xd8\xff", kind("ảnh JPEG", "image/jpeg", &["jpg", "jpeg"])),
    (b"GIF87a", kind("ảnh GIF", "image/gif", &["gif"])),
    (b"GIF89a", kind("ảnh GIF", "image/gif", &["gif"])),
    (b"II*\0", kind("ảnh TIFF", "image/tiff", &["tif", "tiff"])),
    (b"MM\0*", kind("ảnh TIFF", "image/tiff", &["tif", "tiff"])),
];
const WEBP: FileKind = kind("ảnh WebP", "image/webp", &["webp"]);

/// Office packages by a name that stands in each of them.
const PACKAGES: &[(&[u8], FileKind)] = &[
    (
        b"word/document.xml",
        kind("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ),
    (b"xl/workbook", kind("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"])),
    (
        b"ppt/presentation.xml",
        kind("PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    ),
    (b"application/vnd.oasis.opendocument.text", kind("ODT", "application/vnd.oasis.opendocument.text", &["odt"])),
    (
        b"application/vnd.oasis.opendocument.spreadsheet",
        kind("ODS", "application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ),
];

/// The old office formats share one container; their names' endings tell them apart.
const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const OLD: &[FileKind] = &[
    kind("Word 97–2003", "application/msword", &["doc"]),
    kind("Excel 97–2003", "application/vnd.ms-excel", &["xls"]),
    kind("PowerPoint 97–2003", "application/vnd.ms-powerpoint", &["ppt"]),
];

const TAKEN: &str = "nhận PDF, ảnh, Word, Excel, PowerPoint, ODT, ODS, RTF, văn bản thuần (.txt, .csv)";

/// The kind of a file, when it is one that is taken and its name's ending says the same.
pub fn kind_of(name: &str, bytes: &[u8]) -> Result<FileKind, Problem> {
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    if bytes.is_empty() {
        return Err(Problem::error("file-empty", format!("Tệp “{name}” rỗng")).hint("chọn lại tệp"));
    }
    let found = sniffed(bytes, &ending)
        .ok_or_else(|| Problem::error("wrong-file-type", format!("Không nhận loại tệp của “{name}”")).hint(TAKEN))?;
    if bytes.starts_with(b"PK") && holds(bytes, b"vbaProject.bin") {
        return Err(Problem::error("file-with-macros", format!("Tệp “{name}” có macro"))
            .hint("lưu lại thành .docx, .xlsx hoặc PDF, không có macro"));
    }
    if !found.endings.contains(&ending.as_str()) {
        let text = format!("Tệp “{name}” là tệp {}, tên lại kết thúc bằng “.{ending}”", found.name);
        let usual = found.endings.first().copied().unwrap_or_default();
        return Err(Problem::error("file-name-lies", text).hint(format!("đổi tên thành .{usual}")));
    }
    Ok(found)
}

fn sniffed(bytes: &[u8], ending: &str) -> Option<FileKind> {
    if let Some((_, kind)) = PICTURES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(*kind);
    }
    if bytes.starts_with(b"%PDF-") {
        return Some(PDF);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(WEBP);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some(RTF);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return PACKAGES.iter().find(|(name, _)| holds(bytes, name)).map(|(_, kind)| *kind);
    }
    if bytes.starts_with(OLD_OFFICE) {
        return OLD.iter().find(|k| k.endings.contains(&ending)).copied();
    }
    plain_text(bytes).then_some(TEXT)
}

/// UTF-8 without control characters that is no script and no markup.
fn plain_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    let start: String = text.chars().take(4096).flat_map(char::to_lowercase).collect();
    let markup = ["<!doctype", "<html", "<svg", "<script", "<?xml", "<?php", "<iframe"];
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    !start.starts_with("#!") && !markup.iter().any(|m| start.contains(m)) && !text.chars().any(control)
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|w| w == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str, bytes: &[u8]) -> String {
        kind_of(name, bytes).map_or_else(|p| p.code, |k| k.media.to_string())
    }

    #[test]
    fn what_offices_exchange_is_taken_by_its_bytes() {
        assert_eq!(code("Biên bản.PDF", b"%PDF-1.7 ..."), "application/pdf");
        assert_eq!(code("anh.jpeg", b"\xff\xd8\xff\xe0...."), "image/jpeg");
        assert_eq!(code("ghi.txt", "Biên bản họp thôn".as_bytes()), "text/plain; charset=utf-8");
        assert!(code("a.docx", b"PK\x03\x04....word/document.xml....").contains("wordprocessingml"));
        assert_eq!(code("cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...."), "application/msword");
    }

    #[test]
    fn programs_pages_drawings_archives_and_macros_are_refused() {
        for (name, bytes) in [
            ("a.pdf", &b"MZ\x90\0\x03"[..]),
            ("a.txt", b"\x7fELF\x02\x01\x01\0"),
            ("a.txt", b"#!/bin/sh\necho"),
            ("a.txt", b"  <!DOCTYPE html><p>x"),
            ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("a.zip", b"PK\x03\x04....tai-lieu/a.exe"),
            ("a.msi", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...."),
        ] {
            assert_eq!(code(name, bytes), "wrong-file-type", "{name} {}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(code("a.xlsx", b"PK\x03\x04..xl/workbook.xml..xl/vbaProject.bin"), "file-with-macros");
        assert_eq!(code("a.exe", b"%PDF-1.7"), "file-name-lies");
        assert_eq!(code("a.pdf", b""), "file-empty");
    }
}
