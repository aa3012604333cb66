//! Finding units by what people type.

use super::Version;
use crate::text::fold;

/// A version's names, folded.
#[derive(Debug, Clone)]
pub(super) struct Names {
    pub name: String,
    pub full: Vec<String>,
}

impl Names {
    pub fn of(v: &Version) -> Names {
        let full = std::iter::once(&v.full_name).chain(&v.alt_names).map(|n| fold(n)).collect();
        Names { name: fold(&v.name), full }
    }
}
