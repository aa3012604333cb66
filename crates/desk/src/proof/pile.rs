//! A pile of past reports: what they offer together, as a workbook that an officer goes through, and what was kept of it
//! written down. Nothing is written that the officer has not marked.

use super::propose::{Place, Proposals, ProposedDocument, ProposedFigure, add};
use super::{Engine, Source, refuse_petition};
use crate::exchange::{CellRow, CellTable, ImportOptions, Imported, KEY_COLUMN};
use crate::{Desk, refused};
use domain::calendar::Period;
use domain::ids::UnitId;
use domain::ledger::{Amount, Dims};
use domain::problem::Problem;
use domain::text::{fold, slug};
use serde_json::Value;
use sheets::{BookIn, CellOut, CellValue, ColumnOut, Limits, Properties, RowIn, TableOut};
use std::collections::{BTreeMap, BTreeSet};
use store::{Result, StoreError};

/// The register of documents, and the name of its sheet.
const DOCUMENTS: &str = super::documents::REGISTER;
/// The sheet of figures.
const FIGURES: &str = "so-lieu";
/// The column in which the officer marks what is kept.
const KEEP: &str = "giu";
/// Fields of a document that a text can tell of.
const FIELDS: [&str; 8] = ["chieu", "loai", "so", "ky-hieu", "ngay", "co-quan-ban-hanh", "cap-ban-hanh", "trich-yeu"];
/// Places named for one document.
const PLACES: usize = 3;

/// What a pile of reports offers.
#[derive(Debug, Clone, Default)]
pub struct Pile {
    /// Documents that the register lacks, each once.
    pub documents: Vec<ProposedDocument>,
    /// Figures that could be declared, in the order of the files.
    pub figures: Vec<ProposedFigure>,
    /// Files that were not read, and why.
    pub left: Vec<Problem>,
    /// Files that were read.
    pub read: usize,
    /// Hashes of what was read: a file that lies twice in the pile counts once.
    seen: BTreeSet<String>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learnt {
    /// Documents added, changed, and there already.
    pub documents: Imported,
    /// Figures declared.
    pub declared: usize,
    /// Figures that stand already, just so.
    pub same: usize,
}

impl Pile {
    /// Reads one file more. What cannot be read or looks like a petition is told in [`Pile::left`]; a store that does not
    /// answer ends it.
    pub fn read(&mut self, engine: &Engine, desk: &Desk<'_>, name: &str, bytes: &[u8]) -> Result<()> {
        let source = Source::of(name, bytes);
        if !self.seen.insert(source.sha256.clone()) {
            return Ok(());
        }
        let extracted = match engine.open(name, bytes) {
            Ok(extracted) => extracted,
            Err(problem) => {
                self.left.push(problem);
                return Ok(());
            }
        };
        if let Err(problem) = refuse_petition(&extracted.text.text) {
            self.left.push(problem.file(name));
            return Ok(());
        }
        let Proposals { documents, figures } = engine.proposals(desk, &extracted, &source)?;
        for document in documents {
            add(&mut self.documents, document);
        }
        self.figures.extend(figures);
        self.read += 1;
        Ok(())
    }

