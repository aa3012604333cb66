//! From the template's blocks to the text that the writer edits: conditions settled, parameters filled in, numbers left
//! as tokens.

use crate::compose::Composer;
use crate::format::Format;
use crate::model::Style;
use crate::template::nodes::{BodyBlock, Node};

/// Makes text of blocks, with the answers of the moment.
pub(super) struct Source<'a, 'c> {
    pub(super) composer: &'c Composer<'a>,
}

/// A stretch of text in one style.
struct Piece {
    text: String,
    style: Style,
    /// Whether there is anything in it for the reader.
    seen: bool,
}

impl Source<'_, '_> {
    /// The text of a block; empty when nothing is left of it.
    pub(super) fn block(&self, block: &BodyBlock) -> String {
        match block {
            BodyBlock::Heading(_, nodes) => self.line(nodes),
            BodyBlock::Paragraph(nodes) | BodyBlock::Prompt(nodes) => guarded(self.line(nodes)),
            BodyBlock::List { start, items } => self.list(*start, items),
            BodyBlock::Table { head, rows } => self.table(head, rows),
        }
    }

    /// One line of text; empty when there is nothing to be seen in it.
    pub(super) fn line(&self, nodes: &[Node]) -> String {
        let mut pieces = Vec::new();
        self.pieces(nodes, &mut pieces);
        if pieces.iter().any(|p| p.seen) { tidy(&marked(pieces)) } else { String::new() }
    }

    fn list(&self, start: Option<u64>, items: &[Vec<BodyBlock>]) -> String {
        let mut out: Vec<String> = Vec::new();
        for item in items {
            let parts: Vec<String> = item.iter().map(|b| self.block(b)).filter(|text| !text.is_empty()).collect();
            if parts.is_empty() {
                continue;
            }
            let mark = match start {
                Some(first) => format!("{}. ", first.saturating_add(out.len() as u64)),
                None => "- ".to_string(),
            };
            let gap = format!("\n{}", " ".repeat(mark.len()));
            let nested = parts.iter().map(|part| part.replace('\n', &gap)).collect::<Vec<_>>();
            // a list in an item follows its line; a further paragraph needs an empty line before it
            let mut text = mark;
            for (i, part) in nested.iter().enumerate() {
                if i > 0 {
                    let listed = matches!(item.get(i), Some(BodyBlock::List { .. }));
                    text.push_str(if listed { "" } else { "\n" });
                    text.push_str(&gap);
                }
                text.push_str(part);
            }
            out.push(text);
        }
        out.join("\n")
    }

    fn table(&self, head: &[Vec<Node>], rows: &[Vec<Vec<Node>>]) -> String {
        let cell = |nodes: &Vec<Node>| self.line(nodes).replace('|', "\\|").replace("{{", "\u{1}").replace('\n', " ");
        let row = |cells: &[Vec<Node>]| {
            let cells: Vec<String> = cells.iter().map(cell).collect();
            // the bar before a format is the token's own
            let line = format!("| {} |", cells.join(" | "));
            let tokens = line.split('\u{1}').enumerate().map(|(i, part)| match part.split_once("}}") {
                Some((inside, rest)) if i > 0 => format!("{{{{{}}}}}{rest}", inside.replace("\\|", "|")),
                _ => part.to_string(),
            });
            tokens.collect::<String>()
        };
        let seen = |cells: &&Vec<Vec<Node>>| cells.iter().any(|nodes| !self.line(nodes).is_empty());
        let rule = format!("|{}", "---|".repeat(head.len()));
        let rows = rows.iter().filter(seen).map(|cells| row(cells));
        [row(head), rule].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
    }

