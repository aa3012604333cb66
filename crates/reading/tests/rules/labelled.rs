//! The faults labelled by hand in the reports that stand beside the project. Where those are missing the tests say so and pass.

use crate::findings;
use std::path::{Path, PathBuf};

fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder);
    if !path.is_dir() {
        eprintln!("no ../shared/{folder} beside the project: nothing measured");
        return None;
    }
    Some(path)
}

#[test]
fn say() {
    let Some(path) = std::env::var_os("SAY") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    for f in findings(&text) {
        println!(
            "{:?} {} «{}» {} | {:?} | {:?}",
            f.severity,
            f.rule,
            f.span.of(&text).replace('\n', "⏎"),
            f.message,
            f.hint,
            f.suggestion
        );
    }
}

#[test]
fn seeds() {
    let Some(folder) = shared("seeds") else { return };
    assert!(folder.is_dir());
}
