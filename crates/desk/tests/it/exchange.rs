//! Files in and out: planned, mended in a table of texts, written; never more than one may read.

use crate::furniture::{House, codes, dialogue, table, workbook};
use desk::exchange::{Action, ImportOptions, ImportPlan, Kind};
use domain::organs::Hierarchy;
use domain::registers::Role;
use serde_json::json;
use store::registers::Filter;
use testkit::both;

const COLUMNS: [&str; 8] =
    ["khoa-dong", "co-quan-giu-so", "ngay", "chu-de", "loai", "hinh-thuc", "chu-tri", "so-nguoi"];

fn row<'a>(key: &'a str, day: &'a str, kind: &'a str, people: &'a str) -> [&'a str; 8] {
    [key, "00003/ubnd", day, "Làm đường liên thôn", kind, "Gặp gỡ, tiếp xúc", "Bí thư cấp ủy", people]
}

/// The cells at which a plan has problems: key of the row, column, code.
fn faults(plan: &ImportPlan) -> Vec<(String, String, String)> {
    let mut out = Vec::new();
    for row in &plan.rows {
        for cell in &row.cells {
            out.extend(cell.problems.iter().map(|p| (row.key.clone(), cell.column.clone(), p.code.clone())));
        }
        for child in &row.children {
            for cell in &child.cells {
                let column = format!("{}[{}].{}", child.table, child.number, cell.column);
                out.extend(cell.problems.iter().map(|p| (row.key.clone(), column.clone(), p.code.clone())));
            }
        }
    }
    out
}

#[test]
fn three_bad_cells_are_named_mended_in_the_table_and_written() {
    both(|db| {
        let house = House::new(db);
        house.officer(house.a, |desk| {
            let rows = [
                row("1", "15/15/2025", "dinh-ky", "75"),
                row("2", "01/02/2025", "theo mùa", "12"),
                row("3", "02/02/2025", "dot-xuat", "41"),
            ];
            let rows: Vec<&[&str]> = rows.iter().map(|r| &r[..]).collect();
            let opinions = table(
                "y-kien",
                &["khoa-dong", "linh-vuc", "noi-dung", "ket-qua"],
                &[
                    &["3", "dat-dai", "Cấp giấy", "giai-dap-tai-cho"],
                    &["3", "trồng cây", "Ven đường", "giai-dap-tai-cho"],
                ],
            );
            let bytes = workbook(&[table("doi-thoai", &COLUMNS, &rows), opinions]);
            let options = ImportOptions::default();
            let plan = desk.plan_import("doi-thoai", "sai.xlsx", &bytes, &options).unwrap();
            let named = |key: &str, column: &str, code: &str| (key.into(), column.into(), code.into());
            assert_eq!(
                faults(&plan),
                [
                    named("1", "ngay", "no-such-date"),
                    named("2", "loai", "unknown-choice"),
                    named("3", "y-kien[2].linh-vuc", "unknown-choice")
                ]
            );
            assert_eq!((plan.added, plan.refused, plan.rows[2].cells[2].text.as_str()), (0, 3, "02/02/2025"));
            let cells: Vec<_> = plan.problems.iter().filter_map(|p| p.place.cell.as_deref()).collect();
            assert_eq!(cells, ["C3", "E4", "B4"]);
            assert_eq!(codes(desk.apply_import(&plan)).last().map(String::as_str), Some("import-refused"));
            assert_eq!(house.store.entries(&Filter::default()).unwrap().1, 0);

            let mut table = plan.table.clone();
            table.rows[0].cells.insert("ngay".into(), "15/12/2025".into());
            table.rows[1].cells.insert("loai".into(), "Đột xuất".into());
            table.rows[2].children.get_mut("y-kien").unwrap()[1].insert("linh-vuc".into(), "Đất đai".into());
            let text = serde_json::to_string(&table).unwrap();
            let kept = serde_json::from_str(&text).unwrap();
            let plan = desk.plan_cells("doi-thoai", &kept, &options).unwrap();
            assert_eq!((faults(&plan), plan.added, plan.refusal()), (vec![], 3, None));
            assert_eq!(desk.apply_import(&plan).unwrap().added, 3);
            let again = desk.plan_cells("doi-thoai", &kept, &options).unwrap();
            assert_eq!(
                (again.same, again.added, again.writes.len()),
                (3, 0, 0),
                "the same table again changes nothing"
            );
        });
        assert!(house.store.verify(&mut |_| {}).unwrap().is_empty());
    });
}

