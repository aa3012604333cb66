//! Reports being written, and frozen.

use super::{later, now, reach};
use crate::furniture::{Small, balanced, codes, open, was};
use domain::organs::Hierarchy;
use serde_json::json;
use store::papers::{Freeze, NewPaper, PaperChange, PaperFile, PaperFilter, PaperId, PaperState};
use store::{Actor, Store, StoreError};
use testkit::{both, day, officer};

fn new(u: &Small) -> NewPaper {
    NewPaper {
        template: "dan-van-ubnd".into(),
        question: was(u.d, "2026-11-22", "2026-01-01", "2026-11-22"),
        values: json!({"nam": 2026}),
        edits: json!({}),
        title: "Báo cáo năm".into(),
        unit: u.d,
        he: Hierarchy::ChinhQuyen,
        supersedes: None,
    }
}

fn writer(u: &Small) -> Actor {
    officer("cán bộ Đê", u.d, Hierarchy::ChinhQuyen)
}

fn change(of: &NewPaper, title: &str) -> PaperChange {
    PaperChange {
        question: of.question.clone(),
        values: of.values.clone(),
        edits: json!({"mo-dau": "…"}),
        title: title.into(),
    }
}

fn frozen(store: &Store, id: PaperId, given: i64) -> Freeze {
    let file = |form: &str, bytes: &[u8]| PaperFile { form: form.into(), media: "x/y".into(), bytes: bytes.into() };
    Freeze {
        id,
        given,
        number: "12/BC-UBND".into(),
        dated: Some(day("2026-11-23")),
        frozen: "{ \"dòng\" : 1.50 }".into(),
        mark: store.mark().unwrap(),
        files: vec![file("pdf", b"%PDF"), file("docx", b"PK"), file("txt", b"%PDF")],
    }
}

#[test]
fn a_report_is_written_by_its_unit_and_seen_by_the_units_above() {
    both(|db| {
        let (_place, store, u) = open(db);
        let id = store.add_paper(&writer(&u), now(), &new(&u)).unwrap();
        for stranger in [officer("Ích", u.x, Hierarchy::ChinhQuyen), officer("Đảng", u.d, Hierarchy::Dang)] {
            assert_eq!(codes(store.add_paper(&stranger, now(), &new(&u))), ["not-yours"]);
            assert_eq!(codes(store.change_paper(&stranger, now(), id, 1, &change(&new(&u), "cướp"))), ["not-yours"]);
            assert_eq!(codes(store.drop_paper(&stranger, now(), id, 1)), ["not-yours"]);
            assert_eq!(codes(store.freeze(&stranger, now(), &frozen(&store, id, 1))), ["not-yours"]);
        }
        assert_eq!(codes(store.paper(id, &reach(&store, u.x))), ["unknown-paper"]);
        let list =
            |unit| store.papers(&PaperFilter { reach: Some(reach(&store, unit)), ..PaperFilter::default() }).unwrap();
        assert_eq!((list(u.t).1, list(u.d).1, list(u.x).1), (1, 1, 0));
        assert_eq!(store.change_paper(&writer(&u), later(1), id, 1, &change(&new(&u), "Báo cáo năm 2026")).unwrap(), 2);
        let paper = store.paper(id, &reach(&store, u.t)).unwrap();
        assert_eq!((paper.title.as_str(), paper.version, paper.state), ("Báo cáo năm 2026", 2, PaperState::Draft));
        assert_eq!((paper.created, paper.updated, paper.by.as_str()), (now(), later(1), "cán bộ Đê"));
        assert_eq!(
            (paper.question, paper.values, paper.edits),
            (new(&u).question, new(&u).values, json!({"mo-dau": "…"}))
        );
    });
}

#[test]
fn who_writes_from_an_old_version_of_a_report_is_told_so() {
    both(|db| {
        let (_place, store, u) = open(db);
        let id = store.add_paper(&writer(&u), now(), &new(&u)).unwrap();
        store.change_paper(&writer(&u), now(), id, 1, &change(&new(&u), "một")).unwrap();
        let stale = store.change_paper(&writer(&u), now(), id, 1, &change(&new(&u), "hai")).unwrap_err();
        assert!(matches!(stale, StoreError::Stale { current: 2, given: 1 }));
        assert!(matches!(store.freeze(&writer(&u), now(), &frozen(&store, id, 1)), Err(StoreError::Stale { .. })));
        assert_eq!(store.paper_files(id).unwrap(), [], "nothing was half written");
        store.drop_paper(&writer(&u), now(), id, 2).unwrap();
        assert_eq!(codes(store.paper(id, &reach(&store, u.d))), ["unknown-paper"]);
    });
}

