//! What a text claims of a change against the values it gives.

use super::references::{Key, key};
use super::seen::{find, fold, holds, number, range_of, sentences};
use super::{Found, Rule, Seen};
use domain::Date;
use domain::proof::{Citation, Figure, FigureKind, PartKind, Severity, Span};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

/// A change against its two ends.
pub const CHANGE: Rule = Rule {
    name: "change-mismatch",
    severity: Severity::Error,
    title: "Tăng, giảm không khớp với hai số được nêu",
    about: "“tăng từ 52 lên 47”, “45 cuộc, tăng 5 cuộc so với năm trước (42 cuộc)”: tính lại từ các số trong cùng câu.",
    example: "Số hộ nghèo giảm từ 125 hộ xuống 152 hộ.",
    mended: "Số hộ nghèo giảm từ 152 hộ xuống 125 hộ.",
    check: change,
};

/// Said to have grown better, while its values grew worse.
pub const CLAIM: Rule = Rule {
    name: "trend-mismatch",
    severity: Severity::Warning,
    title: "Nói tốt lên mà số liệu xấu đi, hoặc ngược lại",
    about: "So lời khẳng định (tiến triển, cải thiện, tăng, giảm qua các năm) với các giá trị của những năm liên tiếp trong câu, câu sau hoặc chú thích. \
            Hạng có số lớn hơn là kém hơn.",
    example: "Chỉ số SIPAS của huyện có tiến triển qua các năm: năm 2021 SIPAS hạng 2, năm 2022 SIPAS hạng 6.",
    mended: "Chỉ số SIPAS của huyện có tiến triển qua các năm: năm 2021 SIPAS hạng 6, năm 2022 SIPAS hạng 2.",
    check: claim,
};

/// "Three years of" a document that is two years old.
pub const DURATION: Rule = Rule {
    name: "duration-mismatch",
    severity: Severity::Warning,
    title: "“… năm thực hiện” không khớp với ngày của văn bản",
    about: "So số năm với khoảng từ ngày ban hành đến ngày báo cáo (hoặc năm được báo cáo). “Sơ kết 03 năm” có thể chỉ là cách gọi theo năm kế hoạch, nên \
            là cảnh báo.",
    example: "Xã Lâm Sơn, ngày 20 tháng 02 năm 2024\n\nBÁO CÁO\nSơ kết 05 năm thực hiện Kế hoạch số 53-KH/HU, ngày 26/01/2022 của Huyện ủy.",
    mended: "Xã Lâm Sơn, ngày 20 tháng 02 năm 2024\n\nBÁO CÁO\nSơ kết 02 năm thực hiện Kế hoạch số 53-KH/HU, ngày 26/01/2022 của Huyện ủy.",
    check: duration,
};

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

fn change(seen: &Seen<'_>, found: &mut Found) {
    let figures = &seen.reading.figures;
    for (at, pair) in figures.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let between = seen.str().get(a.span.end..b.span.start).unwrap_or("");
        if between.len() > 80 || between.contains('\n') {
            continue;
        }
        let (lead, link) = (fold(seen.before(a.span.start)), fold(between));
        let way = if lead.ends_with("tăng từ") || lead.ends_with("nâng từ") {
            Way::Up
        } else if lead.ends_with("giảm từ") {
            Way::Down
        } else {
            difference(seen, at, a, b, &link, found);
            continue;
        };
        let to = link.split(' ').any(|w| matches!(w, "lên" | "xuống" | "đến" | "còn"));
        let wrong = match way {
            Way::Up => b.value <= a.value,
            Way::Down => b.value >= a.value,
        };
        // A rank that goes up has a smaller number.
        if to && wrong && a.kind == b.kind && a.unit == b.unit && a.kind != FigureKind::Rank {
            let word = if way == Way::Up { "tăng" } else { "giảm" };
            let text = format!("Nói {word} nhưng từ {} đến {}", number(a.value), number(b.value));
            found.add(CHANGE.finding(Span::new(a.span.start, b.span.end), text).hint("hai số có thể bị đảo"));
        }
    }
}

