//! The sealing key: 32 random bytes in a file of their own, readable by the server alone. It stays out of the database, so
//! that a stolen copy of the database does not give away second factors.

use crate::edge::{Outcome, SystemChance, one};
use domain::clock::Chance;
use domain::problem::Problem;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

/// Reads the key; makes it when there is none yet.
pub fn read_or_make(path: &Path) -> Outcome<[u8; 32]> {
    match OpenOptions::new().read(true).open(path) {
        Ok(file) => {
            refuse_readable_by_others(path, &file)?;
            let mut key = Vec::new();
            file.take(33).read_to_end(&mut key).map_err(|e| wrong(path, "Không đọc được tệp khóa", &e))?;
            key.try_into().map_err(|_| {
                one(Problem::error("bad-key-file", "Tệp khóa phải có đúng 32 byte")
                    .file(path.display().to_string())
                    .hint(
                        "lấy lại tệp khóa từ bản giữ riêng; nếu mất hẳn, xóa tệp này và cấp lại bước xác thực thứ hai",
                    ))
            })
        }
        Err(e) if e.kind() == ErrorKind::NotFound => make(path),
        Err(e) => Err(wrong(path, "Không đọc được tệp khóa", &e)),
    }
}

fn make(path: &Path) -> Outcome<[u8; 32]> {
    let mut key = [0; 32];
    SystemChance.fill(&mut key);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(&key).and_then(|()| file.sync_all()));
    written.map_err(|e| wrong(path, "Không tạo được tệp khóa", &e))?;
    tracing::info!(file = %path.display(), "sealing key made");
    Ok(key)
}

/// Whoever can read the key can open the second factors.
#[cfg(unix)]
fn refuse_readable_by_others(path: &Path, file: &std::fs::File) -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata().map_err(|e| wrong(path, "Không đọc được tệp khóa", &e))?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(one(Problem::error("key-file-open", "Người khác trên máy đọc được tệp khóa")
        .file(path.display().to_string())
        .hint(format!("chạy: chmod 600 {}", path.display()))))
}

#[cfg(not(unix))]
fn refuse_readable_by_others(_: &Path, _: &std::fs::File) -> Outcome {
    Ok(())
}

fn wrong(path: &Path, text: &str, e: &std::io::Error) -> Vec<Problem> {
    one(Problem::error("key-file", format!("{text}: {e}")).file(path.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::read_or_make;

    #[test]
    fn the_key_is_made_once_for_its_owner_alone_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("danvan.key");
        let key = read_or_make(&path).unwrap();
        assert_ne!(key, [0; 32]);
        assert_eq!(read_or_make(&path).unwrap(), key);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
            assert_eq!(read_or_make(&path).unwrap_err()[0].code, "key-file-open");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        std::fs::write(&path, b"short").unwrap();
        assert_eq!(read_or_make(&path).unwrap_err()[0].code, "bad-key-file");
    }
}
