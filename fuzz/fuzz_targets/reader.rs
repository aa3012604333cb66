//! Proofing of any text: every finding lies within the text, on borders of letters.
#![no_main]

use domain::proof::{Nothing, Text};
use reading::{Asked, Reader};
use std::sync::OnceLock;

static READER: OnceLock<Reader> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let reader = READER.get_or_init(|| {
        let lexicon = catalogue::lexicon(&[catalogue::built_in()]).unwrap_or_else(|p| panic!("{p:?}"));
        Reader::new(&lexicon)
    });
    let text = Text::plain(String::from_utf8_lossy(bytes).into_owned());
    let asked = Asked { today: domain::Date::constant(2026, 1, 1), off: Default::default() };
    for finding in reading::proof(reader, &text, &Nothing, &asked).findings {
        assert!(text.text.get(finding.span.start..finding.span.end).is_some(), "{finding:?}");
    }
});
