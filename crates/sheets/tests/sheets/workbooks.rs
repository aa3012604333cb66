//! Workbooks: what is written is read back; foreign, damaged and hostile files are refused with a message.

use crate::common::{codes, dialogues, opinions, properties, text, workbook};
use calamine::{Reader, Xlsx};
use domain::Date;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sheets::{CellOut, CellValue, Limits, TableOut, read_xlsx, write_xlsx};
use std::io::{Cursor, Write};

fn limits() -> Limits {
    Limits::default()
}

#[test]
fn an_export_is_read_back_cell_by_cell() {
    let mut dialogues = dialogues();
    dialogues.rows = vec![
        vec![
            text("DT-01"),
            CellOut::Date(Date::new(2021, 3, 31).unwrap()),
            CellOut::Number("75".into()),
            CellOut::Number("2.5".into()),
            text("Định kỳ, với Nhân dân"),
        ],
        vec![
            text("=1+1"),
            CellOut::Date(Date::new(1886, 5, 1).unwrap()),
            text("trên 600"),
            CellOut::Number("12345678901234567.25".into()),
            text("dòng một\ndòng hai _x0041_"),
        ],
    ];
    let mut opinions = opinions();
    opinions.rows = vec![vec![text("DT-01"), text("Đường liên xã")]];
    let tables = [dialogues, opinions];
    let bytes = write_xlsx(&tables, &properties()).unwrap();
    let book = read_xlsx(&bytes, &tables, &limits()).unwrap();
    assert!(book.warnings.is_empty());
    let read = book.table("doi-thoai").unwrap();
    assert_eq!(read.columns, ["khoa-dong", "ngay", "so-nguoi", "km", "loai"]);
    assert_eq!(read.rows.len(), 2);
    let row = &read.rows[0];
    assert_eq!(row.row, 3);
    assert_eq!(row.value("khoa-dong"), &CellValue::Text("DT-01".into()));
    assert_eq!(row.value("ngay"), &CellValue::Date(Date::new(2021, 3, 31).unwrap()));
    assert_eq!(row.value("so-nguoi"), &CellValue::Number("75".into()));
    assert_eq!(row.value("km"), &CellValue::Number("2.5".into()));
    assert_eq!(row.value("loai"), &CellValue::Text("Định kỳ, với Nhân dân".into()));
    assert_eq!(row.place("so-nguoi").cell.as_deref(), Some("C3"));
    let row = &read.rows[1];
    assert_eq!(row.value("khoa-dong"), &CellValue::Text("=1+1".into()), "text is never a formula");
    assert_eq!(row.value("ngay"), &CellValue::Text("01/05/1886".into()));
    assert_eq!(row.value("so-nguoi"), &CellValue::Text("trên 600".into()));
    assert_eq!(row.value("km"), &CellValue::Text("12345678901234567.25".into()), "no digit is lost");
    assert_eq!(row.value("loai"), &CellValue::Text("dòng một\ndòng hai _x0041_".into()));
    let child = &book.table("doi-thoai.y-kien").unwrap().rows[0];
    assert_eq!(child.value(sheets::KEY_COLUMN), &CellValue::Text("DT-01".into()));
    assert_eq!(&*child.sheet, "Ý kiến");
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let tables = [dialogues(), opinions()];
    assert_eq!(write_xlsx(&tables, &properties()).unwrap(), write_xlsx(&tables, &properties()).unwrap());
}

