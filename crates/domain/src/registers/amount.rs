//! Numbers as people write them in Vietnamese, and exact conversion between counting units. Nothing is ever rounded.

use crate::indicators::Decimal;
use crate::ledger::{Approx, CountingUnit};
use crate::problem::Problem;
use crate::text::{fold, tidy};
use std::cmp::Ordering;

use super::catalogue::Catalogue;

/// A number that was read: "trên 600 triệu đồng" is 600, `Over`, "triệu đồng".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The number; 0 when pending.
    pub value: Decimal,
    /// How exact it was stated.
    pub approx: Approx,
    /// What stood after the number, tidied; empty when nothing did.
    pub unit: String,
}

/// Words before a number, folded, longest first.
const APPROX_WORDS: [(&str, Approx); 12] = [
    ("it nhat", Approx::Over),
    ("khoang", Approx::About),
    ("chung", Approx::About),
    ("hon", Approx::Over),
    ("tren", Approx::Over),
    ("duoi", Approx::Under),
    ("gan", Approx::Under),
    (">", Approx::Over),
    ("≥", Approx::Over),
    ("<", Approx::Under),
    ("~", Approx::About),
    ("≈", Approx::About),
];

/// Reads "4.675", "2,5 km", "trên 600 triệu đồng", "đang chờ". Dots part thousands and a comma the decimals; a dot
/// that cannot part thousands ("2.5") is taken for a decimal point.
pub fn parse_number(text: &str) -> Result<Number, Problem> {
    let clean = tidy(text);
    if matches!(fold(&clean).as_str(), "dang cho" | "cho" | "chua co so lieu") {
        return Ok(Number { value: Decimal { scaled: 0, scale: 0 }, approx: Approx::Pending, unit: String::new() });
    }
    let (approx, rest) = strip_approx(&clean);
    let (sign, rest) = match rest.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, rest),
    };
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
    let (digits, unit) = rest.split_at(end);
    let mut value = parse_digits(digits).ok_or_else(|| bad_number(&clean))?;
    value.scaled *= sign;
    let unit = unit.trim();
    if unit.starts_with(|c: char| c.is_ascii_digit() || "-–/:".contains(c)) {
        return Err(bad_number(&clean));
    }
    Ok(Number { value, approx, unit: unit.to_owned() })
}

/// Takes off "trên", "gần" … from the front.
fn strip_approx(text: &str) -> (Approx, &str) {
    for (i, _) in text.char_indices().chain([(text.len(), ' ')]).skip(1) {
        let (head, tail) = text.split_at(i);
        let word_ends = tail.starts_with(|c: char| c == ' ' || c.is_ascii_digit());
        if word_ends && let Some((_, approx)) = APPROX_WORDS.iter().find(|(w, _)| *w == fold(head)) {
            return (*approx, tail.trim_start());
        }
    }
    (Approx::Exact, text)
}

fn bad_number(text: &str) -> Problem {
    Problem::error("bad-number", format!("“{text}” không phải là số")).hint("ghi số như 75; 4.675; 2,5; 1.400 ha")
}

/// Reads digits with Vietnamese separators.
fn parse_digits(digits: &str) -> Option<Decimal> {
    let (whole, decimals) = match digits.split_once(',') {
        Some((_, d)) if d.is_empty() || d.contains([',', '.']) => return None,
        Some((w, d)) => (w, d),
        None => match digits.split_once('.') {
            Some((w, d)) if !d.contains('.') && !is_grouped(digits) => {
                return if d.is_empty() || w.is_empty() { None } else { decimal(w, d) };
            }
            _ => (digits, ""),
        },
    };
    if whole.contains('.') && !is_grouped(whole) {
        return None;
    }
    decimal(&whole.replace('.', ""), decimals)
}

/// Whether dots part the digits into thousands: "1.400", not "2.5", "0.500" or "14.00".
fn is_grouped(digits: &str) -> bool {
    let mut groups = digits.split('.');
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|g| g.len() == 3)
}

/// A decimal of plain digits, without trailing zeros after the point.
fn decimal(whole: &str, decimals: &str) -> Option<Decimal> {
    let decimals = decimals.trim_end_matches('0');
    let all = format!("{whole}{decimals}");
    if whole.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(Decimal { scaled: all.parse().ok()?, scale: u8::try_from(decimals.len()).ok()? })
}

/// Reads a number as programs write it, "-2.5": a decimal point, no thousands, no exponent.
pub fn parse_plain(text: &str) -> Option<Decimal> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let d = decimal(whole, decimals)?;
    Some(Decimal { scaled: d.scaled * sign, scale: d.scale })
}

/// Writes a number as programs do: "2.5".
pub(super) fn write_plain(d: Decimal) -> String {
    write_with(d, "", '.')
}

/// Writes a number as Vietnamese print does: "4.675", "2,5".
pub fn format_number(d: Decimal) -> String {
    write_with(d, ".", ',')
}

fn write_with(d: Decimal, thousands: &str, point: char) -> String {
    let scale = usize::from(d.scale);
    let digits = format!("{:0>width$}", d.scaled.unsigned_abs(), width = scale + 1);
    let (whole, decimals) = digits.split_at(digits.len() - scale);
    let decimals = decimals.trim_end_matches('0');
    let mut out = if d.scaled < 0 { String::from("-") } else { String::new() };
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(thousands);
        }
        out.push(c);
    }
    if !decimals.is_empty() {
        out.push(point);
        out.push_str(decimals);
    }
    out
}

