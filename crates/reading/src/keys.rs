//! Single words that steer a grammar ("ngày", "số", "của"), looked up by a token's number without touching its letters.

use crate::phrases::Words;
use crate::scan::{Kind, Token};

/// Which key a word is. A table as long as the lexicon, so that a look-up is one index.
#[derive(Debug, Clone)]
pub struct Keys<K> {
    table: Vec<Option<K>>,
}

impl<K> Default for Keys<K> {
    fn default() -> Self {
        Keys { table: Vec::new() }
    }
}

impl<K: Copy + PartialEq> Keys<K> {
    /// Makes each of the words (parted by spaces) this key. A word has one key: the last given.
    pub fn add(&mut self, words: &mut Words, all: &str, key: K) {
        for word in all.split_whitespace() {
            let id = words.intern(word) as usize;
            if self.table.len() <= id {
                self.table.resize(id + 1, None);
            }
            if let Some(slot) = self.table.get_mut(id) {
                *slot = Some(key);
            }
        }
    }
    /// The key of a word; none for numbers, signs and other words.
    pub fn of(&self, token: &Token) -> Option<K> {
        if token.kind != Kind::Word {
            return None;
        }
        self.table.get(token.id as usize).copied().flatten()
    }
    /// Whether the token at the index is this key.
    pub fn at(&self, tokens: &[Token], index: usize, key: K) -> bool {
        tokens.get(index).and_then(|t| self.of(t)) == Some(key)
    }
}
