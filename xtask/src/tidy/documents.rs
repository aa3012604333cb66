//! Documents that say what the code is: checked against it, so that they cannot drift far.

use super::tree::Tree;
use std::collections::BTreeSet;

/// The two commands that set everything up; both READMEs give exactly these.
pub const COMMANDS: &[&str] = &["cargo run --release -p danvan -- demo", "./scripts/test-all"];

/// ARCHITECTURE.md names every crate of the workspace, and no crate that is gone.
pub fn architecture_names_every_crate(tree: &Tree) -> Vec<String> {
    let Some(text) = tree.files.get("ARCHITECTURE.md") else { return vec!["ARCHITECTURE.md is missing".into()] };
    let missing = |name: &&str| !text.contains(&format!("`{name}`"));
    let mut faults: Vec<String> = tree
        .crates
        .iter()
        .map(|c| c.name.as_str())
        .filter(missing)
        .map(|name| format!("ARCHITECTURE.md does not name the crate `{name}`"))
        .collect();
    for name in text.split("`crates/").skip(1).filter_map(|rest| rest.split(['/', '`']).next()) {
        if !tree.has_crate(name) {
            faults.push(format!("ARCHITECTURE.md names crates/{name}, which is gone"));
        }
    }
    faults
}

/// README.md and README.vi.md exist and give the same commands, and the script among them exists.
pub fn readmes_agree(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for name in ["README.md", "README.vi.md"] {
        match tree.files.get(name) {
            None => faults.push(format!("{name} is missing")),
            Some(text) => {
                for command in COMMANDS.iter().filter(|c| !text.lines().any(|line| line.trim() == **c)) {
                    faults.push(format!("{name} does not give the command “{command}” on a line of its own"));
                }
            }
        }
    }
    for script in COMMANDS.iter().filter_map(|c| c.strip_prefix("./")) {
        if !tree.files.contains_key(script) {
            faults.push(format!("{script} is missing, but the READMEs tell people to run it"));
        }
    }
    faults
}

/// Every decision has a number of its own in its name, one title, and a date of the form 2026-11-22 at its head.
pub fn decisions_are_dated(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    let mut numbers = BTreeSet::new();
    for (path, text) in &tree.files {
        let Some(name) = path.strip_prefix("docs/decisions/").filter(|n| n.ends_with(".md") && *n != "README.md")
        else {
            continue;
        };
        let number = name.split('-').next().unwrap_or_default();
        if number.len() != 4 || !number.bytes().all(|b| b.is_ascii_digit()) {
            faults.push(format!("{path}: the name begins with four digits, as 0007-"));
        } else if !numbers.insert(number.to_string()) {
            faults.push(format!("{path}: the number {number} is taken"));
        }
        if !text.starts_with("# ") {
            faults.push(format!("{path}: begins with its title, “# …”"));
        }
        if !text.lines().take(8).any(has_date) {
            faults.push(format!("{path}: no date in the first lines; write “Decided: 2026-11-22”"));
        }
    }
    faults
}

/// Whether the line holds an ISO date.
fn has_date(line: &str) -> bool {
    line.split(|c: char| !c.is_ascii_digit() && c != '-').any(|word| {
        let parts: Vec<&str> = word.split('-').collect();
        matches!(parts[..], [y, m, d] if y.len() == 4 && m.len() == 2 && d.len() == 2)
    })
}

/// A migration folder holds both texts, or one text for both databases.
pub fn migrations_have_twins(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for path in tree.files.keys().filter(|path| path.starts_with("crates/store/migrations/")) {
        for (here, twin) in [("sqlite.sql", "postgres.sql"), ("postgres.sql", "sqlite.sql")] {
            if let Some(stem) = path.strip_suffix(here)
                && !tree.files.contains_key(&format!("{stem}{twin}"))
            {
                faults.push(format!("{path}: its twin {twin} is missing"));
            }
        }
    }
    faults
}

/// What a document links to, and each path of ours that it names between backquotes, exists.
pub fn links_lead_somewhere(tree: &Tree) -> Vec<String> {
    const TOPS: &[&str] = &["crates/", "xtask/", "bench/", "catalogue/", "data/", "docs/", "scripts/"];
    let mut faults = Vec::new();
    for (path, text) in tree.files.iter().filter(|(path, _)| path.ends_with(".md")) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#', ' ']).next());
        for link in links.filter(|l| !l.is_empty() && !l.contains("://")) {
            if resolve(folder, link).is_none_or(|target| !tree.has_path(&target)) {
                faults.push(format!("{path}: the link “{link}” leads nowhere"));
            }
        }
        let quoted = text.split('`').skip(1).step_by(2);
        for named in quoted.filter(|q| TOPS.iter().any(|t| q.starts_with(t))) {
            // A path with a part to fill in, or with more than a path in it, is not one file.
            let exact = named.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
            if exact && !named.contains("NNNN") && !tree.has_path(named) {
                faults.push(format!("{path}: there is no `{named}`"));
            }
        }
    }
    faults
}

/// The path from the top that a relative link means; `None` when it leads out of the tree.
fn resolve(folder: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// In GLOSSARY.md every identifier of the second column is in domain, and every slug of the third in the catalogue.
pub fn glossary_words_exist(tree: &Tree) -> Vec<String> {
    let Some(text) = tree.files.get("GLOSSARY.md") else { return vec!["GLOSSARY.md is missing".into()] };
    let below = |folder: &str| {
        let files = tree.files.iter().filter(|(path, _)| path.starts_with(folder));
        files.map(|(_, text)| text.as_str()).collect::<Vec<_>>()
    };
    let (domain, catalogue) = (below("crates/domain/src/"), below("catalogue/"));
    let mut faults = Vec::new();
    for row in text.lines().filter(|line| line.starts_with('|')) {
        let columns: Vec<&str> = row.split('|').collect();
        let quoted = |n: usize| columns.get(n).into_iter().flat_map(|c| c.split('`').skip(1).step_by(2));
        let names = quoted(2).flat_map(|code| code.split(|c: char| !c.is_alphanumeric()));
        for name in names.filter(|n| n.starts_with(char::is_uppercase)) {
            if !domain.iter().any(|text| has_word(text, name)) {
                faults.push(format!("GLOSSARY.md: domain has no `{name}`"));
            }
        }
        for slug in quoted(3).filter(|s| !catalogue.iter().any(|text| has_word(text, s))) {
            faults.push(format!("GLOSSARY.md: the catalogue has no `{slug}`"));
        }
    }
    faults
}

/// Whether the word stands in the text, not as a part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}
