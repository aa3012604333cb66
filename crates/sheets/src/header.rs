//! Finding the header of a sheet and matching its columns to a table's, by key or by title.

use crate::grid::Grid;
use crate::table::{ColumnOut, TableOut};
use crate::value::{Cell, CellAt, CellValue};
use domain::problem::{Place, Problem};
use domain::text;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BookIn {
    /// The tables found, in the order of the tables expected.
    pub tables: Vec<TableIn>,
    /// What the user should know though it stops nothing, such as a sheet that was not read.
    pub warnings: Vec<Problem>,
}

impl BookIn {
    /// The table of that name ([`TableOut::name`]), when the file has it.
    pub fn table(&self, name: &str) -> Option<&TableIn> {
        self.tables.iter().find(|t| t.name == name)
    }
}

/// A table as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableIn {
    /// Name of the expected table it was matched to ([`TableOut::name`]).
    pub name: String,
    /// Sheet, or file for CSV.
    pub sheet: Arc<str>,
    /// Keys of the columns present, left to right.
    pub columns: Vec<String>,
    /// Row (from 1) of the header.
    pub header_row: u32,
    /// Rows with at least one filled cell, top down.
    pub rows: Vec<RowIn>,
}

impl TableIn {
    /// A problem for each required column of the expected table that is not there at all.
    pub fn missing_columns(&self, expected: &TableOut) -> Vec<Problem> {
        let absent = |c: &&ColumnOut| c.required && !self.columns.contains(&c.key);
        let at = CellAt { sheet: self.sheet.clone(), row: self.header_row, column: 0 };
        let missing = expected.columns.iter().filter(absent);
        missing
            .map(|c| {
                let message = format!("Thiếu cột bắt buộc “{}”.", c.title);
                at.on(Problem::error("missing-column", message).field(&c.key))
                    .hint("thêm cột này vào hàng tiêu đề, hoặc dùng lại biểu mẫu tải từ hệ thống")
            })
            .collect()
    }
}

/// A row as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowIn {
    /// Sheet, or file for CSV.
    pub sheet: Arc<str>,
    /// Row from 1, as Excel shows it.
    pub row: u32,
    /// Filled cells by column key.
    pub cells: BTreeMap<Arc<str>, Cell>,
    /// Positions (from 0) of the columns present, shared by all rows of the table.
    places: Arc<BTreeMap<Arc<str>, u32>>,
}

impl RowIn {
    /// The value in a column; [`CellValue::Empty`] when blank or the column is not there.
    pub fn value(&self, key: &str) -> &CellValue {
        self.cells.get(key).map_or(&CellValue::Empty, |c| &c.value)
    }
    /// The place of a column's cell in this row, filled or not; without a cell when the column is not there.
    pub fn place(&self, key: &str) -> Place {
        let column = self.places.get(key).copied();
        let at = CellAt { sheet: self.sheet.clone(), row: self.row, column: column.unwrap_or(0) };
        Place { field: Some(key.into()), ..at.place() }
    }
}

/// Among how many filled rows from the top the header is sought.
const HEADER_WITHIN: usize = 10;

/// Headings of the ordinal column that Vietnamese tables carry for the reader; passed over unless expected.
const ORDINALS: [&str; 3] = ["stt", "tt", "so thu tu"];

/// A heading as compared: folded, without the mark of a required column.
fn heading(text: &str) -> String {
    text::fold(text.trim().trim_end_matches([':', '*', ' ']))
}

/// What a heading stands for.
enum Match {
    Column(usize),
    Ambiguous,
    Ordinal,
    Unknown,
}

/// An expected table's columns by folded key and title.
pub(crate) struct Names<'a> {
    table: &'a TableOut,
    keys: BTreeMap<String, usize>,
    titles: BTreeMap<String, Vec<usize>>,
}

/// Where the header lies.
#[derive(Clone, Copy)]
struct Header {
    row: u32,
    key_row: Option<u32>,
}

