use super::*;
use crate::ledger::{Amount, Approx, DraftPosting};

fn post(more: &Value, state: &str) -> Vec<DraftPosting> {
    let data = check(&with(more)).map_err(|p| codes(&p)).unwrap().data;
    postings(&catalogue(), &register(), &owner(), &data, state).unwrap()
}

fn of<'a>(made: &'a [DraftPosting], rule: &str) -> Vec<&'a DraftPosting> {
    made.iter().filter(|p| p.rule == format!("so/{rule}")).collect()
}

#[test]
fn an_entry_posts_only_in_the_states_of_its_rules() {
    assert!(post(&json!({}), "nhap").is_empty());
    let made = post(&json!({}), "da-ghi");
    assert_eq!(made.len(), 1);
    assert_eq!((made[0].measure.as_str(), made[0].amount, made[0].date), ("cuoc", Amount::exact(1), date(2021, 3, 31)));
    assert_eq!(made[0].dims, [("loai".to_owned(), "dinh-ky".to_owned())].into());
}

#[test]
fn amounts_are_scaled_to_the_measure_and_keep_how_exact_they_are() {
    let made = post(&json!({"so-nguoi": "trên 600", "duong": "2.500 m"}), "da-ghi");
    assert_eq!(of(&made, "nguoi")[0].amount, Amount { scaled: 600, approx: Approx::Over });
    assert_eq!(of(&made, "duong")[0].amount, Amount::exact(2500));
    let waiting = post(&json!({"so-nguoi": "đang chờ"}), "da-ghi");
    assert_eq!(of(&waiting, "nguoi")[0].amount, Amount { scaled: 0, approx: Approx::Pending });
}

#[test]
fn a_list_counts_its_items_and_a_distinct_measure_each_member_once() {
    let made = post(&json!({"phoi-hop": "Bản Phố; 10/ubnd; Phòng Nội vụ"}), "da-ghi");
    assert_eq!(of(&made, "phoi-hop")[0].amount, Amount::exact(3));
    let members: Vec<_> = of(&made, "co").iter().map(|p| p.member.clone()).collect();
    assert_eq!(members, ["organ:31", "text:phong-noi-vu", "unit:7"]);
}

#[test]
fn rows_post_by_their_id_and_a_row_without_a_date_does_not_post() {
    let rows = json!({"y-kien": [
        {"noi-dung": "a", "so-luong": 2, "ngay-xong": "5/4/2021"},
        {"noi-dung": "b", "so-luong": 3},
        {"noi-dung": "c"},
    ]});
    let made = post(&rows, "da-ghi");
    let opinions: Vec<_> = of(&made, "y-kien").iter().map(|p| (p.child.clone().unwrap(), p.amount.scaled)).collect();
    assert_eq!(opinions, [("r1".to_owned(), 2), ("r2".to_owned(), 3)]);
    assert_eq!(of(&made, "y-kien")[0].dims["loai"], "dinh-ky");
    let done = of(&made, "xong");
    assert_eq!((done.len(), done[0].amount, done[0].date), (1, Amount::exact(-1), date(2021, 4, 5)));
}

#[test]
fn a_rule_with_a_condition_posts_only_when_it_holds_and_may_count_the_owners_area() {
    assert!(of(&post(&json!({"cong-khai": "không"}), "da-ghi"), "xa").is_empty());
    let made = post(&json!({"cong-khai": "có", "noi-cong-khai": "bảng tin"}), "da-ghi");
    assert_eq!(of(&made, "xa")[0].member, "unit:5");
}

#[test]
fn a_rule_holds_by_the_date_of_its_posting() {
    let mut register = register();
    let data = check(&with(&json!({}))).unwrap().data;
    let mut count = |from: Option<Date>, to: Option<Date>| {
        let rule = &mut register.postings[0];
        (rule.valid_from, rule.valid_to) = (from, to);
        postings(&catalogue(), &register, &owner(), &data, "da-ghi").unwrap().len()
    };
    assert_eq!(count(Some(date(2021, 3, 31)), Some(date(2021, 3, 31))), 1);
    assert_eq!(count(Some(date(2021, 4, 1)), None), 0);
    assert_eq!(count(None, Some(date(2021, 3, 30))), 0);
}
