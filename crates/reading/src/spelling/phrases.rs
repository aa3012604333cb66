//! Set phrases of the lexicon as pairs of neighbouring syllables. A pair of the text that is in none of them, but one letter or
//! tone away from exactly one, has slipped, unless one of its syllables belongs with its other neighbour.

use super::syllable::{self, Change};
use crate::phrases::{Phrases, WordId, Words};
use crate::scan::{Case, Gap, Kind, Token, fold_word};
use domain::proof::Lexicon;
use rustc_hash::{FxHashMap, FxHashSet};

/// Where a bound syllable may stand.
#[derive(Debug)]
pub struct Place {
    before: FxHashSet<WordId>,
    after: FxHashSet<WordId>,
    /// What is meant everywhere else.
    pub meant: String,
}

/// The lexicon's spelling with its words looked up.
#[derive(Debug)]
pub struct Grammar {
    known: FxHashSet<(WordId, WordId)>,
    after: FxHashMap<WordId, Vec<WordId>>,
    before: FxHashMap<WordId, Vec<WordId>>,
    letters: FxHashMap<WordId, Box<str>>,
    /// The same without marks: a quick look before the slow one.
    plain: FxHashMap<WordId, Box<str>>,
    function: FxHashSet<WordId>,
    doubled: FxHashSet<WordId>,
    bound: FxHashMap<WordId, Place>,
    foreign: FxHashSet<Box<str>>,
    /// Pairs of set phrases without their marks, and with them: "dan van" → "dân vận".
    bare: FxHashMap<Box<str>, Box<str>>,
    /// What is never right, with its place in the lexicon's list.
    pub wrong: Phrases<usize>,
    /// Names without their first word, with their place in the lexicon's list.
    pub partial: Phrases<usize>,
    /// Known acronyms and what they stand for.
    pub acronyms: FxHashMap<Box<str>, Box<str>>,
}

/// A syllable that has slipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Index of its token.
    pub token: usize,
    /// What it should be, in lower case.
    pub right: String,
    /// The whole pair as it should be.
    pub phrase: String,
    /// What happened to it.
    pub change: Change,
}

impl Grammar {
    /// Looks the lexicon's words up.
    pub fn new(lexicon: &Lexicon, words: &mut Words) -> Self {
        let spelling = &lexicon.spelling;
        let mut grammar = Grammar {
            known: FxHashSet::default(),
            after: FxHashMap::default(),
            before: FxHashMap::default(),
            letters: FxHashMap::default(),
            plain: FxHashMap::default(),
            function: spelling.function_words.iter().map(|w| words.intern(w)).collect(),
            doubled: spelling.doubled.iter().filter_map(|w| w.split(' ').next()).map(|w| words.intern(w)).collect(),
            bound: FxHashMap::default(),
            bare: FxHashMap::default(),
            foreign: spelling.foreign.iter().map(|w| lower(w).into_boxed_str()).collect(),
            wrong: Phrases::default(),
            partial: Phrases::default(),
            acronyms: FxHashMap::default(),
        };
        for (n, wrong) in spelling.wrong.iter().enumerate() {
            grammar.wrong.add(words, &wrong.text, n);
        }
        for (n, partial) in spelling.partial.iter().enumerate() {
            grammar.partial.add(words, &partial.phrase, n);
        }
        for bound in &spelling.bound {
            let before = bound.before.iter().map(|w| words.intern(w)).collect();
            let after = bound.after.iter().map(|w| words.intern(w)).collect();
            let place = Place { before, after, meant: bound.meant.clone() };
            grammar.bound.insert(words.intern(&bound.syllable), place);
        }
        for acronym in &spelling.acronym {
            grammar.acronyms.insert(acronym.short.as_str().into(), acronym.long.as_str().into());
            grammar.learn(words, &acronym.long, false);
        }
        for phrase in &spelling.phrases {
            grammar.learn(words, phrase, true);
        }
        let names = lexicon.documents.kind.iter().map(|k| &k.name);
        let names = names.chain(lexicon.documents.issuer.iter().flat_map(|i| &i.names));
        let names = names.chain(lexicon.bodies.body.iter().flat_map(|b| &b.names));
        let names = names.chain(lexicon.counting.unit.iter().map(|u| &u.name));
        for name in names.chain(&spelling.also).chain(&spelling.names).chain(&spelling.doubled) {
            grammar.learn(words, name, false);
        }
        grammar
    }

