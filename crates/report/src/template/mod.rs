//! A report template: `report.toml` and `body.md`, read and checked as a whole.

mod body;
mod config;
mod digits;
pub(crate) mod nodes;
mod period;
mod reader;
mod tags;
pub(crate) mod words;

use crate::format::short_date;
use crate::params::{ReportParams, Request, Subject};
use body::Body;
use config::BUILT_IN;
pub use config::{Config, FigureBinding, Issuer, Parameter, PeriodRule};
pub(crate) use digits::bare_numbers;
use domain::indicators::View;
use domain::problem::Problem;
use jiff::civil::Date;
use nodes::{BodyBlock, Node};
use period::next_period_words;
pub use period::period_words;
use std::collections::{BTreeMap, BTreeSet};
use tags::{Placed, Tag};

/// A template that was read without an error.
#[derive(Debug, Clone)]
pub struct Template {
    /// What report.toml says.
    pub config: Config,
    /// What is worth a look: unused bindings, bare digits in the prose.
    pub warnings: Vec<Problem>,
    pub(crate) blocks: Vec<BodyBlock>,
    /// Names of the blocks, which edits are kept by.
    pub(crate) ids: Vec<String>,
    pub(crate) notes: BTreeMap<String, Vec<Node>>,
    pub(crate) subject: Vec<Node>,
    /// (key, dimension) pairs of the breakdowns in use.
    breakdowns: BTreeSet<(String, String)>,
    /// Keys whose total is printed or tested.
    totals: BTreeSet<String>,
}

impl Template {
    /// Reads the template `slug` from the files of the catalogue (by path; those ending in `<slug>/report.toml` and
    /// `<slug>/body.md`, or named just `report.toml` and `body.md`).
    ///
    /// # Errors
    /// All problems, errors and warnings, when at least one of them is an error.
    pub fn parse(files: &BTreeMap<String, String>, slug: &str) -> Result<Template, Vec<Problem>> {
        let mut problems = Vec::new();
        let toml = find(files, slug, "report.toml", &mut problems);
        let markdown = find(files, slug, "body.md", &mut problems);
        let (Some((toml_file, toml)), Some((body_file, markdown))) = (toml, markdown) else { return Err(problems) };
        let (config, found) = config::read(toml_file, toml, slug);
        problems.extend(found);
        let (subject, subject_tags, found) = body::read_line(&config.subject);
        problems.extend(found.into_iter().map(|p| p.file(toml_file).line(config.subject_line).field("subject")));
        let (body, found) = body::read(markdown);
        problems.extend(found.into_iter().map(|p| p.file(body_file)));
        let mut check = Check { config: &config, problems: Vec::new(), used: BTreeSet::new() };
        check.tags(&body.tags);
        check.notes(&body);
        let found = std::mem::take(&mut check.problems);
        problems.extend(found.into_iter().map(|p| p.file(body_file)));
        check.tags(&subject_tags);
        let found = std::mem::take(&mut check.problems);
        problems.extend(found.into_iter().map(|p| p.file(toml_file).line(config.subject_line).field("subject")));
        problems.extend(bare_digits(&body).into_iter().map(|p| p.file(body_file)));
        let used = check.used;
        problems.extend(unused(&config, &used).into_iter().map(|p| p.file(toml_file)));
        if problems.iter().any(Problem::is_error) {
            return Err(problems);
        }
        let (totals, breakdowns) = asked(body.tags.iter().chain(&subject_tags));
        let Body { blocks, ids, notes, .. } = body;
        Ok(Template { config, warnings: problems, blocks, ids, notes, subject, breakdowns, totals })
    }

    /// Whether `{{@name}}` may stand in its text.
    pub(crate) fn has_param(&self, name: &str) -> bool {
        BUILT_IN.contains(&name) || self.config.parameters.iter().any(|p| p.key == name)
    }

