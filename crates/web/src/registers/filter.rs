//! Which entries a list shows, as its address says it: the same for the page, its saved views and its exports.

use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use crate::shell::say;
use domain::Date;
use domain::calendar::parse_date;
use domain::ids::UnitId;
use domain::organs::Hierarchy;
use domain::registers::{Catalogue, Field, FieldKind, Register};
use std::collections::BTreeMap;
use store::Store;
use store::registers::{Filter, Order, OrderBy};

/// Entries on a page.
pub const PAGE: i64 = 50;
/// What stands before the name of a choice field.
const CHOICE: &str = "c.";
/// Names in the address that choose entries; others (page, flash) do not.
const NAMES: &[&str] = &["q", "tu", "den", "don-vi", "he", "trang-thai", "huy", "xep"];

/// The filter of an address. What cannot be read restricts nothing, and [`unread`] tells of it.
pub fn read(store: &Store, viewer: &Viewer, register: &Register, query: &Form) -> Filter {
    let date = |name: &str| query.get(name).and_then(|d| parse_date(d).ok());
    let choices: BTreeMap<String, Vec<String>> = choice_fields(register, viewer)
        .map(|f| (f.slug.clone(), query.all(&format!("{CHOICE}{}", f.slug)).map(str::to_string).collect::<Vec<_>>()))
        .filter(|(_, values)| !values.is_empty())
        .collect();
    let page = query.int("trang").unwrap_or(1).clamp(1, 1_000_000);
    Filter {
        register: Some(register.slug.clone()),
        under: under(store, viewer, query),
        reach: Some(viewer.reach.clone()),
        he: query.get("he").and_then(Hierarchy::parse),
        choices,
        from: date("tu"),
        to: date("den"),
        states: query.all("trang-thai").filter(|s| register.state(s).is_some()).map(str::to_string).collect(),
        words: query.get("q").map(|w| w.chars().take(200).collect()),
        voided: query.ticked("huy"),
        order: order(query),
        limit: PAGE,
        offset: (page - 1) * PAGE,
        ..Filter::default()
    }
}

/// The unit chosen, or typed and clear.
fn under(store: &Store, viewer: &Viewer, query: &Form) -> Option<UnitId> {
    if let Some(typed) = query.get("don-vi.chu") {
        let found = store.suggest_units(typed, viewer.today, None, &[], 1);
        return found.first().map(|s| s.unit);
    }
    query.all("don-vi").last().and_then(|v| v.strip_prefix("u:")?.parse().ok()).map(UnitId)
}

fn order(query: &Form) -> Order {
    let asked = query.get("xep").unwrap_or("-ngay");
    let desc = asked.starts_with('-');
    let by = match asked.trim_start_matches('-') {
        "so" => OrderBy::Number,
        "sua" => OrderBy::Updated,
        _ => OrderBy::RecordDate,
    };
    Order { by, desc }
}

/// The fields by which a list can be narrowed: choices and yes-no of the entry that the role sees.
pub fn choice_fields<'r>(register: &'r Register, viewer: &Viewer) -> impl Iterator<Item = &'r Field> {
    let role = viewer.role();
    register.fields.iter().filter(move |f| {
        f.seen_by(role) && matches!(f.kind, FieldKind::Choice(_) | FieldKind::Choices(_) | FieldKind::YesNo)
    })
}

/// The values that a choice field can have: slug and name.
pub fn values(t: Lang, catalogue: &Catalogue, field: &Field) -> Vec<(String, String)> {
    match &field.kind {
        FieldKind::Choice(source) | FieldKind::Choices(source) => {
            let mut seen = std::collections::BTreeSet::new();
            let all = catalogue.all_choices(source).into_iter().filter(|c| seen.insert(c.slug.as_str()));
            all.map(|c| (c.slug.clone(), c.name.clone())).collect()
        }
        _ => vec![("co".into(), t.say("Có", "Yes").into()), ("khong".into(), t.say("Không", "No").into())],
    }
}

/// The address's part that chooses entries, for saved views and exports.
pub fn kept(query: &Form) -> Form {
    let is = |name: &str| NAMES.contains(&name) || name.starts_with(CHOICE);
    Form(query.0.iter().filter(|(name, value)| is(name) && !value.trim().is_empty()).cloned().collect())
}

/// A restriction that is set, and the query without it.
pub struct Chip {
    /// In words.
    pub text: String,
    /// The list's query without it.
    pub without: String,
}

/// What restricts the list, in words.
pub fn chips(t: Lang, store: &Store, catalogue: &Catalogue, register: &Register, query: &Form) -> Vec<Chip> {
    let units = store.units();
    let kept = kept(query);
    let mut out = Vec::new();
    for (at, (name, value)) in kept.0.iter().enumerate() {
        let day = || parse_date(value).map_or_else(|_| value.clone(), |d: Date| say::date(&d));
        let text = match name.as_str() {
            "q" => format!("“{value}”"),
            "tu" => t.fill("Từ ngày {}", "From {}", [&day()]),
            "den" => t.fill("Đến ngày {}", "To {}", [&day()]),
            "don-vi" => {
                let id = value.strip_prefix("u:").and_then(|id| id.parse().ok()).map(UnitId);
                id.and_then(|id| units.last_version(id)).map_or_else(|| value.clone(), |v| v.full_name.clone())
            }
            "he" => Hierarchy::parse(value)
                .map_or_else(|| value.clone(), |he| crate::shell::guard::hierarchy_name(t, he).to_string()),
            "trang-thai" => register.state(value).map_or_else(|| value.clone(), |s| s.name.clone()),
            "huy" => t.say("Cả mục đã hủy", "With entries struck out").to_string(),
            "xep" => continue,
            other => {
                let Some(field) = other.strip_prefix(CHOICE).and_then(|slug| register.field(slug)) else { continue };
                let name = values(t, catalogue, field).into_iter().find(|(slug, _)| slug == value);
                let value = name.map_or_else(|| value.clone(), |(_, name)| name);
                format!("{}: {value}", t.name(&field.name, &field.name_en))
            }
        };
        let rest: Vec<_> = kept.0.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, pair)| pair.clone()).collect();
        out.push(Chip { text, without: Form(rest).query() });
    }
    out
}

/// What in the address could not be read: dates that are none.
pub fn unread(t: Lang, query: &Form) -> Vec<String> {
    let wrong = |name: &str| query.get(name).filter(|d| parse_date(d).is_err()).map(str::to_string);
    let told = |d: String| {
        t.fill(
            "“{}” không phải là ngày nên chưa lọc theo; ghi như 31/03/2021.",
            "“{}” is no date and was left out; write 31/03/2021.",
            [&d],
        )
    };
    ["tu", "den"].into_iter().filter_map(wrong).map(told).collect()
}
