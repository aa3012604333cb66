//! What an officer does at the desk, on both databases.
#![cfg(test)]

mod exchange;
mod furniture;
mod proof;
mod registers;
mod reports;
