//! What the reader takes out of texts, as statements of the domain. All sentences are the project's own.

#[cfg(test)]
mod citations;
#[cfg(test)]
mod dates;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod groups;
#[cfg(test)]
mod names;
#[cfg(test)]
mod never;
#[cfg(test)]
mod outline;

#[cfg(test)]
use domain::proof::{Reading, Text};
#[cfg(test)]
use reading::Reader;
#[cfg(test)]
use std::sync::OnceLock;

/// The reader with the built-in lexicon.
#[cfg(test)]
pub fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| {
        let sources = [catalogue::built_in()];
        Reader::new(&catalogue::lexicon(&sources).expect("the built-in lexicon can be read"))
    })
}

/// Reads a plain text.
#[cfg(test)]
pub fn read(text: &str) -> Reading {
    reader().read(&Text::plain(text))
}
