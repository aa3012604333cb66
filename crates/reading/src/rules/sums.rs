//! Totals and their parts.

use super::seen::{fold, number};
use super::{Found, Rule, Seen};
use domain::proof::{Figure, FigureKind, Group, Severity, Span};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

/// The parts do not make the total.
pub const MISMATCH: Rule = Rule {
    name: "sum-mismatch",
    severity: Severity::Error,
    title: "Tổng khác các phần cộng lại",
    about: "Là lỗi khi câu văn liệt kê đủ các phần. Khi chỉ nêu vài phần mà cộng lại vượt tổng, hoặc thiếu chút ít so với tổng, là cảnh báo. Số \
            ước lượng (hơn, gần) không bị báo.",
    example: "Năm 2023, huyện tổ chức 63 cuộc đối thoại (cấp huyện 09 cuộc, cấp xã 52 cuộc).",
    mended: "Năm 2023, huyện tổ chức 61 cuộc đối thoại (cấp huyện 09 cuộc, cấp xã 52 cuộc).",
    check: mismatch,
};

/// What came in is more than what was dealt with, and nobody says where the rest is.
pub const REMAINDER: Rule = Rule {
    name: "unexplained-remainder",
    severity: Severity::Warning,
    title: "Nhận nhiều hơn giải quyết mà không nói phần còn lại",
    about: "Số đơn, ý kiến, kiến nghị tiếp nhận lớn hơn số được giải quyết; câu và câu sau không nêu số còn lại, số chuyển, số đang giải quyết.",
    example: "Toàn xã tiếp nhận 48 đơn kiến nghị; đã giải quyết 45/45 đơn thuộc thẩm quyền.",
    mended: "Toàn xã tiếp nhận 48 đơn kiến nghị; đã giải quyết 45/45 đơn thuộc thẩm quyền, còn lại 3 đơn chuyển cấp trên.",
    check: remainder,
};

/// Parts of a total counted in units that cannot be added.
pub const UNITS_MIXED: Rule = Rule {
    name: "units-mixed",
    severity: Severity::Warning,
    title: "Các phần của một tổng dùng đơn vị đếm khác nhau",
    about: "Lượt, người, đơn, vụ việc là những thứ khác nhau, cộng vào nhau thì tổng không còn nghĩa. Các đơn vị cùng loại (cuộc, hội nghị) \
            không bị báo.",
    example: "Lãnh đạo huyện tiếp 257 lượt người (cấp xã tiếp 168 lượt; cấp huyện tiếp 89 người).",
    mended: "Lãnh đạo huyện tiếp 257 lượt người (cấp xã tiếp 168 lượt; cấp huyện tiếp 89 lượt).",
    check: units_mixed,
};

/// Total, parts and their sum, when all are exact numbers.
fn exact<'a>(seen: &Seen<'a>, group: &Group) -> Option<(&'a Figure, Vec<&'a Figure>, Decimal)> {
    let total = seen.figure(group.total?)?;
    let parts: Vec<&Figure> = group.parts.iter().map(|i| seen.figure(*i)).collect::<Option<_>>()?;
    if parts.len() < 2 || total.approx.is_some() || parts.iter().any(|p| p.approx.is_some()) {
        return None;
    }
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, p| sum.checked_add(p.value))?;
    Some((total, parts, sum))
}

fn mismatch(seen: &Seen<'_>, found: &mut Found) {
    for group in seen.reading.groups.iter().filter(|g| g.adds_up == Some(false)) {
        let Some((total, parts, sum)) = exact(seen, group) else { continue };
        if sum == total.value || total.kind == FigureKind::Percent {
            continue;
        }
        let shown: Vec<String> = parts.iter().map(|p| number(p.value)).collect();
        let sums = format!("{} = {}", shown.join(" + "), number(sum));
        let short = total.value - sum;
        let (text, most) = if group.complete {
            (format!("Tổng {} khác {sums}", number(total.value)), Severity::Error)
        } else if sum > total.value {
            (format!("Các phần cộng lại vượt tổng {}: {sums}", number(total.value)), Severity::Warning)
        } else if short * Decimal::from(5) <= total.value {
            (
                format!("Các phần cộng lại thiếu {} so với tổng {}: {sums}", number(short), number(total.value)),
                Severity::Warning,
            )
        } else {
            continue;
        };
        let mut finding =
            MISMATCH.finding(total.span, text).hint("soát lại tổng và từng phần theo nguồn số liệu").at_most(most);
        for part in parts {
            finding = finding.related(part.span, None);
        }
        found.add(finding);
    }
}

/// Classes of counting units, by their folded names.
type Classes<'a> = FxHashMap<String, &'a str>;

/// Whether two counting units may be added: the same, one within the other, or of one class in the lexicon.
fn addable(classes: &Classes<'_>, a: &str, b: &str) -> bool {
    let (x, y) = (fold(a), fold(b));
    let class = |unit: &str| classes.get(unit).copied();
    let within = |long: &str, short: &str| long.split(' ').any(|w| w == short) || long.starts_with(short);
    x == y || within(&x, &y) || within(&y, &x) || class(&x).is_some_and(|c| class(&y) == Some(c))
}

