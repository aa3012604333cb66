//! Invented words. Every title says that it is an illustration; nobody is named.

/// Subjects of dialogues.
pub(crate) const SUBJECTS: [&str; 10] = [
    "Giữ gìn vệ sinh môi trường ở khu dân cư (minh họa)",
    "Tiến độ làm đường liên thôn (minh họa)",
    "Nước sinh hoạt trong mùa khô (minh họa)",
    "Hồ sơ đất ở của các hộ (minh họa)",
    "Thu gom, phân loại rác tại nguồn (minh họa)",
    "Hỗ trợ sinh kế cho hộ khó khăn (minh họa)",
    "An toàn giao thông trước cổng trường (minh họa)",
    "Phục vụ người dân tại bộ phận một cửa (minh họa)",
    "Xây dựng đời sống văn hóa ở cơ sở (minh họa)",
    "Phòng, chống thiên tai trước mùa mưa (minh họa)",
];

/// Opinions: field and content.
pub(crate) const OPINIONS: [(&str, &str); 12] = [
    ("dat-dai", "Đề nghị rút ngắn thời gian đo đạc, cấp giấy chứng nhận (minh họa)"),
    ("ha-tang", "Đề nghị sửa đoạn đường bị sạt lở qua thôn (minh họa)"),
    ("moi-truong", "Phản ánh điểm tập kết rác quá gần nhà dân (minh họa)"),
    ("an-sinh", "Đề nghị rà soát lại danh sách hộ cận nghèo (minh họa)"),
    ("thu-tuc-hanh-chinh", "Đề nghị niêm yết rõ giấy tờ phải nộp (minh họa)"),
    ("giao-duc", "Đề nghị bổ sung phòng học cho điểm trường (minh họa)"),
    ("san-xuat-kinh-doanh", "Hỏi về nơi tiêu thụ nông sản sau thu hoạch (minh họa)"),
    ("y-te", "Đề nghị tăng ngày khám lưu động (minh họa)"),
    ("van-hoa", "Đề nghị sửa chữa nhà văn hóa thôn (minh họa)"),
    ("an-ninh-trat-tu", "Phản ánh tiếng ồn ban đêm ở khu chợ (minh họa)"),
    ("giai-phong-mat-bang", "Hỏi về thời điểm chi trả tiền bồi thường (minh họa)"),
    ("to-chuc-can-bo", "Góp ý về lịch trực của cán bộ thôn (minh họa)"),
];

/// Models: field and name; the name is followed by a number.
pub(crate) const MODELS: [(&str, &[&str]); 8] = [
    ("kinh-te", &["Tổ liên kết nuôi ong", "Vườn ươm giống chung", "Góp vốn xoay vòng phát triển sản xuất"]),
    ("van-hoa-xa-hoi", &["Thôn không rác thải nhựa", "Tủ sách nhà văn hóa", "Bữa cơm ấm cho người già neo đơn"]),
    ("an-ninh-quoc-phong", &["Cụm dân cư tự quản về an ninh", "Tiếng kẻng an toàn", "Đường biên bình yên"]),
    ("he-thong-chinh-tri", &["Chi bộ lắng nghe dân", "Ngày không hẹn ở bộ phận một cửa", "Tổ dân vận đến từng nhà"]),
    ("nong-thon-moi", &["Kết nghĩa cùng xã khó khăn", "Ngày chủ nhật làm đường"]),
    ("cai-cach-hanh-chinh-cong-so", &["Công sở xanh, giờ làm đúng", "Trả kết quả trước hẹn"]),
    ("mat-tran-doan-the", &["Chi đoàn nòng cốt", "Công đoàn cơ sở gần đoàn viên"]),
    ("dong-gop-xay-dung-dang-chinh-quyen", &["Hòm thư góp ý của chi bộ", "Mỗi tháng một sáng kiến"]),
];

/// A model's name.
pub(crate) fn model(field: &str, number: usize) -> String {
    let names = MODELS.iter().find(|(f, _)| *f == field).map_or(&[][..], |(_, names)| names);
    let name = names.get(number % names.len().max(1)).copied().unwrap_or("Mô hình");
    format!("{name}, số {number} (minh họa)")
}
