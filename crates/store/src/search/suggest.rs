//! What a form suggests while somebody types: entries, documents, units, organs.

use super::FoundEntry;
use crate::Store;
use crate::error::Result;
use crate::people::Reach;
use crate::registers::{Clause, live, reads_few, rows_of};
use domain::Date;
use domain::ids::{NATION, OrganId, UnitId};
use domain::organs::OrganKinds;
use domain::text::{fold, tidy};
use domain::units::{Hit, Level, Match, Units, Version};
use std::collections::{BTreeMap, BTreeSet};

/// Register that document fields name entries of.
const DOCUMENTS: &str = "van-ban";
/// Areas tried for one way of reading what somebody typed as an organ.
const AREAS_MAX: usize = 40;

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What the field takes: the entry's key.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// What stands beside it.
    pub note: String,
}

/// A unit to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitSuggestion {
    /// The unit.
    pub unit: UnitId,
    /// What a unit field takes as text: its code on the date.
    pub value: String,
    /// Its full name on the date.
    pub label: String,
    /// The unit above it, by its full name.
    pub note: String,
}

/// An organ to choose; made on first use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganSuggestion {
    /// Its key, for a body with a name of its own; a unit field takes it as `{"co-quan": key}`.
    pub organ: Option<OrganId>,
    /// Its area.
    pub area: UnitId,
    /// Slug of its kind.
    pub kind: String,
    /// What a unit field takes as text: "AREA/KIND". For a body with a name of its own give the key instead.
    pub value: String,
    /// Its name on the date.
    pub label: String,
    /// The unit above its area, by its full name.
    pub note: String,
}

impl Store {
    /// Entries of a register that a viewer may read and that have all the words; without words the latest.
    pub fn suggest_entries(&self, register: &str, words: &str, reach: &Reach, limit: i64) -> Result<Vec<Suggestion>> {
        let mut clause = Clause::default();
        let register = clause.arg(register);
        clause.and(format!("e.register = {register} AND {}", live(reads_few(reach))));
        clause.reach(reach, "e.area", "e.record_date");
        let found =
            if fold(words).is_empty() { self.newest(&clause, limit)? } else { self.ranked(clause, words, limit)? };
        let units = self.units();
        let note = |e: &FoundEntry| {
            let place = units.nearest_version(e.area, e.date).map_or("", |v| v.full_name.as_str());
            format!("số {}/{}, {place}", e.number, e.year)
        };
        Ok(found
            .iter()
            .map(|e| Suggestion { value: e.id.to_string(), label: e.title.clone(), note: note(e) })
            .collect())
    }

    /// Documents by words: their titles carry kind, number, symbol, date and subject. A document is in the system once and
    /// everybody cites that one, so the register is searched beyond what the viewer may open; but drafts of documents
    /// are suggested to their readers only.
    pub fn suggest_documents(&self, words: &str, reach: &Reach, limit: i64) -> Result<Vec<Suggestion>> {
        let pinned = self.pinned()?;
        let first = pinned.catalogue.registers.get(DOCUMENTS).map_or("", |r| r.initial_state());
        let mut clause = Clause::default();
        let (register, first) = (clause.arg(DOCUMENTS), clause.arg(first));
        clause.and(format!("e.register = {register} AND e.voided = 0"));
        if let Some(own) = reach.sql("e.area", "e.record_date") {
            clause.and(format!("(e.state <> {first} OR {own})"));
        } else {
            // PostgreSQL wants to see each parameter used.
            clause.and(format!("{first} = {first}"));
        }
        let found =
            if fold(words).is_empty() { self.newest(&clause, limit)? } else { self.ranked(clause, words, limit)? };
        let mut out = Vec::new();
        for e in found {
            let organ = self.organ_by_id(e.organ)?;
            let note = organ.map(|o| self.organ_name(&o, e.date)).transpose()?.unwrap_or_default();
            out.push(Suggestion { value: e.id.to_string(), label: e.title, note });
        }
        Ok(out)
    }

