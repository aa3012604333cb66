use super::*;
use proptest::prelude::*;

#[test]
fn loose_input_becomes_canonical() {
    // field, as given, as kept
    let table = [
        ("ngay", json!("2021-03-31"), json!("2021-03-31")),
        ("ngay", json!("31/3/2021"), json!("2021-03-31")),
        ("loai", json!("Định kỳ"), json!("dinh-ky")),
        ("loai", json!("dot xuat"), json!("dot-xuat")),
        ("linh-vuc", json!("kinh tế"), json!("kinh-te")),
        ("chu-de", json!("  Họp   dân "), json!("Họp dân")),
        ("chu-de", json!("Hòa"), json!("Hòa")),
        ("chu-de", json!(12), json!("12")),
        ("so-vb", json!("09/2019/NĐ-CP"), json!("09/2019/NĐ-CP")),
        ("ket-luan", json!("a  b\n\n\n c "), json!("a b\n\nc")),
        ("so-nguoi", json!("4.675"), json!(4675)),
        ("so-nguoi", json!(75), json!(75)),
        ("so-nguoi", json!(75.0), json!(75)),
        ("so-nguoi", json!("75 người"), json!(75)),
        ("so-nguoi", json!("gần 1.400"), json!({"so": 1400, "gan-dung": "gan"})),
        ("so-nguoi", json!({"so": 1400, "gan-dung": "gan"}), json!({"so": 1400, "gan-dung": "gan"})),
        ("so-nguoi", json!("đang chờ"), json!({"cho": true})),
        ("duong", json!("2,5 km"), json!({"so": "2.5", "don-vi": "km"})),
        ("duong", json!(2.5), json!({"so": "2.5", "don-vi": "km"})),
        ("duong", json!("2.500 m"), json!({"so": "2.5", "don-vi": "km"})),
        ("duong", json!({"so": "2,50", "don-vi": "km"}), json!({"so": "2.5", "don-vi": "km"})),
        ("tien", json!("trên 600 triệu đồng"), json!({"so": 600_000_000, "gan-dung": "tren"})),
        ("tien", json!("1,5 tỷ đồng"), json!(1_500_000_000)),
        ("tien", json!(2e9), json!(2_000_000_000_i64)),
        ("cong-khai", json!("không"), json!(false)),
        ("dia-ban", json!("Bản Phố"), json!({"don-vi": 7})),
        ("dia-ban", json!({"don-vi": 7}), json!({"don-vi": 7})),
        (
            "phoi-hop",
            json!("10/ubnd; Phòng Nội vụ; Bản Phố"),
            json!([{"co-quan": 31}, {"ten": "Phòng Nội vụ"}, {"don-vi": 7}]),
        ),
        ("can-cu", json!("25-NQ/TW, ngày 03/6/2013"), json!([{"vien-dan": "25-NQ/TW, ngày 03/6/2013"}])),
        (
            "can-cu",
            json!("0190a1b2-0000-7000-8000-000000000001"),
            json!([{"muc": "0190a1b2-0000-7000-8000-000000000001"}]),
        ),
        ("y-kien", json!([{"noi-dung": "Đường"}]), json!([{"id": "r1", "noi-dung": "Đường"}])),
        ("y-kien", json!([{"id": "cu", "noi-dung": "Đường"}]), json!([{"id": "cu", "noi-dung": "Đường"}])),
    ];
    for (slug, given, kept) in table {
        let checked =
            check(&with(&json!({ slug: given }))).unwrap_or_else(|p| panic!("{slug} {given}: {:?}", codes(&p)));
        assert_eq!(checked.data.get(slug), Some(&kept), "{slug} {given}");
    }
}