#[test]
fn child_rows_whose_key_no_row_has_are_shown_and_never_lost() {
    both(|db| {
        let house = House::new(db);
        house.officer(house.a, |desk| {
            let main = row("1", "15/12/2025", "dinh-ky", "75");
            let opinion: &[&str] = &["9", "dat-dai", "Cấp giấy", "giai-dap-tai-cho"];
            let opinions = table("y-kien", &["khoa-dong", "linh-vuc", "noi-dung", "ket-qua"], &[opinion]);
            let bytes = workbook(&[table("doi-thoai", &COLUMNS, &[&main]), opinions]);
            let plan = desk.plan_import("doi-thoai", "a.xlsx", &bytes, &ImportOptions::default()).unwrap();
            assert_eq!((plan.added, plan.refused, plan.rows[1].key.as_str()), (1, 1, "9"));
            assert_eq!(plan.rows[1].children[0].cells[1].text, "Cấp giấy");
            let mut table = plan.table;
            table.rows[1].cells.insert("khoa-dong".into(), "10".into());
            let still = desk.plan_cells("doi-thoai", &table, &ImportOptions::default()).unwrap();
            assert_eq!(still.rows[1].action, Action::Refused, "it needs a whole row now, or must be taken out");
            table.rows[0].children = table.rows.pop().unwrap().children;
            let mended = desk.plan_cells("doi-thoai", &table, &ImportOptions::default()).unwrap();
            assert_eq!((mended.added, mended.refused), (1, 0));
        });
    });
}

#[test]
fn a_row_that_the_register_has_already_is_named_and_the_others_are_not() {
    both(|db| {
        let house = House::new(db);
        let document = |key: &str, number: &str| {
            json!({ "khoa-dong": key, "chieu": "di", "loai": "ke-hoach", "so": number, "ky-hieu": "KH-UBND", "ngay": "5/1/2025",
                "co-quan-ban-hanh": "00003/ubnd", "cap-ban-hanh": "xa", "trich-yeu": "Đối thoại" })
        };
        let options = ImportOptions { organ: Some("00003/ubnd".into()), draft: false };
        house.officer(house.a, |desk| {
            let bytes = json!([document("1", "05")]).to_string().into_bytes();
            let plan = desk.plan_import("van-ban", "a.json", &bytes, &options).unwrap();
            desk.apply_import(&plan).unwrap();
            let bytes = json!([document("2", "06"), document("3", "05"), document("4", "06")]).to_string().into_bytes();
            let plan = desk.plan_import("van-ban", "b.json", &bytes, &options).unwrap();
            let actions: Vec<_> = plan.rows.iter().map(|r| r.action).collect();
            assert_eq!(actions, [Action::Add, Action::Refused, Action::Refused]);
            let told = |i: usize| plan.rows[i].problems.iter().map(|p| p.message.clone()).collect::<Vec<_>>().join(" ");
            assert!(told(1).contains("Sổ đã có mục này: số 1/2025"), "{}", told(1));
            assert!(told(2).contains("một dòng trên"), "{}", told(2));
        });
    });
}

#[test]
fn an_export_holds_what_one_may_read_and_nothing_hidden_from_the_role() {
    both(|db| {
        let house = House::new(db);
        let renewed = |name: &str| {
            json!({ "ngay": "2025-05-10", "to-chuc": "mttq", "cap-to-chuc": "xa", "chuc-danh": "chu-tich",
                "cach": "hiep-thuong", "nguoi": name })
        };
        for (unit, name) in [(house.a, "Người A minh họa"), (house.b, "Người Bê minh họa")] {
            house.desk(Role::Officer, unit, Hierarchy::MatTran, |desk| {
                house.add(desk, "kien-toan", &house.organ(unit, "mttq"), renewed(name)).unwrap();
            });
            house.officer(unit, |desk| {
                house.add(desk, "doi-thoai", &house.organ(unit, "ubnd"), dialogue("2025-05-10", 7)).unwrap();
            });
        }
        let exported = |role, unit, register: &str| {
            house.desk(role, unit, Hierarchy::ChinhQuyen, |desk| {
                let export = desk.export(register, &Filter::default(), Kind::Json).unwrap();
                (export.entries, String::from_utf8(export.bytes).unwrap())
            })
        };
        let (count, text) = exported(Role::Officer, house.a, "kien-toan");
        assert_eq!((count, text.contains("Người A"), text.contains("Người Bê")), (1, true, false));
        let (count, text) = exported(Role::Viewer, house.province, "kien-toan");
        assert_eq!((count, text.contains("Người")), (2, false));
        assert_eq!(exported(Role::Officer, house.b, "doi-thoai").0, 1);
        let asked = Filter { reach: None, under: Some(house.b), ..Filter::default() };
        let found = house.officer(house.a, |desk| desk.export("doi-thoai", &asked, Kind::Csv).unwrap().entries);
        assert_eq!(found, 0, "asking for another's records does not give them");
    });
}
