//! Every rule finds fault with its example and is silent on the same text set right.

use crate::{Small, asked, reader};
use domain::proof::{Knowledge, Nothing, Text};
use reading::proof;
use reading::rules::RULES;
use std::collections::BTreeSet;

fn found_by(name: &str, text: &str) -> Vec<String> {
    // The sums of the other examples are not to be measured against the little ledger.
    let knowledge: &dyn Knowledge =
        if name.starts_with("document-") || name.starts_with("figure-") { &Small } else { &Nothing };
    let proof = proof(reader(), &Text::plain(text), knowledge, &asked());
    proof.findings.iter().filter(|f| f.rule == name).map(|f| f.message.clone()).collect()
}

#[test]
fn every_rule_finds_fault_with_its_example() {
    let silent: Vec<_> = RULES.iter().filter(|r| found_by(r.name, r.example).is_empty()).map(|r| r.name).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn every_rule_is_silent_on_its_example_set_right() {
    let loud: Vec<_> =
        RULES.iter().map(|r| (r.name, found_by(r.name, r.mended))).filter(|(_, found)| !found.is_empty()).collect();
    assert!(loud.is_empty(), "{loud:#?}");
}

#[test]
fn an_example_set_right_has_no_error_of_any_rule() {
    let loud: Vec<_> =
        RULES.iter().map(|r| (r.name, crate::errors(r.mended))).filter(|(_, found)| !found.is_empty()).collect();
    assert!(loud.is_empty(), "{loud:#?}");
}

#[test]
fn names_are_stable_words_and_each_rule_has_its_own() {
    let names: BTreeSet<_> = RULES.iter().map(|r| r.name).collect();
    assert_eq!(names.len(), RULES.len());
    assert!(names.iter().all(|n| n.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit())));
}

#[test]
fn a_rule_that_is_switched_off_is_silent() {
    for rule in RULES {
        let mut asked = asked();
        asked.off.insert(rule.name.to_owned());
        let proof = proof(reader(), &Text::plain(rule.example), &Small, &asked);
        assert!(proof.findings.iter().all(|f| f.rule != rule.name), "{}", rule.name);
    }
}

#[test]
fn findings_lie_in_the_text_and_suggestions_differ_from_what_stands_there() {
    for rule in RULES {
        let text = Text::plain(rule.example);
        let proof = proof(reader(), &text, &Small, &asked());
        for finding in proof.findings {
            assert!(!finding.span.of(&text.text).is_empty(), "{}", finding.rule);
            assert!(finding.related.iter().all(|r| !r.span.of(&text.text).is_empty()), "{}", finding.rule);
            assert_ne!(finding.suggestion.as_deref(), Some(finding.span.of(&text.text)), "{}", finding.rule);
            assert!(finding.severity <= RULES.iter().find(|r| r.name == finding.rule).unwrap().severity);
        }
    }
}
