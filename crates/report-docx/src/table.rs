//! Tables: of the text, with a head that is repeated on each page, and of the form, without lines.

use crate::Page;
use crate::runs::{Look, Where, Writer};
use crate::xml::Xml;
use report::model::Run;

/// A table of the text.
pub(crate) fn write(xml: &mut Xml, head: &[Vec<Run>], rows: &[Vec<Vec<Run>>], writer: &mut Writer<'_>, page: &Page) {
    let count = rows.iter().map(Vec::len).chain([head.len()]).max().unwrap_or(0);
    if count == 0 {
        return;
    }
    let widths = widths(head, rows, count, page.text());
    xml.element("w:tbl", &[], |x| {
        x.element("w:tblPr", &[], |x| {
            x.val("w:tblStyle", "TableGrid");
            x.empty("w:tblW", &[("w:w", &page.text().to_string()), ("w:type", "dxa")]);
            x.empty("w:tblLayout", &[("w:type", "fixed")]);
        });
        grid(x, &widths);
        x.element("w:tr", &[], |x| {
            x.element("w:trPr", &[], |x| {
                x.empty("w:cantSplit", &[]);
                x.empty("w:tblHeader", &[]);
            });
            for (i, width) in widths.iter().enumerate() {
                let runs = head.get(i).map_or(&[][..], Vec::as_slice);
                cell(x, *width, |x| {
                    filled(x, "TableHead", false, |x| writer.line(x, runs, Look::default(), Where::Text))
                });
            }
        });
        for row in rows {
            x.element("w:tr", &[], |x| {
                x.element("w:trPr", &[], |x| x.empty("w:cantSplit", &[]));
                for (i, width) in widths.iter().enumerate() {
                    let runs = row.get(i).map_or(&[][..], Vec::as_slice);
                    let right = numeric(runs);
                    cell(x, *width, |x| {
                        filled(x, "TableText", right, |x| writer.line(x, runs, Look::default(), Where::Text));
                    });
                }
            });
        }
    });
    // Word joins tables that touch; an empty line of little height keeps what follows apart
    xml.element("w:p", &[], |x| {
        x.element("w:pPr", &[], |x| {
            x.empty("w:spacing", &[("w:before", "0"), ("w:after", "0"), ("w:line", "120"), ("w:lineRule", "exact")]);
        });
    });
}

/// The columns' widths.
pub(crate) fn grid(xml: &mut Xml, widths: &[u32]) {
    xml.element("w:tblGrid", &[], |x| {
        for width in widths {
            x.empty("w:gridCol", &[("w:w", &width.to_string())]);
        }
    });
}

/// A cell of a width in twips.
pub(crate) fn cell(xml: &mut Xml, width: u32, inside: impl FnOnce(&mut Xml)) {
    xml.element("w:tc", &[], |x| {
        x.element("w:tcPr", &[], |x| x.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]));
        inside(x);
    });
}

fn filled(xml: &mut Xml, style: &str, right: bool, inside: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |x| {
        x.element("w:pPr", &[], |x| {
            x.val("w:pStyle", style);
            if right {
                x.val("w:jc", "right");
            }
        });
        inside(x);
    });
}

/// A cell that holds a number or a dash only.
fn numeric(runs: &[Run]) -> bool {
    runs.iter().any(|run| matches!(run, Run::Figure { .. }))
        && runs.iter().all(|run| match run {
            Run::Text { text, .. } => text.trim().is_empty(),
            Run::Figure { .. } | Run::FootnoteRef { .. } => true,
            Run::LineBreak => false,
        })
}

/// The room shared out by the longest cell of each column, within limits, so that none starves.
fn widths(head: &[Vec<Run>], rows: &[Vec<Vec<Run>>], count: usize, room: u32) -> Vec<u32> {
    let weight = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).chain(head.get(column));
        let longest = cells.map(|runs| letters(runs)).max().unwrap_or(0);
        u32::try_from(longest).unwrap_or(u32::MAX).clamp(6, 40) + 2
    };
    let weights: Vec<u32> = (0..count).map(weight).collect();
    let sum: u32 = weights.iter().sum();
    let mut widths: Vec<u32> = weights.iter().map(|w| room.saturating_mul(*w) / sum.max(1)).collect();
    let left = room.saturating_sub(widths.iter().sum());
    if let Some(first) = widths.first_mut() {
        *first += left;
    }
    widths
}

fn letters(runs: &[Run]) -> usize {
    let each = runs.iter().map(|run| match run {
        Run::Text { text, .. } | Run::Figure { text, .. } => text.chars().count(),
        Run::FootnoteRef { .. } | Run::LineBreak => 1,
    });
    each.sum()
}
