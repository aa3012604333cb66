//! Papers: reports that somebody is writing, and as they were handed in. A frozen paper never changes; a new version of
//! it is another paper that names it.

mod freeze;

pub(crate) use freeze::verify_papers;
pub use freeze::{Freeze, PaperFile, PaperFileHead};

use crate::db::{Conn, Row};
use crate::error::{Result, StoreError};
use crate::people::Reach;
use crate::registers::Clause;
use crate::{Actor, Store, begin_tx};
use domain::clock::{Clock, FixedClock};
use domain::ids::UnitId;
use domain::indicators::Question;
use domain::organs::Hierarchy;
use domain::problem::Problem;
use domain::{Date, Timestamp};
use serde_json::Value;
use std::sync::Arc;

/// Greatest size of what is written into a paper, in bytes of JSON (4 MiB).
pub const PAPER_BYTES_MAX: usize = 4 << 20;

/// Key of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PaperId(pub i64);

/// How far a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaperState {
    /// Being written; its figures follow the ledger.
    Draft,
    /// Handed in: figures, words and files stand.
    Frozen,
}

impl PaperState {
    const fn word(self) -> &'static str {
        match self {
            PaperState::Draft => "draft",
            PaperState::Frozen => "frozen",
        }
    }
}

/// A paper to begin.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPaper {
    /// Slug of its template.
    pub template: String,
    /// Unit, tree date, period, view and organ that its figures are asked with.
    pub question: Question,
    /// Values of the template's parameters.
    pub values: Value,
    /// What the writer changed around the figures.
    pub edits: Value,
    /// Title, for lists.
    pub title: String,
    /// Area of the organ that issues it.
    pub unit: UnitId,
    /// Hierarchy of that organ.
    pub he: Hierarchy,
    /// The frozen paper of which it is a new version.
    pub supersedes: Option<PaperId>,
}

/// What the writer changes in a paper.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperChange {
    /// Unit, tree date, period, view and organ.
    pub question: Question,
    /// Values of the template's parameters.
    pub values: Value,
    /// What the writer changed around the figures.
    pub edits: Value,
    /// Title.
    pub title: String,
}

/// A paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// Key.
    pub id: PaperId,
    /// Slug of its template.
    pub template: String,
    /// What its figures are asked with.
    pub question: Question,
    /// Values of the template's parameters.
    pub values: Value,
    /// What the writer changed around the figures.
    pub edits: Value,
    /// Title.
    pub title: String,
    /// Area of the organ that issues it.
    pub unit: UnitId,
    /// Hierarchy of that organ.
    pub he: Hierarchy,
    /// How far it is.
    pub state: PaperState,
    /// Version, from 1; every change adds one.
    pub version: i64,
    /// When it was begun.
    pub created: Timestamp,
    /// When it was last changed; of a frozen one, when it was frozen.
    pub updated: Timestamp,
    /// Who last changed it.
    pub by: String,
    /// Number and symbol; empty while it has none.
    pub number: String,
    /// Date that it bears.
    pub dated: Option<Date>,
    /// The paper that it replaces.
    pub supersedes: Option<PaperId>,
    /// The frozen paper that replaces it, the latest.
    pub superseded_by: Option<PaperId>,
    /// The mark in the ledger that its figures were asked at (see [`Store::mark`]); `None` while a draft.
    pub mark: Option<i64>,
}

/// Which papers to list.
#[derive(Debug, Clone, Default)]
pub struct PaperFilter {
    /// What the viewer may read; `None` where nobody's reading is limited.
    pub reach: Option<Arc<Reach>>,
    /// How far they are.
    pub state: Option<PaperState>,
    /// Slug of their template.
    pub template: Option<String>,
    /// How many at most; 100 when not positive.
    pub limit: i64,
    /// How many to skip.
    pub offset: i64,
}

const COLUMNS: &str = "p.id, p.template, p.question, p.chosen, p.edits, p.title, p.unit, p.he, p.state, p.version, c.at, u.at, u.actor, \
     p.number, p.dated, p.supersedes, (SELECT MAX(n.id) FROM paper n WHERE n.supersedes = p.id AND n.state = 'frozen'), p.mark";
const FROM: &str = "FROM paper p JOIN tx c ON c.seq = p.created_tx JOIN tx u ON u.seq = p.updated_tx";

