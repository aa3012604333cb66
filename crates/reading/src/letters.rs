//! What each letter is and its small form, looked up once for all: the standard library's own tables are made for all of Unicode
//! and cost more per letter than everything else that the scanner does.

use std::sync::OnceLock;

/// Code points below this are in the table; they hold all letters of Vietnamese and of its neighbours in Latin writing.
const TABLE: usize = 0x1F00;

const ALPHABETIC: u32 = 1 << 24;
const UPPER: u32 = 1 << 25;
const LOWER: u32 = 1 << 26;
/// The small form is not one letter of the table.
const SLOW: u32 = 1 << 27;

/// What a character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter(u32);

impl Letter {
    /// A letter of any script.
    pub fn is_alphabetic(self) -> bool {
        self.0 & ALPHABETIC != 0
    }
    /// A capital.
    pub fn is_upper(self) -> bool {
        self.0 & UPPER != 0
    }
    /// A small letter.
    pub fn is_lower(self) -> bool {
        self.0 & LOWER != 0
    }
    /// Its small form, when that is one letter; Đ in all its three disguises becomes đ.
    pub fn small(self) -> Option<char> {
        if self.0 & SLOW != 0 { None } else { char::from_u32(self.0 & 0x00FF_FFFF) }
    }
}

/// The table.
#[derive(Debug)]
pub struct Letters {
    table: Box<[u32]>,
}

impl Letters {
    /// The one table, filled when it is first asked for.
    pub fn get() -> &'static Letters {
        static LETTERS: OnceLock<Letters> = OnceLock::new();
        LETTERS.get_or_init(|| Letters {
            table: (0u32..).take(TABLE).map(|c| char::from_u32(c).map_or(0, |c| describe(c).0)).collect(),
        })
    }
    /// What a character is.
    pub fn of(&self, c: char) -> Letter {
        self.table.get(c as usize).map_or_else(|| describe(c), |bits| Letter(*bits))
    }
}

fn describe(c: char) -> Letter {
    let mut small = c.to_lowercase();
    let (first, more) = (small.next().unwrap_or(c), small.next());
    let first = if c.is_uppercase() || matches!(c, 'ð' | 'ɖ') { disguise(first) } else { c };
    let bit = |is: bool, bit: u32| if is { bit } else { 0 };
    let slow = more.is_some() && c.is_uppercase();
    Letter(
        first as u32
            | bit(c.is_alphabetic(), ALPHABETIC)
            | bit(c.is_uppercase(), UPPER)
            | bit(c.is_lowercase(), LOWER)
            | bit(slow, SLOW),
    )
}

/// U+00D0 and U+0189 look like Đ and are typed for it; their small forms are no letters of Vietnamese.
fn disguise(small: char) -> char {
    if matches!(small, 'ð' | 'ɖ') { 'đ' } else { small }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_standard_library_says() {
        let letters = Letters::get();
        for c in (0..0x3000).filter_map(char::from_u32) {
            let letter = letters.of(c);
            assert_eq!(letter.is_alphabetic(), c.is_alphabetic(), "{c:?}");
            assert_eq!(letter.is_upper(), c.is_uppercase(), "{c:?}");
            assert_eq!(letter.is_lower(), c.is_lowercase(), "{c:?}");
        }
    }

    #[test]
    fn every_disguise_of_the_letter_becomes_it() {
        let small = |c| Letters::get().of(c).small();
        for c in ['Đ', 'đ', '\u{d0}', '\u{189}', 'ð', 'ɖ'] {
            assert_eq!(small(c), Some('đ'), "{c:?}");
        }
        assert_eq!(small('Ậ'), Some('ậ'));
        assert_eq!(small('\u{130}'), None, "two letters");
    }
}
