//! The parts of a document.

use super::read;
use domain::proof::{PartKind, Region, Role, Span, Text};

/// The parts, each with the first words it covers.
fn parts(text: &str) -> Vec<(PartKind, String)> {
    read(text).outline.parts.iter().map(|p| (p.kind.clone(), p.span.of(text).replace('\n', " / "))).collect()
}

#[track_caller]
fn has(text: &str, kind: PartKind, words: &str) {
    let parts = parts(text);
    assert!(parts.contains(&(kind.clone(), words.to_owned())), "{kind:?} “{words}” not among {parts:#?}");
}

const STATE: &str = "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ PÙ NHI\tĐộc lập - Tự do - Hạnh phúc
Số: 45/BC-UBND\tPù Nhi, ngày 12 tháng 11 năm 2025

BÁO CÁO
Kết quả công tác dân vận chính quyền năm 2025

Kính gửi: Ủy ban nhân dân tỉnh Thanh Hóa

I. CÔNG TÁC LÃNH ĐẠO
1. Công tác quán triệt
a) Ở xã
Đã tổ chức 4 hội nghị¹.

¹ Gồm 2 hội nghị trực tiếp và 2 hội nghị trực tuyến
với các bản.

Trên đây là báo cáo của UBND xã./.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Hà Văn Thỏa";

#[test]
fn a_report_of_an_authority_has_its_parts() {
    has(STATE, PartKind::Motto, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    has(STATE, PartKind::Number, "Số: 45/BC-UBND");
    has(STATE, PartKind::PlaceDate, "Pù Nhi, ngày 12 tháng 11 năm 2025");
    has(STATE, PartKind::Type, "BÁO CÁO");
    has(STATE, PartKind::Subject, "Kết quả công tác dân vận chính quyền năm 2025");
    has(STATE, PartKind::Addressee, "Kính gửi: Ủy ban nhân dân tỉnh Thanh Hóa");
    has(STATE, PartKind::Heading { depth: 0, label: "I".into() }, "I. CÔNG TÁC LÃNH ĐẠO");
    has(STATE, PartKind::Heading { depth: 1, label: "1".into() }, "1. Công tác quán triệt");
    has(STATE, PartKind::Heading { depth: 2, label: "a".into() }, "a) Ở xã");
    has(
        STATE,
        PartKind::Footnote { mark: "¹".into() },
        "¹ Gồm 2 hội nghị trực tiếp và 2 hội nghị trực tuyến / với các bản.",
    );
    has(STATE, PartKind::End, "./.");
    has(STATE, PartKind::Recipients, "Nơi nhận: / - UBND tỉnh; / - Lưu: VT.");
    has(STATE, PartKind::Authority, "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH");
    has(STATE, PartKind::Signer, "Hà Văn Thỏa");
    assert!(parts(STATE).iter().any(|(k, w)| *k == PartKind::Issuer && w.starts_with("ỦY BAN NHÂN DÂN")));
}

#[test]
fn the_party_form_has_its_own_head() {
    let text = "ĐẢNG BỘ TỈNH CAO BẰNG\nHUYỆN ỦY HẠ LANG\n*\nSố 127-BC/HU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\nHạ Lang, ngày 05 tháng 12 năm 2023\n\nBÁO CÁO\nkết quả công tác dân vận\n\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nNông Văn Tuân";
    has(text, PartKind::PartyHead, "ĐẢNG CỘNG SẢN VIỆT NAM");
    has(text, PartKind::Issuer, "ĐẢNG BỘ TỈNH CAO BẰNG / HUYỆN ỦY HẠ LANG");
    has(text, PartKind::Number, "Số 127-BC/HU");
    has(text, PartKind::PlaceDate, "Hạ Lang, ngày 05 tháng 12 năm 2023");
    has(text, PartKind::Type, "BÁO CÁO");
    has(text, PartKind::Authority, "T/M BAN THƯỜNG VỤ / PHÓ BÍ THƯ");
    has(text, PartKind::Signer, "Nông Văn Tuân");
}

#[test]
fn a_blank_number_and_date_are_parts_too() {
    let text = "Số: /BC-UBND\n\nBa Tơ, ngày tháng 6 năm 2024\n\nBÁO CÁO\n\nSơ kết";
    has(text, PartKind::Number, "Số: /BC-UBND");
    has(text, PartKind::PlaceDate, "Ba Tơ, ngày tháng 6 năm 2024");
}

#[test]
fn an_article_has_no_parts() {
    let text = "Dân vận khéo ở Pù Nhi\n\n12/11/2025 08:30\n\nNgày 12/11, xã Pù Nhi tổ chức hội nghị. Theo C. Mác và V. I. Lênin, quần chúng làm nên lịch sử.\n\nTin, ảnh: Hoàng Mai";
    assert_eq!(parts(text), []);
}

#[test]
fn footnotes_of_the_file_are_parts() {
    let words = "Đã mở 5 lớp[1].\n\nTrong đó 2 lớp trực tuyến.";
    let start = words.find("Trong").unwrap();
    let region = Region { span: Span::new(start, words.len()), role: Role::Footnote { mark: "1".into() } };
    let text = Text { text: words.to_owned(), regions: vec![region] };
    let reading = super::reader().read(&text);
    assert_eq!(reading.outline.parts.len(), 1);
    assert_eq!(reading.outline.parts[0].kind, PartKind::Footnote { mark: "1".into() });
}
