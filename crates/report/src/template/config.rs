//! `report.toml`: the template's particulars, issuers, parameters and figure bindings.

use super::reader::{Reader, Table};
use crate::format::Format;
use crate::model::Layout;
use domain::problem::Problem;
use domain::text::is_slug;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use std::collections::{BTreeMap, BTreeSet};

/// Which period a figure is asked for, relative to the report's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodRule {
    /// The report's own.
    Same,
    /// The one of the same length just before.
    Previous,
    /// Both ends moved by whole years.
    Years {
        /// Years added to the first day.
        from: i16,
        /// Years added to the last day.
        to: i16,
    },
}

impl PeriodRule {
    /// First and last day for a report from–to. Dates outside the calendar stay as they are.
    pub fn apply(self, from: Date, to: Date) -> (Date, Date) {
        match self {
            PeriodRule::Same => (from, to),
            PeriodRule::Years { from: a, to: b } => {
                (moved(from, i64::from(a).years()), moved_end(to, i64::from(b).years()))
            }
            PeriodRule::Previous => {
                let end = moved(to, 1.day());
                let months = (i64::from(end.year()) - i64::from(from.year())) * 12 + i64::from(end.month())
                    - i64::from(from.month());
                let whole = months > 0 && moved(from, months.months()) == end;
                let span = if whole { (-months).months() } else { (-i64::from((end - from).get_days())).days() };
                (moved(from, span), moved(from, (-1).day()))
            }
        }
    }
}

fn moved(date: Date, span: Span) -> Date {
    date.checked_add(span).unwrap_or(date)
}

/// Moves a last day so that the last day of a month stays the last day of a month.
fn moved_end(date: Date, span: Span) -> Date {
    if date == date.last_of_month() { moved(date, span).last_of_month() } else { moved(date, span) }
}

/// A figure binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureBinding {
    /// Key used in the body.
    pub key: String,
    /// Indicator slug.
    pub indicator: String,
    /// Dimension conditions.
    pub filter: BTreeMap<String, Vec<String>>,
    /// Organ kind or hierarchy that it is restricted to.
    pub organ: Option<String>,
    /// Period.
    pub period: PeriodRule,
    /// Format where the body names none.
    pub format: Format,
    /// Line in report.toml, from 1.
    pub line: u32,
}

/// A parameter that the writer may set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Key, used as `{{@key}}`.
    pub key: String,
    /// Vietnamese name.
    pub name: String,
    /// Value when it is not given; may be empty.
    pub default: String,
}

/// How a report of one level and kind of area is headed and signed; the first rule that matches is used.
/// In the texts `{ten}` is the area's name, `{don-vi}` its full name, `{don-vi-tren}` the full name of the area above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// Level it is for; `None` = any.
    pub cap: Option<String>,
    /// Kinds of area it is for; empty = any.
    pub area_kinds: Vec<String>,
    /// First last-day-of-period it is for.
    pub valid_from: Option<Date>,
    /// Last one, inclusive.
    pub valid_to: Option<Date>,
    /// Issuing organ.
    pub organ: String,
    /// Superior organ.
    pub superior: Option<String>,
    /// Symbol after the number.
    pub symbol: String,
    /// Lines over the signature.
    pub signer: Vec<String>,
    /// Nơi nhận.
    pub recipients: Vec<String>,
}

/// What report.toml says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Slug; the folder's name.
    pub slug: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Heading and signature layout.
    pub layout: Layout,
    /// First last-day-of-period it may be used for.
    pub valid_from: Option<Date>,
    /// Last one, inclusive.
    pub valid_to: Option<Date>,
    /// Citations that order the report.
    pub basis: Vec<String>,
    /// Kind of document, "BÁO CÁO".
    pub title: String,
    /// Trích yếu, with `{{@…}}` parameters.
    pub subject: String,
    /// Issuers.
    pub issuers: Vec<Issuer>,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Figures by key.
    pub figures: BTreeMap<String, FigureBinding>,
    /// Line of `subject`, from 1.
    pub(super) subject_line: u32,
}

