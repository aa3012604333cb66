//! Who acts, and on whose records: rights follow the subtree, the hierarchy and the dates.

use domain::ids::UnitId;
use domain::organs::Hierarchy;
use domain::people::{Account, AccountId, Assignment, holds, network};
use domain::problem::Problem;
use domain::registers::Role;
use domain::units::Units;
use domain::{Date, ids::OrganId};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Name for the log.
    pub name: String,
    /// Role.
    pub role: Role,
    /// The area and hierarchy acted for; `None` for the administrator at the machine.
    pub acts_for: Option<(UnitId, Hierarchy)>,
    /// The account, when a person signed in.
    pub account: Option<AccountId>,
    /// The network the request came from, [`network`]; empty when it did not come over one.
    pub address: String,
}

impl Actor {
    /// The administrator at the machine, as the command line acts when nothing else is said.
    pub fn administrator(name: &str) -> Self {
        Actor::local(name, Role::Administrator, None)
    }

    /// Somebody at the machine, in a role, for an area and hierarchy.
    pub fn local(name: &str, role: Role, acts_for: Option<(UnitId, Hierarchy)>) -> Self {
        Actor { name: name.to_string(), role, acts_for, account: None, address: String::new() }
    }

    /// A person who signed in and acts in one of their assignments, from a network address.
    pub fn signed_in(account: &Account, assignment: &Assignment, address: Option<&str>) -> Self {
        Actor {
            name: account.name.clone(),
            role: assignment.role,
            acts_for: Some((assignment.unit, assignment.he)),
            account: Some(account.id),
            address: address.and_then(network).unwrap_or_default(),
        }
    }

    /// The unit acted for; `None` at the machine.
    pub fn unit(&self) -> Option<UnitId> {
        self.acts_for.map(|(unit, _)| unit)
    }

    /// Whether this actor may enter and correct records of an area's organ: their own, those of the areas below them on
    /// the record's date, and those of predecessors whose records came to them ([`holds`]), all in their own hierarchy.
    pub fn may_write(&self, units: &Units, area: UnitId, he: Hierarchy, on: Date, today: Date) -> Result<(), Problem> {
        if self.role == Role::Viewer {
            return Err(Problem::error("viewer-writes", "Vai trò “người xem” chỉ được xem, không được ghi")
                .hint("nhờ cán bộ giữ sổ ghi"));
        }
        let Some((own, own_he)) = self.acts_for else { return Ok(()) };
        if he == own_he && holds(units, own, area, on, today) {
            return Ok(());
        }
        let name = |u| units.last_version(u).map_or_else(String::new, |v| v.full_name.clone());
        Err(Problem::error("not-yours", format!("{} không được ghi hồ sơ của {}", name(own), name(area)))
            .hint("chỉ ghi hồ sơ của cơ quan mình, của cấp dưới cùng hệ thống, hoặc của đơn vị cũ đã nhập vào mình"))
    }
}

/// An organ as the database knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganRow {
    /// Key.
    pub id: OrganId,
    /// Area.
    pub area: UnitId,
    /// Kind slug.
    pub kind: String,
    /// Own name of a body set up on request; empty otherwise.
    pub name: String,
}
