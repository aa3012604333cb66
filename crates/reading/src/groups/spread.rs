//! Lists whose parts stand in paragraphs of their own, behind blank lines, as Word files and web pages set them: the paragraphs are
//! read once more as one stretch, and groups that span several of them are kept.

use super::{Block, Grammar, push};
use crate::figures::cut::Cut;
use crate::phrases::Words;
use crate::reader::Piece;
use crate::scan;
use domain::proof::{Figure, Group, Reading, Span, Text};

/// Most bytes of such a stretch.
const LONGEST: usize = 8 * 1024;

impl Grammar {
    /// Finds lists behind a colon or a "Trong đó" that begin a new paragraph.
    pub(super) fn spread(&self, text: &Text, words: &Words, reading: &mut Reading) {
        let mut tokens = Vec::new();
        let mut done = 0;
        for (colon, _) in text.text.match_indices(['\n']).filter(|(at, _)| opens_list(&text.text, *at)) {
            if colon < done {
                continue;
            }
            let start = text.text.get(..colon).and_then(|t| t.trim_end().rfind('\n')).map_or(0, |at| at + 1);
            let end = list_end(&text.text, colon);
            done = end;
            let from = reading.figures.partition_point(|f| f.span.start < start);
            let to = reading.figures.partition_point(|f| f.span.start < end);
            let figures: Vec<Figure> = reading.figures.get(from..to).unwrap_or(&[]).to_vec();
            if figures.len() < 3 || end - start > LONGEST {
                continue;
            }
            scan::tokens(&text.text, Span::new(start, end), words, &mut tokens);
            let piece = Piece { text, tokens: &tokens, words };
            let cut = Cut::of(&piece);
            let items = self.items(&cut, &figures);
            let block = Block { cut, items: &items, figures: &figures, grammar: self };
            for group in self.lists(&block).into_iter().filter(|g| spans_paragraphs(g, &figures, colon)) {
                if !taken(reading, from, &group) {
                    push(reading, from, group);
                }
            }
        }
    }
}

/// Whether the line that ends at the byte is followed by a blank line and then a list: it ends in a colon, or the next begins with
/// "Trong đó", "Gồm".
fn opens_list(text: &str, at: usize) -> bool {
    let after = text.get(at..).unwrap_or("");
    let next = after.trim_start();
    let blank = after.get(..after.len() - next.len()).is_some_and(|gap| gap.matches('\n').count() >= 2);
    if !blank {
        return false;
    }
    let colon = text.get(..at).is_some_and(|t| t.trim_end_matches([' ', '\t', '\r', '\u{a0}']).ends_with(':'));
    let opener = ["Trong đó", "Gồm", "Bao gồm", "Trong số đó"].iter().any(|o| next.starts_with(o));
    (colon && bullet(next)) || opener
}

/// Whether a line begins as an item of a list.
fn bullet(line: &str) -> bool {
    line.starts_with(['-', '–', '+', '•', '*', '\u{f0b7}'])
        || line
            .split_once([')', '.'])
            .is_some_and(|(mark, _)| (1..=2).contains(&mark.chars().count()) && mark.chars().all(char::is_alphanumeric))
}

/// One past the last line of the list behind a byte: items, with or without blank lines between them.
fn list_end(text: &str, at: usize) -> usize {
    let (mut end, mut at, mut first) = (at, at, true);
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let line = rest.split_inclusive('\n').next().unwrap_or("");
        let words = line.trim();
        if !words.is_empty() {
            // The first line may be "Trong đó: …" itself.
            if !bullet(words) && !first {
                break;
            }
            first = false;
            end = at + line.trim_end().len();
        }
        at += line.len();
    }
    end
}

/// Whether a group has its total before a byte and parts behind it.
fn spans_paragraphs(group: &Group, figures: &[Figure], at: usize) -> bool {
    let start = |n: usize| figures.get(n).map_or(0, |f| f.span.start);
    group.total.is_some_and(|t| start(t) < at) && group.parts.iter().all(|p| start(*p) > at)
}

fn taken(reading: &Reading, from: usize, group: &Group) -> bool {
    reading.groups.iter().any(|g| group.parts.iter().any(|p| g.parts.contains(&(p + from))))
}