    /// The workbook to go through: a sheet of documents and one of figures, with a column to mark what is kept.
    pub fn workbook(&self, desk: &Desk<'_>) -> Result<Vec<u8>> {
        let mut tables = tables();
        if let [documents, figures] = &mut tables[..] {
            documents.rows = self.documents.iter().map(|d| document_row(desk, d)).collect::<Result<_>>()?;
            figures.rows = self.figures.iter().map(|f| figure_row(desk, f)).collect::<Result<_>>()?;
        }
        let about =
            Properties { title: "Đọc từ báo cáo cũ".into(), author: "Dân Vận".into(), created: desk.now };
        sheets::write_xlsx(&tables, &about).map_err(refused)
    }
}

fn column(key: &str, title: &str, width: u16, help: &str) -> ColumnOut {
    let help = Some(help.to_string()).filter(|h| !h.is_empty());
    ColumnOut { width, help, ..ColumnOut::text(key, title) }
}

/// The sheets of the workbook, empty.
fn tables() -> Vec<TableOut> {
    let keep = || column(KEEP, "Giữ", 6, "Ghi x vào dòng muốn giữ; dòng để trống không được ghi.");
    let documents = vec![
        keep(),
        column(KEY_COLUMN, "Khóa dòng", 14, "Không sửa: nhờ khóa này mà làm lại không thành hai mục."),
        column("chieu", "Chiều", 8, "den: văn bản của cơ quan khác; di: văn bản do đơn vị ghi sổ ban hành."),
        column("loai", "Loại", 14, ""),
        column("so", "Số", 8, ""),
        column("ky-hieu", "Ký hiệu", 16, ""),
        column("ngay", "Ngày ban hành", 12, "Báo cáo không nêu thì tra bản chính rồi điền."),
        column("co-quan-ban-hanh", "Cơ quan ban hành", 28, ""),
        column("cap-ban-hanh", "Cấp ban hành", 14, "trung-uong, tinh, huyen, xa, co-so"),
        column("trich-yeu", "Trích yếu", 50, ""),
        column("noi-neu", "Nơi nêu", 40, "Tệp, chỗ và câu; chỉ để xem lại, không được ghi."),
    ];
    let figures = vec![
        keep(),
        column("chi-tieu", "Chỉ tiêu", 36, "Chỉ để xem."),
        column("don-vi", "Đơn vị", 20, "Mã@ngày, ví dụ 085@2021-12-31"),
        column("so-do", "Số đo", 20, ""),
        column("chieu-so-lieu", "Điều kiện", 18, "CHIỀU=GIÁ-TRỊ, cách nhau bằng dấu chấm phẩy"),
        column("tu", "Từ ngày", 12, ""),
        column("den", "Đến ngày", 12, ""),
        column("gia-tri", "Giá trị", 16, "Như ghi trong báo cáo: 61; trên 600 triệu đồng"),
        column("noi-neu", "Nơi nêu", 60, "Được giữ làm nguồn của số khai: bỏ tên người ra nếu có."),
        column("tep", "Tệp", 24, "Chỉ để tìm lại; không được ghi."),
    ];
    let table = |name: &str, title: &str, columns| TableOut {
        name: name.into(),
        title: title.into(),
        columns,
        rows: Vec::new(),
    };
    vec![table(DOCUMENTS, "Văn bản", documents), table(FIGURES, "Số liệu", figures)]
}

fn text(value: impl Into<String>) -> CellOut {
    let value = value.into();
    if value.is_empty() { CellOut::Empty } else { CellOut::Text(value) }
}

fn document_row(desk: &Desk<'_>, d: &ProposedDocument) -> Result<Vec<CellOut>> {
    let pinned = desk.store.pinned()?;
    let field = |key: &str| d.data.get(key).and_then(Value::as_str).unwrap_or_default().to_string();
    let key =
        format!("soat-{}", slug(&format!("{} {} {} {}", field("loai"), field("so"), field("ky-hieu"), field("ngay"))));
    let mut row = vec![CellOut::Empty, text(key)];
    row.extend(FIELDS.iter().map(|key| match *key {
        "loai" => text(pinned.catalogue.value_name("loai-van-ban", &field(key))),
        _ => text(field(key)),
    }));
    let seen: Vec<String> =
        d.places.iter().take(PLACES).map(|p| format!("{}, {}: “{}”", p.source.file, p.place, p.clause)).collect();
    let more = d.places.len().saturating_sub(PLACES);
    let more = if more > 0 { format!("\nvà {more} chỗ khác") } else { String::new() };
    row.push(text(format!("{}{more}", seen.join("\n"))));
    Ok(row)
}

fn figure_row(desk: &Desk<'_>, f: &ProposedFigure) -> Result<Vec<CellOut>> {
    let pinned = desk.store.pinned()?;
    let units = desk.store.units();
    let on = units.clamp(f.unit, f.period.to);
    let unit = units.version_on(f.unit, on).map_or_else(String::new, |v| format!("{}@{on}", v.code));
    let name = pinned.catalogue.indicators.get(&f.indicator).map_or(f.indicator.clone(), |i| i.name.clone());
    let dims: Vec<String> = f.dims.iter().map(|(dim, value)| format!("{dim}={value}")).collect();
    let Place { source, .. } = &f.place;
    Ok(vec![
        CellOut::Empty,
        text(format!("{name} – {}", units.label(f.unit))),
        text(unit),
        text(&f.measure),
        text(dims.join("; ")),
        text(f.period.from.to_string()),
        text(f.period.to.to_string()),
        text(&f.value),
        text(f.place.note()),
        text(&source.file),
    ])
}

/// A figure that was kept.
struct Keep {
    unit: UnitId,
    measure: String,
    dims: Dims,
    period: Period,
    amount: Amount,
    note: String,
}

impl Desk<'_> {
    /// Writes down what is marked in a workbook that was gone through: the documents in one transaction, then each figure in
    /// its own. All of it is checked first; when anything is wrong nothing is written, and every problem names its cell.
    /// `organ` keeps the documents ("085/ubnd").
    pub fn learn(&self, file: &str, bytes: &[u8], organ: Option<&str>) -> Result<Learnt> {
        let at_file = |list: Vec<Problem>| list.into_iter().map(|p| p.file(file)).collect::<Vec<_>>();
        let book = sheets::read_xlsx(bytes, &tables(), &Limits::default())
            .map_err(|list| StoreError::Refused(at_file(list)))?;
        let mut problems = Vec::new();
        let documents = kept_documents(&book);
        if !documents.rows.is_empty() && organ.is_none() {
            problems.push(
                Problem::error("organ-missing", "Chưa nói cơ quan nào ghi các văn bản vào sổ")
                    .field("organ")
                    .hint("ví dụ 085/ubnd"),
            );
        }
        let options = ImportOptions { organ: organ.map(str::to_string), draft: false };
        let plan = self.plan_cells(DOCUMENTS, &documents, &options)?;
        problems.extend(plan.refusal().unwrap_or_default());
        let figures = self.kept_figures(&book, &mut problems)?;
        if !problems.is_empty() {
            return Err(StoreError::Refused(at_file(problems)));
        }
        let documents = self.apply_import(&plan)?;
        let (mut declared, mut same) = (0, 0);
        for figure in &figures {
            if self.stands(figure)? {
                same += 1;
                continue;
            }
            self.declare(figure)?;
            declared += 1;
        }
        Ok(Learnt { documents, declared, same })
    }

