//! The parts of a document by the look of its lines: Nghị định 30/2020/NĐ-CP, Phụ lục I, and the Party's form.

use crate::phrases::Words;
use domain::proof::{Lexicon, Reading, Text};

/// The grammar with its words looked up.
#[derive(Debug)]
pub struct Grammar {}

impl Grammar {
    /// Looks the lexicon's words up.
    pub fn new(_lexicon: &Lexicon, _words: &mut Words) -> Self {
        Grammar {}
    }
    /// Finds the parts.
    pub fn read(&self, _text: &Text, _reading: &mut Reading) {}
}
