//! How well and how fast texts are read. The program `score` holds what the reader and the proof rules find against labels made by
//! hand; the program `pace` measures the reader against a plain pattern search and against a script. docs/reading-quality.md
//! and docs/benchmarks.md say what the tables mean.

pub mod anomalies;
pub mod labels;
pub mod marks;
pub mod mutate;
pub mod table;

use domain::proof::{Nothing, Proof, Text};
use reading::{Asked, Reader};

/// A program's own error: what was done and what came of it.
pub type Failure = String;

/// The reader with the built-in lexicon.
///
/// # Errors
/// When the built-in lexicon cannot be read; its problems, one a line.
pub fn reader() -> Result<Reader, Failure> {
    let lexicon = catalogue::lexicon(&[catalogue::built_in()]);
    let told = |problems: Vec<domain::problem::Problem>| {
        problems.iter().map(|p| format!("{p:?}")).collect::<Vec<_>>().join("\n")
    };
    lexicon.map(|lexicon| Reader::new(&lexicon)).map_err(told)
}

/// Proofs a text as somebody without a database would, on a day after all labelled texts, so that no date of theirs is in the future.
pub fn proof(reader: &Reader, text: &str) -> Proof {
    let asked = Asked { today: domain::Date::constant(2026, 6, 30), off: Default::default() };
    reading::proof(reader, &Text::plain(text), &Nothing, &asked)
}
