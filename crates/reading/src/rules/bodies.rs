//! Bodies and levels that did not exist on the day spoken of.

use super::seen::{fold, holds, range_of, shown};
use super::{Found, Rule, Seen};
use domain::Date;
use domain::proof::lexicon::Body;
use domain::proof::{Name, NameKind, Severity, Span};

/// A body out of its time.
pub const NOT_EXISTING: Rule = Rule {
    name: "body-not-existing",
    severity: Severity::Error,
    title: "Cơ quan, đơn vị không tồn tại vào ngày được nói đến",
    about: "Theo ngày bắt đầu và kết thúc trong bộ từ (ví dụ cấp huyện thôi hoạt động từ 01/7/2025). Là lỗi khi chính câu ấy nêu thời gian; là cảnh báo khi \
            chỉ suy ra từ ngày của báo cáo. Bỏ qua câu nói về chuyện cũ: trước đây, cũ, sáp nhập, kết thúc hoạt động.",
    example: "Quý IV năm 2025, Ủy ban nhân dân huyện đã tổ chức 03 cuộc đối thoại.",
    mended: "Quý IV năm 2024, Ủy ban nhân dân huyện đã tổ chức 03 cuộc đối thoại.",
    check: not_existing,
};

/// Words by which a sentence speaks of how things were.
const PAST: [&str; 18] = [
    "trước đây",
    "cũ",
    "nguyên",
    "sáp nhập",
    "hợp nhất",
    "giải thể",
    "kết thúc hoạt động",
    "sắp xếp",
    "bàn giao",
    "trước ngày",
    "trước khi",
    "trước thời điểm",
    "chấm dứt",
    "không tổ chức",
    "bỏ cấp",
    "thôi",
    "từng",
    "đến ngày",
];

fn not_existing(seen: &Seen<'_>, found: &mut Found) {
    let mut told: Vec<(String, Span)> = Vec::new();
    for name in &seen.reading.names {
        let Some(body) = body_of(seen, name) else { continue };
        if (body.to.is_none() && body.from.is_none()) || in_document(seen, name) {
            continue;
        }
        let sentence = seen.sentence(name.span);
        let words = fold(seen.of(sentence));
        if PAST.iter().any(|w| holds(&words, w)) {
            continue;
        }
        let (when, stated) = match said_when(seen, sentence) {
            Some(when) => (when, true),
            None => match seen.when {
                Some(when) => (when, false),
                None => continue,
            },
        };
        let gone = body.to.filter(|to| when.0 > *to);
        let early = body.from.filter(|from| when.1 < *from);
        let text = match (gone, early) {
            (Some(to), _) => format!("{} chỉ tồn tại đến {}", seen.short(name.span), shown(to)),
            (_, Some(from)) => format!("{} chỉ có từ {}", seen.short(name.span), shown(from)),
            _ => continue,
        };
        // Once for each body when only the report's own date tells it.
        if !stated && told.iter().any(|(slug, _)| *slug == body.slug) {
            continue;
        }
        told.push((body.slug.clone(), name.span));
        let most = if stated { Severity::Error } else { Severity::Warning };
        let mut finding = NOT_EXISTING.finding(name.span, text).at_most(most);
        finding = match (body.successor.is_empty(), gone) {
            (false, Some(_)) => finding.hint(format!("nay là {} ({})", body.successor, body.basis)),
            _ if !body.basis.is_empty() => finding.hint(format!("theo {}", body.basis)),
            _ => finding,
        };
        found.add(finding);
    }
}

fn body_of<'a>(seen: &Seen<'a>, name: &Name) -> Option<&'a Body> {
    let bodies = &seen.reader.lexicon.bodies.body;
    match &name.kind {
        NameKind::Organ { slug } => bodies.iter().find(|b| b.slug == *slug),
        NameKind::Unit { kind } => {
            bodies.iter().find(|b| b.names.iter().any(|n| n.eq_ignore_ascii_case(kind) || fold(n) == fold(kind)))
        }
    }
}

/// Whether a name stands in a citation, as its issuer or in its title: documents keep the names of their day.
fn in_document(seen: &Seen<'_>, name: &Name) -> bool {
    seen.reading.citations.iter().any(|c| {
        c.span.touches(name.span)
            || c.issuer.is_some_and(|i| i.touches(name.span))
            || c.title.is_some_and(|t| t.touches(name.span))
    })
}

/// From the first to the last day that a sentence speaks of; dates of documents cited do not count.
fn said_when(seen: &Seen<'_>, sentence: Span) -> Option<(Date, Date)> {
    let of_documents: Vec<usize> = seen.reading.citations.iter().filter_map(|c| c.date).collect();
    let dates = seen.reading.dates.iter().enumerate();
    let dates = dates.filter(|(i, d)| sentence.holds(d.span) && !of_documents.contains(i));
    let dates = dates.filter_map(|(_, d)| range_of(d));
    let periods = seen.reading.periods.iter().filter(|p| sentence.holds(p.span)).filter_map(|p| Some((p.from?, p.to?)));
    let all: Vec<(Date, Date)> = dates.chain(periods).collect();
    Some((all.iter().map(|(from, _)| *from).min()?, all.iter().map(|(_, to)| *to).max()?))
}
