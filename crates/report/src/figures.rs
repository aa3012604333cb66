//! The numbers of a report as a table, for a workbook.

use crate::format::short_date;
use crate::model::{Binding, Block, Provenance, Report, Run};
use domain::indicators::{Bound, Decimal, Source, View};
use domain::ledger::Approx;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A cell of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableCell {
    /// Words; may be empty.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A count, from 0.
    Count(usize),
    /// A day.
    Date(Date),
}

/// The table: a title and a row for each number, in the order in which they first appear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiguresTable {
    /// What the table is of: the report's title, subject and unit.
    pub title: String,
    /// Column keys (a–z and hyphens) with their Vietnamese headings.
    pub columns: Vec<(&'static str, &'static str)>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<TableCell>>,
}

/// Columns of [`figures_table`].
const COLUMNS: [(&str, &str); 16] = [
    ("so-thu-tu", "STT"),
    ("cho-dung", "Chỗ dùng trong báo cáo"),
    ("ten", "Tên số liệu"),
    ("gia-tri", "Giá trị"),
    ("viet-la", "Viết trong báo cáo"),
    ("don-vi-tinh", "Đơn vị tính"),
    ("cach-tinh", "Cách tính"),
    ("dieu-kien", "Điều kiện"),
    ("tu-ngay", "Từ ngày"),
    ("den-ngay", "Đến ngày"),
    ("dia-ban", "Địa bàn"),
    ("goc-nhin", "Cách tính theo địa giới"),
    ("nguon", "Nguồn"),
    ("muc-chinh-xac", "Mức chính xác"),
    ("ghi-chu", "Ghi chú"),
    ("so-muc", "Số mục trong sổ"),
];

/// The numbers of a report with what each of them counts.
pub fn figures_table(report: &Report, records: &Provenance) -> FiguresTable {
    let places = places(report);
    let meta = &report.meta;
    let row = |(number, binding): (usize, &Binding)| {
        let figure = &binding.figure;
        let text = |words: &str| TableCell::Text(words.to_string());
        let value = match figure.bound {
            Bound::Exact | Bound::AtLeast => figure.value.map_or_else(|| text(""), TableCell::Number),
            Bound::NotDivisible | Bound::NotComparable => text(""),
        };
        let total = records.get(&binding.anchor).map_or(0, |r| r.total.max(r.lines.len()));
        vec![
            TableCell::Count(number),
            TableCell::Text(places.get(binding.anchor.as_str()).map(|p| p.join("; ")).unwrap_or_default()),
            text(&binding.name),
            value,
            text(&binding.text),
            text(&binding.symbol),
            text(&binding.definition),
            TableCell::Text(binding.conditions.join("; ")),
            TableCell::Date(binding.from),
            TableCell::Date(binding.to),
            text(&meta.unit),
            text(match meta.view {
                View::Was => "theo địa giới lúc ghi nhận",
                View::Restated => "quy về địa giới của đơn vị được hỏi",
            }),
            text(source(figure.source)),
            text(&exactness(binding)),
            TableCell::Text(notes(binding).join(" ")),
            TableCell::Count(total),
        ]
    };
    FiguresTable {
        title: format!("{} {} – {}", meta.title, meta.subject, meta.unit),
        columns: COLUMNS.to_vec(),
        rows: (1..).zip(&report.bindings).map(row).collect(),
    }
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Records => "hồ sơ",
        Source::Declared => "số liệu tự khai",
        Source::Mixed => "hồ sơ và số liệu tự khai",
    }
}

fn exactness(binding: &Binding) -> String {
    let bound = match binding.figure.bound {
        Bound::Exact => "",
        Bound::AtLeast => "ít nhất",
        Bound::NotDivisible => "không chia được cho kỳ này",
        Bound::NotComparable => "không so sánh được",
    };
    let approx = match binding.figure.approx {
        Approx::Exact | Approx::Pending => "",
        Approx::Over => "trên",
        Approx::Under => "gần",
        Approx::About => "khoảng",
    };
    let said: Vec<&str> = [bound, approx].into_iter().filter(|w| !w.is_empty()).collect();
    if said.is_empty() { "đúng".to_string() } else { said.join(", ") }
}

fn notes(binding: &Binding) -> Vec<String> {
    let figure = &binding.figure;
    let mut out = Vec::new();
    if figure.pending > 0 {
        out.push(format!("Còn {} mục chưa có số.", figure.pending));
    }
    if let (Some(n), Some(d)) = (figure.numerator, figure.denominator) {
        let render = |value| crate::format::Format::So.render(value);
        out.push(format!("Tử số {}, mẫu số {}.", render(n), render(d)));
    }
    if let Some(recorded) = figure.recorded {
        out.push(format!("Phần có hồ sơ: {}.", crate::format::Format::So.render(recorded)));
    }
    out.extend(figure.why.iter().map(|note| note.text.clone()));
    out
}

/// Under which headings each number stands, by anchor.
fn places(report: &Report) -> BTreeMap<&str, Vec<String>> {
    let mut out: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut headings: [String; 4] = Default::default();
    for block in &report.blocks {
        if let Block::Heading { level, runs } = block {
            let depth = usize::from(level.saturating_sub(1)).min(headings.len() - 1);
            for (i, slot) in headings.iter_mut().enumerate().skip(depth) {
                *slot = if i == depth { crate::tidy::plain(runs) } else { String::new() };
            }
        }
        let place = headings.iter().filter(|h| !h.is_empty()).cloned().collect::<Vec<_>>().join(" / ");
        let place = if place.is_empty() { "Phần mở đầu".to_string() } else { place };
        each_anchor(block, &mut |anchor| note_place(&mut out, anchor, &place));
    }
    for (number, note) in (1usize..).zip(&report.footnotes) {
        for anchor in anchors(note) {
            note_place(&mut out, anchor, &format!("Chú thích {number}"));
        }
    }
    out
}

fn note_place<'r>(out: &mut BTreeMap<&'r str, Vec<String>>, anchor: &'r str, place: &str) {
    let list = out.entry(anchor).or_default();
    if list.last().is_none_or(|last| last != place) {
        list.push(place.to_string());
    }
}

fn anchors(runs: &[Run]) -> impl Iterator<Item = &str> {
    runs.iter().filter_map(|run| match run {
        Run::Figure { anchor, .. } => Some(anchor.as_str()),
        _ => None,
    })
}

fn each_anchor<'r>(block: &'r Block, visit: &mut impl FnMut(&'r str)) {
    match block {
        Block::Heading { runs, .. } | Block::Paragraph(runs) | Block::Prompt(runs) => {
            anchors(runs).for_each(visit);
        }
        Block::List { items, .. } => items.iter().flatten().for_each(|b| each_anchor(b, visit)),
        Block::Table { head, rows } => {
            for cell in head.iter().chain(rows.iter().flatten()) {
                anchors(cell).for_each(&mut *visit);
            }
        }
        Block::Signature { .. } => {}
    }
}

impl TableCell {
    /// The cell as words, as a CSV or a page shows it.
    pub fn words(&self) -> String {
        match self {
            TableCell::Text(text) => text.clone(),
            TableCell::Number(value) => crate::format::Format::So.render(*value),
            TableCell::Count(count) => count.to_string(),
            TableCell::Date(date) => short_date(*date),
        }
    }
}
