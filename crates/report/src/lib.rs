//! Reports: text with live figures in it.
//!
//! A [`Template`] (a folder of the catalogue) says which figures it needs ([`Template::requests`]); the caller answers
//! them from the ledger; [`compose`] makes the [`model::Report`], which [`html`] and [`text`] show. Nothing here knows
//! a database, and no number is ever written into the prose except through a binding.
//!
//! [`findings`] shows what a proof found in somebody else's text.

mod compose;
pub mod edit;
mod figures;
pub mod findings;
pub mod format;
mod frozen;
mod html;
pub mod model;
pub mod params;
mod print;
mod say;
pub mod template;
mod text;
mod tidy;

pub use compose::compose;
pub use figures::{FiguresTable, TableCell, figures_table};
pub use frozen::{ChangedRecord, Difference, Frozen, WithheldChange, differences};
pub use html::{article, html};
pub use model::{Provenance, RecordLine, Records, Report, Withheld};
pub use params::{Answer, Answers, Cell, ReportParams, Request, Subject};
pub use print::Printer;
pub use template::Template;
pub use text::text;
