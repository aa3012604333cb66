//! Reading and writing CSV.

use crate::grid::{Grid, Limits};
use crate::header::{BookIn, Names, read_tables};
use crate::table::{CellOut, TableOut};
use crate::value::CellValue;
use domain::problem::Problem;
use domain::text;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// UTF-8's byte order mark, by which Excel knows the file as UTF-8.
const BOM: &str = "\u{feff}";

/// Separators tried, the usual one first.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// How many lines decide the separator.
const TRIED_LINES: usize = 40;

/// A last record put behind the file: when it does not come back, a quotation mark was left open.
const END: &str = "\u{3}";

/// Reads a CSV file (UTF-8, with or without byte order mark; separated by comma, semicolon or tab) and matches it to
/// the expected table whose columns it names best. `name` is the file's name, told as the sheet in places; rows are
/// numbered as Excel shows them. All values are text; an apostrophe put before a formula sign by [`write_csv`] is
/// taken off.
///
/// # Errors
/// Everything found wrong with the file and its header at once.
pub fn read_csv(bytes: &[u8], name: &str, expected: &[TableOut], limits: &Limits) -> Result<BookIn, Vec<Problem>> {
    let grid = read_grid(bytes, name, expected, limits).map_err(|p| vec![p])?;
    // One file is one table: the best fit, of equals the first; the name plays no part.
    let best = (0..expected.len()).rev().max_by_key(|i| expected.get(*i).map(|t| Names::new(t).fit(&grid).0));
    let table = best.and_then(|i| expected.get(i)).map(std::slice::from_ref).unwrap_or_default();
    let names: Vec<String> = table.iter().map(|_| name.to_string()).collect();
    read_tables(vec![grid], table, &names)
}

fn read_grid(bytes: &[u8], name: &str, expected: &[TableOut], limits: &Limits) -> Result<Grid, Problem> {
    limits.check_file(bytes)?;
    let text = decode(bytes)?;
    let head: String = text.split_inclusive('\n').take(TRIED_LINES).collect();
    let fit = |separator: u8| {
        let head = parse(&head, name, separator, limits).map(|(grid, _)| grid);
        head.map_or(0, |grid| expected.iter().map(|t| Names::new(t).fit(&grid).0).max().unwrap_or(0))
    };
    let separator = SEPARATORS.into_iter().rev().max_by_key(|s| fit(*s)).unwrap_or(b',');
    let (grid, closed) = parse(&text, name, separator, limits)?;
    if !closed {
        let row = grid.rows.keys().next_back().copied().unwrap_or(1);
        return Err(grid
            .at(row, 0)
            .on(Problem::error("open-quote", "Dấu ngoặc kép mở từ dòng này không được đóng."))
            .hint("thêm dấu \" đóng; dấu \" trong nội dung phải viết hai lần"));
    }
    if grid.rows.is_empty() && grid.problems.is_empty() {
        return Err(
            Problem::error("empty-file", "Tệp CSV không có dòng nào có dữ liệu.").hint("kiểm tra lại tệp đã chọn")
        );
    }
    Ok(grid)
}

/// The text with line ends as `\n`.
fn decode(bytes: &[u8]) -> Result<String, Problem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(not_utf8("Tệp được lưu dạng Unicode (UTF-16), không phải CSV UTF-8."));
    }
    if bytes.starts_with(b"PK") || bytes.starts_with(b"%PDF") || bytes.contains(&0) {
        return Err(Problem::error("wrong-file-type", "Tệp này không phải văn bản CSV.")
            .hint("nếu là sổ Excel, đổi đuôi tệp thành .xlsx rồi nhập lại"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.trim_start_matches(BOM).replace("\r\n", "\n").replace('\r', "\n")),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|b| **b == b'\n').count() + 1;
            let problem = not_utf8("Tệp không phải bảng mã UTF-8 nên chữ Việt sẽ sai.");
            Err(problem.line(u32::try_from(line).unwrap_or(u32::MAX)))
        }
    }
}

fn not_utf8(message: &str) -> Problem {
    Problem::error("not-utf8", message)
        .hint("trong Excel chọn Lưu thành (Save As), loại “CSV UTF-8 (Comma delimited)”, hoặc lưu dạng .xlsx")
}

/// The rows, and whether every quotation mark was closed.
fn parse(text: &str, name: &str, separator: u8, limits: &Limits) -> Result<(Grid, bool), Problem> {
    let text = format!("{text}\n{END}\n");
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut grid = Grid::new(name);
    let mut record = csv::StringRecord::new();
    let mut row = 0_u32;
    let mut line = reader.position().line();
    // The text is valid UTF-8 and any number of fields is allowed: no other error can come.
    while reader.read_record(&mut record).is_ok_and(|more| more) {
        if record.len() == 1 && record.get(0) == Some(END) {
            return Ok((grid, true));
        }
        // Blank lines, which the parser passes over, are rows in Excel; lines inside quotes are not.
        let next = reader.position().line();
        let inner: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let advance = (next - line).saturating_sub(u64::try_from(inner).unwrap_or(u64::MAX)).max(1);
        row = row.saturating_add(u32::try_from(advance).unwrap_or(u32::MAX));
        line = next;
        for (column, field) in record.iter().enumerate() {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            let value = CellValue::Text(disarmed(field).to_string());
            grid.put(row, column, value, limits, limits.cells)?;
        }
    }
    Ok((grid, false))
}

/// Whether a spreadsheet might take the text, apostrophes before it apart, for a formula.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Takes off the apostrophe that [`armed`] put on.
fn disarmed(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

/// Puts an apostrophe before what might be taken for a formula.
fn armed(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Writes a table as CSV in UTF-8 with byte order mark, separated by commas, lines ended by CR LF: one header row,
/// dates as day/month/year, numbers with a decimal point. Text that a spreadsheet might run as a formula gets an
/// apostrophe before it. A title that two columns share gives way to their keys.
pub fn write_csv(table: &TableOut) -> Vec<u8> {
    let mut titles: BTreeMap<String, usize> = BTreeMap::new();
    for column in &table.columns {
        *titles.entry(text::fold(&column.title)).or_default() += 1;
    }
    let header = table.columns.iter().map(|c| {
        let alone = titles.get(&text::fold(&c.title)) == Some(&1);
        armed(if alone { &c.title } else { &c.key })
    });
    let mut out = BOM.to_string();
    line(&mut out, header);
    for row in &table.rows {
        let cells = (0..table.columns.len()).map(|i| match row.get(i).unwrap_or(&CellOut::Empty) {
            CellOut::Empty => Cow::Borrowed(""),
            CellOut::Text(text) => armed(text),
            CellOut::Number(number) => Cow::Borrowed(number.as_str()),
            CellOut::Date(date) => Cow::Owned(date.strftime("%d/%m/%Y").to_string()),
        });
        line(&mut out, cells);
    }
    out.into_bytes()
}

fn line<'a>(out: &mut String, fields: impl Iterator<Item = Cow<'a, str>>) {
    for (i, field) in fields.enumerate() {
        if i > 0 {
            out.push(',');
        }
        // Quoting whatever holds more than plain characters also protects it where the separator is another.
        if field.contains([',', ';', '\t', '"', '\n', '\r', '\u{3}']) {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&field);
        }
    }
    out.push_str("\r\n");
}
