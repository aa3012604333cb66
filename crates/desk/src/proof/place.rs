//! What is kept of a file as evidence: its hash, the place in it, the clause.

use domain::proof::Span;
use domain::text::tidy;
use extract::{Extracted, Origin};
use sha2::{Digest, Sha256};

/// Letters of a clause at most, before and after what it is about.
const CLAUSE: usize = 160;

/// A file that something was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name, without the folders.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl Source {
    /// Of a file's name and bytes.
    pub fn of(name: &str, bytes: &[u8]) -> Source {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name).to_string();
        Source { file, sha256: sha256(bytes) }
    }
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// Where in its file a stretch begins, in words: "trang 3", "đoạn 12", "dòng 8".
pub fn place(extracted: &Extracted, span: Span) -> String {
    match extracted.origin(span.start) {
        Some(Origin::Docx { paragraph, .. }) => format!("đoạn {}", u64::from(paragraph) + 1),
        Some(Origin::Pdf { page, .. }) => format!("trang {page}"),
        _ => {
            let before = extracted.text.text.get(..span.start).unwrap_or_default();
            format!("dòng {}", before.matches('\n').count() + 1)
        }
    }
}

/// The clause around a stretch: from the sentence or line that it stands in, cut where that is long.
pub fn clause(text: &str, span: Span) -> String {
    let (before, after) = (text.get(..span.start).unwrap_or_default(), text.get(span.end..).unwrap_or_default());
    let start = before
        .char_indices()
        .rev()
        .take(CLAUSE)
        .take_while(|(at, c)| !ends_clause(*c, text.get(at + c.len_utf8()..)))
        .last()
        .map_or(span.start, |(at, _)| at);
    let cut_before = start > 0 && before.get(start..).is_some_and(|b| b.chars().count() == CLAUSE);
    let mut end = span.end;
    let mut cut_after = true;
    for (n, (at, c)) in after.char_indices().enumerate() {
        if n == CLAUSE {
            break;
        }
        if ends_clause(c, after.get(at + c.len_utf8()..)) {
            cut_after = false;
            break;
        }
        end = span.end + at + c.len_utf8();
    }
    let cut_after = cut_after && end < text.len();
    let words = tidy(text.get(start..end).unwrap_or_default());
    format!("{}{words}{}", if cut_before { "… " } else { "" }, if cut_after { " …" } else { "" })
}

/// A line end or semicolon, or a full stop before a space: not the point inside a number or an abbreviation.
fn ends_clause(c: char, rest: Option<&str>) -> bool {
    let space = || rest.and_then(|r| r.chars().next()).is_none_or(char::is_whitespace);
    c == '\n' || c == ';' || (matches!(c, '.' | '!' | '?') && space())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(text: &str, words: &str) -> String {
        let at = text.find(words).unwrap();
        clause(text, Span::new(at, at + words.len()))
    }

    #[test]
    fn a_clause_is_the_sentence_and_a_number_does_not_end_it() {
        let text = "Năm qua có nhiều việc. Đã thu 2.384 hồ sơ của các xã; còn lại chuyển năm sau.\nViệc khác";
        assert_eq!(about(text, "2.384 hồ sơ"), "Đã thu 2.384 hồ sơ của các xã");
        assert_eq!(about(text, "chuyển"), "còn lại chuyển năm sau");
        assert_eq!(about(text, "khác"), "Việc khác");
    }

    #[test]
    fn a_long_one_is_cut_and_says_so() {
        let text = format!("{}12 cuộc {}", "trước ".repeat(60), "sau ".repeat(60));
        let cut = about(&text, "12 cuộc");
        assert!(cut.starts_with("… ") && cut.ends_with(" …") && cut.chars().count() < 2 * CLAUSE + 20, "{cut}");
    }

    #[test]
    fn the_hash_is_that_of_the_bytes() {
        assert!(sha256(b"").starts_with("e3b0c44298fc1c14"));
        assert_eq!(Source::of("a/b\\c.docx", b"").file, "c.docx");
    }
}
