//! Broken files: valid ones with bytes turned, cut, repeated and mixed. Whatever comes, the answer is a text or a refusal,
//! soon; every place of the text leads somewhere or nowhere, and comments can be written at any of them.
//!
//! The same body runs without end under `cargo fuzz` (see `fuzz/`), and as long as one likes with `PROPTEST_CASES=20000`.

use crate::files::*;
use crate::holds::holds;
use proptest::prelude::*;
use std::sync::LazyLock;

static FILES: LazyLock<Vec<(&'static str, Vec<u8>)>> = LazyLock::new(|| {
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:id=\"2\"><w:p><w:r><w:t>Chú thích.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Thôn</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let body = p(&["Có 12 ", "cuộc &amp; 5 hội nghị"])
        + table
        + "<w:p><w:ins><w:r><w:rPr><w:b/></w:rPr><w:t>Đơn</w:t><w:tab/><w:footnoteReference w:id=\"2\"/></w:r></w:ins></w:p>";
    let stored = docx_with(&body, &[("footnotes", &notes)]);
    let pdf = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
        3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n\
        4 0 obj\n<</Length 60>>\nstream\nBT /F1 12 Tf 50 700 Td (Co 5 cuoc) Tj 0 -20 Td (va 7 don) Tj ET\nendstream\nendobj\n\
        5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\n\
        trailer\n<</Root 1 0 R/Size 6>>\n%%EOF"
        .to_vec();
    let page = "<!DOCTYPE html><html><body><nav><a href=x>Tin</a></nav><p>Có 12 cuộc &amp; 5 <b>hội nghị</b></p><table><tr><td>Thôn<td>12\
                </table><script>var a = '<p>';</script></body></html>"
        .as_bytes()
        .to_vec();
    let plain = "Ủy ban nhân dân xã báo cáo:\r\n- Có 12 cuộc, 5 hội nghị.\r\nHuye\u{302}\u{323}n".as_bytes().to_vec();
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("Có 12 cuộc".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    vec![("a.docx", stored), ("a.pdf", pdf), ("a.html", page), ("a.txt", plain), ("b.txt", wide)]
});

/// A change of a file.
#[derive(Debug, Clone)]
enum Change {
    Turn(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Drop(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize, usize),
    Splice(prop::sample::Index, prop::sample::Index, usize),
    Swap(&'static str, &'static str),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(i, b)| Change::Turn(i, b)),
        1 => at().prop_map(Change::Cut),
        2 => (at(), 1usize..40).prop_map(|(i, n)| Change::Drop(i, n)),
        1 => (at(), 1usize..60, 2usize..200).prop_map(|(i, n, times)| Change::Repeat(i, n, times)),
        1 => (at(), at(), 1usize..80).prop_map(|(i, from, n)| Change::Splice(i, from, n)),
        2 => prop::sample::select(vec![
            ("w:r>", "w:p>"), ("w:t>", "w:tbl>"), ("12", "&#18;"), ("/Length 60", "/Length 6000"), ("3 0 R", "2 0 R"), ("Td", "Tm"),
            ("700", "1e38"), ("[3 0 R]", "[[[3 0 R]]"), ("<p>", "<table><td>"), ("</p>", "</table>"), ("w:id=\"2\"", "w:id=\"3\""), ("&amp;", "&x;"),
        ]).prop_map(|(a, b)| Change::Swap(a, b)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change], other: &[u8]) -> Vec<u8> {
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        match change {
            Change::Turn(i, b) => bytes[i.index(length)] = *b,
            Change::Cut(i) => bytes.truncate(i.index(length) + 1),
            Change::Drop(i, n) => {
                let from = i.index(length);
                bytes.drain(from..(from + n).min(length));
            }
            Change::Repeat(i, n, times) => {
                let from = i.index(length);
                let piece = bytes[from..(from + n).min(length)].repeat(*times);
                bytes.splice(from..from, piece);
            }
            Change::Splice(i, from, n) => {
                let from = from.index(other.len());
                let piece = other[from..(from + n).min(other.len())].to_vec();
                let at = i.index(length);
                bytes.splice(at..at, piece);
            }
            Change::Swap(a, b) => {
                if let Some(at) = bytes.windows(a.len()).position(|w| w == a.as_bytes()) {
                    bytes.splice(at..at + a.len(), b.bytes());
                }
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn broken_files_are_read_or_refused(
        which in 0usize..5,
        other in 0usize..5,
        changes in prop::collection::vec(change(), 1..8),
    ) {
        let (name, bytes) = &FILES[which];
        holds(name, &changed(bytes.clone(), &changes, &FILES[other].1));
    }

    #[test]
    fn broken_parts_of_word_files_are_read_or_refused(changes in prop::collection::vec(change(), 1..8)) {
        // Changing the packed bytes mostly breaks the packing; here the XML itself is changed.
        let bytes = &FILES[0].1;
        let document = changed(part(bytes, "word/document.xml").into_bytes(), &changes, bytes);
        let document = String::from_utf8_lossy(&document).into_owned();
        let parts: Vec<(&str, String)> = ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/footnotes.xml"]
            .into_iter().map(|n| (n, part(bytes, n))).chain([("word/document.xml", document)]).collect();
        let parts: Vec<(&str, &str)> = parts.iter().map(|(n, t)| (*n, t.as_str())).collect();
        holds("a.docx", &package(&parts));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), name in "[a-c]\\.(docx|pdf|html|txt)") {
        holds(&name, &bytes);
    }

    #[test]
    fn any_letters_are_read_with_their_places(text in "(\\PC|\r|\n|e\u{302}|\u{323}|\u{feff}|Ð|à){0,60}") {
        holds("a.txt", text.as_bytes());
        holds("a.html", format!("<p>{text}</p>").as_bytes());
    }
}
