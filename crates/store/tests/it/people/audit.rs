//! The log: every change of people, every sign-in, and every transaction of the ledger, in one list.

use super::*;
use crate::furniture::{enter, work};
use store::people::{AuditFilter, AuditLine};
use testkit::{Clerk, both};

fn told(lines: &[AuditLine]) -> Vec<&str> {
    lines.iter().map(|l| l.what.as_str()).collect()
}

#[test]
fn the_log_tells_events_and_transactions_of_the_ledger_in_the_order_of_time() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = add(&store, "mot", u.d, Role::Officer);
        one.sign_in(&store, 1, minutes(1));
        let mut clerk = Clerk::new(&store);
        clerk.who = one.actor(&store);
        clerk.clock = domain::clock::FixedClock(minutes(2));
        let done = enter(&mut clerk, u.d, &work("2026-03-05", 60));
        store.note(&one.actor(&store), minutes(3), Deed::Exported, "so viec").unwrap();
        let lines = store.audit(&AuditFilter { account: Some(one.id), ..Default::default() }).unwrap();
        assert_eq!(told(&lines), ["xuất dữ liệu", "kiểm thử", "đăng nhập", "phân công", "thêm tài khoản"]);
        let entered = &lines[1];
        assert_eq!((entered.by, entered.deed, entered.at), (Some(one.id), None, minutes(2)));
        let entries = store.entries_of_tx(entered.tx.unwrap(), 10).unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!((&entries[0].0, entries[0].1.as_str()), (&done.id, "add"));
        assert_eq!((lines[2].login.as_str(), lines[2].address.as_str()), ("mot", "203.0.113.0/24"));
        assert_eq!((lines[4].by, lines[4].actor.as_str()), (None, "gốc"));
    });
}

#[test]
fn the_log_is_asked_by_day_kind_unit_and_words_page_by_page() {
    both(|db| {
        let (_place, store, u) = stage(db);
        let one = store
            .add_account(
                &root(),
                at("2026-11-20", 8),
                &person("mot", "Đỗ Văn Mẫu"),
                &[since(u.d, Role::Officer, "2026-01-01")],
            )
            .unwrap();
        let one = Person { id: one, assignment: store.assignments(one).unwrap()[0].id };
        let other = add(&store, "hai", u.x, Role::Officer);
        one.sign_in(&store, 1, at("2026-11-21", 0));
        one.sign_in(&store, 2, at("2026-11-21", 23));
        other.sign_in(&store, 3, at("2026-11-22", 0));
        let ask = |f: AuditFilter| store.audit(&AuditFilter { ledger: Some(false), ..f }).unwrap();
        let on_21 = AuditFilter { from: Some(day("2026-11-21")), to: Some(day("2026-11-21")), ..Default::default() };
        assert_eq!(told(&ask(on_21)), ["đăng nhập", "đăng nhập"]);
        assert_eq!(ask(AuditFilter { deed: Some(Deed::SignIn), ..Default::default() }).len(), 3);
        let below = ask(AuditFilter { under: Some((u.t, today())), ..Default::default() });
        assert!(below.len() == 4 && below.iter().all(|l| l.account == Some(one.id)));
        let words = |w: &str| ask(AuditFilter { words: Some(w.into()), ..Default::default() }).len();
        assert_eq!((words("do mau"), words("dang nhap"), words("do nhap"), words("không ai")), (4, 3, 2, 0));
        let page = |offset| ask(AuditFilter { limit: 2, offset, ..Default::default() });
        let all = ask(AuditFilter::default());
        assert_eq!([page(0), page(2), page(4), page(6)].concat(), all);
        let ledger = store.audit(&AuditFilter { ledger: Some(true), ..Default::default() }).unwrap();
        assert!(!ledger.is_empty() && ledger.iter().all(|l| l.tx.is_some()));
    });
}

#[test]
fn damage_to_people_is_found_and_named() {
    let damages = [
        ("UPDATE assignment SET unit = 9999", "không có đơn vị 9999"),
        ("UPDATE assignment SET from_date = '0001-01-01', to_date = NULL WHERE unit = 7", "không có vào ngày"),
        ("UPDATE assignment SET to_date = '2025-01-01'", "kết thúc trước khi bắt đầu"),
        ("UPDATE assignment SET role = 'vua'", "phân công không đọc được"),
        ("UPDATE account SET login = 'A B' WHERE login = 'mot'", "tên đăng nhập không hợp lệ"),
        ("UPDATE account SET name = 'Khác'", "chữ để tìm"),
        ("UPDATE account SET disabled = 1", "phiên của tài khoản đã ngừng"),
        ("UPDATE session SET assignment = assignment + 1 WHERE id = 1", "phiên theo phân công của người khác"),
        ("UPDATE tx SET account = 999", "giao dịch của tài khoản không có"),
        ("UPDATE audit SET what = 'la'", "loại việc lạ"),
    ];
    both(|db| {
        for (sql, text) in damages {
            let (_place, store, u) = stage(db);
            let one = add(&store, "mot", u.d, Role::Officer);
            add(&store, "hai", u.d, Role::Officer);
            one.sign_in(&store, 1, now());
            crate::furniture::balanced(&store);
            assert!(store.write(|conn| conn.exec(sql, &[])).unwrap() > 0, "{sql}");
            let found = store.verify(&mut |_| {}).unwrap();
            assert!(found.iter().any(|b| b.room == "people" && b.text.contains(text)), "{sql}: {found:?}");
        }
    });
}
