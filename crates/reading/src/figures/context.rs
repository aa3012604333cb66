//! What stands around a figure: the word that makes it inexact, what is counted, whose, and when.

use super::cut::Cut;
use super::{Found, Grammar, LEVEL, LEVEL_HEAD};
use crate::letters::Letters;
use crate::phrases::{Phrases, Words};
use crate::reader::{Marks, Piece};
use crate::scan::{Case, Gap, Kind, Token};
use domain::proof::{Figure, FigureKind, Reading, Span};

/// How far the words of a figure are looked for, in tokens.
const NEAR: usize = 24;

/// The words with which [`levels`] begin.
pub(super) const LEVEL_HEADS: &str = "cấp toàn ủy ubnd hđnd các cả";

/// Levels and wholes that say whose a figure is.
pub(super) fn levels(words: &mut Words) -> Phrases<()> {
    let mut set = Phrases::default();
    for level in ["trung ương", "tỉnh", "thành phố", "huyện", "thị xã", "quận", "xã", "phường", "thị trấn", "cơ sở"]
    {
        for before in ["cấp", "toàn", "ủy ban nhân dân", "ubnd", "hđnd"] {
            set.add(words, &format!("{before} {level}"), ());
        }
    }
    set.add(words, "các cấp", ());
    set.add(words, "toàn đảng bộ", ());
    set.add(words, "cả nước", ());
    set
}

impl Grammar {
    /// Puts a figure together.
    pub(super) fn figure(
        &self,
        piece: &Piece<'_>,
        cut: &Cut<'_>,
        from: &Marks,
        reading: &Reading,
        found: &Found,
    ) -> Figure {
        let (first, end) = found.whole;
        let clause = self.clause(cut, first);
        let value = found.value.value(found.kind);
        Figure {
            span: cut.span(first, end),
            numeral: cut.span(found.numeral.0, found.numeral.1),
            value: found.plus.and_then(|more| more.checked_add(value)).unwrap_or(value),
            unit: found.unit.map(|(a, b)| plain(cut.span(a, b).of(cut.text))),
            of: found.of.map(|n| n.value(found.kind)),
            kind: found.kind,
            approx: self.approximator(cut, found),
            what: self.subject(cut, found, clause),
            scope: self.scope(cut, from, reading, found, clause),
            period: period(piece, cut, from, reading, first),
            group: None,
            spelled: found.spelled,
            comma_thousands: found.value.comma_thousands(found.kind),
        }
    }

    fn approximator(&self, cut: &Cut<'_>, found: &Found) -> Option<(Span, domain::proof::Approx)> {
        let i = found.whole.0;
        if found.kind == FigureKind::SiteCounter {
            return None;
        }
        let (len, sense) = self.approx.before(self.led(cut, i)?)?;
        // "trên 05 lĩnh vực" says where, not how many: an inexact number is not padded.
        let where_ = len == 1
            && (found.value.padded || found.of.is_some())
            && cut.before(i).is_some_and(|t| t.id == self.known.above);
        (!where_).then(|| (cut.span(i - len, i), *sense))
    }

    /// First token of the clause that holds token `i`.
    fn clause(&self, cut: &Cut<'_>, i: usize) -> usize {
        let least = i.saturating_sub(NEAR);
        let ends = |j: &usize| cut.at(*j).is_some_and(ends_clause) || cut.ends_sentence(*j);
        (least..i).rev().find(ends).map_or(least, |j| j + 1)
    }

    /// From the unit to the end of its clause; when nothing follows the unit, the words before the number as well.
    fn subject(&self, cut: &Cut<'_>, found: &Found, clause: usize) -> Option<Span> {
        let (first, end) = found.whole;
        let stop = (end..end + NEAR).find(|j| {
            cut.at(*j).is_none_or(|t| ends_clause(t) || t.is(',') || t.kind == Kind::Number || t.gap >= Gap::Line)
                || cut.ends_sentence(*j)
        });
        let stop = stop.unwrap_or(end).min(cut.tokens.len());
        let from = found.unit.filter(|(a, _)| *a >= found.numeral.1 && *a < stop).map_or(end, |(a, _)| a);
        if stop > end {
            return Some(cut.span(from, stop));
        }
        // "… quán triệt được 256 cuộc.": back to the comma or number before.
        let near = clause.max(first.saturating_sub(12));
        let parts = |j: &usize| cut.is(*j, ',') || cut.kind(*j) == Some(Kind::Number);
        let from = (near..first).rev().find(parts).map_or(near, |j| j + 1);
        let span = cut.span(from, end);
        (from < first && !span.is_empty()).then_some(span)
    }

