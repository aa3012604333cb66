//! Freezing a paper: its figures, words and files stand from then on, byte for byte.

use super::{PaperId, lock};
use crate::db::Conn;
use crate::error::{Result, StoreError};
use crate::files::{FILE_BYTES_MAX, keep};
use crate::migrate::hex;
use crate::verify::{Breach, Told};
use crate::{Actor, Store, begin_tx};
use domain::problem::Problem;
use domain::{Date, Timestamp};
use sha2::{Digest, Sha256};

/// Largest snapshot, in bytes of JSON (50 MiB).
const FROZEN_BYTES_MAX: usize = 50 << 20;

/// A file of a frozen paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperFile {
    /// "pdf", "docx", "html", "xlsx", "txt".
    pub form: String,
    /// Media type.
    pub media: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// A file of a frozen paper, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperFileHead {
    /// "pdf", "docx", "html", "xlsx", "txt".
    pub form: String,
    /// Media type.
    pub media: String,
    /// SHA-256 of its content.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: i64,
}

/// What freezes a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freeze {
    /// The paper.
    pub id: PaperId,
    /// The version that was printed.
    pub given: i64,
    /// Number and symbol; empty when it is handed in without one.
    pub number: String,
    /// Date that it bears.
    pub dated: Option<Date>,
    /// The snapshot: words, figures, their provenance, as JSON.
    pub frozen: String,
    /// The mark in the ledger that its figures were asked at ([`Store::mark`]).
    pub mark: i64,
    /// Its files, one for each form.
    pub files: Vec<PaperFile>,
}

impl Store {
    /// Freezes a draft in one transaction: snapshot, number, date and files are kept, and the paper is locked for good.
    /// Refused when another version stands, when it is frozen already, to who may not write for its unit, and when the
    /// snapshot is no JSON.
    pub fn freeze(&self, who: &Actor, at: Timestamp, freeze: &Freeze) -> Result<()> {
        refuse_parts(freeze)?;
        let digest = hex(&Sha256::digest(freeze.frozen.as_bytes()));
        self.write(|conn| {
            let paper = lock(conn, freeze.id, freeze.given)?;
            self.refuse_writer(who, at, paper.unit, paper.he, paper.question.tree)?;
            let tx = begin_tx(conn, who, at, "chốt báo cáo")?;
            for file in &freeze.files {
                let sha256 = keep(conn, tx, &file.bytes)?;
                conn.exec(
                    "INSERT INTO paper_file (paper, form, media, sha256) VALUES ($1, $2, $3, $4)",
                    &[freeze.id.0.into(), (&file.form).into(), (&file.media).into(), sha256.into()],
                )?;
            }
            conn.exec(
                "UPDATE paper SET state = 'frozen', version = version + 1, updated_tx = $2, number = $3, dated = $4, mark = $5, \
                 frozen = $6, frozen_sha256 = $7 WHERE id = $1",
                &[
                    freeze.id.0.into(),
                    tx.into(),
                    (&freeze.number).into(),
                    freeze.dated.map(|d| d.to_string()).into(),
                    freeze.mark.into(),
                    (&freeze.frozen).into(),
                    (&digest).into(),
                ],
            )?;
            Ok(())
        })
    }

    /// The snapshot of a frozen paper, as it was given; `None` for a draft. One that is damaged is an error. Whether the
    /// viewer may read the paper is asked first ([`Store::paper`]).
    pub fn frozen(&self, id: PaperId) -> Result<Option<String>> {
        let sql = "SELECT frozen, frozen_sha256 FROM paper WHERE id = $1 AND state = 'frozen'";
        let Some(row) = self.read(|conn| conn.first(sql, &[id.0.into()]))? else { return Ok(None) };
        let text = row.text(0)?;
        if hex(&Sha256::digest(text.as_bytes())) != row.text(1)? {
            return Err(StoreError::Database(format!("bản chốt của báo cáo {} đã hỏng", id.0)));
        }
        Ok(Some(text.to_string()))
    }

    /// The files of a frozen paper, by form, without their content.
    pub fn paper_files(&self, id: PaperId) -> Result<Vec<PaperFileHead>> {
        let sql = "SELECT p.form, p.media, p.sha256, f.bytes FROM paper_file p JOIN file f ON f.sha256 = p.sha256 \
                   WHERE p.paper = $1 ORDER BY p.form";
        let rows = self.read(|conn| conn.query(sql, &[id.0.into()]))?;
        let head = |r: &crate::db::Row| {
            Ok(PaperFileHead {
                form: r.text(0)?.to_string(),
                media: r.text(1)?.to_string(),
                sha256: r.text(2)?.to_string(),
                bytes: r.int(3)?,
            })
        };
        rows.iter().map(head).collect()
    }

