//! Dates that cannot be, are still to come, or contradict the reference they stand by.

use super::seen::{range_of, shown};
use super::{Found, Rule, Seen};
use domain::proof::{Citation, Family, Severity};
use rustc_hash::FxHashSet;

/// A day that no calendar has.
pub const IMPOSSIBLE: Rule = Rule {
    name: "impossible-date",
    severity: Severity::Error,
    title: "Ngày không có trong lịch",
    about: "Tháng lớn hơn 12, ngày 31 của tháng có 30 ngày, ngày 29/02 của năm không nhuận.",
    example: "Kế hoạch số 12-KH/HU, ngày 31/4/2023 của Ban Thường vụ Huyện ủy.",
    mended: "Kế hoạch số 12-KH/HU, ngày 30/4/2023 của Ban Thường vụ Huyện ủy.",
    check: impossible,
};

/// A document of a day that has not come.
pub const FUTURE: Rule = Rule {
    name: "future-date",
    severity: Severity::Warning,
    title: "Văn bản được dẫn có ngày sau ngày báo cáo",
    about: "Ngày của văn bản được dẫn muộn hơn ngày của chính báo cáo, hoặc muộn hơn ngày soát. Thường là gõ nhầm năm. Ngày hẹn, thời hạn \
            trong kế hoạch thì không xét.",
    example: "Xã Lâm Sơn, ngày 05 tháng 3 năm 2024\n\nThực hiện Kế hoạch số 15-KH/HU, ngày 12/8/2042 của Huyện ủy.",
    mended: "Xã Lâm Sơn, ngày 05 tháng 3 năm 2024\n\nThực hiện Kế hoạch số 15-KH/HU, ngày 12/8/2022 của Huyện ủy.",
    check: future,
};

/// The year in the number is not the year of the date.
pub const AGAINST_YEAR: Rule = Rule {
    name: "date-contradicts-year",
    severity: Severity::Error,
    title: "Ngày của văn bản trái với năm trong số hiệu",
    about: "Văn bản quy phạm pháp luật mang năm ban hành trong số hiệu (59/2023/NĐ-CP), nên ngày ký phải thuộc năm ấy.",
    example: "Theo Nghị định số 62/2021/NĐ-CP, ngày 14/8/2022 của Chính phủ.",
    mended: "Theo Nghị định số 62/2021/NĐ-CP, ngày 14/8/2021 của Chính phủ.",
    check: against_year,
};

/// A number and no date anywhere.
pub const NO_DATE: Rule = Rule {
    name: "number-without-date",
    severity: Severity::Note,
    title: "Văn bản được dẫn có số mà không có ngày",
    about: "Lần dẫn đầu cần đủ tên loại, số, ký hiệu, ngày, cơ quan ban hành, trích yếu (Nghị định 30/2020/NĐ-CP, Phụ lục I). Số được đánh lại \
            mỗi năm hoặc mỗi nhiệm kỳ, thiếu ngày thì không biết là văn bản nào. Chỉ báo khi cả văn bản không nêu ngày của nó lần nào.",
    example: "Thực hiện Kế hoạch số 21-KH/HU của Ban Thường vụ Huyện ủy về công tác tôn giáo.",
    mended: "Thực hiện Kế hoạch số 21-KH/HU, ngày 04/5/2021 của Ban Thường vụ Huyện ủy về công tác tôn giáo.",
    check: no_date,
};

fn impossible(seen: &Seen<'_>, found: &mut Found) {
    for date in seen.reading.dates.iter().filter(|d| d.impossible) {
        let (day, month) = (date.day.unwrap_or(0), date.month.unwrap_or(0));
        let why = if month > 12 || month == 0 {
            format!("không có tháng {month}")
        } else {
            match date.year {
                Some(year) => format!("tháng {month} năm {year} không có ngày {day}"),
                None => format!("tháng {month} không có ngày {day}"),
            }
        };
        let text = format!("Ngày không có thật: {} ({why})", seen.short(date.span));
        found.add(IMPOSSIBLE.finding(date.span, text).hint("đối chiếu với văn bản gốc"));
    }
}

fn future(seen: &Seen<'_>, found: &mut Found) {
    for citation in seen.reading.citations.iter().filter(|c| !c.own) {
        let Some((mention, date)) = seen.date_of(citation).and_then(|d| d.date.map(|date| (d, date))) else { continue };
        // A footer or a later note may be younger than the date in the head; a day of grace for both.
        let (limit, whose) = match seen.when {
            Some((_, last)) if last < seen.today => (last, "ngày báo cáo"),
            _ => (seen.today, "ngày soát"),
        };
        if date > limit {
            let text =
                format!("{} ghi ngày {}, sau {whose} ({})", seen.short(citation.span), shown(date), shown(limit));
            found.add(FUTURE.finding(mention.span, text).hint("xem lại năm").related(citation.span, None));
        }
    }
}

fn against_year(seen: &Seen<'_>, found: &mut Found) {
    for citation in &seen.reading.citations {
        let (Some(year), Some(mention)) = (citation.year, seen.date_of(citation)) else { continue };
        let Some(stated) = mention.year.and_then(|y| i16::try_from(y).ok()) else { continue };
        if citation.family == Family::Normative && stated != year {
            let text =
                format!("Số hiệu {} mang năm {year} nhưng ngày ghi năm {stated}", seen.short(citation.reference));
            found.add(
                AGAINST_YEAR
                    .finding(mention.span, text)
                    .hint("một trong hai chỗ gõ nhầm")
                    .related(citation.reference, None),
            );
        }
    }
}

fn no_date(seen: &Seen<'_>, found: &mut Found) {
    // Numbers that have a date somewhere, even a blank one, and later those that were told.
    let key = |c: &Citation| (c.number.clone(), c.symbol.clone());
    let dated = |c: &&Citation| seen.date_of(c).is_some_and(|d| range_of(d).is_some() || d.impossible || d.blank);
    let mut known: FxHashSet<_> = seen.reading.citations.iter().filter(dated).map(key).collect();
    for citation in &seen.reading.citations {
        let numbered = matches!(citation.family, Family::Party | Family::State | Family::Letter);
        if !numbered || citation.own || !known.insert(key(citation)) {
            continue;
        }
        let text = format!("{}: không có ngày ban hành", seen.short(citation.span));
        found.add(NO_DATE.finding(citation.span, text).hint("thêm ngày ở lần dẫn đầu"));
    }
}
