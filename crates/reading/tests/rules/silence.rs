//! What is right is left in peace.

use crate::{errors, findings};
use domain::proof::Severity;
use std::path::Path;

/// Whole reports without a fault, in several styles: of the Party, of a commune, of a portal, of a ward after the reform.
fn clean() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/clean");
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|e| {
            let path = e.expect("an entry can be read").path();
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            (name, std::fs::read_to_string(path).expect("a text can be read"))
        })
        .collect();
    all.sort();
    assert!(all.len() > 6);
    all
}

#[test]
fn a_report_without_a_fault_gives_no_error_and_hardly_a_warning() {
    let mut words = 0;
    let mut warnings = Vec::new();
    for (name, text) in clean() {
        words += text.split_whitespace().count();
        assert!(errors(&text).is_empty(), "{name}: {:#?}", errors(&text));
        let told = findings(&text).into_iter().filter(|f| f.severity == Severity::Warning);
        warnings.extend(told.map(|f| format!("{name}: {}: {}", f.rule, f.message)));
    }
    assert!(warnings.len() * 1000 <= words, "{words} words: {warnings:#?}");
}

/// Right sentences that look wrong to a hasty reader.
const RIGHT: &[&str] = &[
    "Cả năm kết nạp 66/60 đoàn viên ưu tú, đạt 110%.",
    "Số hộ nghèo giảm từ 320 hộ năm trước xuống 245 hộ (3,98%).",
    "BÁO CÁO\nKết quả đối thoại với Nhân dân",
    // two words that share a syllable at their border
    "Mặt trận tổ chức hoạt động động viên các gia đình chính sách.",
    "Ủy ban nhân dân huyện ban hành chương trình trình Hội đồng nhân dân cùng cấp.",
    "Trường vận động học sinh sinh sống ở vùng sâu đến lớp.",
    // reduplication and numbers in words
    "Công việc dần dần đi vào nền nếp, nhà nhà thi đua.",
    "Năm năm qua, xã không có đơn vượt cấp.",
    "Người dân vẫn tin tưởng vào sự lãnh đạo của Đảng.",
    "Thợ điện đã thay công tắc cho nhà văn hóa thôn.",
    "Lực lượng hải quân giúp dân sửa thuyền.",
    "Ủy ban nhân dân xã quản lí hộ khẩu, xử lí đơn thư theo qui định.",
    "Ông Vàng Seo Lử ở bản Kháo Sáo, xã Y Tý và bà H'Bia ở buôn Kmrơng Prong cùng tham gia.",
    "Bà con Ê-đê, Xơ-đăng, Mnông ở Đắk Glong, Krông Nô hiến đất làm đường.",
    "Liên hệ: bandanvan@example.org.vn hoặc cổng https://danvan.example.vn/tin-bai/chi-tiet.",
    "Các đơn vị phát tin trên fanpage, Zalo, livestream các phiên đối thoại.",
    // quotations over lines and inside one another
    "Ông nói: “Làm dân vận phải gần dân.\nPhải kiên trì.\nPhải thật lòng”.",
    // sums with words that make them no sum
    "Trong 300 hộ được hỏi có 120 hộ làm nghề, trong đó có 45 hộ nghèo.",
    "Trong 56 học viên có 30 nữ, 12 người dân tộc thiểu số, 41 đảng viên.",
    "Hơn 500 người dự: đoàn viên 210 người, hội viên 180 người, Nhân dân 115 người.",
    "Thu ngân sách 24/20 tỷ đồng, vượt kế hoạch 20%.",
    "Năm 2023 có 45 cuộc, tăng 3 cuộc so với năm 2022 (42 cuộc).",
    "Chỉ số PAR Index tăng từ hạng 9 lên hạng 4.",
    "Toàn xã tiếp nhận 30 đơn, đã giải quyết 27 đơn, còn 3 đơn đang xác minh.",
    "Có 33,3% ý kiến về đất đai, 33,3% về môi trường, còn lại 33,4% về chính sách.",
    "Tỷ lệ giải quyết đạt 66,7% (12/18 vụ việc).",
    // documents that are rightly alike
    "Nghị quyết số 18-NQ/TW và Nghị quyết số 19-NQ/TW, ngày 25/10/2017 của Ban Chấp hành Trung ương Đảng khóa XII.",
    "Quy định số 11-QĐi/TW, ngày 18/02/2019 và Quy định số 124-QĐ/TW, ngày 04/10/2023 của Bộ Chính trị.",
    "Nghị định số 04/2015/NĐ-CP ngày 09/01/2015 được thay bằng Nghị định số 59/2023/NĐ-CP ngày 14/8/2023 của Chính phủ.",
    "Kế hoạch số 15/KH-UBND ngày 10/01/2022 và Kế hoạch số 15/KH-UBND ngày 22/02/2023 của Ủy ban nhân dân xã.",
    "Kế hoạch phối hợp số 14-KH/BDVHU-UBND ngày 22/3/2022 giữa Ban Dân vận Huyện ủy và Ủy ban nhân dân huyện.",
    // bodies in their time
    "Năm 2024, Ủy ban nhân dân huyện tổ chức 03 cuộc đối thoại.",
    "Sau ngày 01/7/2025, hồ sơ của Ủy ban nhân dân huyện cũ được bàn giao cho các xã.",
];

#[test]
fn right_sentences_that_look_wrong_are_left_in_peace() {
    let told: Vec<_> = RIGHT
        .iter()
        .flat_map(|text| findings(text).into_iter().map(move |f| (*text, f)))
        .filter(|(_, f)| f.severity > Severity::Note)
        .map(|(text, f)| format!("{} «{}» {}", f.rule, f.span.of(text), f.message))
        .collect();
    assert!(told.is_empty(), "{told:#?}");
}
