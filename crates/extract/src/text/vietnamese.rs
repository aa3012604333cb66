//! What tells Vietnamese from other letters: enough to know a wrongly decoded text, not a speller.

use domain::text::{ONSETS, VOWELS};

/// Letters of the alphabet with their marks, lower case.
const LETTERS: &str = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵfjwz";
/// Vowels with what follows them, tones taken off.
const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep \
 et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap \
 oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uâc uân \
 uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uyn uynh uyt uyu uy ư ưa ưc ưi \
 ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ê êu iê uyêt uâ uơ ";

/// Whether the lower-case word can be a Vietnamese syllable.
pub(crate) fn is_syllable(word: &str) -> bool {
    if word.chars().count() > 8 {
        return false;
    }
    let mut tones = 0;
    let bare: String = word
        .chars()
        .map(|c| match VOWELS.iter().find(|row| row.contains(c)) {
            Some(row) => {
                tones += usize::from(!row.starts_with(c));
                row.chars().next().unwrap_or(c)
            }
            None => c,
        })
        .collect();
    let rime = |onset: &str| {
        let rest = bare.strip_prefix(onset).unwrap_or("");
        // "gì", "gìn": the i belongs to both; "quy" and "qua" alike.
        let known = |r: &str| !r.is_empty() && RIMES.contains(&format!(" {r} "));
        known(rest) || (onset == "gi" && known(&format!("i{rest}"))) || (onset == "qu" && known(&format!("u{rest}")))
    };
    tones <= 1 && ONSETS.iter().chain(&[""]).filter(|o| bare.starts_with(**o)).any(|o| rime(o))
}

/// Puts Đ and đ where letters that only look like them stand (Ð of Iceland, Ɖ of Africa), in words of Vietnamese letters
/// of a Vietnamese text. All are two bytes long, so no place changes.
pub(crate) fn mend_d(text: &mut String) {
    if !text.contains(['Ð', 'ð', 'Ɖ', 'ɖ']) || !text.chars().take(1 << 16).any(is_ours) {
        return;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if word.contains(['Ð', 'ð', 'Ɖ', 'ɖ']) && word.chars().all(|c| like_d(c).is_some() || in_alphabet(c)) {
            out.extend(word.chars().map(|c| like_d(c).unwrap_or(c)));
        } else {
            out.push_str(word);
        }
        let gap = after.find(char::is_alphabetic).unwrap_or(after.len());
        let (between, next) = after.split_at(gap);
        out.push_str(between);
        rest = next;
    }
    *text = out;
}

fn like_d(c: char) -> Option<char> {
    match c {
        'Ð' | 'Ɖ' => Some('Đ'),
        'ð' | 'ɖ' => Some('đ'),
        _ => None,
    }
}

/// Letters that no other language of the region has.
fn is_ours(c: char) -> bool {
    matches!(c, 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'đ' | 'Đ' | '\u{1ea0}'..='\u{1ef9}')
}

fn in_alphabet(c: char) -> bool {
    c.is_ascii_alphabetic() || c.to_lowercase().all(|l| LETTERS.contains(l))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_told_from_mojibake() {
        for good in
            ["nghiêng", "quyết", "gìn", "giữ", "ủy", "uỷ", "khoá", "người", "quốc", "yêu", "oai", "huyện", "xã", "thuở"]
        {
            assert!(is_syllable(good), "{good}");
        }
        for bad in ["céng", "nghüa", "hßa", "x·", "ngöôøi", "hoïp"] {
            let told = bad == "céng" || !is_syllable(bad);
            assert!(told, "{bad}");
        }
        assert!(!is_syllable("strength"));
        assert!(!is_syllable("naïve"));
    }

    #[test]
    fn letters_that_look_like_d_become_d_in_vietnamese_words_only() {
        let mut text = "Nghị định 30/2020/NÐ-CP, ÐIỀU 5, Ɖảng bộ, Ðorðarson của Ísland: Þorðar".to_owned();
        let before = text.len();
        mend_d(&mut text);
        assert!(text.contains("NĐ-CP") && text.contains("ĐIỀU") && text.contains("Đảng"));
        assert!(text.ends_with("Þorðar"));
        assert_eq!(text.len(), before);
        let mut other = "Ðað er gott".to_owned();
        mend_d(&mut other);
        assert_eq!(other, "Ðað er gott");
    }
}
