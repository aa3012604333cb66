//! The records behind a report's numbers, as far as the actor may read them.

use super::Drawn;
use crate::Desk;
use crate::indicators::{amount_text, approx_word, number};
use domain::indicators::{Decimal, Formula, Question};
use domain::registers::Catalogue;
use report::{Cell, Provenance, RecordLine, Records, Request, Withheld};
use std::collections::BTreeMap;
use store::Result;
use store::indicators::{Ask, ReadableRecords, Side, both};
use store::people::Reach;

/// Records shown behind one number of a report at most; the rest is counted.
pub const RECORDS_MAX: i64 = 2_000;

/// How the amounts of one figure are printed.
struct Print<'a> {
    /// The figure is a sum, so that each record adds an amount of it.
    is_sum: bool,
    symbol: &'a str,
    scale: u8,
}

impl Desk<'_> {
    /// The records behind all numbers of a report.
    pub fn provenance(&self, drawn: &Drawn, q: &Question, known_at: Option<i64>) -> Result<Provenance> {
        let mut provenance = Provenance::new();
        for request in drawn.template.requests(&drawn.params) {
            for cell in drawn.answers.get(&request.id).into_iter().flat_map(|a| &a.cells) {
                let records = self.records_of(q, &request, cell, known_at)?;
                provenance.insert(request.anchor(&cell.figure), records);
            }
        }
        Ok(provenance)
    }

    /// The records behind one number.
    pub fn records_of(&self, q: &Question, request: &Request, cell: &Cell, known_at: Option<i64>) -> Result<Records> {
        let pinned = self.store.pinned()?;
        let question = self.question_of(q, request)?;
        let mut filter = request.filter.clone();
        for (dim, value) in &cell.figure.by {
            filter = both(&filter, &BTreeMap::from([(dim.clone(), vec![value.clone()])]));
        }
        let ask = Ask { indicator: request.indicator.clone(), filter, by: Vec::new() };
        let everything = Reach::everything();
        let reach = self.reach.as_deref().unwrap_or(&everything);
        let found = self.store.records_for(&question, &ask, Side::Numerator, reach, RECORDS_MAX, 0, known_at)?;
        let indicator = self.store.indicator(&request.indicator)?;
        let print = Print {
            is_sum: matches!(indicator.formula, Formula::Sum(_)),
            symbol: pinned.catalogue.counting_units.get(&cell.figure.unit).map_or("", |u| u.symbol.as_str()),
            scale: found.scale,
        };
        self.printed(&pinned.catalogue, &found, &print)
    }

    fn printed(&self, catalogue: &Catalogue, found: &ReadableRecords, print: &Print<'_>) -> Result<Records> {
        let names = self.organ_names(&found.lines)?;
        let register = |slug: &String| catalogue.registers.get(slug).map_or(slug.clone(), |s| s.name.clone());
        let lines = found.lines.iter().map(|r| RecordLine {
            entry: r.id.to_string(),
            register: register(&r.register),
            number: format!("{}/{}", r.number, r.date.year()),
            date: r.date,
            unit: names.get(&r.id.to_string()).cloned().unwrap_or_default(),
            title: r.title.clone(),
            amount: if print.is_sum {
                format!("{} {}", amount_text(r, print.scale), print.symbol).trim().to_string()
            } else if r.members.is_empty() {
                amount_text(r, print.scale)
            } else {
                self.member_names(&r.members)
            },
            value: (print.is_sum && r.total.pending == 0)
                .then_some(Decimal { scaled: r.total.scaled, scale: print.scale }),
        });
        let units = self.store.units();
        let withheld = found.withheld.iter().map(|w| {
            let on = month_end(w.year, w.month);
            let total = w.sum;
            let value = number(Decimal { scaled: total.scaled, scale: print.scale });
            let amount = format!("{}{value} {}", approx_word(total.approx()), print.symbol);
            Withheld {
                register: register(&w.register),
                unit: on.map_or_else(|| units.label(w.area), |on| units.placed(w.area, on)),
                year: w.year,
                month: w.month,
                count: usize::try_from(w.count).unwrap_or(0),
                amount: if print.is_sum { amount.trim().to_string() } else { String::new() },
            }
        });
        Ok(Records {
            lines: lines.collect(),
            total: usize::try_from(found.count).unwrap_or(0),
            withheld: withheld.collect(),
        })
    }
}

fn month_end(year: i16, month: i8) -> Option<domain::Date> {
    domain::Date::new(year, month, 1).ok().map(domain::Date::last_of_month)
}
