//! Words said twice in a row, and acronyms that nobody explains.

use super::seen::fold;
use super::{Found, Rule, Seen};
use crate::scan::{Case, Gap, Kind, Token};
use crate::spelling::phrases::lower;
use domain::proof::{Severity, Span};
use rustc_hash::FxHashSet;

/// The same word twice in a row.
pub const REPEATED: Rule = Rule {
    name: "repeated-word",
    severity: Severity::Error,
    title: "Một từ viết hai lần liền nhau",
    about: "Lỗi khi là từ nối, từ chỉ quan hệ (“với với”, “của của”) hay “Năm năm 2024”; là cảnh báo với từ khác. Bỏ qua từ láy \
            (dần dần, người người), tên riêng, và hai chữ thuộc hai từ khác nhau (“hoạt động động viên”).",
    example: "Ủy ban nhân dân xã phối hợp với với Mặt trận Tổ quốc tổ chức đối thoại.",
    mended: "Ủy ban nhân dân xã phối hợp với Mặt trận Tổ quốc tổ chức đối thoại.",
    check: repeated,
};

/// Acronyms that neither the lexicon nor the text explains.
pub const ACRONYMS: Rule = Rule {
    name: "unknown-acronym",
    severity: Severity::Warning,
    title: "Chữ viết tắt lạ, chưa giải nghĩa",
    about: "Chữ viết tắt không có trong bộ từ và không được viết đầy đủ lần nào trong văn bản: ghi chú, mỗi chữ một lần. Chữ chỉ lệch \
            một chữ cái so với chữ quen thì là cảnh báo, vì thường là gõ nhầm.",
    example: "Các đơn vị đã bồi dưỡng cho đội ngũ CBCCVV của xã.",
    mended: "Các đơn vị đã bồi dưỡng cho đội ngũ CBCCVC của xã.",
    check: acronyms,
};

fn repeated(seen: &Seen<'_>, found: &mut Found) {
    let grammar = &seen.reader.spelling;
    seen.each_block(|tokens| {
        for (at, pair) in tokens.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            if a.kind != Kind::Word
                || b.kind != Kind::Word
                || b.gap != Gap::Space
                || b.case == Case::First
                || b.case == Case::Mixed
            {
                continue;
            }
            let (first, second) = (a.text(seen.str()), b.text(seen.str()));
            if first.len() != second.len() || lower(first) != lower(second) || first.chars().count() < 2 {
                continue;
            }
            let previous =
                at.checked_sub(1).and_then(|i| tokens.get(i)).filter(|p| p.kind == Kind::Word && a.gap == Gap::Space);
            let next =
                tokens.get(at + 2).filter(|n| matches!(n.kind, Kind::Word | Kind::Number) && n.gap == Gap::Space);
            let span = Span::new(a.start as usize, b.end as usize);
            let told = REPEATED
                .finding(span, format!("Lặp từ “{}”", lower(first)))
                .hint(format!("bỏ một chữ “{}”", lower(first)))
                .suggest(first);
            if lower(first) == "năm" {
                // "năm năm qua" is five years; "năm năm 2024" is a slip.
                if next.is_some_and(|n| n.kind == Kind::Number && n.end - n.start == 4) {
                    found.add(told);
                }
                continue;
            }
            if grammar.may_double(a) || a.case == Case::Upper && first.chars().count() < 3 {
                continue;
            }
            let left = previous.is_some_and(|p| grammar.knows(p, a));
            let right = next.is_some_and(|n| grammar.knows(b, n));
            if grammar.is_function(a) && !left && !right {
                found.add(told);
            } else if !(left && right) {
                // When one side belongs with its neighbour the other may do so too, with a word the lexicon lacks.
                let both = grammar.is_function(a) || !(left || right);
                found.add(told.at_most(if both { Severity::Warning } else { Severity::Note }));
            }
        }
    });
}

/// Different acronyms beyond this many are not looked at.
const MANY: usize = 150;

/// Whether capitals spell a syllable with marks: "CHÂU" of a heading; "TƯ" is an acronym.
fn is_syllable(word: &str) -> bool {
    word.chars().count() > 2 && !word.is_ascii() && !word.contains('đ') && crate::spelling::syllable::possible(word)
}

/// Roman numerals and what is written in capitals for other reasons.
fn is_acronym(word: &str) -> bool {
    let letters = word.chars().count();
    (2..=12).contains(&letters)
        && word.chars().all(char::is_uppercase)
        && !word.chars().all(|c| "IVXLCDM".contains(c))
        && word.chars().all(|c| c.is_ascii() || matches!(c, 'Đ' | 'Ư' | 'Ô' | 'Ơ' | 'Â' | 'Ă' | 'Ê'))
        && !is_syllable(&word.to_lowercase())
}

