//! Web pages and text files.

use crate::files::*;
use domain::proof::{Role, Span};
use extract::{FileKind, Origin};

const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Cổng</title><style>p{}</style></head><body>
<div class=\"top-menu\"><ul><li><a href=\"/\">Trang chủ</a></li><li><a href=\"/tin\">Tin tức</a></li><li><a href=\"/vb\">Văn bản</a></li></ul></div>
<h1>Xã Mây Trắng đối thoại với nhân dân</h1>
<p>Lượt xem: 169</p>
<div><p>Sáng 12/3/2024, Ủy ban nhân dân xã Mây Trắng tổ chức hội nghị đối thoại trực tiếp với nhân dân; dự hội nghị có
   <b>85</b>&nbsp;đại biểu, đại diện cho 1.240 hộ dân ở 9 thôn trên địa bàn xã, cùng lãnh đạo các đoàn thể.</p>
<p>Tại hội nghị đã có 14 lượt ý kiến, tập trung vào đất đai (6 ý kiến), giao thông (5 ý kiến), chính sách xã hội (3 ý kiến);
chủ tọa trả lời tại chỗ 11 ý kiến, tiếp thu 3 ý kiến để chuyển cơ quan cấp trên xem xét, trả lời theo thẩm quyền.</p>
<table><tr><th>Thôn</th><th>Ý kiến</th></tr><tr><td>Bản Cáp</td><td>4</td></tr></table>
<script>var luot = 1;</script></div>
<div class=\"related-news\"><a href=\"/1\">Tin khác: huyện tổng kết 10 năm phong trào thi đua dân vận khéo trên toàn địa bàn huyện</a></div>
<footer>Bản quyền © 2024 Ủy ban nhân dân xã Mây Trắng. Điện thoại: 0214</footer></body></html>";

#[test]
fn the_article_is_parted_from_what_is_around_it() {
    let found = read("tin.html", PAGE.as_bytes());
    assert_eq!(found.kind, FileKind::Html);
    let role = |word: &str| {
        let at = found.text.text.find(word).unwrap_or_else(|| panic!("{word}: {}", found.text.text));
        found.text.role_at(at).cloned().unwrap()
    };
    assert_eq!(role("Trang chủ"), Role::Furniture);
    assert_eq!(role("Xã Mây Trắng đối thoại"), Role::Heading);
    assert_eq!(role("Sáng 12/3/2024"), Role::Body);
    assert_eq!(role("Tại hội nghị"), Role::Body);
    assert_eq!(role("Bản Cáp"), Role::Cell { table: 0, row: 1, column: 0 });
    assert_eq!(role("Tin khác"), Role::Furniture);
    assert_eq!(role("Bản quyền"), Role::Furniture);
    assert!(!found.text.text.contains("luot") && !found.text.text.contains("p{}"));
    assert!(found.text.text.contains("dự hội nghị có 85\u{a0}đại biểu"), "{}", found.text.text);
    assert!(found.text.text.contains("Thôn\tÝ kiến\nBản Cáp\t4"));
    let at = found.text.text.find("đại biểu").unwrap();
    let Some(Origin::Html { byte }) = found.origin(at) else { panic!() };
    assert!(
        PAGE[byte..].starts_with("&nbsp;đại biểu") || PAGE[byte..].starts_with("đại biểu"),
        "{}",
        &PAGE[byte..byte + 30]
    );
}