impl<'a> Names<'a> {
    pub fn new(table: &'a TableOut) -> Self {
        let keys = table.columns.iter().enumerate().map(|(i, c)| (heading(&c.key), i)).collect();
        let mut titles: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, column) in table.columns.iter().enumerate() {
            titles.entry(heading(&column.title)).or_default().push(i);
        }
        Names { table, keys, titles }
    }

    fn find(&self, text: &str) -> Match {
        let heading = heading(text);
        if let Some(i) = self.keys.get(&heading) {
            return Match::Column(*i);
        }
        match self.titles.get(&heading).map(Vec::as_slice) {
            Some([i]) => Match::Column(*i),
            Some(_) => Match::Ambiguous,
            None if ORDINALS.contains(&heading.as_str()) => Match::Ordinal,
            None => Match::Unknown,
        }
    }

    /// How many different columns a row names, and how many of its cells hold something.
    fn score(&self, row: &BTreeMap<u32, CellValue>) -> (usize, usize) {
        let found: BTreeSet<usize> = texts(row)
            .filter_map(|(_, t)| match self.find(t) {
                Match::Column(i) => Some(i),
                _ => None,
            })
            .collect();
        (found.len(), row.len())
    }

    fn header(&self, grid: &Grid) -> Option<Header> {
        let mut best: Option<(usize, u32)> = None;
        for (number, row) in grid.rows.iter().take(HEADER_WITHIN) {
            let (found, _) = self.score(row);
            if found > best.map_or(0, |(most, _)| most) {
                best = Some((found, *number));
            }
        }
        let (_, row) = best?;
        let is_key =
            |(_, v): (&u32, &CellValue)| matches!(v, CellValue::Text(t) if self.keys.contains_key(&heading(t)));
        let next = grid.rows.range(row.saturating_add(1)..).next();
        let key_row = next.filter(|(_, cells)| cells.iter().all(is_key)).map(|(n, _)| *n);
        Some(Header { row, key_row })
    }

    /// How well the sheet's best header row fits: columns named, and filled cells of that row.
    pub fn fit(&self, grid: &Grid) -> (usize, usize) {
        let row = self.header(grid).and_then(|h| grid.rows.get(&h.row));
        row.map_or((0, 0), |row| self.score(row))
    }

    /// Matches the columns and cuts the sheet into rows.
    pub fn read(&self, mut grid: Grid) -> Result<TableIn, Vec<Problem>> {
        let mut problems = std::mem::take(&mut grid.problems);
        let Some(header) = self.header(&grid) else {
            problems.push(self.no_header(&grid));
            return Err(problems);
        };
        let columns = self.columns(&grid, header, &mut problems);
        let places: BTreeMap<Arc<str>, u32> = columns.named.iter().map(|(c, key)| (key.clone(), *c)).collect();
        let places = Arc::new(places);
        let from = header.key_row.unwrap_or(header.row).saturating_add(1);
        let mut rows = Vec::new();
        let mut homeless = columns.passed_over;
        for (number, values) in std::mem::take(&mut grid.rows).split_off(&from) {
            let mut cells = BTreeMap::new();
            for (column, value) in values {
                let at = grid.at(number, column);
                match columns.named.get(&column) {
                    Some(key) => drop(cells.insert(key.clone(), Cell { at, value })),
                    None if homeless.insert(column) => problems.push(no_heading(&at)),
                    None => {}
                }
            }
            if !cells.is_empty() {
                rows.push(RowIn { sheet: grid.sheet.clone(), row: number, cells, places: places.clone() });
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let columns = columns.named.values().map(|k| k.to_string()).collect();
        Ok(TableIn { name: self.table.name.clone(), sheet: grid.sheet, columns, header_row: header.row, rows })
    }

    fn columns(&self, grid: &Grid, header: Header, problems: &mut Vec<Problem>) -> Columns {
        // A key, where there is one, overrules the title above it.
        let mut headings: BTreeMap<u32, (u32, String)> = BTreeMap::new();
        for row in [Some(header.row), header.key_row].into_iter().flatten() {
            for (column, value) in grid.rows.get(&row).into_iter().flatten() {
                headings.insert(*column, (row, shown(value)));
            }
        }
        let mut columns = Columns::default();
        let mut seen: BTreeMap<usize, CellAt> = BTreeMap::new();
        for (column, (row, title)) in headings {
            let at = grid.at(row, column);
            let problem = match self.find(&title) {
                Match::Column(i) => match (seen.get(&i), self.table.columns.get(i)) {
                    (None, Some(expected)) => {
                        columns.named.insert(column, expected.key.as_str().into());
                        seen.insert(i, at);
                        continue;
                    }
                    (first, _) => duplicate(&title, first),
                },
                Match::Ordinal => {
                    columns.passed_over.insert(column);
                    continue;
                }
                Match::Ambiguous => {
                    Problem::error("ambiguous-column", format!("Có nhiều cột cùng tên “{title}” trong biểu mẫu."))
                        .hint("ghi mã của cột thay cho tên, hoặc dùng lại biểu mẫu tải từ hệ thống")
                }
                Match::Unknown => {
                    Problem::error("unknown-column", format!("Không có cột nào tên là “{title}” trong biểu mẫu."))
                        .hint(format!("xóa cột này hoặc sửa tên; các cột có thể dùng: {}", self.titles_listed()))
                }
            };
            columns.passed_over.insert(column);
            problems.push(at.on(problem));
        }
        columns
    }

    fn no_header(&self, grid: &Grid) -> Problem {
        let row = grid.rows.keys().next().copied().unwrap_or(1);
        let message = format!("Không tìm thấy hàng tiêu đề trong {HEADER_WITHIN} hàng đầu của trang.");
        grid.at(row, 0)
            .on(Problem::error("no-header", message))
            .hint(format!("cần một hàng ghi tên các cột, ví dụ: {}", self.titles_listed()))
    }

    /// The titles, the first eight of them, for a hint.
    fn titles_listed(&self) -> String {
        let mut titles: Vec<&str> = self.table.columns.iter().map(|c| c.title.as_str()).collect();
        if titles.len() > 8 {
            titles.truncate(8);
            titles.push("…");
        }
        titles.join("; ")
    }
}

/// Columns of the sheet.
#[derive(Default)]
struct Columns {
    /// Position → key.
    named: BTreeMap<u32, Arc<str>>,
    /// Ordinals, and those whose heading was already complained about.
    passed_over: BTreeSet<u32>,
}

fn texts(row: &BTreeMap<u32, CellValue>) -> impl Iterator<Item = (u32, &str)> {
    row.iter().filter_map(|(column, value)| match value {
        CellValue::Text(text) => Some((*column, text.as_str())),
        _ => None,
    })
}

/// A heading as the user sees it, cut to a length fit for a message.
fn shown(value: &CellValue) -> String {
    let text = match value {
        CellValue::Text(text) | CellValue::Number(text) | CellValue::Error(text) => text::tidy(text),
        CellValue::Date(date) => date.strftime("%d/%m/%Y").to_string(),
        CellValue::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.into(),
        CellValue::Empty => String::new(),
    };
    match text.char_indices().nth(200) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}

fn duplicate(title: &str, first: Option<&CellAt>) -> Problem {
    let first = first.map(CellAt::cell).unwrap_or_default();
    Problem::error("duplicate-column", format!("Cột “{title}” trùng với cột ở ô {first}."))
        .hint("mỗi cột chỉ được có một lần; xóa hoặc gộp cột trùng")
}

fn no_heading(at: &CellAt) -> Problem {
    at.on(Problem::error("no-heading", "Cột này có dữ liệu nhưng không có tên ở hàng tiêu đề."))
        .hint("ghi tên cột ở hàng tiêu đề, hoặc xóa dữ liệu thừa")
}

/// Gives each sheet to the table expected under its name, the others to the table whose columns they name, and reads
/// them. `names` are the sheets' names of the expected tables.
pub(crate) fn read_tables(grids: Vec<Grid>, expected: &[TableOut], names: &[String]) -> Result<BookIn, Vec<Problem>> {
    let tables: Vec<Names<'_>> = expected.iter().map(Names::new).collect();
    let mut taken: BTreeMap<usize, Grid> = BTreeMap::new();
    let mut others = Vec::new();
    for grid in grids {
        let sheet = text::fold(&grid.sheet);
        let named = (0..expected.len()).find(|i| {
            let table = expected.get(*i).map(|t| [t.title.as_str(), t.name.as_str()]).unwrap_or_default();
            let own = names.get(*i).map(String::as_str).unwrap_or_default();
            table.into_iter().chain([own]).any(|name| text::fold(name) == sheet)
        });
        match named {
            Some(i) if !taken.contains_key(&i) => drop(taken.insert(i, grid)),
            _ => others.push(grid),
        }
    }
    let mut book = BookIn::default();
    let mut problems = Vec::new();
    for mut grid in others {
        let free = tables.iter().enumerate().filter(|(i, _)| !taken.contains_key(i));
        let fits =
            free.map(|(i, t)| (t.fit(&grid), i)).filter(|((found, filled), _)| *found > 0 && 2 * found >= *filled);
        // The most columns named; of equals the table that comes first.
        match fits.max_by_key(|((found, _), i)| (*found, usize::MAX - i)) {
            Some((_, i)) => drop(taken.insert(i, grid)),
            None => {
                problems.append(&mut grid.problems);
                book.warnings.push(not_read(&grid, expected));
            }
        }
    }
    if taken.is_empty() && problems.is_empty() {
        let known: Vec<String> = expected.iter().map(|t| format!("“{}”", t.title)).collect();
        problems.push(
            Problem::error("no-table", "Không có trang nào trong tệp có hàng tiêu đề khớp với biểu mẫu.")
                .hint(format!("cần một trang cho {}; nên dùng biểu mẫu tải từ hệ thống", known.join(", "))),
        );
    }
    for (i, grid) in taken {
        match tables.get(i).map(|t| t.read(grid)) {
            Some(Ok(table)) => book.tables.push(table),
            Some(Err(more)) => problems.extend(more),
            None => {}
        }
    }
    if problems.is_empty() { Ok(book) } else { Err(problems) }
}

fn not_read(grid: &Grid, expected: &[TableOut]) -> Problem {
    let known: Vec<&str> = expected.iter().map(|t| t.title.as_str()).collect();
    let row = grid.rows.keys().next().copied().unwrap_or(1);
    grid.at(row, 0)
        .on(Problem::warning("sheet-not-read", format!("Trang “{}” không được đọc.", grid.sheet)))
        .hint(format!("nếu trang có số liệu cần nhập, đổi tên trang thành một trong: {}", known.join("; ")))
}
