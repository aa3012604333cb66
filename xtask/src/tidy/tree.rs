//! The tree that the checks look at: the workspace's crates with their dependencies, and its text files.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One crate of the workspace.
#[derive(Debug, Clone, Default)]
pub struct Crate {
    /// Its name.
    pub name: String,
    /// Names of all crates, ours or not, that it uses in normal and build code.
    pub uses: Vec<String>,
    /// Names of all crates that only its tests use.
    pub tests_use: Vec<String>,
}

/// The workspace as the checks see it.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Its crates.
    pub crates: Vec<Crate>,
    /// Text files by path from the top, with `/` between the parts.
    pub files: BTreeMap<String, String>,
    /// Paths of all other files, which no check reads.
    pub others: BTreeSet<String>,
}

impl Tree {
    /// Whether a crate of the workspace has this name.
    pub fn has_crate(&self, name: &str) -> bool {
        self.crates.iter().any(|c| c.name == name)
    }
    /// Whether there is a file, or a folder with a file in it, of this path.
    pub fn has_path(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        let mut paths = self.files.keys().chain(&self.others);
        paths.any(|p| p == path || p.starts_with(&folder))
    }
    /// The Rust files, test files among them.
    pub fn rust(&self) -> impl Iterator<Item = (&String, &String)> {
        self.files.iter().filter(|(path, _)| path.ends_with(".rs"))
    }
}

/// Reads the workspace below `root`.
pub fn read(root: &Path) -> Result<Tree, String> {
    let output = crate::cargo()
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()
        .map_err(|e| format!("cargo metadata: {e}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let metadata = serde_json::from_slice(&output.stdout).map_err(|e| format!("cargo metadata: {e}"))?;
    let mut tree = Tree { crates: crates(&metadata), ..Tree::default() };
    walk(root, root, &mut tree).map_err(|e| format!("{}: {e}", root.display()))?;
    Ok(tree)
}

/// The crates in the output of `cargo metadata --no-deps`.
fn crates(metadata: &Value) -> Vec<Crate> {
    let list = |v: &Value, key: &str| v.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).unwrap_or_default().to_string();
    let mut crates = Vec::new();
    for package in list(metadata, "packages") {
        let mut found = Crate { name: text(&package, "name"), ..Crate::default() };
        for dependency in list(&package, "dependencies") {
            let to = if text(&dependency, "kind") == "dev" { &mut found.tests_use } else { &mut found.uses };
            to.push(text(&dependency, "name"));
        }
        crates.push(found);
    }
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    crates
}

/// Whether the checks read a file of this name: text that people write. Data sets are not read.
fn is_text(name: &str) -> bool {
    match name.rsplit_once('.') {
        Some((_, ending)) => {
            matches!(ending, "rs" | "toml" | "md" | "sql" | "html" | "css" | "js" | "sh" | "txt" | "lock" | "json")
        }
        None => true,
    }
}

fn walk(root: &Path, folder: &Path, tree: &mut Tree) -> std::io::Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            // What is built, and what belongs to git, is not written by us.
            if !matches!(name.as_str(), "target" | ".git" | "out" | "node_modules") {
                walk(root, &path, tree)?;
            }
        } else if kind.is_file() {
            let below = path.strip_prefix(root).unwrap_or(&path);
            let key = below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            // A file that is not UTF-8 is no text; nothing here can judge it.
            match is_text(&name).then(|| std::fs::read_to_string(&path)) {
                Some(Ok(content)) => {
                    tree.files.insert(key, content);
                }
                _ => {
                    tree.others.insert(key);
                }
            }
        }
    }
    Ok(())
}
