//! Reading TOML tables without stopping at the first problem: every getter tells what is wrong at its line and gives a
//! stand-in, and a key that no getter asked for is unknown.

use domain::Date;
use domain::indicators::Decimal;
use domain::problem::Problem;
use domain::registers::{did_you_mean, parse_plain};
use domain::text::{is_slug, tidy};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One file being read.
pub(crate) struct File<'a> {
    /// As messages name it.
    pub shown: String,
    text: &'a str,
    /// Key path → line, for checks that come later.
    pub lines: RefCell<BTreeMap<String, u32>>,
    /// Problems so far.
    pub problems: RefCell<Vec<Problem>>,
}

impl<'a> File<'a> {
    /// A file.
    pub fn new(shown: String, text: &'a str) -> Self {
        File { shown, text, lines: RefCell::default(), problems: RefCell::default() }
    }

    /// The line of a byte position, from 1.
    fn line(&self, at: usize) -> u32 {
        let newlines = self.text.bytes().take(at).filter(|b| *b == b'\n').count();
        u32::try_from(newlines + 1).unwrap_or(u32::MAX)
    }

    /// Parses the text; syntax errors are told, and what could be read is returned.
    pub fn parse(&self) -> Spanned<DeTable<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let problem = Problem::error("toml-syntax", format!("Sai cú pháp TOML: {}", error.message()))
                .hint("ngày ghi 2021-03-31, chữ trong ngoặc kép, danh sách trong [ ]");
            let line = error.span().map_or(1, |s| self.line(s.start));
            self.problems.borrow_mut().push(problem.file(&self.shown).line(line));
        }
        table
    }

    /// Tells a problem at a key, unless the line is already known to be unreadable.
    fn tell(&self, problem: Problem, path: &str, at: usize) {
        let line = self.line(at);
        let mut problems = self.problems.borrow_mut();
        if !problems.iter().any(|p| p.code == "toml-syntax" && p.place.line == Some(line)) {
            problems.push(problem.file(&self.shown).line(line).field(path));
        }
    }
}