fn units_mixed(seen: &Seen<'_>, found: &mut Found) {
    let units = seen.reader.lexicon.counting.unit.iter().filter(|u| !u.class.is_empty());
    let classes: Classes<'_> = units.map(|u| (fold(&u.name), u.class.as_str())).collect();
    for group in seen.reading.groups.iter().filter(|g| g.total.is_some()) {
        let parts: Vec<&Figure> = group.parts.iter().filter_map(|i| seen.figure(*i)).collect();
        let stated = |f: &&&Figure| matches!(f.kind, FigureKind::Count) && f.unit.is_some() && !f.spelled;
        let stated: Vec<&Figure> = parts.iter().filter(stated).copied().collect();
        let unit = |f: &Figure| f.unit.clone().unwrap_or_default();
        let odd = stated.iter().enumerate().find_map(|(i, b)| {
            stated.iter().take(i).find(|a| !addable(&classes, &unit(a), &unit(b))).map(|a| (*a, *b))
        });
        let Some((a, b)) = odd else { continue };
        let (x, y) = (a.unit.as_deref().unwrap_or(""), b.unit.as_deref().unwrap_or(""));
        let text = format!("Cộng “{x}” với “{y}” trong một tổng");
        let mut finding = UNITS_MIXED.finding(b.span, text).hint("thống nhất đơn vị đếm").related(a.span, None);
        if let Some(total) = group.total.and_then(|i| seen.figure(i)) {
            finding = finding.related(total.span, None);
        }
        found.add(finding);
    }
}

/// Words of taking in, of dealing with, and of what is left; folded.
const TAKEN: [&str; 5] = ["tiếp nhận", "nhận được", "tiếp nhận được", "đã nhận", "nhận"];
const DEALT: [&str; 6] = ["giải quyết", "xử lý", "trả lời", "giải trình", "xem xét", "được giải quyết"];
const LEFT: [&str; 14] = [
    "còn lại",
    "còn",
    "chuyển",
    "đang",
    "chưa",
    "tồn",
    "không đủ điều kiện",
    "lưu",
    "trả lại",
    "rút",
    "không thụ lý",
    "hướng dẫn",
    "trùng",
    "xếp",
];

/// Whether the figure counts what is received and answered.
fn is_case(figure: &Figure) -> bool {
    let unit = fold(figure.unit.as_deref().unwrap_or(""));
    ["đơn", "đơn thư", "ý kiến", "kiến nghị", "vụ việc", "vụ", "phản ánh", "hồ sơ", "lượt ý kiến"]
        .iter()
        .any(|u| unit == *u || unit.starts_with(&format!("{u} ")))
}

fn remainder(seen: &Seen<'_>, found: &mut Found) {
    let figures = &seen.reading.figures;
    for (at, taken) in figures.iter().enumerate() {
        if taken.kind != FigureKind::Count || taken.approx.is_some() || !is_case(taken) {
            continue;
        }
        let before = fold(tail(seen.before(taken.span.start), 40));
        if !TAKEN.iter().any(|w| before.ends_with(w) || before.ends_with(&format!("{w} tổng số"))) {
            continue;
        }
        let line = seen.line(taken.span.start);
        let next =
            figures.iter().skip(at + 1).take_while(|f| f.span.end <= line.end && f.span.start < taken.span.end + 400);
        let dealt = next.clone().find(|f| {
            let words = fold(seen.str().get(taken.span.end..f.span.start).unwrap_or(""));
            let near = words.get(words.len().saturating_sub(90)..).or(Some(&words)).unwrap_or("");
            let same = is_case(f)
                || (f.kind == FigureKind::Ratio && f.unit.is_none())
                || (f.kind == FigureKind::Ratio && is_case(f));
            same && matches!(f.kind, FigureKind::Count | FigureKind::Ratio) && DEALT.iter().any(|w| near.contains(w))
        });
        let Some(dealt) = dealt.filter(|d| d.value < taken.value) else { continue };
        let rest = taken.value - dealt.value;
        // A fraction of the whole says itself what is left: 45/48.
        if dealt.of == Some(taken.value) {
            continue;
        }
        let window = Span::new(taken.span.end, seen.sentence(dealt.span).end);
        let after = seen.after(dealt.span.end);
        let told = fold(&format!("{} {}", seen.of(window), after.get(..floor(after, 160)).unwrap_or(after)));
        let said = LEFT.iter().any(|w| super::seen::holds(&told, w));
        if said
            || figures
                .iter()
                .any(|f| f.value == rest && f.span.start > taken.span.start && f.span.start < dealt.span.end + 200)
        {
            continue;
        }
        let text = format!(
            "Nhận {}, giải quyết {}: còn {} chưa nói đến",
            number(taken.value),
            number(dealt.value),
            number(rest)
        );
        found.add(
            REMAINDER
                .finding(taken.span, text)
                .hint("nêu rõ phần còn lại: đang giải quyết, chuyển cấp khác, không đủ điều kiện")
                .related(dealt.span, None),
        );
    }
}

/// The last bytes of a text, on a character border.
fn tail(text: &str, len: usize) -> &str {
    let from = (text.len().saturating_sub(len)..=text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    text.get(from..).unwrap_or("")
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}
