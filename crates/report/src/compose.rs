//! From a template, its particulars and the answers to a report.

use crate::format::{Format, long_date, short_date};
use crate::model::{Binding, Block, Layout, Meta, Report, Run, Style};
use crate::params::{Answer, Answers, Cell, ReportParams, Request};
use crate::say::{present, say};
use crate::template::Template;
use crate::template::capitalised;
use crate::template::nodes::{BodyBlock, Node};
use crate::tidy::{is_blank, plain, tidy};
use domain::problem::Problem;
use std::collections::BTreeMap;

/// Blank of a draft: unbreakable, so that pages keep its width.
const BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// Composes the report.
///
/// # Errors
/// All requests left without an answer and all parameters that the template does not have.
pub fn compose(template: &Template, params: &ReportParams, answers: &Answers) -> Result<Report, Vec<Problem>> {
    let body = WrittenBody::of(template);
    composed(template, params, answers, &body).map(|(report, _)| report)
}

/// The text to compose: the template's, or what the writer made of it.
pub(crate) struct WrittenBody {
    /// Blocks with the name of the template's block that they stand for.
    pub(crate) blocks: Vec<(String, Vec<BodyBlock>)>,
    /// Footnotes by label.
    pub(crate) notes: BTreeMap<String, Vec<Node>>,
    /// Trích yếu.
    pub(crate) subject: Vec<Node>,
}

impl WrittenBody {
    pub(crate) fn of(template: &Template) -> Self {
        let named = template.ids.iter().cloned().zip(template.blocks.iter().map(|block| vec![block.clone()]));
        WrittenBody { blocks: named.collect(), notes: template.notes.clone(), subject: template.subject.clone() }
    }
}

/// Composes a body; also tells for each block of the report which block of the body it came from (`None` for the
/// signature).
pub(crate) fn composed(
    template: &Template,
    params: &ReportParams,
    answers: &Answers,
    body: &WrittenBody,
) -> Result<(Report, Vec<Option<String>>), Vec<Problem>> {
    let requests = asked(template, params, answers)?;
    let mut composer = Composer::new(template, params, answers, requests, &body.notes);
    let subject = plain(&composer.line(&body.subject));
    let (mut blocks, mut places) = (Vec::new(), Vec::new());
    for (id, written) in &body.blocks {
        blocks.extend(composer.blocks(written));
        places.resize(blocks.len(), Some(id.clone()));
    }
    blocks.push(Block::Signature {
        recipients: params.recipients.clone(),
        signer: params.signer.clone(),
        name: params.signer_name.clone(),
    });
    places.push(None);
    composer.finish_footnotes();
    let footnotes = composer.footnotes.into_iter().map(Note::into_runs).collect();
    Ok((Report { meta: meta(template, params, subject), blocks, footnotes, bindings: composer.bindings }, places))
}

/// The template's requests by id, when all of them are answered and the template has all parameters.
pub(crate) fn asked(
    template: &Template,
    params: &ReportParams,
    answers: &Answers,
) -> Result<BTreeMap<String, Request>, Vec<Problem>> {
    let requests: BTreeMap<String, Request> =
        template.requests(params).into_iter().map(|r| (r.id.clone(), r)).collect();
    let mut problems: Vec<Problem> = Vec::new();
    for id in requests.keys() {
        if answers.get(id).is_none_or(|a| a.cells.is_empty() && !id.contains('.')) {
            problems.push(Problem::error("missing-answer", format!("Số liệu “{id}” chưa được tính")).field(id));
        }
    }
    for key in params.values.keys() {
        if !template.config.parameters.iter().any(|p| p.key == *key) {
            let p = Problem::error("unknown-parameter", format!("Mẫu báo cáo không có tham số “{key}”"));
            problems.push(p.field(key));
        }
    }
    if problems.is_empty() { Ok(requests) } else { Err(problems) }
}

