//! The same document cited more than once: another date, issuer, title or number; one number for two documents. A reference is not
//! a key: Party numbers begin anew with each term of a committee, state numbers each year.

use super::seen::{fold, range_of, shown};
use super::{Found, Rule, Seen};
use domain::proof::{Citation, DateMention, Family, Severity, Span};
use rustc_hash::FxHashMap;

/// One reference, two dates.
pub const DATES_DIFFER: Rule = Rule {
    name: "reference-dates-differ",
    severity: Severity::Error,
    title: "Một văn bản được dẫn với hai ngày khác nhau",
    about: "Cùng số, ký hiệu nhưng ngày chỉ lệch một thành phần (ngày, tháng hoặc năm), hoặc là văn bản quy phạm có năm trong số hiệu. Lệch nhiều \
            hơn thì có thể là hai văn bản: xem quy tắc ambiguous-reference.",
    example: "Quán triệt Chỉ thị số 19-CT/TU, ngày 12/5/2021 của Tỉnh ủy.\n\nSơ kết Chỉ thị số 19-CT/TU, ngày 12/6/2021 của Tỉnh ủy.",
    mended: "Quán triệt Chỉ thị số 19-CT/TU, ngày 12/5/2021 của Tỉnh ủy.\n\nSơ kết Chỉ thị số 19-CT/TU, ngày 12/5/2021 của Tỉnh ủy.",
    check: dates_differ,
};

/// One reference, two issuers.
pub const ISSUERS_DIFFER: Rule = Rule {
    name: "reference-issuers-differ",
    severity: Severity::Warning,
    title: "Một văn bản được ghi hai cơ quan ban hành",
    about: "Cùng số, ký hiệu, cùng ngày nhưng nơi ghi Ban Chấp hành, nơi ghi Ban Thường vụ. Cách gọi ngắn và đầy đủ của cùng một cơ quan thì không \
            báo.",
    example: "Thực hiện Kế hoạch số 24-KH/HU, ngày 15/4/2022 của Ban Chấp hành Đảng bộ huyện về công tác tôn giáo.\n\nKế hoạch số 24-KH/HU, ngày \
              15/4/2022 của Ban Thường vụ Huyện ủy về công tác tôn giáo được phổ biến đến các chi bộ.",
    mended: "Thực hiện Kế hoạch số 24-KH/HU, ngày 15/4/2022 của Ban Thường vụ Huyện ủy về công tác tôn giáo.\n\nKế hoạch số 24-KH/HU, ngày \
             15/4/2022 của Ban Thường vụ Huyện ủy về công tác tôn giáo được phổ biến đến các chi bộ.",
    check: issuers_differ,
};

/// One reference, two titles.
pub const TITLES_DIFFER: Rule = Rule {
    name: "reference-titles-differ",
    severity: Severity::Warning,
    title: "Một văn bản được ghi hai trích yếu khác nhau",
    about: "Trích yếu gần giống nhau nhưng thiếu, thừa hoặc đổi vài chữ. Trích yếu rút ngắn ở đuôi thì không báo.",
    example: "Đề án số 08-ĐA/TU, ngày 02/3/2020 của Tỉnh ủy về “Nâng cao hiệu quả công tác hòa giải ở cơ sở giai đoạn mới”.\n\nSơ kết Đề án số \
              08-ĐA/TU, ngày 02/3/2020 của Tỉnh ủy về “Nâng cao chất lượng công tác hòa giải cơ sở giai đoạn mới”.",
    mended: "Đề án số 08-ĐA/TU, ngày 02/3/2020 của Tỉnh ủy về “Nâng cao hiệu quả công tác hòa giải ở cơ sở giai đoạn mới”.\n\nSơ kết Đề án số \
             08-ĐA/TU, ngày 02/3/2020 của Tỉnh ủy về “Nâng cao hiệu quả công tác hòa giải ở cơ sở giai đoạn mới”.",
    check: titles_differ,
};

