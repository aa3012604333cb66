//! Numbers and symbols: `25-NQ/TW`, `763/KH-UBND`, `505/UBND-NV`, `59/2023/NĐ-CP`, `/BC-UBND`, with the quirks people write.

use super::Grammar;
use crate::scan::{Case, Gap, Kind, Token};
use domain::proof::Family;

/// A number and symbol, in tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reference {
    /// First token: the number, or the sign of a blank one.
    pub from: usize,
    /// One past the last token of the symbol.
    pub to: usize,
    /// Shape.
    pub family: Family,
    /// One past the last token of the number; `from` when it is blank.
    pub number: usize,
    /// First token of the symbol.
    pub symbol: usize,
    /// Year inside it.
    pub year: Option<i16>,
    /// Token of the type's code.
    pub code: Option<usize>,
    /// How many issuers the symbol names.
    pub issuers: usize,
}

/// The tokens of a block and the grammar: reads references.
#[derive(Debug, Clone, Copy)]
pub(super) struct References<'a> {
    pub grammar: &'a Grammar,
    pub text: &'a str,
    pub tokens: &'a [Token],
}

impl References<'_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).filter(|t| t.gap != Gap::Blank || at == 0).map(|t| t.kind)
    }
    fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Blank, |t| t.gap)
    }
    /// Digits only, at most so many.
    pub fn digits(&self, at: usize, most: usize) -> Option<&str> {
        let raw = self.tokens.get(at).filter(|t| t.kind == Kind::Number)?.text(self.text);
        (raw.len() <= most && raw.bytes().all(|b| b.is_ascii_digit())).then_some(raw)
    }
    fn year(&self, at: usize) -> Option<i16> {
        self.digits(at, 4)?.parse().ok().filter(|y| (1945..=2100).contains(y))
    }
    /// Whether the word is the code of a kind of document.
    fn is_code(&self, at: usize, trusted: bool) -> bool {
        self.tokens.get(at).is_some_and(|t| {
            t.kind == Kind::Word && (trusted || t.case != Case::Lower) && self.grammar.codes.contains_key(&t.id)
        })
    }
    /// Whether the word is a known issuer, with or without the number of its term ("UBTVQH14").
    fn is_issuer(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Word && self.grammar.issuers.contains(&t.id))
    }
    /// Whether the word looks like a code: capitals, or known.
    fn looks_like_code(&self, at: usize, trusted: bool) -> bool {
        let Some(token) = self.tokens.get(at).filter(|t| t.kind == Kind::Word) else { return false };
        match token.case {
            Case::Upper | Case::Mixed => true,
            Case::First => {
                token.text(self.text).chars().count() == 1 || self.is_issuer(at) || self.is_code(at, trusted)
            }
            Case::Lower => trusted && (self.is_issuer(at) || self.is_code(at, trusted)),
        }
    }

    /// The reference whose number is at a token. `trusted`: a type word or "số" stands before it; otherwise more is asked of the
    /// symbol.
    pub fn at(&self, at: usize, trusted: bool) -> Option<Reference> {
        self.digits(at, 5)?;
        if !trusted && self.gap(at) == Gap::None && at > 0 && !matches!(self.kind(at - 1), Some(Kind::Sign) | None) {
            return None;
        }
        let sign = at + 1 + usize::from(self.suffix(at + 1));
        let reference = match self.kind(sign)? {
            Kind::Dash => self.party(at, sign, trusted).or_else(|| self.normative(at, sign, trusted)),
            Kind::Slash => self.normative(at, sign, trusted).or_else(|| self.state(at, sign, trusted)),
            _ => None,
        }?;
        Some(Reference { number: sign, ..reference })
    }
    /// A letter glued to the number: "168a".
    fn suffix(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| {
            t.kind == Kind::Word
                && t.gap == Gap::None
                && t.end - t.start == 1
                && matches!(self.kind(at + 1), Some(Kind::Slash | Kind::Dash))
        })
    }

    /// `25-NQ/TW`, `114- KL/TW`, `53-KH-HU`; `sign` is the dash after the number.
    fn party(&self, at: usize, sign: usize, trusted: bool) -> Option<Reference> {
        let code = sign + 1;
        let known = self.is_code(code, trusted);
        let (parter, issuer) = (self.kind(code + 1), code + 2);
        let base = |to, issuers| Reference {
            from: at,
            to,
            family: Family::Party,
            number: sign,
            symbol: code,
            year: None,
            code: known.then_some(code),
            issuers,
        };
        let fits = match parter {
            Some(Kind::Slash) => self.looks_like_code(issuer, trusted) && (known || trusted && self.shouted(code)),
            Some(Kind::Dash) => known && self.gap(code + 1) == Gap::None && self.looks_like_code(issuer, trusted),
            _ => false,
        };
        if fits {
            let (to, issuers) = self.issuers(issuer, trusted);
            return Some(base(to, issuers));
        }
        // "Nghị quyết số 25-NQ": the issuer was left out.
        (known && trusted && self.shouted(code)).then(|| base(code + 1, 0))
    }
    fn shouted(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Word && matches!(t.case, Case::Upper | Case::Mixed))
    }

    /// `763/KH-UBND`, `505/UBND-NV`; `sign` is the slash after the number.
    fn state(&self, at: usize, sign: usize, trusted: bool) -> Option<Reference> {
        let first = sign + 1;
        let known = self.is_code(first, trusted);
        let parted = matches!(self.kind(first + 1), Some(Kind::Dash | Kind::Slash)) && self.gap(first + 1) != Gap::Line;
        let close = self.gap(first + 1) == Gap::None || self.gap(first + 2) == Gap::None;
        let second = parted && close && self.looks_like_code(first + 2, trusted);
        if !self.looks_like_code(first, trusted) {
            return None;
        }
        let family = if known { Family::State } else { Family::Letter };
        let sure = trusted || known || self.is_issuer(first) || self.long(first) && second;
        let (to, issuers) = match (second, known) {
            (true, true) => self.issuers(first + 2, trusted),
            (true, false) => self.issuers(first, trusted),
            (false, _) if trusted && self.shouted(first) => (first + 1, 0),
            _ => return None,
        };
        let code = known.then_some(first);
        sure.then_some(Reference { from: at, to, family, number: sign, symbol: first, year: None, code, issuers })
    }
    fn long(&self, at: usize) -> bool {
        self.shouted(at) && self.tokens.get(at).is_some_and(|t| t.end - t.start >= 3)
    }

    /// `59/2023/NĐ-CP`, `10/2022/QH15`; also `59/2023-NĐ-CP` and `59-2023/NĐ-CP`.
    fn normative(&self, at: usize, sign: usize, trusted: bool) -> Option<Reference> {
        let year = self.year(sign + 1)?;
        let first = sign + 3;
        let slashes = [sign, sign + 2].iter().filter(|i| self.kind(**i) == Some(Kind::Slash)).count();
        let parted = matches!(self.kind(sign + 2), Some(Kind::Slash | Kind::Dash));
        if !parted || slashes == 0 || !self.looks_like_code(first, trusted) {
            return None;
        }
        let known = self.is_code(first, trusted) && matches!(self.kind(first + 1), Some(Kind::Dash | Kind::Slash));
        let second = known && self.looks_like_code(first + 2, trusted);
        let (to, issuers) = if second { self.issuers(first + 2, trusted) } else { self.issuers(first, trusted) };
        let code = second.then_some(first);
        let family = Family::Normative;
        Some(Reference { from: at, to, family, number: sign, symbol: first, year: Some(year), code, issuers })
    }

    /// `/BC-UBND`, `-BC/HU`: the number is still blank; at the slash or dash.
    pub fn blank(&self, at: usize) -> Option<Reference> {
        let reference = match self.kind(at)? {
            Kind::Slash => self.state(at, at, true),
            Kind::Dash => self.party(at, at, true),
            _ => None,
        }?;
        let known = reference.code.is_some() || self.is_issuer(reference.symbol);
        (known && reference.issuers > 0).then_some(Reference { family: Family::Draft, number: at, ..reference })
    }

    /// The end of the issuers that begin at a token, and how many they are.
    fn issuers(&self, at: usize, trusted: bool) -> (usize, usize) {
        let (mut to, mut count) = (at + 1, 1);
        while matches!(self.kind(to), Some(Kind::Dash | Kind::Slash)) && self.looks_like_code(to + 1, trusted) {
            // "12-KH/TU - UBND tỉnh …" is a dash of the sentence.
            if self.gap(to) != Gap::None && self.gap(to + 1) != Gap::None {
                break;
            }
            to += 2;
            count += 1;
        }
        // "2231/SNV-CCHC&PC": two desks of one office drafted it.
        while self.tokens.get(to).is_some_and(|t| t.is('&') && t.gap == Gap::None)
            && self.gap(to + 1) == Gap::None
            && self.looks_like_code(to + 1, trusted)
        {
            to += 2;
        }
        (to, count)
    }
}
