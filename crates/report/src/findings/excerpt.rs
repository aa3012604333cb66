//! The words around a finding, on one line.

use domain::proof::Span;

/// A finding's words between those before and after them, on one line, cut where they are long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Before the words; with "… " where it was cut.
    pub before: String,
    /// The words.
    pub words: String,
    /// After them; with " …" where it was cut.
    pub after: String,
}

/// The excerpt of at most `width` letters, more or less. A stretch without words (something is missing there) has a mark of
/// its own.
pub fn excerpt(text: &str, span: Span, width: usize) -> Excerpt {
    let words = one_line(span.of(text));
    let words = shortened(&words, width * 2 / 3);
    let room = width.saturating_sub(words.chars().count() + 4);
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let before_len = room / 2;
    let cut: String = before.chars().rev().take(before_len).collect::<Vec<_>>().into_iter().rev().collect();
    let more_before = cut.len() < before.len();
    let rest = room.saturating_sub(cut.chars().count());
    let tail: String = after.chars().take(rest).collect();
    let more_after = tail.len() < after.len();
    Excerpt {
        before: format!("{}{}", if more_before { "… " } else { "" }, whole_words(&one_line(&cut), more_before)),
        words: if words.trim().is_empty() { "⟨…⟩".into() } else { words },
        after: format!("{}{}", without_rest(&one_line(&tail), more_after), if more_after { " …" } else { "" }),
    }
}

/// Line ends and tabs as spaces; nothing that moves a terminal's cursor.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Without the piece of a word that a cut has left at the beginning.
fn whole_words(text: &str, cut: bool) -> &str {
    match text.split_once(' ') {
        Some((_, rest)) if cut => rest,
        _ => text,
    }
}

/// Without the piece of a word that a cut has left at the end.
fn without_rest(text: &str, cut: bool) -> &str {
    match text.rsplit_once(' ') {
        Some((rest, _)) if cut => rest,
        _ => text,
    }
}

fn shortened(words: &str, most: usize) -> String {
    let count = words.chars().count();
    if count <= most.max(8) {
        return words.to_string();
    }
    let half = most.max(8) / 2;
    let head: String = words.chars().take(half).collect();
    let tail: String = words.chars().skip(count - half).collect();
    format!("{head} … {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    #[test]
    fn an_excerpt_is_one_line_of_whole_words() {
        let text = "Dòng trước đó khá dài để phải cắt bớt đi.\nTổ chức 12 cuộc\tđối thoại với Nhân dân trong cả năm qua, có nhiều ý kiến";
        let e = excerpt(text, at(text, "12 cuộc"), 50);
        assert_eq!(e.words, "12 cuộc");
        assert!(e.before.starts_with("… ") && e.after.ends_with(" …"), "{e:?}");
        assert!(![&e.before, &e.words, &e.after].iter().any(|t| t.contains(['\n', '\t'])), "{e:?}");
        let flat = text.replace(['\n', '\t'], " ");
        let shown =
            format!("{} {}{}", e.before.trim_start_matches("… ").trim_end(), e.words, e.after.trim_end_matches(" …"));
        assert!(flat.contains(&shown), "{shown}");
    }

    #[test]
    fn a_short_text_is_shown_whole_and_nothing_has_a_mark() {
        let text = "Số:  /BC-UBND";
        let e = excerpt(text, Span::new(text.find('/').unwrap(), text.find('/').unwrap()), 100);
        assert_eq!((e.before.as_str(), e.words.as_str(), e.after.as_str()), ("Số:  ", "⟨…⟩", "/BC-UBND"));
    }

    #[test]
    fn a_long_stretch_keeps_both_ends() {
        let text = "mở ".repeat(100);
        let e = excerpt(&text, Span::new(0, text.len()), 60);
        assert!(e.words.contains(" … ") && e.words.chars().count() < 60);
    }
}
