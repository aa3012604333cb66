//! Names that lose a word on the way: laws, regulations, projects and organs.

use super::references::likeness;
use super::seen::{fold, holds};
use super::{Found, Rule, Seen};
use domain::proof::{Family, Severity, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// The same name with a word missing or changed.
pub const INCONSISTENT: Rule = Rule {
    name: "inconsistent-name",
    severity: Severity::Warning,
    title: "Tên luật, quy chế, đề án viết không giống nhau",
    about: "“Luật Thực hiện dân chủ cơ sở” và “… ở cơ sở”: thiếu một chữ. So với tên đầy đủ trong bộ từ và với các chỗ khác của cùng văn bản; khác nhau chỗ viết \
            hoa thì không kể.",
    example: "Các xã tuyên truyền Luật Thực hiện dân chủ cơ sở.\n\nLuật Thực hiện dân chủ ở cơ sở đã đi vào cuộc sống.",
    mended: "Các xã tuyên truyền Luật Thực hiện dân chủ ở cơ sở.\n\nLuật Thực hiện dân chủ ở cơ sở đã đi vào cuộc sống.",
    check: inconsistent,
};

/// A name whose first word is gone.
pub const CUT: Rule = Rule {
    name: "cut-name",
    severity: Severity::Warning,
    title: "Tên cơ quan mất chữ đầu",
    about: "“Chấp hành Đảng bộ” đứng một mình, không có “Ban” ở trước. Theo danh sách trong bộ từ.",
    example: "Nghị quyết của Chấp hành Đảng bộ huyện về công tác dân vận.",
    mended: "Nghị quyết của Ban Chấp hành Đảng bộ huyện về công tác dân vận.",
    check: cut,
};

/// Different wordings beyond this many are not compared.
const MANY: usize = 200;

/// A name somewhere in the text.
struct Named {
    span: Span,
    folded: String,
    quoted: bool,
}

fn inconsistent(seen: &Seen<'_>, found: &mut Found) {
    let names = collect(seen);
    let full: Vec<String> = seen.reader.lexicon.spelling.names.iter().map(|n| fold(n)).collect();
    let known: FxHashSet<&str> = full.iter().map(String::as_str).collect();
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for name in &names {
        *counts.entry(name.folded.as_str()).or_default() += 1;
    }
    let votes = |folded: &str| counts.get(folded).copied().unwrap_or(0);
    // Different wordings, each once: what a name is compared with.
    let mut kinds: FxHashSet<&str> = FxHashSet::default();
    let wordings: Vec<&Named> = names.iter().filter(|n| kinds.insert(&n.folded)).take(MANY).collect();
    for name in names.iter().filter(|n| !known.contains(n.folded.as_str())) {
        if let Some(right) =
            full.iter().zip(&seen.reader.lexicon.spelling.names).find(|(f, _)| one_word(&name.folded, f))
        {
            let mut finding =
                INCONSISTENT.finding(name.span, format!("Tên đúng: “{}”", right.1)).suggest(right.1.clone());
            if let Some(twin) = names.iter().find(|n| n.folded == *right.0) {
                finding = finding.related(twin.span, None);
            }
            found.add(finding);
            continue;
        }
        let mine = votes(&name.folded);
        let twin = wordings.iter().find(|other| {
            let more = (votes(&other.folded), other.folded.len(), other.span.start < name.span.start);
            let (x, y) = (name.folded.as_str(), other.folded.as_str());
            x != y && more > (mine, name.folded.len(), name.span.start < other.span.start) && near(name, other)
        });
        if let Some(twin) = twin {
            let text = format!("{} viết khác chỗ kia: {}", quoted(seen, name.span), quoted(seen, twin.span));
            let hint = "dùng một tên, đúng như văn bản gốc";
            found.add(INCONSISTENT.finding(name.span, text).hint(hint).related(twin.span, None));
        }
    }
}

/// The words in quotes, those of the text itself when it has them.
fn quoted(seen: &Seen<'_>, span: Span) -> String {
    let words = seen.short(span);
    if words.starts_with(['“', '"']) { words } else { format!("“{words}”") }
}

/// Names of documents without number, "Quy chế …" and the like, and long quoted titles.
fn collect(seen: &Seen<'_>) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    let mut add = |span: Span, quoted: bool| {
        let folded = fold(seen.of(span));
        if folded.split(' ').count() > 3 {
            all.push(Named { span, folded, quoted });
        }
    };
    for (span, _) in super::quotes::quotes(seen.str()).pairs {
        // A title is a few words to a few lines; what is longer is a quotation.
        if (24..400).contains(&span.len()) {
            add(span, true);
        }
    }
    for citation in seen.reading.citations.iter().filter(|c| c.family == Family::Numberless) {
        add(citation.span, false);
    }
    for full in &seen.reader.lexicon.spelling.names {
        let Some(first) = full.split(' ').next() else { continue };
        for (at, _) in seen.str().match_indices(first).take(500) {
            if let Some(span) = beginning(seen, at, full) {
                add(span, false);
            }
        }
    }
    // A name within a quotation is told with it, the quotation with its own words.
    all.sort_by_key(|n| (n.span.start, n.quoted));
    all.dedup_by(|a, b| a.span == b.span || (a.quoted == b.quoted && a.span.touches(b.span)));
    all
}

