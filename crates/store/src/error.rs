//! What can go wrong in the store.

use domain::problem::Problem;
use thiserror::Error;

/// An error of the store. Whatever it is, nothing of the transaction was written.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The request cannot be carried out as it stands: each problem has a message a user can act on.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Refused(Vec<Problem>),
    /// Somebody else has changed the entry meanwhile.
    #[error(
        "Mục này đã được người khác sửa: bản đang có là {current}, bản gửi lên là {given}. Mở lại mục, xem thay đổi rồi sửa tiếp."
    )]
    Stale {
        /// Version that stands in the store.
        current: i64,
        /// Version the request was made from.
        given: i64,
    },
    /// The database cannot be reached or refused for a passing reason; try again.
    #[error("Không nối được cơ sở dữ liệu: {0}")]
    Unavailable(String),
    /// The database's answer was not what the program expects: a defect, or a damaged file.
    #[error("Lỗi cơ sở dữ liệu: {0}")]
    Database(String),
}

/// Result of the store.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreError {
    /// One refusal.
    pub fn refused(problem: Problem) -> Self {
        StoreError::Refused(vec![problem])
    }
    /// Every problem of this error, in the shape users see.
    pub fn problems(self) -> Vec<Problem> {
        match self {
            StoreError::Refused(problems) => problems,
            other => {
                let code = match &other {
                    StoreError::Stale { .. } => "stale-version",
                    StoreError::Unavailable(_) => "database-unavailable",
                    _ => "database-error",
                };
                vec![Problem::error(code, other.to_string())]
            }
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, ReadOnly, SystemIoFailure};
        match e.sqlite_error_code() {
            Some(DiskFull) => StoreError::Unavailable("đĩa đã đầy; chưa có gì được ghi".into()),
            Some(DatabaseBusy | DatabaseLocked) => StoreError::Unavailable("tệp đang bị chương trình khác khóa".into()),
            Some(CannotOpen | ReadOnly | SystemIoFailure) => StoreError::Unavailable(e.to_string()),
            _ => StoreError::Database(e.to_string()),
        }
    }
}

impl From<postgres::Error> for StoreError {
    fn from(e: postgres::Error) -> Self {
        match e.as_db_error() {
            // 53: insufficient resources (disk full, too many connections); 57: operator intervention (shutdown); 08: connection
            Some(db) if ["53", "57", "08"].iter().any(|class| db.code().code().starts_with(class)) => {
                StoreError::Unavailable(db.message().to_string())
            }
            Some(db) => StoreError::Database(format!("{} ({})", db.message(), db.code().code())),
            None => StoreError::Unavailable(e.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(e: serde_json::Error) -> Self {
        StoreError::Database(format!("dữ liệu JSON trong cơ sở dữ liệu không đọc được: {e}"))
    }
}
