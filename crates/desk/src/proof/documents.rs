//! The documents of the register that a text cites: looked up at once, told apart by kind, date and issuer.

use super::Subject;
use crate::Desk;
use domain::Date;
use domain::ids::{EntryId, OrganId, UnitId};
use domain::proof::knowledge::Evidence;
use domain::proof::{Citation, Family, KnownDocument, Reading, Reference};
use domain::registers::{Catalogue, Data, Names, display};
use domain::text::fold;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use store::Result;
use store::registers::Entry;

/// The register of documents.
pub(super) const REGISTER: &str = "van-ban";
/// Relations by which a later document takes an earlier one's place.
const TAKES_PLACE: [&str; 2] = ["thay-the", "bai-bo"];

/// One document of the register as it is compared.
struct Held {
    number: String,
    symbol: String,
    /// Unit of the issuing organ, when it is one of the catalogue's.
    issuer_unit: Option<UnitId>,
    kind: String,
    known: KnownDocument,
}

/// The documents of the register that the text may cite.
#[derive(Default)]
pub(super) struct Documents {
    held: Vec<Held>,
    /// The subject of the text and the units above and below it.
    near: Option<BTreeSet<UnitId>>,
    any: bool,
}

/// A number as it is compared: without leading zeros, small letters.
fn number_key(number: &str) -> String {
    let small = fold(number);
    let bare = small.trim_start_matches('0');
    if bare.is_empty() { small } else { bare.to_string() }
}

/// A symbol as it is compared: folded, without spaces, every dash a hyphen.
fn symbol_key(symbol: &str) -> String {
    let dashed = symbol.chars().map(|c| if ('\u{2010}'..='\u{2015}').contains(&c) { '-' } else { c });
    fold(&dashed.collect::<String>()).replace(' ', "")
}

/// How a register may hold number and symbol: a decree's year stands with either of them, or all in one.
fn keys(number: &str, year: Option<i16>, symbol: &str) -> Vec<(String, String)> {
    let (number, symbol) = (number_key(number), symbol_key(symbol));
    match year {
        Some(year) => vec![
            (format!("{number}/{year}"), symbol.clone()),
            (number.clone(), format!("{year}/{symbol}")),
            (format!("{number}/{year}/{symbol}"), String::new()),
        ],
        None => vec![
            (number.clone(), symbol.clone()),
            (format!("{number}-{symbol}"), String::new()),
            (format!("{number}/{symbol}"), String::new()),
        ],
    }
}

/// What is looked for in the folded text of entries, where number and symbol follow each other.
fn needles(c: &Citation) -> Vec<String> {
    let Some(number) = c.number.as_deref() else { return Vec::new() };
    match (&c.symbol, &c.kind) {
        (Some(symbol), _) => {
            let pairs = keys(number, c.year, symbol);
            pairs.into_iter().map(|(n, s)| format!("{n} {s}").trim().to_string()).collect()
        }
        (None, Some(kind)) if c.family == Family::Bare => {
            let (kind, number) = (fold(kind), number_key(number));
            vec![format!("{kind} {number} "), format!("{kind} 0{number} ")]
        }
        _ => Vec::new(),
    }
}

impl Documents {
    /// Looks up what a text cites.
    pub fn of(desk: &Desk<'_>, reading: &Reading, subject: Option<&Subject>) -> Result<Documents> {
        let everything = store::people::Reach::everything();
        let reach = desk.reach.as_deref().unwrap_or(&everything);
        let any = !desk.store.suggest_documents("", reach, 1)?.is_empty();
        if !any {
            return Ok(Documents::default());
        }
        let wanted: BTreeSet<String> = reading.citations.iter().filter(|c| !c.own).flat_map(needles).collect();
        let wanted: Vec<String> = wanted.into_iter().collect();
        let entries = desk.store.documents_with(&wanted, reach)?;
        let later = superseded(desk, &entries, reach)?;
        let pinned = desk.store.pinned()?;
        let organs = desk.organs()?;
        let area = |id: i64| organs.get(&OrganId(id)).map(|o| o.area);
        let mut held = Vec::with_capacity(entries.len());
        for entry in &entries {
            held.push(Held {
                number: number_key(text_of(&entry.data, "so")),
                symbol: symbol_key(text_of(&entry.data, "ky-hieu")),
                issuer_unit: issuer_unit(&entry.data, area),
                kind: fold(pinned.catalogue.value_name("loai-van-ban", text_of(&entry.data, "loai"))),
                known: known(desk, &pinned.catalogue, entry, later.get(&entry.id)),
            });
        }
        let units = desk.store.units();
        let near = subject.map(|s| {
            let below = units.subtree_on(s.unit, s.on);
            units.ancestors_on(s.unit, s.on).into_iter().chain(below).chain([s.unit]).collect()
        });
        Ok(Documents { held, near, any })
    }

    /// Whether the register holds anything.
    pub fn any(&self) -> bool {
        self.any
    }

