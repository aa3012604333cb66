//! Bắc Hà district: the calendar year 2021, the decree's year 2021, and the years beside them.

use super::{Expected, Place, day};

const YEAR: Place = ("085", day(2021, 1, 1), day(2021, 12, 31));
const DECREE: Place = ("085", day(2020, 12, 15), day(2021, 12, 14));
const BEFORE: Place = ("085", day(2020, 1, 1), day(2020, 12, 31));

const fn year(row: &'static str, name: &'static str, indicator: &'static str, value: i64) -> Expected {
    Expected::new(row, name, YEAR, indicator, value)
}

const COMMUNE: super::Filter = &[("cap-to-chuc", &["xa"])];
const DISTRICT: super::Filter = &[("cap-to-chuc", &["huyen"])];

pub(super) fn list() -> Vec<Expected> {
    [dialogues(), documents_and_briefings(), works(), positions(), models_and_awards()].concat()
}

fn dialogues() -> Vec<Expected> {
    let (held, people) = ("doi-thoai.so-cuoc", "doi-thoai.nguoi-du");
    let organ = |unit, row, name, value| Expected { unit, ..year(row, name, held, value) };
    vec![
        year("N007", "cuộc đối thoại", held, 61),
        year("N007", "cuộc do người đứng đầu chủ trì", "doi-thoai.so-cuoc-nguoi-dung-dau", 61),
        year("N008", "cuộc đối thoại, cấp huyện", held, 9).only(&[("cap", &["huyen"])]),
        year("N009", "cuộc đối thoại, cấp xã", held, 52).only(&[("cap", &["xa"])]),
        year("N010", "người dự đối thoại", people, 4675),
        year("N012", "cuộc của thường trực Ủy ban nhân dân huyện", held, 6).only(&[("chu-tri", &["thuong-truc-ubnd"])]),
        year("N033", "cuộc của Thường trực Huyện ủy", held, 3).only(&[("chu-tri", &["thuong-truc-cap-uy"])]),
        organ("085/ubnd", "", "cuộc do các Ủy ban nhân dân ghi sổ", 39),
        organ("085/cap-uy", "", "cuộc do các cấp ủy ghi sổ", 22),
        year("", "cuộc thường xuyên", "doi-thoai.so-cuoc-dinh-ky", 54),
        year("", "cuộc đột xuất", "doi-thoai.so-cuoc-dot-xuat", 7),
        year("", "huyện, xã đã tổ chức đối thoại", "doi-thoai.so-don-vi-to-chuc", 20),
        Expected::new("", "cuộc đối thoại, năm theo Nghị định 09/2019", DECREE, held, 60),
        Expected::new("", "người dự, năm theo Nghị định 09/2019", DECREE, people, 4580),
        Expected::new("", "cuộc đối thoại năm trước", BEFORE, held, 48),
        Expected::new("", "người dự năm trước", BEFORE, people, 3560),
        year("", "ý kiến", "doi-thoai.y-kien", 185),
        year("", "tỷ lệ ý kiến đã giải quyết", "doi-thoai.ty-le-giai-quyet", 881).of(163, 185),
        year("", "tỷ lệ ý kiến chuyển cấp trên", "doi-thoai.ty-le-chuyen-cap-tren", 43).of(8, 185),
        year("", "tỷ lệ ý kiến chuyển cấp tỉnh", "doi-thoai.ty-le-chuyen-cap-tinh", 16).of(3, 185),
        Expected { unit: "02860", ..year("", "cuộc ở xã đã giải thể năm 2024", held, 3) },
    ]
}

fn documents_and_briefings() -> Vec<Expected> {
    vec![
        year("", "văn bản ban hành", "van-ban.ban-hanh", 48),
        year("", "mốc sơ kết đến hạn", "van-ban.moc-den-han", 4),
        year("", "tỷ lệ mốc sơ kết đã xong", "van-ban.ty-le-so-ket", 750).of(3, 4),
        Expected::new("", "văn bản ban hành năm trước", BEFORE, "van-ban.ban-hanh", 1),
        year("", "cuộc quán triệt, tuyên truyền, tập huấn", "quan-triet.so-cuoc", 66),
        year("", "người dự quán triệt, tuyên truyền, tập huấn", "quan-triet.nguoi-du", 4310),
        year("", "tin, bài", "quan-triet.tin-bai", 86),
        year("", "lượt phát", "quan-triet.luot-phat", 240),
    ]
}

