//! The reader: all grammars over one pass of tokens.

use crate::phrases::Words;
use crate::{citations, dates, figures, groups, names, outline, scan, spelling};
use domain::proof::{Lexicon, Reading, Text};

/// The grammars with the lexicon's words looked up. Made once, used for any number of texts, from any number of threads.
#[derive(Debug)]
pub struct Reader {
    pub(crate) words: Words,
    pub(crate) dates: dates::Grammar,
    pub(crate) citations: citations::Grammar,
    pub(crate) names: names::Grammar,
    pub(crate) figures: figures::Grammar,
    pub(crate) groups: groups::Grammar,
    pub(crate) outline: outline::Grammar,
    pub(crate) spelling: spelling::Grammar,
    pub(crate) lexicon: Lexicon,
}

impl Reader {
    /// Prepares the grammars for a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut words = Words::default();
        Reader {
            dates: dates::Grammar::new(lexicon, &mut words),
            citations: citations::Grammar::new(lexicon, &mut words),
            names: names::Grammar::new(lexicon, &mut words),
            figures: figures::Grammar::new(lexicon, &mut words),
            groups: groups::Grammar::new(lexicon, &mut words),
            outline: outline::Grammar::new(lexicon, &mut words),
            spelling: spelling::Grammar::new(lexicon, &mut words),
            lexicon: lexicon.clone(),
            words,
        }
    }

    /// Reads a text. Never fails: what is not understood is left out.
    pub fn read(&self, text: &Text) -> Reading {
        let mut reading = Reading::default();
        let mut tokens = Vec::new();
        for block in scan::blocks(&text.text) {
            scan::tokens(&text.text, block, &self.words, &mut tokens);
            let piece = Piece { text, tokens: &tokens, words: &self.words };
            // What the block adds begins at these indices; later grammars look at what earlier ones took.
            let from = Marks::of(&reading);
            self.dates.read(&piece, &mut reading);
            self.citations.read(&piece, &from, &mut reading);
            self.names.read(&piece, &from, &mut reading);
            self.figures.read(&piece, &from, &mut reading);
            self.groups.read(&piece, &from, &mut reading);
        }
        self.outline.read(text, &mut reading);
        self.citations.finish(text, &mut reading);
        self.groups.finish(text, &self.words, &mut reading);
        reading
    }
}

/// A block of the text, cut into tokens.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// The whole text.
    pub text: &'a Text,
    /// The block's tokens.
    pub tokens: &'a [scan::Token],
    /// The lexicon's words.
    pub words: &'a Words,
}

/// How much had been read before a block: the block's own items begin at these indices.
#[derive(Debug, Clone, Copy)]
pub struct Marks {
    /// Of citations.
    pub citations: usize,
    /// Of figures.
    pub figures: usize,
    /// Of groups.
    pub groups: usize,
    /// Of dates.
    pub dates: usize,
    /// Of periods.
    pub periods: usize,
    /// Of names.
    pub names: usize,
}

impl Marks {
    fn of(reading: &Reading) -> Self {
        Marks {
            citations: reading.citations.len(),
            figures: reading.figures.len(),
            groups: reading.groups.len(),
            dates: reading.dates.len(),
            periods: reading.periods.len(),
            names: reading.names.len(),
        }
    }
}
