//! Tables and workbooks the tests share.

use domain::problem::Problem;
use rust_xlsxwriter::{Workbook, Worksheet};
use sheets::{CellOut, ColumnKind, ColumnOut, KEY_COLUMN, Properties, TableOut};

pub fn dialogues() -> TableOut {
    let day = ColumnOut {
        help: Some("Ngày diễn ra cuộc đối thoại".into()),
        required: true,
        kind: ColumnKind::Date,
        ..ColumnOut::text("ngay", "Ngày")
    };
    let kind = ColumnOut {
        choices: vec!["Định kỳ, với Nhân dân".into(), "Đột xuất, theo vụ việc".into()],
        ..ColumnOut::text("loai", "Loại")
    };
    TableOut {
        name: "doi-thoai".into(),
        title: "Tiếp xúc, đối thoại".into(),
        columns: vec![
            ColumnOut { required: true, ..ColumnOut::text(KEY_COLUMN, "Khóa") },
            day,
            ColumnOut { kind: ColumnKind::Number { decimals: 0 }, ..ColumnOut::text("so-nguoi", "Số người dự") },
            ColumnOut { kind: ColumnKind::Number { decimals: 3 }, ..ColumnOut::text("km", "Chiều dài") },
            kind,
        ],
        rows: Vec::new(),
    }
}

pub fn opinions() -> TableOut {
    TableOut {
        name: "doi-thoai.y-kien".into(),
        title: "Ý kiến".into(),
        columns: vec![ColumnOut::text(KEY_COLUMN, "Khóa"), ColumnOut::text("noi-dung", "Nội dung")],
        rows: Vec::new(),
    }
}

pub fn properties() -> Properties {
    Properties {
        title: "Biểu mẫu".into(), author: "Dân Vận".into(), created: "2026-01-02T03:04:05Z".parse().unwrap()
    }
}

pub fn text(text: &str) -> CellOut {
    CellOut::Text(text.into())
}

pub fn codes(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|p| p.code.clone()).collect()
}

/// A workbook of one sheet, as someone else's program would make it.
pub fn workbook(name: &str, fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}