#[test]
fn old_pages_are_decoded() {
    let page = PAGE.replace("utf-8", "utf-16");
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(page.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert!(read("tin.htm", &wide).text.text.contains("Sáng 12/3/2024, Ủy ban nhân dân xã Mây Trắng"));
}

#[test]
fn places_in_text_files_are_places_in_the_file() {
    let file = "\u{feff}Huye\u{302}\u{323}n Mây Trắng\r\nTổng số: 12 cuộc\r\ntrong đó: xã 9\r\n";
    let found = read("a.txt", file.as_bytes());
    assert_eq!(found.text.text, "Huyện Mây Trắng\nTổng số: 12 cuộc\ntrong đó: xã 9\n");
    assert_eq!(found.original(), file);
    let all: Vec<char> = file.chars().collect();
    for words in ["12 cuộc", "xã 9", "Mây", "Tổng số"] {
        let at = found.text.text.find(words).unwrap();
        let (from, to) = found.file_points(Span::new(at, at + words.len()));
        assert_eq!(all[from..to].iter().collect::<String>(), words);
        assert_eq!(found.origin(at), Some(Origin::Plain { point: from }));
    }
    let (from, to) = found.file_points(Span::new(0, "Huyện".len()));
    assert_eq!(all[from..to].iter().collect::<String>(), "Huye\u{302}\u{323}n");
    let end = found.text.text.len();
    assert_eq!(found.file_points(Span::new(end, end)), (all.len(), all.len()));
}

#[test]
fn plain_unicode_is_left_as_it_is() {
    let file = "Báo cáo năm 2024\n\n- Có 5 cuộc.\n";
    let found = read("a.md", file.as_bytes());
    assert_eq!((found.kind, found.text.text.as_str(), found.original()), (FileKind::Plain, file, file));
    assert!(found.text.regions.is_empty() && found.problems.is_empty());
    assert_eq!(found.file_points(Span::new(0, file.len())), (0, file.chars().count()));
}

#[test]
fn letters_that_look_like_d_are_mended_and_counted_as_one() {
    let file = "Nghị định số 30/2020/NÐ-CP, Ðiều 5 về đất đai";
    let found = read("a.txt", file.as_bytes());
    assert_eq!(found.text.text, "Nghị định số 30/2020/NĐ-CP, Điều 5 về đất đai");
    let at = found.text.text.find("Điều").unwrap();
    assert_eq!(found.file_points(Span::new(at, at + 4)).0, file.chars().position(|c| c == 'Ð').unwrap() + 6);
}

#[test]
fn pages_laid_out_by_tables_are_read_as_text() {
    let page = "<!doctype html><html><body><table width=100%><tr>
<td class=l><a href=#>Giới thiệu</a><br><a href=#>Tin tức - Sự kiện</a><br><a href=#>Hướng dẫn thủ tục hành chính công trực tuyến</a></td>
<td><span>Huyện Suối Mơ sơ kết công tác dân vận 6 tháng đầu năm</span><br><i>Cập nhật 12/7/2023</i> <span>Lượt xem: 1.024</span><br>
<p><span>Ngày 10/7, Huyện ủy tổ chức sơ kết.</span></p><p>- Tổ chức 12 cuộc đối thoại, 5 hội nghị.</p><p>- Vận động 1.200 hộ hiến đất.</p>
<div>Trong 6 tháng, toàn huyện đã xây dựng 45 mô hình “Dân vận khéo”, trong đó lĩnh vực kinh tế 20 mô hình, văn hóa - xã hội 15 mô hình,
quốc phòng - an ninh 10 mô hình;<br>đã được công nhận 30 mô hình, đạt 66,7% kế hoạch năm.</div></td></tr></table>
<ul><li><a href=#>Hội nghị tổng kết công tác dân vận năm 2022, triển khai nhiệm vụ năm 2023 trên toàn địa bàn huyện</a></li></ul>
<div>© Cổng thông tin</div></body></html>";
    let found = read("tin.html", page.as_bytes());
    let text = &found.text.text;
    let role = |word: &str| found.text.role_at(text.find(word).unwrap()).cloned().unwrap();
    for body in ["sơ kết công tác", "Ngày 10/7", "- Tổ chức 12", "Trong 6 tháng", "đã được công nhận"]
    {
        assert_eq!(role(body), Role::Body, "{body}");
    }
    for around in ["Giới thiệu", "Hội nghị tổng kết", "© Cổng"] {
        assert_eq!(role(around), Role::Furniture, "{around}");
    }
    assert!(text.contains("quốc phòng - an ninh 10 mô hình;\nđã được"));
}
