//! Text as people type it: normal form, folding for search, slugs.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The vowels of Vietnamese, each with its six tones: level, huyền, sắc, hỏi, ngã, nặng.
pub const VOWELS: [&str; 12] = [
    "aàáảãạ",
    "ăằắẳẵặ",
    "âầấẩẫậ",
    "eèéẻẽẹ",
    "êềếểễệ",
    "iìíỉĩị",
    "oòóỏõọ",
    "ôồốổỗộ",
    "ơờớởỡợ",
    "uùúủũụ",
    "ưừứửữự",
    "yỳýỷỹỵ",
];

/// Consonants that begin a Vietnamese syllable, the longer before their own beginnings. A syllable may also have none.
pub const ONSETS: [&str; 27] = [
    "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x",
];

/// Trims, joins runs of white space and brings the text to Unicode NFC.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// Folds for search and comparison: lower case, no diacritics, đ as d, single spaces. "Dân vận KHÉO" → "dan van kheo".
pub fn fold(text: &str) -> String {
    let folded: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'đ' | 'ð' | 'ɖ' => 'd',
            other => other,
        })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A slug: folded, words joined by hyphens, only a–z, 0–9. "Đường bê tông" → "duong-be-tong".
pub fn slug(text: &str) -> String {
    fold(text).split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join("-")
}

/// Whether the text is a well-formed slug: words of a–z and 0–9 joined by single hyphens or dots.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text
            .split(['-', '.'])
            .all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_without_diacritics_finds_dan_van_kheo() {
        assert_eq!(fold("  Dân  vận KHÉO "), "dan van kheo");
        assert_eq!(fold("Đường Ứng Hòa"), "duong ung hoa");
        assert_eq!(slug("Xã Bắc Hà (mới)"), "xa-bac-ha-moi");
        assert!(is_slug("doi-thoai.so-cuoc") && !is_slug("Đối-thoại") && !is_slug("a--b"));
    }
}
