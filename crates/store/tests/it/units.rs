//! The shipped units and the reform of 1 July 2025: what the same records are for old and new provinces.

use crate::furniture::{balanced, figure, records, restated, value, was};
use domain::clock::Clock;
use domain::ids::UnitId;
use domain::indicators::{Bound, Question};
use serde_json::json;
use store::indicators::Ask;
use store::{Actor, Store};
use testkit::{Clerk, Database, Place, both, built_in, day, morning, shipped};

const TODAY: &str = "2026-11-22";
const COUNT: &str = "doi-thoai.so-cuoc";

fn open(db: Database) -> (Place, Store) {
    let root = Actor::administrator("thử");
    let place = db.copy_of("shipped", |store| {
        store.load_units(shipped(), &root, morning().now(), &mut |_, _| {}).unwrap();
        store.use_catalogue(built_in(), &root, morning().now()).unwrap();
    });
    let store = place.open();
    store.use_catalogue(built_in(), &root, morning().now()).unwrap();
    (place, store)
}

/// A unit by what a person types, on a date.
fn unit(store: &Store, text: &str, on: &str) -> UnitId {
    store.units().resolve(text, day(on)).unwrap_or_else(|e| panic!("{e}"))
}

/// Some dialogues of a unit's committee, each with its date.
fn hold(store: &Store, seed: u64, area: UnitId, dates: &[&str]) -> Vec<store::registers::Done> {
    let mut clerk = Clerk::new(store);
    clerk.chance.0 = seed;
    let held = dates.iter().map(|date| {
        let organ = clerk.organ(area, "ubnd", day(date));
        let data = json!({
            "ngay": date, "chu-de": "nước sạch", "loai": "dinh-ky", "hinh-thuc": "hoi-nghi-doi-thoai",
            "chu-tri": "chu-tich-ubnd", "so-nguoi": 40,
        });
        clerk.enter("doi-thoai", &organ, &data).unwrap()
    });
    held.collect()
}

fn note_codes(store: &Store, question: &Question) -> Vec<String> {
    let answer = store.figures(question, &[Ask::plain(COUNT)], None).unwrap();
    answer.notes.into_iter().map(|n| n.code).collect()
}

#[test]
fn lao_cai_of_today_is_old_lao_cai_with_old_yen_bai_and_its_own_since_july_2025() {
    both(|db| {
        let (_place, store) = open(db);
        let [old, yen_bai] = [("10", "2021-12-31"), ("15", "2021-12-31")].map(|(code, on)| unit(&store, code, on));
        let today = unit(&store, "15", TODAY);
        assert!(store.units().label(today).contains("Lào Cai") && store.units().label(yen_bai).contains("Yên Bái"));
        let district = unit(&store, "Huyện Bắc Hà", "2021-12-31");
        let commune = unit(&store, "Xã Bắc Hà, Lào Cai", TODAY);
        hold(&store, 1, district, &["2021-03-31", "2021-09-02"]);
        hold(&store, 2, old, &["2022-05-05"]);
        hold(&store, 3, yen_bai, &["2023-01-01", "2024-02-02", "2025-06-30"]);
        hold(&store, 4, commune, &["2025-07-01"]);
        hold(&store, 5, today, &["2025-10-10"]);

        let of = |question: Question| value(&store, &question, COUNT);
        let (from, to) = ("2021-01-01", "2025-12-31");
        assert_eq!(of(restated(today, TODAY, from, to)), Some(8), "old Lào Cai, old Yên Bái and its own");
        assert_eq!(of(was(today, TODAY, from, to)), Some(2), "its own since 1 July 2025");
        assert_eq!(of(was(old, "2021-12-31", from, to)), Some(3), "old Lào Cai alone");
        assert_eq!(of(was(yen_bai, "2021-12-31", from, to)), Some(3));
        assert_eq!(of(was(domain::ids::NATION, TODAY, from, to)), Some(8));
        assert_eq!(records(&store, &restated(today, TODAY, from, to), COUNT).count, 8);

        let answer = store.figures(&was(today, TODAY, from, to), &[Ask::plain(COUNT)], None).unwrap();
        let told = answer.notes.iter().find(|n| n.code == "predecessor").expect("predecessors are named");
        assert!(told.text.contains("Lào Cai (10)") && told.text.contains("Yên Bái (15)"), "{}", told.text);
        balanced(&store);
    });
}

