//! The report floor as its callers use it.

#[cfg(test)]
mod common;
#[cfg(test)]
mod compose;
#[cfg(test)]
mod edit;
#[cfg(test)]
mod findings;
#[cfg(test)]
mod frozen;
#[cfg(test)]
mod html;
#[cfg(test)]
mod parse;