    /// Takes the pairs of a phrase in; those of a set phrase are also what a slip is mended to.
    fn learn(&mut self, words: &mut Words, phrase: &str, set: bool) {
        let ids: Vec<WordId> = phrase
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(|w| {
                let id = words.intern(w);
                let letters = self.letters.entry(id).or_insert_with(|| lower(w).into_boxed_str());
                self.plain.entry(id).or_insert_with(|| syllable::unmarked(letters).into_boxed_str());
                id
            })
            .collect();
        // In "công tác dân vận" the words are "công tác" and "dân vận", in "xã hội hóa" only "xã hội": the pairs across are known,
        // but nothing slips to them.
        for (n, pair) in ids.windows(2).enumerate() {
            let [a, b] = *pair else { continue };
            self.known.insert((a, b));
            if set && n % 2 == 0 {
                let whole = self.pair(a, b);
                if whole.split(' ').all(|w| !w.is_ascii()) {
                    self.bare.entry(syllable::unmarked(&whole).into_boxed_str()).or_insert(whole.into_boxed_str());
                }
                let (after, before) = (self.after.entry(a).or_default(), self.before.entry(b).or_default());
                if !after.contains(&b) {
                    after.push(b);
                    before.push(a);
                }
            }
        }
    }

    /// Whether two neighbouring syllables belong to a phrase of the lexicon.
    pub fn knows(&self, a: &Token, b: &Token) -> bool {
        self.known.contains(&(a.id, b.id))
    }
    /// Whether a word is one of grammar.
    pub fn is_function(&self, token: &Token) -> bool {
        token.id != 0 && self.function.contains(&token.id)
    }
    /// Whether a word may be said twice.
    pub fn may_double(&self, token: &Token) -> bool {
        self.doubled.contains(&token.id)
    }
    /// Whether a word in lower case is a foreign one that reports use.
    pub fn is_foreign(&self, word: &str) -> bool {
        self.foreign.contains(word)
    }
    /// What is meant when a bound syllable stands where it cannot.
    pub fn misplaced(&self, tokens: &[Token], at: usize) -> Option<&str> {
        let token = tokens.get(at)?;
        let place = self.bound.get(&token.id)?;
        let next = tokens.get(at + 1).filter(|t| t.kind == Kind::Word && t.gap == Gap::Space)?;
        let previous = at.checked_sub(1).and_then(|i| tokens.get(i)).filter(|t| joins(t, token));
        let fits = place.after.contains(&next.id) || previous.is_some_and(|p| place.before.contains(&p.id));
        (!fits && next.case == Case::Lower).then_some(place.meant.as_str())
    }

    /// The slip in the pair that begins at a token, if there is one.
    pub fn slip(&self, text: &str, tokens: &[Token], at: usize) -> Option<Slip> {
        let (a, b) = (tokens.get(at)?, tokens.get(at + 1)?);
        if !joins(a, b) || self.knows(a, b) || a.case == Case::Mixed || b.case == Case::Mixed {
            return None;
        }
        let previous = at.checked_sub(1).and_then(|i| tokens.get(i)).filter(|p| joins(p, a));
        let next = tokens.get(at + 2).filter(|n| joins(b, n));
        // A syllable that belongs with its other neighbour is no part of this pair, unless that one is taken in turn: in
        // "tổ chức hội nghỉ" the second belongs with the first.
        let taken = |at: Option<usize>| {
            let pair = at.and_then(|at| tokens.get(at).zip(tokens.get(at + 1)));
            pair.is_some_and(|(x, y)| joins(x, y) && self.knows(x, y))
        };
        if previous.is_some_and(|p| self.knows(p, a)) && !taken(at.checked_sub(2))
            || next.is_some_and(|n| self.knows(b, n)) && !taken(Some(at + 2))
        {
            return None;
        }
        let mut found = Vec::new();
        if b.case != Case::First && !self.is_function(b) {
            self.mend(text, b, self.after.get(&a.id), |right| self.pair(a.id, right), at + 1, &mut found);
        }
        if (a.case != Case::First || b.case == Case::Lower) && !self.is_function(a) {
            self.mend(text, a, self.before.get(&b.id), |right| self.pair(right, b.id), at, &mut found);
        }
        // Beside a word of grammar nearly anything may stand: only marks count, not letters ("có ông" is not "có công").
        let grammar = |s: &Slip| self.is_function(if s.token == at { b } else { a });
        found.retain(|s| s.change != Change::Letter || !grammar(s));
        found.sort_by_key(|s| s.change);
        let nearest = found.first()?.change;
        found.retain(|s| s.change == nearest);
        if found.len() == 1 { found.pop() } else { None }
    }