#[test]
fn a_dialogue_of_2021_in_bac_ha_counts_for_old_lao_cai_as_it_was_and_for_today_restated() {
    both(|db| {
        let (_place, store) = open(db);
        let district = unit(&store, "Huyện Bắc Hà", "2021-12-31");
        hold(&store, 1, district, &["2021-03-31"]);
        let (old, today) = (unit(&store, "10", "2021-12-31"), unit(&store, "15", TODAY));
        let year = ("2021-01-01", "2021-12-31");
        assert_eq!(value(&store, &was(old, "2021-12-31", year.0, year.1), COUNT), Some(1));
        assert_eq!(value(&store, &was(today, TODAY, year.0, year.1), COUNT), Some(0));
        assert_eq!(value(&store, &restated(today, TODAY, year.0, year.1), COUNT), Some(1));
        let township = unit(&store, "02839", "2021-12-31");
        assert_eq!(value(&store, &was(township, "2021-12-31", year.0, year.1), COUNT), Some(0), "the district's own");
        assert!(
            note_codes(&store, &restated(today, TODAY, year.0, year.1)).contains(&"dissolved-district".to_string())
        );
        let answer = store.figures(&restated(today, TODAY, year.0, year.1), &[Ask::plain(COUNT)], None).unwrap();
        assert!(answer.notes.iter().any(|n| n.text.contains("Huyện Bắc Hà (085)")), "{:?}", answer.notes);
    });
}

#[test]
fn who_took_a_part_of_a_split_commune_answers_at_least_until_its_records_are_assigned() {
    both(|db| {
        let (_place, store) = open(db);
        let split = unit(&store, "00007", "2025-06-30");
        let [one, other] = ["00008", "00025"].map(|code| unit(&store, code, TODAY));
        let entry = hold(&store, 1, split, &["2024-04-04"]).remove(0);
        let year = |u| restated(u, TODAY, "2024-01-01", "2024-12-31");
        for heir in [one, other] {
            let f = figure(&store, &year(heir), COUNT);
            assert_eq!((f.value.map(|v| v.scaled), f.bound), (Some(0), Bound::AtLeast));
            assert!(f.why.iter().any(|n| n.code == "split" && n.text.contains("00007")), "{:?}", f.why);
        }
        let city = unit(&store, "01", TODAY);
        let f = figure(&store, &year(city), COUNT);
        assert_eq!((f.value.map(|v| v.scaled), f.bound), (Some(1), Bound::Exact), "the city holds both parts");
        Clerk::new(&store).assign(&entry.id, Some(other)).unwrap();
        let f = figure(&store, &year(other), COUNT);
        // Other communes were split towards it too, and may have had records.
        assert_eq!(f.value.map(|v| v.scaled), Some(1));
        assert!(!f.why.iter().any(|n| n.text.contains("(00007)")), "{:?}", f.why);
        assert_eq!(value(&store, &year(one), COUNT), Some(0));
        assert_eq!(value(&store, &year(city), COUNT), Some(1));
        balanced(&store);
    });
}

#[test]
fn records_of_2026_cannot_be_told_apart_by_the_provinces_of_2021() {
    both(|db| {
        let (_place, store) = open(db);
        let (old, today) = (unit(&store, "10", "2021-12-31"), unit(&store, "15", TODAY));
        hold(&store, 1, today, &["2026-03-03"]);
        let f = figure(&store, &restated(old, "2021-12-31", "2026-01-01", "2026-06-30"), COUNT);
        assert_eq!((f.value, f.bound), (None, Bound::NotComparable));
        let f = figure(&store, &restated(old, "2021-12-31", "2021-01-01", "2021-12-31"), COUNT);
        assert_eq!((f.value.map(|v| v.scaled), f.bound), (Some(0), Bound::Exact));
    });
}

#[test]
fn an_answer_about_years_of_an_incomplete_list_says_so() {
    both(|db| {
        let (_place, store) = open(db);
        let today = unit(&store, "15", TODAY);
        assert!(
            note_codes(&store, &restated(today, TODAY, "2021-01-01", "2025-12-31")).contains(&"incomplete-tree".into())
        );
        assert!(
            !note_codes(&store, &restated(today, TODAY, "2026-01-01", "2026-06-30"))
                .contains(&"incomplete-tree".into())
        );
    });
}
