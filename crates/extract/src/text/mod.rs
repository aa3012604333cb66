//! The text that comes out of a file while it is put together: normalised, with regions, and with the way back.

mod build;
mod map;
mod vietnamese;

pub(crate) use build::Builder;
pub(crate) use map::{Map, Spot};
pub(crate) use vietnamese::{is_syllable, mend_d};
