//! Whatever the text, the reader ends, and what it hands out lies within the text.

use super::read;
use domain::proof::Span;
use proptest::prelude::*;

/// Pieces of which texts that look like reports are made, so that chance reaches the grammars.
const PIECES: &[&str] = &[
    "Nghị quyết",
    "số",
    "Số:",
    "25",
    "-",
    "–",
    "/",
    "NQ",
    "KH",
    "TU",
    "UBND",
    "BC-UBND",
    "2023",
    "ngày",
    "tháng",
    "năm",
    "15",
    "31/4/2023",
    "quý",
    "I",
    "II/2024",
    "từ",
    "đến",
    "6 tháng đầu năm 2024",
    "của",
    "Ban Thường vụ Tỉnh ủy",
    "Huyện ủy",
    "Ủy ban nhân dân",
    "huyện",
    "Mường Lát",
    "về",
    "về việc",
    "“",
    "”",
    "\"",
    "(",
    ")",
    ",",
    ";",
    ".",
    "…",
    "\n",
    "\n\n",
    "\t",
    "   ",
    "Luật Thi đua, khen thưởng",
    "Luật",
    "Đại hội",
    "lần thứ",
    "XX",
    "khóa XI",
    "và",
    "trong đó",
    "gồm",
    "còn lại",
    "12 cuộc",
    "09",
    "3/8 xã",
    "52 cuộc",
    "98,2%",
    "1,7 tỷ đồng",
    "hơn",
    "cấp xã",
    "Tổng cộng",
    "¹",
    "Lượt xem: 1,271",
    "10-15 hộ",
    "12/18 xã",
    "KẾ HOẠCH",
    "BÁO CÁO",
    "I.",
    "1.",
    "¹",
    "[1]",
    "Nơi nhận:",
    "TM. ỦY BAN NHÂN DÂN",
    "./.",
    "168a",
    "R'Lấp",
    "\u{301}",
    "\u{a0}",
    "ð",
    "🙂",
    "99999999999999999999",
    "1.000,5",
    "2021-2025",
    "giai đoạn",
    "các Nghị định 60, 61/2023/NĐ-CP",
    "thực hiện",
    "sửa đổi, bổ sung",
];

fn check(text: &str) -> Result<(), TestCaseError> {
    let reading = read(text);
    let whole = |s: Span| s.start <= s.end && text.get(s.start..s.end).is_some();
    let mut spans = Vec::new();
    for c in &reading.citations {
        prop_assert!(c.span.holds(c.reference), "{c:?} in {text:?}");
        prop_assert!(c.date.is_none_or(|d| d < reading.dates.len()));
        prop_assert!(c.relations.iter().all(|(_, i)| *i < reading.citations.len()));
        spans.extend([Some(c.span), Some(c.reference), c.issuer, c.title].into_iter().flatten());
    }
    for f in &reading.figures {
        prop_assert!(f.span.holds(f.numeral) && !f.numeral.is_empty(), "{f:?} in {text:?}");
        prop_assert!(
            f.group.is_none_or(|(g, _)| g < reading.groups.len()) && f.period.is_none_or(|p| p < reading.periods.len())
        );
        spans.extend([Some(f.span), f.approx.map(|(s, _)| s), f.what, f.scope].into_iter().flatten());
    }
    for g in &reading.groups {
        let all = g.parts.iter().chain(&g.total).chain(&g.percent);
        prop_assert!(!g.parts.is_empty() && all.into_iter().all(|n| *n < reading.figures.len()), "{g:?} in {text:?}");
    }
    spans.extend(reading.dates.iter().map(|d| d.span));
    spans.extend(reading.periods.iter().map(|p| p.span));
    spans.extend(reading.names.iter().flat_map(|n| [Some(n.span), n.proper]).flatten());
    spans.extend(reading.outline.parts.iter().map(|p| p.span));
    for span in spans {
        prop_assert!(whole(span), "{span:?} of {text:?}");
    }
    let ordered = |starts: Vec<usize>| starts.windows(2).all(|w| w[0] <= w[1]);
    prop_assert!(ordered(reading.citations.iter().map(|c| c.span.start).collect()), "citations of {text:?}");
    prop_assert!(ordered(reading.figures.iter().map(|f| f.numeral.start).collect()), "figures of {text:?}");
    prop_assert!(ordered(reading.dates.iter().map(|d| d.span.start).collect()), "dates of {text:?}");
    prop_assert!(ordered(reading.periods.iter().map(|p| p.span.start).collect()), "periods of {text:?}");
    prop_assert!(ordered(reading.names.iter().map(|n| n.span.start).collect()), "names of {text:?}");
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_order_of_the_words_of_reports_is_read(
        pieces in proptest::collection::vec((proptest::sample::select(PIECES), any::<bool>()), 0..60)
    ) {
        let text: String = pieces.iter().flat_map(|(p, space)| [*p, if *space { " " } else { "" }]).collect();
        check(&text)?;
    }
}
