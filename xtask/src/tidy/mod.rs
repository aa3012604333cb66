//! The house rules as checks. Each check is a pure function from the tree to its faults, so that the tests can show
//! each one fail on a made-up tree. A rule that no machine checks is in CONTRIBUTING.md, not here.

mod allowances;
mod documents;
mod edges;
mod modules;
mod sizes;
mod source;
mod sql;
pub mod tree;
mod words;

#[cfg(test)]
mod tests;

use tree::Tree;

/// A check: its name, as printed before each fault, and what it does.
type Check = (&'static str, fn(&Tree) -> Vec<String>);

/// All checks, in the order in which they report.
const CHECKS: &[Check] = &[
    ("edges", edges::between_crates),
    ("libraries", edges::to_libraries),
    ("sql", sql::only_in_store),
    ("dialects", sql::dialect_pairs),
    ("sizes", sizes::files_and_functions),
    ("modules", modules::every_file_is_compiled),
    ("words", words::of_the_workplace),
    ("architecture", documents::architecture_names_every_crate),
    ("readme", documents::readmes_agree),
    ("links", documents::links_lead_somewhere),
    ("glossary", documents::glossary_words_exist),
    ("decisions", documents::decisions_are_dated),
    ("migrations", documents::migrations_have_twins),
];

/// Runs every check; each fault is one line that says where and what to do.
pub fn faults(tree: &Tree) -> Vec<String> {
    CHECKS.iter().flat_map(|(name, check)| check(tree).into_iter().map(move |f| format!("{name}: {f}"))).collect()
}
