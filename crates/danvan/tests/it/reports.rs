//! Reports: drawn from the ledger, every number opens its records.

use crate::desk::{Desk, dialogue, says};

fn report<'a>(template: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["report", template, "--unit", "085@2021-12-31", "--period", "nam:2021"], more].concat()
}

fn filled() -> Desk {
    let desk = Desk::new();
    for (organ, day) in [("085/ubnd", "2021-03-31"), ("02866/ubnd", "2021-04-30"), ("085/cap-uy", "2021-05-31")] {
        desk.add("doi-thoai", organ, &dialogue(day, "1.500"));
    }
    desk
}

#[test]
fn both_yearly_reports_are_drawn_as_page_and_text() {
    let desk = filled();
    let party = desk.ok(&report("bao-cao-nam-dang", &[]));
    says(&party, &["HUYỆN ỦY BẮC HÀ", "BÁO CÁO", "cấp huyện 02", "cấp xã 01", "4.500"]);
    desk.warned(&report("bao-cao-nam-ubnd", &["--html", "ubnd.html", "--text", "ubnd.txt"]));
    let text = std::fs::read_to_string(desk.path("ubnd.txt")).unwrap();
    says(&text, &["ỦY BAN NHÂN DÂN", "3.000"]);
    says(&std::fs::read_to_string(desk.path("ubnd.html")).unwrap(), &["<html lang=\"vi\">", "3.000"]);
}

#[test]
fn every_number_of_the_page_opens_the_records_behind_it() {
    let desk = filled();
    desk.warned(&report("bao-cao-nam-dang", &["--html", "dang.html"]));
    let page = std::fs::read_to_string(desk.path("dang.html")).unwrap();
    let targets: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(targets.len() > 3, "{} links", targets.len());
    for target in targets {
        assert!(page.contains(&format!("id=\"{target}\"")), "#{target} leads nowhere");
    }
    let ids = desk.json(&["entry", "list"]);
    for entry in ids["entries"].as_array().unwrap() {
        let id = entry["id"].as_str().unwrap();
        assert!(page.contains(id) || page.contains(entry["title"].as_str().unwrap()), "{id}");
    }
}

#[test]
fn an_unknown_template_is_told_with_the_known_ones() {
    let desk = Desk::new();
    says(&desk.refused(&report("bao-cao-nam", &[])), &["bao-cao-nam-dang", "bao-cao-nam-ubnd"]);
    says(&desk.refused(&report("bao-cao-nam-dang", &["--set", "chu-de"])), &["--set", "TÊN=LỜI"]);
    says(&desk.refused(&report("bao-cao-nam-dang", &["--html", "không/có/b.html"])), &["Không ghi được tệp"]);
}

#[test]
fn a_template_dropped_into_a_catalogue_folder_is_drawn() {
    let mut desk = filled();
    desk.file(
        "dm/reports/tin-nhanh/report.toml",
        r#"slug = "tin-nhanh"
name = "Tin nhanh"
layout = "party"
title = "TIN NHANH"
subject = "Đối thoại {{@nam}}"
[[issuer]]
organ = "Huyện ủy {ten}"
symbol = "TN/HU"
signer = ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"]
recipients = ["Lưu Văn phòng"]
[[parameter]]
key = "loi-dau"
name = "Lời đầu"
default = "Kính gửi các đồng chí,"
[[figure]]
key = "so-cuoc"
indicator = "doi-thoai.so-cuoc"
"#,
    );
    desk.file(
        "dm/reports/tin-nhanh/body.md",
        "{{@loi-dau}}\n\nĐã có {{so-cuoc}} cuộc đối thoại{{#if}} ({{so-cuoc:cap}}){{/if}}.\n",
    );
    desk.use_catalogue("dm");
    says(&desk.ok(&["catalogue", "check"]), &["4 mẫu báo cáo"]);
    let text = desk.ok(&report("tin-nhanh", &["--set", "loi-dau=Kính gửi Thường trực Tỉnh ủy,"]));
    says(&text, &["TIN NHANH", "Kính gửi Thường trực Tỉnh ủy", "Đã có 3 cuộc đối thoại"]);
    says(&desk.refused(&report("tin-nhanh", &["--set", "loi-cuoi=x"])), &["loi-cuoi"]);
}
