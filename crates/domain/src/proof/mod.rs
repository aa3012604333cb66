//! Proofing: what is read out of somebody's text, and what is found in it. Data only; the reader and the rules that fill it
//! are in the crate `reading`, text comes out of files in `extract`, findings are rendered by `report`.
//!
//! One room in five files: [`text`] (the text and its regions), [`reading`] (what was read), [`finding`] (what was found),
//! [`knowledge`] (what the ledger and the register of documents answer), [`lexicon`] (the words of the field, from the catalogue).

pub mod finding;
pub mod knowledge;
pub mod lexicon;
pub mod reading;
pub mod text;

pub use finding::{Finding, Proof, Related, Severity};
pub use knowledge::{Claim, Knowledge, KnownDocument, KnownFigure, Nothing, Reference};
pub use lexicon::Lexicon;
pub use reading::{
    Approx, Citation, DateMention, Family, Figure, FigureKind, Group, GroupRole, Name, NameKind, Outline, Part,
    PartKind, Period, Reading, Relation,
};
pub use text::{Region, Role, Span, Text};
