//! Word files: what is read, in which order, as what, and the way back.

use crate::files::*;
use domain::proof::Role;
use extract::{DocxPart, FileKind, Origin};

fn text(bytes: &[u8]) -> String {
    read("bao-cao.docx", bytes).text.text
}

#[test]
fn paragraphs_and_breaks_tabs_and_special_hyphens() {
    let body = p(&["Trong quý, huyện tổ chức ", "12 cuộc", " đối thoại."])
        + "<w:p/>"
        + "<w:p><w:r><w:t>Mục</w:t><w:tab/><w:t>5</w:t><w:br/><w:t>dòng hai</w:t></w:r></w:p>"
        + "<w:p><w:r><w:t>Quyết định 217</w:t><w:noBreakHyphen/><w:t>QĐ/TW, nhân</w:t><w:softHyphen/><w:t>dân &amp; cán bộ</w:t></w:r></w:p>";
    assert_eq!(
        text(&docx(&body)),
        "Trong quý, huyện tổ chức 12 cuộc đối thoại.\n\nMục\t5\ndòng hai\n\nQuyết định 217\u{2011}QĐ/TW, nhândân & cán bộ"
    );
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">Có </w:t></w:r><w:del><w:r><w:delText>11</w:delText></w:r></w:del>\
                <w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> xã</w:t></w:r>\
                <w:moveFrom><w:r><w:t> đi</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t xml:space=\"preserve\"> đến</w:t></w:r></w:moveTo></w:p>\
                <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">Đoạn nối </w:t></w:r></w:p>\
                <w:p><w:r><w:t>liền.</w:t></w:r></w:p>\
                <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>mất</w:t></w:r></w:p></w:tc></w:tr>\
                <w:tr><w:tc><w:p><w:r><w:t>còn</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    assert_eq!(text(&docx(body)), "Có 12 xã đến\n\nĐoạn nối liền.\n\ncòn\t3");
}

#[test]
fn text_boxes_are_read_once_and_fields_give_their_result() {
    let one = "<w:txbxContent><w:p><w:r><w:t>Dự thảo</w:t></w:r></w:p></w:txbxContent>";
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">{one}</mc:Choice><mc:Fallback><w:pict><v:textbox>{one}\
         </v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t xml:space=\"preserve\">Tổng: </w:t></w:r>\
         <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>45</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>\
         <w:hyperlink><w:r><w:t xml:space=\"preserve\"> cuộc</w:t></w:r></w:hyperlink><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
    );
    assert_eq!(text(&docx(&body)), "Tổng: 45 cuộc\n\nDự thảo");
}

#[test]
fn footnotes_stand_after_the_paragraph_that_refers_to_them() {
    let body = "<w:p><w:r><w:t>Đã giải quyết 40 đơn</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>\
                <w:r><w:t xml:space=\"preserve\">, còn lại 5 đơn.</w:t></w:r></w:p>"
        .to_owned()
        + &p(&["Đoạn sau."]);
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:type=\"separator\" w:id=\"0\"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>\
         <w:footnote w:id=\"2\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> Khiếu nại 12, tố cáo 3.</w:t></w:r></w:p>\
         </w:footnote></w:footnotes>"
    );
    let found = read("a.docx", &docx_with(&body, &[("footnotes", &notes)]));
    assert_eq!(found.text.text, "Đã giải quyết 40 đơn¹, còn lại 5 đơn.\n\n¹ Khiếu nại 12, tố cáo 3.\n\nĐoạn sau.");
    let at = found.text.text.find("tố cáo").unwrap();
    assert_eq!(found.text.role_at(at), Some(&Role::Footnote { mark: "¹".into() }));
    assert_eq!(found.origin(at), Some(Origin::Docx { part: DocxPart::Footnotes, paragraph: 0, run: 1, offset: 15 }));
}

