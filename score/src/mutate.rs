//! The mutation score: clean texts are corrupted in one place each, as a tired typist would, and the proof is asked whether it
//! sees it. The places come from the labels, so that only what the text itself can contradict is corrupted.

use crate::labels::{FigureLabel, Labelled};
use crate::proof;
use crate::table::Tally;
use domain::proof::{Finding, Severity, Span};
use reading::Reader;
use std::collections::BTreeMap;
use std::ops::Range;

/// A corruption: a text, the bytes that were changed, and what kind it is.
#[derive(Debug, Clone)]
pub struct Corruption {
    /// "total", "part", "percent", "date", "reference".
    pub kind: &'static str,
    /// The text with the change.
    pub text: String,
    /// Where it was changed.
    pub at: Span,
    /// In words, for the list of misses.
    pub told: String,
}

/// Changes the numbers of a generator from step to step; the same seed gives the same corruptions.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }
}

/// The corruptions of a labelled text.
pub fn corruptions(labelled: &Labelled, seed: u64) -> Vec<Corruption> {
    let mut chance = Chance(seed ^ labelled.name.bytes().fold(0, |sum, b| sum * 31 + u64::from(b)));
    let mut all = Vec::new();
    for figure in &labelled.labels.figures {
        if let Some((kind, range)) = contradicted(labelled, figure) {
            all.extend(digit_changed(&labelled.text, range, kind, &mut chance));
        }
    }
    all.extend(dates(&labelled.text, &mut chance));
    for citation in labelled.labels.citations.iter().filter(|c| c.date.is_some() && !c.optional && c.raw_ref.is_some())
    {
        all.extend(mentioned_again(labelled, &citation.text, citation.date.as_deref().unwrap_or(""), &mut chance));
    }
    all
}

/// The clean text of a corruption of a reference says it twice alike; proofed as well, so that the repetition itself is no alarm.
pub fn repeated(labelled: &Labelled) -> Option<String> {
    let citation = labelled.labels.citations.iter().find(|c| c.date.is_some() && c.raw_ref.is_some() && !c.optional)?;
    Some(format!("{}{}", labelled.text, again(&citation.text, &written(citation.date.as_deref()?)?)))
}

/// Whether other numbers of the text contradict a change of this one, and where its numeral is in bytes.
fn contradicted(labelled: &Labelled, figure: &FigureLabel) -> Option<(&'static str, Range<usize>)> {
    let group = labelled.labels.groups.iter().find(|g| Some(&g.id) == figure.group.as_ref())?;
    let kind = match figure.role.as_deref() {
        Some("total") if group.parts.len() >= 2 && group.adds_up == Some(true) => "total",
        Some("part") if group.parts.len() >= 2 && group.adds_up == Some(true) => "part",
        // A percentage with its fraction or its named whole beside it.
        None if figure.unit.as_deref() == Some("%") => {
            let part = labelled
                .labels
                .figures
                .iter()
                .find(|f| f.group == figure.group && f.role.as_deref() == Some("part"))?;
            if part.text.contains('/') || group.total.is_some() { "percent" } else { return None }
        }
        _ => return None,
    };
    Some((kind, byte(&labelled.text, figure.num_start?)..byte(&labelled.text, figure.num_end?)))
}

/// One digit of a number made another; never the sign, never a zero that only pads or ends a decimal.
fn digit_changed(text: &str, range: Range<usize>, kind: &'static str, chance: &mut Chance) -> Option<Corruption> {
    let raw = text.get(range.clone())?;
    let digits: Vec<usize> = raw.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect();
    let at = range.start + digits.get(chance.below(digits.len()))?;
    let old = text.get(at..)?.chars().next()?.to_digit(10)?;
    let first = at == range.start;
    let shift = u32::try_from(1 + chance.below(8)).ok()?;
    let new = (old + shift) % 10;
    let new = if first && new == 0 { (new + 1 + u32::from(old == 1)) % 10 } else { new };
    let changed = format!("{}{new}{}", text.get(..at)?, text.get(at + 1..)?);
    let told = format!("{raw} → {}", changed.get(range.clone())?);
    Some(Corruption { kind, text: changed, at: Span::new(range.start, range.end), told })
}

