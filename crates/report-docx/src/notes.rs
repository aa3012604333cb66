//! Footnotes: which of the report's can be hung in the text, and the part that holds them.

use crate::runs::{Look, Where, Writer, words};
use crate::xml::Xml;
use report::Report;
use report::model::{Block, Run};
use std::collections::BTreeMap;

/// The id of each footnote that the text itself refers to, by its number in the report: 1, 2, … in their order, as Word
/// will count them.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    ids: BTreeMap<usize, u32>,
}

impl Notes {
    pub(crate) fn of(report: &Report) -> Self {
        let mut notes = Notes::default();
        report.blocks.iter().for_each(|block| notes.block(block));
        notes
    }

    pub(crate) fn id(&self, number: usize) -> Option<u32> {
        self.ids.get(&number).copied()
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { runs, .. } | Block::Paragraph(runs) | Block::Prompt(runs) => self.runs(runs),
            Block::List { items, .. } => items.iter().flatten().for_each(|b| self.block(b)),
            Block::Table { head, rows } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| self.runs(cell));
            }
            Block::Signature { .. } => {}
        }
    }

    fn runs(&mut self, runs: &[Run]) {
        for run in runs {
            if let Run::FootnoteRef { number, .. } = run {
                let next = u32::try_from(self.ids.len() + 1).unwrap_or(u32::MAX);
                self.ids.entry(*number).or_insert(next);
            }
        }
    }
}

/// The part with the footnotes; the two that Word wants before them draw the line above.
pub(crate) fn part(writer: &mut Writer<'_>) -> String {
    let mut xml = Xml::part();
    xml.element("w:footnotes", crate::package::NAMESPACES, |x| {
        for (id, kind, mark) in
            [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
        {
            x.element("w:footnote", &[("w:type", kind), ("w:id", id)], |x| {
                x.element("w:p", &[], |x| {
                    x.element("w:pPr", &[], |x| {
                        x.empty(
                            "w:spacing",
                            &[("w:before", "0"), ("w:after", "0"), ("w:line", "240"), ("w:lineRule", "auto")],
                        );
                        x.empty("w:ind", &[("w:firstLine", "0")]);
                    });
                    x.element("w:r", &[], |x| x.empty(mark, &[]));
                });
            });
        }
        for (id, runs) in writer.footnotes() {
            x.element("w:footnote", &[("w:id", &id.to_string())], |x| {
                x.element("w:p", &[], |x| {
                    x.element("w:pPr", &[], |x| x.val("w:pStyle", "FootnoteText"));
                    x.element("w:r", &[], |x| {
                        x.element("w:rPr", &[], |x| x.val("w:rStyle", "FootnoteReference"));
                        x.empty("w:footnoteRef", &[]);
                    });
                    words(x, " ", Look::default());
                    writer.line(x, runs, Look::default(), Where::Footnote);
                });
            });
        }
    });
    xml.finish()
}
