//! Lists of entries as a viewer sees them.

use super::reach;
use crate::furniture::{codes, enter, open, work};
use domain::ids::EntryId;
use domain::organs::Hierarchy;
use serde_json::json;
use store::Store;
use store::registers::{Filter, Order, OrderBy};
use testkit::{Clerk, both, day};

fn titles(store: &Store, filter: &Filter) -> Vec<String> {
    let (entries, count) = store.entries(filter).unwrap();
    let page = store.entries_page(filter).unwrap();
    assert_eq!((page.entries.len(), page.count, page.more), (entries.len(), count, false));
    entries.into_iter().map(|e| e.title).collect()
}

#[test]
fn a_commune_lists_its_own_and_what_came_to_it_and_nothing_of_others() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        for (area, date) in
            [(u.a, "2024-03-05"), (u.c, "2024-03-06"), (u.d, "2025-08-01"), (u.e, "2025-08-02"), (u.x, "2025-08-03")]
        {
            enter(&mut clerk, area, &work(date, 1));
        }
        let seen = |unit| titles(&store, &Filter { reach: Some(reach(&store, unit)), ..Filter::default() });
        assert_eq!(seen(u.d), ["việc ngày 2024-03-05", "việc ngày 2024-03-06", "việc ngày 2025-08-01"]);
        assert_eq!(seen(u.e), ["việc ngày 2024-03-06", "việc ngày 2025-08-02"]);
        assert_eq!(seen(u.x), ["việc ngày 2025-08-03"]);
        assert_eq!(seen(u.t).len(), 4);
    });
}

#[test]
fn an_entry_of_others_is_refused_like_one_that_is_not_there() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let theirs = enter(&mut clerk, u.x, &work("2025-08-03", 1));
        let nobodys = EntryId::parse("0190a3b4-0000-7000-8000-000000000000").unwrap();
        assert_eq!(store.entry_readable(&theirs.id, &reach(&store, u.x)).unwrap().id, theirs.id);
        let told = |id: &EntryId| {
            let problem = store.entry_readable(id, &reach(&store, u.d)).unwrap_err().problems().remove(0);
            (problem.code, problem.message.replace(id.as_str(), ""), problem.hint)
        };
        assert_eq!(told(&theirs.id), told(&nobodys));
    });
}

#[test]
fn choices_of_the_entry_are_found_among_one_and_several_and_not_in_its_rows() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        for (day, loai, chon, gap) in [
            (1, "lon", json!(["tre", "gia"]), Some(true)),
            (2, "nho", json!(["gia"]), Some(false)),
            (3, "lon", json!([]), None),
        ] {
            let mut data = work(&format!("2024-03-0{day}"), 1);
            data["loai"] = json!(loai);
            data["chon"] = chon;
            data["gap"] = json!(gap);
            data["phan"] = json!([{"nhom": "a", "viec-con": "“gap”:true, \"loai\":\"nho\""}]);
            enter(&mut clerk, u.a, &data);
        }
        let found = |choices: &[(&str, &[&str])]| {
            let choices = choices.iter().map(|(f, v)| ((*f).to_string(), v.iter().map(|v| (*v).to_string()).collect()));
            titles(&store, &Filter { choices: choices.collect(), ..Filter::default() }).len()
        };
        assert_eq!((found(&[("loai", &["lon"])]), found(&[("loai", &["lon", "nho"])])), (2, 3));
        assert_eq!((found(&[("chon", &["gia"])]), found(&[("chon", &["tre"])])), (2, 1));
        assert_eq!((found(&[("gap", &["co"])]), found(&[("gap", &["khong"])])), (1, 1));
        assert_eq!(found(&[("loai", &["nho"]), ("gap", &["khong"])]), 1);
        assert_eq!((found(&[("nhom", &["a"])]), found(&[("la' OR 1=1 --", &["x"])])), (0, 0));
    });
}

