//! Totals and their parts.

use crate::phrases::Words;
use crate::reader::{Marks, Piece};
use domain::proof::{Lexicon, Reading, Text};

/// The grammar with its words looked up.
#[derive(Debug)]
pub struct Grammar {}

impl Grammar {
    /// Looks the lexicon's words up.
    pub fn new(_lexicon: &Lexicon, _words: &mut Words) -> Self {
        Grammar {}
    }
    /// Reads a block: what it adds goes to the end of the lists of `reading`.
    pub fn read(&self, _piece: &Piece<'_>, _from: &Marks, _reading: &mut Reading) {}
    /// Looks over the whole text once all blocks are read.
    pub fn finish(&self, _text: &Text, _reading: &mut Reading) {}
}
