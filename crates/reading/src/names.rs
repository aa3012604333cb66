//! Units and organs named: "huyện …", "Ủy ban nhân dân xã …", with the proper name that follows. Which organs there are is the
//! lexicon's matter (`bodies.toml`); what their units are called is read off the capitals, so that no list of places is needed.

use crate::keys::Keys;
use crate::phrases::{Phrases, Words};
use crate::reader::{Marks, Piece};
use crate::scan::{Case, Gap, Kind, Token};
use domain::proof::{Lexicon, Name, NameKind, Reading, Span, Text};
use std::sync::Arc;

/// Words that steer the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// tịch, thư, trưởng …: the last word of an office; what follows the organ may be its holder.
    Title,
    /// đoàn, ủy, đội, hội: "Huyện Đoàn" is no unit called Đoàn.
    NoName,
    /// năm, về, thực …: words at which a name in capitals ends.
    Ends,
}

/// What a phrase of the lexicon names.
#[derive(Debug, Clone)]
enum Entry {
    /// A kind of unit.
    Unit,
    /// An organ.
    Organ {
        /// Slug of the lexicon.
        slug: Arc<str>,
    },
}

/// The grammar with its words looked up.
#[derive(Debug, Clone)]
pub struct Grammar {
    /// First words of organs and kinds of units: what is not here need not be looked for.
    begins: Keys<()>,
    keys: Keys<Key>,
    phrases: Phrases<Entry>,
}

/// A name found at a token.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// One past the last token.
    pub to: usize,
    /// Slug of an organ; none for a unit.
    pub slug: Option<Arc<str>>,
    /// One past the last token of the kind word or of the organ's common name.
    pub common: usize,
    /// Tokens of the proper name.
    pub proper: Option<(usize, usize)>,
}

impl Grammar {
    /// Looks the lexicon's words up.
    pub fn new(lexicon: &Lexicon, words: &mut Words) -> Self {
        let (mut begins, mut keys) = (Keys::default(), Keys::default());
        let mut phrases = Phrases::default();
        keys.add(words, "tịch thư đốc viên chánh nhiệm trực trưởng phó", Key::Title);
        keys.add(words, "đoàn ủy đội hội", Key::NoName);
        keys.add(words, "năm về thực giai khóa lần nhiệm số ngày và của kỳ quý tháng tổ", Key::Ends);
        for body in &lexicon.bodies.body {
            // A level ("cấp huyện") is not a body that has a name.
            for name in body.names.iter().filter(|n| !n.starts_with("cấp ")) {
                let entry = if body.unit { Entry::Unit } else { Entry::Organ { slug: body.slug.as_str().into() } };
                phrases.add(words, name, entry);
                begins.add(words, name.split([' ', '-']).next().unwrap_or_default(), ());
            }
        }
        Grammar { begins, keys, phrases }
    }

    /// Reads a block: what it adds goes to the end of the lists of `reading`.
    pub fn read(&self, piece: &Piece<'_>, _from: &Marks, reading: &mut Reading) {
        let text = &piece.text.text;
        let mut at = 0;
        while let Some(token) = piece.tokens.get(at) {
            at += 1;
            if self.begins.of(token).is_none() {
                continue;
            }
            let Some(found) = self.at(piece.tokens, at - 1) else { continue };
            if let Some(name) = self.name(text, piece.tokens, at - 1, &found) {
                reading.names.push(name);
                at = found.to;
            } else {
                at = found.common.max(at);
            }
        }
    }

    /// The unit or organ that begins at a token, with its unit and proper name.
    pub(crate) fn at(&self, tokens: &[Token], at: usize) -> Option<Found> {
        tokens.get(at).and_then(|t| self.begins.of(t))?;
        let (len, entry) = self.phrases.longest(tokens.get(at..)?)?;
        let held = at > 0 && tokens.get(at - 1).is_some_and(|t| self.keys.of(t) == Some(Key::Title));
        let common = at + len;
        match entry {
            Entry::Unit => {
                let to = self.proper(tokens, common, held)?;
                Some(Found { to, slug: None, common, proper: Some((common, to)) })
            }
            Entry::Organ { slug } => {
                let mut found = Found { to: common, slug: Some(slug.clone()), common, proper: None };
                let mut next = common;
                // "Phòng Nội vụ huyện …", "Đảng ủy xã …"
                if let Some((len, Entry::Unit)) = self.phrases.longest(tokens.get(common..).unwrap_or_default())
                    && tokens.get(common).is_some_and(|t| matches!(t.gap, Gap::Space | Gap::Line))
                {
                    next += len;
                    found.to = next;
                }
                // "Ban Chỉ đạo Phong trào …": one capital alone names a place only after a kind of unit or a committee.
                let placed = next > common || self.placed(tokens, common);
                if let Some(to) = self.proper(tokens, next, held).filter(|to| placed || *to > next + 1) {
                    found.to = to;
                    found.proper = Some((next, to));
                }
                Some(found)
            }
        }
    }

