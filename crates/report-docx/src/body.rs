//! The text of the document, top to bottom.

use crate::runs::{Look, Where, Writer, words};
use crate::xml::Xml;
use crate::{Page, head, package, table};
use report::Report;
use report::model::{Block, Run};

/// The main part.
pub(crate) fn part(report: &Report, writer: &mut Writer<'_>) -> String {
    let page = Page::of(report.meta.layout);
    let mut xml = Xml::part();
    xml.element("w:document", package::NAMESPACES, |x| {
        x.element("w:body", &[], |x| {
            head::write(x, &report.meta, page);
            let last = report.blocks.len().saturating_sub(2);
            for (i, block) in report.blocks.iter().enumerate() {
                // what stands last above the signature stays on its page
                let follow = i == last && matches!(report.blocks.last(), Some(Block::Signature { .. }));
                write_block(x, block, writer, page, report, follow, 0);
            }
            section(x, page);
        });
    });
    xml.finish()
}

fn write_block(
    xml: &mut Xml,
    block: &Block,
    writer: &mut Writer<'_>,
    page: &Page,
    report: &Report,
    follow: bool,
    depth: usize,
) {
    match block {
        Block::Heading { level, runs } => {
            let style = format!("Heading{}", (*level).clamp(1, 4));
            paragraph(xml, Some(&style), follow, |x| writer.line(x, runs, Look::default(), Where::Text));
        }
        Block::Paragraph(runs) => {
            paragraph(xml, None, follow, |x| writer.line(x, runs, Look::default(), Where::Text));
        }
        Block::Prompt(runs) => prompt(xml, runs, writer, follow),
        Block::List { start, items } => {
            for (i, item) in (0u64..).zip(items) {
                let mark = match start {
                    Some(first) => format!("{}. ", first.saturating_add(i)),
                    None => if depth == 0 { "- " } else { "+ " }.to_string(),
                };
                list_item(xml, &mark, item, writer, page, report, follow, depth);
            }
        }
        Block::Table { head, rows } => table::write(xml, head, rows, writer, page),
        Block::Signature { recipients, signer, name } => {
            head::signature(xml, recipients, signer, name.as_deref(), report.meta.layout, page);
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "what write_block carries, and the item's mark")]
fn list_item(
    xml: &mut Xml,
    mark: &str,
    item: &[Block],
    writer: &mut Writer<'_>,
    page: &Page,
    report: &Report,
    follow: bool,
    depth: usize,
) {
    let mut rest = item;
    paragraph(xml, Some("ListParagraph"), follow, |x| {
        words(x, mark, Look::default());
        if let Some((Block::Paragraph(runs), more)) = item.split_first() {
            writer.line(x, runs, Look::default(), Where::Text);
            rest = more;
        }
    });
    for block in rest {
        write_block(xml, block, writer, page, report, follow, depth + 1);
    }
}

fn prompt(xml: &mut Xml, runs: &[Run], writer: &mut Writer<'_>, follow: bool) {
    let look = Look { italic: true, ..Look::default() };
    paragraph(xml, None, follow, |x| {
        words(x, "[Người viết bổ sung: ", look);
        writer.line(x, runs, look, Where::Text);
        words(x, "]", look);
    });
}

/// A paragraph in a style; `follow` keeps it on the page of the next.
fn paragraph(xml: &mut Xml, style: Option<&str>, follow: bool, inside: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |x| {
        if style.is_some() || follow {
            x.element("w:pPr", &[], |x| {
                if let Some(style) = style {
                    x.val("w:pStyle", style);
                }
                if follow {
                    x.empty("w:keepNext", &[]);
                }
            });
        }
        inside(x);
    });
}

/// Paper, margins, and the page number that the first page does not show.
fn section(xml: &mut Xml, page: &Page) {
    let twips = |n: u32| n.to_string();
    xml.element("w:sectPr", &[], |x| {
        x.empty("w:headerReference", &[("w:type", "default"), ("r:id", "rId3")]);
        x.empty("w:headerReference", &[("w:type", "first"), ("r:id", "rId4")]);
        x.empty("w:pgSz", &[("w:w", &twips(Page::WIDTH)), ("w:h", &twips(Page::HEIGHT))]);
        x.empty(
            "w:pgMar",
            &[
                ("w:top", &twips(page.top)),
                ("w:right", &twips(page.right)),
                ("w:bottom", &twips(page.bottom)),
                ("w:left", &twips(page.left)),
                ("w:header", "567"),
                ("w:footer", "567"),
                ("w:gutter", "0"),
            ],
        );
        x.empty("w:titlePg", &[]);
    });
}
