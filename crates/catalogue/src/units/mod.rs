//! The shipped administrative units (`data/units.csv`, `data/successions.csv`) to domain types.
//!
//! Rows tied by `continued` or `renamed` are versions of one unit; `merged` and `split` tie different units. Keys are
//! given in file order, so that the same files always make the same units.

use domain::Date;
use domain::ids::{NATION, UnitId};
use domain::problem::Problem;
use domain::units::{Facts, Kind, Level, Part, Succession, SuccessionKind, Version};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// The list of units as shipped.
const UNITS: (&str, &str) = ("data/units.csv", include_str!("../../../../data/units.csv"));
/// The successions as shipped.
const SUCCESSIONS: (&str, &str) = ("data/successions.csv", include_str!("../../../../data/successions.csv"));

/// All units as shipped. Problems (files and lines) arise only when somebody edited the files wrongly.
pub fn shipped() -> Result<Facts, Vec<Problem>> {
    from_csv(UNITS, SUCCESSIONS)
}

/// Reads units and successions, each a file name and its text, in the format of `data/README.md`. All problems at once:
/// a line that is no row, an unknown kind, level or part, a date that is none, a code without a row.
pub fn from_csv(units: (&str, &str), successions: (&str, &str)) -> Result<Facts, Vec<Problem>> {
    let mut reader = Reader::default();
    for (line, row) in records::<UnitRow>(units, &mut reader.problems) {
        reader.unit(units.0, line, row);
    }
    for (line, row) in records::<SuccessionRow>(successions, &mut reader.problems) {
        reader.succession(successions.0, line, &row);
    }
    reader.finish(units.0)
}

/// A line of `units.csv`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitRow {
    generation: String,
    code: String,
    name: String,
    full_name: String,
    kind: String,
    level: String,
    parent_code: String,
    valid_from: String,
    valid_to: String,
    alt_names: String,
}

/// A line of `successions.csv`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SuccessionRow {
    effective_date: String,
    old_generation: String,
    old_code: String,
    new_generation: String,
    new_code: String,
    kind: String,
    part: String,
    legal_ref: String,
}

/// A row of units, read: still without keys.
struct Row {
    line: u32,
    generation: String,
    parent_code: String,
    version: Version,
    /// The row that this one continues.
    continues: Option<usize>,
}

/// A succession between rows.
struct Link {
    old: usize,
    new: usize,
    on: Date,
    kind: SuccessionKind,
    part: Part,
    legal_ref: String,
}

#[derive(Default)]
struct Reader {
    rows: Vec<Row>,
    by_code: BTreeMap<(String, String), Vec<usize>>,
    links: Vec<Link>,
    problems: Vec<Problem>,
}

impl Reader {
    fn unit(&mut self, file: &str, line: u32, row: UnitRow) {
        let mut check = Check { file, line, problems: &mut self.problems };
        let kind = check.slug("kind", &row.kind, Kind::parse);
        let level = check.slug("level", &row.level, Level::parse);
        let from = check.date("valid_from", &row.valid_from);
        let to = check.date("valid_to", &row.valid_to);
        let (Some(kind), Some(level), Some(from), Some(to)) = (kind, level, from, to) else { return };
        self.by_code.entry((row.generation.clone(), row.code.clone())).or_default().push(self.rows.len());
        let alt_names = row.alt_names.split('|').map(str::trim).filter(|n| !n.is_empty()).map(str::to_string).collect();
        let version = Version {
            unit: NATION,
            from,
            to,
            code: row.code,
            name: row.name,
            full_name: row.full_name,
            kind,
            level,
            parent: Some(NATION),
            alt_names,
        };
        self.rows.push(Row {
            line,
            generation: row.generation,
            parent_code: row.parent_code,
            version,
            continues: None,
        });
    }

    fn succession(&mut self, file: &str, line: u32, row: &SuccessionRow) {
        let mut check = Check { file, line, problems: &mut self.problems };
        let kind = check.slug("kind", &row.kind, SuccessionKind::parse);
        let part = check.slug("part", &row.part, Part::parse);
        let on = check.date("effective_date", &row.effective_date);
        if on == Some(None) {
            check.problem("missing-date", "effective_date", "thiếu ngày hiệu lực".into());
        }
        let on = on.flatten();
        let (Some(kind), Some(part), Some(on)) = (kind, part, on) else { return };
        let old = self.row_on(&row.old_generation, &row.old_code, on.yesterday().ok());
        let new = self.row_on(&row.new_generation, &row.new_code, Some(on));
        let mut check = Check { file, line, problems: &mut self.problems };
        if old.is_none() {
            check.problem(
                "unknown-unit",
                "old_code",
                format!("không có đơn vị mã {} ngay trước ngày này", row.old_code),
            );
        }
        if new.is_none() {
            check.problem("unknown-unit", "new_code", format!("không có đơn vị mã {} vào ngày này", row.new_code));
        }
        let (Some(old), Some(new)) = (old, new) else { return };
        if !kind.ends()
            && let Some(later) = self.rows.get_mut(new)
        {
            later.continues = Some(old);
        }
        self.links.push(Link { old, new, on, kind, part, legal_ref: row.legal_ref.clone() });
    }

