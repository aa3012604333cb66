//! The `{{…}}` tags of a body: taken out before the Markdown is read, so that `|` and `*` in them mean nothing to it,
//! and put back as tokens.

use super::config::unknown_format;
use crate::format::Format;
use domain::problem::Problem;
use std::fmt;

/// Stands in the Markdown for tag number n: OPEN, n in digits, CLOSE. Private-use characters that no text holds.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// What a tag says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tag {
    /// `{{key}}`, `{{key|format}}`
    Figure { key: String, format: Option<Format> },
    /// `{{key:dimension}}`, `{{key:dimension|format}}`
    Breakdown { key: String, dim: String, format: Option<Format> },
    /// `{{@name}}`, `{{@name|hoa}}`
    Param { name: String, capital: bool },
    /// `{{#if}}`, `{{#if a b @c}}`
    If(Vec<String>),
    /// `{{else}}`
    Else,
    /// `{{/if}}`
    EndIf,
    /// `{{#join}}`, `{{#join ,}}`: the separator with its space.
    Join(String),
    /// `{{&}}`
    Next,
    /// `{{/join}}`
    EndJoin,
    /// A tag that could not be read; told already.
    Bad,
}

/// A tag with its line.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) tag: Tag,
    pub(super) line: u32,
}

/// Takes the tags out of the body. Returns the Markdown, the tags by number and the problems (without file).
pub(super) fn take_out(body: &str) -> (String, Vec<Placed>, Vec<Problem>) {
    let (mut markdown, mut tags, mut problems) = (String::new(), Vec::new(), Vec::new());
    for (i, text) in body.lines().enumerate() {
        let line = u32::try_from(i + 1).unwrap_or(u32::MAX);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            markdown.extend(before.chars().filter(|c| !matches!(*c, OPEN | CLOSE)));
            let Some((inside, following)) = after.split_once("}}") else {
                let p = Problem::error("unclosed-tag", "Dấu {{ không có }} đóng trên cùng một dòng");
                problems.push(p.line(line));
                rest = "";
                break;
            };
            let tag = read(inside.trim()).unwrap_or_else(|p| {
                problems.push(p.line(line));
                Tag::Bad
            });
            markdown.push_str(&format!("{OPEN}{}{CLOSE}", tags.len()));
            tags.push(Placed { tag, line });
            rest = following;
        }
        markdown.extend(rest.chars().filter(|c| !matches!(*c, OPEN | CLOSE)));
        markdown.push('\n');
    }
    (markdown, tags, problems)
}

/// A piece of Markdown text: words, or the number of a tag.
pub(super) enum Piece<'a> {
    Words(&'a str),
    Tag(usize),
}

impl<'a> Piece<'a> {
    /// The words, unless it is a tag.
    pub(super) fn words(&self) -> Option<&'a str> {
        match self {
            Piece::Words(words) => Some(words),
            Piece::Tag(_) => None,
        }
    }
}

/// Cuts text into words and tags.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        if !before.is_empty() {
            out.push(Piece::Words(before));
        }
        let (number, following) = after.split_once(CLOSE).unwrap_or((after, ""));
        if let Ok(n) = number.parse() {
            out.push(Piece::Tag(n));
        }
        rest = following;
    }
    if !rest.is_empty() {
        out.push(Piece::Words(rest));
    }
    out
}

/// The Markdown with its tags in it again, spelled one way.
pub(super) fn put_back(markdown: &str, tags: &[Placed]) -> String {
    let spelled = pieces(markdown).into_iter().map(|piece| match piece {
        Piece::Words(words) => words.to_string(),
        Piece::Tag(number) => tags.get(number).map(|placed| placed.tag.to_string()).unwrap_or_default(),
    });
    spelled.collect()
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let option = |format: &Option<Format>| format.map(|f| format!("|{}", f.name())).unwrap_or_default();
        match self {
            Tag::Figure { key, format } => write!(f, "{{{{{key}{}}}}}", option(format)),
            Tag::Breakdown { key, dim, format } => write!(f, "{{{{{key}:{dim}{}}}}}", option(format)),
            Tag::Param { name, capital } => write!(f, "{{{{@{name}{}}}}}", if *capital { "|hoa" } else { "" }),
            Tag::If(keys) => write!(f, "{{{{#if {}}}}}", keys.join(" ")),
            Tag::Else => write!(f, "{{{{else}}}}"),
            Tag::EndIf => write!(f, "{{{{/if}}}}"),
            Tag::Join(separator) => write!(f, "{{{{#join {separator}}}}}"),
            Tag::Next => write!(f, "{{{{&}}}}"),
            Tag::EndJoin => write!(f, "{{{{/join}}}}"),
            Tag::Bad => Ok(()),
        }
    }
}

fn read(inside: &str) -> Result<Tag, Problem> {
    if let Some(keys) = inside.strip_prefix("#if") {
        return Ok(Tag::If(keys.split_whitespace().map(str::to_string).collect()));
    }
    if let Some(separator) = inside.strip_prefix("#join") {
        let separator = separator.trim();
        return Ok(Tag::Join(format!("{} ", if separator.is_empty() { ";" } else { separator })));
    }
    match inside {
        "else" => return Ok(Tag::Else),
        "/if" => return Ok(Tag::EndIf),
        "&" => return Ok(Tag::Next),
        "/join" => return Ok(Tag::EndJoin),
        _ => {}
    }
    let bad = || {
        Problem::error("bad-tag", format!("Không hiểu {{{{{inside}}}}}"))
            .hint("viết {{khoa}}, {{khoa|so-0}}, {{khoa:chieu}}, {{@tham-so}}, {{#if khoa}}…{{/if}}, {{#join}}…{{&}}…{{/join}}")
    };
    let (name, option) = match inside.split_once('|') {
        Some((name, option)) => (name.trim(), Some(option.trim())),
        None => (inside, None),
    };
    if let Some(name) = name.strip_prefix('@') {
        return match option {
            None | Some("hoa") if domain::text::is_slug(name) => {
                Ok(Tag::Param { name: name.to_string(), capital: option.is_some() })
            }
            _ => Err(bad()),
        };
    }
    let format = option.map(|o| Format::parse(o).ok_or_else(|| unknown_format(o))).transpose()?;
    let (key, dim) = match name.split_once(':') {
        Some((key, dim)) => (key.trim(), Some(dim.trim())),
        None => (name, None),
    };
    if !domain::text::is_slug(key) || !dim.is_none_or(domain::text::is_slug) {
        return Err(bad());
    }
    let key = key.to_string();
    Ok(match dim {
        Some(dim) => Tag::Breakdown { key, dim: dim.to_string(), format },
        None => Tag::Figure { key, format },
    })
}
