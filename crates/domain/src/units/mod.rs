//! Units in time.
