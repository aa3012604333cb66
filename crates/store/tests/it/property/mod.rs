//! The heart: every figure of a random history is the brute-force sum over its live records, on both databases.

mod deeds;
mod readable;
mod tree;

pub use tree::grow;

use deeds::{World, some_period};
use domain::calendar::Period;
use domain::clock::{Clock, SeededChance};
use domain::ids::NATION;
use domain::indicators::{Bound, Decimal, Figure, Formula, Indicator, Question, View};
use domain::ledger::Dims;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use proptest::{prop_assert, prop_assert_eq};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use store::indicators::Ask;
use store::{Actor, Store};
use testkit::brute::{Filter, Sum, Truth, both, total};
use testkit::{Database, morning, on_postgresql, small_catalogue};
use tree::{pick, some_date};

const INDICATORS: [&str; 8] =
    ["so-viec", "so-nguoi", "so-phan", "dang-lam", "so-noi", "tien", "viec-va-phan", "ty-le-lon"];

#[test]
fn every_figure_is_the_sum_over_live_records_on_sqlite() {
    prove(Database::Sqlite, 60);
}

#[test]
fn every_figure_is_the_sum_over_live_records_on_postgresql() {
    on_postgresql(|db| prove(db, 15));
}

/// Proves many histories: as many as `PROPTEST_CASES` says, with the seed `DANVAN_TEST_SEED`.
fn prove(db: Database, cases: u32) {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|c| c.parse().ok());
    let seed = std::env::var("DANVAN_TEST_SEED").ok().and_then(|s| s.parse::<u64>().ok()).unwrap_or(20_250_701);
    let mut bytes = [0u8; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config =
        Config { cases: asked.unwrap_or(cases), failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let words = (vec(any::<u64>(), 1..10), vec(any::<u64>(), 0..40), vec(any::<u64>(), 1..12));
    let result = runner.run(&words, |(reforms, deeds, questions)| {
        let mut facts = String::new();
        let told = history(db, &reforms, &deeds, &questions, &mut facts);
        told.map_err(|e| TestCaseError::fail(format!("{e}\n{facts}")))
    });
    if let Err(why) = result {
        panic!("{why}");
    }
    let met = MET.lock().unwrap();
    let kinds = ["AtLeast", "NotDivisible", "NotComparable", "Declared", "Mixed", "Records", "Over", "About", "known"];
    let never: Vec<_> = kinds.into_iter().filter(|k| !met.contains(&(db, (*k).to_string()))).collect();
    assert!(never.is_empty(), "these histories never met {never:?}: they prove too little");
}

/// Which kinds of answers came up.
static MET: Mutex<BTreeSet<(Database, String)>> = Mutex::new(BTreeSet::new());

fn meet(store: &Store, kinds: impl Iterator<Item = String>) {
    let db = match store.location() {
        store::Location::Sqlite(_) => Database::Sqlite,
        store::Location::Postgres(_) => Database::Postgres,
    };
    MET.lock().unwrap().extend(kinds.map(|k| (db, k)));
}

type Proved = Result<(), TestCaseError>;

fn history(db: Database, reforms: &[u64], deeds: &[u64], questions: &[u64], facts: &mut String) -> Proved {
    let root = Actor::administrator("thử");
    let at = morning().now();
    let place = db.copy_of("catalogue", |store| {
        store.use_catalogue(small_catalogue(), &root, at).unwrap();
    });
    let store = place.open();
    store.use_catalogue(small_catalogue(), &root, at).unwrap();
    store.load_units(grow(reforms), &root, at, &mut |_, _| {}).unwrap_or_else(|e| panic!("{e}"));
    let mut world = World::new(&store);
    deeds.iter().for_each(|word| world.act(*word));
    *facts = told(&world.truth);
    prop_assert_eq!(store.verify(&mut |_| {}).unwrap(), [], "the books do not balance");
    for word in questions {
        ask(&store, &world, &mut SeededChance(*word))?;
    }
    // A second opening reads everything back from the database.
    let again = place.open();
    again.use_catalogue(small_catalogue(), &root, at).unwrap();
    prop_assert!(again.units().facts() == store.units().facts(), "the units are read back as they were");
    questions.first().map_or(Ok(()), |word| ask(&again, &world, &mut SeededChance(*word)))
}

/// What is true, line by line, for who has to find out why a figure is not what it should be.
fn told(truth: &Truth) -> String {
    let mut lines: Vec<String> = Vec::new();
    for v in &truth.facts.versions {
        lines.push(format!("{} {:?} {:?}–{:?} in {:?}", v.unit, v.level, v.from, v.to, v.parent.map(|p| p.0)));
    }
    for s in &truth.facts.successions {
        lines.push(format!("{} → {} on {} {:?} {:?}", s.old, s.new, s.on, s.kind, s.part));
    }
    lines.extend(truth.said.iter().map(|s| format!("{s:?}")));
    let line = |l: &testkit::brute::Line| {
        format!(
            "{} in {} of {} on {} {:?} {:?} {} {:?}",
            l.measure, l.area, l.recorded_on, l.date, l.assigned, l.dims, l.member, l.amount
        )
    };
    lines.extend(truth.lines.iter().map(line));
    lines.join("\n")
}

/// One question with all indicators, its parts, the records behind it, and the same as it was known before.
fn ask(store: &Store, world: &World<'_>, dice: &mut SeededChance) -> Proved {
    let truth = &world.truth;
    let mut unit = if dice.below(12) == 0 { NATION } else { pick(dice, &world.units()) };
    let mut period = some_period(dice);
    // Often just what somebody declared, for their unit or another.
    if !truth.said.is_empty() && dice.below(4) == 0 {
        let said = pick(dice, &truth.said);
        period = Period { from: said.from.unwrap_or(period.from).min(said.to), to: said.to };
        unit = if dice.below(3) == 0 { unit } else { said.unit };
    }
    let life = truth.life(unit);
    let tree = some_date(dice).max(life.from).min(life.to);
    let organ = match dice.below(6) {
        0 => Filter::from([("he".into(), vec!["dang".into()])]),
        1 => Filter::from([("co-quan".into(), vec!["ubnd".into()])]),
        _ => Filter::new(),
    };
    let view = pick(dice, &[View::Was, View::Restated]);
    let question = Question { unit, organ, tree, from: period.from, to: period.to, view };
    let filter = match dice.below(6) {
        0 => Filter::from([("loai".into(), vec!["lon".into()])]),
        1 => Filter::from([("loai".into(), vec!["lon".into(), "nho".into()])]),
        2 => Filter::from([("cap".into(), vec!["xa".into()])]),
        _ => Filter::new(),
    };
    let by: Vec<String> =
        pick(dice, &[vec![], vec!["loai"], vec!["cap"], vec!["loai", "he"]]).into_iter().map(str::to_string).collect();
    let asks: Vec<Ask> = INDICATORS
        .iter()
        .map(|slug| Ask { indicator: (*slug).into(), filter: filter.clone(), by: by.clone() })
        .collect();
    compare(store, truth, &question, &asks, None)?;
    let viewer = pick(dice, &world.units());
    for a in &asks {
        compare_records(store, truth, &question, a)?;
        readable::compare_readable(store, truth, &question, a, viewer)?;
    }
    if !world.assigned && !world.past.is_empty() {
        let past = &world.past[dice.below(world.past.len() as u64) as usize];
        compare(store, &past.truth, &question, &asks, Some(past.seq))?;
    }
    Ok(())
}

fn compare(store: &Store, truth: &Truth, q: &Question, asks: &[Ask], known_at: Option<i64>) -> Proved {
    let answer = store.figures(q, asks, known_at).unwrap_or_else(|e| panic!("{e}"));
    for (ask, figures) in asks.iter().zip(&answer.figures) {
        let indicator = store.indicator(&ask.indicator).unwrap();
        let filter = both(&ask.filter, &q.organ);
        let mut expected = vec![figure(truth, q, &indicator, &filter, Dims::new())];
        for group in groups(truth, q, &indicator, &filter, &ask.by) {
            let one: Filter = group.iter().map(|(d, v)| (d.clone(), vec![v.clone()])).collect();
            expected.push(figure(truth, q, &indicator, &both(&filter, &one), group));
        }
        let found: Vec<Shown> = figures.iter().map(Shown::of).collect();
        let names = |f: &Shown| [format!("{:?}", f.bound), format!("{:?}", f.source), format!("{:?}", f.approx)];
        meet(store, found.iter().flat_map(names).chain(known_at.map(|_| "known".to_string())));
        prop_assert_eq!(found, expected, "{} of {:?} filter {:?} known at {:?}", ask.indicator, q, filter, known_at);
    }
    Ok(())
}

/// What is compared of a figure.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    by: Dims,
    value: Option<i64>,
    parts: Option<(i64, i64)>,
    approx: domain::ledger::Approx,
    pending: i64,
    recorded: Option<i64>,
    bound: Bound,
    source: domain::indicators::Source,
}

