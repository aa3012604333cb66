//! The Vietnamese syllable: onset, rime, tone. What cannot be put together so is no Vietnamese word. After the phonology as
//! school grammars tell it (Đoàn Thiện Thuật, Ngữ âm tiếng Việt): c/k/qu, g/gh and ng/ngh stand by the vowel that follows, and a
//! rime closed by p, t, c, ch takes only the tones sắc and nặng.

use domain::text::{ONSETS, VOWELS};

/// Rimes, without tone, in the order of their letters.
const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et i ia ich im in inh ip it iu iêc iêm iên \
    iêng iêp iêt iêu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om on ong ooc oong op ot oăc \
    oăm oăn oăng oăt u ua uc ui um un ung up ut uy uya uych uynh uyn uyp uyt uyu uyên uyêt uân uâng uât uây uê uêch uên uênh \
    uêu uôc uôi uôm uôn uông uôt uơ y yêm yên yêng yêt yêu yêc âc âm ân âng âp ât âu ây ê êch êm ên ênh êp êt êu ô ôc ôi ôm ôn ông \
    ôông ôôc ôp ôt ăc ăm ăn ăng ăp ăt ơ ơi ơm ơn ơp ơt ơng ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu ";

/// Rimes after qu, whose u is the glide.
const AFTER_QU: &str = " a ac ach ai am an ang anh ao ap at au ay e en eo et ê êch ên ênh êt êu i ich in inh it iu y yt ynh yên yêt \
    yêu ych yn yu yp ya o oa oang oăng oăt oao âc ân âng ât âu ây ăc ăm ăn ăng ăp ăt ơ ơi ơn ô ôc ôi ông ";

/// A word without its tone, and the tone: 0 level, 1 huyền, 2 sắc, 3 hỏi, 4 ngã, 5 nặng. None when it has two.
pub fn untoned(word: &str) -> Option<(String, usize)> {
    let mut bare = String::with_capacity(word.len());
    let mut tone = 0;
    for c in word.chars() {
        match place(c) {
            Some((row, 0)) => bare.extend(vowel(row, 0)),
            Some((_, _)) if tone > 0 => return None,
            Some((row, found)) => {
                tone = found;
                bare.extend(vowel(row, 0));
            }
            None => bare.push(c),
        }
    }
    Some((bare, tone))
}

/// Row and tone of a vowel.
fn place(c: char) -> Option<(usize, usize)> {
    if c.is_ascii() && !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y') {
        return None;
    }
    VOWELS.iter().enumerate().find_map(|(row, tones)| Some((row, tones.chars().position(|v| v == c)?)))
}

fn vowel(row: usize, tone: usize) -> Option<char> {
    VOWELS.get(row)?.chars().nth(tone)
}

/// A letter without tone and mark: "ễ" → 'e', "đ" → 'd'.
pub fn plain(c: char) -> char {
    match place(c).and_then(|(row, _)| vowel(row, 0)).unwrap_or(c) {
        'ă' | 'â' => 'a',
        'ê' => 'e',
        'ô' | 'ơ' => 'o',
        'ư' => 'u',
        'đ' => 'd',
        other => other,
    }
}

/// A word without tones and marks.
pub fn unmarked(word: &str) -> String {
    word.chars().map(plain).collect()
}

/// Whether a word in lower case can be a Vietnamese syllable.
pub fn possible(word: &str) -> bool {
    let Some((bare, tone)) = untoned(word) else { return false };
    let stopped = ["p", "t", "c", "ch"].iter().any(|stop| bare.ends_with(stop));
    (!stopped || matches!(tone, 2 | 5)) && fits(&bare, &has)
}

/// Whether a word without any mark is a syllable whose marks were left out: "nhieu" for nhiều or nhiễu.
pub fn possible_unmarked(word: &str) -> bool {
    word.is_ascii() && fits(word, &|table, rime| table.split(' ').any(|r| !r.is_empty() && unmarked(r) == rime))
}

/// Whether a rime stands in a table.
fn has(table: &str, rime: &str) -> bool {
    !rime.is_empty() && table.split(' ').any(|r| r == rime)
}