    fn pieces(&self, nodes: &[Node], out: &mut Vec<Piece>) {
        for node in nodes {
            match node {
                Node::Text { text, style } => out.push(words(text, *style)),
                Node::Param { name, capital, style } => {
                    let value = self.composer.param(name);
                    let value = if *capital { crate::template::capitalised(&value) } else { value };
                    out.push(words(&value, *style));
                }
                Node::Break => out.push(plain("\\\n")),
                Node::Note(label) => out.push(plain(&format!("[^{label}]"))),
                Node::Figure { key, format, style } => out.push(token(key, *format, *style)),
                Node::Breakdown { key, dim, format, style } => {
                    out.push(token(&format!("{key}:{dim}"), *format, *style));
                }
                Node::If { keys, then, other } => {
                    self.pieces(if self.composer.holds(keys, then) { then } else { other }, out);
                }
                Node::Join { separator, parts } => {
                    let mut first = true;
                    for part in parts.iter().filter(|part| self.composer.verdict(part) != Some(false)) {
                        let mut inside = Vec::new();
                        self.pieces(part, &mut inside);
                        if inside.iter().any(|p| p.seen) {
                            if !first {
                                out.push(plain(separator));
                            }
                            first = false;
                            out.extend(trimmed(inside));
                        }
                    }
                }
            }
        }
    }
}

fn words(text: &str, style: Style) -> Piece {
    let seen = text.chars().any(|c| !c.is_whitespace() && !c.is_ascii_punctuation());
    Piece { text: escaped(text), style, seen }
}

fn plain(text: &str) -> Piece {
    Piece { text: text.to_string(), style: Style::default(), seen: false }
}

fn token(inside: &str, format: Option<Format>, style: Style) -> Piece {
    let option = format.map(|f| format!("|{}", f.name())).unwrap_or_default();
    Piece { text: format!("{{{{{inside}{option}}}}}"), style, seen: true }
}

/// Without the white space at both ends.
fn trimmed(mut pieces: Vec<Piece>) -> Vec<Piece> {
    if let Some(first) = pieces.first_mut() {
        first.text = first.text.trim_start().to_string();
    }
    if let Some(last) = pieces.last_mut() {
        last.text = last.text.trim_end().to_string();
    }
    pieces
}

/// The pieces in one line, with marks for bold and italic. White space stays outside of the marks, where Markdown
/// wants it.
fn marked(pieces: Vec<Piece>) -> String {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if last.style == piece.style => last.text.push_str(&piece.text),
            _ => joined.push(piece),
        }
    }
    let mut out = String::new();
    for piece in joined {
        let mark = match (piece.style.bold, piece.style.italic) {
            (false, false) => "",
            (true, false) => "**",
            (false, true) => "*",
            (true, true) => "***",
        };
        let core = piece.text.trim();
        if mark.is_empty() || core.is_empty() {
            out.push_str(&piece.text);
            continue;
        }
        let before = piece.text.len() - piece.text.trim_start().len();
        let (lead, rest) = piece.text.split_at(before);
        let trail = rest.get(core.len()..).unwrap_or_default();
        out.push_str(&format!("{lead}{mark}{core}{mark}{trail}"));
    }
    out
}

/// Single spaces, none before punctuation or behind an opening bracket.
fn tidy(text: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in text.chars() {
        match c {
            ' ' | '\t' => gap = true,
            '\n' => {
                out.push('\n');
                gap = false;
            }
            c => {
                let tight = matches!(c, ',' | '.' | ';' | ':' | ')' | '?' | '!') || out.ends_with(['(', '\n']);
                if gap && !tight && !out.is_empty() {
                    out.push(' ');
                }
                gap = false;
                out.push(c);
            }
        }
    }
    out
}

/// Words in which nothing is a mark of Markdown or a token.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let special = matches!(c, '\\' | '*' | '_' | '[' | ']' | '`' | '<')
            || (c == '&' && next.is_some_and(|n| n.is_ascii_alphanumeric() || n == '#'))
            || (c == '{' && out.ends_with('{'));
        if special {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

/// A paragraph whose first characters do not make it a list, a heading or a quotation.
fn guarded(text: String) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match text.chars().nth(digits) {
        Some('.' | ')') if (1..=9).contains(&digits) => {
            let (number, rest) = text.split_at(digits);
            format!("{number}\\{rest}")
        }
        Some('#' | '>' | '+' | '-' | '=' | '|' | '~') if digits == 0 => format!("\\{text}"),
        _ => text,
    }
}
