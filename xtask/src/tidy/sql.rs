//! **Invariant: one SQL text.** Only store speaks SQL, and it speaks it once for both databases.

use super::source::Source;
use super::tree::Tree;

/// Places besides store where SQL may stand.
const ELSEWHERE: &[(&str, &str)] = &[
    ("bench/", "it compares the product with the bare database"),
    ("crates/testkit/src/postgres", "it makes and drops the databases that tests run in"),
];

/// How many statements of store may have one text for SQLite and another for PostgreSQL. Raise it only together with
/// the list of pairs in docs/decisions/0002-two-plain-drivers-one-sql-text.md.
pub const DIALECT_PAIRS_MAX: usize = 12;

/// Whether the text is a statement of SQL: judged by its first words, so that prose is not taken for it.
pub fn is_statement(text: &str) -> bool {
    let text = text.replace("\\n", " ");
    let words: Vec<String> = text.split_whitespace().take(400).map(str::to_lowercase).collect();
    let word = |n: usize| words.get(n).map(String::as_str).unwrap_or_default();
    let later = |w: &str| words.iter().skip(2).any(|x| x == w);
    match (word(0), word(1)) {
        ("select", _) => later("from") || word(1).ends_with(')') || word(1).starts_with('$'),
        ("insert", "into" | "or") | ("delete", "from") | ("alter", "table") => true,
        ("pragma", what) => !what.is_empty(),
        ("update", _) => later("set"),
        ("with", "recursive") => true,
        ("with", _) => word(2) == "as" && word(3).starts_with('('),
        ("create" | "drop", what) => {
            matches!(what, "table" | "index" | "unique" | "view" | "trigger" | "temp" | "temporary" | "sequence")
        }
        _ => false,
    }
}

/// No statement of SQL outside store.
pub fn only_in_store(tree: &Tree) -> Vec<String> {
    let allowed = |path: &str| {
        path.starts_with("crates/store/")
            || path.starts_with("xtask/src/tidy/tests")
            || ELSEWHERE.iter().any(|(place, _)| path.starts_with(place))
    };
    let mut faults = Vec::new();
    for (path, text) in tree.files.iter().filter(|(path, _)| !allowed(path)) {
        if path.ends_with(".sql") {
            faults.push(format!("{path}: SQL files belong in crates/store"));
        }
        if path.ends_with(".rs") {
            for literal in Source::read(text).literals.iter().filter(|l| is_statement(&l.text)) {
                faults.push(format!("{path}:{}: SQL outside crates/store; give store a function for it", literal.line));
            }
        }
    }
    faults
}

/// Statements with one text per database are counted against a budget.
pub fn dialect_pairs(tree: &Tree) -> Vec<String> {
    let pairs: Vec<String> = tree
        .rust()
        .filter(|(path, _)| path.starts_with("crates/store/src/"))
        .flat_map(|(path, text)| pairs_in(text).into_iter().map(move |line| format!("{path}:{line}")))
        .collect();
    if pairs.len() <= DIALECT_PAIRS_MAX {
        return Vec::new();
    }
    vec![format!(
        "{} statements have a text for each database, the budget is {DIALECT_PAIRS_MAX}: {}",
        pairs.len(),
        pairs.join(", ")
    )]
}

/// Lines of the pairs in one file: a question `.is_postgres()`, `sql!` with two texts, or the SQLite arm of a `match`
/// whose value is a text.
fn pairs_in(text: &str) -> Vec<usize> {
    let source = Source::read(text);
    let tests = source.test_ranges();
    let in_tests = |at: usize| tests.iter().any(|(a, b)| (*a..*b).contains(&at));
    let mut lines: Vec<usize> = source
        .words("sql")
        .into_iter()
        .filter(|at| source.code.get(at + 3) == Some(&'!') && !in_tests(*at))
        .map(|at| source.line(at))
        .collect();
    let asked = source.words("is_postgres").into_iter().filter(|at| !in_tests(*at));
    lines.extend(asked.filter(|at| source.code.get(at.wrapping_sub(1)) == Some(&'.')).map(|at| source.line(at)));
    // The arm's value is a literal when nothing but a bracket stands between it and the arrow.
    for at in source.words("Sqlite").into_iter().filter(|at| !in_tests(*at)) {
        let after = source.code.get(at..).unwrap_or_default();
        let Some(arrow) = after.windows(2).take(40).position(|w| *w == ['=', '>']) else { continue };
        let gap = |c: &&char| c.is_whitespace() || matches!(c, '{' | '(' | '&' | 'r' | '#');
        let quote = at + arrow + 2 + after.iter().skip(arrow + 2).take_while(gap).count();
        if source.literals.iter().any(|l| l.at == quote) {
            lines.push(source.line(at));
        }
    }
    lines.sort_unstable();
    lines
}
