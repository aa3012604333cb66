//! What a form suggests while somebody types.

use super::reach;
use crate::furniture::{enter, open, work};
use domain::units::Level;
use store::Store;
use testkit::{Clerk, Database, Place, both, built_in, catalogue_of, day, morning, shipped, small_catalogue};

/// A store with the real units and the real catalogue.
fn real(db: Database) -> (Place, Store) {
    use domain::clock::Clock;
    let root = store::Actor::administrator("thử");
    let place = db.copy_of("shipped-in-use", |store| {
        store.load_units(shipped(), &root, morning().now(), &mut |_, _| {}).unwrap();
        store.use_catalogue(built_in(), &root, morning().now()).unwrap();
    });
    let store = place.open();
    store.use_catalogue(built_in(), &root, morning().now()).unwrap();
    (place, store)
}

#[test]
fn units_are_found_by_words_or_code_as_they_are_on_the_date() {
    let (_place, store) = real(Database::Sqlite);
    let find = |words: &str, on: &str, levels: &[Level]| {
        let found = store.suggest_units(words, day(on), None, levels, 3);
        found.into_iter().map(|u| format!("{} {} – {}", u.value, u.label, u.note)).collect::<Vec<_>>()
    };
    assert_eq!(find("bac ha", "2026-01-01", &[])[0], "02839 Xã Bắc Hà – Tỉnh Lào Cai");
    assert_eq!(find("bac ha", "2024-01-01", &[Level::Huyen]), ["085 Huyện Bắc Hà – Tỉnh Lào Cai"]);
    assert_eq!(find("02839", "2026-01-01", &[])[0], "02839 Xã Bắc Hà – Tỉnh Lào Cai");
    assert_eq!(find("bắc hà lào cai", "2026-01-01", &[])[0], "02839 Xã Bắc Hà – Tỉnh Lào Cai", "no comma is needed");
    assert_eq!(find("15", "2026-01-01", &[Level::Tinh])[0], "15 Tỉnh Lào Cai – ");
    let resolve = |value: &str| store.units().resolve(value, day("2026-01-01")).unwrap();
    for unit in store.suggest_units("hà", day("2026-01-01"), None, &[], 200) {
        assert_eq!(resolve(&unit.value), unit.unit, "the text given is this unit alone");
    }
    let lao_cai = resolve("15");
    let within = store.suggest_units("", day("2026-01-01"), Some(lao_cai), &[], 200);
    assert_eq!(within.len(), 100, "the province and its 99 communes");
    assert!(store.suggest_units("thanh ba", day("2026-01-01"), Some(lao_cai), &[], 9).is_empty());
}

#[test]
fn organs_are_found_by_kind_and_area_and_only_those_of_the_date() {
    let (_place, store) = real(Database::Sqlite);
    let lao_cai = store.units().resolve("15", day("2026-01-01")).unwrap();
    let find = |words: &str, on: &str, within| {
        let found = store.suggest_organs(words, day(on), within, 5).unwrap();
        found.into_iter().map(|o| (o.value, o.label)).collect::<Vec<_>>()
    };
    let first = |words: &str, on: &str| find(words, on, None).remove(0);
    assert_eq!(first("ubnd xã bắc hà", "2026-01-01").0, "02839/ubnd");
    assert_eq!(first("uy ban nhan dan bac ha lao cai", "2026-01-01").0, "02839/ubnd");
    assert_eq!(first("ban dân vận bắc hà", "2024-01-01").0, "085/ban-dan-van");
    assert!(
        find("ban dân vận lào cai", "2026-01-01", None).iter().all(|(v, _)| !v.ends_with("/ban-dan-van")),
        "it ended"
    );
    assert_eq!(
        find("ubnd", "2026-01-01", Some(lao_cai))[0],
        ("15/ubnd".to_string(), "Ủy ban nhân dân tỉnh Lào Cai".to_string())
    );
    assert!(find("ubnd xã thanh ba", "2026-01-01", Some(lao_cai)).is_empty());
    for (value, label) in find("bắc hà", "2026-01-01", None) {
        let (code, kind) = value.split_once('/').unwrap();
        let on = day("2026-01-01");
        let organ = store.organ(store.units().resolve(code, on).unwrap(), kind, on).unwrap();
        assert_eq!(store.organ_name(&organ, on).unwrap(), label);
    }
}

