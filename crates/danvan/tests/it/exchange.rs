//! Files into a register: every mistake at its cell, all at once; the same file twice changes nothing.

use crate::desk::{Desk, dialogue, says, table, workbook};
use serde_json::{Value, json};

const COLUMNS: [&str; 8] =
    ["khoa-dong", "co-quan-giu-so", "ngay", "chu-de", "loai", "hinh-thuc", "chu-tri", "so-nguoi"];

/// A row of a dialogue: what differs.
fn row<'a>(key: &'a str, organ: &'a str, day: &'a str, kind: &'a str, people: &'a str) -> [&'a str; 8] {
    [key, organ, day, "Làm đường liên thôn", kind, "Gặp gỡ, tiếp xúc", "Bí thư cấp ủy", people]
}

fn book(desk: &Desk, name: &str, rows: &[[&str; 8]]) -> String {
    let rows: Vec<&[&str]> = rows.iter().map(|r| &r[..]).collect();
    workbook(desk, name, &[table("doi-thoai", &COLUMNS, &rows)])
}

fn import(desk: &Desk, file: &str) -> Value {
    desk.json(&["entry", "import", file, "--register", "doi-thoai"])
}

#[test]
fn every_mistake_of_a_workbook_is_told_at_its_cell_at_once_and_nothing_is_written() {
    let desk = Desk::new();
    let bad = [
        row("1", "085/ubnd", "15/15/2022", "theo mùa", "75"),
        row("2", "085/ubnd", "01/02/2026", "dinh-ky", "12"),
        row("3", "02839/ubnd", "01/02/2021", "dot-xuat", "40 km"),
        row("4", "02839/ubnd", "02/02/2021", "dot-xuat", "41"),
    ];
    let opinions = table(
        "y-kien",
        &["khoa-dong", "linh-vuc", "noi-dung", "ket-qua"],
        &[
            &["4", "dat-dai", "Cấp giấy chứng nhận", "giai-dap-tai-cho"],
            &["4", "trồng cây", "Trồng cây ven đường", "chuyen-cap-tren"],
            &["9", "dat-dai", "Không có cuộc", "giai-dap-tai-cho"],
        ],
    );
    let rows: Vec<&[&str]> = bad.iter().map(|r| &r[..]).collect();
    let file = workbook(&desk, "sai.xlsx", &[table("doi-thoai", &COLUMNS, &rows), opinions]);
    let refused = desk.refused(&["entry", "import", &file, "--register", "doi-thoai"]);
    says(&refused, &["[doi-thoai!C3] ngay: lỗi", "15/15/2022", "[doi-thoai!E3] loai: lỗi", "theo mùa"]);
    says(&refused, &["[doi-thoai!B4] co-quan-giu-so: lỗi", "Huyện Bắc Hà", "30/06/2025"]);
    says(&refused, &["[doi-thoai!H5] so-nguoi: lỗi", "km"]);
    says(&refused, &["[y-kien!B4] y-kien[2].linh-vuc: lỗi", "trồng cây", "y-kien[2].cap-chuyen: lỗi"]);
    says(&refused, &["[y-kien!A5]", "Không có dòng “9”", "chưa có gì được ghi"]);
    assert_eq!(desk.json(&["entry", "list"])["total"], 0);

    let mended = [
        row("1", "085/ubnd", "15/12/2022", "dinh-ky", "75"),
        row("2", "02839/ubnd", "01/02/2026", "dinh-ky", "12"),
        row("3", "02839/ubnd", "01/02/2021", "dot-xuat", "40 người"),
    ];
    let file = book(&desk, "đúng.xlsx", &mended);
    assert_eq!(import(&desk, &file)["added"], 3);
}

