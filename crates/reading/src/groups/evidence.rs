//! How much the words claim that a list of parts is the whole.

use super::{Block, Opener};
use crate::phrases::{Phrases, Words};
use crate::scan::{Gap, Kind};
use domain::proof::lexicon::Counting;
use rust_decimal::Decimal;

/// The partition of years, which no catalogue needs to name.
const YEARS: u8 = u8::MAX;

/// A year as a label.
fn year(raw: &str) -> Option<u8> {
    let number: u16 = raw.parse().ok().filter(|_| raw.len() == 4)?;
    number.checked_sub(1900).and_then(|n| u8::try_from(n).ok())
}

/// The labels of parts, from the lexicon's partitions: phrase → (partition, label) pairs.
#[derive(Debug)]
pub(crate) struct Labels {
    set: Phrases<Vec<(u8, u8)>>,
}

impl Labels {
    pub fn new(counting: &Counting, words: &mut Words) -> Self {
        let mut all: Vec<(&str, Vec<(u8, u8)>)> = Vec::new();
        for (p, partition) in (0u8..).zip(&counting.partition) {
            for (l, label) in (0u8..).zip(&partition.labels) {
                for spelling in label.split('|') {
                    match all.iter_mut().find(|(s, _)| *s == spelling) {
                        Some((_, pairs)) => pairs.push((p, l)),
                        None => all.push((spelling, vec![(p, l)])),
                    }
                }
            }
        }
        let mut set = Phrases::default();
        for (spelling, pairs) in all {
            set.add(words, spelling, pairs);
        }
        Labels { set }
    }
}

/// A list of parts under judgement.
pub(crate) struct Claim<'a> {
    pub total: usize,
    pub parts: &'a [usize],
    pub opener: Option<Opener>,
    /// A colon stands behind the opener or the total's clause.
    pub colon: bool,
    /// The list is a bracket right behind its total.
    pub bracket: bool,
    /// First token of the list.
    pub from: usize,
}

