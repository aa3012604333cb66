//! The web floor.
