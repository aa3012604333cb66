//! Backups: one SQLite file with everything in it, whatever the database, taken while others write.
//!
//! The file is the state of one instant: a read transaction of SQLite copied page by page, or a REPEATABLE READ snapshot
//! of PostgreSQL written row by row into the same schema. So a backup restores into either database. It carries a
//! manifest with the number of rows and a sum over the content of each table; both are worked out from the source, and
//! compared with what was written before the file gets its name. Which tables there are is read from the schema.
//!
//! Not in it: who is signed in ([`crate::people`]'s sessions), because a copy must not honour old cookies, and the key
//! file of the server, which lies beside the database and is kept apart from its copies on purpose.

mod manifest;
mod postgresql;
mod restore;
mod tables;

pub use manifest::{Manifest, TableSum, check_backup};
pub use restore::restore;

use crate::Store;
use crate::db::Conn;
use crate::error::{Result, StoreError};
use domain::Timestamp;
use domain::problem::Problem;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Is told what is being done, how much of it is done, and how much there is.
pub type Progress<'a> = &'a mut dyn FnMut(&str, usize, usize);

/// Tables that hold only what passes: signed-in sessions and sign-ins half done. They stay empty in a copy.
pub const FLEETING: &[&str] = &["session", "pending_sign_in"];

/// Pages copied between two looks at the progress.
const PAGES: i32 = 2048;

impl Store {
    /// Writes a backup into a new file, while others may read and write: first into `FILE.part`, which is read back and
    /// compared with the source, then under its name. Refused when the file exists, so that no older copy is lost.
    pub fn backup(&self, file: &Path, program: &str, at: Timestamp, progress: Progress<'_>) -> Result<Manifest> {
        if file.exists() {
            let problem = Problem::error("backup-exists", format!("Tệp “{}” đã có; không ghi đè", file.display()));
            return Err(StoreError::refused(problem.hint("ghi tên khác, ví dụ có ngày giờ")));
        }
        let part = Part::new(file)?;
        let sums = self.read(|conn| match conn {
            Conn::Sqlite(source) => pages(source, &part.path, progress),
            Conn::Postgres(_) => postgresql::out(conn, &part.path, progress),
        })?;
        let manifest = Manifest::of(program, at, sums);
        manifest::seal(&part.path, &manifest)?;
        check_backup(&part.path, progress)?;
        part.rename(file)?;
        Ok(manifest)
    }
}

/// Copies a SQLite database as it stands in the connection's transaction. Others may write meanwhile: the copy is read
/// in one snapshot, so it neither starts over nor mixes.
fn pages(source: &mut Connection, part: &Path, progress: Progress<'_>) -> Result<Vec<TableSum>> {
    // The first read fixes the snapshot.
    let all = tables::tables(source)?;
    let mut copy = Connection::open(part)?;
    {
        let backup = Backup::new(source, &mut copy)?;
        loop {
            let step = backup.step(PAGES)?;
            let at = backup.progress();
            let count = |pages: i32| usize::try_from(pages).unwrap_or(0);
            progress("Chép dữ liệu", count(at.pagecount - at.remaining), count(at.pagecount).max(1));
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
    // What is deleted leaves no trace in the file, and the file is one file, without a log beside it.
    copy.execute_batch("PRAGMA secure_delete=ON; PRAGMA foreign_keys=OFF; PRAGMA journal_mode=DELETE; BEGIN")?;
    for table in all.iter().filter(|t| t.is_fleeting()) {
        copy.execute(&format!("DELETE FROM \"{}\"", table.name), [])?;
    }
    copy.execute_batch("COMMIT")?;
    tables::sums(source, &all, "Tính tổng kiểm tra", progress)
}

/// A file that is being written: `NAME.part`, readable by its owner alone, and gone when the work ends without a rename.
struct Part {
    path: PathBuf,
    /// Held until the end, so that two backups of one name do not write over each other.
    lock: File,
}

impl Part {
    fn new(file: &Path) -> Result<Part> {
        let mut name = file.as_os_str().to_owned();
        name.push(".part");
        let path = PathBuf::from(name);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let lock = options.open(&path).map_err(|e| cannot_write(&path, &e))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let text = format!("Đang có một lần sao lưu khác ghi vào “{}”", path.display());
                return Err(StoreError::refused(
                    Problem::error("backup-running", text).hint("chờ lần ấy xong, hoặc ghi tên khác"),
                ));
            }
            Err(TryLockError::Error(e)) => return Err(cannot_write(&path, &e)),
        }
        lock.set_len(0).map_err(|e| cannot_write(&path, &e))?;
        remove_logs(&path);
        Ok(Part { path, lock })
    }

    /// Copies another file into it, by the handle that holds the lock: its rights stay those of a new file.
    fn fill(&self, from: &Path) -> Result<()> {
        let copied = File::open(from).and_then(|mut from| std::io::copy(&mut from, &mut &self.lock));
        copied.map(|_| ()).map_err(|e| cannot_write(&self.path, &e))
    }

    /// Gives the file its name, once it is on the disk.
    fn rename(self, file: &Path) -> Result<()> {
        self.lock.sync_all().and_then(|()| std::fs::rename(&self.path, file)).map_err(|e| cannot_write(file, &e))?;
        // The name itself is in the folder, which is flushed where that can be done.
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if let Ok(folder) = File::open(folder) {
            folder.sync_all().ok();
        }
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After a rename there is nothing under this name.
        std::fs::remove_file(&self.path).ok();
        remove_logs(&self.path);
    }
}

/// What SQLite leaves beside a file whose program was killed.
fn remove_logs(path: &Path) {
    for end in ["-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        std::fs::remove_file(name).ok();
    }
}

fn cannot_write(path: &Path, e: &std::io::Error) -> StoreError {
    let problem = Problem::error("cannot-write", format!("Không ghi được tệp: {e}")).file(path.display().to_string());
    StoreError::refused(problem.hint("xem lại thư mục, quyền ghi và chỗ trống trên đĩa"))
}
