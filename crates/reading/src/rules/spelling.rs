//! Spelling: words that cannot be, words without their marks, slips in set phrases, words taken for their neighbours.

use super::{Found, Rule, Seen};
use crate::scan::{Case, Gap, Kind, Token};
use crate::spelling::phrases::{like, lower};
use crate::spelling::syllable;
use domain::proof::{Severity, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// Words that no Vietnamese syllable can be.
pub const IMPOSSIBLE: Rule = Rule {
    name: "impossible-syllable",
    severity: Severity::Error,
    title: "Âm tiết không thể có trong tiếng Việt",
    about: "Phụ âm đầu, vần và thanh không ghép được với nhau: gõ sót, gõ thừa hoặc dính chữ. Bỏ qua tên riêng, chữ viết tắt, từ \
            nước ngoài, địa chỉ mạng. Chữ có thể tách thành hai từ thì chỉ là cảnh báo.",
    example: "Các đơn vị tiếp tục củng cố, nângg cao chất lượng hoạt động.",
    mended: "Các đơn vị tiếp tục củng cố, nâng cao chất lượng hoạt động.",
    check: impossible,
};

/// Words whose marks were left out in a text that has them.
pub const UNMARKED: Rule = Rule {
    name: "missing-marks",
    severity: Severity::Warning,
    title: "Từ thiếu dấu trong văn bản có dấu",
    about: "Một từ không dấu lọt vào giữa các từ có dấu. Chỉ báo khi phần lớn văn bản có dấu và từ ấy đúng là một âm tiết bị bỏ dấu.",
    example: "Kiên quyết xử lý những hành vi gây phien hà cho người dân.",
    mended: "Kiên quyết xử lý những hành vi gây phiền hà cho người dân.",
    check: unmarked,
};

/// One letter or tone off a set phrase.
pub const SLIP: Rule = Rule {
    name: "phrase-slip",
    severity: Severity::Warning,
    title: "Sai một chữ hoặc một dấu trong cụm từ quen",
    about: "Hai chữ đứng cạnh nhau không thành từ nào trong bộ từ, nhưng chỉ lệch một chữ cái hoặc một dấu so với đúng một cụm từ \
            của ngành. Im lặng khi chữ ấy đi với từ đứng bên kia, hoặc là tên riêng.",
    example: "Mở lớp bồi dưỡng nghiệp vụ dân vân cho cán bộ cơ sở.",
    mended: "Mở lớp bồi dưỡng nghiệp vụ dân vận cho cán bộ cơ sở.",
    check: slip,
};

/// Spellings that are never right.
pub const WRONG: Rule = Rule {
    name: "common-misspelling",
    severity: Severity::Error,
    title: "Lỗi chính tả thường gặp",
    about: "Cách viết không bao giờ đúng, theo danh sách trong bộ từ: “bổ xung”, “nhửng”, “xử lí” thì không kể vì vẫn dùng được.",
    example: "Đề nghị bổ xung kinh phí cho các tổ hòa giải.",
    mended: "Đề nghị bổ sung kinh phí cho các tổ hòa giải.",
    check: wrong,
};

/// A syllable of few words where another is meant.
pub const CONFUSED: Rule = Rule {
    name: "confused-word",
    severity: Severity::Warning,
    title: "Dùng lẫn hai chữ gần giống nhau",
    about: "Chữ này chỉ đứng trong vài từ (“đề” trong đề án, vấn đề; “củng” trong củng cố); ở đây nó đứng ngoài các từ ấy, có lẽ \
            định viết chữ khác (“để”, “cũng”).",
    example: "Thông qua người có uy tín đề vận động bà con tham gia.",
    mended: "Thông qua người có uy tín để vận động bà con tham gia.",
    check: confused,
};

/// What a word looks like to the rules of spelling.
enum Word {
    /// Nothing to say of it.
    Fine,
    /// Marks on what cannot be a syllable.
    Impossible,
    /// A syllable that lost its marks.
    Unmarked,
}

/// Looks each different word up once.
struct Judge<'a> {
    seen: &'a Seen<'a>,
    known: FxHashMap<String, u8>,
}

