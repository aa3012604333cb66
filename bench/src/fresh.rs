//! A fresh process on the existing database: how soon it is ready, how soon it has the first answer, how much memory it
//! took. The benchmark starts itself again for this.

use crate::{definitions, figures, prepare};
use domain::Timestamp;
use serde_json::{Value, json};
use std::process::Command;
use std::time::{Duration, Instant};
use store::{Location, Result, Store, StoreError};

/// What the fresh process told.
pub struct Fresh {
    /// Opened, units and catalogue loaded.
    pub ready: Duration,
    /// The first answer to the question about the nation, after that.
    pub first: Duration,
    /// Greatest resident memory in MiB when ready.
    pub ready_memory: u64,
    /// Greatest resident memory in MiB after all questions of the table.
    pub memory: u64,
}

/// What the fresh process does: prints one line of JSON.
pub fn run(location: Location) -> Result<()> {
    let start = Instant::now();
    let store = Store::open(location, false)?;
    let catalogue = definitions::load().map_err(StoreError::Database)?;
    let additive = definitions::additive(&catalogue);
    store.use_catalogue(catalogue, &prepare::actor(), Timestamp::UNIX_EPOCH)?;
    let ready = start.elapsed();
    let ready_memory = crate::measure::peak_memory();
    let mut first = Duration::ZERO;
    for (k, asked) in figures::questions(&store.units())?.iter().enumerate() {
        let start = Instant::now();
        figures::ask(&store, asked, &additive)?;
        if k == 0 {
            first = start.elapsed();
        }
    }
    println!(
        "{}",
        json!({ "ready": ready.as_secs_f64(), "first": first.as_secs_f64(), "ready-memory": ready_memory,
                "memory": crate::measure::peak_memory() })
    );
    Ok(())
}

/// Starts this program again on the database; the middle one of five starts.
pub fn start(location: &Location) -> Result<Fresh> {
    let broken = |why: String| StoreError::Database(format!("a fresh process: {why}"));
    let program = std::env::current_exe().map_err(|e| broken(e.to_string()))?;
    let (Location::Sqlite(text) | Location::Postgres(text)) = location;
    let mut all = Vec::new();
    for _ in 0..5 {
        let out = Command::new(&program).args(["--fresh", text]).output().map_err(|e| broken(e.to_string()))?;
        if !out.status.success() {
            return Err(broken(String::from_utf8_lossy(&out.stderr).into_owned()));
        }
        let told: Value = serde_json::from_slice(&out.stdout)?;
        let seconds = |key: &str| Duration::from_secs_f64(told.get(key).and_then(Value::as_f64).unwrap_or(0.0));
        let mib = |key: &str| told.get(key).and_then(Value::as_u64).unwrap_or(0);
        all.push(Fresh {
            ready: seconds("ready"),
            first: seconds("first"),
            ready_memory: mib("ready-memory"),
            memory: mib("memory"),
        });
    }
    all.sort_by_key(|f| f.ready);
    let middle = all.len() / 2;
    all.into_iter().nth(middle).ok_or_else(|| broken("no answer".into()))
}
