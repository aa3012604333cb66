//! What the reader takes out of texts, as statements of the domain. All sentences are the project's own.

mod citations;
mod dates;
mod figures;
mod groups;
mod names;
mod never;
mod outline;

use domain::proof::{Reading, Text};
use reading::Reader;
use std::sync::OnceLock;

/// The reader with the built-in lexicon.
pub fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| {
        let sources = [catalogue::built_in()];
        Reader::new(&catalogue::lexicon(&sources).expect("the built-in lexicon can be read"))
    })
}

/// Reads a plain text.
pub fn read(text: &str) -> Reading {
    reader().read(&Text::plain(text))
}
