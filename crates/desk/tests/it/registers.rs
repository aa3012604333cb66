//! Entries: what a form that hides a field leaves alone, and who is told of what.

use crate::furniture::{House, codes, data_of, dialogue};
use domain::organs::Hierarchy;
use domain::registers::Role;
use serde_json::{Value, json};
use store::StoreError;
use testkit::both;

const NAME: &str = "Người giữ chức số 01 (minh họa)";

#[test]
fn a_form_that_hides_a_field_leaves_it_as_it_was() {
    both(|db| {
        let house = House::new(db);
        let organ = house.organ(house.a, "mttq");
        let renewed = json!({ "ngay": "2025-05-10", "to-chuc": "mttq", "cap-to-chuc": "xa", "chuc-danh": "chu-tich",
            "cach": "hiep-thuong", "nguoi": NAME });
        let id = house.desk(Role::Officer, house.a, Hierarchy::MatTran, |desk| {
            house.add(desk, "kien-toan", &organ, renewed).unwrap().done.id
        });
        house.desk(Role::Administrator, house.a, Hierarchy::MatTran, |desk| {
            let entry = desk.entry(id.as_str()).unwrap();
            let mut shown = desk.visible("kien-toan", &entry.data).unwrap();
            assert!(!shown.contains_key("nguoi"));
            shown.insert("chuc-danh".into(), json!("pho-chu-tich"));
            let saved = desk.save(&entry, 1, shown.clone(), None, "").unwrap();
            assert_eq!(saved.done.version, 2);
            let stands = data_of(&house, &id);
            assert_eq!((&stands["nguoi"], &stands["chuc-danh"]), (&json!(NAME), &json!("pho-chu-tich")));

            let entry = desk.entry(id.as_str()).unwrap();
            shown.insert("nguoi".into(), json!("Kẻ khác"));
            assert_eq!(codes(desk.save(&entry, 2, shown.clone(), None, "")), ["hidden-from-role"]);
            let cleared = [("nguoi".to_string(), Value::Null)].into_iter().collect();
            assert!(!desk.change(&entry, 2, cleared, None, "").unwrap().done.changed);
            assert_eq!(data_of(&house, &id)["nguoi"], json!(NAME));
        });
        house.desk(Role::Officer, house.a, Hierarchy::MatTran, |desk| {
            let entry = desk.entry(id.as_str()).unwrap();
            let mut shown = desk.visible("kien-toan", &entry.data).unwrap();
            shown.remove("nguoi");
            desk.save(&entry, 2, shown, None, "").unwrap();
            assert_eq!(data_of(&house, &id).get("nguoi"), None, "who sees it may clear it");
        });
    });
}

#[test]
fn of_a_hidden_field_only_that_it_is_wrong_is_told() {
    both(|db| {
        let house = House::new(db);
        let model = json!({ "ngay-dang-ky": "2025-03-01", "ten": "Tuyến đường hoa", "linh-vuc": "kinh-te",
            "chu-the": "ca-nhan", "ca-nhan": NAME, "don-vi-thuc-hien": "00003" });
        let id = house
            .officer(house.a, |desk| house.add(desk, "mo-hinh", &house.organ(house.a, "ubnd"), model).unwrap().done.id);
        house.desk(Role::Administrator, house.a, Hierarchy::ChinhQuyen, |desk| {
            let entry = desk.entry(id.as_str()).unwrap();
            let changes = [("chu-the".to_string(), json!("tap-the"))].into_iter().collect();
            match desk.change(&entry, 1, changes, None, "") {
                Err(StoreError::Refused(list)) => {
                    assert!(list.iter().any(|p| p.code == "wrong-where-hidden"), "{list:?}");
                    assert!(list.iter().all(|p| !p.to_string().contains("Người")), "{list:?}");
                }
                other => panic!("{other:?}"),
            }
        });
    });
}

#[test]
fn an_old_form_is_told_that_it_is_old_before_anything_else() {
    both(|db| {
        let house = House::new(db);
        house.officer(house.a, |desk| {
            let added = house.add(desk, "doi-thoai", &house.organ(house.a, "ubnd"), dialogue("2025-05-10", 7)).unwrap();
            let entry = desk.entry(added.done.id.as_str()).unwrap();
            let changes = |n: i64| [("so-nguoi".to_string(), json!(n))].into_iter().collect();
            desk.change(&entry, 1, changes(8), None, "").unwrap();
            let entry = desk.entry(added.done.id.as_str()).unwrap();
            let stale = desk.save(&entry, 1, domain::registers::Data::new(), None, "");
            assert!(matches!(stale, Err(StoreError::Stale { current: 2, given: 1 })));
        });
    });
}

#[test]
fn a_stranger_is_given_no_steps_and_finds_no_entry() {
    both(|db| {
        let house = House::new(db);
        let organ = house.organ(house.a, "ubnd");
        let id = house.officer(house.a, |desk| {
            let added = house.add(desk, "doi-thoai", &organ, dialogue("2025-05-10", 7)).unwrap();
            let entry = desk.entry(added.done.id.as_str()).unwrap();
            let other = Role::Leader;
            assert!(house.desk(other, house.a, Hierarchy::ChinhQuyen, |d| !d.steps(&entry).unwrap().is_empty()));
            added.done.id
        });
        house.officer(house.b, |desk| {
            assert_eq!(codes(desk.entry(id.as_str())), ["unknown-entry"]);
            let entry = house.store.entry(&id).unwrap();
            assert!(desk.steps(&entry).unwrap().is_empty());
            assert_eq!(codes(desk.void(&entry, 1, "nhầm")), ["not-yours"]);
        });
        // The Party's officer of the same commune reads it, and writes nothing of the committee's.
        house.desk(Role::Officer, house.a, Hierarchy::Dang, |desk| {
            let entry = desk.entry(id.as_str()).unwrap();
            assert!(desk.refuse_edit(&entry).is_err());
        });
    });
}

#[test]
fn a_file_is_kept_by_what_it_is_and_hangs_on_its_entry() {
    both(|db| {
        let house = House::new(db);
        house.officer(house.a, |desk| {
            let added = house.add(desk, "doi-thoai", &house.organ(house.a, "ubnd"), dialogue("2025-05-10", 7)).unwrap();
            let entry = desk.entry(added.done.id.as_str()).unwrap();
            let attached = desk.attach(&entry, 1, None, "C:\\ghi\\Biên bản.pdf", b"%PDF-1.7 x").unwrap();
            let files = &data_of(&house, &added.done.id)["tep"];
            assert_eq!((&files[0]["ten"], &files[0]["bytes"]), (&json!("Biên bản.pdf"), &json!(10)));
            assert_eq!(house.store.file(&attached.sha256).unwrap().unwrap(), b"%PDF-1.7 x");
            let entry = desk.entry(added.done.id.as_str()).unwrap();
            assert_eq!(codes(desk.attach(&entry, 2, None, "a.pdf", b"MZ\x90\0 x")), ["wrong-file-type"]);
        });
        house.officer(house.b, |desk| {
            let entry = house.store.entries(&store::registers::Filter::default()).unwrap().0.remove(0);
            assert_eq!(codes(desk.attach(&entry, 2, None, "a.pdf", b"%PDF-1.7 y")), ["not-yours"]);
        });
    });
}
