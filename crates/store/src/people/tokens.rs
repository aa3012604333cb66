//! Tokens by which programs act for a person, in one of their assignments, with its rights and no longer than it lasts.

use super::audit::{About, note};
use super::rows::{
    ACCOUNT_COLUMNS, ACCOUNT_WIDTH, ASSIGNMENT_COLUMNS, ASSIGNMENT_WIDTH, account_by_id, assignments_of, read_account,
    read_assignment,
};
use super::sign_in::no_assignment;
use super::{Actor, hash, instant, ms};
use crate::Store;
use crate::db::Row;
use crate::error::{Result, StoreError};
use domain::people::{Account, AccountId, Assignment, AssignmentId, Deed, TokenId, civil_date, has_rights};
use domain::problem::Problem;
use domain::text::tidy;
use domain::{Date, SignedDuration, Timestamp};

/// How often at most the time of the last use is written.
const USED_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// Longest name, in characters.
const NAME_MAX: usize = 80;
/// Longest life, in days.
const LIFE_MAX: i64 = 366;

/// What makes a token.
#[derive(Debug, Clone, Copy)]
pub struct NewToken<'a> {
    /// Whose.
    pub account: AccountId,
    /// In which of their assignments it acts.
    pub assignment: AssignmentId,
    /// What it is for, "phần mềm báo cáo tỉnh".
    pub name: &'a str,
    /// SHA-256 of the secret.
    pub token_hash: &'a [u8; 32],
    /// Last day, a year ahead at most.
    pub expires: Date,
}

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Key.
    pub id: TokenId,
    /// Whose.
    pub account: AccountId,
    /// In which assignment it acts.
    pub assignment: AssignmentId,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// Last day.
    pub expires: Date,
    /// Last use, to the minute.
    pub last_used: Option<Timestamp>,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
}

/// A token in use: who acts, in which assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenHolder {
    /// The token.
    pub token: Token,
    /// Who.
    pub account: Account,
    /// In which assignment.
    pub assignment: Assignment,
}

impl TokenHolder {
    /// Who acts by it, with the address of the request.
    pub fn actor(&self, address: Option<&str>) -> Actor {
        Actor::signed_in(&self.account, &self.assignment, address)
    }
}

const TOKEN_COLUMNS: &str =
    "k.id, k.account, k.assignment, k.name, k.created_ms, k.expires_date, k.last_used_ms, k.revoked_ms";

fn read_token(row: &Row, k: usize) -> Result<Token> {
    Ok(Token {
        id: TokenId(row.int(k)?),
        account: AccountId(row.int(k + 1)?),
        assignment: AssignmentId(row.int(k + 2)?),
        name: row.text(k + 3)?.to_string(),
        created: instant(row.int(k + 4)?)?,
        expires: row.text(k + 5)?.parse().map_err(|_| StoreError::Database("mã truy cập hỏng: ngày".into()))?,
        last_used: row.opt_int(k + 6)?.map(instant).transpose()?,
        revoked: row.opt_int(k + 7)?.map(instant).transpose()?,
    })
}

impl Store {
    /// Makes a token: a person for themselves, an administrator for somebody they manage. Refused: no name, a last day
    /// that is past or more than a year ahead (`bad-expiry`), an assignment without rights today.
    pub fn new_token(&self, who: &Actor, at: Timestamp, new: &NewToken<'_>) -> Result<TokenId> {
        let (units, today) = (self.units(), civil_date(at));
        let name = tidy(new.name);
        let mut problems = Vec::new();
        if name.is_empty() || name.chars().count() > NAME_MAX {
            let problem = Problem::error("bad-name", "Mã truy cập chưa có tên, hoặc tên quá dài").field("name");
            problems.push(problem.hint("ghi phần mềm nào dùng, không quá 80 ký tự"));
        }
        let days = domain::calendar::day_number(new.expires) - domain::calendar::day_number(today);
        if !(0..=LIFE_MAX).contains(&days) {
            let problem = Problem::error("bad-expiry", "Ngày hết hạn đã qua, hoặc xa quá một năm").field("expires");
            problems.push(problem.hint("chọn một ngày trong vòng một năm tới"));
        }
        if !problems.is_empty() {
            return Err(StoreError::Refused(problems));
        }
        self.write(|conn| {
            let own = who.account == Some(new.account);
            let account =
                if own { account_by_id(conn, new.account)? } else { self.managed(conn, who, at, new.account)? };
            let theirs = assignments_of(conn, account.id)?;
            if !theirs.iter().any(|a| a.id == new.assignment && has_rights(&units, a, today)) {
                return Err(no_assignment());
            }
            let row = conn.first(
                "INSERT INTO api_token (token_hash, account, assignment, name, created_ms, expires_date) \
                 VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
                &[
                    hash(new.token_hash),
                    account.id.0.into(),
                    new.assignment.0.into(),
                    (&name).into(),
                    ms(at),
                    new.expires.to_string().into(),
                ],
            )?;
            let id = row.ok_or_else(|| StoreError::Database("mã vừa ghi không đọc lại được".into()))?.int(0)?;
            let detail = format!("{name} · hết ngày {}", new.expires);
            note(conn, who, at, Deed::TokenAdded, About::account(&account), &detail)?;
            Ok(TokenId(id))
        })
    }

