//! A paragraph cut into pieces at its marks: findings, suggestions that were taken, and the light marks of what was read.

use super::edits::{Choice, Decided};
use super::query::{Query, Shown, severity_slug};
use crate::shell::lang::Lang;
use domain::proof::{Finding, Proof, Severity, Span};
use std::collections::BTreeSet;

/// What a piece of text carries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// Findings that begin here: ids of their places.
    pub places: Vec<usize>,
    /// The byte at which it begins, when something elsewhere leads here.
    pub anchor: Option<usize>,
    /// The finding that it belongs to.
    pub mark: Option<Mark>,
    /// The document or figure that it belongs to: class, and where it leads.
    pub light: Option<(&'static str, String)>,
    /// Words that stand in its place now; the words themselves are struck out.
    pub instead: Option<String>,
    /// It is struck out.
    pub gone: bool,
}

/// A finding's mark on a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its number for people, from 1.
    pub number: usize,
    /// Its severity, as a class.
    pub class: &'static str,
    /// Its severity in words, for who only hears it.
    pub said: &'static str,
    /// Whether this piece is its last in the paragraph: its number stands after it.
    pub last: bool,
    /// It marks a place without words.
    pub empty: bool,
}

/// What severity is called.
pub fn severity_name(t: Lang, severity: Severity) -> &'static str {
    match severity {
        Severity::Error => t.say("lỗi", "error"),
        Severity::Warning => t.say("cảnh báo", "warning"),
        Severity::Note => t.say("ghi chú", "note"),
    }
}

/// A finding that is marked.
struct Marked<'a> {
    index: usize,
    finding: &'a Finding,
    taken: bool,
}

/// A document or figure that is marked lightly.
struct Light {
    span: Span,
    class: &'static str,
    to: String,
}

/// All marks of one part of a text.
pub struct Marks<'a> {
    t: Lang,
    text: &'a str,
    marked: Vec<Marked<'a>>,
    light: Vec<Light>,
    /// Bytes that something leads to, in order.
    anchors: Vec<usize>,
}

impl<'a> Marks<'a> {
    /// Of what a question asks for, within a part. `ways` says where the document or figure of a number leads.
    pub fn of(
        t: Lang,
        text: &'a str,
        proof: &'a Proof,
        decided: &Decided,
        query: &Query,
        part: Span,
        ways: impl Fn(usize) -> String,
    ) -> Marks<'a> {
        let within = |span: Span| span.start <= part.end && span.end >= part.start;
        let marked = proof.findings.iter().enumerate().filter(|(_, f)| within(f.span) && query.asks(f));
        let marked = marked
            .filter(|(i, _)| decided.of(*i) != Some(Choice::Aside))
            .map(|(index, finding)| Marked { index, finding, taken: decided.of(index) == Some(Choice::Taken) })
            .collect();
        let light: Vec<(Span, &'static str)> = match query.shown {
            Shown::Findings => Vec::new(),
            Shown::Documents => proof.reading.citations.iter().map(|c| (c.span, "read-document")).collect(),
            Shown::Figures => proof.reading.figures.iter().map(|f| (f.span, "read-figure")).collect(),
        };
        let related = proof.findings.iter().flat_map(|f| &f.related).map(|r| r.span);
        let mut anchors: Vec<usize> =
            related.chain(light.iter().map(|(s, _)| *s)).filter(|s| within(*s)).map(|s| s.start).collect();
        anchors.sort_unstable();
        anchors.dedup();
        let light = light
            .into_iter()
            .enumerate()
            .filter(|(_, (span, _))| within(*span))
            .map(|(i, (span, class))| Light { span, class, to: ways(i) })
            .collect();
        Marks { t, text, marked, light, anchors }
    }

    /// Cuts a stretch into pieces.
    pub fn pieces(&self, span: Span) -> Vec<Piece> {
        let marked: Vec<&Marked<'_>> = self.marked.iter().filter(|m| holds(span, m.finding.span)).collect();
        let light: Vec<&Light> = self.light.iter().filter(|l| l.span.touches(span)).collect();
        let ends = marked.iter().map(|m| m.finding.span).chain(light.iter().map(|l| l.span)).chain([span]);
        let first = self.anchors.partition_point(|a| *a < span.start);
        let anchors = self.anchors.iter().skip(first).take_while(|a| **a < span.end).copied();
        let mut cuts: Vec<usize> = ends.flat_map(|s| [s.start, s.end]).chain(anchors).collect();
        cuts.retain(|c| span.start <= *c && *c <= span.end && self.text.is_char_boundary(*c));
        cuts.sort_unstable();
        cuts.dedup();
        let mut pieces = Vec::with_capacity(cuts.len());
        for (n, from) in cuts.iter().enumerate() {
            pieces.extend(marked.iter().filter(|m| m.finding.span == Span::new(*from, *from)).map(|m| self.empty(m)));
            if let Some(to) = cuts.get(n + 1) {
                pieces.push(self.piece(Span::new(*from, *to), &marked, &light));
            }
        }
        numbered(joined(pieces))
    }

    /// A mark on a place without words: something is missing there, or was put in.
    fn empty(&self, m: &Marked<'_>) -> Piece {
        Piece {
            places: vec![m.index],
            mark: (!m.taken).then(|| Mark { empty: true, ..self.mark(m) }),
            instead: m.finding.suggestion.clone().filter(|_| m.taken),
            ..Piece::default()
        }
    }

    fn mark(&self, m: &Marked<'_>) -> Mark {
        Mark {
            number: m.index + 1,
            class: severity_slug(m.finding.severity),
            said: severity_name(self.t, m.finding.severity),
            last: false,
            empty: false,
        }
    }

    fn piece(&self, span: Span, marked: &[&Marked<'_>], light: &[&Light]) -> Piece {
        let over = || marked.iter().filter(|m| m.finding.span.holds(span));
        // What was taken shows first; of several findings the one about the fewest words, then the worst.
        let first =
            over().min_by_key(|m| (!m.taken, m.finding.span.len(), std::cmp::Reverse(m.finding.severity), m.index));
        let begin = |m: &&&Marked<'_>| m.finding.span.start == span.start && !m.finding.span.is_empty();
        let ends = first.is_some_and(|m| m.finding.span.end == span.end);
        let taken = first.filter(|m| m.taken);
        Piece {
            text: span.of(self.text).to_string(),
            places: marked.iter().filter(begin).map(|m| m.index).collect(),
            anchor: self.anchors.binary_search(&span.start).is_ok().then_some(span.start),
            mark: first.filter(|m| !m.taken).map(|m| self.mark(m)),
            light: light.iter().find(|l| l.span.holds(span)).map(|l| (l.class, l.to.clone())),
            instead: taken.filter(|_| ends).and_then(|m| m.finding.suggestion.clone()),
            gone: taken.is_some(),
        }
    }
}