    /// The nearest level, whole or named unit before the number in its part of the clause, or right behind it; else further back.
    fn scope(&self, cut: &Cut<'_>, from: &Marks, reading: &Reading, found: &Found, clause: usize) -> Option<Span> {
        let (first, end) = found.whole;
        let parts = |j: &usize| cut.is(*j, ',') || cut.kind(*j) == Some(Kind::Number);
        let part = (clause..first).rev().find(parts).map_or(clause, |j| j + 1);
        let stop = (end..end + 10)
            .find(|j| {
                cut.at(*j).is_none_or(|t| ends_clause(t) || t.is(',') || t.kind == Kind::Number)
                    || cut.ends_sentence(*j)
            })
            .unwrap_or(end);
        self.scope_in(cut, from, reading, part, first)
            .or_else(|| self.bare_level(cut, part, first))
            .or_else(|| (end..stop).find_map(|i| self.level_at(cut, i)))
            .or_else(|| self.scope_in(cut, from, reading, clause, part))
    }

    fn level_at(&self, cut: &Cut<'_>, i: usize) -> Option<Span> {
        if !self.flags.has(cut.at(i), LEVEL_HEAD) {
            return None;
        }
        self.levels.longest(cut.from(i)).map(|(len, ())| cut.span(i, i + len))
    }

    /// The last level or name within a stretch of tokens.
    fn scope_in(&self, cut: &Cut<'_>, from: &Marks, reading: &Reading, a: usize, b: usize) -> Option<Span> {
        let level = (a..b).rev().find_map(|i| self.level_at(cut, i)).filter(|s| s.end <= cut.span(a, b).end);
        let window = cut.span(a, b);
        let names = reading.names.get(from.names..).unwrap_or(&[]);
        let near = names.partition_point(|n| n.span.end <= window.end);
        let named = names.get(..near)?.last().filter(|n| window.holds(n.span) && !window.is_empty()).map(|n| n.span);
        match (level, named) {
            (Some(level), Some(named)) => Some(if named.start > level.start { named } else { level }),
            (level, named) => level.or(named),
        }
    }

    /// "(xã tiếp 168 lượt; huyện tiếp 89 lượt)": a level without "cấp" at the head of its part.
    fn bare_level(&self, cut: &Cut<'_>, part: usize, first: usize) -> Option<Span> {
        let head = cut.at(part).filter(|t| part < first && t.case == Case::Lower && self.flags.of(t) & LEVEL != 0)?;
        let named = cut.at(part + 1).is_some_and(|t| t.case != Case::Lower);
        let level = matches!(cut.raw(head), "tỉnh" | "huyện" | "xã" | "quận" | "phường");
        (level && !named).then(|| cut.span(part, part + 1))
    }
}

/// The period of the sentence that stands nearest before the number, else the one that opens the block.
fn period(piece: &Piece<'_>, cut: &Cut<'_>, from: &Marks, reading: &Reading, first: usize) -> Option<usize> {
    let periods = reading.periods.get(from.periods..)?;
    if periods.is_empty() {
        return None;
    }
    let here = cut.at(first)?.start as usize;
    let sentence = cut.at(cut.sentence_start(first, 4 * NEAR))?.start as usize;
    let before = periods.partition_point(|p| p.span.start < here);
    let near = before.checked_sub(1).filter(|n| periods.get(*n).is_some_and(|p| p.span.start >= sentence));
    let opening = || {
        let block = piece.tokens.first()?.start as usize;
        periods.first().filter(|p| p.span.start < block + 60 && p.span.start < here).map(|_| 0)
    };
    near.or_else(opening).map(|n| from.periods + n)
}

fn ends_clause(token: &Token) -> bool {
    const ENDS: [u32; 7] = [';' as u32, ':' as u32, '(' as u32, ')' as u32, '“' as u32, '”' as u32, '"' as u32];
    token.kind == Kind::Sign && ENDS.contains(&token.id)
}

/// A unit as it is told: small letters, single spaces.
fn plain(text: &str) -> String {
    let letters = Letters::get();
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        match letters.of(c).small() {
            Some(small) => out.push(small),
            None => out.extend(c.to_lowercase()),
        }
    }
    out
}
