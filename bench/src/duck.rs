//! DuckDB on the same postings: written out as CSV, read and asked by a small Python program in the same run.

use crate::measure::Times;
use domain::problem::Problem;
use serde_json::Value;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use store::db::Val;
use store::{Result, Store, StoreError};

const PROGRAM: &str = include_str!("duck.py");
/// Rows read at a time.
const PAGE: i64 = 200_000;

/// What DuckDB answered to one statement: median time, and rows of whole numbers.
pub struct Answer {
    /// Five runs after one to warm up.
    pub time: Times,
    /// Measure, dimension set, sum.
    pub sums: Vec<(i64, i64, i64)>,
}

/// What DuckDB answered.
pub struct Duck {
    /// Its version.
    pub version: String,
    /// Reading the CSV into its own tables.
    pub load: Duration,
    /// Answers in the order of the statements.
    pub answers: Vec<Answer>,
}

fn io(e: &std::io::Error) -> StoreError {
    StoreError::refused(Problem::error("io", e.to_string()))
}

/// Writes the tables out and asks; `None` when the Python package is not installed.
pub fn ask(store: &Store, statements: &[String], python: &str) -> Result<Option<Duck>> {
    let there = Command::new(python).args(["-c", "import duckdb"]).stderr(Stdio::null()).status();
    if !there.is_ok_and(|s| s.success()) {
        return Ok(None);
    }
    let folder = tempfile::tempdir().map_err(|e| io(&e))?;
    write_out(store, folder.path())?;
    let list = serde_json::to_string(statements)?;
    std::fs::write(folder.path().join("statements.json"), list).map_err(|e| io(&e))?;
    std::fs::write(folder.path().join("duck.py"), PROGRAM).map_err(|e| io(&e))?;
    let mut command = Command::new(python);
    let out = command.arg(folder.path().join("duck.py")).arg(folder.path()).output().map_err(|e| io(&e))?;
    if !out.status.success() {
        return Err(StoreError::Database(format!("DuckDB: {}", String::from_utf8_lossy(&out.stderr))));
    }
    let answer: Value = serde_json::from_slice(&out.stdout)?;
    if answer.get("missing").is_some() {
        return Ok(None);
    }
    let seconds = |v: Option<&Value>| Duration::from_secs_f64(v.and_then(Value::as_f64).unwrap_or(0.0));
    let several = |a: &Value| Times { median: seconds(a.get("median")), best: seconds(a.get("best")) };
    let list = answer.get("answers").and_then(Value::as_array).cloned().unwrap_or_default();
    let answers = list.iter().map(|a| Answer { time: several(a), sums: rows(a.get("rows")) }).collect();
    let version = answer.get("version").and_then(Value::as_str).unwrap_or("?").to_string();
    Ok(Some(Duck { version, load: seconds(answer.get("load")), answers }))
}

fn rows(list: Option<&Value>) -> Vec<(i64, i64, i64)> {
    let int = |row: &Value, k: usize| row.get(k).and_then(Value::as_i64).unwrap_or(i64::MIN);
    let list = list.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().map(|row| (int(row, 0), int(row, 1), int(row, 2))).collect()
}

fn write_out(store: &Store, folder: &Path) -> Result<()> {
    let file = |name: &str| File::create(folder.join(name)).map(BufWriter::new).map_err(|e| io(&e));
    let mut out = file("unit_under.csv")?;
    writeln!(out, "ancestor,unit,from_day,to_day").map_err(|e| io(&e))?;
    let rows = store.read(|conn| conn.query("SELECT ancestor, unit, from_day, to_day FROM unit_under", &[]))?;
    rows.iter().try_for_each(|row| line(&mut out, &row.0))?;
    out.flush().map_err(|e| io(&e))?;
    let mut out = file("posting.csv")?;
    writeln!(out, "id,measure,area,tree_day,day,dimset,qty").map_err(|e| io(&e))?;
    let mut after = 0;
    loop {
        let page = store.read(|conn| {
            conn.query(
                "SELECT id, measure, area, tree_day, day, dimset, qty FROM posting WHERE id > $1 ORDER BY id LIMIT $2",
                &[after.into(), PAGE.into()],
            )
        })?;
        let Some(last) = page.last() else { break };
        after = last.int(0)?;
        page.iter().try_for_each(|row| line(&mut out, &row.0))?;
    }
    out.flush().map_err(|e| io(&e))
}

/// One line; all columns are whole numbers.
fn line(out: &mut impl Write, values: &[Val]) -> Result<()> {
    let texts: Vec<String> = values
        .iter()
        .map(|v| match v {
            Val::Int(i) => i.to_string(),
            Val::Text(t) => t.clone(),
            _ => String::new(),
        })
        .collect();
    writeln!(out, "{}", texts.join(",")).map_err(|e| io(&e))
}
