//! The settings' file: TOML, one name a line; unknown names are errors with their line.

use super::{Given, KEYS, Layer};
use crate::edge::{Outcome, one, read_file};
use domain::problem::{Place, Problem};
use domain::registers::did_you_mean;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// Reads the file; what is wrong in it goes to `problems`.
pub fn read(path: &Path, problems: &mut Vec<Problem>) -> Outcome<Layer> {
    let shown = path.display().to_string();
    let text = String::from_utf8(read_file(path)?)
        .map_err(|_| one(Problem::error("not-text", "Tệp cấu hình không phải văn bản UTF-8").file(&shown)))?;
    let line = |at: usize| u32::try_from(text.bytes().take(at).filter(|b| *b == b'\n').count() + 1).unwrap_or(u32::MAX);
    let (table, errors) = DeTable::parse_recoverable(&text);
    problems.extend(errors.iter().map(|e| {
        let problem = Problem::error("toml-syntax", format!("Sai cú pháp TOML: {}", e.message()));
        problem.file(&shown).line(e.span().map_or(1, |s| line(s.start)))
    }));
    let mut layer = Layer::new();
    for (key, value) in table.get_ref() {
        let place = Place {
            file: Some(shown.clone()),
            line: Some(line(key.span().start)),
            field: Some(key.get_ref().to_string()),
            ..Place::default()
        };
        // Of a line that cannot be read nothing more is said.
        if errors.iter().any(|e| e.span().map(|s| line(s.start)) == place.line) {
            continue;
        }
        let tell = |problem: Problem| Problem { place: place.clone(), ..problem };
        let Some(known) = KEYS.iter().find(|k| **k == key.get_ref().as_ref()) else {
            let problem = Problem::error("unknown-setting", format!("Không có thiết đặt “{}”", key.get_ref()));
            let hint = did_you_mean(key.get_ref(), KEYS.iter().copied())
                .map_or_else(|| format!("các thiết đặt: {}", KEYS.join(", ")), |near| format!("có phải “{near}”?"));
            problems.push(tell(problem).hint(hint));
            continue;
        };
        match texts(value.get_ref()) {
            Some(texts) => drop(layer.insert(known, Given { texts, place })),
            None => {
                let problem =
                    Problem::error("wrong-type", format!("“{known}” phải là chữ, số nguyên hoặc danh sách chữ"));
                problems.push(tell(problem).hint(format!("ví dụ {known} = \"…\"")));
            }
        }
    }
    Ok(layer)
}

fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(s) => Some(vec![s.to_string()]),
        DeValue::Integer(n) => Some(vec![n.as_str().to_string()]),
        DeValue::Array(list) => list
            .iter()
            .map(|v| match v.get_ref() {
                DeValue::String(s) => Some(s.to_string()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}
