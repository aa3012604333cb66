//! The figures of a block laid out for the search: where they stand among the tokens, how deep in brackets, in which sentence,
//! what they may be added with.

use super::{Block, CHANGE, Grammar};
use crate::figures::cut::Cut;
use crate::scan::Kind;
use domain::proof::{Figure, FigureKind};
use rust_decimal::Decimal;

/// A figure of a block.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// First and one past the last token.
    pub first: usize,
    pub end: usize,
    /// Open brackets around it.
    pub depth: u8,
    /// Which sentence of the block.
    pub sentence: u32,
    /// Value in single units.
    pub value: Decimal,
    /// Class of its unit in the lexicon; 0 for none.
    pub class: u8,
    /// A count or measure that may be added; not a rank, a percentage, a change against last year.
    pub adds: bool,
    /// One single unit of the last digit as written: 100000000 for "1,7 tỷ đồng".
    pub grain: Decimal,
}

impl Grammar {
    /// Lays the figures of a block out, in their order.
    pub(super) fn items(&self, cut: &Cut<'_>, figures: &[Figure]) -> Vec<Item> {
        let mut items = Vec::with_capacity(figures.len());
        let (mut depth, mut sentence, mut at) = (0u8, 0u32, 0usize);
        for figure in figures {
            let first = cut.index_at(figure.span.start);
            while at < first {
                match cut.at(at) {
                    Some(t) if t.is('(') => depth = depth.saturating_add(1),
                    Some(t) if t.is(')') => depth = depth.saturating_sub(1),
                    Some(t) if t.kind == Kind::Sign && cut.ends_sentence(at) => {
                        sentence += 1;
                        depth = 0;
                    }
                    _ => {}
                }
                at += 1;
            }
            let end = cut.index_at(figure.span.end);
            items.push(self.item(cut, figure, (first, end), depth, sentence));
        }
        items
    }

    fn item(&self, cut: &Cut<'_>, figure: &Figure, (first, end): (usize, usize), depth: u8, sentence: u32) -> Item {
        let known = figure.unit.as_deref().and_then(|u| self.units.of(u));
        let factor = Decimal::from(known.as_ref().map_or(1, |k| k.factor));
        let adds = matches!(figure.kind, FigureKind::Count | FigureKind::Measure | FigureKind::Money)
            && !self.a_change(cut, first);
        Item {
            first,
            end,
            depth,
            sentence,
            value: figure.value.checked_mul(factor).unwrap_or(figure.value),
            class: known.as_ref().map_or(0, |k| k.class),
            adds,
            grain: Decimal::new(1, figure.value.scale()).checked_mul(factor).unwrap_or(Decimal::ONE),
        }
    }

    /// "tăng 12 cuộc", "so với 45 cuộc cùng kỳ", "bình quân 3 buổi".
    fn a_change(&self, cut: &Cut<'_>, first: usize) -> bool {
        let near = first.saturating_sub(3);
        (near..first).rev().take_while(|i| cut.at(*i).is_some_and(|t| t.kind == Kind::Word)).any(|i| {
            // "hơn 20 cuộc": right before the number it makes it inexact.
            self.flags.has(cut.at(i), CHANGE) && !(i + 1 == first && cut.at(i).is_some_and(|t| t.id == self.more))
        })
    }
}

impl Block<'_> {
    /// Whether two figures may stand in one sum: the same unit, one inside the other ("dự thảo văn bản", "văn bản"), one class, or
    /// none stated.
    pub fn alike(&self, a: usize, b: usize) -> bool {
        let (Some(x), Some(y)) = (self.figure(a), self.figure(b)) else { return false };
        let (Some(i), Some(j)) = (self.item(a), self.item(b)) else { return false };
        let (Some(u), Some(v)) = (x.unit.as_deref(), y.unit.as_deref()) else {
            return x.kind == y.kind || y.unit.is_none() && y.kind == FigureKind::Count;
        };
        u == v || (i.class != 0 && i.class == j.class) || within(u, v) || within(v, u)
    }
}

impl Block<'_> {
    /// Whether two figures count the same by their words, or the second states nothing.
    pub fn same_unit(&self, a: usize, b: usize) -> bool {
        let (Some(x), Some(y)) = (self.figure(a), self.figure(b)) else { return false };
        x.unit.is_some() && (y.unit.is_none() || x.unit == y.unit)
    }
}

/// Whether the words of the short unit are words of the long one.
fn within(long: &str, short: &str) -> bool {
    long.len() > short.len() && short.split(' ').all(|word| long.split([' ', ',']).any(|w| w == word))
}
