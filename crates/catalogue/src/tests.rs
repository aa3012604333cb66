use crate::{Source, built_in, explain, load, read_dir, report_files};
use domain::problem::Problem;
use domain::registers::Catalogue;

/// A small sound catalogue; tests break one thing in it.
const SOUND: &str = r#"
[[counting-unit]]
slug = "cuoc"
symbol = "cuộc"
name = "cuộc"
[[counting-unit]]
slug = "km"
symbol = "km"
name = "ki-lô-mét"
[[counting-unit]]
slug = "m"
symbol = "m"
name = "mét"
base = "km"
factor = "1/1000"
aliases = ["met"]
[[measure]]
slug = "hop.cuoc"
name = "Cuộc họp"
unit = "cuoc"
nature = "flow"
definition = "Một cuộc họp đã ghi sổ."
[[measure]]
slug = "hop.duong"
name = "Đường đã làm"
unit = "km"
scale = 3
nature = "flow"
definition = "Ki-lô-mét đường."
[[indicator]]
slug = "hop.so-cuoc"
name = "Số cuộc họp"
sum = [{ measure = "hop.cuoc", where = { loai = ["thuong"] } }]
dimensions = ["loai"]
definition = "Số cuộc họp thường."
"#;

const REGISTER: &str = r#"
[register]
slug = "hop"
name = "Sổ họp"
record-date = "ngay"
title = ["loai"]
[[field]]
slug = "ngay"
name = "Ngày"
kind = "date"
required = true
[[field]]
slug = "loai"
name = "Loại"
kind = "choice"
choices = [{ slug = "thuong", name = "Thường" }, { slug = "la", name = "Lạ" }]
[[field]]
slug = "duong"
name = "Đường"
kind = "quantity"
unit = "m"
visible-if = { field = "loai", is = ["thuong"] }
[[state]]
slug = "nhap"
name = "Nháp"
initial = true
[[state]]
slug = "ghi"
name = "Đã ghi"
[[transition]]
slug = "ghi-so"
name = "Ghi sổ"
from = ["nhap"]
to = "ghi"
who = ["officer"]
[[posting]]
slug = "cuoc"
measure = "hop.cuoc"
amount = 1
date = "ngay"
states = ["ghi"]
dims = { loai = "loai" }
[[posting]]
slug = "duong"
measure = "hop.duong"
amount = "duong"
date = "ngay"
states = ["ghi"]
"#;

fn source(files: &[(&str, &str)]) -> Source {
    let files = files.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect();
    Source { root: String::new(), files }
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}

/// "file:line code" of every error.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let problems = match load(&[source(files)]) {
        Ok((_, warnings)) => warnings,
        Err(problems) => problems,
    };
    let of = |p: &Problem| {
        assert!(p.place.file.is_some() && p.place.line.is_some(), "no place: {p}");
        format!("{}:{} {}", p.place.file.as_deref().unwrap(), p.place.line.unwrap(), p.code)
    };
    problems.iter().filter(|p| p.is_error()).map(of).collect()
}

/// Line, from 1, of the first line that begins with a text.
fn line_of(text: &str, start: &str) -> usize {
    text.lines().position(|l| l.starts_with(start)).unwrap() + 1
}

fn sound() -> Catalogue {
    load(&[source(&[("a.toml", SOUND), ("hop.toml", REGISTER)])]).map_err(|p| lines(&p)).unwrap().0
}

#[test]
fn the_built_in_catalogue_has_no_problems() {
    let (catalogue, warnings) = load(&[built_in()]).map_err(|p| lines(&p)).unwrap();
    assert!(warnings.is_empty(), "{}", lines(&warnings));
    assert!(catalogue.registers.contains_key("doi-thoai") && !catalogue.organ_kinds.0.is_empty());
}

#[test]
fn a_catalogue_pinned_as_json_comes_back_whole() {
    let (catalogue, _) = load(&[built_in()]).unwrap();
    let json = serde_json::to_string(&catalogue).unwrap();
    assert_eq!(serde_json::from_str::<Catalogue>(&json).unwrap(), catalogue);
    assert_eq!(serde_json::to_string(&catalogue).unwrap(), json);
}

