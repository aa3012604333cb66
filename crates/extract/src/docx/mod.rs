//! Word files: text with its way back to part, paragraph and run, and comments written into the user's own file.

mod back;
mod changes;
mod comments;
mod emit;
mod marks;
mod numbering;
mod package;
mod relations;
mod runs;
mod story;
mod styles;
mod xml;

pub use back::DocxPart;
pub use changes::{Change, Hand, with_changes};
pub use comments::{Comment, with_comments};

pub(crate) use back::Back;

use crate::legacy::{self, Legacy};
use crate::text::{Builder, Map};
use crate::{Limits, refusals};
use domain::problem::Problem;
use domain::proof::Text;
use emit::Emitter;
use package::Package;
use relations::Relation;
use story::{Item, Note, Story, Walk};

/// What a Word file gives.
pub(crate) struct Docx {
    pub(crate) text: Text,
    pub(crate) map: Map,
    pub(crate) back: Back,
    pub(crate) problems: Vec<Problem>,
}

/// Reads a Word file.
///
/// # Errors
/// What is wrong with it, or what else it is.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Docx, Problem> {
    let mut package = Package::open(bytes, limits)?;
    let (name, document) = main_part(&mut package)?;
    let relations = relations_of(&mut package, &name)?;
    let part = |package: &mut Package<'_>, kind: &str| match relations.iter().find(|r| r.kind == kind) {
        Some(relation) => package.part(&relation.target),
        None => Ok(None),
    };
    let styles = part(&mut package, "styles")?.map(|s| styles::Styles::read(&s, limits.xml_depth)).transpose()?;
    let styles = styles.unwrap_or_default();
    let numbering = part(&mut package, "numbering")?.map(|n| numbering::Numbering::read(&n, limits.xml_depth));
    let mut back = Back { document: back::checksum(&document), ..Back::default() };
    let walk = |text: &str, part, back: &mut Back| Walk::new(text, part, limits.xml_depth, back, &styles).run();
    let notes = |package: &mut Package<'_>, kind, of, back: &mut Back| -> Result<Vec<Note>, Problem> {
        let found = part(package, kind)?;
        found.map_or(Ok(Vec::new()), |text| walk(&text, of, back).map(|s| s.notes))
    };
    let footnotes = notes(&mut package, "footnotes", DocxPart::Footnotes, &mut back)?;
    let endnotes = notes(&mut package, "endnotes", DocxPart::Endnotes, &mut back)?;
    let Story { items, running, .. } = walk(&document, DocxPart::Document, &mut back)?;
    let mut heads: Vec<Vec<Item>> = Vec::new();
    for relation in running.iter().filter_map(|id| relations.iter().find(|r| r.id == *id)) {
        if let Some(text) = package.part(&relation.target)? {
            heads.push(walk(&text, DocxPart::Running, &mut back)?.items);
        }
    }
    let numbering = numbering.transpose()?.unwrap_or_default();
    let legacy = whole_legacy(&items);
    let builder = Builder::default();
    let mut emitter = Emitter {
        builder,
        back: &mut back,
        styles: &styles,
        numbering,
        footnotes,
        endnotes,
        legacy,
        converted: None,
        tables: 0,
    };
    emitter.items(items);
    emitter.running(heads);
    let converted = emitter.converted;
    let (text, map) = emitter.builder.finish();
    if text.text.trim().is_empty() {
        return Err(refusals::no_words());
    }
    let problems = converted.into_iter().map(crate::encoding::told).collect();
    Ok(Docx { text, map, back, problems })
}

/// Name and text of the part that the package names as its document.
fn main_part(package: &mut Package<'_>) -> Result<(String, String), Problem> {
    let root = package.part("_rels/.rels")?;
    let relations = root.map_or(Ok(Vec::new()), |r| relations::read(&r, ""))?;
    let named = relations.into_iter().find(|r| r.kind == "officeDocument").map(|r| r.target);
    let name = named.unwrap_or_else(|| "word/document.xml".to_owned());
    let text = package.part(&name)?.ok_or_else(package::damaged)?;
    Ok((name, text))
}

fn relations_of(package: &mut Package<'_>, part: &str) -> Result<Vec<Relation>, Problem> {
    let xml = package.part(&relations::of(part))?;
    xml.map_or(Ok(Vec::new()), |x| relations::read(&x, relations::folder(part)))
}

/// The encoding of before Unicode that the suspect paragraphs together are in.
fn whole_legacy(items: &[Item]) -> Option<Legacy> {
    let paras = items.iter().flat_map(|item| match item {
        Item::Para(para) => vec![para],
        Item::Table(rows) => rows.iter().flatten().flat_map(|c| &c.paras).collect(),
    });
    let suspect: Vec<&str> = paras.map(|p| p.text.as_str()).filter(|t| legacy::is_suspect(t)).take(400).collect();
    legacy::detect(&suspect.join(" "))
}
