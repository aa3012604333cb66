//! Printing: numbers the Vietnamese way, tables, JSON.

pub use desk::indicators::{approx_word, number};
use domain::indicators::Decimal;
use domain::problem::Problem;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};

/// Prints a line; ends quietly when the reader has gone (`danvan … | head`).
pub fn line(text: std::fmt::Arguments<'_>) {
    use std::io::Write;
    if writeln!(std::io::stdout().lock(), "{text}").is_err() {
        std::process::exit(0);
    }
}

/// Prints a line for whoever still listens: a server goes on serving when its starter has closed the pipe.
pub fn announce(text: std::fmt::Arguments<'_>) {
    use std::io::Write;
    writeln!(std::io::stdout().lock(), "{text}").ok();
}

/// `println!` for a reader who may go away.
macro_rules! say {
    ($($part:tt)*) => { $crate::out::line(format_args!($($part)*)) };
}
pub(crate) use say;

/// A decimal as a JSON number.
pub fn json_number(d: Decimal) -> Value {
    if d.scale == 0 {
        return json!(d.scaled);
    }
    // Through text, so that 982 at scale 1 becomes 98.2 and not 98.19999.
    let ten = 10i128.pow(u32::from(d.scale));
    let (whole, rest) = (i128::from(d.scaled).abs() / ten, i128::from(d.scaled).abs() % ten);
    let sign = if d.scaled < 0 { "-" } else { "" };
    let text = format!("{sign}{whole}.{rest:0width$}", width = usize::from(d.scale));
    match text.parse::<f64>() {
        Ok(n) if rest != 0 => json!(n),
        _ => i64::try_from(whole).map_or(Value::Null, |w| json!(if d.scaled < 0 { -w } else { w })),
    }
}

/// Prints rows in columns as wide as their widest cell.
pub fn table(head: &[&str], rows: &[Vec<String>]) {
    let mut widths: Vec<usize> = head.iter().map(|h| h.chars().count()).collect();
    for row in rows {
        for (w, cell) in widths.iter_mut().zip(row) {
            *w = (*w).max(cell.chars().count());
        }
    }
    let print = |cells: &[String]| {
        let mut out = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            out.push_str(cell);
            out.push_str(&" ".repeat(width.saturating_sub(cell.chars().count()) + 2));
        }
        say!("{}", out.trim_end());
    };
    print(&head.iter().map(ToString::to_string).collect::<Vec<_>>());
    print(&widths.iter().map(|w| "─".repeat(*w)).collect::<Vec<_>>());
    for row in rows {
        print(row);
    }
}

/// Prints JSON on one object.
pub fn json(value: &Value) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => say!("{text}"),
        Err(e) => eprintln!("{e}"),
    }
}

/// Tells problems on standard error: one a line, or for a program as one JSON object on one line.
pub fn problems(list: &[Problem]) {
    if list.is_empty() {
        return;
    }
    if JSON_PROBLEMS.load(Ordering::Relaxed) {
        eprintln!("{}", json!({ "problems": list }));
        return;
    }
    for p in list {
        eprintln!("{p}");
    }
}

static JSON_PROBLEMS: AtomicBool = AtomicBool::new(false);

/// From now on problems are told as JSON: the command was asked for JSON.
pub fn problems_as_json() {
    JSON_PROBLEMS.store(true, Ordering::Relaxed);
}
