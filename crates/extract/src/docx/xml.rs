//! XML of the parts: a bounded walk over events that keeps the place of each in the part.

use super::package::damaged;
use crate::refusals;
use domain::problem::Problem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A tag or letters, with its bytes in the part.
pub(super) enum Piece<'a> {
    /// A tag that opens; `closed` when it closes at once.
    Open { tag: Tag<'a>, closed: bool },
    /// A closing tag.
    Close { name: String },
    /// Letters between tags, resolved.
    Letters(&'a str),
    /// A letter written as a reference.
    Letter(char),
    /// The end of the part.
    End,
}

/// An opening tag.
pub(super) struct Tag<'a> {
    /// With its prefix, as written: "w:p".
    pub(super) name: String,
    start: BytesStart<'a>,
}

impl Tag<'_> {
    /// Value of the attribute whose name without prefix is this.
    pub(super) fn attribute(&self, local: &str) -> Option<String> {
        let attributes = self.start.attributes().filter_map(Result::ok);
        let mut found = attributes.filter(|a| a.key.as_ref().rsplit(':').next() == Some(local));
        found.next().and_then(|a| a.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|v| v.into_owned()))
    }
}

/// Walks over a part.
pub(super) struct Walker<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    depth: usize,
    most: usize,
    /// Place of the piece last read.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

impl<'a> Walker<'a> {
    pub(super) fn new(text: &'a str, most: usize) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        Walker { reader, text, depth: 0, most, start: 0, end: 0 }
    }

    /// The next piece. Comments, declarations and the like are passed over; entities other than the five of XML are
    /// dropped, and none is ever expanded.
    pub(super) fn next(&mut self) -> Result<Piece<'a>, Problem> {
        loop {
            self.start = self.place();
            let event = self.reader.read_event().map_err(|_| damaged())?;
            self.end = self.place();
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > self.most {
                        return Err(refusals::too_deep());
                    }
                    let name = start.name().as_ref().to_owned();
                    return Ok(Piece::Open { tag: Tag { name, start }, closed: false });
                }
                Event::Empty(start) => {
                    let name = start.name().as_ref().to_owned();
                    return Ok(Piece::Open { tag: Tag { name, start }, closed: true });
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Piece::Close { name: end.name().as_ref().to_owned() });
                }
                Event::Text(_) => return Ok(Piece::Letters(self.text.get(self.start..self.end).unwrap_or(""))),
                Event::CData(_) => {
                    let inside = self.text.get(self.start..self.end).unwrap_or("");
                    let inside = inside.strip_prefix("<![CDATA[").and_then(|i| i.strip_suffix("]]>")).unwrap_or("");
                    return Ok(Piece::Letters(inside));
                }
                Event::GeneralRef(reference) => {
                    let letter = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(c),
                        _ => quick_xml::escape::resolve_predefined_entity(&reference).and_then(|s| s.chars().next()),
                    };
                    if let Some(letter) = letter {
                        return Ok(Piece::Letter(letter));
                    }
                }
                Event::Eof if self.depth > 0 => return Err(damaged()),
                Event::Eof => return Ok(Piece::End),
                _ => {}
            }
        }
    }

    /// Passes over the rest of an element that has just been opened.
    pub(super) fn skip(&mut self) -> Result<(), Problem> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if let Piece::End = self.next()? {
                break;
            }
        }
        Ok(())
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Bytes of the part.
    pub(super) fn raw(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or("")
    }

    fn place(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }
}

/// An opening tag of a small part.
pub(super) struct Element<'t, 'a> {
    /// Name without prefix.
    pub(super) name: &'t str,
    tag: &'t Tag<'a>,
}

impl Element<'_, '_> {
    pub(super) fn attribute(&self, local: &str) -> Option<String> {
        self.tag.attribute(local)
    }
}

/// Calls for each opening tag of a part.
pub(super) fn each(text: &str, mut call: impl FnMut(&Element<'_, '_>)) -> Result<(), Problem> {
    let mut walker = Walker::new(text, 64);
    loop {
        match walker.next()? {
            Piece::Open { tag, .. } => call(&Element { name: local(&tag.name), tag: &tag }),
            Piece::End => return Ok(()),
            _ => {}
        }
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Text as it may stand in XML: signs escaped, letters that XML 1.0 forbids left out.
pub(super) fn escaped(text: &str) -> String {
    let allowed =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(allowed) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
