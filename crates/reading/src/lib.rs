//! Reads a text into citations, figures, groups, dates, periods, names and parts ([`Reader::read`]), and proofs it ([`proof`]).
//! Pure: no files, no database, no clock. What the ledger and the register of documents know comes through
//! [`domain::proof::Knowledge`]; the words of the field come from the catalogue as a [`Lexicon`].
//!
//! The way of a text: [`scan`] cuts a block into tokens and looks each word up once; [`citations`], [`dates`], [`names`],
//! [`figures`] and [`groups`] are grammars over these tokens; [`outline`] looks at whole lines; [`rules`] look at what was read.

mod around;
pub mod citations;
pub mod dates;
pub mod figures;
pub mod groups;
pub mod keys;
pub mod letters;
pub mod names;
pub mod outline;
pub mod phrases;
mod reader;
pub mod rules;
pub mod scan;
pub mod spelling;

pub use around::around;
pub use reader::Reader;
pub use rules::{Asked, proof};

pub use domain::proof::Lexicon;
