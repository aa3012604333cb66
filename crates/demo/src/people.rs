//! The people of the demonstration: one for each role at the places where its records lie.

use crate::WRITTEN_AT;
use domain::Date;
use domain::ids::{NATION, UnitId};
use domain::organs::Hierarchy::{self, ChinhQuyen, Dang};
use domain::problem::Problem;
use domain::registers::Role;
use store::people::{NewAccount, NewAssignment};
use store::{Actor, Store, StoreError};

/// The password of all of them. Everybody knows it, so a demonstration is served to its own machine only.
pub const PASSWORD: &str = "dan-van-kheo-2021";

/// The setting that marks a demonstration.
pub const MARK: &str = "demonstration";

/// Since when they are where they are: the day of the reform.
const FROM: Date = Date::constant(2025, 7, 1);

/// Somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Login name.
    pub login: &'static str,
    /// Name; plainly invented.
    pub name: &'static str,
    /// Code of the unit today; empty for the whole country.
    pub unit: &'static str,
    /// Role, in each of the hierarchies.
    pub role: Role,
    /// Hierarchies acted for; one assignment each.
    pub he: &'static [Hierarchy],
}

const fn person(
    login: &'static str,
    name: &'static str,
    unit: &'static str,
    role: Role,
    he: &'static [Hierarchy],
) -> Person {
    Person { login, name, unit, role, he }
}

/// All of them.
pub const PEOPLE: &[Person] = &[
    person("can-bo.bac-ha", "Cán bộ Minh Họa", "02839", Role::Officer, &[ChinhQuyen, Dang]),
    person("lanh-dao.bac-ha", "Lãnh đạo Minh Họa", "02839", Role::Leader, &[ChinhQuyen, Dang]),
    person("xem.bac-ha", "Người xem Minh Họa", "02839", Role::Viewer, &[ChinhQuyen]),
    person("can-bo.bao-nhai", "Cán bộ Ví Dụ", "02890", Role::Officer, &[ChinhQuyen, Dang]),
    person("can-bo.lao-cai", "Cán bộ tỉnh Minh Họa", "15", Role::Officer, &[Dang, ChinhQuyen]),
    person("lanh-dao.lao-cai", "Lãnh đạo tỉnh Minh Họa", "15", Role::Leader, &[Dang, ChinhQuyen]),
    person("can-bo.phu-tho", "Cán bộ tỉnh Ví Dụ", "25", Role::Officer, &[ChinhQuyen, Dang]),
    person("quan-tri.lao-cai", "Quản trị tỉnh Minh Họa", "15", Role::Administrator, &[ChinhQuyen]),
    person("quan-tri", "Quản trị Minh Họa", "", Role::Administrator, &[ChinhQuyen]),
];

/// Gives everybody an account. `password_hash` is the hash of [`PASSWORD`], which this floor cannot make.
pub fn add_people(store: &Store, password_hash: &str) -> Result<(), Vec<Problem>> {
    let who = Actor::administrator("dữ liệu minh họa");
    let units = store.units();
    for p in PEOPLE {
        let unit: UnitId =
            if p.unit.is_empty() { NATION } else { units.resolve(p.unit, FROM).map_err(|problem| vec![problem])? };
        let account = NewAccount {
            login: p.login.into(),
            name: p.name.into(),
            password_hash: password_hash.into(),
            must_change: false,
        };
        let assignment = |he: &Hierarchy| NewAssignment {
            unit,
            he: *he,
            role: p.role,
            from: FROM,
            to: None,
            note: "bản minh họa".into(),
        };
        let assignments: Vec<NewAssignment> = p.he.iter().map(assignment).collect();
        store.add_account(&who, WRITTEN_AT, &account, &assignments).map_err(StoreError::problems)?;
    }
    store.set_setting(&who, WRITTEN_AT, MARK, Some("1")).map_err(StoreError::problems)
}
