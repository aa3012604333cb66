//! How numbers are written.

use super::seen::number;
use super::{Found, Rule, Seen};
use domain::proof::{Approx, Figure, FigureKind, Severity};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Commas for thousands.
pub const FORMATS: Rule = Rule {
    name: "mixed-number-formats",
    severity: Severity::Warning,
    title: "Dấu phẩy ngăn cách hàng nghìn",
    about: "Cách viết Việt Nam: dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần lẻ. “1,271” dễ đọc thành một phẩy hai bảy một. Hay gặp ở số đếm của trang tin.",
    example: "Đã vận động 4.675 hộ hiến đất; có 12,350 lượt người tham gia.",
    mended: "Đã vận động 4.675 hộ hiến đất; có 12.350 lượt người tham gia.",
    check: formats,
};

/// 03 here, 3 there.
pub const PADDING: Rule = Rule {
    name: "mixed-number-padding",
    severity: Severity::Note,
    title: "Số nhỏ hơn 10 lúc có số 0 đứng trước, lúc không",
    about: "“03 hội nghị” và “3 hội nghị”: chọn một cách trong cả văn bản. Ghi chú một lần.",
    example: "Huyện tổ chức 03 hội nghị đối thoại. Xã tổ chức 5 hội nghị đối thoại. Thôn tổ chức 7 hội nghị.",
    mended: "Huyện tổ chức 03 hội nghị đối thoại. Xã tổ chức 05 hội nghị đối thoại. Thôn tổ chức 07 hội nghị.",
    check: padding,
};

/// "More than" before an exact odd number.
pub const APPROX_EXACT: Rule = Rule {
    name: "approx-exact",
    severity: Severity::Note,
    title: "“hơn”, “gần” trước một số lẻ đếm chính xác",
    about: "Đã đếm được 256 cuộc thì không phải “hơn 256 cuộc”. Số tròn, số đo, số tiền lớn thì không xét.",
    example: "Ba năm qua đã tổ chức hơn 256 cuộc tuyên truyền.",
    mended: "Ba năm qua đã tổ chức hơn 250 cuộc tuyên truyền.",
    check: approx_exact,
};

/// A score with and without its scale.
pub const SCORES: Rule = Rule {
    name: "inconsistent-score-format",
    severity: Severity::Warning,
    title: "Điểm số lúc có thang điểm, lúc không",
    about: "“96/100 điểm” và “97,05 điểm” trong cùng văn bản: người đọc không biết điểm sau có cùng thang không.",
    example: "Năm 2022 xã đạt 95,5/100 điểm; năm 2023 xã đạt 97,05 điểm.",
    mended: "Năm 2022 xã đạt 95,5/100 điểm; năm 2023 xã đạt 97,05/100 điểm.",
    check: scores,
};

fn formats(seen: &Seen<'_>, found: &mut Found) {
    let other = seen
        .reading
        .figures
        .iter()
        .find(|f| !f.comma_thousands && seen.of(f.numeral).contains(['.', ',']) && f.of.is_none());
    for figure in seen.reading.figures.iter().filter(|f| f.comma_thousands) {
        let right = number(figure.value);
        let text = format!("{} dùng dấu phẩy ngăn hàng nghìn", seen.short(figure.numeral));
        let mut finding = FORMATS.finding(figure.span, text).hint(format!("viết {right}"));
        // The whole span is put in, so its words stay.
        finding = finding.suggest(seen.of(figure.span).replacen(seen.of(figure.numeral), &right, 1));
        if let Some(other) = other {
            finding = finding.related(other.span, Some("cách viết dùng trong bài".into()));
        }
        found.add(finding);
    }
}

fn padding(seen: &Seen<'_>, found: &mut Found) {
    let small = |f: &&Figure| {
        matches!(f.kind, FigureKind::Count | FigureKind::Ratio)
            && !f.spelled
            && f.value >= Decimal::ONE
            && f.value < Decimal::TEN
            && f.value.scale() == 0
    };
    let counted: Vec<&Figure> = seen.reading.figures.iter().filter(small).collect();
    let is_padded = |f: &Figure| seen.of(f.numeral).starts_with('0');
    let (padded, bare): (Vec<&Figure>, Vec<&Figure>) = counted.iter().partition(|f| is_padded(f));
    let (fewer, more) = if padded.len() < bare.len() { (padded, bare) } else { (bare, padded) };
    let (Some(first), Some(usual)) = (fewer.first(), more.first()) else { return };
    let text = format!(
        "Số nhỏ hơn 10 viết hai cách: “{}” ({} chỗ) và “{}” ({} chỗ)",
        seen.short(first.span),
        fewer.len(),
        seen.short(usual.span),
        more.len()
    );
    let mut finding = PADDING.finding(first.span, text).hint("chọn một cách trong cả văn bản");
    for other in fewer.iter().skip(1).take(20) {
        finding = finding.related(other.span, None);
    }
    found.add(finding);
}

fn approx_exact(seen: &Seen<'_>, found: &mut Found) {
    for figure in seen.reading.figures.iter().filter(|f| f.kind == FigureKind::Count && f.of.is_none()) {
        let Some((word, Approx::Above | Approx::Below | Approx::About)) = figure.approx else { continue };
        let Some(value) = figure.value.to_u64().filter(|_| figure.value.fract().is_zero()) else { continue };
        if value < 11 || value % 5 == 0 || (value > 9999 && value % 100 == 0) {
            continue;
        }
        let span = domain::proof::Span::new(word.start.min(figure.span.start), figure.span.end);
        let text = format!("“{}” đi với số lẻ chính xác {}", seen.short(word), seen.short(figure.span));
        found.add(
            APPROX_EXACT.finding(span, text).hint("bỏ từ ước lượng, hoặc dùng số tròn").related(figure.numeral, None),
        );
    }
}

fn scores(seen: &Seen<'_>, found: &mut Found) {
    let score = |f: &&Figure| f.kind == FigureKind::Score && f.unit.as_deref().is_some_and(|u| u.contains("điểm"));
    let all: Vec<&Figure> = seen.reading.figures.iter().filter(score).collect();
    let Some(whole) = all.iter().find(|f| f.of.is_some()) else { return };
    let scale = whole.of.unwrap_or(Decimal::ZERO);
    let with = all.iter().filter(|f| f.of.is_some()).count();
    for figure in all.iter().filter(|f| f.of.is_none() && f.value <= scale) {
        let text = format!("{} không ghi thang điểm, chỗ khác ghi {}", seen.short(figure.span), seen.short(whole.span));
        let most = if with > 1 { Severity::Warning } else { Severity::Note };
        let mut finding =
            SCORES.finding(figure.span, text).hint("ghi cùng một cách").related(whole.span, None).at_most(most);
        // Points taken off or added are no scores.
        if figure.value * Decimal::from(2) >= scale {
            let numeral = seen.of(figure.numeral);
            finding =
                finding.suggest(seen.of(figure.span).replacen(numeral, &format!("{numeral}/{}", number(scale)), 1));
            found.add(finding);
        }
    }
}
