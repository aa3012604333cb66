//! Figures: stocks, shares, growth, what is not exact, what was known, and the records behind them.

use crate::furniture::{balanced, enter, figure, open, records, restated, value, was, work};
use domain::indicators::{Bound, Source};
use domain::ledger::Approx;
use serde_json::json;
use store::indicators::Ask;
use testkit::{Clerk, both, day};

const TODAY: &str = "2026-11-22";

#[test]
fn a_stock_is_what_was_opened_and_not_ended_up_to_the_day_and_goes_over_the_reform() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        enter(&mut clerk, u.a, &json!({"ngay": "2024-02-01", "ten": "cầu", "ngay-xong": "2025-09-14"}));
        enter(&mut clerk, u.b, &json!({"ngay": "2024-03-01", "ten": "đường"}));
        enter(&mut clerk, u.d, &json!({"ngay": "2025-08-01", "ten": "chợ"}));
        let at = |q: fn(_, &str, &str, &str) -> _, unit, to: &str| value(&store, &q(unit, TODAY, to, to), "dang-lam");
        assert_eq!(at(restated, u.d, "2024-01-31"), Some(0));
        assert_eq!(at(restated, u.d, "2025-06-30"), Some(2), "those of a and b");
        assert_eq!(at(restated, u.d, "2025-08-01"), Some(3));
        assert_eq!(at(restated, u.d, "2025-09-14"), Some(2), "one ended that day");
        assert_eq!(at(was, u.d, "2026-01-01"), Some(1), "its own");
        assert_eq!(at(was, u.t, "2026-01-01"), Some(2));
        balanced(&store);
    });
}

#[test]
fn more_than_about_and_still_unknown_stay_visible_in_a_sum() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let year = was(u.t, TODAY, "2024-01-01", "2024-12-31");
        let people = |n: serde_json::Value| json!({"ngay": "2024-05-05", "ten": "việc", "so-nguoi": n});
        enter(&mut clerk, u.a, &people(json!(75)));
        assert_eq!(figure(&store, &year, "so-nguoi").approx, Approx::Exact);
        let over = enter(&mut clerk, u.a, &people(json!("trên 600")));
        let f = figure(&store, &year, "so-nguoi");
        assert_eq!((f.value.unwrap().scaled, f.approx), (675, Approx::Over));
        enter(&mut clerk, u.b, &people(json!("gần 1.400")));
        assert_eq!(figure(&store, &year, "so-nguoi").approx, Approx::About);
        clerk.void(&over.id, "nhầm").unwrap();
        assert_eq!(figure(&store, &year, "so-nguoi").approx, Approx::Under);
        enter(&mut clerk, u.b, &people(json!("đang chờ")));
        let f = figure(&store, &year, "so-nguoi");
        assert_eq!((f.value.unwrap().scaled, f.pending), (1475, 1));
        assert!(f.why.iter().any(|n| n.code == "pending"));
        balanced(&store);
    });
}

#[test]
fn a_share_keeps_its_parts_and_an_empty_whole_has_none() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let year = was(u.t, TODAY, "2024-01-01", "2024-12-31");
        let f = figure(&store, &year, "ty-le-lon");
        assert_eq!((f.value, f.denominator.unwrap().scaled), (None, 0));
        for kind in ["lon", "nho", "nho"] {
            enter(&mut clerk, u.a, &json!({"ngay": "2024-05-05", "ten": "việc", "loai": kind}));
        }
        let f = figure(&store, &year, "ty-le-lon");
        assert_eq!((f.numerator.unwrap().scaled, f.denominator.unwrap().scaled), (1, 3));
        assert_eq!((f.value.unwrap().scaled, f.value.unwrap().scale, f.unit.as_str()), (333, 1, "%"));
    });
}