    /// The row of a code on a date.
    fn row_on(&self, generation: &str, code: &str, date: Option<Date>) -> Option<usize> {
        let date = date?;
        let rows = self.by_code.get(&(generation.to_string(), code.to_string()))?;
        rows.iter().copied().find(|i| self.rows.get(*i).is_some_and(|r| r.version.period().contains(date)))
    }

    /// Gives keys, joins parents, and hands over when there was no problem.
    fn finish(mut self, file: &str) -> Result<Facts, Vec<Problem>> {
        let keys = self.keys();
        let key = |row: usize| keys.get(row).copied().unwrap_or(NATION);
        let mut versions = vec![Version::nation()];
        for (i, row) in self.rows.iter().enumerate() {
            let mut version = row.version.clone();
            version.unit = key(i);
            if !row.parent_code.is_empty() {
                // The last day lies in the generation for sure; the first may be unknown.
                let day = Some(version.period().to);
                match self.row_on(&row.generation, &row.parent_code, day) {
                    Some(parent) => version.parent = Some(key(parent)),
                    None => self.problems.push(
                        Problem::error("unknown-unit", format!("không có đơn vị cấp trên mã {}", row.parent_code))
                            .file(file)
                            .line(row.line)
                            .field("parent_code"),
                    ),
                }
            }
            versions.push(version);
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        // Where starts are unknown, units that ended earlier are not in the list at all.
        let unknown_start = versions.iter().filter(|v| v.from.is_none() && v.unit != NATION);
        let incomplete_before = unknown_start.filter_map(|v| v.to?.tomorrow().ok()).max();
        let successions = self.links.iter().map(|l| Succession {
            old: key(l.old),
            new: key(l.new),
            on: l.on,
            kind: l.kind,
            part: l.part,
            legal_ref: l.legal_ref.clone(),
        });
        Ok(Facts { versions, successions: successions.collect(), incomplete_before })
    }

    /// One key per unit, by row, in file order.
    fn keys(&self) -> Vec<UnitId> {
        let mut keys: Vec<Option<UnitId>> = vec![None; self.rows.len()];
        let mut next = NATION.0;
        for start in 0..self.rows.len() {
            // Up the chain of continued rows to one that has a key, or to its beginning.
            let mut chain = vec![start];
            let mut known = None;
            while let Some(row) = chain.last().copied() {
                known = keys.get(row).copied().flatten();
                let before = self.rows.get(row).and_then(|r| r.continues).filter(|b| !chain.contains(b));
                match before {
                    Some(before) if known.is_none() => chain.push(before),
                    _ => break,
                }
            }
            let key = known.unwrap_or_else(|| {
                next += 1;
                UnitId(next)
            });
            for row in chain {
                if let Some(slot) = keys.get_mut(row) {
                    *slot = Some(key);
                }
            }
        }
        keys.into_iter().map(|k| k.unwrap_or(NATION)).collect()
    }
}

/// The rows of a CSV text with their line numbers; lines that cannot be read become problems.
pub(crate) fn records<T: DeserializeOwned>((file, text): (&str, &str), problems: &mut Vec<Problem>) -> Vec<(u32, T)> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let mut rows = Vec::new();
    for record in reader.records() {
        let (line, row) = match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                (line, record.deserialize::<T>(Some(&headers)))
            }
            Err(error) => (error.position().map_or(0, csv::Position::line), Err(error)),
        };
        let line = u32::try_from(line).unwrap_or(0);
        match row {
            Ok(row) => rows.push((line, row)),
            Err(error) => problems
                .push(Problem::error("bad-csv-row", format!("dòng không đọc được: {error}")).file(file).line(line)),
        }
    }
    rows
}

/// Checks the columns of one line.
pub(crate) struct Check<'a> {
    /// Name of the file.
    pub file: &'a str,
    /// The line, counted from 1.
    pub line: u32,
    /// Problems so far.
    pub problems: &'a mut Vec<Problem>,
}

impl Check<'_> {
    /// Tells a problem of a column.
    pub fn problem(&mut self, code: &str, column: &str, message: String) {
        self.problems.push(Problem::error(code, message).file(self.file).line(self.line).field(column));
    }
    /// The value of a slug.
    pub fn slug<T>(&mut self, column: &str, text: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = parse(text);
        if value.is_none() {
            self.problem("unknown-choice", column, format!("không có lựa chọn “{text}”"));
        }
        value
    }
    /// `Some(None)` for an empty cell; `None` after a problem.
    pub fn date(&mut self, column: &str, text: &str) -> Option<Option<Date>> {
        if text.is_empty() {
            return Some(None);
        }
        match domain::calendar::parse_date(text) {
            Ok(date) => Some(Some(date)),
            Err(problem) => {
                self.problems.push(problem.file(self.file).line(self.line).field(column));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
