//! Registers: what a catalogue defines, and the pure rules by which an entry is checked, moved through its workflow
//! and turned into postings. Names of units and other entries are looked up through [`Lookup`].

mod amount;
mod catalogue;
mod check;
mod computed;
mod condition;
mod definition;
mod display;
mod due;
mod entry;
mod kinds;
mod near;
mod personal;
mod posting;
mod refs;
mod value;
mod workflow;

pub use amount::{Number, compare, convert, converts, find_unit, format_number, parse_number, parse_plain, unit_key};
pub use catalogue::{Catalogue, Dimension, DimensionValue, Owner, Owners, ReportingPeriod, Scheme, YearDay};
pub use check::check_entry;
pub use definition::*;
pub use display::{Names, display, title};
pub use due::{Due, DueRule, dues};
pub use entry::{Checked, Context, Data, Found, FoundEntry, Lookup, Mode};
pub use near::did_you_mean;
pub use personal::personal_numbers;
pub use posting::postings;
pub use workflow::{editable, steps, transition, waiting};

#[cfg(test)]
mod tests;
