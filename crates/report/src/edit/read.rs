//! From the writer's text back to blocks.

use super::{EditBlock, Edits, Kind, NOTE, Written, check};
use crate::compose::WrittenBody;
use crate::params::Answers;
use crate::template::nodes::{BodyBlock, Node};
use crate::template::words::{Name, Words};
use crate::template::{Template, words};
use domain::problem::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// The body as the writer left it.
pub(super) fn written(
    template: &Template,
    answers: &Answers,
    shown: &[EditBlock],
    edits: &Edits,
) -> Result<Written, Vec<Problem>> {
    let mut body = WrittenBody::of(template);
    let mut reader = Reader { template, answers, labels: labels(template, shown), problems: Vec::new() };
    let mut notes: BTreeMap<String, Vec<Node>> = BTreeMap::new();
    let mut used = BTreeSet::new();
    for block in shown {
        if !block.edited {
            used.extend(check::ids(&block.original));
            continue;
        }
        let words = reader.read(block);
        used.extend(words.answers());
        for (label, nodes) in words.notes {
            if notes.insert(label.clone(), nodes).is_some() {
                let problem = Problem::error("duplicate-note", format!("Chú thích [^{label}] được viết hai lần"));
                reader.problems.push(problem.field(&block.id));
            }
        }
        match block.id.strip_prefix(NOTE) {
            Some(label) if block.kind == Kind::Footnote => {
                let nodes = reader.one_line(words.blocks, &block.id);
                body.notes.insert(label.to_string(), nodes);
            }
            _ => {
                if let Some((_, blocks)) = body.blocks.iter_mut().find(|(id, _)| *id == block.id) {
                    *blocks = words.blocks;
                }
            }
        }
    }
    body.notes.extend(notes);
    if let Some(subject) = &edits.subject {
        let (nodes, words) = words::line(subject);
        reader.check(&words, "subject");
        used.extend(words.answers());
        body.subject = nodes;
    }
    let problems = reader.problems;
    if problems.iter().any(Problem::is_error) { Err(problems) } else { Ok(Written { body, used }) }
}

/// The labels of all footnotes, the template's and the writer's.
fn labels(template: &Template, shown: &[EditBlock]) -> BTreeSet<String> {
    let own = shown.iter().filter(|b| b.edited).flat_map(|b| b.text.lines()).filter_map(defined);
    own.map(str::to_string).chain(template.notes.keys().cloned()).collect()
}

/// The label that a line defines: `[^a]: …`.
fn defined(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix("[^")?.split_once("]:").map(|(label, _)| label)
}

