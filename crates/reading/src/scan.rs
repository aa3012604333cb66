//! One pass over a block of text: words, numbers and signs, each with its place, what parts it from the one before, and the
//! lexicon's number of the word. All grammars work on these tokens and never look at letters again unless they must.

use crate::letters::Letters;
use crate::phrases::{WordId, Words};
use domain::proof::Span;
use domain::text::VOWELS;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with digits that follow them without a gap: "cuộc", "UBTVQH14", "m2", "H2".
    Word,
    /// Digits, with single dots or commas between digits: "4.675", "2,5", "03".
    Number,
    /// `-` and U+2010–U+2015.
    Dash,
    /// `/`
    Slash,
    /// Superscript digits, as footnote marks: "¹".
    Super,
    /// Any other sign; which one is in [`Token::id`] as its code point.
    Sign,
}

/// What parts a token from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    None,
    /// Spaces, U+00A0 or tabs.
    Space,
    /// A line end.
    Line,
    /// A blank line, or the beginning of the text.
    Blank,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// No letters, or small ones throughout.
    Lower,
    /// A capital first: "Huyện".
    First,
    /// Capitals throughout, two letters or more: "UBND".
    Upper,
    /// Capitals inside: "QĐi", "TTg", "CTr".
    Mixed,
}

/// A token. Offsets are bytes of the whole text (which is under 4 GiB).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// What stands before it.
    pub gap: Gap,
    /// How a word is written.
    pub case: Case,
    /// Of a word or number: its number in the lexicon, 0 when unknown. Of a sign: its code point.
    pub id: WordId,
}

impl Token {
    /// Where it stands.
    pub fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
    /// The token as written.
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        self.span().of(text)
    }
    /// Whether it is this sign.
    pub fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign && self.id == sign as u32
    }
}

/// Greatest length of a block in bytes; a longer one is cut at a line end or a space, so that memory stays bounded.
pub const MAX_BLOCK: usize = 256 * 1024;

/// The blocks of a text: stretches without a blank line, none longer than [`MAX_BLOCK`].
pub fn blocks(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let lead = rest.len() - rest.trim_start().len();
        let start = at + lead;
        let rest = text.get(start..).filter(|r| !r.is_empty())?;
        let end = start + block_end(rest);
        at = end;
        Some(Span::new(start, end))
    })
}

/// Length of the block that begins the text. Looks no further than [`MAX_BLOCK`], so that cutting a text takes time in
/// proportion to its length.
fn block_end(rest: &str) -> usize {
    let near = (0..=MAX_BLOCK.min(rest.len())).rev().find(|i| rest.is_char_boundary(*i)).unwrap_or(rest.len());
    let window = rest.get(..near).unwrap_or(rest);
    let mut from = 0;
    while let Some(found) = window.get(from..).and_then(|r| r.find('\n')) {
        let line_end = from + found;
        let after = window.get(line_end + 1..).unwrap_or("");
        let blank = after.trim_start_matches([' ', '\t', '\r', '\u{a0}']);
        if blank.is_empty() || blank.starts_with('\n') {
            return line_end;
        }
        from = line_end + 1;
    }
    if near == rest.len() {
        return near;
    }
    window.rfind(['\n', ' ']).filter(|i| *i > 0).unwrap_or(near)
}

