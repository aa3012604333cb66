//! `danvan demo --prepare DB`: the demonstration's database and, beside it, the report of Bắc Hà 2021.

use crate::cli::Common;
use crate::edge::{Office, Outcome, one, told, write_file};
use crate::out::say;
use crate::units::progress_line;
use domain::indicators::{Question, View};
use domain::problem::Problem;
use domain::{Date, calendar::Period};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use store::Location;

/// The reports that are drawn: template, and the file's name without extension.
const REPORTS: [(&str, &str); 2] =
    [("bao-cao-nam-dang", "bac-ha-2021-cap-uy"), ("bao-cao-nam-ubnd", "bac-ha-2021-ubnd")];
/// Whose report: the district of the demonstration.
const UNIT: &str = "085";
const YEAR: Period = Period { from: Date::constant(2021, 1, 1), to: Date::constant(2021, 12, 31) };

/// Makes the database and the reports.
pub fn prepare(common: &Common, database: &str, out: Option<&Path>) -> Outcome {
    if let Ok(Location::Sqlite(path)) = Location::parse(database)
        && Path::new(&path).exists()
    {
        return Err(one(Problem::error("database-exists", format!("Tệp “{path}” đã có; không ghi đè lên dữ liệu"))
            .hint("chọn tên khác, hoặc xóa tệp cũ nếu đó là bản minh họa")));
    }
    let office = Office::open_at(common, database, true)?;
    let mut progress = |what: &str, done: usize, total: usize| progress_line(what, done, total);
    let summary = demo::prepare(&office.store, &mut progress)?;
    say!("Đã tạo {}: {} mục minh họa.", office.place(), summary.entries.values().sum::<usize>());
    let folder = out.map_or_else(|| folder_of(database), Path::to_path_buf);
    let unit = office.store.units().resolve(UNIT, YEAR.to).map_err(one)?;
    let question =
        Question { unit, organ: BTreeMap::new(), tree: YEAR.to, from: YEAR.from, to: YEAR.to, view: View::Was };
    if !folder.as_os_str().is_empty() {
        std::fs::create_dir_all(&folder).map_err(|e| {
            one(Problem::error("cannot-write", format!("Không tạo được thư mục: {e}"))
                .file(folder.display().to_string()))
        })?;
    }
    for (template, name) in REPORTS {
        let (report, provenance) = office.desk().draw(template, &question, BTreeMap::new(), None).map_err(told)?;
        let (html, text) = (folder.join(format!("{name}.html")), folder.join(format!("{name}.txt")));
        write_file(&html, report::html(&report, &provenance).map_err(one)?.as_bytes())?;
        write_file(&text, report::text(&report).as_bytes())?;
        say!("Báo cáo: {} và {}", html.display(), text.display());
    }
    let breaches = office.store.verify(&mut |_| {}).map_err(told)?;
    if !breaches.is_empty() {
        return Err(breaches.into_iter().map(|b| Problem::error("breach", b.text).field(b.room)).collect());
    }
    let database = office.database_argument();
    say!(
        "Cân đối: đúng. Xem tiếp:\n  danvan figures --database {database} --unit {UNIT}@2021-12-31 --from 2021-01-01 --to 2021-12-31 --indicator doi-thoai.so-cuoc --by cap"
    );
    say!("  danvan unit \"Bắc Hà\" --database {database}");
    Ok(())
}

/// Reports go beside a database file; for a server, into the present folder.
fn folder_of(database: &str) -> PathBuf {
    match Location::parse(database) {
        Ok(Location::Sqlite(path)) => Path::new(&path).parent().map_or_else(PathBuf::new, Path::to_path_buf),
        _ => PathBuf::new(),
    }
}
