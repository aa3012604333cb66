//! Backups: everything is in them, they are taken while others write, and they restore into either database.

use crate::furniture::{Small, balanced, codes, enter, open, value, was, work};
use domain::SignedDuration;
use domain::clock::Clock;
use domain::organs::Hierarchy;
use domain::registers::Role;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use store::backup::{FLEETING, Manifest, check_backup, restore};
use store::people::{NewAccount, NewAssignment, NewSession, SessionLimits};
use store::{Actor, Location, Store};
use testkit::{Clerk, Database, Place, both, day, morning, on_postgresql, small_catalogue};

const YEAR: (&str, &str, &str) = ("2026-11-22", "2024-01-01", "2024-12-31");

fn back_up(store: &Store, file: &Path) -> Manifest {
    store.backup(file, "thử", morning().now(), &mut |_, _, _| {}).unwrap()
}

fn restored(file: &Path, target: &Location) -> Store {
    let root = Actor::administrator("thử");
    restore(file, target, &root, morning().now(), &mut |_, _, _| {}).unwrap_or_else(|e| panic!("{e}"));
    let store = Store::open(target.clone(), false).unwrap();
    store.use_catalogue(small_catalogue(), &root, morning().now()).unwrap();
    store
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sao-luu.db");
    (folder, file)
}

/// A store with work of several kinds in it: entries, corrections, a declared figure, a file.
fn lived_in(db: Database) -> (Place, Store, Small) {
    let (place, store, u) = open(db);
    let mut clerk = Clerk::new(&store);
    for n in 1..=9 {
        let done = enter(&mut clerk, u.a, &work(&format!("2024-03-0{n}"), 10 * n));
        match n % 3 {
            0 => drop(clerk.void(&done.id, "nhầm").unwrap()),
            1 => drop(clerk.change(&done.id, &work("2024-04-01", n), "da-ghi", "edit").unwrap()),
            _ => {}
        }
    }
    let declaration = store::declared::Declaration {
        unit: u.b,
        measure: "viec.so",
        dims: &domain::ledger::Dims::new(),
        period: testkit::days(day("2024-01-01"), day("2024-12-31")),
        amount: domain::ledger::Amount::exact(5),
        note: "",
    };
    store.declare(&clerk.who, morning().now(), &declaration).unwrap();
    store.keep_file(&clerk.who, morning().now(), &[0, 159, 146, 150, 255]).unwrap();
    (place, store, u)
}

/// Every table of a database but those that say how it came about, with its number of rows.
fn tables(store: &Store) -> BTreeMap<String, u64> {
    let list = match store.location() {
        Location::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        Location::Postgres(_) => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'"
        }
    };
    store
        .read(|conn| {
            let names = conn.query(list, &[])?;
            let names = names.iter().map(|r| r.text(0).unwrap().to_string()).filter(|n| n != "migration");
            let mut out = BTreeMap::new();
            for name in names {
                let row = conn.first(&format!("SELECT COUNT(*) FROM \"{name}\""), &[])?;
                out.insert(name, u64::try_from(row.unwrap().int(0)?).unwrap());
            }
            Ok(out)
        })
        .unwrap()
}

#[test]
fn every_table_of_the_schema_is_in_the_backup_with_all_its_rows() {
    both(|db| {
        let (_place, store, _) = lived_in(db);
        let (_folder, file) = folder();
        let manifest = back_up(&store, &file);
        let kept: BTreeMap<String, u64> = manifest.tables.iter().map(|t| (t.name.clone(), t.rows)).collect();
        let mut wanted = tables(&store);
        wanted.iter_mut().filter(|(name, _)| FLEETING.contains(&name.as_str())).for_each(|(_, rows)| *rows = 0);
        assert_eq!(kept, wanted);
        for name in ["entry", "entry_version", "posting", "cell", "declared", "file", "tx", "unit_version"] {
            assert!(kept[name] > 0, "{name}");
        }
        assert_eq!(check_backup(&file, &mut |_, _, _| {}).unwrap(), manifest);
        let beside: BTreeSet<_> = file.parent().unwrap().read_dir().unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(beside, BTreeSet::from(["sao-luu.db".into()]), "one file, and nothing beside it");
    });
}

#[test]
fn a_backup_of_either_database_restores_into_either_and_balances() {
    on_postgresql(|_| {
        for source in [Database::Sqlite, Database::Postgres] {
            let (_place, store, u) = lived_in(source);
            let (_folder, file) = folder();
            let manifest = back_up(&store, &file);
            for target in [Database::Sqlite, Database::Postgres] {
                let place = target.empty();
                let copy = restored(&file, place.location());
                let year = was(u.t, YEAR.0, YEAR.1, YEAR.2);
                assert_eq!(value(&copy, &year, "so-nguoi"), value(&store, &year, "so-nguoi"));
                balanced(&copy);
                // Only the transaction that tells of the restoring is new.
                let mut wanted: BTreeMap<_, _> = manifest.tables.iter().map(|t| (t.name.clone(), t.rows)).collect();
                *wanted.get_mut("tx").unwrap() += 1;
                assert_eq!(tables(&copy), wanted);
                // Numbers go on where they stood: a new entry collides with nothing.
                let mut clerk = Clerk::new(&copy);
                clerk.chance.0 = 777;
                enter(&mut clerk, u.x, &work("2024-05-05", 3));
                balanced(&copy);
            }
        }
    });
}