#[test]
fn a_due_rule_names_rows_a_date_and_when_it_is_open() {
    let due = "[[due]]\nslug = \"han\"\nname = \"Hạn\"\n";
    let right = format!("{REGISTER}{due}date = \"ngay\"\nopen-when = {{ field = \"loai\", is = [\"la\"] }}\n");
    assert_eq!(told(&[("a.toml", SOUND), ("hop.toml", &right)]), Vec::<String>::new());
    let wrong = format!(
        "{REGISTER}{due}rows = \"loai\"\ndate = \"ngay\"\nopen-when = {{ all = [] }}\n\
         [[due]]\nslug = \"han-hai\"\nname = \"Hạn\"\ndate = \"loai\"\nopen-when = {{ field = \"loai\", is = [\"x\"] }}\n\
         [[due]]\nslug = \"han\"\nname = \"Hạn\"\ndate = \"ngay\"\n"
    );
    let codes: Vec<String> = told(&[("a.toml", SOUND), ("hop.toml", &wrong)])
        .iter()
        .map(|t| t.split(' ').next_back().unwrap().to_owned())
        .collect();
    for code in ["bad-rows", "bad-due-date", "unknown-choice", "missing-key", "duplicate"] {
        assert!(codes.iter().any(|c| c == code), "{code} in {codes:?}");
    }
}

#[test]
fn an_unknown_key_a_missing_measure_and_a_bad_date_are_all_told_at_once() {
    let register = REGISTER
        .replace("record-date = \"ngay\"", "record-date = \"ngay\"\nvalid-from = \"31/02/2021\"\ntitel = 1")
        .replace("measure = \"hop.duong\"", "measure = \"hop.dương\"");
    let line = |start: &str| line_of(&register, start);
    let want = vec![
        format!("hop.toml:{} no-such-date", line("valid-from")),
        format!("hop.toml:{} unknown-key", line("titel")),
        format!("hop.toml:{} unknown-measure", line("measure = \"hop.dương\"")),
    ];
    assert_eq!(told(&[("a.toml", SOUND), ("hop.toml", &register)]), want);
    let problems = load(&[source(&[("a.toml", SOUND), ("hop.toml", &register)])]).unwrap_err();
    assert!(lines(&problems).contains("có phải “title”?"), "{}", lines(&problems));
}

#[test]
fn broken_toml_is_told_with_its_line_and_the_rest_of_the_file_is_still_read() {
    let bad = "[[counting-unit]]\nslug = \"a\"\nsymbol = \nname = \"A\"\n[[counting-unit]]\nslug = \"B b\"\nsymbol = \"b\"\nname = \"B\"\n";
    let codes = told(&[("a.toml", bad)]);
    assert!(codes.contains(&"a.toml:3 toml-syntax".to_owned()), "{codes:?}");
    assert!(codes.contains(&"a.toml:6 bad-slug".to_owned()), "{codes:?}");
}

