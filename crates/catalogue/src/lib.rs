//! The catalogue floor: TOML and the shipped facts to domain types. Tells every error at once; knows no database.

mod checks;
mod explain;
pub mod holidays;
mod lexicon;
mod load;
mod read;
mod read_register;
mod source;
mod table;
pub mod units;

#[cfg(test)]
mod tests;

pub use explain::explain;
pub use lexicon::lexicon;
pub use load::load;
pub use source::{Source, built_in, read_dir, report_files};
