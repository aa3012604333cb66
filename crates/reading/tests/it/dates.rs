//! Dates and periods.

use super::read;
use domain::proof::{DateMention, Period};

/// How a date reads: ISO, or what is known of it.
fn told(text: &str, d: &DateMention) -> String {
    let part = |n: Option<u32>| n.map_or("?".to_owned(), |n| n.to_string());
    let core = d.date.map_or_else(|| format!("{}/{}/{}", part(d.day), part(d.month), part(d.year)), |d| d.to_string());
    let flag = if d.impossible {
        "!"
    } else if d.blank {
        "_"
    } else {
        ""
    };
    format!("{}={core}{flag}", d.span.of(text))
}

fn period(text: &str, p: &Period) -> String {
    let day = |d: Option<domain::Date>| d.map_or("..".to_owned(), |d| d.to_string());
    format!("{}={}~{}", p.span.of(text), day(p.from), day(p.to))
}

/// The dates of a text, and its periods.
#[track_caller]
fn expect(text: &str, dates: &[&str], periods: &[&str]) {
    let reading = read(text);
    let got: Vec<_> = reading.dates.iter().map(|d| told(text, d)).collect();
    assert_eq!(got, dates, "dates of {text:?}");
    let got: Vec<_> = reading.periods.iter().map(|p| period(text, p)).collect();
    assert_eq!(got, periods, "periods of {text:?}");
}

#[test]
fn whole_dates_in_all_customs_of_writing() {
    expect("Họp ngày 05 tháng 02 năm 2024.", &["ngày 05 tháng 02 năm 2024=2024-02-05"], &[]);
    expect("Họp ngày 3/6/2023, ngày 04-7-2023.", &["ngày 3/6/2023=2023-06-03", "ngày 04-7-2023=2023-07-04"], &[]);
    expect("(20/12/2022) và ngày 5.6.2023", &["20/12/2022=2022-12-20", "ngày 5.6.2023=2023-06-05"], &[]);
    expect("ngày 12 tháng 4, năm 2023", &["ngày 12 tháng 4, năm 2023=2023-04-12"], &[]);
    expect("NGÀY 09 THÁNG 3 NĂM 2021", &["NGÀY 09 THÁNG 3 NĂM 2021=2021-03-09"], &[]);
    expect("ngày 12\ntháng 4 năm 2023", &["ngày 12\ntháng 4 năm 2023=2023-04-12"], &[]);
    expect("ngày mùng 2 tháng 9 năm 2025", &["ngày mùng 2 tháng 9 năm 2025=2025-09-02"], &[]);
}

#[test]
fn days_without_a_year_and_recurring_days() {
    expect("Ngày 20/12, đoàn đi 3 xã", &["Ngày 20/12=20/12/?"], &[]);
    expect("Sáng 15/8, tại trụ sở", &["15/8=15/8/?"], &[]);
    expect("dịp 30/4 và 01/5", &["30/4=30/4/?", "01/5=1/5/?"], &[]);
    expect("tiếp dân ngày 5, 15 hằng tháng", &["ngày 5=5/?/?", "15=15/?/?"], &[]);
    expect("đóng góp 320 ngày công", &[], &[]);
    expect("đi 10 ngày 5 đoàn", &[], &[]);
}

#[test]
fn several_days_share_a_month() {
    expect(
        "ngày 15-16/7/2023",
        &["ngày 15=2023-07-15", "16/7/2023=2023-07-16"],
        &["ngày 15-16/7/2023=2023-07-15~2023-07-16"],
    );
    expect("các ngày 5, 6 và 9/8/2024", &["ngày 5=2024-08-05", "6=2024-08-06", "9/8/2024=2024-08-09"], &[]);
    expect("ngày 12 và 13 tháng 4 năm 2023", &["ngày 12=2023-04-12", "13 tháng 4 năm 2023=2023-04-13"], &[]);
}

#[test]
fn impossible_dates_are_kept_with_what_is_written() {
    expect("ngày 15/15/2022", &["ngày 15/15/2022=15/15/2022!"], &[]);
    expect("ngày 31/4/2023 và 29/02/2023", &["ngày 31/4/2023=31/4/2023!", "29/02/2023=29/2/2023!"], &[]);
    expect("ngày 29/02", &["ngày 29/02=29/2/?"], &[]);
    expect("tháng 13/2023", &["tháng 13/2023=?/13/2023!"], &["tháng 13/2023=..~.."]);
    expect("ngày 03/6/20213", &["ngày 03/6/20213=3/6/20213!"], &[]);
}

#[test]
fn blanks_are_seen() {
    expect("Yên Định, ngày tháng 02 năm 2024", &["ngày tháng 02 năm 2024=?/2/2024_"], &[]);
    expect("Hạ Lang, ngày … tháng … năm 2025", &["ngày … tháng … năm 2025=?/?/2025_"], &[]);
    expect("ngày ... tháng ... năm ...", &["ngày ... tháng ... năm ...=?/?/?_"], &[]);
    expect("ngày    tháng    năm 2024", &["ngày    tháng    năm 2024=?/?/2024_"], &[]);
    expect(
        "ngày     /02/2024 và ngày .../.../2024",
        &["ngày     /02/2024=?/2/2024_", "ngày .../.../2024=?/?/2024_"],
        &[],
    );
    expect("ghi rõ ngày, tháng, năm sinh", &[], &[]);
    expect("ghi rõ ngày tháng năm sinh", &[], &[]);
    expect("những ngày tháng 4 năm 1975", &["tháng 4 năm 1975=?/4/1975"], &["tháng 4 năm 1975=1975-04-01~1975-04-30"]);
}

