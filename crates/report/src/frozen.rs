//! A report as it was handed in, and what the ledger says differently since.

use crate::model::{Binding, Provenance, RecordLine, Records, Report, Withheld};
use domain::indicators::{Decimal, Figure};
use domain::problem::Problem;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A frozen report: what was said, and the records it was said of, at one moment of the ledger.
///
/// Kept as JSON ([`Frozen::to_json`]); a field that is added later has a default, so that what was frozen by an older
/// program can be read ever after. The printed files are kept beside it by their SHA-256: a newer program may lay a page
/// out otherwise, so what was handed in is kept, not printed again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Frozen {
    /// The report.
    pub report: Report,
    /// The records behind its numbers.
    pub provenance: Provenance,
    /// The ledger's mark: the figures are those known at this transaction.
    pub mark: i64,
    /// Hash of the catalogue that the figures were defined by.
    #[serde(default)]
    pub catalogue: String,
    /// Version of the program.
    #[serde(default)]
    pub program: String,
    /// When.
    pub at: Timestamp,
    /// Who, as the account is named.
    pub by: String,
    /// SHA-256 in hex of each file printed at that moment, by its extension: "pdf", "docx".
    #[serde(default)]
    pub files: BTreeMap<String, String>,
}

impl Frozen {
    /// The snapshot as JSON: the same snapshot, the same bytes.
    ///
    /// # Errors
    /// Only if it cannot be written as JSON, which nothing in it can cause.
    pub fn to_json(&self) -> Result<Vec<u8>, Problem> {
        serde_json::to_vec(self).map_err(|e| Problem::error("frozen-json", format!("Không ghi được bản đã chốt: {e}")))
    }

    /// Reads a snapshot.
    ///
    /// # Errors
    /// When the bytes are none.
    pub fn from_json(bytes: &[u8]) -> Result<Frozen, Problem> {
        serde_json::from_slice(bytes).map_err(|e| {
            Problem::error("frozen-json", format!("Không đọc được bản báo cáo đã chốt: {e}"))
                .hint("khôi phục từ bản sao lưu, và báo người vận hành hệ thống")
        })
    }
}

/// What has changed behind one number since a report was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Difference {
    /// [`Binding::anchor`].
    pub anchor: String,
    /// Name of the indicator.
    pub name: String,
    /// Symbol of the counting unit.
    pub symbol: String,
    /// As the frozen report prints it; `None` when the number is new.
    pub before: Option<String>,
    /// As it would be printed now; `None` when the report would no longer say it (it is zero).
    pub after: Option<String>,
    /// Whether the number itself is another; otherwise only records behind it are.
    pub value_changed: bool,
    /// Records that count now and did not.
    pub added: Vec<RecordLine>,
    /// Records that counted and no longer do.
    pub removed: Vec<RecordLine>,
    /// Records that count otherwise.
    pub changed: Vec<ChangedRecord>,
    /// Counts of records that the reader may not open and that are not the same, before and now.
    pub withheld: Vec<WithheldChange>,
    /// Whether the records are known in full on both sides; if not, the lists above are of those that are.
    pub complete: bool,
}

/// A record that counts otherwise than it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedRecord {
    /// As it was.
    pub before: RecordLine,
    /// As it is.
    pub after: RecordLine,
}

/// Records of one register, unit and month that may not be opened: how many there were and are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithheldChange {
    /// As it was; count 0 when there was none.
    pub before: Withheld,
    /// As it is.
    pub after: Withheld,
}

/// What has changed since: one difference for each number that is another, or whose records are, in the order of the
/// frozen report, numbers that are new last.
pub fn differences(frozen: &Frozen, now: &Report, records: &Provenance) -> Vec<Difference> {
    let later: BTreeMap<&str, &Binding> = now.bindings.iter().map(|b| (b.anchor.as_str(), b)).collect();
    let earlier: BTreeSet<&str> = frozen.report.bindings.iter().map(|b| b.anchor.as_str()).collect();
    let kept = frozen.report.bindings.iter().map(|b| (Some(b), later.get(b.anchor.as_str()).copied()));
    let new = now.bindings.iter().filter(|b| !earlier.contains(b.anchor.as_str())).map(|b| (None, Some(b)));
    kept.chain(new).filter_map(|(before, after)| difference(before, after, &frozen.provenance, records)).collect()
}

