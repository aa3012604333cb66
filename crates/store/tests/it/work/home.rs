//! The home page.

use super::reach;
use crate::furniture::{enter, open, work};
use domain::organs::Hierarchy;
use domain::registers::Role;
use testkit::{Clerk, both, day};

#[test]
fn what_was_lately_written_below_comes_first_with_who_and_what() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let first = enter(&mut clerk, u.d, &work("2025-08-01", 1));
        enter(&mut clerk, u.e, &work("2025-08-02", 1));
        enter(&mut clerk, u.x, &work("2025-08-03", 1));
        clerk.change(&first.id, &work("2025-08-01", 2), "du-thao", "mo-lai").unwrap();
        let latest = store.latest(&reach(&store, u.t), 10).unwrap();
        let told: Vec<_> =
            latest.iter().map(|l| (l.entry.title.as_str(), l.version, l.action.as_str(), l.actor.as_str())).collect();
        assert_eq!(
            told,
            [("việc ngày 2025-08-01", 2, "mo-lai", "quản trị"), ("việc ngày 2025-08-02", 1, "add", "quản trị")]
        );
        assert_eq!(latest[0].at, super::now());
        assert_eq!(store.latest(&reach(&store, u.t), 1).unwrap().len(), 1);
    });
}

#[test]
fn drafts_wait_for_who_may_take_them_on_and_for_no_viewer() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        enter(&mut clerk, u.d, &work("2025-08-01", 1));
        for (kind, on) in [("ubnd", "2025-08-04"), ("cap-uy", "2025-08-03")] {
            let organ = clerk.organ(u.d, kind, day(on));
            let write = clerk.adding("viec", &organ, u.d, "du-thao", &work(on, 1)).unwrap();
            clerk.apply("thử", &[write]).unwrap();
        }
        let waiting = |unit, he, role| {
            let (list, count) = store.waiting(&reach(&store, unit), he, role, 10).unwrap();
            assert_eq!(list.len() as i64, count);
            list.into_iter().map(|e| e.date.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(waiting(u.d, None, Role::Officer), ["2025-08-03", "2025-08-04"]);
        assert_eq!(waiting(u.t, Some(Hierarchy::ChinhQuyen), Role::Leader), ["2025-08-04"]);
        assert!(waiting(u.d, None, Role::Viewer).is_empty() && waiting(u.e, None, Role::Officer).is_empty());
    });
}

#[test]
fn entries_are_counted_by_register_for_this_month_and_the_last() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        for date in ["2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01"] {
            enter(&mut clerk, u.d, &work(date, 1));
        }
        let struck = enter(&mut clerk, u.d, &work("2026-11-02", 1));
        clerk.void(&struck.id, "nhầm").unwrap();
        enter(&mut clerk, u.x, &work("2026-11-02", 1));
        let counts = store.counts_by_month(&reach(&store, u.d), day("2026-11-22")).unwrap();
        let told: Vec<_> = counts.iter().map(|c| (c.register.as_str(), c.this_month, c.last_month)).collect();
        assert_eq!(told, [("quy", 0, 0), ("viec", 1, 2)]);
    });
}