impl Judge<'_> {
    fn judge(&mut self, tokens: &[Token], at: usize) -> Word {
        let Some(token) = tokens.get(at) else { return Word::Fine };
        if token.kind != Kind::Word || token.end - token.start < 2 || self.let_off(tokens, at) {
            return Word::Fine;
        }
        let word = lower(token.text(self.seen.str()));
        let grammar = &self.seen.reader.spelling;
        let verdict = *self.known.entry(word).or_insert_with_key(|word| {
            // Without a vowel it is a short form ("trđ", "đc"), not a slip.
            let short = !word.chars().any(|c| "aeiouy".contains(syllable::plain(c)));
            if short || grammar.is_foreign(word) || syllable::possible(word) || word.contains(['f', 'j', 'w', 'z']) {
                0
            } else if word.is_ascii() {
                if syllable::possible_unmarked(word) { 2 } else { 0 }
            } else {
                1
            }
        });
        match verdict {
            1 => Word::Impossible,
            2 => Word::Unmarked,
            _ => Word::Fine,
        }
    }

    /// Acronyms, proper names, codes, addresses and words joined by hyphens or apostrophes.
    fn let_off(&self, tokens: &[Token], at: usize) -> bool {
        let (Some(token), text) = (tokens.get(at), self.seen.str()) else { return true };
        let previous = at.checked_sub(1).and_then(|i| tokens.get(i));
        let next = tokens.get(at + 1);
        let code = |c: u32| char::from_u32(c).is_some_and(|c| "@_/\\'’.:#&".contains(c));
        let tied = |t: &Token| {
            matches!(t.kind, Kind::Dash | Kind::Slash | Kind::Number) || (t.kind == Kind::Sign && code(t.id))
        };
        if token.gap == Gap::None && previous.is_some_and(|p| tied(p) && !sentence_end(p))
            || next.is_some_and(|n| n.gap == Gap::None && tied(n) && !ends_here(tokens, at + 1))
            || token.text(text).bytes().any(|b| b.is_ascii_digit())
        {
            return true;
        }
        match token.case {
            Case::Lower => false,
            Case::First => {
                let opens = previous.is_none_or(|p| token.gap >= Gap::Line || sentence_end(p));
                !opens || next.is_some_and(|n| n.kind == Kind::Word && n.case != Case::Lower)
            }
            Case::Upper | Case::Mixed => true,
        }
    }
}

fn sentence_end(token: &Token) -> bool {
    ['.', '!', '?', ':', ';', '“', '"', '('].iter().any(|c| token.is(*c))
}

/// Whether a sign closes a sentence or clause rather than standing inside an address: nothing follows it without a gap.
fn ends_here(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.kind == Kind::Sign || t.kind == Kind::Slash)
        && tokens
            .get(at + 1)
            .is_none_or(|n| n.gap > Gap::None || matches!(n.kind, Kind::Sign | Kind::Slash | Kind::Super))
}

fn impossible(seen: &Seen<'_>, found: &mut Found) {
    let mut judge = Judge { seen, known: FxHashMap::default() };
    seen.each_block(|tokens| {
        for (at, token) in tokens.iter().enumerate() {
            let told = |at| tokens.get(at..).is_some_and(|rest| seen.reader.spelling.wrong.longest(rest).is_some());
            if !matches!(judge.judge(tokens, at), Word::Impossible) || told(at) {
                continue;
            }
            let (span, raw) = (token.span(), token.text(seen.str()));
            let mut finding = IMPOSSIBLE.finding(span, format!("“{raw}” không phải một âm tiết tiếng Việt"));
            if let Some(parts) = split(&lower(raw)) {
                finding = IMPOSSIBLE
                    .finding(span, format!("“{raw}” có thể là hai từ viết dính: “{parts}”"))
                    .at_most(Severity::Warning)
                    .hint("thêm dấu cách nếu đúng là hai từ");
            } else if let Some(right) = seen.reader.spelling.guess(seen.str(), tokens, at) {
                let right = like(raw, &right);
                finding =
                    finding.hint(format!("có lẽ là “{right}”; đọc lại cả cụm xem có mất chữ không")).suggest(right);
            } else {
                finding = finding.hint("đọc lại: gõ sót, gõ thừa hay mất chữ");
            }
            found.add(finding);
        }
    });
}

