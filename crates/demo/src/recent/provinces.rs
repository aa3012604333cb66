//! The provinces: Lào Cai with its two hierarchies, and Phú Thọ.

use super::communes::Commune;
use super::diary::Diary;
use super::values::{
    DRAFT, WRITTEN, answered, award, briefing, dialogue, handed, in_order, inspection, issued, received, to_put_right,
};
use crate::book::{Keeper, Outcome, keeper};
use serde_json::json;

/// The head office of a province's people-relations work, the committee and the authority.
struct Province {
    party: Keeper<'static>,
    ubnd: Keeper<'static>,
    office: Keeper<'static>,
}

impl Province {
    fn of(diary: &Diary<'_>, code: &str) -> Outcome<Self> {
        let area = diary.unit(code)?;
        Ok(Province {
            party: keeper(area, "cap-uy"),
            ubnd: keeper(area, "ubnd"),
            office: keeper(area, "ban-tuyen-giao-va-dan-van"),
        })
    }
}

/// Lào Cai.
pub(super) fn lao_cai(diary: &mut Diary<'_>) -> Outcome {
    let province = Province::of(diary, "15")?;
    lao_cai_dialogues(diary, &province);
    inspections(diary, &province)?;
    let central = |ago: i64, diary: &Diary<'_>, number, subject, due: i64| {
        let issuer = json!({ "ten": "Cơ quan cấp trên (minh họa)" });
        received(issuer, diary.day(ago), ("cong-van", number, "CV-BTGDVTW", "trung-uong"), subject, diary.day(due))
    };
    let late = central(34, diary, 5120, "Báo cáo việc thực hiện quy chế đối thoại", 6);
    diary.note(33, province.office, "van-ban", WRITTEN, late);
    let soon = central(15, diary, 5388, "Báo cáo năm về công tác dân vận", -5);
    diary.note(14, province.office, "van-ban", WRITTEN, soon);
    let plan = ("ke-hoach", 77, "KH/TU", "tinh");
    let own = diary.book.organ(province.party.area, "cap-uy", diary.day(50))?.id.0;
    let subject = "Kiểm tra công tác dân vận ở các xã, phường";
    diary.note(50, province.party, "van-ban", WRITTEN, issued(own, diary.day(50), plan, subject));

    let training = ("tap-huan", "lop-tap-huan", "Kỹ năng đối thoại cho cán bộ xã sau sắp xếp");
    diary.note(29, province.office, "quan-triet", WRITTEN, briefing(diary.day(29), training, 2, 186));
    let study = ("hoc-tap-quan-triet", "hoi-nghi-truc-tuyen", "Triển khai năm “Dân vận khéo”");
    diary.note(4, province.party, "quan-triet", WRITTEN, briefing(diary.day(4), study, 1, 640));
    let draft = ("tuyen-truyen", "hoi-nghi", "Giới thiệu cách làm hay của các xã");
    diary.note(0, province.office, "quan-triet", DRAFT, briefing(diary.day(0), draft, 1, 120));

    let giver = diary.book.organ(province.ubnd.area, "ubnd", diary.day(11))?.id.0;
    diary.note(11, province.ubnd, "khen-thuong", WRITTEN, award(giver, diary.day(11), ("bang-khen", "tinh"), (6, 8)));
    diary.note(1, province.ubnd, "khen-thuong", DRAFT, award(giver, diary.day(1), ("bang-khen", "tinh"), (2, 3)));
    Ok(())
}

