//! Dates and periods as people write them, whole, in part, blank or impossible.

use crate::phrases::Words;
use crate::reader::Piece;
use domain::proof::{Lexicon, Reading};

/// The grammar with its words looked up.
#[derive(Debug)]
pub struct Grammar {}

impl Grammar {
    /// Looks the grammar's words up.
    pub fn new(_lexicon: &Lexicon, _words: &mut Words) -> Self {
        Grammar {}
    }
    /// Reads the dates and periods of a block.
    pub fn read(&self, _piece: &Piece<'_>, _reading: &mut Reading) {}
}
