//! References to documents: the grammar of numbers and symbols, their date, issuer and title, and what one does to another.
//!
//! A citation begins at its type word, at "số", or at the number itself ([`reference`] reads numbers and symbols); what has no
//! number is in [`numberless`]; date, issuer and title stand in the [`tail`]; [`relations`] look at what stands between two.

mod issuer;
mod numberless;
mod quotes;
mod reference;
mod relations;
mod tail;
mod walk;
mod words;

use crate::keys::Keys;
use crate::names;
use crate::phrases::{Phrases, WordId, Words};
use crate::reader::{Marks, Piece};
use domain::proof::lexicon::DocumentKind;
use domain::proof::{Lexicon, Reading, Text};
use rustc_hash::{FxHashMap, FxHashSet};
use walk::Walk;
use words::Key;

/// The grammar with its words looked up.
#[derive(Debug)]
pub struct Grammar {
    keys: Keys<Key>,
    /// First words of the names of kinds.
    begins: Keys<()>,
    /// Names of kinds, as indices into `list`.
    kinds: Phrases<usize>,
    list: Vec<DocumentKind>,
    /// Codes of kinds: the first kind of the lexicon that has the code.
    codes: FxHashMap<WordId, usize>,
    /// Codes of issuers.
    issuers: FxHashSet<WordId>,
    /// Acts by name, with the kind; the value is the kind.
    acts: Phrases<usize>,
    /// The kind of letters, which have no code.
    letter: Option<usize>,
    names: names::Grammar,
}

impl Grammar {
    /// Looks the lexicon's words up.
    pub fn new(lexicon: &Lexicon, words: &mut Words) -> Self {
        let documents = &lexicon.documents;
        let mut grammar = Grammar {
            keys: words::keys(words),
            begins: Keys::default(),
            kinds: Phrases::default(),
            list: documents.kind.clone(),
            codes: FxHashMap::default(),
            issuers: documents.issuer.iter().map(|i| words.intern(&i.code)).collect(),
            acts: Phrases::default(),
            letter: documents.kind.iter().position(|k| k.letter),
            names: names::Grammar::new(lexicon, words),
        };
        for (index, kind) in documents.kind.iter().enumerate() {
            grammar.kinds.add(words, &kind.name, index);
            grammar.begins.add(words, kind.name.split(' ').next().unwrap_or_default(), ());
            for code in &kind.codes {
                grammar.codes.entry(words.intern(code)).or_insert(index);
            }
        }
        for act in &documents.act {
            let kind = documents.kind.iter().enumerate().filter(|(_, k)| act.name.starts_with(k.name.as_str()));
            let Some((index, _)) = kind.max_by_key(|(_, k)| k.name.len()) else { continue };
            grammar.acts.add(words, &act.name, index);
            grammar.acts.add(words, &act.name.replace(',', ""), index);
        }
        grammar
    }

    /// Reads a block: what it adds goes to the end of the lists of `reading`.
    pub fn read(&self, piece: &Piece<'_>, from: &Marks, reading: &mut Reading) {
        let mut walk = Walk::new(self, piece, from, reading);
        let mut at = 0;
        while at < piece.tokens.len() {
            at = walk.step(at, reading).unwrap_or(at + 1).max(at + 1);
        }
        walk.relate(reading);
    }

    /// Looks over the whole text once all blocks are read: only the first number in the head is the document's own.
    pub fn finish(&self, _text: &Text, reading: &mut Reading) {
        let mut seen = false;
        for citation in reading.citations.iter_mut().filter(|c| c.own) {
            citation.own = !std::mem::replace(&mut seen, true);
        }
    }
}