#[test]
fn months_quarters_and_years() {
    expect("tháng 3/2022", &["tháng 3/2022=?/3/2022"], &["tháng 3/2022=2022-03-01~2022-03-31"]);
    expect("Trong quý I/2024", &[], &["quý I/2024=2024-01-01~2024-03-31"]);
    expect("Quý III, IV năm 2023", &[], &["Quý III, IV năm 2023=2023-07-01~2023-12-31"]);
    expect("quý 2 năm 2023", &[], &["quý 2 năm 2023=2023-04-01~2023-06-30"]);
    expect("6 tháng đầu năm 2024", &[], &["6 tháng đầu năm 2024=2024-01-01~2024-06-30"]);
    expect("Sáu tháng cuối năm 2024", &[], &["Sáu tháng cuối năm 2024=2024-07-01~2024-12-31"]);
    expect("9 tháng năm 2023", &[], &["9 tháng năm 2023=2023-01-01~2023-09-30"]);
    expect("6 tháng đầu năm", &[], &["6 tháng đầu năm=..~.."]);
    expect("sau 6 tháng triển khai", &[], &[]);
    expect("Năm 2021, huyện có 12 xã", &["Năm 2021=?/?/2021"], &["Năm 2021=2021-01-01~2021-12-31"]);
    expect(
        "các năm 2021, 2022 và 2023",
        &["năm 2021=?/?/2021", "2022=?/?/2022", "2023=?/?/2023"],
        &["năm 2021=2021-01-01~2021-12-31", "2022=2022-01-01~2022-12-31", "2023=2023-01-01~2023-12-31"],
    );
    expect("Năm 2021, 2022 lượt người đến", &["Năm 2021=?/?/2021"], &["Năm 2021=2021-01-01~2021-12-31"]);
    expect("trong 5 năm thực hiện", &[], &[]);
}

#[test]
fn stretches_of_years_with_any_dash() {
    for dash in ["-", " - ", "–", "\u{2011}", " — "] {
        let text = format!("giai đoạn 2021{dash}2025");
        expect(&text, &[], &[&format!("{text}=2021-01-01~2025-12-31")]);
    }
    expect("nhiệm kỳ 2020 - 2025", &[], &["nhiệm kỳ 2020 - 2025=2020-01-01~2025-12-31"]);
    expect("trong 5 năm 2016-2020", &[], &["năm 2016-2020=2016-01-01~2020-12-31"]);
    expect("giai đoạn 2021 đến 2025", &[], &["giai đoạn 2021 đến 2025=2021-01-01~2025-12-31"]);
}

#[test]
fn from_and_to() {
    expect(
        "từ ngày 15/12/2022 đến ngày 14/6/2023",
        &["ngày 15/12/2022=2022-12-15", "ngày 14/6/2023=2023-06-14"],
        &["từ ngày 15/12/2022 đến ngày 14/6/2023=2022-12-15~2023-06-14"],
    );
    expect(
        "từ ngày 15/5 đến hết ngày 20/6/2023",
        &["ngày 15/5=15/5/?", "ngày 20/6/2023=2023-06-20"],
        &["từ ngày 15/5 đến hết ngày 20/6/2023=2023-05-15~2023-06-20"],
    );
    expect(
        "Từ năm 2021 đến năm 2023",
        &["năm 2021=?/?/2021", "năm 2023=?/?/2023"],
        &["Từ năm 2021 đến năm 2023=2021-01-01~2023-12-31"],
    );
    expect("từ 2021 đến 2023", &[], &["từ 2021 đến 2023=2021-01-01~2023-12-31"]);
    expect(
        "từ 01/2023 đến 6/2023",
        &["01/2023=?/1/2023", "6/2023=?/6/2023"],
        &["từ 01/2023 đến 6/2023=2023-01-01~2023-06-30"],
    );
    expect(
        "Tính đến ngày 30/11/2022, toàn tỉnh",
        &["ngày 30/11/2022=2022-11-30"],
        &["Tính đến ngày 30/11/2022=..~2022-11-30"],
    );
    expect("đến hết năm 2023", &["năm 2023=?/?/2023"], &["đến hết năm 2023=..~2023-12-31"]);
    expect("từ năm 2021 đến nay", &["năm 2021=?/?/2021"], &["từ năm 2021=2021-01-01~.."]);
    expect("trước năm 2025", &["năm 2025=?/?/2025"], &[]);
}

#[test]
fn numbers_that_are_no_dates() {
    for text in
        ["12/18 xã", "đạt 95,5/100 điểm", "tỷ lệ 1/500", "trực 24/24 giờ", "điện thoại 0214.3820.111", "59/2023/NĐ-CP"]
    {
        let reading = read(text);
        assert!(reading.dates.is_empty() && reading.periods.is_empty(), "{text}: {:?}", reading.dates);
    }
}