#[test]
fn a_frozen_report_stands_byte_for_byte_and_can_only_be_replaced_by_another() {
    both(|db| {
        let (_place, store, u) = open(db);
        let (who, all) = (writer(&u), reach(&store, u.t));
        let id = store.add_paper(&who, now(), &new(&u)).unwrap();
        let freeze = frozen(&store, id, 1);
        store.freeze(&who, later(2), &freeze).unwrap();
        assert_eq!(store.frozen(id).unwrap(), Some(freeze.frozen.clone()));
        for file in &freeze.files {
            assert_eq!(store.paper_file(id, &file.form).unwrap().as_ref(), Some(file));
        }
        assert_eq!(store.paper_file(id, "xlsx").unwrap(), None);
        let heads: Vec<_> = store.paper_files(id).unwrap().into_iter().map(|f| (f.form, f.bytes)).collect();
        assert_eq!(heads, [("docx".to_string(), 2), ("pdf".to_string(), 4), ("txt".to_string(), 4)]);
        let paper = store.paper(id, &all).unwrap();
        assert_eq!(
            (paper.state, paper.number.as_str(), paper.dated),
            (PaperState::Frozen, "12/BC-UBND", Some(day("2026-11-23")))
        );
        assert_eq!((paper.mark, paper.updated), (Some(freeze.mark), later(2)));
        let refused = [
            codes(store.change_paper(&who, now(), id, 2, &change(&new(&u), "sửa"))),
            codes(store.drop_paper(&who, now(), id, 2)),
            codes(store.freeze(&who, now(), &Freeze { given: 2, ..freeze.clone() })),
        ];
        assert_eq!(refused, [["paper-frozen"]; 3]);
        let next = NewPaper { supersedes: Some(id), ..new(&u) };
        let second = store.add_paper(&who, now(), &next).unwrap();
        assert_eq!(
            codes(store.add_paper(&who, now(), &NewPaper { supersedes: Some(second), ..new(&u) })),
            ["bad-supersedes"]
        );
        assert_eq!(store.paper(id, &all).unwrap().superseded_by, None, "a draft replaces nothing yet");
        store.freeze(&who, now(), &frozen(&store, second, 1)).unwrap();
        assert_eq!(store.paper(id, &all).unwrap().superseded_by, Some(second));
        let drafts = PaperFilter { state: Some(PaperState::Draft), ..PaperFilter::default() };
        assert_eq!(store.papers(&drafts).unwrap().1, 0);
        balanced(&store);
    });
}

#[test]
fn a_snapshot_that_is_no_json_or_a_form_given_twice_is_refused_all_at_once() {
    both(|db| {
        let (_place, store, u) = open(db);
        let id = store.add_paper(&writer(&u), now(), &new(&u)).unwrap();
        let mut freeze = Freeze { frozen: "{".into(), ..frozen(&store, id, 1) };
        freeze.files[1].form = "pdf".into();
        assert_eq!(codes(store.freeze(&writer(&u), now(), &freeze)), ["bad-snapshot", "bad-paper-files"]);
    });
}

#[test]
fn a_frozen_report_that_somebody_changed_by_hand_is_told_and_not_served() {
    both(|db| {
        let (_place, store, u) = open(db);
        let id = store.add_paper(&writer(&u), now(), &new(&u)).unwrap();
        store.freeze(&writer(&u), now(), &frozen(&store, id, 1)).unwrap();
        store.write(|conn| conn.exec("UPDATE paper SET frozen = '{}'", &[])).unwrap();
        assert!(matches!(store.frozen(id), Err(StoreError::Database(_))));
        let rooms: Vec<_> = store.verify(&mut |_| {}).unwrap().into_iter().map(|b| b.room).collect();
        assert_eq!(rooms, ["reports"]);
    });
}
