//! The demonstration computes the figures of the source documents from its records, and from nothing else.

#[cfg(test)]
mod figures;
#[cfg(test)]
mod recent;
