//! A proof for programs: one object per file. Its form is described in docs/proof-json.md and docs/proof.schema.json, and kept:
//! keys are added, never renamed.

use super::{Sheet, severity_slug};
use domain::problem::Problem;
use domain::proof::{Citation, Figure, Finding, Group, GroupRole, Reading, Span};
use serde::Serialize;
use serde_json::Number;

/// A file that was proofed.
#[derive(Debug, Clone, Serialize)]
pub struct Proofed {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    citations: Vec<CitationOut>,
    figures: Vec<FigureOut>,
    groups: Vec<GroupOut>,
    findings: Vec<FindingOut>,
    problems: Vec<ProblemOut>,
}

/// A file that could not be read, in the same form: everything empty but its problems.
pub type Failed = Proofed;

#[derive(Debug, Clone, Serialize)]
struct CitationOut {
    start: usize,
    end: usize,
    text: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    number: Option<String>,
    symbol: Option<String>,
    date: Option<String>,
    issuer: Option<String>,
    title: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct FigureOut {
    start: usize,
    end: usize,
    text: String,
    value: Option<Number>,
    unit: Option<String>,
    of: Option<Number>,
    approx: Option<String>,
    what: Option<String>,
    scope: Option<String>,
    period: Option<String>,
    group: Option<String>,
    role: Option<&'static str>,
}

#[derive(Debug, Clone, Serialize)]
struct GroupOut {
    id: String,
    total: Option<Number>,
    parts: Vec<Option<Number>>,
    adds_up: Option<bool>,
}

#[derive(Debug, Clone, Serialize)]
struct FindingOut {
    rule: &'static str,
    severity: &'static str,
    start: usize,
    end: usize,
    message: String,
    hint: Option<String>,
    suggestion: Option<String>,
    evidence: Option<EvidenceOut>,
    related: Vec<PlaceOut>,
}

#[derive(Debug, Clone, Serialize)]
struct PlaceOut {
    start: usize,
    end: usize,
}

#[derive(Debug, Clone, Serialize)]
struct EvidenceOut {
    path: Option<String>,
    label: String,
}

#[derive(Debug, Clone, Serialize)]
struct ProblemOut {
    code: String,
    message: String,
    hint: Option<String>,
}

/// The proof of a text; with the text that its offsets count in when asked.
pub fn json(sheet: &Sheet<'_>, with_text: bool) -> Proofed {
    let reading = &sheet.proof.reading;
    Proofed {
        file: sheet.file.to_string(),
        text: with_text.then(|| sheet.original.to_string()),
        citations: reading.citations.iter().map(|c| citation(sheet, reading, c)).collect(),
        figures: reading.figures.iter().map(|f| figure(sheet, reading, f)).collect(),
        groups: reading.groups.iter().enumerate().map(|(i, g)| group(reading, i, g)).collect(),
        findings: sheet.proof.findings.iter().map(|f| finding(sheet, f)).collect(),
        problems: sheet.proof.problems.iter().map(problem).collect(),
    }
}

/// A file that could not be read.
pub fn failed(file: &str, problems: &[Problem]) -> Failed {
    Proofed {
        file: file.to_string(),
        text: None,
        citations: Vec::new(),
        figures: Vec::new(),
        groups: Vec::new(),
        findings: Vec::new(),
        problems: problems.iter().map(problem).collect(),
    }
}

/// A decimal as a JSON number with the digits it was written with: 98.2, not 98.19999.
fn number(value: impl ToString) -> Option<Number> {
    let text = value.to_string();
    let plain = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    plain.parse().ok()
}

fn words(sheet: &Sheet<'_>, span: Option<Span>) -> Option<String> {
    span.map(|s| s.of(&sheet.text.text).to_string()).filter(|t| !t.is_empty())
}

fn citation(sheet: &Sheet<'_>, reading: &Reading, c: &Citation) -> CitationOut {
    let (start, end) = (sheet.points)(c.span);
    let date = c.date.and_then(|i| reading.dates.get(i)).and_then(|d| d.date);
    CitationOut {
        start,
        end,
        text: c.span.of(&sheet.text.text).to_string(),
        kind: c.kind.clone(),
        number: c.number.clone(),
        symbol: c.symbol.clone(),
        date: date.map(|d| d.to_string()),
        issuer: words(sheet, c.issuer),
        title: words(sheet, c.title),
    }
}

fn group_id(i: usize) -> String {
    format!("g{}", i + 1)
}

fn figure(sheet: &Sheet<'_>, reading: &Reading, f: &Figure) -> FigureOut {
    let (start, end) = (sheet.points)(f.span);
    let period = f.period.and_then(|i| reading.periods.get(i)).map(|p| p.span);
    FigureOut {
        start,
        end,
        text: f.span.of(&sheet.text.text).to_string(),
        value: number(f.value),
        unit: f.unit.clone(),
        of: f.of.and_then(number),
        approx: words(sheet, f.approx.map(|(span, _)| span)),
        what: words(sheet, f.what),
        scope: words(sheet, f.scope),
        period: words(sheet, period),
        group: f.group.map(|(i, _)| group_id(i)),
        role: f.group.map(|(_, role)| match role {
            GroupRole::Total => "total",
            GroupRole::Part => "part",
        }),
    }
}

fn group(reading: &Reading, i: usize, g: &Group) -> GroupOut {
    let value = |at: usize| reading.figures.get(at).and_then(|f| number(f.value));
    GroupOut {
        id: group_id(i),
        total: g.total.and_then(value),
        parts: g.parts.iter().map(|p| value(*p)).collect(),
        adds_up: g.adds_up,
    }
}

fn finding(sheet: &Sheet<'_>, f: &Finding) -> FindingOut {
    let (start, end) = (sheet.points)(f.span);
    let related = f.related.iter().map(|r| {
        let (start, end) = (sheet.points)(r.span);
        PlaceOut { start, end }
    });
    FindingOut {
        rule: f.rule,
        severity: severity_slug(f.severity),
        start,
        end,
        message: f.message.clone(),
        hint: f.hint.clone(),
        suggestion: f.suggestion.clone(),
        evidence: f
            .evidence
            .as_ref()
            .map(|e| EvidenceOut { path: Some(e.path.clone()).filter(|p| !p.is_empty()), label: e.label.clone() }),
        related: related.collect(),
    }
}

fn problem(p: &Problem) -> ProblemOut {
    ProblemOut { code: p.code.clone(), message: p.message.clone(), hint: p.hint.clone() }
}
