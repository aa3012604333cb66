//! Sentences with one fault each, and the rule that must tell it.

use crate::{findings, rules_of};

/// Rule and sentence.
const FAULTS: &[(&str, &str)] = &[
    // calendar
    ("impossible-date", "Nghị quyết số 08-NQ/ĐU, ngày 30/02/2022 của Đảng ủy xã."),
    ("impossible-date", "Hội nghị họp ngày 12 tháng 13 năm 2023 tại huyện."),
    ("date-contradicts-year", "Thông tư số 05/2021/TT-TTCP ngày 01/10/2020 của Thanh tra Chính phủ."),
    // sums
    ("sum-mismatch", "Năm 2022 toàn huyện có 88 cuộc đối thoại (cấp huyện 10 cuộc, cấp xã 87 cuộc)."),
    ("sum-mismatch", "Ban hành 15 văn bản, gồm: 03 chỉ thị, 05 kế hoạch, 06 thông báo."),
    (
        "sum-mismatch",
        "Toàn tỉnh có 1.250 mô hình, trong đó: lĩnh vực kinh tế 410 mô hình; lĩnh vực văn hóa - xã hội 525 mô hình; lĩnh vực quốc \
         phòng - an ninh 207 mô hình; lĩnh vực xây dựng hệ thống chính trị 118 mô hình.",
    ),
    ("units-mixed", "Lãnh đạo tiếp 57 lượt người (chủ tịch tiếp 30 lượt; phó chủ tịch tiếp 27 đoàn)."),
    ("unexplained-remainder", "Trong quý, xã tiếp nhận 31 kiến nghị, đã giải quyết 26 kiến nghị thuộc thẩm quyền."),
    // percentages
    ("percent-mismatch", "Có 45/60 thôn đạt chuẩn, đạt 57%."),
    ("percent-mismatch", "Trả kết quả đúng hạn 1.970/2.000 hồ sơ (95,8%)."),
    ("percents-not-100", "Có 71,5% hộ khá, 22,1% hộ trung bình, còn lại 3,4% hộ nghèo."),
    ("fraction-over-one", "Đã có 14/12 chi bộ tổ chức sinh hoạt chuyên đề."),
    // changes
    ("change-mismatch", "Số vụ tăng từ 45 vụ lên 40 vụ."),
    ("change-mismatch", "Năm 2023 có 45 cuộc, tăng 5 cuộc so với năm 2022 (42 cuộc)."),
    (
        "trend-mismatch",
        "Số cuộc đối thoại tăng qua các năm: năm 2021 có 45 cuộc, năm 2022 có 39 cuộc, năm 2023 có 35 cuộc.",
    ),
    // documents
    (
        "reference-dates-differ",
        "Quán triệt Nghị định số 60/2021/NĐ-CP ngày 21/6/2021 của Chính phủ.\n\nTheo Nghị định số 60/2021/NĐ-CP ngày 21/7/2021.",
    ),
    ("type-against-code", "Thực hiện Chỉ thị số 31-KL/TU, ngày 04/8/2022 của Tỉnh ủy."),
    ("issuer-against-symbol", "Thực hiện Chỉ thị số 16/CT-TTg, ngày 16/5/2016 của Ban Bí thư."),
    ("symbol-variants", "Thực hiện Chương trình số 25-CTr-TU, ngày 04/8/2022 của Tỉnh ủy."),
    // bodies
    ("body-not-existing", "Tháng 10 năm 2025, Huyện ủy đã chỉ đạo tổng kết phong trào."),
    ("body-not-existing", "Năm 2026, Ban Dân vận Huyện ủy tổ chức ba lớp tập huấn."),
    // quotes
    ("unclosed-quote", "Phát động phong trào “Ngày thứ Bảy vì dân, sau đó tổng kết."),
    ("unclosed-quote", "Phát động phong trào Ngày thứ Bảy vì dân”, sau đó tổng kết."),
    ("mixed-quotes", "Cuộc vận động \"Người Việt Nam ưu tiên dùng hàng Việt Nam” được hưởng ứng."),
    // words
    ("repeated-word", "Đại diện các các hộ đã ký cam kết."),
    ("repeated-word", "Kết quả của của năm 2023 cao hơn."),
    ("repeated-word", "Năm năm 2023, huyện có 12 mô hình."),
    // spelling: impossible
    ("impossible-syllable", "Các đơn vị đã tổ chứcc tuyên truyền."),
    ("impossible-syllable", "Đảm bảo quyền lợii của người dân."),
    ("impossible-syllable", "Đối thọai trực tiếp với nhân dâận."),
    ("common-misspelling", "Tiếp tục nghành nghề truyền thống, hổ trợ vốn vay."),
    ("common-misspelling", "Nhửng kết quả trên rất đáng mừng."),
    ("missing-marks", "Xử lý nghiêm cán bộ gây phien hà."),
    // spelling: slips
    ("phrase-slip", "Nâng cao chất lương hoạt động của các chi hội."),
    ("phrase-slip", "Các cấp tiếp tục đẩy manh tuyên truyền."),
    ("phrase-slip", "Phát huy quyền làm chủ, tăng cường khối đoàn kêt trong thôn."),
    ("phrase-slip", "Tổ chức hội nghỉ đối thoại với thanh niên."),
    ("phrase-slip", "Xây dựng mô hinh mới ở các thôn."),
    ("phrase-slip", "Thực hiên tốt quy chế dân chủ."),
    ("phrase-slip", "Giải quyết kịp thơi kiến nghị."),
    ("phrase-slip", "Công tác dân vân được quan tâm."),
    ("confused-word", "Tăng cường đối thoại đề lắng nghe dân."),
    ("confused-word", "Xã củng đã mở ba lớp."),
    ("cut-name", "Nghị quyết của Chấp hành Trung ương về công tác dân vận."),
    // writing of numbers
    ("mixed-number-formats", "Có 1,250 hộ tham gia, đóng góp 2.340 ngày công."),
    ("approx-exact", "Vận động được hơn 1.237 lượt người tham gia."),
];

#[test]
fn each_fault_is_told_by_its_rule() {
    let missed: Vec<_> = FAULTS
        .iter()
        .filter(|(rule, text)| {
            let same = |name: &&str| *name == *rule || (*rule == "phrase-slip" && name.ends_with("syllable"));
            !rules_of(text).iter().any(same)
        })
        .map(|(rule, text)| (rule, text, rules_of(text)))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_suggestion_put_in_takes_the_fault_away() {
    for (rule, text) in FAULTS {
        let told = findings(text).into_iter().filter(|f| f.rule == *rule);
        for (finding, suggestion) in told.filter_map(|f| f.suggestion.clone().map(|s| (f, s))) {
            let mut mended = (*text).to_owned();
            mended.replace_range(finding.span.start..finding.span.end, &suggestion);
            let left = findings(&mended).iter().filter(|f| f.rule == *rule).count();
            let before = findings(text).iter().filter(|f| f.rule == *rule).count();
            assert!(left < before, "{rule}: {mended}");
        }
    }
}
