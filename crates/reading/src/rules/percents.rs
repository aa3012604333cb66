//! Percentages and fractions.

use super::seen::{fold, number};
use super::{Found, Rule, Seen};
use domain::proof::{Figure, FigureKind, Group, Severity, Span};
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

/// A percentage that its counts do not give.
pub const MISMATCH: Rule = Rule {
    name: "percent-mismatch",
    severity: Severity::Error,
    title: "Tỷ lệ phần trăm không khớp với số đếm",
    about: "Tính lại từ phân số hoặc từ hai số đếm đứng ngay trước; chấp nhận làm tròn theo số chữ số đã viết. Là lỗi khi đi với phân số, là cảnh \
            báo khi mẫu số phải suy ra từ câu. Tỷ lệ so với kế hoạch, so với cùng kỳ không xét.",
    example: "Đã giải quyết 118/120 đơn, đạt 89,3%.",
    mended: "Đã giải quyết 118/120 đơn, đạt 98,3%.",
    check: mismatch,
};

/// Shares that do not make a whole.
pub const NOT_HUNDRED: Rule = Rule {
    name: "percents-not-100",
    severity: Severity::Warning,
    title: "Các tỷ lệ của một tổng không cộng thành 100%",
    about: "Xét các tỷ lệ được liệt kê như các phần của một tổng, hoặc khi câu nói “còn lại”; cho phép sai số do làm tròn.",
    example: "Có 92,2% ý kiến được trả lời tại chỗ, còn lại 1,8% ý kiến chuyển cấp trên.",
    mended: "Có 98,2% ý kiến được trả lời tại chỗ, còn lại 1,8% ý kiến chuyển cấp trên.",
    check: not_hundred,
};

/// More than all of them.
pub const OVER_ONE: Rule = Rule {
    name: "fraction-over-one",
    severity: Severity::Error,
    title: "Phân số lớn hơn 1, điểm cao hơn thang điểm",
    about: "“19/18 xã”: tử số vượt mẫu số. Bỏ qua khi câu nói vượt kế hoạch, vượt chỉ tiêu.",
    example: "Đến nay 19/18 xã đạt chuẩn nông thôn mới.",
    mended: "Đến nay 17/18 xã đạt chuẩn nông thôn mới.",
    check: over_one,
};

const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

/// Whether a share shown with so many digits may be that of two numbers.
fn agrees(part: Decimal, whole: Decimal, shown: Decimal) -> Option<bool> {
    let exact = part.checked_mul(HUNDRED)?.checked_div(whole)?;
    // A hundred per cent is said of all of them and of no fewer.
    if shown == HUNDRED && shown.scale() == 0 && part != whole {
        return Some(exact.round_dp(1) == HUNDRED);
    }
    let unit = Decimal::new(1, shown.scale());
    Some((exact - shown).abs() < unit)
}

/// The number of one hundredth that would have been right, with as many digits as were shown.
fn right(part: Decimal, whole: Decimal, shown: Decimal) -> Option<String> {
    let exact = part.checked_mul(HUNDRED)?.checked_div(whole)?.round_dp(shown.scale().max(1));
    Some(number(exact))
}

/// Words that may stand between a number and its share.
fn ties(between: &str) -> bool {
    let open: String = between.chars().filter(|c| !matches!(c, '(' | ',' | '=' | ':' | ' ' | '\u{a0}')).collect();
    let words = fold(between);
    // "118/120 đơn thuộc thẩm quyền, đạt 98,3%": a few words of what is counted may stand first.
    let last = words.rsplit(' ').next().unwrap_or("");
    let tie = ["đạt", "chiếm", "bằng", "lệ", "tương", "đương"].contains(&last);
    open.is_empty() || words == "tỷ lệ" || (tie && words.split(' ').count() <= 9 && !between.contains([';', '.']))
}

