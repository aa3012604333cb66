//! Numbers in the prose that are bound to nothing.

use crate::model::{Block, Report, Run};
use crate::template::bare_numbers;

/// A number typed into the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseNumber {
    /// Place of its block in [`Report::blocks`]; `None` in a footnote.
    pub block: Option<usize>,
    /// The number as typed.
    pub number: String,
    /// The words around it.
    pub around: String,
}

/// The numbers in a report's prose that open no records. Numbers of citations, dates and headings are none.
pub fn loose_numbers(report: &Report) -> Vec<LooseNumber> {
    let mut out = Vec::new();
    for (i, block) in report.blocks.iter().enumerate() {
        in_block(block, Some(i), &mut out);
    }
    for note in &report.footnotes {
        in_runs(note, None, &mut out);
    }
    out
}

fn in_block(block: &Block, place: Option<usize>, out: &mut Vec<LooseNumber>) {
    match block {
        Block::Heading { runs, .. } | Block::Paragraph(runs) => in_runs(runs, place, out),
        Block::List { items, .. } => items.iter().flatten().for_each(|b| in_block(b, place, out)),
        Block::Table { head, rows } => {
            head.iter().chain(rows.iter().flatten()).for_each(|cell| in_runs(cell, place, out));
        }
        // what is asked of the writer is not the report's text
        Block::Prompt(_) | Block::Signature { .. } => {}
    }
}

fn in_runs(runs: &[Run], block: Option<usize>, out: &mut Vec<LooseNumber>) {
    // a bound number keeps its place as a sign that is no digit
    let text: String = runs
        .iter()
        .map(|run| match run {
            Run::Text { text, .. } => text.as_str(),
            Run::Figure { .. } => "…",
            Run::FootnoteRef { .. } => "",
            Run::LineBreak => "\n",
        })
        .collect();
    for (at, number) in bare_numbers(&text) {
        let before: Vec<char> = text.get(..at).unwrap_or_default().chars().rev().take(30).collect();
        let after = text.get(at..).unwrap_or_default().chars().take(30 + number.chars().count());
        let around = before.into_iter().rev().chain(after).collect::<String>();
        out.push(LooseNumber { block, number: number.to_string(), around: around.trim().to_string() });
    }
}
