//! Help in both languages, for every command.

use crate::desk::{Desk, program, texts};
use std::process::Stdio;

fn help(words: &[String]) -> String {
    let done = program().args(words).arg("--help").output().unwrap();
    assert!(done.status.success(), "{words:?}");
    texts(&done).0
}

/// The commands listed in a help, with what is said of each.
fn commands(help: &str) -> Vec<(String, String)> {
    let list = help.lines().skip_while(|l| !l.starts_with("Commands:")).skip(1).take_while(|l| !l.trim().is_empty());
    list.filter_map(|l| l.trim().split_once(' ')).map(|(name, about)| (name.into(), about.trim().into())).collect()
}

fn both_languages(text: &str) -> bool {
    let Some((vietnamese, english)) = text.split_once(" | ") else { return false };
    !vietnamese.is_ascii() && english.chars().any(|c| c.is_ascii_alphabetic())
}

fn walk(words: &mut Vec<String>, seen: &mut usize) {
    let text = help(words);
    *seen += 1;
    assert!(both_languages(text.lines().next().unwrap_or_default()), "{words:?}: {text}");
    for line in text.lines().skip_while(|l| !l.starts_with("Options:")).filter(|l| l.trim().starts_with("--")) {
        let about = line.trim().split_once("  ").map_or("", |(_, about)| about.trim());
        let shared = about.is_empty() || ["JSON", "SHA-256"].contains(&about);
        assert!(shared || both_languages(about), "{words:?}: {line}");
    }
    for (name, about) in commands(&text) {
        assert!(both_languages(&about), "{words:?} {name}: {about}");
        words.push(name);
        walk(words, seen);
        words.pop();
    }
}

#[test]
fn every_command_explains_itself_in_vietnamese_and_english() {
    let mut seen = 0;
    walk(&mut Vec::new(), &mut seen);
    assert!(seen > 20, "{seen} commands");
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let desk = Desk::new();
    let words = ["unit", "Tân", "--database", desk.database()];
    let mut running = program().args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(running.stdout.take());
    let done = running.wait_with_output().unwrap();
    assert!(done.status.success() && !texts(&done).1.contains("panicked"), "{}", texts(&done).1);
}

#[test]
fn an_unknown_command_is_refused_with_the_usage() {
    let done = program().args(["figure-s", "--json"]).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
}
