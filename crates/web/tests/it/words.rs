//! Both languages are complete: every page's words stand in both, every kind of problem has its meaning in English.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use web::shell::problems::{MEANINGS, english};

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, extension, found);
        } else if path.extension().is_some_and(|e| e == extension) && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    for entry in fs::read_dir(crates).unwrap() {
        let source = entry.unwrap().path().join("src");
        if source.is_dir() {
            files(&source, "rs", &mut found);
        }
    }
    found
}

/// The string literal that a text begins with, after blanks: (its content as written, what follows it).
fn literal(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_start().strip_prefix('"')?;
    let mut escaped = false;
    for (i, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some((&inside[..i], &inside[i + 1..])),
            _ => {}
        }
    }
    None
}

fn is_vietnamese(c: char) -> bool {
    matches!(c, 'À'..='ỹ') && c.is_alphabetic() && !"×÷".contains(c)
}

/// Calls of `count` in a text: the Vietnamese literal with the English of one, and with that of more.
fn counted(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(".count(") {
        let rest = &text[at + ".count(".len()..];
        // The number comes first; a call of another `count` has no literal after a comma.
        let Some(quote) = rest.find('"').filter(|q| rest[..*q].trim_end().ends_with(',')) else { continue };
        if rest[..quote].contains([';', '{', '}']) {
            continue;
        }
        let Some((vi, rest)) = literal(&rest[quote..]) else { continue };
        let english = rest.trim_start().strip_prefix(',').and_then(literal);
        found.push((vi, english.map(|(one, _)| one)));
        let more = english.and_then(|(_, rest)| rest.trim_start().strip_prefix(',').and_then(literal));
        found.push((vi, more.map(|(more, _)| more)));
    }
    found
}

/// Calls of `say`, `fill` and `count` in a text: both literals where both are literals.
fn said(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut found = counted(text);
    for call in ["say(", "fill("] {
        for (at, _) in text.match_indices(call) {
            if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let Some((vi, rest)) = literal(&text[at + call.len()..]) else { continue };
            let en = rest.trim_start().strip_prefix(',').and_then(literal).map(|(en, _)| en);
            found.push((vi, en));
        }
    }
    found
}

/// A text without its calls of `say`, `fill` and `count` and without comments of templates.
fn without_said(text: &str) -> String {
    let mut left = text.to_string();
    for (vi, en) in said(text) {
        left = left.replace(&format!("\"{vi}\""), "\"\"");
        if let Some(en) = en {
            left = left.replace(&format!("\"{en}\""), "\"\"");
        }
    }
    while let Some((before, rest)) = left.split_once("{#") {
        let (_, after) = rest.split_once("#}").unwrap();
        left = format!("{before}{after}");
    }
    left
}

#[test]
fn every_sentence_of_the_screens_stands_in_both_languages() {
    let mut wrong = Vec::new();
    let mut paths = Vec::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    files(&source, "html", &mut paths);
    files(&source, "rs", &mut paths);
    let mut count = 0;
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        for (vi, en) in said(&text) {
            count += 1;
            let en = en.unwrap_or_default();
            let slots = |t: &str| t.matches("{}").count();
            if en.trim().is_empty() && !vi.trim().is_empty() || slots(vi) != slots(en) {
                wrong.push(format!("{}: “{vi}” / “{en}”", path.display()));
            }
        }
    }
    assert!(count > 300, "the calls are no longer found: {count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is the same in every language: the system's name, the language's name on its button, and the heads of official
/// papers (Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn of the Party's office), which have no English form.
const OFFICIAL: [&str; 5] = [
    "Dân Vận",
    "Tiếng Việt",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
];

#[test]
fn no_template_has_vietnamese_words_that_english_readers_would_see() {
    let mut wrong = Vec::new();
    let mut paths = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "html", &mut paths);
    assert!(paths.len() > 20);
    for path in paths {
        let text = without_said(&fs::read_to_string(&path).unwrap());
        let text = OFFICIAL.iter().fold(text, |text, words| text.replace(words, ""));
        for line in text.lines().filter(|l| l.chars().any(is_vietnamese)) {
            wrong.push(format!("{}: {}", path.display(), line.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names of the functions that make a problem of a code.
const MAKERS: [&str; 9] = [
    "Problem::error(",
    "Problem::warning(",
    "wrong(",
    "absent(",
    "told(",
    "problem(",
    "refuse(",
    "refused(",
    "warning(",
];

/// Codes of problems in all crates' sources, with a file that has it.
fn codes() -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        // Tests at the end of a file make problems of their own.
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for maker in MAKERS {
            for (at, _) in text.match_indices(maker) {
                if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    continue;
                }
                let Some((code, rest)) = literal(&text[at + maker.len()..]) else { continue };
                let is_code =
                    !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
                if is_code && rest.trim_start().starts_with(',') {
                    found.insert(code.to_string(), path.clone());
                }
            }
        }
    }
    found
}

#[test]
fn every_kind_of_problem_in_the_workspace_has_its_meaning_in_english() {
    let codes = codes();
    assert!(codes.len() > 250, "the codes are no longer found: {}", codes.len());
    let missing: Vec<String> =
        codes.iter().filter(|(c, _)| english(c).is_none()).map(|(c, p)| format!("{c} ({})", p.display())).collect();
    assert!(missing.is_empty(), "add to shell/problems.rs: {}", missing.join(", "));
    let unused: BTreeSet<&str> = MEANINGS.iter().map(|(c, _)| *c).filter(|c| !codes.contains_key(*c)).collect();
    assert!(unused.is_empty(), "no source makes them: {unused:?}");
}

#[test]
fn meanings_are_in_order_and_english() {
    assert!(MEANINGS.is_sorted_by(|(a, _), (b, _)| a < b));
    for (code, text) in MEANINGS {
        assert!(!text.chars().any(is_vietnamese), "{code}: {text}");
    }
}
