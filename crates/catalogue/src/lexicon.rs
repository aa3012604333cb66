//! The words that reading and proofing go by: `proof/<section>.toml` of every layer. A later layer adds to an earlier one.

use crate::source::Source;
use domain::problem::Problem;
use domain::proof::Lexicon;
use domain::proof::lexicon::{Bodies, Counting, Documents, Measures, Spelling};
use serde::de::DeserializeOwned;

/// The lexicon of the layers. Errors: files that are not TOML, keys that no section has, sections that do not exist; all of them
/// are told.
pub fn lexicon(sources: &[Source]) -> Result<Lexicon, Vec<Problem>> {
    let mut lexicon = Lexicon::default();
    let mut problems = Vec::new();
    for source in sources {
        for (path, text) in source.files.iter().filter(|(path, _)| is_lexicon(path)) {
            if let Err(problem) = add(&mut lexicon, path, text) {
                problems.push(problem.file(source.shown(path)));
            }
        }
    }
    if problems.is_empty() { Ok(lexicon) } else { Err(problems) }
}

/// Whether a file of the catalogue belongs to the lexicon.
pub(crate) fn is_lexicon(path: &str) -> bool {
    path.starts_with("proof/")
}

fn add(lexicon: &mut Lexicon, path: &str, text: &str) -> Result<(), Problem> {
    match path {
        "proof/documents.toml" => {
            let more: Documents = parse(text)?;
            lexicon.documents.kind.extend(more.kind);
            lexicon.documents.issuer.extend(more.issuer);
            lexicon.documents.act.extend(more.act);
        }
        "proof/counting.toml" => {
            let more: Counting = parse(text)?;
            lexicon.counting.unit.extend(more.unit);
            lexicon.counting.approximator.extend(more.approximator);
            lexicon.counting.designation.extend(more.designation);
            lexicon.counting.loose_designation.extend(more.loose_designation);
            lexicon.counting.not_designation.extend(more.not_designation);
            lexicon.counting.rank.extend(more.rank);
            lexicon.counting.counter.extend(more.counter);
            lexicon.counting.partition.extend(more.partition);
        }
        "proof/bodies.toml" => lexicon.bodies.body.extend(parse::<Bodies>(text)?.body),
        "proof/spelling.toml" => {
            let more: Spelling = parse(text)?;
            let have = &mut lexicon.spelling;
            have.phrases.extend(more.phrases);
            have.also.extend(more.also);
            have.wrong.extend(more.wrong);
            have.bound.extend(more.bound);
            have.partial.extend(more.partial);
            have.function_words.extend(more.function_words);
            have.doubled.extend(more.doubled);
            have.names.extend(more.names);
            have.acronym.extend(more.acronym);
            have.foreign.extend(more.foreign);
        }
        "proof/measures.toml" => {
            let more: Measures = parse(text)?;
            lexicon.measures.measure.extend(more.measure);
            lexicon.measures.level.extend(more.level);
        }
        _ => {
            return Err(Problem::error("unknown-section", "Bộ từ để soát không có phần này")
                .hint("dùng documents, counting, bodies, spelling hoặc measures"));
        }
    }
    Ok(())
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().and_then(|s| text.get(..s.start)).map(|t| t.matches('\n').count() + 1);
        let problem = Problem::error("lexicon-unreadable", format!("Không hiểu tệp: {}", e.message()));
        match line.and_then(|n| u32::try_from(n).ok()) {
            Some(line) => problem.line(line),
            None => problem,
        }
    })
}
