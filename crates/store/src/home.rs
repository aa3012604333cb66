//! What a person sees first: what was lately written below them, what waits for a step of theirs, how much there is.

use crate::Store;
use crate::db::Row;
use crate::error::{Result, StoreError};
use crate::people::Reach;
use crate::registers::Clause;
use crate::search::{FOUND_COLUMNS, FoundEntry, read_found};
use domain::organs::Hierarchy;
use domain::registers::{Role, waiting};
use domain::{Date, Timestamp};
use std::collections::BTreeMap;

/// An entry lately written, with what was done last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    /// The entry.
    pub entry: FoundEntry,
    /// Its version.
    pub version: i64,
    /// What was done: "add", "edit", a transition's slug, "void", "assign".
    pub action: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
}

/// How many entries a register has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterCount {
    /// Register slug.
    pub register: String,
    /// With a record date in the month of the day asked about.
    pub this_month: i64,
    /// In the month before.
    pub last_month: i64,
}

fn read_latest(row: &Row) -> Result<Latest> {
    Ok(Latest {
        entry: read_found(row)?,
        version: row.int(9)?,
        action: row.text(10)?.to_string(),
        at: row.text(11)?.parse().map_err(|_| StoreError::Database("giờ của giao dịch".into()))?,
        actor: row.text(12)?.to_string(),
    })
}

impl Store {
    /// The entries lately entered, changed or struck out that a viewer may read, latest first.
    pub fn latest(&self, reach: &Reach, limit: i64) -> Result<Vec<Latest>> {
        let mut clause = Clause::default();
        clause.reach(reach, "e.area", "e.record_date");
        let sql = format!(
            "SELECT {FOUND_COLUMNS}, e.version, v.action, t.at, t.actor FROM (SELECT e.id AS key FROM entry e {} \
             ORDER BY e.updated_tx DESC, e.id DESC LIMIT {}) k JOIN entry e ON e.id = k.key JOIN entry_version v ON v.entry = e.id AND v.version = e.version \
             JOIN tx t ON t.seq = v.tx ORDER BY e.updated_tx DESC, e.id DESC",
            clause.sql(),
            limit.max(1)
        );
        self.read(|conn| conn.query(&sql, &clause.args))?.iter().map(read_latest).collect()
    }

    /// Entries that do not count yet and from whose state a role has a step to take, oldest first, with how many there
    /// are. With a hierarchy only those of its organs: who reads all three writes in one.
    pub fn waiting(
        &self,
        reach: &Reach,
        he: Option<Hierarchy>,
        role: Role,
        limit: i64,
    ) -> Result<(Vec<FoundEntry>, i64)> {
        let pinned = self.pinned()?;
        let mut clause = Clause::default();
        let mut parts = Vec::new();
        for register in pinned.catalogue.registers.values() {
            let states: Vec<String> = waiting(register, role).iter().map(|s| clause.arg(&s.slug)).collect();
            if !states.is_empty() {
                let slug = clause.arg(&register.slug);
                parts.push(format!("(e.register = {slug} AND e.state IN ({}))", states.join(",")));
            }
        }
        if parts.is_empty() {
            return Ok((Vec::new(), 0));
        }
        clause.and(format!("({}) AND e.voided = 0", parts.join(" OR ")));
        if let Some(he) = he {
            let of = self.organs_of(&mut clause, he)?;
            clause.and(of);
        }
        clause.reach(reach, "e.area", "e.record_date");
        self.read(|conn| {
            let count = conn.first(&format!("SELECT COUNT(*) FROM entry e {}", clause.sql()), &clause.args)?;
            let sql = format!(
                "SELECT {FOUND_COLUMNS} FROM entry e {} ORDER BY e.record_date, e.id LIMIT {}",
                clause.sql(),
                limit.max(1)
            );
            let list = conn.query(&sql, &clause.args)?.iter().map(read_found).collect::<Result<_>>()?;
            Ok((list, count.map_or(Ok(0), |r| r.int(0))?))
        })
    }

    /// How many entries that a viewer may read each register of the catalogue has, by record date, in the month of a day
    /// and in the one before. Struck-out ones are left out.
    pub fn counts_by_month(&self, reach: &Reach, today: Date) -> Result<Vec<RegisterCount>> {
        let this = today.first_of_month();
        let last = this.yesterday().unwrap_or(this).first_of_month();
        let mut clause = Clause::default();
        let (from, to) = (clause.arg(last.to_string()), clause.arg(today.last_of_month().to_string()));
        clause.and(format!("e.record_date BETWEEN {from} AND {to} AND e.voided = 0"));
        clause.reach(reach, "e.area", "e.record_date");
        let this = clause.arg(this.to_string());
        let sql = format!(
            "SELECT register, CAST(SUM(now) AS BIGINT), COUNT(*) FROM (SELECT e.register AS register, \
             CASE WHEN e.record_date >= {this} THEN 1 ELSE 0 END AS now FROM entry e {}) m GROUP BY register",
            clause.sql()
        );
        let mut counts = BTreeMap::new();
        for row in self.read(|conn| conn.query(&sql, &clause.args))? {
            counts.insert(row.text(0)?.to_string(), (row.int(1)?, row.int(2)?));
        }
        let pinned = self.pinned()?;
        let count = |register: &String| {
            let (this_month, all) = counts.get(register).copied().unwrap_or_default();
            RegisterCount { register: register.clone(), this_month, last_month: all - this_month }
        };
        Ok(pinned.catalogue.registers.keys().map(count).collect())
    }
}