#[test]
fn tables_are_cells_and_letter_heads_are_lines() {
    let cell = |words: &[&str]| format!("<w:tc>{}</w:tc>", words.iter().map(|w| p(&[w])).collect::<String>());
    let head = format!(
        "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
        cell(&["UBND TỈNH NON XANH", "SỞ NỘI VỤ"]),
        cell(&["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"])
    );
    let wide = format!("<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}</w:tc>", p(&["Tổng"]));
    let table = format!(
        "<w:tbl><w:tr>{}{}{}</w:tr><w:tr>{wide}{}</w:tr></w:tbl>",
        cell(&["TT"]),
        cell(&["Đơn vị"]),
        cell(&["Số cuộc"]),
        cell(&["7"])
    );
    let found = read("a.docx", &docx(&(head + &p(&["Kết quả:"]) + &table)));
    assert_eq!(
        found.text.text,
        "UBND TỈNH NON XANH\n\nSỞ NỘI VỤ\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nĐộc lập - Tự do - Hạnh phúc\n\nKết quả:\n\n\
         TT\tĐơn vị\tSố cuộc\nTổng\t\t7"
    );
    let role = |word: &str| found.text.role_at(found.text.text.find(word).unwrap()).cloned();
    assert_eq!(role("UBND"), Some(Role::Body));
    assert_eq!(role("Số cuộc"), Some(Role::Cell { table: 0, row: 0, column: 2 }));
    assert_eq!(role("7"), Some(Role::Cell { table: 0, row: 1, column: 2 }));
}

#[test]
fn headings_numbers_and_running_heads_are_told() {
    let styles = format!(
        "<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"Muc1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr>\
         <w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>"
    );
    let numbering = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"upperRoman\"/>\
         <w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    let footer = format!("<w:ftr {W}>{}{}</w:ftr>", p(&["Trang ", "1"]), p(&["2"]));
    let heading = |t: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"Muc1\"/></w:pPr><w:r><w:t>{t}</w:t></w:r></w:p>");
    let body = heading("TÌNH HÌNH")
        + &p(&["Lời."])
        + &heading("KẾT QUẢ")
        + "<w:sectPr><w:footerReference r:id=\"r-footer\"/></w:sectPr>";
    let parts = [("styles", styles.as_str()), ("numbering", &numbering), ("footer", &footer)];
    let found = read("a.docx", &docx_with(&body, &parts));
    assert_eq!(found.text.text, "I. TÌNH HÌNH\n\nLời.\n\nII. KẾT QUẢ\n\nTrang 1");
    assert_eq!(found.text.role_at(0), Some(&Role::Heading));
    assert_eq!(found.origin(0), None, "the number is not in the file");
    let at = found.text.text.find("Trang").unwrap();
    assert_eq!(found.text.role_at(at), Some(&Role::Running));
}

#[test]
fn letters_in_pieces_keep_their_runs() {
    let found = read("a.docx", &docx(&p(&["Huye", "\u{302}\u{323}n Mây", " Trắng"])));
    assert_eq!(found.kind, FileKind::Docx);
    assert_eq!(found.text.text, "Huyện Mây Trắng");
    let at = |word: &str| found.origin(found.text.text.find(word).unwrap());
    let place = |run, offset| Some(Origin::Docx { part: DocxPart::Document, paragraph: 0, run, offset });
    assert_eq!(at("ện"), place(0, 3));
    assert_eq!(at("Mây"), place(1, 4));
    assert_eq!(at("Trắng"), place(2, 1));
}

#[test]
fn letters_of_before_unicode_are_converted() {
    let run = |t: &str| {
        format!("<w:r><w:rPr><w:rFonts w:ascii=\".VnTime\"/></w:rPr><w:t xml:space=\"preserve\">{t}</w:t></w:r>")
    };
    let body = format!("<w:p>{}{}</w:p>", run("ñy ban nh©n d©n huyÖn "), run("b¸o c¸o c«ng t¸c d©n vËn n¨m 2009"));
    let found = read("cu.docx", &docx(&body));
    assert_eq!(found.text.text, "ủy ban nhân dân huyện báo cáo công tác dân vận năm 2009");
    assert_eq!(found.problems[0].code, "converted-encoding");
    let at = found.text.text.find("công tác").unwrap();
    assert_eq!(found.origin(at), Some(Origin::Docx { part: DocxPart::Document, paragraph: 0, run: 1, offset: 8 }));
}
