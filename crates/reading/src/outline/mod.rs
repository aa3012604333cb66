//! The parts of a document by the look of its lines: Nghị định 30/2020/NĐ-CP, Phụ lục I, and the Party's form (Hướng dẫn
//! 36-HD/VPTW). [`head`] looks at the first lines, [`foot`] at recipients and signature; headings, footnotes and the end mark can
//! stand anywhere. A text that has none of them, as an article on a portal, gets none.

mod foot;
mod head;

use crate::phrases::Words;
use domain::proof::{Lexicon, Part, PartKind, Reading, Role, Span, Text};

/// The grammar with its words looked up.
#[derive(Debug)]
pub struct Grammar {
    /// Names of kinds in lower case: a line that is one of them, in capitals, is the type of the document.
    types: Vec<String>,
}

impl Grammar {
    /// Looks the lexicon's words up.
    pub fn new(lexicon: &Lexicon, _words: &mut Words) -> Self {
        Grammar { types: lexicon.documents.kind.iter().map(|k| k.name.to_lowercase()).collect() }
    }

    /// Finds the parts.
    pub fn read(&self, text: &Text, reading: &mut Reading) {
        let mut parts = Vec::new();
        self.head(text, reading, &mut parts);
        let mut foot = foot::Foot::default();
        let mut after_blank = true;
        for line in lines(&text.text) {
            let words = line.of(&text.text);
            let Some(first) = words.bytes().next() else {
                after_blank = true;
                continue;
            };
            match first {
                b'I' | b'V' | b'X' | b'0'..=b'9' | b'a'..=b'z' => {
                    parts.extend(heading(line, words));
                }
                b'[' | 0xC2 | 0xE2 if text.regions.is_empty() => {
                    parts.extend(footnote(&text.text, line, words, after_blank));
                }
                _ => {}
            }
            foot.line(&text.text, line, words, &mut parts);
            after_blank = false;
        }
        foot.end(&mut parts);
        parts.extend(regions(text));
        if let Some(at) = text.text.rfind("./.") {
            parts.push(Part { kind: PartKind::End, span: Span::new(at, at + 3) });
        }
        parts.sort_by_key(|p| (p.span.start, p.span.end));
        reading.outline.parts = parts;
    }
}

/// The lines of a text without the spaces at their ends; an empty one for each blank line.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    text.split('\n').map(move |line| {
        let start = at + (line.len() - line.trim_start().len());
        let span = Span::new(start.min(at + line.len()), start + line.trim().len());
        at += line.len() + 1;
        span
    })
}

/// The cells of a line: parted by tabs or by three spaces and more, as two columns of a head come out of a file.
fn cells(text: &str, line: Span) -> Vec<Span> {
    let words = line.of(text);
    let mut cells = Vec::new();
    let mut from = 0;
    while from < words.len() {
        let rest = words.get(from..).unwrap_or("");
        let cut = [rest.find('\t'), rest.find("   ")].into_iter().flatten().min().unwrap_or(rest.len());
        let cell = rest.get(..cut).unwrap_or("");
        if !cell.trim().is_empty() {
            let lead = cell.len() - cell.trim_start().len();
            let start = line.start + from + lead;
            cells.push(Span::new(start, start + cell.trim().len()));
        }
        from += cut + 1;
    }
    cells
}

/// A line without the marks of Markdown around it.
fn plain(words: &str) -> &str {
    words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#'))
}

/// Whether all letters are capitals, and there are some.
fn shouted(words: &str) -> bool {
    let mut letters = words.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| !c.is_lowercase())
}

/// Longest heading of which the whole line is the part; of a longer one, a numbered paragraph, only the label.
const HEADING: usize = 300;

/// "I. …", "1. …", "1.1. …", "a) …" at the beginning of a line.
fn heading(line: Span, words: &str) -> Option<Part> {
    let end = words.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(words.len());
    let (label, rest) = (words.get(..end)?, words.get(end..)?);
    let (label, rest, bracket) = match rest.strip_prefix(')') {
        Some(rest) => (label, rest, true),
        None => (label.strip_suffix('.')?, rest, false),
    };
    let next = rest.trim_start();
    let title = next.trim_start_matches(['*', '_', '“', '"']);
    let mut letters = title.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    // "V. I. …" are the letters of a name.
    let initial = letters.next() == Some('.');
    if rest.len() == next.len() || !capital || initial {
        return None;
    }
    let digits = |s: &str| !s.is_empty() && s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit());
    let depth = if !bracket
        && label.len() <= 6
        && !label.is_empty()
        && label.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
    {
        0
    } else if digits(label) {
        1
    } else if label.contains('.') && label.split('.').all(digits) && label.len() <= 8
        || bracket && label.len() == 1 && label.bytes().all(|b| b.is_ascii_lowercase())
    {
        2
    } else {
        return None;
    };
    let span = if words.len() <= HEADING { line } else { Span::new(line.start, line.start + end) };
    Some(Part { kind: PartKind::Heading { depth, label: label.to_owned() }, span })
}

/// "¹ Năm …", "[1] …": to the end of its block.
fn footnote(text: &str, line: Span, words: &str, after_blank: bool) -> Option<Part> {
    let superscript = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '\u{2074}'..='\u{2079}');
    let end = words.find(|c: char| !superscript(c)).unwrap_or(words.len());
    let (mark, rest) = if end > 0 {
        (words.get(..end)?, words.get(end..)?)
    } else {
        let (mark, rest) = words.strip_prefix('[')?.split_once(']')?;
        (mark.bytes().all(|b| b.is_ascii_digit()) && !mark.is_empty() && mark.len() <= 3).then_some((mark, rest))?
    };
    let begins = rest.trim_start().chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '“' | '"' | '('));
    if !begins || (!after_blank && end == 0) {
        return None;
    }
    let block = text.get(line.start..)?;
    let length = block.find("\n\n").unwrap_or(block.len());
    let own = next_mark(block.get(..length)?, superscript).unwrap_or(length);
    let span = Span::new(line.start, line.start + block.get(..own)?.trim_end().len());
    Some(Part { kind: PartKind::Footnote { mark: mark.to_owned() }, span })
}
/// Where the next footnote of a block begins.
fn next_mark(block: &str, superscript: impl Fn(char) -> bool) -> Option<usize> {
    let line_with_mark =
        |(at, _): &(usize, &str)| block.get(at + 1..).is_some_and(|r| r.trim_start().starts_with(&superscript));
    block.match_indices('\n').find(line_with_mark).map(|(at, _)| at)
}

/// What the file itself calls a footnote or a heading.
fn regions(text: &Text) -> impl Iterator<Item = Part> + '_ {
    text.regions.iter().filter_map(|region| match &region.role {
        Role::Footnote { mark } => Some(Part { kind: PartKind::Footnote { mark: mark.clone() }, span: region.span }),
        _ => None,
    })
}
