//! The writer's own words in a report, kept apart from its numbers.
//!
//! A report is written block by block. [`blocks`] shows each block of the template as text in which a number stands as
//! a token, `{{doi-thoai}}`; the writer changes the words around the tokens; [`compose`] makes the report again with
//! the numbers of the moment. What is kept is the text ([`Edits`]), by the name of the template's block. A name is made
//! from the block's own words: new numbers and blocks added elsewhere do not touch it, and a change whose block has
//! gone from the template is handed back ([`Draft::orphans`]), never dropped.
//!
//! The text is the Markdown of the templates. A line is a paragraph; `- ` begins an item, `## ` a heading, `**` makes
//! bold, `*` italic; an empty block is left out of the report.

mod check;
mod loose;
mod read;
mod source;

use crate::compose::{Composer, WrittenBody, asked, composed};
use crate::model::Report;
use crate::params::{Answers, ReportParams};
use crate::template::Template;
use crate::template::nodes::BodyBlock;
use domain::problem::Problem;
use jiff::civil::Date;
pub use loose::{LooseNumber, loose_numbers};
use serde::{Deserialize, Serialize};
use source::Source;
use std::collections::BTreeMap;

/// Begins the name of a footnote's block; its label follows.
const NOTE: &str = "chu-thich-";

/// What the writer changed in one report. What is `None` or absent is as the template and its particulars have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Edits {
    /// Number of the document, "12".
    pub number: Option<String>,
    /// Date of issue.
    pub date: Option<Date>,
    /// Place in the date line.
    pub place: Option<String>,
    /// Trích yếu; tokens may stand in it.
    pub subject: Option<String>,
    /// Nơi nhận.
    pub recipients: Option<Vec<String>>,
    /// Lines over the signature.
    pub signer: Option<Vec<String>>,
    /// Name of the signer.
    pub signer_name: Option<String>,
    /// Changed blocks, by [`EditBlock::id`].
    pub blocks: BTreeMap<String, Change>,
}

/// A changed block.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The writer's text; empty = left out of the report.
    pub text: String,
    /// The template's text as it was when the writer first changed it.
    pub base: String,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A heading; its text has no `#` before it.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A place left for the writer: the text is empty, and `ask` says what belongs there.
    Prompt,
    /// A list, an item a line.
    List,
    /// A table, a row a line.
    Table,
    /// A footnote.
    Footnote,
}

/// A block to be edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct EditBlock {
    /// Its name: letters a–z, digits and hyphens.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Level of a heading, 1 to 4; 0 for anything else.
    pub level: u8,
    /// Its text: the writer's where there is one.
    pub text: String,
    /// The template's text with the numbers' tokens.
    pub original: String,
    /// What is asked of the writer, for a prompt.
    pub ask: Option<String>,
    /// Whether the writer changed it.
    pub edited: bool,
}

/// A change whose block the template no longer has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orphan {
    /// The block's name.
    pub id: String,
    /// The change, as it is kept.
    pub change: Change,
}

/// A composed report with what is to be told about its edits.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The report.
    pub report: Report,
    /// For each of its blocks the [`EditBlock::id`] that it came from; `None` for the signature.
    pub places: Vec<Option<String>>,
    /// Warnings: numbers taken out, numbers that the template has gained, changes without a block. The field is the id.
    pub warnings: Vec<Problem>,
    /// Changes whose block has gone.
    pub orphans: Vec<Orphan>,
}

/// A number that may be put into the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// What to write: `{{doi-thoai}}`, `{{doi-thoai:cap}}`.
    pub token: String,
    /// Name of the indicator.
    pub name: String,
    /// What stands there now.
    pub text: String,
}

impl Edits {
    /// Keeps the text of a block as the writer left it; text that is the template's own again is no change.
    pub fn set(&mut self, block: &EditBlock, text: &str) {
        let text = text.replace("\r\n", "\n");
        let text = text.trim_end();
        if text == block.original.trim_end() && block.kind != Kind::Prompt {
            self.blocks.remove(&block.id);
        } else if block.kind == Kind::Prompt && text.is_empty() {
            // words taken away leave the prompt as it was; one that was left out stays out
            if self.blocks.get(&block.id).is_some_and(|kept| !kept.text.is_empty()) {
                self.blocks.remove(&block.id);
            }
        } else {
            let kept = self.blocks.entry(block.id.clone()).or_default();
            if !block.edited {
                kept.base.clone_from(&block.original);
            }
            kept.text = text.to_string();
        }
    }

    /// Leaves a block out of the report, a prompt too.
    pub fn leave_out(&mut self, block: &EditBlock) {
        self.blocks.insert(block.id.clone(), Change { text: String::new(), base: block.original.clone() });
    }

    /// Takes a change back.
    pub fn undo(&mut self, id: &str) {
        self.blocks.remove(id);
    }

    /// The particulars with what the writer changed in them.
    pub fn params(&self, params: &ReportParams) -> ReportParams {
        let mut out = params.clone();
        out.number = self.number.clone().or(out.number);
        out.date = self.date.or(out.date);
        out.signer_name = self.signer_name.clone().or(out.signer_name);
        if let Some(place) = &self.place {
            out.place.clone_from(place);
        }
        if let Some(recipients) = &self.recipients {
            out.recipients.clone_from(recipients);
        }
        if let Some(signer) = &self.signer {
            out.signer.clone_from(signer);
        }
        out
    }
}

