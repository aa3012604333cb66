//! Entries out of and into files: XLSX with a sheet per kind of child row, CSV, JSON.
//!
//! Every row carries a key (`khoa-dong`); a file that is read twice changes nothing the second time. All problems of a file are
//! told at once, each at its cell, and nothing is written unless all is well.

mod export;
mod import;
mod rows;

pub use export::export;
pub use import::import;

use crate::edge::{Office, Outcome, one, told, write_file};
use crate::out::say;
use crate::registers::register;
use domain::problem::Problem;
use domain::registers::{Catalogue, Field, FieldKind, Register, Role};
use sheets::{ColumnKind, ColumnOut, KEY_COLUMN, Properties, TableOut};
use std::path::Path;

/// Column that names the owner organ, "085/ubnd". Like the key, no field of any register is called so.
const ORGAN_COLUMN: &str = "co-quan-giu-so";
/// Column that names the area when it is not the owner's.
const AREA_COLUMN: &str = "dia-ban-so-lieu";

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
    let is_child = |f: &&Field| matches!(f.kind, FieldKind::Children { .. });
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

fn properties(office: &Office, register: &Register) -> Properties {
    Properties { title: register.name.clone(), author: "Dân Vận".into(), created: office.now }
}

/// An empty workbook to fill in.
pub fn template(office: &Office, slug: &str, organ: Option<&str>, path: &Path) -> Outcome {
    let pinned = office.store.pinned().map_err(told)?;
    let register = register(&pinned.catalogue, slug)?;
    let tables = tables(&pinned.catalogue, register, office.actor.role, organ.is_some());
    write_file(path, &sheets::write_xlsx(&tables, &properties(office, register)).map_err(one)?)?;
    say!("Đã tạo {}: điền từ dòng 3, mỗi dòng một mục.", path.display());
    Ok(())
}

fn extension(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn wrong_extension(path: &Path, found: &str) -> Problem {
    Problem::error("wrong-file-type", format!("Không nhận tệp “.{found}”"))
        .file(path.display().to_string())
        .hint("dùng .xlsx, .csv hoặc .json")
}