#[test]
fn a_backup_taken_while_officers_write_is_of_one_instant_and_balances() {
    both(|db| {
        let (_place, store, u) = lived_in(db);
        let (store, stop, written) = (&store, &AtomicBool::new(false), &AtomicI64::new(0));
        let (_folder, file) = folder();
        let (before, after) = std::thread::scope(|scope| {
            for n in 0..3u64 {
                let area = [u.a, u.b, u.c][n as usize];
                scope.spawn(move || {
                    let mut clerk = Clerk::new(store);
                    clerk.chance.0 = 100 + n;
                    while !stop.load(Ordering::Relaxed) {
                        enter(&mut clerk, area, &work("2024-06-01", 1));
                        written.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
            let wait = |more: i64| {
                let target = written.load(Ordering::SeqCst) + more;
                while written.load(Ordering::SeqCst) < target {
                    std::thread::yield_now();
                }
            };
            wait(10);
            let before = written.load(Ordering::SeqCst);
            back_up(store, &file);
            let after = written.load(Ordering::SeqCst);
            wait(3);
            stop.store(true, Ordering::Relaxed);
            (before, after)
        });
        let place = db.empty();
        let copy = restored(&file, place.location());
        balanced(&copy);
        let june = was(u.t, YEAR.0, "2024-06-01", "2024-06-30");
        let copied = value(&copy, &june, "so-nguoi").unwrap();
        // A writer may have committed without having counted it yet: one each.
        assert!(copied >= before && copied <= after + 3, "{before} ≤ {copied} ≤ {after} + 3");
        let all = value(store, &june, "so-nguoi").unwrap();
        assert_eq!(all, written.load(Ordering::SeqCst));
        assert!(all > copied, "writers were at work during and after the backup");
    });
}

#[test]
fn a_backup_that_was_altered_anywhere_is_refused_and_nothing_is_restored() {
    let (_place, store, _) = lived_in(Database::Sqlite);
    let (_folder, file) = folder();
    back_up(&store, &file);
    let whole = std::fs::read(&file).unwrap();
    let refused = |file: &Path| {
        let target = file.with_extension("moi");
        let location = Location::Sqlite(target.display().to_string());
        let code = codes(restore(file, &location, &Actor::administrator("thử"), morning().now(), &mut |_, _, _| {}));
        assert!(!target.exists());
        code[0].clone()
    };
    let text = "việc ngày 2024-04-01".as_bytes();
    let at = whole.windows(text.len()).position(|w| w == text).unwrap();
    let mut altered = whole.clone();
    altered[at + text.len() - 1] = b'2';
    std::fs::write(&file, &altered).unwrap();
    assert_eq!(refused(&file), "backup-damaged");
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert!(["backup-damaged", "database-error", "not-a-backup"].contains(&refused(&file).as_str()));
    for other in [&b"not a database at all"[..], b""] {
        std::fs::write(&file, other).unwrap();
        assert_eq!(refused(&file), "not-a-backup");
    }
    let (other, _store, _) = open(Database::Sqlite);
    assert_eq!(refused(Path::new(other.text())), "not-a-backup", "a database is not yet a backup");
}

#[test]
fn what_is_there_is_never_written_over() {
    both(|db| {
        let (place, store, _) = lived_in(db);
        let (_folder, file) = folder();
        back_up(&store, &file);
        let again = store.backup(&file, "thử", morning().now(), &mut |_, _, _| {});
        assert_eq!(codes(again), ["backup-exists"]);
        let onto = restore(&file, place.location(), &Actor::administrator("thử"), morning().now(), &mut |_, _, _| {});
        assert_eq!(codes(onto), ["target-not-empty"]);
        balanced(&store);
    });
}

#[test]
fn a_backup_into_a_folder_that_is_not_there_is_told() {
    let (_place, store, _) = open(Database::Sqlite);
    let wrong = store.backup(Path::new("/không/có/sao-luu.db"), "thử", morning().now(), &mut |_, _, _| {});
    assert_eq!(codes(wrong), ["cannot-write"]);
}

#[test]
fn whoever_is_signed_in_is_not_signed_in_in_a_restored_copy() {
    both(|db| {
        let (_place, store, u) = open(db);
        let (root, now) = (Actor::administrator("thử"), morning().now());
        let person = NewAccount {
            login: "can-bo".into(),
            name: "Cán bộ".into(),
            password_hash: "$argon2id$thử".into(),
            must_change: false,
        };
        let post = NewAssignment {
            unit: u.t,
            he: Hierarchy::ChinhQuyen,
            role: Role::Officer,
            from: day("2024-01-01"),
            to: None,
            note: String::new(),
        };
        let account = store.add_account(&root, now, &person, &[post]).unwrap();
        let assignment = store.assignments(account).unwrap()[0].id;
        let token_hash = &[7; 32];
        let new = NewSession { account, assignment, token_hash, agent: "Firefox", address: None };
        store.new_session(now, &new).unwrap();
        let session = |store: &Store| {
            let limits = SessionLimits { idle: SignedDuration::from_hours(1), absolute: SignedDuration::from_hours(9) };
            store.session(token_hash, now, &limits).unwrap()
        };
        let (_folder, file) = folder();
        back_up(&store, &file);
        assert!(session(&store).is_some(), "here nobody is signed out by a backup");
        let place = db.empty();
        let copy = restored(&file, place.location());
        assert!(session(&copy).is_none());
        assert_eq!(copy.account_by_login("can-bo").unwrap().map(|a| a.id), Some(account));
        balanced(&copy);
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(32).any(|w| w == token_hash), "not even its trace is in the file");
    });
}