#[test]
fn the_same_file_twice_changes_nothing_and_one_mended_cell_changes_one_entry() {
    let desk = Desk::new();
    let mut rows = [
        row("1", "085/ubnd", "15/12/2022", "dinh-ky", "trên 75"),
        row("2", "02839/ubnd", "01/02/2021", "dinh-ky", "đang chờ"),
        row("2", "085/ubnd", "01/03/2021", "dot-xuat", "12"),
    ];
    let file = book(&desk, "a.xlsx", &rows);
    let preview = desk.json(&["entry", "import", &file, "--register", "doi-thoai", "--preview"]);
    assert_eq!((&preview["added"], &preview["written"]), (&json!(3), &json!(false)));
    assert_eq!(desk.json(&["entry", "list"])["total"], 0, "a preview writes nothing");

    assert_eq!(import(&desk, &file), json!({ "rows": 3, "added": 3, "changed": 0, "unchanged": 0, "written": true }));
    assert_eq!(import(&desk, &file), json!({ "rows": 3, "added": 0, "changed": 0, "unchanged": 3, "written": true }));
    rows[2][7] = "13";
    let file = book(&desk, "b.xlsx", &rows);
    assert_eq!(import(&desk, &file), json!({ "rows": 3, "added": 0, "changed": 1, "unchanged": 2, "written": true }));
    let entry = &desk.json(&["entry", "list", "--unit", "085@2021-12-31", "--to", "2021-12-31"])["entries"];
    assert_eq!((&entry[1]["data"]["so-nguoi"], &entry[1]["version"]), (&json!(13), &json!(2)));
    desk.balanced();
}

#[test]
fn a_cleared_cell_clears_the_field_and_a_missing_column_leaves_it() {
    let desk = Desk::new();
    let venue = |columns: &[&str], cells: &[&str], name: &str| {
        let columns = [&COLUMNS[..], columns].concat();
        let row = row("1", "085/ubnd", "15/12/2022", "dinh-ky", "75");
        workbook(&desk, name, &[table("doi-thoai", &columns, &[&[&row[..], cells].concat()])])
    };
    let shown = || desk.json(&["entry", "list"])["entries"][0]["data"]["dia-diem"].clone();
    import(&desk, &venue(&["dia-diem"], &["Hội trường"], "a.xlsx"));
    assert_eq!(import(&desk, &venue(&[], &[], "b.xlsx"))["unchanged"], 1);
    assert_eq!(shown(), "Hội trường");
    assert_eq!(import(&desk, &venue(&["dia-diem"], &[""], "c.xlsx"))["changed"], 1);
    assert_eq!(shown(), Value::Null);
}

#[test]
fn keys_that_repeat_or_are_missing_and_columns_that_are_unknown_are_told() {
    let desk = Desk::new();
    let rows = [
        row("1", "085/ubnd", "15/12/2022", "dinh-ky", "75"),
        row("1", "085/ubnd", "16/12/2022", "dinh-ky", "76"),
        row("", "085/ubnd", "17/12/2022", "dinh-ky", "77"),
        row("4", "", "17/12/2022", "dinh-ky", "77"),
    ];
    let refused = desk.refused(&["entry", "import", &book(&desk, "a.xlsx", &rows), "--register", "doi-thoai"]);
    says(
        &refused,
        &[
            "[doi-thoai!A4] khoa-dong: lỗi: Khóa “1” có hai dòng",
            "[doi-thoai!A5] khoa-dong: lỗi",
            "[doi-thoai!B6] co-quan-giu-so",
        ],
    );
    let file = workbook(
        &desk,
        "b.xlsx",
        &[table("doi-thoai", &["khoa-dong", "ngay", "ghi-chep"], &[&["1", "1/2/2021", "x"]])],
    );
    says(&desk.refused(&["entry", "import", &file, "--register", "doi-thoai"]), &["ghi-chep", "doi-thoai!C1"]);
}

#[test]
fn csv_and_json_tell_their_places_too() {
    let desk = Desk::new();
    let csv = desk.file("a.csv", "khoa-dong;co-quan-giu-so;ngay;chu-de;loai;hinh-thuc;chu-tri;so-nguoi\n1;085/ubnd;31/02/2021;Chợ;dinh-ky;tiep-xuc;bi-thu;75\n");
    says(&desk.refused(&["entry", "import", &csv, "--register", "doi-thoai"]), &["[a.csv!C2] ngay: lỗi", "31/2/2021"]);
    let rows = json!([dialogue("2021-02-01", "75"), { "khoa-dong": "2", "co-quan-giu-so": "085/ubnd", "ngay": "2021-02-01", "la": 1 }]);
    let file = desk.file("a.json", &rows.to_string());
    let refused = desk.refused(&["entry", "import", &file, "--register", "doi-thoai", "--organ", "085/ubnd"]);
    says(&refused, &["a.json", "[1].khoa-dong: lỗi", "[2].la: lỗi", "[2].chu-de: lỗi: Phải ghi"]);
    let broken = desk.file("b.json", "[{\"khoa-dong\": 1,\n]");
    says(&desk.refused(&["entry", "import", &broken, "--register", "doi-thoai"]), &["b.json:2", "JSON"]);
}

