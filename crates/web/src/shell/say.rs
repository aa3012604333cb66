//! Dates, times and numbers as people in Việt Nam write them.

use domain::Date;
use domain::clock::TIME_ZONE;

/// "05/03/2021".
pub fn date(d: &Date) -> String {
    format!("{:02}/{:02}/{}", d.day(), d.month(), d.year())
}

/// "3/2021".
pub fn month(d: &Date) -> String {
    format!("{}/{}", d.month(), d.year())
}

/// "1.234.567".
pub fn thousands(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(c);
    }
    if n < 0 { format!("-{out}") } else { out }
}

/// "05/03/2021 14:07", in Việt Nam's time.
pub fn time(at: &domain::Timestamp) -> String {
    match at.in_tz(TIME_ZONE) {
        Ok(z) => format!("{} {:02}:{:02}", date(&z.date()), z.hour(), z.minute()),
        Err(_) => at.to_string(),
    }
}

/// As [`time`], of an instant kept as text (ISO 8601); what cannot be read is shown as it stands.
pub fn time_of(text: &str) -> String {
    text.parse::<domain::Timestamp>().map_or_else(|_| text.to_string(), |at| time(&at))
}
