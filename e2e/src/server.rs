//! The program, serving a demonstration of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The password of everybody in the demonstration.
pub const PASSWORD: &str = "dan-van-kheo-2021";

/// How long the program may take to prepare and begin to serve.
const PATIENCE: Duration = Duration::from_secs(240);

/// A running server, with its own copy of the demonstration.
pub struct Server {
    /// Its address, `http://127.0.0.1:PORT`.
    pub address: String,
    child: Child,
    _folder: tempfile::TempDir,
}

/// The program: `DANVAN_BIN`, or the one beside this test.
pub fn program() -> PathBuf {
    if let Some(path) = std::env::var_os("DANVAN_BIN") {
        return path.into();
    }
    let me = std::env::current_exe().expect("this program's path");
    let folder = me.ancestors().find(|p| p.join("danvan").is_file());
    folder.map(|p| p.join("danvan")).expect("danvan beside the tests: cargo build -p danvan, or name it by DANVAN_BIN")
}

impl Server {
    /// Prepares a demonstration in a new folder and serves it.
    pub fn start() -> Server {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("demo.db");
        let (child, address) = serve(&database);
        Server { address, child, _folder: folder }
    }

    /// The process, for measuring its memory.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

fn serve(database: &Path) -> (Child, String) {
    let mut child = Command::new(program())
        .arg("demo")
        .arg("--database")
        .arg(database)
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let begun = Instant::now();
    let address = loop {
        let line = lines.next().expect("the program prints its address").expect("text");
        if let Some(at) = line.find("http://127.0.0.1:") {
            break line[at..].split_whitespace().next().expect("the address").trim_end_matches('/').to_string();
        }
        assert!(begun.elapsed() < PATIENCE, "the program did not begin to serve");
    };
    // What it prints later must not fill the pipe.
    std::thread::spawn(move || for _ in lines {});
    (child, address)
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked to stop, as an operator would; killed only if it does not.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(25) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
    }
}
