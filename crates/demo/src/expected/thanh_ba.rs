//! Thanh Ba district, 14 July 2015 to 13 July 2020.

use super::{Expected, Place, day};

const PLACE: Place = ("232", day(2015, 7, 14), day(2020, 7, 13));
const BEFORE: Place = ("232", day(2015, 1, 1), day(2015, 7, 13));
const AFTER: Place = ("232", day(2020, 7, 14), day(2020, 12, 31));

const fn figure(row: &'static str, name: &'static str, indicator: &'static str, value: i64) -> Expected {
    Expected::new(row, name, PLACE, indicator, value)
}

pub(super) fn list() -> Vec<Expected> {
    [dialogues_and_inspections(), documents(), works()].concat()
}

fn dialogues_and_inspections() -> Vec<Expected> {
    let (held, models) = ("doi-thoai.so-cuoc", "mo-hinh.dang-ky");
    vec![
        figure("N081", "mô hình", models, 667),
        Expected::new("", "mô hình trước kỳ", BEFORE, models, 20),
        Expected::new("", "mô hình sau kỳ", AFTER, models, 12),
        figure("N083", "hội nghị đối thoại", held, 211),
        figure("N084", "hội nghị thường xuyên", "doi-thoai.so-cuoc-dinh-ky", 140),
        figure("N085", "hội nghị đột xuất", "doi-thoai.so-cuoc-dot-xuat", 71),
        figure("N086", "lượt người dự", "doi-thoai.nguoi-du", 18_138),
        figure("N087", "ý kiến", "doi-thoai.y-kien", 1171),
        figure("N088", "tỷ lệ ý kiến đã giải quyết", "doi-thoai.ty-le-giai-quyet", 982).of(1150, 1171),
        figure("N089", "tỷ lệ ý kiến chuyển cấp tỉnh", "doi-thoai.ty-le-chuyen-cap-tinh", 18).of(21, 1171),
        Expected::new("", "hội nghị trước kỳ", BEFORE, held, 6),
        Expected::new("", "hội nghị sau kỳ", AFTER, held, 5),
        figure("N059", "cuộc kiểm tra, giám sát", "kiem-tra.so-cuoc", 43),
        figure("N060", "lượt đơn vị được kiểm tra, giám sát", "kiem-tra.luot-don-vi", 171),
        figure("", "đơn vị khác nhau được kiểm tra, giám sát", "kiem-tra.so-don-vi", 62),
    ]
}

fn documents() -> Vec<Expected> {
    const ISSUED: &str = "van-ban.ban-hanh";
    let of_district = |row, name, value| figure(row, name, ISSUED, value);
    vec![
        of_district("N051", "chương trình", 8).only(&[
            ("loai-van-ban", &["chuong-trinh"]),
            ("cap", &["huyen"]),
            ("co-quan", &["cap-uy", "ubnd"]),
        ]),
        of_district("N052", "công văn", 12).only(&[
            ("loai-van-ban", &["cong-van"]),
            ("cap", &["huyen"]),
            ("co-quan", &["cap-uy", "ubnd"]),
        ]),
        of_district("N053", "kế hoạch", 16).only(&[
            ("loai-van-ban", &["ke-hoach"]),
            ("cap", &["huyen"]),
            ("co-quan", &["cap-uy", "ubnd"]),
        ]),
        of_district("N054", "quyết định", 12).only(&[
            ("loai-van-ban", &["quyet-dinh"]),
            ("cap", &["huyen"]),
            ("co-quan", &["cap-uy", "ubnd"]),
        ]),
        of_district("N055", "báo cáo", 9).only(&[
            ("loai-van-ban", &["bao-cao"]),
            ("cap", &["huyen"]),
            ("co-quan", &["cap-uy", "ubnd"]),
        ]),
        figure("", "văn bản của các xã, thị trấn", ISSUED, 19).only(&[("cap", &["xa"])]),
    ]
}

fn works() -> Vec<Expected> {
    let (days, works) = ("dong-gop.ngay-cong", "dong-gop.so-cong-trinh");
    vec![
        figure("N071", "m² đất hiến", "dong-gop.dat-hien", 10_000).over(),
        figure("N072", "ngày công xây dựng nông thôn mới", days, 3000).only(&[("loai-dong-gop", &["nong-thon-moi"])]),
        figure("N073", "m² tổng dọn vệ sinh", "dong-gop.m2-ve-sinh", 9500),
        figure("N074", "km đường liên thôn", "dong-gop.km-duong-be-tong", 2800).thousandths(),
        figure("N075", "km kênh mương", "dong-gop.km-kenh-muong", 4),
        figure("N076", "nghĩa trang", works, 13).only(&[("hang-muc", &["nghia-trang"])]),
        figure("N077", "trường học", works, 3).only(&[("hang-muc", &["truong-hoc"])]),
        figure("N078", "nhà văn hóa", works, 6).only(&[("hang-muc", &["nha-van-hoa"])]),
        figure("N079", "ngày công giúp gia đình có công, trường học", days, 6000)
            .only(&[("loai-dong-gop", &["den-on-dap-nghia"])])
            .over(),
        figure("", "ngày công", days, 9000).over(),
    ]
}
