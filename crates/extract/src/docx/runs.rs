//! Runs: letters, tabs, line ends, signs and the marks of notes.

use super::back::{DocxPart, Range, Run, Source};
use super::story::{Chunk, NoteRef, Para, Walk};
use super::xml::{Piece, Tag};
use crate::legacy::Legacy;
use domain::problem::Problem;

/// A paragraph that is open.
pub(super) struct Open {
    pub(super) para: Para,
    /// Its number in the part.
    pub(super) number: u32,
    /// Runs so far.
    pub(super) runs: u32,
    pub(super) run: Option<RunState>,
    /// In a text box: the run that the box hangs on.
    pub(super) host: Option<u32>,
    /// Runs around the open one, as those of text with readings above it.
    pub(super) outer: Vec<RunState>,
}

/// A run that is open.
pub(super) struct RunState {
    /// In [`super::back::Back::runs`], for the main part outside of boxes.
    pub(super) index: Option<u32>,
    number: u32,
    /// Letters so far.
    letters: u32,
    hidden: bool,
    legacy: Option<(Legacy, bool)>,
    /// Depth of the run's own elements: only they can be parted by splitting the run. None for runs within runs.
    depth: Option<usize>,
}

fn range(start: usize, end: usize) -> Range {
    (u32::try_from(start).unwrap_or(u32::MAX), u32::try_from(end).unwrap_or(u32::MAX))
}

impl Walk<'_, '_> {
    pub(super) fn begin_run(&mut self) {
        let place = range(self.walker.start, self.walker.end);
        let main = self.part == DocxPart::Document;
        let Some(open) = self.open.last_mut() else { return };
        let legacy = self.styles.font(open.para.style.as_deref()).and_then(Legacy::of_font);
        let mut state = RunState { index: None, number: open.runs, letters: 0, hidden: false, legacy, depth: None };
        match open.run.take() {
            Some(outer) => {
                state.index = outer.index;
                open.outer.push(outer);
            }
            None if main && open.host.is_none() => {
                let run = Run { whole: place, opened: place.1, properties: (place.1, place.1) };
                self.back.runs.push(run);
                state.index = u32::try_from(self.back.runs.len() - 1).ok();
                state.depth = Some(self.walker.depth());
            }
            None => {}
        }
        open.run = Some(state);
        open.runs = open.runs.saturating_add(1);
    }

    pub(super) fn end_run(&mut self) {
        let end = range(0, self.walker.end).1;
        let Some(open) = self.open.last_mut() else { return };
        let ended = open.run.take();
        open.run = open.outer.pop();
        if let Some(run) = ended.filter(|r| r.depth.is_some())
            && let Some(found) = run.index.and_then(|i| self.back.runs.get_mut(i as usize))
        {
            found.whole.1 = end;
        }
    }

    pub(super) fn set_run(&mut self, start: usize, end: usize, hidden: Option<bool>, font: Option<&str>) {
        let Some(run) = self.open.last_mut().and_then(|o| o.run.as_mut()) else { return };
        run.hidden = hidden.unwrap_or(run.hidden);
        if let Some(font) = font {
            run.legacy = Legacy::of_font(font);
        }
        let own = run.depth == Some(self.walker.depth());
        if let Some(found) = run.index.filter(|_| own).and_then(|i| self.back.runs.get_mut(i as usize)) {
            found.properties = range(start, end);
        }
    }

    /// An element that may stand in a run.
    pub(super) fn in_run(&mut self, name: &str, tag: &Tag<'_>, closed: bool) -> Result<(), Problem> {
        if name == "fldChar" {
            match tag.attribute("fldCharType").as_deref() {
                Some("begin") => self.fields.push(false),
                Some("separate") => self.fields.iter_mut().last().into_iter().for_each(|f| *f = true),
                Some("end") => drop(self.fields.pop()),
                _ => {}
            }
            return Ok(());
        }
        if self.open.last().is_none_or(|o| o.run.is_none()) {
            return Ok(());
        }
        match name {
            "t" if !closed => self.letters(tag)?,
            "tab" | "ptab" => self.sign("\t"),
            "br" => match tag.attribute("type").as_deref() {
                Some("page" | "column") => self.sign(" "),
                _ => self.sign("\n"),
            },
            "cr" => self.sign("\n"),
            "noBreakHyphen" => self.sign("\u{2011}"),
            "sym" => self.sign(symbol(tag)),
            "footnoteReference" | "endnoteReference" => self.reference(name, tag),
            _ => {}
        }
        Ok(())
    }

