//! What a sentence says of two documents that follow each other: one carries out, continues or amends the other.

use super::walk::Walk;
use super::words::Key;
use crate::scan::Kind;
use domain::proof::{Reading, Relation};

/// Most tokens between two documents that one sentence ties together.
const BETWEEN: usize = 16;

impl Walk<'_> {
    /// Ties the citations of the block together.
    pub fn relate(&self, reading: &mut Reading) {
        // The document and the relation that a list goes on with: "thực hiện … và …".
        let mut held: Option<(usize, Relation)> = None;
        for pair in self.locals.windows(2) {
            let [a, b] = pair else { continue };
            let inside = self.inside(a.index, b.from, reading);
            if b.from < a.tail || (b.from - a.tail > BETWEEN && !inside) {
                held = None;
                continue;
            }
            let stated = self.between(a.tail, b.from).or_else(|| if inside { self.lead(a.tail, b.from) } else { None });
            if let Some(relation) = stated {
                held = Some((a.index, relation));
            } else if !self.goes_on(a.tail, b.from) {
                held = None;
            }
            if let Some((holder, relation)) = held
                && let Some(citation) = reading.citations.get_mut(holder)
            {
                citation.relations.push((relation, b.index));
            }
        }
    }

    /// Whether a document stands inside the title of another.
    fn inside(&self, holder: usize, at: usize, reading: &Reading) -> bool {
        let title = reading.citations.get(holder).and_then(|c| c.title);
        let start = self.tokens.get(at).map_or(0, |t| t.start as usize);
        title.is_some_and(|t| t.start <= start && start < t.end)
    }
    /// The relation that the words right before a document state: "…, tiếp tục triển khai thực hiện Chương trình …".
    fn lead(&self, from: usize, to: usize) -> Option<Relation> {
        let link = |at: &usize| matches!(self.key(*at), Some(Key::Carry | Key::CarryOut | Key::Continue | Key::Link));
        let begin = (from..to).rev().take_while(link).last()?;
        self.between(begin, to)
    }

    /// The relation that the words between two documents state.
    fn between(&self, from: usize, to: usize) -> Option<Relation> {
        let (mut carried, mut continued, mut amended) = (false, false, false);
        for at in from..to {
            match self.key(at) {
                Some(Key::Carry) => carried = true,
                Some(Key::Continue) => continued = true,
                Some(Key::Amend) => amended = true,
                Some(
                    Key::About
                    | Key::Matter
                    | Key::CarryOut
                    | Key::Link
                    | Key::Issue
                    | Key::Issued
                    | Key::Year
                    | Key::Of,
                ) => {}
                Some(Key::Verb | Key::Number) => {}
                _ if self.is(at, ',') || self.kind(at) == Some(Kind::Number) => {}
                _ => return None,
            }
        }
        if amended {
            Some(Relation::Amends)
        } else if continued && carried {
            Some(Relation::Continues)
        } else {
            carried.then_some(Relation::Implements)
        }
    }
    /// Whether the second document only lengthens a list.
    fn goes_on(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| self.is(at, ',') || matches!(self.key(at), Some(Key::And | Key::Number)))
    }
}