/// Whether the words after a share say that it is measured against something else.
fn against_other(after: &str) -> bool {
    let words = fold(after.get(..after.char_indices().nth(40).map_or(after.len(), |(i, _)| i)).unwrap_or(after));
    ["kế hoạch", "so với", "chỉ tiêu", "dự toán", "cùng kỳ", "nghị quyết", "mục tiêu", "của cả", "toàn tỉnh"]
        .iter()
        .any(|w| words.contains(w))
}

/// Whether the words before a share say that it is a change.
fn is_change(between: &str) -> bool {
    let words = fold(between);
    ["tăng", "giảm", "vượt", "lãi suất", "hơn"].iter().any(|w| super::seen::holds(&words, w))
}

fn mismatch(seen: &Seen<'_>, found: &mut Found) {
    let figures = &seen.reading.figures;
    let groups: FxHashMap<usize, &Group> =
        seen.reading.groups.iter().rev().flat_map(|g| g.parts.iter().map(move |p| (*p, g))).collect();
    for (at, percent) in figures.iter().enumerate().filter(|(_, f)| f.kind == FigureKind::Percent && f.approx.is_none())
    {
        let Some(part) = at.checked_sub(1).and_then(|i| figures.get(i)) else { continue };
        let between = seen.str().get(part.span.end..percent.span.start).unwrap_or("");
        if between.len() > 120 || between.contains('\n') || !ties(between) || is_change(between) {
            continue;
        }
        let after = seen.after(percent.span.end);
        if part.approx.is_some() || against_other(after) {
            continue;
        }
        if let (FigureKind::Ratio, Some(whole)) = (part.kind, part.of) {
            tell(found, seen, part, None, whole, percent, Severity::Error);
        } else if part.kind == FigureKind::Count
            && let Some(whole) = whole_of(seen, groups.get(&(at - 1)).copied(), at - 1, part)
        {
            tell(found, seen, part, Some(whole.span), whole.value, percent, Severity::Warning);
        }
    }
}

/// The whole that a count is a share of: the total of its group, else the only larger count of the same unit before it in its
/// sentence.
fn whole_of<'a>(seen: &Seen<'a>, group: Option<&Group>, at: usize, part: &Figure) -> Option<&'a Figure> {
    if let Some(total) = group.and_then(|g| g.total) {
        return seen.figure(total).filter(|t| t.approx.is_none() && t.kind == FigureKind::Count);
    }
    let sentence = seen.sentence(part.span);
    let mut larger = seen.figures_in(sentence).filter(|(i, f)| {
        *i < at
            && f.kind == FigureKind::Count
            && f.approx.is_none()
            && f.value >= part.value
            && f.unit == part.unit
            && f.unit.is_some()
    });
    match (larger.next(), larger.next()) {
        // "từ 320 hộ xuống 245 hộ (3,98%)": two moments are compared, the share is of something else.
        (Some((_, one)), None) if !compares(seen.str().get(one.span.end..part.span.start).unwrap_or("")) => Some(one),
        _ => None,
    }
}

/// Whether the words between two counts compare two moments.
fn compares(between: &str) -> bool {
    let words = fold(between);
    ["xuống", "xuống còn", "giảm còn", "tăng lên", "lên", "so với"].iter().any(|w| super::seen::holds(&words, w))
}

fn tell(
    found: &mut Found,
    seen: &Seen<'_>,
    part: &Figure,
    whole_at: Option<Span>,
    whole: Decimal,
    percent: &Figure,
    most: Severity,
) {
    if whole.is_zero() || agrees(part.value, whole, percent.value) != Some(false) {
        return;
    }
    let Some(right) = right(part.value, whole, percent.value) else { return };
    let text = format!("{}/{} là {right}%, không phải {}", number(part.value), number(whole), seen.short(percent.span));
    let mut finding =
        MISMATCH.finding(percent.span, text).hint("soát lại số đếm và tỷ lệ").related(part.span, None).at_most(most);
    if let Some(span) = whole_at {
        finding = finding.related(span, None);
    }
    found.add(finding);
}

