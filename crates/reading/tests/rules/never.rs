//! Whatever the text, the rules answer: no panic, no place outside it, in the order of the text.

use crate::{Small, asked, reader};
use domain::proof::Text;
use proptest::prelude::*;
use reading::proof;

/// Pieces that the rules look at, to be thrown together.
const PIECES: &[&str] = &[
    "Kế hoạch số 12-KH/HU",
    ", ngày 31/4/2023",
    " của Ban Thường vụ Huyện ủy",
    " về “",
    "”",
    "\"",
    "‘",
    " khóa XI",
    "Số: /BC-UBND",
    "ngày   tháng 02 năm 2024",
    "61 cuộc",
    "(cấp huyện 09 cuộc, cấp xã 52 cuộc)",
    "98,2%",
    "19/18 xã",
    " còn lại ",
    "tiếp nhận 48 đơn",
    "giải quyết 45 đơn",
    "tăng từ 45 lên 40",
    "năm năm 2021",
    " qua các năm",
    "hạng 7",
    "95,5/100 điểm",
    "¹",
    "\n\n¹ Năm 2021 ",
    "với với ",
    "CBCCVV",
    "nhieu ",
    "dân vân ",
    "đề vận động ",
    "cnâng ",
    "I. ",
    "\nIV. ",
    "./.",
    "\n",
    "\n\n",
    "\t",
    " ",
    ".",
    ",",
    ";",
    "-",
    "/",
    "…",
    "\u{a0}",
    "\u{300}",
    "Đ",
    "đ",
    "🙂",
    "0",
    "9999999999999999999999999999",
    "1,271",
    "2.",
    "03 năm thực hiện ",
    "Nơi nhận:\n- Lưu: VT.",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn pieces_of_reports_in_any_order_are_proofed(picks in prop::collection::vec(0..PIECES.len(), 0..60)) {
        let words: String = picks.iter().filter_map(|i| PIECES.get(*i).copied()).collect();
        holds(&words)?;
    }

    #[test]
    fn any_text_is_proofed(words in "\\PC{0,200}") {
        holds(&words)?;
    }
}

fn holds(words: &str) -> Result<(), TestCaseError> {
    let text = Text::plain(words);
    let findings = proof(reader(), &text, &Small, &asked()).findings;
    for finding in &findings {
        for span in finding.related.iter().map(|r| r.span).chain([finding.span]) {
            prop_assert!(words.get(span.start..span.end).is_some(), "{}: {span:?}", finding.rule);
        }
        prop_assert!(!finding.message.is_empty());
    }
    prop_assert!(findings.is_sorted_by_key(|f| (f.span.start, f.span.end)));
    Ok(())
}
