//! What is exported reads back the same, for every register and kind of value.

use crate::desk::Desk;
use serde_json::{Value, json};

/// One entry of each register, with as many kinds of values as it has. `{van-ban}` and `{mo-hinh}` stand for ids.
fn entries() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        (
            "van-ban",
            "085/ubnd",
            json!({
                "chieu": "di", "loai": "ke-hoach", "so": "05", "ky-hieu": "KH-UBND", "ngay": "5/1/2021", "co-quan-ban-hanh": "085/ubnd",
                "cap-ban-hanh": "huyen", "lien-tich": "085/mttq; Phòng Nội vụ; Ban quản lý chợ", "khoa": "khóa X, nhiệm kỳ 2020 - 2025", "trich-yeu": "Đối thoại năm 2021",
                "yeu-cau-bao-cao": "có", "han-bao-cao": "15/12/2021",
                "quan-he": [{ "loai-quan-he": "thuc-hien", "van-ban": "25-NQ/TW, ngày 03/6/2013" }],
                "moc": [{ "loai-moc": "so-ket", "so-nam": 1, "han": "31/12/2021" }, { "loai-moc": "tong-ket", "so-nam": 5, "han": "31/12/2025" }],
            }),
        ),
        (
            "doi-thoai",
            "085/ubnd",
            json!({
                "ngay": "31/3/2021", "chu-de": "=Chợ; \"bến\"\nhai dòng".replace('\n', " "), "loai": "dot-xuat", "hinh-thuc": "tiep-xuc",
                "chu-tri": "chu-tich-ubnd", "nguoi-dung-dau": "không", "doi-tuong": "nhan-dan; truong-thon", "dia-ban": "02866",
                "phoi-hop": "085/mttq", "ke-hoach": "{van-ban}", "can-cu": ["{van-ban}", "16/CT-TTg"], "so-nguoi": "gần 1.400",
                "ket-luan": "Dòng một.\nDòng hai.", "ngay-cong-khai": "05/04/2021",
                "y-kien": [
                    { "linh-vuc": "dat-dai", "noi-dung": "Cấp giấy", "ket-qua": "chuyen-cap-tren", "cap-chuyen": "tinh", "ngay-chuyen": "10/4/2021" },
                    { "linh-vuc": "ha-tang", "noi-dung": "Điện", "ket-qua": "giao-giai-quyet", "co-quan-giai-quyet": "Điện lực huyện", "han": "1/6/2021" },
                ],
            }),
        ),
        (
            "mo-hinh",
            "085/cap-uy",
            json!({
                "ten": "Tuyến đường hoa", "ngay-dang-ky": "1/2/2021", "linh-vuc": "van-hoa-xa-hoi", "chu-the": "ca-nhan",
                "don-vi-thuc-hien": "02866/ubnd", "ca-nhan": "Người minh họa", "phoi-hop": "02839; 085/mttq", "ngay-bat-dau": "1/3/2021",
                "ngay-cong-nhan": "1/11/2021", "cap-cong-nhan": "huyen", "cong-nhan-lai": [{ "ngay": "1/11/2022", "quyet-dinh": "12/QĐ-UBND" }],
                "ngay-nhan-rong": "2/1/2022", "noi-nhan-rong": [{ "don-vi": "02839", "ngay": "3/1/2022" }],
            }),
        ),
        (
            "khen-thuong",
            "085/ubnd",
            json!({
                "ngay": "2/9/2021", "hinh-thuc": "giay-khen", "co-quan-khen": "085/ubnd", "cap-khen": "huyen", "nam-thanh-tich": 2021,
                "ly-do": "dan-van-kheo", "mo-hinh": "{mo-hinh}", "so-tap-the": 2, "so-ca-nhan": 1,
                "danh-sach": [{ "loai": "tap-the", "ten": "Tập thể minh họa", "don-vi": "02866/ubnd" }],
            }),
        ),
        (
            "quan-triet",
            "085/ubnd",
            json!({
                "ngay": "10/5/2021", "loai": "tuyen-truyen", "hinh-thuc": "phuong-tien-thong-tin", "chu-de": "Bầu cử",
                "kenh": "truyen-thanh; ban-tin", "so-tin-bai": "khoảng 50", "so-luot-phat": 12,
                "tai-lieu": [{ "ten": "Tờ gấp", "don-vi-nhan": "02866", "so-ban": 1200 }, { "ten": "Sổ tay", "don-vi-nhan": "02839/ubnd", "so-ban": 5 }],
            }),
        ),
        (
            "kiem-tra",
            "085/cap-uy",
            json!({
                "ngay": "1/10/2021", "ten": "Kiểm tra công tác dân vận", "loai": "kiem-tra", "noi-dung": "cong-tac-dan-van", "chu-tri": "085/ban-dan-van",
                "don-vi": [{ "don-vi": "02866/cap-uy", "ngay": "2/10/2021", "khac-phuc": "dang-khac-phuc", "noi-dung-khac-phuc": "Bổ sung sổ", "han-khac-phuc": "1/12/2021" }, { "don-vi": "Trường phổ thông minh họa" }],
            }),
        ),
        (
            "dong-gop",
            "085/mttq",
            json!({
                "ngay": "20/11/2021", "loai": "quyen-gop-quy", "ten": "Ủng hộ quỹ", "quy": "phong-chong-dich", "luc-luong": "nhan-dan",
                "so-nguoi-tham-gia": "trên 2.000", "mo-hinh": "{mo-hinh}", "van-ban": "{van-ban}",
                "hang-muc": [{ "loai": "tien", "so-tien": "trên 600 triệu đồng" }, { "loai": "hien-vat-quy-tien", "so-tien": "đang chờ" },
                    { "loai": "duong-be-tong", "km": "2.500 m" }, { "loai": "hien-dat", "m2": "1,2 ha" }, { "loai": "ngay-cong", "ngay-cong": "gần 300" }],
            }),
        ),
        (
            "kien-toan",
            "085/mttq",
            json!({
                "ngay": "1/4/2021", "to-chuc": "mttq", "cap-to-chuc": "xa", "don-vi": "02866", "chuc-danh": "chu-tich", "cach": "hiep-thuong",
                "nguoi": "Người minh họa", "nhiem-ky": "2019 - 2024",
            }),
        ),
    ]
}

