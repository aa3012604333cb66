//! What is found must not fall, false errors must not rise: the aims, held on the labelled texts. Also that the labels are of their
//! texts and the corruptions corrupt what they say.

#![expect(clippy::expect_used, reason = "a test may fail by it, in its helpers too")]
use domain::proof::text::CodePoints;
use score::labels::{Labelled, folder};
use score::marks::{Marks, judge};
use score::table::Tally;
use score::{mutate, proof};
use std::path::Path;

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn own() -> Vec<Labelled> {
    let read = |set: &str| {
        folder(&top().join("fixtures").join(set), &top().join("fixtures").join(set))
            .expect("the labelled texts can be read")
    };
    ["tuned", "held", "fresh"].into_iter().flat_map(read).collect()
}

fn judged(texts: &[Labelled]) -> Marks {
    let reader = score::reader().expect("the built-in lexicon can be read");
    let mut all = Marks::default();
    for labelled in texts {
        let marks = judge(labelled, &proof(&reader, &labelled.text).reading);
        all.citations.add(&marks.citations);
        all.figures.add(&marks.figures);
        all.groups.add(&marks.groups);
    }
    all
}

fn at_least(tally: &Tally, aim: f64, what: &str) {
    assert!(tally.f1() >= aim, "{what}: F1 {:.3} is below {aim}\n{}", tally.f1(), tally.notes.join("\n"));
}

#[test]
fn labels_are_of_the_words_of_their_texts() {
    let texts = own();
    assert!(texts.len() >= 12);
    for labelled in &texts {
        let points: Vec<char> = labelled.text.chars().collect();
        let words = |start: usize, end: usize| points[start..end].iter().collect::<String>();
        for c in &labelled.labels.citations {
            assert_eq!(words(c.start, c.end), c.text, "{}", labelled.name);
        }
        for f in &labelled.labels.figures {
            assert_eq!(words(f.start, f.end), f.text, "{}", labelled.name);
        }
        for g in labelled.labels.groups.iter().filter(|g| g.adds_up == Some(true)) {
            let sum: f64 = g.parts.iter().sum();
            assert!((g.total.unwrap_or(100.0) - sum).abs() < 1e-6, "{} {}", labelled.name, g.id);
        }
    }
}

#[test]
fn our_own_texts_are_read_as_well_as_aimed() {
    let marks = judged(&own());
    at_least(&marks.citations, 0.98, "citations");
    at_least(&marks.figures, 0.96, "figures");
    at_least(&marks.groups, 0.90, "groups");
}

#[test]
fn the_gold_texts_are_read_as_well_as_aimed() {
    let shared = top().join("../../shared");
    if !shared.join("gold").is_dir() {
        eprintln!("the gold labels are not beside the project; nothing was held against them");
        return;
    }
    let marks = judged(&folder(&shared.join("gold"), &shared.join("seeds")).expect("the gold labels can be read"));
    at_least(&marks.citations, 0.98, "citations");
    at_least(&marks.figures, 0.96, "figures");
    at_least(&marks.groups, 0.90, "groups");
}

#[test]
fn corruptions_are_reported_and_clean_texts_are_not() {
    let reader = score::reader().expect("the built-in lexicon can be read");
    let outcome = mutate::run(&reader, &own(), 2026);
    let mut all = Tally::default();
    for tally in outcome.by_kind.values() {
        all.add(tally);
    }
    assert!(all.recall() >= 0.9, "{} of {} reported\n{}", all.hits, all.hits + all.missed, all.notes.join("\n"));
    assert!(
        outcome.false_errors.len() * 1000 <= outcome.words,
        "{} words\n{}",
        outcome.words,
        outcome.false_errors.join("\n")
    );
}

#[test]
fn a_corruption_changes_one_place_and_the_same_seed_the_same_one() {
    for labelled in own() {
        let once: Vec<String> = mutate::corruptions(&labelled, 7).into_iter().map(|c| c.text).collect();
        let twice: Vec<String> = mutate::corruptions(&labelled, 7).into_iter().map(|c| c.text).collect();
        assert_eq!(once, twice);
        for corruption in mutate::corruptions(&labelled, 7) {
            assert_ne!(corruption.text, labelled.text, "{}", corruption.told);
            let before = corruption.text.get(..corruption.at.start);
            assert_eq!(before, labelled.text.get(..corruption.at.start), "{}", corruption.told);
            assert!(CodePoints::new(&corruption.text).span(corruption.at).1 > 0);
        }
    }
}
