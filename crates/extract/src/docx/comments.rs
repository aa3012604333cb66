//! The user's own Word file with comments at the right words. Whatever is not of the comments is copied byte for byte.

use super::back;
use super::changes::Tracked;
use super::marks::Marks;
use super::package::{self, Package};
use super::relations::{self, Relation};
use super::xml::{self, Piece, Walker};
use crate::{Extracted, Limits, refusals};
use domain::problem::Problem;
use domain::proof::Span;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A comment on words of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The words, as a span of the extracted text.
    pub span: Span,
    /// Who says it.
    pub author: String,
    /// What is said; each line becomes a paragraph.
    pub text: String,
}

const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const TRANSITIONAL: (&str, &str) = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
);
const STRICT: (&str, &str) = (
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
);

/// Writes comments into a Word file: into the main part their marks, with runs split where a comment begins or ends
/// inside one, and the comments into their own part. Words of footnotes, headers and text boxes can carry no comment in
/// Word: those stand at the mark of the footnote, at the beginning, and at the box.
///
/// # Errors
/// When the file is not the one that the text was taken from, or cannot be read.
pub fn with_comments(docx: &[u8], extracted: &Extracted, comments: &[Comment]) -> Result<Vec<u8>, Problem> {
    write(docx, extracted, comments, &Tracked { changes: &[], hand: None })
}

/// Writes comments and changes.
pub(super) fn write(
    docx: &[u8],
    extracted: &Extracted,
    comments: &[Comment],
    tracked: &Tracked<'_>,
) -> Result<Vec<u8>, Problem> {
    let (map, back) = extracted.docx().ok_or_else(refusals::not_this_docx)?;
    let mut package = Package::open(docx, &Limits::default())?;
    let (name, document) = super::main_part(&mut package)?;
    if back::checksum(&document) != back.document {
        return Err(refusals::not_this_docx());
    }
    if comments.is_empty() && tracked.changes.is_empty() {
        return Ok(docx.to_vec());
    }
    let relations = super::relations_of(&mut package, &name)?;
    let related = relations.iter().find(|r| r.kind == "comments").map(|r| r.target.clone());
    let present = related.as_ref().map_or(Ok(None), |target| package.part(target))?;
    let first = next_id(&document)?.max(present.as_deref().map_or(Ok(0), next_id)?);
    let root = Root::of(&document)?;
    let mut marks = Marks::new(&document, &root.prefix, back);
    let set = tracked.set(&mut marks, &document, &extracted.text.text, map)?;
    let comments: Vec<Comment> = comments.iter().chain(&set.said).cloned().collect();
    for (id, comment) in (first..).zip(&comments) {
        marks.set(id, comment.span, &extracted.text.text, map);
    }
    let mut parts = vec![(name.clone(), set.settled(marks.apply(), &root.prefix))];
    if comments.is_empty() {
        return written(package, &parts);
    }
    let target = related.clone().unwrap_or_else(|| free_name(&package, &name));
    parts.push((target.clone(), comments_part(present.as_deref(), &root, &comments, first)?));
    if related.is_none() {
        let file = relations::of(&name);
        let old = package.part(&file)?;
        parts.push((file, related_part(old.as_deref(), &relations, &root, &target)?));
    }
    let types = package.part("[Content_Types].xml")?.ok_or_else(package::damaged)?;
    if let Some(types) = typed_part(&types, &target)? {
        parts.push(("[Content_Types].xml".to_owned(), types));
    }
    written(package, &parts)
}

/// What the root of the main part tells.
struct Root {
    /// "w:".
    prefix: String,
    strict: bool,
}

impl Root {
    fn of(text: &str) -> Result<Self, Problem> {
        let mut walker = Walker::new(text, 8);
        loop {
            match walker.next()? {
                Piece::Open { tag, .. } => {
                    let prefix = tag.name.split_once(':').map_or(String::new(), |(p, _)| format!("{p}:"));
                    let raw = text.get(walker.start..walker.end).unwrap_or("");
                    return Ok(Root { prefix, strict: raw.contains(STRICT.0) });
                }
                Piece::End => return Err(package::damaged()),
                _ => {}
            }
        }
    }

    fn names(&self) -> (&'static str, &'static str) {
        if self.strict { STRICT } else { TRANSITIONAL }
    }
}

/// One more than the greatest number that a comment or a mark of one bears.
fn next_id(text: &str) -> Result<u32, Problem> {
    let mut next = 0u32;
    xml::each(text, |element| {
        if element.name.starts_with("comment")
            && let Some(id) = element.attribute("id").and_then(|v| v.parse::<u32>().ok())
        {
            next = next.max(id.saturating_add(1));
        }
    })?;
    Ok(next)
}

fn free_name(package: &Package<'_>, document: &str) -> String {
    let folder = relations::folder(document);
    let name = |n: u32| if n == 0 { format!("{folder}/comments.xml") } else { format!("{folder}/comments{n}.xml") };
    (0..).map(name).find(|n| package.spelling(n).is_none()).unwrap_or_else(|| name(0))
}

