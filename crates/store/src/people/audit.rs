//! The audit log: who changed what of people, who signed in, and every transaction of the ledger, in one list.

use super::Actor;
use crate::Store;
use crate::db::{Conn, Row, Val};
use crate::error::{Result, StoreError};
use domain::ids::{EntryId, TxSeq, UnitId};
use domain::people::{Account, AccountId, Deed, day_start};
use domain::text::fold;
use domain::{Date, Timestamp};

/// Longest detail kept, in characters.
const DETAIL_MAX: usize = 400;

/// Whose account an event is about.
pub(super) struct About<'a> {
    account: Option<AccountId>,
    login: &'a str,
}

impl<'a> About<'a> {
    pub(super) fn account(account: &'a Account) -> Self {
        About { account: Some(account.id), login: &account.login }
    }
    /// About no account, or one that is not known.
    pub(super) fn nobody() -> Self {
        About { account: None, login: "" }
    }
}

/// Writes an event, in the transaction of what it tells of. `detail` holds no personal data.
pub(super) fn note(
    conn: &mut Conn,
    who: &Actor,
    at: Timestamp,
    deed: Deed,
    about: About<'_>,
    detail: &str,
) -> Result<()> {
    let detail: String = detail.chars().take(DETAIL_MAX).collect();
    conn.exec(
        "INSERT INTO audit (at, account, login, actor, by_account, what, detail, address) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            at.to_string().into(),
            about.account.map(|a| a.0).into(),
            about.login.into(),
            (&who.name).into(),
            who.account.map(|a| a.0).into(),
            deed.slug().into(),
            detail.into(),
            (&who.address).into(),
        ],
    )
    .map(|_| ())
}

/// Which lines of the log to read. Empty parts do not restrict.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// First day, in Vietnam.
    pub from: Option<Date>,
    /// Last day, inclusive.
    pub to: Option<Date>,
    /// By this account, or about it.
    pub account: Option<AccountId>,
    /// By or about accounts with an assignment, at any time, within the reach of this unit as of a day.
    pub under: Option<(UnitId, Date)>,
    /// A kind of event.
    pub deed: Option<Deed>,
    /// Only transactions of the ledger, or only the others.
    pub ledger: Option<bool>,
    /// Words in who did it, what was done or whose account it was. Names of accounts are found without diacritics.
    pub words: Option<String>,
    /// How many at most; 0 = 100. Ask one more than a page holds to know whether there is a next one.
    pub limit: i64,
    /// How many to skip.
    pub offset: i64,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// When.
    pub at: Timestamp,
    /// Who did it, by name.
    pub actor: String,
    /// The account that did it; `None` = at the machine, or nobody signed in.
    pub by: Option<AccountId>,
    /// Whose account it is about.
    pub account: Option<AccountId>,
    /// That account's login name; empty when about none.
    pub login: String,
    /// The kind of event; `None` for a transaction of the ledger.
    pub deed: Option<Deed>,
    /// What was done, in Vietnamese.
    pub what: String,
    /// More about it, without personal data.
    pub detail: String,
    /// The network it came from; empty when it did not come over one.
    pub address: String,
    /// The transaction of the ledger, if it is one.
    pub tx: Option<TxSeq>,
}

fn read_line(row: &Row) -> Result<AuditLine> {
    let at = row.text(0)?;
    let what = row.text(5)?;
    let deed = if row.opt_int(8)?.is_some() { None } else { Deed::parse(what) };
    Ok(AuditLine {
        at: at.parse().map_err(|e| StoreError::Database(format!("thời điểm “{at}”: {e}")))?,
        actor: row.text(3)?.to_string(),
        by: row.opt_int(4)?.map(AccountId),
        account: row.opt_int(1)?.map(AccountId),
        login: row.text(2)?.to_string(),
        deed,
        what: deed.map_or_else(|| what.to_string(), |d| d.name().to_string()),
        detail: row.text(6)?.to_string(),
        address: row.text(7)?.to_string(),
        tx: row.opt_int(8)?.map(TxSeq),
    })
}

impl Store {
    /// Notes an event that changes nothing in the store: an export, a backup. `detail` holds no personal data.
    pub fn note(&self, who: &Actor, at: Timestamp, deed: Deed, detail: &str) -> Result<()> {
        self.write(|conn| note(conn, who, at, deed, About::nobody(), detail))
    }

