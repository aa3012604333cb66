//! The form around the text: who writes, to whom it goes, who signs. Tables without lines, as official templates have
//! them; the rules are borders of paragraphs.

use crate::Page;
use crate::runs::{Look, words};
use crate::table::{cell, grid};
use crate::xml::Xml;
use report::model::{Layout, Meta};

/// Where a line of the form stands, and the rule below it.
#[derive(Clone, Copy)]
struct Line {
    side: &'static str,
    before: u32,
    after: u32,
    /// Indents left and right, in twips: a rule is as long as what they leave.
    indent: u32,
    rule: bool,
    keep: bool,
}

const CENTRED: Line = Line { side: "center", before: 0, after: 0, indent: 0, rule: false, keep: false };

/// Heading of the first page, title and trích yếu.
pub(crate) fn write(xml: &mut Xml, meta: &Meta, page: &Page) {
    let right = page.text() - page.organ;
    // LibreOffice puts an empty line before a table that begins a document; a line of one point keeps it from that
    xml.element("w:p", &[], |x| {
        x.element("w:pPr", &[], |x| {
            x.empty("w:spacing", &[("w:before", "0"), ("w:after", "0"), ("w:line", "20"), ("w:lineRule", "exact")]);
        });
    });
    form(xml, &[page.organ, right], |x| {
        x.element("w:tr", &[], |x| {
            cell(x, page.organ, |x| organ(x, meta, page));
            cell(x, right, |x| nation(x, meta.layout, page));
        });
        x.element("w:tr", &[], |x| {
            let size = Some(page.number);
            let below = Line { before: 80, ..CENTRED };
            cell(x, page.organ, |x| line(x, below, &meta.number, Look { size, ..Look::default() }));
            let italic = Look { italic: true, size, ..Look::default() };
            cell(x, right, |x| line(x, below, &meta.place_date, italic));
        });
    });
    styled(xml, "Title", &meta.title);
    styled(xml, "Subtitle", &meta.subject);
    match meta.layout {
        Layout::State => rule(xml, page.text() * 38 / 100, 160),
        Layout::Party => line(xml, Line { after: 160, ..CENTRED }, "-----", Look::default()),
    }
}

fn organ(xml: &mut Xml, meta: &Meta, page: &Page) {
    let look = Look { size: Some(page.names), ..Look::default() };
    if let Some(superior) = &meta.superior {
        line(xml, CENTRED, superior, look);
    }
    for part in meta.organ_lines() {
        line(xml, CENTRED, &part, Look { bold: true, ..look });
    }
    match meta.layout {
        Layout::State => rule(xml, page.organ * 35 / 100, 0),
        Layout::Party => line(xml, CENTRED, "*", look),
    }
}