#[test]
fn a_template_has_titles_keys_notes_and_drop_downs() {
    let bytes = write_xlsx(&[dialogues(), opinions()], &properties()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    assert_eq!(book.sheet_names(), ["Tiếp xúc, đối thoại", "Ý kiến", "_danh-muc"]);
    let sheet = book.worksheet_range("Tiếp xúc, đối thoại").unwrap();
    assert_eq!(sheet.get_value((0, 1)).unwrap().to_string(), "Ngày *");
    assert_eq!(sheet.get_value((1, 1)).unwrap().to_string(), "ngay");
    let lists = book.worksheet_range("_danh-muc").unwrap();
    assert_eq!(lists.get_value((2, 0)).unwrap().to_string(), "Đột xuất, theo vụ việc");
    let part = |name: &str| {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap();
        std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
    };
    let xml = part("xl/worksheets/sheet1.xml");
    assert!(xml.contains("'_danh-muc'!$A$2:$A$3") && xml.contains("sqref=\"E3:E10000\""));
    assert!(xml.contains("state=\"frozen\"") && xml.contains("ySplit=\"2\""));
    assert!(part("xl/styles.xml").contains("dd/mm/yyyy"));
    assert!(part("xl/comments1.xml").contains("Bắt buộc. Ngày diễn ra cuộc đối thoại"));
    assert!(part("xl/workbook.xml").contains("state=\"hidden\""));
    assert!(part("docProps/core.xml").contains("2026-01-02T03:04:05Z"));
}

#[test]
fn a_template_sent_back_empty_has_no_rows() {
    let tables = [dialogues(), opinions()];
    let book = read_xlsx(&write_xlsx(&tables, &properties()).unwrap(), &tables, &limits()).unwrap();
    assert!(book.tables.iter().all(|t| t.rows.is_empty()));
    assert_eq!(book.tables.len(), 2);
}

#[test]
fn text_too_long_for_a_cell_is_told_at_its_place() {
    let mut table = dialogues();
    table.rows = vec![vec![text(&"a".repeat(40_000))]];
    let problem = write_xlsx(&[table], &properties()).unwrap_err();
    assert_eq!(problem.place.cell.as_deref(), Some("A3"));
}

#[test]
fn columns_are_matched_by_title_without_diacritics_below_a_banner() {
    let bytes = workbook("Sheet1", |sheet| {
        sheet.write_string(0, 0, "ỦY BAN NHÂN DÂN XÃ").unwrap();
        sheet.write_string(1, 2, "DANH SÁCH CÁC CUỘC ĐỐI THOẠI").unwrap();
        for (column, title) in ["STT", "SO NGUOI DU", "Ngay*", "Chủ  đề / Loại", "khóa"].iter().enumerate() {
            sheet.write_string(3, column as u16, *title).unwrap();
        }
        sheet.write_number(4, 0, 1).unwrap();
        sheet.write_number(4, 1, 120).unwrap();
        sheet.write_number(5, 0, 2).unwrap();
        sheet.write_string(7, 4, "k").unwrap();
    });
    let mut table = dialogues();
    table.columns[4].title = "Chủ đề / loại".into();
    let book = read_xlsx(&bytes, &[table], &limits()).unwrap();
    let table = &book.tables[0];
    assert_eq!(table.columns, ["so-nguoi", "ngay", "loai", "khoa-dong"]);
    let rows: Vec<u32> = table.rows.iter().map(|r| r.row).collect();
    assert_eq!(rows, [5, 8], "rows that only carry an ordinal, and blank ones, are passed over");
    assert_eq!(table.rows[0].value("so-nguoi"), &CellValue::Number("120".into()));
    assert_eq!(table.rows[0].place("ngay").cell.as_deref(), Some("C5"), "an empty cell has a place too");
    assert_eq!(table.rows[0].value("ngay"), &CellValue::Empty);
}

#[test]
fn unknown_duplicate_and_nameless_columns_are_all_told_at_once() {
    let bytes = workbook("Tiếp xúc, đối thoại", |sheet| {
        for (column, title) in ["Ngày", "Số người dự", "ngay", "Người phát biểu"].iter().enumerate() {
            sheet.write_string(0, column as u16, *title).unwrap();
        }
        sheet.write_number(1, 0, 1).unwrap();
        sheet.write_string(2, 5, "x").unwrap();
        sheet.write_string(3, 5, "y").unwrap();
    });
    let problems = read_xlsx(&bytes, &[dialogues()], &limits()).unwrap_err();
    let told: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.place.cell.as_deref().unwrap())).collect();
    assert_eq!(told, [("duplicate-column", "C1"), ("unknown-column", "D1"), ("no-heading", "F3")]);
    assert!(problems[0].message.contains("A1"));
    assert!(problems[1].message.contains("Người phát biểu"));
}

