//! The communes of Lào Cai: Bắc Hà and Bảo Nhai, where people of the demonstration sit, and some of the others.

use super::diary::{Diary, Later};
use super::files;
use super::values::{
    DRAFT, WRITTEN, answered, award, briefing, broadcast, dialogue, drive, handed, issued, model, passed, position,
    received, with, work,
};
use crate::book::{Keeper, Outcome, keeper};
use domain::ids::UnitId;
use serde_json::json;

/// The organs of a commune that keep registers.
pub(super) struct Commune {
    pub area: UnitId,
    pub ubnd: Keeper<'static>,
    pub party: Keeper<'static>,
    pub office: Keeper<'static>,
    pub front: Keeper<'static>,
}

impl Commune {
    /// The commune of an area.
    pub fn of(area: UnitId) -> Self {
        Commune {
            area,
            ubnd: keeper(area, "ubnd"),
            party: keeper(area, "cap-uy"),
            office: keeper(area, "ban-xay-dung-dang"),
            front: keeper(area, "mttq"),
        }
    }
}

/// Everything that an officer may meet: files, dues before and behind, drafts, a history.
pub(super) fn bac_ha(diary: &mut Diary<'_>) -> Outcome {
    let commune = Commune::of(diary.unit("02839")?);
    bac_ha_dialogues(diary, &commune)?;
    bac_ha_documents(diary, &commune)?;
    bac_ha_other(diary, &commune)
}

fn bac_ha_dialogues(diary: &mut Diary<'_>, commune: &Commune) -> Outcome {
    let opinions = vec![
        answered("thu-tuc-hanh-chinh", "Đề nghị bố trí chỗ ngồi chờ ở bộ phận một cửa", "Đã bố trí từ tuần này."),
        handed("ha-tang", "Đề nghị thông cống thoát nước sau chợ", "Bộ phận hạ tầng của xã", diary.day(12)),
        passed("ha-tang", "Đề nghị lắp thêm biển báo trên tỉnh lộ qua chợ", diary.day(60)),
    ];
    let minutes = files::minutes(diary)?;
    let market =
        dialogue(diary.day(66), ("Sắp xếp lại chỗ bán hàng ở chợ phiên", "dinh-ky", "chu-tich-ubnd"), 92, opinions);
    let market = with(market, json!({ "ngay-cong-khai": diary.day(58).to_string(), "tep": [minutes] }));
    // Written up when its results were published.
    diary.note(57, commune.ubnd, "doi-thoai", WRITTEN, market);

    let wedding = ("Góp ý quy ước thôn về việc cưới, việc tang", "dinh-ky", "bi-thu");
    let opinions =
        vec![answered("van-hoa", "Hỏi mức hỗ trợ cho nhà văn hóa thôn", "Theo nghị quyết của xã, đã niêm yết.")];
    diary.note(45, commune.party, "doi-thoai", WRITTEN, dialogue(diary.day(45), wedding, 58, opinions));

    washed_out_bank(diary, commune)?;

    let land = ("Đưa thủ tục đất đai về giải quyết tại xã", "dinh-ky", "chu-tich-ubnd");
    let opinions = vec![
        answered("thu-tuc-hanh-chinh", "Hỏi giấy tờ phải nộp khi tách thửa", "Đã phát bản hướng dẫn tại cuộc."),
        handed("dat-dai", "Đề nghị đo lại ranh giới hai thửa liền nhau", "Chi nhánh đăng ký đất đai", diary.day(-11)),
    ];
    diary.note(12, commune.ubnd, "doi-thoai", WRITTEN, dialogue(diary.day(12), land, "khoảng 70", opinions));

    let listening = ("Chi ủy nghe dân góp ý về đường ra đồng", "dinh-ky", "bi-thu");
    let opinions = vec![handed("ha-tang", "Đề nghị cứng hóa đoạn dốc ra đồng", "Ban phát triển thôn", diary.day(-6))];
    diary.note(5, commune.party, "doi-thoai", WRITTEN, dialogue(diary.day(5), listening, 41, opinions));
    let today = ("Giờ mở cửa điểm trường thôn vùng cao", "dinh-ky", "chu-tich-ubnd");
    diary.note(0, commune.ubnd, "doi-thoai", WRITTEN, dialogue(diary.day(0), today, 37, Vec::new()));

    let hall = ("Chọn nơi dựng nhà văn hóa thôn", "dot-xuat", "chu-tich-ubnd");
    diary.note(1, commune.ubnd, "doi-thoai", DRAFT, dialogue(diary.day(1), hall, "khoảng 45", Vec::new()));
    let fund = ("Công khai thu, chi quỹ do dân đóng góp", "dinh-ky", "bi-thu");
    diary.note(0, commune.party, "doi-thoai", DRAFT, dialogue(diary.day(0), fund, 30, Vec::new()));
    Ok(())
}

