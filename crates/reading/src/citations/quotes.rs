//! Quotes: the outer pair, whatever stands inside, and what to take when the second quote was forgotten.

use super::tail::Quoted;
use super::walk::Walk;
use crate::scan::{Gap, Kind};

/// Greatest length of what is quoted, in tokens.
const QUOTED: usize = 200;

impl Walk<'_> {
    /// Whether a quote opens at a token.
    pub fn opens_quote(&self, at: usize) -> bool {
        if self.is(at, '“') || self.is(at, '„') || self.is(at, '«') || self.is(at, '‘') {
            return true;
        }
        // A straight quote opens when it is glued to what follows and not to what stands before.
        self.is(at, '"') && self.gap(at) != Gap::None && self.gap(at + 1) == Gap::None
            || self.is(at, '"') && (at == 0 || self.is(at.wrapping_sub(1), '('))
    }
    fn closes_quote(&self, at: usize) -> bool {
        self.is(at, '”') || self.is(at, '»') || self.is(at, '"') || (self.is(at, '’') && self.gap(at) == Gap::None)
    }

    /// What is quoted from a token on. A quote that is never closed ends at its first semicolon or with its
    /// sentence, and before the next document of a list.
    pub fn quoted(&self, at: usize) -> Option<Quoted> {
        if !self.opens_quote(at) {
            return None;
        }
        let single = self.is(at, '‘');
        let (mut next, mut depth, mut semicolon) = (at + 1, 1usize, None);
        while next < at + QUOTED {
            let Some(token) = self.tokens.get(next) else { break };
            if token.kind == Kind::Sign {
                if self.opens_quote(next) {
                    depth += 1;
                } else if self.closes_quote(next) && (single || !token.is('’')) {
                    depth -= 1;
                    if depth == 0 {
                        return Some(Quoted { inside: self.span(at + 1, next), last: next, to: next + 1 });
                    }
                } else if self.cut(next) {
                    break;
                } else if token.is(';') {
                    semicolon = semicolon.or(Some(next));
                }
            }
            next += 1;
        }
        let end = semicolon.unwrap_or(next).min(self.tokens.len());
        let last = if self.is(end.wrapping_sub(1), '.') { end - 1 } else { end };
        (last > at + 1).then(|| Quoted { inside: self.span(at + 1, last), last, to: last })
    }
    /// Whether a forgotten quote ends at a sign: the end of a sentence, or a semicolon before another document.
    fn cut(&self, at: usize) -> bool {
        if self.is(at, ';') {
            return self.kind_at(at + 1).is_some();
        }
        let spaced = matches!(self.gap(at + 1), Gap::Space | Gap::Line);
        self.is(at, '.') && spaced && self.capital(at + 1)
    }
}