    /// The set phrase that a pair of words without marks stands for, both of which have lost them: "dan van".
    pub fn bare(&self, text: &str, tokens: &[Token], at: usize) -> Option<&str> {
        let (a, b) = (tokens.get(at)?, tokens.get(at + 1)?);
        let plain = |t: &Token| t.kind == Kind::Word && t.case == Case::Lower && t.text(text).is_ascii();
        if !plain(a) || !plain(b) || b.gap != Gap::Space || self.knows(a, b) {
            return None;
        }
        let pair = format!("{} {}", a.text(text), b.text(text));
        self.bare.get(pair.as_str()).map(AsRef::as_ref)
    }

    /// What an impossible word may have been, by its neighbours; when there is exactly one answer.
    pub fn guess(&self, text: &str, tokens: &[Token], at: usize) -> Option<String> {
        let token = tokens.get(at)?;
        let word = lower(token.text(text));
        let previous = at.checked_sub(1).and_then(|i| tokens.get(i)).and_then(|p| self.after.get(&p.id));
        let next = tokens.get(at + 1).and_then(|n| self.before.get(&n.id));
        let mut found: Vec<(Change, &str)> = Vec::new();
        for right in previous.into_iter().chain(next).flatten().filter_map(|id| self.letters.get(id)) {
            if let Some(change) = syllable::change(&word, right)
                && !found.iter().any(|(_, f)| *f == right.as_ref())
            {
                found.push((change, right));
            }
        }
        found.sort();
        match found.as_slice() {
            [(_, one)] => Some((*one).to_owned()),
            [(a, one), (b, _), ..] if a < b => Some((*one).to_owned()),
            _ => None,
        }
    }

    fn mend(
        &self,
        text: &str,
        token: &Token,
        rights: Option<&Vec<WordId>>,
        phrase: impl Fn(WordId) -> String,
        at: usize,
        found: &mut Vec<Slip>,
    ) {
        let Some(rights) = rights else { return };
        let word = lower(token.text(text));
        let plain = syllable::unmarked(&word);
        for id in rights {
            let Some(right) = self.letters.get(id) else { continue };
            if !self.plain.get(id).is_some_and(|p| within_one(plain.as_bytes(), p.as_bytes())) {
                continue;
            }
            if let Some(change) =
                syllable::change(&word, right).filter(|c| likely(*c, &word, right) && *c != Change::Unmarked)
            {
                found.push(Slip { token: at, right: right.to_string(), phrase: phrase(*id), change });
            }
        }
    }

    fn pair(&self, a: WordId, b: WordId) -> String {
        let word = |id| self.letters.get(&id).map_or("", |w| w.as_ref());
        format!("{} {}", word(a), word(b))
    }
}

/// Whether two words without marks are the same, or one letter (or two in the wrong order) apart.
fn within_one(a: &[u8], b: &[u8]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    head + tail + if a.len() == b.len() { 2 } else { 1 } >= a.len().max(b.len())
}

/// Whether two words stand in one phrase: nothing but spaces between them.
fn joins(a: &Token, b: &Token) -> bool {
    a.kind == Kind::Word && b.kind == Kind::Word && matches!(b.gap, Gap::Space | Gap::Line)
}

/// Whether a slip of this kind happens: other tones and marks always; letters when they sound or look alike, or when one is
/// missing, doubled or out of order. "làm" is no slip of "hàm".
fn likely(change: Change, word: &str, right: &str) -> bool {
    if change != Change::Letter {
        return true;
    }
    let (Some((a, _)), Some((b, _))) = (syllable::untoned(word), syllable::untoned(right)) else { return false };
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() != b.len() {
        return a.len().min(b.len()) > 2;
    }
    let mut apart = a.iter().zip(&b).filter(|(x, y)| x != y);
    match (apart.next(), apart.next()) {
        (Some((x, y)), None) => {
            let alike = ["ct", "ng", "sx", "ln", "dr", "dv", "gr", "nm", "ou", "ao"];
            alike.iter().any(|pair| pair.contains(*x) && pair.contains(*y))
        }
        (Some(_), Some(_)) => true,
        _ => false,
    }
}

/// A word in lower case, with one custom of tone marks.
pub fn lower(word: &str) -> String {
    let mut out = String::new();
    fold_word(word, &mut out);
    out
}

/// `right` with the capitals of `word`.
pub fn like(word: &str, right: &str) -> String {
    let mut letters = word.chars();
    let (first, second) = (letters.next(), letters.next());
    let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    if capital(first) && capital(second) {
        return right.to_uppercase();
    }
    let mut chars = right.chars();
    match chars.next() {
        Some(c) if capital(first) => c.to_uppercase().chain(chars).collect(),
        _ => right.to_owned(),
    }
}