/// Whether a word without tone is an onset and a rime that go together.
fn fits(bare: &str, has: &dyn Fn(&str, &str) -> bool) -> bool {
    if has(RIMES, bare) {
        return true;
    }
    ONSETS.iter().filter_map(|onset| Some((*onset, bare.strip_prefix(onset)?))).any(|(onset, rime)| {
        let front = rime.starts_with(['e', 'ê', 'i', 'y']);
        match onset {
            "qu" => has(AFTER_QU, rime),
            "gi" => rime.is_empty() || has(RIMES, rime) || has(RIMES, &format!("i{rime}")),
            "k" => front && has(RIMES, rime),
            "gh" | "ngh" => front && !rime.starts_with('y') && has(RIMES, rime),
            "c" => !front && has(RIMES, rime),
            "g" | "ng" => !front && has(RIMES, rime),
            _ if rime == "y" => matches!(onset, "h" | "l" | "m" | "n" | "s" | "t" | "v" | "th" | "r" | "d" | "b"),
            _ => !rime.starts_with('y') && has(RIMES, rime),
        }
    })
}

/// How one word became another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Another tone: vân for vận.
    Tone,
    /// Another mark on a letter: đo for do.
    Mark,
    /// All marks left out: nhieu for nhiễu.
    Unmarked,
    /// One letter more, less, other, or two in the wrong order.
    Letter,
}

/// The one change that makes `right` out of `word`, both in lower case; none when they are the same or further apart.
pub fn change(word: &str, right: &str) -> Option<Change> {
    if word == right {
        return None;
    }
    let ((a, tone_a), (b, tone_b)) = (untoned(word)?, untoned(right)?);
    if a == b {
        return Some(Change::Tone);
    }
    if word.is_ascii() && unmarked(right) == word {
        return Some(Change::Unmarked);
    }
    if tone_a != tone_b {
        return None;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() == b.len() {
        let apart: Vec<usize> = (0..a.len()).filter(|i| a.get(*i) != b.get(*i)).collect();
        return match apart.as_slice() {
            [i] => {
                let (x, y) = (a.get(*i).copied()?, b.get(*i).copied()?);
                // "quản lí" and "quản lý" are two customs, not a slip.
                let custom = matches!((x, y), ('i', 'y') | ('y', 'i'));
                (!custom).then_some(if plain(x) == plain(y) { Change::Mark } else { Change::Letter })
            }
            [i, j] if j - i == 1 && a.get(*i) == b.get(*j) && a.get(*j) == b.get(*i) => Some(Change::Letter),
            _ => None,
        };
    }
    let (long, short) = if a.len() > b.len() { (&a, &b) } else { (&b, &a) };
    let same = long.iter().zip(short.iter()).take_while(|(x, y)| x == y).count();
    (long.len() == short.len() + 1 && long.get(same + 1..) == short.get(same..)).then_some(Change::Letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_of_the_language_are_possible() {
        for word in "nghiêng quyết giếng gìn gì khuya khuỷu nguệch ngoạc quốc thuở huơ yếu yên xoong kiểm ghế quý quỳnh giữ ủy \
                     uống ươm oan hoạch khoảng quẩn quanh nhuần xuýt xoa loăng quoăng ngoằn ngoèo rượu bưởi hươu ỷ lại mỹ kỹ tỷ \
                     đồng pin sa pa soóc gượng giặc gia giàn quét quệt oách tuếch toác huých thuyền khuyến nguyện vọng"
            .split_whitespace()
        {
            assert!(possible(word), "{word}");
        }
    }

    #[test]
    fn what_no_syllable_can_be_is_told() {
        for word in "cnâng nhieu đươc nướt́ nge kế́ gế ngi kông qạn thựcc tổchức hiệnn bảng̉ phap lậpp ươngg triêể qyết"
            .split_whitespace()
            .filter(|w| *w != "phap")
        {
            assert!(!possible(word), "{word}");
        }
        assert!(!possible("phap"), "a stopped rime without its tone");
        assert!(possible_unmarked("nhieu") && possible_unmarked("nghi") && possible_unmarked("quyet"));
        assert!(!possible_unmarked("website") && !possible_unmarked("online"));
    }

    #[test]
    fn one_change_is_found_and_named() {
        assert_eq!(change("vân", "vận"), Some(Change::Tone));
        assert_eq!(change("đặt", "đặc"), Some(Change::Letter));
        assert_eq!(change("nhieu", "nhiễu"), Some(Change::Unmarked));
        assert_eq!(change("cnâng", "nâng"), Some(Change::Letter));
        assert_eq!(change("tăc", "tâc"), Some(Change::Mark));
        assert_eq!(change("dân", "vận"), None);
        assert_eq!(change("dân", "dân"), None);
    }
}