fn meta(template: &Template, params: &ReportParams, subject: String) -> Meta {
    // a number below ten is written with a zero before it (Decree 30/2020/NĐ-CP)
    let number = params.number.as_deref().map(str::trim).filter(|n| !n.is_empty());
    let padded = number.filter(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit())).map(|n| format!("0{n}"));
    let number = padded.as_deref().or(number).unwrap_or(BLANK);
    let number = match template.config.layout {
        Layout::Party => format!("Số {number}-{}", params.symbol),
        Layout::State => format!("Số: {number}/{}", params.symbol),
    };
    let date = match params.date {
        Some(date) => long_date(date),
        None => format!("ngày{BLANK}tháng{BLANK}năm {}", params.to.year()),
    };
    Meta {
        template: template.config.slug.clone(),
        layout: template.config.layout,
        superior: params.superior.as_deref().map(str::to_uppercase),
        organ: params.organ.to_uppercase(),
        number,
        place_date: format!("{}, {date}", params.place),
        title: template.config.title.clone(),
        subject,
        draft: params.number.is_none() || params.date.is_none(),
        unit: params.unit.clone(),
        from: params.from,
        to: params.to,
        view: params.view,
    }
}

/// A footnote: written by the template's author, still to be composed, or made for a figure.
enum Note {
    Author(String),
    Done(Vec<Run>),
}

impl Note {
    fn into_runs(self) -> Vec<Run> {
        match self {
            Note::Author(_) => Vec::new(),
            Note::Done(runs) => runs,
        }
    }
}

/// What tells footnotes apart.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum NoteKey {
    Label(String),
    Text(String),
}

/// What follows a figure, held back until it is seen whether its counting unit follows: "61 cuộc (còn 2 mục…)".
struct Tail {
    symbol: String,
    runs: Vec<Run>,
}

pub(crate) struct Composer<'a> {
    template: &'a Template,
    notes: &'a BTreeMap<String, Vec<Node>>,
    params: &'a ReportParams,
    answers: &'a Answers,
    requests: BTreeMap<String, Request>,
    footnotes: Vec<Note>,
    /// Number and count of references of each footnote.
    numbers: BTreeMap<NoteKey, (usize, usize)>,
    bindings: Vec<Binding>,
    /// Place in `bindings` by anchor.
    positions: BTreeMap<String, usize>,
    tail: Option<Tail>,
}

impl<'a> Composer<'a> {
    pub(crate) fn new(
        template: &'a Template,
        params: &'a ReportParams,
        answers: &'a Answers,
        requests: BTreeMap<String, Request>,
        notes: &'a BTreeMap<String, Vec<Node>>,
    ) -> Self {
        Composer {
            template,
            notes,
            params,
            answers,
            requests,
            footnotes: Vec::new(),
            numbers: BTreeMap::new(),
            bindings: Vec::new(),
            positions: BTreeMap::new(),
            tail: None,
        }
    }

    fn blocks(&mut self, blocks: &[BodyBlock]) -> Vec<Block> {
        let mut out = Vec::new();
        for block in blocks {
            match block {
                BodyBlock::Heading(level, nodes) => {
                    out.push(Block::Heading { level: *level, runs: self.line(nodes) });
                }
                BodyBlock::Paragraph(nodes) => {
                    let runs = self.line(nodes);
                    if !is_blank(&runs) {
                        out.push(Block::Paragraph(runs));
                    }
                }
                BodyBlock::Prompt(nodes) => out.push(Block::Prompt(self.line(nodes))),
                BodyBlock::List { start, items } => {
                    let items: Vec<Vec<Block>> =
                        items.iter().map(|item| self.blocks(item)).filter(|item| !item.is_empty()).collect();
                    if !items.is_empty() {
                        out.push(Block::List { start: *start, items });
                    }
                }
                BodyBlock::Table { head, rows } => {
                    let head = head.iter().map(|cell| self.line(cell)).collect();
                    let rows: Vec<Vec<Vec<Run>>> = rows
                        .iter()
                        .map(|row| row.iter().map(|cell| self.line(cell)).collect::<Vec<_>>())
                        .filter(|row| row.iter().any(|cell| !is_blank(cell)))
                        .collect();
                    out.push(Block::Table { head, rows });
                }
            }
        }
        out
    }

    /// One line of text, tidied.
    fn line(&mut self, nodes: &[Node]) -> Vec<Run> {
        let mut out = Vec::new();
        self.emit(nodes, &mut out);
        self.end_tail(&mut out);
        tidy(out)
    }