/// A dialogue with a history: noted as a draft, counted once more, recorded, one opinion settled, locked by a leader.
fn washed_out_bank(diary: &mut Diary<'_>, commune: &Commune) -> Outcome {
    let what = ("Đoạn kè suối bị xói lở sau mưa lớn", "dot-xuat", "chu-tich-ubnd");
    let washed = handed("ha-tang", "Đề nghị rào tạm đoạn kè bị xói", "Ban chỉ huy quân sự xã", diary.day(20));
    let still =
        handed("an-sinh", "Đề nghị bố trí chỗ ở tạm cho hai hộ sát suối", "Bộ phận văn hóa, xã hội", diary.day(3));
    let soon = handed("ha-tang", "Đề nghị nạo vét lòng suối trước mùa mưa", "Bộ phận kinh tế của xã", diary.day(-4));
    let data = dialogue(diary.day(27), what, "khoảng 60", vec![washed, still.clone(), soon.clone()]);
    let data = with(data, json!({ "tep": [files::sketch(diary)?] }));
    let settled = json!({
        "linh-vuc": "ha-tang", "noi-dung": "Đề nghị rào tạm đoạn kè bị xói (minh họa)", "ket-qua": "da-giai-quyet",
        "co-quan-giai-quyet": { "ten": "Ban chỉ huy quân sự xã (minh họa)" }, "han": diary.day(20).to_string(),
        "ngay-xong": diary.day(22).to_string(),
    });
    let step = |ago, changes, step, leader, note| Later { ago, changes, step, leader, note };
    let later = vec![
        step(26, json!({ "so-nguoi": 64 }), None, false, "Đếm lại theo danh sách thôn"),
        step(25, json!({}), Some("ghi-so"), false, ""),
        step(21, json!({ "y-kien": [settled, still, soon] }), None, false, "Đã rào xong"),
    ];
    diary.note_with(27, commune.ubnd, ("doi-thoai", DRAFT), data, later);
    Ok(())
}

fn bac_ha_documents(diary: &mut Diary<'_>, commune: &Commune) -> Outcome {
    let province = diary.unit("15")?;
    let issuer = |diary: &Diary<'_>, ago| {
        diary.book.organ(province, "ubnd", diary.day(ago)).map(|o| json!({ "co-quan": o.id.0 }))
    };
    let own = diary.book.organ(commune.area, "ubnd", diary.day(41))?.id.0;
    let plan = ("ke-hoach", 118, "KH-UBND", "xa");
    diary.note(
        41,
        commune.ubnd,
        "van-ban",
        WRITTEN,
        issued(own, diary.day(41), plan, "Đối thoại với Nhân dân trong quý"),
    );
    let notice = ("thong-bao", 131, "TB-UBND", "xa");
    let subject = "Kết luận cuộc đối thoại về chợ phiên";
    diary.note(57, commune.ubnd, "van-ban", WRITTEN, issued(own, diary.day(57), notice, subject));
    let letter = ("cong-van", 207, "UBND-VHXH", "xa");
    diary.note(
        2,
        commune.ubnd,
        "van-ban",
        WRITTEN,
        issued(own, diary.day(2), letter, "Rà soát mô hình “Dân vận khéo”"),
    );

    let asked = ("cong-van", 2391, "UBND-NC", "tinh");
    let subject = "Báo cáo kết quả tiếp xúc, đối thoại ở cơ sở";
    let late = received(issuer(diary, 30)?, diary.day(30), asked, subject, diary.day(4));
    let note = files::note(diary)?;
    diary.note(29, commune.ubnd, "van-ban", WRITTEN, with(late, json!({ "tep": [note] })));
    let asked = ("ke-hoach", 412, "KH-UBND", "tinh");
    let subject = "Tổng kết năm “Dân vận chính quyền”";
    let soon = received(issuer(diary, 14)?, diary.day(14), asked, subject, diary.day(-9));
    diary.note(13, commune.ubnd, "van-ban", WRITTEN, soon);
    Ok(())
}

