//! What stands beside the text: findings with what can be done about them, the documents cited, the figures read.

use super::edits::{Choice, Decided};
use super::job::Proofed;
use super::marks::severity_name;
use super::query::{Query, Shown, severity_slug};
use crate::shell::lang::Lang;
use crate::shell::say;
use domain::proof::{Finding, Span};
use std::collections::BTreeSet;

/// Letters of a text's words shown in a list.
const SHORT: usize = 90;

/// What a finding leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Address.
    pub path: String,
    /// Words.
    pub words: String,
}

/// A finding in the list.
#[derive(Debug, Clone)]
pub struct Item {
    /// Number for people, from 1.
    pub number: usize,
    /// Number in forms, from 0.
    pub index: usize,
    /// Class of its severity.
    pub class: &'static str,
    /// Its severity in words.
    pub severity: &'static str,
    /// Title of its rule.
    pub rule: String,
    /// Where it stands in the file: "trang 3".
    pub place: String,
    /// Its words, when it has some.
    pub words: String,
    /// Whether the text on this page shows its place.
    pub shown: bool,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// What could stand there instead.
    pub suggestion: Option<String>,
    /// Its suggestion was taken.
    pub taken: bool,
    /// It was set aside.
    pub aside: bool,
    /// Other places that it speaks of.
    pub related: Vec<Way>,
    /// What the ledger or the register says.
    pub evidence: Option<(String, String)>,
    /// What can be kept of it.
    pub keep: Vec<Way>,
}

/// A document or figure in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub index: usize,
    /// Id of its place in the text.
    pub place: String,
    /// Its words.
    pub words: String,
    /// What is known of it.
    pub about: String,
    /// What can be kept of it.
    pub keep: Vec<Way>,
    /// What came of it: "đã khai".
    pub badge: String,
}

/// Words of a text on one line, cut where they are long.
pub fn short(text: &str, span: Span) -> String {
    let line = domain::text::tidy(&span.of(text).replace(['\n', '\t'], " "));
    match line.char_indices().nth(SHORT) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or(&line)),
        None => line,
    }
}

/// With a capital letter, as a sentence begins.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

/// Makes the lists.
pub struct Side<'a> {
    /// Language.
    pub t: Lang,
    /// The proof.
    pub proofed: &'a Proofed,
    /// What was decided.
    pub decided: &'a Decided,
    /// What is asked.
    pub query: &'a Query,
    /// Path of the proof.
    pub path: &'a str,
    /// Whether the viewer may take things over.
    pub may_keep: bool,
}

