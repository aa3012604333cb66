//! One walk over the tokens of a block: where a citation begins, and how its pieces are put together.

use super::Grammar;
use super::reference::{Reference, References};
use super::words::Key;
use crate::phrases::WordId;
use crate::reader::{Marks, Piece};
use crate::scan::{Case, Gap, Kind, Token};
use domain::proof::{Citation, Family, Reading, Span};

/// A citation of the block, in tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Local {
    /// Index in the reading.
    pub index: usize,
    /// First token.
    pub from: usize,
    /// One past the last token of its date and issuer.
    pub tail: usize,
    /// Its kind in the lexicon.
    pub kind: Option<usize>,
}

/// How far from the beginning of a text its own number may stand, in bytes.
const HEAD: usize = 4096;

/// The walk over one block.
pub(super) struct Walk<'a> {
    pub grammar: &'a Grammar,
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub references: References<'a>,
    /// Dates of the block begin at this index of the reading.
    pub dates: usize,
    pub locals: Vec<Local>,
}

impl<'a> Walk<'a> {
    pub fn new(grammar: &'a Grammar, piece: &Piece<'a>, from: &Marks, _reading: &Reading) -> Self {
        let (text, tokens) = (piece.text.text.as_str(), piece.tokens);
        let references = References { grammar, text, tokens };
        Walk { grammar, text, tokens, references, dates: from.dates, locals: Vec::new() }
    }