    fn declare(&self, f: &Keep) -> Result<i64> {
        let declaration = store::declared::Declaration {
            unit: f.unit,
            measure: &f.measure,
            dims: &f.dims,
            period: f.period,
            amount: f.amount,
            note: &f.note,
        };
        self.store.declare(self.actor, self.now, &declaration)
    }

    /// Whether the same figure stands declared already.
    fn stands(&self, f: &Keep) -> Result<bool> {
        let pinned = self.store.pinned()?;
        let key = pinned.measure(&f.measure)?;
        let standing = self.store.declared(Some(f.unit), false)?;
        let alike = |d: &store::declared::Declared| {
            let days = d.to == f.period.to && d.from.is_none_or(|from| from == f.period.from);
            d.measure == key && d.dims == f.dims && days && d.amount == f.amount
        };
        Ok(standing.iter().any(alike))
    }

    fn kept_figures(&self, book: &BookIn, problems: &mut Vec<Problem>) -> Result<Vec<Keep>> {
        let mut out = Vec::new();
        for row in book.table(FIGURES).into_iter().flat_map(|t| &t.rows).filter(|r| kept(r)) {
            match self.kept_figure(row) {
                Ok(figure) => out.push(figure),
                Err(StoreError::Refused(list)) => {
                    problems.extend(list.into_iter().map(|p| {
                        let place = row.place(cell_of(p.place.field.as_deref().unwrap_or_default()));
                        Problem { place, ..p }
                    }));
                }
                Err(other) => return Err(other),
            }
        }
        Ok(out)
    }

    fn kept_figure(&self, row: &RowIn) -> Result<Keep> {
        let cell = |key: &str| words(row, key);
        let (unit, _) = self.unit(&cell("don-vi"))?;
        let period =
            Period::new(crate::question::date(&cell("tu"), "from")?, crate::question::date(&cell("den"), "to")?)
                .map_err(|p| refused(p.field("to")))?;
        let measure = cell("so-do");
        let amount = self.amount(&measure, &cell("gia-tri"))?;
        let wheres: Vec<String> =
            cell("chieu-so-lieu").split(';').map(|w| w.trim().to_string()).filter(|w| !w.is_empty()).collect();
        let mut dims = Dims::new();
        for (dim, values) in self.conditions(&wheres)? {
            let [value] = &values[..] else {
                let text = format!("Số khai chỉ nhận một giá trị cho chiều “{dim}”");
                return Err(refused(Problem::error("bad-condition", text).field("where")));
            };
            dims.insert(dim, value.clone());
        }
        let he = self.actor.acts_for.map_or(domain::organs::Hierarchy::ChinhQuyen, |(_, he)| he);
        let units = self.store.units();
        self.actor.may_write(&units, unit, he, period.to, self.today).map_err(|p| refused(p.field("unit")))?;
        Ok(Keep { unit, measure, dims, period, amount, note: cell("noi-neu") })
    }
}

/// The column of the workbook in which a field of a question stands.
fn cell_of(field: &str) -> &'static str {
    match field {
        "from" => "tu",
        "to" | "period" => "den",
        "measure" => "so-do",
        "value" => "gia-tri",
        "where" => "chieu-so-lieu",
        _ => "don-vi",
    }
}

fn words(row: &RowIn, key: &str) -> String {
    match row.value(key) {
        CellValue::Text(t) => t.trim().to_string(),
        CellValue::Number(n) => n.replace('.', ","),
        CellValue::Date(d) => d.to_string(),
        CellValue::Bool(true) => "x".into(),
        CellValue::Bool(false) | CellValue::Empty | CellValue::Error(_) => String::new(),
    }
}

/// Whether a row is marked to be kept.
fn kept(row: &RowIn) -> bool {
    matches!(fold(&words(row, KEEP)).as_str(), "x" | "co" | "1" | "giu" | "v" | "yes")
}

/// The documents that were kept, as an import of the register.
fn kept_documents(book: &BookIn) -> CellTable {
    let Some(table) = book.table(DOCUMENTS) else { return CellTable::default() };
    let own = |key: &str| key == KEY_COLUMN || FIELDS.contains(&key);
    let rows = table.rows.iter().filter(|r| kept(r)).map(|row| {
        let keys = row.cells.keys().filter(|k| own(k));
        let cells: BTreeMap<String, String> = keys.map(|k| (k.to_string(), words(row, k))).collect();
        CellRow { cells, line: Some(row.row), ..CellRow::default() }
    });
    CellTable { rows: rows.collect(), ..CellTable::default() }
}