fn read_paper(row: &Row) -> Result<Paper> {
    let bad = |what: &str| StoreError::Database(format!("báo cáo hỏng: {what}"));
    let at = |text: &str| text.parse::<Timestamp>().map_err(|_| bad("giờ"));
    let frozen = row.text(8)? == PaperState::Frozen.word();
    Ok(Paper {
        id: PaperId(row.int(0)?),
        template: row.text(1)?.to_string(),
        question: serde_json::from_str(row.text(2)?)?,
        values: serde_json::from_str(row.text(3)?)?,
        edits: serde_json::from_str(row.text(4)?)?,
        title: row.text(5)?.to_string(),
        unit: UnitId(row.int(6)?),
        he: Hierarchy::parse(row.text(7)?).ok_or_else(|| bad("hệ thống"))?,
        state: if frozen { PaperState::Frozen } else { PaperState::Draft },
        version: row.int(9)?,
        created: at(row.text(10)?)?,
        updated: at(row.text(11)?)?,
        by: row.text(12)?.to_string(),
        number: row.text(13)?.to_string(),
        dated: row.opt_text(14)?.map(|d| d.parse().map_err(|_| bad("ngày"))).transpose()?,
        supersedes: row.opt_int(15)?.map(PaperId),
        superseded_by: row.opt_int(16)?.map(PaperId),
        mark: row.opt_int(17)?,
    })
}

/// The refusal for a paper that is not there, or that the viewer may not read.
fn no_paper(id: PaperId) -> StoreError {
    StoreError::refused(
        Problem::error("unknown-paper", format!("Không có báo cáo số {}", id.0)).hint("xem lại danh sách báo cáo"),
    )
}

fn paper_by_id(conn: &mut Conn, id: PaperId) -> Result<Paper> {
    let row = conn.first(&format!("SELECT {COLUMNS} {FROM} WHERE p.id = $1"), &[id.0.into()])?;
    read_paper(&row.ok_or_else(|| no_paper(id))?)
}

/// A paper that may be changed: a draft, in the version that the writer saw. Locked until the transaction ends.
fn lock(conn: &mut Conn, id: PaperId, given: i64) -> Result<Paper> {
    conn.exec("UPDATE paper SET version = version WHERE id = $1", &[id.0.into()])?;
    let paper = paper_by_id(conn, id)?;
    if paper.state == PaperState::Frozen {
        let problem = Problem::error("paper-frozen", "Báo cáo này đã chốt, không sửa được nữa");
        return Err(StoreError::refused(problem.hint("lập bản mới thay báo cáo này")));
    }
    if paper.version != given {
        return Err(StoreError::Stale { current: paper.version, given });
    }
    Ok(paper)
}

fn texts(question: &Question, values: &Value, edits: &Value) -> Result<[String; 3]> {
    let texts = [serde_json::to_string(question)?, serde_json::to_string(values)?, serde_json::to_string(edits)?];
    if texts.iter().map(String::len).sum::<usize>() > PAPER_BYTES_MAX {
        let text = format!("Báo cáo dài hơn {} MiB, không giữ được", PAPER_BYTES_MAX >> 20);
        return Err(StoreError::refused(Problem::error("paper-too-large", text).hint("chuyển phần dài thành phụ lục")));
    }
    Ok(texts)
}

impl Store {
    fn refuse_writer(&self, who: &Actor, at: Timestamp, unit: UnitId, he: Hierarchy, on: Date) -> Result<()> {
        let today = FixedClock(at).today();
        who.may_write(&self.units(), unit, he, on, today).map_err(StoreError::refused)
    }

