//! What each kind of problem means in English. The problem's own message, with its particulars, is Vietnamese.

/// The general meaning of a problem's code, if it has one here. A test finds codes without one.
pub fn english(code: &str) -> Option<&'static str> {
    MEANINGS.iter().find(|(c, _)| *c == code).map(|(_, text)| *text)
}

const MEANINGS: &[(&str, &str)] = &[
    ("required", "This field must be filled in"),
    ("viewer-writes", "Viewers may read only"),
    ("not-yours", "You may not write records of this unit"),
];