/// "45 cuộc, tăng 5 cuộc so với năm 2022 (42 cuộc)": the value, the change, and the old value right after.
fn difference(seen: &Seen<'_>, at: usize, value: &Figure, step: &Figure, link: &str, found: &mut Found) {
    let way = match link.rsplit(' ').next() {
        Some("tăng") => Way::Up,
        Some("giảm") => Way::Down,
        _ => return,
    };
    let Some(old) = seen.figure(at + 2) else { return };
    let between = seen.str().get(step.span.end..old.span.start).unwrap_or("");
    let near = between.len() < 90
        && !between.contains(['\n', ';', '.'])
        && fold(between).contains("so với")
        && between.trim_end().ends_with('(');
    let exact = [value, step, old].iter().all(|f| f.approx.is_none());
    if !near || !exact || value.unit != old.unit || value.kind != old.kind {
        return;
    }
    let moved = if way == Way::Up { value.value - old.value } else { old.value - value.value };
    let holds = if step.kind == FigureKind::Percent && value.kind != FigureKind::Percent {
        let percent = (moved * Decimal::ONE_HUNDRED).checked_div(old.value);
        percent.is_none_or(|p| (p - step.value).abs() < Decimal::new(1, step.value.scale()))
    } else {
        step.unit != value.unit || moved == step.value
    };
    if !holds {
        let text = format!(
            "Từ {} đến {} là {}, không phải {}",
            number(old.value),
            number(value.value),
            number(moved),
            seen.short(step.span)
        );
        found.add(
            CHANGE.finding(step.span, text).hint("soát lại ba số").related(value.span, None).related(old.span, None),
        );
    }
}

/// Claims of getting better or worse over the years, folded, and the way values must go. "Better" is up for values, down for ranks.
const CLAIMS: [(&str, Way); 14] = [
    ("tiến triển", Way::Up),
    ("chuyển biến tích cực", Way::Up),
    ("cải thiện", Way::Up),
    ("nâng lên", Way::Up),
    ("tăng lên", Way::Up),
    ("tăng dần", Way::Up),
    ("tăng", Way::Up),
    ("tốt hơn", Way::Up),
    ("cao hơn", Way::Up),
    ("tiến bộ", Way::Up),
    ("giảm dần", Way::Down),
    ("giảm", Way::Down),
    ("thấp hơn", Way::Down),
    ("tụt", Way::Down),
];

/// Words that say a claim speaks of years one after another.
const OVER_YEARS: [&str; 8] = [
    "qua các năm",
    "qua từng năm",
    "hằng năm",
    "hàng năm",
    "theo từng năm",
    "năm sau cao hơn năm trước",
    "so với năm trước",
    "so với các năm",
];

/// A value and its year.
type Valued<'a> = (i16, &'a Figure);

/// Values of one thing in years one after another.
struct Series<'a> {
    label: String,
    values: Vec<Valued<'a>>,
}

fn claim(seen: &Seen<'_>, found: &mut Found) {
    let mut at = 0;
    for line in seen.str().split_inclusive('\n') {
        // Nothing is claimed of years without the word.
        if line.contains("năm") || line.contains("Năm") {
            for sentence in sentences(line) {
                judge(seen, Span::new(at + sentence.start, at + sentence.end), found);
            }
        }
        at += line.len();
    }
}

fn judge(seen: &Seen<'_>, sentence: Span, found: &mut Found) {
    if !seen.of(sentence).contains("năm") {
        return;
    }
    let words = fold(seen.of(sentence));
    if !OVER_YEARS.iter().any(|w| holds(&words, w)) {
        return;
    }
    let Some((word, way)) = CLAIMS.iter().filter(|(w, _)| holds(&words, w)).min_by_key(|(w, _)| find(&words, w)) else {
        return;
    };
    if holds(&words, &format!("không {word}")) || holds(&words, &format!("chưa {word}")) {
        return;
    }
    // In the sentence itself the claim comes before its values; else they stand in its footnotes or the sentence after.
    let labels = indicators(seen.of(sentence));
    let mut places = vec![sentence];
    places.extend(footnotes(seen, sentence));
    for place in places {
        for series in series(seen, place) {
            let named = labels.iter().any(|l| holds(&series.label, l));
            if !labels.is_empty() && !named && place != sentence {
                continue;
            }
            let same = place == sentence || named || shares(&words, &series.label);
            if same && let Some((before, after)) = against(*way, &series.values) {
                let what = if series.label.is_empty() { String::new() } else { format!(" ({})", series.label) };
                let text = format!(
                    "Nói “{word}” nhưng {} năm {} sang {} năm {}{what}",
                    seen.short(before.1.span),
                    before.0,
                    seen.short(after.1.span),
                    after.0
                );
                let mut claim = sentence;
                claim.end = claim.start + seen.of(sentence).trim_end().len();
                let finding = CLAIM.finding(claim, text).hint("nói đúng từng chỉ số, hoặc soát lại số liệu");
                found.add(finding.related(before.1.span, None).related(after.1.span, None));
                return;
            }
        }
    }
}