    /// Begins a paper. Refused to who may not write for its unit and hierarchy; a paper that it replaces must be frozen
    /// and of the same unit and hierarchy.
    pub fn add_paper(&self, who: &Actor, at: Timestamp, new: &NewPaper) -> Result<PaperId> {
        self.refuse_writer(who, at, new.unit, new.he, new.question.tree)?;
        let [question, chosen, edits] = texts(&new.question, &new.values, &new.edits)?;
        self.write(|conn| {
            if let Some(former) = new.supersedes {
                let former = paper_by_id(conn, former)?;
                if former.state != PaperState::Frozen || (former.unit, former.he) != (new.unit, new.he) {
                    let problem = Problem::error("bad-supersedes", "Chỉ lập bản thay cho báo cáo đã chốt của chính cơ quan này");
                    return Err(StoreError::refused(problem.hint("chốt báo cáo trước, hoặc sửa bản đang viết")));
                }
            }
            let tx = begin_tx(conn, who, at, "lập báo cáo")?;
            let row = conn.first(
                "INSERT INTO paper (template, question, chosen, edits, title, unit, he, on_date, state, version, created_tx, updated_tx, \
                 supersedes, number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', 1, $9, $9, $10, '') RETURNING id",
                &[
                    (&new.template).into(),
                    (&question).into(),
                    (&chosen).into(),
                    (&edits).into(),
                    (&new.title).into(),
                    new.unit.0.into(),
                    new.he.slug().into(),
                    new.question.tree.to_string().into(),
                    tx.into(),
                    new.supersedes.map(|p| p.0).into(),
                ],
            )?;
            row.ok_or_else(|| StoreError::Database("không ghi được báo cáo".into()))?.int(0).map(PaperId)
        })
    }

    /// A paper that a viewer may read: one of a unit of theirs. Another is refused like one that is not there.
    pub fn paper(&self, id: PaperId, reach: &Reach) -> Result<Paper> {
        let paper = self.read(|conn| paper_by_id(conn, id))?;
        if reach.reads(paper.unit, paper.question.tree) { Ok(paper) } else { Err(no_paper(id)) }
    }

    /// Papers, last changed first, with how many there are in all.
    pub fn papers(&self, filter: &PaperFilter) -> Result<(Vec<Paper>, i64)> {
        let mut clause = Clause::default();
        if let Some(reach) = &filter.reach {
            clause.reach(reach, "p.unit", "p.on_date");
        }
        if let Some(state) = filter.state {
            clause.and(format!("p.state = '{}'", state.word()));
        }
        if let Some(template) = &filter.template {
            let template = clause.arg(template);
            clause.and(format!("p.template = {template}"));
        }
        let limit = if filter.limit > 0 { filter.limit } else { 100 };
        self.read(|conn| {
            let count = conn.first(&format!("SELECT COUNT(*) FROM paper p {}", clause.sql()), &clause.args)?;
            let sql = format!(
                "SELECT {COLUMNS} {FROM} {} ORDER BY p.updated_tx DESC, p.id DESC LIMIT {limit} OFFSET {}",
                clause.sql(),
                filter.offset.max(0)
            );
            let papers = conn.query(&sql, &clause.args)?.iter().map(read_paper).collect::<Result<_>>()?;
            Ok((papers, count.map_or(Ok(0), |r| r.int(0))?))
        })
    }

    /// Changes a draft; returns its new version. Refused when another version than the one given stands
    /// ([`StoreError::Stale`]), when the paper is frozen, to who may not write for its unit.
    pub fn change_paper(
        &self,
        who: &Actor,
        at: Timestamp,
        id: PaperId,
        given: i64,
        change: &PaperChange,
    ) -> Result<i64> {
        let [question, chosen, edits] = texts(&change.question, &change.values, &change.edits)?;
        self.write(|conn| {
            let paper = lock(conn, id, given)?;
            self.refuse_writer(who, at, paper.unit, paper.he, paper.question.tree)?;
            let tx = begin_tx(conn, who, at, "sửa báo cáo")?;
            conn.exec(
                "UPDATE paper SET question = $2, chosen = $3, edits = $4, title = $5, on_date = $6, version = version + 1, \
                 updated_tx = $7 WHERE id = $1",
                &[
                    id.0.into(),
                    (&question).into(),
                    (&chosen).into(),
                    (&edits).into(),
                    (&change.title).into(),
                    change.question.tree.to_string().into(),
                    tx.into(),
                ],
            )?;
            Ok(given + 1)
        })
    }

    /// Drops a draft. Refused as in [`Store::change_paper`].
    pub fn drop_paper(&self, who: &Actor, at: Timestamp, id: PaperId, given: i64) -> Result<()> {
        self.write(|conn| {
            let paper = lock(conn, id, given)?;
            self.refuse_writer(who, at, paper.unit, paper.he, paper.question.tree)?;
            begin_tx(conn, who, at, "bỏ báo cáo dự thảo")?;
            conn.exec("DELETE FROM paper WHERE id = $1", &[id.0.into()])?;
            Ok(())
        })
    }
}