/// The words at a place that are a name of the lexicon with one word left out.
fn beginning(seen: &Seen<'_>, at: usize, full: &str) -> Option<Span> {
    let words: Vec<String> = fold(full).split(' ').map(str::to_owned).collect();
    let rest = seen.after(at);
    let mut ends = Vec::new();
    let mut inside = false;
    for (i, c) in rest.char_indices() {
        if inside && !c.is_alphanumeric() {
            ends.push(i);
        }
        inside = c.is_alphanumeric();
        if ends.len() >= words.len() {
            break;
        }
    }
    if inside && ends.len() < words.len() {
        ends.push(rest.len());
    }
    let end = *ends.get(words.len().checked_sub(2)?)?;
    let folded = fold(rest.get(..end)?);
    (one_word(&folded, &words.join(" ")) && folded.split(' ').next_back() == words.last().map(String::as_str))
        .then(|| Span::new(at, at + end))
}

/// Whether a name is another with exactly one word left out.
fn one_word(short: &str, long: &str) -> bool {
    let (s, l): (Vec<&str>, Vec<&str>) = (short.split(' ').collect(), long.split(' ').collect());
    if s.len() + 1 != l.len() || s.len() < 4 {
        return false;
    }
    let same = s.iter().zip(&l).take_while(|(a, b)| a == b).count();
    // The first word says what it is; the last may be the beginning of something else.
    same > 0 && same < s.len() && s.get(same..) == l.get(same + 1..)
}

/// Whether two names are likely to be one: nearly all words the same, in their order, and neither simply longer.
fn near(a: &Named, b: &Named) -> bool {
    if !a.quoted || !b.quoted {
        return one_word(&a.folded, &b.folded) || one_word(&b.folded, &a.folded);
    }
    let (x, y) = (a.folded.split(' ').count(), b.folded.split(' ').count());
    let (less, more) = (x.min(y), x.max(y));
    let like = likeness(&a.folded, &b.folded);
    let inside = holds(&a.folded, &b.folded) || holds(&b.folded, &a.folded);
    let years =
        |s: &str| s.split(' ').filter(|w| w.chars().all(|c| c.is_ascii_digit())).map(str::to_owned).collect::<Vec<_>>();
    less >= 6 && more - less <= 2 && like >= 0.82 && !inside && years(&a.folded) == years(&b.folded)
}

fn cut(seen: &Seen<'_>, found: &mut Found) {
    let partial = &seen.reader.spelling.partial;
    seen.each_block(|tokens| {
        for at in 0..tokens.len() {
            let Some(rest) = tokens.get(at..) else { break };
            let Some((len, n)) = partial.longest(rest) else { continue };
            let Some(entry) = seen.reader.lexicon.spelling.partial.get(*n) else { continue };
            let before =
                at.checked_sub(1).and_then(|i| tokens.get(i)).map_or(String::new(), |t| fold(t.text(seen.str())));
            let Some((first, last)) = rest.first().zip(rest.get(len - 1)) else { continue };
            if before == fold(&entry.lacks) || !first.text(seen.str()).starts_with(char::is_uppercase) {
                continue;
            }
            let span = Span::new(first.start as usize, last.end as usize);
            let right = format!("{} {}", entry.lacks, seen.of(span));
            let text = format!("Thiếu “{}” trước “{}”", entry.lacks, seen.short(span));
            found.add(CUT.finding(span, text).suggest(right));
        }
    });
}
