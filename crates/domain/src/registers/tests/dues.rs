//! What is to be done by a date.

use super::*;
use crate::registers::{DueRule, dues, waiting};
use serde_json::json;

fn with_dues() -> Register {
    let rule = |slug: &str, rows: Option<&str>, date: &str, open_when| DueRule {
        slug: slug.into(),
        name: format!("Việc {slug}"),
        name_en: None,
        rows: rows.map(str::to_owned),
        date: date.into(),
        open_when,
    };
    Register {
        dues: vec![
            rule("ca-muc", None, "ngay", Condition::Set("moi".into(), false)),
            rule(
                "tung-dong",
                Some("y-kien"),
                "ngay-xong",
                Condition::Not(Box::new(Condition::Set("so-luong".into(), true))),
            ),
            rule("theo-muc", Some("y-kien"), "../ngay", Condition::Is("../loai".into(), vec!["dinh-ky".into()])),
        ],
        ..register()
    }
}

#[test]
fn an_entry_and_each_of_its_rows_are_due_while_their_condition_holds() {
    let data = json!({
        "ngay": "2021-03-31", "loai": "dot-xuat",
        "y-kien": [{"id": "r1", "ngay-xong": "2021-05-01"}, {"id": "r2", "ngay-xong": "2021-04-01", "so-luong": 2}, {"id": "r3"}],
    });
    let mut data = data.as_object().cloned().unwrap();
    let found = |data: &Data| {
        let list = dues(&with_dues(), data).into_iter();
        list.map(|d| (d.rule, d.row.unwrap_or_default(), d.date.to_string())).collect::<Vec<_>>()
    };
    let due = |rule: &str, row: &str, date: &str| (rule.to_owned(), row.to_owned(), date.to_owned());
    assert_eq!(found(&data), [due("ca-muc", "", "2021-03-31"), due("tung-dong", "r1", "2021-05-01")]);
    data.insert("moi".into(), json!("xong"));
    data.insert("loai".into(), json!("dinh-ky"));
    let rows = ["r1", "r2", "r3"].map(|row| due("theo-muc", row, "2021-03-31"));
    assert_eq!(found(&data)[1..], rows);
    assert_eq!(found(&Data::new()), [], "without a date nothing is due");
}

#[test]
fn the_text_of_a_due_row_is_what_every_role_may_see() {
    let mut register = with_dues();
    let FieldKind::Children { fields, .. } = &mut register.fields.iter_mut().find(|f| f.slug == "y-kien").unwrap().kind
    else {
        panic!("rows")
    };
    let text = FieldKind::Text { max_length: 500, pattern: None };
    fields.insert(0, Field { see: vec![Role::Leader], ..field("kin", text.clone()) });
    fields.insert(1, field("loi", text));
    let row = json!({"id": "r", "ngay-xong": "2021-05-01", "kin": "tên người", "loi": "  nước\n sạch "});
    let data = json!({"ngay": "2021-03-31", "y-kien": [row]}).as_object().cloned().unwrap();
    let texts = |register: &Register| dues(register, &data).into_iter().map(|d| d.text).collect::<Vec<_>>();
    assert_eq!(texts(&register)[1], "nước sạch");
    register.fields.iter_mut().find(|f| f.slug == "y-kien").unwrap().see = vec![Role::Leader];
    assert_eq!(texts(&register)[1], "", "rows that a role may not see say nothing");
}

#[test]
fn entries_wait_in_states_in_which_they_do_not_count_for_who_may_take_them_on() {
    let register = register();
    let slugs = |role| waiting(&register, role).iter().map(|s| s.slug.as_str()).collect::<Vec<_>>();
    assert_eq!(slugs(Role::Officer), ["nhap"]);
    assert!(slugs(Role::Viewer).is_empty());
}
