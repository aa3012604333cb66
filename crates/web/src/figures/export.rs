//! Figures and the records behind them as files: XLSX with definitions, CSV.

use super::asked::Asked;
use super::page::{answered, heading, value_name};
use super::records::{Behind, adds, register_name};
use super::row::{change, note_text};
use crate::app::App;
use crate::shell::download::attachment;
use crate::shell::fault::{Fault, Outcome};
use crate::shell::form::Form;
use crate::shell::guard::Viewer;
use crate::shell::lang::Lang;
use axum::extract::State;
use desk::Desk;
use domain::indicators::{Bound, Decimal, Figure, Source};
use domain::problem::Problem;
use domain::registers::Catalogue;
use sheets::{CellOut, ColumnKind, ColumnOut, Properties, TableOut, write_csv, write_xlsx};

/// Records of one file at most.
const RECORDS_MAX: i64 = 50_000;
/// Read at once.
const STEP: i64 = 1_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Xlsx,
    Csv,
}

/// "12345" at scale 2 is "123.45".
fn plain(d: Decimal) -> CellOut {
    let digits = format!("{:0>width$}", d.scaled.unsigned_abs(), width = usize::from(d.scale) + 1);
    let (whole, rest) = digits.split_at(digits.len() - usize::from(d.scale));
    let minus = if d.scaled < 0 { "-" } else { "" };
    CellOut::Number(if rest.is_empty() { format!("{minus}{whole}") } else { format!("{minus}{whole}.{rest}") })
}

fn text(s: impl Into<String>) -> CellOut {
    CellOut::Text(s.into())
}

fn column(key: &str, title: &str, width: u16, number: bool) -> ColumnOut {
    let kind = if number { ColumnKind::Number { decimals: 0 } } else { ColumnKind::Text };
    ColumnOut { width, kind, ..ColumnOut::text(key, title) }
}

fn file(app: &App, t: Lang, title: &str, name: &str, tables: &[TableOut], kind: Kind) -> Outcome {
    let properties = Properties { title: title.into(), author: "Dân Vận".into(), created: app.now() };
    match (kind, tables.first()) {
        (Kind::Xlsx, _) => {
            let bytes = write_xlsx(tables, &properties).map_err(Fault::refused)?;
            let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            Ok(attachment(&format!("{name}.xlsx"), media, bytes))
        }
        (Kind::Csv, Some(table)) => Ok(attachment(&format!("{name}.csv"), "text/csv; charset=utf-8", write_csv(table))),
        (Kind::Csv, None) => Err(Fault::internal(t.say("không có bảng", "no table"))),
    }
}

/// Figures as a workbook.
pub async fn xlsx(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    figures(app, viewer, form, Kind::Xlsx).await
}

/// Figures as CSV.
pub async fn csv(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    figures(app, viewer, form, Kind::Csv).await
}

async fn figures(app: App, viewer: Viewer, form: Form, kind: Kind) -> Outcome {
    app.long_work(move |app| {
        let t = viewer.lang;
        let (title, tables) = app.at_desk(&viewer, |desk| Ok(figure_tables(t, desk, &viewer, &form)))??;
        file(app, t, &title, t.say("số liệu", "figures"), &tables, kind)
    })
    .await
}

