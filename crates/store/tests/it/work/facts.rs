//! Facts of the whole installation, which its administrator keeps: days off, maps, bodies with names of their own.

use super::now;
use crate::furniture::{codes, enter, open, work};
use domain::calendar::{DayKind, DayStatus, Holiday, WorkingDays};
use domain::organs::Hierarchy;
use domain::units::Level;
use store::Actor;
use store::organs::OrganFilter;
use testkit::{Clerk, both, day, officer};

fn holiday(on: &str, kind: DayKind) -> Holiday {
    Holiday {
        date: day(on), kind, name: "Nghỉ bù".into(), basis: "Thông báo 1".into(), status: DayStatus::DaApDung
    }
}

#[test]
fn an_operator_corrects_a_day_with_its_basis_and_takes_it_back() {
    both(|db| {
        let (_place, store, u) = open(db);
        let root = Actor::administrator("quản trị");
        store.set_holiday(&root, now(), &holiday("2027-02-10", DayKind::Nghi)).unwrap();
        let right = Holiday { name: "Như ngày thường".into(), ..holiday("2027-02-10", DayKind::Thuong) };
        store.set_holiday(&root, now(), &right).unwrap();
        store.set_holiday(&root, now(), &holiday("2027-02-13", DayKind::LamBu)).unwrap();
        assert_eq!(store.holidays().unwrap(), [right, holiday("2027-02-13", DayKind::LamBu)]);
        let shipped = [holiday("2027-02-10", DayKind::Nghi)];
        let working = WorkingDays::new(shipped.into_iter().chain(store.holidays().unwrap()));
        assert!(working.working_day(day("2027-02-10")) && working.working_day(day("2027-02-13")));
        let blank = Holiday { name: " ".into(), basis: String::new(), ..holiday("2027-03-01", DayKind::Nghi) };
        assert_eq!(codes(store.set_holiday(&root, now(), &blank)), ["required", "required"]);
        let clerk = officer("cán bộ", u.d, Hierarchy::ChinhQuyen);
        assert_eq!(
            codes(store.set_holiday(&clerk, now(), &holiday("2027-03-01", DayKind::Nghi))),
            ["administrator-only"]
        );
        assert!(store.drop_holiday(&root, now(), day("2027-02-10")).unwrap());
        assert!(!store.drop_holiday(&root, now(), day("2027-02-10")).unwrap());
    });
}

#[test]
fn a_map_file_is_kept_per_level_and_what_is_no_map_is_refused() {
    both(|db| {
        let (_place, store, u) = open(db);
        let root = Actor::administrator("quản trị");
        let (one, two) = (br#"{"type":"FeatureCollection","features":[]}"#, br#"{"objects":{},"type":"Topology"}"#);
        store.keep_boundary(&root, now(), Level::Xa, "xa.geojson", one).unwrap();
        let sha256 = store.keep_boundary(&root, now(), Level::Xa, "xa.topojson", two).unwrap();
        let (map, content) = store.boundary(Level::Xa).unwrap().unwrap();
        assert_eq!((map.name.as_str(), map.sha256, content.as_slice()), ("xa.topojson", sha256, &two[..]));
        assert_eq!(store.boundary(Level::Tinh).unwrap(), None);
        assert_eq!(store.boundaries().unwrap().len(), 1);
        for bad in [&b"PK\x03\x04"[..], b"{}", br#"{"type":"Polygon"}"#, b"[1]", b"{\"type\":\"Topology\""] {
            assert_eq!(codes(store.keep_boundary(&root, now(), Level::Xa, "x", bad)), ["not-a-boundary"]);
        }
        assert_eq!(codes(store.keep_boundary(&root, now(), Level::Huyen, "x", one)), ["boundary-level"]);
        let large = vec![b' '; store::boundaries::BOUNDARY_BYTES_MAX + 1];
        assert_eq!(codes(store.keep_boundary(&root, now(), Level::Xa, "x", &large)), ["boundary-too-large"]);
        let clerk = officer("cán bộ", u.d, Hierarchy::ChinhQuyen);
        assert_eq!(codes(store.keep_boundary(&clerk, now(), Level::Xa, "x", one)), ["administrator-only"]);
        assert!(store.drop_boundary(&root, now(), Level::Xa).unwrap() && store.boundaries().unwrap().is_empty());
    });
}

#[test]
fn organs_are_listed_with_what_they_have_written() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        enter(&mut clerk, u.d, &work("2025-08-01", 1));
        enter(&mut clerk, u.d, &work("2025-08-02", 1));
        enter(&mut clerk, u.a, &work("2024-08-02", 1));
        enter(&mut clerk, u.x, &work("2025-08-02", 1));
        let list = |under, words: &str| {
            let filter = OrganFilter { under, words: Some(words.into()), ..OrganFilter::default() };
            let (lines, count) = store.organ_list(&filter, day("2026-11-22")).unwrap();
            assert_eq!(lines.len() as i64, count);
            lines.into_iter().map(|l| (l.name, l.entries)).collect::<Vec<_>>()
        };
        assert_eq!(list(None, "").len(), 3);
        assert_eq!(list(Some(u.t), ""), [("UBND xã A".to_string(), 1), ("UBND xã Đê".to_string(), 2)]);
        assert_eq!(list(None, "ubnd de"), [("UBND xã Đê".to_string(), 2)]);
    });
}

#[test]
fn only_a_body_with_a_name_of_its_own_can_be_renamed() {
    both(|db| {
        let (_place, store, u) = open(db);
        let root = Actor::administrator("quản trị");
        let on = day("2026-01-01");
        let ruled = store.organ(u.d, "ubnd", on).unwrap();
        let [one, two] = ["Tổ Một", "Tổ Hai"].map(|name| store.organ_named(u.d, "ubnd", name, on).unwrap());
        assert_eq!(codes(store.rename_organ(&root, now(), ruled.id, "Tổ Ba")), ["organ-named-by-rule"]);
        assert_eq!(codes(store.rename_organ(&root, now(), two.id, "Tổ Một")), ["organ-name-taken"]);
        assert_eq!(codes(store.rename_organ(&root, now(), two.id, " ")), ["bad-organ-name"]);
        let stranger = officer("Ích", u.x, Hierarchy::ChinhQuyen);
        assert_eq!(codes(store.rename_organ(&stranger, now(), two.id, "Tổ Ba")), ["not-yours"]);
        store.rename_organ(&root, now(), two.id, "  Tổ  Ba ").unwrap();
        let names: Vec<_> = store.own_name_organs().unwrap().into_iter().map(|o| o.name).collect();
        assert_eq!((names, one.name.as_str()), (vec!["Tổ Một".to_string(), "Tổ Ba".to_string()], "Tổ Một"));
    });
}

#[test]
fn a_unit_that_another_program_adds_is_seen_a_second_later() {
    both(|db| {
        let (place, store, u) = open(db);
        let other = place.open();
        assert!(other.units().exists(u.d));
        let mut version = store.units().first_version(u.a).unwrap().clone();
        (version.code, version.name, version.full_name) = ("99999".into(), "Cũ".into(), "Xã Cũ".into());
        let root = Actor::administrator("quản trị");
        let id = store.add_unit(version, Vec::new(), &root, now()).unwrap();
        assert!(store.units().exists(id), "at once where it was added");
        std::thread::sleep(std::time::Duration::from_millis(1050));
        assert!(other.units().exists(id));
    });
}