fn acronyms(seen: &Seen<'_>, found: &mut Found) {
    let grammar = &seen.reader.spelling;
    let cited: Vec<Span> = seen.reading.citations.iter().map(|c| c.span).collect();
    // Each acronym is looked up once; a text with hundreds of its own is a list of codes.
    let mut told: FxHashSet<&str> = FxHashSet::default();
    seen.each_block(|tokens| {
        for (at, token) in tokens.iter().enumerate() {
            let word = token.text(seen.str());
            if token.kind != Kind::Word
                || token.case != Case::Upper
                || !is_acronym(word)
                || told.contains(word)
                || told.len() > MANY
            {
                continue;
            }
            let place = token.start as usize;
            let next = cited.partition_point(|s| s.end <= place);
            if cited.get(next).is_some_and(|s| s.start <= place)
                || in_code(tokens, at)
                || shouted(seen, tokens, at)
                || seen.aside(place)
                || filed(seen, place)
            {
                continue;
            }
            told.insert(word);
            if known(seen, word) {
                continue;
            }
            let near: Vec<&str> = grammar.acronyms.keys().map(AsRef::as_ref).filter(|k| one_off(word, k)).collect();
            if let ([one], true) = (near.as_slice(), word.chars().count() > 4) {
                let long = grammar.acronyms.get(*one).map_or("", AsRef::as_ref);
                let text = format!("“{word}” có lẽ là “{one}” ({long})");
                found.add(ACRONYMS.finding(token.span(), text).hint("sửa lại nếu gõ nhầm").suggest(*one));
            } else {
                let text = format!("“{word}” chưa được giải nghĩa");
                let hint = "viết đầy đủ ở lần đầu, kèm chữ viết tắt trong ngoặc đơn";
                found.add(ACRONYMS.finding(token.span(), text).hint(hint).at_most(Severity::Note));
            }
        }
    });
}

/// Whether the lexicon knows the acronym, whole or as two known ones set together, or the text explains it.
fn known(seen: &Seen<'_>, word: &str) -> bool {
    let grammar = &seen.reader.spelling;
    let listed = |w: &str| {
        let lexicon = &seen.reader.lexicon;
        grammar.acronyms.contains_key(w)
            || lexicon.documents.issuer.iter().any(|i| i.code == w)
            || lexicon.documents.kind.iter().any(|k| k.codes.iter().any(|c| c == w))
    };
    let joined = || {
        word.char_indices().skip(2).any(|(i, _)| word.get(..i).is_some_and(listed) && word.get(i..).is_some_and(listed))
    };
    listed(word) || joined() || explained(seen.str(), word)
}

/// Whether the text once says the words and the acronym in parentheses, in either order: "Mặt trận Tổ quốc (MTTQ)".
fn explained(text: &str, word: &str) -> bool {
    text.match_indices(word).take(200).any(|(i, _)| {
        let before = text.get(..i).unwrap_or("").trim_end();
        let after = text.get(i + word.len()..).unwrap_or("").trim_start();
        let bracketed = before.ends_with('(') && (after.starts_with(')') || after.starts_with([',', ';']));
        let by_words = ["viết tắt là", "gọi tắt là", "tắt:", "viết tắt:"].iter().any(|w| before.ends_with(w));
        let spelled =
            after.strip_prefix('(').and_then(|a| a.split(')').next()).is_some_and(|a| initials(a).contains(word));
        bracketed || by_words || spelled
    })
}

fn initials(words: &str) -> String {
    fold(words).split(' ').filter_map(|w| w.chars().next()).flat_map(char::to_uppercase).collect()
}

/// Whether a word stands in a code: beside digits, slashes or dashes without a gap.
fn in_code(tokens: &[Token], at: usize) -> bool {
    let tied =
        |t: &Token| matches!(t.kind, Kind::Slash | Kind::Dash | Kind::Number) || t.is('.') || t.is('_') || t.is('@');
    let gap_before = tokens.get(at).is_some_and(|t| t.gap == Gap::None);
    let before = gap_before && at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(tied);
    let inside = tokens.get(at + 2).is_some_and(|n| n.gap == Gap::None && matches!(n.kind, Kind::Word | Kind::Number));
    let after = tokens.get(at + 1).is_some_and(|n| n.gap == Gap::None && tied(n)) && inside;
    before || after
}

/// Whether a place is in the list of recipients or where the paper is filed: codes of offices that only the house knows.
fn filed(seen: &Seen<'_>, place: usize) -> bool {
    let line = seen.before(place).trim_start().trim_start_matches(['-', '*', '+']).trim_start();
    line.starts_with("Lưu") || line.starts_with("Nơi nhận")
}

/// Whether the words around are written in capitals too: a heading or a name in a signature.
fn shouted(seen: &Seen<'_>, tokens: &[Token], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).filter(|t| t.kind == Kind::Word);
    let text = seen.str();
    let marked = |t: &Token| t.text(text).chars().any(|c| !c.is_ascii() && c != 'Đ');
    let loud = |t: Option<&Token>| t.is_some_and(|t| t.case == Case::Upper && (t.end - t.start > 5 || marked(t)));
    let near: Vec<&Token> = (at.saturating_sub(3)..at + 4).filter(|i| *i != at).filter_map(word).collect();
    let upper = near.iter().filter(|t| t.case == Case::Upper).count();
    (upper >= 2 && upper * 2 > near.len()) || loud(at.checked_sub(1).and_then(word)) || loud(word(at + 1))
}

/// Whether one letter was added, dropped or changed.
fn one_off(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Equal => a != b && a.get(same + 1..) == b.get(same + 1..),
        std::cmp::Ordering::Less => a.len() + 1 == b.len() && a.get(same..) == b.get(same + 1..),
        std::cmp::Ordering::Greater => b.len() + 1 == a.len() && a.get(same + 1..) == b.get(same..),
    }
}
