//! What was read, held against the labels: citations by their literal reference and date, figures by numeral, value and unit,
//! groups by the values of total and parts.

use crate::labels::{CitationLabel, FigureLabel, GroupLabel, Labelled};
use crate::table::Tally;
use domain::proof::text::CodePoints;
use domain::proof::{Citation, Figure, Group, Reading};
use rust_decimal::prelude::ToPrimitive;

/// The three tallies of a text.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// References.
    pub citations: Tally,
    /// Numeral and value.
    pub numbers: Tally,
    /// Numeral, value and unit.
    pub figures: Tally,
    /// Totals and parts.
    pub groups: Tally,
}

/// Holds a reading against the labels of its text.
pub fn judge(labelled: &Labelled, reading: &Reading) -> Marks {
    let points = CodePoints::new(&labelled.text);
    Marks {
        citations: citations(labelled, reading, &points),
        numbers: figures(labelled, reading, &points, false),
        figures: figures(labelled, reading, &points, true),
        groups: groups(labelled, reading),
    }
}

fn touches(a: (usize, usize), b: (usize, usize)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

fn citations(labelled: &Labelled, reading: &Reading, points: &CodePoints<'_>) -> Tally {
    let mut tally = Tally::default();
    let mut met = vec![false; labelled.labels.citations.len()];
    for citation in &reading.citations {
        let span = points.span(citation.span);
        let near = labelled.labels.citations.iter().enumerate().filter(|(_, l)| touches(span, (l.start, l.end)));
        let near: Vec<(usize, &CitationLabel)> = near.collect();
        match near
            .iter()
            .find(|(n, l)| !met.get(*n).copied().unwrap_or(true) && same_citation(&labelled.text, reading, citation, l))
        {
            Some((n, label)) => {
                if let Some(met) = met.get_mut(*n) {
                    *met = true;
                }
                tally.hits += usize::from(!label.optional);
            }
            None if near.iter().any(|(_, l)| l.optional) || citation.own => {}
            None => {
                tally.false_alarms += 1;
                tally.notes.push(format!("{}: false citation “{}”", labelled.name, citation.span.of(&labelled.text)));
            }
        }
    }
    for (label, _) in labelled.labels.citations.iter().zip(&met).filter(|(l, met)| !**met && !l.optional) {
        tally.missed += 1;
        tally
            .notes
            .push(format!("{}: missed citation “{}” {:?} {:?}", labelled.name, label.text, label.raw_ref, label.date));
    }
    tally
}

fn same_citation(text: &str, reading: &Reading, citation: &Citation, label: &CitationLabel) -> bool {
    let reference = citation.reference.of(text);
    let wanted = label.raw_ref.as_deref().unwrap_or("");
    let date = citation.date.and_then(|d| reading.dates.get(d)).and_then(|d| d.date).map(|d| d.to_string());
    let plain = |s: &str| s.split_whitespace().collect::<String>();
    let number_alone = citation.number.as_deref() == Some(wanted);
    (plain(reference) == plain(wanted) || number_alone) && date == label.date
}

fn figures(labelled: &Labelled, reading: &Reading, points: &CodePoints<'_>, with_unit: bool) -> Tally {
    let mut tally = Tally::default();
    let labels = &labelled.labels.figures;
    let mut met = vec![false; labels.len()];
    for figure in &reading.figures {
        let numeral = points.span(figure.numeral);
        let near: Vec<(usize, &FigureLabel)> =
            labels.iter().enumerate().filter(|(_, l)| touches(numeral, (l.start, l.end))).collect();
        match near
            .iter()
            .find(|(n, l)| !met.get(*n).copied().unwrap_or(true) && same_figure(figure, numeral, l, with_unit))
        {
            Some((n, label)) => {
                if let Some(met) = met.get_mut(*n) {
                    *met = true;
                }
                tally.hits += usize::from(!label.optional);
            }
            None if near.iter().any(|(_, l)| l.optional) => {}
            None => {
                tally.false_alarms += 1;
                let around = labelled.text.get(figure.span.start..).unwrap_or("").chars().take(40).collect::<String>();
                tally.notes.push(format!(
                    "{}: false figure “{}” value {} unit {:?} in “{}”",
                    labelled.name,
                    figure.span.of(&labelled.text),
                    figure.value,
                    figure.unit,
                    around.replace('\n', " ")
                ));
            }
        }
    }
    for (label, _) in labels.iter().zip(&met).filter(|(l, met)| !**met && !l.optional) {
        tally.missed += 1;
        tally.notes.push(format!(
            "{}: missed figure “{}” value {} unit {:?}",
            labelled.name, label.text, label.value, label.unit
        ));
    }
    tally
}

fn same_figure(figure: &Figure, numeral: (usize, usize), label: &FigureLabel, with_unit: bool) -> bool {
    let place = match (label.num_start, label.num_end) {
        (Some(start), Some(end)) => (start, end) == numeral,
        _ => touches(numeral, (label.start, label.end)),
    };
    let value = figure.value.to_f64().is_some_and(|v| (v - label.value).abs() < 1e-9);
    let unit = !with_unit || label.unit_open || folded(figure.unit.as_deref()) == folded(label.unit.as_deref());
    place && value && unit
}

fn folded(unit: Option<&str>) -> Option<String> {
    unit.map(|u| u.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Total and sorted parts in thousandths, so that they can be compared.
type Sum = (Option<i64>, Vec<i64>);

fn thousandths(value: f64) -> i64 {
    (value * 1000.0).round() as i64
}

fn groups(labelled: &Labelled, reading: &Reading) -> Tally {
    let mut tally = Tally::default();
    let wanted = |label: &GroupLabel| -> Sum {
        let mut parts: Vec<i64> = label.parts.iter().map(|p| thousandths(*p)).collect();
        parts.sort_unstable();
        (label.total.map(thousandths), parts)
    };
    let mut open: Vec<(Sum, &GroupLabel)> = labelled.labels.groups.iter().map(|g| (wanted(g), g)).collect();
    for group in &reading.groups {
        let sum = sum_of(group, reading);
        match open.iter().position(|(s, _)| *s == sum) {
            Some(at) => {
                let (_, label) = open.remove(at);
                tally.hits += usize::from(!label.optional);
            }
            None => {
                tally.false_alarms += 1;
                let words = |n: &usize| reading.figures.get(*n).map_or("?", |f| f.span.of(&labelled.text));
                let parts: Vec<&str> = group.parts.iter().map(words).collect();
                let total = group.total.as_ref().map(words);
                tally.notes.push(format!("{}: false group {total:?} = {parts:?}", labelled.name));
            }
        }
    }
    for (_, label) in open.iter().filter(|(_, l)| !l.optional) {
        tally.missed += 1;
        tally.notes.push(format!("{}: missed group {} {:?} = {:?}", labelled.name, label.id, label.total, label.parts));
    }
    tally
}

fn sum_of(group: &Group, reading: &Reading) -> Sum {
    let value = |n: usize| reading.figures.get(n).and_then(|f| f.value.to_f64()).map_or(0, thousandths);
    let mut parts: Vec<i64> = group.parts.iter().map(|n| value(*n)).collect();
    parts.sort_unstable();
    (group.total.map(value), parts)
}