fn works() -> Vec<Expected> {
    let (money, road) = ("dong-gop.tien", "dong-gop.km-duong-be-tong");
    vec![
        year("N011", "đơn vị được kiểm tra, thanh tra công vụ", "kiem-tra.don-vi-cong-vu", 15),
        year("", "đơn vị được kiểm tra", "kiem-tra.so-don-vi", 15),
        year("", "cuộc kiểm tra công vụ", "kiem-tra.so-cuoc", 5),
        year("", "lượt đơn vị được kiểm tra", "kiem-tra.luot-don-vi", 16),
        year("N014", "tiền ủng hộ quỹ phòng, chống dịch", "dong-gop.tien-phong-chong-dich", 600_000_000).over(),
        year("", "tiền đóng góp", money, 600_000_000).over(),
        year("N026", "km đường bê tông", road, 2500).thousandths(),
        year("N027", "km đường tu sửa", "dong-gop.km-sua-duong", 3000).thousandths(),
        year("N028", "km kênh mương", "dong-gop.km-kenh-muong", 2000).thousandths().over(),
        year("", "ngày công", "dong-gop.ngay-cong", 360),
        year("", "đợt vận động, việc giúp dân", "dong-gop.so-hoat-dong", 27),
        Expected::new("", "tiền đóng góp năm trước", BEFORE, money, 412_000_000),
        Expected::new("", "km đường bê tông năm trước", BEFORE, road, 1600).thousandths(),
    ]
}

fn positions() -> Vec<Expected> {
    vec![
        year("N019", "chủ tịch Mặt trận xã", "kien-toan.mttq.chu-tich", 4).only(COMMUNE),
        year("N020", "phó chủ tịch Mặt trận xã", "kien-toan.mttq.pho-chu-tich", 3).only(COMMUNE),
        year("N021", "phó chủ tịch Hội Nông dân huyện", "kien-toan.hoi-nong-dan.pho-chu-tich", 1).only(DISTRICT),
        year("N022", "chủ tịch Hội Nông dân xã", "kien-toan.hoi-nong-dan.chu-tich", 5).only(COMMUNE),
        year("N023", "phó chủ tịch Hội Nông dân xã", "kien-toan.hoi-nong-dan.pho-chu-tich", 3).only(COMMUNE),
        year("N024", "phó chủ tịch Hội Phụ nữ huyện", "kien-toan.hoi-phu-nu.pho-chu-tich", 1).only(DISTRICT),
        year("N025", "chủ tịch Hội Phụ nữ xã", "kien-toan.hoi-phu-nu.chu-tich", 5).only(COMMUNE),
        year("", "chức danh được kiện toàn", "kien-toan.chuc-danh", 22),
    ]
}

fn models_and_awards() -> Vec<Expected> {
    vec![
        year("", "mô hình đăng ký", "mo-hinh.dang-ky", 38),
        year("", "mô hình được công nhận", "mo-hinh.cong-nhan", 24),
        year("", "lượt công nhận", "mo-hinh.luot-cong-nhan", 29),
        year("", "mô hình được nhân rộng", "mo-hinh.nhan-rong", 3),
        year("", "mô hình hiện có", "mo-hinh.hien-co", 51),
        Expected { unit: "085/ubnd", ..year("", "mô hình của Ủy ban nhân dân", "mo-hinh.hien-co", 5) },
        Expected::new("", "mô hình đăng ký năm trước", BEFORE, "mo-hinh.dang-ky", 22),
        Expected::new("", "mô hình hiện có cuối năm trước", BEFORE, "mo-hinh.hien-co", 22),
        year("", "tập thể được khen", "khen-thuong.tap-the", 9),
        year("", "cá nhân được khen", "khen-thuong.ca-nhan", 13),
    ]
}
