//! A report as one self-contained page: no script, nothing fetched, everything escaped.

use crate::format::{Format, short_date};
use crate::model::{Binding, Block, Layout, Meta, Provenance, RecordLine, Records, Report, Run};
use askama::Template;
use askama::filters::HtmlSafe;
use domain::indicators::{Bound, Decimal, Source, View};
use std::collections::BTreeMap;

/// Sections with this many records or fewer stand open.
const OPEN_UP_TO: usize = 5;

/// The page. Each number links to its section of the appendix, which lists the records given for its anchor; a number
/// without records still has its section, with its definition and notes.
///
/// # Errors
/// Only if the template engine fails to write into memory.
pub fn html(report: &Report, records: &Provenance) -> Result<String, domain::problem::Problem> {
    let meta = &report.meta;
    let empty = Records::default();
    let article = article_of(report, "#hs-", 1);
    let page = Page {
        title: format!("{} {} – {}", meta.title, meta.subject, meta.unit),
        css: include_str!("../templates/report.css"),
        meta,
        article,
        period: format!("từ {} đến {}", short_date(meta.from), short_date(meta.to)),
        view: match meta.view {
            View::Was => "theo địa giới lúc ghi nhận",
            View::Restated => "quy về địa giới của đơn vị được hỏi",
        },
        sections: report.bindings.iter().map(|b| section(b, records.get(&b.anchor).unwrap_or(&empty))).collect(),
    };
    page.render().map_err(|e| domain::problem::Problem::error("render", format!("Không dựng được trang báo cáo: {e}")))
}

/// The report alone, to be put into a page that has its own look (`templates/report.css` names the classes): heading,
/// text, footnotes. Each number links to `links` with its anchor put behind; the title is a heading of level `top`
/// (1 or 2), those of the text follow below it.
///
/// # Errors
/// Only if the template engine fails to write into memory.
pub fn article(report: &Report, links: &str, top: u8) -> Result<String, domain::problem::Problem> {
    let rendered = article_of(report, links, top).render();
    rendered.map_err(|e| domain::problem::Problem::error("render", format!("Không dựng được báo cáo: {e}")))
}

fn article_of<'a>(report: &'a Report, links: &'a str, top: u8) -> Article<'a> {
    Article {
        meta: &report.meta,
        party: report.meta.layout == Layout::Party,
        blocks: &report.blocks,
        footnotes: footnotes(report),
        links,
        top: top.clamp(1, 2),
    }
}

#[derive(Template)]
#[template(path = "article.html")]
struct Article<'a> {
    meta: &'a Meta,
    party: bool,
    blocks: &'a [Block],
    footnotes: Vec<Footnote<'a>>,
    /// What stands before the anchor in the link of a number.
    links: &'a str,
    /// Level of the title's heading.
    top: u8,
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    title: String,
    css: &'static str,
    meta: &'a Meta,
    article: Article<'a>,
    period: String,
    view: &'static str,
    sections: Vec<Section<'a>>,
}

#[derive(Template)]
#[template(path = "blocks.html")]
struct BlocksHtml<'a> {
    blocks: &'a [Block],
    links: &'a str,
    top: u8,
}

#[derive(Template)]
#[template(path = "runs.html")]
struct RunsHtml<'a> {
    runs: &'a [Run],
    links: &'a str,
}

// All are made by templates that escape what is put into them.
impl HtmlSafe for Article<'_> {}
impl HtmlSafe for BlocksHtml<'_> {}
impl HtmlSafe for RunsHtml<'_> {}

struct Footnote<'a> {
    number: usize,
    runs: &'a [Run],
    /// Its references, 1..=n.
    refs: Vec<usize>,
}

struct Section<'a> {
    binding: &'a Binding,
    /// Counting unit, unless the number's text says it.
    symbol: &'a str,
    period: String,
    uses: Vec<usize>,
    remarks: Vec<String>,
    lines: Vec<Line<'a>>,
    open: bool,
    count: String,
    sum: Option<String>,
}

struct Line<'a> {
    entry: &'a str,
    register: &'a str,
    number: &'a str,
    date: String,
    unit: &'a str,
    title: &'a str,
    amount: &'a str,
}

