//! The issuer as the sentence states it: "của Ban Thường vụ Tỉnh ủy …". The lexicon knows the common names; an unknown organ is
//! read off its capitals.

use super::walk::Walk;
use super::words::Key;
use crate::scan::{Case, Gap, Kind};

impl Walk<'_> {
    /// The end of the issuer that begins at a token; `joint` allows several.
    pub fn issuer(&self, from: usize, joint: bool) -> Option<usize> {
        let mut end = self.organ(from).or_else(|| self.unknown(from))?;
        loop {
            let mut next = end;
            while self.key(next) == Some(Key::And) || self.is(next, ',') || self.kind(next) == Some(Kind::Dash) {
                next += 1;
            }
            // "giữa … với …"
            if next == end && self.word(next) == "với" {
                next += 1;
            }
            match self.organ(next).filter(|_| joint && next > end) {
                Some(more) => end = more,
                None => break,
            }
        }
        Some(end)
    }

    /// The end of a known organ, with the office before it and the term after it.
    pub fn organ(&self, from: usize) -> Option<usize> {
        let known = |at: usize| self.grammar.names.at(self.tokens, at).filter(|f| f.slug.is_some()).map(|f| f.to);
        let mut at = from;
        let end = loop {
            if let Some(end) = known(at) {
                break end;
            }
            // "Chủ tịch UBND tỉnh", "Bộ trưởng Bộ Nội vụ"
            let office = self.key(at) == Some(Key::Office) || (at == from && self.word(at) == "Bộ");
            if !office || at >= from + 5 || (at > from && self.gap(at) > Gap::Line) {
                return None;
            }
            at += 1;
        };
        let end = self.more(end);
        Some(self.term(end).unwrap_or(end))
    }
    /// What stands after a known organ and belongs to it by its capital: "Ban Chỉ đạo Trung ương".
    fn more(&self, end: usize) -> usize {
        let fresh = |at: usize| self.grammar.names.at(self.tokens, at).is_some() || self.kind_at(at).is_some();
        let over = self.roman(end) || self.ends_in_capitals(end);
        if self.capital(end) && self.gap(end) == Gap::Space && !fresh(end) && !over { self.capitals(end) } else { end }
    }
    /// "khóa XI", "(khóa XI)", "khóa XIII nhiệm kỳ …" after an organ.
    fn term(&self, at: usize) -> Option<usize> {
        let bracket = self.is(at, '(');
        let word = at + usize::from(bracket);
        let numeral = word + 1;
        let fits =
            self.key(word) == Some(Key::Term) && (self.roman(numeral) || self.references.digits(numeral, 2).is_some());
        if !fits || (bracket && !self.is(numeral + 1, ')')) {
            return None;
        }
        Some(numeral + 1 + usize::from(bracket))
    }

    /// The end of an organ that the lexicon does not know: capitals, each with a small word after it at most.
    fn unknown(&self, from: usize) -> Option<usize> {
        if !self.capital(from) || self.kind_at(from).is_some() {
            return None;
        }
        let end = self.capitals(from);
        // One word with a capital ("của Đảng") names no organ; an abbreviation does.
        let named = end > from + 1 || self.tokens.get(from).is_some_and(|t| t.case == Case::Upper);
        named.then(|| self.term(end).unwrap_or(end))
    }
    fn capitals(&self, from: usize) -> usize {
        let mut at = from;
        while at < from + 16 {
            let joined = at > from
                && (self.kind(at) == Some(Kind::Dash) || self.key(at) == Some(Key::And))
                && self.capital(at + 1)
                && self.kind_at(at + 1).is_none()
                && self.grammar.names.at(self.tokens, at + 1).is_none();
            if joined {
                at += 1;
            }
            if let Some(found) = self.grammar.names.at(self.tokens, at).filter(|_| at > from) {
                at = found.to;
                continue;
            }
            let near = at == from || matches!(self.gap(at), Gap::Space | Gap::Line | Gap::None);
            if !self.capital(at) || !near || self.roman(at) || (at > from && self.ends_in_capitals(at)) {
                break;
            }
            at += 1;
            if self.small_second(at) {
                at += 1;
                // "Khu kinh tế Nam …"
                at += usize::from(self.small_second(at) && self.capital(at + 1) && self.kind_at(at + 1).is_none());
            }
        }
        at
    }
    /// Whether a word ends an issuer though it has capitals, as in a heading: "CỦA BAN BÍ THƯ VỀ …".
    fn ends_in_capitals(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return true };
        let heading = token.case == Case::Upper
            && matches!(
                self.key(at),
                Some(Key::Carry | Key::Verb | Key::Continue | Key::Link | Key::Clause | Key::AfterBare)
            );
        heading
            || matches!(
                self.key(at),
                Some(Key::About | Key::Of | Key::Over | Key::Year | Key::Number | Key::And | Key::Term)
            )
    }
    /// Whether a small word is the second syllable of a word with a capital: "Công Thương", "Thể thao", not "Sở về".
    fn small_second(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        token.kind == Kind::Word
            && token.case == Case::Lower
            && matches!(token.gap, Gap::Space | Gap::Line)
            && !matches!(
                self.key(at),
                Some(
                    Key::About
                        | Key::And
                        | Key::Of
                        | Key::Over
                        | Key::Carry
                        | Key::Verb
                        | Key::AfterBare
                        | Key::Clause
                        | Key::Year
                        | Key::Term
                        | Key::Continue
                        | Key::By
                )
            )
            && self.grammar.names.at(self.tokens, at).is_none()
    }
}
