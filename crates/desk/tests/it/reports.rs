//! Reports drawn at a desk: the figures are everybody's, the records behind them only whose they are.

use crate::furniture::{House, dialogue};
use domain::indicators::{Question, View};
use std::collections::BTreeMap;
use testkit::{both, day};

#[test]
fn figures_count_all_records_and_those_of_others_are_only_counted() {
    both(|db| {
        let house = House::new(db);
        for (unit, date) in [(house.a, "2026-02-10"), (house.b, "2026-02-11"), (house.b, "2026-02-12")] {
            house.officer(unit, |desk| {
                house.add(desk, "doi-thoai", &house.organ(unit, "ubnd"), dialogue(date, 7)).unwrap();
            });
        }
        let question = Question {
            unit: house.province,
            organ: BTreeMap::new(),
            tree: day("2026-10-31"),
            from: day("2026-01-01"),
            to: day("2026-10-31"),
            view: View::Was,
        };
        let (heads, wrong) = house.officer(house.a, |desk| desk.templates());
        assert!(wrong.is_empty() && heads.len() >= 2, "{wrong:?}");
        let drawn =
            |unit| house.officer(unit, |desk| desk.draw("bao-cao-nam-ubnd", &question, BTreeMap::new(), None).unwrap());
        let (report, whole) = drawn(house.province);
        let (same, part) = drawn(house.a);
        assert_eq!(report, same, "the text and its numbers are the same for all");
        let bound =
            report.bindings.iter().find(|b| b.figure.indicator == "doi-thoai.so-cuoc" && b.figure.by.is_empty());
        let anchor = &bound.unwrap().anchor;
        assert_eq!((whole[anchor].lines.len(), whole[anchor].total, whole[anchor].withheld.len()), (3, 3, 0));
        let records = &part[anchor];
        assert_eq!((records.lines.len(), records.total), (1, 3));
        let [others] = &records.withheld[..] else { panic!("{:?}", records.withheld) };
        assert_eq!((others.count, others.year, others.month, others.unit.contains("Bê")), (2, 2026, 2, true));
        assert_eq!(others.amount, "2 cuộc");
    });
}
