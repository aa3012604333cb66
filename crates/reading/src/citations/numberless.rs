//! Documents without a number: laws by name, resolutions by their congress, and what is named by a title in quotes.

use super::walk::{Walk, blank_citation};
use super::words::Key;
use crate::scan::{Case, Gap, Kind};
use domain::proof::{Family, Reading, Span};

/// Fewest words of a title in quotes: fewer are a slogan ("Quy chế “3 không”").
const WORDS: usize = 4;

impl Walk<'_> {
    /// "Luật Đất đai", "Luật Khiếu nại số 02/2011/QH13", "Điều lệ Đảng", "Hiến pháp năm 2013". The kind takes `at..end`.
    pub fn act(&mut self, at: usize, end: usize, kind: usize, reading: &mut Reading) -> Option<usize> {
        let is_act = self.grammar.list.get(kind).is_some_and(|k| k.act);
        if !is_act || !self.capital(at) {
            return None;
        }
        let known = self.grammar.acts.longest(self.tokens.get(at..)?).map(|(len, _)| at + len);
        let to = known.or_else(|| self.unknown_act(at, end)).or_else(|| self.dated_act(end))?;
        let bracket = usize::from(self.is(to, '('));
        let (number, said) = self.over_number_word(to + bracket);
        if said && let Some(reference) = self.references.at(number, true) {
            let name = self.span(end, to);
            let index = reading.citations.len();
            let after = self.add(at, Some(kind), &reference, reading);
            if let Some(citation) = reading.citations.get_mut(index) {
                citation.title = Some(name);
            }
            return Some(after);
        }
        let mut citation = blank_citation(self.span(at, to), Family::Numberless);
        citation.kind = self.grammar.list.get(kind).map(|k| k.name.clone());
        citation.title = (to > end).then(|| self.span(end, to));
        Some(self.push(citation, at, to, Some(kind), false, reading))
    }
    /// An act that the lexicon does not know: its name begins with a capital and ends with its clause.
    fn unknown_act(&self, at: usize, end: usize) -> Option<usize> {
        let school = at > 0 && self.key(at - 1) == Some(Key::School);
        // "Luật BHYT": an abbreviation, unless all is in capitals.
        let short = self.tokens.get(at).is_some_and(|t| t.case == Case::First);
        let title = self.tokens.get(end).is_some_and(|t| {
            t.gap == Gap::Space && (t.case == Case::First || (short && t.case == Case::Upper && t.end - t.start >= 3))
        });
        if school || !title || self.kind_at(end).is_some() {
            return None;
        }
        let mut to = end;
        while to < end + 14 {
            let ends = matches!(
                self.key(to),
                Some(Key::Number | Key::Year | Key::About | Key::Over | Key::Verb | Key::AfterBare | Key::Clause)
            );
            let more = self.key(to) == Some(Key::And) && self.kind_at(to + 1).is_some();
            if self.kind(to) != Some(Kind::Word) || self.gap(to) == Gap::Blank || ends || more {
                break;
            }
            to += 1;
        }
        (to > end).then_some(to)
    }
    /// "Hiến pháp năm 2013": known by its year alone.
    fn dated_act(&self, end: usize) -> Option<usize> {
        let year = end + usize::from(self.key(end) == Some(Key::Year));
        let digits = self.references.digits(year, 4).filter(|d| d.len() == 4)?;
        let alone = digits.starts_with("19") || digits.starts_with("20");
        let constitution = self.grammar.list.iter().position(|k| k.act && k.codes.is_empty());
        let here = self.kind_at(end.checked_sub(2)?).map(|(_, k)| k);
        (alone && constitution.is_some() && here == constitution).then_some(year + 1)
    }

    /// "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX", "Nghị quyết Trung ương 4 khóa XII".
    pub fn congress(&mut self, at: usize, end: usize, kind: usize, reading: &mut Reading) -> Option<usize> {
        let fits = self.grammar.list.get(kind).is_some_and(|k| k.congress);
        if !fits || self.key(end) != Some(Key::Meeting) || !self.capital(end) || self.gap(end) == Gap::Blank {
            return None;
        }
        let to = self.meeting_end(end)?;
        let mut citation = blank_citation(self.span(at, to), Family::Numberless);
        citation.kind = self.grammar.list.get(kind).map(|k| k.name.clone());
        let issuer = self.span(end, to);
        self.push(citation, at, to, Some(kind), false, reading);
        if let Some(citation) = reading.citations.last_mut() {
            citation.issuer = Some(issuer);
        }
        Some(to)
    }
    /// The end of the name of a congress or plenum, when it says which one.
    fn meeting_end(&self, from: usize) -> Option<usize> {
        let (mut at, mut end, mut which) = (from, from, false);
        while at < from + 30 && self.gap(at) != Gap::Blank {
            if let Some(found) = self.grammar.names.at(self.tokens, at).filter(|f| f.proper.is_some()) {
                (at, end, which) = (found.to, found.to, true);
            } else if self.roman(at) || self.references.digits(at, 2).is_some() {
                at += 1;
                (end, which) = (at, true);
                let term = at + usize::from(self.is(at, '('));
                if self.key(term) != Some(Key::Term) {
                    break;
                }
                at = term;
            } else if self.key(at) == Some(Key::Ordinal)
                && self.key(at + 1) != Some(Key::Ordinal)
                && !self.roman(at + 1)
            {
                // "lần thứ tám"
                at += 2;
                (end, which) = (at, true);
            } else if matches!(self.key(at), Some(Key::Meeting | Key::Ordinal | Key::Issue | Key::Issued | Key::Term)) {
                at += 1;
            } else {
                break;
            }
        }
        if which && self.is(end, ')') {
            end += 1;
        }
        if which && self.key(end) == Some(Key::Of) && self.word(end + 1) == "Đảng" && self.word(end + 2) != "bộ" {
            end += 2;
        }
        which.then_some(end)
    }

    /// "Đề án “…”", "đề án: “…”", "Quy chế về “…”".
    pub fn titled(&mut self, at: usize, end: usize, kind: usize, reading: &mut Reading) -> Option<usize> {
        if !self.grammar.list.get(kind).is_some_and(|k| k.numberless) {
            return None;
        }
        let mut next = end + usize::from(self.is(end, ':'));
        if self.key(next) == Some(Key::About) {
            next += 1 + usize::from(self.key(next + 1) == Some(Key::Matter));
        }
        let quoted = self.quoted(next).filter(|q| self.long_title(next + 1, q.last))?;
        let mut citation = blank_citation(self.span(at, quoted.to), Family::Numberless);
        citation.kind = self.grammar.list.get(kind).map(|k| k.name.clone());
        citation.title = Some(quoted.inside);
        citation.title_quoted = true;
        self.push_plain(citation, at, quoted.to, kind, reading);
        Some(next + 1)
    }
    fn long_title(&self, from: usize, to: usize) -> bool {
        self.capital(from) && (from..to).filter(|i| self.kind(*i) == Some(Kind::Word)).count() >= WORDS
    }
    /// “Quy chế …” as a whole in quotes.
    pub fn in_quotes(&mut self, at: usize, reading: &mut Reading) -> Option<usize> {
        if !self.opens_quote(at) || !self.capital(at + 1) {
            return None;
        }
        let (len, kind) = self.kind_at(at + 1)?;
        if !self.grammar.list.get(kind).is_some_and(|k| k.numberless) {
            return None;
        }
        let end = at + 1 + len;
        let (number, _) = self.over_number_word(end);
        let quoted = self.quoted(at).filter(|q| self.long_title(at + 1, q.last))?;
        if self.references.at(number, true).is_some() || self.kind(end) != Some(Kind::Word) || quoted.to == quoted.last
        {
            return None;
        }
        let about = end + usize::from(self.key(end) == Some(Key::About));
        let mut citation = blank_citation(self.span(at + 1, quoted.last), Family::Numberless);
        citation.kind = self.grammar.list.get(kind).map(|k| k.name.clone());
        citation.title = Some(self.span(about, quoted.last)).filter(|t: &Span| !t.is_empty());
        self.push_plain(citation, at + 1, quoted.to, kind, reading);
        Some(end)
    }
    fn push_plain(
        &mut self,
        citation: domain::proof::Citation,
        from: usize,
        to: usize,
        kind: usize,
        reading: &mut Reading,
    ) {
        let index = reading.citations.len();
        self.locals.push(super::walk::Local { index, from, tail: to, kind: Some(kind) });
        reading.citations.push(citation);
    }
}
