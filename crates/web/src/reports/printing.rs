//! Downloading: a draft is printed now, a frozen report is handed out as it was printed then.

use super::paper::{Live, find, live};
use crate::app::App;
use crate::shell::download::attachment;
use crate::shell::fault::{Fault, Outcome};
use crate::shell::guard::Viewer;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use domain::indicators::Decimal;
use report::{Provenance, Report, TableCell, figures_table};
use sheets::{CellOut, ColumnOut, Properties, TableOut};
use store::papers::{Paper, PaperFile, PaperState};

/// Media type of workbooks (ECMA-376).
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The file.
pub async fn download(State(app): State<App>, viewer: Viewer, Path((id, form)): Path<(String, String)>) -> Outcome {
    app.long_work(move |app| file(app, &viewer, &id, &form)).await
}

fn file(app: &App, viewer: &Viewer, id: &str, form: &str) -> Outcome<Response> {
    let form = super::FORMS.into_iter().find(|f| *f == form).ok_or(Fault::Missing)?;
    let paper = find(app, viewer, id)?;
    let printed = match paper.state {
        PaperState::Frozen => app.store().paper_file(paper.id, form)?.ok_or(Fault::Missing)?,
        PaperState::Draft => app.at_desk(viewer, |desk| {
            let Live { draft, drawn } = live(desk, &paper, None)?;
            // Only the forms that show records need them gathered.
            let records = match form {
                "html" | "xlsx" => desk.provenance(&drawn, &paper.question, None)?,
                _ => Provenance::new(),
            };
            print(app, desk, &draft.report, &records, form)
        })?,
    };
    Ok(attachment(&format!("{}.{form}", file_name(&paper)), &printed.media, printed.bytes))
}

/// Name of the file without its extension.
fn file_name(paper: &Paper) -> String {
    let plain: String = paper.title.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(100).collect()
}

/// Prints a report in one form.
pub fn print(
    app: &App,
    desk: &Desk<'_>,
    report: &Report,
    records: &Provenance,
    form: &str,
) -> store::Result<PaperFile> {
    let refused = store::StoreError::refused;
    let (media, bytes) = match form {
        "pdf" => (app.pdf().media_type(), app.pdf().print(report).map_err(refused)?),
        "docx" => (app.docx().media_type(), app.docx().print(report).map_err(refused)?),
        "xlsx" => (XLSX, workbook(desk, report, records)?),
        "html" => ("text/html; charset=utf-8", report::html(report, records).map_err(refused)?.into_bytes()),
        _ => ("text/plain; charset=utf-8", report::text(report).into_bytes()),
    };
    Ok(PaperFile { form: form.to_string(), media: media.to_string(), bytes })
}

/// The report's numbers with what each counts, as a workbook.
fn workbook(desk: &Desk<'_>, report: &Report, records: &Provenance) -> store::Result<Vec<u8>> {
    let table = figures_table(report, records);
    let cell = |c: TableCell| match c {
        TableCell::Text(text) => CellOut::Text(text),
        TableCell::Number(Decimal { scaled, scale }) => CellOut::Number(plain(scaled, scale)),
        TableCell::Count(n) => CellOut::Number(n.to_string()),
        TableCell::Date(d) => CellOut::Date(d),
    };
    let out = TableOut {
        name: "so-lieu".into(),
        title: "Số liệu".into(),
        columns: table.columns.iter().map(|(key, title)| ColumnOut::text(*key, *title)).collect(),
        rows: table.rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect(),
    };
    let properties = Properties { title: table.title, author: "Dân Vận".into(), created: desk.now };
    sheets::write_xlsx(&[out], &properties).map_err(store::StoreError::refused)
}

/// A decimal with a point, as workbooks keep numbers.
fn plain(scaled: i64, scale: u8) -> String {
    if scale == 0 {
        return scaled.to_string();
    }
    let width = usize::from(scale);
    let digits = format!("{:0>1$}", scaled.unsigned_abs(), width + 1);
    let (whole, part) = digits.split_at(digits.len() - width);
    format!("{}{whole}.{part}", if scaled < 0 { "-" } else { "" })
}