#[test]
fn files_of_other_kinds_and_files_that_lie_about_their_kind_are_refused() {
    let desk = Desk::new();
    let import = |file: &str| desk.refused(&["entry", "import", file, "--register", "doi-thoai"]);
    says(&import(&desk.file("a.doc", "x")), &["a.doc", ".xlsx, .csv"]);
    says(&import(&desk.file("a.xlsx", "không phải bảng tính")), &["a.xlsx", "lỗi"]);
    says(&import(&desk.file("trống.csv", "")), &["trống.csv", "rỗng"]);
    says(&import("không-có.xlsx"), &["không-có.xlsx", "Không có tệp này"]);
    let other = desk.refused(&["entry", "import", "a.xlsx", "--register", "doi-thoa"]);
    says(&other, &["có phải “doi-thoai”?"]);
    says(&desk.refused(&["entry", "export", "--register", "doi-thoai", "-o", "ra.pdf"]), &[".pdf"]);
}

#[test]
fn the_template_is_filled_in_by_any_register_and_tells_what_is_required() {
    let desk = Desk::new();
    for register in
        ["doi-thoai", "mo-hinh", "van-ban", "khen-thuong", "quan-triet", "kiem-tra", "dong-gop", "kien-toan"]
    {
        let file = format!("{register}.xlsx");
        desk.ok(&["entry", "template", "--register", register, "--out", &file]);
        let empty = desk.json(&["entry", "import", &desk.path(&file), "--register", register]);
        assert_eq!((&empty["rows"], &empty["added"]), (&json!(0), &json!(0)), "{register}");
    }
}

#[test]
fn an_imported_row_neither_moves_to_another_organ_nor_wakes_a_struck_out_entry() {
    let desk = Desk::new();
    let id = desk.add("doi-thoai", "085/ubnd", &dialogue("2021-03-01", "75"));
    let moved = book(&desk, "a.xlsx", &[row(&id, "02839/ubnd", "01/03/2021", "dinh-ky", "75")]);
    says(&desk.refused(&["entry", "import", &moved, "--register", "doi-thoai"]), &["B3", "cơ quan khác"]);
    desk.ok(&["entry", "void", &id, "--version", "1", "--reason", "ghi trùng"]);
    let struck = book(&desk, "b.xlsx", &[row(&id, "085/ubnd", "01/03/2021", "dinh-ky", "75")]);
    says(&desk.refused(&["entry", "import", &struck, "--register", "doi-thoai"]), &["A3", "đã bị hủy"]);
}

#[test]
fn rows_that_are_one_document_or_lie_outside_the_owners_area_are_told_at_their_place() {
    let desk = Desk::new();
    let document = |key: &str| {
        json!({ "khoa-dong": key, "chieu": "di", "loai": "ke-hoach", "so": "05", "ky-hieu": "KH-UBND", "ngay": "5/1/2021",
            "co-quan-ban-hanh": "085/ubnd", "cap-ban-hanh": "huyen", "trich-yeu": "Đối thoại" })
    };
    let file = desk.file("a.json", &json!([document("1"), document("2")]).to_string());
    let refused = desk.refused(&["entry", "import", &file, "--register", "van-ban", "--organ", "085/ubnd"]);
    says(&refused, &["[2]: lỗi: Dòng này là cùng một mục"]);
    let mut elsewhere = dialogue("2021-02-01", "75");
    elsewhere["khoa-dong"] = json!("1");
    elsewhere["dia-ban-so-lieu"] = json!("086");
    let file = desk.file("b.json", &json!([elsewhere]).to_string());
    let refused = desk.refused(&["entry", "import", &file, "--register", "doi-thoai", "--organ", "085/ubnd"]);
    says(&refused, &["[1].dia-ban-so-lieu: lỗi", "không thuộc", "Bắc Hà"]);
}
