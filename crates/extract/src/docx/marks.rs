//! Marks of comments set into the main part: runs are split where a mark falls inside one, all else stays byte for byte.

use super::back::{Back, DocxPart, Run, Source};
use crate::text::{Map, Spot};
use domain::proof::Span;
use std::collections::BTreeMap;

/// How a run has to be opened for a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Split {
    /// Between runs.
    None,
    /// Between two elements of a run.
    Run(u32),
    /// Between two letters of a `w:t`: the run, and the source.
    Letters(u32, u32),
}

/// What is set at one byte.
#[derive(Debug, Default)]
struct Cut {
    split: Option<Split>,
    ends: String,
    starts: String,
}

/// The marks of all comments.
pub(super) struct Marks<'a> {
    xml: &'a str,
    /// Prefix of the part's tags with its colon.
    prefix: &'a str,
    back: &'a Back,
    cuts: BTreeMap<usize, Cut>,
}

impl<'a> Marks<'a> {
    pub(super) fn new(xml: &'a str, prefix: &'a str, back: &'a Back) -> Self {
        Marks { xml, prefix, back, cuts: BTreeMap::new() }
    }

    /// Sets the marks of the comment around the words of the span.
    pub(super) fn set(&mut self, id: u32, span: Span, text: &str, map: &Map) {
        let letters =
            |from: usize, to: usize| text.get(from..to).unwrap_or("").char_indices().map(move |(i, _)| from + i);
        let mut found = letters(span.start, span.end).filter(|i| map.spot(*i, text).is_some());
        let first = found.next();
        let last = found.next_back().or(first);
        // A span without letters of the file (a number that Word sets, an empty place) hangs on the nearest letter.
        let near = || {
            let after = letters(span.start, text.len()).take(200).find(|i| map.spot(*i, text).is_some());
            after.or_else(|| letters(0, span.start).rev().find(|i| map.spot(*i, text).is_some()))
        };
        let Some(first) = first.or_else(near) else { return };
        let last = last.unwrap_or(first);
        let (Some(start), Some(end)) = (self.before(first, text, map), self.after(last, text, map)) else { return };
        let p = self.prefix;
        let reference =
            format!("<{p}commentRangeEnd {p}id=\"{id}\"/><{p}r><{p}commentReference {p}id=\"{id}\"/></{p}r>");
        let begin = format!("<{p}commentRangeStart {p}id=\"{id}\"/>");
        if start.0 < end.0 {
            self.cut(start).starts.push_str(&begin);
            self.cut(end).ends.push_str(&reference);
        } else {
            let both = begin + &reference;
            self.cut(start).starts.push_str(&both);
        }
    }