fn figure_tables(t: Lang, desk: &Desk<'_>, viewer: &Viewer, form: &Form) -> Result<(String, Vec<TableOut>), Fault> {
    let asked = Asked::read(desk, viewer, form)?;
    if !asked.problems.is_empty() {
        return Err(Fault::Refused(asked.problems));
    }
    let pinned = desk.store.pinned()?;
    let catalogue = &pinned.catalogue;
    let (_, answers) = answered(desk, &asked)?;
    let title = heading(t, desk, &asked.question);
    let mut rows = Vec::new();
    if let [now, then] = answers.as_slice() {
        for (figures, past) in now.figures.iter().zip(&then.figures) {
            for f in figures {
                let before = past.iter().find(|b| b.by == f.by);
                rows.push(figure_row(t, desk, catalogue, f, before));
            }
        }
        for note in &now.notes {
            rows.push(vec![text(note_text(t, note))]);
        }
    }
    let columns = vec![
        column("chi-tieu", t.say("Chỉ tiêu", "Indicator"), 46, false),
        column("phan-to", t.say("Phân tổ", "Part"), 24, false),
        column("so-lieu", t.say("Số liệu", "Figure"), 14, true),
        column("don-vi-tinh", t.say("Đơn vị tính", "Unit"), 14, false),
        column("tu-so", t.say("Tử số", "Numerator"), 12, true),
        column("mau-so", t.say("Mẫu số", "Denominator"), 12, true),
        column("ky-truoc", t.say("Kỳ trước", "Previous period"), 14, true),
        column("tang-giam", t.say("Tăng, giảm", "Change"), 14, false),
        column("muc-tin-cay", t.say("Mức tin cậy", "Certainty"), 18, false),
        column("ghi-chu", t.say("Ghi chú", "Notes"), 50, false),
    ];
    let figures = TableOut { name: "so-lieu".into(), title: t.say("Số liệu", "Figures").into(), columns, rows };
    Ok((title.clone(), vec![figures, definitions(t, catalogue, &asked, title)]))
}

/// How far a figure can be trusted, in words.
fn certainty(t: Lang, f: &Figure) -> String {
    let bound = match f.bound {
        Bound::Exact => t.say("chính xác", "exact"),
        Bound::AtLeast => t.say("ít nhất", "at least"),
        Bound::NotDivisible => t.say("không chia được", "cannot be divided"),
        Bound::NotComparable => t.say("không so sánh được", "not comparable"),
    };
    let source = match f.source {
        Source::Records => "",
        Source::Declared => t.say(", tự khai", ", declared"),
        Source::Mixed => t.say(", một phần tự khai", ", partly declared"),
    };
    format!("{bound}{source}")
}

fn figure_row(t: Lang, desk: &Desk<'_>, catalogue: &Catalogue, f: &Figure, before: Option<&Figure>) -> Vec<CellOut> {
    let indicator = catalogue.indicators.get(&f.indicator);
    let name = indicator.map_or(f.indicator.as_str(), |i| t.name(&i.name, &i.name_en));
    let part: Vec<String> = f.by.iter().map(|(d, v)| value_name(t, desk, d, v)).collect();
    let number = |d: Option<Decimal>| d.map_or(CellOut::Empty, plain);
    let unit = catalogue.counting_units.get(&f.unit).map_or(f.unit.clone(), |u| u.symbol.clone());
    let changed = before
        .and_then(|b| change(f, b))
        .map_or(String::new(), |c| if c.percent.is_empty() { c.text } else { format!("{} ({})", c.text, c.percent) });
    let why: Vec<String> = f.why.iter().map(|n| note_text(t, n)).collect();
    vec![
        text(name),
        text(part.join(", ")),
        number(f.value),
        text(unit),
        number(f.numerator),
        number(f.denominator),
        number(before.and_then(|b| b.value)),
        text(changed),
        text(certainty(t, f)),
        text(why.join("; ")),
    ]
}

/// The second sheet: what each indicator counts.
fn definitions(t: Lang, catalogue: &Catalogue, asked: &Asked, title: String) -> TableOut {
    let head = vec![text(t.say("Câu hỏi", "Question")), text(title), CellOut::Empty];
    let row = |slug: &String| {
        let i = catalogue.indicators.get(slug)?;
        Some(vec![text(&i.name), text(&i.definition), text(catalogue::explain(catalogue, slug))])
    };
    let columns = vec![
        column("ten", t.say("Chỉ tiêu", "Indicator"), 40, false),
        column("dinh-nghia", t.say("Đếm gì, không đếm gì", "What it counts and does not"), 60, false),
        column("cach-tinh", t.say("Cách tính", "How it is worked out"), 90, false),
    ];
    let rows = std::iter::once(head).chain(asked.indicators.iter().filter_map(row)).collect();
    TableOut { name: "dinh-nghia".into(), title: t.say("Định nghĩa", "Definitions").into(), columns, rows }
}

/// The records behind a number as a workbook.
pub async fn records_xlsx(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    records(app, viewer, form, Kind::Xlsx).await
}

