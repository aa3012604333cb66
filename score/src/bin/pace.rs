//! Measures the reader: megabytes a second on one core, on the project's labelled texts repeated to a given size, beside `grep -P`
//! with one simple pattern for numbers and beside a script with regular expressions for what the reader takes out. One run, one
//! table. It never fails on a time.

use clap::Parser;
use domain::proof::Text;
use score::Failure;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

// The program's allocator too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures how fast texts are read.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many megabytes (10^6 bytes) of text.
    #[arg(long, default_value_t = 100)]
    megabytes: usize,
    /// How many of them the script gets, so that it ends today; its pace is told per megabyte.
    #[arg(long, default_value_t = 20)]
    script_megabytes: usize,
    /// Python 3.
    #[arg(long, default_value = "python3")]
    python: String,
    /// A folder of texts to repeat instead of the project's own.
    #[arg(long)]
    texts: Option<std::path::PathBuf>,
    /// Accepted so that the benchmark can hand its own argument on.
    #[arg(long, hide = true)]
    part: Option<String>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("pace: {e}");
            ExitCode::FAILURE
        }
    }
}

/// A pace in megabytes a second.
fn pace(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let text = repeated(arguments, arguments.megabytes * 1_000_000)?;
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let (whole, part) = (folder.path().join("whole.txt"), folder.path().join("part.txt"));
    std::fs::write(&whole, &text).map_err(|e| e.to_string())?;
    let short = text.get(..text.floor_char_boundary(arguments.script_megabytes * 1_000_000)).unwrap_or(&text);
    std::fs::write(&part, short).map_err(|e| e.to_string())?;

    println!("| what | text | time | MB/s | ours is | aim | |\n|---|--:|--:|--:|--:|---|---|");
    let (ours, counts) = read(&text)?;
    let mb = |bytes: usize| format!("{:.0} MB", bytes as f64 / 1e6);
    let row = |what: &str, bytes: usize, time: Duration, aim: &str, met: Option<bool>| {
        let met = met.map_or("", |m| if m { "met" } else { "**missed**" });
        println!(
            "| {what} | {} | {:.2} s | {:.1} | {:.1}× | {aim} | {met} |",
            mb(bytes),
            time.as_secs_f64(),
            pace(bytes, time),
            ours / pace(bytes, time)
        );
    };
    let own = Duration::from_secs_f64(text.len() as f64 / 1e6 / ours);
    row(&format!("reader, one core: {counts}"), text.len(), own, "at least 20 MB/s", Some(ours >= 20.0));
    match timed(Command::new("grep").args(["-cP", r"\d+([.,]\d+)*"]).arg(&whole)) {
        Ok((time, lines)) => {
            row(&format!("grep -cP, one pattern for numbers: {lines} lines"), text.len(), time, "", None)
        }
        Err(e) => println!("| grep | | | | | | left out: {e} |"),
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/bin/pace.py");
    match timed(Command::new(&arguments.python).arg(script).arg(&part)) {
        Ok((time, told)) => {
            let ratio = ours / pace(short.len(), time);
            row(
                &format!("Python script of regular expressions: {told}"),
                short.len(),
                time,
                "at least 50×",
                Some(ratio >= 50.0),
            );
        }
        Err(e) => println!("| Python | | | | | | left out: {e} |"),
    }
    Ok(())
}

/// Reads the text, as files of about 100 kB come one after the other; the median pace of three rounds, and what was found in one.
fn read(text: &str) -> Result<(f64, String), Failure> {
    let reader = score::reader()?;
    let mut files: Vec<Text> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let cut = rest.floor_char_boundary(100_000.min(rest.len()));
        let cut = rest.get(cut..).and_then(|r| r.find("\n\n")).map_or(rest.len(), |more| cut + more + 2);
        let (file, more) = rest.split_at(cut);
        files.push(Text::plain(file));
        rest = more;
    }
    let mut paces = Vec::new();
    let mut counts = String::new();
    for _ in 0..3 {
        let (mut figures, mut citations, mut groups) = (0, 0, 0);
        let start = Instant::now();
        for file in &files {
            let reading = reader.read(file);
            figures += reading.figures.len();
            citations += reading.citations.len();
            groups += reading.groups.len();
        }
        paces.push(pace(text.len(), start.elapsed()));
        counts = format!("{figures} figures, {citations} citations, {groups} groups");
    }
    paces.sort_by(f64::total_cmp);
    Ok((paces.get(1).copied().unwrap_or(0.0), counts))
}

/// The texts one after the other, again and again up to the size.
fn repeated(arguments: &Arguments, size: usize) -> Result<String, Failure> {
    let own = [
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tuned"),
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/held"),
    ];
    let folders = arguments.texts.as_ref().map_or(own.to_vec(), |folder| vec![folder.clone()]);
    let mut all = String::new();
    for folder in folders {
        let mut paths: Vec<_> = std::fs::read_dir(&folder)
            .map_err(|e| format!("{}: {e}", folder.display()))?
            .filter_map(|entry| entry.ok().map(|e| e.path()))
            .filter(|p| p.extension().is_some_and(|e| e == "txt"))
            .collect();
        paths.sort();
        for path in paths {
            all.push_str(&std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?);
            all.push_str("\n\n");
        }
    }
    if all.is_empty() {
        return Err("no texts to repeat".into());
    }
    Ok(all.repeat(size / all.len() + 1))
}

/// Runs a program: how long it took and the first line that it printed.
fn timed(command: &mut Command) -> Result<(Duration, String), Failure> {
    let start = Instant::now();
    let output = command.env("LC_ALL", "C.UTF-8").stderr(Stdio::inherit()).output().map_err(|e| e.to_string())?;
    let time = start.elapsed();
    if !output.status.success() {
        return Err(format!("ended with {}", output.status));
    }
    Ok((time, String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or("").to_string()))
}
