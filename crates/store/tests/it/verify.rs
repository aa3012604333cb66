//! The trial balance: it is clean after work, and finds and names what somebody broke behind the store's back.

use crate::furniture::{balanced, enter, open, work};
use domain::clock::Clock;
use domain::ledger::{Amount, Dims};
use store::declared::Declaration;
use store::{Actor, Store};
use testkit::{Clerk, both, day, days, morning};

/// Does some damage by SQL and returns the rooms and texts of what is found.
fn damage(store: &Store, sql: &str) -> Vec<(&'static str, String)> {
    let touched = store.write(|conn| conn.exec(sql, &[])).unwrap();
    assert!(touched > 0, "no damage was done: {sql}");
    store.verify(&mut |_| {}).unwrap().into_iter().map(|b| (b.room, b.text)).collect()
}

/// Every kind of damage, the room that finds it, and what the finding must name.
const DAMAGES: &[(&str, &str, &str)] = &[
    ("UPDATE cell SET qty = qty + 1 WHERE part = 0 AND level = 0", "roll-ups", "số dồn"),
    ("UPDATE cell SET n = n + 1 WHERE part = 1 AND level = 1", "roll-ups", "số dồn"),
    ("UPDATE cell SET n_over = n_over + 1 WHERE part = 1 AND level = 0", "roll-ups", "số dồn"),
    ("DELETE FROM cell WHERE part = 1", "roll-ups", "thiếu"),
    ("UPDATE cell SET unit = unit + 900 WHERE part = 0", "roll-ups", "thừa"),
    ("UPDATE posting SET qty = qty + 1 WHERE qty = 60", "ledger", "mục"),
    ("UPDATE posting SET half = half + 1", "roll-ups", "nửa tháng"),
    ("UPDATE posting SET day = day + 400", "ledger", "mục"),
    ("DELETE FROM posting WHERE qty = 60", "ledger", "mục"),
    ("UPDATE posting SET entry = 'không có'", "registers", "không có trong sổ"),
    ("UPDATE entry SET data = REPLACE(data, '60', '61')", "ledger", "mục"),
    ("UPDATE entry SET data = REPLACE(data, 'đã họp', 'chưa họp')", "registers", "mục"),
    ("UPDATE entry SET state = 'du-thao'", "registers", "mục"),
    ("UPDATE entry SET area = area + 1", "ledger", "mục"),
    ("UPDATE entry SET voided = 1", "ledger", "mục"),
    ("UPDATE entry SET data = '{'", "ledger", "không đọc"),
    ("UPDATE entry SET assigned = 999", "registers", "không nhận phần nào"),
    ("DELETE FROM entry_version WHERE version = 1", "registers", "lịch sử"),
    ("UPDATE counter SET last = 0", "registers", "số thứ tự"),
    ("DELETE FROM unit_under WHERE unit = 5 AND ancestor = 2", "units", "đơn vị 5"),
    ("UPDATE unit_under SET to_day = to_day - 1 WHERE unit = 5", "units", "đơn vị 5"),
    ("INSERT INTO unit_under (ancestor, unit, from_day, to_day) VALUES (9, 5, 0, 1)", "units", "đơn vị 5"),
    ("UPDATE declared SET closed_tx = tx - 1", "declared", "số khai"),
    (
        "INSERT INTO declared (unit, measure, dims, from_date, to_date, qty, approx, note, tx) \
         SELECT unit, measure, dims, from_date, to_date, qty, approx, note, tx FROM declared",
        "declared",
        "số khai",
    ),
];

#[test]
fn every_kind_of_damage_is_found_and_named() {
    both(|db| {
        for (sql, room, text) in DAMAGES {
            let (_place, store, u) = open(db);
            let mut clerk = Clerk::new(&store);
            let mut data = work("2024-03-05", 60);
            data["ghi-chu"] = "đã họp".into();
            let done = enter(&mut clerk, u.a, &data);
            data["so-nguoi"] = 60.into();
            data["loai"] = "lon".into();
            clerk.change(&done.id, &data, "da-ghi", "edit").unwrap();
            let declaration = Declaration {
                unit: u.b,
                measure: "viec.so",
                dims: &Dims::new(),
                period: days(day("2024-01-01"), day("2024-12-31")),
                amount: Amount::exact(5),
                note: "",
            };
            store.declare(&Actor::administrator("thử"), morning().now(), &declaration).unwrap();
            balanced(&store);
            let found = damage(&store, sql);
            assert!(found.iter().any(|(r, t)| r == room && t.contains(text)), "{sql}: {found:?}");
        }
    });
}

#[test]
fn a_cell_that_sums_to_nothing_is_no_damage() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let done = enter(&mut clerk, u.a, &work("2024-03-05", 60));
        clerk.void(&done.id, "nhầm").unwrap();
        let zero = "DELETE FROM cell WHERE qty = 0 AND n = 0";
        assert_eq!(damage(&store, zero), []);
    });
}
