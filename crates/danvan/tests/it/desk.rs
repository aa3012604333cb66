//! A desk to work at: a database of its own with the real units, a folder, and the program.

use serde_json::Value;
use sheets::{CellOut, ColumnOut, Properties, TableOut};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use store::Actor;
use testkit::{Database, Place};

/// A database, a folder for files, and the catalogue folders in use.
pub struct Desk {
    place: Place,
    folder: tempfile::TempDir,
    catalogue: Vec<PathBuf>,
}

/// The program, without what the environment may say.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_danvan"));
    command.env_remove("DANVAN_DATABASE").env_remove("DANVAN_CATALOGUE");
    command
}

impl Desk {
    /// A desk with a database file.
    pub fn new() -> Desk {
        Desk::on(Database::Sqlite)
    }

    /// A desk on either database; the units are loaded once per test process.
    pub fn on(database: Database) -> Desk {
        let place = database.copy_of("units", |store| {
            let who = Actor::administrator("kiểm thử");
            store.load_units(testkit::shipped(), &who, testkit::morning().0, &mut |_, _| {}).unwrap();
        });
        Desk { place, folder: tempfile::tempdir().unwrap(), catalogue: Vec::new() }
    }

    /// Where its files lie.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where its database is.
    pub fn database(&self) -> &str {
        self.place.text()
    }

    /// Puts a text into a file in its folder.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// The path of a file in its folder.
    pub fn path(&self, name: &str) -> String {
        self.folder().join(name).display().to_string()
    }

    /// Works with a further catalogue folder from now on.
    pub fn use_catalogue(&mut self, name: &str) {
        self.catalogue = vec![self.folder().join(name)];
    }

    /// Runs the program.
    pub fn run(&self, words: &[&str]) -> Output {
        let mut command = program();
        command.args(words).arg("--database").arg(self.database());
        for dir in &self.catalogue {
            command.arg("--catalogue").arg(dir);
        }
        command.current_dir(self.folder()).output().unwrap()
    }

    /// Runs it and expects it to go well; its answer.
    #[track_caller]
    pub fn ok(&self, words: &[&str]) -> String {
        let done = self.run(words);
        let (out, err) = texts(&done);
        assert!(done.status.success(), "danvan {words:?}\n{err}");
        out
    }

    /// Runs it and expects it to go well; what it said beside its answer.
    #[track_caller]
    pub fn warned(&self, words: &[&str]) -> String {
        let done = self.run(words);
        assert!(done.status.success(), "danvan {words:?}\n{}", texts(&done).1);
        texts(&done).1
    }

    /// Runs it with `--json`; its answer.
    #[track_caller]
    pub fn json(&self, words: &[&str]) -> Value {
        let text = self.ok(&[words, &["--json"]].concat());
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("danvan {words:?}: {e}\n{text}"))
    }

    /// Runs it and expects a refusal: exit code 1, nothing on standard output; the refusal.
    #[track_caller]
    pub fn refused(&self, words: &[&str]) -> String {
        refusal(&self.run(words))
    }

    /// Adds an entry; its id.
    #[track_caller]
    pub fn add(&self, register: &str, organ: &str, data: &Value) -> String {
        let data = data.to_string();
        let done = self.json(&["entry", "add", "--register", register, "--organ", organ, "--data", &data]);
        done["id"].as_str().unwrap().to_string()
    }

    /// The total of one indicator.
    #[track_caller]
    pub fn value(&self, indicator: &str, unit: &str, period: &str) -> Value {
        let asked = ["figures", "--unit", unit, "--period", period, "--indicator", indicator];
        self.json(&asked)["figures"][0]["value"].clone()
    }

    /// Expects the books to balance.
    #[track_caller]
    pub fn balanced(&self) {
        assert!(self.ok(&["verify"]).contains("Cân đối"));
    }
}

/// What a run said: its answer, and what beside it.
pub fn texts(done: &Output) -> (String, String) {
    (String::from_utf8_lossy(&done.stdout).into_owned(), String::from_utf8_lossy(&done.stderr).into_owned())
}

/// The words of a refusal.
#[track_caller]
pub fn refusal(done: &Output) -> String {
    let (out, err) = texts(done);
    assert_eq!(done.status.code(), Some(1), "refused, with exit code 1:\n{out}{err}");
    assert!(!err.contains("panicked") && !err.is_empty(), "{err}");
    assert_eq!(out, "", "a refusal answers nothing");
    err
}

/// Expects all of these in a text.
#[track_caller]
pub fn says(text: &str, parts: &[&str]) {
    for part in parts {
        let shown = || text.chars().take(3000).collect::<String>();
        assert!(text.contains(part), "“{part}” is not in:\n{}", shown());
    }
}

/// A dialogue of a day.
pub fn dialogue(day: &str, people: &str) -> Value {
    serde_json::json!({
        "ngay": day, "chu-de": "Phương án sắp xếp chợ", "loai": "dinh-ky", "hinh-thuc": "hoi-nghi-doi-thoai",
        "chu-tri": "chu-tich-ubnd", "so-nguoi": people,
    })
}

/// A sheet of texts.
pub fn table(name: &str, columns: &[&str], rows: &[&[&str]]) -> TableOut {
    let cell = |text: &&str| if text.is_empty() { CellOut::Empty } else { CellOut::Text((*text).to_string()) };
    TableOut {
        name: name.into(),
        title: name.into(),
        columns: columns.iter().map(|c| ColumnOut::text(*c, *c)).collect(),
        rows: rows.iter().map(|r| r.iter().map(cell).collect()).collect(),
    }
}

/// A workbook in the desk's folder; its path.
pub fn workbook(desk: &Desk, name: &str, tables: &[TableOut]) -> String {
    let about = Properties { title: "thử".into(), author: "thử".into(), created: testkit::morning().0 };
    let path = desk.path(name);
    std::fs::write(&path, sheets::write_xlsx(tables, &about).unwrap()).unwrap();
    path
}
