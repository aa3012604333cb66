//! Any bytes as a file of this kind.
#![no_main]

#[path = "../../crates/extract/tests/extract/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| holds::holds("a.pdf", bytes));
