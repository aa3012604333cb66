//! Numerals: what digits, dots and commas say in Vietnamese writing, and in the foreign writing that web pages bring along.

use domain::proof::FigureKind;
use rust_decimal::Decimal;

/// How the separators of a numeral stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Digits only.
    Plain,
    /// Dots that part thousands: "4.675".
    Thousands,
    /// A decimal comma: "2,5", also after dots: "1.234,56".
    Decimal,
    /// A decimal dot, as foreign programs write it: "97.05".
    ForeignDecimal,
    /// One comma before three digits: a fraction of a kilometre or the thousands of a counter; the unit decides.
    OneComma,
    /// Commas that part thousands: "1,234,567", "1,234.56".
    CommaThousands,
}

/// A numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// All digits as one number.
    digits: i64,
    /// Digits after the decimal sign, when there is one.
    scale: u32,
    /// Separators.
    pub shape: Shape,
    /// A zero before a number below ten: "09".
    pub padded: bool,
    /// How many digits.
    pub length: usize,
}

/// Most digits that a numeral may have: more is no figure but a code.
const MOST_DIGITS: usize = 17;

impl Numeral {
    /// Reads a token of digits, dots and commas; none when it is no number ("2.1.3", "1,2,3") or longer than any figure.
    pub fn read(raw: &str) -> Option<Numeral> {
        let length = raw.bytes().filter(u8::is_ascii_digit).count();
        if length == 0 || length > MOST_DIGITS {
            return None;
        }
        let (dots, commas) = (count(raw, '.'), count(raw, ','));
        let (shape, scale) = match (dots, commas) {
            (0, 0) => (Shape::Plain, 0),
            (_, 0) if in_threes(raw, '.') => (Shape::Thousands, 0),
            (1, 0) => (Shape::ForeignDecimal, after(raw, '.')),
            (0, 1) if in_threes(raw, ',') => (Shape::OneComma, 3),
            (0, 1) => (Shape::Decimal, after(raw, ',')),
            (0, _) if in_threes(raw, ',') => (Shape::CommaThousands, 0),
            (_, 1) if raw.split(',').next().is_some_and(|whole| in_threes(whole, '.')) && last_is(raw, ',') => {
                (Shape::Decimal, after(raw, ','))
            }
            (1, _) if raw.split('.').next().is_some_and(|whole| in_threes(whole, ',')) && last_is(raw, '.') => {
                (Shape::CommaThousands, after(raw, '.'))
            }
            _ => return None,
        };
        let digits = raw.bytes().filter(u8::is_ascii_digit).fold(0i64, |sum, b| sum * 10 + i64::from(b - b'0'));
        let padded = length > 1 && raw.starts_with('0') && shape == Shape::Plain;
        Some(Numeral { digits, scale, shape, padded, length })
    }

    /// The value, given what is counted: a count of people has no fraction, a length may.
    pub fn value(&self, kind: FigureKind) -> Decimal {
        let scale = match self.shape {
            Shape::OneComma if self.comma_thousands(kind) => 0,
            Shape::Thousands if kind == FigureKind::Percent && self.length <= 5 => 3,
            _ => self.scale,
        };
        Decimal::new(self.digits, scale)
    }

    /// Whether it is written with a comma for thousands, against Vietnamese custom.
    pub fn comma_thousands(&self, kind: FigureKind) -> bool {
        match self.shape {
            Shape::CommaThousands => true,
            Shape::OneComma => matches!(kind, FigureKind::Count | FigureKind::Ratio | FigureKind::SiteCounter),
            _ => false,
        }
    }

    /// The number, when it is written with digits only.
    pub fn plain(&self) -> Option<i64> {
        (self.shape == Shape::Plain).then_some(self.digits)
    }

    /// Four digits of a year that reports speak of.
    pub fn like_a_year(&self) -> bool {
        self.length == 4 && self.plain().is_some_and(|n| (1900..=2100).contains(&n))
    }
}

fn count(raw: &str, sign: char) -> usize {
    raw.chars().filter(|c| *c == sign).count()
}

fn after(raw: &str, sign: char) -> u32 {
    raw.rsplit(sign).next().map_or(0, |rest| u32::try_from(rest.len()).unwrap_or(0))
}

fn last_is(raw: &str, sign: char) -> bool {
    raw.rfind(['.', ',']).is_some_and(|at| raw.get(at..).is_some_and(|rest| rest.starts_with(sign)))
}

/// Groups of three digits behind a first group of one to three that is not zero.
fn in_threes(raw: &str, sign: char) -> bool {
    let mut groups = raw.split(sign);
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|g| g.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(raw: &str, kind: FigureKind) -> String {
        Numeral::read(raw).map_or("-".into(), |n| n.value(kind).normalize().to_string())
    }

    #[test]
    fn dots_part_thousands_and_commas_fractions_unless_the_unit_says_otherwise() {
        use FigureKind::*;
        for (raw, kind, want) in [
            ("4.675", Count, "4675"),
            ("2,5", Measure, "2.5"),
            ("09", Count, "9"),
            ("1.234,56", Money, "1234.56"),
            ("1,234.56", Money, "1234.56"),
            ("1,271", SiteCounter, "1271"),
            ("1,125", Measure, "1.125"),
            ("1,350", Money, "1.35"),
            ("626,530", SiteCounter, "626530"),
            ("12,345,678", Count, "12345678"),
            ("97.05", Score, "97.05"),
            ("34.125", Percent, "34.125"),
            ("0,125", Count, "0.125"),
            ("2.1.3", Count, "-"),
            ("1,2,3", Count, "-"),
            ("123456789012345678", Count, "-"),
        ] {
            assert_eq!(value(raw, kind), want, "{raw}");
        }
    }

    #[test]
    fn years_and_padded_numbers_are_told() {
        assert!(Numeral::read("2024").is_some_and(|n| n.like_a_year()));
        assert!(!Numeral::read("2.024").is_some_and(|n| n.like_a_year()));
        assert!(Numeral::read("09").is_some_and(|n| n.padded));
        assert!(!Numeral::read("0,5").is_some_and(|n| n.padded));
    }
}