    /// The documents that a reference may mean: of that number and symbol; of its kind, date and issuer when some are.
    pub fn known(&self, r: &Reference) -> Vec<KnownDocument> {
        let wanted = r.symbol.as_deref().map(|s| keys(&r.number, r.year, s));
        let number = number_key(&r.number);
        let kind = r.kind.as_deref().map(fold);
        let fits = |h: &&Held| match &wanted {
            Some(keys) => keys.iter().any(|(n, s)| *n == h.number && *s == h.symbol),
            None => r.family == Family::Bare && h.number == number && kind.as_ref() == Some(&h.kind),
        };
        let mut found: Vec<&Held> = self.held.iter().filter(fits).collect();
        self.nearer(&mut found);
        let issuer = r.issuer.as_deref().map(fold);
        let issued = |h: &Held| {
            let name = h.known.issuer.as_deref().map(fold);
            issuer.as_ref().zip(name).is_some_and(|(a, b)| a.contains(&b) || b.contains(a.as_str()))
        };
        prefer(&mut found, |h| kind.as_ref() == Some(&h.kind));
        prefer(&mut found, |h| r.date.is_some() && h.known.date == r.date);
        prefer(&mut found, issued);
        found.into_iter().map(|h| h.known.clone()).collect()
    }

    /// Leaves out documents of places that have nothing to do with the text: each district has its own "25-KH/HU".
    fn nearer(&self, found: &mut Vec<&Held>) {
        if let Some(near) = &self.near {
            found.retain(|h| h.issuer_unit.is_none_or(|u| near.contains(&u)));
        }
    }
}

/// Keeps those of which something is true, when it is true of any.
fn prefer(found: &mut Vec<&Held>, is: impl Fn(&Held) -> bool) {
    if found.iter().any(|h| is(h)) {
        found.retain(|h| is(h));
    }
}

fn text_of<'d>(data: &'d Data, field: &str) -> &'d str {
    data.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn issuer_unit(data: &Data, area: impl Fn(i64) -> Option<UnitId>) -> Option<UnitId> {
    let issuer = data.get("co-quan-ban-hanh")?;
    let key = |k: &str| issuer.get(k).and_then(Value::as_i64);
    key("don-vi").map(UnitId).or_else(|| area(key("co-quan")?))
}

/// A document in the words of the register.
fn known(
    desk: &Desk<'_>,
    catalogue: &Catalogue,
    entry: &Entry,
    later: Option<&(String, Option<Date>)>,
) -> KnownDocument {
    let names = desk.names(entry.record_date);
    let register = catalogue.registers.get(REGISTER);
    let shown = |slug: &str| {
        let field = register.and_then(|r| r.field(slug))?;
        let value = entry.data.get(slug)?;
        Some(display(catalogue, field, value, &names as &dyn Names)).filter(|t| !t.is_empty())
    };
    // Who may not open the entry may still know the document: it is cited everywhere. There is no page to send them to.
    let path = if desk.reads(entry.area, entry.record_date) { format!("/muc/{}", entry.id) } else { String::new() };
    let citation = citation(&entry.data, shown("loai"));
    KnownDocument {
        evidence: Evidence { path, label: format!("Sổ văn bản: {citation}") },
        citation,
        date: text_of(&entry.data, "ngay").parse().ok(),
        issuer: shown("co-quan-ban-hanh"),
        title: shown("trich-yeu"),
        superseded: later.cloned(),
    }
}

/// "Nghị quyết 25-NQ/TW, ngày 03/6/2013": a Party symbol is joined by a dash, a state one by a stroke.
fn citation(data: &Data, kind: Option<String>) -> String {
    let (number, symbol) = (text_of(data, "so"), text_of(data, "ky-hieu"));
    let party = symbol.contains('/') && !number.contains('/');
    let joint = match (number.is_empty() || symbol.is_empty(), party) {
        (true, _) => "",
        (false, true) => "-",
        (false, false) => "/",
    };
    let day = text_of(data, "ngay").parse::<Date>().map(|d| format!(", ngày {}", d.strftime("%d/%-m/%Y")));
    let kind = kind.unwrap_or_default();
    format!("{kind} {number}{joint}{symbol}{}", day.unwrap_or_default()).trim().to_string()
}

/// What took the place of each document, and since when: what later documents say of it.
fn superseded(
    desk: &Desk<'_>,
    entries: &[Entry],
    reach: &store::people::Reach,
) -> Result<BTreeMap<EntryId, (String, Option<Date>)>> {
    let ids: Vec<EntryId> = entries.iter().map(|e| e.id.clone()).collect();
    let pinned = desk.store.pinned()?;
    let kind = |slug: &str| pinned.catalogue.value_name("loai-van-ban", slug).to_string();
    let mut out = BTreeMap::new();
    for later in desk.store.documents_naming(&ids, reach)? {
        let rows = later.data.get("quan-he").and_then(Value::as_array);
        for row in rows.into_iter().flatten().filter_map(Value::as_object) {
            let relation = row.get("loai-quan-he").and_then(Value::as_str).unwrap_or_default();
            let of = row.get("van-ban").and_then(|d| d.get("muc")).and_then(Value::as_str).and_then(EntryId::parse);
            if let Some(of) = of.filter(|_| TAKES_PLACE.contains(&relation)) {
                let since = text_of(&later.data, "hieu-luc-tu").parse().ok();
                let since = since.or_else(|| text_of(&later.data, "ngay").parse().ok());
                let name = citation(&later.data, Some(kind(text_of(&later.data, "loai"))));
                out.insert(of, (name, since));
            }
        }
    }
    Ok(out)
}
