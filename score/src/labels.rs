//! Texts with labels made by hand: the JSON that `danvan proof --format json` prints, with a few keys more (the gold files'
//! conventions: optional labels, bare numerals, literal references).

use crate::Failure;
use serde::Deserialize;
use std::path::Path;

/// A labelled text.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// File name without its ending.
    pub name: String,
    /// The words.
    pub text: String,
    /// The labels.
    pub labels: Labels,
}

/// The labels of a text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Labels {
    /// References.
    pub citations: Vec<CitationLabel>,
    /// Figures.
    pub figures: Vec<FigureLabel>,
    /// Totals and parts.
    pub groups: Vec<GroupLabel>,
    /// What is wrong with the text.
    pub anomalies: Vec<AnomalyLabel>,
}

/// A reference. Offsets here and below are code points.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CitationLabel {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// From the type word to the end of the symbol.
    pub text: String,
    /// Number and symbol as written; none for a document without a number.
    pub raw_ref: Option<String>,
    /// Date right behind, ISO.
    pub date: Option<String>,
    /// Neither found nor missed counts.
    pub optional: bool,
}

/// A figure.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct FigureLabel {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Number and unit.
    pub text: String,
    /// As written.
    pub value: f64,
    /// Counting unit.
    pub unit: Option<String>,
    /// The bare numeral.
    pub num_start: Option<usize>,
    /// One past its last code point.
    pub num_end: Option<usize>,
    /// Its group.
    pub group: Option<String>,
    /// Its place in it.
    pub role: Option<String>,
    /// The unit is a matter of judgement and is not compared.
    pub unit_open: bool,
    /// Neither found nor missed counts.
    pub optional: bool,
}

/// A group, by its values.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct GroupLabel {
    /// Name within the file.
    pub id: String,
    /// The whole.
    pub total: Option<f64>,
    /// The parts.
    pub parts: Vec<f64>,
    /// Whether the sum holds.
    pub adds_up: Option<bool>,
    /// Neither found nor missed counts.
    pub optional: bool,
}

/// Something wrong.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AnomalyLabel {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// What kind.
    pub kind: String,
    /// high, medium, low.
    pub severity: String,
    /// Other places of the same fault.
    pub related: Vec<Place>,
    /// Neither found nor missed counts.
    pub optional: bool,
}

/// A stretch of the text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Place {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// The labelled texts of a folder of `NAME.json`, their texts as `NAME.txt` in another; in the order of their names.
///
/// # Errors
/// When the folder cannot be read or a file in it is broken.
pub fn folder(labels: &Path, texts: &Path) -> Result<Vec<Labelled>, Failure> {
    let told = |path: &Path, e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    let mut paths: Vec<_> = std::fs::read_dir(labels)
        .map_err(|e| told(labels, &e))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .collect();
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text_path = texts.join(format!("{name}.txt"));
        let json = std::fs::read_to_string(&path).map_err(|e| told(&path, &e))?;
        let text = std::fs::read_to_string(&text_path).map_err(|e| told(&text_path, &e))?;
        let labels: Labels = serde_json::from_str(&json).map_err(|e| told(&path, &e))?;
        all.push(Labelled { name, text, labels });
    }
    Ok(all)
}
