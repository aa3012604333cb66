//! A block's tokens with the small questions that the grammars of figures and groups ask of them.

use crate::phrases::{WordId, Words};
use crate::reader::Piece;
use crate::scan::{Case, Gap, Kind, Token};
use domain::proof::Span;

/// The tokens of a block and their text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
}

impl<'a> Cut<'a> {
    pub fn of(piece: &Piece<'a>) -> Self {
        Cut { text: &piece.text.text, tokens: piece.tokens }
    }
    /// A token; none past the ends, also for an index that would be below the first.
    pub fn at(&self, i: usize) -> Option<&'a Token> {
        self.tokens.get(i)
    }
    pub fn before(&self, i: usize) -> Option<&'a Token> {
        self.tokens.get(i.checked_sub(1)?)
    }
    pub fn from(&self, i: usize) -> &'a [Token] {
        self.tokens.get(i..).unwrap_or(&[])
    }
    pub fn until(&self, i: usize) -> &'a [Token] {
        self.tokens.get(..i).unwrap_or(&[])
    }
    pub fn raw(&self, token: &Token) -> &'a str {
        token.text(self.text)
    }
    pub fn is(&self, i: usize, sign: char) -> bool {
        self.at(i).is_some_and(|t| t.is(sign))
    }
    pub fn kind(&self, i: usize) -> Option<Kind> {
        self.at(i).map(|t| t.kind)
    }
    /// Whether the token stands against the one before it.
    pub fn glued(&self, i: usize) -> bool {
        self.at(i).is_some_and(|t| t.gap == Gap::None)
    }
    /// Whether a line (or the text) begins with the token.
    pub fn starts_line(&self, i: usize) -> bool {
        i == 0 || self.at(i).is_some_and(|t| t.gap >= Gap::Line)
    }
    /// Whether nothing follows on the line of the token before `i`.
    pub fn line_ends_before(&self, i: usize) -> bool {
        self.at(i).is_none_or(|t| t.gap >= Gap::Line)
    }
    /// The stretch from the first to before the last of the tokens; empty for none.
    pub fn span(&self, from: usize, to: usize) -> Span {
        match (self.at(from), self.before(to)) {
            (Some(a), Some(b)) if to > from => Span::new(a.start as usize, b.end as usize),
            _ => Span::default(),
        }
    }
    /// Whether a tab stands right before the token: it begins a cell.
    pub fn after_tab(&self, i: usize) -> bool {
        let (Some(token), start) = (self.at(i), self.before(i).map_or(0, |t| t.end as usize)) else { return false };
        self.text.get(start..token.start as usize).is_some_and(|gap| gap.contains('\t'))
    }
    /// Whether the full stop at `i` ends a sentence: a space and a capital, a sign or a line end follow.
    pub fn ends_sentence(&self, i: usize) -> bool {
        let Some(token) = self.at(i) else { return true };
        let end = matches!(token.id, STOP | EXCLAIM | QUESTION) && token.kind == Kind::Sign;
        end && self.at(i + 1).is_none_or(|next| {
            next.gap != Gap::None && (next.kind != Kind::Word || next.case != Case::Lower || next.gap >= Gap::Line)
        })
    }
    /// The first token of the sentence of `i`, looking no further back than `most` tokens.
    pub fn sentence_start(&self, i: usize, most: usize) -> usize {
        let least = i.saturating_sub(most);
        (least..i).rev().find(|j| self.ends_sentence(*j)).map_or(least, |j| j + 1)
    }
    /// The index of the first token that begins at or after a byte.
    pub fn index_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|t| (t.start as usize) < byte)
    }
}

const STOP: u32 = '.' as u32;
const EXCLAIM: u32 = '!' as u32;
const QUESTION: u32 = '?' as u32;

/// What words are to the grammars, asked by their numbers: each grammar gives its own meaning to the bits.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    bits: Vec<u16>,
}

impl Flags {
    /// Sets a bit for each of the words.
    pub fn set(&mut self, words: &mut Words, list: &str, bit: u16) {
        for word in list.split_whitespace() {
            self.set_id(words.intern(word), bit);
        }
    }
    pub fn set_id(&mut self, id: WordId, bit: u16) {
        let at = id as usize;
        if self.bits.len() <= at {
            self.bits.resize(at + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(at) {
            *bits |= bit;
        }
    }
    /// The bits of a word; none for a sign or an unknown word.
    pub fn of(&self, token: &Token) -> u16 {
        match token.kind {
            Kind::Word | Kind::Number => self.bits.get(token.id as usize).copied().unwrap_or(0),
            _ => 0,
        }
    }
    pub fn has(&self, token: Option<&Token>, bit: u16) -> bool {
        token.is_some_and(|t| self.of(t) & bit != 0)
    }
}
