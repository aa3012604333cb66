//! For which organ an entry is written: "o:12/ubnd" is the organ of a kind in an area, "c:5" one that is known by its key
//! (a body with a name of its own).

use crate::shell::fault::Fault;
use crate::shell::guard::Viewer;
use domain::Date;
use domain::ids::{OrganId, UnitId};
use domain::registers::{Owner, Register};
use store::Store;
use store::people::OrganRow;

/// An organ that was chosen.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// As the form carries it.
    pub text: String,
    /// Its name on the date.
    pub name: String,
    /// What the catalogue's rules ask of it; the organ's key is 0 while it has not been used.
    pub owner: Owner,
    /// The organ, when it is one with a key.
    known: Option<OrganRow>,
}

impl Chosen {
    /// The organ that is meant, on a record's date. Nothing is written for it: a chosen one may never be used.
    pub fn find(store: &Store, text: &str, on: Date) -> Result<Chosen, Fault> {
        let (area, kind, known) = match text.split_once(':') {
            Some(("c", id)) => {
                let organ =
                    store.organ_by_id(OrganId(id.parse().map_err(|_| Fault::Missing)?))?.ok_or(Fault::Missing)?;
                (organ.area, organ.kind.clone(), Some(organ))
            }
            Some(("o", place)) => {
                let (area, kind) = place.split_once('/').ok_or(Fault::Missing)?;
                (UnitId(area.parse().map_err(|_| Fault::Missing)?), kind.to_string(), None)
            }
            _ => return Err(Fault::Missing),
        };
        let (units, pinned) = (store.units(), store.pinned()?);
        let version = units.nearest_version(area, on).ok_or(Fault::Missing)?;
        let rules = pinned.catalogue.organ_kinds.get(&kind).ok_or(Fault::Missing)?;
        let name = match &known {
            Some(organ) => store.organ_name(organ, on)?,
            None => pinned.catalogue.organ_kinds.name_of(&kind, version),
        };
        let organ = known.as_ref().map_or(OrganId(0), |o| o.id);
        let owner = Owner { he: rules.he, cap: version.level, co_quan: kind, organ, area };
        Ok(Chosen { text: text.to_string(), name, owner, known })
    }

    /// The organ of an entry that is there.
    pub fn of(store: &Store, organ: &OrganRow, on: Date) -> Result<Chosen, Fault> {
        Ok(Chosen {
            text: format!("c:{}", organ.id),
            name: store.organ_name(organ, on)?,
            owner: store.owner(organ, on)?,
            known: Some(organ.clone()),
        })
    }

    /// Refuses whoever may not write for it.
    pub fn refuse_stranger(&self, store: &Store, viewer: &Viewer, on: Date) -> Result<(), Fault> {
        let on = store.units().clamp(self.owner.area, on);
        let actor = viewer.actor();
        let may = actor.may_write(&store.units(), self.owner.area, self.owner.he, on, viewer.today);
        may.map_err(|p| super::at_desk::not_mine(store::StoreError::refused(p)))
    }

    /// The organ with its key, made on first use; refused when it did not exist on the date.
    pub fn row(&self, store: &Store, on: Date) -> store::Result<OrganRow> {
        match &self.known {
            Some(organ) => Ok(organ.clone()),
            None => store.organ(self.owner.area, &self.owner.co_quan, on),
        }
    }
}

/// The organs of the viewer's own unit and hierarchy that kept the register on a date.
pub fn own(store: &Store, viewer: &Viewer, register: &Register, on: Date) -> Result<Vec<Chosen>, Fault> {
    let (units, pinned) = (store.units(), store.pinned()?);
    let area = viewer.assignment.unit;
    let Some(version) = units.version_on(area, on) else { return Ok(Vec::new()) };
    let kinds = &pinned.catalogue.organ_kinds;
    let mut out = Vec::new();
    let mine = |k: &&domain::organs::OrganKind| k.he == viewer.assignment.he && !k.on_request;
    let mut of_mine: Vec<_> = kinds.0.iter().filter(|(_, k)| mine(k)).collect();
    // Authorities come before the bodies that belong to one, and those that take records from below first of all.
    of_mine.sort_by_key(|(slug, kind)| {
        (kind.parent.is_some(), !kinds.0.values().any(|k| k.parent.as_ref() == Some(slug)))
    });
    for (slug, kind) in of_mine {
        let there = kinds.exists_at(slug, version, on).is_ok();
        let owner = Owner { he: kind.he, cap: version.level, co_quan: slug.clone(), organ: OrganId(0), area };
        if there && register.owners.admits(&owner) {
            let name = kinds.name_of(slug, version);
            out.push(Chosen { text: format!("o:{area}/{slug}"), name, owner, known: None });
        }
    }
    Ok(out)
}

/// The organs of the viewer's own unit that keep a register today: as the desk reads them ("02839/cap-uy@2026-11-22", the
/// code as of that day), and their names.
pub fn own_organs(store: &Store, viewer: &Viewer, register: &Register) -> Result<Vec<(String, String)>, Fault> {
    let units = store.units();
    let code = units.version_on(viewer.assignment.unit, viewer.today).map_or_else(String::new, |v| v.code.clone());
    let own = own(store, viewer, register, viewer.today)?;
    Ok(own.into_iter().map(|c| (format!("{code}/{}@{}", c.owner.co_quan, viewer.today), c.name)).collect())
}