    fn newest(&self, clause: &Clause, limit: i64) -> Result<Vec<FoundEntry>> {
        let newest = "e.record_date DESC, e.id DESC";
        let sql = rows_of(super::FOUND_COLUMNS, clause, newest, newest, limit.max(1), 0);
        self.read(|conn| conn.query(&sql, &clause.args))?.iter().map(super::read_found).collect()
    }

    /// Units alive on a date, by words or code, of some levels (none named: all), inside a unit. Without words the unit
    /// inside which is looked and what lies directly under it.
    pub fn suggest_units(
        &self,
        words: &str,
        on: Date,
        within: Option<UnitId>,
        levels: &[Level],
        limit: usize,
    ) -> Vec<UnitSuggestion> {
        let units = self.units();
        let fits = |v: &Version| inside(&units, v.unit, within, on) && (levels.is_empty() || levels.contains(&v.level));
        let found = if fold(words).is_empty() {
            let top = within.unwrap_or(NATION);
            let near = std::iter::once(top).chain(units.children_on(top, on));
            near.filter_map(|u| units.version_on(u, on)).filter(|v| fits(v)).cloned().collect()
        } else {
            hits(&units, words, on).into_iter().map(|h| h.version).filter(|v| fits(v)).collect::<Vec<_>>()
        };
        let suggestion = |v: Version| UnitSuggestion {
            unit: v.unit,
            value: v.code.clone(),
            note: above(&units, v.unit, on),
            label: v.full_name,
        };
        found.into_iter().take(limit).map(suggestion).collect()
    }

    /// Organs that exist on a date: areas times the catalogue's kinds, and bodies with names of their own. The words name a
    /// kind, an area, or a kind and then an area ("ubnd bac ha"); without an area it is the unit inside which is looked.
    pub fn suggest_organs(
        &self,
        words: &str,
        on: Date,
        within: Option<UnitId>,
        limit: usize,
    ) -> Result<Vec<OrganSuggestion>> {
        let (units, pinned) = (self.units(), self.pinned()?);
        let kinds = &pinned.catalogue.organ_kinds;
        let vocabulary = Vocabulary::of(kinds);
        let tokens: Vec<String> = tidy(words).split(' ').filter(|w| !w.is_empty()).map(str::to_string).collect();
        // The best reading of each organ.
        let mut best: BTreeMap<(UnitId, &str), (Match, usize)> = BTreeMap::new();
        for (cut, _) in tokens.iter().map(String::as_str).chain([""]).enumerate() {
            let (head, tail) = tokens.split_at(cut.min(tokens.len()));
            let named = vocabulary.kinds(head);
            if named.is_empty() {
                continue;
            }
            for (area, how) in areas(&units, &tail.join(" "), on, within) {
                for kind in &named {
                    let slot = best.entry((area, kind)).or_insert((how, cut));
                    *slot = (*slot).min((how, cut));
                }
            }
        }
        let mut found: Vec<_> = best.into_iter().collect();
        found.sort_by_key(|((area, kind), (how, cut))| {
            let level = units.version_on(*area, on).map(|v| v.level);
            // of kinds that the words fit alike, the plainest: "ubnd" before the Party committee of it
            (*how, usize::MAX - cut, Some(*area) != within, level, *area, kind.matches('-').count(), *kind)
        });
        let mut out = self.own_name_bodies(&units, &tokens, on, within)?;
        for ((area, kind), _) in found {
            if out.len() >= limit {
                break;
            }
            let Some(version) = units.version_on(area, on) else { continue };
            let on_request = kinds.get(kind).is_some_and(|k| k.on_request);
            if on_request || kinds.exists_at(kind, version, on).is_err() {
                continue;
            }
            out.push(OrganSuggestion {
                organ: None,
                area,
                kind: kind.to_string(),
                value: format!("{}/{kind}", version.code),
                label: kinds.name_of(kind, version),
                note: above(&units, area, on),
            });
        }
        out.truncate(limit);
        Ok(out)
    }

