//! The encodings of before Unicode that lie in Vietnamese offices' archives: TCVN3 (ABC, TCVN 5712:1993) and VNI Windows.
//! Both put Vietnamese letters on the places of Western European ones, so a text in them reads as "Céng hßa" and "Coäng hoøa";
//! whether the file calls itself Unicode does not matter. They are known by whether their letters make syllables.

use crate::text::is_syllable;
use unicode_normalization::UnicodeNormalization;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Legacy {
    Tcvn3,
    Vni,
}

/// Places of TCVN3 and the letters on them, in the standard's order.
const TCVN3: &str = "¡¢£¤¥¦§¨©ª«¬\u{ad}®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ";
const TCVN3_LETTERS: &str = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";

/// VNI: a letter and the sign that follows it. The sign is given in lower case.
const VNI_SIGNS: &str = "øùûõïâàáåãäêèéúüë";
const VNI_PAIRS: [(char, &str); 9] = [
    ('a', "àáảãạâầấẩẫậăằắẳẵặ"),
    ('e', "èéẻẽẹêềếểễệ"),
    ('o', "òóỏõọôồốổỗộ"),
    ('u', "ùúủũụ"),
    ('y', "ỳýỷỹỵ"),
    ('ô', "ờớởỡợ"),
    ('ö', "ừứửữự"),
    ('i', ""),
    ('d', ""),
];
/// VNI: letters that stand alone.
const VNI_SINGLE: [(char, char); 8] =
    [('ô', 'ơ'), ('ö', 'ư'), ('ì', 'ì'), ('í', 'í'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'), ('ñ', 'đ')];

/// A converted letter and how many letters of the source it took.
pub(crate) type Converted = (char, u8);

impl Legacy {
    /// The letters of a text in this encoding, read as Western European ones.
    pub(crate) fn convert(self, text: &str) -> Vec<Converted> {
        match self {
            Legacy::Tcvn3 => tcvn3(text),
            Legacy::Vni => vni(text),
        }
    }

    /// The same as a string.
    pub(crate) fn text(self, text: &str) -> String {
        self.convert(text).into_iter().map(|(c, _)| c).collect()
    }

    /// By the name of a font: `.VnTime`, `VNI-Times`. The second value tells a font that holds capitals in the places of
    /// small letters (`.VnTimeH`).
    pub(crate) fn of_font(name: &str) -> Option<(Legacy, bool)> {
        let name = name.split_once('+').map_or(name, |(_, n)| n).trim_start_matches('.').to_lowercase();
        match () {
            () if name.starts_with("vni") => Some((Legacy::Vni, false)),
            () if name.starts_with("vn") => {
                let family = name.split(['-', ',']).next().unwrap_or("");
                Some((Legacy::Tcvn3, family.ends_with('h')))
            }
            () => None,
        }
    }
}

/// Capitals of TCVN3 with tones are small letters in a font of capitals: a word whose plain letters are all capitals is one.
fn tcvn3(text: &str) -> Vec<Converted> {
    let mut out: Vec<Converted> = Vec::with_capacity(text.len());
    let mut word = 0;
    for c in text.chars() {
        let letter = TCVN3.chars().position(|t| t == c).and_then(|i| TCVN3_LETTERS.chars().nth(i));
        if letter.is_none() && !c.is_alphabetic() {
            raise(out.get_mut(word..).unwrap_or_default());
            word = out.len() + 1;
        }
        out.push((letter.unwrap_or(c), 1));
    }
    raise(out.get_mut(word..).unwrap_or_default());
    out
}

/// Makes a word of capitals and small marked letters one of capitals.
fn raise(word: &mut [Converted]) {
    let capital = |c: char| c.is_ascii_uppercase();
    if word.iter().any(|(c, _)| capital(*c)) && !word.iter().any(|(c, _)| c.is_ascii_lowercase()) && word.len() > 1 {
        for (c, _) in word {
            *c = c.to_uppercase().next().unwrap_or(*c);
        }
    }
}

fn vni(text: &str) -> Vec<Converted> {
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    let mut out = Vec::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let small = lower(c);
        let marks = VNI_PAIRS.iter().find(|(b, _)| *b == small).map_or("", |(_, m)| *m);
        // After ô and ö, which are ơ and ư, only the five tones may follow; after a, e, o also the hats.
        let sign = chars.peek().and_then(|n| VNI_SIGNS.chars().position(|s| s == lower(*n)));
        let joined = sign.and_then(|n| marks.chars().nth(n));
        let (letter, took) = match joined {
            Some(letter) => {
                chars.next();
                (letter, 2)
            }
            None => (
                VNI_SINGLE
                    .iter()
                    .find(|(b, _)| *b == small)
                    .map_or_else(|| if small == 'î' { 'ỵ' } else { small }, |(_, l)| *l),
                1,
            ),
        };
        let letter = if c.is_uppercase() { letter.to_uppercase().next().unwrap_or(letter) } else { letter };
        out.push((letter, took));
    }
    out
}

/// Whether a text holds letters that Unicode Vietnamese does not use.
pub(crate) fn is_suspect(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{a1}'..='\u{ff}') && !"ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýÐð«»°±²³·§®©×½¼¾¹".contains(c))
        || text.contains(['·', '¹', '®', '¼', '½', '¾', '×', '§', '«'])
}

/// The encoding whose letters make far more syllables than the text does as it stands; with none of them, or with too
/// few words to tell, nothing.
pub(crate) fn detect(text: &str) -> Option<Legacy> {
    let words = marked_words(text);
    if words.len() < 3 {
        return None;
    }
    let plain = share(&words, |w| w.nfc().collect());
    [Legacy::Tcvn3, Legacy::Vni]
        .map(|l| (share(&words, |w| l.text(w)), l))
        .into_iter()
        .filter(|(share, _)| *share >= 70 && *share >= plain + 25)
        .max_by_key(|(share, _)| *share)
        .map(|(_, l)| l)
}

/// How many in a hundred of the words with marked letters are Vietnamese syllables; none when there are no such words.
pub(crate) fn syllables(text: &str) -> Option<usize> {
    let words = marked_words(text);
    (!words.is_empty()).then(|| share(&words, |w| w.nfc().collect()))
}

fn share(words: &[&str], convert: impl Fn(&str) -> String) -> usize {
    let good = words.iter().filter(|w| is_syllable(&convert(w).to_lowercase())).count();
    good * 100 / words.len().max(1)
}

/// The first words with letters beyond ASCII.
fn marked_words(text: &str) -> Vec<&str> {
    // Punctuation of Latin-1 are letters of TCVN3, so only that of ASCII and the general one parts words.
    let parts = |c: char| c.is_whitespace() || c.is_ascii_punctuation() || c.is_ascii_digit() || "“”‘’–—…".contains(c);
    text.split(parts).filter(|w| !w.is_ascii()).filter(|w| w.chars().any(|c| c > '\u{a0}')).take(2_000).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_as_long_as_their_letters() {
        assert_eq!(TCVN3.chars().count(), TCVN3_LETTERS.chars().count());
        assert_eq!(TCVN3_LETTERS.chars().count(), 74);
    }

    #[test]
    fn both_encodings_are_known_by_their_syllables_and_converted() {
        let abc = "Céng hßa x· héi chñ nghÜa ViÖt Nam, ñy ban nh©n d©n huyÖn b¸o c¸o c«ng t¸c d©n vËn";
        assert_eq!(detect(abc), Some(Legacy::Tcvn3));
        assert_eq!(
            Legacy::Tcvn3.text(abc),
            "Cộng hòa xã hội chủ nghĩa Việt Nam, ủy ban nhân dân huyện báo cáo công tác dân vận"
        );
        let vni = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, uûy ban nhaân daân huyeän baùo caùo coâng taùc daân vaän, ngöôøi ñöôïc nhôø";
        assert_eq!(detect(vni), Some(Legacy::Vni));
        assert_eq!(
            Legacy::Vni.text(vni),
            "Cộng hòa xã hội chủ nghĩa Việt Nam, ủy ban nhân dân huyện báo cáo công tác dân vận, người được nhờ"
        );
        assert_eq!(Legacy::Vni.text("UÛY BAN NHAÂN DAÂN, ÑIEÀU"), "ỦY BAN NHÂN DÂN, ĐIỀU");
    }

    #[test]
    fn capitals_written_in_a_font_of_capitals_become_capitals() {
        assert_eq!(Legacy::Tcvn3.text("b¸o c¸o, UBND, CéNG HßA"), "báo cáo, UBND, CỘNG HÒA");
        assert_eq!(Legacy::of_font("ABCDEF+.VnTimeH"), Some((Legacy::Tcvn3, true)));
        assert_eq!(Legacy::of_font("VNI-Times"), Some((Legacy::Vni, false)));
        assert_eq!(Legacy::of_font("TimesNewRomanPSMT"), None);
    }

    #[test]
    fn texts_in_unicode_and_in_other_languages_are_left_alone() {
        assert_eq!(detect("Ủy ban nhân dân xã báo cáo kết quả thực hiện quy chế dân chủ ở cơ sở"), None);
        assert_eq!(detect("à la carte, déjà vu, café, naïve, Zürich, Málaga, São Paulo"), None);
        assert!(!is_suspect("Ủy ban nhân dân xã báo cáo"));
    }
}