    /// Prefix of the part's tags with its colon.
    pub(super) fn prefix(&self) -> &'a str {
        self.prefix
    }

    /// Sets a deletion around the words of the span, and the words that come right after it. Says no, and sets nothing,
    /// when the words do not all lie in one run of the body.
    pub(super) fn change(
        &mut self,
        span: Span,
        opens: &str,
        comes: &str,
        words: &str,
        (text, map): (&str, &Map),
    ) -> bool {
        let letters = || text.get(span.start..span.end).unwrap_or("").char_indices().map(|(i, _)| span.start + i);
        let run_at = |byte| map.spot(byte, text).and_then(|s| self.source(s)).filter(|(s, ..)| s.inside);
        let (Some(first), Some(last)) = (letters().next(), letters().next_back()) else { return false };
        let Some((source, index, run)) = run_at(first) else { return false };
        let same = |byte| run_at(byte).is_some_and(|(_, i, _)| i == index);
        if source.part != DocxPart::Document || !letters().all(same) {
            return false;
        }
        let (Some(start), Some(end)) = (self.before(first, text, map), self.after(last, text, map)) else {
            return false;
        };
        if start.0 >= end.0 {
            return false;
        }
        let p = self.prefix;
        let look = self.xml.get(run.properties.0 as usize..run.properties.1 as usize).unwrap_or("");
        let new = match words {
            "" => String::new(),
            words => format!(
                "{comes}<{p}r>{look}<{p}t xml:space=\"preserve\">{}</{p}t></{p}r></{p}ins>",
                super::xml::escaped(words)
            ),
        };
        self.cut(start).starts.push_str(opens);
        self.cut(end).ends.push_str(&format!("</{p}del>{new}"));
        true
    }

    fn cut(&mut self, (at, split): (usize, Split)) -> &mut Cut {
        let cut = self.cuts.entry(at).or_default();
        cut.split.get_or_insert(split);
        cut
    }

    fn source(&self, spot: Spot) -> Option<(Source, u32, Run)> {
        let source = *self.back.sources.get(spot.source as usize)?;
        // Words of headers and footers have no place in the main part: their comments stand at its beginning.
        let run = source.anchor.unwrap_or(0);
        Some((source, run, *self.back.runs.get(run as usize)?))
    }

    /// Where a mark before the letter goes.
    fn before(&self, byte: usize, text: &str, map: &Map) -> Option<(usize, Split)> {
        let spot = map.spot(byte, text)?;
        let (source, index, run) = self.source(spot)?;
        if !source.inside {
            return Some((run.whole.0 as usize, Split::None));
        }
        let (at, split) = self.within(source, spot.source, index, spot.offset);
        Some(self.settled(at, split, run))
    }

    /// Where a mark after the letter goes.
    fn after(&self, byte: usize, text: &str, map: &Map) -> Option<(usize, Split)> {
        let spot = map.spot(byte, text)?;
        let (source, index, run) = self.source(spot)?;
        if !source.inside {
            return Some((run.whole.1 as usize, Split::None));
        }
        // The next letter of the same source says how many letters of the file this one took.
        let next = text.get(byte..).and_then(|r| r.chars().next()).map(|c| byte + c.len_utf8());
        let next = next.and_then(|n| map.spot(n, text)).filter(|n| n.source == spot.source && n.offset > spot.offset);
        let (at, split) = match next {
            Some(next) => self.within(source, spot.source, index, next.offset),
            None => (source.element.1 as usize, Split::Run(index)),
        };
        Some(self.settled(at, split, run))
    }

    /// Before the letter at the offset.
    fn within(&self, source: Source, number: u32, run: u32, offset: u32) -> (usize, Split) {
        let outside = (source.element.0 as usize, Split::Run(run));
        let Some((from, to)) = source.letters.filter(|_| offset > 0) else { return outside };
        let raw = self.xml.get(from as usize..to as usize).unwrap_or("");
        match raw_len(raw, offset) {
            Some(len) if len < raw.len() => (from as usize + len, Split::Letters(run, number)),
            Some(_) => (source.element.1 as usize, Split::Run(run)),
            None => outside,
        }
    }

    /// At the edges of a run no split is needed.
    fn settled(&self, at: usize, split: Split, run: Run) -> (usize, Split) {
        let first = run.properties.1.max(run.opened) as usize;
        let rest = self.xml.get(at..run.whole.1 as usize).unwrap_or("");
        match split {
            Split::Run(_) if at <= first => (run.whole.0 as usize, Split::None),
            Split::Run(_) if rest.starts_with("</") => (run.whole.1 as usize, Split::None),
            split => (at, split),
        }
    }

    /// The part with the marks.
    pub(super) fn apply(&self) -> String {
        let mut out = String::with_capacity(self.xml.len() + self.cuts.len() * 400);
        let mut done = 0;
        // Tags of split elements have to keep the white space at their ends.
        let mut tags: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        for cut in self.cuts.values() {
            if let Some(Split::Letters(_, source)) = cut.split
                && let Some(found) = self.tag_of(source)
            {
                tags.insert(found.0, (found.1, found.2));
                tags.extend(self.dropped(source));
            }
        }
        let places = self.cuts.keys().chain(tags.keys()).copied().collect::<std::collections::BTreeSet<_>>();
        for at in places {
            out.push_str(self.xml.get(done..at).unwrap_or(""));
            done = done.max(at);
            if let Some(cut) = self.cuts.get(&at) {
                let (close, open) = cut.split.map_or_else(Default::default, |s| self.seam(s));
                out.extend([&close, &cut.ends, &cut.starts, &open].map(String::as_str));
            }
            if let Some((end, tag)) = tags.get(&at) {
                out.push_str(tag);
                done = *end;
            }
        }
        out.push_str(self.xml.get(done..).unwrap_or(""));
        out
    }

    /// What closes a run before the marks and opens it again after them.
    fn seam(&self, split: Split) -> (String, String) {
        let p = self.prefix;
        let again = |index: u32| {
            let run = self.back.runs.get(index as usize).copied().unwrap_or_default();
            let part = |(from, to): (u32, u32)| self.xml.get(from as usize..to as usize).unwrap_or("");
            format!("{}{}", part((run.whole.0, run.opened)), part(run.properties))
        };
        match split {
            Split::None => (String::new(), String::new()),
            Split::Run(run) => (format!("</{p}r>"), again(run)),
            Split::Letters(run, source) => {
                let tag = self.tag_of(source).map(|t| t.2).unwrap_or_default();
                (format!("</{p}t></{p}r>"), again(run) + &tag)
            }
        }
    }

    /// The opening tag of a `w:t`, where it begins and its letters begin, with white space to be kept.
    fn tag_of(&self, source: u32) -> Option<(usize, usize, String)> {
        let source = self.back.sources.get(source as usize)?;
        let (start, end) = (source.element.0 as usize, source.letters?.0 as usize);
        let tag = self.xml.get(start..end)?;
        // Kept white space is letters, so the tag ends where they begin; white space that was dropped stays dropped.
        let tag = if source.kept { tag.to_owned() } else { self.keeping() };
        Some((start, end, tag))
    }

    /// White space at the end of a `w:t` that does not keep it: it stays dropped.
    fn dropped(&self, source: u32) -> Option<(usize, (usize, String))> {
        let source = self.back.sources.get(source as usize).filter(|s| !s.kept)?;
        let end = source.letters?.1 as usize;
        let white = self.xml.get(end..source.element.1 as usize)?.find('<').filter(|len| *len > 0)?;
        Some((end, (end + white, String::new())))
    }

    /// An opening tag that keeps white space.
    fn keeping(&self) -> String {
        format!("<{}t xml:space=\"preserve\">", self.prefix)
    }
}

/// Bytes of the first letters of raw XML text; nothing when there is more in it than letters and references.
fn raw_len(raw: &str, letters: u32) -> Option<usize> {
    let mut left = letters;
    let mut at = 0;
    while left > 0 {
        let rest = raw.get(at..)?;
        match rest.chars().next() {
            None => return Some(raw.len()),
            Some('<') => return None,
            Some('&') => at += rest.find(';')? + 1,
            Some(c) => at += c.len_utf8(),
        }
        left -= 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    #[test]
    fn references_count_as_one_letter() {
        assert_eq!(super::raw_len("a&amp;b", 2), Some(6));
        assert_eq!(super::raw_len("đội", 2), Some(5));
        assert_eq!(super::raw_len("a<!-- -->b", 2), None);
        assert_eq!(super::raw_len("ab", 9), Some(2));
    }
}