    /// Whether an organ's common name ends with a kind of unit or a Party committee, so that a place's name follows.
    fn placed(&self, tokens: &[Token], end: usize) -> bool {
        let unit = |len: usize| {
            let last = end.checked_sub(len).and_then(|from| tokens.get(from..end)).unwrap_or_default();
            matches!(self.phrases.longest(last), Some((n, Entry::Unit)) if n == len)
        };
        let committee =
            end.checked_sub(1).and_then(|i| tokens.get(i)).and_then(|t| self.keys.of(t)) == Some(Key::NoName);
        committee || unit(1) || unit(2)
    }

    /// The end of the proper name that begins at a token: up to five words with a capital each, or a number ("Phường 4").
    fn proper(&self, tokens: &[Token], at: usize, held: bool) -> Option<usize> {
        let kind_word = at.checked_sub(1).and_then(|i| tokens.get(i))?;
        let shouted = kind_word.case == Case::Upper && kind_word.end - kind_word.start > 1;
        let first = tokens.get(at)?;
        if first.kind == Kind::Number && first.gap == Gap::Space && kind_word.case == Case::First {
            return (first.end - first.start <= 2).then_some(at + 1);
        }
        let mut to = at;
        let mut syllables = 0;
        while let Some(token) = tokens.get(to) {
            let joined = to > at && self.joined(tokens, to);
            if joined {
                to += 1;
                continue;
            }
            let named = match token.case {
                Case::First | Case::Mixed => true,
                Case::Upper => shouted || (to > at && token.gap == Gap::None),
                Case::Lower => to > at && token.gap == Gap::None && self.joined(tokens, to - 1),
            };
            let near =
                token.gap == Gap::Space || (token.gap == Gap::Line && !shouted) || token.gap == Gap::None && to > at;
            let ends = matches!(self.keys.of(token), Some(Key::Ends)) && (shouted || token.case == Case::Lower);
            if token.kind != Kind::Word || !named || !near || token.gap == Gap::Blank || ends {
                break;
            }
            if to == at && self.keys.of(token) == Some(Key::NoName) {
                return None;
            }
            if self.begins_other(tokens, to) {
                break;
            }
            syllables += 1;
            to += 1;
            if syllables == 5 {
                break;
            }
        }
        // "Chủ tịch UBND huyện Nguyễn Văn A": the holder of the office, not the unit's name.
        let person = held && syllables >= 3;
        (to > at && !person).then_some(to)
    }
    /// A hyphen or apostrophe inside a name: "Bà Rịa - Vũng Tàu", "Đắk R'Lấp".
    fn joined(&self, tokens: &[Token], at: usize) -> bool {
        let (Some(sign), Some(next)) = (tokens.get(at), tokens.get(at + 1)) else { return false };
        let capital = next.kind == Kind::Word && matches!(next.case, Case::First | Case::Mixed);
        match sign.kind {
            Kind::Dash => capital && sign.gap == next.gap && !self.begins_other(tokens, at + 1),
            Kind::Sign => {
                (sign.is('\'') || sign.is('’'))
                    && sign.gap == Gap::None
                    && next.gap == Gap::None
                    && next.kind == Kind::Word
            }
            _ => false,
        }
    }
    /// Whether another organ begins at a capital: "Ban Bí thư Ban Chấp hành …".
    fn begins_other(&self, tokens: &[Token], at: usize) -> bool {
        self.begins.at(tokens, at, ())
            && matches!(self.phrases.longest(tokens.get(at..).unwrap_or_default()), Some((_, Entry::Organ { .. })))
    }

    /// A name of the reading; an organ written small and without a proper name is no name.
    fn name(&self, text: &str, tokens: &[Token], at: usize, found: &Found) -> Option<Name> {
        let first = tokens.get(at)?;
        if found.proper.is_none() && first.case == Case::Lower {
            return None;
        }
        let span = |from: usize, to: usize| {
            let end = to.checked_sub(1).and_then(|i| tokens.get(i)).map_or(0, |t| t.end);
            Span::new(tokens.get(from).map_or(0, |t| t.start as usize), end as usize)
        };
        let kind = match &found.slug {
            Some(slug) => NameKind::Organ { slug: slug.to_string() },
            None => {
                let words = span(at, found.common).of(text).split_whitespace();
                NameKind::Unit { kind: words.map(str::to_lowercase).collect::<Vec<_>>().join(" ") }
            }
        };
        Some(Name { span: span(at, found.to), kind, proper: found.proper.map(|(from, to)| span(from, to)) })
    }

    /// Looks over the whole text once all blocks are read.
    pub fn finish(&self, _text: &Text, _reading: &mut Reading) {}
}
