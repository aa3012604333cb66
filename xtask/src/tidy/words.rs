//! The project speaks of its subject, not of the place where it was made.

use super::tree::Tree;

/// Texts that never belong in the project, and what to write instead. They are put together from parts so that this
/// file does not find itself.
const BANNED: &[(&str, &str)] = &[
    (concat!("/wo", "rk/"), "a path of one machine; write it relative to the top of the repository"),
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("/tmp/", "brief"), "a path of one machine"),
    (concat!("TO", "DO"), "do it, or say in the README what is missing"),
    (concat!("FIX", "ME"), "mend it, or say in the README what is missing"),
    (concat!("allow", "(clippy::"), "write #[expect(…, reason = \"…\")], which complains when it is no longer needed"),
    (concat!("allow", "(dead_code"), "strike what is not used"),
];

/// Words after which a number names a ticket.
const TICKETS: &[&str] = &[concat!("iss", "ue"), concat!("iss", "ues"), concat!("ses", "sion"), concat!("tic", "ket")];

/// The one place where crates come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// No paths of a machine, no ticket numbers, no other registry, nothing left to do.
pub fn of_the_workplace(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in &tree.files {
        for (number, line) in text.lines().enumerate().map(|(n, line)| (n + 1, line)) {
            for (word, why) in BANNED.iter().filter(|(word, _)| line.contains(word)) {
                faults.push(format!("{path}:{number}: “{word}”: {why}"));
            }
            if let Some(ticket) = ticket(line) {
                faults.push(format!(
                    "{path}:{number}: “{ticket}”: say what it was about; the number tells a reader nothing"
                ));
            }
            if path.ends_with(".lock") && line.starts_with("source = ") && !line.contains(REGISTRY) {
                faults.push(format!("{path}:{number}: a crate from elsewhere than crates.io: {line}"));
            }
        }
    }
    faults
}

/// A word of [`TICKETS`] followed by a number ("#" allowed).
fn ticket(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.windows(2).find_map(|pair| {
        let [word, number] = pair else { return None };
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let digits = number.trim_start_matches('#').trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_number = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
        (TICKETS.contains(&bare.as_str()) && is_number).then(|| pair.join(" "))
    })
}