fn not_hundred(seen: &Seen<'_>, found: &mut Found) {
    let mut told: FxHashSet<Span> = FxHashSet::default();
    for group in &seen.reading.groups {
        let parts: Vec<&Figure> = group.parts.iter().filter_map(|i| seen.figure(*i)).collect();
        let whole = group.total.and_then(|i| seen.figure(i));
        let shares = parts.len() > 1 && parts.iter().all(|p| p.kind == FigureKind::Percent);
        if shares
            && group.percent.is_none()
            && whole.is_none_or(|w| w.kind == FigureKind::Percent && w.value == HUNDRED)
        {
            weigh(&parts, group.complete, found, &mut told, seen);
        }
    }
    for (at, rest) in seen.reading.figures.iter().enumerate().filter(|(_, f)| f.kind == FigureKind::Percent) {
        let before = fold(seen.before(rest.span.start));
        if !["còn lại", "còn lại là", "còn lại có", "số còn lại"].iter().any(|w| before.ends_with(w)) {
            continue;
        }
        let sentence = seen.sentence(rest.span);
        let shares: Vec<&Figure> = seen
            .figures_in(sentence)
            .filter(|(i, f)| *i <= at && f.kind == FigureKind::Percent)
            .map(|(_, f)| f)
            .collect();
        if (2..=6).contains(&shares.len()) && !shares.iter().any(|s| told.contains(&s.span)) {
            weigh(&shares, true, found, &mut told, seen);
        }
    }
}

fn weigh(parts: &[&Figure], complete: bool, found: &mut Found, told: &mut FxHashSet<Span>, seen: &Seen<'_>) {
    let Some(sum) = parts.iter().try_fold(Decimal::ZERO, |sum, p| sum.checked_add(p.value)) else { return };
    let scale = parts.iter().map(|p| p.value.scale()).min().unwrap_or(0);
    let count = Decimal::from(parts.len());
    let slack = Decimal::new(5, scale + 1) * count;
    let Some(first) = parts.first() else { return };
    told.extend(parts.iter().map(|p| p.span));
    let off = (sum - HUNDRED).abs();
    if off <= slack || parts.iter().any(|p| p.approx.is_some()) || (!complete && off > Decimal::TEN) {
        return;
    }
    let shown: Vec<String> = parts.iter().map(|p| seen.short(p.numeral)).collect();
    let text = format!("{} = {}%, không phải 100%", shown.join(" + "), number(sum));
    let mut finding = NOT_HUNDRED.finding(first.span, text).hint("soát lại từng tỷ lệ");
    for part in parts.iter().skip(1) {
        finding = finding.related(part.span, None);
    }
    found.add(finding);
}

fn over_one(seen: &Seen<'_>, found: &mut Found) {
    let figures = &seen.reading.figures;
    let ratios = figures.iter().enumerate().filter(|(_, f)| matches!(f.kind, FigureKind::Ratio | FigureKind::Score));
    for (at, figure) in ratios {
        let Some(of) = figure.of.filter(|of| figure.value > *of) else { continue };
        let sentence = fold(seen.of(seen.sentence(figure.span)));
        if ["vượt", "kế hoạch", "chỉ tiêu", "nghị quyết", "mục tiêu", "điểm thưởng"]
            .iter()
            .any(|w| super::seen::holds(&sentence, w))
        {
            continue;
        }
        // "125/100 đảng viên, đạt 125%": whoever works the share out means to say that more was done than was asked.
        let told = figures.get(at + 1).filter(|p| p.kind == FigureKind::Percent && p.value > HUNDRED);
        if told.is_some_and(|p| agrees(figure.value, of, p.value) == Some(true)) {
            continue;
        }
        let text = format!("{} lớn hơn {}: {}", number(figure.value), number(of), seen.short(figure.span));
        found.add(OVER_ONE.finding(figure.span, text).hint("tử số và mẫu số có thể bị đảo hoặc gõ nhầm"));
    }
}
