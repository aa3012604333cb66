//! A writer's text, read as a template's body is.

use super::body;
use super::nodes::{BodyBlock, Node};
use super::tags::{Placed, Tag};
use domain::problem::Problem;
use std::collections::BTreeMap;

/// A name that stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Name {
    /// A number: the id of its request, and what stands between the braces.
    Answer { id: String, token: String },
    /// A parameter.
    Param(String),
    /// A footnote's label.
    Note(String),
}

/// What a text says.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) blocks: Vec<BodyBlock>,
    /// Footnotes defined in it, by label.
    pub(crate) notes: BTreeMap<String, Vec<Node>>,
    /// The names in it with their lines.
    pub(crate) names: Vec<(Name, u32)>,
    /// What could not be read, with lines.
    pub(crate) problems: Vec<Problem>,
}

impl Words {
    /// Ids of the requests whose numbers stand in it.
    pub(crate) fn answers(&self) -> impl Iterator<Item = String> + '_ {
        self.names.iter().filter_map(|(name, _)| match name {
            Name::Answer { id, .. } => Some(id.clone()),
            _ => None,
        })
    }
}

/// Reads a text of several blocks.
pub(crate) fn read(markdown: &str) -> Words {
    let (body, problems) = body::read(markdown);
    let labels = body.labels.into_iter().map(|(label, line)| (Name::Note(label), line));
    let names = names(&body.tags).into_iter().chain(labels).collect();
    Words { blocks: body.blocks, notes: body.notes, names, problems }
}

/// Reads one line of plain words and tokens.
pub(crate) fn line(text: &str) -> (Vec<Node>, Words) {
    let (nodes, tags, problems) = body::read_line(&text.replace('\n', " "));
    (nodes, Words { names: names(&tags), problems, ..Words::default() })
}

fn names(tags: &[Placed]) -> Vec<(Name, u32)> {
    let answer = |id: String, token: String| Name::Answer { id, token };
    let mut out = Vec::new();
    for Placed { tag, line } in tags {
        match tag {
            Tag::Figure { key, .. } => out.push((answer(key.clone(), key.clone()), *line)),
            Tag::Breakdown { key, dim, .. } => {
                out.push((answer(format!("{key}.{dim}"), format!("{key}:{dim}")), *line));
            }
            Tag::Param { name, .. } => out.push((Name::Param(name.clone()), *line)),
            Tag::If(keys) => out.extend(keys.iter().map(|key| {
                let name = match key.strip_prefix('@') {
                    Some(name) => Name::Param(name.to_string()),
                    None => answer(key.clone(), key.clone()),
                };
                (name, *line)
            })),
            _ => {}
        }
    }
    out
}
