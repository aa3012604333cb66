//! Runs: words, numbers, references to footnotes.

use crate::notes::Notes;
use crate::xml::Xml;
use report::Report;
use report::model::{Run, Style};
use std::collections::BTreeMap;

/// Longest name or tag of a content control that Word reads.
const LABEL_MAX: usize = 64;

/// Look of a run beyond its paragraph's style.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Look {
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) underline: bool,
    /// Half points; `None` as the style has it.
    pub(crate) size: Option<u32>,
}

impl Look {
    fn with(self, style: Style) -> Look {
        Look { bold: self.bold || style.bold, italic: self.italic || style.italic, ..self }
    }

    fn write(self, xml: &mut Xml) {
        if !(self.bold || self.italic || self.underline || self.size.is_some()) {
            return;
        }
        xml.element("w:rPr", &[], |x| {
            if self.bold {
                x.empty("w:b", &[]);
            }
            if self.italic {
                x.empty("w:i", &[]);
            }
            if let Some(size) = self.size {
                x.val("w:sz", &size.to_string());
                x.val("w:szCs", &size.to_string());
            }
            if self.underline {
                x.val("w:u", "single");
            }
        });
    }
}

/// One run of words.
pub(crate) fn words(xml: &mut Xml, text: &str, look: Look) {
    if text.is_empty() {
        return;
    }
    xml.element("w:r", &[], |x| {
        look.write(x);
        x.element("w:t", &[("xml:space", "preserve")], |x| x.text(text));
    });
}

/// Where the runs stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Where {
    /// In the text, where a footnote can be hung.
    Text,
    /// In a footnote, where Word allows none.
    Footnote,
}

/// Writes runs with numbers that have not been used yet in the file.
pub(crate) struct Writer<'r> {
    report: &'r Report,
    names: BTreeMap<&'r str, &'r str>,
    notes: Notes,
    /// Last number given to a content control or bookmark.
    last: u32,
}

impl<'r> Writer<'r> {
    pub(crate) fn new(report: &'r Report, notes: Notes) -> Self {
        let names = report.bindings.iter().map(|b| (b.anchor.as_str(), b.name.as_str())).collect();
        Writer { report, names, notes, last: 0 }
    }

    fn next(&mut self) -> String {
        self.last += 1;
        self.last.to_string()
    }

    /// The runs of one line.
    pub(crate) fn line(&mut self, xml: &mut Xml, runs: &[Run], look: Look, at: Where) {
        for run in runs {
            match run {
                Run::Text { text, style } => words(xml, text, look.with(*style)),
                Run::Figure { anchor, text, style, .. } => self.figure(xml, anchor, text, look.with(*style)),
                Run::LineBreak => xml.element("w:r", &[], |x| x.empty("w:br", &[])),
                Run::FootnoteRef { number, nth } => self.reference(xml, *number, *nth, look, at),
            }
        }
    }

    /// A number: a content control that names the indicator and is tagged with the anchor.
    fn figure(&mut self, xml: &mut Xml, anchor: &str, text: &str, look: Look) {
        if anchor.chars().count() > LABEL_MAX {
            words(xml, text, look);
            return;
        }
        let name: String = self.names.get(anchor).copied().unwrap_or(anchor).chars().take(LABEL_MAX).collect();
        let id = self.next();
        xml.element("w:sdt", &[], |x| {
            x.element("w:sdtPr", &[], |x| {
                x.val("w:alias", &name);
                x.val("w:tag", anchor);
                x.val("w:id", &id);
                x.empty("w15:appearance", &[("w15:val", "hidden")]);
                x.empty("w:text", &[]);
            });
            x.element("w:sdtContent", &[], |x| words(x, text, look));
        });
    }

    fn reference(&mut self, xml: &mut Xml, number: usize, nth: usize, look: Look, at: Where) {
        let raised = |x: &mut Xml| x.element("w:rPr", &[], |x| x.val("w:rStyle", "FootnoteReference"));
        match (self.notes.id(number), at) {
            (Some(id), Where::Text) if nth == 1 => {
                let bookmark = self.next();
                let name = bookmark_name(id);
                xml.empty("w:bookmarkStart", &[("w:id", &bookmark), ("w:name", &name)]);
                xml.element("w:r", &[], |x| {
                    raised(x);
                    x.empty("w:footnoteReference", &[("w:id", &id.to_string())]);
                });
                xml.empty("w:bookmarkEnd", &[("w:id", &bookmark)]);
            }
            // Word hangs a footnote once; other places refer to the first
            (Some(id), Where::Text) => {
                let field = format!(" NOTEREF {} \\f \\h ", bookmark_name(id));
                xml.element("w:fldSimple", &[("w:instr", &field)], |x| {
                    x.element("w:r", &[], |x| {
                        raised(x);
                        x.element("w:t", &[], |x| x.text(&id.to_string()));
                    });
                });
            }
            (Some(id), Where::Footnote) => xml.element("w:r", &[], |x| {
                raised(x);
                x.element("w:t", &[], |x| x.text(&id.to_string()));
            }),
            // reached from a footnote only: its words go where it was called, once
            (None, _) if nth == 1 => {
                words(xml, " (", look);
                let report = self.report;
                if let Some(runs) = number.checked_sub(1).and_then(|i| report.footnotes.get(i)) {
                    self.line(xml, runs, look, Where::Footnote);
                }
                words(xml, ")", look);
            }
            (None, _) => {}
        }
    }

    /// The footnotes to print: their ids with their words.
    pub(crate) fn footnotes(&self) -> Vec<(u32, &'r [Run])> {
        let report = self.report;
        let pairs = (1usize..).zip(&report.footnotes);
        pairs.filter_map(|(number, runs)| self.notes.id(number).map(|id| (id, runs.as_slice()))).collect()
    }
}

fn bookmark_name(id: u32) -> String {
    format!("chu_thich_{id}")
}
