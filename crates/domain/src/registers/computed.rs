//! Fields that are worked out from others.

use crate::indicators::Decimal;
use crate::ledger::Approx;
use crate::problem::Problem;
use serde_json::Value;

use super::amount::{convert, rescale};
use super::catalogue::Catalogue;
use super::condition::Scope;
use super::definition::{Computed, Condition, Field, FieldKind};
use super::entry::Data;
use super::value::{as_list, read_number, write_number};

/// What a computed field needs to see.
pub(super) struct Computing<'a> {
    /// For counting units.
    pub catalogue: &'a Catalogue,
    /// Fields beside the computed one (of the entry, or of the row).
    pub fields: &'a [Field],
    /// Where names are looked up.
    pub scope: Scope<'a>,
}

impl Computing<'_> {
    /// The value of a computed field; `None` when what it is made from is empty.
    pub fn value(&self, field: &Field, computed: &Computed) -> Result<Option<Value>, Problem> {
        let (unit, scale) = field.number_unit().unwrap_or((None, 0));
        let mut sum = Sum { catalogue: self.catalogue, unit, scale, scaled: 0, approx: Approx::Exact };
        match computed {
            Computed::Sum { of, field: slug, when } => {
                let FieldKind::Children { fields, .. } = &self.field(of)?.kind else { return Err(broken(of)) };
                let part = fields.iter().find(|f| &f.slug == slug).ok_or_else(|| broken(slug))?;
                for row in self.rows(of, when.as_ref()) {
                    if let Some(v) = row.get(slug) {
                        sum.add(part, v, 1)?;
                    }
                }
            }
            Computed::Count { of, when } => {
                let n = match &self.field(of)?.kind {
                    FieldKind::Children { .. } => self.rows(of, when.as_ref()).len(),
                    _ => self.scope.get(of).map_or(0, |v| as_list(v).len()),
                };
                sum.scaled = i64::try_from(n).map_err(|_| broken(of))?;
            }
            Computed::Add(slugs) => {
                let given: Vec<_> = slugs.iter().filter_map(|s| Some((s, self.scope.get(s)?))).collect();
                if given.is_empty() {
                    return Ok(None);
                }
                for (slug, v) in given {
                    sum.add(self.field(slug)?, v, 1)?;
                }
            }
            Computed::Subtract(slugs) => {
                for (i, slug) in slugs.iter().enumerate() {
                    match self.scope.get(slug) {
                        Some(v) => sum.add(self.field(slug)?, v, if i == 0 { 1 } else { -1 })?,
                        None if i == 0 => return Ok(None),
                        None => {}
                    }
                }
            }
            Computed::Year(slug) => {
                let year = self.scope.get(slug).and_then(Value::as_str).and_then(|s| s.get(..4)?.parse::<i64>().ok());
                return Ok(year.map(Value::from));
            }
        }
        let d = Decimal { scaled: sum.scaled, scale: sum.scale };
        Ok(Some(write_number(&field.kind, d, sum.approx)))
    }

    fn field(&self, slug: &str) -> Result<&Field, Problem> {
        self.fields.iter().find(|f| f.slug == slug).ok_or_else(|| broken(slug))
    }

    fn rows(&self, children: &str, when: Option<&Condition>) -> Vec<&Data> {
        let rows = self.scope.entry.get(children).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let holds = |row: &&Data| when.is_none_or(|c| Scope { entry: self.scope.entry, row: Some(row) }.holds(c));
        rows.iter().filter_map(Value::as_object).filter(holds).collect()
    }
}

struct Sum<'a> {
    catalogue: &'a Catalogue,
    unit: Option<&'a str>,
    scale: u8,
    scaled: i64,
    approx: Approx,
}

impl Sum<'_> {
    fn add(&mut self, part: &Field, value: &Value, sign: i64) -> Result<(), Problem> {
        let (d, approx) = read_number(value).ok_or_else(|| broken(&part.slug))?;
        let from = part.number_unit().and_then(|(u, _)| u);
        let scaled = match (from, self.unit) {
            (Some(from), Some(to)) => convert(self.catalogue, d, from, to, self.scale)?,
            _ => rescale(d, self.scale).ok_or_else(|| broken(&part.slug))?,
        };
        let too_big = || Problem::error("number-too-big", "Tổng quá lớn");
        self.scaled = scaled.checked_mul(sign).and_then(|s| self.scaled.checked_add(s)).ok_or_else(too_big)?;
        self.approx = together(self.approx, approx, sign);
        Ok(())
    }
}

/// How exact a sum is: what is still pending makes it "at least" (subtracted: "less than").
fn together(sum: Approx, part: Approx, sign: i64) -> Approx {
    let part = match (part, sign < 0) {
        (Approx::Pending, false) | (Approx::Under, true) => Approx::Over,
        (Approx::Pending | Approx::Over, true) => Approx::Under,
        (other, _) => other,
    };
    match (sum, part) {
        (Approx::Exact, x) | (x, Approx::Exact) => x,
        (x, y) if x == y => x,
        _ => Approx::About,
    }
}

/// The catalogue's checks refuse such a definition; only an unchecked catalogue comes here.
fn broken(slug: &str) -> Problem {
    Problem::error("broken-definition", format!("Trường tính dùng “{slug}” không đúng định nghĩa"))
        .hint("chạy `danvan catalogue check`")
}