    /// The questions to answer before it can be composed, ordered by id.
    pub fn requests(&self, params: &ReportParams) -> Vec<Request> {
        let mut out = Vec::new();
        for (key, figure) in &self.config.figures {
            let (from, to) = figure.period.apply(params.from, params.to);
            let ask = |id: String, by: Option<String>| Request {
                id,
                key: key.clone(),
                indicator: figure.indicator.clone(),
                filter: figure.filter.clone(),
                organ: figure.organ.clone(),
                by,
                from,
                to,
            };
            if self.totals.contains(key) {
                out.push(ask(key.clone(), None));
            }
            for (_, dim) in self.breakdowns.iter().filter(|(k, _)| k == key) {
                out.push(ask(format!("{key}.{dim}"), Some(dim.clone())));
            }
        }
        out
    }

    /// The particulars of a draft report of a unit: names, symbol, signer and recipients by the first `[[issuer]]`
    /// rule that fits; the period in words by [`period_words`]. The caller may change any of them before composing.
    ///
    /// # Errors
    /// When no issuer rule fits the unit, or the template is not in force on the period's last day.
    pub fn params(&self, subject: &Subject, from: Date, to: Date, view: View) -> Result<ReportParams, Vec<Problem>> {
        let c = &self.config;
        let mut problems = Vec::new();
        if !in_force(c.valid_from, c.valid_to, to) {
            let message = format!("Mẫu “{}” không dùng cho kỳ kết thúc ngày {}", c.name, short_date(to));
            problems.push(Problem::error("template-not-in-force", message).field("valid-from"));
        }
        let fits = |i: &&Issuer| {
            i.cap.as_ref().is_none_or(|cap| *cap == subject.cap)
                && (i.area_kinds.is_empty() || i.area_kinds.contains(&subject.area_kind))
                && in_force(i.valid_from, i.valid_to, to)
        };
        let Some(issuer) = c.issuers.iter().find(fits) else {
            let message = format!("Mẫu “{}” không có [[issuer]] cho {}", c.name, subject.full_name);
            problems.push(Problem::error("no-issuer", message).hint("chọn mẫu khác hoặc đơn vị khác"));
            return Err(problems);
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let above = subject.parent_full_name.as_deref().unwrap_or("");
        let fill = |text: &str| {
            text.replace("{ten}", &subject.name).replace("{don-vi}", &subject.full_name).replace("{don-vi-tren}", above)
        };
        let fill_all = |texts: &[String]| texts.iter().map(|t| fill(t)).collect::<Vec<_>>();
        let numbered = subject.name.chars().all(|ch| ch.is_ascii_digit());
        Ok(ReportParams {
            unit: subject.full_name.clone(),
            unit_name: subject.name.clone(),
            cap: subject.cap.clone(),
            organ: fill(&issuer.organ),
            superior: issuer
                .superior
                .as_deref()
                .filter(|s| !s.contains("{don-vi-tren}") || !above.is_empty())
                .map(fill),
            place: if numbered { capitalised(&subject.full_name) } else { subject.name.clone() },
            symbol: fill(&issuer.symbol),
            number: None,
            date: None,
            signer: fill_all(&issuer.signer),
            signer_name: None,
            recipients: fill_all(&issuer.recipients),
            from,
            to,
            period: period_words(from, to),
            next_period: next_period_words(from, to),
            view,
            values: BTreeMap::new(),
        })
    }
}

/// First letter in upper case.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn in_force(from: Option<Date>, to: Option<Date>, on: Date) -> bool {
    from.is_none_or(|d| d <= on) && to.is_none_or(|d| on <= d)
}

fn find<'f>(
    files: &'f BTreeMap<String, String>,
    slug: &str,
    name: &str,
    problems: &mut Vec<Problem>,
) -> Option<(&'f str, &'f str)> {
    let tail = format!("{slug}/{name}");
    let hit = files.iter().find(|(path, _)| **path == tail || path.ends_with(&format!("/{tail}")));
    let hit = hit.or_else(|| files.get_key_value(name));
    if hit.is_none() {
        let p = Problem::error("missing-file", format!("Mẫu báo cáo “{slug}” thiếu tệp {name}"));
        problems.push(p.file(format!("reports/{tail}")));
    }
    hit.map(|(path, text)| (path.as_str(), text.as_str()))
}