#[test]
fn each_mistake_is_told_where_it_stands() {
    // (what is replaced, by what, code, beginning of the line told)
    let table = [
        ("kind = \"quantity\"", "kind = \"quantiti\"", "unknown-kind", "kind = \"quantiti\""),
        ("unit = \"m\"\nvisible", "unit = \"mm\"\nvisible", "unknown-counting-unit", "unit = \"mm\""),
        ("unit = \"m\"\nvisible", "unit = \"cuoc\"\nvisible", "mixed-units", "amount = \"duong\""),
        ("is = [\"thuong\"]", "is = [\"thuongg\"]", "unknown-choice", "visible-if"),
        ("field = \"loai\", is", "field = \"loaii\", is", "unknown-field", "visible-if"),
        ("title = [\"loai\"]", "title = [\"lo\"]", "unknown-field", "title"),
        ("record-date = \"ngay\"", "record-date = \"loai\"", "bad-record-date", "record-date"),
        ("to = \"ghi\"", "to = \"da-ghi\"", "unknown-state", "to ="),
        ("initial = true\n", "", "initial-state", "[[state]]"),
        ("amount = \"duong\"", "amount = 1", "bad-amount", "amount = 1"),
        ("dims = { loai = \"loai\" }", "dims = { loai = \"duong\" }", "bad-dimension-field", "dims"),
        ("dims = { loai = \"loai\" }", "dims = { cap = \"loai\", loai = \"loai\" }", "reserved-dimension", "dims"),
        ("amount = \"duong\"", "amount = \"duong\"\nends = true", "ends-not-stock", "ends"),
        ("amount = \"duong\"", "amount = \"duong\"\nmember = \"loai\"", "member-not-distinct", "member"),
        (
            "date = \"ngay\"\nstates = [\"ghi\"]\ndims",
            "date = \"loai\"\nstates = [\"ghi\"]\ndims",
            "bad-date-field",
            "date = \"loai\"",
        ),
        ("who = [\"officer\"]", "who = [\"boss\"]", "unknown-word", "who"),
        ("who = [\"officer\"]", "who = [\"officer\"]\nsets = \"loai\"", "bad-sets", "sets"),
        ("kind = \"date\"", "kind = \"date\"\napprox = true", "misplaced-key", "approx"),
        ("kind = \"date\"", "kind = \"date\"\nnot-after = \"loai\"", "bad-limit", "not-after"),
        ("slug = \"la\"", "slug = \"thuong\"", "duplicate", "choices"),
        ("slug = \"duong\"\nname", "slug = \"loai\"\nname", "duplicate", "[[field]]"),
    ];
    for (from, to, code, start) in table {
        assert!(REGISTER.contains(from), "{from}");
        let register = REGISTER.replacen(from, to, 1);
        let codes = told(&[("a.toml", SOUND), ("hop.toml", &register)]);
        let at = codes.iter().find(|c| c.ends_with(&format!(" {code}"))).unwrap_or_else(|| panic!("{code}: {codes:?}"));
        let told_line: usize = at.split([':', ' ']).nth(1).unwrap().parse().unwrap();
        // lists of tables are told at their first or their own table
        let line = register.lines().nth(told_line - 1).unwrap();
        assert!(line.starts_with(start), "{code} told at line {told_line}: {line}");
    }
}

#[test]
fn indicators_that_do_not_add_up_are_told() {
    let table = [
        (
            "sum = [{ measure = \"hop.cuoc\"",
            "sum = [{ measure = \"hop.duong\" }, { measure = \"hop.cuoc\"",
            "mixed-units",
        ),
        (
            "sum = [{ measure = \"hop.cuoc\"",
            "sum = [{ measure = \"hop.cuoc\" }, { measure = \"hop.cuoc\"",
            "terms-overlap",
        ),
        ("where = { loai = [\"thuong\"] }", "where = { loai = [\"thong\"] }", "unknown-value"),
        ("where = { loai = [\"thuong\"] }", "where = { lo = [\"thuong\"] }", "unknown-dimension"),
        ("dimensions = [\"loai\"]", "dimensions = [\"loaii\"]", "unknown-dimension"),
        (
            "sum = [{ measure = \"hop.cuoc\", where = { loai = [\"thuong\"] } }]",
            "growth = \"hop\"",
            "unknown-indicator",
        ),
        (
            "sum = [{ measure = \"hop.cuoc\", where = { loai = [\"thuong\"] } }]",
            "distinct = { measure = \"hop.cuoc\" }",
            "distinct-does-not-add",
        ),
        ("factor = \"1/1000\"", "factor = \"1/0\"", "bad-factor"),
        ("base = \"km\"", "base = \"kmm\"", "unknown-counting-unit"),
        ("nature = \"flow\"\ndefinition = \"Một", "nature = \"distinct\"\ndefinition = \"Một", "missing-member"),
    ];
    for (from, to, code) in table {
        assert!(SOUND.contains(from), "{from}");
        let text = SOUND.replacen(from, to, 1);
        let codes = told(&[("a.toml", &text), ("hop.toml", REGISTER)]);
        assert!(codes.iter().any(|c| c.ends_with(&format!(" {code}"))), "{code}: {codes:?}");
    }
}

#[test]
fn the_same_slug_twice_in_one_layer_is_an_error_and_in_a_later_layer_replaces() {
    let again = "[[counting-unit]]\nslug = \"cuoc\"\nsymbol = \"buổi\"\nname = \"buổi\"\n";
    assert_eq!(told(&[("a.toml", SOUND), ("b.toml", again), ("hop.toml", REGISTER)]), ["b.toml:2 duplicate"]);
    let layers = [source(&[("a.toml", SOUND), ("hop.toml", REGISTER)]), source(&[("b.toml", again)])];
    let (catalogue, _) = load(&layers).unwrap();
    assert_eq!(catalogue.counting_units["cuoc"].symbol, "buổi");
}

