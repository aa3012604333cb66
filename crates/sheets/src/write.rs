//! Writing XLSX workbooks: templates and exports.

use crate::table::{CellOut, ColumnKind, ColumnOut, OWN_SHEET, Properties, TableOut, sheet_names};
use crate::value::{CellAt, column_letters};
use domain::Date;
use domain::problem::Problem;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, Note, Workbook, Worksheet, XlsxError,
};

/// Rows (from 0) of the titles, of the keys, and of the first data.
const TITLES: u32 = 0;
const KEYS: u32 = 1;
const FIRST: u32 = 2;

/// Down to which row (from 0) of a sheet the drop-downs reach, at least.
const DROP_DOWNS_TO: u32 = 9_999;

/// Writes the tables as a workbook, one sheet each, with drop-down lists on a hidden sheet. The same input gives the
/// same bytes.
///
/// # Errors
/// A value or table that Excel cannot hold, with its place.
pub fn write_xlsx(tables: &[TableOut], properties: &Properties) -> Result<Vec<u8>, Problem> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_timestamp(properties.created.as_second()).map_err(|e| failed(&e))?;
    let about = DocProperties::new().set_title(&properties.title).set_author(&properties.author);
    book.set_properties(&about.set_creation_datetime(&created));
    let mut lists = Lists::new();
    for (table, name) in tables.iter().zip(sheet_names(tables)) {
        let sheet = book.add_worksheet();
        sheet.set_name(&name).map_err(|e| failed(&e))?;
        write_head(sheet, table, &properties.author).map_err(|e| failed(&e))?;
        write_drop_downs(sheet, table, &mut lists).map_err(|e| failed(&e))?;
        write_rows(sheet, table, &name)?;
    }
    if lists.used > 0 {
        book.push_worksheet(lists.sheet);
    }
    book.save_to_buffer().map_err(|e| failed(&e))
}

fn failed(error: &XlsxError) -> Problem {
    Problem::error("workbook-not-written", format!("Không ghi được sổ Excel: {error}."))
}

/// The hidden sheet of drop-down lists, one column each.
struct Lists {
    sheet: Worksheet,
    name: String,
    used: u16,
}

impl Lists {
    fn new() -> Self {
        let name = format!("{OWN_SHEET}danh-muc");
        let mut sheet = Worksheet::new();
        sheet.set_hidden(true);
        Lists { sheet, name, used: 0 }
    }

    /// Puts a list on the sheet; the formula that refers to it.
    fn add(&mut self, title: &str, choices: &[String]) -> Result<Formula, XlsxError> {
        self.sheet.set_name(&self.name)?;
        self.sheet.write_string(0, self.used, title)?;
        let mut row = 0;
        for choice in choices {
            row += 1;
            self.sheet.write_string(row, self.used, choice)?;
        }
        let letters = column_letters(u32::from(self.used));
        self.used += 1;
        Ok(Formula::new(format!("'{}'!${letters}$2:${letters}${}", self.name, row + 1)))
    }
}

fn positions(table: &TableOut) -> impl Iterator<Item = (u16, &ColumnOut)> {
    (0..u16::MAX).zip(&table.columns)
}

fn format_of(column: &ColumnOut) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match column.kind {
        ColumnKind::Text => format.set_num_format("@").set_text_wrap(),
        ColumnKind::Number { decimals: 0 } => format.set_num_format("#,##0"),
        // Excel's own format shows as many decimals as there are, with the reader's decimal sign.
        ColumnKind::Number { .. } => format,
        ColumnKind::Date => format.set_num_format("dd/mm/yyyy"),
    }
}