/// Which totals and breakdowns the tags ask for.
fn asked<'t>(tags: impl Iterator<Item = &'t Placed>) -> (BTreeSet<String>, BTreeSet<(String, String)>) {
    let (mut totals, mut breakdowns) = (BTreeSet::new(), BTreeSet::new());
    for placed in tags {
        match &placed.tag {
            Tag::Figure { key, .. } => {
                totals.insert(key.clone());
            }
            Tag::If(keys) => totals.extend(keys.iter().filter(|k| !k.starts_with('@')).cloned()),
            Tag::Breakdown { key, dim, .. } => {
                breakdowns.insert((key.clone(), dim.clone()));
            }
            _ => {}
        }
    }
    (totals, breakdowns)
}

/// Checks the names used in tags.
struct Check<'c> {
    config: &'c Config,
    problems: Vec<Problem>,
    /// Keys of figures, and of parameters with "@".
    used: BTreeSet<String>,
}

impl Check<'_> {
    fn tags(&mut self, tags: &[Placed]) {
        for placed in tags {
            match &placed.tag {
                Tag::Figure { key, .. } | Tag::Breakdown { key, .. } => self.figure(key, placed.line),
                Tag::Param { name, .. } => self.param(name, placed.line),
                Tag::If(keys) => {
                    for key in keys {
                        match key.strip_prefix('@') {
                            Some(name) => self.param(name, placed.line),
                            None => self.figure(key, placed.line),
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn figure(&mut self, key: &str, line: u32) {
        self.used.insert(key.to_string());
        if !self.config.figures.contains_key(key) {
            let known: Vec<&str> = self.config.figures.keys().map(String::as_str).collect();
            let p = Problem::error("unknown-binding", format!("Không có số liệu “{key}” trong report.toml"));
            let hint = format!("thêm [[figure]] có key = \"{key}\", hoặc dùng một trong: {}", known.join(", "));
            self.problems.push(p.hint(hint).line(line));
        }
    }

    fn param(&mut self, name: &str, line: u32) {
        self.used.insert(format!("@{name}"));
        if !BUILT_IN.contains(&name) && !self.config.parameters.iter().any(|p| p.key == name) {
            let own = self.config.parameters.iter().map(|p| p.key.as_str());
            let known: Vec<&str> = BUILT_IN.into_iter().chain(own).collect();
            let p = Problem::error("unknown-parameter", format!("Không có tham số “@{name}”"));
            self.problems.push(p.hint(format!("các tham số: {}", known.join(", "))).line(line));
        }
    }

    fn notes(&mut self, body: &Body) {
        for (label, line) in body.labels.iter().filter(|(label, _)| !body.notes.contains_key(label)) {
            let p = Problem::error("unknown-note", format!("Chú thích [^{label}] chưa được viết"));
            self.problems.push(p.hint(format!("thêm dòng “[^{label}]: nội dung” ở cuối body.md")).line(*line));
        }
    }
}

fn bare_digits(body: &Body) -> Vec<Problem> {
    let bare = |(text, line): &(String, u32)| {
        digits::bare_numbers(text).next().map(|(_, number)| {
            Problem::warning(
                "bare-number",
                format!("Con số “{number}” viết thẳng trong lời văn, không mở ra hồ sơ được"),
            )
            .hint("dùng số liệu {{khoa}}; số trong viện dẫn thì viết sau “số”, “ngày”, “năm”, “Điều”…")
            .line(*line)
        })
    };
    body.words.iter().filter_map(bare).collect()
}

fn unused(config: &Config, used: &BTreeSet<String>) -> Vec<Problem> {
    let figures = config.figures.values().filter(|f| !f.key.is_empty() && !used.contains(&f.key)).map(|f| {
        let message = format!("Số liệu “{}” không dùng ở đâu trong body.md", f.key);
        Problem::warning("unused-binding", message).line(f.line)
    });
    let parameters = config.parameters.iter().filter(|p| !used.contains(&format!("@{}", p.key))).map(|p| {
        Problem::warning("unused-parameter", format!("Tham số “{}” không dùng ở đâu", p.key)).field("parameter")
    });
    figures.chain(parameters).collect()
}