    /// The log, latest first: events of people together with transactions of the ledger.
    pub fn audit(&self, filter: &AuditFilter) -> Result<Vec<AuditLine>> {
        let mut args: Vec<Val> = Vec::new();
        let (mut events, mut ledger) = (vec!["1 = 1".to_string()], vec!["1 = 1".to_string()]);
        let mut arg = |v: Val| {
            args.push(v);
            format!("${}", args.len())
        };
        // Without the Z at its end an instant's text sorts before all that begin with it.
        let text = |day: Date| day_start(day).to_string().trim_end_matches('Z').to_string();
        if let Some(from) = filter.from {
            let from = arg(text(from).into());
            events.push(format!("a.at >= {from}"));
            ledger.push(format!("t.at >= {from}"));
        }
        if let Some(after) = filter.to.and_then(|d| d.tomorrow().ok()) {
            let after = arg(text(after).into());
            events.push(format!("a.at < {after}"));
            ledger.push(format!("t.at < {after}"));
        }
        if let Some(account) = filter.account {
            let id = arg(account.0.into());
            events.push(format!("(a.account = {id} OR a.by_account = {id})"));
            ledger.push(format!("t.account = {id}"));
        }
        if let Some((unit, today)) = filter.under
            && let Some(within) = self.reach(Some(unit), today).sql("s.unit", &format!("'{today}'"))
        {
            let theirs = format!("(SELECT s.account FROM assignment s WHERE {within})");
            events.push(format!("(a.account IN {theirs} OR a.by_account IN {theirs})"));
            ledger.push(format!("t.account IN {theirs}"));
        }
        if let Some(deed) = filter.deed {
            events.push(format!("a.what = {}", arg(deed.slug().into())));
            ledger.push("1 = 0".into());
        }
        match filter.ledger {
            Some(true) => events.push("1 = 0".into()),
            Some(false) => ledger.push("1 = 0".into()),
            None => {}
        }
        for word in filter.words.iter().flat_map(|w| w.split_whitespace()) {
            let like = |w: &str| format!("%{}%", w.replace('!', "!!").replace('%', "!%").replace('_', "!_"));
            let folded = fold(word);
            let people = arg(like(&folded).into());
            let people = format!("(SELECT c.id FROM account c WHERE c.search LIKE {people} ESCAPE '!')");
            let typed = arg(like(&word.to_lowercase()).into());
            // What was done is stored as a slug: the kinds whose words hold the word are asked for by it.
            let kinds = Deed::ALL.iter().filter(|d| [d.name(), d.name_en()].iter().any(|n| fold(n).contains(&folded)));
            let slugs: Vec<String> = kinds.map(|d| format!("'{}'", d.slug())).chain(["''".to_string()]).collect();
            events.push(format!(
                "(a.account IN {people} OR a.by_account IN {people} OR LOWER(a.actor) LIKE {typed} ESCAPE '!' OR a.what IN ({}))",
                slugs.join(",")
            ));
            ledger.push(format!(
                "(t.account IN {people} OR LOWER(t.actor) LIKE {typed} ESCAPE '!' OR LOWER(t.what) LIKE {typed} ESCAPE '!')"
            ));
        }
        let limit = if filter.limit > 0 { filter.limit } else { 100 };
        let sql = format!(
            "SELECT a.at, a.account, a.login, a.actor, a.by_account, a.what, a.detail, a.address, NULL, 0, a.id FROM audit a WHERE {} \
             UNION ALL \
             SELECT t.at, NULL, '', t.actor, t.account, t.what, '', '', t.seq, 1, t.seq FROM tx t WHERE {} \
             ORDER BY 1 DESC, 10 DESC, 11 DESC LIMIT {limit} OFFSET {}",
            events.join(" AND "),
            ledger.join(" AND "),
            filter.offset.max(0)
        );
        self.read(|conn| conn.query(&sql, &args))?.iter().map(read_line).collect()
    }

    /// The entries that a transaction of the ledger changed, with the action and each one's title now; at most `limit`.
    /// Whether the reader may see them is for the caller to ask.
    pub fn entries_of_tx(&self, tx: TxSeq, limit: i64) -> Result<Vec<(EntryId, String, String)>> {
        let sql = format!(
            "SELECT v.entry, v.action, e.title FROM entry_version v JOIN entry e ON e.id = v.entry WHERE v.tx = $1 \
             ORDER BY v.entry LIMIT {}",
            limit.max(1)
        );
        let rows = self.read(|conn| conn.query(&sql, &[tx.0.into()]))?;
        let id = |text: &str| EntryId::parse(text).ok_or_else(|| StoreError::Database(format!("khóa mục “{text}”")));
        rows.iter().map(|r| Ok((id(r.text(0)?)?, r.text(1)?.to_string(), r.text(2)?.to_string()))).collect()
    }
}
