//! From a byte of the text to the place in its source.

/// Where a letter came from: number of the source (a run, a text node, a page's letters) and offset in it, counted as the
/// source counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) source: u32,
    pub(crate) offset: u32,
}

/// A stretch of text from one source.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// First byte in the text.
    at: u32,
    /// Source and offset of the first letter; none for what was generated.
    spot: Option<Spot>,
    /// Whether each further letter is one further in the source; else all stand at the same offset (letters composed of
    /// several).
    steps: bool,
}

/// The pieces of a text in order. They are short (see `build`), so that a look-up counts few letters.
#[derive(Debug, Default)]
pub(crate) struct Map {
    pieces: Vec<Piece>,
}

impl Map {
    /// Notes that the text from byte `at` on comes from there.
    pub(crate) fn push(&mut self, at: usize, spot: Option<Spot>, steps: bool) {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.pieces.push(Piece { at, spot, steps });
    }

    /// Forgets everything from byte `at` on, which begins a letter, and says where that letter came from.
    pub(crate) fn cut(&mut self, at: usize, text: &str) -> Option<Spot> {
        let spot = self.spot(at, text);
        while self.pieces.last().is_some_and(|p| p.at as usize >= at) {
            self.pieces.pop();
        }
        spot
    }

    /// Where the letter that holds the byte came from.
    pub(crate) fn spot(&self, byte: usize, text: &str) -> Option<Spot> {
        let next = self.pieces.partition_point(|p| p.at as usize <= byte);
        let piece = self.pieces.get(next.checked_sub(1)?)?;
        let spot = piece.spot?;
        if !piece.steps {
            return Some(spot);
        }
        let start = piece.at as usize;
        let whole = text.get(start..).unwrap_or("");
        let before = whole.char_indices().take_while(|(i, c)| start + i + c.len_utf8() <= byte).count();
        Some(Spot { source: spot.source, offset: spot.offset + u32::try_from(before).unwrap_or(0) })
    }
}
