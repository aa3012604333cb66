//! One way in for all kinds of files, and the ways back.

use crate::docx::{Back, DocxPart};
use crate::pdf::Letter;
use crate::text::Map;
use crate::{FileKind, Limits, docx, encoding, html, kind, pdf, plain, refusals};
use domain::problem::Problem;
use domain::proof::{Span, Text};

/// The text of a file.
#[derive(Debug)]
pub struct Extracted {
    /// What the file is.
    pub kind: FileKind,
    /// Its text: NFC, paragraphs parted by blank lines (plain text keeps its own lines), regions where the file tells them.
    pub text: Text,
    /// What the user should know of how it was read; warnings only.
    pub problems: Vec<Problem>,
    map: Map,
    back: Ways,
}

/// What the map's places mean.
#[derive(Debug)]
enum Ways {
    Docx(Back),
    Pdf(Vec<Letter>),
    /// Bytes of the page's text nodes.
    Html(Vec<u32>),
    /// The decoded file, when it is not the text itself.
    Plain(Option<String>),
}

/// Where a letter stood in its file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Origin {
    /// In a Word file.
    Docx {
        /// Which part.
        part: DocxPart,
        /// Number of the paragraph in the part, from 0.
        paragraph: u32,
        /// Number of the run in the paragraph, from 0; runs of deleted text do not count.
        run: u32,
        /// Letters of the run before it.
        offset: u32,
    },
    /// In a PDF.
    Pdf {
        /// Page, from 1.
        page: u32,
        /// Box of the letter in points: left, top, right, bottom, from the page's upper left corner.
        bbox: [f32; 4],
    },
    /// In a web page.
    Html {
        /// Byte at which the text node with the letter begins, in the decoded page; within a long node not more precise.
        byte: usize,
    },
    /// In a text file.
    Plain {
        /// Code points before it in [`Extracted::original`].
        point: usize,
    },
}

/// Takes the text out of a file: its kind by content first, by name second.
///
/// # Errors
/// A refusal that says what the file is and what to do: empty, too large, locked, scanned, of a kind that is not read,
/// broken, or too slow.
pub fn extract(name: &str, bytes: &[u8], limits: &Limits) -> Result<Extracted, Problem> {
    if bytes.is_empty() {
        return Err(refusals::empty());
    }
    if bytes.len() > limits.bytes {
        return Err(refusals::too_large(limits));
    }
    let kind = kind::of(name, bytes)?;
    let (text, map, back, problems) = match kind {
        FileKind::Docx => {
            let docx::Docx { text, map, back, problems } = docx::read(bytes, limits)?;
            (text, map, Ways::Docx(back), problems)
        }
        FileKind::Pdf => {
            let pdf::Pdf { text, map, letters, problems } = pdf::read(bytes, limits)?;
            (text, map, Ways::Pdf(letters), problems)
        }
        FileKind::Html => {
            let decoded = encoding::decode(bytes, html::charset(bytes).as_deref())?;
            let problems = decoded.problem.into_iter().collect();
            let html::Html { text, map, nodes } = html::read(&decoded.text, limits)?;
            (text, map, Ways::Html(nodes), problems)
        }
        FileKind::Plain => {
            let mut decoded = encoding::decode(bytes, None)?;
            let problems = decoded.problem.take().into_iter().collect();
            let plain::Plain { text, map, original } = plain::read(decoded);
            (text, map, Ways::Plain(original), problems)
        }
    };
    if text.text.trim().is_empty() {
        return Err(refusals::no_words());
    }
    Ok(Extracted { kind, text, problems, map, back })
}

impl Extracted {
    /// Where the letter that holds the byte of the text stood in the file; nothing for line ends and numbers that the
    /// file's program sets by itself.
    pub fn origin(&self, byte: usize) -> Option<Origin> {
        if byte >= self.text.text.len() {
            return None;
        }
        let spot = self.map.spot(byte, &self.text.text)?;
        match &self.back {
            Ways::Docx(back) => {
                let (part, paragraph, run, offset) = back.place(spot.source, spot.offset)?;
                Some(Origin::Docx { part, paragraph, run, offset })
            }
            Ways::Pdf(letters) => {
                let letter = letters.get(spot.offset as usize)?;
                Some(Origin::Pdf { page: letter.page, bbox: letter.bbox })
            }
            Ways::Html(nodes) => Some(Origin::Html { byte: *nodes.get(spot.source as usize)? as usize }),
            Ways::Plain(_) => Some(Origin::Plain { point: spot.offset as usize }),
        }
    }

    /// First and last place of a span in code points, as other programs count them: in the file itself for plain text
    /// (see [`Extracted::original`]), in the text for all others.
    pub fn file_points(&self, span: Span) -> (usize, usize) {
        let text = &self.text.text;
        let (Ways::Plain(Some(original)), true) = (&self.back, span.start <= span.end) else {
            let at = |byte: usize| text.get(..byte.min(text.len())).map_or(0, |t| t.chars().count());
            return (at(span.start), at(span.end));
        };
        let all = || original.chars().count();
        let at = |byte: usize| self.map.spot(byte, text).filter(|_| byte < text.len()).map(|s| s.offset as usize);
        let start = at(span.start).unwrap_or_else(all);
        // After the last letter, before what the text leaves out between it and the next.
        let last =
            text.get(span.start..span.end).and_then(|s| s.char_indices().next_back()).map(|(i, _)| span.start + i);
        let end = match (last.and_then(at), at(span.end)) {
            (Some(last), next) => next.map_or_else(|| all().max(last + 1), |n| n.max(last + 1)),
            (None, next) => next.unwrap_or(start),
        };
        (start, end.max(start))
    }

    /// The letters that [`Extracted::file_points`] counts: for plain text the decoded file as it is, byte order mark and
    /// line ends included (files of before Unicode: converted), for all others the text.
    pub fn original(&self) -> &str {
        match &self.back {
            Ways::Plain(Some(original)) => original,
            _ => &self.text.text,
        }
    }

    /// The way back into a Word file.
    pub(crate) fn docx(&self) -> Option<(&Map, &Back)> {
        match &self.back {
            Ways::Docx(back) => Some((&self.map, back)),
            _ => None,
        }
    }
}
