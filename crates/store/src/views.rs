//! Saved views: lists that somebody asks for again and again, by a name of their own.

use crate::Store;
use crate::db::Row;
use crate::error::{Result, StoreError};
use domain::problem::Problem;
use domain::text::tidy;

/// Saved views of one account at most.
pub const VIEWS_MAX: i64 = 100;
/// Longest name, in characters.
const NAME_MAX: usize = 80;
/// Longest query, in bytes.
const QUERY_MAX: usize = 4000;

/// A list that an account has saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Key.
    pub id: i64,
    /// Account that it belongs to.
    pub account: i64,
    /// Register slug.
    pub register: String,
    /// Name, as the account wrote it.
    pub name: String,
    /// The list's query as the web writes it, without the question mark.
    pub query: String,
}

fn read_view(row: &Row) -> Result<SavedView> {
    Ok(SavedView {
        id: row.int(0)?,
        account: row.int(1)?,
        register: row.text(2)?.to_string(),
        name: row.text(3)?.to_string(),
        query: row.text(4)?.to_string(),
    })
}

impl Store {
    /// Saves a view; one of the same register and name is replaced. Refused without a name, or when there are too many.
    pub fn save_view(&self, account: i64, register: &str, name: &str, query: &str) -> Result<i64> {
        let name = tidy(name);
        if name.is_empty() || name.chars().count() > NAME_MAX || query.len() > QUERY_MAX {
            let text = format!("Tên danh sách phải có từ 1 đến {NAME_MAX} ký tự");
            return Err(StoreError::refused(Problem::error("bad-view", text).field("name").hint("đặt tên ngắn hơn")));
        }
        self.write(|conn| {
            let count = conn.first("SELECT COUNT(*) FROM saved_view WHERE account = $1", &[account.into()])?;
            if count.map_or(Ok(0), |r| r.int(0))? >= VIEWS_MAX {
                let text = format!("Đã lưu {VIEWS_MAX} danh sách, không lưu thêm được");
                return Err(StoreError::refused(Problem::error("views-full", text).hint("xóa bớt danh sách đã lưu")));
            }
            let row = conn.first(
                "INSERT INTO saved_view (account, register, name, query) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (account, register, name) DO UPDATE SET query = excluded.query RETURNING id",
                &[account.into(), register.into(), (&name).into(), query.into()],
            )?;
            row.ok_or_else(|| StoreError::Database("không lưu được danh sách".into()))?.int(0)
        })
    }

    /// The views of an account, of one register or of all, by name.
    pub fn saved_views(&self, account: i64, register: Option<&str>) -> Result<Vec<SavedView>> {
        let sql = "SELECT id, account, register, name, query FROM saved_view WHERE account = $1 \
                   AND (register = $2 OR $2 = '') ORDER BY register, name, id";
        let args = [account.into(), register.unwrap_or_default().into()];
        self.read(|conn| conn.query(sql, &args))?.iter().map(read_view).collect()
    }

    /// Drops a view of an account. Whether there was one.
    pub fn drop_view(&self, account: i64, id: i64) -> Result<bool> {
        let sql = "DELETE FROM saved_view WHERE id = $1 AND account = $2";
        self.write(|conn| Ok(conn.exec(sql, &[id.into(), account.into()])? > 0))
    }
}
