//! What a user has decided on findings: suggestions taken, findings set aside; and the text as it then reads.

use domain::proof::{Finding, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What was decided on a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Its suggestion was taken.
    Taken,
    /// It was set aside.
    Aside,
}

/// What was decided on a proof's findings, by their number from 0; and the figures taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decided {
    choices: BTreeMap<usize, Choice>,
    /// Numbers of the figures that were declared.
    pub figures: BTreeSet<usize>,
}

/// Whether two changes cannot both be made: they share letters, or both put something in at one place.
fn collide(a: Span, b: Span) -> bool {
    a.touches(b) || (a.start == b.start && (a.is_empty() || b.is_empty()))
}

impl Decided {
    /// What was decided on a finding.
    pub fn of(&self, finding: usize) -> Option<Choice> {
        self.choices.get(&finding).copied()
    }

    /// Takes a suggestion; says no when there is none, or when one taken before changes the same words.
    pub fn take(&mut self, findings: &[Finding], at: usize) -> bool {
        let Some(wanted) = findings.get(at).filter(|f| f.suggestion.is_some()) else { return false };
        if self.taken(findings).any(|(i, f)| i != at && collide(f.span, wanted.span)) {
            return false;
        }
        self.choices.insert(at, Choice::Taken);
        true
    }

    /// Takes all suggestions that are open and do not collide; says how many.
    pub fn take_all(&mut self, findings: &[Finding]) -> usize {
        let open: Vec<usize> = (0..findings.len()).filter(|i| !self.choices.contains_key(i)).collect();
        open.into_iter().filter(|i| self.take(findings, *i)).count()
    }

    /// Sets a finding aside.
    pub fn set_aside(&mut self, findings: &[Finding], at: usize) -> bool {
        let there = at < findings.len();
        if there {
            self.choices.insert(at, Choice::Aside);
        }
        there
    }

    /// Takes a decision back.
    pub fn undo(&mut self, at: usize) -> bool {
        self.choices.remove(&at).is_some()
    }

    /// The findings whose suggestions were taken.
    pub fn taken<'f>(&self, findings: &'f [Finding]) -> impl Iterator<Item = (usize, &'f Finding)> {
        let taken = self.choices.iter().filter(|(_, c)| **c == Choice::Taken).map(|(i, _)| *i);
        taken.filter_map(|i| findings.get(i).map(|f| (i, f)))
    }

    /// The text with the suggestions that were taken.
    pub fn applied(&self, text: &str, findings: &[Finding]) -> String {
        let mut changes: Vec<(Span, &str)> =
            self.taken(findings).map(|(_, f)| (f.span, f.suggestion.as_deref().unwrap_or_default())).collect();
        changes.sort_by_key(|(span, _)| *span);
        let mut out = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for (span, words) in changes {
            out.push_str(text.get(at..span.start).unwrap_or_default());
            out.push_str(words);
            at = span.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::proof::Severity;
    use proptest::prelude::*;

    fn finding(start: usize, end: usize, words: Option<&str>) -> Finding {
        let mut finding = Finding::new("thử", Severity::Warning, Span::new(start, end), "thử");
        finding.suggestion = words.map(str::to_string);
        finding
    }

    #[test]
    fn suggestions_are_put_in_undone_and_do_not_collide() {
        let text = "dân vân khéo";
        let at = text.find("vân").unwrap();
        let findings = [finding(at, at + 4, Some("vận")), finding(0, at + 4, Some("Dân vận")), finding(0, 3, None)];
        let mut decided = Decided::default();
        assert!(!decided.take(&findings, 2), "without a suggestion there is nothing to take");
        assert!(decided.take(&findings, 0));
        assert!(!decided.take(&findings, 1), "the same words are changed already");
        assert_eq!(decided.applied(text, &findings), "dân vận khéo");
        assert!(decided.undo(0) && !decided.undo(0));
        assert_eq!(decided.applied(text, &findings), text);
        assert!(decided.take(&findings, 1));
        assert_eq!(decided.applied(text, &findings), "Dân vận khéo");
        assert!(!decided.take(&findings, 9) && !decided.set_aside(&findings, 9));
    }

    proptest! {
        /// Whatever is taken in whatever order, what no change touches stays as it is, and undoing all gives the text back.
        #[test]
        fn only_the_words_of_what_is_taken_change(spans in prop::collection::vec((0usize..60, 0usize..8), 0..20)) {
            let text = "abcdefghij".repeat(7);
            let findings: Vec<Finding> =
                spans.iter().map(|(s, n)| finding(*s, s + n, Some("·"))).collect();
            let mut decided = Decided::default();
            let taken = decided.take_all(&findings);
            let result = decided.applied(&text, &findings);
            prop_assert_eq!(result.matches('·').count(), taken);
            let mut gone = vec![false; text.len()];
            for (_, f) in decided.taken(&findings) {
                gone[f.span.start..f.span.end].fill(true);
            }
            let kept: String = text.chars().zip(gone).filter(|(_, gone)| !gone).map(|(c, _)| c).collect();
            prop_assert_eq!(result.replace('·', ""), kept);
            for i in 0..findings.len() {
                decided.undo(i);
            }
            prop_assert_eq!(decided.applied(&text, &findings), text);
        }
    }
}
