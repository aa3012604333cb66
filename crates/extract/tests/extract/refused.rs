//! Files that are not read: each is told what it is.

use crate::files::*;
use extract::{Limits, extract};

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn old_container(stream: &str) -> Vec<u8> {
    [vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], vec![0; 512], wide(stream), vec![0; 64]].concat()
}

#[test]
fn each_kind_is_told_what_it_is() {
    assert_eq!(refused("a.txt", b""), "empty-file");
    assert_eq!(refused("a.txt", b" \r\n\t "), "no-words");
    assert_eq!(refused("a.doc", &old_container("WordDocument")), "old-word");
    assert_eq!(refused("a.docx", &old_container("EncryptedPackage")), "locked-file");
    assert_eq!(refused("a.xls", &old_container("Workbook")), "wrong-file-type");
    assert_eq!(refused("a.docx", b"\x89PNG\r\n\x1a\n"), "picture");
    assert_eq!(refused("a.docx", b"\xff\xd8\xff\xe0"), "picture");
    assert_eq!(refused("a.docx", b"{\\rtf1 abc}"), "wrong-file-type");
    assert_eq!(refused("a.docx", &package(&[("xl/workbook.xml", "<x/>")])), "wrong-file-type");
    assert_eq!(refused("a.docx", &package(&[("anh.jpg", "x")])), "wrong-file-type");
    assert_eq!(refused("a.docx", &package(&[("word/khac.xml", "x")])), "damaged-file");
    assert_eq!(refused("a.docx", b"PK\x03\x04 cut off"), "damaged-file");
    assert_eq!(refused("a.docx", &docx("")), "no-words");
    assert_eq!(refused("a.docx", &docx("<w:p><w:r>")), "damaged-file");
    assert_eq!(refused("a.pdf", b"%PDF-1.7\n%%EOF"), "damaged-file");
    assert_eq!(refused("a.xml", b"<?xml version=\"1.0\"?><pkg:package/>"), "old-word");
    assert_eq!(refused("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related"), "wrong-file-type");
    assert_eq!(refused("a.bin", &[0, 1, 2, 3, 0, 0, 7]), "wrong-file-type");
}

#[test]
fn the_name_does_not_deceive() {
    assert_eq!(read("bao-cao.pdf", "Có 5 cuộc".as_bytes()).kind, extract::FileKind::Plain);
    assert_eq!(read("bao-cao.txt", &docx(&p(&["Có 5 cuộc"]))).kind, extract::FileKind::Docx);
}

#[test]
fn bounds_hold() {
    let code = |bytes: &[u8], limits: &Limits| extract("a", bytes, limits).map(|_| ()).unwrap_err().code;
    let small = Limits { bytes: 10, ..Limits::default() };
    assert_eq!(code(b"mot hai ba bon", &small), "file-too-large");
    let bomb = docx(&p(&[&"a".repeat(40 << 20)]));
    assert!(bomb.len() < 1 << 20);
    assert_eq!(code(&bomb, &Limits::default()), "unzipped-too-large");
    let many: Vec<(String, String)> = (0..40).map(|n| (format!("word/{n}.xml"), "x".into())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    assert_eq!(code(&package(&many), &Limits { parts: 30, ..Limits::default() }), "unzipped-too-large");
    let deep = format!("{}{}{}", "<w:sdt>".repeat(100_000), p(&["x"]), "</w:sdt>".repeat(100_000));
    assert_eq!(code(&docx(&deep), &Limits { ratio: usize::MAX, ..Limits::default() }), "nested-too-deep");
    let page = format!("<html><body>{}x", "<div>".repeat(100_000));
    assert_eq!(code(page.as_bytes(), &Limits::default()), "nested-too-deep");
}