fn lao_cai_dialogues(diary: &mut Diary<'_>, province: &Province) {
    let youth = ("Bí thư Tỉnh ủy gặp gỡ thanh niên khởi nghiệp", "dinh-ky", "bi-thu");
    let opinions = vec![
        answered("san-xuat-kinh-doanh", "Hỏi vốn vay cho hợp tác xã mới lập", "Đã giới thiệu nơi hướng dẫn hồ sơ."),
        handed("san-xuat-kinh-doanh", "Đề nghị chỗ bày hàng ở khu du lịch", "Sở chuyên ngành", diary.day(9)),
    ];
    diary.note(53, province.party, "doi-thoai", WRITTEN, dialogue(diary.day(53), youth, 210, opinions));
    let business = ("Lãnh đạo tỉnh đối thoại với hộ kinh doanh cửa khẩu", "dinh-ky", "thuong-truc-ubnd");
    let opinions = vec![handed(
        "thu-tuc-hanh-chinh",
        "Đề nghị rút ngắn giờ chờ thông quan",
        "Ban quản lý cửa khẩu",
        diary.day(-7),
    )];
    diary.note(19, province.ubnd, "doi-thoai", WRITTEN, dialogue(diary.day(19), business, 145, opinions));
    let front = ("Nghe cán bộ Mặt trận xã nói về việc sau sắp xếp", "dinh-ky", "thuong-truc-cap-uy");
    diary.note(3, province.party, "doi-thoai", WRITTEN, dialogue(diary.day(3), front, 98, Vec::new()));
    let women = ("Đối thoại với phụ nữ vùng cao", "dinh-ky", "thuong-truc-cap-uy");
    diary.note(0, province.party, "doi-thoai", DRAFT, dialogue(diary.day(0), women, "khoảng 150", Vec::new()));
    let works = ("Tiến độ tái định cư các dự án", "dot-xuat", "chu-tich-ubnd");
    diary.note(0, province.ubnd, "doi-thoai", DRAFT, dialogue(diary.day(0), works, "khoảng 80", Vec::new()));
}

/// Two inspections of communes: something late, something due, something in order.
fn inspections(diary: &mut Diary<'_>, province: &Province) -> Outcome {
    let communes = diary.book.below(province.party.area, diary.day(48));
    let bodies = |diary: &Diary<'_>, ago: i64, from: usize| -> Outcome<Vec<i64>> {
        let chosen = communes.iter().skip(from).step_by(9).take(3);
        chosen.map(|c| Ok(diary.book.organ(Commune::of(*c).area, "cap-uy", diary.day(ago))?.id.0)).collect()
    };
    for (ago, from, due) in [(48, 2, [8, -8]), (15, 5, [-2, -20])] {
        let leader = diary.book.organ(province.party.area, "cap-uy", diary.day(ago))?.id.0;
        let mut list = Vec::new();
        for (i, organ) in bodies(diary, ago, from)?.into_iter().enumerate() {
            list.push(match due.get(i) {
                Some(due) => to_put_right(organ, "Bổ sung sổ theo dõi việc giải quyết ý kiến dân", diary.day(*due)),
                None => in_order(organ),
            });
        }
        let what = ("tiep-dan-doi-thoai", "Kiểm tra việc đối thoại và giải quyết ý kiến Nhân dân");
        diary.note(ago, province.party, "kiem-tra", WRITTEN, inspection(leader, diary.day(ago), what, list));
    }
    Ok(())
}

/// Phú Thọ: enough for its officer's first page.
pub(super) fn phu_tho(diary: &mut Diary<'_>) -> Outcome {
    let province = Province::of(diary, "25")?;
    let land = ("Đối thoại với hộ dân vùng dự án đường nối", "dot-xuat", "chu-tich-ubnd");
    let opinions = vec![
        handed("giai-phong-mat-bang", "Đề nghị công khai đơn giá bồi thường", "Hội đồng bồi thường", diary.day(5)),
        handed("giai-phong-mat-bang", "Đề nghị chọn lại khu tái định cư", "Hội đồng bồi thường", diary.day(-10)),
    ];
    diary.note(36, province.ubnd, "doi-thoai", WRITTEN, dialogue(diary.day(36), land, 132, opinions));
    let young = ("Gặp gỡ công nhân khu công nghiệp", "dinh-ky", "thuong-truc-ubnd");
    diary.note(6, province.ubnd, "doi-thoai", WRITTEN, dialogue(diary.day(6), young, 260, Vec::new()));
    let next = ("Hướng dẫn dịch vụ công cho người cao tuổi", "dinh-ky", "thuong-truc-ubnd");
    diary.note(0, province.ubnd, "doi-thoai", DRAFT, dialogue(diary.day(0), next, "khoảng 90", Vec::new()));
    let own = diary.book.organ(province.ubnd.area, "ubnd", diary.day(2))?.id.0;
    let letter = ("cong-van", 3310, "UBND-NC", "tinh");
    diary.note(
        2,
        province.ubnd,
        "van-ban",
        WRITTEN,
        issued(own, diary.day(2), letter, "Chấn chỉnh việc trả lời ý kiến dân"),
    );
    let training = ("tap-huan", "lop-tap-huan", "Ghi sổ công tác dân vận trên máy");
    diary.note(0, province.office, "quan-triet", WRITTEN, briefing(diary.day(0), training, 1, 74));
    Ok(())
}