#[test]
fn a_key_overrules_a_title_and_settles_an_ambiguous_one() {
    let mut table = dialogues();
    table.columns[2].title = "Số lượng".into();
    table.columns[3].title = "Số lượng".into();
    let bytes = workbook("x", |sheet| {
        for (column, (title, key)) in
            [("Ngày họp", "ngay"), ("Số lượng", "km"), ("Số lượng", "so-nguoi")].iter().enumerate()
        {
            sheet.write_string(0, column as u16, *title).unwrap();
            sheet.write_string(1, column as u16, *key).unwrap();
        }
        sheet.write_number(2, 1, 2.5).unwrap();
    });
    let book = read_xlsx(&bytes, std::slice::from_ref(&table), &limits()).unwrap();
    assert_eq!(book.tables[0].columns, ["ngay", "km", "so-nguoi"]);
    assert_eq!(book.tables[0].rows[0].value("km"), &CellValue::Number("2.5".into()));

    let bytes = workbook("x", |sheet| {
        sheet.write_string(0, 0, "Ngày").unwrap();
        sheet.write_string(0, 1, "số lượng").unwrap();
    });
    assert_eq!(codes(&read_xlsx(&bytes, &[table], &limits()).unwrap_err()), ["ambiguous-column"]);
}

#[test]
fn a_required_column_that_is_absent_can_be_told_once() {
    let bytes = workbook("x", |sheet| {
        sheet.write_string(0, 0, "Số người dự").unwrap();
        sheet.write_number(1, 0, 5).unwrap();
    });
    let book = read_xlsx(&bytes, &[dialogues()], &limits()).unwrap();
    let missing = book.tables[0].missing_columns(&dialogues());
    assert_eq!(codes(&missing), ["missing-column", "missing-column"]);
    assert_eq!(missing[1].place.field.as_deref(), Some("ngay"));
}

#[test]
fn sheets_that_fit_no_table_are_named_and_a_book_without_any_is_refused() {
    let mut book = Workbook::new();
    let notes = book.add_worksheet().set_name("Ghi chú").unwrap();
    notes.write_string(0, 0, "xin gửi").unwrap();
    let foreign = book.save_to_buffer().unwrap();
    assert_eq!(codes(&read_xlsx(&foreign, &[dialogues()], &limits()).unwrap_err()), ["no-table"]);

    let data = book.add_worksheet().set_name("Y KIEN").unwrap();
    data.write_string(0, 0, "Khóa").unwrap();
    data.write_string(0, 1, "Nội dung").unwrap();
    data.write_string(1, 1, "Đường").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let read = read_xlsx(&bytes, &[dialogues(), opinions()], &limits()).unwrap();
    assert_eq!(read.tables.len(), 1);
    assert_eq!(read.tables[0].name, "doi-thoai.y-kien");
    assert_eq!(codes(&read.warnings), ["sheet-not-read"]);
    assert!(read.warnings[0].message.contains("Ghi chú"));
}

#[test]
fn a_sheet_of_the_right_name_without_header_is_told() {
    let bytes = workbook("Ý kiến", |sheet| {
        sheet.write_string(4, 0, "xin chào").unwrap();
    });
    let problems = read_xlsx(&bytes, &[opinions()], &limits()).unwrap_err();
    assert_eq!(codes(&problems), ["no-header"]);
    assert!(problems[0].hint.as_deref().unwrap().contains("Nội dung"));
}

