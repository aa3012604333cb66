//! From an entry to what it posts.

use crate::indicators::Decimal;
use crate::ledger::{Amount, Approx, Dims, DraftPosting, Measure, Nature};
use crate::problem::Problem;
use crate::text::slug;
use jiff::civil::Date;
use serde_json::Value;

use super::amount::{convert, rescale};
use super::catalogue::{Catalogue, Owner};
use super::condition::{Scope, yes_no_slug};
use super::definition::{AmountSource, Field, FieldKind, Member, PostingRule, Register};
use super::entry::Data;
use super::value::{UnitRef, as_list, read_number, unit_ref};

/// What an entry with this (canonical) data posts in a state, in the order of the rules and rows. The owner's `cap`,
/// `he` and `co-quan` are not among the dimensions yet. Errors only when an amount leaves 64 bits or the catalogue was
/// not checked.
pub fn postings(
    catalogue: &Catalogue,
    register: &Register,
    owner: &Owner,
    data: &Data,
    state: &str,
) -> Result<Vec<DraftPosting>, Vec<Problem>> {
    let mut out = Vec::new();
    let mut problems = Vec::new();
    for rule in register.postings.iter().filter(|r| r.states.iter().any(|s| s == state)) {
        let maker = Maker { catalogue, register, owner, rule };
        for (row, path) in maker.rows(data) {
            match maker.make(Scope { entry: data, row }) {
                Ok(made) => out.extend(made),
                Err(problem) => problems.push(problem.field(path)),
            }
        }
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

struct Maker<'a> {
    catalogue: &'a Catalogue,
    register: &'a Register,
    owner: &'a Owner,
    rule: &'a PostingRule,
}

impl<'a> Maker<'a> {
    /// The rows for which the rule posts, or the entry itself, with the path for problems.
    fn rows(&self, data: &'a Data) -> Vec<(Option<&'a Data>, String)> {
        let Some(per) = &self.rule.per else { return vec![(None, self.rule.slug.clone())] };
        let rows = data.get(per).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let numbered = rows.iter().enumerate();
        numbered.filter_map(|(i, row)| Some((Some(row.as_object()?), format!("{per}[{}]", i + 1)))).collect()
    }

    /// The field that a name of the rule stands for.
    fn field(&self, name: &str) -> Option<&'a Field> {
        match (name.strip_prefix("../"), &self.rule.per) {
            (Some(name), _) => self.register.field(name),
            (None, Some(per)) => self.register.child_fields(per).iter().find(|f| f.slug == name),
            (None, None) => self.register.field(name),
        }
    }

    fn broken(&self, what: &str) -> Problem {
        let rule = format!("{}/{}", self.register.slug, self.rule.slug);
        Problem::error("broken-definition", format!("Quy tắc ghi sổ cái “{rule}” không đúng định nghĩa: {what}"))
            .hint("chạy `danvan catalogue check`")
    }

    fn make(&self, scope: Scope<'_>) -> Result<Vec<DraftPosting>, Problem> {
        let rule = self.rule;
        let date = scope.get(&rule.date).and_then(Value::as_str).and_then(|s| s.parse::<Date>().ok());
        let Some(date) = date.filter(|d| rule.valid_on(*d)) else { return Ok(Vec::new()) };
        if rule.when.as_ref().is_some_and(|c| !scope.holds(c)) {
            return Ok(Vec::new());
        }
        let measure = self.catalogue.measures.get(&rule.measure).ok_or_else(|| self.broken(&rule.measure))?;
        let Some(mut amount) = self.amount(measure, scope)? else { return Ok(Vec::new()) };
        if rule.ends {
            amount.scaled = -amount.scaled;
        }
        let id = scope.row.and_then(|row| row.get("id")).and_then(Value::as_str);
        let dims = self.dims(scope)?;
        let made = |member| DraftPosting {
            rule: format!("{}/{}", self.register.slug, rule.slug),
            child: id.map(str::to_owned),
            measure: rule.measure.clone(),
            date,
            dims: dims.clone(),
            member,
            amount,
        };
        Ok(match measure.nature {
            Nature::Distinct => self.members(scope).into_iter().map(made).collect(),
            Nature::Flow | Nature::Stock => vec![made(String::new())],
        })
    }

    fn amount(&self, measure: &Measure, scope: Scope<'_>) -> Result<Option<Amount>, Problem> {
        if measure.nature == Nature::Distinct {
            return Ok(Some(Amount::exact(1)));
        }
        let too_big = || Problem::error("number-too-big", "Số quá lớn so với chỉ tiêu");
        let whole = |n| rescale(Decimal { scaled: n, scale: 0 }, measure.scale).ok_or_else(too_big);
        let name = match &self.rule.amount {
            AmountSource::Fixed(n) => return Ok(Some(Amount::exact(whole(*n)?))),
            AmountSource::Field(name) => name,
        };
        let field = self.field(name).ok_or_else(|| self.broken(name))?;
        let Some(value) = scope.get(name) else { return Ok(None) };
        if field.kind.is_many() {
            let n = i64::try_from(as_list(value).len()).map_err(|_| too_big())?;
            return Ok(Some(Amount::exact(whole(n)?)));
        }
        let (number, approx) = read_number(value).ok_or_else(|| self.broken(name))?;
        if approx == Approx::Pending {
            return Ok(Some(Amount { scaled: 0, approx }));
        }
        let unit = field.number_unit().and_then(|(unit, _)| unit).unwrap_or(&measure.unit);
        let scaled = convert(self.catalogue, number, unit, &measure.unit, measure.scale)?;
        Ok(Some(Amount { scaled, approx }))
    }

    /// A dimension whose field is empty is left out.
    fn dims(&self, scope: Scope<'_>) -> Result<Dims, Problem> {
        let mut dims = Dims::new();
        for (dimension, name) in &self.rule.dims {
            let Some(value) = scope.get(name) else { continue };
            let value = match value {
                Value::String(slug) => slug.clone(),
                Value::Bool(yes) => yes_no_slug(*yes).to_owned(),
                other => member(other).ok_or_else(|| self.broken(name))?,
            };
            dims.insert(dimension.clone(), value);
        }
        Ok(dims)
    }

    fn members(&self, scope: Scope<'_>) -> Vec<String> {
        match &self.rule.member {
            Some(Member::OwnerOrgan) => vec![format!("organ:{}", self.owner.organ)],
            Some(Member::OwnerArea) => vec![format!("unit:{}", self.owner.area)],
            Some(Member::Field(name)) => {
                let choice =
                    self.field(name).is_some_and(|f| matches!(f.kind, FieldKind::Choice(_) | FieldKind::Choices(_)));
                let listed = scope.get(name).map(as_list).unwrap_or_default();
                let mut members: Vec<String> = listed
                    .into_iter()
                    .filter_map(|v| match v {
                        Value::String(s) if choice => Some(format!("choice:{s}")),
                        Value::String(s) => Some(format!("text:{}", slug(s))),
                        other => member(other),
                    })
                    .collect();
                members.sort();
                members.dedup();
                members
            }
            None => Vec::new(),
        }
    }
}

/// What a unit, organ, body or entry is called in the ledger.
fn member(value: &Value) -> Option<String> {
    match unit_ref(value) {
        Some(UnitRef::Area(id)) => Some(format!("unit:{id}")),
        Some(UnitRef::Organ(id)) => Some(format!("organ:{id}")),
        Some(UnitRef::Name(name)) => Some(format!("text:{}", slug(name))),
        None => value.get("muc").and_then(Value::as_str).map(|id| format!("entry:{id}")),
    }
}
