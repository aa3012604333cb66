//! What these tests share: a province with two communes, the shipped catalogue, and people at their desks.

use desk::Desk;
use desk::registers::{NewEntry, Owner, Written};
use domain::clock::{Clock, SeededChance};
use domain::ids::{EntryId, UnitId};
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::registers::{Data, Role};
use serde_json::{Value, json};
use sheets::{CellOut, ColumnOut, Properties, TableOut};
use std::cell::RefCell;
use store::people::OrganRow;
use store::{Actor, Store, StoreError};
use testkit::{Database, History, Place, built_in, day, morning};

/// A province and its communes A and Bê; their codes are 00002, 00003, 00004.
pub struct House {
    pub store: Store,
    pub province: UnitId,
    pub a: UnitId,
    pub b: UnitId,
    sources: Vec<catalogue::Source>,
    chance: RefCell<SeededChance>,
    _place: Place,
}

impl House {
    pub fn new(db: Database) -> House {
        let mut history = History::default();
        let province = history.province("Tê", "");
        let [a, b] = ["A", "Bê"].map(|name| history.commune(name, province, ""));
        let root = Actor::administrator("thử");
        let place = db.copy_of("desk", |store| {
            store.load_units(history.facts, &root, morning().now(), &mut |_, _| {}).unwrap();
            store.use_catalogue(built_in(), &root, morning().now()).unwrap();
        });
        let store = place.open();
        store.use_catalogue(built_in(), &root, morning().now()).unwrap();
        let chance = RefCell::new(SeededChance(7));
        House { store, province, a, b, sources: vec![catalogue::built_in()], chance, _place: place }
    }

    /// Works at the desk of somebody who acts for a unit's authorities in a role, and reads what that unit reads.
    pub fn desk<T>(&self, role: Role, unit: UnitId, he: Hierarchy, work: impl FnOnce(&Desk<'_>) -> T) -> T {
        self.sit(&Actor::local("cán bộ thử", role, Some((unit, he))), work)
    }

    /// Works at the desk of the officer of a commune's or province's committee.
    pub fn officer<T>(&self, unit: UnitId, work: impl FnOnce(&Desk<'_>) -> T) -> T {
        self.desk(Role::Officer, unit, Hierarchy::ChinhQuyen, work)
    }

    fn sit<T>(&self, actor: &Actor, work: impl FnOnce(&Desk<'_>) -> T) -> T {
        let today = morning().today();
        let new_id = || EntryId::new(&morning(), &mut *self.chance.borrow_mut());
        work(&Desk {
            store: &self.store,
            actor,
            now: morning().now(),
            today,
            sources: &self.sources,
            new_id: &new_id,
            reach: actor.unit().map(|u| self.store.reach(Some(u), today)),
        })
    }

    /// The organ of a kind in a commune.
    pub fn organ(&self, unit: UnitId, kind: &str) -> OrganRow {
        self.store.organ(unit, kind, day("2026-03-01")).unwrap()
    }

    /// Adds an entry of a unit's organ at a desk.
    pub fn add(&self, desk: &Desk<'_>, register: &str, organ: &OrganRow, data: Value) -> Result<Written, StoreError> {
        let owner = Owner::Known(organ.clone());
        let data = data.as_object().cloned().unwrap();
        desk.add(&NewEntry { register, owner, area: None, data, key: None, draft: false, id: None })
    }
}

/// A dialogue.
pub fn dialogue(day: &str, people: i64) -> Value {
    json!({
        "ngay": day, "chu-de": format!("Làm đường {day}"), "loai": "dinh-ky", "hinh-thuc": "hoi-nghi-doi-thoai",
        "chu-tri": "chu-tich-ubnd", "so-nguoi": people,
    })
}

/// A sheet of texts.
pub fn table(name: &str, columns: &[&str], rows: &[&[&str]]) -> TableOut {
    let cell = |text: &&str| if text.is_empty() { CellOut::Empty } else { CellOut::Text((*text).to_string()) };
    TableOut {
        name: name.into(),
        title: name.into(),
        columns: columns.iter().map(|c| ColumnOut::text(*c, *c)).collect(),
        rows: rows.iter().map(|r| r.iter().map(cell).collect()).collect(),
    }
}

/// A workbook of such sheets.
pub fn workbook(tables: &[TableOut]) -> Vec<u8> {
    let about = Properties { title: "thử".into(), author: "thử".into(), created: morning().now() };
    sheets::write_xlsx(tables, &about).unwrap()
}

/// The codes of a refusal's problems.
#[track_caller]
pub fn codes<T: std::fmt::Debug>(found: Result<T, StoreError>) -> Vec<String> {
    match found {
        Err(StoreError::Refused(list)) => list.into_iter().map(|p: Problem| p.code).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Data of an entry as it stands.
pub fn data_of(house: &House, id: &EntryId) -> Data {
    house.store.entry(id).unwrap().data
}