/// One document, two numbers.
pub const NUMBERS_DIFFER: Rule = Rule {
    name: "reference-numbers-differ",
    severity: Severity::Warning,
    title: "Hai số khác nhau cho văn bản cùng ký hiệu, cùng ngày",
    about: "Cảnh báo khi cả trích yếu cũng giống nhau: một trong hai số gõ nhầm. Không có trích yếu để so thì chỉ ghi chú khi hai số lệch đúng một \
            chữ số, vì một ngày có thể ra nhiều văn bản.",
    example: "Kế hoạch số 31-KH/TU, ngày 06/9/2022 về công tác dân vận của chính quyền.\n\nTổng kết Kế hoạch số 37-KH/TU, ngày 06/9/2022 về công \
              tác dân vận của chính quyền.",
    mended: "Kế hoạch số 31-KH/TU, ngày 06/9/2022 về công tác dân vận của chính quyền.\n\nTổng kết Kế hoạch số 31-KH/TU, ngày 06/9/2022 về công \
             tác dân vận của chính quyền.",
    check: numbers_differ,
};

/// One number, two documents.
pub const AMBIGUOUS: Rule = Rule {
    name: "ambiguous-reference",
    severity: Severity::Warning,
    title: "Một số, ký hiệu chỉ hai văn bản khác nhau",
    about: "Số của Đảng đánh lại theo nhiệm kỳ, số của chính quyền đánh lại theo năm, nên hai văn bản có thể trùng số. Chỗ nào không nêu khóa hoặc ngày \
            thì không biết là văn bản nào.",
    example: "Nghị quyết số 18-NQ/TU, ngày 03/6/2013 của Tỉnh ủy khóa XIV về dân vận. Nghị quyết số 18-NQ/TU, ngày 12/3/2003 của Tỉnh ủy khóa \
              XII về tôn giáo. Các xã đã học tập Nghị quyết số 18-NQ/TU.",
    mended: "Nghị quyết số 18-NQ/TU, ngày 03/6/2013 của Tỉnh ủy khóa XIV về dân vận. Nghị quyết số 19-NQ/TU, ngày 12/3/2003 của Tỉnh ủy khóa \
             XII về tôn giáo. Các xã đã học tập Nghị quyết số 18-NQ/TU.",
    check: ambiguous,
};

/// What a reference is looked up by within a text: number without zeros, year, letters of the symbol.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    number: String,
    year: Option<i16>,
    letters: String,
}

/// The key of a numbered citation.
pub(super) fn key(citation: &Citation) -> Option<Key> {
    let number = citation.number.as_deref()?.trim_start_matches('0').to_lowercase();
    let letters: String = citation.symbol.as_deref()?.chars().filter(|c| c.is_alphanumeric()).collect();
    (!letters.is_empty() && !number.is_empty()).then(|| Key {
        number,
        year: citation.year,
        letters: letters.to_uppercase(),
    })
}

/// Mentions of one reference beyond this many are not compared.
const MANY: usize = 60;

/// A citation with what tells it from its namesakes.
pub(super) struct Mention<'a> {
    /// The citation.
    pub citation: &'a Citation,
    /// Its date as written.
    date: Option<&'a DateMention>,
    /// The committee's term, as stated.
    term: Option<String>,
    /// Its title, folded.
    title: Option<String>,
}

/// Mentions of the same reference, in the order of the text; only those with more than one.
pub(super) fn mentions<'a>(seen: &Seen<'a>) -> Vec<Vec<Mention<'a>>> {
    let mut places: FxHashMap<Key, usize> = FxHashMap::default();
    let mut all: Vec<Vec<&Citation>> = Vec::new();
    for citation in seen.reading.citations.iter().filter(|c| !c.own) {
        let Some(key) = key(citation) else { continue };
        let place = *places.entry(key).or_insert_with(|| {
            all.push(Vec::new());
            all.len() - 1
        });
        if let Some(list) = all.get_mut(place).filter(|l| l.len() < MANY) {
            list.push(citation);
        }
    }
    all.retain(|list| list.len() > 1);
    let mention = |citation: &'a Citation| Mention {
        citation,
        date: seen.date_of(citation),
        term: term(seen, citation),
        title: title(seen, citation),
    };
    all.into_iter().map(|list| list.into_iter().map(mention).collect()).collect()
}

