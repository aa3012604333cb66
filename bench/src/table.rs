//! The one table that the benchmark prints.

use crate::measure::Times;
use std::time::Duration;

/// One row.
struct Row {
    database: String,
    what: String,
    ours: String,
    other: String,
    ratio: String,
    aim: String,
    met: &'static str,
}

/// The table, in Markdown.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
}

/// What a row is held to.
pub struct Aim {
    /// In words.
    pub text: &'static str,
    /// Whether it is met.
    pub met: bool,
}

impl Table {
    /// Adds a row.
    pub fn row(&mut self, database: &str, what: &str, ours: String, other: String, ratio: String, aim: Option<Aim>) {
        let (aim, met) = aim.map_or(("", ""), |a| (a.text, if a.met { "met" } else { "**missed**" }));
        eprintln!("{database}: {what}: {ours} | {other} | {ratio} {met}");
        self.rows.push(Row { database: database.into(), what: what.into(), ours, other, ratio, aim: aim.into(), met });
    }

    /// Prints it.
    pub fn print(&self) {
        println!("| database | what | ours | compared with | ratio | aim | |");
        println!("|---|---|--:|--:|--:|---|---|");
        for r in &self.rows {
            let Row { database, what, ours, other, ratio, aim, met } = r;
            println!("| {database} | {what} | {ours} | {other} | {ratio} | {aim} | {met} |");
        }
    }
}

/// A time as a person reads it.
pub fn show(time: Duration) -> String {
    let ms = crate::measure::ms(time);
    if ms >= 10_000.0 {
        format!("{:.1} s", ms / 1000.0)
    } else if ms >= 100.0 {
        format!("{ms:.0} ms")
    } else if ms >= 1.0 {
        format!("{ms:.1} ms")
    } else {
        format!("{ms:.3} ms")
    }
}

/// Several runs: the median, and the best in brackets.
pub fn both(times: Times) -> String {
    format!("{} ({})", show(times.median), show(times.best))
}

/// How many times.
pub fn times(ratio: f64) -> String {
    if ratio >= 10.0 { format!("{ratio:.0}×") } else { format!("{ratio:.2}×") }
}