    /// A file of a frozen paper: the same bytes every time, or an error when they are damaged.
    pub fn paper_file(&self, id: PaperId, form: &str) -> Result<Option<PaperFile>> {
        let head = self.paper_files(id)?.into_iter().find(|f| f.form == form);
        let Some(head) = head else { return Ok(None) };
        let bytes = self.file(&head.sha256)?;
        Ok(bytes.map(|bytes| PaperFile { form: head.form, media: head.media, bytes }))
    }
}

/// What of a freezing can be refused without looking at the database.
fn refuse_parts(freeze: &Freeze) -> Result<()> {
    let mut problems = Vec::new();
    if freeze.frozen.len() > FROZEN_BYTES_MAX || serde_json::from_str::<serde::de::IgnoredAny>(&freeze.frozen).is_err()
    {
        problems.push(Problem::error("bad-snapshot", "Nội dung báo cáo để chốt không đọc được hoặc quá lớn"));
    }
    let mut forms: Vec<&str> = freeze.files.iter().map(|f| f.form.as_str()).collect();
    forms.sort_unstable();
    let count = forms.len();
    forms.dedup();
    let sizes = freeze.files.iter().all(|f| !f.bytes.is_empty() && f.bytes.len() <= FILE_BYTES_MAX);
    if forms.len() != count || !sizes {
        let text = format!("Mỗi dạng của báo cáo là một tệp có nội dung, không quá {} MiB", FILE_BYTES_MAX >> 20);
        problems.push(Problem::error("bad-paper-files", text));
    }
    if problems.is_empty() { Ok(()) } else { Err(StoreError::Refused(problems)) }
}

/// Frozen papers have a whole snapshot and whole files; drafts have none.
pub(crate) fn verify_papers(conn: &mut Conn) -> Result<Vec<Breach>> {
    let mut told = Told::new("reports");
    let ids = conn.query("SELECT id FROM paper ORDER BY id", &[])?;
    for id in &ids {
        let id = id.int(0)?;
        let sql = "SELECT state, COALESCE(frozen, ''), COALESCE(frozen_sha256, ''), COALESCE(mark, -1) FROM paper WHERE id = $1";
        let Some(row) = conn.first(sql, &[id.into()])? else { continue };
        let frozen = row.text(0)? == "frozen";
        if frozen && hex(&Sha256::digest(row.text(1)?.as_bytes())) != row.text(2)? {
            told.say(format!("báo cáo {id}: bản chốt khác với khi chốt"));
        }
        if frozen == (row.int(3)? < 0) || (!frozen && !row.text(1)?.is_empty()) {
            told.say(format!("báo cáo {id}: trạng thái không khớp với bản chốt"));
        }
    }
    let rows = conn.query(
        "SELECT pf.paper, pf.form FROM paper_file pf JOIN paper p ON p.id = pf.paper WHERE p.state <> 'frozen' ORDER BY pf.paper, pf.form",
        &[],
    )?;
    for row in rows {
        told.say(format!("báo cáo {}: có tệp {} dù chưa chốt", row.int(0)?, row.text(1)?));
    }
    let rows = conn.query(
        "SELECT n.id FROM paper n LEFT JOIN paper o ON o.id = n.supersedes AND o.state = 'frozen' \
         WHERE n.supersedes IS NOT NULL AND o.id IS NULL ORDER BY n.id",
        &[],
    )?;
    for row in rows {
        told.say(format!("báo cáo {}: thay cho một báo cáo chưa chốt hoặc không có", row.int(0)?));
    }
    let files = conn.query("SELECT DISTINCT sha256 FROM paper_file ORDER BY sha256", &[])?;
    for file in &files {
        let row = conn.first("SELECT content FROM file WHERE sha256 = $1", &[file.text(0)?.into()])?;
        let whole =
            row.map_or(Ok(false), |r| Ok::<_, StoreError>(hex(&Sha256::digest(r.bytes(0)?)) == file.text(0)?))?;
        if !whole {
            told.say(format!("tệp {} của báo cáo đã hỏng hoặc mất", file.text(0)?));
        }
    }
    Ok(told.done())
}