/// Whether a finding has something to show within a stretch; one without words also at its end.
fn holds(span: Span, finding: Span) -> bool {
    if finding.is_empty() { span.start <= finding.start && finding.start <= span.end } else { finding.touches(span) }
}

/// Pieces that carry the same become one.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let same = |last: &Piece| {
            let mark = |p: &Piece| p.mark.as_ref().map(|m| (m.number, m.empty));
            let bare = piece.places.is_empty()
                && piece.anchor.is_none()
                && last.instead.is_none()
                && !mark(last).is_some_and(|(_, e)| e);
            bare && mark(last) == mark(&piece)
                && last.light == piece.light
                && last.gone == piece.gone
                && !last.text.is_empty()
        };
        match out.last_mut().filter(|last| same(last)) {
            Some(last) => {
                last.text.push_str(&piece.text);
                last.instead = piece.instead;
                last.mark = piece.mark;
            }
            None => out.push(piece),
        }
    }
    out
}

/// The last piece of each finding has its number after it.
fn numbered(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let mut seen = BTreeSet::new();
    for mark in pieces.iter_mut().rev().filter_map(|p| p.mark.as_mut()) {
        mark.last = seen.insert(mark.number);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finding(start: usize, end: usize, severity: Severity) -> Finding {
        Finding::new("thử", severity, Span::new(start, end), "thử").suggest("mới")
    }

    fn pieces(text: &str, proof: &Proof, decided: &Decided) -> Vec<Piece> {
        let whole = Span::new(0, text.len());
        Marks::of(Lang::Vi, text, proof, decided, &Query::default(), whole, |_| String::new()).pieces(whole)
    }

    #[test]
    fn the_finding_about_fewer_words_shows_within_the_other() {
        let text = "tổng số 61 cuộc";
        let findings = vec![finding(0, text.len(), Severity::Note), finding(12, 14, Severity::Error)];
        let proof = Proof { findings, ..Proof::default() };
        let got = pieces(text, &proof, &Decided::default());
        let marks: Vec<_> = got.iter().map(|p| (p.text.as_str(), p.mark.as_ref().map(|m| m.number))).collect();
        assert_eq!(marks, [("tổng số ", Some(1)), ("61", Some(2)), (" cuộc", Some(1))]);
    }

    #[test]
    fn what_was_taken_is_struck_out_with_the_new_words_beside_it() {
        let text = "dân vân khéo";
        let proof = Proof { findings: vec![finding(5, 9, Severity::Error)], ..Proof::default() };
        let mut decided = Decided::default();
        assert!(decided.take(&proof.findings, 0));
        let got = pieces(text, &proof, &decided);
        let gone: Vec<_> = got.iter().filter(|p| p.gone).map(|p| (p.text.as_str(), p.instead.as_deref())).collect();
        assert_eq!(gone, [("vân", Some("mới"))]);
        decided.set_aside(&proof.findings, 0);
        assert!(pieces(text, &proof, &decided).iter().all(|p| p.mark.is_none() && !p.gone));
    }

    proptest! {
        /// However marks lie over each other, the words stay, each finding has its place once, and its number stands once
        /// when any of its words show.
        #[test]
        fn marks_neither_lose_nor_repeat_a_word(spans in prop::collection::vec((0usize..40, 0usize..9, 0u8..3), 0..12)) {
            let text = "Đối thoại với Nhân dân ở ba xã vùng cao";
            let at: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let pick = |n: usize| at[n.min(at.len() - 1)];
            let severity = |n| match n { 0 => Severity::Note, 1 => Severity::Warning, _ => Severity::Error };
            let findings: Vec<Finding> =
                spans.iter().map(|(s, n, v)| finding(pick(*s), pick(s + n), severity(*v))).collect();
            let proof = Proof { findings, ..Proof::default() };
            let got = pieces(text, &proof, &Decided::default());
            prop_assert_eq!(got.iter().map(|p| p.text.as_str()).collect::<String>(), text);
            let mut places: Vec<usize> = got.iter().flat_map(|p| p.places.clone()).collect();
            places.sort_unstable();
            prop_assert_eq!(places, (0..proof.findings.len()).collect::<Vec<_>>());
            for n in 1..=proof.findings.len() {
                let mine: Vec<bool> =
                    got.iter().filter_map(|p| p.mark.as_ref()).filter(|m| m.number == n).map(|m| m.last).collect();
                prop_assert_eq!(mine.iter().filter(|last| **last).count(), usize::from(!mine.is_empty()));
            }
        }
    }
}
