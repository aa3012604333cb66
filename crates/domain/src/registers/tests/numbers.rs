use super::*;
use crate::ledger::Approx;

#[test]
fn numbers_are_read_as_vietnamese_write_them() {
    let table = [
        ("75", "75", Approx::Exact, ""),
        ("09", "9", Approx::Exact, ""),
        ("4.675", "4675", Approx::Exact, ""),
        ("1.234.567", "1234567", Approx::Exact, ""),
        ("2,5 km", "2.5", Approx::Exact, "km"),
        ("2.5 km", "2.5", Approx::Exact, "km"),
        ("0.500", "0.5", Approx::Exact, ""),
        ("1.400 ha", "1400", Approx::Exact, "ha"),
        ("1.234,5", "1234.5", Approx::Exact, ""),
        ("trên 600 triệu đồng", "600", Approx::Over, "triệu đồng"),
        ("Hơn 3", "3", Approx::Over, ""),
        ("gần 1.400", "1400", Approx::Under, ""),
        ("dưới 10", "10", Approx::Under, ""),
        ("khoảng 50 người", "50", Approx::About, "người"),
        (">600", "600", Approx::Over, ""),
        ("đang chờ", "0", Approx::Pending, ""),
        ("-3", "-3", Approx::Exact, ""),
        ("85%", "85", Approx::Exact, "%"),
    ];
    for (text, value, approx, unit) in table {
        let n = parse_number(text).unwrap_or_else(|p| panic!("{text}: {p}"));
        assert_eq!((amount::write_plain(n.value).as_str(), n.approx, n.unit.as_str()), (value, approx, unit), "{text}");
    }
}

#[test]
fn what_is_no_number_is_refused() {
    for text in [
        "",
        "năm",
        "1.23.456",
        "1,2,3",
        "2-3",
        "3/4",
        "1 400",
        ",5",
        ".5",
        "5.",
        "1..000",
        "trên",
        "99999999999999999999",
    ] {
        assert_eq!(parse_number(text).unwrap_err().code, "bad-number", "{text}");
    }
}

#[test]
fn numbers_are_printed_as_vietnamese_write_them() {
    for (scaled, scale, text) in [
        (4675, 0, "4.675"),
        (25, 1, "2,5"),
        (2500, 3, "2,5"),
        (-5, 1, "-0,5"),
        (1_000_000, 0, "1.000.000"),
        (0, 0, "0"),
    ] {
        assert_eq!(format_number(Decimal { scaled, scale }), text);
    }
}

#[test]
fn conversion_between_counting_units_is_exact_or_refused() {
    let c = catalogue();
    let d = |scaled, scale| Decimal { scaled, scale };
    assert_eq!(convert(&c, d(2500, 0), "m", "km", 3), Ok(2500));
    assert_eq!(convert(&c, d(25, 1), "km", "m", 0), Ok(2500));
    assert_eq!(convert(&c, d(15, 1), "ty-dong", "trieu-dong", 0), Ok(1500));
    assert_eq!(convert(&c, d(15, 1), "m", "km", 3).unwrap_err().code, "too-many-decimals");
    assert_eq!(convert(&c, d(1, 0), "nguoi", "cuoc", 0).unwrap_err().code, "wrong-unit");
    assert_eq!(convert(&c, d(i64::MAX, 0), "ty-dong", "dong", 0).unwrap_err().code, "too-many-decimals");
}

#[test]
fn numbers_that_name_a_person_are_noticed_and_others_are_not() {
    let table = [
        ("gọi 0912345678 nhé", 1),
        ("gọi 0912.345.678", 1),
        ("ĐT: 0912 345 678", 1),
        ("+84 912 345 678", 1),
        ("CCCD 010094001234", 1),
        ("CMND 063123456", 1),
        ("năm 2021 0912345678", 1),
        ("123456789 đồng", 0),
        ("4.675 người dự ngày 31/03/2021", 0),
        ("123.456.789 đồng", 0),
        ("Nghị quyết 25-NQ/TW ngày 03/6/2013", 0),
        ("2021-03-31", 0),
        ("600.000.000 đồng", 0),
    ];
    for (text, n) in table {
        assert_eq!(personal_numbers(text).len(), n, "{text}: {:?}", personal_numbers(text));
    }
}
