//! The report floor as its callers use it.

mod common;
mod compose;
mod html;
mod parse;
