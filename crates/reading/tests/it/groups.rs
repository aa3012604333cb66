//! Totals and their parts: found where the words set them beside each other, right or wrong, and not where they only pick examples.

use super::{read, reader};
use domain::proof::{Group, GroupRole, Reading, Region, Role, Span, Text};

fn told(group: &Group, reading: &Reading) -> String {
    let value = |n: &usize| reading.figures.get(*n).map_or("?".into(), |f| f.value.normalize().to_string());
    let parts: Vec<String> = group.parts.iter().map(value).collect();
    let total = group.total.as_ref().map_or("…".into(), value);
    let sign = match group.adds_up {
        Some(true) => "=",
        Some(false) => "≠",
        None => "~",
    };
    let percent = group.percent.as_ref().map_or(String::new(), |n| format!(" ({}%)", value(n)));
    format!("{total} {sign} {}{percent}", parts.join(" + "))
}

fn groups(text: &str) -> Vec<String> {
    let reading = read(text);
    reading.groups.iter().map(|g| told(g, &reading)).collect()
}

#[test]
fn parts_stand_in_brackets_behind_an_opener_or_in_a_list() {
    for (text, want) in [
        ("Tổ chức 61 cuộc đối thoại (cấp huyện 09 cuộc, cấp xã 52 cuộc) với 4.000 người dự.", "61 = 9 + 52"),
        ("Tổ chức 61 cuộc đối thoại (cấp huyện 09, cấp xã 52).", "61 = 9 + 52"),
        ("Phản biện 40 dự thảo văn bản (trong đó 05 văn bản của huyện, 35 văn bản của xã).", "40 = 5 + 35"),
        ("Có 96 mô hình, trong đó: kinh tế 40 mô hình; văn hóa 36 mô hình; an ninh 20 mô hình.", "96 = 40 + 36 + 20"),
        ("Có 96 mô hình. Trong đó, có 40 mô hình ở xã; 56 mô hình ở phường.", "96 = 40 + 56"),
        ("Thành lập đoàn kiểm tra gồm 9 đồng chí, gồm 6 nam và 3 nữ.", "9 = 6 + 3"),
        ("Cấp huyện mở 9 lớp, cấp xã mở 30 lớp, tổng cộng 39 lớp.", "39 = 9 + 30"),
        ("Tiếp 257 lượt người (xã tiếp 168 lượt; huyện tiếp 89 người).", "257 = 168 + 89"),
        (
            "Tổng kinh phí 1,7 tỷ đồng, trong đó ngân sách 1.200 triệu đồng, Nhân dân đóng góp 500 triệu đồng.",
            "1.7 = 1200 + 500",
        ),
        ("Đối thoại 211 hội nghị; thường xuyên là 140 hội nghị, đột xuất là 71 hội nghị.", "211 = 140 + 71"),
        ("Kết quả giám sát 30 cuộc:\n- Cấp huyện: 10 cuộc;\n- Cấp xã: 20 cuộc.", "30 = 10 + 20"),
        ("Kết quả giám sát 30 cuộc:\n\n- Cấp huyện: 10 cuộc;\n\n- Cấp xã: 20 cuộc.", "30 = 10 + 20"),
        ("Ban hành 58 văn bản¹ trong kỳ.\n\n¹ Gồm 8 nghị quyết, 50 kế hoạch.", "58 = 8 + 50"),
    ] {
        assert_eq!(groups(text), [want], "{text}");
    }
}

#[test]
fn a_wrong_digit_does_not_hide_a_claimed_sum() {
    for (text, want) in [
        ("Tổ chức 63 cuộc đối thoại (cấp huyện 09 cuộc, cấp xã 52 cuộc).", "63 ≠ 9 + 52"),
        ("Có 98 mô hình, trong đó: kinh tế 40 mô hình; văn hóa 36 mô hình; an ninh 20 mô hình.", "98 ≠ 40 + 36 + 20"),
        ("Phân công 12 đồng chí, gồm 7 nam và 3 nữ.", "12 ≠ 7 + 3"),
    ] {
        assert_eq!(groups(text), [want], "{text}");
        let reading = read(text);
        assert!(reading.groups.iter().all(|g| g.complete), "{text}");
    }
}