#[test]
fn bad_input_is_refused_at_its_field() {
    let row = |more: Value| json!({"y-kien": [{"noi-dung": "a"}, more]});
    let table = [
        (json!({"ngay": "29/2/2021"}), "ngay no-such-date"),
        (json!({"ngay": "hôm qua"}), "ngay bad-date"),
        (json!({"ngay": "2026-11-23"}), "ngay date-too-late"),
        (json!({"ngay": ""}), "ngay required"),
        (json!({"ngay": "1/1/2012"}), "ngay register-not-valid"),
        (json!({"loai": null}), "loai required"),
        (json!({"loai": "hằng ngày"}), "loai unknown-choice"),
        (json!({"loai": "cu"}), "loai choice-not-valid"),
        (json!({"linh-vuc": "chuyen-mon"}), "linh-vuc choice-not-valid"),
        (json!({"chu-de": "x".repeat(21)}), "chu-de too-long"),
        (json!({"chu-de": "a\u{0}b"}), "chu-de control-character"),
        (json!({"chu-de": ["a"]}), "chu-de wrong-kind"),
        (json!({"so-vb": "hai mươi lăm"}), "so-vb bad-pattern"),
        (json!({"so-nguoi": "1.5"}), "so-nguoi too-many-decimals"),
        (json!({"so-nguoi": "4,675"}), "so-nguoi too-many-decimals"),
        (json!({"so-nguoi": "nhiều"}), "so-nguoi bad-number"),
        (json!({"so-nguoi": "5 km"}), "so-nguoi wrong-unit"),
        (json!({"so-nguoi": -1}), "so-nguoi below-min"),
        (json!({"so-nguoi": 100_001}), "so-nguoi above-max"),
        (json!({"duong": "2,5 ha"}), "duong wrong-unit"),
        (json!({"duong": "5 người"}), "duong wrong-unit"),
        (json!({"duong": "2,5001"}), "duong too-many-decimals"),
        (json!({"duong": "đang chờ"}), "duong pending-not-allowed"),
        (json!({"tien": "2,5"}), "tien too-many-decimals"),
        (json!({"cong-khai": "có lẽ"}), "cong-khai wrong-kind"),
        (json!({"cong-khai": true}), "noi-cong-khai required"),
        (json!({"noi-cong-khai": "bảng tin"}), "noi-cong-khai hidden-field"),
        (json!({"dia-ban": "Nơi nào"}), "dia-ban unknown-unit"),
        (json!({"dia-ban": "Xa Lạ"}), "dia-ban unit-outside"),
        (json!({"dia-ban": {"don-vi": 404}}), "dia-ban unknown-unit"),
        (json!({"dia-ban": {"ten": "Phòng"}}), "dia-ban wrong-kind"),
        (json!({"dia-ban": "Cũ", "ngay": "1/8/2025"}), "dia-ban unit-closed"),
        (json!({"phoi-hop": "Cũ", "ngay": "1/8/2025"}), "phoi-hop[1] unit-closed"),
        (json!({"can-cu": {"muc": "x"}}), "can-cu[1] unknown-entry"),
        (json!({"tep": [{"ten": "a.pdf"}]}), "tep[1] bad-file"),
        (json!({"moi": "x"}), "moi field-not-valid"),
        (json!({"so-y-kien": 5}), "so-y-kien computed-field"),
        (json!({"chu-dee": "x"}), "chu-dee unknown-field"),
        (row(json!({})), "y-kien[2].noi-dung required"),
        (row(json!({"noi-dung": "b", "so-luong": "x"})), "y-kien[2].so-luong bad-number"),
        (row(json!({"noi-dung": "b", "ngay-xong": "30/3/2021"})), "y-kien[2].ngay-xong date-too-early"),
        (row(json!({"noi-dung": "b", "ten": "c"})), "y-kien[2].ten unknown-field"),
        (row(json!("b")), "y-kien[2] wrong-kind"),
        (json!({"y-kien": [{"id": "a", "noi-dung": "b"}, {"id": "a", "noi-dung": "b"}]}), "y-kien[2].id duplicate-row"),
        (json!({"y-kien": [{}, {}, {}, {}]}), "y-kien too-many-rows"),
        (json!({"loai": "dot-xuat", "y-kien": [{"noi-dung": "b"}]}), "y-kien[1].so-luong required"),
    ];
    for (more, code) in table {
        let problems = check(&with(&more)).map(|c| c.data).expect_err(&format!("{more} should be refused"));
        assert_eq!(codes(&problems), [code], "{more}");
    }
}

#[test]
fn all_problems_are_told_at_once() {
    let problems =
        check(&json!({"ngay": "31/2/2021", "loai": "x", "so-nguoi": "y", "z": 1, "y-kien": [{}]})).unwrap_err();
    let mut found = codes(&problems);
    found.sort();
    let mut want = [
        "ngay no-such-date",
        "loai unknown-choice",
        "so-nguoi bad-number",
        "z unknown-field",
        "y-kien[1].noi-dung required",
    ];
    want.sort();
    assert_eq!(found, want);
}

#[test]
fn an_unknown_choice_lists_those_allowed_and_a_slip_is_guessed() {
    let problem = check(&with(&json!({"loai": "định kì"}))).unwrap_err().remove(0);
    let hint = problem.hint.unwrap();
    assert!(hint.contains("Định kỳ") && hint.contains("dot-xuat") && hint.contains("có phải"), "{hint}");
    assert!(!hint.contains("Loại cũ"), "{hint}");
}

#[test]
fn the_scheme_is_that_of_the_owner_and_the_record_date() {
    let special = Owner { co_quan: "dang-uy-khoi".into(), ..owner() };
    let try_it = |owner: &Owner, day: &str, value: &str| {
        check_as(owner, Mode::Add, &with(&json!({"ngay": day, "linh-vuc": value}))).is_ok()
    };
    assert!(try_it(&special, "1/6/2021", "chuyen-mon") && !try_it(&special, "1/6/2021", "kinh-te"));
    assert!(try_it(&owner(), "1/6/2019", "chung") && !try_it(&owner(), "1/6/2019", "kinh-te"));
    assert!(try_it(&owner(), "1/1/2020", "kinh-te") && !try_it(&owner(), "1/1/2020", "chung"));
}

