//! Whose report a text is, and of what time: the organ in its head, its date, the period in its subject.

use super::measures::plain;
use crate::Desk;
use domain::Date;
use domain::calendar::Period;
use domain::ids::{NATION, UnitId};
use domain::organs::{Hierarchy, OrganKinds};
use domain::proof::{NameKind, PartKind, Reading, Text};
use domain::units::{Kind, Level, Match, Units, Version};
use store::Result;

/// Words of a unit's name at most.
const NAME_WORDS: usize = 6;
/// How much of a text is its head, in bytes, when its parts were not found.
const HEAD: usize = 3_000;

/// Whose report it is: what its figures are about where they do not say otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The unit.
    pub unit: UnitId,
    /// The day by which units and parents are judged: the report's own date.
    pub on: Date,
    /// The hierarchy of the organ that reports, when the head names one.
    pub he: Option<Hierarchy>,
    /// The period reported on, when the subject names one.
    pub period: Option<Period>,
}

impl Subject {
    /// Finds it in a text; when the text names no unit it is that of the actor, and without one there is none.
    pub fn find(desk: &Desk<'_>, text: &Text, reading: &Reading) -> Result<Option<Subject>> {
        let pinned = desk.store.pinned()?;
        let units = desk.store.units();
        let period = own_period(text, reading);
        let on = own_date(reading, period, desk.today);
        let heads = heads(&pinned.catalogue.organ_kinds);
        let head: String = text.text.chars().take(HEAD).collect();
        let finder = Finder { desk, units: &units, heads: &heads, on, head: &head };
        let found = finder.issuer(text, reading).or_else(|| finder.first_named(text, reading));
        let (unit, he) = match (found, desk.actor.acts_for) {
            (Some(found), _) => found,
            (None, Some((unit, he))) => (unit, Some(he)),
            (None, None) => return Ok(None),
        };
        Ok(Some(Subject { unit, on: units.clamp(unit, on), he, period }))
    }
}

/// The date in the head, else the latest that is not in the future, of the text's dates and of the end of what it reports on;
/// else today.
fn own_date(reading: &Reading, period: Option<Period>, today: Date) -> Date {
    let head = reading.outline.parts.iter().find(|p| p.kind == PartKind::PlaceDate).map(|p| p.span);
    let within = |s| head.is_some_and(|h: domain::proof::Span| h.holds(s));
    let own = reading.dates.iter().find(|d| within(d.span)).and_then(|d| d.date);
    let told = || reading.dates.iter().filter_map(|d| d.date).chain(period.map(|p| p.to));
    let latest = || told().filter(|d| *d <= today).max();
    own.or_else(latest).unwrap_or(today)
}

/// The first whole period before the first heading.
fn own_period(text: &Text, reading: &Reading) -> Option<Period> {
    let heading = reading.outline.parts.iter().find(|p| matches!(p.kind, PartKind::Heading { .. }));
    let end = heading.map_or(HEAD, |p| p.span.start).clamp(HEAD / 3, HEAD).min(text.text.len());
    let mut early = reading.periods.iter().take_while(|p| p.span.start < end);
    early.find_map(|p| Period::new(p.from?, p.to?).ok())
}

/// How a kind of organ is named: the words before its unit, and what follows them.
pub(super) struct Head {
    words: Vec<String>,
    /// The unit's full name follows, rather than its bare name.
    full: bool,
    he: Hierarchy,
    cap: Vec<Level>,
    kinds: Vec<Kind>,
}

/// The heads of all kinds of organs, in full and by initials, those with most words first.
pub(super) fn heads(kinds: &OrganKinds) -> Vec<Head> {
    let mut heads = Vec::new();
    for kind in kinds.0.values() {
        for rule in &kind.names {
            let Some((before, full)) = before_unit(&rule.text) else { continue };
            let words: Vec<String> = before.split(' ').filter(|w| !w.is_empty()).map(str::to_string).collect();
            if words.is_empty() {
                continue;
            }
            let initials: String = words.iter().filter_map(|w| w.chars().next()).collect();
            let cap: Vec<Level> = rule.cap.map_or_else(|| kind.cap.clone(), |c| vec![c]);
            let head = |words| Head { words, full, he: kind.he, cap: cap.clone(), kinds: rule.area_kinds.clone() };
            if words.len() > 2 {
                heads.push(head(vec![initials]));
            }
            heads.push(head(words));
        }
    }
    heads.sort_by_key(|h| std::cmp::Reverse(h.words.len()));
    heads
}

/// What stands before the unit in a rule for names, folded; and whether the unit's full name follows.
fn before_unit(rule: &str) -> Option<(String, bool)> {
    let (place, full) = match (rule.find("{don-vi}"), rule.find("{ten}")) {
        (Some(at), _) => (at, true),
        (None, Some(at)) => (at, false),
        (None, None) => return None,
    };
    Some((plain(rule.get(..place)?), full))
}

