//! Drafts: forms that somebody has not finished, kept as they are typed. They belong to an account, never to the ledger.

use crate::Store;
use crate::db::Row;
use crate::error::{Result, StoreError};
use domain::ids::{EntryId, OrganId};
use domain::problem::Problem;
use domain::{Span, Timestamp};

/// Greatest size of a form, in bytes of text (1 MiB).
pub const DRAFT_BYTES_MAX: usize = 1 << 20;
/// Unfinished forms of one account at most.
pub const DRAFTS_MAX: i64 = 200;
/// Hours after which an untouched draft is dropped: 90 days.
const KEPT_HOURS: i64 = 90 * 24;

/// A form that is not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Key, a UUID chosen by who opens the form.
    pub id: String,
    /// Account that it belongs to; nobody else sees it.
    pub account: i64,
    /// Register slug.
    pub register: String,
    /// The entry being changed; `None` for a new one.
    pub entry: Option<EntryId>,
    /// The version that the change was begun from.
    pub given_version: Option<i64>,
    /// Organ for which it is written.
    pub organ: Option<OrganId>,
    /// The form as the browser sent it.
    pub form: String,
    /// When it was last kept.
    pub updated: Timestamp,
}

fn read_draft(row: &Row) -> Result<Draft> {
    Ok(Draft {
        id: row.text(0)?.to_string(),
        account: row.int(1)?,
        register: row.text(2)?.to_string(),
        entry: row.opt_text(3)?.and_then(EntryId::parse),
        given_version: row.opt_int(4)?,
        organ: row.opt_int(5)?.map(OrganId),
        form: row.text(6)?.to_string(),
        updated: Timestamp::from_millisecond(row.int(7)?).unwrap_or(Timestamp::UNIX_EPOCH),
    })
}

const HEAD: &str = "SELECT id, account, register, entry, given_version, organ";

impl Store {
    /// Keeps a draft; the same key again replaces it. Refused when the key is another account's, when the form is too
    /// large, when the account has too many. Drafts of the account that nobody touched for 90 days go.
    pub fn keep_draft(&self, draft: &Draft) -> Result<()> {
        let id = EntryId::parse(&draft.id).ok_or_else(|| {
            StoreError::refused(Problem::error("bad-draft", "Mã bản nháp không đúng dạng").hint("mở lại biểu mẫu"))
        })?;
        if draft.form.len() > DRAFT_BYTES_MAX {
            let text = format!("Bản nháp lớn hơn {} MiB, không giữ được", DRAFT_BYTES_MAX >> 20);
            return Err(StoreError::refused(
                Problem::error("draft-too-large", text).hint("lưu mục, rồi ghi tiếp các dòng còn lại"),
            ));
        }
        self.write(|conn| {
            conn.exec(
                "DELETE FROM draft WHERE account = $1 AND updated_ms < $2",
                &[draft.account.into(), cutoff(draft.updated).as_millisecond().into()],
            )?;
            let others = conn.first(
                "SELECT COUNT(*) FROM draft WHERE account = $1 AND id <> $2",
                &[draft.account.into(), id.as_str().into()],
            )?;
            if others.map_or(Ok(0), |r| r.int(0))? >= DRAFTS_MAX {
                let text = format!("Đã có {DRAFTS_MAX} bản nháp, không giữ thêm được");
                return Err(StoreError::refused(
                    Problem::error("drafts-full", text).hint("ghi sổ hoặc xóa bớt bản nháp ở trang chủ"),
                ));
            }
            let touched = conn.exec(
                "INSERT INTO draft (id, account, register, entry, given_version, organ, form, updated_ms) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET register = excluded.register, \
                 entry = excluded.entry, given_version = excluded.given_version, organ = excluded.organ, form = excluded.form, \
                 updated_ms = excluded.updated_ms WHERE draft.account = excluded.account",
                &[
                    id.as_str().into(),
                    draft.account.into(),
                    (&draft.register).into(),
                    draft.entry.as_ref().map(EntryId::as_str).into(),
                    draft.given_version.into(),
                    draft.organ.map(|o| o.0).into(),
                    (&draft.form).into(),
                    draft.updated.as_millisecond().into(),
                ],
            )?;
            if touched == 0 {
                let problem = Problem::error("draft-not-yours", "Bản nháp này của tài khoản khác");
                return Err(StoreError::refused(problem.hint("mở biểu mẫu mới")));
            }
            Ok(())
        })
    }

    /// A draft of an account; `None` when it has no such one.
    pub fn draft(&self, account: i64, id: &str) -> Result<Option<Draft>> {
        let sql = format!("{HEAD}, form, updated_ms FROM draft WHERE id = $1 AND account = $2");
        let row = self.read(|conn| conn.first(&sql, &[id.into(), account.into()]))?;
        row.as_ref().map(read_draft).transpose()
    }

    /// The drafts of an account, last touched first, without what is in their forms.
    pub fn drafts(&self, account: i64) -> Result<Vec<Draft>> {
        let sql = format!("{HEAD}, '', updated_ms FROM draft WHERE account = $1 ORDER BY updated_ms DESC, id");
        self.read(|conn| conn.query(&sql, &[account.into()]))?.iter().map(read_draft).collect()
    }

    /// Drops a draft of an account. Whether there was one.
    pub fn drop_draft(&self, account: i64, id: &str) -> Result<bool> {
        let sql = "DELETE FROM draft WHERE id = $1 AND account = $2";
        self.write(|conn| Ok(conn.exec(sql, &[id.into(), account.into()])? > 0))
    }

    /// Drops all drafts that nobody touched for 90 days before `now`; returns how many.
    pub fn purge_drafts(&self, now: Timestamp) -> Result<u64> {
        let cutoff = cutoff(now).as_millisecond();
        self.write(|conn| conn.exec("DELETE FROM draft WHERE updated_ms < $1", &[cutoff.into()]))
    }
}

fn cutoff(now: Timestamp) -> Timestamp {
    now.checked_sub(Span::new().try_hours(KEPT_HOURS).unwrap_or_default()).unwrap_or(now)
}