#[test]
fn personal_numbers_are_warned_about_but_do_not_stop_the_work() {
    let checked = check(&with(&json!({"ket-luan": "Gặp ông A, 0912 345 678"}))).unwrap();
    assert_eq!(codes(&checked.warnings), ["ket-luan personal-number"]);
}

#[test]
fn computed_fields_follow_the_rows() {
    let rows = json!([{"noi-dung": "a", "so-luong": 3}, {"noi-dung": "b", "so-luong": "1.000"}, {"noi-dung": "c"}]);
    let checked = check(&with(&json!({ "y-kien": rows }))).unwrap();
    assert_eq!((&checked.data["so-y-kien"], &checked.data["tong"]), (&json!(3), &json!(1003)));
    // an edit brings the former sum along
    let edited = with(&json!({"y-kien": [{"noi-dung": "a"}], "so-y-kien": 3, "tong": 1003}));
    assert_eq!(check_as(&owner(), Mode::Edit, &edited).unwrap().data["so-y-kien"], json!(1));
}

#[test]
fn title_search_and_identity_come_from_the_data_and_hidden_fields_stay_out() {
    let more = json!({"chu-de": "Chợ mới", "dia-ban": "Bản Phố", "nguoi": "Bí Mật"});
    let checked = check(&with(&more)).unwrap();
    assert_eq!(checked.title, "Định kỳ – Chợ mới – xã Bản Phố");
    assert!(checked.search.contains("cho moi") && checked.search.contains("ban pho"), "{}", checked.search);
    assert!(!checked.search.contains("bi mat"), "{}", checked.search);
    let same = check(&with(&json!({"chu-de": "CHỢ MỚI"}))).unwrap();
    assert_eq!(checked.identity, same.identity);
    assert!(checked.identity.is_some() && check(&with(&json!({}))).unwrap().identity.is_none());
}

/// Any JSON, with texts that are near to what fields take.
fn any_json() -> impl Strategy<Value = Value> {
    let words = [
        "",
        "31/3/2021",
        "dinh-ky",
        "2,5 km",
        "trên 600",
        "đang chờ",
        "Bản Phố; x",
        "so",
        "a\u{0}",
        "9".repeat(400).leak(),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(words.to_vec()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let keys =
        vec!["so", "don-vi", "co-quan", "ten", "gan-dung", "cho", "id", "muc", "vien-dan", "noi-dung", "so-luong"];
    leaf.prop_recursive(3, 20, 4, move |inner| {
        let key = prop::sample::select(keys.clone()).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..4).prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_given_is_taken_or_refused_and_what_is_taken_posts(
        values in prop::collection::vec(any_json(), 20),
        sound in any::<bool>(),
    ) {
        let names = fields().into_iter().map(|f| f.slug);
        let mut input = Value::Object(names.zip(values).collect());
        if sound {
            input["ngay"] = json!("1/8/2025");
            input["loai"] = json!("dinh-ky");
        }
        match check_as(&owner(), Mode::Edit, &input) {
            Ok(checked) => prop_assert!(postings(&catalogue(), &register(), &owner(), &checked.data, "da-ghi").is_ok()),
            Err(problems) => prop_assert!(problems.iter().any(Problem::is_error)),
        }
    }

    #[test]
    fn canonical_data_checked_again_gives_itself(
        text in "[a-zà-ỹ0-9 .]{0,20}",
        long in "[a-zà-ỹ\\n ]{0,60}",
        people in 0i64..100_000,
        approx in prop::sample::select(vec!["", "trên ", "gần ", "khoảng "]),
        metres in 1i64..10_000_000,
        money in 1i64..5_000,
        day in 0i64..2800,
        amounts in prop::collection::vec(0i64..50, 0..3),
        shown in any::<bool>(),
    ) {
        let ngay = date(2014, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        let rows: Vec<Value> = amounts.iter().map(|n| json!({"noi-dung": "ý", "so-luong": n})).collect();
        let mut input = json!({
            "ngay": ngay.to_string(),
            "loai": "Đột xuất",
            "chu-de": text,
            "ket-luan": long,
            "so-nguoi": format!("{}{}", approx, format_number(Decimal { scaled: people + 1, scale: 0 })),
            "duong": format!("{metres} m"),
            "tien": format!("{} tỷ đồng", format_number(Decimal { scaled: money, scale: 1 })),
            "cong-khai": if shown { "có" } else { "không" },
            "phoi-hop": "Bản Phố; Hội A; 10/ubnd",
            "y-kien": rows,
        });
        if shown {
            input["noi-cong-khai"] = json!("bảng tin");
        }
        let once = check(&input).map_err(|p| TestCaseError::fail(format!("{:?}", codes(&p))))?;
        let again = check(&Value::Object(once.data.clone())).map_err(|p| TestCaseError::fail(format!("{:?}", codes(&p))))?;
        prop_assert_eq!(&once.data, &again.data);
        prop_assert_eq!(once.title, again.title);
        prop_assert_eq!(once.search, again.search);
        prop_assert_eq!(once.identity, again.identity);
    }
}
