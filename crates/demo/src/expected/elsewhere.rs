//! The invented Party body; Lào Cai before and after 1 July 2025; a split commune; a declared figure.

use super::{Expected, Place, day};
use domain::Date;
use domain::indicators::Bound;

const TODAY: Date = day(2026, 11, 22);
const HELD: &str = "doi-thoai.so-cuoc";

pub(super) fn list() -> Vec<Expected> {
    [agencies(), lao_cai(), split_and_declared()].concat()
}

fn agencies() -> Vec<Expected> {
    const PLACE: Place = ("26/dang-uy-khoi-cac-co-quan", day(2019, 1, 1), day(2019, 12, 31));
    let recognised = |row, name, value| Expected::new(row, name, PLACE, "mo-hinh.cong-nhan", value);
    vec![
        recognised("N107", "mô hình được công nhận", 112),
        recognised("N108", "mô hình nông thôn mới", 40).only(&[("linh-vuc", &["nong-thon-moi"])]),
        recognised("N109", "mô hình cải cách hành chính, công sở", 33)
            .only(&[("linh-vuc", &["cai-cach-hanh-chinh-cong-so"])]),
        recognised("N110", "mô hình Mặt trận, đoàn thể", 5).only(&[("linh-vuc", &["mat-tran-doan-the"])]),
        recognised("N111", "mô hình đóng góp xây dựng Đảng, chính quyền", 34)
            .only(&[("linh-vuc", &["dong-gop-xay-dung-dang-chinh-quyen"])]),
        Expected::new("", "mô hình đăng ký", PLACE, "mo-hinh.dang-ky", 128),
        Expected {
            from: day(2020, 1, 1),
            to: day(2020, 12, 31),
            ..Expected::new("", "lượt công nhận lại năm sau", PLACE, "mo-hinh.luot-cong-nhan", 9)
        },
    ]
}

fn lao_cai() -> Vec<Expected> {
    const FIVE_YEARS: Place = ("15", day(2021, 1, 1), day(2025, 12, 31));
    const OLD: Place = ("10", day(2021, 1, 1), day(2025, 12, 31));
    let held = |name, place, value| Expected::new("", name, place, HELD, value);
    vec![
        held("Lào Cai hôm nay, quy đổi: cả hai tỉnh cũ và của mình", FIVE_YEARS, 510).restated(TODAY),
        held("Lào Cai hôm nay, như đã có: từ ngày 01/7/2025", FIVE_YEARS, 101).found_on(TODAY),
        held("Lào Cai cũ", OLD, 247).found_on(day(2021, 12, 31)),
        held("Yên Bái cũ", FIVE_YEARS, 162).found_on(day(2021, 12, 31)),
        held("Lào Cai cũ, năm 2021", ("10", day(2021, 1, 1), day(2021, 12, 31)), 93),
        held("Lào Cai năm 2026", ("15", day(2026, 1, 1), TODAY), 102),
        held("xã Lùng Phình hôm nay, quy đổi, năm 2021", ("02848", day(2021, 1, 1), day(2021, 12, 31)), 11)
            .restated(TODAY),
    ]
}

fn split_and_declared() -> Vec<Expected> {
    const YEAR: (Date, Date) = (day(2023, 1, 1), day(2023, 12, 31));
    let in_2023 = |name, unit, value| Expected::new("", name, (unit, YEAR.0, YEAR.1), HELD, value);
    vec![
        Expected {
            bound: Bound::AtLeast,
            ..in_2023("xã Thái Bình hôm nay, quy đổi: ít nhất", "02494", 2).restated(TODAY)
        },
        in_2023("tỉnh Tuyên Quang hôm nay, quy đổi: đủ", "08", 5).restated(TODAY),
        in_2023("xã Thái Bình cũ", "02494", 3),
        Expected {
            recorded: Some(12),
            ..Expected::new("", "số tự khai và hồ sơ", ("14758", day(2026, 1, 1), day(2026, 6, 30)), HELD, 61)
        },
    ]
}
