//! Text out of files, with the way back from each letter to its source ([`extract`]), and the proof's findings as comments in
//! the user's own Word file ([`with_comments`]).
//!
//! A file is read once, within [`Limits`]; what cannot be read is refused with a message that says what it is and what to
//! do. Nothing is written anywhere, and nothing of a text is logged.
//!
//! One room per kind: [`docx`] (Word), `pdf`, `html`, `plain`. `encoding` and `legacy` turn bytes of before Unicode into
//! letters, `text` puts a text together with its map.

pub mod docx;
mod encoding;
mod extracted;
mod html;
mod kind;
mod legacy;
mod limits;
mod pdf;
mod plain;
mod refusals;
mod text;

pub use docx::{Change, Comment, DocxPart, Hand, with_changes, with_comments};
pub use extracted::{Extracted, Origin, extract};
pub use kind::FileKind;
pub use limits::Limits;
