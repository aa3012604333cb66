//! What a PDF may unpack, measured before anything of it is: the interpreter unpacks a stream whole, and sixty letters of a
//! hostile file can ask for gigabytes.

use crate::Limits;
use flate2::{Decompress, FlushDecompress, Status};
use hayro_font::hayro_syntax::Pdf;
use hayro_font::hayro_syntax::object::Object;

/// Of the most that a packed byte can become: DEFLATE 1032, LZW of twelve bits some 2,700, run lengths 64.
const LZW: usize = 2_700;
const RUN_LENGTH: usize = 64;
const DEFLATE: usize = 1_032;
/// How far before its data a stream's dictionary is looked for.
const DICTIONARY: usize = 4_096;

/// Whether the file says that it is encrypted.
pub(super) fn is_encrypted(file: &[u8]) -> bool {
    contains(file, b"/Encrypt")
}

/// Whether all streams together, as they stand in the file, stay within the bounds. Pictures are held to the bound one by
/// one, since they are never unpacked.
pub(super) fn is_bounded(file: &[u8], limits: &Limits, stopped: &dyn Fn() -> bool) -> bool {
    let encrypted = is_encrypted(file);
    let mut total = 0usize;
    let mut at = 0;
    while let Some(found) = find(file.get(at..).unwrap_or_default(), b"stream") {
        let place = at + found;
        at = place + b"stream".len();
        let before = file.get(place.saturating_sub(DICTIONARY)..place).unwrap_or_default();
        if before.ends_with(b"end") {
            continue;
        }
        let dictionary =
            before.windows(3).rposition(|w| w == b"obj").map_or(before, |i| before.get(i..).unwrap_or_default());
        let after = file.get(at..).unwrap_or_default();
        let after = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
        let Some(size) = unpacked(dictionary, after, limits.unpacked_bytes, encrypted) else { return false };
        if !contains(dictionary, b"Image") {
            total = total.saturating_add(size);
        }
        if total > limits.unpacked_bytes || stopped() {
            return false;
        }
    }
    true
}

/// Size of a stream unpacked, or a bound for it; nothing when it is too large or packed in a way that nobody needs.
fn unpacked(dictionary: &[u8], data: &[u8], most: usize, encrypted: bool) -> Option<usize> {
    let count = |names: [&[u8]; 2]| dictionary.split(|b| *b == b'/').filter(|n| names.contains(&name(n))).count();
    let (deflate, lzw, runs) =
        (count([b"FlateDecode", b"Fl"]), count([b"LZWDecode", b"LZW"]), count([b"RunLengthDecode", b"RL"]));
    // Names with escaped letters would hide from this count; no program writes them so.
    let hidden = find(dictionary, b"/Filter").is_some_and(|i| dictionary.get(i..).unwrap_or_default().contains(&b'#'));
    if deflate + lzw + runs > 1 || hidden {
        return None;
    }
    let raw = find(data, b"endstream").unwrap_or(data.len());
    let objects = contains(dictionary, b"ObjStm");
    let picture = contains(dictionary, b"Image");
    let written = |names| count(names) > 0;
    let bound = match () {
        () if picture && (encrypted || lzw + runs > 0) => 0,
        () if objects && lzw + runs > 0 => return None,
        () if lzw > 0 => raw.saturating_mul(LZW),
        () if runs > 0 => raw.saturating_mul(RUN_LENGTH),
        // What is encrypted is measured once it can be read; only what is unpacked before that has to be small.
        () if encrypted && objects => raw.saturating_mul(DEFLATE),
        () if encrypted => raw,
        () if deflate > 0 && written([b"ASCII85Decode", b"A85"]) => {
            return inflated(&from_base_85(data.get(..raw).unwrap_or_default()), most, objects);
        }
        () if deflate > 0 && written([b"ASCIIHexDecode", b"AHx"]) => {
            return inflated(&from_hex(data.get(..raw).unwrap_or_default()), most, objects);
        }
        () => return inflated(data, most, objects).map(|size| size.max(raw.min(most))),
    };
    (bound <= most).then_some(bound)
}

