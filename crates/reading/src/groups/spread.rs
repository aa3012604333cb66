//! Lists whose parts stand in paragraphs of their own, behind blank lines, as Word files and web pages set them: the paragraphs are
//! read once more as one stretch, and groups that span several of them are kept.

use super::{Block, Grammar, push};
use crate::figures::cut::Cut;
use crate::phrases::Words;
use crate::reader::Piece;
use crate::scan;
use domain::proof::{Figure, Group, GroupRole, Reading, Span, Text};

/// Most bytes of such a stretch.
const LONGEST: usize = 8 * 1024;
/// How far before a footnote its mark is looked for, in bytes.
const FAR: usize = 32 * 1024;

impl Grammar {
    /// Finds lists behind a colon or a "Trong đó" that begin a new paragraph, and lists in footnotes.
    pub(super) fn spread(&self, text: &Text, words: &Words, reading: &mut Reading) {
        let mut again = Again { text, words, tokens: Vec::new() };
        let mut done = 0;
        for (colon, _) in text.text.match_indices('\n') {
            if colon >= done && opens_list(&text.text, colon) {
                let start = text.text.get(..colon).and_then(|t| t.trim_end().rfind('\n')).map_or(0, |at| at + 1);
                let end = list_end(&text.text, colon);
                done = end;
                self.again(&mut again, &[Span::new(start, end)], colon, reading);
            } else if let Some(stretch) = footnote(&text.text, colon) {
                self.again(&mut again, &stretch, colon, reading);
            }
        }
    }

    /// Reads stretches as if they were one, and keeps the groups whose total stands before a byte and whose parts behind it.
    fn again(&self, again: &mut Again<'_>, stretches: &[Span], at: usize, reading: &mut Reading) {
        let mut numbers: Vec<usize> = Vec::new();
        for stretch in stretches {
            let from = reading.figures.partition_point(|f| f.span.start < stretch.start);
            let to = reading.figures.partition_point(|f| f.span.start < stretch.end);
            numbers.extend(from..to);
        }
        let figures: Vec<Figure> = numbers.iter().filter_map(|n| reading.figures.get(*n)).cloned().collect();
        if figures.len() < 3 || stretches.iter().any(|s| s.len() > LONGEST) {
            return;
        }
        let mut all = Vec::new();
        for stretch in stretches {
            scan::tokens(&again.text.text, *stretch, again.words, &mut again.tokens);
            all.extend_from_slice(&again.tokens);
        }
        let piece = Piece { text: again.text, tokens: &all, words: again.words };
        let cut = Cut::of(&piece);
        let items = self.items(&cut, &figures);
        let block = Block { cut, items: &items, figures: &figures, grammar: self };
        for mut group in self.lists(&block).into_iter().filter(|g| spans_paragraphs(g, &figures, at)) {
            for n in group.parts.iter_mut().chain(group.total.as_mut()) {
                *n = numbers.get(*n).copied().unwrap_or(usize::MAX);
            }
            if !taken(reading, &group) {
                push(reading, 0, group);
            }
        }
    }
}

/// What a second reading of some paragraphs needs.
struct Again<'a> {
    text: &'a Text,
    words: &'a Words,
    tokens: Vec<scan::Token>,
}

/// The words before a footnote's mark and the footnote that begins behind the line end, when it opens with "Gồm" or "Trong đó".
fn footnote(text: &str, at: usize) -> Option<[Span; 2]> {
    let rest = text.get(at + 1..).filter(|rest| rest.starts_with(superscript))?;
    let line = rest.split('\n').next()?;
    let mark: String = line.chars().take_while(|c| superscript(*c)).collect();
    let words = line.get(mark.len()..)?.trim_start();
    if mark.is_empty() || !OPENERS.iter().any(|o| words.starts_with(o)) {
        return None;
    }
    let alone = |i: &usize| {
        let around = |c: Option<char>| c.is_none_or(|c| !superscript(c));
        let after = text.get(i + mark.len()..).and_then(|t| t.chars().next());
        let before = text.get(..*i).and_then(|t| t.chars().next_back());
        around(after) && around(before) && before.is_some_and(|c| c != '\n')
    };
    let far = (at.saturating_sub(FAR)..=at).find(|i| text.is_char_boundary(*i))?;
    let referred = text.get(far..at)?.rmatch_indices(mark.as_str()).map(|(i, _)| far + i).find(alone)?;
    let before = text.get(..referred)?;
    let near =
        (before.len().saturating_sub(160)..before.len()).find(|i| before.is_char_boundary(*i)).unwrap_or(before.len());
    let start = before.rfind(['.', ';', '\n']).map_or(near, |i| (i + 1).max(near));
    let note = text.len() - text.get(at + 1..)?.len() + (line.len() - words.len());
    // The stop between them would end the sentence; the note's words follow the total's as in one.
    Some([Span::new(start, referred), Span::new(note, at + 1 + line.len())])
}

const OPENERS: [&str; 5] = ["Trong đó", "Gồm", "Bao gồm", "Trong số đó", "Cụ thể"];

fn superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '\u{2074}'..='\u{2079}')
}

/// Whether the line that ends at the byte is followed by a blank line and then a list: it ends in a colon, or the next begins with
/// "Trong đó", "Gồm".
fn opens_list(text: &str, at: usize) -> bool {
    let after = text.get(at + 1..).unwrap_or("");
    if !after.starts_with(['\n', ' ', '\t', '\r', '\u{a0}']) {
        return false;
    }
    let next = after.trim_start();
    if !after.get(..after.len() - next.len()).is_some_and(|gap| gap.contains('\n')) {
        return false;
    }
    let colon = text.get(..at).is_some_and(|t| t.trim_end_matches([' ', '\t', '\r', '\u{a0}']).ends_with(':'));
    let opener = OPENERS.iter().any(|o| next.starts_with(o));
    (colon && bullet(next.split('\n').next().unwrap_or(""))) || opener
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

/// Whether a part of the group is one of another group already.
pub(super) fn taken(reading: &Reading, group: &Group) -> bool {
    let part = |n: &usize| matches!(reading.figures.get(*n).and_then(|f| f.group), Some((_, GroupRole::Part)));
    group.parts.iter().any(part)
}
