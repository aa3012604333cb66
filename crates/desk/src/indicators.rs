//! Figures and the records behind them, in words.

use crate::Desk;
use domain::ids::{OrganId, UnitId};
use domain::indicators::{Bound, Decimal, Figure, Formula, Note};
use domain::ledger::{Approx, Nature};
use std::collections::BTreeMap;
use store::Result;
use store::indicators::RecordLine;
use store::people::OrganRow;

/// A decimal the Vietnamese way: "4.675", "2,5".
pub fn number(d: Decimal) -> String {
    domain::registers::format_number(d)
}

/// The word before a number that was not counted: "trên ", "gần ", "khoảng ", or nothing.
pub const fn approx_word(approx: Approx) -> &'static str {
    match approx {
        Approx::Exact | Approx::Pending => "",
        Approx::Over => "trên ",
        Approx::Under => "gần ",
        Approx::About => "khoảng ",
    }
}

/// A figure as one reads it: "ít nhất 12", "trên 600", "—".
pub fn figure_text(f: &Figure) -> String {
    let Some(value) = f.value else {
        return match (f.numerator, f.denominator) {
            (Some(n), Some(d)) if f.bound == Bound::Exact => format!("— ({}/{})", number(n), number(d)),
            _ => "—".into(),
        };
    };
    let least = if f.bound == Bound::AtLeast { "ít nhất " } else { "" };
    let of = match (f.numerator, f.denominator) {
        (Some(n), Some(d)) => format!(" ({}/{})", number(n), number(d)),
        _ => String::new(),
    };
    format!("{least}{}{}{of}", approx_word(f.approx), number(value))
}

/// What must be said beside a figure, in one line.
pub fn notes_text(why: &[Note]) -> String {
    why.iter().map(|n| n.text.as_str()).collect::<Vec<_>>().join("; ")
}

/// What one record adds, as text.
pub fn amount_text(r: &RecordLine, scale: u8) -> String {
    if r.total.pending > 0 && r.total.scaled == 0 {
        return "đang chờ".into();
    }
    format!("{}{}", approx_word(r.total.approx()), number(Decimal { scaled: r.total.scaled, scale }))
}

impl Desk<'_> {
    /// The organs that have been used, by key; one question.
    pub fn organs(&self) -> Result<BTreeMap<OrganId, OrganRow>> {
        Ok(self.store.organs()?.into_iter().map(|o| (o.id, o)).collect())
    }

    /// The names of the organs that keep records, by entry id.
    pub fn organ_names(&self, lines: &[RecordLine]) -> Result<BTreeMap<String, String>> {
        let organs = self.organs()?;
        let mut names = BTreeMap::new();
        for r in lines {
            if let Some(organ) = organs.get(&r.organ) {
                names.insert(r.id.to_string(), self.store.organ_name(organ, r.date)?);
            }
        }
        Ok(names)
    }

    /// Whether an indicator counts different things once, so that its records show members and not amounts.
    pub fn counts_members(&self, indicator: &str) -> Result<bool> {
        let pinned = self.store.pinned()?;
        Ok(match self.store.indicator(indicator)?.formula {
            Formula::Distinct(term) => {
                pinned.catalogue.measures.get(&term.measure).is_some_and(|m| m.nature == Nature::Distinct)
            }
            _ => false,
        })
    }

    /// What a distinct figure counted, by name.
    pub fn member_names(&self, members: &[String]) -> String {
        let units = self.store.units();
        let name = |m: &String| match m.split_once(':') {
            Some(("unit", id)) => id.parse().map_or(m.clone(), |id| units.label(UnitId(id))),
            Some(("organ", id)) => id
                .parse()
                .ok()
                .and_then(|id| self.store.organ_by_id(OrganId(id)).ok().flatten())
                .and_then(|o| self.store.organ_name(&o, self.today).ok())
                .unwrap_or_else(|| m.clone()),
            Some((_, text)) => text.to_string(),
            None => m.clone(),
        };
        members.iter().map(name).collect::<Vec<_>>().join("; ")
    }
}