/// The part of the comments, made or added to.
fn comments_part(present: Option<&str>, root: &Root, comments: &[Comment], first: u32) -> Result<String, Problem> {
    let new = |p: &str| {
        let each = (first..).zip(comments).map(|(id, comment)| one(p, id, comment));
        each.collect::<String>()
    };
    match present {
        Some(text) => {
            let prefix = Root::of(text)?.prefix;
            inserted(text, &new(&prefix), &format!("{prefix}comments"))
        }
        None => Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{}\">{}</w:comments>",
            root.names().0,
            new("w:")
        )),
    }
}

fn one(p: &str, id: u32, comment: &Comment) -> String {
    let author = xml::escaped(&comment.author);
    let initials: String = comment.author.split_whitespace().filter_map(|w| w.chars().next()).take(3).collect();
    let lines = comment.text.lines().enumerate().map(|(n, line)| {
        let mark = if n == 0 { format!("<{p}r><{p}annotationRef/></{p}r>") } else { String::new() };
        format!("<{p}p>{mark}<{p}r><{p}t xml:space=\"preserve\">{}</{p}t></{p}r></{p}p>", xml::escaped(line))
    });
    let lines: String = lines.collect();
    let body = if lines.is_empty() { format!("<{p}p/>") } else { lines };
    let initials = xml::escaped(&initials);
    format!("<{p}comment {p}id=\"{id}\" {p}author=\"{author}\" {p}initials=\"{initials}\">{body}</{p}comment>")
}

/// The part with something added at the end of its root.
fn inserted(text: &str, what: &str, root: &str) -> Result<String, Problem> {
    let close = format!("</{root}");
    if let Some(at) = text.rfind(&close) {
        let (before, after) = text.split_at(at);
        return Ok(format!("{before}{what}{after}"));
    }
    let empty = text.rfind("/>").filter(|_| text.contains(&format!("<{root}"))).ok_or_else(package::damaged)?;
    let (before, after) = text.split_at(empty);
    Ok(format!("{before}>{what}</{root}>{}", after.get(2..).unwrap_or("")))
}

/// The relationships with one more.
fn related_part(old: Option<&str>, known: &[Relation], root: &Root, target: &str) -> Result<String, Problem> {
    let id = (1..).map(|n| format!("rIdNhanXet{n}")).find(|id| known.iter().all(|r| r.id != *id)).unwrap_or_default();
    let kind = root.names().1;
    let old = old.unwrap_or(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
         xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>",
    );
    let prefix = Root::of(old)?.prefix;
    let one = format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{}\"/>", xml::escaped(target));
    inserted(old, &one, &format!("{prefix}Relationships"))
}

/// The content types with that of the comments' part, unless they have it.
fn typed_part(types: &str, target: &str) -> Result<Option<String>, Problem> {
    let name = format!("/{target}");
    let mut known = false;
    xml::each(types, |e| known |= e.attribute("PartName").is_some_and(|n| n.eq_ignore_ascii_case(&name)))?;
    if known {
        return Ok(None);
    }
    let prefix = Root::of(types)?.prefix;
    let one = format!("<{prefix}Override PartName=\"{}\" ContentType=\"{CONTENT_TYPE}\"/>", xml::escaped(&name));
    inserted(types, &one, &format!("{prefix}Types")).map(Some)
}

/// The package with the parts in place of its own or added; all others copied as they are packed.
fn written(package: Package<'_>, parts: &[(String, String)]) -> Result<Vec<u8>, Problem> {
    let parts: Vec<(String, &str)> =
        parts.iter().map(|(name, text)| (package.spelling(name).unwrap_or(name).to_owned(), text.as_str())).collect();
    let mut archive = package.into_archive();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let failed = |e: &dyn std::fmt::Display| refusals::cannot_write(&e.to_string());
    let mut done = Vec::new();
    for i in 0..archive.len() {
        let file = archive.by_index_raw(i).map_err(|e| failed(&e))?;
        let name = file.name().map_err(|e| failed(&e))?.into_owned();
        match parts.iter().find(|(n, _)| *n == name) {
            Some((_, text)) => {
                drop(file);
                writer.start_file(&name, options).map_err(|e| failed(&e))?;
                writer.write_all(text.as_bytes()).map_err(|e| failed(&e))?;
                done.push(name);
            }
            None => writer.raw_copy_file(file).map_err(|e| failed(&e))?,
        }
    }
    for (name, text) in parts.iter().filter(|(n, _)| !done.contains(n)) {
        writer.start_file(name, options).map_err(|e| failed(&e))?;
        writer.write_all(text.as_bytes()).map_err(|e| failed(&e))?;
    }
    writer.finish().map(Cursor::into_inner).map_err(|e| failed(&e))
}
