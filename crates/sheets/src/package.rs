//! What kind of file the bytes are, and whether a workbook's package may be opened safely.

use crate::grid::Limits;
use domain::problem::Problem;
use std::io::{Cursor, Read};

/// Most parts in a workbook's package; an ordinary one has a few dozen.
const MOST_PARTS: usize = 5_000;

/// Most shared strings a workbook may announce: the reader makes room for as many as the file claims.
const MOST_STRINGS: u64 = 2_000_000;

/// Most XML tags in the shared strings and in the styles, all of which the reader keeps in memory: a small file of
/// millions of empty ones would grow a hundredfold and more.
const MOST_TAGS_OF_STRINGS: u64 = 8_000_000;
const MOST_TAGS_OF_STYLES: u64 = 1_000_000;

/// Says what the bytes are if they are not a workbook's package.
///
/// # Errors
/// A message that names the kind of file and what to do.
pub(crate) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Problem> {
    limits.check_file(bytes)?;
    if !bytes.starts_with(b"PK") {
        return Err(other_kind(bytes));
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MOST_PARTS {
        return Err(too_big(limits));
    }
    let mut names = Vec::new();
    let mut declared = 0_u64;
    for i in 0..archive.len() {
        let part = archive.by_index_raw(i).map_err(|_| damaged())?;
        if part.encrypted() {
            return Err(locked());
        }
        declared = declared.saturating_add(part.size());
        names.push(part.name().map_err(|_| damaged())?.to_lowercase());
    }
    if declared > limits.unzipped_bytes {
        return Err(too_big(limits));
    }
    check_names(&names)?;
    // The declared sizes may lie, so every part is unzipped once into nothing before a parser sees any of it.
    let mut left = limits.unzipped_bytes;
    for (i, name) in names.iter().enumerate() {
        let mut part = archive.by_index(i).map_err(|_| damaged())?;
        let mut watch = Watch::new(name);
        left = watch.run(&mut part, left).map_err(|stop| match stop {
            Stop::TooBig => too_big(limits),
            Stop::Damaged => damaged(),
        })?;
    }
    Ok(())
}

fn check_names(names: &[String]) -> Result<(), Problem> {
    let has = |name: &str| names.iter().any(|n| n.replace('\\', "/") == name);
    let starts = |name: &str| names.iter().any(|n| n.starts_with(name));
    if has("xl/workbook.bin") {
        return Err(wrong("sổ Excel dạng nhị phân (.xlsb)", SAVE_AS_XLSX));
    }
    if starts("word/") {
        return Err(wrong("văn bản Word (.docx)", "chép bảng sang Excel rồi lưu dạng .xlsx"));
    }
    if starts("ppt/") {
        return Err(wrong("bài trình chiếu (.pptx)", CHOOSE_XLSX));
    }
    if has("content.xml") && has("mimetype") {
        return Err(wrong("tài liệu OpenDocument (.ods, .odt)", "mở bằng LibreOffice rồi lưu lại dạng Excel (.xlsx)"));
    }
    if !starts("xl/") && !has("[content_types].xml") {
        return Err(wrong("tệp nén ZIP", "giải nén rồi chọn tệp .xlsx bên trong"));
    }
    Ok(())
}

/// Why unzipping stopped.
enum Stop {
    TooBig,
    Damaged,
}

/// Unzips a part into nothing, counting bytes and tags; in the shared strings it also looks at the number announced.
struct Watch {
    strings: bool,
    tags_left: u64,
    tail: Vec<u8>,
}

impl Watch {
    /// For the part of that name, in lower case.
    fn new(name: &str) -> Self {
        let strings = name.ends_with("sharedstrings.xml");
        let tags_left = match () {
            () if strings => MOST_TAGS_OF_STRINGS,
            () if name.ends_with("styles.xml") => MOST_TAGS_OF_STYLES,
            () => u64::MAX,
        };
        Watch { strings, tags_left, tail: Vec::new() }
    }

    fn run(&mut self, part: &mut impl Read, mut left: u64) -> Result<u64, Stop> {
        let mut buffer = vec![0_u8; 1 << 16];
        loop {
            let n = part.read(&mut buffer).map_err(|_| Stop::Damaged)?;
            let chunk = buffer.get(..n).unwrap_or_default();
            if chunk.is_empty() {
                return self.strings_end().map(|()| left);
            }
            left = left.checked_sub(u64::try_from(n).unwrap_or(u64::MAX)).ok_or(Stop::TooBig)?;
            let tags = chunk.iter().filter(|b| **b == b'<').count();
            let tags = u64::try_from(tags).unwrap_or(u64::MAX);
            self.tags_left = self.tags_left.checked_sub(tags).ok_or(Stop::TooBig)?;
            if self.strings {
                self.strings_chunk(chunk)?;
            }
        }
    }

    /// Keeps the last bytes of a chunk, so that an attribute cut in two is seen whole.
    fn strings_chunk(&mut self, chunk: &[u8]) -> Result<(), Stop> {
        // UTF-16 and shifting encodings could hide the attribute; Excel writes UTF-8.
        if chunk.iter().any(|b| matches!(b, 0 | 0x1b)) {
            return Err(Stop::Damaged);
        }
        self.tail.extend_from_slice(chunk);
        let keep = self.tail.len().saturating_sub(ATTRIBUTE_BYTES);
        check_counts(&self.tail, keep)?;
        self.tail.drain(..keep);
        Ok(())
    }

    fn strings_end(&mut self) -> Result<(), Stop> {
        check_counts(&self.tail, self.tail.len())
    }
}

/// Room for `uniqueCount`, white space around `=`, and the number; an attribute spread wider is refused.
const ATTRIBUTE_BYTES: usize = 256;

/// Checks each `uniqueCount="N"` that begins before `until`.
fn check_counts(bytes: &[u8], until: usize) -> Result<(), Stop> {
    const NAME: &[u8] = b"uniqueCount";
    for (start, window) in bytes.windows(NAME.len()).enumerate() {
        if start >= until {
            break;
        }
        if window != NAME {
            continue;
        }
        let rest = bytes.get(start + NAME.len()..).unwrap_or_default();
        let value = rest.iter().take(ATTRIBUTE_BYTES).copied();
        let mut value = value.skip_while(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'"' | b'\'' | b'+'));
        let mut number = 0_u64;
        let ended = value.find(|b| {
            if b.is_ascii_digit() {
                number = number.saturating_mul(10).saturating_add(u64::from(b - b'0'));
            }
            !b.is_ascii_digit()
        });
        if ended.is_none() || number > MOST_STRINGS {
            return Err(Stop::Damaged);
        }
    }
    Ok(())
}

