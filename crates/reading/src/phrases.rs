//! Phrases of several words, matched on tokens: "ủy ban nhân dân huyện", "lượt người", "triệu đồng".

use crate::scan::{Gap, Kind, Token, fold_word};
use rustc_hash::FxHashMap;

/// Number of a word that the lexicon knows; 0 is any other word.
pub type WordId = u32;

/// All words that some phrase of the lexicon uses, lower case, numbered from 1.
#[derive(Debug, Clone, Default)]
pub struct Words {
    ids: FxHashMap<Box<str>, WordId>,
}

impl Words {
    /// The number of a word, given it if it has none yet.
    pub fn intern(&mut self, word: &str) -> WordId {
        let mut lower = String::new();
        fold_word(word, &mut lower);
        let next = u32::try_from(self.ids.len() + 1).unwrap_or(u32::MAX);
        *self.ids.entry(lower.into_boxed_str()).or_insert(next)
    }
    /// The number of a word in lower case with tone marks in the new place ([`fold_word`]); 0 when no phrase uses it.
    pub fn of(&self, lower: &str) -> WordId {
        self.ids.get(lower).copied().unwrap_or(0)
    }
}

/// A set of phrases, each with a value; the longest that begins at a token is found in one walk.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    /// Node → (word → next node).
    next: FxHashMap<(u32, WordId), u32>,
    /// Node → value of the phrase that ends there.
    values: FxHashMap<u32, T>,
    nodes: u32,
    /// The comma, numbered like a word; 0 when no phrase has one.
    comma: WordId,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { next: FxHashMap::default(), values: FxHashMap::default(), nodes: 1, comma: 0 }
    }
}

impl<T: Clone> Phrases<T> {
    /// Adds a phrase: words parted by spaces; signs inside ("tổ chức chính trị - xã hội") are left out of the match, but for commas
    /// ("Luật Thi đua, khen thưởng"), which the text must have too. A later phrase of the same words takes the place of the earlier.
    pub fn add(&mut self, words: &mut Words, phrase: &str, value: T) {
        let mut node = 0;
        let pieces = phrase.split_inclusive(',').flat_map(|piece| {
            let (bare, comma) = piece.strip_suffix(',').map_or((piece, None), |bare| (bare, Some(",")));
            bare.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).chain(comma)
        });
        for word in pieces {
            let id = words.intern(word);
            if word == "," {
                self.comma = id;
            }
            let fresh = self.nodes;
            node = *self.next.entry((node, id)).or_insert(fresh);
            if node == fresh {
                self.nodes += 1;
            }
        }
        if node != 0 {
            self.values.insert(node, value);
        }
    }
    /// The longest phrase that begins at `tokens[0]`: how many tokens it takes, and its value. Words of a phrase may be parted by
    /// spaces, a line end, or a hyphen; not by a blank line or other signs.
    pub fn longest(&self, tokens: &[Token]) -> Option<(usize, &T)> {
        let (mut node, mut best) = (0, None);
        for (i, token) in tokens.iter().enumerate() {
            if i > 0 && token.gap == Gap::Blank {
                break;
            }
            if token.kind == Kind::Dash && i > 0 {
                continue;
            }
            let Some(next) = self.step(node, token) else { break };
            node = next;
            if let Some(value) = self.values.get(&node) {
                best = Some((i + 1, value));
            }
        }
        best
    }
    /// The node after a token, when a phrase goes on with it.
    fn step(&self, node: u32, token: &Token) -> Option<u32> {
        let id = match token.kind {
            Kind::Word | Kind::Number => token.id,
            Kind::Sign if token.is(',') => self.comma,
            _ => 0,
        };
        if id == 0 { None } else { self.next.get(&(node, id)).copied() }
    }
    /// Adds a phrase to be found by [`Phrases::before`]. A set holds phrases of one direction only.
    pub fn add_backwards(&mut self, words: &mut Words, phrase: &str, value: T) {
        let turned: Vec<&str> = phrase.split(|c: char| !c.is_alphanumeric()).rev().collect();
        self.add(words, &turned.join(" "), value);
    }
    /// The longest phrase that ends with the last of the tokens, in a set made by [`Phrases::add_backwards`]: how many tokens it
    /// takes, and its value.
    pub fn before(&self, tokens: &[Token]) -> Option<(usize, &T)> {
        let (mut node, mut best) = (0, None);
        for (i, token) in tokens.iter().rev().enumerate() {
            if token.kind == Kind::Dash && i > 0 {
                continue;
            }
            let Some(next) = self.step(node, token) else { break };
            node = next;
            if let Some(value) = self.values.get(&node) {
                best = Some((i + 1, value));
            }
            if token.gap == Gap::Blank {
                break;
            }
        }
        best
    }
    /// Whether there is no phrase.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}