#[test]
fn a_list_is_narrowed_by_organ_hierarchy_and_several_states() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        enter(&mut clerk, u.a, &work("2024-03-01", 1));
        let party = clerk.organ(u.a, "cap-uy", day("2024-03-02"));
        clerk.enter("viec", &party, &work("2024-03-02", 1)).unwrap();
        let write = clerk.adding("viec", &party, u.a, "du-thao", &work("2024-03-03", 1)).unwrap();
        clerk.apply("thử", &[write]).unwrap();
        let list = |filter| titles(&store, &filter).len();
        assert_eq!(list(Filter { he: Some(Hierarchy::Dang), ..Filter::default() }), 2);
        assert_eq!(list(Filter { he: Some(Hierarchy::MatTran), ..Filter::default() }), 0);
        assert_eq!(list(Filter { organ: Some(party.id), ..Filter::default() }), 2);
        assert_eq!(list(Filter { states: vec!["du-thao".into()], ..Filter::default() }), 1);
        assert_eq!(list(Filter { states: vec!["du-thao".into(), "da-ghi".into()], ..Filter::default() }), 3);
        let counts = store.counts_by_state("viec", &reach(&store, u.a)).unwrap();
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), [("da-ghi".to_string(), 2), ("du-thao".to_string(), 1)]);
        assert!(store.counts_by_state("viec", &reach(&store, u.x)).unwrap().is_empty());
    });
}

#[test]
fn a_list_is_ordered_by_date_by_change_or_by_number_either_way() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let first = enter(&mut clerk, u.a, &work("2024-03-05", 1));
        enter(&mut clerk, u.a, &work("2024-01-05", 1));
        enter(&mut clerk, u.a, &work("2023-06-05", 1));
        clerk.change(&first.id, &work("2024-03-05", 2), "da-ghi", "edit").unwrap();
        let by = |by, desc| titles(&store, &Filter { order: Order { by, desc }, ..Filter::default() });
        let [old, mid, new] = ["2023-06-05", "2024-01-05", "2024-03-05"].map(|d| format!("việc ngày {d}"));
        assert_eq!(by(OrderBy::RecordDate, false), [old.clone(), mid.clone(), new.clone()]);
        assert_eq!(by(OrderBy::RecordDate, true), [new.clone(), mid.clone(), old.clone()]);
        assert_eq!(by(OrderBy::Updated, true), [new.clone(), old.clone(), mid.clone()]);
        assert_eq!(by(OrderBy::Number, false), [old, new, mid]);
    });
}

#[test]
fn words_are_found_without_diacritics_and_wildcards_mean_themselves() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        for (n, name) in
            ["Mô hình Dân vận khéo", "Dãn vàn kheo", "Đường 100% bê tông", "Văn bản 25 NQ/TW"].iter().enumerate()
        {
            let mut data = work(&format!("2024-03-0{}", n + 1), 1);
            data["ten"] = json!(name);
            data["mat"] = json!("chỉ lãnh đạo thấy");
            enter(&mut clerk, u.a, &data);
        }
        let find = |words: &str| titles(&store, &Filter { words: Some(words.into()), ..Filter::default() });
        assert_eq!(find("dan van kheo").len(), 2);
        assert_eq!(find("kheo MO hinh"), ["Mô hình Dân vận khéo"]);
        assert_eq!((find("100%").len(), find("1%0").len(), find("duong_").len()), (1, 0, 0));
        assert_eq!(find("lanh dao thay").len(), 0, "what is hidden from a role is not searched");
        assert_eq!(find("25-NQ/TW"), ["Văn bản 25 NQ/TW"], "number and symbol are kept apart and typed together");
        let all = store.search_all("Dân vận khéo", &reach(&store, u.a), 10).unwrap();
        assert_eq!(all.iter().map(|e| e.title.as_str()).collect::<Vec<_>>(), ["Mô hình Dân vận khéo", "Dãn vàn kheo"]);
        assert_eq!(
            store.search_all("dan van kheo", &reach(&store, u.a), 10).unwrap()[0].title,
            "Dãn vàn kheo",
            "else the latest"
        );
        assert!(store.search_all("dan van", &reach(&store, u.x), 10).unwrap().is_empty());
        assert!(store.search_all("  ", &reach(&store, u.a), 10).unwrap().is_empty());
    });
}

#[test]
fn the_owner_of_an_entry_has_its_hierarchy() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let party = clerk.organ(u.a, "cap-uy", day("2024-03-02"));
        let done = clerk.enter("viec", &party, &work("2024-03-02", 1)).unwrap();
        let entry = store.entry(&done.id).unwrap();
        assert_eq!(store.entry_owner(&entry).unwrap(), (party, Hierarchy::Dang));
        assert_eq!(codes(store.entry_readable(&done.id, &reach(&store, u.b))), ["unknown-entry"]);
    });
}
