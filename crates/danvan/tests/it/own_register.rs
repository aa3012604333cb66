//! A new register and its indicators come as TOML in an empty folder: nothing else is touched.

use crate::desk::{Desk, says, table, workbook};
use serde_json::json;
use testkit::{Database, both};

const REGISTER: &str = r#"
[register]
slug = "vuon-mau"
name = "Vườn mẫu"
name-en = "Model gardens"
description = "Mỗi mục là một vườn mẫu do hộ dân làm, cơ quan vận động ghi sổ."
record-date = "ngay"
title = ["ten", "cay-chinh"]

[[field]]
slug = "ngay"
name = "Ngày bắt đầu"
kind = "date"
required = true
[[field]]
slug = "ten"
name = "Tên vườn"
kind = "text"
required = true
[[field]]
slug = "cay-chinh"
name = "Cây chính"
kind = "choice"
scheme = "cay-vuon"
required = true
[[field]]
slug = "dien-tich"
name = "Diện tích"
kind = "quantity"
unit = "sao"
scale = 2
approx = true
[[field]]
slug = "ngay-ket-thuc"
name = "Ngày thôi duy trì"
kind = "date"
not-before = "ngay"
[[field]]
slug = "thu-hoach"
name = "Các lần thu hoạch"
kind = "children"
[[field.field]]
slug = "ngay"
name = "Ngày"
kind = "date"
required = true
[[field.field]]
slug = "ta"
name = "Sản lượng"
kind = "quantity"
unit = "ta"
scale = 1
required = true
[[field.field]]
slug = "ban"
name = "Bán ra chợ"
kind = "yes-no"
[[field]]
slug = "so-lan"
name = "Số lần thu hoạch"
kind = "integer"
computed = { count = "thu-hoach" }

[[state]]
slug = "du-thao"
name = "Dự thảo"
initial = true
[[state]]
slug = "da-ghi"
name = "Đã ghi sổ"
[[transition]]
slug = "ghi-so"
name = "Ghi sổ"
from = ["du-thao"]
to = "da-ghi"
who = ["officer", "leader"]

[[posting]]
slug = "bat-dau"
measure = "vuon-mau.dang-co"
date = "ngay"
states = ["da-ghi"]
dims = { cay-vuon = "cay-chinh" }
[[posting]]
slug = "thoi"
measure = "vuon-mau.dang-co"
date = "ngay-ket-thuc"
states = ["da-ghi"]
dims = { cay-vuon = "cay-chinh" }
ends = true
[[posting]]
slug = "san-luong"
measure = "vuon-mau.san-luong"
per = "thu-hoach"
amount = "ta"
date = "ngay"
states = ["da-ghi"]
dims = { cay-vuon = "../cay-chinh", ban-ra-cho = "ban" }
"#;

const MEASURES: &str = r#"
[[counting-unit]]
slug = "vuon"
symbol = "vườn"
name = "vườn"
[[counting-unit]]
slug = "sao"
symbol = "sào"
name = "sào Bắc Bộ"
[[counting-unit]]
slug = "tan-rau"
symbol = "tấn rau"
name = "tấn rau"
[[counting-unit]]
slug = "ta"
symbol = "tạ"
name = "tạ"
base = "tan-rau"
factor = "1/10"

[[scheme]]
family = "cay-vuon"
slug = "cay-huyen"
name = "Cây của huyện"
owners = { cap = ["huyen"] }
[[scheme.value]]
slug = "man"
name = "Mận tam hoa"
[[scheme.value]]
slug = "le"
name = "Lê xanh"
[[scheme]]
family = "cay-vuon"
slug = "cay-xa"
name = "Cây của xã"
owners = { cap = ["xa"] }
[[scheme.value]]
slug = "rau"
name = "Rau các loại"

[[dimension]]
slug = "cay-vuon"
name = "Cây chính"
[[dimension]]
slug = "ban-ra-cho"
name = "Bán ra chợ"

[[measure]]
slug = "vuon-mau.dang-co"
name = "Vườn mẫu đang có"
unit = "vuon"
scale = 0
nature = "stock"
definition = "Vườn đã bắt đầu mà chưa thôi."
[[measure]]
slug = "vuon-mau.san-luong"
name = "Sản lượng vườn mẫu"
unit = "tan-rau"
scale = 2
nature = "flow"
definition = "Sản lượng các lần thu hoạch."

[[indicator]]
slug = "vuon-mau.so-vuon"
name = "Số vườn mẫu"
sum = [{ measure = "vuon-mau.dang-co" }]
dimensions = ["cay-vuon"]
definition = "Vườn mẫu đang có đến cuối kỳ."
[[indicator]]
slug = "vuon-mau.ty-le-ban"
name = "Phần sản lượng bán ra chợ"
definition = "Sản lượng bán trên tổng sản lượng."
dimensions = ["cay-vuon"]
[indicator.ratio]
num = [{ measure = "vuon-mau.san-luong", where = { ban-ra-cho = ["co"] } }]
den = [{ measure = "vuon-mau.san-luong" }]
"#;

fn desk(database: Database) -> Desk {
    let mut desk = Desk::on(database);
    desk.file("vuon/so.toml", REGISTER);
    desk.file("vuon/so-do.toml", MEASURES);
    desk.use_catalogue("vuon");
    desk
}