    fn emit(&mut self, nodes: &[Node], out: &mut Vec<Run>) {
        for node in nodes {
            match node {
                Node::Text { text, style } => self.words(text, *style, out),
                Node::Param { name, capital, style } => {
                    let value = self.param(name);
                    let value = if *capital { capitalised(&value) } else { value };
                    self.words(&value, *style, out);
                }
                Node::Break => {
                    self.end_tail(out);
                    out.push(Run::LineBreak);
                }
                Node::Note(label) => {
                    self.end_tail(out);
                    let run = self.reference(NoteKey::Label(label.clone()));
                    out.push(run);
                }
                Node::Figure { key, format, style } => {
                    if let Some((answer, cell)) = self.total(key) {
                        let format = self.format(key, *format);
                        self.figure(key, answer, cell, format, *style, out);
                    }
                }
                Node::Breakdown { key, dim, format, style } => {
                    self.breakdown(&format!("{key}.{dim}"), self.format(key, *format), *style, out);
                }
                Node::If { keys, then, other } => {
                    let branch = if self.holds(keys, then) { then } else { other };
                    self.emit(branch, out);
                }
                Node::Join { separator, parts } => self.join(separator, parts, out),
            }
        }
    }

    fn join(&mut self, separator: &str, parts: &[Vec<Node>], out: &mut Vec<Run>) {
        self.end_tail(out);
        let mut first = true;
        for part in parts {
            if self.verdict(part) == Some(false) {
                continue;
            }
            let runs = self.line(part);
            if is_blank(&runs) {
                continue;
            }
            if !first {
                self.words(separator, Style::default(), out);
            }
            first = false;
            out.extend(runs);
        }
    }

    fn breakdown(&mut self, id: &str, format: Format, style: Style, out: &mut Vec<Run>) {
        let answers: &'a Answers = self.answers;
        let Some(answer) = answers.get(id) else { return };
        let cells = answer.cells.iter().filter(|c| present(&c.figure));
        for (i, cell) in cells.enumerate() {
            let separator = if i == 0 { "" } else { "; " };
            self.words(&format!("{separator}{} ", in_sentence(&cell.label)), style, out);
            self.figure(id, answer, cell, format, style, out);
            if !format.says_unit() {
                self.words(&format!(" {}", answer.symbol), style, out);
            }
        }
    }

    fn figure(&mut self, id: &str, answer: &Answer, cell: &Cell, format: Format, style: Style, out: &mut Vec<Run>) {
        self.end_tail(out);
        let Some(request) = self.requests.get(id) else { return };
        let said = say(&cell.figure, format);
        let anchor = request.anchor(&cell.figure);
        let position = *self.positions.entry(anchor.clone()).or_insert(self.bindings.len());
        if position == self.bindings.len() {
            self.bindings.push(binding(request, answer, cell, anchor.clone(), said.text.clone()));
        }
        let mut nth = 1;
        if let Some(binding) = self.bindings.get_mut(position) {
            binding.uses += 1;
            nth = binding.uses;
        }
        out.push(Run::Figure { anchor, text: said.text, nth, style });
        let mut runs: Vec<Run> =
            said.remark.map(|r| Run::Text { text: format!(" {r}"), style: Style::default() }).into_iter().collect();
        for (note, always) in said.notes {
            let key = NoteKey::Text(note);
            if always || !self.numbers.contains_key(&key) {
                runs.push(self.reference(key));
            }
        }
        if !runs.is_empty() {
            self.tail = Some(Tail { symbol: answer.symbol.clone(), runs });
        }
    }

    /// Adds words; a held-back tail goes behind the counting unit when the words begin with it.
    fn words(&mut self, text: &str, style: Style, out: &mut Vec<Run>) {
        let mut rest = text;
        if let Some(tail) = &self.tail {
            let unit = format!(" {}", tail.symbol);
            let after = rest.strip_prefix(unit.as_str()).filter(|a| !a.starts_with(char::is_alphanumeric));
            if let Some(after) = after {
                out.push(Run::Text { text: unit, style });
                rest = after;
            }
            self.end_tail(out);
        }
        out.push(Run::Text { text: rest.to_string(), style });
    }

    fn end_tail(&mut self, out: &mut Vec<Run>) {
        out.extend(self.tail.take().into_iter().flat_map(|t| t.runs));
    }

    fn reference(&mut self, key: NoteKey) -> Run {
        if let Some((number, uses)) = self.numbers.get_mut(&key) {
            *uses += 1;
            return Run::FootnoteRef { number: *number, nth: *uses };
        }
        self.footnotes.push(match &key {
            NoteKey::Label(label) => Note::Author(label.clone()),
            NoteKey::Text(text) => Note::Done(vec![Run::Text { text: text.clone(), style: Style::default() }]),
        });
        let number = self.footnotes.len();
        self.numbers.insert(key, (number, 1));
        Run::FootnoteRef { number, nth: 1 }
    }