fn bac_ha_other(diary: &mut Diary<'_>, commune: &Commune) -> Outcome {
    let area = commune.area.0;
    let bees = model(area, diary.day(62), ("Tổ hợp tác chè sạch ven đồi", "kinh-te"), true);
    diary.note(52, commune.office, "mo-hinh", &["dang-ky", "bat-dau"], bees);
    let clock = model(area, diary.day(18), ("Ngày thứ sáu giải quyết thủ tục tại thôn", "he-thong-chinh-tri"), false);
    diary.note(18, commune.ubnd, "mo-hinh", &["dang-ky"], clock);
    let lamp = model(area, diary.day(0), ("Ánh sáng đường thôn", "van-hoa-xa-hoi"), false);
    diary.note(0, commune.ubnd, "mo-hinh", DRAFT, lamp);

    let study = ("hoc-tap-quan-triet", "hoi-nghi", "Quán triệt quy định mới về thực hiện dân chủ ở cơ sở");
    diary.note(35, commune.party, "quan-triet", WRITTEN, briefing(diary.day(35), study, 1, 84));
    let village = ("tuyen-truyen", "hop-thon", "Vận động giữ sạch nguồn nước đầu thôn");
    diary.note(16, commune.office, "quan-triet", WRITTEN, briefing(diary.day(16), village, 6, 213));
    let items = broadcast(diary.day(1), "Lịch đối thoại, lịch tiếp dân của xã", 8, 32);
    diary.note(1, commune.ubnd, "quan-triet", WRITTEN, items);

    let road = json!([{ "loai": "duong-be-tong", "km": "0,6 km" }, { "loai": "ngay-cong", "ngay-cong": 140 }]);
    let road = work(diary.day(22), ("nong-thon-moi", "nhan-dan", "Đổ bê tông đường ra đồng"), road);
    diary.note(22, commune.ubnd, "dong-gop", WRITTEN, road);
    diary.note(8, commune.front, "dong-gop", WRITTEN, drive(diary.day(8), "Ủng hộ Quỹ Vì người nghèo", "48.600.000"));
    let path = json!([{ "loai": "ve-sinh", "m2": 3200 }]);
    let path = work(diary.day(0), ("moi-truong", "doan-thanh-nien", "Dọn vệ sinh quanh chợ phiên"), path);
    diary.note(0, commune.ubnd, "dong-gop", WRITTEN, path);

    let giver = diary.book.organ(commune.area, "ubnd", diary.day(10))?.id.0;
    diary.note(10, commune.ubnd, "khen-thuong", WRITTEN, award(giver, diary.day(10), ("giay-khen", "xa"), (3, 5)));
    diary.note(0, commune.ubnd, "khen-thuong", DRAFT, award(giver, diary.day(0), ("giay-khen", "xa"), (2, 4)));
    diary.note(31, commune.front, "kien-toan", WRITTEN, position(area, diary.day(31), "pho-chu-tich"));
    Ok(())
}

/// A neighbour, with less.
pub(super) fn bao_nhai(diary: &mut Diary<'_>) -> Outcome {
    let commune = Commune::of(diary.unit("02890")?);
    let what = ("Nơi tập kết vật liệu làm đường", "dinh-ky", "chu-tich-ubnd");
    let opinions = vec![
        answered("ha-tang", "Hỏi thời gian thi công qua thôn", "Đã công khai lịch tại nhà văn hóa."),
        handed("moi-truong", "Phản ánh bụi khi xe chở đất qua điểm trường", "Công an xã", diary.day(7)),
    ];
    diary.note(38, commune.ubnd, "doi-thoai", WRITTEN, dialogue(diary.day(38), what, 66, opinions));
    let party = ("Nghe dân nói về cán bộ thôn", "dinh-ky", "bi-thu");
    let opinions = vec![handed("to-chuc-can-bo", "Đề nghị niêm yết lịch trực thôn", "Chi bộ thôn", diary.day(-3))];
    diary.note(9, commune.party, "doi-thoai", WRITTEN, dialogue(diary.day(9), party, 39, opinions));
    let draft = ("Cấp nước sinh hoạt mùa khô", "dinh-ky", "chu-tich-ubnd");
    diary.note(0, commune.ubnd, "doi-thoai", DRAFT, dialogue(diary.day(0), draft, "khoảng 50", Vec::new()));
    let area = commune.area.0;
    let garden = model(area, diary.day(24), ("Vườn thuốc nam của hội viên", "kinh-te"), true);
    diary.note(14, commune.office, "mo-hinh", &["dang-ky", "bat-dau"], garden);
    let village = ("tuyen-truyen", "sinh-hoat-chi-bo", "Phòng cháy, chữa cháy rừng mùa hanh khô");
    diary.note(3, commune.party, "quan-triet", WRITTEN, briefing(diary.day(3), village, 4, 96));
    let canal = json!([{ "loai": "kenh-muong", "km": "0,9 km" }]);
    let canal = work(diary.day(1), ("giup-dan", "quan-doi-dan-quan", "Nạo vét mương dẫn nước"), canal);
    diary.note(1, commune.ubnd, "dong-gop", WRITTEN, canal);
    Ok(())
}

