//! Reading a TOML table key by key, so that every mistake is told with its line, all at once.

use domain::problem::Problem;
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Collects problems of one file.
pub(super) struct Reader<'t> {
    file: String,
    text: &'t str,
    /// What was wrong so far.
    pub(super) problems: Vec<Problem>,
}

/// One TOML table with its place.
pub(super) struct Table<'r, 't> {
    /// Key path of the table: "figure[2]"; empty at the top.
    path: String,
    table: &'r DeTable<'t>,
    /// Line where it starts, from 1.
    pub(super) line: u32,
}

impl<'t> Reader<'t> {
    pub(super) fn new(file: &str, text: &'t str) -> Self {
        Reader { file: file.to_string(), text, problems: Vec::new() }
    }

    fn line_at(&self, offset: usize) -> u32 {
        let before = self.text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count();
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// Parses the file; syntax errors become problems.
    pub(super) fn parse(&mut self) -> Spanned<DeTable<'t>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for e in errors {
            let line = self.line_at(e.span().map_or(0, |s| s.start));
            self.add(Problem::error("bad-toml", format!("Tệp không đúng cú pháp TOML: {}", e.message())), line);
        }
        table
    }

    /// Adds a problem at a line.
    pub(super) fn add(&mut self, problem: Problem, line: u32) {
        self.problems.push(problem.file(&self.file).line(line));
    }

    /// The top table.
    pub(super) fn top<'r>(&self, table: &'r Spanned<DeTable<'t>>) -> Table<'r, 't> {
        Table { path: String::new(), table: table.get_ref(), line: 1 }
    }

    /// Complains of keys that are not among those known.
    pub(super) fn known(&mut self, t: &Table<'_, 't>, keys: &[&str]) {
        for key in t.table.keys() {
            if !keys.contains(&key.get_ref().as_ref()) {
                let line = self.line_at(key.span().start);
                let problem = Problem::error("unknown-key", format!("Không có khóa “{}”", key.get_ref()))
                    .hint(format!("các khóa dùng được: {}", keys.join(", ")))
                    .field(t.at(key.get_ref()));
                self.add(problem, line);
            }
        }
    }

    fn wrong(&mut self, t: &Table<'_, 't>, key: &str, value: &Spanned<DeValue<'t>>, wanted: &str) {
        let line = self.line_at(value.span().start);
        self.add(Problem::error("wrong-type", format!("Giá trị phải là {wanted}")).field(t.at(key)), line);
    }

    /// Line of a key's value; the table's own line when it is absent.
    pub(super) fn line_of(&self, t: &Table<'_, 't>, key: &str) -> u32 {
        t.table.get(key).map_or(t.line, |v| self.line_at(v.span().start))
    }

    /// A string that may be absent.
    pub(super) fn text(&mut self, t: &Table<'_, 't>, key: &str) -> Option<String> {
        let value = t.table.get(key)?;
        match value.get_ref().as_str() {
            Some(s) => Some(s.to_string()),
            None => {
                self.wrong(t, key, value, "chuỗi trong ngoặc kép");
                None
            }
        }
    }

    /// A string that must be there; empty when it is not.
    pub(super) fn need(&mut self, t: &Table<'_, 't>, key: &str) -> String {
        match self.text(t, key) {
            Some(s) if !s.trim().is_empty() => s,
            Some(_) | None if t.table.get(key).is_some_and(|v| !v.get_ref().is_str()) => String::new(),
            _ => {
                self.add(Problem::error("missing-key", format!("Thiếu “{key}”")).field(t.at(key)), t.line);
                String::new()
            }
        }
    }

    /// A list of strings; one string counts as a list of one; empty when absent.
    pub(super) fn texts(&mut self, t: &Table<'_, 't>, key: &str) -> Vec<String> {
        let Some(value) = t.table.get(key) else { return Vec::new() };
        if let Some(one) = value.get_ref().as_str() {
            return vec![one.to_string()];
        }
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(t, key, value, "danh sách chuỗi");
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(s) => out.push(s.to_string()),
                None => self.wrong(t, key, item, "chuỗi trong ngoặc kép"),
            }
        }
        out
    }

    /// A date that may be absent.
    pub(super) fn date(&mut self, t: &Table<'_, 't>, key: &str) -> Option<Date> {
        let value = t.table.get(key)?;
        let date = value.get_ref().as_datetime().and_then(|d| d.date).and_then(|d| {
            let (month, day) = (i8::try_from(d.month).ok()?, i8::try_from(d.day).ok()?);
            Date::new(i16::try_from(d.year).ok()?, month, day).ok()
        });
        if date.is_none() {
            self.wrong(t, key, value, "ngày dạng 2021-12-31, không có ngoặc kép");
        }
        date
    }

    /// A whole number of years; 0 when absent.
    pub(super) fn years(&mut self, t: &Table<'_, 't>, key: &str) -> i16 {
        let Some(value) = t.table.get(key) else { return 0 };
        match value.get_ref().as_integer().and_then(|n| i16::from_str_radix(n.as_str(), n.radix()).ok()) {
            Some(n) if (-100..=100).contains(&n) => n,
            _ => {
                self.wrong(t, key, value, "số nguyên từ -100 đến 100");
                0
            }
        }
    }

    /// A table of lists of strings; empty when absent.
    pub(super) fn conditions(&mut self, t: &Table<'_, 't>, key: &str) -> BTreeMap<String, Vec<String>> {
        let Some(inner) = self.table(t, key) else { return BTreeMap::new() };
        let dims: Vec<String> = inner.table.keys().map(|k| k.get_ref().to_string()).collect();
        dims.into_iter().map(|dim| (dim.clone(), self.texts(&inner, &dim))).collect()
    }

    /// A table that may be absent.
    pub(super) fn table<'r>(&mut self, t: &Table<'r, 't>, key: &str) -> Option<Table<'r, 't>> {
        let value = t.table.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(t, key, value, "bảng { … }");
            return None;
        };
        Some(Table { path: t.at(key), table, line: self.line_at(value.span().start) })
    }

    /// The tables of `[[key]]`.
    pub(super) fn tables<'r>(&mut self, t: &Table<'r, 't>, key: &str) -> Vec<Table<'r, 't>> {
        let Some(value) = t.table.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(t, key, value, &format!("các bảng [[{key}]]"));
            return Vec::new();
        };
        let mut out = Vec::new();
        for (i, item) in array.iter().enumerate() {
            match item.get_ref().as_table() {
                Some(table) => {
                    let path = format!("{}[{i}]", t.at(key));
                    out.push(Table { path, table, line: self.line_at(item.span().start) });
                }
                None => self.wrong(t, key, item, &format!("bảng [[{key}]]")),
            }
        }
        out
    }
}

impl<'t> Table<'_, 't> {
    /// Path of a key in it.
    pub(super) fn at(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_string() } else { format!("{}.{key}", self.path) }
    }

    /// Whether the key's value is a string.
    pub(super) fn is_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|v: &Spanned<DeValue<'t>>| v.get_ref().is_str())
    }
}