/// Folded words near a citation: to the end of its clause, no further than the next one.
fn clause<'a>(seen: &Seen<'a>, citation: &Citation) -> &'a str {
    let rest = seen.after(citation.span.end);
    let next = seen.next_citation(citation.span.start).map(|c| c.span.start);
    let limit = next.map_or(rest.len(), |n| n.saturating_sub(citation.span.end)).min(rest.len());
    let end = rest.find(';').unwrap_or(rest.len()).min(limit);
    rest.get(..end).unwrap_or("")
}

/// The term of the committee, as the words after a reference state it: "khóa XI".
fn term(seen: &Seen<'_>, citation: &Citation) -> Option<String> {
    let words = fold(clause(seen, citation));
    // "về nhiệm kỳ khóa XV của Quốc hội" is far from the issuer; only the first words count.
    let near: Vec<&str> = words.split(' ').take(26).collect();
    let at = near.iter().position(|w| *w == "khóa")?;
    near.get(at + 1).filter(|t| t.chars().all(|c| "ivxlc0123456789".contains(c))).map(|t| (*t).to_owned())
}

/// In how many of day, month and year two dates differ.
fn apart(a: &DateMention, b: &DateMention) -> usize {
    let differ = |x: Option<u32>, y: Option<u32>| usize::from(x.zip(y).is_some_and(|(x, y)| x != y));
    differ(a.day, b.day) + differ(a.month, b.month) + differ(a.year, b.year)
}

/// Whether two mentions speak of two documents: other terms, or dates far apart with nothing that binds them.
fn two(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    if a.citation.family == Family::Normative {
        return false;
    }
    if let (Some(x), Some(y)) = (&a.term, &b.term) {
        return x != y;
    }
    let (Some(x), Some(y)) = (a.date, b.date) else { return false };
    apart(x, y) > 1 && !alike(a.title.as_deref(), b.title.as_deref(), 0.6)
}

fn title(seen: &Seen<'_>, citation: &Citation) -> Option<String> {
    citation.title.map(|t| fold(seen.of(t)))
}

fn alike(a: Option<&str>, b: Option<&str>, at_least: f64) -> bool {
    a.zip(b).is_some_and(|(a, b)| likeness(a, b) >= at_least)
}

/// How much of two titles is the same, from 0 to 1: words in common in the same order, over the shorter one's length.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').take(60).collect(), b.split(' ').take(60).collect());
    let mut row = vec![0usize; b.len() + 1];
    for x in &a {
        let mut corner = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(0);
            let left = row.get(j).copied().unwrap_or(0);
            let best = if x == y { corner + 1 } else { above.max(left) };
            corner = above;
            if let Some(cell) = row.get_mut(j + 1) {
                *cell = best;
            }
        }
    }
    let common = row.last().copied().unwrap_or(0);
    common as f64 / a.len().min(b.len()).max(1) as f64
}

