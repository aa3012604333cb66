//! What all rooms share: language, page frame, faults, guard, forms, assets, headers.

pub mod assets;
pub mod board;
pub mod download;
pub mod fault;
pub mod form;
pub mod frame;
pub mod guard;
pub mod headers;
pub mod lang;
pub mod operation;
pub mod problems;
pub mod say;