impl Block<'_> {
    /// How strongly the words claim completeness; 3 and more is a plain claim.
    pub fn claim(&self, claim: &Claim<'_>) -> i32 {
        let mut score = match (claim.opener, claim.bracket) {
            (Some(Opener::Whole), _) => 2,
            (Some(Opener::Among), _) if claim.colon => 2,
            (Some(Opener::Among), _) => 1,
            (Some(Opener::Picks), _) => -3,
            (None, true) => 2,
            (None, false) => i32::from(claim.colon),
        };
        if self.partition(claim.parts, claim.from).is_some() || self.has_rest(claim.parts) {
            score += 2;
        }
        let unit = |n: &usize| self.figure(*n).and_then(|f| f.unit.as_deref());
        let same = claim.parts.first().is_some_and(|first| claim.parts.iter().all(|p| unit(p) == unit(first)));
        if claim.parts.len() >= 3 && same {
            score += 1;
        }
        if claim.opener == Some(Opener::Whole)
            && same
            && claim.parts.first().is_some_and(|p| self.same_unit(claim.total, *p))
        {
            score += 1;
        }
        if self.parted_by_semicolons(claim.parts) {
            score += 1;
        }
        if claim.parts.iter().any(|p| !self.alike(claim.total, *p)) {
            score -= 1;
        }
        if claim.opener == Some(Opener::Among) && self.says_has(claim) && !self.parted_by_semicolons(claim.parts) {
            score -= 1;
        }
        let inexact = |n: &usize| self.figure(*n).is_some_and(|f| f.approx.is_some());
        if claim.parts.iter().any(inexact) || inexact(&claim.total) {
            score -= 3;
        }
        score
    }

    /// "trong đó có 12 hộ nghèo": examples more often than a whole.
    fn says_has(&self, claim: &Claim<'_>) -> bool {
        self.cut.at(claim.from).is_some_and(|t| self.cut.raw(t) == "có")
    }

    fn parted_by_semicolons(&self, parts: &[usize]) -> bool {
        parts.windows(2).all(|pair| {
            let [a, b] = pair else { return false };
            let (Some(a), Some(b)) = (self.item(*a), self.item(*b)) else { return false };
            (a.end..b.first).any(|i| self.cut.is(i, ';') || self.cut.at(i).is_some_and(|t| t.gap >= Gap::Line))
        })
    }

    /// Whether the last part is told as what is left.
    pub fn has_rest(&self, parts: &[usize]) -> bool {
        let last = parts.last().and_then(|n| self.item(*n));
        parts.len() >= 2 && last.is_some_and(|item| self.grammar.rest.before(self.cut.until(item.first)).is_some())
    }

    /// The partition of which every part bears another label.
    pub fn partition(&self, parts: &[usize], from: usize) -> Option<u8> {
        let labels: Vec<Vec<(u8, u8)>> = (0..parts.len()).map(|n| self.labels_of(parts, n, from)).collect();
        let first = labels.first()?;
        let candidates: Vec<u8> = first.iter().map(|(p, _)| *p).collect();
        candidates.into_iter().find(|p| {
            let mut seen = Vec::with_capacity(labels.len());
            labels.iter().all(|of_part| {
                let next = of_part.iter().find(|(q, l)| q == p && !seen.contains(l)).map(|(_, l)| *l);
                seen.extend(next);
                next.is_some()
            })
        })
    }

    /// Whether what is taken for the total bears a label of the parts' own partition: then it is one of them.
    pub fn labelled_like(&self, total: usize, parts: &[usize]) -> bool {
        let Some(item) = self.item(total) else { return false };
        let Some(partition) = self.partition(parts, item.end) else { return false };
        let start = (item.first.saturating_sub(8)..item.first)
            .rev()
            .find(|i| self.ends_part(*i))
            .map_or(item.first.saturating_sub(8), |i| i + 1);
        self.labels_in(start, item.first).iter().any(|(p, _)| *p == partition)
    }

    /// The labels of one part of a list: those before it up to the part or the sign before, then those behind it up to the next sign.
    fn labels_of(&self, parts: &[usize], n: usize, from: usize) -> Vec<(u8, u8)> {
        let Some(item) = parts.get(n).and_then(|p| self.item(*p)) else { return Vec::new() };
        let earlier = n.checked_sub(1).and_then(|m| self.item(*parts.get(m)?)).map_or(from, |i| i.end);
        let start = (earlier..item.first).rev().find(|i| self.parts_clauses(*i)).map_or(earlier, |i| i + 1);
        let end = (item.end..item.end + 14).find(|i| self.ends_part(*i)).unwrap_or(item.end);
        let mut found = self.labels_in(start, item.first);
        // The unit may be the label itself: "19 xã, 02 thị trấn".
        found.extend(self.labels_in(item.first, end));
        found
    }

    fn labels_in(&self, from: usize, to: usize) -> Vec<(u8, u8)> {
        let mut found = Vec::new();
        let mut i = from;
        while i < to {
            if let Some(year) = self.cut.at(i).and_then(|t| year(self.cut.raw(t))) {
                found.push((YEARS, year));
            }
            match self.grammar.labels.set.longest(self.cut.from(i)) {
                Some((len, pairs)) if i + len <= to => {
                    found.extend(pairs.iter().copied());
                    i += len;
                }
                _ => i += 1,
            }
        }
        found
    }

    /// A sign that parts one part from the next: not the comma inside "cấp xã, thị trấn 52 cuộc".
    fn parts_clauses(&self, i: usize) -> bool {
        self.cut.at(i).is_some_and(|t| {
            ";:()".chars().any(|c| t.is(c)) || t.kind == Kind::Number && year(self.cut.raw(t)).is_none()
        })
    }

    fn ends_part(&self, i: usize) -> bool {
        self.cut.at(i).is_none_or(|t| ",;:()".chars().any(|c| t.is(c)) || t.kind == Kind::Number || t.gap >= Gap::Line)
            || self.cut.ends_sentence(i)
    }
}

/// Whether one wrong digit, or two that changed places, in the total or in one of the parts would explain the difference.
pub(crate) fn one_slip(total: Decimal, parts: &[Decimal]) -> bool {
    let Some(sum) = parts.iter().try_fold(Decimal::ZERO, |sum, p| sum.checked_add(*p)) else { return false };
    let slips = |written: Decimal, should: Decimal| {
        let (a, b) = (written.normalize().to_string(), should.normalize().to_string());
        // "08" and "88" differ in one digit; a fraction must have as many digits behind its comma.
        if should <= Decimal::ZERO || written.normalize().scale() != should.normalize().scale() {
            return false;
        }
        let width = a.len().max(b.len());
        let (a, b) = (format!("{a:0>width$}"), format!("{b:0>width$}"));
        let differ: Vec<(char, char)> = a.chars().zip(b.chars()).filter(|(x, y)| x != y).collect();
        match differ.as_slice() {
            [_] => true,
            [(a, b), (c, d)] => a == d && b == c,
            _ => false,
        }
    };
    let short = total - sum;
    slips(total, sum) || parts.iter().any(|p| p.checked_add(short).is_some_and(|should| slips(*p, should)))
}