#[test]
fn growth_is_against_the_period_before_of_the_same_length() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        for date in ["2023-01-01", "2023-12-31", "2024-01-01", "2024-05-05", "2024-12-31"] {
            enter(&mut clerk, u.a, &work(date, 1));
        }
        let f = figure(&store, &was(u.t, TODAY, "2024-01-01", "2024-12-31"), "tang-viec");
        assert_eq!((f.numerator.unwrap().scaled, f.denominator.unwrap().scaled), (1, 2));
        assert_eq!(f.value.unwrap().scaled, 500);
        let f = figure(&store, &was(u.t, TODAY, "2023-01-01", "2023-12-31"), "tang-viec");
        assert_eq!(f.value, None, "nothing to compare with");
    });
}

#[test]
fn different_places_are_counted_once_each_and_never_added_up() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let at = |place: &str| json!({"ngay": "2024-05-05", "ten": "việc", "noi": place});
        enter(&mut clerk, u.a, &at("Chợ"));
        enter(&mut clerk, u.b, &at("chợ"));
        let gone = enter(&mut clerk, u.b, &at("Đình"));
        let of = |unit| value(&store, &was(unit, "2025-01-01", "2024-01-01", "2024-12-31"), "so-noi");
        assert_eq!((of(u.a), of(u.b), of(u.h)), (Some(1), Some(2), Some(2)));
        clerk.void(&gone.id, "nhầm").unwrap();
        assert_eq!((of(u.b), of(u.h)), (Some(1), Some(1)));
        balanced(&store);
    });
}

#[test]
fn the_part_of_a_split_commune_is_told_as_at_least_until_it_is_assigned() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let entry = enter(&mut clerk, u.c, &work("2024-05-05", 7));
        enter(&mut clerk, u.a, &work("2024-05-06", 30));
        let of = |unit| {
            let f = figure(&store, &restated(unit, TODAY, "2024-01-01", "2024-12-31"), "so-nguoi");
            (f.value.map(|v| v.scaled), f.bound)
        };
        assert_eq!(of(u.d), (Some(30), Bound::AtLeast));
        assert_eq!(of(u.e), (Some(0), Bound::AtLeast));
        assert_eq!(of(u.t), (Some(37), Bound::Exact), "the province holds all parts");
        clerk.assign(&entry.id, Some(u.d)).unwrap();
        assert_eq!(of(u.d), (Some(37), Bound::Exact));
        assert_eq!(of(u.e), (Some(0), Bound::Exact));
        let behind = records(&store, &restated(u.d, TODAY, "2024-01-01", "2024-12-31"), "so-nguoi");
        assert_eq!((behind.count, behind.sum.scaled), (2, 37));
        clerk.assign(&entry.id, None).unwrap();
        assert_eq!(of(u.d), (Some(30), Bound::AtLeast));
        balanced(&store);
    });
}

#[test]
fn the_records_behind_a_figure_add_up_to_it_page_by_page() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        for (i, area) in [u.a, u.b, u.c, u.h, u.t, u.a, u.b].into_iter().enumerate() {
            enter(&mut clerk, area, &work(&format!("2024-05-{:02}", 10 + i), i as i64));
        }
        let year = was(u.t, TODAY, "2024-01-01", "2024-12-31");
        let all = records(&store, &year, "so-nguoi");
        assert_eq!((all.count, all.sum.scaled), (7, 21));
        let mut pages = Vec::new();
        for offset in [0, 3, 6] {
            let page = store.records(&year, &Ask::plain("so-nguoi"), 3, offset).unwrap();
            assert_eq!((page.count, page.sum.scaled), (7, 21), "the whole is told on every page");
            pages.extend(page.lines);
        }
        assert_eq!(pages, all.lines);
        assert_eq!(pages.iter().map(|l| l.total.scaled).sum::<i64>(), value(&store, &year, "so-nguoi").unwrap());
    });
}