/// A word as two syllables, when it can only be cut in one place.
fn split(word: &str) -> Option<String> {
    let onsets = |s: &str| s.chars().count() > 1 && syllable::possible(s);
    let mut cuts = word.char_indices().skip(2).filter_map(|(i, _)| {
        let (a, b) = (word.get(..i)?, word.get(i..)?);
        (onsets(a) && onsets(b) && !b.starts_with(|c: char| "aeiouyăâêôơư".contains(syllable::plain(c))))
            .then(|| format!("{a} {b}"))
    });
    match (cuts.next(), cuts.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

fn unmarked(seen: &Seen<'_>, found: &mut Found) {
    if !is_marked(seen.str()) {
        return;
    }
    let mut judge = Judge { seen, known: FxHashMap::default() };
    seen.each_block(|tokens| {
        for (at, token) in tokens.iter().enumerate() {
            let (span, raw) = (token.span(), token.text(seen.str()));
            // Words in a run of foreign words are foreign.
            let foreign = |i: Option<usize>| {
                let near = i.and_then(|i| tokens.get(i)).filter(|t| t.kind == Kind::Word);
                near.is_some_and(|t| t.text(seen.str()).is_ascii() && !syllable::possible(&lower(t.text(seen.str()))))
            };
            if matches!(judge.judge(tokens, at), Word::Unmarked)
                && !foreign(at.checked_sub(1))
                && !foreign(Some(at + 1))
            {
                let guess = seen.reader.spelling.guess(seen.str(), tokens, at).map(|g| like(raw, &g));
                let mut finding = UNMARKED.finding(span, format!("“{raw}” thiếu dấu"));
                finding = match guess {
                    Some(right) => finding.hint(format!("có lẽ là “{right}”")).suggest(right),
                    None => finding.hint("thêm dấu, hoặc viết nghiêng nếu là từ nước ngoài"),
                };
                found.add(finding);
                continue;
            }
            if let Some((right, next)) = seen.reader.spelling.bare(seen.str(), tokens, at).zip(tokens.get(at + 1)) {
                let pair = Span::new(span.start, next.end as usize);
                let text = format!("“{}” thiếu dấu: “{right}”", seen.short(pair));
                found.add(UNMARKED.finding(pair, text).suggest(right));
            }
        }
    });
}

/// Whether most words that can have marks have them: at least one letter in ten is no plain one.
fn is_marked(text: &str) -> bool {
    let (mut letters, mut marked) = (0usize, 0usize);
    for c in text.chars().take(200_000).filter(|c| c.is_alphabetic()) {
        letters += 1;
        marked += usize::from(!c.is_ascii());
    }
    letters > 0 && marked * 10 >= letters
}

fn slip(seen: &Seen<'_>, found: &mut Found) {
    let names: FxHashSet<usize> = seen.reading.names.iter().filter_map(|n| n.proper).map(|p| p.start).collect();
    seen.each_block(|tokens| {
        let mut last = usize::MAX;
        for at in 0..tokens.len() {
            let slip = seen.reader.spelling.slip(seen.str(), tokens, at);
            let Some((slip, token)) = slip.and_then(|s| tokens.get(s.token).map(|t| (s, t))) else { continue };
            let Some((a, b)) = tokens.get(at).zip(tokens.get(at + 1)) else { continue };
            if last == slip.token || names.contains(&(a.start as usize)) || names.contains(&(b.start as usize)) {
                continue;
            }
            last = slip.token;
            let raw = token.text(seen.str());
            // What another rule of spelling tells is told once.
            let wrong =
                |i: usize| tokens.get(i..).is_some_and(|rest| seen.reader.spelling.wrong.longest(rest).is_some());
            if wrong(at) || wrong(at + 1) || !syllable::possible(&lower(raw)) {
                continue;
            }
            let right = like(raw, &slip.right);
            let pair = Span::new(a.start as usize, b.end as usize);
            let both = seen.of(pair).split_whitespace().collect::<Vec<_>>().join(" ");
            let text = format!("“{both}” có lẽ là “{}”", slip.phrase);
            let phrase: Vec<String> =
                slip.phrase.split(' ').zip([a, b]).map(|(right, t)| like(t.text(seen.str()), right)).collect();
            found.add(
                SLIP.finding(pair, text).hint(format!("viết “{right}” thay cho “{raw}”")).suggest(phrase.join(" ")),
            );
        }
    });
}

fn wrong(seen: &Seen<'_>, found: &mut Found) {
    let grammar = &seen.reader.spelling;
    if grammar.wrong.is_empty() {
        return;
    }
    seen.each_block(|tokens| {
        for at in 0..tokens.len() {
            let Some(rest) = tokens.get(at..) else { break };
            let Some((len, n)) = grammar.wrong.longest(rest) else { continue };
            let Some(wrong) = seen.reader.lexicon.spelling.wrong.get(*n) else { continue };
            let Some((first, last)) = rest.first().zip(rest.get(len - 1)) else { continue };
            if first.case == Case::First
                && rest.get(..len).is_some_and(|t| t.iter().skip(1).any(|t| t.case == Case::First))
            {
                continue;
            }
            let previous = at.checked_sub(1).and_then(|i| tokens.get(i));
            // "hồ sơ | xuất trình", "cũng | cố gắng": a syllable belongs with the word beside it.
            let next = rest.get(len).filter(|n| n.gap == Gap::Space);
            let split = previous.is_some_and(|p| first.gap == Gap::Space && grammar.knows(p, first))
                || next.is_some_and(|n| grammar.knows(last, n));
            if len > 1 && split {
                continue;
            }
            // A single wrong syllable with a capital in the middle of a sentence is a name.
            if len == 1
                && first.case != Case::Lower
                && previous.is_some_and(|p| !sentence_end(p))
                && first.gap < Gap::Line
            {
                continue;
            }
            let span = Span::new(first.start as usize, last.end as usize);
            let right = like(first.text(seen.str()), &wrong.right);
            let text = format!("“{}” viết đúng là “{right}”", seen.short(span));
            found.add(WRONG.finding(span, text).suggest(right));
        }
    });
}

fn confused(seen: &Seen<'_>, found: &mut Found) {
    seen.each_block(|tokens| {
        for (at, token) in tokens.iter().enumerate() {
            let previous = at.checked_sub(1).and_then(|i| tokens.get(i));
            let opens = previous.is_none_or(|p| token.gap >= Gap::Line || sentence_end(p));
            if token.kind != Kind::Word || !(token.case == Case::Lower || (token.case == Case::First && opens)) {
                continue;
            }
            let Some(meant) = seen.reader.spelling.misplaced(tokens, at) else { continue };
            if tokens.get(at..).is_some_and(|rest| seen.reader.spelling.wrong.longest(rest).is_some()) {
                continue;
            }
            let Some(next) = tokens.get(at + 1).filter(|n| syllable::possible(&lower(n.text(seen.str())))) else {
                continue;
            };
            let raw = token.text(seen.str());
            let right = like(raw, meant);
            let text = format!("“{raw} {}”: có lẽ là “{right}”", next.text(seen.str()));
            found.add(CONFUSED.finding(token.span(), text).hint(format!("viết “{right}” nếu đúng ý")).suggest(right));
        }
    });
}
