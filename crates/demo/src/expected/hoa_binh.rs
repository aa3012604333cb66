//! Hòa Bình province as of 30 November 2022.

use super::{Expected, Place, day};

const PLACE: Place = ("17", day(2022, 1, 1), day(2022, 11, 30));

const fn figure(row: &'static str, name: &'static str, indicator: &'static str, value: i64) -> Expected {
    Expected::new(row, name, PLACE, indicator, value)
}

pub(super) fn list() -> Vec<Expected> {
    let stock = "mo-hinh.hien-co";
    vec![
        figure("N038", "đơn vị được kiểm tra, giám sát", "kiem-tra.so-don-vi", 20),
        figure("", "lượt đơn vị được kiểm tra, giám sát", "kiem-tra.luot-don-vi", 23),
        figure("", "cuộc kiểm tra, giám sát", "kiem-tra.so-cuoc", 6),
        figure("N039", "cuộc đối thoại (hơn 100)", "doi-thoai.so-cuoc", 104),
        figure("", "người dự đối thoại", "doi-thoai.nguoi-du", 9360),
        figure("", "ý kiến", "doi-thoai.y-kien", 340),
        figure("N040", "mô hình", stock, 3851),
        figure("N041", "mô hình kinh tế", stock, 690).only(&[("linh-vuc", &["kinh-te"])]),
        figure("N042", "mô hình văn hóa - xã hội", stock, 1647).only(&[("linh-vuc", &["van-hoa-xa-hoi"])]),
        figure("N043", "mô hình an ninh - quốc phòng", stock, 1126).only(&[("linh-vuc", &["an-ninh-quoc-phong"])]),
        figure("N044", "mô hình hệ thống chính trị", stock, 388).only(&[("linh-vuc", &["he-thong-chinh-tri"])]),
        figure("N045", "kỷ niệm chương", "khen-thuong.ky-niem-chuong", 40),
        figure("N046", "giấy khen, tập thể", "khen-thuong.giay-khen-tap-the", 17),
        figure("N047", "giấy khen, cá nhân", "khen-thuong.giay-khen-ca-nhan", 13),
        Expected {
            from: day(2015, 1, 1),
            to: day(2022, 12, 31),
            ..figure("", "mô hình đăng ký từ năm 2015", "mo-hinh.dang-ky", 4075)
        },
        Expected { to: day(2022, 12, 31), ..figure("", "mô hình hiện có cuối năm 2022", stock, 3896) },
        Expected { to: day(2023, 12, 31), ..figure("", "mô hình hiện có cuối năm 2023", stock, 3836) },
    ]
}
