//! Spelling: what no Vietnamese syllable can be ([`syllable`]), and slips of one letter or tone in set phrases ([`phrases`]).

pub mod phrases;
pub mod syllable;

pub use phrases::{Grammar, Slip};