/// Cuts a block into tokens, into `out` (emptied first).
pub fn tokens(text: &str, block: Span, words: &Words, out: &mut Vec<Token>) {
    out.clear();
    let letters = Letters::get();
    let mut gap = Gap::Blank;
    let mut lower = String::with_capacity(64);
    let piece = block.of(text);
    let mut at = 0;
    while let Some(c) = piece.get(at..).and_then(|r| r.chars().next()) {
        let len = match c {
            '\n' => {
                gap = Gap::Line;
                1
            }
            ' ' => {
                gap = gap.max(Gap::Space);
                1
            }
            c if !c.is_ascii_alphanumeric()
                && (c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')) =>
            {
                gap = gap.max(Gap::Space);
                c.len_utf8()
            }
            _ => {
                let rest = piece.get(at..).unwrap_or("");
                let (kind, len, case, id) = match one(rest, c, letters) {
                    Some((Kind::Number, len)) => {
                        (Kind::Number, len, Case::Lower, words.of(rest.get(..len).unwrap_or("")))
                    }
                    Some((kind, len)) => (kind, len, Case::Lower, c as u32),
                    None => {
                        let (len, case) = word(rest, letters, &mut lower);
                        (Kind::Word, len, case, words.of(&lower))
                    }
                };
                let start = block.start + at;
                out.push(Token { start: start as u32, end: (start + len) as u32, kind, gap, case, id });
                gap = Gap::None;
                len
            }
        };
        at += len;
    }
}

/// Kind and length of the token that begins the text with `c`; none when it is a word.
fn one(rest: &str, c: char, letters: &Letters) -> Option<(Kind, usize)> {
    match c {
        'a'..='z' | 'A'..='Z' => None,
        '0'..='9' => Some((Kind::Number, number_len(rest.as_bytes()))),
        '-' | '\u{2010}'..='\u{2015}' => Some((Kind::Dash, c.len_utf8())),
        '/' => Some((Kind::Slash, 1)),
        '¹' | '²' | '³' | '⁰' | '\u{2074}'..='\u{2079}' => {
            let more = |c: &char| matches!(c, '¹' | '²' | '³' | '⁰' | '\u{2074}'..='\u{2079}');
            Some((Kind::Super, rest.chars().take_while(more).map(char::len_utf8).sum()))
        }
        c if letters.of(c).is_alphabetic() => None,
        _ => Some((Kind::Sign, c.len_utf8())),
    }
}

fn number_len(bytes: &[u8]) -> usize {
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut i = 0;
    while digit(i) || (matches!(bytes.get(i), Some(b'.' | b',')) && i > 0 && digit(i - 1) && digit(i + 1)) {
        i += 1;
    }
    i
}

/// Length and writing of the word that begins the text: letters, then digits; its small letters go into `out`.
fn word(rest: &str, letters: &Letters, out: &mut String) -> (usize, Case) {
    out.clear();
    let mut writing = Writing::default();
    let mut len = rest.len();
    for (at, c) in rest.char_indices() {
        if c.is_ascii_digit() {
            writing.digits = true;
        } else if writing.digits || !(letters.of(c).is_alphabetic() || is_mark(c)) {
            len = at;
            break;
        }
        writing.add(c, letters, out);
    }
    writing.settle(out);
    (len, writing.case())
}

/// How many letters of a word are large and small.
#[derive(Default)]
struct Writing {
    upper: u32,
    lower: u32,
    first: bool,
    seen: bool,
    digits: bool,
    /// The last two small letters.
    end: (char, char),
}

impl Writing {
    /// Counts a letter and adds its small form.
    fn add(&mut self, c: char, letters: &Letters, out: &mut String) {
        let letter = letters.of(c);
        if letter.is_upper() {
            self.upper += 1;
            self.first |= !self.seen;
        } else {
            self.lower += u32::from(letter.is_lower());
        }
        self.seen = true;
        match letter.small() {
            Some(small) => {
                self.end = (self.end.1, small);
                out.push(small);
            }
            None => out.extend(c.to_lowercase()),
        }
    }
    /// Sets the tone where the newer custom sets it. Most words need no look at their letters for that.
    fn settle(&self, out: &mut String) {
        if matches!(self.end.0, 'o' | 'u') && !self.end.1.is_ascii() {
            settle_tone(out);
        }
    }
    fn case(&self) -> Case {
        match (self.upper, self.lower) {
            (0, _) => Case::Lower,
            (1, _) if self.first => Case::First,
            (_, 0) => Case::Upper,
            _ => Case::Mixed,
        }
    }
}

/// Combining tone and vowel marks that NFC could not join.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Lower case into `out`, and how the word is written. The two customs of setting the tone mark (hoà, hòa; uỷ, ủy; thuý, thúy)
/// become one, the newer ("hòa", "ủy") in open syllables, so that a phrase matches both.
pub fn fold_word(word: &str, out: &mut String) -> Case {
    out.clear();
    let letters = Letters::get();
    let mut writing = Writing::default();
    for c in word.chars() {
        writing.add(c, letters, out);
    }
    writing.settle(out);
    writing.case()
}

/// "hoà" → "hòa", "uỷ" → "ủy" at the end of a syllable; "quý" stays, for its "qu" is a consonant.
fn settle_tone(word: &mut String) {
    let mut chars = word.chars().rev();
    let (Some(last), Some(before)) = (chars.next(), chars.next()) else { return };
    let Some(tone) = tone_of(last) else { return };
    let onset = chars.next();
    let open = match before {
        'o' => "aàáảãạeèéẻẽẹ".contains(last),
        'u' => "yỳýỷỹỵ".contains(last) && onset != Some('q'),
        _ => false,
    };
    if open {
        let (bare, toned) = (bare_of(last), toned(before, tone));
        let cut = word.len() - last.len_utf8() - before.len_utf8();
        word.truncate(cut);
        word.push(toned);
        word.push(bare);
    }
}

/// Index of the tone of a plain vowel with a mark: 1 huyền … 5 nặng.
fn tone_of(c: char) -> Option<usize> {
    VOWELS.iter().find_map(|row| row.chars().position(|v| v == c)).filter(|tone| *tone > 0)
}

fn bare_of(c: char) -> char {
    VOWELS.iter().find(|row| row.contains(c)).and_then(|row| row.chars().next()).unwrap_or(c)
}

fn toned(c: char, tone: usize) -> char {
    VOWELS.iter().find(|row| row.starts_with(c)).and_then(|row| row.chars().nth(tone)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(Kind, &str)> {
        let mut out = Vec::new();
        tokens(text, Span::new(0, text.len()), &Words::default(), &mut out);
        out.iter().map(|t| (t.kind, t.text(text))).collect()
    }

    #[test]
    fn a_reference_and_a_measure_fall_into_their_pieces() {
        use Kind::*;
        assert_eq!(
            cut("16 -CT/TU, 9.500m2"),
            [
                (Number, "16"),
                (Dash, "-"),
                (Word, "CT"),
                (Slash, "/"),
                (Word, "TU"),
                (Sign, ","),
                (Number, "9.500"),
                (Word, "m2"),
            ]
        );
        assert_eq!(
            cut("15/15/2022."),
            [(Number, "15"), (Slash, "/"), (Number, "15"), (Slash, "/"), (Number, "2022"), (Sign, ".")]
        );
    }

    #[test]
    fn both_customs_of_setting_the_tone_mark_are_one_word() {
        let fold = |w: &str| {
            let mut out = String::new();
            fold_word(w, &mut out);
            out
        };
        assert_eq!(fold("Uỷ"), fold("ủy"));
        assert_eq!(fold("khoá"), fold("Khóa"));
        assert_eq!(fold("quý"), "quý");
        assert_eq!(fold("hoàn"), "hoàn");
    }

    #[test]
    fn blank_lines_part_blocks_and_long_ones_are_cut() {
        let spans: Vec<_> =
            blocks("một\nhai\n \nba\n\n\nbốn").map(|b| b.of("một\nhai\n \nba\n\n\nbốn").to_owned()).collect();
        assert_eq!(spans, ["một\nhai", "ba", "bốn"]);
        let long = "cuộc họp ".repeat(100_000);
        assert!(blocks(&long).all(|b| b.len() <= MAX_BLOCK));
        assert_eq!(blocks(&long).map(|b| b.len()).sum::<usize>() / 1000, long.trim_end().len() / 1000);
    }
}