    /// `w:t`: Word drops white space at its ends unless told to keep it (ECMA-376, 17.3.3.31).
    fn letters(&mut self, tag: &Tag<'_>) -> Result<(), Problem> {
        let kept = tag.attribute("space").as_deref() == Some("preserve");
        let start = self.walker.start;
        let (from, text, to) = self.collect()?;
        let end = self.walker.end;
        let raw = self.walker.raw(from, to);
        let trimmed = if kept { raw } else { raw.trim() };
        let lead = from + (raw.len() - if kept { raw.len() } else { raw.trim_start().len() });
        let text = if kept { text.as_str() } else { text.trim() };
        let text = text.replace(['\n', '\r', '\t'], " ");
        // White space written as references is none of the raw text's, and tags or CDATA within are not letters: such a text
        // is not split.
        let plain = !raw.contains('<') && (kept || (!trimmed.starts_with('&') && !trimmed.ends_with(';')));
        self.push(&text, range(start, end), plain.then(|| (range(lead, lead + trimmed.len()), kept)));
        Ok(())
    }

    /// Letters of a formula.
    pub(super) fn formula(&mut self) -> Result<(), Problem> {
        let start = self.walker.start;
        let (_, text, _) = self.collect()?;
        let place = range(start, self.walker.end);
        if let Some(open) = self.open.last_mut().filter(|o| o.run.is_none()) {
            // A formula's runs are not Word's: no comment can begin in one, and what is found there has no run.
            open.run =
                Some(RunState { index: None, number: open.runs, letters: 0, hidden: false, legacy: None, depth: None });
            self.push(&text, place, None);
            self.open.iter_mut().last().into_iter().for_each(|o| o.run = None);
        }
        Ok(())
    }

    /// The letters until the element ends, and the bytes between its tags.
    fn collect(&mut self) -> Result<(usize, String, usize), Problem> {
        let from = self.walker.end;
        let mut text = String::new();
        let mut depth = 1usize;
        loop {
            match self.walker.next()? {
                Piece::Letters(letters) => text.push_str(letters),
                Piece::Letter(letter) => text.push(letter),
                Piece::Open { closed, .. } => depth += usize::from(!closed),
                Piece::Close { .. } => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok((from, text, self.walker.start));
                    }
                }
                Piece::End => return Ok((from, text, self.walker.start)),
            }
        }
    }

    fn sign(&mut self, sign: &str) {
        let place = range(self.walker.start, self.walker.end);
        self.push(sign, place, None);
    }

    /// Adds letters to the open paragraph, unless they are hidden or belong to a field's instruction.
    fn push(&mut self, text: &str, element: Range, letters: Option<(Range, bool)>) {
        let in_result = self.fields.iter().all(|f| *f);
        let part = self.part;
        let depth = self.walker.depth();
        let Some(open) = self.open.last_mut() else { return };
        let Some(run) = open.run.as_mut().filter(|r| !r.hidden && in_result && !text.is_empty()) else { return };
        let source = Source {
            part,
            paragraph: open.number,
            run: run.number,
            before: run.letters,
            anchor: run.index.or(open.host),
            inside: run.index.is_some() && run.depth == Some(depth),
            element,
            letters: letters.map(|l| l.0),
            kept: letters.is_some_and(|l| l.1),
        };
        run.letters = run.letters.saturating_add(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
        let number = u32::try_from(self.back.sources.len()).ok();
        self.back.sources.push(source);
        open.para.chunks.push(Chunk { at: open.para.text.len(), source: number, legacy: run.legacy });
        open.para.text.push_str(text);
    }

    /// The mark of a note stands in the sentence as raised digits, as on paper.
    fn reference(&mut self, name: &str, tag: &Tag<'_>) {
        let (part, kind) = match name {
            "footnoteReference" => (DocxPart::Footnotes, 0),
            _ => (DocxPart::Endnotes, 1),
        };
        let own_mark = tag.attribute("customMarkFollows").is_some_and(|v| !matches!(v.as_str(), "0" | "false"));
        let mark = if own_mark {
            "*".to_owned()
        } else {
            let Some(count) = self.counted.get_mut(kind) else { return };
            *count = count.saturating_add(1);
            raised(*count)
        };
        if !own_mark {
            self.sign(&mark);
        }
        let id = tag.attribute("id").unwrap_or_default();
        if let Some(open) = self.open.last_mut() {
            let anchor = open.host.or(open.run.as_ref().and_then(|r| r.index));
            open.para.notes.push(NoteRef { part, id, mark, anchor });
        }
    }
}

/// A number in raised digits.
fn raised(n: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    n.to_string().bytes().filter_map(|b| DIGITS.get(usize::from(b.wrapping_sub(b'0')))).collect()
}

/// A sign of a font of signs: those of mathematics by the Symbol font's places, all others as a dot.
fn symbol(tag: &Tag<'_>) -> &'static str {
    let code = tag.attribute("char").and_then(|c| u32::from_str_radix(&c, 16).ok()).unwrap_or(0) & 0xff;
    let symbol = tag.attribute("font").is_some_and(|f| f.eq_ignore_ascii_case("symbol"));
    match (symbol, code) {
        (true, 0xb3) => "≥",
        (true, 0xa3) => "≤",
        (true, 0xb1) => "±",
        (true, 0xb4) => "×",
        (true, 0xb0) => "°",
        (true, 0x2d) => "-",
        (true, 0xae) => "→",
        _ => "•",
    }
}
