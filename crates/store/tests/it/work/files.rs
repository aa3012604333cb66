//! Which entries hold a file.

use super::{now, reach};
use crate::furniture::{balanced, enter, open, work};
use serde_json::json;
use testkit::{Clerk, both};

#[test]
fn a_file_is_found_at_its_entries_also_where_it_was_taken_out_again() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let sha256 = store.keep_file(&clerk.who, now(), b"scan").unwrap();
        let other = store.keep_file(&clerk.who, now(), b"other").unwrap();
        let with = |date: &str, sha256: &str| {
            let mut data = work(date, 1);
            data["tep"] = json!([{"ten": "biên bản.pdf", "sha256": sha256, "bytes": 4}]);
            data
        };
        let first = enter(&mut clerk, u.d, &with("2025-08-01", &sha256));
        let second = enter(&mut clerk, u.x, &with("2025-08-02", &sha256));
        clerk.change(&first.id, &with("2025-08-01", &other), "da-ghi", "edit").unwrap();
        let holders = store.file_holders(&sha256).unwrap();
        let told: Vec<_> =
            holders.iter().map(|h| (&h.entry.id, h.field.as_str(), h.name.as_str(), h.current)).collect();
        let mut expected = [(&first.id, "tep", "biên bản.pdf", false), (&second.id, "tep", "biên bản.pdf", true)];
        expected.sort();
        assert_eq!(told, expected);
        let may = |unit| holders.iter().any(|h| reach(&store, unit).reads(h.entry.area, h.entry.record_date));
        assert!(may(u.d) && may(u.x) && !may(u.e));
        assert!(store.file_holders("0").unwrap().is_empty());
        balanced(&store);
        store.write(|conn| conn.exec("DELETE FROM entry_file", &[])).unwrap();
        let rooms: Vec<_> = store.verify(&mut |_| {}).unwrap().into_iter().map(|b| b.room).collect();
        assert_eq!(rooms, ["files", "files"]);
    });
}

#[test]
fn a_database_from_before_learns_which_entries_hold_which_files() {
    both(|db| {
        let (place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let sha256 = store.keep_file(&clerk.who, now(), b"scan").unwrap();
        let mut data = work("2025-08-01", 1);
        data["tep"] = json!([{"ten": "a.pdf", "sha256": sha256, "bytes": 4}]);
        let done = enter(&mut clerk, u.d, &data);
        // The work room as if it had never been there.
        store
            .write(|conn| {
                let tables = ["entry_file", "due", "draft", "saved_view", "paper_file", "paper", "holiday", "boundary"];
                for table in tables {
                    conn.exec(&format!("DROP TABLE {table}"), &[])?;
                }
                for index in [
                    "entry_by_date",
                    "entry_by_number",
                    "entry_by_change",
                    "entry_of_area",
                    "entry_by_state",
                    "entry_by_day",
                ] {
                    conn.exec(&format!("DROP INDEX {index}"), &[])?;
                }
                conn.exec("DELETE FROM migration WHERE number >= 3", &[])
            })
            .unwrap();
        drop(store);
        let store = place.open();
        assert_eq!(store.file_holders(&sha256).unwrap()[0].entry.id, done.id);
    });
}