/// Subjects of the other communes' dialogues: subject, field of the opinion, opinion.
const ELSEWHERE: [(&str, &str, &str); 6] = [
    ("Mở rộng đường liên thôn, dân hiến đất", "giai-phong-mat-bang", "Hỏi cách ghi nhận hộ hiến đất"),
    ("Thu gom rác ở các thôn xa", "moi-truong", "Đề nghị thêm một điểm tập kết rác"),
    ("Hỗ trợ giống cho vụ đông", "san-xuat-kinh-doanh", "Đề nghị cấp giống trước ngày mười"),
    ("Sắp xếp nhà văn hóa sau sáp nhập thôn", "van-hoa", "Đề nghị giữ lại nhà văn hóa cũ làm điểm sinh hoạt"),
    ("Khám sức khỏe cho người cao tuổi", "y-te", "Đề nghị khám tại thôn cho người già yếu"),
    ("Sóng điện thoại ở thôn vùng lõm", "ha-tang", "Đề nghị nhà mạng khảo sát lại"),
];

/// Every sixth commune of Lào Cai, each in its own week.
pub(super) fn others(diary: &mut Diary<'_>) -> Outcome {
    let province = diary.unit("15")?;
    let known = [diary.unit("02839")?, diary.unit("02890")?];
    let areas: Vec<UnitId> =
        diary.book.below(province, diary.day(0)).into_iter().filter(|c| !known.contains(c)).collect();
    for (i, area) in areas.into_iter().step_by(6).enumerate() {
        let (commune, n) = (Commune::of(area), i64::try_from(i).unwrap_or(0));
        let Some((subject, field, opinion)) = ELSEWHERE.get(i % ELSEWHERE.len()) else { continue };
        let ago = 3 + (n * 17) % 64;
        let (by, chair) = if i % 3 == 2 { (commune.party, "bi-thu") } else { (commune.ubnd, "chu-tich-ubnd") };
        // Every fifth has handed something over: the older ones are late by now.
        let opinion = match i % 5 {
            1 => handed(field, opinion, "Bộ phận được giao của xã", diary.day(ago - 30)),
            _ => answered(field, opinion, "Đã trả lời tại cuộc."),
        };
        let held = dialogue(diary.day(ago), (subject, "dinh-ky", chair), 32 + (n * 13) % 60, vec![opinion]);
        diary.note(ago, by, "doi-thoai", WRITTEN, held);
        let ago = 1 + (n * 11) % 50;
        match i % 4 {
            0 => {
                let what = ("tuyen-truyen", "hop-thon", "Vận động làm sạch đường làng vào chủ nhật");
                diary.note(
                    ago,
                    commune.office,
                    "quan-triet",
                    WRITTEN,
                    briefing(diary.day(ago), what, 3 + n % 4, 90 + n * 5),
                );
            }
            1 => {
                let items = json!([{ "loai": "ngay-cong", "ngay-cong": 40 + n * 6 }]);
                let what = ("nong-thon-moi", "nhan-dan", "Phát quang, tu sửa đường ra khu sản xuất");
                diary.note(ago, commune.ubnd, "dong-gop", WRITTEN, work(diary.day(ago), what, items));
            }
            2 => {
                let what = ("Tổ tự quản đường biên, mốc giới thôn", "an-ninh-quoc-phong");
                diary.note(ago, commune.office, "mo-hinh", &["dang-ky"], model(area.0, diary.day(ago), what, false));
            }
            _ => diary.note(ago, commune.front, "kien-toan", WRITTEN, position(area.0, diary.day(ago), "uy-vien")),
        }
    }
    Ok(())
}