fn footnotes(report: &Report) -> Vec<Footnote<'_>> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut count = |runs: &[Run]| {
        for run in runs {
            if let Run::FootnoteRef { number, .. } = run {
                *counts.entry(*number).or_default() += 1;
            }
        }
    };
    report.blocks.iter().for_each(|b| each_line(b, &mut count));
    report.footnotes.iter().for_each(|runs| count(runs));
    (1..)
        .zip(&report.footnotes)
        .map(|(number, runs)| {
            let refs = counts.get(&number).copied().unwrap_or(0);
            Footnote { number, runs, refs: (1..=refs).collect() }
        })
        .collect()
}

fn each_line(block: &Block, visit: &mut impl FnMut(&[Run])) {
    match block {
        Block::Heading { runs, .. } | Block::Paragraph(runs) | Block::Prompt(runs) => visit(runs),
        Block::List { items, .. } => {
            for block in items.iter().flatten() {
                each_line(block, visit);
            }
        }
        Block::Table { head, rows } => {
            head.iter().for_each(|cell| visit(cell));
            rows.iter().flatten().for_each(|cell| visit(cell));
        }
        Block::Signature { .. } => {}
    }
}

fn section<'a>(binding: &'a Binding, records: &'a Records) -> Section<'a> {
    let says_unit = binding.symbol == "%" || binding.text.ends_with("đồng");
    let shown = records.lines.len();
    let total = records.total.max(shown);
    let count = match total - shown {
        0 => format!("{total} mục trong sổ"),
        _ => format!("{total} mục trong sổ, dưới đây là {shown} mục đầu"),
    };
    let sum = if total == shown { sum(&records.lines) } else { None };
    Section {
        binding,
        symbol: if says_unit { "" } else { &binding.symbol },
        period: format!("Từ {} đến {}", short_date(binding.from), short_date(binding.to)),
        uses: (1..=binding.uses).collect(),
        remarks: remarks(binding, sum),
        lines: records.lines.iter().map(line).collect(),
        open: shown <= OPEN_UP_TO,
        count,
        sum: sum.map(|s| with_symbol(s, &binding.symbol)),
    }
}

fn line(l: &RecordLine) -> Line<'_> {
    Line {
        entry: &l.entry,
        register: &l.register,
        number: &l.number,
        date: short_date(l.date),
        unit: &l.unit,
        title: &l.title,
        amount: &l.amount,
    }
}

fn with_symbol(value: Decimal, symbol: &str) -> String {
    format!("{} {symbol}", Format::So.render(value))
}

/// The sum of the lines; `None` when none has a value or it leaves 64 bits.
fn sum(lines: &[RecordLine]) -> Option<Decimal> {
    let values: Vec<Decimal> = lines.iter().filter_map(|l| l.value).collect();
    let scale = values.iter().map(|v| v.scale).max()?;
    values.iter().try_fold(Decimal { scaled: 0, scale }, |sum, v| {
        let factor = 10i64.checked_pow(u32::from(scale - v.scale))?;
        Some(Decimal { scaled: sum.scaled.checked_add(v.scaled.checked_mul(factor)?)?, scale })
    })
}

fn same(a: Decimal, b: Decimal) -> bool {
    let at = |d: Decimal, scale: u8| 10i128.checked_pow(u32::from(scale)).map(|f| i128::from(d.scaled) * f);
    at(a, b.scale).is_some_and(|x| Some(x) == at(b, a.scale))
}

/// What must be known to check the number against its records.
fn remarks(binding: &Binding, sum: Option<Decimal>) -> Vec<String> {
    let figure = &binding.figure;
    let mut out = Vec::new();
    if let (Some(n), Some(d)) = (figure.numerator, figure.denominator) {
        out.push(format!("Tử số {}, mẫu số {}.", Format::So.render(n), Format::So.render(d)));
    }
    match figure.source {
        Source::Records => {}
        Source::Declared => out.push("Số liệu tự khai.".to_string()),
        Source::Mixed => out.push("Một phần là số liệu tự khai.".to_string()),
    }
    if let Some(recorded) = figure.recorded {
        out.push(format!("Phần có hồ sơ: {}.", with_symbol(recorded, &binding.symbol)));
    }
    if figure.pending > 0 {
        out.push(format!("Còn {} mục chưa có số.", figure.pending));
    }
    out.extend(figure.why.iter().map(|note| note.text.clone()));
    if let (Some(sum), Some(value), Bound::Exact, Source::Records) = (sum, figure.value, figure.bound, figure.source)
        && !same(sum, value)
    {
        out.push(format!(
            "Cộng các mục được {}, khác số liệu {}.",
            with_symbol(sum, &binding.symbol),
            with_symbol(value, &binding.symbol)
        ));
    }
    out
}
