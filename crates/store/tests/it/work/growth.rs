//! Growth opens to the records of both its periods.

use super::reach;
use crate::furniture::{enter, figure, open, was, work};
use store::indicators::{Ask, Side};
use testkit::{Clerk, both, day};

#[test]
fn growth_opens_to_the_records_of_this_period_and_of_the_one_before() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        for date in ["2025-11-03", "2025-12-04", "2026-01-05", "2026-01-06", "2026-01-07"] {
            enter(&mut clerk, u.d, &work(date, 1));
        }
        enter(&mut clerk, u.e, &work("2025-12-09", 1));
        let q = was(u.t, "2026-11-22", "2026-01-01", "2026-01-31");
        let grown = figure(&store, &q, "tang-viec");
        assert_eq!((grown.numerator.unwrap().scaled, grown.denominator.unwrap().scaled), (1, 2));
        let open_to =
            |side| store.records_for(&q, &Ask::plain("tang-viec"), side, &reach(&store, u.d), 10, 0, None).unwrap();
        let (now, before) = (open_to(Side::Numerator), open_to(Side::Denominator));
        assert_eq!((now.count, now.lines.len(), before.count, before.lines.len()), (3, 3, 2, 1));
        assert_eq!((before.from, before.to), (day("2025-12-01"), day("2025-12-31")));
        assert_eq!((before.withheld[0].area, before.withheld[0].year, before.withheld[0].month), (u.e, 2025, 12));
    });
}