#[test]
fn a_figure_can_be_asked_as_it_was_known_before_a_correction() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let done = enter(&mut clerk, u.a, &work("2024-05-05", 60));
        let seq = store.entry(&done.id).unwrap().updated.0;
        clerk.change(&done.id, &work("2024-05-05", 75), "da-ghi", "edit").unwrap();
        enter(&mut clerk, u.b, &work("2024-05-06", 5));
        let year = was(u.t, TODAY, "2024-01-01", "2024-12-31");
        let known =
            |at| store.figures(&year, &[Ask::plain("so-nguoi")], at).unwrap().figures[0][0].value.unwrap().scaled;
        assert_eq!((known(Some(seq - 1)), known(Some(seq)), known(None)), (0, 60, 80));
    });
}

#[test]
fn parts_by_dimension_add_up_to_the_whole_and_name_what_has_none() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        enter(&mut clerk, u.a, &json!({"ngay": "2024-05-05", "ten": "việc", "loai": "lon"}));
        enter(&mut clerk, u.h, &json!({"ngay": "2024-05-05", "ten": "việc"}));
        let party = clerk.organ(u.a, "cap-uy", day("2024-05-05"));
        clerk.enter("viec", &party, &json!({"ngay": "2024-05-05", "ten": "việc", "loai": "lon"})).unwrap();
        let year = was(u.t, TODAY, "2024-01-01", "2024-12-31");
        let parts = |by: &[&str]| -> Vec<(String, i64)> {
            let by = by.iter().map(|s| (*s).to_string()).collect();
            let ask = Ask { by, ..Ask::plain("so-viec") };
            let figures = store.figures(&year, &[ask], None).unwrap().figures.remove(0);
            let name = |f: &domain::indicators::Figure| f.by.values().cloned().collect::<Vec<_>>().join("+");
            figures.iter().skip(1).map(|f| (name(f), f.value.unwrap().scaled)).collect()
        };
        let expect = |list: &[(&str, i64)]| list.iter().map(|(s, n)| ((*s).to_string(), *n)).collect::<Vec<_>>();
        assert_eq!(parts(&["loai"]), expect(&[("", 1), ("lon", 2)]));
        assert_eq!(parts(&["cap"]), expect(&[("huyen", 1), ("xa", 2)]));
        assert_eq!(parts(&["he", "loai"]), expect(&[("chinh-quyen+", 1), ("chinh-quyen+lon", 1), ("dang+lon", 1)]));
        let mut party_only = year.clone();
        party_only.organ.insert("he".into(), vec!["dang".into()]);
        assert_eq!(value(&store, &party_only, "so-viec"), Some(1));
    });
}