    /// Composes the author's footnotes that were referred to; they may refer to further ones.
    fn finish_footnotes(&mut self) {
        let mut next = 0;
        while let Some(note) = self.footnotes.get(next) {
            if let Note::Author(label) = note {
                let notes = self.notes;
                let runs = notes.get(label).map(|nodes| self.line(nodes)).unwrap_or_default();
                if let Some(slot) = self.footnotes.get_mut(next) {
                    *slot = Note::Done(runs);
                }
            }
            next += 1;
        }
    }

    fn format(&self, key: &str, format: Option<Format>) -> Format {
        format.or_else(|| self.template.config.figures.get(key).map(|f| f.format)).unwrap_or(Format::So)
    }

    fn total(&self, key: &str) -> Option<(&'a Answer, &'a Cell)> {
        let answers: &'a Answers = self.answers;
        let answer = answers.get(key)?;
        answer.cells.first().map(|cell| (answer, cell))
    }

    /// Whether a condition holds: one of the keys has something to say; with no keys, one of the figures inside.
    pub(crate) fn holds(&self, keys: &[String], inside: &[Node]) -> bool {
        if keys.is_empty() {
            return self.verdict(inside) != Some(false);
        }
        keys.iter().any(|key| match key.strip_prefix('@') {
            Some(name) => !self.param(name).trim().is_empty(),
            None => self.total(key).is_some_and(|(_, cell)| present(&cell.figure)),
        })
    }

    /// Whether any figure inside has something to say; `None` when there is no figure.
    pub(crate) fn verdict(&self, nodes: &[Node]) -> Option<bool> {
        nodes.iter().filter_map(|node| self.verdict_of(node)).reduce(|a, b| a || b)
    }

    fn verdict_of(&self, node: &Node) -> Option<bool> {
        match node {
            Node::Figure { key, .. } => Some(self.total(key).is_some_and(|(_, cell)| present(&cell.figure))),
            Node::Breakdown { key, dim, .. } => {
                let answer = self.answers.get(&format!("{key}.{dim}"));
                Some(answer.is_some_and(|a| a.cells.iter().any(|c| present(&c.figure))))
            }
            Node::If { keys, then, other } => {
                let branch = if self.holds(keys, then) { then } else { other };
                Some(self.verdict(branch).unwrap_or(!branch.is_empty()))
            }
            Node::Join { parts, .. } => parts.iter().filter_map(|p| self.verdict(p)).reduce(|a, b| a || b),
            Node::Text { .. } | Node::Param { .. } | Node::Break | Node::Note(_) => None,
        }
    }

    pub(crate) fn param(&self, name: &str) -> String {
        let p = self.params;
        match name {
            "don-vi" => p.unit.clone(),
            "ten" => p.unit_name.clone(),
            "co-quan" => p.organ.clone(),
            "cap-tren" => p.superior.clone().unwrap_or_default(),
            "nam" => p.period.clone(),
            "nam-sau" => p.next_period.clone(),
            "ky" => format!("từ ngày {} đến ngày {}", short_date(p.from), short_date(p.to)),
            own => p.values.get(own).cloned().unwrap_or_else(|| {
                let defaults = &self.template.config.parameters;
                defaults.iter().find(|d| d.key == own).map(|d| d.default.clone()).unwrap_or_default()
            }),
        }
    }
}

/// A label inside a sentence: "Kinh tế" → "kinh tế"; one that holds a name ("Hội Nông dân") stays as it is.
fn in_sentence(label: &str) -> String {
    let mut chars = label.chars();
    match chars.next() {
        Some(first) if !chars.clone().any(char::is_uppercase) => first.to_lowercase().chain(chars).collect(),
        _ => label.to_string(),
    }
}

fn binding(request: &Request, answer: &Answer, cell: &Cell, anchor: String, text: String) -> Binding {
    let name = match cell.label.as_str() {
        "" => answer.name.clone(),
        label => format!("{} – {label}", answer.name),
    };
    Binding {
        anchor,
        name,
        definition: answer.definition.clone(),
        conditions: answer.conditions.clone(),
        symbol: answer.symbol.clone(),
        filter: request.filter.clone(),
        organ: request.organ.clone(),
        from: request.from,
        to: request.to,
        figure: cell.figure.clone(),
        text,
        uses: 0,
    }
}