impl Head {
    /// Whether these folded words name such an organ of a level without its unit's name: "huyen uy", "uy ban nhan dan xa"
    /// (`own` is how the unit's kind and level are called).
    pub(super) fn is_bare(&self, words: &str, level: Level, own: &[String]) -> bool {
        let head = self.words.join(" ");
        let rest = words.strip_prefix(&head).map(str::trim);
        let fits = match rest {
            Some("") => !self.full,
            Some(rest) => own.iter().any(|o| o == rest),
            None => !self.full && words.ends_with(&format!(" {head}")),
        };
        fits && self.cap.contains(&level)
    }
}

/// Finds the units of organs that a text names.
pub(super) struct Finder<'a> {
    pub desk: &'a Desk<'a>,
    pub units: &'a Units,
    pub heads: &'a [Head],
    pub on: Date,
    /// What is looked at to tell units of one name apart.
    pub head: &'a str,
}

impl Finder<'_> {
    /// The organ in the head of the text.
    fn issuer(&self, text: &Text, reading: &Reading) -> Option<(UnitId, Option<Hierarchy>)> {
        let parts = reading.outline.parts.iter().filter(|p| matches!(p.kind, PartKind::Issuer | PartKind::Authority));
        let named = parts.map(|p| p.span.of(&text.text));
        let lines = text.text.lines().take(40);
        named.chain(lines).find_map(|line| self.organ(line)).map(|(unit, he)| (unit, Some(he)))
    }

    /// The unit and hierarchy of an organ named in a line.
    pub fn organ(&self, line: &str) -> Option<(UnitId, Hierarchy)> {
        let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let folded: Vec<String> = words.iter().map(|w| domain::text::fold(w)).collect();
        self.heads.iter().find_map(|head| {
            let at = folded.windows(head.words.len()).position(|w| w == head.words)?;
            let rest = words.get(at + head.words.len()..)?;
            let most = rest.len().min(NAME_WORDS);
            let unit = (1..=most).rev().find_map(|n| self.unit(&rest.get(..n)?.join(" "), head))?;
            Some((unit, head.he))
        })
    }

    /// The one unit of a name, of the levels at which the organ exists.
    fn unit(&self, name: &str, head: &Head) -> Option<UnitId> {
        let fits = |v: &Version| {
            let of_kind = head.full == starts_with_kind(name, v.kind);
            of_kind && head.cap.contains(&v.level) && (head.kinds.is_empty() || head.kinds.contains(&v.kind))
        };
        let mut found = self.units.search(name, Some(self.on));
        found.retain(|h| h.how <= Match::Folded && h.how != Match::Code && fits(&h.version));
        self.one_of(&found.iter().map(|h| (h.how, h.unit)).collect::<Vec<_>>())
    }

    /// Of several units of a name the one whose province or district the text names too, or which the actor may read.
    fn one_of(&self, found: &[(Match, UnitId)]) -> Option<UnitId> {
        let best = found.iter().map(|(how, _)| *how).min()?;
        let mut units: Vec<UnitId> = found.iter().filter(|(how, _)| *how == best).map(|(_, u)| *u).collect();
        if units.len() > 1 {
            let text = plain(self.head);
            let above_named = |u: &UnitId| {
                let above = self.units.ancestors_on(*u, self.on).into_iter().filter(|a| *a != NATION);
                let names = above.filter_map(|a| self.units.version_on(a, self.on)).map(|v| plain(&v.name));
                names.into_iter().any(|name| text.contains(&name))
            };
            let near: Vec<UnitId> = units.iter().copied().filter(above_named).collect();
            let own: Vec<UnitId> = units.iter().copied().filter(|u| self.desk.reads(*u, self.on)).collect();
            units = [near, own].into_iter().find(|list| list.len() == 1).unwrap_or_default();
        }
        units.first().copied()
    }

    /// The first unit that the text names by its kind and name.
    fn first_named(&self, text: &Text, reading: &Reading) -> Option<(UnitId, Option<Hierarchy>)> {
        let named = reading.names.iter().take_while(|n| n.span.start < HEAD);
        named
            .filter_map(|n| match (&n.kind, n.proper) {
                (NameKind::Unit { kind }, Some(proper)) => Some(format!("{kind} {}", proper.of(&text.text))),
                _ => None,
            })
            .find_map(|name| {
                let mut found = self.units.search(&name, Some(self.on));
                found.retain(|h| h.how <= Match::Folded);
                self.one_of(&found.iter().map(|h| (h.how, h.unit)).collect::<Vec<_>>())
            })
            .map(|unit| (unit, None))
    }
}

fn starts_with_kind(name: &str, kind: Kind) -> bool {
    plain(name).starts_with(&plain(kind.name()))
}
