//! The body as a tree: what may be printed, before it is known what will be.

use super::tags::{Placed, Tag};
use crate::format::Format;
use crate::model::Style;
use domain::problem::Problem;

/// A block of the body.
#[derive(Debug, Clone)]
pub(crate) enum BodyBlock {
    Heading(u8, Vec<Node>),
    Paragraph(Vec<Node>),
    Prompt(Vec<Node>),
    List { start: Option<u64>, items: Vec<Vec<BodyBlock>> },
    Table { head: Vec<Vec<Node>>, rows: Vec<Vec<Vec<Node>>> },
}

/// A piece of a line.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Text { text: String, style: Style },
    Figure { key: String, format: Option<Format>, style: Style },
    Breakdown { key: String, dim: String, format: Option<Format>, style: Style },
    Param { name: String, capital: bool, style: Style },
    Break,
    Note(String),
    If { keys: Vec<String>, then: Vec<Node>, other: Vec<Node> },
    Join { separator: String, parts: Vec<Vec<Node>> },
}

/// A token of a line: words, a tag, a break, a footnote reference.
pub(super) enum Token {
    Words(String, Style),
    Tag(usize, Style),
    Break,
    Note(String),
}

/// A block tag that is still open.
struct Open {
    /// The opening tag; `None` at the bottom of the stack.
    tag: Option<Tag>,
    line: u32,
    /// Parts closed by `{{else}}` or `{{&}}`.
    done: Vec<Vec<Node>>,
    current: Vec<Node>,
}

/// Nests the tokens of one line of text. A block tag must close in the paragraph, item or cell where it opened.
pub(super) fn nest(tokens: Vec<Token>, tags: &[Placed], problems: &mut Vec<Problem>) -> Vec<Node> {
    let mut stack: Vec<Open> = Vec::new();
    let mut top = Open { tag: None, line: 0, done: Vec::new(), current: Vec::new() };
    for token in tokens {
        let (number, style) = match token {
            Token::Words(text, style) => {
                top.current.push(Node::Text { text, style });
                continue;
            }
            Token::Break => {
                top.current.push(Node::Break);
                continue;
            }
            Token::Note(label) => {
                top.current.push(Node::Note(label));
                continue;
            }
            Token::Tag(number, style) => (number, style),
        };
        let Some(placed) = tags.get(number) else { continue };
        match &placed.tag {
            Tag::If(_) | Tag::Join(_) => {
                let opened =
                    Open { tag: Some(placed.tag.clone()), line: placed.line, done: Vec::new(), current: Vec::new() };
                stack.push(std::mem::replace(&mut top, opened));
            }
            Tag::Else if matches!(top.tag, Some(Tag::If(_))) && top.done.is_empty() => {
                top.done.push(std::mem::take(&mut top.current));
            }
            Tag::Next if matches!(top.tag, Some(Tag::Join(_))) => {
                top.done.push(std::mem::take(&mut top.current));
            }
            Tag::EndIf if matches!(top.tag, Some(Tag::If(_))) => close(&mut top, &mut stack),
            Tag::EndJoin if matches!(top.tag, Some(Tag::Join(_))) => close(&mut top, &mut stack),
            Tag::Else | Tag::Next | Tag::EndIf | Tag::EndJoin => problems.push(stray(placed)),
            plain => top.current.extend(leaf(plain, style)),
        }
    }
    while let Some(below) = stack.pop() {
        let message = "Khối {{#if}} hoặc {{#join}} chưa đóng trong cùng đoạn văn, mục hay ô";
        problems.push(Problem::error("unclosed-block", message).line(top.line));
        top = below;
    }
    top.current
}

/// Closes the top block and puts it into the one below.
fn close(top: &mut Open, stack: &mut Vec<Open>) {
    let Some(below) = stack.pop() else { return };
    let closed = std::mem::replace(top, below);
    let mut parts = closed.done;
    parts.push(closed.current);
    match closed.tag {
        Some(Tag::If(keys)) => {
            let mut parts = parts.into_iter();
            let then = parts.next().unwrap_or_default();
            top.current.push(Node::If { keys, then, other: parts.next().unwrap_or_default() });
        }
        Some(Tag::Join(separator)) => top.current.push(Node::Join { separator, parts }),
        _ => {}
    }
}

fn leaf(tag: &Tag, style: Style) -> Option<Node> {
    match tag.clone() {
        Tag::Figure { key, format } => Some(Node::Figure { key, format, style }),
        Tag::Breakdown { key, dim, format } => Some(Node::Breakdown { key, dim, format, style }),
        Tag::Param { name, capital } => Some(Node::Param { name, capital, style }),
        _ => None,
    }
}

fn stray(placed: &Placed) -> Problem {
    let (name, opener) = match placed.tag {
        Tag::Else => ("{{else}}", "{{#if …}}"),
        Tag::EndIf => ("{{/if}}", "{{#if …}}"),
        Tag::Next => ("{{&}}", "{{#join}}"),
        _ => ("{{/join}}", "{{#join}}"),
    };
    Problem::error("stray-tag", format!("{name} không nằm trong {opener} nào")).line(placed.line)
}