#[test]
fn dates_errors_booleans_formulas_hidden_rows_and_merged_cells_are_read_as_they_stand() {
    let bytes = workbook("x", |sheet| {
        for (column, title) in ["khoa-dong", "ngay", "so-nguoi", "km"].iter().enumerate() {
            sheet.write_string(0, column as u16, *title).unwrap();
        }
        let day = Format::new().set_num_format("dd/mm/yyyy hh:mm");
        let at = ExcelDateTime::from_ymd(2020, 2, 29).unwrap().and_hms(13, 30, 0).unwrap();
        sheet.write_datetime_with_format(1, 1, &at, &day).unwrap();
        sheet.write_formula(1, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_formula(1, 3, Formula::new("=0.1+0.2").set_result("0.30000000000000004")).unwrap();
        sheet.write_boolean(2, 2, true).unwrap();
        sheet.set_row_hidden(2).unwrap();
        sheet.merge_range(3, 0, 3, 2, "gộp", &Format::new()).unwrap();
        sheet.write_string(5, 3, "   ").unwrap();
    });
    let book = read_xlsx(&bytes, &[dialogues()], &limits()).unwrap();
    let rows = &book.tables[0].rows;
    assert_eq!(rows.len(), 3, "a row with white space only is blank");
    assert_eq!(rows[0].value("ngay"), &CellValue::Date(Date::new(2020, 2, 29).unwrap()));
    assert_eq!(rows[0].value("so-nguoi"), &CellValue::Error("#DIV/0!".into()));
    assert_eq!(rows[0].value("km"), &CellValue::Number("0.3".into()));
    assert_eq!(rows[1].value("so-nguoi"), &CellValue::Bool(true));
    assert_eq!(rows[2].cells.len(), 1);
    assert_eq!(rows[2].value("khoa-dong"), &CellValue::Text("gộp".into()));
}

/// A package with these parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn files_of_other_kinds_are_named_for_what_they_are() {
    let ole = |stream: &str| {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0];
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let cases: Vec<(Vec<u8>, &str, &str)> = vec![
        (Vec::new(), "empty-file", "rỗng"),
        (b"%PDF-1.7 ...".to_vec(), "wrong-file-type", "PDF"),
        (ole("WordDocument"), "wrong-file-type", "Word cũ (.doc)"),
        (ole("Workbook"), "wrong-file-type", "(.xls)"),
        (ole("EncryptedPackage"), "locked-file", "mật khẩu"),
        (b"\xef\xbb\xbf <html><body><table>".to_vec(), "wrong-file-type", "HTML"),
        (b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), "wrong-file-type", "XML"),
        ("Ngày,Số người".as_bytes().to_vec(), "wrong-file-type", "CSV"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "wrong-file-type", "ảnh"),
        (vec![1, 2, 0, 255], "wrong-file-type", "không nhận ra"),
        (package(&[("word/document.xml", b"<x/>")]), "wrong-file-type", ".docx"),
        (package(&[("xl/workbook.bin", b"x")]), "wrong-file-type", ".xlsb"),
        (package(&[("mimetype", b"x"), ("content.xml", b"<x/>")]), "wrong-file-type", ".ods"),
        (package(&[("anh.jpg", b"x")]), "wrong-file-type", "ZIP"),
        (package(&[("xl/workbook.xml", b"<x")]), "damaged-file", "hỏng"),
        (b"PK\x03\x04 cut off".to_vec(), "damaged-file", "hỏng"),
    ];
    for (bytes, code, word) in cases {
        let problems = read_xlsx(&bytes, &[dialogues()], &limits()).unwrap_err();
        assert_eq!(codes(&problems), [code]);
        assert!(problems[0].message.contains(word), "{:?} should name {word}", problems[0].message);
        assert!(problems[0].hint.is_some());
    }
}

/// The parts of an ordinary workbook, one of them replaced.
fn replaced(part: &str, with: &[u8]) -> Vec<u8> {
    let bytes = write_xlsx(&[dialogues()], &properties()).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().to_string();
        let mut content = Vec::new();
        std::io::copy(&mut file, &mut content).unwrap();
        parts.push((name.clone(), if name == part { with.to_vec() } else { content }));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    package(&parts)
}

#[test]
fn a_bomb_is_refused_whether_it_declares_its_size_or_lies() {
    let small = Limits { unzipped_bytes: 1 << 20, ..limits() };
    let bomb = replaced("docProps/app.xml", &vec![b' '; 2 << 20]);
    assert!(bomb.len() < 100_000);
    assert_eq!(codes(&read_xlsx(&bomb, &[dialogues()], &small).unwrap_err()), ["unzipped-too-large"]);

    // The same, with the size in local header and central directory overwritten by 1.
    let size = u32::to_le_bytes(2 << 20);
    let mut liar = bomb;
    let places: Vec<usize> = (0..liar.len() - 4).filter(|i| liar[*i..*i + 4] == size).collect();
    assert_eq!(places.len(), 2);
    for place in places {
        liar[place..place + 4].copy_from_slice(&1_u32.to_le_bytes());
    }
    let told = read_xlsx(&liar, &[dialogues()], &small).unwrap_err();
    assert!(["unzipped-too-large", "damaged-file"].contains(&told[0].code.as_str()));
}

