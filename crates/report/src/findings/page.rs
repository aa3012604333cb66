//! A proof as one page: the text with its marks, the findings beside it. No script, nothing fetched.

use super::{Counts, Sheet, capital, excerpt, severity_slug, severity_word};
use askama::Template;
use domain::problem::Problem;
use domain::proof::{Finding, Role, Severity};
use std::collections::BTreeSet;

/// The page of a text.
///
/// # Errors
/// Only if the template engine fails to write into memory.
pub fn page(sheet: &Sheet<'_>) -> Result<String, Problem> {
    let findings = &sheet.proof.findings;
    let page = Page {
        // Folders tell nothing on a page that is passed on.
        title: sheet.file.rsplit(['/', '\\']).next().unwrap_or(sheet.file),
        css: include_str!("../../templates/findings.css"),
        counts: Counts::of(sheet.proof),
        paragraphs: paragraphs(sheet),
        items: findings.iter().enumerate().map(|(i, f)| item(sheet, i, f)).collect(),
        problems: &sheet.proof.problems,
    };
    page.render().map_err(|e| Problem::error("render", format!("Không dựng được trang: {e}")))
}

#[derive(Template)]
#[template(path = "findings.html")]
struct Page<'a> {
    title: &'a str,
    css: &'static str,
    counts: Counts,
    paragraphs: Vec<Paragraph<'a>>,
    items: Vec<Item<'a>>,
    problems: &'a [Problem],
}

struct Paragraph<'a> {
    class: &'static str,
    pieces: Vec<Piece<'a>>,
}

/// A stretch of one line over which the same findings lie.
struct Piece<'a> {
    words: &'a str,
    /// The worst of the findings: number from 1 and severity.
    mark: Option<(usize, &'static str)>,
    /// Numbers of the findings that begin here.
    begins: Vec<usize>,
}

struct Item<'a> {
    number: usize,
    severity: &'static str,
    word: &'static str,
    rule: &'static str,
    place: String,
    words: String,
    message: &'a str,
    hint: Option<String>,
    suggestion: Option<&'a str>,
    evidence: Option<&'a str>,
    related: Vec<String>,
}

fn item<'a>(sheet: &Sheet<'a>, i: usize, f: &'a Finding) -> Item<'a> {
    let related = |r: &domain::proof::Related| {
        let words = excerpt(&sheet.text.text, r.span, 60).words;
        let note = r.note.as_ref().map(|n| format!(" ({n})")).unwrap_or_default();
        format!("{}: “{words}”{note}", (sheet.place)(r.span))
    };
    Item {
        number: i + 1,
        severity: severity_slug(f.severity),
        word: severity_word(f.severity),
        rule: f.rule,
        place: (sheet.place)(f.span),
        words: excerpt(&sheet.text.text, f.span, 90).words,
        message: &f.message,
        hint: f.hint.as_deref().map(capital),
        suggestion: f.suggestion.as_deref(),
        evidence: f.evidence.as_ref().map(|e| e.label.as_str()),
        related: f.related.iter().map(related).collect(),
    }
}

/// The lines of the text, cut where findings begin and end.
fn paragraphs<'a>(sheet: &Sheet<'a>) -> Vec<Paragraph<'a>> {
    let text = sheet.text.text.as_str();
    let findings = &sheet.proof.findings;
    // A finding without words is shown on the letter before or after it.
    let stretches: Vec<(usize, usize)> = findings.iter().map(|f| shown(text, f)).collect();
    let borders: BTreeSet<usize> = stretches.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        if end > start {
            let mut cuts: Vec<usize> = vec![start];
            cuts.extend(borders.range(start + 1..end));
            cuts.push(end);
            let pieces = cuts.windows(2).filter_map(|w| match w {
                [a, b] => Some(piece(text, findings, &stretches, *a, *b)),
                _ => None,
            });
            out.push(Paragraph { class: class(sheet.text.role_at(start)), pieces: pieces.collect() });
        }
        start += line.len();
    }
    out
}

fn shown(text: &str, f: &Finding) -> (usize, usize) {
    let (start, end) = (f.span.start.min(text.len()), f.span.end.min(text.len()));
    if start < end {
        return (start, end);
    }
    let next = text.get(start..).and_then(|t| t.chars().next()).filter(|c| *c != '\n');
    match next {
        Some(c) => (start, start + c.len_utf8()),
        None => (text.get(..start).and_then(|t| t.char_indices().next_back()).map_or(start, |(at, _)| at), start),
    }
}

fn piece<'a>(text: &'a str, findings: &[Finding], stretches: &[(usize, usize)], a: usize, b: usize) -> Piece<'a> {
    let over = stretches.iter().enumerate().filter(|(_, (start, end))| *start < b && a < *end);
    let over: Vec<usize> = over.map(|(i, _)| i).collect();
    let severity = |i: &usize| findings.get(*i).map_or(Severity::Note, |f| f.severity);
    // Of equally bad ones the first: the list is in the order of the text.
    let worst = over.iter().copied().max_by_key(|i| (severity(i), std::cmp::Reverse(*i)));
    let line_start = text.get(..a).is_none_or(|t| t.is_empty() || t.ends_with('\n'));
    let begins =
        over.iter().filter(|i| stretches.get(**i).is_some_and(|(s, _)| *s == a || (line_start && *s + 1 == a)));
    Piece {
        words: text.get(a..b).unwrap_or_default(),
        mark: worst.map(|i| (i + 1, severity_slug(severity(&i)))),
        begins: begins.map(|i| i + 1).collect(),
    }
}

const fn class(role: Option<&Role>) -> &'static str {
    match role {
        Some(Role::Heading) => "heading",
        Some(Role::Cell { .. }) => "cells",
        Some(Role::Footnote { .. }) => "footnote",
        Some(Role::Running | Role::Furniture) => "aside",
        Some(Role::Body) | None => "body",
    }
}
