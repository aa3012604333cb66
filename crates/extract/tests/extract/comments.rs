//! Comments in the user's own Word file.

use crate::files::*;
use domain::proof::Span;
use extract::{Comment, Extracted, with_comments};
use std::io::{Cursor, Read};

fn on(found: &Extracted, words: &str, says: &str) -> Comment {
    let start = found.text.text.find(words).unwrap_or_else(|| panic!("{words} in {}", found.text.text));
    Comment { span: Span::new(start, start + words.len()), author: "Dân Vận".into(), text: says.into() }
}

/// The words between the marks of each comment, by number.
fn marked(document: &str) -> Vec<String> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = document;
    while let Some(at) = rest.find('<') {
        let letters = &rest[..at];
        for (id, words) in &mut out {
            if open.contains(id) {
                words.push_str(letters);
            }
        }
        let end = at + rest[at..].find('>').unwrap();
        let tag = &rest[at + 1..end];
        let id = || tag.split('"').nth(1).unwrap().to_owned();
        if tag.starts_with("w:commentRangeStart") {
            open.push(id());
            out.push((id(), String::new()));
        } else if tag.starts_with("w:commentRangeEnd") {
            open.retain(|o| *o != id());
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "a mark that is not closed");
    out.sort_by_key(|(id, _)| id.parse::<u32>().unwrap());
    out.into_iter().map(|(_, words)| words.replace("&amp;", "&")).collect()
}

