//! House work: `cargo xtask tidy | ci | bench | score | deb | shots | budget`. Uses none of our crates; it runs cargo and reads the tree.

mod deb;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask COMMAND

  tidy          check the house rules: edges between crates, SQL, sizes, words, documents
  ci            do what the integration server does (runs .ci/run)
  bench [ARGS]  run the benchmark in release mode; `cargo xtask bench --help` tells its arguments
  bench --part reading [ARGS]  how fast texts are read, beside grep and a script
  score [ARGS]  how well texts are read and proofed: precision, recall, F1, faults found; `--list` names every miss
  deb [BINARY]  make the Debian package, of a release build or of the program named
  shots [--docs | FOLDER]  pictures of every page, wide and narrow, light and dark; with --docs those of the users' guide
  budget        what each page weighs, how many requests it makes and how soon it is seen; fails above 150 KB
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let outcome = match args.first().map(String::as_str) {
        Some("tidy") => tidy_command(),
        Some("ci") => run(Command::new("bash").arg(".ci/run")),
        Some("bench") if rest.windows(2).any(|pair| pair == ["--part", "reading"]) => run(program("pace").args(rest)),
        Some("bench") => bench(rest),
        Some("score") => run(program("score").args(rest)),
        Some("shots") => shots(rest),
        Some("budget") => shots(&["--budget".to_string()]),
        Some("deb") => deb_command(rest.first().map(Path::new)),
        None | Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("no command “{other}”\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The top of the workspace: the folder above this crate.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The cargo that runs us, so that one toolchain does everything.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn run(command: &mut Command) -> Result<(), String> {
    let status = command.current_dir(root()).status().map_err(|e| format!("{command:?}: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}")) }
}

/// Runs the benchmark beside a fresh build of the program that it serves.
fn bench(rest: &[String]) -> Result<(), String> {
    run(cargo().args(["build", "--release", "--package", "danvan"]))?;
    run(cargo().args(["run", "--release", "--package", "bench", "--"]).args(rest))
}

/// Runs the program of pictures before a fresh build of ours. Chromium is there after `scripts/setup-tests`.
fn shots(rest: &[String]) -> Result<(), String> {
    run(cargo().args(["build", "--package", "danvan", "--package", "e2e"]))?;
    run(cargo().args(["run", "--package", "e2e", "--bin", "shots", "--"]).args(rest))
}

/// One of the programs of the crate `score`, built in release.
fn program(name: &str) -> Command {
    let mut command = cargo();
    command.args(["run", "--release", "--quiet", "--package", "score", "--bin", name, "--"]);
    command
}

fn deb_command(binary: Option<&Path>) -> Result<(), String> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let built = target.join("release/danvan");
    if binary.is_none() {
        run(cargo().args(["build", "--release", "--locked", "--package", "danvan"]))?;
    }
    let package = deb::package(&root(), binary.unwrap_or(&built), &target)?;
    println!("{}", package.display());
    Ok(())
}

fn tidy_command() -> Result<(), String> {
    let tree = tidy::tree::read(&root())?;
    let faults = tidy::faults(&tree);
    for fault in &faults {
        eprintln!("{fault}");
    }
    if faults.is_empty() {
        println!("tidy: {} files, {} crates, nothing to mend", tree.files.len(), tree.crates.len());
        Ok(())
    } else {
        Err(format!("{} faults", faults.len()))
    }
}