fn difference(
    before: Option<&Binding>,
    after: Option<&Binding>,
    records_before: &Provenance,
    records_after: &Provenance,
) -> Option<Difference> {
    let named = after.or(before)?;
    let none = Records::default();
    let was = records_before.get(&named.anchor).unwrap_or(&none);
    let is = records_after.get(&named.anchor).unwrap_or(&none);
    let (old, new) = (by_entry(&was.lines), by_entry(&is.lines));
    let mut out = Difference {
        anchor: named.anchor.clone(),
        name: named.name.clone(),
        symbol: named.symbol.clone(),
        before: before.map(|b| b.text.clone()),
        after: after.map(|b| b.text.clone()),
        value_changed: said(before) != said(after),
        added: new.iter().filter(|(id, _)| !old.contains_key(*id)).map(|(_, line)| (*line).clone()).collect(),
        removed: old.iter().filter(|(id, _)| !new.contains_key(*id)).map(|(_, line)| (*line).clone()).collect(),
        changed: Vec::new(),
        withheld: withheld(&was.withheld, &is.withheld),
        complete: known_in_full(was) && known_in_full(is),
    };
    for (id, before) in &old {
        if let Some(after) = new.get(id).filter(|after| *after != before) {
            out.changed.push(ChangedRecord { before: (*before).clone(), after: (*after).clone() });
        }
    }
    let by_date = |a: &RecordLine, b: &RecordLine| (a.date, &a.number, &a.entry).cmp(&(b.date, &b.number, &b.entry));
    out.added.sort_by(by_date);
    out.removed.sort_by(by_date);
    out.changed.sort_by(|a, b| by_date(&a.after, &b.after));
    let silent = out.added.is_empty() && out.removed.is_empty() && out.changed.is_empty() && out.withheld.is_empty();
    (out.value_changed || !silent).then_some(out)
}

/// What a number says, apart from how it is written and from notes in words. A number that is not in the text says zero.
fn said(binding: Option<&Binding>) -> (Option<Decimal>, Option<Figure>) {
    let Some(binding) = binding else { return (None, None) };
    let figure = &binding.figure;
    let zero = figure.value.is_none_or(|v| v.scaled == 0);
    if zero && figure.pending == 0 && figure.bound == domain::indicators::Bound::Exact {
        return (None, None);
    }
    (figure.value, Some(Figure { why: Vec::new(), ..figure.clone() }))
}

fn known_in_full(records: &Records) -> bool {
    let withheld: usize = records.withheld.iter().map(|w| w.count).sum();
    records.lines.len().saturating_add(withheld) >= records.total
}

fn by_entry(lines: &[RecordLine]) -> BTreeMap<&str, &RecordLine> {
    lines.iter().map(|line| (line.entry.as_str(), line)).collect()
}

fn withheld(was: &[Withheld], is: &[Withheld]) -> Vec<WithheldChange> {
    type Key<'a> = (&'a str, &'a str, i16, i8);
    fn keyed(list: &[Withheld]) -> BTreeMap<Key<'_>, &Withheld> {
        list.iter().map(|w| ((w.register.as_str(), w.unit.as_str(), w.year, w.month), w)).collect()
    }
    let (was, is) = (keyed(was), keyed(is));
    let keys: BTreeSet<Key<'_>> = was.keys().chain(is.keys()).copied().collect();
    let nothing = |(register, unit, year, month): Key<'_>| Withheld {
        register: register.to_string(),
        unit: unit.to_string(),
        year,
        month,
        count: 0,
        amount: String::new(),
    };
    let at = |side: &BTreeMap<Key<'_>, &Withheld>, key| side.get(&key).map_or_else(|| nothing(key), |w| (*w).clone());
    keys.into_iter()
        .map(|key| WithheldChange { before: at(&was, key), after: at(&is, key) })
        .filter(|change| change.before != change.after)
        .collect()
}