impl Shown {
    fn of(f: &Figure) -> Shown {
        let bare = |d: Option<Decimal>| d.map(|d| d.scaled);
        Shown {
            by: f.by.clone(),
            value: bare(f.value),
            parts: bare(f.numerator).zip(bare(f.denominator)),
            approx: f.approx,
            pending: f.pending,
            recorded: bare(f.recorded),
            bound: f.bound,
            source: f.source,
        }
    }
}

fn figure(truth: &Truth, q: &Question, indicator: &Indicator, filter: &Filter, by: Dims) -> Shown {
    let told = |bound| !matches!(bound, Bound::NotDivisible | Bound::NotComparable);
    match &indicator.formula {
        Formula::Sum(terms) => {
            let sum = added(terms.iter().map(|t| truth.term(q, t, filter)).collect());
            Shown {
                by,
                value: told(sum.bound).then_some(sum.total.scaled),
                parts: None,
                approx: sum.total.approx(),
                pending: sum.total.pending,
                recorded: sum.recorded.map(|r| r.scaled),
                bound: sum.bound,
                source: sum.source,
            }
        }
        Formula::Distinct(term) => {
            let sum = truth.term(q, term, filter);
            Shown {
                by,
                value: told(sum.bound).then_some(sum.members),
                parts: None,
                approx: domain::ledger::Approx::Exact,
                pending: 0,
                recorded: None,
                bound: sum.bound,
                source: sum.source,
            }
        }
        Formula::Ratio { num, den } => {
            let n = added(num.iter().map(|t| truth.term(q, t, filter)).collect());
            let d = added(den.iter().map(|t| truth.term(q, t, filter)).collect());
            let (top, bottom) = (n.total.scaled, d.total.scaled);
            let bound = n.bound.max(d.bound);
            let same = n.total.approx() == d.total.approx();
            Shown {
                by,
                value: (bound == Bound::Exact && bottom != 0)
                    .then(|| ((top as f64 / bottom as f64) * 1000.0).round() as i64),
                parts: told(bound).then_some((top, bottom)),
                approx: if same { n.total.approx() } else { domain::ledger::Approx::About },
                pending: n.total.pending + d.total.pending,
                recorded: None,
                bound,
                source: if n.source == d.source { n.source } else { domain::indicators::Source::Mixed },
            }
        }
        Formula::Growth(_) => unreachable!("not asked"),
    }
}

