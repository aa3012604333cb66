//! Plain text and Markdown: the words as they are, line ends made one kind.

use crate::encoding::Decoded;
use crate::text::{Builder, Map, Spot};
use domain::proof::Text;

/// What a plain file gives: the text, the way back in code points of [`Plain::original`], and the file's own letters where
/// they differ.
pub(crate) struct Plain {
    pub(crate) text: Text,
    pub(crate) map: Map,
    /// The decoded file, when it is not letter for letter the text.
    pub(crate) original: Option<String>,
}

/// Reads a decoded file.
pub(crate) fn read(decoded: Decoded) -> Plain {
    let source = decoded.text;
    let mut builder = Builder::default();
    let mut point = 0u32;
    let mut rest = source.as_str();
    while !rest.is_empty() {
        let end = rest.find(['\r', '\u{feff}', '\0']).unwrap_or(rest.len());
        let (letters, after) = rest.split_at(end);
        builder.push(letters, at(point));
        point = point.saturating_add(u32::try_from(letters.chars().count()).unwrap_or(u32::MAX));
        rest = after;
        if let Some(sign) = after.chars().next() {
            let pair = after.starts_with("\r\n");
            if sign == '\r' {
                builder.push_solid("\n", at(point));
            }
            let skip = if pair { 2 } else { sign.len_utf8() };
            point = point.saturating_add(if pair { 2 } else { 1 });
            rest = after.get(skip..).unwrap_or("");
        }
    }
    let (text, map) = builder.finish();
    let original = (text.text != source).then_some(source);
    Plain { text, map, original }
}

fn at(offset: u32) -> Option<Spot> {
    Some(Spot { source: 0, offset })
}
