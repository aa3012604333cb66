//! Petitions are not reports: a complaint with its writer's name and number has no place in a pile of past reports.

use domain::problem::Problem;
use domain::registers::personal_numbers;
use domain::text::fold;

/// How a petition names itself, in a line of its own.
const TITLES: [&str; 9] = [
    "don to cao",
    "don khieu nai",
    "don kien nghi",
    "don phan anh",
    "don de nghi",
    "don keu cuu",
    "don trinh bay",
    "don xin",
    "don yeu cau",
];
/// How its writer speaks of himself or herself.
const FIRST_PERSON: [&str; 7] = [
    "toi ten la",
    "ten toi la",
    "chung toi gom",
    "toi lam don",
    "chung toi lam don",
    "toi viet don",
    "toi xin cam doan",
];
/// How its writer signs.
const SIGNS: [&str; 5] = ["nguoi lam don", "nguoi viet don", "nguoi to cao", "nguoi khieu nai", "nguoi kien nghi"];
/// What stands before a personal number.
const NUMBERS: [&str; 5] = ["cccd", "cmnd", "can cuoc cong dan", "chung minh nhan dan", "so dien thoai"];
/// Lines looked at for the title.
const HEAD_LINES: usize = 15;
/// Letters of a title at most.
const TITLE_LETTERS: usize = 70;

/// Refuses a text that looks like a petition. The refusal repeats nothing of it.
pub fn refuse_petition(text: &str) -> Result<(), Problem> {
    let titled = text.lines().map(str::trim).filter(|l| !l.is_empty()).take(HEAD_LINES).any(|line| {
        let folded = fold(line);
        line.chars().count() <= TITLE_LETTERS && TITLES.iter().any(|t| folded.starts_with(t))
    });
    let folded = fold(text);
    let has = |words: &[&str]| words.iter().any(|w| folded.contains(w));
    let numbered = has(&NUMBERS) && !personal_numbers(text).is_empty();
    let signs = [has(&FIRST_PERSON), has(&SIGNS), numbered, folded.contains("kinh gui") && has(&FIRST_PERSON)];
    if titled || signs.iter().filter(|s| **s).count() >= 2 {
        return Err(Problem::error(
            "looks-like-petition",
            "Tệp này giống một lá đơn của công dân, không phải báo cáo; không nhận",
        )
        .hint("đơn thư có nơi tiếp nhận và sổ riêng; bỏ tệp này ra khỏi thư mục"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn petitions_are_refused_without_a_word_of_them() {
        for text in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập\n\nĐƠN TỐ CÁO\nKính gửi: Ủy ban nhân dân xã",
            "Kính gửi: Chủ tịch xã\nTôi tên là Trần Thị Thử, số CCCD 001099000123, trú tại thôn Một",
            "Đơn khiếu nại\nvề việc đo đất",
            "Kính gửi phòng Tài nguyên\nChúng tôi làm đơn này …\nNgười làm đơn\n(đã ký)",
        ] {
            let refusal = refuse_petition(text).unwrap_err();
            assert!(!refusal.to_string().contains("Trần") && !refusal.to_string().contains("0010"), "{refusal}");
        }
    }

    #[test]
    fn reports_about_petitions_are_reports() {
        for text in [
            "ỦY BAN NHÂN DÂN XÃ\nBÁO CÁO\nKết quả giải quyết đơn tố cáo năm 2023\nĐã nhận 12 đơn tố cáo, 30 đơn khiếu nại.",
            "Kính gửi: Huyện ủy\nBan Dân vận báo cáo công tác tiếp dân; người khiếu nại được đối thoại.",
            "Đường dây nóng, số điện thoại 0214 3 840 123, tiếp nhận phản ánh của Nhân dân.",
        ] {
            assert_eq!(refuse_petition(text), Ok(()), "{text}");
        }
    }
}
