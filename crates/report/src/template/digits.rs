//! Bare digits in prose: a number belongs in a binding, unless it is part of a cited document, date or ordinal.

/// Words after which digits cite rather than count.
const CITING: [&str; 22] = [
    "số", "ngày", "tháng", "năm", "điều", "khoản", "mục", "điểm", "chương", "phần", "khóa", "khoá", "thứ", "quý", "kỳ",
    "phụ", "lục", "biểu", "mẫu", "lần", "đợt", "đoạn",
];

/// The first bare number of a text, if any. A number that opens a heading ("1. Tiếp xúc") is no count.
pub(super) fn bare_number(text: &str) -> Option<&str> {
    let mut before = String::new();
    for (i, word) in text.split_whitespace().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let numbering = i == 0 && word.ends_with(['.', ')']);
        let counts = bare.starts_with(|c: char| c.is_ascii_digit())
            && !bare.contains(['/', '-', '–'])
            && !CITING.contains(&before.as_str())
            && !numbering;
        if counts {
            return Some(bare);
        }
        before = bare.to_lowercase();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::bare_number;

    #[test]
    fn digits_of_citations_and_numbering_are_not_counts() {
        for text in [
            "Nghị quyết số 25-NQ/TW, ngày 03/6/2013 của Trung ương",
            "Nghị định 30/2020/NĐ-CP",
            "1. Tiếp xúc, đối thoại",
            "Quý 3 năm 2021, khoản 2 Điều 5",
            "nhiệm kỳ 2020-2025",
        ] {
            assert_eq!(bare_number(text), None, "{text}");
        }
        assert_eq!(bare_number("đã tổ chức 61 cuộc"), Some("61"));
        assert_eq!(bare_number("đạt 98,2 %"), Some("98,2"));
        assert_eq!(bare_number("có 4.675 người"), Some("4.675"));
    }
}