#[test]
fn schemes_of_one_family_may_not_hold_for_the_same_owners_at_once() {
    let scheme = |slug: &str, value: &str, more: &str| {
        format!(
            "[[scheme]]\nfamily = \"f\"\nslug = \"{slug}\"\nname = \"F\"\n{more}\n[[scheme.value]]\nslug = \"{value}\"\nname = \"V\"\n"
        )
    };
    let overlap = scheme("a", "x", "") + &scheme("b", "y", "valid-from = 2020-01-01");
    assert_eq!(told(&[("a.toml", &overlap)]), ["a.toml:1 scheme-overlap"]);
    let after = scheme("a", "x", "valid-to = 2019-12-31") + &scheme("b", "y", "valid-from = 2020-01-01");
    assert!(told(&[("a.toml", &after)]).is_empty());
    let narrower = scheme("a", "x", "") + &scheme("b", "y", "owners = { he = [\"dang\"] }");
    assert!(told(&[("a.toml", &narrower)]).is_empty());
    let same_value = scheme("a", "x", "") + &scheme("b", "x", "owners = { he = [\"dang\"] }");
    assert_eq!(told(&[("a.toml", &same_value)]), ["a.toml:14 duplicate-value"]);
}

#[test]
fn a_dimension_that_a_choice_field_posts_need_not_be_declared() {
    let catalogue = sound();
    let loai = &catalogue.dimensions["loai"];
    assert_eq!((loai.name.as_str(), loai.values.len()), ("Loại", 2));
    assert_eq!(catalogue.value_name("loai", "thuong"), "Thường");
}

#[test]
fn an_indicator_is_explained_by_its_fields_states_and_dates() {
    let text = explain(&sound(), "hop.so-cuoc");
    for part in ["Số cuộc họp", "chỉ lấy Loại: Thường", "sổ “Sổ họp”", "vào ngày ở “Ngày”", "“Đã ghi”"]
    {
        assert!(text.contains(part), "{part} not in {text}");
    }
    assert!(explain(&sound(), "x").contains("Không có chỉ tiêu"));
}

#[test]
fn a_folder_is_read_with_its_report_templates_and_what_cannot_be_read_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("reports/nam")).unwrap();
    std::fs::write(folder.path().join("a.toml"), SOUND).unwrap();
    std::fs::write(folder.path().join("reports/nam/report.toml"), "x = 1").unwrap();
    std::fs::write(folder.path().join("reports/nam/body.md"), "Kính gửi").unwrap();
    std::fs::write(folder.path().join("README.md"), "không đọc").unwrap();
    let source = read_dir(folder.path()).unwrap();
    assert_eq!(source.files.keys().collect::<Vec<_>>(), ["a.toml", "reports/nam/body.md", "reports/nam/report.toml"]);
    assert_eq!(report_files(&source)["nam"].keys().collect::<Vec<_>>(), ["body.md", "report.toml"]);
    std::fs::write(folder.path().join("b.toml"), [0xff, 0xfe]).unwrap();
    std::fs::write(folder.path().join("c.toml"), vec![b' '; (1 << 20) + 1]).unwrap();
    let codes: Vec<_> = read_dir(folder.path()).unwrap_err().into_iter().map(|p| p.code).collect();
    assert_eq!(codes.len(), 2);
    assert!(codes.contains(&"not-utf8".to_owned()) && codes.contains(&"file-too-big".to_owned()));
    assert_eq!(read_dir(&folder.path().join("none")).unwrap_err()[0].code, "unreadable");
}

#[test]
fn a_file_cut_off_anywhere_is_told_about_and_never_breaks_the_reader() {
    for cut in (0..REGISTER.len()).filter(|i| REGISTER.is_char_boundary(*i)).step_by(5) {
        let codes = told_any(&REGISTER[..cut]);
        // what is left may by chance be whole only before the first key
        assert!(cut < 12 || !codes.is_empty(), "cut at {cut}");
    }
}

fn told_any(text: &str) -> Vec<String> {
    match load(&[source(&[("hop.toml", text)])]) {
        Ok((_, warnings)) => warnings.into_iter().map(|p| p.code).collect(),
        Err(problems) => problems.into_iter().map(|p| p.code).collect(),
    }
}
