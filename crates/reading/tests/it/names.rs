//! Units and organs named.

use super::read;
use domain::proof::NameKind;

#[track_caller]
fn expect(text: &str, names: &[&str]) {
    let reading = read(text);
    let got: Vec<_> = reading
        .names
        .iter()
        .map(|n| {
            let kind = match &n.kind {
                NameKind::Unit { kind } => kind.clone(),
                NameKind::Organ { slug } => format!("#{slug}"),
            };
            format!("{} [{kind}] {}", n.span.of(text), n.proper.map_or("-", |p| p.of(text)))
        })
        .collect();
    assert_eq!(got, names, "names of {text:?}");
}

#[test]
fn units_have_a_proper_name() {
    expect("tại huyện Mường Lát và xã Pù Nhi", &["huyện Mường Lát [huyện] Mường Lát", "xã Pù Nhi [xã] Pù Nhi"]);
    expect("Thành phố Bà Rịa - Vũng Tàu cũ", &["Thành phố Bà Rịa - Vũng Tàu [thành phố] Bà Rịa - Vũng Tàu"]);
    expect("huyện Đắk R'Lấp, Phường 4", &["huyện Đắk R'Lấp [huyện] Đắk R'Lấp", "Phường 4 [phường] 4"]);
    expect("cấp huyện 9 cuộc, cấp xã 52 cuộc, các xã, thị trấn", &[]);
    expect("Huyện Đoàn phối hợp; Xã Đoàn; xã hội hóa", &["Huyện Đoàn [#huyen-doan] -"]);
    expect("12/18 xã đạt chuẩn", &[]);
    expect("HUYỆN MƯỜNG LÁT NĂM 2023", &["HUYỆN MƯỜNG LÁT [huyện] MƯỜNG LÁT"]);
}

#[test]
fn organs_come_with_their_unit() {
    expect("Ủy ban nhân dân huyện Quan Sơn báo cáo", &["Ủy ban nhân dân huyện Quan Sơn [#ubnd-huyen] Quan Sơn"]);
    expect("của UBND tỉnh về việc", &["UBND tỉnh [#ubnd-tinh] -"]);
    expect("Ban Thường vụ Tỉnh uỷ Cao Bằng", &["Ban Thường vụ Tỉnh uỷ Cao Bằng [#cap-uy-tinh] Cao Bằng"]);
    expect("Phòng Nội vụ huyện Ba Tơ", &["Phòng Nội vụ huyện Ba Tơ [#phong-cap-huyen] Ba Tơ"]);
    expect(
        "Bộ Văn hóa, Thể thao và Du lịch; Bộ Lao động - Thương binh và Xã hội",
        &[
            "Bộ Văn hóa, Thể thao và Du lịch [#bo-van-hoa-the-thao-va-du-lich] -",
            "Bộ Lao động - Thương binh và Xã hội [#bo-lao-dong-thuong-binh-va-xa-hoi] -",
        ],
    );
    expect("các chi bộ, đảng bộ cơ sở", &[]);
    expect("đảng bộ huyện Ba Tơ", &["đảng bộ huyện Ba Tơ [#dang-bo-huyen] Ba Tơ"]);
}

#[test]
fn the_holder_of_an_office_is_not_the_name_of_the_unit() {
    expect("Chủ tịch UBND huyện Lò Thị Mai", &["UBND huyện [#ubnd-huyen] -"]);
    expect("Chủ tịch UBND huyện Ba Tơ", &["UBND huyện Ba Tơ [#ubnd-huyen] Ba Tơ"]);
}

#[test]
fn a_name_ends_with_its_line_in_capitals_and_with_its_word_elsewhere() {
    expect("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", &["ỦY BAN NHÂN DÂN [#ubnd] -"]);
    expect("Ban Chỉ đạo Phong trào thi đua", &["Ban Chỉ đạo [#ban-chi-dao] -"]);
    expect("Thành ủy Huế họp", &["Thành ủy Huế [#cap-uy-thanh-pho] Huế"]);
    expect("Sở Nội vụ Cao Bằng", &["Sở Nội vụ Cao Bằng [#so-noi-vu] Cao Bằng"]);
}