/// Terms of one indicator together.
fn added(sums: Vec<Sum>) -> Sum {
    let mut all = Sum { source: sums[0].source, ..Sum::default() };
    let any = sums.iter().any(|s| s.recorded.is_some());
    let mut recorded = domain::ledger::Total::default();
    for s in &sums {
        all.total = all.total.plus(s.total).unwrap();
        recorded = recorded.plus(s.recorded.unwrap_or(s.total)).unwrap();
        all.bound = all.bound.max(s.bound);
        if s.source != all.source {
            all.source = domain::indicators::Source::Mixed;
        }
    }
    all.recorded = any.then_some(recorded);
    all
}

/// The values of dimensions that occur among the records behind an indicator, or for which something was declared.
fn groups(truth: &Truth, q: &Question, indicator: &Indicator, filter: &Filter, by: &[String]) -> BTreeSet<Dims> {
    let terms = match &indicator.formula {
        Formula::Sum(terms) => terms.iter().collect(),
        Formula::Distinct(term) => vec![term],
        Formula::Ratio { num, den } => num.iter().chain(den).collect(),
        Formula::Growth(_) => Vec::new(),
    };
    let mut groups = BTreeSet::new();
    for term in terms.iter().filter(|_| !by.is_empty()) {
        for line in truth.lines(q, &term.measure, &both(&term.filter, filter)) {
            groups.insert(by.iter().map(|b| (b.clone(), line.dims.get(b).cloned().unwrap_or_default())).collect());
        }
        for dims in truth.declared_dims(q, &term.measure, &both(&term.filter, filter)) {
            groups.extend(by.iter().map(|b| Some((b.clone(), dims.get(b)?.clone()))).collect::<Option<Dims>>());
        }
    }
    groups
}

/// The records behind a figure are exactly the live records that count, page by page, and their sum is its recorded part.
fn compare_records(store: &Store, truth: &Truth, q: &Question, ask: &Ask) -> Proved {
    let indicator = store.indicator(&ask.indicator).unwrap();
    let terms: Vec<_> = match &indicator.formula {
        Formula::Sum(terms) => terms.iter().collect(),
        Formula::Distinct(term) => vec![term],
        Formula::Ratio { num, .. } => num.iter().collect(),
        Formula::Growth(_) => Vec::new(),
    };
    let filter = both(&ask.filter, &q.organ);
    let mut behind: BTreeMap<&str, Vec<domain::ledger::Amount>> = BTreeMap::new();
    for term in terms {
        for line in truth.lines(q, &term.measure, &both(&term.filter, &filter)) {
            behind.entry(&line.entry).or_default().push(line.amount);
        }
    }
    let all = store.records(q, ask, 10_000, 0).unwrap();
    let found: BTreeMap<&str, _> = all.lines.iter().map(|l| (l.id.as_str(), l.total)).collect();
    let expected: BTreeMap<&str, _> = behind.iter().map(|(id, a)| (*id, total(a.iter().copied()))).collect();
    prop_assert_eq!(&found, &expected, "records behind {} of {:?} filter {:?}", ask.indicator, q, filter);
    prop_assert_eq!(all.count as usize, expected.len());
    prop_assert_eq!(all.sum, total(behind.values().flatten().copied()));
    prop_assert!(all.lines.is_sorted_by_key(|l| (l.date, l.id.to_string())));
    let mut paged = Vec::new();
    while paged.len() < expected.len() {
        let page = store.records(q, ask, 3, paged.len() as i64).unwrap();
        prop_assert!(!page.lines.is_empty());
        paged.extend(page.lines);
    }
    prop_assert_eq!(paged, all.lines, "page by page");
    Ok(())
}
