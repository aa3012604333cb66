//! The catalogue checked and shown.

use crate::desk::{Desk, says};

#[test]
fn the_built_in_catalogue_is_right() {
    says(&Desk::new().ok(&["catalogue", "check"]), &["Danh mục đúng", "8 sổ", "3 mẫu báo cáo"]);
}

#[test]
fn the_mistakes_of_several_files_are_told_all_at_once_with_file_and_line() {
    let desk = Desk::new();
    desk.file("dm/a.toml", "[[measure]]\nslug = \"a.b\"\nname = \"A\"\nunit = \"cuocc\"\nscale = 0\nnature = \"flow\"\ndefinition = \"x\"\n");
    desk.file(
        "dm/b.toml",
        "[[indicator]]\nslug = \"a.so\"\nname = \"A\"\nsum = [{ measure = \"a.c\" }]\ndefinition = \"x\"\nmau = 1\n",
    );
    desk.file("dm/c.toml", "[register]\nslug = \"a\"\nname = \n");
    desk.file("dm/reports/tin/report.toml", "slug = \"tin\"\nname = \"Tin\"\nlayout = \"giay\"\n");
    desk.file("dm/reports/tin/body.md", "{{la}}\n");
    let told = desk.refused(&["catalogue", "check", &desk.path("dm")]);
    says(&told, &["a.toml:4", "cuocc", "b.toml:6", "mau", "b.toml:4", "a.c", "c.toml:3", "report.toml:3", "giay"]);
    says(&told, &["Danh mục có"]);
    assert_eq!(told.lines().filter(|l| l.contains("Danh mục có")).count(), 1);
}

#[test]
fn a_wrong_catalogue_stops_every_command_before_anything_is_written() {
    let mut desk = Desk::new();
    desk.file("dm/a.toml", "[[measur]]\nslug = \"a.b\"\n");
    desk.use_catalogue("dm");
    says(&desk.refused(&["entry", "list"]), &["a.toml:1", "measur"]);
    desk.use_catalogue("không-có");
    says(&desk.refused(&["entry", "list"]), &["không-có"]);
}

#[test]
fn the_catalogue_explains_its_indicators_and_registers() {
    let desk = Desk::new();
    says(
        &desk.ok(&["catalogue", "show"]),
        &["Sổ:", "doi-thoai ", "Chỉ tiêu:", "doi-thoai.so-cuoc", "Cơ quan:", "cap-uy", "Kỳ báo cáo:", "nam-nd09"],
    );
    let indicator = desk.ok(&["catalogue", "show", "doi-thoai.ty-le-giai-quyet"]);
    says(&indicator, &["Tử số", "Mẫu số"]);
    says(&desk.ok(&["catalogue", "show", "doi-thoai"]), &["y-kien.linh-vuc", "bắt buộc", "ghi-so"]);
    says(&desk.refused(&["catalogue", "show", "doi-thoia"]), &["có phải “doi-thoai”?"]);
}