#[test]
fn a_file_that_claims_a_huge_number_of_strings_or_a_far_cell_costs_nothing() {
    for claim in ["uniqueCount=\"99999999999999\"", "uniqueCount\n = '99999999999999'"] {
        let strings = format!("<sst {claim}><si><t>x</t></si></sst>");
        let bytes = replaced("xl/sharedStrings.xml", strings.as_bytes());
        assert_eq!(codes(&read_xlsx(&bytes, &[dialogues()], &limits()).unwrap_err()), ["damaged-file"]);
    }
    let far =
        b"<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>ngay</v></c>\
        </row><row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row></sheetData></worksheet>";
    let book = read_xlsx(&replaced("xl/worksheets/sheet1.xml", far), &[dialogues()], &limits()).unwrap();
    assert_eq!(book.tables[0].rows[0].row, 1_048_576);
}

#[test]
fn millions_of_empty_strings_or_styles_are_refused_before_they_fill_the_memory() {
    for (part, tag, count) in [("xl/sharedStrings.xml", "<si/>", 8_000_001), ("xl/styles.xml", "<xf/>", 1_000_001)] {
        let bytes = replaced(part, tag.repeat(count).as_bytes());
        assert!(bytes.len() < 300_000);
        assert_eq!(codes(&read_xlsx(&bytes, &[dialogues()], &limits()).unwrap_err()), ["unzipped-too-large"]);
    }
}

#[test]
fn each_limit_stops_the_reading_with_its_own_message() {
    let bytes = workbook("x", |sheet| {
        sheet.write_string(0, 0, "ngay").unwrap();
        for row in 1..20 {
            sheet.write_string(row, 0, "31/3/2021").unwrap();
        }
        sheet.write_string(19, 9, "0123456789x").unwrap();
    });
    let code = |limits: Limits| codes(&read_xlsx(&bytes, &[dialogues()], &limits).unwrap_err()).remove(0);
    assert_eq!(code(Limits { file_bytes: 100, ..limits() }), "file-too-large");
    assert_eq!(code(Limits { rows: 10, ..limits() }), "too-many-rows");
    assert_eq!(code(Limits { columns: 9, ..limits() }), "too-many-columns");
    assert_eq!(code(Limits { cells: 15, ..limits() }), "too-many-cells");
    assert_eq!(code(Limits { sheets: 0, ..limits() }), "too-many-sheets");
    assert_eq!(code(Limits { cell_chars: 10, ..limits() }), "cell-too-long");
    assert_eq!(code(limits()), "no-heading");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_read_or_refused_without_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400), zip in any::<bool>()
    ) {
        let bytes = if zip { [b"PK\x03\x04".as_slice(), &bytes].concat() } else { bytes };
        let _ = read_xlsx(&bytes, &[dialogues()], &limits());
    }

    #[test]
    fn a_workbook_with_bytes_overwritten_is_read_or_refused_without_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)
    ) {
        let mut bytes = write_xlsx(&[dialogues()], &properties()).unwrap();
        for (place, byte) in changes {
            let i = place.index(bytes.len());
            bytes[i] = byte;
        }
        let _ = read_xlsx(&bytes, &[dialogues()], &limits());
    }

    #[test]
    fn a_sheet_with_its_xml_mangled_is_read_or_refused_without_panic(
        cut in 0_usize..400, insert in "[<>/a-zA-Z0-9\" =:]{0,12}", part in 0_usize..4
    ) {
        let xml = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\">\
            <v>44286</v></c></row>\
            <row r=\"2\"><c r=\"A2\" t=\"e\"><v>#REF!</v></c><c t=\"b\"><v>1</v></c><c t=\"inlineStr\">\
            <is><t>x</t></is></c></row></sheetData></worksheet>";
        let at = cut.min(xml.len());
        let mangled = format!("{}{insert}{}", &xml[..at], &xml[at..]);
        let name = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"][part];
        let _ = read_xlsx(&replaced(name, mangled.as_bytes()), &[dialogues()], &limits());
    }

    #[test]
    fn any_text_survives_the_workbook(value in "[^\\x00-\\x08\\x0b-\\x1f\u{fffe}\u{ffff}]{1,40}") {
        prop_assume!(!value.trim().is_empty() && !value.contains('\r'));
        let mut table: TableOut = dialogues();
        table.rows = vec![vec![text(&value)]];
        let bytes = write_xlsx(&[table.clone()], &properties()).unwrap();
        let book = read_xlsx(&bytes, &[table], &limits()).unwrap();
        prop_assert_eq!(book.tables[0].rows[0].value("khoa-dong"), &CellValue::Text(value));
    }
}