fn nation(xml: &mut Xml, layout: Layout, page: &Page) {
    let look = Look { bold: true, size: Some(page.nation), ..Look::default() };
    // indents that leave the rule as long as the words above it
    match layout {
        Layout::State => {
            line(xml, CENTRED, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", look);
            line(xml, Line { indent: 1100, rule: true, ..CENTRED }, "Độc lập - Tự do - Hạnh phúc", look);
        }
        Layout::Party => line(xml, Line { indent: 320, rule: true, ..CENTRED }, "ĐẢNG CỘNG SẢN VIỆT NAM", look),
    }
}

/// Recipients on the left, signer on the right, on one page.
pub(crate) fn signature(
    xml: &mut Xml,
    recipients: &[String],
    signer: &[String],
    name: Option<&str>,
    layout: Layout,
    page: &Page,
) {
    let party = layout == Layout::Party;
    let (left, right) = (page.text() / 2, page.text() - page.text() / 2);
    form(xml, &[left, right], |x| {
        x.element("w:tr", &[], |x| {
            x.element("w:trPr", &[], |x| x.empty("w:cantSplit", &[]));
            cell(x, left, |x| copies(x, recipients, party, page));
            cell(x, right, |x| {
                let size = Some(28);
                for (i, said) in signer.iter().enumerate() {
                    let bold = !(party && i > 0);
                    let before = if i == 0 { 120 } else { 0 };
                    line(x, Line { keep: true, before, ..CENTRED }, said, Look { bold, size, ..Look::default() });
                }
                // room for the hand and the seal
                line(
                    x,
                    Line { before: 1300, ..CENTRED },
                    name.unwrap_or(""),
                    Look { bold: true, size, ..Look::default() },
                );
            });
        });
    });
    // a document ends with a paragraph, never with a table
    line(xml, Line { before: 0, ..CENTRED }, "", Look::default());
}

fn copies(xml: &mut Xml, recipients: &[String], party: bool, page: &Page) {
    let start = Line { side: "left", keep: true, ..CENTRED };
    if recipients.is_empty() {
        line(xml, start, "", Look::default());
        return;
    }
    xml.element("w:p", &[], |x| {
        properties(x, Line { before: 120, ..start });
        let size = Some(page.to);
        if party {
            words(x, "Nơi nhận", Look { underline: true, size, ..Look::default() });
            words(x, ":", Look { size, ..Look::default() });
        } else {
            words(x, "Nơi nhận:", Look { bold: true, italic: true, size, ..Look::default() });
        }
    });
    for (i, copy) in recipients.iter().enumerate() {
        let end = if i + 1 == recipients.len() { "." } else { ";" };
        let look = Look { size: Some(page.copies), ..Look::default() };
        line(xml, start, &format!("- {copy}{end}"), look);
    }
}

/// A table without lines.
fn form(xml: &mut Xml, widths: &[u32], rows: impl FnOnce(&mut Xml)) {
    let sum: u32 = widths.iter().sum();
    xml.element("w:tbl", &[], |x| {
        x.element("w:tblPr", &[], |x| {
            x.empty("w:tblW", &[("w:w", &sum.to_string()), ("w:type", "dxa")]);
            x.empty("w:tblLayout", &[("w:type", "fixed")]);
            x.element("w:tblCellMar", &[], |x| {
                x.empty("w:left", &[("w:w", "0"), ("w:type", "dxa")]);
                x.empty("w:right", &[("w:w", "0"), ("w:type", "dxa")]);
            });
        });
        grid(x, widths);
        rows(x);
    });
}

fn styled(xml: &mut Xml, style: &str, text: &str) {
    xml.element("w:p", &[], |x| {
        x.element("w:pPr", &[], |x| x.val("w:pStyle", style));
        words(x, text, Look::default());
    });
}

fn line(xml: &mut Xml, at: Line, text: &str, look: Look) {
    xml.element("w:p", &[], |x| {
        properties(x, at);
        words(x, text, look);
    });
}

fn properties(xml: &mut Xml, at: Line) {
    xml.element("w:pPr", &[], |x| {
        if at.keep {
            x.empty("w:keepNext", &[]);
        }
        if at.rule {
            x.element("w:pBdr", &[], |x| border(x, "w:bottom"));
        }
        let (before, after) = (at.before.to_string(), at.after.to_string());
        x.empty("w:spacing", &[("w:before", &before), ("w:after", &after), ("w:line", "240"), ("w:lineRule", "auto")]);
        let indent = at.indent.to_string();
        x.empty("w:ind", &[("w:left", &indent), ("w:right", &indent), ("w:firstLine", "0")]);
        x.val("w:jc", at.side);
    });
}

fn border(xml: &mut Xml, side: &str) {
    xml.empty(side, &[("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "auto")]);
}

/// A short rule in the middle, between indents in twips.
fn rule(xml: &mut Xml, indent: u32, after: u32) {
    let (indent, after) = (indent.to_string(), after.to_string());
    xml.element("w:p", &[], |x| {
        x.element("w:pPr", &[], |x| {
            x.element("w:pBdr", &[], |x| border(x, "w:top"));
            x.empty("w:spacing", &[("w:before", "40"), ("w:after", &after), ("w:line", "80"), ("w:lineRule", "exact")]);
            x.empty("w:ind", &[("w:left", &indent), ("w:right", &indent), ("w:firstLine", "0")]);
            x.val("w:jc", "center");
        });
    });
}