/// The first two values that go against a claim.
fn against<'a>(way: Way, values: &[Valued<'a>]) -> Option<(Valued<'a>, Valued<'a>)> {
    values.windows(2).find_map(|pair| {
        let [a, b] = *pair else { return None };
        let grew = if a.1.kind == FigureKind::Rank { b.1.value < a.1.value } else { b.1.value > a.1.value };
        let shrank = if a.1.kind == FigureKind::Rank { b.1.value > a.1.value } else { b.1.value < a.1.value };
        let wrong = if way == Way::Up { shrank } else { grew };
        wrong.then_some((a, b))
    })
}

/// Acronyms and English names in a sentence, folded: "sipas", "par index".
fn indicators(sentence: &str) -> Vec<String> {
    let words: Vec<&str> = sentence.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let upper = |w: &&str| w.len() > 2 && w.chars().all(|c| c.is_ascii_uppercase());
    words
        .iter()
        .filter(|w| upper(w))
        .map(|w| w.to_lowercase())
        .filter(|w| !matches!(w.as_str(), "ubnd" | "cchc" | "mttq"))
        .collect()
}

/// Whether a label and a claim have two words in common.
fn shares(words: &str, label: &str) -> bool {
    label.split(' ').filter(|w| w.chars().count() > 2 && holds(words, w)).count() > 1
}

/// Footnotes whose marks stand in a span.
fn footnotes(seen: &Seen<'_>, span: Span) -> Vec<Span> {
    let near = Span::new(span.start, (span.end + 8).min(seen.str().len()));
    let words = near.of(seen.str());
    let words = if words.is_empty() { seen.of(span) } else { words };
    let marks: Vec<&str> = words.split(|c: char| !is_super(c)).filter(|m| !m.is_empty()).collect();
    let parts = &seen.reading.outline.parts;
    parts
        .iter()
        .filter(|p| matches!(&p.kind, PartKind::Footnote { mark } if marks.iter().any(|m| m == mark || plain(m) == plain(mark))))
        .map(|p| if p.span.len() > 8 { p.span } else { seen.line(p.span.start) })
        .collect()
}

fn is_super(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '\u{2074}'..='\u{2079}')
}

/// A footnote's mark in plain digits.
fn plain(mark: &str) -> String {
    const SUPER: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    mark.chars()
        .filter_map(|c| {
            SUPER
                .iter()
                .position(|s| *s == c)
                .and_then(|n| char::from_digit(n as u32, 10))
                .or(c.is_ascii_digit().then_some(c))
        })
        .collect()
}

/// Values in a span by the words before them, for two years and more.
fn series<'a>(seen: &Seen<'a>, place: Span) -> Vec<Series<'a>> {
    let mut all: Vec<Series<'a>> = Vec::new();
    let mut last = place.start;
    for (_, figure) in seen.figures_in(place) {
        let measured = matches!(
            figure.kind,
            FigureKind::Rank
                | FigureKind::Score
                | FigureKind::Percent
                | FigureKind::Count
                | FigureKind::Money
                | FigureKind::Measure
        );
        let before = seen.str().get(last..figure.span.start).unwrap_or("");
        last = figure.span.end;
        let Some(year) = year(seen, place, figure)
            .filter(|_| measured && figure.of.is_none_or(|_| figure.kind == FigureKind::Score))
        else {
            continue;
        };
        let label = label(before, figure);
        let slot = all.iter_mut().find(|s| {
            s.label == label && s.values.first().is_some_and(|(_, f)| f.kind == figure.kind && f.unit == figure.unit)
        });
        match slot {
            Some(series) if series.values.last().is_some_and(|(y, _)| *y < year) => series.values.push((year, figure)),
            Some(_) => {}
            None => all.push(Series { label, values: vec![(year, figure)] }),
        }
    }
    all.retain(|s| s.values.len() > 1);
    all
}