/// The document without the marks, with neighbouring runs of the same properties joined.
fn joined(document: &str) -> String {
    let mut text = document.to_owned();
    for (start, end) in
        [("<w:commentRangeStart ", "/>"), ("<w:commentRangeEnd ", "/>"), ("<w:r><w:commentReference ", "</w:r>")]
    {
        while let Some(at) = text.find(start) {
            let stop = at + text[at..].find(end).unwrap() + end.len();
            text.replace_range(at..stop, "");
        }
    }
    let text = text.replace("<w:t xml:space=\"preserve\">", "<w:t>");
    // A run that was split is opened again with the very tags with which it began.
    let mut out = String::new();
    let mut opening = String::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let seam = [format!("</w:t></w:r>{opening}<w:t>"), format!("</w:r>{opening}")];
        if !opening.is_empty()
            && let Some(seam) = seam.iter().find(|s| rest.starts_with(s.as_str()))
        {
            rest = &rest[seam.len()..];
            continue;
        }
        if rest.starts_with("<w:r>") || rest.starts_with("<w:r ") {
            let run = &rest[..rest.find('>').unwrap() + 1];
            let after = &rest[run.len()..];
            let properties =
                if after.starts_with("<w:rPr>") { &after[..after.find("</w:rPr>").unwrap() + 8] } else { "" };
            opening = format!("{run}{properties}");
        }
        let c = rest.chars().next().unwrap();
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

fn body() -> String {
    let bold = |t: &str| format!("<w:r w:rsidR=\"00A1\"><w:rPr><w:b/><w:sz w:val=\"28\"/></w:rPr><w:t>{t}</w:t></w:r>");
    format!(
        "<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r><w:t xml:space=\"preserve\">Năm 2023, các xã tổ chức </w:t></w:r>{}{}</w:p>\
         <w:p>{}<w:hyperlink w:anchor=\"x\"><w:r><w:t>Kết luận 54-KL/TW</w:t></w:r></w:hyperlink></w:p>\
         <w:p><w:r><w:rPr><w:i/></w:rPr><w:tab/><w:t>An</w:t><w:tab/><w:t>Bình &amp; Chánh</w:t></w:r></w:p>",
        bold("35 cuộc đối thoại &amp; tiếp xúc"),
        bold(", 7 cuộc."),
        "<w:ins w:id=\"9\" w:author=\"a\"><w:r><w:t xml:space=\"preserve\">Thực hiện </w:t></w:r></w:ins>"
    )
}

#[test]
fn comments_stand_at_the_right_words_and_nothing_else_changes() {
    let file = docx(&body());
    let found = read("a.docx", &file);
    let words = ["35 cuộc", "tiếp xúc, 7", "hiện Kết luận 54", "Bình & Ch", "An\tBình", "Năm", "cuộc."];
    let comments: Vec<Comment> = words.iter().map(|w| on(&found, w, "Xem lại <số> này.\nDòng hai & hết")).collect();
    let out = with_comments(&file, &found, &comments).unwrap();
    let document = part(&out, "word/document.xml");
    let expected: Vec<String> = words.iter().map(|w| w.replace('\t', "")).collect();
    assert_eq!(marked(&document), expected);
    assert_eq!(joined(&document), joined(&part(&file, "word/document.xml")));
    assert_eq!(read("a.docx", &out).text, found.text, "the text is the same");
    let notes = part(&out, "word/comments.xml");
    assert_eq!(notes.matches("<w:comment ").count(), words.len());
    assert!(notes.contains("Xem lại &lt;số&gt; này.") && notes.contains("Dòng hai &amp; hết"));
    assert!(part(&out, "[Content_Types].xml").contains("/word/comments.xml"));
    assert!(part(&out, "word/_rels/document.xml.rels").contains("/relationships/comments"));
}

#[test]
fn other_parts_are_copied_as_they_are_packed() {
    let file =
        docx_with(&body(), &[("styles", &format!("<w:styles {W}/>")), ("settings", &format!("<w:settings {W}/>"))]);
    let found = read("a.docx", &file);
    let out = with_comments(&file, &found, &[on(&found, "35", "?")]).unwrap();
    let raw = |bytes: &[u8], name: &str| {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let index = archive.index_for_name(name).unwrap();
        let mut part = archive.by_index_raw(index).unwrap();
        let mut data = Vec::new();
        part.read_to_end(&mut data).unwrap();
        (data, part.crc32(), part.last_modified())
    };
    for name in ["word/styles.xml", "word/settings.xml", "_rels/.rels"] {
        assert_eq!(raw(&file, name), raw(&out, name), "{name}");
    }
    assert_eq!(with_comments(&file, &found, &[]).unwrap(), file);
}

#[test]
fn comments_are_added_to_those_that_are_there() {
    let there = format!(
        "<w:comments {W}><w:comment w:id=\"4\" w:author=\"B\"><w:p><w:r><w:t>Cũ</w:t></w:r></w:p></w:comment></w:comments>"
    );
    let body = "<w:p><w:commentRangeStart w:id=\"4\"/><w:r><w:t>Có 12 xã</w:t></w:r><w:commentRangeEnd w:id=\"4\"/>\
                <w:r><w:commentReference w:id=\"4\"/></w:r></w:p>";
    let file = docx_with(body, &[("comments", &there)]);
    let found = read("a.docx", &file);
    let out = with_comments(&file, &found, &[on(&found, "12", "Mới")]).unwrap();
    let comments = part(&out, "word/comments.xml");
    assert!(comments.contains("Cũ") && comments.contains("w:id=\"5\"") && comments.contains("Mới"));
    assert_eq!(marked(&part(&out, "word/document.xml")), ["Có 12 xã", "12"]);
}

#[test]
fn what_cannot_carry_a_comment_has_it_at_its_mark() {
    let body = "<w:p><w:r><w:t>Có 40 đơn</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>.</w:t></w:r></w:p>\
                <w:p><w:r><w:t>Hộp</w:t></w:r><w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p>\
                </w:txbxContent></v:textbox></w:pict></w:r></w:p>";
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:id=\"2\"><w:p><w:r><w:t>Gồm 41 đơn.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let file = docx_with(body, &[("footnotes", &notes)]);
    let found = read("a.docx", &file);
    let out = with_comments(&file, &found, &[on(&found, "41", "?"), on(&found, "THẢO", "?")]).unwrap();
    let document = part(&out, "word/document.xml");
    assert!(document.contains("<w:commentRangeStart w:id=\"0\"/><w:r><w:footnoteReference"), "{document}");
    assert!(document.contains("<w:commentRangeStart w:id=\"1\"/><w:r><w:pict>"), "{document}");
    assert_eq!(part(&out, "word/footnotes.xml"), notes);
}

#[test]
fn another_file_gets_no_comments() {
    let file = docx(&body());
    let found = read("a.docx", &file);
    let other = docx(&p(&["Khác."]));
    assert_eq!(with_comments(&other, &found, &[on(&found, "35", "?")]).unwrap_err().code, "not-the-same-file");
    let plain = read("a.txt", "Có 35 cuộc".as_bytes());
    assert_eq!(with_comments(&file, &plain, &[]).unwrap_err().code, "not-the-same-file");
}

#[test]
fn libreoffice_shows_the_comments_at_the_words() {
    let file = docx(&body());
    let found = read("a.docx", &file);
    let comments = [on(&found, "35 cuộc", "Số một"), on(&found, "tiếp xúc, 7", "Số hai"), on(&found, "54-KL", "Số ba")];
    let out = with_comments(&file, &found, &comments).unwrap();
    let Some(flat) = converted(&out, "fodt", "fodt") else { return };
    let flat = String::from_utf8(flat).unwrap();
    for (words, says) in [("35 cuộc", "Số một"), ("tiếp xúc, 7", "Số hai"), ("54-KL", "Số ba")] {
        let at = flat.find(says).unwrap_or_else(|| panic!("no {says}"));
        let head = flat[..at].rfind("<office:annotation ").unwrap();
        let name = flat[head..].split("office:name=\"").nth(1).unwrap().split('"').next().unwrap();
        let from = head + flat[head..].find("</office:annotation>").unwrap();
        let to = flat.find(&format!("<office:annotation-end office:name=\"{name}\"")).unwrap();
        assert_eq!(bare(&flat[from..to]), words);
    }
}

/// Letters without tags and without the comments that begin within.
fn bare(xml: &str) -> String {
    let mut xml = xml.to_owned();
    while let Some(at) = xml.find("<office:annotation ") {
        let end = at + xml[at..].find("</office:annotation>").unwrap();
        xml.replace_range(at..end, "");
    }
    let mut out = String::new();
    let mut inside = false;
    for c in xml.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&amp;", "&").trim().to_owned()
}

#[test]
fn runs_within_runs_and_alternatives_within_runs_are_not_split() {
    let body = "<w:p><w:r><w:ruby><w:rt><w:r><w:t>xa</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>xã Mây</w:t></w:r></w:rubyBase></w:ruby>\
                <w:t> Trắng</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"x\"><w:t>12 cuộc</w:t></mc:Choice></mc:AlternateContent></w:r></w:p>";
    let file = docx(body);
    let found = read("a.docx", &file);
    assert_eq!(found.text.text, "xã MâyTrắng12 cuộc");
    let out = with_comments(&file, &found, &[on(&found, "Mây", "?"), on(&found, "cuộc", "?"), on(&found, "Trắ", "?")])
        .unwrap();
    assert_eq!(read("a.docx", &out).text, found.text);
    assert_eq!(part(&out, "word/document.xml").matches("<w:ruby>").count(), 1);
}
