//! Bytes to letters: Unicode by its marks and its form, else the Western European view of the bytes, in which the old
//! Vietnamese encodings are told apart.

use crate::legacy::{self, Legacy};
use crate::refusals;
use domain::problem::Problem;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

/// A decoded file.
#[derive(Debug)]
pub(crate) struct Decoded {
    /// Its letters, line ends and byte order mark as they are.
    pub(crate) text: String,
    /// What the user should know of how it was read.
    pub(crate) problem: Option<Problem>,
}

/// Decodes a text file.
///
/// # Errors
/// When no encoding makes Vietnamese or plain Latin text of it.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, Problem> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes).filter(|(e, _)| *e != encoding_rs::UTF_8) {
        return wide(encoding, bytes);
    }
    if let Some(encoding) = by_zeros(bytes) {
        return wide(encoding, bytes);
    }
    if bytes.iter().take(1 << 16).filter(|b| **b == 0).count() > 0 {
        return Err(refusals::unknown());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(converted(text)),
        Err(_) => old(bytes, declared),
    }
}

/// Text of an encoding of two bytes a letter, with its mark kept as a letter, as other programs count it.
fn wide(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, Problem> {
    let (text, failed) = encoding.decode_without_bom_handling(bytes);
    if failed { Err(refusals::encoding()) } else { Ok(Decoded { text: text.into_owned(), problem: None }) }
}

/// UTF-16 without a mark: every other byte of plain Latin letters is zero.
fn by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096) & !1).filter(|h| h.len() >= 8)?;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    match () {
        () if odd * 3 > half && even * 20 < half => Some(UTF_16LE),
        () if even * 3 > half && odd * 20 < half => Some(UTF_16BE),
        () => None,
    }
}

/// A Unicode text, in which old letters may hide.
fn converted(text: &str) -> Decoded {
    match legacy::is_suspect(text).then(|| legacy::detect(text)).flatten() {
        Some(found) => Decoded { text: found.text(text), problem: Some(told(found)) },
        None => Decoded { text: text.to_owned(), problem: None },
    }
}

pub(crate) fn told(found: Legacy) -> Problem {
    let name = match found {
        Legacy::Tcvn3 => "TCVN3 (ABC)",
        Legacy::Vni => "VNI Windows",
    };
    Problem::warning("converted-encoding", format!("Văn bản dùng bảng mã {name}, đã chuyển sang Unicode để đọc."))
        .hint("nên chuyển hẳn tệp sang Unicode để không sai chữ")
}

/// Bytes that are no UTF-8.
fn old(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, Problem> {
    let declared = declared.and_then(|l| Encoding::for_label(l.as_bytes())).filter(|e| *e != encoding_rs::UTF_8);
    let (western, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    if let Some(found) = legacy::detect(&western) {
        return Ok(Decoded { text: found.text(&western), problem: Some(told(found)) });
    }
    let readings = [Some(WINDOWS_1258), declared, Some(WINDOWS_1252)];
    let best = readings
        .into_iter()
        .flatten()
        .filter_map(|e| {
            let (text, failed) = e.decode_without_bom_handling(bytes);
            (!failed).then(|| (legacy::syllables(&text).unwrap_or(100), text.into_owned()))
        })
        .reduce(|a, b| if b.0 > a.0 { b } else { a });
    match best {
        Some((share, text)) if share >= 60 => Ok(Decoded { text, problem: None }),
        _ => mostly_utf8(bytes).ok_or_else(refusals::encoding),
    }
}

/// UTF-8 with a few broken letters (a file cut in the middle of one): read, with each told as U+FFFD.
fn mostly_utf8(bytes: &[u8]) -> Option<Decoded> {
    let text = String::from_utf8_lossy(bytes);
    let broken = text.chars().filter(|c| *c == '\u{fffd}').count();
    let whole = text.chars().filter(|c| !c.is_ascii()).count();
    (broken * 50 <= whole).then(|| Decoded {
        text: text.into_owned(),
        problem: Some(
            Problem::warning("broken-letters", format!("Có {broken} chỗ chữ bị hỏng, đọc thành “\u{fffd}”."))
                .hint("lưu lại tệp dạng Unicode (UTF-8)"),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "Ủy ban nhân dân phường báo cáo: trong năm tiếp 12 lượt người, giải quyết 9 đơn. ";

    fn read(bytes: &[u8]) -> String {
        decode(bytes, None).map(|d| d.text).unwrap_or_else(|p| p.code)
    }

    #[test]
    fn unicode_is_known_by_its_mark_or_its_form() {
        let wide: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [0xfe, 0xff].into_iter().chain(WORDS.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(read(&wide), WORDS);
        assert_eq!(read(&marked), format!("\u{feff}{WORDS}"));
        assert_eq!(read(WORDS.as_bytes()), WORDS);
    }

    #[test]
    fn windows_1258_comes_with_its_marks_apart() {
        // Letters with two marks are two bytes: the letter with its hat, and the tone.
        let bytes = b"B\xe1o c\xe1o c\xf4ng t\xe1c d\xe2n v\xe2\xf2n n\xe3m 2019, huy\xea\xf2n \xf0a\xde ti\xea\xecp 12 l\xfd\xf5\xf2t";
        use unicode_normalization::UnicodeNormalization;
        let text: String = read(bytes).nfc().collect();
        assert_eq!(text, "Báo công tác dân vận năm 2019, huyện đã tiếp 12 lượt".replace("Báo công", "Báo cáo công"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(read(&[0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xc3, 0x28, 0xa0, 0xe2, 0x28, 0xa1]), "unknown-encoding");
        assert_eq!(read(b"abc\0def"), "wrong-file-type");
    }

    #[test]
    fn a_cut_letter_does_not_lose_the_text() {
        let bytes = WORDS.repeat(20).into_bytes();
        let last = bytes.iter().rposition(|b| *b >= 0xc0).unwrap_or(0);
        let text = read(&bytes[..=last]);
        assert!(text.ends_with('\u{fffd}'), "{text}");
    }
}
