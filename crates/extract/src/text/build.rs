//! Puts a text together: NFC, paragraphs, regions, and a [`Map`] of where each letter came from.

use super::map::{Map, Spot};
use domain::proof::{Region, Role, Span, Text};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Letters of a piece of the map: a look-up counts at most so many.
const PIECE: usize = 512;

/// A text in the making.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    pub(crate) text: String,
    pub(crate) map: Map,
    regions: Vec<Region>,
}

impl Builder {
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Adds letters whose first stands at `spot` and each further one is one further on; without a spot they are generated.
    pub(crate) fn push(&mut self, letters: &str, spot: Option<Spot>) {
        if is_nfc_quick(letters.chars()) == IsNormalized::Yes {
            self.push_whole(letters, spot);
        } else {
            self.push_composed(letters, spot);
        }
    }

    /// Adds one letter.
    pub(crate) fn push_char(&mut self, letter: char, spot: Option<Spot>) {
        let mut buffer = [0; 4];
        self.push(letter.encode_utf8(&mut buffer), spot);
    }

    /// Adds one letter for several of the source, which nothing composes with.
    pub(crate) fn push_solid(&mut self, letters: &str, spot: Option<Spot>) {
        self.map.push(self.text.len(), spot, false);
        self.text.push_str(letters);
    }

    fn push_whole(&mut self, mut letters: &str, spot: Option<Spot>) {
        let mut done = 0u32;
        while !letters.is_empty() {
            let cut = letters.char_indices().nth(PIECE).map_or(letters.len(), |(i, _)| i);
            let (now, later) = letters.split_at(cut);
            self.map.push(self.text.len(), spot.map(|s| Spot { offset: s.offset.saturating_add(done), ..s }), true);
            self.text.push_str(now);
            letters = later;
            done = done.saturating_add(PIECE as u32);
        }
    }

    /// Letters some of which compose with one another, or the first with the last of the text.
    fn push_composed(&mut self, letters: &str, spot: Option<Spot>) {
        let mut chars = letters.chars().zip(0u32..).peekable();
        while let Some((first, n)) = chars.next() {
            let mut chunk = String::new();
            let mut spot = spot.map(|s| Spot { offset: s.offset.saturating_add(n), ..s });
            if joins(first)
                && let Some((at, last)) = self.text.char_indices().next_back().filter(|(_, c)| *c != '\n')
            {
                spot = self.map.cut(at, &self.text).or(spot);
                self.text.truncate(at);
                chunk.push(last);
            }
            chunk.push(first);
            while let Some((next, _)) = chars.next_if(|(c, _)| joins(*c)) {
                chunk.push(next);
            }
            let composed: String = chunk.nfc().collect();
            self.map.push(self.text.len(), spot, composed == chunk);
            self.text.push_str(&composed);
        }
    }

    /// Ends the line.
    pub(crate) fn line(&mut self) {
        self.map.push(self.text.len(), None, false);
        self.text.push('\n');
    }

    /// Sets a blank line before what follows, unless nothing has been written.
    pub(crate) fn paragraph(&mut self) {
        if self.text.is_empty() {
            return;
        }
        self.map.push(self.text.len(), None, false);
        let had = self.text.bytes().rev().take_while(|b| *b == b'\n').count();
        self.text.extend(std::iter::repeat_n('\n', 2usize.saturating_sub(had)));
    }

    /// Says what the text since byte `start` is.
    pub(crate) fn region(&mut self, start: usize, role: Role) {
        let end = self.text.len();
        let overlaps = self.regions.last().is_some_and(|r| r.span.end > start);
        if start < end && !overlaps {
            self.regions.push(Region { span: Span::new(start, end), role });
        }
    }

    /// The text as the reader wants it, and the way back.
    pub(crate) fn finish(mut self) -> (Text, Map) {
        super::mend_d(&mut self.text);
        (Text { text: self.text, regions: self.regions }, self.map)
    }
}

/// Whether the letter composes with one before it.
fn joins(c: char) -> bool {
    canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(source: u32, offset: u32) -> Option<Spot> {
        Some(Spot { source, offset })
    }

    #[test]
    fn letters_in_pieces_become_one_and_keep_their_place() {
        let mut b = Builder::default();
        b.push("Vie", at(1, 0));
        b.push("\u{302}\u{323}t", at(2, 0));
        b.push(" Nam", at(3, 7));
        let (text, map) = b.finish();
        assert_eq!(text.text, "Việt Nam");
        let spots: Vec<_> = text.text.char_indices().map(|(i, _)| map.spot(i, &text.text)).collect();
        assert_eq!(spots[2], at(1, 2), "the composed letter stands where its base stood");
        assert_eq!(spots[3], at(2, 2));
        assert_eq!(spots[4], at(3, 7));
        assert_eq!(spots[7], at(3, 10));
    }

    #[test]
    fn long_stretches_count_on() {
        let mut b = Builder::default();
        b.push(&"đối thoại ".repeat(500), at(4, 10));
        let (text, map) = b.finish();
        for (n, (i, _)) in text.text.char_indices().enumerate() {
            assert_eq!(map.spot(i, &text.text), at(4, 10 + n as u32));
        }
    }
}