/// The year that stands before a figure within the same place.
fn year(seen: &Seen<'_>, place: Span, figure: &Figure) -> Option<i16> {
    let before = seen.str().get(place.start..figure.span.start)?;
    let words = fold(before);
    let years: Vec<&str> = words.split(' ').collect();
    years
        .windows(2)
        .rev()
        .find(|w| matches!(w, ["năm", y] if y.len() == 4 && y.starts_with("20")))
        .and_then(|w| w.get(1)?.parse().ok())
}

/// The last words before a value, without the year and words of saying: "chỉ số par index".
fn label(before: &str, figure: &Figure) -> String {
    let clause =
        before.rsplit([',', ';', '(', ')', ':', '.']).find(|c| c.chars().any(char::is_alphabetic)).unwrap_or("");
    let words = fold(clause);
    let skip = |w: &&str| {
        !matches!(
            *w,
            "năm"
                | "là"
                | "đạt"
                | "được"
                | "có"
                | "xếp"
                | "đứng"
                | "với"
                | "tiếp"
                | "nhận"
                | "và"
                | "thứ"
                | "hạng"
        ) && !w.chars().all(|c| c.is_ascii_digit())
    };
    let mut all: Vec<&str> = words.split(' ').filter(skip).filter(|w| !w.is_empty()).collect();
    let unit = fold(figure.unit.as_deref().unwrap_or(""));
    all.retain(|w| *w != unit);
    let from = all.len().saturating_sub(5);
    all.get(from..).unwrap_or(&[]).join(" ")
}

fn duration(seen: &Seen<'_>, found: &mut Found) {
    let Some((first, last)) = seen.when else { return };
    let days = Days::of_all(seen);
    for figure in seen.reading.figures.iter().filter(|f| f.kind == FigureKind::Duration && f.approx.is_none()) {
        if figure.unit.as_deref() != Some("năm") {
            continue;
        }
        let rest = seen.after(figure.span.end);
        let Some(citation) = seen.next_citation(figure.span.end - 1).filter(|c| !c.own) else { continue };
        let between = seen.str().get(figure.span.end..citation.span.start).unwrap_or("");
        let words = fold(between);
        let ties = ["thực hiện", "triển khai thực hiện", "triển khai", "tổ chức thực hiện", "thi hành"];
        if between.len() > rest.len() || !ties.iter().any(|t| words == *t) {
            continue;
        }
        let Some((issued, _)) = days.of(seen, citation) else { continue };
        let Ok(years) = figure.value.try_into() else { continue };
        let (least, most): (f64, f64) = (years_between(issued, first) - 0.6, years_between(issued, last) + 0.6);
        let years: f64 = years;
        if years < least || years > most {
            let span = Span::new(figure.span.start, citation.span.end);
            let text = format!(
                "“{} năm” nhưng {} ban hành {:.1} năm trước ngày báo cáo",
                seen.short(figure.numeral),
                seen.short(citation.reference),
                years_between(issued, last)
            )
            .replace('.', ",");
            let finding = DURATION.finding(span, text).hint("nêu rõ các năm được tính, hoặc sửa số năm");
            found.add(match seen.date_of(citation) {
                Some(date) => finding.related(date.span, None),
                None => finding,
            });
        }
    }
}

/// The days on which numbered documents were issued, as some mention of them tells; none when two mentions differ.
struct Days {
    known: FxHashMap<Key, Option<(Date, Date)>>,
}

impl Days {
    fn of_all(seen: &Seen<'_>) -> Self {
        let mut known: FxHashMap<Key, Option<(Date, Date)>> = FxHashMap::default();
        for citation in &seen.reading.citations {
            let Some(range) = seen.date_of(citation).and_then(range_of) else { continue };
            let Some(key) = key(citation) else { continue };
            known.entry(key).and_modify(|k| *k = k.filter(|k| *k == range)).or_insert(Some(range));
        }
        Days { known }
    }
    /// The document's own date, or that of another mention.
    fn of(&self, seen: &Seen<'_>, citation: &Citation) -> Option<(Date, Date)> {
        if let Some(date) = seen.date_of(citation).filter(|d| !d.impossible) {
            return range_of(date);
        }
        self.known.get(&key(citation)?).copied().flatten()
    }
}

fn years_between(from: Date, to: Date) -> f64 {
    let days = from.until(to).map_or(0, |s| s.get_days());
    f64::from(days) / 365.25
}
