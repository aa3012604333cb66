//! Which files are meant: those named, and in folders all that can be read, in order of their paths.

use crate::edge::{Outcome, one};
use domain::problem::Problem;
use std::path::{Path, PathBuf};

/// What the endings of files in a folder are that are read.
const ENDINGS: [&str; 7] = ["docx", "pdf", "html", "htm", "txt", "md", "xhtml"];
/// Files taken from folders at most.
const FILES_MAX: usize = 100_000;
/// Folders in folders.
const DEPTH: usize = 32;

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where it is.
    pub path: PathBuf,
    /// The path as it is told.
    pub name: String,
}

/// The files meant.
#[derive(Debug)]
pub struct Files {
    /// In order.
    pub list: Vec<Listed>,
    /// One file was named, and no folder: the answer is one object.
    pub single: bool,
}

/// The files that the arguments name. A file that is named is read whatever its ending; in folders what was made here before
/// (`….soat.docx`), what is hidden and what Word keeps while a file is open are left out.
pub fn files(named: &[PathBuf]) -> Outcome<Files> {
    let mut list = Vec::new();
    for path in named {
        if path.is_dir() {
            let before = list.len();
            walk(path, DEPTH, &mut list)?;
            if list.len() == before {
                let text = format!("Thư mục “{}” không có tệp nào đọc được", path.display());
                return Err(
                    one(Problem::error("empty-folder", text).hint("cần tệp .docx, .pdf, .html, .txt hoặc .md")),
                );
            }
        } else {
            list.push(listed(path.clone()));
        }
    }
    let single = matches!(named, [only] if !only.is_dir());
    Ok(Files { list, single })
}

fn listed(path: PathBuf) -> Listed {
    let name = path.display().to_string();
    Listed { path, name }
}

fn walk(folder: &Path, depth: usize, list: &mut Vec<Listed>) -> Outcome {
    let wrong = |e: std::io::Error| {
        one(Problem::error("cannot-read", format!("Không đọc được thư mục: {e}")).file(folder.display().to_string()))
    };
    let mut inside = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        inside.push(entry.map_err(wrong)?);
    }
    inside.sort_by_key(std::fs::DirEntry::file_name);
    for entry in inside {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(['.', '~']) {
            continue;
        }
        // A link to a folder may lead back to where it stands.
        let folder = entry.file_type().is_ok_and(|t| t.is_dir());
        if folder && depth > 0 {
            walk(&path, depth - 1, list)?;
        } else if !folder && read(&name) && path.is_file() {
            list.push(listed(path));
        }
        if list.len() > FILES_MAX {
            let text = format!("Thư mục có hơn {FILES_MAX} tệp");
            return Err(one(Problem::error("too-many-files", text).hint("soát từng thư mục con")));
        }
    }
    Ok(())
}

fn read(name: &str) -> bool {
    let lower = name.to_lowercase();
    let (stem, ending) = lower.rsplit_once('.').unwrap_or((&lower, ""));
    ENDINGS.contains(&ending) && !stem.ends_with(".soat")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_what_can_be_read_in_order_and_not_what_was_made_from_it() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        };
        for name in ["b.txt", "A.DOCX", "a/2.pdf", "~$A.docx", ".git/x.txt", "b.soat.docx", "ảnh.png", "a/1.md"] {
            put(name);
        }
        let found = files(&[folder.path().to_path_buf()]).unwrap();
        let names: Vec<String> =
            found.list.iter().map(|l| l.path.strip_prefix(folder.path()).unwrap().display().to_string()).collect();
        assert_eq!(names, ["A.DOCX", "a/1.md", "a/2.pdf", "b.txt"]);
        assert!(!found.single && files(&[folder.path().join("ảnh.png")]).unwrap().single);
        let empty = folder.path().join("trống");
        std::fs::create_dir(&empty).unwrap();
        assert_eq!(files(&[empty]).unwrap_err()[0].code, "empty-folder");
    }
}
