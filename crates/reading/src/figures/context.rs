//! What stands around a figure: the word that makes it inexact, what is counted, whose, and when.

use super::cut::Cut;
use super::{Found, Grammar};
use crate::phrases::{Phrases, Words};
use crate::reader::{Marks, Piece};
use crate::scan::{Gap, Kind, Token};
use domain::proof::{Figure, FigureKind, Reading, Span};

/// How far the words of a figure are looked for, in tokens.
const NEAR: usize = 24;

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
        let (len, sense) = self.approx.before(cut.until(i))?;
        // "trên 05 lĩnh vực" says where, not how many: an inexact number is not padded.
        let where_ = len == 1
            && (found.value.padded || found.of.is_some())
            && cut.before(i).is_some_and(|t| t.id == self.known.above);
        (!where_).then(|| (cut.span(i - len, i), *sense))
    }

    /// First token of the clause that holds token `i`.
    fn clause(&self, cut: &Cut<'_>, i: usize) -> usize {
        let least = i.saturating_sub(NEAR);
        let ends = |j: &usize| cut.at(*j).is_some_and(|t| ends_clause(t)) || cut.ends_sentence(*j);
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
        // "… quán triệt được 256 cuộc."
        let from = clause.max(first.saturating_sub(12));
        let span = cut.span(from, end);
        (from < first && !span.is_empty()).then_some(span)
    }

    /// The nearest level, whole or named unit before the number in its clause; else behind it, up to a comma.
    fn scope(&self, cut: &Cut<'_>, from: &Marks, reading: &Reading, found: &Found, clause: usize) -> Option<Span> {
        let (first, end) = found.whole;
        let level = |i: usize| self.levels.longest(cut.from(i)).map(|(len, ())| cut.span(i, i + len));
        let mut best = (clause..first).rev().find_map(level);
        let window = cut.span(clause, first);
        let names = reading.names.get(from.names..).unwrap_or(&[]);
        let named = names.iter().rev().find(|n| !window.is_empty() && window.holds(n.span)).map(|n| n.span);
        if let Some(named) = named
            && best.is_none_or(|b| named.start > b.start)
        {
            best = Some(named);
        }
        best.or_else(|| {
            let stop = (end..end + 10)
                .find(|j| cut.at(*j).is_none_or(|t| ends_clause(t) || t.is(',') || t.kind == Kind::Number));
            (end..stop.unwrap_or(end)).find_map(level)
        })
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
    ";:()“”\"".chars().any(|c| token.is(c))
}

/// A unit as it is told: small letters, single spaces.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}