fn fill(desk: &Desk) {
    desk.add(
        "vuon-mau",
        "085/ubnd",
        &json!({ "ngay": "10/2/2021", "ten": "Vườn bản Phố", "cay-chinh": "man tam hoa", "dien-tich": "trên 2,5 sào",
            "thu-hoach": [{ "ngay": "1/6/2021", "ta": "12,5 tạ", "ban": "có" }, { "ngay": "1/7/2021", "ta": "0,75 tan-rau" }] }),
    );
    let book = workbook(
        desk,
        "vuon.xlsx",
        &[
            table(
                "vuon-mau",
                &["khoa-dong", "co-quan-giu-so", "ngay", "ten", "cay-chinh", "dien-tich", "ngay-ket-thuc"],
                &[
                    &["1", "085/ubnd", "01/03/2021", "Vườn Na Hối", "le", "3", ""],
                    &["2", "02866/ubnd", "02/03/2021", "Vườn rau", "Rau các loại", "1,25 sào", "30/09/2021"],
                ],
            ),
            table("thu-hoach", &["khoa-dong", "ngay", "ta", "ban"], &[&["2", "20/05/2021", "20", "x"]]),
        ],
    );
    assert!(desk.ok(&["entry", "import", &book, "--register", "vuon-mau"]).contains("2 mục mới"));
    let csv = desk.file("vuon.csv", "khoa-dong,ngay,ten,cay-chinh\r\nc1,05/04/2021,Vườn thứ tư,le\r\n");
    assert!(desk.ok(&["entry", "import", &csv, "--register", "vuon-mau", "--organ", "085/ubnd"]).contains("1 mục mới"));
    let rows = json!([{ "khoa-dong": "j1", "co-quan-giu-so": "085/ubnd", "ngay": "2021-04-06", "ten": "Vườn thứ năm", "cay-chinh": "man",
        "thu-hoach": [{ "ngay": "2021-08-01", "ta": 30, "ban": true }] }]);
    let list = desk.file("vuon.json", &rows.to_string());
    assert!(desk.ok(&["entry", "import", &list, "--register", "vuon-mau"]).contains("1 mục mới"));
}

fn a_new_register_works(database: Database) {
    let desk = desk(database);
    assert!(desk.ok(&["catalogue", "check"]).contains("Danh mục đúng"));
    desk.ok(&["entry", "template", "--register", "vuon-mau", "-o", "mau.xlsx"]);
    fill(&desk);

    let list = desk.json(&["entry", "list", "--register", "vuon-mau"]);
    assert_eq!(list["total"], 5);
    assert_eq!(list["entries"][0]["data"]["so-lan"], 2);
    says(&desk.ok(&["entry", "list", "--search", "na hoi"]), &["Vườn Na Hối – Lê xanh"]);

    // Five were begun, one ended on 30 September: 5 before, 4 after.
    assert_eq!(desk.value("vuon-mau.so-vuon", "085@2021-12-31", "9-thang:2021"), 4);
    assert_eq!(desk.value("vuon-mau.so-vuon", "085@2021-12-31", "6-thang-dau:2021"), 5);
    // Sold: 1.25 + 2 + 3 of 7 tonnes.
    let ratio = ["figures", "--unit", "085@2021-12-31", "--period", "nam:2021", "--indicator", "vuon-mau.ty-le-ban"];
    let ratio = &desk.json(&ratio)["figures"][0];
    assert_eq!((&ratio["numerator"], &ratio["denominator"]), (&json!(6.25), &json!(7)));
    let by = ["figures", "--unit", "085@2021-12-31", "--period", "nam:2021", "--indicator", "vuon-mau.so-vuon", "--by"];
    let by = desk.json(&[&by[..], &["cay-vuon"]].concat());
    let counts: Vec<_> =
        by["figures"].as_array().unwrap().iter().skip(1).map(|f| (&f["by"]["cay-vuon"], &f["value"])).collect();
    assert!(counts.contains(&(&json!("man"), &json!(2))) && counts.contains(&(&json!("le"), &json!(2))), "{counts:?}");
    let records = ["records", "--unit", "085@2021-12-31", "--period", "nam:2021", "--indicator", "vuon-mau.so-vuon"];
    assert_eq!(desk.json(&records)["sum"], 4);

    for file in ["ra.xlsx", "ra.json", "ra.csv"] {
        desk.ok(&["entry", "export", "--register", "vuon-mau", "-o", file]);
        let again = desk.ok(&["entry", "import", &desk.path(file), "--register", "vuon-mau"]);
        assert!(again.contains("0 mục mới, 0 mục sửa, 5 mục không đổi"), "{file}: {again}");
    }
    desk.balanced();
}

#[test]
fn a_new_register_and_two_indicators_dropped_as_toml_enter_import_list_export_and_count() {
    both(a_new_register_works);
}

#[test]
fn choices_of_a_new_scheme_follow_the_owner() {
    let desk = desk(Database::Sqlite);
    let data = r#"{"ngay": "1/3/2021", "ten": "Vườn", "cay-chinh": "rau"}"#;
    let refused = desk.refused(&["entry", "add", "--register", "vuon-mau", "--organ", "085/ubnd", "--data", data]);
    says(&refused, &["cay-chinh", "Mận tam hoa"]);
    desk.ok(&["entry", "add", "--register", "vuon-mau", "--organ", "02866/ubnd", "--data", data]);
}
