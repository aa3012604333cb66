//! Bodies and levels that did not exist on the day spoken of.

use super::seen::{fold, holds, range_of, shown};
use super::{Found, Rule, Seen};
use domain::Date;
use domain::proof::lexicon::Body;
use domain::proof::{Name, NameKind, Severity, Span};
use rustc_hash::{FxHashMap, FxHashSet};

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
const PAST: &[&str] = &[
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
    "thay thế",
    "chuyển giao",
    "kế thừa",
    "trước đó",
    "thành lập",
    "lịch sử",
];

fn not_existing(seen: &Seen<'_>, found: &mut Found) {
    let mut told: FxHashSet<&str> = FxHashSet::default();
    let bodies = Bodies::of(seen);
    for name in &seen.reading.names {
        let Some(body) = bodies.body(name) else { continue };
        if (body.to.is_none() && body.from.is_none()) || in_document(seen, name) {
            continue;
        }
        let sentence = seen.sentence(name.span);
        let words = fold(seen.of(sentence));
        if PAST.iter().any(|w| holds(&words, w)) {
            continue;
        }
        let (when, stated) = match bodies.said_when(seen, sentence) {
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
        if !told.insert(&body.slug) && !stated {
            continue;
        }
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

/// The lexicon's bodies by what a name gives, and the dates that belong to documents.
struct Bodies<'a> {
    slugs: FxHashMap<&'a str, &'a Body>,
    kinds: FxHashMap<String, &'a Body>,
    of_documents: FxHashSet<usize>,
}

impl<'a> Bodies<'a> {
    fn of(seen: &Seen<'a>) -> Self {
        let all = &seen.reader.lexicon.bodies.body;
        let mut kinds = FxHashMap::default();
        for body in all {
            for name in &body.names {
                kinds.entry(fold(name)).or_insert(body);
            }
        }
        let of_documents = seen.reading.citations.iter().filter_map(|c| c.date).collect();
        Bodies { slugs: all.iter().rev().map(|b| (b.slug.as_str(), b)).collect(), kinds, of_documents }
    }

    fn body(&self, name: &Name) -> Option<&'a Body> {
        match &name.kind {
            NameKind::Organ { slug } => self.slugs.get(slug.as_str()).copied(),
            NameKind::Unit { kind } => self.kinds.get(kind).or_else(|| self.kinds.get(&fold(kind))).copied(),
        }
    }

    /// From the first to the last day that a sentence speaks of; dates of documents cited do not count.
    fn said_when(&self, seen: &Seen<'_>, sentence: Span) -> Option<(Date, Date)> {
        let (dates, periods) = (&seen.reading.dates, &seen.reading.periods);
        let from = dates.partition_point(|d| d.span.start < sentence.start);
        let within = dates.iter().enumerate().skip(from).take_while(|(_, d)| d.span.end <= sentence.end);
        let days = within.filter(|(i, _)| !self.of_documents.contains(i)).filter_map(|(_, d)| range_of(d));
        let from = periods.partition_point(|p| p.span.start < sentence.start);
        let within = periods.iter().skip(from).take_while(|p| p.span.end <= sentence.end);
        let all: Vec<(Date, Date)> = days.chain(within.filter_map(|p| Some((p.from?, p.to?)))).collect();
        Some((all.iter().map(|(from, _)| *from).min()?, all.iter().map(|(_, to)| *to).max()?))
    }
}

/// Whether a name stands in a citation, as its issuer or in its title: documents keep the names of their day.
fn in_document(seen: &Seen<'_>, name: &Name) -> bool {
    let touches = |s: Option<Span>| s.is_some_and(|s| s.touches(name.span));
    seen.citations_near(name.span.start).any(|c| c.span.touches(name.span) || touches(c.issuer) || touches(c.title))
}