/// The number at another scale; `None` when digits would be lost or it leaves 64 bits.
pub(super) fn rescale(d: Decimal, scale: u8) -> Option<i64> {
    fraction(d, 1, 1, scale)
}

/// Compares two decimals.
pub fn compare(a: Decimal, b: Decimal) -> Ordering {
    let scale = u32::from(a.scale.max(b.scale));
    let at = |d: Decimal| 10i128.checked_pow(scale - u32::from(d.scale)).and_then(|p| p.checked_mul(d.scaled.into()));
    match (at(a), at(b)) {
        (Some(x), Some(y)) => x.cmp(&y),
        // scales beyond 18 digits do not come from the readers above
        _ => a.scaled.cmp(&b.scaled),
    }
}

/// `d × num / den` at a scale, exactly.
fn fraction(d: Decimal, num: i128, den: i128, scale: u8) -> Option<i64> {
    let top = i128::from(d.scaled).checked_mul(num)?.checked_mul(10i128.checked_pow(scale.into())?)?;
    let bottom = den.checked_mul(10i128.checked_pow(d.scale.into())?)?;
    if bottom == 0 || top.checked_rem(bottom)? != 0 {
        return None;
    }
    i64::try_from(top / bottom).ok()
}

/// A counting unit by slug, symbol, name or alias, with or without diacritics.
pub fn find_unit<'a>(catalogue: &'a Catalogue, text: &str) -> Option<&'a CountingUnit> {
    let key = unit_key(text);
    let alias = || catalogue.unit_aliases.get(&key).and_then(|slug| catalogue.counting_units.get(slug));
    let named = |u: &&CountingUnit| unit_key(&u.symbol) == key || unit_key(&u.name) == key;
    catalogue.counting_units.get(text).or_else(alias).or_else(|| catalogue.counting_units.values().find(named))
}

/// The counting unit that a text means beside a field of unit `own`: different units may share a symbol ("người"), and
/// the field's own is meant then.
pub(super) fn find_unit_near<'a>(catalogue: &'a Catalogue, text: &str, own: &str) -> Option<&'a CountingUnit> {
    let key = unit_key(text);
    let unit = catalogue.counting_units.get(own);
    unit.filter(|u| unit_key(&u.symbol) == key || unit_key(&u.name) == key || u.slug == text)
        .or_else(|| find_unit(catalogue, text))
}

/// How spellings of counting units are compared: folded, "m²" as "m2".
pub fn unit_key(text: &str) -> String {
    fold(text).replace('²', "2").replace('³', "3")
}

/// The unit that this one converts into at last, and the exact factor.
fn root<'a>(catalogue: &'a Catalogue, unit: &'a str) -> Option<(&'a str, i128, i128)> {
    let (mut slug, mut num, mut den) = (unit, 1i128, 1i128);
    // a chain longer than this is a circle, which the catalogue's checks refuse
    for _ in 0..8 {
        match catalogue.counting_units.get(slug).and_then(|u| u.base.as_ref()) {
            Some((base, n, d)) => {
                slug = base;
                num = num.checked_mul(i128::from(*n))?;
                den = den.checked_mul(i128::from(*d))?;
            }
            None => return Some((slug, num, den)),
        }
    }
    None
}

/// Whether amounts of one counting unit can be told in the other.
pub fn converts(catalogue: &Catalogue, from: &str, to: &str) -> bool {
    from == to || matches!((root(catalogue, from), root(catalogue, to)), (Some(a), Some(b)) if a.0 == b.0)
}

/// Converts exactly: the scaled integer of `value` (in `from`) in `to` at `scale`. Errors: `wrong-unit` when the units
/// do not convert, `too-many-decimals` when digits would be lost.
pub fn convert(catalogue: &Catalogue, value: Decimal, from: &str, to: &str, scale: u8) -> Result<i64, Problem> {
    let symbol = |slug: &str| catalogue.counting_units.get(slug).map_or(slug.to_owned(), |u| u.symbol.clone());
    let wrong = || {
        Problem::error("wrong-unit", format!("Không đổi được “{}” ra “{}”", symbol(from), symbol(to)))
            .hint(format!("ghi theo đơn vị tính “{}”", symbol(to)))
    };
    let ((a, n1, d1), (b, n2, d2)) = if from == to {
        ((from, 1, 1), (to, 1, 1))
    } else {
        root(catalogue, from).zip(root(catalogue, to)).ok_or_else(wrong)?
    };
    if a != b {
        return Err(wrong());
    }
    let factor = n1.checked_mul(d2).zip(d1.checked_mul(n2));
    factor.and_then(|(n, d)| fraction(value, n, d, scale)).ok_or_else(|| {
        let places = if scale == 0 {
            "số nguyên".to_owned()
        } else {
            format!("nhiều nhất {scale} chữ số thập phân")
        };
        Problem::error(
            "too-many-decimals",
            format!("“{}” không ghi được đúng theo {} ({places})", format_number(value), symbol(to)),
        )
        .hint("dấu chấm phân cách hàng nghìn, dấu phẩy là dấu thập phân; hệ thống không tự làm tròn")
    })
}
