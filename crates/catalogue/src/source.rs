//! Where catalogue files come from: the built-in folder, or a folder of the place that runs the system.

use domain::problem::Problem;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::Path;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../catalogue");

/// Greatest size of one file, in bytes.
const MAX_BYTES: u64 = 1 << 20;
/// Greatest number of files of one layer.
const MAX_FILES: usize = 2000;
/// Greatest depth of folders.
const MAX_DEPTH: usize = 16;

/// The files of one layer of the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// What stands before a file's path in messages: "catalogue", or the folder as the user gave it.
    pub root: String,
    /// Path inside the layer, with "/" → text.
    pub files: BTreeMap<String, String>,
}

impl Source {
    /// A file as messages name it.
    pub(crate) fn shown(&self, path: &str) -> String {
        if self.root.is_empty() { path.to_owned() } else { format!("{}/{path}", self.root) }
    }
}

/// The catalogue that the program is built with.
pub fn built_in() -> Source {
    let mut files = BTreeMap::new();
    let mut folders = vec![&BUILT_IN];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            if is_read(&path)
                && let Some(text) = file.contents_utf8()
            {
                files.insert(path, text.to_owned());
            }
        }
    }
    Source { root: "catalogue".to_owned(), files }
}

/// A layer from a folder: every `*.toml` in it and below, and the files of its report templates. Errors: a folder or file
/// that cannot be read, is too large, or is not UTF-8; all of them are told.
pub fn read_dir(folder: &Path) -> Result<Source, Vec<Problem>> {
    let mut source = Source { root: folder.display().to_string(), files: BTreeMap::new() };
    let mut problems = Vec::new();
    read_folder(folder, "", 0, &mut source, &mut problems);
    if source.files.len() > MAX_FILES {
        problems.push(
            Problem::error("too-many-files", format!("Danh mục có hơn {MAX_FILES} tệp")).file(source.root.clone()),
        );
    }
    if problems.is_empty() { Ok(source) } else { Err(problems) }
}

fn read_folder(folder: &Path, inside: &str, depth: usize, source: &mut Source, problems: &mut Vec<Problem>) {
    let shown = source.shown(inside);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => {
            problems.push(Problem::error("unreadable", format!("Không đọc được thư mục: {e}")).file(shown));
            return;
        }
    };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if inside.is_empty() { name.clone() } else { format!("{inside}/{name}") };
        if entry.path().is_dir() {
            if !name.starts_with('.') && depth < MAX_DEPTH {
                read_folder(&entry.path(), &path, depth + 1, source, problems);
            }
        } else if is_read(&path) && source.files.len() <= MAX_FILES {
            match read_file(&entry.path()) {
                Ok(text) => {
                    source.files.insert(path, text);
                }
                Err(problem) => problems.push(problem.file(source.shown(&path))),
            }
        }
    }
}

fn read_file(path: &Path) -> Result<String, Problem> {
    let unreadable = |e: std::io::Error| Problem::error("unreadable", format!("Không đọc được tệp: {e}"));
    if std::fs::metadata(path).map_err(unreadable)?.len() > MAX_BYTES {
        return Err(Problem::error("file-too-big", "Tệp lớn hơn 1 MiB").hint("tách thành nhiều tệp"));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    String::from_utf8(bytes)
        .map_err(|_| Problem::error("not-utf8", "Tệp không phải UTF-8").hint("lưu lại tệp theo bảng mã UTF-8"))
}

/// Definitions, and whatever belongs to report templates.
fn is_read(path: &str) -> bool {
    path.ends_with(".toml") || (path.starts_with("reports/") && path.ends_with(".md") && path.matches('/').count() == 2)
}

/// Whether a file belongs to a report template, which the report floor reads.
pub(crate) fn is_report(path: &str) -> bool {
    path.starts_with("reports/")
}

/// The files of report templates in one layer: template slug → file name → text.
pub fn report_files(source: &Source) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut out: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (path, text) in &source.files {
        if let Some(("reports", rest)) = path.split_once('/')
            && let Some((slug, name)) = rest.split_once('/')
        {
            out.entry(slug.to_owned()).or_default().insert(name.to_owned(), text.clone());
        }
    }
    out
}
