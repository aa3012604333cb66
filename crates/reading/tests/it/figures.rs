//! Figures: value, unit and kind, and what is no figure.

use super::read;
use domain::proof::{Approx, Figure, FigureKind};

fn told(figure: &Figure, text: &str) -> String {
    let unit = figure.unit.as_deref().unwrap_or("-");
    let of = figure.of.map_or(String::new(), |of| format!("/{}", of.normalize()));
    format!("{}{of} {unit} [{}]", figure.value.normalize(), figure.span.of(text))
}

/// The figures of a text as "value unit [words]".
fn figures(text: &str) -> Vec<String> {
    read(text).figures.iter().map(|f| told(f, text)).collect()
}

#[test]
fn a_number_is_told_with_what_it_counts() {
    for (text, want) in [
        ("Xã tổ chức 12 cuộc họp dân.", "12 cuộc [12 cuộc]"),
        ("Có 4.250 lượt người dự.", "4250 lượt người [4.250 lượt người]"),
        ("Kiểm tra 15 cơ quan, đơn vị trực thuộc.", "15 cơ quan, đơn vị [15 cơ quan, đơn vị]"),
        ("Đến nay 14/16 xã, thị trấn đạt chuẩn.", "14/16 xã, thị trấn [14/16 xã, thị trấn]"),
        ("Phân công 03 đ/c phụ trách.", "3 đ/c [03 đ/c]"),
        ("Bê tông hóa 2,5 km đường.", "2.5 km [2,5 km]"),
        ("Hiến 1.400m2 đất vườn.", "1400 m2 [1.400m2]"),
        ("Hiến 350 m² đất vườn.", "350 m² [350 m²]"),
        ("Góp 600 triệu đồng.", "600 triệu đồng [600 triệu đồng]"),
        ("Góp 2 tỷ 350 triệu đồng.", "2350 triệu đồng [2 tỷ 350 triệu đồng]"),
        ("Góp 1,25 tỷ đồng.", "1.25 tỷ đồng [1,25 tỷ đồng]"),
        ("Góp 500.000đ mỗi hộ.", "500000 đ [500.000đ]"),
        ("Thu nhập 62,5 triệu đồng/người/năm.", "62.5 triệu đồng/người/năm [62,5 triệu đồng/người/năm]"),
        ("Họp 2 lần/tháng.", "2 lần/tháng [2 lần/tháng]"),
        ("Đạt 98,2 % kế hoạch.", "98.2 % [98,2 %]"),
        ("Huyện xếp hạng 7 toàn tỉnh.", "7 hạng [hạng 7]"),
        ("Huyện đứng thứ 3 toàn tỉnh.", "3 thứ [thứ 3]"),
        ("Chấm 95,5/100 điểm.", "95.5/100 điểm [95,5/100 điểm]"),
        ("Liên thông 3 cấp.", "3 cấp [3 cấp]"),
        ("Lượt xem: 1,271", "1271 lượt xem [Lượt xem: 1,271]"),
        ("Giải quyết 118/118=100% đơn.", "118/118 đơn [118/118]"),
        ("Trồng 3 nghìn cây giống.", "3 nghìn cây giống [3 nghìn cây giống]"),
        ("Có 5 CLB hoạt động.", "5 clb [5 CLB]"),
        ("Lắp 14 máng cỏ tự động cho bà con.", "14 máng cỏ [14 máng cỏ]"),
        ("Sinh hoạt với hai mô hình mới.", "2 mô hình [hai mô hình]"),
    ] {
        assert_eq!(figures(text).first().map(String::as_str), Some(want), "{text}");
    }
}

#[test]
fn what_only_names_is_no_figure() {
    for text in [
        "Tiểu đoàn 20, 22 và nhà máy Z121 giúp dân.",
        "Thực hiện khoản 2 Điều 15 của Luật.",
        "Phòng, chống dịch Covid-19 trên địa bàn.",
        "Mở rộng đường vành đai 2 và quốc lộ 32.",
        "Tiếp dân vào ngày 10, 20 hằng tháng.",
        "1. Công tác lãnh đạo, chỉ đạo",
        "2.1. Kết quả đạt được",
        "Liên hệ số điện thoại 0912345678.",
        "Họp lúc 7 giờ 30 phút.",
        "Trực 24/24 giờ, 24/7.",
        "Chào mừng ngày 30/4 và 1/5.",
        "Bà con tổ 3, khu phố 5 đồng tình.",
        "Lập quy hoạch tỷ lệ 1/500 khu trung tâm.",
        "Đại hội lần thứ 13 của Hội.",
        "Năm 2021 và các năm 2022, 2023.",
        "Danh mục gồm (1) đối thoại; (2) tiếp dân.",
        "Bệnh viện hạng 2 của tỉnh.",
        "12",
    ] {
        assert_eq!(figures(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_range_is_two_figures_of_one_unit() {
    assert_eq!(figures("Mỗi tổ có 10-15 hộ."), ["10 hộ [10]", "15 hộ [15 hộ]"]);
    assert_eq!(figures("Mỗi tổ có từ 10 đến 15 hộ."), ["10 hộ [10]", "15 hộ [15 hộ]"]);
}

#[test]
fn words_that_make_a_number_inexact_stay_outside() {
    let sense = |text: &str| {
        read(text).figures.first().and_then(|f| f.approx).map(|(span, sense)| (span.of(text).to_string(), sense))
    };
    assert_eq!(sense("Triển khai hơn 120 buổi."), Some(("hơn".into(), Approx::Above)));
    assert_eq!(sense("Thu hút gần 1.200 người."), Some(("gần".into(), Approx::Below)));
    assert_eq!(sense("Mỗi năm không dưới 4 buổi."), Some(("không dưới".into(), Approx::AtLeast)));
    assert_eq!(sense("Ủng hộ trên 600 triệu đồng."), Some(("trên".into(), Approx::Above)));
    assert_eq!(sense("Thực hiện trên 05 lĩnh vực."), None, "says where, not how many");
}

#[test]
fn kinds_follow_the_unit() {
    let kind = |text: &str| read(text).figures.first().map(|f| f.kind);
    for (text, want) in [
        ("Đã qua 05 năm thực hiện.", FigureKind::Duration),
        ("Tiếp dân 1 ngày/tuần.", FigureKind::Frequency),
        ("Góp 45 ngày công.", FigureKind::Measure),
        ("Đạt 17,5 điểm.", FigureKind::Score),
        ("Có 17/19 hộ đồng ý.", FigureKind::Ratio),
    ] {
        assert_eq!(kind(text), Some(want), "{text}");
    }
}

#[test]
fn a_figure_knows_whose_it_is_and_when() {
    let text = "Năm 2023, toàn tỉnh tổ chức 96 cuộc (cấp huyện 20 cuộc, cấp xã 76 cuộc).";
    let reading = read(text);
    let scopes: Vec<&str> = reading.figures.iter().filter_map(|f| f.scope).map(|s| s.of(text)).collect();
    assert_eq!(scopes, ["toàn tỉnh", "cấp huyện", "cấp xã"]);
    assert!(reading.figures.iter().all(|f| f.period == Some(0)), "{:?}", reading.figures);
}

#[test]
fn a_foreign_comma_for_thousands_is_told() {
    let reading = read("Có 1,250 người dự và 2,5 km đường.");
    let commas: Vec<bool> = reading.figures.iter().map(|f| f.comma_thousands).collect();
    assert_eq!(commas, [true, false]);
}
