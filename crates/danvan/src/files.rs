//! `danvan entry attach|file`: files that belong to entries.

use crate::edge::{Office, Outcome, flagged, one, read_file, told, write_file};
use crate::out::say;
use crate::registers::{find, warned};
use domain::problem::Problem;
use std::path::Path;

/// Keeps a file and names it in the entry's attachment field.
pub fn attach(office: &Office, id: &str, path: &Path, field: Option<&str>, version: i64) -> Outcome {
    let entry = find(office, id)?;
    let content = read_file(path)?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let written = office.desk().attach(&entry, version, field, &name, &content);
    let attached = written.map_err(|e| flagged(e, &["field"]))?;
    let sha256 = attached.sha256.clone();
    let (done, title) = warned(attached.written);
    say!("Đã đính kèm {name} vào mục số {} (bản {}): {title}\n{sha256}", done.number, done.version);
    Ok(())
}

/// Writes an attached file out.
pub fn take_out(office: &Office, sha256: &str, path: &Path) -> Outcome {
    let content = office.store.file(sha256).map_err(told)?.ok_or_else(|| {
        one(Problem::error("unknown-file", format!("Không có tệp đính kèm “{sha256}”"))
            .hint("mã tệp xem ở: danvan entry show MÃ --json"))
    })?;
    write_file(path, &content)?;
    say!("Đã ghi {}", path.display());
    Ok(())
}
