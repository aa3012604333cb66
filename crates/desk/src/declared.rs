//! Declared figures in words: the amount of a measure as a person writes it.

use crate::{Desk, refused};
use domain::ledger::{Amount, Approx};
use domain::problem::Problem;
use domain::registers::{convert, did_you_mean, find_unit, parse_number};
use store::Result;

impl Desk<'_> {
    /// The amount of a measure: "61", "2,5 km", "trên 600 triệu đồng". Problems are at `measure` and `value`.
    pub fn amount(&self, measure: &str, text: &str) -> Result<Amount> {
        let pinned = self.store.pinned()?;
        let catalogue = &pinned.catalogue;
        let Some(m) = catalogue.measures.get(measure) else {
            let known = catalogue.measures.keys().map(String::as_str);
            let near = did_you_mean(measure, known)
                .map_or("xem: danvan catalogue show CHỈ-TIÊU".into(), |n| format!("có phải “{n}”?"));
            let problem = Problem::error("unknown-measure", format!("Danh mục không có số đo “{measure}”"));
            return Err(refused(problem.field("measure").hint(near)));
        };
        let bad = |hint: &str| {
            let problem = Problem::error("bad-number", format!("“{text}” không phải số của số đo này"));
            refused(problem.field("value").hint(hint))
        };
        let number = parse_number(text).map_err(|p| refused(p.field("value")))?;
        let given = match number.unit.as_str() {
            "" => m.unit.clone(),
            unit => find_unit(catalogue, unit).ok_or_else(|| bad("đơn vị tính không có trong danh mục"))?.slug.clone(),
        };
        let value =
            convert(catalogue, number.value, &given, &m.unit, m.scale).map_err(|p| refused(p.field("value")))?;
        if value < 0 || number.approx == Approx::Pending {
            return Err(bad("khai một số đã có, không âm; chưa có số thì chưa khai"));
        }
        Ok(Amount { scaled: value, approx: number.approx })
    }
}
