//! The same thing counted twice, with two outcomes.

use super::seen::{fold, number};
use super::{Found, Rule, Seen};
use domain::proof::{Figure, FigureKind, Severity};
use rustc_hash::FxHashMap;

/// One thing, two numbers.
pub const SAID_TWICE: Rule = Rule {
    name: "said-twice-differently",
    severity: Severity::Warning,
    title: "Cùng một việc, cùng nơi, cùng kỳ mà hai số khác nhau",
    about: "So hai câu nói về cùng một thứ được đếm, cùng đơn vị đếm, cùng phạm vi, cùng kỳ. Im lặng khi có từ cho biết phạm vi hẹp hơn (riêng, trong \
            đó, cấp khác) hoặc là số ước lượng.",
    example: "Năm 2023, toàn huyện tổ chức 61 cuộc đối thoại với Nhân dân.\n\nNhìn lại năm 2023, toàn huyện tổ chức 64 cuộc đối thoại với Nhân \
              dân.",
    mended: "Năm 2023, toàn huyện tổ chức 61 cuộc đối thoại với Nhân dân.\n\nNhìn lại năm 2023, toàn huyện tổ chức 61 cuộc đối thoại với Nhân \
             dân.",
    check: said_twice,
};

/// What two claims must share to be about one thing.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    unit: String,
    what: String,
    scope: String,
    years: Option<(domain::Date, domain::Date)>,
    narrow: bool,
}

/// Words that make a claim narrower than its twin, or a step of the same work.
const NARROW: [&str; 12] =
    ["riêng", "trong đó", "thêm", "mỗi", "bình quân", "trung bình", "còn", "lần", "đợt", "từ", "kế hoạch", "chỉ tiêu"];

fn said_twice(seen: &Seen<'_>, found: &mut Found) {
    let mut said: FxHashMap<Key, Vec<&Figure>> = FxHashMap::default();
    for figure in &seen.reading.figures {
        let Some(key) = key(seen, figure) else { continue };
        let twins = said.entry(key).or_default();
        if let Some(twin) = twins.iter().find(|t| t.value != figure.value)
            && twins.len() < 3
            && seen.sentence(twin.span) != seen.sentence(figure.span)
            && alike(seen, twin, figure)
        {
            let what = figure.what.map_or(String::new(), |w| format!(" ({})", seen.short(w)));
            let text = format!("Ở đây {}, chỗ khác {}{what}", number(figure.value), number(twin.value));
            let finding = SAID_TWICE.finding(figure.span, text).hint("soát lại hai chỗ, hoặc nói rõ phạm vi từng chỗ");
            found.add(finding.related(twin.span, None));
        }
        if twins.len() < 4 {
            twins.push(figure);
        }
    }
}

fn key(seen: &Seen<'_>, figure: &Figure) -> Option<Key> {
    let counted = matches!(figure.kind, FigureKind::Count | FigureKind::Measure | FigureKind::Money);
    if !counted || figure.approx.is_some() || figure.spelled || figure.of.is_some() || seen.aside(figure.span.start) {
        return None;
    }
    let what = fold(seen.of(figure.what?));
    let years = figure.period.and_then(|i| seen.reading.periods.get(i)).and_then(|p| Some((p.from?, p.to?)));
    // Without words for what is counted, or with the counting unit alone, too much is alike.
    (what.split(' ').count() > 1).then(|| Key {
        unit: fold(figure.unit.as_deref().unwrap_or("")),
        what,
        scope: figure.scope.map(|s| fold(seen.of(s))).unwrap_or_default(),
        years,
        narrow: narrow(seen, figure),
    })
}

fn narrow(seen: &Seen<'_>, figure: &Figure) -> bool {
    let before = fold(near_before(seen, figure));
    let words: Vec<&str> = before.rsplit(' ').take(6).collect();
    let words = words.into_iter().rev().collect::<Vec<_>>().join(" ");
    NARROW.iter().any(|w| super::seen::holds(&words, w))
}

/// The last words of the sentence before a figure.
fn near_before<'a>(seen: &Seen<'a>, figure: &Figure) -> &'a str {
    let before = seen.before(figure.span.start);
    let before = before.rsplit(['.', ';']).next().unwrap_or(before);
    let from = before.char_indices().rev().nth(90).map_or(0, |(i, _)| i);
    before.get(from..).unwrap_or(before)
}

/// Whether the words around two claims are mostly the same: who did it, and to what end.
fn alike(seen: &Seen<'_>, a: &Figure, b: &Figure) -> bool {
    let (x, y) = (around(seen, a), around(seen, b));
    let common = x.iter().filter(|w| y.contains(w)).count();
    common * 10 >= x.len().min(y.len()).max(1) * 6
}

fn around(seen: &Seen<'_>, figure: &Figure) -> Vec<String> {
    let before = fold(near_before(seen, figure));
    let clause = before.rsplit(' ').take(7).map(str::to_owned);
    let what = figure.what.map(|w| fold(seen.of(w))).unwrap_or_default();
    clause.chain(what.split(' ').map(str::to_owned)).filter(|w| !w.is_empty()).collect()
}
