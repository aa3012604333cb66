//! Bare digits in prose: a number belongs in a binding, unless it is part of a cited document, date or ordinal.

/// Words after which digits cite rather than count.
const CITING: [&str; 22] = [
    "số", "ngày", "tháng", "năm", "điều", "khoản", "mục", "điểm", "chương", "phần", "khóa", "khoá", "thứ", "quý", "kỳ",
    "phụ", "lục", "biểu", "mẫu", "lần", "đợt", "đoạn",
];

/// The bare numbers of a text with their places in bytes. A number that opens a heading ("1. Tiếp xúc") is no count.
pub(crate) fn bare_numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut before = String::new();
    let mut first = true;
    text.split_whitespace().filter_map(move |word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let numbering = std::mem::take(&mut first) && word.ends_with(['.', ')']);
        let counts = bare.starts_with(|c: char| c.is_ascii_digit())
            && !bare.contains(['/', '-', '–'])
            && !CITING.contains(&before.as_str())
            && !numbering;
        before = bare.to_lowercase();
        let place = (bare.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        counts.then_some((place, bare))
    })
}

#[cfg(test)]
mod tests {
    use super::bare_numbers;

    #[test]
    fn digits_of_citations_and_numbering_are_not_counts() {
        for text in [
            "Nghị quyết số 25-NQ/TW, ngày 03/6/2013 của Trung ương",
            "Nghị định 30/2020/NĐ-CP",
            "1. Tiếp xúc, đối thoại",
            "Quý 3 năm 2021, khoản 2 Điều 5",
            "nhiệm kỳ 2020-2025",
        ] {
            assert_eq!(bare_numbers(text).next(), None, "{text}");
        }
        let found = |text: &'static str| {
            bare_numbers(text)
                .inspect(|(at, n)| assert!(text[*at..].starts_with(n)))
                .map(|(_, n)| n)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("đạt 98,2 % (của 30)"), ["98,2", "30"]);
        assert_eq!(found("61 cuộc, 4.675 người"), ["61", "4.675"]);
    }
}