    pub fn key(&self, at: usize) -> Option<Key> {
        self.tokens.get(at).and_then(|t| self.grammar.keys.of(t))
    }
    pub fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }
    pub fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Blank, |t| t.gap)
    }
    pub fn is(&self, at: usize, sign: char) -> bool {
        self.tokens.get(at).is_some_and(|t| t.is(sign))
    }
    pub fn id(&self, at: usize) -> WordId {
        self.tokens.get(at).map_or(0, |t| t.id)
    }
    pub fn capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Word && t.case != Case::Lower)
    }
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |t| t.text(self.text))
    }
    /// A Roman numeral in capitals.
    pub fn roman(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Word) && self.capital(at) && self.word(at).chars().all(|c| "IVXL".contains(c))
    }
    pub fn span(&self, from: usize, to: usize) -> Span {
        let start = self.tokens.get(from).map_or(0, |t| t.start as usize);
        let end = to.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(start, |t| t.end as usize);
        Span::new(start, end.max(start))
    }

    /// Tries all that can begin at a token; the index after what was found.
    pub fn step(&mut self, at: usize, reading: &mut Reading) -> Option<usize> {
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Word => {
                if self.grammar.begins.of(token).is_some()
                    && let Some((len, kind)) = self.kind_at(at)
                {
                    return self.after_kind(at, at + len, kind, reading);
                }
                match self.key(at) {
                    Some(Key::Number) => self.after_number_word(at, reading),
                    _ if matches!(token.case, Case::Upper | Case::Mixed) => self.after_short_kind(at, reading),
                    _ => None,
                }
            }
            Kind::Number => {
                let reference = self.references.at(at, false)?;
                Some(self.add(at, None, &reference, reading))
            }
            Kind::Sign => self.in_quotes(at, reading),
            _ => None,
        }
    }

    /// The kind named at a token: how many tokens it takes, and which it is.
    pub fn kind_at(&self, at: usize) -> Option<(usize, usize)> {
        self.grammar.kinds.longest(self.tokens.get(at..)?).map(|(len, kind)| (len, *kind))
    }

    /// After a type word: a number with symbol, a blank one, a bare number, or a name.
    fn after_kind(&mut self, at: usize, end: usize, kind: usize, reading: &mut Reading) -> Option<usize> {
        if let Some(to) = self.act(at, end, kind, reading) {
            return Some(to);
        }
        let (next, said) = self.over_number_word(end);
        if let Some(reference) = self.references.at(next, true) {
            return Some(self.add(at, Some(kind), &reference, reading));
        }
        if let Some(reference) = self.blank_after(next, said) {
            return Some(self.add(at, Some(kind), &reference, reading));
        }
        self.bare(at, next, kind, said, reading)
            .or_else(|| self.congress(at, end, kind, reading))
            .or_else(|| self.titled(at, end, kind, reading))
            .or(Some(end))
    }

    /// After "số" and its colon; whether they stand there.
    pub fn over_number_word(&self, at: usize) -> (usize, bool) {
        if self.key(at) != Some(Key::Number) || self.gap(at) == Gap::Blank {
            return (at, false);
        }
        (if self.is(at + 1, ':') { at + 2 } else { at + 1 }, true)
    }
    /// A blank number after dots, if any: "Số: …/BC-UBND".
    fn blank_after(&self, at: usize, said: bool) -> Option<Reference> {
        let dots = |i: &usize| self.is(*i, '.') || self.is(*i, '…') || self.is(*i, '_');
        let next = (at..).take_while(dots).last().map_or(at, |i| i + 1);
        if self.kind(next) == Some(Kind::Dash) && !said && next == at {
            return None;
        }
        self.references.blank(next)
    }

    /// "Số: 12/BC-UBND", "số 16-NQ/TW" in a list.
    fn after_number_word(&mut self, at: usize, reading: &mut Reading) -> Option<usize> {
        let next = if self.is(at + 1, ':') { at + 2 } else { at + 1 };
        let reference = self.references.at(next, true).or_else(|| self.blank_after(next, true))?;
        let line = at == 0 || self.gap(at) >= Gap::Line || self.tab_before(at);
        let own = line && self.tokens.get(at).is_some_and(|t| (t.start as usize) < HEAD);
        let from = if own { at } else { reference.from };
        let index = reading.citations.len();
        let to = self.add(from, None, &reference, reading);
        if let Some(citation) = reading.citations.get_mut(index) {
            citation.own = own;
        }
        Some(to)
    }
    pub fn tab_before(&self, at: usize) -> bool {
        let before = self.tokens.get(at.wrapping_sub(1)).map_or(0, |t| t.end as usize);
        let here = self.tokens.get(at).map_or(0, |t| t.start as usize);
        self.text.get(before..here).is_some_and(|gap| gap.contains('\t'))
    }
    /// "NQ số 25-NQ/TW", "NĐ 59/2023/NĐ-CP": a type in short.
    fn after_short_kind(&mut self, at: usize, reading: &mut Reading) -> Option<usize> {
        let kind = *self.grammar.codes.get(&self.id(at))?;
        if self.gap(at) == Gap::None && at > 0 {
            return None;
        }
        let (next, _) = self.over_number_word(at + 1);
        if self.gap(at + 1) == Gap::None {
            return None;
        }
        let reference = self.references.at(next, true)?;
        Some(self.add(at, Some(kind), &reference, reading))
    }

    /// Adds a reference with what follows it; the index after the symbol.
    pub fn add(&mut self, from: usize, word: Option<usize>, reference: &Reference, reading: &mut Reading) -> usize {
        let kind = word.or_else(|| self.kind_without_word(from, reference));
        let mut citation = blank_citation(self.span(from, reference.to), reference.family);
        citation.reference = self.span(reference.from, reference.to);
        citation.kind = kind.and_then(|k| self.grammar.list.get(k)).map(|k| k.name.clone());
        citation.code = reference.code.map(|c| straight(self.word(c)));
        citation.number = (reference.number > reference.from)
            .then(|| self.span(reference.from, reference.number).of(self.text).to_owned());
        citation.year = reference.year;
        citation.symbol = Some(self.symbol(reference.symbol, reference.to));
        self.push(citation, from, reference.to, kind, reference.issuers > 1, reading)
    }
    /// Adds a citation, with the date, issuer and title that follow; the index after the citation itself.
    pub fn push(
        &mut self,
        mut citation: Citation,
        from: usize,
        to: usize,
        kind: Option<usize>,
        joint: bool,
        reading: &mut Reading,
    ) -> usize {
        let tail = self.tail(to, joint, &mut citation, reading);
        self.locals.push(Local { index: reading.citations.len(), from, tail, kind });
        reading.citations.push(citation);
        to
    }

    /// The kind of a reference without type word: that of the list it continues, else by its code.
    fn kind_without_word(&self, from: usize, reference: &Reference) -> Option<usize> {
        let Some(code) = reference.code else {
            return self.grammar.letter.filter(|_| reference.family == Family::Letter);
        };
        let by_code = self.grammar.codes.get(&self.id(code)).copied();
        let before = self.locals.last().filter(|l| {
            let between = l.tail..from;
            between.len() <= 3
                && between.into_iter().all(|i| {
                    self.is(i, ',')
                        || self.is(i, ';')
                        || self.is(i, ':')
                        || matches!(self.key(i), Some(Key::And | Key::Number))
                })
        });
        let listed = before.and_then(|l| l.kind).filter(|k| {
            let codes = self.grammar.list.get(*k).map(|k| k.codes.as_slice()).unwrap_or_default();
            codes.iter().any(|c| *c == straight(self.word(code)))
        });
        listed.or(by_code)
    }

    /// The symbol without spaces, each dash as "-".
    pub fn symbol(&self, from: usize, to: usize) -> String {
        let mut symbol = String::new();
        for token in self.tokens.get(from..to).unwrap_or_default() {
            match token.kind {
                Kind::Dash => symbol.push('-'),
                _ => symbol.extend(token.text(self.text).chars().map(straight_letter)),
            }
        }
        symbol
    }

    /// "Kết luận số 114", "Đề án 06"; "Nghị định 60, 61/2023/NĐ-CP".
    fn bare(&mut self, at: usize, next: usize, kind: usize, said: bool, reading: &mut Reading) -> Option<usize> {
        let number = self.references.digits(next, 5)?.to_owned();
        if matches!(self.kind(next + 1), Some(Kind::Slash | Kind::Dash)) && self.gap(next + 1) == Gap::None {
            return None;
        }
        if let Some((tail, numbers)) = self.shared_symbol(next) {
            for (n, place) in numbers.iter().enumerate() {
                let from = if n == 0 { at } else { *place };
                self.add_shared(from, *place, kind, &tail, reading);
            }
            return numbers.last().map(|place| place + 1);
        }
        if !said && !self.stands_bare(at, next, kind, &number) || self.is(next + 1, '%') {
            return None;
        }
        let mut citation = blank_citation(self.span(at, next + 1), Family::Bare);
        citation.reference = self.span(next, next + 1);
        citation.kind = self.grammar.list.get(kind).map(|k| k.name.clone());
        citation.number = Some(number);
        Some(self.push(citation, at, next + 1, Some(kind), false, reading))
    }
    /// Whether a number right after a type word is its number rather than a count: by what follows.
    fn stands_bare(&self, at: usize, next: usize, kind: usize, number: &str) -> bool {
        let year = number.len() == 4 && number.parse().is_ok_and(|y: u32| (1945..=2100).contains(&y));
        let bare = self.grammar.list.get(kind).is_some_and(|k| k.bare);
        if !self.capital(at) || year || !bare || self.gap(next) != Gap::Space || self.tab_before(next) {
            return false;
        }
        match self.tokens.get(next + 1) {
            None => true,
            Some(t) if t.gap >= Gap::Line && t.kind == Kind::Word && t.case != Case::Lower => true,
            Some(t) if t.kind == Kind::Sign => !t.is('.') || self.gap(next + 2) >= Gap::Line || self.capital(next + 2),
            Some(_) => matches!(
                self.key(next + 1),
                Some(
                    Key::AfterBare
                        | Key::Of
                        | Key::About
                        | Key::Term
                        | Key::And
                        | Key::Over
                        | Key::By
                        | Key::Clause
                        | Key::Issue
                )
            ),
        }
    }
    /// The reference at the end of a list of numbers that share its symbol, and the numbers before it; at the first number.
    fn shared_symbol(&self, at: usize) -> Option<(Reference, Vec<usize>)> {
        let mut numbers = vec![at];
        let mut next = at + 1;
        for _ in 0..10 {
            if !self.is(next, ',') && !self.is(next, ';') && self.key(next) != Some(Key::And) {
                return None;
            }
            let (number, _) = self.over_number_word(next + 1);
            self.references.digits(number, 5)?;
            if let Some(reference) = self.references.at(number, true) {
                return Some((reference, numbers));
            }
            numbers.push(number);
            next = number + 1;
        }
        None
    }
    /// Adds a number that shares the symbol at the end of its list.
    fn add_shared(&mut self, from: usize, number: usize, kind: usize, tail: &Reference, reading: &mut Reading) {
        let mut citation = blank_citation(self.span(from, number + 1), tail.family);
        citation.reference = self.span(number, number + 1);
        citation.kind = self.grammar.list.get(kind).map(|k| k.name.clone());
        citation.code = tail.code.map(|c| straight(self.word(c)));
        citation.number = self.references.digits(number, 5).map(str::to_owned);
        citation.year = tail.year;
        citation.symbol = Some(self.symbol(tail.symbol, tail.to));
        self.locals.push(Local { index: reading.citations.len(), from, tail: number + 1, kind: Some(kind) });
        reading.citations.push(citation);
    }
}

/// A citation with nothing but its place and shape.
pub(super) fn blank_citation(span: Span, family: Family) -> Citation {
    Citation {
        span,
        reference: Span::new(span.end, span.end),
        family,
        kind: None,
        code: None,
        number: None,
        year: None,
        symbol: None,
        date: None,
        issuer: None,
        title: None,
        title_quoted: false,
        own: false,
        relations: Vec::new(),
    }
}

/// The letters Ð (U+00D0) and Ɖ (U+0189), which look like Đ, as Đ.
fn straight_letter(c: char) -> char {
    if matches!(c, 'Ð' | 'Ɖ') { 'Đ' } else { c }
}
fn straight(word: &str) -> String {
    word.chars().map(straight_letter).collect()
}
