//! No dead files: every Rust file is reached by a `mod` of its parent.

use super::source::Source;
use super::tree::Tree;

/// Every file below a `src` folder is compiled.
pub fn every_file_is_compiled(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, _) in tree.rust() {
        let Some((_, below)) = path.rsplit_once("/src/") else { continue };
        if matches!(below, "lib.rs" | "main.rs") || below.starts_with("bin/") {
            continue;
        }
        let module = path.strip_suffix("/mod.rs").unwrap_or_else(|| path.strip_suffix(".rs").unwrap_or(path));
        let Some((folder, name)) = module.rsplit_once('/') else { continue };
        let parents = [
            format!("{folder}/mod.rs"),
            format!("{folder}.rs"),
            format!("{folder}/lib.rs"),
            format!("{folder}/main.rs"),
        ];
        let declared = parents.iter().filter_map(|p| tree.files.get(p)).any(|text| declares(text, name));
        if !declared {
            faults.push(format!("{path}: no `mod {name};` reaches it; it is not compiled"));
        }
    }
    faults
}

fn declares(text: &str, name: &str) -> bool {
    let code: String = Source::read(text).code.into_iter().collect();
    code.split([';', '{', '}']).any(|item| item.split_whitespace().rev().take(2).eq([name, "mod"]))
}
