//! Catalogues for tests.

use catalogue::Source;
use domain::registers::Catalogue;
use std::collections::BTreeMap;

/// A catalogue from one TOML text per file.
pub fn catalogue_of(files: &[&str]) -> Catalogue {
    let files: BTreeMap<String, String> =
        files.iter().enumerate().map(|(i, text)| (format!("{i:02}.toml"), (*text).to_string())).collect();
    let source = Source { root: "thử".into(), files };
    match catalogue::load(&[source]) {
        Ok((catalogue, _)) => catalogue,
        Err(problems) => panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

/// The catalogue that the program is built with.
pub fn built_in() -> Catalogue {
    match catalogue::load(&[catalogue::built_in()]) {
        Ok((catalogue, _)) => catalogue,
        Err(problems) => panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

/// A catalogue with every kind of posting and little else: registers `viec` (work done) and `quy` (a fund).
pub fn small_catalogue() -> Catalogue {
    catalogue_of(&[GROUND, WORK, FUND])
}

const GROUND: &str = include_str!("small/ground.toml");
const WORK: &str = include_str!("small/work.toml");
const FUND: &str = include_str!("small/fund.toml");