fn fill(desk: &Desk) -> Vec<&'static str> {
    let mut ids: Vec<(&str, String)> = Vec::new();
    for (register, organ, data) in entries() {
        let mut text = data.to_string();
        for (slug, id) in &ids {
            text = text.replace(&format!("{{{slug}}}"), id);
        }
        let added = desk.json(&["entry", "add", "--register", register, "--organ", organ, "--data", &text]);
        ids.push((register, added["id"].as_str().unwrap().to_string()));
    }
    ids.into_iter().map(|(register, _)| register).collect()
}

#[test]
fn what_is_exported_changes_nothing_when_it_is_imported_again() {
    let desk = Desk::new();
    for register in fill(&desk) {
        for kind in ["xlsx", "json", "csv"] {
            let file = format!("{register}.{kind}");
            desk.ok(&["entry", "export", "--register", register, "-o", &file]);
            let again = desk.json(&["entry", "import", &desk.path(&file), "--register", register]);
            let expected = json!({ "rows": 1, "added": 0, "changed": 0, "unchanged": 1, "written": true });
            let data = &desk.json(&["entry", "list", "--register", register])["entries"][0]["data"];
            assert_eq!(again, expected, "{file}: {data:#}");
        }
    }
    desk.balanced();
}

#[test]
fn what_is_exported_fills_another_database_with_the_same() {
    let (here, there) = (Desk::new(), Desk::new());
    for register in fill(&here) {
        let file = here.path(&format!("{register}.xlsx"));
        here.ok(&["entry", "export", "--register", register, "-o", &file]);
        // Links to entries of other registers lead nowhere in another database.
        if ["doi-thoai", "khen-thuong", "dong-gop"].contains(&register) {
            continue;
        }
        assert_eq!(there.json(&["entry", "import", &file, "--register", register])["added"], 1, "{register}");
        let data = |desk: &Desk| {
            let mut data = desk.json(&["entry", "list", "--register", register])["entries"][0]["data"].clone();
            for rows in data.as_object_mut().unwrap().values_mut().filter_map(Value::as_array_mut) {
                rows.iter_mut().filter_map(Value::as_object_mut).for_each(|row| drop(row.remove("id")));
            }
            data
        };
        let same = |v: &Value| v.to_string().replace(|c: char| c.is_ascii_digit(), "#");
        assert_eq!(same(&data(&here)), same(&data(&there)), "but for the keys of organs");
    }
}

#[test]
fn what_a_viewer_exports_clears_nothing_that_the_viewer_may_not_see() {
    let desk = Desk::new();
    fill(&desk);
    for (register, kind) in [("mo-hinh", "xlsx"), ("khen-thuong", "xlsx"), ("kien-toan", "json"), ("kien-toan", "csv")]
    {
        let file = format!("{register}.{kind}");
        desk.ok(&["entry", "export", "--register", register, "-o", &file, "--role", "viewer"]);
        let again = desk.json(&["entry", "import", &desk.path(&file), "--register", register]);
        assert_eq!(again["unchanged"], 1, "{file}");
    }
}