/// The records behind a number as CSV.
pub async fn records_csv(State(app): State<App>, viewer: Viewer, form: Form) -> Outcome {
    records(app, viewer, form, Kind::Csv).await
}

async fn records(app: App, viewer: Viewer, form: Form, kind: Kind) -> Outcome {
    app.long_work(move |app| {
        let t = viewer.lang;
        let (title, table) = app.at_desk(&viewer, |desk| Ok(record_table(t, desk, &viewer, &form)))??;
        file(app, t, &title, t.say("hồ sơ", "records"), &[table], kind)
    })
    .await
}

fn record_table(t: Lang, desk: &Desk<'_>, viewer: &Viewer, form: &Form) -> Result<(String, TableOut), Fault> {
    let behind = Behind::read(desk, viewer, form)?;
    let pinned = desk.store.pinned()?;
    let catalogue = &pinned.catalogue;
    let mut rows = Vec::new();
    let mut offset = 0;
    loop {
        let found = behind.records(desk, viewer, STEP, offset)?;
        if found.readable_count > RECORDS_MAX {
            let text = format!("Có {} hồ sơ, nhiều hơn {RECORDS_MAX}", found.readable_count);
            return Err(Fault::refused(
                Problem::error("too-many-records", text).hint("chọn kỳ ngắn hơn hoặc đơn vị nhỏ hơn"),
            ));
        }
        let organs = desk.organ_names(&found.lines)?;
        for r in &found.lines {
            let told = behind.tells(catalogue, &r.register, viewer.role());
            let exact = told && !behind.distinct() && r.total.pending == 0;
            let amount = Decimal { scaled: r.total.scaled, scale: found.scale };
            rows.push(vec![
                text(register_name(t, catalogue, &r.register)),
                text(format!("{}/{}", r.number, r.date.year())),
                CellOut::Date(r.date),
                text(&r.title),
                text(organs.get(&r.id.to_string()).cloned().unwrap_or_default()),
                if exact { plain(amount) } else { text(adds(t, desk, &behind, told, r, found.scale)) },
                text(r.id.to_string()),
            ]);
        }
        offset += STEP;
        if offset >= found.readable_count {
            for w in &found.withheld {
                let month = format!("{}/{}", w.month, w.year);
                let place = desk.store.units().label(w.area);
                let many = t.fill(
                    "{} mục không được đọc, tháng {}",
                    "{} entries that you may not read, {}",
                    [&w.count as &dyn std::fmt::Display, &month],
                );
                let sum = plain(Decimal { scaled: w.sum.scaled, scale: found.scale });
                rows.push(vec![
                    text(register_name(t, catalogue, &w.register)),
                    CellOut::Empty,
                    CellOut::Empty,
                    text(many),
                    text(place),
                    sum,
                ]);
            }
            break;
        }
    }
    let columns = vec![
        column("so", t.say("Sổ", "Register"), 24, false),
        column("so-muc", t.say("Số", "No."), 10, false),
        ColumnOut { width: 12, kind: ColumnKind::Date, ..ColumnOut::text("ngay", t.say("Ngày", "Date")) },
        column("muc", t.say("Mục", "Entry"), 60, false),
        column("co-quan", t.say("Cơ quan, đơn vị", "Organ, unit"), 36, false),
        column("tinh", t.say("Tính", "Counts"), 14, true),
        column("ma", t.say("Mã", "Key"), 38, false),
    ];
    let name = t.name(&behind.indicator.name, &behind.indicator.name_en);
    let title = format!("{name}. {}", heading(t, desk, &behind.asked.question));
    Ok((title, TableOut { name: "ho-so".into(), title: t.say("Hồ sơ", "Records").into(), columns, rows }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_written_with_a_point_for_workbooks() {
        let of = |scaled, scale| plain(Decimal { scaled, scale });
        assert_eq!(of(12345, 2), CellOut::Number("123.45".into()));
        assert_eq!(of(-5, 1), CellOut::Number("-0.5".into()));
        assert_eq!(of(7, 0), CellOut::Number("7".into()));
    }
}