/// Parameters that every template has.
pub const BUILT_IN: [&str; 7] = ["don-vi", "ten", "co-quan", "cap-tren", "nam", "nam-sau", "ky"];

/// Reads report.toml. The config is only of use when no problem is an error.
pub(super) fn read(file: &str, text: &str, slug: &str) -> (Config, Vec<Problem>) {
    let mut r = Reader::new(file, text);
    let parsed = r.parse();
    let top = r.top(&parsed);
    let keys = ["slug", "name", "name-en", "layout", "valid-from", "valid-to", "basis", "title", "subject"];
    r.known(&top, &[&keys[..], &["issuer", "parameter", "figure"]].concat());
    let mut config = Config {
        slug: r.need(&top, "slug"),
        name: r.need(&top, "name"),
        name_en: r.text(&top, "name-en"),
        layout: layout(&mut r, &top),
        valid_from: r.date(&top, "valid-from"),
        valid_to: r.date(&top, "valid-to"),
        basis: r.texts(&top, "basis"),
        title: r.need(&top, "title"),
        subject: r.need(&top, "subject"),
        issuers: Vec::new(),
        parameters: Vec::new(),
        figures: BTreeMap::new(),
        subject_line: r.line_of(&top, "subject"),
    };
    if !config.slug.is_empty() && config.slug != slug {
        let line = r.line_of(&top, "slug");
        let message = format!("Mã “{}” khác tên thư mục “{slug}”", config.slug);
        r.add(Problem::error("slug-mismatch", message).field("slug"), line);
    }
    for t in r.tables(&top, "issuer") {
        let issuer = issuer(&mut r, &t);
        config.issuers.push(issuer);
    }
    if config.issuers.is_empty() {
        let p = Problem::error("missing-key", "Chưa có [[issuer]] nào: không biết cơ quan nào ban hành báo cáo");
        r.add(p.field("issuer"), 1);
    }
    let mut seen: BTreeSet<String> = BUILT_IN.iter().map(|s| s.to_string()).collect();
    for t in r.tables(&top, "parameter") {
        let p = parameter(&mut r, &t, &mut seen);
        config.parameters.push(p);
    }
    for t in r.tables(&top, "figure") {
        let figure = figure(&mut r, &t);
        if let Some(first) = config.figures.get(&figure.key).filter(|f| !f.key.is_empty()) {
            let message = format!("Số liệu “{}” đã khai ở dòng {}", figure.key, first.line);
            r.add(Problem::error("duplicate-key", message).field(t.at("key")), figure.line);
        } else {
            config.figures.insert(figure.key.clone(), figure);
        }
    }
    (config, r.problems)
}

fn layout<'t>(r: &mut Reader<'t>, t: &Table<'_, 't>) -> Layout {
    match r.need(t, "layout").as_str() {
        "party" => Layout::Party,
        "state" | "" => Layout::State,
        other => {
            let p = Problem::error("unknown-choice", format!("Không có thể thức “{other}”"));
            let line = r.line_of(t, "layout");
            r.add(
                p.hint("dùng \"party\" (văn bản của Đảng) hoặc \"state\" (văn bản hành chính)").field("layout"),
                line,
            );
            Layout::State
        }
    }
}

fn issuer<'t>(r: &mut Reader<'t>, t: &Table<'_, 't>) -> Issuer {
    let own = ["cap", "area-kinds", "valid-from", "valid-to", "organ", "superior", "symbol", "signer", "recipients"];
    r.known(t, &own);
    Issuer {
        cap: r.text(t, "cap"),
        area_kinds: r.texts(t, "area-kinds"),
        valid_from: r.date(t, "valid-from"),
        valid_to: r.date(t, "valid-to"),
        organ: r.need(t, "organ"),
        superior: r.text(t, "superior"),
        symbol: r.need(t, "symbol"),
        signer: r.texts(t, "signer"),
        recipients: r.texts(t, "recipients"),
    }
}

fn key_of<'t>(r: &mut Reader<'t>, t: &Table<'_, 't>) -> String {
    let key = r.need(t, "key");
    if !key.is_empty() && (!is_slug(&key) || key.contains('.')) {
        let line = r.line_of(t, "key");
        let p = Problem::error("bad-key", format!("“{key}” không dùng làm khóa được"));
        r.add(p.hint("chỉ dùng a–z, 0–9 và dấu gạch nối").field(t.at("key")), line);
    }
    key
}