/// The blocks of a report to be edited, in the order of the text, footnotes last. A paragraph of the template of which
/// nothing is left (its numbers are all zero) is not among them.
///
/// # Errors
/// As [`crate::compose`].
pub fn blocks(
    template: &Template,
    params: &ReportParams,
    answers: &Answers,
    edits: &Edits,
) -> Result<Vec<EditBlock>, Vec<Problem>> {
    let composer = Composer::new(template, params, answers, asked(template, params, answers)?, &template.notes);
    let source = Source { composer: &composer };
    let mut out = Vec::new();
    for (id, block) in template.ids.iter().zip(&template.blocks) {
        let original = source.block(block);
        let (kind, level) = kind_of(block);
        let ask = (kind == Kind::Prompt).then(|| original.clone());
        let original = if kind == Kind::Prompt { String::new() } else { original };
        if !original.is_empty() || ask.is_some() || edits.blocks.contains_key(id) {
            out.push(edit_block(id.clone(), kind, level, original, ask, edits));
        }
    }
    for (label, nodes) in &template.notes {
        let id = format!("{NOTE}{label}");
        out.push(edit_block(id, Kind::Footnote, 0, source.line(nodes), None, edits));
    }
    Ok(out)
}

fn edit_block(id: String, kind: Kind, level: u8, original: String, ask: Option<String>, edits: &Edits) -> EditBlock {
    let change = edits.blocks.get(&id);
    let text = change.map_or_else(|| original.clone(), |c| c.text.clone());
    EditBlock { id, kind, level, text, original, ask, edited: change.is_some() }
}

fn kind_of(block: &BodyBlock) -> (Kind, u8) {
    match block {
        BodyBlock::Heading(level, _) => (Kind::Heading, *level),
        BodyBlock::Paragraph(_) => (Kind::Paragraph, 0),
        BodyBlock::Prompt(_) => (Kind::Prompt, 0),
        BodyBlock::List { .. } => (Kind::List, 0),
        BodyBlock::Table { .. } => (Kind::Table, 0),
    }
}

/// Composes a report with the writer's changes.
///
/// # Errors
/// As [`crate::compose`], and every token, parameter or footnote in the changes that does not exist, with the block's
/// id as the field and the line in its text.
pub fn compose(
    template: &Template,
    params: &ReportParams,
    answers: &Answers,
    edits: &Edits,
) -> Result<Draft, Vec<Problem>> {
    let params = edits.params(params);
    let shown = blocks(template, &params, answers, edits)?;
    let written = read::written(template, answers, &shown, edits)?;
    let (report, places) = composed(template, &params, answers, &written.body)?;
    let known = |id: &String| template.ids.contains(id) || is_note(template, id);
    let orphans: Vec<Orphan> = edits
        .blocks
        .iter()
        .filter(|(id, _)| !known(id))
        .map(|(id, change)| Orphan { id: id.clone(), change: change.clone() })
        .collect();
    let warnings = check::warnings(answers, &shown, edits, &written.used, &orphans);
    Ok(Draft { report, places, warnings, orphans })
}

fn is_note(template: &Template, id: &str) -> bool {
    id.strip_prefix(NOTE).is_some_and(|label| template.notes.contains_key(label))
}

/// The numbers that may be put into the text, by the key of the template.
///
/// # Errors
/// As [`crate::compose`].
pub fn tokens(template: &Template, params: &ReportParams, answers: &Answers) -> Result<Vec<Token>, Vec<Problem>> {
    let requests = asked(template, params, answers)?;
    let shown = |id: &str, key: &str| {
        let answer = answers.get(id)?;
        let format = template.config.figures.get(key).map(|f| f.format)?;
        let cells = answer.cells.iter().map(|cell| {
            let said = crate::say::say(&cell.figure, format).text;
            let unit = if format.says_unit() { String::new() } else { format!(" {}", answer.symbol) };
            format!("{} {said}{unit}", cell.label).trim().to_string()
        });
        Some(cells.collect::<Vec<_>>().join("; "))
    };
    let token = |request: &crate::params::Request| {
        let name = check::name(answers, &request.id);
        let inside = request.by.as_ref().map_or_else(|| request.key.clone(), |dim| format!("{}:{dim}", request.key));
        let text = shown(&request.id, &request.key).unwrap_or_default();
        Token { token: format!("{{{{{inside}}}}}"), name, text }
    };
    Ok(requests.values().map(token).collect())
}

/// How many places of a report still wait for the writer's words.
pub fn open_prompts(report: &Report) -> usize {
    report.blocks.iter().filter(|block| matches!(block, crate::model::Block::Prompt(_))).count()
}

/// What was read from the edits.
pub(crate) struct Written {
    /// The body to compose.
    body: WrittenBody,
    /// The requests whose numbers stand in the text, by id.
    used: std::collections::BTreeSet<String>,
}