fn dates_differ(seen: &Seen<'_>, found: &mut Found) {
    for list in mentions(seen) {
        let dated: Vec<(&Mention<'_>, &DateMention)> =
            list.iter().filter_map(|m| Some((m, m.date?))).filter(|(_, d)| !d.blank && range_of(d).is_some()).collect();
        let Some((first, date)) = most_common(&dated) else { continue };
        for (mention, other) in &dated {
            if apart(date, other) == 0 || two(first, mention) {
                continue;
            }
            let reference = seen.short(mention.citation.reference);
            let text = format!("{reference} ghi {} ở đây, {} ở chỗ khác", day(seen, other), day(seen, date));
            found
                .add(DATES_DIFFER.finding(other.span, text).hint("đối chiếu với văn bản gốc").related(date.span, None));
        }
    }
}

fn day(seen: &Seen<'_>, date: &DateMention) -> String {
    date.date.map_or_else(|| seen.short(date.span), |d| format!("ngày {}", shown(d)))
}

/// The mention whose date most others share; the first of them.
fn most_common<'a, 'b>(dated: &[(&'b Mention<'a>, &'a DateMention)]) -> Option<(&'b Mention<'a>, &'a DateMention)> {
    let votes = |date: &DateMention| dated.iter().filter(|(_, d)| apart(d, date) == 0).count();
    let best = dated.iter().map(|(_, d)| votes(d)).max()?;
    dated.iter().find(|(_, d)| votes(d) == best).copied()
}

/// Which organ of a committee an issuer's name means.
fn organ(issuer: &str) -> Option<&'static str> {
    let organs = [
        ("ban chấp hành", "bch"),
        ("ban thường vụ", "btv"),
        ("btv", "btv"),
        ("bch", "bch"),
        ("thường trực", "tt"),
        ("bộ chính trị", "bct"),
        ("ban bí thư", "bbt"),
        ("thủ tướng", "ttg"),
        ("ủy ban nhân dân", "ubnd"),
        ("ubnd", "ubnd"),
        ("hội đồng nhân dân", "hđnd"),
        ("hđnd", "hđnd"),
        ("chính phủ", "cp"),
        ("quốc hội", "qh"),
    ];
    organs.iter().find(|(words, _)| issuer.starts_with(words)).map(|(_, name)| *name)
}

/// Which level an issuer's name means.
fn level(issuer: &str) -> Option<&'static str> {
    let levels = [
        ("trung ương", "tw"),
        ("tỉnh", "tỉnh"),
        ("huyện", "huyện"),
        ("thị xã", "thị"),
        ("quận", "quận"),
        ("phường", "xã"),
        ("xã", "xã"),
        ("thị trấn", "xã"),
    ];
    levels.iter().find(|(word, _)| super::seen::holds(issuer, word)).map(|(_, name)| *name)
}

fn issuers_differ(seen: &Seen<'_>, found: &mut Found) {
    for list in mentions(seen) {
        let stated: Vec<(&Mention<'_>, Span, String)> =
            list.iter().filter_map(|m| m.citation.issuer.map(|i| (m, i, fold(seen.of(i))))).collect();
        let votes = |name: &str| stated.iter().filter(|(_, _, n)| !contradict(n, name)).count();
        let Some(best) = stated.iter().map(|(_, _, n)| votes(n)).max() else { continue };
        let Some((first, place, name)) = stated.iter().find(|(_, _, n)| votes(n) == best && organ(n).is_some()) else {
            continue;
        };
        for (mention, span, other) in &stated {
            if !contradict(name, other) || two(first, mention) {
                continue;
            }
            let text = format!(
                "{} ghi là của “{}” ở đây, của “{}” ở chỗ khác",
                seen.short(mention.citation.reference),
                seen.short(*span),
                seen.short(*place)
            );
            found.add(ISSUERS_DIFFER.finding(*span, text).hint("đối chiếu với văn bản gốc").related(*place, None));
        }
    }
}

/// Whether two issuers' names cannot mean one body.
fn contradict(a: &str, b: &str) -> bool {
    let differ = |x: Option<&str>, y: Option<&str>| x.zip(y).is_some_and(|(x, y)| x != y);
    differ(organ(a), organ(b)) || differ(level(a), level(b))
}

fn titles_differ(seen: &Seen<'_>, found: &mut Found) {
    for list in mentions(seen) {
        // Different wordings of the title, with how often each stands there.
        let mut wordings: Vec<(&Mention<'_>, Span, &str, usize)> = Vec::new();
        for mention in &list {
            let (Some(title), Some(span)) = (mention.title.as_deref(), mention.citation.title) else { continue };
            if let Some(known) = wordings.iter_mut().find(|(_, _, t, _)| *t == title) {
                known.3 += 1;
            } else if title.contains(' ') && wordings.len() < 8 {
                wordings.push((mention, span, title, 1));
            }
        }
        let Some(most) = wordings.iter().map(|w| w.3).max() else { continue };
        let Some((first, place, title, _)) = wordings.iter().find(|w| w.3 == most) else { continue };
        for (mention, span, other, _) in &wordings {
            let (a, b) = (first.citation, mention.citation);
            let near = likeness(title, other);
            let whole = a.title_quoted == b.title_quoted;
            if !(0.55..0.999).contains(&near) || two(first, mention) || (!whole && near > 0.85) {
                continue;
            }
            let text = format!("Trích yếu của {} viết khác chỗ kia: “{}”", seen.short(b.reference), seen.short(*place));
            let worst = if a.title_quoted && b.title_quoted { Severity::Warning } else { Severity::Note };
            let finding = TITLES_DIFFER.finding(*span, text).hint("ghi đúng trích yếu của văn bản gốc");
            found.add(finding.related(*place, None).at_most(worst));
        }
    }
}

fn numbers_differ(seen: &Seen<'_>, found: &mut Found) {
    let mut days: FxHashMap<(domain::Date, String), Vec<&Citation>> = FxHashMap::default();
    for citation in seen.reading.citations.iter().filter(|c| !c.own) {
        let (Some(key), Some(date)) = (key(citation), seen.date_of(citation).and_then(|d| d.date)) else { continue };
        let list = days.entry((date, key.letters)).or_default();
        let known = list.iter().any(|o| o.number == citation.number && o.title.is_some() == citation.title.is_some());
        for other in list.iter().filter(|_| !known) {
            let (Some(a), Some(b)) = (other.number.as_deref(), citation.number.as_deref()) else { continue };
            if a.trim_start_matches('0') == b.trim_start_matches('0') {
                continue;
            }
            let (x, y) = (title(seen, other), title(seen, citation));
            let most = match (&x, &y) {
                (Some(x), Some(y)) if x.split(' ').count() > 3 && likeness(x, y) >= 0.9 => Severity::Warning,
                (Some(_), Some(_)) => continue,
                _ if one_digit(a, b) => Severity::Note,
                _ => continue,
            };
            let text = format!(
                "{} và {} cùng ký hiệu, cùng ngày {}: có thể một số gõ nhầm",
                seen.short(other.reference),
                seen.short(citation.reference),
                shown(date)
            );
            let finding = NUMBERS_DIFFER.finding(citation.reference, text).hint("bỏ qua nếu đúng là hai văn bản");
            found.add(finding.related(other.reference, None).at_most(most));
        }
        if list.len() < 20 && !known {
            list.push(citation);
        }
    }
}

fn one_digit(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).filter(|(x, y)| x != y).count() == 1
}

fn ambiguous(seen: &Seen<'_>, found: &mut Found) {
    for list in mentions(seen) {
        let pair = list.iter().enumerate().find_map(|(i, b)| list.iter().take(i).find(|a| two(a, b)).map(|a| (a, b)));
        let Some((a, b)) = pair.map(|(a, b)| (a.citation, b.citation)) else { continue };
        let vague: Vec<&Mention<'_>> = list.iter().filter(|m| m.term.is_none() && m.date.is_none()).collect();
        let what = format!("{} chỉ hai văn bản khác nhau trong bài này", seen.short(b.reference));
        if vague.is_empty() {
            let finding = AMBIGUOUS.finding(b.span, what.clone()).hint("nêu khóa và ngày ở mọi lần dẫn");
            found.add(finding.at_most(Severity::Note).related(a.span, None));
        }
        for mention in vague {
            let text = format!("{what}; chỗ này không nêu khóa, không nêu ngày");
            let finding = AMBIGUOUS.finding(mention.citation.span, text).hint("thêm khóa hoặc ngày ban hành");
            found.add(finding.related(a.span, None).related(b.span, None));
        }
    }
}