const SAVE_AS_XLSX: &str = "mở bằng Excel rồi chọn Lưu thành (Save As), loại “Excel Workbook (.xlsx)”";
const CHOOSE_XLSX: &str = "chọn tệp Excel (.xlsx) theo biểu mẫu tải từ hệ thống";

fn wrong(kind: &str, hint: &str) -> Problem {
    Problem::error("wrong-file-type", format!("Tệp này là {kind}, không phải sổ Excel (.xlsx).")).hint(hint)
}

/// A file that is no ZIP package at all.
fn other_kind(bytes: &[u8]) -> Problem {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        // Old Office files and encrypted new ones share a container, whose directory names its streams in UTF-16.
        let names = |name: &str| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            bytes.windows(wide.len()).any(|w| w == wide.as_slice())
        };
        return match () {
            () if names("EncryptedPackage") => locked(),
            () if names("WordDocument") => wrong("văn bản Word cũ (.doc)", "chép bảng sang Excel rồi lưu dạng .xlsx"),
            () if names("Workbook") || names("Book") => wrong("sổ Excel đời cũ (.xls)", SAVE_AS_XLSX),
            () => wrong("tài liệu Office đời cũ", CHOOSE_XLSX),
        };
    }
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let text = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    if head.starts_with(b"%PDF") {
        return wrong("PDF", CHOOSE_XLSX);
    }
    if text.starts_with("{\\rtf") {
        return wrong("văn bản RTF", "chép bảng sang Excel rồi lưu dạng .xlsx");
    }
    if text.starts_with("<!doctype html") || text.starts_with("<html") || text.contains("<table") {
        return wrong("trang web (HTML) đổi đuôi", SAVE_AS_XLSX);
    }
    if text.starts_with("<?xml") {
        return wrong("tệp XML", SAVE_AS_XLSX);
    }
    if head.starts_with(b"\x89PNG") || head.starts_with(b"\xff\xd8\xff") {
        return wrong("ảnh", CHOOSE_XLSX);
    }
    if std::str::from_utf8(bytes).is_ok_and(|t| !t.contains('\0')) {
        return wrong("văn bản thuần, có thể là CSV", "nếu là CSV, đổi đuôi tệp thành .csv rồi nhập lại");
    }
    wrong("loại tệp không nhận ra", CHOOSE_XLSX)
}

fn locked() -> Problem {
    Problem::error("locked-file", "Sổ Excel được đặt mật khẩu nên không đọc được.")
        .hint("mở bằng Excel, bỏ mật khẩu (File, Info, Protect Workbook), lưu rồi nhập lại")
}

fn too_big(limits: &Limits) -> Problem {
    let message = format!("Nội dung tệp sau khi giải nén quá giới hạn {} MiB.", limits.unzipped_bytes >> 20);
    Problem::error("unzipped-too-large", message).hint("xóa ảnh và các trang thừa, hoặc chia thành nhiều tệp nhỏ hơn")
}

/// A workbook that cannot be read.
pub(crate) fn damaged() -> Problem {
    Problem::error("damaged-file", "Sổ Excel bị hỏng hoặc không đúng cấu trúc nên không đọc được.")
        .hint("mở bằng Excel, lưu lại dạng .xlsx rồi nhập lại")
}
