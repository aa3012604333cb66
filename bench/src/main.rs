//! The benchmark: prints one table, in one run, on generated data of the whole country, of printing a report, and of pages under load. It never fails on a time; it
//! fails when two ways of counting do not give the same numbers. docs/benchmarks.md says what the rows mean.

mod bare;
mod data;
mod definitions;
mod documents;
mod duck;
mod figures;
mod fresh;
mod measure;
mod prepare;
mod run;
mod serving;
mod table;
mod writes;

use clap::Parser;
use std::process::ExitCode;
use store::Location;

// The program's allocator too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the ledger on generated data of the whole country and prints one table in Markdown.
#[derive(Debug, Parser)]
struct Arguments {
    /// About how many postings to generate.
    #[arg(long, default_value_t = 500_000)]
    postings: usize,
    /// Which databases: sqlite, postgres, or both.
    #[arg(long, default_value = "both")]
    on: String,
    /// Seed of the generator.
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Seconds of each round of the writers side by side; pages are under load six times as long.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Python with the package duckdb.
    #[arg(long, default_value = "python3")]
    python: String,
    /// Which part: all, ledger, documents (printing reports), or serving (pages under load, beside Redmine).
    #[arg(long, default_value = "all")]
    part: String,
    /// A folder where bench/redmine has prepared Redmine already, or is to prepare it.
    #[arg(long)]
    redmine: Option<std::path::PathBuf>,
    /// Used by the benchmark itself: opens this database as a fresh process and tells its times.
    #[arg(long, hide = true)]
    fresh: Option<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.fresh {
        Some(text) => Location::parse(text).and_then(fresh::run),
        None => run::all(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("bench: {e}");
            ExitCode::FAILURE
        }
    }
}