#[test]
fn a_body_with_a_name_of_its_own_is_suggested_with_its_key() {
    both(|db| {
        let (_place, store, u) = open(db);
        let body = store.organ_named(u.d, "ubnd", "Tổ Công tác Khéo", day("2026-01-01")).unwrap();
        let found = store.suggest_organs("cong tac kheo", day("2026-01-01"), Some(u.t), 5).unwrap();
        assert_eq!((found[0].organ, found[0].label.as_str()), (Some(body.id), "Tổ Công tác Khéo"));
        assert!(store.suggest_organs("cong tac kheo", day("2026-01-01"), Some(u.x), 5).unwrap().is_empty());
    });
}

#[test]
fn entries_of_a_register_are_suggested_to_who_may_read_them() {
    both(|db| {
        let (_place, store, u) = open(db);
        let mut clerk = Clerk::new(&store);
        let done = enter(&mut clerk, u.d, &work("2025-08-01", 1));
        enter(&mut clerk, u.d, &work("2025-08-02", 1));
        let find = |words: &str, unit| store.suggest_entries("viec", words, &reach(&store, unit), 5).unwrap();
        let one = &find("viec 2025-08-01", u.d)[0];
        assert_eq!((one.value.as_str(), one.note.as_str()), (done.id.as_str(), "số 1/2025, Xã Đê"));
        assert_eq!(find("", u.t)[0].label, "việc ngày 2025-08-02", "without words the latest");
        assert!(find("viec", u.x).is_empty());
    });
}

#[test]
fn a_document_is_suggested_to_everybody_but_its_draft_only_to_its_readers() {
    both(|db| {
        let (_place, store, u) = open(db);
        let register = "[register]\nslug = \"van-ban\"\nname = \"Văn bản\"\nrecord-date = \"ngay\"\ntitle = [\"so\", \"ky-hieu\"]\n\
            [[field]]\nslug = \"ngay\"\nname = \"Ngày\"\nkind = \"date\"\nrequired = true\n\
            [[field]]\nslug = \"so\"\nname = \"Số\"\nkind = \"text\"\n[[field]]\nslug = \"ky-hieu\"\nname = \"Ký hiệu\"\nkind = \"text\"\n\
            [[state]]\nslug = \"du-thao\"\nname = \"Dự thảo\"\ninitial = true\n[[state]]\nslug = \"da-ghi\"\nname = \"Đã ghi\"\n\
            [[transition]]\nslug = \"ghi\"\nname = \"Ghi\"\nfrom = [\"du-thao\"]\nto = \"da-ghi\"\nwho = [\"officer\"]\n";
        let mut catalogue = small_catalogue();
        catalogue.registers.extend(catalogue_of(&[register]).registers);
        store.use_catalogue(catalogue, &store::Actor::administrator("thử"), super::now()).unwrap();
        let mut clerk = Clerk::new(&store);
        let organ = clerk.organ(u.t, "cap-uy", day("2025-08-01"));
        for (so, state) in [("25", "da-ghi"), ("26", "du-thao")] {
            let data = serde_json::json!({"ngay": "2025-08-01", "so": so, "ky-hieu": "NQ/TU"});
            let write = clerk.adding("van-ban", &organ, u.t, state, &data).unwrap();
            clerk.apply("thử", &[write]).unwrap();
        }
        let find = |words: &str, unit| {
            let found = store.suggest_documents(words, &reach(&store, unit), 5).unwrap();
            found.into_iter().map(|s| format!("{} ({})", s.label, s.note)).collect::<Vec<_>>()
        };
        assert_eq!(find("25-NQ/TU", u.x), ["25 – NQ/TU (Cấp ủy tỉnh Tê)"]);
        assert!(find("26-nq/tu", u.x).is_empty());
        assert_eq!(find("26-nq/tu", u.t).len(), 1);
        assert_eq!((find("", u.x).len(), find("", u.t).len()), (1, 2));
    });
}