    /// Who acts by a token, if it still holds: not revoked, not past its last day, the account enabled, the assignment
    /// in force today. Writes the time of use, at most once a minute; the first use of a day goes into the log.
    pub fn token(&self, token_hash: &[u8; 32], at: Timestamp, address: Option<&str>) -> Result<Option<TokenHolder>> {
        let sql = format!(
            "SELECT {ACCOUNT_COLUMNS}, {ASSIGNMENT_COLUMNS}, {TOKEN_COLUMNS} FROM api_token k \
             JOIN account c ON c.id = k.account JOIN assignment s ON s.id = k.assignment WHERE k.token_hash = $1"
        );
        let row = self.read(|conn| conn.first(&sql, &[hash(token_hash)]))?;
        let Some(row) = row else { return Ok(None) };
        let mut holder = TokenHolder {
            account: read_account(&row, 0)?,
            assignment: read_assignment(&row, ACCOUNT_WIDTH)?,
            token: read_token(&row, ACCOUNT_WIDTH + ASSIGNMENT_WIDTH)?,
        };
        let today = civil_date(at);
        let holds = holder.token.revoked.is_none()
            && today <= holder.token.expires
            && !holder.account.disabled
            && has_rights(&self.units(), &holder.assignment, today);
        if !holds {
            return Ok(None);
        }
        let before = holder.token.last_used;
        if before.is_none_or(|b| at.duration_since(b) >= USED_EVERY) {
            let first = before.is_none_or(|b| civil_date(b) != today);
            self.write(|conn| {
                let sql = "UPDATE api_token SET last_used_ms = $2 WHERE id = $1 AND (last_used_ms IS NULL OR last_used_ms < $2)";
                let won = conn.exec(sql, &[holder.token.id.0.into(), ms(at)])? == 1;
                if first && won {
                    let who = holder.actor(address);
                    let about = About::account(&holder.account);
                    note(conn, &who, at, Deed::TokenUsed, about, &holder.token.name)?;
                }
                Ok(())
            })?;
            holder.token.last_used = Some(at);
        }
        Ok(Some(holder))
    }

    /// The tokens of an account, the latest first; revoked and expired ones too.
    pub fn tokens_of(&self, account: AccountId) -> Result<Vec<Token>> {
        let sql = format!("SELECT {TOKEN_COLUMNS} FROM api_token k WHERE k.account = $1 ORDER BY k.id DESC");
        self.read(|conn| conn.query(&sql, &[account.0.into()]))?.iter().map(|r| read_token(r, 0)).collect()
    }

    /// Revokes a token: one's own, or that of somebody the actor manages. Revoking twice is no error.
    pub fn revoke_token(&self, who: &Actor, at: Timestamp, id: TokenId) -> Result<()> {
        self.write(|conn| {
            let sql = format!("SELECT {TOKEN_COLUMNS} FROM api_token k WHERE k.id = $1");
            let Some(row) = conn.first(&sql, &[id.0.into()])? else {
                let problem = Problem::error("unknown-token", "Không có mã truy cập này");
                return Err(StoreError::refused(problem.hint("tải lại trang")));
            };
            let token = read_token(&row, 0)?;
            let own = who.account == Some(token.account);
            let account =
                if own { account_by_id(conn, token.account)? } else { self.managed(conn, who, at, token.account)? };
            if token.revoked.is_some() {
                return Ok(());
            }
            conn.exec("UPDATE api_token SET revoked_ms = $2 WHERE id = $1", &[id.0.into(), ms(at)])?;
            note(conn, who, at, Deed::TokenRevoked, About::account(&account), &token.name)
        })
    }
}