    fn own_name_bodies(
        &self,
        units: &Units,
        tokens: &[String],
        on: Date,
        within: Option<UnitId>,
    ) -> Result<Vec<OrganSuggestion>> {
        let mut out = Vec::new();
        for organ in self.own_name_organs()? {
            let text = format!("{} {}", fold(&organ.name), fold(&units.label(organ.area)));
            let Some(version) = units.version_on(organ.area, on) else { continue };
            if tokens.iter().all(|t| text.contains(&fold(t))) && inside(units, organ.area, within, on) {
                out.push(OrganSuggestion {
                    organ: Some(organ.id),
                    area: organ.area,
                    value: format!("{}/{}", version.code, organ.kind),
                    kind: organ.kind,
                    label: organ.name,
                    note: version.full_name.clone(),
                });
            }
        }
        Ok(out)
    }
}

/// Units that words name; without a comma the last words may be those of a unit above ("bac ha lao cai").
fn hits(units: &Units, words: &str, on: Date) -> Vec<Hit> {
    let found = units.search(words, Some(on));
    let tokens: Vec<&str> = words.split_whitespace().collect();
    if !found.is_empty() || words.contains(',') || tokens.len() > 12 {
        return found;
    }
    let cut = |k: usize| {
        let (name, above) = tokens.split_at(k);
        units.search(&format!("{}, {}", name.join(" "), above.join(" ")), Some(on))
    };
    (1..tokens.len()).rev().map(cut).find(|found| !found.is_empty()).unwrap_or_default()
}

fn inside(units: &Units, unit: UnitId, within: Option<UnitId>, on: Date) -> bool {
    within.is_none_or(|w| unit == w || units.ancestors_on(unit, on).contains(&w))
}

/// The full name of the unit above, but for the nation.
fn above(units: &Units, unit: UnitId, on: Date) -> String {
    let parent = units.parent_on(unit, on).filter(|p| *p != NATION);
    parent.and_then(|p| units.version_on(p, on)).map_or_else(String::new, |v| v.full_name.clone())
}

/// The areas that words name; without words the one inside which is looked.
fn areas(units: &Units, words: &str, on: Date, within: Option<UnitId>) -> Vec<(UnitId, Match)> {
    if words.is_empty() {
        return vec![(within.unwrap_or(NATION), Match::Exact)];
    }
    let found = hits(units, words, on).into_iter().filter(|h| inside(units, h.unit, within, on));
    found.take(AREAS_MAX).map(|h| (h.unit, h.how)).collect()
}

/// The words by which people name kinds of organs.
struct Vocabulary<'a>(Vec<(&'a str, BTreeSet<String>)>);

impl<'a> Vocabulary<'a> {
    fn of(kinds: &'a OrganKinds) -> Self {
        let words = |slug: &str, kind: &domain::organs::OrganKind| {
            let mut words: BTreeSet<String> = slug.split('-').map(str::to_string).collect();
            for rule in &kind.names {
                let name = fold(&rule.text.replace("{ten}", " ").replace("{don-vi}", " "));
                // "Ủy ban nhân dân" is typed "ubnd" as well.
                words.insert(name.split(' ').filter_map(|w| w.chars().next()).collect());
                words.extend(name.split(' ').map(str::to_string));
            }
            words
        };
        Vocabulary(kinds.0.iter().map(|(slug, kind)| (slug.as_str(), words(slug, kind))).collect())
    }

    /// The kinds that the words may name: all of them when there are no words.
    fn kinds(&self, words: &[String]) -> Vec<&'a str> {
        let folded: Vec<String> = words.iter().map(|w| fold(w)).collect();
        let fits = |known: &BTreeSet<String>| folded.iter().all(|w| known.iter().any(|k| k.starts_with(w.as_str())));
        self.0.iter().filter(|(_, known)| fits(known)).map(|(slug, _)| *slug).collect()
    }
}