fn write_head(sheet: &mut Worksheet, table: &TableOut, author: &str) -> Result<(), XlsxError> {
    let titles = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00DD_EBF7))
        .set_border(FormatBorder::Thin);
    let keys = Format::new().set_font_size(8).set_font_color(Color::RGB(0x0080_8080));
    for (column, about) in positions(table) {
        sheet.set_column_format(column, &format_of(about))?;
        sheet.set_column_width(column, f64::from(about.width.clamp(6, 80)))?;
        let mark = if about.required { " *" } else { "" };
        sheet.write_string_with_format(TITLES, column, format!("{}{mark}", about.title), &titles)?;
        sheet.write_string_with_format(KEYS, column, &about.key, &keys)?;
        if let Some(help) = about.help.as_deref().filter(|h| !h.trim().is_empty()) {
            let mark = if about.required { "Bắt buộc. " } else { "" };
            let text: String = format!("{mark}{help}").chars().take(4_000).collect();
            let note = Note::new(text).set_author(author).add_author_prefix(false).set_width(300).set_height(120);
            sheet.insert_note(TITLES, column, &note)?;
        }
    }
    sheet.set_freeze_panes(FIRST, 0)?;
    Ok(())
}

fn write_drop_downs(sheet: &mut Worksheet, table: &TableOut, lists: &mut Lists) -> Result<(), XlsxError> {
    let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let last = rows.saturating_mul(2).clamp(DROP_DOWNS_TO, 1_048_575);
    for (column, about) in positions(table).filter(|(_, c)| !c.choices.is_empty()) {
        let list = lists.add(&format!("{}.{}", table.name, about.key), &about.choices)?;
        // A warning and no refusal: several values may be typed together, and the import checks them all.
        let validation = DataValidation::new()
            .allow_list_formula(list)
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title("Không có trong danh mục")?
            .set_error_message("Giá trị này không có trong danh mục. Vẫn giữ?")?;
        sheet.add_data_validation(FIRST, column, last, column, &validation)?;
    }
    Ok(())
}

fn write_rows(sheet: &mut Worksheet, table: &TableOut, name: &str) -> Result<(), Problem> {
    let formats: Vec<(u16, Format, Format)> = positions(table)
        .map(|(column, about)| {
            let own = format_of(about);
            // A date in a column of another kind still has to look like one.
            (column, own, Format::new().set_align(FormatAlign::Top).set_num_format("dd/mm/yyyy"))
        })
        .collect();
    for (row, cells) in (FIRST..).zip(&table.rows) {
        for (cell, (column, own, date)) in cells.iter().zip(&formats) {
            write_cell(sheet, (row, *column), cell, own, date).map_err(|error| {
                let at = CellAt { sheet: name.into(), row: row.saturating_add(1), column: u32::from(*column) };
                at.on(failed(&error))
            })?;
        }
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &CellOut,
    own: &Format,
    dates: &Format,
) -> Result<(), XlsxError> {
    match cell {
        CellOut::Empty => {}
        CellOut::Text(text) if text.is_empty() => {}
        CellOut::Text(text) => drop(sheet.write_string_with_format(row, column, text, own)?),
        CellOut::Number(text) => match exact(text) {
            Some(number) => drop(sheet.write_number_with_format(row, column, number, own)?),
            None => drop(sheet.write_string_with_format(row, column, text, own)?),
        },
        CellOut::Date(date) => match serial(*date) {
            Some(days) => drop(sheet.write_number_with_format(row, column, days, dates)?),
            None => {
                let text = date.strftime("%d/%m/%Y").to_string();
                sheet.write_string_with_format(row, column, text, own)?;
            }
        },
    }
    Ok(())
}

/// The number, when Excel's 15 digits keep it exactly.
fn exact(text: &str) -> Option<f64> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.parse::<f64>().ok().filter(|n| n.is_finite() && digits <= 15)
}

/// Excel's day number (1900 system); none before 1/3/1900, where Excel counts a day that never was.
fn serial(date: Date) -> Option<f64> {
    let day_zero = Date::new(1899, 12, 30).ok()?;
    let days = day_zero.until(date).ok()?.get_days();
    (days >= 61).then(|| f64::from(days))
}
