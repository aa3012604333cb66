//! The last weeks before the day on which the demonstration is made: what somebody who signs in finds.

use demo::recent::{DAYS, add, first_day};
use demo::{ENTRIES, expected};
use domain::calendar::{date_of, day_number};
use domain::clock::{Clock, FixedClock};
use domain::organs::Hierarchy;
use domain::registers::Role;
use domain::{Date, Timestamp};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;
use store::people::Reach;
use store::registers::{Entry, Filter};
use store::{Actor, Location, Store};

/// A demonstration as of an instant.
struct Made {
    store: Store,
    added: usize,
    today: Date,
    _folder: tempfile::TempDir,
}

/// The older records with their people, prepared once and copied.
fn base() -> &'static (tempfile::TempDir, PathBuf) {
    static ONE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    ONE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("goc.db");
        let store = Store::open(Location::parse(&file.display().to_string()).unwrap(), true).unwrap();
        demo::prepare(&store, &mut |_, _, _| {}).unwrap_or_else(|problems| panic!("{problems:#?}"));
        demo::people::add_people(&store, "$argon2id$none").unwrap_or_else(|problems| panic!("{problems:#?}"));
        drop(store);
        (folder, file)
    })
}

fn made(now: &str) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("minh-hoa.db");
    std::fs::copy(&base().1, &file).unwrap();
    let store = Store::open(Location::parse(&file.display().to_string()).unwrap(), false).unwrap();
    store.use_catalogue(testkit::built_in(), &Actor::administrator("kiểm thử"), demo::WRITTEN_AT).unwrap();
    let now: Timestamp = now.parse().unwrap();
    let added = add(&store, now, &mut |_, _, _| {}).unwrap_or_else(|problems| panic!("{now}: {problems:#?}"));
    Made { store, added: added.values().sum(), today: FixedClock(now).today(), _folder: folder }
}

impl Made {
    fn reach(&self, code: &str) -> std::sync::Arc<Reach> {
        let unit = self.store.units().resolve(code, self.today).unwrap();
        self.store.reach(Some(unit), self.today)
    }
    /// The entries that were added.
    fn recent(&self) -> Vec<Entry> {
        let (entries, _) = self.store.entries(&Filter { limit: 1_000_000, ..Filter::default() }).unwrap();
        let first = first_day(self.today).unwrap();
        entries.into_iter().filter(|e| e.record_date >= first).collect()
    }
}

/// Days that a calendar may trip over: the day of the older records, the first of a month after a short one, the first day
/// of a year, a day years on, a clock that is behind the older records.
const DAYS_MADE: [&str; 5] = [
    "2026-11-22T13:00:00Z",
    "2027-03-01T02:00:00Z",
    "2028-01-01T03:00:00Z",
    "2031-08-15T23:30:00Z",
    "2026-02-10T03:00:00Z",
];

#[test]
fn whoever_signs_in_finds_this_month_drafts_and_what_is_due_and_late() {
    for now in DAYS_MADE {
        let made = made(now);
        for (code, he) in [("02839", Hierarchy::ChinhQuyen), ("15", Hierarchy::Dang), ("25", Hierarchy::ChinhQuyen)] {
            let reach = made.reach(code);
            let counts = made.store.counts_by_month(&reach, made.today).unwrap();
            let alive = counts.iter().filter(|c| c.this_month > 0).count();
            assert!(alive >= if code == "25" { 2 } else { 4 }, "{now} {code}: {counts:?}");
            let (_, drafts) = made.store.waiting(&reach, Some(he), Role::Officer, 10).unwrap();
            assert!(drafts > 0, "{now} {code}: nothing waits");
            let dues = made.store.dues(&reach, date_of(day_number(made.today) + 14), 1000).unwrap();
            assert!(dues.iter().any(|d| d.day >= made.today), "{now} {code}: nothing is due soon");
            let lately = date_of(day_number(made.today) - DAYS);
            assert!(dues.iter().any(|d| d.day < made.today && d.day >= lately), "{now} {code}: nothing is late");
            let latest = made.store.latest(&reach, 4).unwrap();
            assert!(latest.iter().all(|l| l.entry.date >= lately), "{now} {code}: {latest:?}");
        }
    }
}

#[test]
fn the_books_balance_and_no_figure_of_a_time_before_changes() {
    for now in [DAYS_MADE[0], DAYS_MADE[1]] {
        let made = made(now);
        assert_eq!(made.store.verify(&mut |_| {}).unwrap(), vec![], "{now}");
        let (entries, count) = made.store.entries(&Filter { limit: 1_000_000, ..Filter::default() }).unwrap();
        assert_eq!(entries.len(), ENTRIES + made.added);
        assert_eq!(usize::try_from(count).unwrap(), entries.len());
        let first = first_day(made.today).unwrap();
        let mut asked = 0;
        for e in expected().into_iter().filter(|e| e.to < first) {
            let (question, ask) = e.question(&made.store).unwrap();
            let figure = made.store.figures(&question, &[ask], None).unwrap().figures[0][0].clone();
            let value = figure.value.unwrap_or_else(|| panic!("{now} {e:?}"));
            let wide = |n: i64, scale: u8| i128::from(n) * 10i128.pow(u32::from(12 - scale));
            assert_eq!(wide(value.scaled, value.scale), wide(e.value.0, e.value.1), "{now} {e:?}");
            asked += 1;
        }
        assert!(asked > 60, "only {asked} figures lie before");
    }
}

#[test]
fn the_same_day_gives_the_same_records_down_to_their_keys() {
    let (one, two) = (made(DAYS_MADE[1]), made(DAYS_MADE[1]));
    assert!(one.added > 50);
    assert_eq!(one.recent(), two.recent());
}

#[test]
fn every_recent_record_says_that_it_is_an_illustration_and_lies_in_the_last_weeks() {
    let made = made(DAYS_MADE[3]);
    let recent = made.recent();
    assert_eq!(recent.len(), made.added, "years on, nothing else lies in the last weeks");
    for entry in &recent {
        let text = serde_json::Value::Object(entry.data.clone()).to_string();
        assert!(text.contains("(minh họa)"), "{text}");
        assert!(entry.record_date <= made.today);
    }
    let areas: BTreeSet<i64> = recent.iter().map(|e| e.area.0).collect();
    let registers: BTreeSet<&str> = recent.iter().map(|e| e.register.as_str()).collect();
    assert!(areas.len() > 10 && registers.len() == 8, "{areas:?} {registers:?}");
}

#[test]
fn some_records_hold_files_and_one_has_a_history() {
    let made = made(DAYS_MADE[1]);
    let mut endings = BTreeSet::new();
    for entry in made.recent() {
        let files = entry.data.get("tep").and_then(|f| f.as_array().cloned()).unwrap_or_default();
        for file in files {
            let content = made.store.file(file["sha256"].as_str().unwrap()).unwrap().unwrap();
            assert_eq!(file["bytes"].as_u64().unwrap(), u64::try_from(content.len()).unwrap());
            endings.insert(file["ten"].as_str().unwrap().rsplit('.').next().unwrap().to_string());
        }
    }
    assert_eq!(endings.into_iter().collect::<Vec<_>>(), ["pdf", "png", "txt"]);
    let versions: Vec<i64> = made.recent().iter().map(|e| e.version).filter(|v| *v > 1).collect();
    assert_eq!(versions, [4], "one entry was counted again, recorded, and had an opinion settled");
}

#[test]
fn before_the_communes_of_today_were_at_work_nothing_is_added() {
    let made = made("2025-08-01T02:00:00Z");
    assert_eq!(made.added, 0);
    assert_eq!(first_day(made.today), None);
}