/// The same for the streams of an encrypted file, once they can be read.
pub(super) fn is_bounded_inside(pdf: &Pdf, limits: &Limits, stopped: &dyn Fn() -> bool) -> bool {
    let mut total = 0usize;
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let dictionary = stream.dict().data();
        if contains(dictionary, b"Image") {
            continue;
        }
        let Some(size) = unpacked(dictionary, &stream.raw_data(), limits.unpacked_bytes, false) else { return false };
        total = total.saturating_add(size);
        if total > limits.unpacked_bytes || stopped() {
            return false;
        }
    }
    true
}

/// Bytes written as letters, five for four (ISO 32000-1, 7.4.3).
fn from_base_85(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 5 * 4);
    let mut group: Vec<u32> = Vec::with_capacity(5);
    let whole = |group: &[u32]| group.iter().fold(0u32, |n, d| n.wrapping_mul(85).wrapping_add(*d));
    for byte in text {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            out.extend(whole(&group).to_be_bytes());
            group.clear();
        }
    }
    if let Some(kept) = group.len().checked_sub(1) {
        group.resize(5, 84);
        out.extend(whole(&group).to_be_bytes().into_iter().take(kept));
    }
    out
}

/// Bytes written as two letters each.
fn from_hex(text: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        text.iter().take_while(|b| **b != b'>').filter_map(|b| char::from(*b).to_digit(16)).map(|d| d as u8).collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0u8, |n, d| n << 4 | d)).collect()
}

/// The letters of a name: until a sign that ends it.
fn name(rest: &[u8]) -> &[u8] {
    let end = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Size of deflated data, which is whether or not its dictionary says so; zero when it is none; nothing above the bound,
/// or when objects in it would hold streams of their own.
fn inflated(data: &[u8], most: usize, objects: bool) -> Option<usize> {
    let mut inflate = Decompress::new(true);
    let mut buffer = vec![0u8; 1 << 15];
    loop {
        let (read, written) = (inflate.total_in(), inflate.total_out());
        let rest = data.get(usize::try_from(read).unwrap_or(usize::MAX)..).unwrap_or_default();
        let outcome = inflate.decompress(rest, &mut buffer, FlushDecompress::None);
        let size = usize::try_from(inflate.total_out()).unwrap_or(usize::MAX);
        let made = buffer.get(..size.saturating_sub(usize::try_from(written).unwrap_or(0))).unwrap_or_default();
        if size > most || (objects && contains(made, b"stream\n")) {
            return None;
        }
        let stuck = inflate.total_in() == read && inflate.total_out() == written;
        if outcome.is_err() || matches!(outcome, Ok(Status::StreamEnd)) || stuck {
            return Some(size);
        }
    }
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    find(bytes, what).is_some()
}

/// First place of some bytes.
fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut at = 0;
    loop {
        let found = at + bytes.get(at..)?.iter().position(|b| *b == first)?;
        if bytes.get(found..)?.starts_with(what) {
            return Some(found);
        }
        at = found + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(size: usize) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![b' '; size]).expect("writes");
        encoder.finish().expect("writes")
    }

    fn file(dictionary: &str, data: &[u8]) -> Vec<u8> {
        let mut file = format!("%PDF-1.5\n1 0 obj\n<<{dictionary}>>\nstream\n").into_bytes();
        file.extend_from_slice(data);
        file.extend_from_slice(b"\nendstream endobj");
        file
    }

    #[test]
    fn streams_are_measured_before_they_are_unpacked() {
        let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
        let bounded = |f: &[u8]| is_bounded(f, &limits, &|| false);
        assert!(bounded(&file("/Filter/FlateDecode", &packed(1 << 19))));
        assert!(!bounded(&file("/Filter/FlateDecode", &packed(3 << 20))));
        assert!(!bounded(&file("/Filter 7 0 R", &packed(3 << 20))), "a filter named elsewhere");
        assert!(!bounded(&file("/Filter[/FlateDecode/FlateDecode]", &packed(10))), "packed twice");
        assert!(!bounded(&file("/Filter/Fl#61teDecode", &packed(10))), "a hidden name");
        assert!(!bounded(&file("/Filter/LZWDecode", &vec![1; 1 << 12])));
        assert!(bounded(&file("", b"BT (x) Tj ET")));
    }
}
