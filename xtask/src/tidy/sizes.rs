//! Small files, small functions: what a reader can hold in mind. Tests do not count; comments do.

use super::allowances::{LONG_FILES, LONG_FUNCTIONS};
use super::source::Source;
use super::tree::Tree;

/// Lines outside tests above which a file needs a reason.
const FILE_SOFT: usize = 500;
/// Lines outside tests above which a file has to be split.
const FILE_HARD: usize = 800;
/// Lines above which a function needs a reason.
const FUNCTION_SOFT: usize = 80;
/// Lines above which a function has to be split.
const FUNCTION_HARD: usize = 120;

/// Files and functions within their limits.
pub fn files_and_functions(tree: &Tree) -> Vec<String> {
    judge(tree, LONG_FILES, LONG_FUNCTIONS)
}

/// The same with the allowances as parameters.
pub fn judge(tree: &Tree, files: &[(&str, &str)], functions: &[(&str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut used = Vec::new();
    for (path, text) in tree.rust().filter(|(path, _)| !is_test_file(path)) {
        let source = Source::read(text);
        let tests = source.test_ranges();
        let test_lines: usize = tests.iter().map(|(a, b)| source.line(*b) - source.line(*a) + 1).sum();
        let lines = text.lines().count().saturating_sub(test_lines);
        faults.extend(fault(path, "file", lines, (FILE_SOFT, FILE_HARD), files, &mut used));
        for (name, lines) in functions_of(&source, &tests) {
            let name = format!("{path}::{name}");
            faults.extend(fault(&name, "function", lines, (FUNCTION_SOFT, FUNCTION_HARD), functions, &mut used));
        }
    }
    for (name, _) in files.iter().chain(functions).filter(|(name, _)| !used.contains(&(*name).to_string())) {
        faults.push(format!("{name}: needs no allowance any more; strike it from xtask/src/tidy/allowances.rs"));
    }
    faults
}

fn fault(
    name: &str,
    what: &str,
    lines: usize,
    (soft, hard): (usize, usize),
    allowances: &[(&str, &str)],
    used: &mut Vec<String>,
) -> Option<String> {
    if lines <= soft {
        return None;
    }
    let allowed = allowances.iter().any(|(allowed, reason)| *allowed == name && !reason.is_empty());
    if allowed {
        used.push(name.to_string());
    }
    match (lines > hard, allowed) {
        (true, _) => Some(format!("{name}: {lines} lines; no {what} may have more than {hard}: split it")),
        (false, false) => Some(format!(
            "{name}: {lines} lines; a {what} above {soft} needs a reason in xtask/src/tidy/allowances.rs, or a split"
        )),
        (false, true) => None,
    }
}

/// Whether the whole file is a test.
pub fn is_test_file(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("_tests.rs")
}

/// Name and length of each function outside tests, from its `fn` to its closing bracket.
fn functions_of(source: &Source, tests: &[(usize, usize)]) -> Vec<(String, usize)> {
    let mut functions = Vec::new();
    for at in source.words("fn").into_iter().filter(|at| !tests.iter().any(|(a, b)| (*a..*b).contains(at))) {
        let after = source.code.get(at + 2..).unwrap_or_default();
        let name: String =
            after.iter().skip_while(|c| c.is_whitespace()).take_while(|c| c.is_alphanumeric() || **c == '_').collect();
        let mut depth = 0i32;
        let body = after.iter().position(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth -= 1,
                _ => {}
            }
            depth == 0 && matches!(c, '{' | ';')
        });
        // A function type or a function without a body has no name or ends with a semicolon.
        if let Some(body) = body.map(|n| at + 2 + n)
            && !name.is_empty()
            && source.code.get(body) == Some(&'{')
        {
            let end = source.after_block(body);
            functions.push((name, source.line(end.saturating_sub(1)) - source.line(at) + 1));
        }
    }
    functions
}
