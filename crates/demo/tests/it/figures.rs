//! Figure by figure: asked, opened to its records, and asked again with a record dropped.

use demo::{ENTRIES, Expected, expected, prepare};
use domain::clock::{Clock, FixedClock, SeededChance};
use domain::ids::EntryId;
use domain::indicators::{Figure, Formula};
use domain::registers::{Context, Mode, check_entry};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use store::registers::{Entry, Filter, StoreLookup, Write};
use store::{Actor, Location, Store};

struct Demonstration {
    store: Store,
    summary: demo::Summary,
    _folder: tempfile::TempDir,
}

fn new_demonstration() -> Demonstration {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("minh-hoa.db").display().to_string();
    let store = Store::open(Location::parse(&file).unwrap(), true).unwrap();
    let summary = prepare(&store, &mut |_, _, _| {}).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Demonstration { store, summary, _folder: folder }
}

/// Prepared once; no test changes it.
fn demonstration() -> &'static Demonstration {
    static ONE: OnceLock<Demonstration> = OnceLock::new();
    ONE.get_or_init(new_demonstration)
}

fn figure(store: &Store, e: &Expected) -> Figure {
    let (question, ask) = e.question(store).unwrap();
    let answer = store.figures(&question, &[ask], None).unwrap_or_else(|why| panic!("{e:?}: {why}"));
    answer.figures[0][0].clone()
}

/// Whether two decimals are one number: 4 is 4.000.
fn same((a, a_scale): (i64, u8), (b, b_scale): (i64, u8)) -> bool {
    let wide = |n: i64, scale: u8| i128::from(n) * 10i128.pow(u32::from(12 - scale));
    wide(a, a_scale) == wide(b, b_scale)
}

/// What is wrong with a figure, if anything.
fn wrong(store: &Store, e: &Expected) -> Option<String> {
    let f = figure(store, e);
    let parts = f.numerator.zip(f.denominator).map(|(n, d)| (n.scaled, d.scaled));
    let right = f.value.is_some_and(|v| same((v.scaled, v.scale), e.value))
        && f.approx == e.approx
        && f.bound == e.bound
        && parts == e.fraction
        && f.recorded.map(|r| r.scaled) == e.recorded;
    let what = format!("{} {} ({}), mong {:?}", e.row, e.name, e.unit, e.value);
    (!right).then(|| format!("{what}: {:?} {parts:?} {:?} {:?} {:?}", f.value, f.approx, f.bound, f.recorded))
}

fn everything(store: &Store) -> Vec<Entry> {
    let (entries, count) = store.entries(&Filter { limit: 1_000_000, ..Filter::default() }).unwrap();
    assert_eq!(usize::try_from(count).unwrap(), entries.len());
    entries
}

