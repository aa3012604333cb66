//! Numbers as Vietnamese official reports write them: 4.675; 98,2 %; 09; 600 triệu đồng.

use domain::indicators::Decimal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a figure's number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// `so`: 4.675; decimals only when there are any.
    So,
    /// `so-0`: as `so`, whole numbers from 1 to 9 with a leading zero: 09.
    #[serde(rename = "so-0")]
    So0,
    /// `thap-phan`: 2,5; a whole number keeps one decimal: 3,0.
    ThapPhan,
    /// `ty-le`: 98,2 %.
    TyLe,
    /// `tien`: an amount of đồng in the largest of đồng, nghìn, triệu, tỷ in which it stays exact and short.
    Tien,
    /// `chu`: in words, "ba".
    Chu,
}

impl Format {
    /// Every format with its name in templates.
    pub const ALL: [(&'static str, Format); 6] = [
        ("so", Format::So),
        ("so-0", Format::So0),
        ("thap-phan", Format::ThapPhan),
        ("ty-le", Format::TyLe),
        ("tien", Format::Tien),
        ("chu", Format::Chu),
    ];

    /// The format of a name; `None` when there is none such.
    pub fn parse(name: &str) -> Option<Format> {
        Format::ALL.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
    }

    /// Its name in templates.
    pub fn name(self) -> &'static str {
        Format::ALL.iter().find(|(_, f)| *f == self).map_or("so", |(name, _)| name)
    }

    /// Whether the rendered text already says the unit ("%", "triệu đồng").
    pub fn says_unit(self) -> bool {
        matches!(self, Format::TyLe | Format::Tien)
    }

    /// The number as text.
    pub fn render(self, value: Decimal) -> String {
        let parts = Parts::of(value);
        match self {
            Format::So => parts.text(),
            Format::So0 if parts.fraction.is_empty() && (1..=9).contains(&parts.whole) => {
                format!("{}0{}", parts.sign(), parts.whole)
            }
            Format::So0 => parts.text(),
            Format::ThapPhan if parts.fraction.is_empty() => format!("{},0", parts.text()),
            Format::ThapPhan => parts.text(),
            Format::TyLe => format!("{} %", parts.text()),
            Format::Tien => money(value),
            Format::Chu => words(&parts),
        }
    }
}

/// A decimal number taken apart: sign, whole part, fraction digits without trailing zeros.
struct Parts {
    negative: bool,
    whole: u64,
    fraction: String,
}

impl Parts {
    fn of(value: Decimal) -> Parts {
        let digits = format!("{:0>width$}", value.scaled.unsigned_abs(), width = usize::from(value.scale) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(value.scale));
        Parts {
            negative: value.scaled < 0,
            whole: whole.parse().unwrap_or(u64::MAX),
            fraction: fraction.trim_end_matches('0').to_string(),
        }
    }
    fn sign(&self) -> &'static str {
        if self.negative { "-" } else { "" }
    }
    /// "1.234,5"
    fn text(&self) -> String {
        let comma = if self.fraction.is_empty() { "" } else { "," };
        format!("{}{}{comma}{}", self.sign(), thousands(self.whole), self.fraction)
    }
}

/// Groups of three digits joined by dots.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(c);
    }
    out
}

/// Money in the largest unit in which it is at least 1 and needs at most three decimals (none for nghìn).
fn money(value: Decimal) -> String {
    for (power, decimals, name) in [(9, 3, "tỷ đồng"), (6, 3, "triệu đồng"), (3, 0, "nghìn đồng")] {
        let parts = Parts::of(Decimal { scaled: value.scaled, scale: value.scale.saturating_add(power) });
        if parts.whole > 0 && parts.fraction.len() <= decimals {
            return format!("{} {name}", parts.text());
        }
    }
    format!("{} đồng", Parts::of(value).text())
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

fn digit(n: u64) -> &'static str {
    DIGITS.get(usize::try_from(n % 10).unwrap_or(0)).copied().unwrap_or("")
}

/// A number in words.
fn words(parts: &Parts) -> String {
    let mut said: Vec<&str> = Vec::new();
    if parts.negative {
        said.push("âm");
    }
    read(parts.whole, false, &mut said);
    if !parts.fraction.is_empty() {
        said.push("phẩy");
        said.extend(parts.fraction.chars().filter_map(|c| c.to_digit(10)).map(|d| digit(u64::from(d))));
    }
    said.join(" ")
}

