//! CSV files: separators, encodings, places, and formula signs.

use crate::common::{codes, dialogues, opinions, text};
use domain::Date;
use proptest::prelude::*;
use sheets::{BookIn, CellOut, CellValue, ColumnOut, Limits, TableOut, read_csv, write_csv};

fn read(bytes: &[u8]) -> BookIn {
    read_csv(bytes, "doi-thoai.csv", &[dialogues(), opinions()], &Limits::default()).unwrap()
}

fn refused(bytes: &[u8]) -> Vec<domain::problem::Problem> {
    read_csv(bytes, "doi-thoai.csv", &[dialogues(), opinions()], &Limits::default()).unwrap_err()
}

#[test]
fn comma_semicolon_and_tab_files_are_read_alike() {
    for separator in [",", ";", "\t"] {
        let file = "Khóa|Ngày|Số người dự\nDT-01|31/3/2021|\"4.675\"\n".replace('|', separator);
        for file in [file.clone(), format!("\u{feff}{file}"), file.replace('\n', "\r\n"), file.replace('\n', "\r")] {
            let book = read(file.as_bytes());
            assert_eq!(book.tables[0].columns, ["khoa-dong", "ngay", "so-nguoi"]);
            let row = &book.tables[0].rows[0];
            assert_eq!(row.value("so-nguoi"), &CellValue::Text("4.675".into()));
            let place = row.place("so-nguoi");
            assert_eq!((place.sheet.as_deref(), place.cell.as_deref()), (Some("doi-thoai.csv"), Some("C2")));
        }
    }
}

#[test]
fn a_decimal_comma_does_not_pass_for_a_separator() {
    let book = read("sep=;\nKhóa;Chiều dài;Loại\na;2,5;x,y,z\nb;1,25;u,v\n".as_bytes());
    assert_eq!(book.tables[0].rows[0].value("km"), &CellValue::Text("2,5".into()));
    assert_eq!(book.tables[0].rows[0].row, 3);
}

#[test]
fn rows_are_numbered_as_excel_shows_them() {
    for end in ["\n", "\r\n"] {
        let file = "\n\nkhoa,loai\na,\"dòng một\ndòng hai\"\n\n,\nb,x".replace('\n', end);
        let book = read(file.as_bytes());
        let rows: Vec<_> = book.tables[0].rows.iter().map(|r| r.row).collect();
        assert_eq!(rows, [4, 7]);
        assert_eq!(book.tables[0].rows[0].value("loai"), &CellValue::Text("dòng một\ndòng hai".into()));
    }
}

#[test]
fn the_table_is_known_by_its_columns() {
    assert_eq!(read("khoa-dong,noi-dung\na,b\n".as_bytes()).tables[0].name, "doi-thoai.y-kien");
    assert_eq!(read("khoa-dong,ngay\na,b\n".as_bytes()).tables[0].name, "doi-thoai");
}

#[test]
fn a_file_that_is_not_csv_in_utf8_is_refused_with_its_reason() {
    assert_eq!(codes(&refused(b"")), ["empty-file"]);
    assert_eq!(codes(&refused(b"\n\n")), ["empty-file"]);
    assert_eq!(codes(&refused(b"\xff\xfek\0")), ["not-utf8"]);
    let windows = refused(b"khoa-dong,ngay\na,b\nDo\xe0n,c\n");
    assert_eq!((codes(&windows), windows[0].place.line), (vec!["not-utf8".to_string()], Some(3)));
    assert_eq!(codes(&refused(b"PK\x03\x04")), ["wrong-file-type"]);
    assert_eq!(codes(&refused(b"a,b\n1,2\n")), ["no-header"]);
    let open = refused("khoa-dong,loai\na,x\nb,\"mở\nc,y\n".as_bytes());
    assert_eq!((codes(&open), open[0].place.cell.as_deref()), (vec!["open-quote".to_string()], Some("A3")));
    assert_eq!(codes(&refused("khoa-dong,khoa\na,b\n".as_bytes())), ["duplicate-column"]);
}

#[test]
fn formula_signs_are_disarmed_in_the_file_and_come_back() {
    let mut table = dialogues();
    table.rows = vec![vec![
        text("=HYPERLINK(\"http://x\")"),
        CellOut::Date(Date::new(2021, 3, 31).unwrap()),
        CellOut::Number("-5".into()),
        text("+84"),
        text("'@x"),
    ]];
    let bytes = write_csv(&table);
    let file = std::str::from_utf8(&bytes).unwrap();
    assert_eq!(
        file,
        "\u{feff}Khóa,Ngày,Số người dự,Chiều dài,Loại\r\n\
         \"'=HYPERLINK(\"\"http://x\"\")\",31/03/2021,-5,'+84,''@x\r\n"
    );
    let row = &read(&bytes).tables[0].rows[0];
    assert_eq!(row.value("khoa-dong"), &CellValue::Text("=HYPERLINK(\"http://x\")".into()));
    assert_eq!(row.value("so-nguoi"), &CellValue::Text("-5".into()));
    assert_eq!(row.value("loai"), &CellValue::Text("'@x".into()));
}

#[test]
fn a_title_shared_by_two_columns_gives_way_to_their_keys() {
    let table = TableOut {
        columns: vec![ColumnOut::text("a", "Số"), ColumnOut::text("b", "SO"), ColumnOut::text("c", "Tên")],
        ..dialogues()
    };
    assert_eq!(write_csv(&table), "\u{feff}a,b,Tên\r\n".as_bytes());
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_csv(&bytes, "x.csv", &[dialogues()], &Limits::default());
    }

    #[test]
    fn any_text_file_is_read_or_refused_without_panic(body in "[a\",;\t\n\r' =Đ\u{3}]{0,60}") {
        let _ = read_csv(format!("khoa-dong,ngay\n{body}").as_bytes(), "x.csv", &[dialogues()], &Limits::default());
    }

    #[test]
    fn any_texts_survive_the_file(
        first in "[a-z\",;\t\n' =+@Đ\u{3}-]{0,12}", second in "\\PC{1,12}", third in "[a-z\",;\n'=]{1,12}"
    ) {
        prop_assume!(!first.trim().is_empty() && !second.trim().is_empty() && !third.trim().is_empty());
        let mut table = dialogues();
        table.rows = vec![vec![text(&first), text(&second), CellOut::Empty, CellOut::Empty, text(&third)]];
        let book = read_csv(&write_csv(&table), "x.csv", &[table], &Limits::default()).unwrap();
        let row = &book.tables[0].rows[0];
        prop_assert_eq!(row.value("khoa-dong"), &CellValue::Text(first));
        prop_assert_eq!(row.value("ngay"), &CellValue::Text(second));
        prop_assert_eq!(row.value("km"), &CellValue::Empty);
        prop_assert_eq!(row.value("loai"), &CellValue::Text(third));
    }
}
