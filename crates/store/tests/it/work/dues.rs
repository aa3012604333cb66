//! What is to be done by a date.

use super::reach;
use crate::furniture::{balanced, enter, open, work};
use serde_json::{Value, json};
use store::Store;
use testkit::{Clerk, both, day};

fn part(nhom: &str, on: &str, what: &str) -> Value {
    json!({"nhom": nhom, "ngay-phan": on, "viec-con": what})
}

fn told(store: &Store, unit: domain::ids::UnitId, until: &str) -> Vec<(String, String)> {
    let lines = store.dues(&reach(store, unit), day(until), 100).unwrap();
    lines.into_iter().map(|l| (l.day.to_string(), format!("{}: {}", l.rule_name, l.text))).collect()
}

#[test]
fn an_open_row_is_due_until_it_is_done_and_lateness_is_the_days() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let mut data = work("2025-08-01", 1);
        data["phan"] = json!([
            part("b", "2026-12-01", "trả lời kiến nghị"),
            part("a", "2026-11-01", "đã xong"),
            part("b", "2026-11-10", "")
        ]);
        let done = enter(&mut clerk, u.d, &data);
        let lines =
            [("2026-11-10", "Làm phần việc nhóm B: "), ("2026-12-01", "Làm phần việc nhóm B: trả lời kiến nghị")];
        assert_eq!(told(&store, u.d, "2026-12-31"), lines.map(|(a, b)| (a.to_string(), b.to_string())));
        assert_eq!(told(&store, u.t, "2026-11-30").len(), 1);
        assert!(told(&store, u.e, "2026-12-31").is_empty(), "another commune's");
        let late = |on| store.count_dues(&reach(&store, u.d), day(on)).unwrap();
        assert_eq!((late("2026-11-10"), late("2026-11-11"), late("2026-12-02")), (0, 1, 2));
        let days = |lines: Vec<store::due::DueLine>| lines.iter().map(|l| l.day.to_string()).collect::<Vec<_>>();
        let ahead = |from, until| days(store.dues_ahead(&reach(&store, u.d), day(from), day(until), 9).unwrap());
        let behind = |before, limit| days(store.dues_behind(&reach(&store, u.d), day(before), limit).unwrap());
        assert_eq!(ahead("2026-11-10", "2026-12-01"), ["2026-11-10", "2026-12-01"]);
        assert_eq!(ahead("2026-11-11", "2026-11-30"), [""; 0]);
        assert_eq!(behind("2026-12-02", 9), ["2026-12-01", "2026-11-10"], "the latest first");
        assert_eq!(behind("2026-12-02", 1), ["2026-12-01"]);
        assert_eq!(behind("2026-11-10", 9), [""; 0], "what is due on the day is not late");
        balanced(&store);
        let mut data = store.entry(&done.id).unwrap().data;
        data["phan"][2]["nhom"] = json!("a");
        data.insert("gap".into(), json!(true));
        data.insert("ngay-xong".into(), json!("2026-11-25"));
        clerk.change(&done.id, &Value::Object(data), "da-ghi", "edit").unwrap();
        assert_eq!(told(&store, u.d, "2026-11-30"), [("2026-11-25".to_string(), "Làm xong việc gấp: ".to_string())]);
        balanced(&store);
        clerk.void(&done.id, "nhầm").unwrap();
        assert!(told(&store, u.d, "2027-12-31").is_empty());
        balanced(&store);
    });
}

#[test]
fn a_list_of_dues_that_somebody_changed_by_hand_is_told() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let mut data = work("2025-08-01", 1);
        data["phan"] = json!([part("b", "2026-12-01", "trả lời")]);
        enter(&mut clerk, u.d, &data);
        for sql in ["UPDATE due SET day = day + 1", "DELETE FROM due"] {
            store.write(|conn| conn.exec(sql, &[])).unwrap();
            let rooms: Vec<_> = store.verify(&mut |_| {}).unwrap().into_iter().map(|b| b.room).collect();
            assert_eq!(rooms, ["due"], "{sql}");
        }
    });
}
