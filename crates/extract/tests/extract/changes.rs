//! Tracked changes in the user's own Word file.

use crate::files::*;
use domain::proof::Span;
use extract::{Change, Comment, Extracted, Hand, with_changes};

fn at(found: &Extracted, words: &str) -> Span {
    let start = found.text.text.find(words).unwrap_or_else(|| panic!("{words} in {}", found.text.text));
    Span::new(start, start + words.len())
}

fn instead(found: &Extracted, words: &str, new: &str) -> Change {
    let span = at(found, words);
    let otherwise = Comment { span, author: "Dân Vận".into(), text: format!("Đề nghị ghi: {new}") };
    Change { span, words: new.into(), otherwise }
}

fn hand() -> Hand {
    Hand { author: "Cán bộ <thử> & xem".into(), at: "2026-11-22T03:04:05.678Z".parse().unwrap() }
}

fn run(properties: &str, words: &str) -> String {
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

/// The letters of the part's `w:t`, or of its `w:delText`.
fn letters(document: &str, tag: &str) -> String {
    let open = format!("<w:{tag}");
    let pieces = document.split(open.as_str()).skip(1).filter(|p| p.starts_with(['>', ' ']));
    let inside = pieces.filter_map(|p| p.split_once('>')?.1.split_once("</w:"));
    inside.map(|(words, _)| words).collect()
}

#[test]
fn a_change_is_a_deletion_and_an_insertion_that_read_as_accepted_and_look_like_the_words_around() {
    let bold = "<w:rPr><w:b/></w:rPr>";
    let body = format!(
        "<w:p>{}{}</w:p><w:p>{}</w:p>",
        run("", "Công tác dân vân &amp; dân chủ. "),
        run(bold, "Mở hội nghị với với Nhân dân"),
        run("", "Đạt 98 %")
    );
    let file = docx(&body);
    let found = read("a.docx", &file);
    let changes = [
        instead(&found, "vân", "vận"),
        instead(&found, "với với", "với"),
        instead(&found, "Đạt 98 %", "Đạt 88,1 % < 100 %"),
    ];
    let out = with_changes(&file, &found, &[], &changes, &hand()).unwrap();
    let expected = found.text.text.replace("vân", "vận").replace("với với", "với").replace("98 %", "88,1 % < 100 %");
    assert_eq!(read("b.docx", &out).text.text, expected);
    let document = part(&out, "word/document.xml");
    assert_eq!(letters(&document, "delText"), "vânvới vớiĐạt 98 %");
    assert_eq!(document.matches("<w:del ").count(), 3);
    assert_eq!(
        document.matches("w:author=\"Cán bộ &lt;thử&gt; &amp; xem\" w:date=\"2026-11-22T03:04:05Z\"").count(),
        6
    );
    assert!(
        document.contains(&format!("<w:r>{bold}<w:t xml:space=\"preserve\">với</w:t></w:r></w:ins>")),
        "{document}"
    );
    // Without the insertions, and with the deletions kept, it is the file as it was.
    let kept: String = document
        .split("<w:ins ")
        .enumerate()
        .map(|(n, p)| if n == 0 { p } else { p.split_once("</w:ins>").unwrap().1 })
        .collect();
    let kept = kept.replace("delText", "t");
    assert_eq!(letters(&kept, "t"), letters(&part(&file, "word/document.xml"), "t"));
    // No comment was made, so no part for comments either.
    assert!(!document.contains("comment"));
}

#[test]
fn what_cannot_be_a_change_is_said_in_a_comment_and_comments_stand_beside_changes() {
    let body = format!(
        "<w:p>{}{}<w:hyperlink w:anchor=\"x\">{}</w:hyperlink></w:p>",
        run("", "Đã tổ chức 61 cuộc "),
        run("<w:rPr><w:i/></w:rPr>", "đối thọai với "),
        run("", "dân")
    );
    let file = docx(&body);
    let found = read("a.docx", &file);
    let over_runs = instead(&found, "với dân", "với Nhân dân");
    let changes = [instead(&found, "thọai", "thoại"), over_runs];
    let comments =
        [Comment {
            span: at(&found, "61 cuộc đối thọai"), author: "Dân Vận".into(), text: "Sổ ghi 60".into()
        }];
    let out = with_changes(&file, &found, &comments, &changes, &hand()).unwrap();
    assert_eq!(read("b.docx", &out).text.text, found.text.text.replace("thọai", "thoại"));
    let notes = part(&out, "word/comments.xml");
    assert!(notes.contains("Sổ ghi 60") && notes.contains("Đề nghị ghi: với Nhân dân"), "{notes}");
    assert_eq!(notes.matches("<w:comment ").count(), 2);
    let document = part(&out, "word/document.xml");
    assert_eq!(letters(&document, "delText"), "thọai");
    let gone = document.split("<w:del ").nth(1).unwrap().split("</w:del>").next().unwrap();
    assert!(!gone.contains("commentReference"), "a comment within what is deleted would go with it: {document}");
}

#[test]
fn words_that_only_go_leave_no_insertion() {
    let file = docx(&format!("<w:p>{}</w:p>", run("", "các các thôn")));
    let found = read("a.docx", &file);
    let out = with_changes(&file, &found, &[], &[instead(&found, "các ", "")], &hand()).unwrap();
    assert_eq!(read("b.docx", &out).text.text.trim(), "các thôn");
    assert!(!part(&out, "word/document.xml").contains("<w:ins"));
}