/// Each whole date d/m/y with a month or a day that does not exist.
fn dates(text: &str, chance: &mut Chance) -> Vec<Corruption> {
    let mut all = Vec::new();
    for (at, _) in text.match_indices("ngày ") {
        let start = at + "ngày ".len();
        let rest = text.get(start..).unwrap_or("");
        let len = rest.find(|c: char| !(c.is_ascii_digit() || c == '/')).unwrap_or(rest.len());
        let raw = rest.get(..len).unwrap_or("");
        let parts: Vec<&str> = raw.split('/').collect();
        let [day, month, year] = parts.as_slice() else { continue };
        if year.len() != 4 {
            continue;
        }
        let bad = match chance.below(3) {
            0 => format!("{day}/{}/{year}", 13 + chance.below(7)),
            1 => format!("{}/{month}/{year}", 32 + chance.below(8)),
            _ => format!("31/{}/{year}", if month.trim_start_matches('0') == "6" { 9 } else { 6 }),
        };
        let changed = format!("{}{bad}{}", text.get(..start).unwrap_or(""), text.get(start + len..).unwrap_or(""));
        all.push(Corruption {
            kind: "date",
            text: changed,
            at: Span::new(start, start + bad.len()),
            told: format!("{raw} → {bad}"),
        });
    }
    all
}

/// The text with a last sentence that cites a document again, with another date.
fn mentioned_again(labelled: &Labelled, citation: &str, date: &str, chance: &mut Chance) -> Option<Corruption> {
    let right = written(date)?;
    let (day, rest) = right.split_once('/')?;
    let day: usize = day.parse().ok()?;
    let other = 1 + (day + chance.below(20)) % 28;
    let other = if other == day { 1 + other % 28 } else { other };
    let wrong = format!("{other:02}/{rest}");
    let text = format!("{}{}", labelled.text, again(citation, &wrong));
    let end = text.len() - 1;
    let at = Span::new(labelled.text.len(), end);
    Some(Corruption { kind: "reference", text, at, told: format!("{citation} {right} → {wrong}") })
}

fn again(citation: &str, date: &str) -> String {
    format!("\n\nTiếp tục triển khai thực hiện {citation} ngày {date}.")
}

/// "2023-03-15" → "15/3/2023".
fn written(date: &str) -> Option<String> {
    let [year, month, day] = date.split('-').collect::<Vec<_>>()[..] else { return None };
    Some(format!("{day}/{}/{year}", month.trim_start_matches('0')))
}

fn byte(text: &str, point: usize) -> usize {
    text.char_indices().nth(point).map_or(text.len(), |(at, _)| at)
}

/// What the mutation run tells.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Corruptions that were reported and that were not, by kind.
    pub by_kind: BTreeMap<&'static str, Tally>,
    /// Words of the clean texts.
    pub words: usize,
    /// Errors that the proof raises on the clean texts, in words.
    pub false_errors: Vec<String>,
    /// Warnings on the clean texts.
    pub false_warnings: Vec<String>,
}

/// Corrupts clean texts and counts what is reported. A corruption is reported by a finding above a note that the clean text does
/// not have and that speaks of the changed place, or of other places and the changed one.
pub fn run(reader: &Reader, texts: &[Labelled], seed: u64) -> Outcome {
    let mut outcome = Outcome::default();
    for labelled in texts {
        outcome.words += labelled.text.split_whitespace().count();
        let clean = proof(reader, &labelled.text);
        for finding in &clean.findings {
            let line = format!(
                "{}: {} “{}” {}",
                labelled.name,
                finding.rule,
                finding.span.of(&labelled.text),
                finding.message
            );
            match finding.severity {
                Severity::Error => outcome.false_errors.push(line),
                Severity::Warning => outcome.false_warnings.push(line),
                Severity::Note => {}
            }
        }
        if let Some(text) = repeated(labelled) {
            let more = proof(reader, &text)
                .findings
                .into_iter()
                .filter(|f| f.severity == Severity::Error && f.span.start > labelled.text.len());
            outcome
                .false_errors
                .extend(more.map(|f| format!("{} said twice: {} {}", labelled.name, f.rule, f.message)));
        }
        for corruption in corruptions(labelled, seed) {
            let found = proof(reader, &corruption.text);
            let seen = found
                .findings
                .iter()
                .any(|f| f.severity > Severity::Note && speaks_of(f, corruption.at) && fresh(f, &clean.findings));
            let tally = outcome.by_kind.entry(corruption.kind).or_default();
            if seen {
                tally.hits += 1;
            } else {
                tally.missed += 1;
                tally.notes.push(format!("{}: {} not reported: {}", labelled.name, corruption.kind, corruption.told));
            }
        }
    }
    outcome
}

fn speaks_of(finding: &Finding, at: Span) -> bool {
    finding.span.touches(at) || finding.related.iter().any(|r| r.span.touches(at))
}

/// Not told of the clean text in the same words.
fn fresh(finding: &Finding, clean: &[Finding]) -> bool {
    !clean.iter().any(|c| c.rule == finding.rule && c.message == finding.message)
}