struct Reader<'a> {
    template: &'a Template,
    answers: &'a Answers,
    labels: BTreeSet<String>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn read(&mut self, block: &EditBlock) -> Words {
        let (mut markdown, lines) = spread(block);
        // Markdown takes a reference for one only when its footnote is in the same text
        let here: BTreeSet<&str> = block.text.lines().filter_map(defined).collect();
        let elsewhere: Vec<&String> = self.labels.iter().filter(|l| !here.contains(l.as_str())).collect();
        for label in &elsewhere {
            markdown.push_str(&format!("\n\n[^{label}]: x"));
        }
        let mut words = words::read(&markdown);
        words.notes.retain(|label, _| here.contains(label.as_str()));
        // lines of the writer's text, which has fewer empty ones
        let place = |line: u32| {
            let index = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
            lines.get(index).copied().unwrap_or(1)
        };
        for problem in &mut words.problems {
            problem.place.line = problem.place.line.map(place);
        }
        for (_, line) in &mut words.names {
            *line = place(*line);
        }
        self.check(&words, &block.id);
        words
    }

    /// Every name in the text is one that the report has.
    fn check(&mut self, words: &Words, field: &str) {
        self.problems.extend(words.problems.iter().cloned().map(|p| p.field(field)));
        for (name, line) in &words.names {
            let problem = match name {
                Name::Answer { id, token } if !self.answers.contains_key(id) => {
                    let known = self.answers.keys().map(|id| check::token_of(self.template, id)).collect::<Vec<_>>();
                    let near = domain::registers::did_you_mean(token, known.iter().map(String::as_str));
                    let hint = match near {
                        Some(near) => format!("có phải {{{{{near}}}}}?"),
                        None => "chọn số liệu trong danh sách bên cạnh ô soạn".to_string(),
                    };
                    Problem::error("unknown-figure", format!("Báo cáo này không có số liệu {{{{{token}}}}}")).hint(hint)
                }
                Name::Param(name) if !self.template.has_param(name) => {
                    Problem::error("unknown-parameter", format!("Báo cáo này không có tham số {{{{@{name}}}}}"))
                        .hint("viết thẳng lời cần có")
                }
                Name::Note(label) if !self.labels.contains(label) => {
                    Problem::error("unknown-note", format!("Chú thích [^{label}] chưa được viết"))
                        .hint(format!("thêm dòng “[^{label}]: nội dung” vào cuối đoạn này"))
                }
                _ => continue,
            };
            self.problems.push(problem.field(field).line(*line));
        }
    }

    /// The nodes of a footnote: paragraphs only.
    fn one_line(&mut self, blocks: Vec<BodyBlock>, field: &str) -> Vec<Node> {
        let mut nodes = Vec::new();
        for block in blocks {
            match block {
                BodyBlock::Paragraph(more) if nodes.is_empty() => nodes = more,
                BodyBlock::Paragraph(more) => {
                    nodes.push(Node::Break);
                    nodes.extend(more);
                }
                _ => {
                    let problem = Problem::error("unsupported-markdown", "Trong chú thích chỉ viết được đoạn văn");
                    self.problems.push(problem.hint("bỏ dấu “-”, “#”, “|” ở đầu dòng").field(field));
                }
            }
        }
        nodes
    }
}

/// What a line begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Empty,
    Plain,
    Item,
    /// Indented under an item.
    Inside,
    Row,
}

/// The text as Markdown in which each plain line is a paragraph, and for each line of it the line of the writer's text.
fn spread(block: &EditBlock) -> (String, Vec<u32>) {
    let (mut out, mut lines) = (String::new(), Vec::new());
    let (mut before, mut broken) = (Line::Empty, false);
    let mut in_list = false;
    let mut heading = block.kind == Kind::Heading;
    for (number, line) in (1u32..).zip(block.text.lines()) {
        let line = line.replace('\t', "    ");
        let line = line.trim_end();
        let indented = line.starts_with(' ');
        let bare = line.trim_start();
        let kind = match bare {
            "" => Line::Empty,
            _ if in_list && indented && is_item(bare) => Line::Item,
            _ if in_list && indented => Line::Inside,
            _ if is_item(bare) => Line::Item,
            _ if bare.starts_with('|') => Line::Row,
            _ => Line::Plain,
        };
        in_list = matches!(kind, Line::Item | Line::Inside) || (in_list && kind == Line::Empty);
        let together = kind == Line::Empty || before == Line::Empty || broken;
        let same =
            matches!((before, kind), (Line::Item | Line::Inside, Line::Item | Line::Inside) | (Line::Row, Line::Row));
        if !together && !same {
            out.push('\n');
            lines.push(number);
        }
        let hashes = if heading && kind != Line::Empty && !bare.starts_with('#') {
            format!("{} ", "#".repeat(usize::from(block.level) + 1))
        } else {
            String::new()
        };
        heading = heading && kind == Line::Empty;
        let kept = if matches!(kind, Line::Item | Line::Inside) { line } else { bare };
        out.push_str(&format!("{hashes}{kept}\n"));
        lines.push(number);
        broken = kept.ends_with('\\');
        before = kind;
    }
    (out, lines)
}

fn is_item(line: &str) -> bool {
    let dash = ["- ", "+ ", "* "].iter().any(|mark| line.starts_with(mark));
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    dash || ((1..=9).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") ")))
}