#[test]
fn examples_and_neighbours_are_no_parts() {
    for text in [
        "Toàn xã có 100 hộ tham gia, trong đó có 12 hộ nghèo và 5 hộ có công.",
        "Xây dựng 25 mô hình, điển hình như mô hình 10 hộ trồng rau, 5 hộ nuôi ong.",
        "Tổ chức 12 cuộc giám sát, tăng 3 cuộc so với 9 cuộc năm trước.",
        "Huyện có 12 xã, 85 thôn, 9.400 hộ.",
        "Trao 20 suất quà trị giá 10 triệu đồng cho 20 hộ.",
        "Cấp tỉnh tổ chức 12 cuộc, cấp huyện 30 cuộc, cấp xã 100 cuộc.",
    ] {
        assert_eq!(groups(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn shares_are_tied_to_what_they_are_shares_of() {
    for (text, want) in [
        ("Cấp huyện tiếp nhận 2.400 hồ sơ, đạt 50,43% so với tổng số hồ sơ.", "… ~ 2400 (50.43%)"),
        ("Giải quyết 118/118=100% đơn.", "… ~ 118 (100%)"),
        ("Tiếp nhận 139 đơn, đã giải quyết 132 đơn, đạt 94,96%.", "139 ~ 132 (94.96%)"),
        ("Giải quyết 98,2% ý kiến, còn lại 1,8% chuyển cấp trên.", "… = 98.2 + 1.8"),
        ("Xếp loại: tốt 45,2%, khá 50,3%, trung bình 4,5%.", "… = 45.2 + 50.3 + 4.5"),
    ] {
        assert_eq!(groups(text), [want], "{text}");
    }
}

#[test]
fn parts_without_a_unit_count_what_their_total_counts() {
    let reading = read("Tổ chức 61 cuộc đối thoại (cấp huyện 09, cấp xã 52).");
    let units: Vec<Option<&str>> = reading.figures.iter().map(|f| f.unit.as_deref()).collect();
    assert_eq!(units, [Some("cuộc"); 3]);
    let roles: Vec<Option<GroupRole>> = reading.figures.iter().map(|f| f.group.map(|(_, role)| role)).collect();
    assert_eq!(roles, [Some(GroupRole::Total), Some(GroupRole::Part), Some(GroupRole::Part)]);
}

#[test]
fn a_row_of_totals_sums_the_columns_of_a_table() {
    let text = "TT\tĐơn vị\tSố cuộc\tSố người\n1\tXã A\t12\t640\n2\tXã B\t9\t512\n\tTổng cộng\t21\t1.152\n";
    assert_eq!(groups(text), ["21 = 12 + 9", "1152 = 640 + 512"]);
    let wrong = text.replace("1.152", "1.162");
    assert_eq!(groups(&wrong), ["21 = 12 + 9", "1162 ≠ 640 + 512"]);
}

#[test]
fn cells_that_the_file_tells_of_make_a_table_too() {
    let rows = [["Đơn vị", "Số cuộc"], ["Xã A", "12"], ["Xã B", "9"], ["Tổng cộng", "21"]];
    let mut text = Text::default();
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let start = text.text.len();
            text.text.push_str(cell);
            let role = Role::Cell { table: 0, row: r as u32, column: c as u32 };
            text.regions.push(Region { span: Span::new(start, text.text.len()), role });
            text.text.push(if c == 0 { '\t' } else { '\n' });
        }
    }
    let reading = reader().read(&text);
    let found: Vec<String> = reading.groups.iter().map(|g| told(g, &reading)).collect();
    assert_eq!(found, ["21 = 12 + 9"]);
}

#[test]
fn time_stays_in_proportion_whatever_is_in_a_text() {
    let hostile = [
        "trong đó ",
        "12 cuộc, gồm ",
        "(1 cuộc, ",
        "5%, ",
        "¹ Gồm 3 xã\n",
        "a\t1\t2\n",
        "Gồm 5 cuộc:\n\n- 2 cuộc\n\n",
        "1/2/",
        "số 1 ",
    ];
    for piece in hostile {
        let text = piece.repeat(400_000 / piece.len());
        let start = std::time::Instant::now();
        read(&text);
        assert!(start.elapsed().as_secs() < 20, "{piece:?} took {:?}", start.elapsed());
    }
}