#[test]
fn an_old_commune_that_the_list_lacked_is_added_and_its_records_follow_its_people() {
    both(|db| {
        use domain::units::{Part, Succession, SuccessionKind, Version};
        let (place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let like = store.units().first_version(u.a).unwrap().clone();
        let old = Version {
            code: "09999".into(),
            name: "Cũ".into(),
            full_name: "Xã Cũ".into(),
            to: Some(day("2020-02-29")),
            ..like
        };
        let row = Succession {
            old: u.a,
            new: u.b,
            on: day("2020-03-01"),
            kind: SuccessionKind::Merged,
            part: Part::Whole,
            legal_ref: "NQ 2020".into(),
        };
        let id = store.add_unit(old, vec![(u.b, row)], &clerk.who.clone(), clerk.now()).unwrap();
        enter(&mut clerk, id, &work("2019-06-01", 12));
        let year = ("2019-01-01", "2019-12-31");
        assert_eq!(value(&store, &was(u.h, "2024-01-01", year.0, year.1), "so-nguoi"), Some(12));
        assert_eq!(value(&store, &was(u.b, "2024-01-01", year.0, year.1), "so-nguoi"), Some(0));
        assert_eq!(value(&store, &restated(u.b, "2024-01-01", year.0, year.1), "so-nguoi"), Some(12));
        assert_eq!(value(&store, &restated(u.d, TODAY, year.0, year.1), "so-nguoi"), Some(12), "and with b into d");
        balanced(&store);
        let again = place.open();
        assert_eq!(again.units().facts(), store.units().facts());
    });
}

#[test]
fn a_changed_catalogue_is_posted_again_only_after_a_preview() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        for date in ["2024-05-05", "2024-06-06"] {
            enter(&mut clerk, u.a, &json!({"ngay": date, "ten": "việc", "loai": "lon", "so-nguoi": 10}));
        }
        let draft = enter(&mut clerk, u.a, &work("2024-07-07", 1));
        clerk.void(&draft.id, "nhầm").unwrap();
        let year = was(u.t, TODAY, "2024-01-01", "2024-12-31");
        let mut catalogue = testkit::small_catalogue();
        let register = catalogue.registers.get_mut("viec").unwrap();
        register.postings.iter_mut().find(|p| p.slug == "so").unwrap().amount =
            domain::registers::AmountSource::Fixed(3);
        store.use_catalogue(catalogue, &clerk.who.clone(), clerk.now()).unwrap();
        assert_eq!(value(&store, &year, "so-viec"), Some(2), "nothing changes by itself");
        balanced(&store);
        let preview = store.repost_preview().unwrap();
        assert_eq!((preview.entries, preview.changed), (2, 2));
        assert_eq!(preview.measures, [("viec.so".to_string(), (2, 6))].into());
        assert_eq!(store.repost(&clerk.who.clone(), clerk.now()).unwrap(), 2);
        assert_eq!((value(&store, &year, "so-viec"), value(&store, &year, "so-nguoi")), (Some(6), Some(20)));
        assert_eq!(store.repost_preview().unwrap(), store::registers::RepostPreview::default());
        assert_eq!(figure(&store, &year, "so-viec").source, Source::Records);
        balanced(&store);
    });
}

#[test]
fn questions_asked_together_are_answered_as_one_by_one() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        for (unit, date, n) in
            [(u.a, "2023-12-20", 5), (u.b, "2024-05-05", 7), (u.d, "2025-08-01", 11), (u.a, "2024-12-15", 2)]
        {
            enter(&mut clerk, unit, &json!({"ngay": date, "ten": "việc", "loai": "lon", "so-nguoi": n}));
        }
        let slugs = ["so-viec", "so-nguoi", "ty-le-lon", "tang-viec", "dang-lam", "so-noi"];
        let known = slugs.iter().filter(|s| store.indicator(s).is_ok());
        let asks: Vec<Ask> = known.map(|s| Ask { by: vec!["cap".into()], ..Ask::plain(s) }).collect();
        assert!(asks.len() > 3);
        for q in [was, restated] {
            let periods = [("2024-01-01", "2024-12-31"), ("2023-12-15", "2024-12-14"), ("2023-01-05", "2025-08-09")];
            let units = [u.t, u.d];
            let questions: Vec<_> = periods.iter().flat_map(|(f, t)| units.map(|unit| q(unit, TODAY, f, t))).collect();
            let together = store.figures_each(&questions, &asks).unwrap();
            for (question, answer) in questions.iter().zip(together) {
                assert_eq!(answer, store.figures(question, &asks, None).unwrap(), "{question:?}");
            }
        }
    });
}

#[test]
fn an_answer_that_is_kept_is_never_one_that_has_been_overtaken() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let year = [was(u.t, TODAY, "2024-01-01", "2024-12-31")];
        let ask = [Ask::plain("so-nguoi")];
        let now = |store: &store::Store| store.figures_now(&year, &ask).unwrap()[0].figures[0][0].value.unwrap().scaled;
        assert_eq!(now(&store), 0);
        let entry = enter(&mut clerk, u.a, &work("2024-05-05", 75));
        assert_eq!(now(&store), 75);
        let first = store.figures_now(&year, &ask).unwrap();
        assert!(std::sync::Arc::ptr_eq(&first, &store.figures_now(&year, &ask).unwrap()), "kept");
        clerk.void(&entry.id, "nhầm").unwrap();
        assert_eq!(now(&store), 0);
    });
}