#[test]
fn every_figure_of_the_sources_is_computed_from_the_records() {
    let store = &demonstration().store;
    let wrong: Vec<String> = expected().iter().filter_map(|e| wrong(store, e)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn postgresql_computes_the_same_figures() {
    testkit::on_postgresql(|database| {
        let place = database.empty();
        let store = place.open();
        prepare(&store, &mut |_, _, _| {}).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let wrong: Vec<String> = expected().iter().filter_map(|e| wrong(&store, e)).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(store.verify(&mut |_| {}).unwrap(), Vec::new());
        demo::people::add_people(&store, "$argon2id$none").unwrap_or_else(|problems| panic!("{problems:#?}"));
        let recent = demo::recent::add(&store, demo::WRITTEN_AT, &mut |_, _, _| {});
        assert_eq!(recent.unwrap_or_else(|problems| panic!("{problems:#?}")).len(), 8, "registers with recent records");
        assert_eq!(store.verify(&mut |_| {}).unwrap(), Vec::new());
    });
}

#[test]
fn the_rows_of_the_sources_that_the_registers_cover_are_all_asserted() {
    let rows: BTreeSet<&str> = expected().iter().map(|e| e.row).filter(|r| !r.is_empty()).collect();
    let numbers = (7..=12).chain([14]).chain(19..=28).chain([33]).chain(38..=47).chain(51..=55).chain([59, 60]);
    for n in numbers.chain(71..=79).chain([81]).chain(83..=89).chain(107..=111) {
        assert!(rows.contains(format!("N{n:03}").as_str()), "N{n:03}");
    }
}

#[test]
fn the_records_behind_a_figure_add_up_to_it() {
    let store = &demonstration().store;
    for e in expected() {
        let (question, ask) = e.question(store).unwrap();
        let f = figure(store, &e);
        let records = store.records(&question, &ask, 100_000, 0).unwrap();
        assert_eq!(i64::try_from(records.lines.len()).unwrap(), records.count, "{e:?}");
        let listed: i64 = records.lines.iter().map(|l| l.total.scaled).sum();
        assert_eq!(listed, records.sum.scaled, "{e:?}");
        match store.indicator(e.indicator).unwrap().formula {
            Formula::Distinct(_) => {
                let members: BTreeSet<&String> = records.lines.iter().flat_map(|l| &l.members).collect();
                assert_eq!(i64::try_from(members.len()).unwrap(), e.value.0, "{e:?}");
            }
            _ => {
                let part = f.recorded.or(f.numerator).or(f.value).unwrap();
                assert!(same((listed, records.scale), (part.scaled, part.scale)), "{e:?}: {listed} ≠ {part:?}");
                assert_eq!(records.sum.approx(), e.approx, "{e:?}");
            }
        }
    }
}

#[test]
fn sixty_one_dialogues_open_to_sixty_one_records_page_by_page() {
    let store = &demonstration().store;
    let e = expected().into_iter().find(|e| e.row == "N007").unwrap();
    let (question, ask) = e.question(store).unwrap();
    let pages: Vec<_> = (0..4).map(|p| store.records(&question, &ask, 20, p * 20).unwrap()).collect();
    assert!(pages.iter().all(|p| p.count == 61 && p.sum.scaled == 61 && p.declared.is_empty()));
    let ids: BTreeSet<EntryId> = pages.iter().flat_map(|p| p.lines.iter().map(|l| l.id.clone())).collect();
    assert_eq!(ids.len(), 61);
    assert!(pages.iter().flat_map(|p| &p.lines).all(|l| l.register == "doi-thoai" && l.title.contains("(minh họa)")));
}

/// So that no record can be dropped without a figure of the list showing it.
#[test]
fn every_record_stands_behind_a_figure_of_the_list_and_counts_in_it() {
    let Demonstration { store, summary, .. } = demonstration();
    let entries = everything(store);
    assert_eq!(entries.len(), ENTRIES);
    assert_eq!(summary.entries.values().sum::<usize>(), ENTRIES);
    let mut behind: BTreeSet<EntryId> = BTreeSet::new();
    for e in expected() {
        if !matches!(store.indicator(e.indicator).unwrap().formula, Formula::Sum(_)) {
            continue;
        }
        let (question, ask) = e.question(store).unwrap();
        let records = store.records(&question, &ask, 100_000, 0).unwrap();
        behind.extend(records.lines.into_iter().filter(|l| l.total.scaled != 0).map(|l| l.id));
    }
    let lost: Vec<&String> = entries.iter().filter(|e| !behind.contains(&e.id)).map(|e| &e.title).take(20).collect();
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn the_trial_balance_is_clean_and_every_entry_says_that_it_is_an_illustration() {
    let store = &demonstration().store;
    assert_eq!(store.verify(&mut |_| {}).unwrap(), vec![]);
    for entry in everything(store) {
        let text = serde_json::Value::Object(entry.data).to_string();
        assert!(text.contains("(minh họa)"), "{text}");
    }
}

/// Prepares a second demonstration, which is the same to the last key, and drops one record behind each figure.
#[test]
fn dropping_any_one_record_behind_a_figure_changes_that_figure() {
    let second = new_demonstration();
    let store = &second.store;
    assert_eq!(everything(store), everything(&demonstration().store));
    let (who, at) = (Actor::administrator("kiểm thử"), demo::WRITTEN_AT);
    for e in expected() {
        let (question, ask) = e.question(store).unwrap();
        let records = store.records(&question, &ask, 100_000, 0).unwrap();
        // a model that began and ended is behind a stock too, but adds nothing to it
        let counting: Vec<_> = records.lines.iter().filter(|l| l.total.scaled != 0).collect();
        let Some(line) = counting.get(counting.len() / 2) else {
            // its only record went with an earlier figure
            assert!(wrong(store, &e).is_some(), "không có hồ sơ: {e:?}");
            continue;
        };
        // of a count of different members a member must go, with all its records
        let dropped = records.lines.iter().filter(|l| match line.members.first() {
            Some(member) => l.members.contains(member),
            None => l.id == line.id,
        });
        let before = figure(store, &e);
        for line in dropped {
            let given = store.entry(&line.id).unwrap().version;
            let void = Write::Void { id: line.id.clone(), given, reason: "thử bỏ một hồ sơ".into() };
            store.apply(&who, at, "kiểm thử", &[void]).unwrap();
        }
        let after = figure(store, &e);
        assert_ne!(
            (before.value, before.numerator, before.recorded),
            (after.value, after.numerator, after.recorded),
            "{e:?}"
        );
    }
    assert_eq!(store.verify(&mut |_| {}).unwrap(), vec![]);
    let wrong = expected().iter().filter(|e| wrong(store, e).is_some()).count();
    assert_eq!(wrong, expected().len(), "một số chỉ tiêu không đổi khi mất hồ sơ");
}

#[test]
fn one_more_dialogue_makes_sixty_two() {
    let more = new_demonstration();
    let store = &more.store;
    let e = expected().into_iter().find(|e| e.row == "N007").unwrap();
    assert_eq!(figure(store, &e).value.unwrap().scaled, 61);
    let (clock, mut chance) = (FixedClock(demo::WRITTEN_AT), SeededChance(1));
    let on = e.to;
    let commune = store.units().resolve("02839", on).unwrap();
    let organ = store.organ(commune, "ubnd", on).unwrap();
    let owner = store.owner(&organ, on).unwrap();
    let pinned = store.pinned().unwrap();
    let context = Context {
        catalogue: &pinned.catalogue,
        register: &pinned.catalogue.registers["doi-thoai"],
        owner: &owner,
        today: clock.today(),
        mode: Mode::Add,
        lookup: &StoreLookup { store, area: commune },
    };
    let data = serde_json::json!({
        "ngay": "31/12/2021", "chu-de": "Thêm một cuộc (minh họa)", "loai": "Đột xuất", "so-nguoi": "khoảng 40",
        "hinh-thuc": "tiep-xuc", "chu-tri": "chu-tich-ubnd",
    });
    let serde_json::Value::Object(data) = data else { unreachable!() };
    let checked = check_entry(&context, &data, &mut || "1".into()).unwrap();
    let add = Write::Add {
        id: EntryId::new(&clock, &mut chance),
        register: "doi-thoai".into(),
        organ,
        area: commune,
        checked,
        state: "da-ghi".into(),
        import_key: None,
    };
    store.apply(&Actor::administrator("kiểm thử"), clock.now(), "thêm một cuộc", &[add]).unwrap();
    assert_eq!(figure(store, &e).value.unwrap().scaled, 62);
}

#[test]
fn an_empty_database_is_needed() {
    let refused = prepare(&demonstration().store, &mut |_, _, _| {}).unwrap_err();
    assert_eq!(refused[0].code, "units-loaded");
}
