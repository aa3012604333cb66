//! Entries out of and into files: XLSX with a sheet per kind of child row, CSV, JSON.
//!
//! Every row carries a key (`khoa-dong`); a file that is read twice changes nothing the second time. All problems of a file are
//! told at once, each at its cell ([`Desk::plan_import`]), can be mended in a table of texts ([`Desk::plan_cells`]), and nothing
//! is written unless all is well ([`Desk::apply_import`]).

mod export;
mod plan;
mod rows;
mod shown;
mod table;

pub use export::Export;
pub use plan::{ImportOptions, Imported};
pub use sheets::KEY_COLUMN;
pub use shown::{Action, ChildPlan, ImportPlan, PlanColumn, PlannedCell, PlannedChild, PlannedRow};
pub use table::{CellRow, CellTable};

use crate::registers::register;
use crate::{Desk, refused};
use domain::problem::Problem;
use domain::registers::{Catalogue, Field, FieldKind, Register, Role};
use sheets::{ColumnKind, ColumnOut, Properties, TableOut};
use store::Result;

/// Column that names the owner organ, "085/ubnd". Like the key, no field of any register is called so.
pub const ORGAN_COLUMN: &str = "co-quan-giu-so";
/// Column that names the area when it is not the owner's.
pub const AREA_COLUMN: &str = "dia-ban-so-lieu";

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A workbook.
    Xlsx,
    /// Values apart by semicolons; child rows have no place in it.
    Csv,
    /// A list of objects.
    Json,
}

impl Kind {
    /// The kind that a file's name ends in.
    pub fn of(name: &str) -> Result<Kind> {
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let ending = last.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "xlsx" => Ok(Kind::Xlsx),
            "csv" => Ok(Kind::Csv),
            "json" => Ok(Kind::Json),
            other => Err(refused(
                Problem::error("wrong-file-type", format!("Không nhận tệp “.{other}”"))
                    .file(name)
                    .hint("dùng .xlsx, .csv hoặc .json"),
            )),
        }
    }

    /// Its ending and media type.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Kind::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Kind::Csv => ("csv", "text/csv; charset=utf-8"),
            Kind::Json => ("json", "application/json"),
        }
    }
}

/// Whether a file has a column for the field: it is typed, into a cell, by a role that may see it. A column that is there
/// and empty clears the field; one that is not there leaves it alone.
fn typed(field: &Field, role: Role) -> bool {
    field.computed.is_none() && field.seen_by(role) && !matches!(field.kind, FieldKind::Attachment { .. })
}

fn column(catalogue: &Catalogue, field: &Field) -> ColumnOut {
    let unit = field.number_unit().and_then(|(u, _)| u.map(str::to_string));
    let symbol =
        unit.and_then(|u| catalogue.counting_units.get(&u)).map(|u| format!(" ({})", u.symbol)).unwrap_or_default();
    let choices = match &field.kind {
        FieldKind::Choice(source) | FieldKind::Choices(source) => {
            catalogue.all_choices(source).iter().map(|c| c.name.clone()).collect()
        }
        FieldKind::YesNo => vec!["có".into(), "không".into()],
        _ => Vec::new(),
    };
    ColumnOut {
        help: field.help.clone(),
        choices,
        required: field.required,
        width: if matches!(field.kind, FieldKind::LongText { .. }) { 50 } else { 20 },
        kind: if matches!(field.kind, FieldKind::Date { .. }) { ColumnKind::Date } else { ColumnKind::Text },
        ..ColumnOut::text(field.slug.clone(), format!("{}{symbol}", field.name))
    }
}

fn is_child(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Children { .. })
}

/// The tables of a register: its entries, and one for each kind of child rows.
fn tables(catalogue: &Catalogue, register: &Register, role: Role, own_organ: bool) -> Vec<TableOut> {
    let key = || ColumnOut {
        required: true,
        help: Some("Khóa của dòng, không trùng nhau; nhập lại cùng khóa là sửa, không thêm.".into()),
        ..ColumnOut::text(KEY_COLUMN, "Khóa dòng")
    };
    let organ = ColumnOut {
        required: !own_organ,
        help: Some("Đơn vị/cơ quan, ví dụ 085/ubnd".into()),
        ..ColumnOut::text(ORGAN_COLUMN, "Cơ quan giữ sổ")
    };
    let area = ColumnOut {
        help: Some("Để trống nếu là địa bàn của cơ quan".into()),
        ..ColumnOut::text(AREA_COLUMN, "Địa bàn tính số liệu")
    };
    let mut columns = vec![key(), organ, area];
    columns.extend(register.fields.iter().filter(|f| typed(f, role) && !is_child(f)).map(|f| column(catalogue, f)));
    let mut out =
        vec![TableOut { name: register.slug.clone(), title: register.name.clone(), columns, rows: Vec::new() }];
    for field in register.fields.iter().filter(|f| is_child(f) && f.seen_by(role)) {
        let mut columns = vec![key()];
        columns
            .extend(register.child_fields(&field.slug).iter().filter(|f| typed(f, role)).map(|f| column(catalogue, f)));
        out.push(TableOut { name: field.slug.clone(), title: field.name.clone(), columns, rows: Vec::new() });
    }
    out
}

impl Desk<'_> {
    fn properties(&self, register: &Register) -> Properties {
        Properties { title: register.name.clone(), author: "Dân Vận".into(), created: self.now }
    }

    /// An empty workbook to fill in; without the duty to name the owner in each row when the file is for one organ.
    pub fn template(&self, slug: &str, own_organ: bool) -> Result<Vec<u8>> {
        let pinned = self.store.pinned()?;
        let register = register(&pinned.catalogue, slug)?;
        let tables = tables(&pinned.catalogue, register, self.actor.role, own_organ);
        sheets::write_xlsx(&tables, &self.properties(register)).map_err(refused)
    }
}