/// One table of a file.
pub(crate) struct Table<'a> {
    /// The file.
    pub file: &'a File<'a>,
    table: &'a DeTable<'a>,
    /// Key path, "posting[2]"; empty for the file itself.
    pub path: String,
    start: usize,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Table<'a> {
    /// The whole file.
    pub fn root(file: &'a File<'a>, table: &'a DeTable<'a>) -> Self {
        Table { file, table, path: String::new(), start: 0, asked: RefCell::default() }
    }

    fn child(&self, key: &str, table: &'a DeTable<'a>, start: usize) -> Table<'a> {
        let path = self.at(key);
        self.file.lines.borrow_mut().insert(path.clone(), self.file.line(start));
        Table { file: self.file, table, path, start, asked: RefCell::default() }
    }

    /// The path of a key.
    pub fn at(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Tells a problem at a key, or at the table when the key is absent.
    pub fn tell(&self, key: &str, problem: Problem) {
        let at = self.table.get(key).map_or(self.start, |v| v.span().start);
        self.file.tell(problem, &self.at(key), at);
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().insert(key);
        let value = self.table.get(key)?;
        self.file.lines.borrow_mut().insert(self.at(key), self.file.line(value.span().start));
        Some(value)
    }

    /// Whether the key is there, without asking for it.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn wrong_type(&self, key: &str, wanted: &str, value: &DeValue<'_>) {
        let is = match value {
            DeValue::String(_) => "chữ",
            DeValue::Integer(_) => "số nguyên",
            DeValue::Float(_) => "số thập phân",
            DeValue::Boolean(_) => "true/false",
            DeValue::Datetime(_) => "ngày",
            DeValue::Array(_) => "danh sách",
            DeValue::Table(_) => "bảng",
        };
        self.tell(key, Problem::error("wrong-type", format!("“{key}” phải là {wanted}, đang là {is}")));
    }

    fn missing(&self, key: &str) {
        self.tell(key, Problem::error("missing-key", format!("Thiếu “{key}”")));
    }

    /// A text, tidied.
    pub fn text(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(s) => Some(tidy(s)).filter(|s| !s.is_empty()).or_else(|| {
                self.tell(
                    key,
                    Problem::error("empty", format!("“{key}” để trống")).hint("ghi nội dung, hoặc bỏ khóa này"),
                );
                None
            }),
            other => {
                self.wrong_type(key, "chữ", other);
                None
            }
        }
    }

    /// A text that must be there.
    pub fn needed(&self, key: &'static str) -> String {
        let text = self.text(key);
        if text.is_none() && !self.has(key) {
            self.missing(key);
        }
        text.unwrap_or_default()
    }

    /// A slug.
    pub fn slug(&self, key: &'static str) -> Option<String> {
        let slug = self.text(key)?;
        if !is_slug(&slug) {
            let problem = Problem::error("bad-slug", format!("“{slug}” không phải là mã"));
            self.tell(
                key,
                problem.hint(format!("chỉ dùng a–z, 0–9, gạch nối và chấm, ví dụ “{}”", domain::text::slug(&slug))),
            );
        }
        Some(slug)
    }

    /// A slug that must be there.
    pub fn needed_slug(&self, key: &'static str) -> String {
        let slug = self.slug(key);
        if slug.is_none() && !self.has(key) {
            self.missing(key);
        }
        slug.unwrap_or_default()
    }

    /// A word of a fixed list.
    pub fn word<T>(&self, key: &'static str, parse: impl Fn(&str) -> Option<T>, words: &str) -> Option<T> {
        let text = self.text(key)?;
        let word = parse(&text);
        if word.is_none() {
            self.unknown_word(key, &text, words);
        }
        word
    }

    fn unknown_word(&self, key: &str, text: &str, words: &str) {
        let problem = Problem::error("unknown-word", format!("“{text}” không dùng được cho “{key}”"));
        self.tell(key, problem.hint(format!("chọn một trong: {words}")));
    }

    /// Several words of a fixed list.
    pub fn words<T>(&self, key: &'static str, parse: impl Fn(&str) -> Option<T>, words: &str) -> Vec<T> {
        let texts = self.texts(key);
        texts
            .iter()
            .filter_map(|text| {
                let word = parse(text);
                if word.is_none() {
                    self.unknown_word(key, text, words);
                }
                word
            })
            .collect()
    }

    /// A list of texts.
    pub fn texts(&self, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong_type(key, "danh sách chữ, ví dụ [\"a\", \"b\"]", value.get_ref());
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in list.iter() {
            match item.get_ref() {
                DeValue::String(s) => out.push(tidy(s)),
                // yes-no values in conditions
                DeValue::Boolean(b) => out.push(if *b { "co" } else { "khong" }.to_owned()),
                other => self.wrong_type(key, "danh sách chữ", other),
            }
        }
        out
    }

    /// A list of texts that must be there and not be empty.
    pub fn needed_texts(&self, key: &'static str) -> Vec<String> {
        let texts = self.texts(key);
        if texts.is_empty() && !self.has(key) {
            self.missing(key);
        } else if texts.is_empty() && matches!(self.table.get(key).map(Spanned::get_ref), Some(DeValue::Array(_))) {
            self.tell(key, Problem::error("empty", format!("Danh sách “{key}” để trống")));
        }
        texts
    }

    /// true or false; absent = false.
    pub fn flag(&self, key: &'static str) -> bool {
        match self.get(key).map(Spanned::get_ref) {
            None => false,
            Some(DeValue::Boolean(b)) => *b,
            Some(other) => {
                self.wrong_type(key, "true hoặc false", other);
                false
            }
        }
    }

    /// A whole number within limits.
    pub fn whole(&self, key: &'static str, least: i64, most: i64) -> Option<i64> {
        let value = self.get(key)?;
        let DeValue::Integer(n) = value.get_ref() else {
            self.wrong_type(key, "số nguyên", value.get_ref());
            return None;
        };
        let number = i64::from_str_radix(n.as_str(), n.radix()).ok().filter(|n| (least..=most).contains(n));
        if number.is_none() {
            let message = format!("“{key}” phải từ {least} đến {most}");
            self.tell(key, Problem::error("out-of-range", message));
        }
        number
    }

    /// A whole or decimal number, exactly as written.
    pub fn decimal(&self, key: &'static str) -> Option<Decimal> {
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(n) if n.radix() == 10 => parse_plain(n.as_str()),
            DeValue::Float(f) => parse_plain(f.as_str()),
            _ => None,
        };
        if number.is_none() {
            self.wrong_type(key, "số viết thường, ví dụ 100 hoặc 2.5", value.get_ref());
        }
        number
    }

    /// A date.
    pub fn date(&self, key: &'static str) -> Option<Date> {
        let value = self.get(key)?;
        if let DeValue::Datetime(d) = value.get_ref()
            && let (Some(date), None) = (d.date, d.time)
        {
            let part = |n: u8| i8::try_from(n).unwrap_or(0);
            return Date::new(i16::try_from(date.year).unwrap_or(0), part(date.month), part(date.day)).ok();
        }
        let text = match value.get_ref() {
            DeValue::String(s) => Some(s.as_ref()),
            _ => None,
        };
        match text.map(domain::calendar::parse_date) {
            Some(Err(problem)) => self.tell(key, problem.hint("ghi ngày không có ngoặc kép, ví dụ 2021-03-31")),
            _ => self.wrong_type(key, "ngày không có ngoặc kép, ví dụ 2021-03-31", value.get_ref()),
        }
        None
    }

    /// `valid-from` and `valid-to`, which may not be reversed.
    pub fn validity(&self) -> (Option<Date>, Option<Date>) {
        let (from, to) = (self.date("valid-from"), self.date("valid-to"));
        if let (Some(f), Some(t)) = (from, to)
            && f > t
        {
            self.tell("valid-to", Problem::error("validity-reversed", format!("valid-to {t} trước valid-from {f}")));
        }
        (from, to)
    }

    /// A table under a key.
    pub fn table(&self, key: &'static str) -> Option<Table<'a>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(self.child(key, table, value.span().start)),
            other => {
                self.wrong_type(key, "bảng, ví dụ { field = \"loai\" }", other);
                None
            }
        }
    }

    /// A list of tables under a key; their paths count from 1.
    pub fn tables(&self, key: &'static str) -> Vec<Table<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong_type(key, "danh sách bảng ([[…]])", value.get_ref());
            return Vec::new();
        };
        let mut out = Vec::new();
        for (i, item) in list.iter().enumerate() {
            match item.get_ref() {
                DeValue::Table(table) => {
                    out.push(self.child(&format!("{key}[{}]", i + 1), table, item.span().start));
                }
                other => self.wrong_type(key, "danh sách bảng", other),
            }
        }
        out
    }

    /// Free keys of a table: key → text.
    pub fn map(&self, key: &'static str) -> BTreeMap<String, String> {
        let Some(table) = self.table(key) else { return BTreeMap::new() };
        let mut out = BTreeMap::new();
        for (name, value) in table.table {
            match value.get_ref() {
                DeValue::String(s) => {
                    let line = self.file.line(value.span().start);
                    self.file.lines.borrow_mut().insert(table.at(name.get_ref()), line);
                    out.insert(name.get_ref().to_string(), tidy(s));
                }
                other => table.wrong_type(name.get_ref(), "chữ", other),
            }
        }
        out
    }

    /// Free keys of a table: key → list of texts.
    pub fn map_of_lists(&self, key: &'static str) -> BTreeMap<String, Vec<String>> {
        let Some(table) = self.table(key) else { return BTreeMap::new() };
        let mut out = BTreeMap::new();
        for (name, value) in table.table {
            let name = name.get_ref().as_ref();
            let DeValue::Array(list) = value.get_ref() else {
                table.wrong_type(name, "danh sách chữ, ví dụ [\"a\"]", value.get_ref());
                continue;
            };
            let texts = list.iter().filter_map(|v| match v.get_ref() {
                DeValue::String(s) => Some(tidy(s)),
                DeValue::Boolean(b) => Some(if *b { "co" } else { "khong" }.to_owned()),
                other => {
                    table.wrong_type(name, "danh sách chữ", other);
                    None
                }
            });
            out.insert(name.to_owned(), texts.collect());
        }
        out
    }

    /// A whole number or a text under one key.
    pub fn whole_or_text(&self, key: &'static str) -> Option<Result<i64, String>> {
        match self.table.get(key).map(Spanned::get_ref) {
            Some(DeValue::Integer(_)) => self.whole(key, 1, 1_000_000).map(Ok),
            _ => self.text(key).map(Err),
        }
    }

    /// A date, or a text, under one key.
    pub fn date_or_text(&self, key: &'static str) -> Option<Result<Date, String>> {
        match self.table.get(key).map(Spanned::get_ref) {
            Some(DeValue::Datetime(_)) => self.date(key).map(Ok),
            _ => self.text(key).map(Err),
        }
    }

    /// Tells keys that nothing asked for. To be called last.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if asked.contains(name) {
                continue;
            }
            let problem = Problem::error("unknown-key", format!("Không có khóa “{name}” ở đây"));
            let problem = match did_you_mean(name, asked.iter().copied()) {
                Some(near) => problem.hint(format!("có phải “{near}”?")),
                None => problem.hint(format!("các khóa: {}", asked.iter().copied().collect::<Vec<_>>().join(", "))),
            };
            self.file.tell(problem, &self.at(name), key.span().start);
        }
    }
}
