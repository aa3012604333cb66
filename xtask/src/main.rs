//! House work: `cargo xtask tidy | ci | bench | deb | shots | budget`. Uses none of our crates; it runs cargo and reads the tree.

mod deb;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask COMMAND

  tidy          check the house rules: edges between crates, SQL, sizes, words, documents
  ci            do what the integration server does (runs .ci/run)
  bench [ARGS]  run the benchmark in release mode; `cargo xtask bench --help` tells its arguments
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
        Some("bench") => run(cargo().args(["run", "--release", "--package", "bench", "--"]).args(rest)),
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

/// Runs the program of pictures before a fresh build of ours. Chromium is there after `scripts/setup-tests`.
fn shots(rest: &[String]) -> Result<(), String> {
    run(cargo().args(["build", "--package", "danvan", "--package", "e2e"]))?;
    run(cargo().args(["run", "--package", "e2e", "--bin", "shots", "--"]).args(rest))
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
