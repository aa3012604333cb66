//! What a file is, by its content first and its name second.

use crate::refusals;
use domain::problem::Problem;

/// Kinds of files that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A Word document (OOXML).
    Docx,
    /// PDF with a layer of letters.
    Pdf,
    /// A web page.
    Html,
    /// Plain text or Markdown.
    Plain,
}

/// The container of Office files before 2007 and of encrypted ones since (MS-CFB).
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Tells the kind.
///
/// # Errors
/// A message that names the kind of a file that is not read, and what to do.
pub(crate) fn of(name: &str, bytes: &[u8]) -> Result<FileKind, Problem> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(FileKind::Docx);
    }
    if bytes.starts_with(OLE) {
        return Err(in_old_container(bytes));
    }
    if head.windows(5).any(|w| w == b"%PDF-") {
        return Ok(FileKind::Pdf);
    }
    if let Some(refusal) = by_signature(head) {
        return Err(refusal);
    }
    by_text(name, head)
}

fn in_old_container(bytes: &[u8]) -> Problem {
    // The container's directory names its streams in UTF-16.
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|w| w == wide.as_slice())
    };
    match () {
        () if names("EncryptedPackage") => refusals::locked("Tệp Word"),
        () if names("WordDocument") => refusals::old_word(),
        () if names("Workbook") || names("Book") => refusals::workbook(),
        () if names("PowerPoint Document") => refusals::slides(),
        () => refusals::unknown(),
    }
}

fn by_signature(head: &[u8]) -> Option<Problem> {
    let starts = |signs: &[&[u8]]| signs.iter().any(|s| head.starts_with(s));
    let riff = head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP".as_slice());
    let heic = head.get(4..8) == Some(b"ftyp".as_slice());
    match () {
        () if starts(&[b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"]) || riff || heic => {
            Some(refusals::picture())
        }
        () if head.starts_with(b"BM") && head.get(6..10) == Some([0; 4].as_slice()) => Some(refusals::picture()),
        () if starts(&[b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"PK"]) => Some(refusals::archive()),
        () if starts(&[b"{\\rtf"]) => Some(refusals::rich_text()),
        () if starts(&[b"\x7fELF", b"MZ\x90"]) => Some(refusals::unknown()),
        () => None,
    }
}

fn by_text(name: &str, head: &[u8]) -> Result<FileKind, Problem> {
    // Zero bytes of UTF-16 drop out, so that its tags are seen too.
    let letters: Vec<u8> = head.iter().copied().filter(|b| *b != 0).collect();
    let text =
        String::from_utf8_lossy(&letters).trim_start_matches(['\u{feff}', '\u{fffd}']).trim_start().to_lowercase();
    let name = name.to_lowercase();
    let named_page = [".html", ".htm", ".xhtml"].iter().any(|e| name.ends_with(e));
    let tagged = ["<!doctype html", "<html", "<head", "<body"].iter().any(|t| text.contains(t));
    match () {
        () if text.starts_with("mime-version:") || text.contains("content-type: multipart/related") => {
            Err(refusals::mail_page())
        }
        () if text.starts_with("<?xml") && (text.contains("worddocument") || text.contains("pkg:package")) => {
            Err(refusals::flat_word())
        }
        () if text.starts_with('<') && (tagged || named_page) => Ok(FileKind::Html),
        () if named_page && text.contains('<') => Ok(FileKind::Html),
        () => Ok(FileKind::Plain),
    }
}
