//! What an entry adds to the ledger, in words.

use crate::shell::guard::Viewer;
use crate::shell::say;
use desk::indicators::{approx_word, number};
use domain::indicators::{Decimal, Formula};
use domain::ledger::{Approx, DraftPosting, Nature};
use domain::registers::{AmountSource, Catalogue, Register, postings};
use store::Store;
use store::registers::Entry;

/// One posting.
pub struct Posted {
    /// The measure's name.
    pub measure: String,
    /// How much.
    pub amount: String,
    /// The day on which it counts.
    pub date: String,
    /// Where a figure that counts it is shown.
    pub figure: Option<String>,
}

/// What the entry posts as it stands; nothing of fields that the role does not see.
pub fn of(store: &Store, viewer: &Viewer, register: &Register, entry: &Entry) -> Result<Vec<Posted>, crate::Fault> {
    if entry.voided {
        return Ok(Vec::new());
    }
    let pinned = store.pinned()?;
    let owner = store.owner_of(entry)?;
    let made =
        postings(&pinned.catalogue, register, &owner, &entry.data, &entry.state).map_err(crate::Fault::Refused)?;
    let seen = made.iter().filter(|p| visible(register, viewer, p));
    // Many rows post the same: they are told together.
    let mut out: Vec<(String, domain::Date, i64, Approx)> = Vec::new();
    for p in seen {
        let approx = p.amount.approx;
        match out.iter_mut().find(|(m, d, _, a)| *m == p.measure && *d == p.date && *a == approx) {
            Some(slot) => slot.2 = slot.2.saturating_add(p.amount.scaled),
            None => out.push((p.measure.clone(), p.date, p.amount.scaled, approx)),
        }
    }
    Ok(out
        .into_iter()
        .map(|(measure, date, scaled, approx)| Posted {
            amount: amount(viewer, &pinned.catalogue, &measure, scaled, approx),
            figure: figure(&pinned.catalogue, &measure, entry, date),
            measure: pinned.catalogue.measures.get(&measure).map_or(measure.clone(), |m| m.name.clone()),
            date: say::date(&date),
        })
        .collect())
}

/// A posting whose amount or member comes from a hidden field would tell of it.
fn visible(register: &Register, viewer: &Viewer, p: &DraftPosting) -> bool {
    let slug = p.rule.rsplit('/').next().unwrap_or(&p.rule);
    let Some(rule) = register.postings.iter().find(|r| r.slug == slug) else { return true };
    let named = |name: &str| {
        let field = match (name.strip_prefix("../"), &rule.per) {
            (None, Some(children)) => register.child_fields(children).iter().find(|f| f.slug == name),
            (outer, _) => register.field(outer.unwrap_or(name)),
        };
        field.is_none_or(|f| f.seen_by(viewer.role()))
    };
    let rows = rule.per.as_deref().and_then(|c| register.field(c)).is_none_or(|f| f.seen_by(viewer.role()));
    let amount = match &rule.amount {
        AmountSource::Fixed(_) => true,
        AmountSource::Field(name) => named(name),
    };
    rows && named(&rule.date) && amount
}

fn amount(viewer: &Viewer, catalogue: &Catalogue, measure: &str, scaled: i64, approx: Approx) -> String {
    if approx == Approx::Pending {
        return viewer.lang.say("đang chờ số", "not known yet").to_string();
    }
    let Some(m) = catalogue.measures.get(measure) else { return scaled.to_string() };
    let unit = catalogue.counting_units.get(&m.unit).map_or("", |u| u.symbol.as_str());
    let sign = if m.nature == Nature::Stock && scaled > 0 { "+" } else { "" };
    format!("{sign}{}{} {unit}", approx_word(approx), number(Decimal { scaled, scale: m.scale }))
}

/// The figures of the entry's area in the year of the posting, at an indicator that sums the measure.
fn figure(catalogue: &Catalogue, measure: &str, entry: &Entry, date: domain::Date) -> Option<String> {
    let sums = |f: &Formula| matches!(f, Formula::Sum(terms) if terms.len() == 1 && terms.iter().all(|t| t.measure == measure && t.filter.is_empty()));
    let indicator = catalogue.indicators.values().find(|i| sums(&i.formula))?;
    let year = date.year();
    Some(format!("/so-lieu?don-vi=u:{}&tu={year}-01-01&den={year}-12-31&chi-tieu={}", entry.area, indicator.slug))
}
