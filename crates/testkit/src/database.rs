//! Both databases: each test gets a database of its own, copied from a prepared one where that is quicker.

use crate::postgresql::{Server, programs};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, Once, OnceLock};
use store::{Location, Store};

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Database {
    /// A file.
    Sqlite,
    /// The test server.
    Postgres,
}

/// A database that is removed when this is dropped.
pub struct Place {
    location: Location,
    held: Held,
}

enum Held {
    Folder(#[expect(dead_code, reason = "removes the folder when dropped")] tempfile::TempDir),
    Database(String),
}

impl Place {
    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.location
    }
    /// The address or path, as the program takes it.
    pub fn text(&self) -> &str {
        match &self.location {
            Location::Sqlite(text) | Location::Postgres(text) => text,
        }
    }
    /// Opens it.
    pub fn open(&self) -> Store {
        Store::open(self.location.clone(), true).expect("the test database opens")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Held::Database(name) = &self.held {
            admin("dropdb", &["--if-exists", "--force", name]);
        }
    }
}

/// Runs a test on SQLite, then on PostgreSQL.
pub fn both(test: impl Fn(Database)) {
    eprintln!("trên SQLite:");
    test(Database::Sqlite);
    on_postgresql(test);
}

/// Runs a test on PostgreSQL, unless the machine's owner chose to leave PostgreSQL out.
pub fn on_postgresql(test: impl Fn(Database)) {
    if std::env::var("DANVAN_TEST_SKIP_POSTGRES").is_ok_and(|v| v == "1") {
        eprintln!("bỏ qua PostgreSQL");
        return;
    }
    eprintln!("trên PostgreSQL:");
    test(Database::Postgres);
}

/// What a prepared database is copied from.
enum Prepared {
    /// The bytes of the file.
    File(Vec<u8>),
    /// A template database.
    Template(String),
}

static PREPARED: Mutex<BTreeMap<(Database, String), Prepared>> = Mutex::new(BTreeMap::new());
static NEXT: AtomicU32 = AtomicU32::new(1);

impl Database {
    /// An empty database.
    pub fn empty(self) -> Place {
        match self {
            Database::Sqlite => sqlite(None),
            Database::Postgres => {
                let name = fresh_name();
                admin("createdb", &[&name]);
                Place { location: Location::Postgres(url(&name)), held: Held::Database(name) }
            }
        }
    }

    /// A copy of the database that `prepare` makes; it is made once per test process and name.
    pub fn copy_of(self, name: &str, prepare: impl FnOnce(&Store)) -> Place {
        let mut prepared = PREPARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let key = (self, name.to_string());
        if !prepared.contains_key(&key) {
            let place = self.empty();
            prepare(&place.open());
            let kept = match &place.location {
                Location::Sqlite(path) => Prepared::File(std::fs::read(path).expect("the prepared file")),
                Location::Postgres(_) => Prepared::Template(keep(place)),
            };
            prepared.insert(key.clone(), kept);
        }
        match &prepared[&key] {
            Prepared::File(bytes) => sqlite(Some(bytes)),
            Prepared::Template(template) => {
                let name = fresh_name();
                admin("createdb", &["--template", template, &name]);
                Place { location: Location::Postgres(url(&name)), held: Held::Database(name) }
            }
        }
    }
}

/// Lets a database outlive its place: it goes with the server.
fn keep(place: Place) -> String {
    let name = match &place.held {
        Held::Database(name) => name.clone(),
        Held::Folder(_) => String::new(),
    };
    std::mem::forget(place);
    name
}

fn fresh_name() -> String {
    format!("danvan_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn sqlite(bytes: Option<&[u8]>) -> Place {
    // Memory where there is some: these tests are not about the disk.
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    static SWEPT: Once = Once::new();
    SWEPT.call_once(|| remove_leftovers(&folder));
    let prefix = format!("danvan-test-{}-", std::process::id());
    let folder = tempfile::Builder::new().prefix(&prefix).tempdir_in(folder).expect("a temporary folder");
    let path = folder.path().join("danvan.db");
    if let Some(bytes) = bytes {
        std::fs::write(&path, bytes).expect("the copy is written");
    }
    Place { location: Location::Sqlite(path.display().to_string()), held: Held::Folder(folder) }
}

/// Folders of test processes that were killed before they could remove them.
fn remove_leftovers(parent: &std::path::Path) {
    for entry in std::fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix("danvan-test-").and_then(|rest| rest.split_once('-')).map(|(id, _)| id);
        if process.is_some_and(is_gone) {
            std::fs::remove_dir_all(entry.path()).ok();
        }
    }
}

/// Whether a process is no more; unknown where there is no `/proc`.
fn is_gone(process: &str) -> bool {
    process.parse::<u32>().is_ok()
        && PathBuf::from("/proc/self").exists()
        && !PathBuf::from("/proc").join(process).exists()
}

/// The server that all tests of this process share: one that was given, or our own.
enum Shared {
    Given(String),
    Own(Server),
}

fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| match std::env::var("DANVAN_TEST_POSTGRES") {
        Ok(url) if !url.is_empty() => Shared::Given(url),
        // What is written needs to survive no power cut here; the kill tests start a server of their own.
        _ => Shared::Own(
            Server::start("-c fsync=off -c shared_buffers=256MB -c deadlock_timeout=20ms").unwrap_or_else(|| {
                panic!(
                    "Không tìm thấy PostgreSQL (initdb, pg_ctl). Cài đặt: apt-get install postgresql; \
                 hoặc đặt DANVAN_TEST_POSTGRES=postgres://…; hoặc bỏ qua bằng DANVAN_TEST_SKIP_POSTGRES=1"
                )
            }),
        ),
    })
}

/// The address of a database on the shared server.
fn url(database: &str) -> String {
    match shared() {
        Shared::Own(server) => server.url(database),
        Shared::Given(given) => {
            let (address, options) = given.split_once('?').map_or((given.as_str(), None), |(a, o)| (a, Some(o)));
            let scheme = address.find("://").map_or(0, |i| i + 3);
            let server = address[scheme..].find('/').map_or(address, |i| &address[..scheme + i]);
            let options = options.map_or_else(String::new, |o| format!("?{o}"));
            format!("{server}/{database}{options}")
        }
    }
}

/// Makes or drops a database with the server's own programs; one at a time, since many are copied from one.
fn admin(program: &str, words: &[&str]) {
    static ONE: Mutex<bool> = Mutex::new(false);
    let mut leftovers_gone = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !std::mem::replace(&mut *leftovers_gone, true) {
        drop_leftovers();
    }
    run(program, &format!("--maintenance-db={}", url("postgres")), words);
}

fn run(program: &str, server: &str, words: &[&str]) -> String {
    let bin = programs().expect("PostgreSQL's programs");
    let done = Command::new(bin.join(program)).arg(server).args(words).output().expect("the program runs");
    assert!(done.status.success(), "{program} {words:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Databases of test processes that are no more, on a server that was given.
fn drop_leftovers() {
    let Shared::Given(_) = shared() else { return };
    let list = run("psql", &url("postgres"), &["-AtqlX"]);
    let names = list.lines().filter_map(|l| l.split('|').next()).filter(|n| n.starts_with("danvan_test_"));
    for name in names {
        let process = name.split('_').nth(2).unwrap_or_default();
        if is_gone(process) {
            run("dropdb", &format!("--maintenance-db={}", url("postgres")), &["--if-exists", "--force", name]);
        }
    }
}
