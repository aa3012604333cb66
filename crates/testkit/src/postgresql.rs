//! A PostgreSQL server for tests: its own data in a temporary folder, on 127.0.0.1 only.
//!
//! A small shell script owns the server and reads commands from a pipe. When the pipe closes, because the test process
//! ended in whatever way, the script stops the server and removes its folder. Nothing is left behind.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

/// Lives as long as its standard input. Arguments: folder of the programs, port, further settings.
const OWNER: &str = r#"
trap '' INT TERM HUP
bin=$1 port=$2 settings=$3
cd /tmp
dir=$(mktemp -d "${TMPDIR:-/tmp}/danvan-test-pg.XXXXXX") || exit 1
trap '"$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"' EXIT
up() {
  "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 start \
    -o "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c port=$port -c max_connections=400 $settings" >/dev/null 2>&1
}
"$bin/initdb" -D "$dir/data" -A trust -U danvan -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
up || { cat "$dir/log" >&2; exit 1; }
echo up
while read -r word; do
  case $word in
    kill) "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1; echo killed ;;
    start) up && echo up || echo failed ;;
  esac
done
"#;

/// A running server.
pub struct Server {
    port: u16,
    /// Commands to the owner, and its answers.
    pipe: Mutex<(Option<ChildStdin>, BufReader<ChildStdout>)>,
    owner: Child,
}

impl Server {
    /// Starts a server; `settings` as on its command line (`-c fsync=off`). `None` when PostgreSQL is not installed.
    pub fn start(settings: &str) -> Option<Server> {
        let bin = programs()?;
        let why = "PostgreSQL không khởi động được";
        (0..5).find_map(|_| Server::try_start(&bin, settings)).or_else(|| panic!("{why}"))
    }

    fn try_start(bin: &std::path::Path, settings: &str) -> Option<Server> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let script = ["-c", OWNER, "danvan-test-pg", bin.to_str()?, &port.to_string(), settings].map(str::to_string);
        // PostgreSQL refuses to run as root.
        let mut command = if is_root() {
            let mut c = Command::new("runuser");
            c.args(["-u", "postgres", "--", "sh"]);
            c
        } else {
            Command::new("sh")
        };
        let mut owner = command.args(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("sh");
        let stdout = BufReader::new(owner.stdout.take().expect("a pipe"));
        let server = Server { port, pipe: Mutex::new((owner.stdin.take(), stdout)), owner };
        (server.answer() == "up").then_some(server)
    }

    fn answer(&self) -> String {
        let mut line = String::new();
        self.pipe.lock().unwrap().1.read_line(&mut line).expect("an answer");
        line.trim().to_string()
    }

    fn say(&self, word: &str) -> String {
        let sent = self.pipe.lock().unwrap().0.as_mut().map(|pipe| writeln!(pipe, "{word}"));
        sent.expect("the pipe").expect("the server's owner is there");
        self.answer()
    }

    /// The address of a database on it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://danvan@127.0.0.1:{}/{database}", self.port)
    }

    /// Stops the server as a power cut would (`pg_ctl stop -m immediate`).
    pub fn kill(&self) {
        assert_eq!(self.say("kill"), "killed");
    }

    /// Starts it again on the same data; it recovers from its log.
    pub fn start_again(&self) {
        assert_eq!(self.say("start"), "up");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.pipe.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner).0 = None;
        self.owner.wait().ok();
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.starts_with(b"0\n"))
}

/// Folder of the server's programs: on PATH, or where Debian puts them, the newest.
pub(crate) fn programs() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").into_iter().flat_map(|p| std::env::split_paths(&p).collect::<Vec<_>>());
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    let mut versions: Vec<(u32, PathBuf)> =
        versions.filter_map(|e| Some((e.file_name().to_str()?.parse().ok()?, e.path().join("bin")))).collect();
    versions.sort();
    let debian = versions.into_iter().rev().map(|(_, path)| path);
    let needed = ["initdb", "pg_ctl", "createdb", "dropdb", "psql"];
    on_path.chain(debian).find(|dir| needed.iter().all(|program| dir.join(program).is_file()))
}