/// Reads a whole number; `inner` when something higher was said before it.
fn read(n: u64, inner: bool, said: &mut Vec<&str>) {
    for (unit, name) in [(1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn")] {
        if n >= unit {
            read(n / unit, inner, said);
            said.push(name);
            if !n.is_multiple_of(unit) {
                read(n % unit, true, said);
            }
            return;
        }
    }
    let (hundreds, tens, ones) = (n / 100, n / 10 % 10, n % 10);
    let hundred = hundreds > 0 || inner;
    if hundred {
        said.extend([digit(hundreds), "trăm"]);
    }
    match (tens, ones) {
        (0, 0) if hundred => {}
        (0, _) if hundred => said.extend(["linh", digit(ones)]),
        (0, _) => said.push(digit(ones)),
        (1, _) => said.push("mười"),
        _ => said.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (0, _) | (_, 0) => {}
        (2.., 1) => said.push("mốt"),
        (_, 5) => said.push("lăm"),
        _ => said.push(digit(ones)),
    }
}

/// A date as a citation writes it: day always, month only for January and February with a leading zero
/// (Decree 30/2020/NĐ-CP): 03/6/2013, 08/02/2024.
pub fn short_date(date: Date) -> String {
    format!("{:02}/{}/{}", date.day(), month(date), date.year())
}

/// A date in full: "ngày 05 tháng 02 năm 2024".
pub fn long_date(date: Date) -> String {
    format!("ngày {:02} tháng {} năm {}", date.day(), month(date), date.year())
}

fn month(date: Date) -> String {
    if date.month() < 3 { format!("{:02}", date.month()) } else { date.month().to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn table(format: Format, rows: &[(i64, u8, &str)]) {
        for &(scaled, scale, expected) in rows {
            assert_eq!(format.render(Decimal { scaled, scale }), expected, "{format:?} {scaled}e-{scale}");
        }
    }

    #[test]
    fn numbers_are_written_as_official_reports_write_them() {
        table(
            Format::So,
            &[(4675, 0, "4.675"), (9, 0, "9"), (2500, 3, "2,5"), (1_234_567, 0, "1.234.567"), (0, 0, "0")],
        );
        table(
            Format::So0,
            &[(9, 0, "09"), (4, 0, "04"), (10, 0, "10"), (0, 0, "0"), (2500, 3, "2,5"), (3000, 3, "03")],
        );
        table(Format::ThapPhan, &[(2500, 3, "2,5"), (3000, 3, "3,0"), (50, 3, "0,05"), (-1500, 3, "-1,5")]);
        table(Format::TyLe, &[(982, 1, "98,2 %"), (18, 1, "1,8 %"), (1000, 1, "100 %"), (5, 1, "0,5 %")]);
    }

    #[test]
    fn money_takes_the_largest_unit_in_which_it_stays_exact() {
        table(
            Format::Tien,
            &[
                (600_000_000, 0, "600 triệu đồng"),
                (612_500_000, 0, "612,5 triệu đồng"),
                (1_250_000_000, 0, "1,25 tỷ đồng"),
                (1_234_567_000, 0, "1.234,567 triệu đồng"),
                (612_345_678, 0, "612.345.678 đồng"),
                (500_000, 0, "500 nghìn đồng"),
                (12_345, 0, "12.345 đồng"),
                (0, 0, "0 đồng"),
            ],
        );
    }

    #[test]
    fn numbers_in_words_follow_vietnamese_reading() {
        table(
            Format::Chu,
            &[
                (3, 0, "ba"),
                (0, 0, "không"),
                (10, 0, "mười"),
                (15, 0, "mười lăm"),
                (21, 0, "hai mươi mốt"),
                (55, 0, "năm mươi lăm"),
                (105, 0, "một trăm linh năm"),
                (1_005, 0, "một nghìn không trăm linh năm"),
                (4_675, 0, "bốn nghìn sáu trăm bảy mươi lăm"),
                (2_000_000_000, 0, "hai tỷ"),
                (25, 1, "hai phẩy năm"),
            ],
        );
    }

    #[test]
    fn months_three_to_nine_take_no_leading_zero() {
        assert_eq!(short_date(date(2013, 6, 3)), "03/6/2013");
        assert_eq!(short_date(date(2024, 2, 5)), "05/02/2024");
        assert_eq!(long_date(date(2024, 2, 5)), "ngày 05 tháng 02 năm 2024");
    }
}
