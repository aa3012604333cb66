//! Backups as an operator makes and restores them.

use crate::desk::{Desk, dialogue, program, refusal, says, texts};
use testkit::both;

/// Restores into a database and returns what was said.
fn restore(desk: &Desk, file: &str, target: &str) -> std::process::Output {
    program().args(["restore", file, "--database", target]).current_dir(desk.folder()).output().unwrap()
}

#[test]
fn what_was_recorded_stands_in_the_restored_database_on_either_database() {
    both(|db| {
        let desk = Desk::on(db);
        desk.add("doi-thoai", "02839/ubnd", &dialogue("2026-03-01", "75"));
        let file = desk.path("sao-luu.db");
        says(
            &desk.ok(&["backup", &file, "--full"]),
            &["1 mục", "so từng bảng: đúng", "Cân đối của bản sao: đúng", "key-file"],
        );
        let mut beside: Vec<_> = desk.folder().read_dir().unwrap().map(|e| e.unwrap().file_name()).collect();
        beside.sort();
        assert_eq!(beside, ["sao-luu.db"], "the proof leaves nothing behind");
        says(&desk.ok(&["restore", &file, "--check"]), &["lành lặn", "1 mục"]);
        let other = testkit::Database::Sqlite.empty();
        let done = restore(&desk, &file, other.text());
        says(&texts(&done).0, &["Đã khôi phục", "Cân đối: đúng"]);
        let words = ["figures", "--unit", "02839", "--period", "nam:2026", "--indicator", "doi-thoai.so-cuoc"];
        let figures = program().args(words).args(["--database", other.text()]).output().unwrap();
        says(&texts(&figures).0, &["Số cuộc tiếp xúc, đối thoại  1 "]);
        says(&refusal(&restore(&desk, &file, other.text())), &["đã có dữ liệu", "tên tệp mới"]);
        says(&desk.refused(&["backup", &file]), &["đã có", "không ghi đè"]);
    });
}

#[test]
fn what_is_no_backup_is_told_and_makes_no_database() {
    let desk = Desk::new();
    let text = desk.file("khac.db", "một tệp khác");
    let target = desk.path("moi.db");
    says(&refusal(&restore(&desk, &text, &target)), &["không phải bản sao lưu", "danvan backup"]);
    says(&refusal(&restore(&desk, "khong-co.db", &target)), &["Không có tệp"]);
    assert!(!std::path::Path::new(&target).exists());
}