fn parameter<'t>(r: &mut Reader<'t>, t: &Table<'_, 't>, seen: &mut BTreeSet<String>) -> Parameter {
    r.known(t, &["key", "name", "default"]);
    let p = Parameter { key: key_of(r, t), name: r.need(t, "name"), default: r.text(t, "default").unwrap_or_default() };
    if !seen.insert(p.key.clone()) {
        let line = r.line_of(t, "key");
        r.add(Problem::error("duplicate-key", format!("Tham số “{}” đã có", p.key)).field(t.at("key")), line);
    }
    p
}

fn figure<'t>(r: &mut Reader<'t>, t: &Table<'_, 't>) -> FigureBinding {
    r.known(t, &["key", "indicator", "where", "organ", "period", "format"]);
    let key = key_of(r, t);
    let indicator = r.need(t, "indicator");
    if !indicator.is_empty() && !is_slug(&indicator) {
        let line = r.line_of(t, "indicator");
        let p = Problem::error("bad-slug", format!("“{indicator}” không phải là mã chỉ tiêu"));
        r.add(p.field(t.at("indicator")), line);
    }
    let format = r.text(t, "format").map_or(Format::So, |name| {
        let line = r.line_of(t, "format");
        Format::parse(&name).unwrap_or_else(|| {
            r.add(unknown_format(&name).field(t.at("format")), line);
            Format::So
        })
    });
    FigureBinding {
        key,
        indicator,
        filter: r.conditions(t, "where"),
        organ: r.text(t, "organ"),
        period: period(r, t),
        format,
        line: t.line,
    }
}

fn period<'t>(r: &mut Reader<'t>, t: &Table<'_, 't>) -> PeriodRule {
    if t.is_text("period") {
        return match r.text(t, "period").as_deref() {
            Some("previous") => PeriodRule::Previous,
            None | Some("same") => PeriodRule::Same,
            Some(other) => {
                let line = r.line_of(t, "period");
                let p = Problem::error("unknown-choice", format!("Không có kỳ “{other}”"));
                r.add(p.hint("dùng \"same\", \"previous\" hoặc { from = -4, to = 0 }").field(t.at("period")), line);
                PeriodRule::Same
            }
        };
    }
    let Some(inner) = r.table(t, "period") else { return PeriodRule::Same };
    r.known(&inner, &["from", "to"]);
    let (from, to) = (r.years(&inner, "from"), r.years(&inner, "to"));
    if from > to {
        let p = Problem::error("period-reversed", "Kỳ của số liệu kết thúc trước khi bắt đầu");
        r.add(p.field(t.at("period")), inner.line);
    }
    PeriodRule::Years { from, to }
}

/// The problem of a format that does not exist.
pub(super) fn unknown_format(name: &str) -> Problem {
    let names: Vec<&str> = Format::ALL.iter().map(|(n, _)| *n).collect();
    Problem::error("unknown-format", format!("Không có định dạng “{name}”"))
        .hint(format!("các định dạng: {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_period_before_a_decree_year_is_the_decree_year_before() {
        let previous = PeriodRule::Previous;
        assert_eq!(previous.apply(date(2020, 12, 15), date(2021, 12, 14)), (date(2019, 12, 15), date(2020, 12, 14)));
        assert_eq!(previous.apply(date(2021, 1, 1), date(2021, 6, 30)), (date(2020, 7, 1), date(2020, 12, 31)));
        assert_eq!(previous.apply(date(2021, 3, 5), date(2021, 3, 9)), (date(2021, 2, 28), date(2021, 3, 4)));
    }

    #[test]
    fn a_term_of_five_years_moves_only_its_start() {
        let term = PeriodRule::Years { from: -4, to: 0 };
        assert_eq!(term.apply(date(2024, 1, 1), date(2024, 12, 31)), (date(2020, 1, 1), date(2024, 12, 31)));
    }
}
