//! What these tests share: a small province through the reform of 1 July 2025, and short ways to ask.

use domain::clock::Clock;
use domain::ids::UnitId;
use domain::indicators::{Figure, Question, View};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::indicators::{Ask, Records};
use store::{Actor, Store, StoreError};
use testkit::{Clerk, Database, History, Place, day, morning, small_catalogue};

/// Province with a district of three communes. On 1 July 2025 the district is dissolved, communes a and b become d, and
/// c is split between d and e.
pub struct Small {
    pub t: UnitId,
    pub h: UnitId,
    pub a: UnitId,
    pub b: UnitId,
    pub c: UnitId,
    pub d: UnitId,
    pub e: UnitId,
    /// A commune of another province.
    pub x: UnitId,
}

pub fn small() -> (Small, History) {
    let mut history = History::default();
    let t = history.province("Tê", "");
    let h = history.district("Hát", t, "");
    let [a, b, c] = ["A", "Bê", "Xê"].map(|name| history.commune(name, h, ""));
    let [d, e] = ["Đê", "E"].map(|name| history.commune(name, t, "2025-07-01"));
    let t2 = history.province("Tê Hai", "");
    let x = history.commune("Ích", t2, "");
    history.merge(&[a, b], d, "2025-07-01");
    history.split(c, &[d, e], "2025-07-01");
    history.end(h, "2025-07-01");
    (Small { t, h, a, b, c, d, e, x }, history)
}

/// A store with the small province and the small catalogue. The place must outlive the store.
pub fn open(db: Database) -> (Place, Store, Small) {
    let (units, history) = small();
    let place = db.copy_of("small", |store| {
        let root = Actor::administrator("thử");
        store.load_units(history.facts, &root, morning().now(), &mut |_, _| {}).unwrap();
        store.use_catalogue(small_catalogue(), &root, morning().now()).unwrap();
    });
    let store = place.open();
    store.use_catalogue(small_catalogue(), &Actor::administrator("thử"), morning().now()).unwrap();
    (place, store, units)
}

/// The data of a piece of work.
pub fn work(date: &str, people: i64) -> Value {
    json!({"ngay": date, "ten": format!("việc ngày {date}"), "so-nguoi": people})
}

/// Enters work of an area's committee.
pub fn enter(clerk: &mut Clerk<'_>, area: UnitId, data: &Value) -> store::registers::Done {
    let date = data["ngay"].as_str().unwrap_or_default();
    let organ = clerk.organ(area, "ubnd", day(date));
    clerk.enter("viec", &organ, data).unwrap()
}

/// A question: `was(unit, "2025-01-01", "2025-12-31")`.
pub fn was(unit: UnitId, tree: &str, from: &str, to: &str) -> Question {
    Question { unit, organ: BTreeMap::new(), tree: day(tree), from: day(from), to: day(to), view: View::Was }
}

/// The same question with every record mapped to the tree asked for.
pub fn restated(unit: UnitId, tree: &str, from: &str, to: &str) -> Question {
    Question { view: View::Restated, ..was(unit, tree, from, to) }
}

/// The total of an indicator.
pub fn figure(store: &Store, question: &Question, indicator: &str) -> Figure {
    let answer = store.figures(question, &[Ask::plain(indicator)], None).unwrap_or_else(|e| panic!("{e}"));
    answer.figures.into_iter().flatten().next().unwrap()
}

/// Its value as a bare number.
pub fn value(store: &Store, question: &Question, indicator: &str) -> Option<i64> {
    figure(store, question, indicator).value.map(|v| v.scaled)
}

/// The records behind it.
pub fn records(store: &Store, question: &Question, indicator: &str) -> Records {
    store.records(question, &Ask::plain(indicator), 1000, 0).unwrap()
}

/// Codes of a refusal's problems.
pub fn codes<T: std::fmt::Debug>(result: Result<T, StoreError>) -> Vec<String> {
    result.unwrap_err().problems().into_iter().map(|p| p.code).collect()
}

/// The store balances.
pub fn balanced(store: &Store) {
    assert_eq!(store.verify(&mut |_| {}).unwrap(), []);
}