impl Side<'_> {
    fn text(&self) -> &str {
        &self.proofed.extracted.text.text
    }

    /// The number of the proposed figure that stands at a place.
    pub fn figure_at(&self, span: Span) -> Option<usize> {
        let figures = &self.proofed.proposals.figures;
        figures.iter().position(|f| f.place.span == span)
    }

    /// The number of the proposed document that is cited at a place.
    pub fn document_at(&self, span: Span) -> Option<usize> {
        let documents = &self.proofed.proposals.documents;
        documents.iter().position(|d| d.places.iter().any(|p| p.span == span))
    }

    fn keep_document(&self, span: Span) -> Option<Way> {
        let number = self.document_at(span).filter(|_| self.may_keep)?;
        let source = super::document::source(self.path, "van-ban", number);
        Some(Way {
            path: format!("/so/van-ban/moi?tu-soat={source}"),
            words: self.t.say("Thêm văn bản vào sổ", "Add the document to the register").to_string(),
        })
    }

    fn keep_figure(&self, span: Span) -> Option<Way> {
        let number = self.figure_at(span).filter(|_| self.may_keep)?;
        Some(Way {
            path: format!("{}/so/{number}", self.path),
            words: self.t.say("Lấy số này", "Take this figure").to_string(),
        })
    }

    /// Where another place of the text is shown: on this page, or in another part.
    fn to_place(&self, span: Span) -> String {
        let part = self.proofed.layout.part_of(span.start);
        let anchor = format!("#b{}", span.start);
        if part == self.query.part {
            return anchor;
        }
        format!("{}?{}{anchor}", self.path, self.query.at_part(part).text())
    }

    /// The findings of the part that are asked for. `places` are those that the text on this page shows.
    pub fn findings(&self, places: &BTreeSet<usize>) -> Vec<Item> {
        let here = |f: &Finding| self.proofed.layout.part_of(f.span.start) == self.query.part;
        let all = self.proofed.proof.findings.iter().enumerate();
        all.filter(|(_, f)| here(f) && self.query.asks(f)).map(|(i, f)| self.item(i, f, places)).collect()
    }

    fn item(&self, index: usize, f: &Finding, places: &BTreeSet<usize>) -> Item {
        let rule = reading::rules::RULES.iter().find(|r| r.name == f.rule);
        let choice = self.decided.of(index);
        let related = f.related.iter().map(|r| {
            let words = short(self.text(), r.span);
            let words = r.note.as_ref().map_or(words.clone(), |note| format!("{words} ({note})"));
            Way { path: self.to_place(r.span), words }
        });
        let keep = [self.keep_document(f.span), self.keep_figure(f.span)];
        Item {
            number: index + 1,
            index,
            class: severity_slug(f.severity),
            severity: severity_name(self.t, f.severity),
            rule: rule.map_or_else(|| f.rule.to_string(), |r| r.title.to_string()),
            place: desk::proof::place(&self.proofed.extracted, f.span),
            words: short(self.text(), f.span),
            shown: places.contains(&index),
            message: f.message.clone(),
            hint: f.hint.as_deref().map(capital).unwrap_or_default(),
            suggestion: f.suggestion.clone(),
            taken: choice == Some(Choice::Taken),
            aside: choice == Some(Choice::Aside),
            related: related.collect(),
            evidence: f.evidence.as_ref().map(|e| (e.path.clone(), e.label.clone())),
            keep: keep.into_iter().flatten().collect(),
        }
    }

    /// The documents or figures of the part.
    pub fn lines(&self) -> Vec<Line> {
        let here = |span: Span| self.proofed.layout.part_of(span.start) == self.query.part;
        let reading = &self.proofed.proof.reading;
        match self.query.shown {
            Shown::Findings => Vec::new(),
            Shown::Documents => {
                let all = reading.citations.iter().enumerate().filter(|(_, c)| here(c.span));
                all.map(|(i, c)| self.document(i, c)).collect()
            }
            Shown::Figures => {
                let all = reading.figures.iter().enumerate().filter(|(_, f)| here(f.span));
                all.map(|(i, f)| self.figure(i, f)).collect()
            }
        }
    }

    fn document(&self, index: usize, c: &domain::proof::Citation) -> Line {
        let date = c.date.and_then(|d| self.proofed.proof.reading.dates.get(d)).and_then(|d| d.date);
        let date = date.map(|d| self.t.fill("ngày {}", "of {}", [say::date(&d)]));
        let words = |span: Option<Span>| span.map(|s| short(self.text(), s));
        let about: Vec<String> = [date, words(c.issuer), words(c.title)].into_iter().flatten().collect();
        Line {
            index,
            place: format!("b{}", c.span.start),
            words: short(self.text(), c.span),
            about: about.join(" · "),
            keep: self.keep_document(c.span).into_iter().collect(),
            badge: if c.own {
                self.t.say("số của chính văn bản này", "its own number").to_string()
            } else {
                String::new()
            },
        }
    }

    fn figure(&self, index: usize, f: &domain::proof::Figure) -> Line {
        let words = |span: Option<Span>| span.map(|s| short(self.text(), s));
        let period = f.period.and_then(|p| self.proofed.proof.reading.periods.get(p)).map(|p| p.span);
        let about: Vec<String> = [words(f.what), words(f.scope), words(period)].into_iter().flatten().collect();
        let taken = self.figure_at(f.span).is_some_and(|n| self.decided.figures.contains(&n));
        Line {
            index,
            place: format!("b{}", f.span.start),
            words: short(self.text(), f.span),
            about: about.join(" · "),
            keep: self.keep_figure(f.span).into_iter().filter(|_| !taken).collect(),
            badge: if taken { self.t.say("đã khai", "declared").to_string() } else { String::new() },
        }
    }
}
