//! The figures that the demonstration must compute, each with the row of the source documents' table it stands for.

mod bac_ha;
mod elsewhere;
mod hoa_binh;
mod thanh_ba;

use domain::Date;
use domain::indicators::{Bound, Question, View};
use domain::ledger::Approx;
use domain::problem::Problem;
use store::Store;
use store::indicators::Ask;

/// Conditions on dimensions: dimension, allowed values.
pub type Filter = &'static [(&'static str, &'static [&'static str])];

/// A figure, asked and answered.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// Row of the table of figures ("N007"); empty for a figure that the sources do not have.
    pub row: &'static str,
    /// What it is, for messages.
    pub name: &'static str,
    /// Unit: `AREA` or `AREA/ORGAN`, by code.
    pub unit: &'static str,
    /// Date on which the unit is found, and of the tree to which a restated figure is mapped.
    pub tree: Date,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// View.
    pub view: View,
    /// Indicator slug.
    pub indicator: &'static str,
    /// Conditions.
    pub filter: Filter,
    /// The value: an integer and its decimal places.
    pub value: (i64, u8),
    /// How exact it is.
    pub approx: Approx,
    /// Numerator and denominator of a ratio.
    pub fraction: Option<(i64, i64)>,
    /// The part that has records, where a declared figure stands.
    pub recorded: Option<i64>,
    /// Exact, or at least.
    pub bound: Bound,
}

impl Expected {
    /// A whole number for a unit and period, found on the last day, as it was.
    const fn new(
        row: &'static str,
        name: &'static str,
        (unit, from, to): Place,
        indicator: &'static str,
        value: i64,
    ) -> Self {
        Expected {
            row,
            name,
            unit,
            tree: to,
            from,
            to,
            view: View::Was,
            indicator,
            filter: &[],
            value: (value, 0),
            approx: Approx::Exact,
            fraction: None,
            recorded: None,
            bound: Bound::Exact,
        }
    }
    const fn only(mut self, filter: Filter) -> Self {
        self.filter = filter;
        self
    }
    const fn over(mut self) -> Self {
        self.approx = Approx::Over;
        self
    }
    /// A percentage in tenths.
    const fn of(mut self, part: i64, whole: i64) -> Self {
        self.value.1 = 1;
        self.fraction = Some((part, whole));
        self
    }
    /// The value given is in thousandths.
    const fn thousandths(mut self) -> Self {
        self.value.1 = 3;
        self
    }
    const fn restated(mut self, tree: Date) -> Self {
        self.view = View::Restated;
        self.tree = tree;
        self
    }
    const fn found_on(mut self, tree: Date) -> Self {
        self.tree = tree;
        self
    }

    /// The figure as it is asked of a store.
    pub fn question(&self, store: &Store) -> Result<(Question, Ask), Problem> {
        let (area, organ) = match self.unit.split_once('/') {
            Some((area, organ)) => (area, Some(organ)),
            None => (self.unit, None),
        };
        let unit = store.units().resolve(area, self.tree)?;
        let organ = organ.map(|kind| ("co-quan".to_string(), vec![kind.to_string()])).into_iter().collect();
        let question = Question { unit, organ, tree: self.tree, from: self.from, to: self.to, view: self.view };
        let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        let filter = self.filter.iter().map(|(dim, values)| (dim.to_string(), owned(values))).collect();
        Ok((question, Ask { filter, ..Ask::plain(self.indicator) }))
    }
}

/// Unit, first day, last day.
type Place = (&'static str, Date, Date);

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// Every figure that the demonstration must compute.
pub fn expected() -> Vec<Expected> {
    [bac_ha::list(), hoa_binh::list(), thanh_ba::list(), elsewhere::list()].concat()
}
